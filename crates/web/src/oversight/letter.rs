//! The letter that answers a claim, to be printed.

use crate::{
    access::{DATA, Look, Pages, anywhere},
    app::App,
    kit::{failure::Failure, parts::Link, session::SignedIn, shell::page},
    node::rights::claims::{self, Case},
    oversight::corrections::{CorrectionRow, correction_row},
    records::printed::PrintedQuery,
    words::{KeptFor, Language, Words},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use limen_domain::{DataKind, Right, RightAnswer};
use limen_store::settings::RETENTION;
use std::sync::Arc;
use uuid::Uuid;

pub(crate) fn pages() -> Pages {
    Pages::new().get("/rights/claim/{id}/letter", anywhere(DATA, Look::Claim), letter)
}

/// The letter, to be printed.
pub(super) fn link(w: &Words, id: Uuid) -> Link {
    Link { address: format!("/rights/claim/{id}/letter"), words: w.t("letter-print") }
}

#[derive(Template)]
#[template(path = "oversight/letter.html")]
struct LetterPage<'a> {
    /// The words of the page, and those of the letter.
    w: &'a Words,
    l: &'a Words,
    id: Uuid,
    country: String,
    controller: &'a str,
    /// Whom it is for: a name, or the holder of a document.
    to: String,
    day: String,
    subject: String,
    opening: String,
    /// What was done, in a sentence.
    done: String,
    corrections: Vec<CorrectionRow>,
    reason: String,
    /// Until when what was not erased is kept. Empty where that is not asked.
    kept: Vec<KeptFor>,
}

/// The person's name, as it was recorded last. `None` where no record is left.
fn name(case: &Case) -> Option<String> {
    let about = case.about.as_ref()?;
    let crossing = about.crossings.last().map(|one| one.record.crossing.traveller.name.to_string());
    let presented = about.presented.last().map(|one| one.traveller.name.to_string());
    crossing.or(presented).or_else(|| about.visas.last().map(|visa| visa.held.visa.holder.to_string()))
}

async fn letter(
    State(app): State<Arc<App>>,
    signed: SignedIn,
    Path(id): Path<Uuid>,
    Query(asked): Query<PrintedQuery>,
) -> Result<Response, Failure> {
    let case = claims::case(&app, id).await?;
    let claim = &case.claim;
    let given = claim.answer.as_ref().ok_or(Failure::NotFound)?;
    let language: Language = asked.language.parse().unwrap_or(signed.language);
    let l = app.words.of(language);
    let is_of_nothing = given.answer == RightAnswer::Granted && claim.erased.is_none() && case.is_of_nothing();
    let done = match (given.answer, claim.right) {
        _ if is_of_nothing => l.t("letter-nothing-held"),
        (RightAnswer::Granted, _) if claim.document.is_none() => l.t("letter-granted"),
        (RightAnswer::Refused, _) => l.t("letter-refused"),
        (RightAnswer::Partly, _) => l.t("letter-partly"),
        (RightAnswer::Granted, Right::Access) => l.t("letter-access"),
        (RightAnswer::Granted, Right::Rectification) => l.t("letter-rectified"),
        (RightAnswer::Granted, Right::Erasure | Right::Objection) => l.t("letter-erased"),
    };
    let document = claim.document.as_ref().map(|document| l.t1("letter-holder", "document", document.to_string()));
    let is_rectified = claim.right == Right::Rectification && given.answer != RightAnswer::Refused;
    let corrections = if is_rectified { case.corrections.as_slice() } else { &[] };
    let is_kept = given.answer != RightAnswer::Granted && matches!(claim.right, Right::Erasure | Right::Objection);
    let retention = app.store.read(&RETENTION).await?;
    // What has no period says nothing of how long it is kept.
    let periods = DataKind::ALL.iter().zip(l.kept(&retention));
    let kept = periods.filter(|(data, _)| is_kept && retention.of(**data).is_some()).map(|(_, kept)| kept).collect();
    Ok(page(&LetterPage {
        w: signed.words(&app),
        l,
        id,
        country: l.state(app.post.country),
        controller: &app.post.name,
        to: name(&case).or(document).unwrap_or_default(),
        day: l.date(app.day_of(given.at)),
        subject: l.t2(
            "letter-subject",
            ("right", l.coded("right", claim.right.code())),
            ("reference", claim.reference.clone()),
        ),
        opening: l.t1("letter-opening", "date", l.date(claim.received)),
        done,
        corrections: corrections.iter().map(|one| correction_row(&app, l, one)).collect(),
        reason: given.reason.clone(),
        kept,
    }))
}
