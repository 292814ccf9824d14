//! The form of an item of the cooperation plan: a recommendation, or an action that one led to. Each side writes its own.

use crate::{
    access::{JOINT_WRITTEN, Nobody, Pages, at_headquarters},
    app::App,
    kit::{
        failure::Failure,
        form::{self, short},
        parts::{Choice, WrongField, choices},
        session::SignedIn,
        shell::{Shell, answer},
    },
    neighbours_work::{why::why, work::neighbour_choices},
    node::{
        neighbours::work,
        typed_day::{day_as_typed, whole_day},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::StateCode;
use limen_neighbour::{Kind, MOST_LINE, MOST_NOTE, PlanItem, PlanState};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/neighbours/plan/item", at_headquarters(JOINT_WRITTEN, Nobody::House), show).post(
        "/neighbours/plan/item",
        at_headquarters(JOINT_WRITTEN, Nobody::House),
        write,
    )
}

/// The form, as it is sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct ItemForm {
    to: String,
    /// The item that it takes the place of; empty for a new one.
    id: String,
    /// The recommendation that it belongs to; empty for a recommendation.
    of: String,
    number: String,
    text: String,
    owner: String,
    due: String,
    state: String,
    done: String,
}

/// A field and the message that says what is wrong with it.
type Wrong = (&'static str, &'static str);

impl ItemForm {
    fn of(to: &str, item: &PlanItem) -> Self {
        Self {
            to: to.to_owned(),
            id: item.id.to_string(),
            of: item.of.map(|of| of.to_string()).unwrap_or_default(),
            number: item.number.clone(),
            text: item.text.clone(),
            owner: item.owner.clone(),
            due: item.due.map(day_as_typed).unwrap_or_default(),
            state: item.state.code().to_owned(),
            done: item.done.clone(),
        }
    }

    fn read(&self, new_id: Uuid) -> Result<PlanItem, Wrong> {
        let id = if self.id.is_empty() { Ok(new_id) } else { Uuid::parse_str(&self.id) };
        let id = id.map_err(|_| ("text", "plan-wrong-text"))?;
        let of = match self.of.as_str() {
            "" => None,
            of => Some(Uuid::parse_str(of).ok().filter(|of| *of != id).ok_or(("of", "plan-wrong-of"))?),
        };
        let text = short(&self.text, MOST_NOTE);
        if text.is_empty() {
            return Err(("text", "plan-wrong-text"));
        }
        let owner = short(&self.owner, MOST_LINE);
        if owner.is_empty() {
            return Err(("owner", "plan-wrong-owner"));
        }
        let due = match self.due.trim() {
            "" => None,
            typed => Some(whole_day(typed).ok_or(("due", "plan-wrong-due"))?),
        };
        let state: PlanState = self.state.parse().map_err(|_| ("state", "plan-wrong-state"))?;
        let done = short(&self.done, MOST_NOTE);
        if state == PlanState::Done && done.is_empty() {
            return Err(("done", "plan-wrong-done"));
        }
        Ok(PlanItem { id, of, number: short(&self.number, MOST_LINE), text, owner, due, state, done })
    }
}

#[derive(Template)]
#[template(path = "neighbours_work/plan_form.html")]
struct FormPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    form: ItemForm,
    neighbour: String,
    /// Recommendations of both sides that an action may belong to.
    recommendations: Vec<Choice>,
    states: Vec<Choice>,
    wrong: Vec<WrongField>,
    problem: Option<String>,
}

impl FormPage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        WrongField::reason(&self.wrong, field)
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    to: String,
    id: Option<Uuid>,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let form = match asked.id {
        None => ItemForm { to: asked.to, state: PlanState::Open.code().to_owned(), ..ItemForm::default() },
        Some(id) => {
            let all = work::plan(&app, signed.session.account.role).await?;
            let is_it =
                |seen: &&work::SeenItem| seen.is_ours && seen.item.id == id && seen.neighbour.as_str() == asked.to;
            ItemForm::of(&asked.to, &all.iter().find(is_it).ok_or(Failure::NotFound)?.item)
        }
    };
    form_page(&app, &signed, form, (None, None)).await
}

async fn form_page(
    app: &App,
    signed: &SignedIn,
    form: ItemForm,
    (wrong, problem): (Option<Wrong>, Option<String>),
) -> Result<Response, Failure> {
    let w = signed.words(app);
    let neighbour = neighbour_choices(app, w, Kind::Plan, &form.to).await?;
    let neighbour = neighbour.into_iter().find(|choice| choice.is_chosen).ok_or(Failure::NotFound)?;
    let all = work::plan(app, signed.session.account.role).await?;
    let of_both = all.iter().filter(|seen| {
        seen.item.of.is_none() && seen.neighbour.as_str() == form.to && seen.item.id.to_string() != form.id
    });
    let recommendation = |seen: &work::SeenItem| {
        let id = seen.item.id.to_string();
        let is_chosen = id == form.of;
        Choice::new(id, format!("{} {}", seen.item.number, seen.item.text).trim().to_owned(), is_chosen)
    };
    Ok(answer(
        wrong.is_some() || problem.is_some(),
        &FormPage {
            neighbour: neighbour.word,
            recommendations: of_both.map(recommendation).collect(),
            states: choices(w, "plan-state", PlanState::ALL, PlanState::code, &form.state),
            wrong: wrong.map(|(field, message)| WrongField { field, reason: w.t(message) }).into_iter().collect(),
            problem,
            form,
            shell: Shell::new(app, signed, "joint"),
            w,
        },
    ))
}

async fn write(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: ItemForm = form::read(&signed, body).await?;
    let state: StateCode = form.to.parse().map_err(|_| Failure::NotFound)?;
    let item = match form.read(app.store.new_id()) {
        Ok(item) => item,
        Err(wrong) => return form_page(&app, &signed, form, (Some(wrong), None)).await,
    };
    match work::say_item(&app, &signed.session.account.id, state, item).await {
        Ok(()) => Ok(Redirect::to("/neighbours/plan").into_response()),
        Err(error) => {
            let problem = why(signed.words(&app), error)?;
            form_page(&app, &signed, form, (None, Some(problem))).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_says_what_who_and_how_far_and_what_was_done_once_it_is() {
        let form = ItemForm { text: "Radios".into(), owner: "PFA".into(), state: "open".into(), ..ItemForm::default() };
        let item = form.read(Uuid::from_u128(1)).expect("an item");
        assert_eq!(ItemForm::of("", &item).read(Uuid::nil()), Ok(item));
        let wrong = |form: ItemForm| form.read(Uuid::from_u128(1)).expect_err("refused");
        assert_eq!(wrong(ItemForm { state: "done".into(), ..form.clone() }).0, "done");
        assert_eq!(wrong(ItemForm { due: "soon".into(), ..form.clone() }).0, "due");
        assert_eq!(wrong(ItemForm { owner: " ".into(), ..form.clone() }).0, "owner");
        let of_itself = ItemForm { of: Uuid::from_u128(1).to_string(), ..form };
        assert_eq!(wrong(of_itself).0, "of");
    }
}
