//! The form that sends a notice to a neighbour: what the agreement in force lets through, and nothing else.

use crate::{
    access::{NOTICES_SENT, Nobody, Pages, at_headquarters},
    app::App,
    kit::{
        failure::Failure,
        form::{self, short},
        parts::{Choice, WrongField},
        session::SignedIn,
        shell::{Shell, answer},
    },
    neighbours::{notice_view::kinds, notices::to, why::why},
    node::{
        neighbours::{held, notices},
        typed_day::typed_birth,
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Query, State},
    response::Response,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use limen_domain::{BirthDate, DocumentKey, Name, Sex, StateCode};
use limen_neighbour::{
    Agreement, Kind, LONGEST, MOST_LINE, MOST_NEEDS, MOST_NOTE, MOST_NUMBERS, Notice, NoticeKind, Subject, SubjectField,
};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/notices/new", at_headquarters(NOTICES_SENT, Nobody::Typed), show).post(
        "/notices/new",
        at_headquarters(NOTICES_SENT, Nobody::Typed),
        send,
    )
}

/// The form, as it is sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct NoticeForm {
    to: String,
    about: String,
    text: String,
    place: String,
    pair: Vec<String>,
    people: String,
    needs: String,
    hours: String,
    reference: String,
    surname: String,
    given_names: String,
    birth_date: String,
    sex: String,
    nationality: String,
    documents: String,
    plates: String,
}

/// Texts that are parted by commas, semicolons or line ends.
fn parted(text: &str) -> Vec<String> {
    text.split([',', ';', '\n']).map(|part| short(part, MOST_LINE)).filter(|part| !part.is_empty()).collect()
}

/// A field and the message that says what is wrong with it.
type Wrong = (&'static str, &'static str);

impl NoticeForm {
    /// Whom or what it names; `None` where nothing is filled in.
    fn subject(&self, today: Date) -> Result<Option<Subject>, Wrong> {
        let name = Name {
            primary: short(&self.surname, MOST_LINE),
            secondary: short(&self.given_names, MOST_LINE),
            truncated: false,
        };
        let birth_date = match self.birth_date.trim() {
            "" => None,
            typed => match typed_birth(typed, today) {
                Some(date) if date != limen_domain::PartialDate::Unknown => Some(BirthDate::On(date)),
                _ => return Err(("birth_date", "notice-wrong-birth-date")),
            },
        };
        let mut documents = Vec::new();
        for typed in parted(&self.documents) {
            let key: DocumentKey = typed.to_uppercase().parse().map_err(|_| ("documents", "notice-wrong-documents"))?;
            documents.push(key.to_string());
        }
        let plates: Vec<String> = parted(&self.plates).iter().map(|plate| plate.to_uppercase()).collect();
        if documents.len() > MOST_NUMBERS || plates.len() > MOST_NUMBERS {
            return Err(("documents", "notice-wrong-many"));
        }
        let subject = Subject {
            name: Some(name).filter(|name| !name.primary.is_empty() || !name.secondary.is_empty()),
            birth_date,
            sex: self.sex.parse::<Sex>().ok(),
            nationality: self.nationality.parse::<StateCode>().ok(),
            documents,
            plates,
        };
        Ok(Some(subject).filter(|subject| !subject.fields().is_empty()))
    }

    /// The notice that it says.
    fn read(&self, id: Uuid, now: Timestamp, today: Date) -> Result<Notice, Wrong> {
        let about: NoticeKind = self.about.parse().map_err(|_| ("about", "notice-wrong-about"))?;
        let subject = self.subject(today)?;
        if subject.is_some() != about.is_alert() {
            return Err(("about", if about.is_alert() { "notice-wrong-nobody" } else { "notice-wrong-named" }));
        }
        if subject.as_ref().is_some_and(Subject::names_someone) && !about.names_someone() {
            return Err(("about", "notice-wrong-vehicle"));
        }
        let text = short(&self.text, MOST_NOTE);
        if text.is_empty() {
            return Err(("text", "notice-wrong-text"));
        }
        let people = match self.people.trim() {
            "" => None,
            typed => Some(typed.parse::<u32>().map_err(|_| ("people", "notice-wrong-people"))?),
        };
        let needs = parted(&self.needs);
        if needs.len() > MOST_NEEDS {
            return Err(("needs", "notice-wrong-many"));
        }
        let reference = short(&self.reference, MOST_LINE);
        if about == NoticeKind::WantedByWarrant && reference.is_empty() {
            return Err(("reference", "notice-wrong-reference"));
        }
        let hours: i64 = self.hours.trim().parse().map_err(|_| ("hours", "notice-wrong-hours"))?;
        if !(1..=LONGEST.as_hours()).contains(&hours) {
            return Err(("hours", "notice-wrong-hours"));
        }
        Ok(Notice {
            id,
            about,
            text,
            place: short(&self.place, MOST_LINE),
            pairs: self.pair.clone(),
            people,
            needs,
            subject,
            reference,
            from: now,
            until: now + SignedDuration::from_hours(hours),
        })
    }
}

