//! "Do you know this document?": someone has a neighbour asked about one document of its own, without showing it which; and
//! documents that were presented here before their state was known to list them as lost.

use crate::{
    access::{DOCUMENT_QUESTIONS, Nobody, Pages, Shows, anywhere},
    app::App,
    kit::{
        failure::Failure,
        form::{self, short},
        parts::{Choice, WrongField, choices},
        session::SignedIn,
        shell::{Shell, answer, moment},
    },
    node::neighbours::{
        documents::{self, LateHit},
        held::Whom,
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use jiff::SignedDuration;
use limen_domain::{DocumentKey, Event, LookPurpose, Role, StateCode, Why};
use serde::Deserialize;
use std::sync::Arc;

/// For how long one's own questions are shown, and how many.
const SHOWN: SignedDuration = SignedDuration::from_hours(24 * 30);
const MOST_SHOWN: i64 = 50;
/// Maximum characters of a number.
const LONGEST_NUMBER: usize = 40;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/neighbours/documents", anywhere(DOCUMENT_QUESTIONS, Nobody::Typed), show).post(
        "/neighbours/documents",
        anywhere(DOCUMENT_QUESTIONS, Shows::Noted("document-asked", None)),
        ask,
    )
}

/// The form, as it is sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct AskForm {
    neighbour: String,
    number: String,
    purpose: String,
    reference: String,
}

/// What someone asked.
struct AskedView {
    at: String,
    document: String,
    answer: String,
}

#[derive(Template)]
#[template(path = "neighbours_work/documents.html")]
struct DocumentsPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    form: AskForm,
    neighbours: Vec<Choice>,
    purposes: Vec<Choice>,
    asked: Vec<AskedView>,
    wrong: Vec<WrongField>,
}

impl DocumentsPage<'_> {
    fn wrong(&self, field: &str) -> Option<&str> {
        WrongField::reason(&self.wrong, field)
    }
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    documents_page(&app, &signed, AskForm::default(), None).await
}

async fn documents_page(
    app: &App,
    signed: &SignedIn,
    form: AskForm,
    wrong: Option<(&'static str, &'static str)>,
) -> Result<Response, Failure> {
    let (w, whom) = (signed.words(app), Whom::Shown(signed.session.account.role));
    let may_ask = documents::may_ask(app, whom).await?;
    let neighbour = |(state, most): &(StateCode, u32)| {
        let words = format!("{} ({})", w.state(*state), w.t1("lost-a-day", "count", i64::from(*most)));
        Choice::new(state.as_str(), words, state.as_str() == form.neighbour)
    };
    let mut asked = Vec::new();
    for wish in app.store.wished_by(&signed.session.account.id, app.now() - SHOWN, MOST_SHOWN).await? {
        let state = documents::wished(app, whom, wish.neighbour, &wish.place).await?;
        asked.push(AskedView {
            at: moment(app, w, wish.at),
            document: wish.document.to_string(),
            answer: state.map_or_else(|| w.t("lost-not-shown"), |state| w.coded("lost-state", state.code())),
        });
    }
    Ok(answer(
        wrong.is_some(),
        &DocumentsPage {
            neighbours: may_ask.iter().map(neighbour).collect(),
            purposes: choices(w, "look-purpose", &LookPurpose::NAMED, LookPurpose::code, &form.purpose),
            asked,
            wrong: wrong.map(|(field, message)| WrongField { field, reason: w.t(message) }).into_iter().collect(),
            form,
            shell: Shell::new(app, signed, "joint"),
            w,
        },
    ))
}

/// Has a neighbour asked with the next talk. Who asked about what, and for what, stands in the journal before.
async fn ask(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let form: AskForm = form::read(&signed, body).await?;
    let may_ask = documents::may_ask(&app, Whom::Shown(signed.session.account.role)).await?;
    let neighbour = may_ask.into_iter().map(|(state, _)| state).find(|state| state.as_str() == form.neighbour);
    let document = neighbour.and_then(|state| DocumentKey::of(Some(state), &short(&form.number, LONGEST_NUMBER)));
    let purpose = form.purpose.parse::<LookPurpose>().ok().filter(|purpose| purpose.is_named());
    let why = purpose.map(|purpose| Why::new(purpose, &form.reference));
    let (neighbour, document, why) = match (neighbour, document, why) {
        (Some(neighbour), Some(document), Some(Ok(why))) => (neighbour, document, why),
        (None, ..) => return documents_page(&app, &signed, form, Some(("neighbour", "lost-wrong-neighbour"))).await,
        (_, None, _) => return documents_page(&app, &signed, form, Some(("number", "lost-wrong-number"))).await,
        (.., None) => return documents_page(&app, &signed, form, Some(("purpose", "lost-wrong-purpose"))).await,
        (.., Some(Err(_))) => {
            return documents_page(&app, &signed, form, Some(("reference", "purpose-reference-missing"))).await;
        }
    };
    let asked = Event::DocumentAsked { neighbour, document, why: Some(why) };
    app.store.append(Some(&signed.session.account.id), vec![asked], None).await?;
    Ok(Redirect::to("/neighbours/documents").into_response())
}

/// A document that was presented here and is known as lost since.
pub(crate) struct LateHitView {
    pub(crate) words: String,
    /// The record of it; `None` at headquarters, which reads no traveller.
    pub(crate) address: Option<String>,
}

/// Those of this post, or of all posts at headquarters, which someone with this role may see; the latest first.
pub(crate) async fn late_hits(app: &App, w: &Words, role: Role) -> Result<Vec<LateHitView>, Failure> {
    let view = |hit: LateHit| {
        let words = w.t2("lost-late-hit", ("state", w.state(hit.neighbour)), ("at", moment(app, w, hit.at)));
        LateHitView {
            words: format!("{} · {words}", app.post_name(&hit.post)),
            address: (!app.is_headquarters()).then(|| format!("/crossing/{}", hit.crossing)),
        }
    };
    Ok(documents::late_hits(app, Whom::Shown(role)).await?.into_iter().map(view).collect())
}
