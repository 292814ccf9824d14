//! Who of us is to be reached by a neighbour: the whole list, which takes the place of the one before.

use crate::{
    access::{JOINT_WRITTEN, Nobody, Pages, at_headquarters},
    app::App,
    kit::{
        failure::Failure,
        form::{self, short},
        parts::Choice,
        session::SignedIn,
        shell::{Shell, answer},
    },
    neighbours_work::why::why,
    node::neighbours::work,
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::StateCode;
use limen_neighbour::{Contact, Kind, MOST_LINE};
use serde::Deserialize;
use std::sync::Arc;

/// Maximum number of rows.
const MOST_ROWS: usize = 100;
/// Empty rows that the form ends with.
const EMPTY_ROWS: usize = 3;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/neighbours/work/contacts", at_headquarters(JOINT_WRITTEN, Nobody::Staff), show).post(
        "/neighbours/work/contacts",
        at_headquarters(JOINT_WRITTEN, Nobody::Staff),
        write,
    )
}

/// The form, as it is sent: a column each.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct ContactsForm {
    to: String,
    function: Vec<String>,
    name: Vec<String>,
    pair: Vec<String>,
    languages: Vec<String>,
    telephone: Vec<String>,
    hours: Vec<String>,
}

impl ContactsForm {
    /// Its rows, with each field as `tidied` leaves it.
    fn rows(&self, tidied: impl Fn(&str) -> String) -> Vec<Contact> {
        let cell = |column: &[String], row: usize| column.get(row).map(|text| tidied(text)).unwrap_or_default();
        let row = |row: usize| Contact {
            function: cell(&self.function, row),
            name: cell(&self.name, row),
            pair: cell(&self.pair, row),
            languages: cell(&self.languages, row),
            telephone: cell(&self.telephone, row),
            hours: cell(&self.hours, row),
        };
        (0..self.function.len().min(MOST_ROWS)).map(row).collect()
    }

    /// What was typed.
    fn typed(&self) -> Vec<Contact> {
        self.rows(str::to_owned)
    }

    /// The people in it; rows with nothing in them are left out. `None` where one has no function or no telephone.
    fn read(&self) -> Option<Vec<Contact>> {
        let mut contacts = self.rows(|text| short(text, MOST_LINE));
        contacts.retain(|one| {
            [&one.function, &one.name, &one.languages, &one.telephone, &one.hours].iter().any(|text| !text.is_empty())
        });
        let is_whole = |one: &Contact| !one.function.is_empty() && !one.telephone.is_empty();
        contacts.iter().all(is_whole).then_some(contacts)
    }
}

struct RowView {
    contact: Contact,
    pairs: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "neighbours_work/contacts_form.html")]
struct FormPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    to: String,
    neighbour: String,
    rows: Vec<RowView>,
    problem: Option<String>,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    to: String,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let state: StateCode = asked.to.parse().map_err(|_| Failure::NotFound)?;
    let all = work::contacts(&app, signed.session.account.role).await?;
    let ours = all.into_iter().find(|(neighbour, is_ours, _)| *is_ours && *neighbour == state);
    form_page(&app, &signed, state, ours.map(|(.., contacts)| contacts).unwrap_or_default(), None).await
}

async fn form_page(
    app: &App,
    signed: &SignedIn,
    state: StateCode,
    contacts: Vec<Contact>,
    problem: Option<String>,
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let agreements = work::agreements(app, Kind::Directory).await?;
    let agreements: Vec<_> = agreements.into_iter().filter(|(other, _)| *other == state).collect();
    if agreements.is_empty() {
        return Err(Failure::NotFound);
    }
    let empty = Contact {
        function: String::new(),
        name: String::new(),
        pair: String::new(),
        languages: String::new(),
        telephone: String::new(),
        hours: String::new(),
    };
    let rows = contacts.into_iter().chain(std::iter::repeat_n(empty, EMPTY_ROWS));
    let row = |contact: Contact| {
        let pairs = agreements.iter().flat_map(|(_, agreement)| &agreement.pairs);
        let pairs = pairs.map(|pair| Choice::new(pair.code.as_str(), pair.name.clone(), pair.code == contact.pair));
        RowView { pairs: pairs.collect(), contact }
    };
    Ok(answer(
        problem.is_some(),
        &FormPage {
            to: state.to_string(),
            neighbour: w.state(state),
            rows: rows.map(row).collect(),
            problem,
            shell: Shell::new(app, signed, "joint"),
            w,
        },
    ))
}

async fn write(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: ContactsForm = form::read(&signed, body).await?;
    let (w, state) = (signed.words(&app), form.to.parse::<StateCode>().map_err(|_| Failure::NotFound)?);
    let Some(contacts) = form.read() else {
        return form_page(&app, &signed, state, form.typed(), Some(w.t("contact-wrong"))).await;
    };
    match work::say_contacts(&app, &signed.session.account.id, state, contacts).await {
        Ok(()) => Ok(Redirect::to("/neighbours/work").into_response()),
        Err(error) => {
            let problem = why(w, error)?;
            form_page(&app, &signed, state, form.typed(), Some(problem)).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_rows_are_left_out_and_everyone_has_a_function_and_a_telephone() {
        let form = |telephone: &str| ContactsForm {
            function: vec!["Permanence".into(), " ".into()],
            telephone: vec![telephone.into()],
            ..ContactsForm::default()
        };
        let read = form("+224 620").read().expect("whole");
        assert_eq!((read.len(), read[0].telephone.as_str(), read[0].hours.as_str()), (1, "+224 620", ""));
        assert!(form("").read().is_none());
    }
}