#[derive(Template)]
#[template(path = "neighbours/notice_form.html")]
struct FormPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    form: NoticeForm,
    neighbour: String,
    kinds: Vec<Choice>,
    pairs: Vec<Choice>,
    sexes: Vec<Choice>,
    /// What the agreement lets be said of whom or what is named.
    fields: Vec<SubjectField>,
    most_hours: i64,
    wrong: Vec<WrongField>,
    problem: Option<String>,
}

impl FormPage<'_> {
    fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|allowed| allowed.code() == field)
    }

    fn wrong(&self, field: &str) -> Option<&str> {
        WrongField::reason(&self.wrong, field)
    }
}

/// The agreement in force that lets notices to this neighbour through.
async fn agreement(app: &App, to: &str) -> Result<(StateCode, Agreement), Failure> {
    let state: StateCode = to.parse().map_err(|_| Failure::NotFound)?;
    let all = held::agreements(app).await?;
    let lets = |agreement: &Agreement| agreement.papers.contains(&Kind::Notice);
    let of = all.into_iter().filter(|(other, signed)| *other == state && lets(&signed.agreement));
    of.map(|(_, signed)| (state, signed.agreement)).next().ok_or(Failure::NotFound)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    to: String,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let form = NoticeForm { to: asked.to, hours: LONGEST.as_hours().to_string(), ..NoticeForm::default() };
    form_page(&app, &signed, form, None, None).await
}

async fn form_page(
    app: &App,
    signed: &SignedIn,
    form: NoticeForm,
    wrong: Option<Wrong>,
    problem: Option<String>,
) -> Result<Response, Failure> {
    let (state, agreement) = agreement(app, &form.to).await?;
    let w = signed.words(app);
    let pair = |pair: &limen_neighbour::Pair| {
        Choice::new(pair.code.as_str(), format!("{} ({})", pair.name, pair.code), form.pair.contains(&pair.code))
    };
    let is_wrong = wrong.is_some() || problem.is_some();
    Ok(answer(
        is_wrong,
        &FormPage {
            neighbour: w.state(state),
            kinds: kinds(w, &agreement.notices, &form.about),
            pairs: agreement.pairs.iter().map(pair).collect(),
            sexes: crate::kit::parts::choices(w, "sex", Sex::ALL, Sex::code, &form.sex),
            fields: agreement.fields,
            most_hours: LONGEST.as_hours(),
            wrong: wrong.map(|(field, message)| WrongField { field, reason: w.t(message) }).into_iter().collect(),
            problem,
            form,
            shell: Shell::new(app, signed, "notices"),
            w,
        },
    ))
}

/// Sends the notice, or proposes it to a second person where it names someone or something.
async fn send(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: NoticeForm = form::read(&signed, body).await?;
    let (state, _) = agreement(&app, &form.to).await?;
    let notice = match form.read(app.store.new_id(), app.now(), app.today()) {
        Ok(notice) => notice,
        Err(wrong) => return form_page(&app, &signed, form, Some(wrong), None).await,
    };
    match notices::send(&app, &signed.session.account.id, state, notice).await {
        Ok(sent) => Ok(to(sent)),
        Err(error) => {
            let problem = why(signed.words(&app), error)?;
            form_page(&app, &signed, form, None, Some(problem)).await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn read(form: &NoticeForm) -> Result<Notice, Wrong> {
        form.read(Uuid::nil(), Timestamp::UNIX_EPOCH, date(2027, 3, 3))
    }

    fn about(about: &str) -> NoticeForm {
        let (about, text, hours) = (about.to_owned(), "texte".to_owned(), "72".to_owned());
        NoticeForm { about, text, hours, ..NoticeForm::default() }
    }

    #[test]
    fn whom_a_notice_names_and_what_it_is_about_must_fit() {
        assert!(read(&about("flood")).is_ok());
        assert_eq!(read(&about("missing-child")), Err(("about", "notice-wrong-nobody")));
        let named = |kind: &str| NoticeForm { surname: "DIALLO".into(), ..about(kind) };
        assert_eq!(read(&named("flood")), Err(("about", "notice-wrong-named")));
        assert_eq!(read(&named("stolen-vehicle")), Err(("about", "notice-wrong-vehicle")));
        assert_eq!(read(&named("wanted-by-warrant")), Err(("reference", "notice-wrong-reference")));
        assert!(read(&named("missing-child")).is_ok());
    }

    #[test]
    fn documents_are_named_by_issuer_and_number_and_no_notice_is_longer_than_three_days() {
        let of = |documents: &str| NoticeForm { documents: documents.into(), ..about("danger-to-life") };
        let notice = read(&of("gin r0123456, mli AB12")).expect("a notice");
        assert_eq!(notice.subject.expect("someone").documents, ["GIN R0123456", "MLI AB12"]);
        assert_eq!(read(&of("?!")), Err(("documents", "notice-wrong-documents")));
        for hours in ["0", "73", "", "x"] {
            let long = NoticeForm { hours: hours.into(), ..about("flood") };
            assert_eq!(read(&long), Err(("hours", "notice-wrong-hours")), "{hours}");
        }
    }
}
