//! One visa or permit: what it says, what was done with it, where it was used; extended and revoked.

use crate::{
    access::{COUNTER, Look, Pages, VISAS, again, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form,
        names::Names,
        parts::{Fact, Link},
        session::SignedIn,
        shell::{Shell, answer, moment},
    },
    node::{
        typed_day::day_as_typed,
        visas::{self, Extension, TypedFee, VisaError},
    },
    visas::{
        issue::fee_words,
        printed,
        register::{Row, entries, revoked_because, row},
    },
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use limen_domain::{Authorised, CrossingId, Event, HeldVisa, Permission, StatedReason, VisaNumber};
use limen_store::{VisaStep, VisaUse};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/visas/entry/{number}", at_posts(COUNTER, Look::Visa), show)
        .post("/visas/entry/{number}/extend", at_posts(VISAS, again(Look::Visa)), extend)
        .post("/visas/entry/{number}/revoke", at_posts(VISAS, again(Look::Visa)), revoke)
}

/// Something that was done with the visa.
struct StepRow {
    at: String,
    what: String,
    receipt: String,
    reason: String,
    who: String,
    /// Its receipt, to be printed.
    printed: Option<Link>,
}

/// An entry that it was used for.
struct UseRow {
    crossing: CrossingId,
    at: String,
    post: String,
    until: String,
    left: String,
}

#[derive(Template)]
#[template(path = "visas/visa.html")]
struct VisaPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    row: Row,
    facts: Vec<Fact>,
    steps: Vec<StepRow>,
    uses: Vec<UseRow>,
    /// The sticker, to be printed.
    sticker: Option<Link>,
    may_issue: bool,
    is_revoked: bool,
    /// What stands in the form of an extension.
    extension: ExtendForm,
    message: Option<String>,
}

async fn show(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(number): Path<VisaNumber>,
) -> Result<Response, Failure> {
    visa_page(&app, &signed, &number, None, None).await
}

async fn visa_page(
    app: &App,
    signed: &SignedIn,
    number: &VisaNumber,
    typed: Option<ExtendForm>,
    message: Option<String>,
) -> Result<Response, Failure> {
    let held = app.store.visa(number).await?.ok_or(Failure::NotFound)?;
    let (w, is_wrong) = (signed.words(app), message.is_some());
    let may_issue = signed.session.account.role.may(Permission::IssueVisas);
    let (names, printing) = (Names::load(app).await?, Some(number).filter(|_| may_issue));
    let steps = app.store.visa_history(number).await?;
    let uses = app.store.visa_uses(number).await?;
    let first = ExtendForm { to: day_as_typed(held.last_day()), ..ExtendForm::default() };
    Ok(answer(
        is_wrong,
        &VisaPage {
            shell: Shell::new(app, signed, "visas"),
            w,
            row: row(w, &held, app.today()),
            facts: facts(w, &held),
            steps: steps.into_iter().map(|step| step_row(app, w, &names, printing, step)).collect(),
            uses: uses.into_iter().map(|one| use_row(app, w, one)).collect(),
            sticker: may_issue.then(|| printed::sticker_link(w, &held)).flatten(),
            may_issue,
            is_revoked: held.revoked.is_some(),
            extension: typed.unwrap_or(first),
            message,
        },
    ))
}

fn facts(w: &Words, held: &HeldVisa) -> Vec<Fact> {
    let visa = &held.visa;
    let nationality = visa.nationality.map_or_else(|| w.t("nationality-unknown"), |code| w.state(code));
    let mut facts = vec![
        Fact::new(w.t("visas-holder"), visa.holder.to_string()),
        Fact::new(w.t("field-birth_date"), w.partial_date(visa.birth_date)),
        Fact::new(w.t("field-nationality"), nationality),
        Fact::new(w.t("record-document"), visa.document.to_string()),
        Fact::new(w.t("visas-from"), w.date(visa.from)),
        Fact::new(w.t("visas-to"), w.date(held.last_day())),
        Fact::new(w.t("visas-entries"), entries(w, held)),
    ];
    let mut fact = |label: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push(Fact::new(w.t(label), value));
        }
    };
    fact("visas-days", visa.days.map(|days| w.t1("distance-days", "count", i64::from(days.get()))));
    fact("visas-conditions-title", Some(visa.conditions.clone()));
    facts
}

