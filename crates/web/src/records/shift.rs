//! The shift: what happened since the one before was closed, on one page; closed with a note, and printed to be handed over.

use crate::{
    access::{CORRECT, Nobody, Pages, at_posts},
    app::App,
    kit::{
        failure::Failure,
        form,
        names::Names,
        parts::{Fact, Link, decided_facts},
        session::SignedIn,
        shell::{Shell, answer, moment, page},
    },
    neighbours::notices_link,
    node::shift::{self, CloseError, Shift},
    words::Words,
};
use askama::Template;
use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use limen_domain::{DecisionKind, Direction, GroundCode, Judgement, MOST_NOTE};
use limen_store::{OfficerWork, TallyTotals};
use serde::Deserialize;
use std::sync::Arc;

pub(crate) fn pages() -> Pages {
    Pages::new()
        .get("/shift", at_posts(CORRECT, Nobody::Counts), show)
        .a_step_away()
        .post("/shift", at_posts(CORRECT, Nobody::Counts), close)
        .get("/shift/sheet", at_posts(CORRECT, Nobody::Counts), sheet)
}

/// A shift in words.
struct ShiftView {
    from: String,
    to: String,
    /// How many came, went, were stopped, and were referred.
    figures: Vec<Fact>,
    /// What waits for those who come after.
    waits: Vec<Fact>,
    /// What else happened; only what did.
    facts: Vec<Fact>,
    /// On which grounds travellers were refused, and how many.
    grounds: Vec<Fact>,
    officers: Vec<OfficerView>,
    disturbances: Vec<Fact>,
}

/// What an officer did.
struct OfficerView {
    name: String,
    hours: String,
    admitted: String,
    departed: String,
    stopped: String,
    referred: String,
}

impl ShiftView {
    async fn of(app: &App, w: &Words, shift: &Shift) -> Result<Self, Failure> {
        let (names, count) = (Names::load(app).await?, &shift.count);
        let tally = TallyTotals::of(&app.store.tallies(&app.post.id, shift.from, shift.to).await?);
        let counted = tally.people(Direction::Entry) + tally.people(Direction::Exit);
        let happened = |kind: &str| count.events.get(kind).copied().unwrap_or_default();
        let judged = |judgement| count.judged.get(&judgement).copied().unwrap_or_default();
        let numbers = [
            ("shift-confirmed", judged(Judgement::Confirmed)),
            ("shift-cleared", judged(Judgement::Cleared)),
            ("shift-withdrawn", happened("presentation-withdrawn")),
            ("shift-protection", happened("protection-begun")),
            ("shift-handed-over", happened("handed-over")),
            ("shift-visas", happened("visa-recorded")),
            ("shift-tally", counted),
            ("shift-corrected", happened("crossing-corrected")),
            ("shift-cancelled", happened("crossing-cancelled")),
            ("shift-sign-in-refused", happened("sign-in-refused")),
            ("shift-access-refused", happened("access-refused")),
        ];
        let facts = numbers.into_iter().filter(|(_, times)| *times > 0);
        let mut facts: Vec<Fact> = facts.map(|(label, times)| Fact::new(w.t(label), w.number(times))).collect();
        let spans = [("shift-at-counter", count.at_counter), ("shift-at-second-line", count.at_second_line)];
        for (label, span) in spans {
            facts.extend(span.map(|span| Fact::new(w.t(label), w.seconds(span.as_secs()))));
        }
        let reference = app.reference();
        let text = |code: &String| {
            let text = reference.grounds.text(&GroundCode(code.clone()), w.language.tag()).to_owned();
            if text == *code { text } else { format!("{code} · {text}") }
        };
        Ok(Self {
            from: moment(app, w, shift.from),
            to: match app.day_of(shift.from) == app.day_of(shift.to) {
                true => w.time(shift.to.to_zoned_datetime(app.zone.clone()).time()),
                false => moment(app, w, shift.to),
            },
            figures: decided_facts(w, &count.decided),
            waits: waits(w, shift),
            facts,
            grounds: count.grounds.iter().map(|(code, times)| Fact::new(text(code), w.number(*times))).collect(),
            officers: count.officers.iter().map(|work| officer(app, w, &names, work)).collect(),
            disturbances: count
                .disturbances
                .iter()
                .map(|(at, kind)| Fact::new(moment(app, w, *at), w.coded("shift", kind)))
                .collect(),
        })
    }
}

/// What waits; of nothing that waits only the referrals are said.
fn waits(w: &Words, shift: &Shift) -> Vec<Fact> {
    let waits = &shift.waits;
    let referrals = w.number(waits.referrals as u64);
    let referrals = match waits.since.filter(|_| waits.referrals > 0) {
        Some(since) => {
            let longest = w.minutes(shift.to.duration_since(since).as_mins());
            w.t2("shift-waits-since", ("count", referrals), ("longest", longest))
        }
        None => referrals,
    };
    let mut facts = vec![Fact::new(w.t("shift-waits-referrals"), referrals)];
    let others = [
        ("shift-waits-protection", u64::try_from(waits.protections).unwrap_or_default()),
        ("shift-waits-parties", waits.parties as u64),
        ("shift-waits-announced", waits.announced as u64),
    ];
    facts.extend(
        others.into_iter().filter(|(_, count)| *count > 0).map(|(label, count)| Fact::new(w.t(label), w.number(count))),
    );
    facts
}

fn officer(app: &App, w: &Words, names: &Names, work: &OfficerWork) -> OfficerView {
    let time = |at: Timestamp| w.time(at.to_zoned_datetime(app.zone.clone()).time());
    let of = |kind| w.number(work.decided.of(kind));
    OfficerView {
        name: names.of(&work.officer),
        hours: format!("{} – {}", time(work.from), time(work.to)),
        admitted: of(DecisionKind::Admit),
        departed: of(DecisionKind::LetDepart),
        stopped: w.number(work.decided.stopped()),
        referred: of(DecisionKind::Refer),
    }
}

#[derive(Template)]
#[template(path = "records/shift.html")]
struct ShiftPage<'a> {
    shell: Shell<'a>,
    w: &'a Words,
    view: ShiftView,
    /// From when on it is counted, as the form sends it.
    from: Timestamp,
    note: String,
    most_note: usize,
    message: Option<String>,
    /// The way to the notices of and to neighbouring states that hold now.
    notices: Option<Link>,
    /// What the shift before handed over, with who did; `None` where none was closed.
    before: Option<Before>,
}

/// What the shift before handed over.
struct Before {
    by: String,
    note: String,
}

async fn show(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    shift_page(&app, &signed, String::new(), None).await
}

async fn shift_page(
    app: &App,
    signed: &SignedIn,
    note: String,
    message: Option<&'static str>,
) -> Result<Response, Failure> {
    let (w, present) = (signed.words(app), shift::present(app).await?);
    let names = Names::load(app).await?;
    let before = present.before.as_ref().map(|last| Before {
        by: w.t2("shift-closed-by", ("officer", names.of(&last.officer)), ("at", moment(app, w, last.at))),
        note: last.closing.note.clone(),
    });
    Ok(answer(
        message.is_some(),
        &ShiftPage {
            view: ShiftView::of(app, w, &present).await?,
            from: present.from,
            note,
            most_note: MOST_NOTE,
            message: message.map(|message| w.t(message)),
            notices: notices_link(app, w, signed.session.account.role).await?,
            before,
            shell: Shell::new(app, signed, "shift"),
            w,
        },
    ))
}

#[derive(Deserialize)]
struct CloseForm {
    from: Timestamp,
    #[serde(default)]
    note: String,
}

async fn close(State(app): State<Arc<App>>, signed: SignedIn, body: Body) -> Result<Response, Failure> {
    let CloseForm { from, note } = form::read(&signed, body).await?;
    match shift::close(&app, &signed.session.account.id, from, &note).await {
        Ok(()) => Ok(Redirect::to("/shift/sheet").into_response()),
        Err(CloseError::Long) => shift_page(&app, &signed, note, Some("shift-note-long")).await,
        Err(CloseError::Closed) => shift_page(&app, &signed, note, Some("shift-closed-meanwhile")).await,
        Err(CloseError::Store(error)) => Err(error.into()),
    }
}

/// The shift that was closed last, to be printed.
#[derive(Template)]
#[template(path = "records/shift_sheet.html")]
struct SheetPage<'a> {
    w: &'a Words,
    post: String,
    view: ShiftView,
    by: String,
    note: String,
}

async fn sheet(State(app): State<Arc<App>>, signed: SignedIn) -> Result<Response, Failure> {
    let w = signed.words(&app);
    let last = shift::last(&app).await?.ok_or(Failure::NotFound)?;
    let (view, names) = (ShiftView::of(&app, w, &last).await?, Names::load(&app).await?);
    let closed = last.closed.ok_or(Failure::NotFound)?;
    Ok(page(&SheetPage {
        w,
        post: app.post.name.clone(),
        view,
        by: w.t2("shift-closed-by", ("officer", names.of(&closed.officer)), ("at", moment(&app, w, closed.at))),
        note: closed.closing.note,
    }))
}