fn step_row(app: &App, w: &Words, names: &Names, printing: Option<&VisaNumber>, step: VisaStep) -> StepRow {
    let VisaStep { place, at, officer, event } = step;
    let officer = officer.map(|officer| names.of(&officer));
    let (what, receipt, fee, reason, post) = match event {
        Event::VisaRecorded(visa) => {
            let what = if visa.post.is_some() { "visa-step-issued" } else { "visa-step-recorded" };
            (w.t(what), visa.fee_receipt, visa.fee, String::new(), visa.post)
        }
        Event::VisaExtended { to, fee_receipt, fee, reason, post, .. } => {
            (w.t1("visa-step-extended", "date", w.date(to)), fee_receipt, fee, reason, post)
        }
        Event::VisaRevoked { reason, .. } => {
            (w.t("visa-step-revoked"), String::new(), String::new(), revoked_because(w, &reason), None)
        }
        other => (other.kind().to_owned(), String::new(), String::new(), String::new(), None),
    };
    let printed = printing.filter(|_| !receipt.is_empty()).map(|number| printed::receipt_link(w, number, &place));
    let post = post.map(|post| app.post_name(&post));
    let parts = |parts: [Option<String>; 2]| {
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    StepRow {
        at: moment(app, w, at),
        what,
        receipt: parts([Some(receipt), Some(fee)]),
        reason,
        who: parts([officer, post]),
        printed,
    }
}

fn use_row(app: &App, w: &Words, one: VisaUse) -> UseRow {
    UseRow {
        crossing: one.crossing,
        at: moment(app, w, one.at),
        post: app.post_name(&one.post),
        until: one.until.map_or_else(String::new, |until| match until {
            Authorised::Freely => w.t("visa-use-freely"),
            Authorised::To(last) => w.date(last),
        }),
        left: one.left.map_or_else(|| w.t("visa-use-inside"), |left| moment(app, w, left)),
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct ExtendForm {
    to: String,
    fee_receipt: String,
    fee: String,
    reason: String,
}

async fn extend(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(number): Path<VisaNumber>,
    body: Body,
) -> Result<Response, Failure> {
    let typed: ExtendForm = form::read(&signed, body).await?;
    let w = signed.words(&app);
    let Ok(reason) = StatedReason::parse(&typed.reason) else {
        return visa_page(&app, &signed, &number, Some(typed), Some(w.t("visa-reason-missing"))).await;
    };
    let fee = TypedFee { receipt: &typed.fee_receipt, amount: &typed.fee };
    let extension = Extension { to: &typed.to, fee, reason: &reason };
    let wrong = match visas::extend(&app, &signed.session.account.id, &number, extension).await {
        Ok(()) => return Ok(to_visa(&number)),
        Err(VisaError::NotLater) => w.t("visa-extend-later"),
        Err(VisaError::Fee(fault)) => fee_words(w, &fault),
        Err(VisaError::NotFound) => return Err(Failure::NotFound),
        Err(VisaError::Store(error)) => return Err(error.into()),
    };
    visa_page(&app, &signed, &number, Some(typed), Some(wrong)).await
}

fn to_visa(number: &VisaNumber) -> Response {
    Redirect::to(&format!("/visas/entry/{number}")).into_response()
}

#[derive(Deserialize)]
struct Revoke {
    #[serde(default)]
    reason: String,
}

async fn revoke(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(number): Path<VisaNumber>,
    body: Body,
) -> Result<Response, Failure> {
    let Revoke { reason } = form::read(&signed, body).await?;
    let Ok(reason) = StatedReason::parse(&reason) else {
        let missing = signed.words(&app).t("visa-reason-missing");
        return visa_page(&app, &signed, &number, None, Some(missing)).await;
    };
    match visas::revoke(&app, &signed.session.account.id, &number, reason).await {
        Ok(()) => Ok(to_visa(&number)),
        Err(VisaError::NotFound | VisaError::NotLater | VisaError::Fee(_)) => Err(Failure::NotFound),
        Err(VisaError::Store(error)) => Err(error.into()),
    }
}
