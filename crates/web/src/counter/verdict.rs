//! What the officer should know at a glance: the verdict, its reasons, and what the owners of alerts say to do.

use crate::{
    app::App,
    counter::{
        hit::{asked_about, judgement_reasons},
        stay_lines::{stay_lines, visa_lines},
    },
    kit::{
        failure::Failure,
        names::Names,
        parts::{AnswerView, Choice},
        shell::moment,
    },
    neighbours::by_agreement,
    node::{desk::known::Known, level::Level},
    traveller::{about::doubt_line, chip::chip_line},
    words::Words,
};
use limen_domain::{
    Action, AlertId, ChipVerdicts, CrossingId, DoubtKind, Judged, JudgedBefore, Judgement, ListName, VisaStanding,
    counter::{Case, Verdict},
};

/// The verdict in words.
pub(crate) struct VerdictView {
    pub(crate) level: Level,
    pub(crate) word: String,
    pub(crate) lines: Vec<String>,
    /// How long they may stay, and by what: beside the verdict and no part of it.
    pub(crate) stay: Vec<String>,
}

/// The verdict on a case.
pub(crate) fn verdict_view(w: &Words, names: &Names, case: &Case<'_>, known: &Known) -> VerdictView {
    let (traveller, hits) = (case.traveller, case.hits);
    let possible = hits.iter().filter(|judged| judged.is_possible()).count();
    let verdict = case.verdict();
    // A traveller who is stopped is not told how long they may stay.
    let stops = matches!(verdict, Verdict::Stop(_));
    let mut lines = Vec::new();
    if possible > 0 {
        lines.push(w.t1("verdict-possible-hits", "count", possible));
    }
    if let Some(officer) = &known.elsewhere {
        lines.push(w.t1("verdict-elsewhere", "officer", names.of(officer)));
    }
    if traveller.may_be_minor_on(case.day) {
        lines.push(w.t1("verdict-minor", "sex", traveller.sex.code().to_owned()));
    }
    if traveller.document.is_none() {
        lines.push(w.t("verdict-no-document"));
    }
    if let Some(summary) = case.chip.map(ChipVerdicts::summary).filter(|summary| summary.is_to_check()) {
        lines.push(chip_line(w, summary));
    }
    let doubts = traveller.doubts.iter().filter(|doubt| doubt.kind != DoubtKind::Amended);
    lines.extend(doubts.map(|doubt| doubt_line(w, doubt.field, w.coded("doubt", doubt.kind.code()))));
    let mut stay = stay_lines(w, &known.stay, stops);
    let visa = known.visa.as_ref().filter(|(_, standing)| !(stops && matches!(standing, VisaStanding::Good(_))));
    stay.extend(visa_lines(w, visa, known.visa_of_another.as_ref()));
    let (level, word) = match verdict {
        Verdict::NothingFound => (Level::Clear, w.t("verdict-clear")),
        Verdict::ToCheck => (Level::Check, w.t("verdict-check")),
        Verdict::Stop(action) => {
            lines.insert(0, w.t(&stop_message(action)));
            (Level::Stop, w.coded("action", action.code()))
        }
    };
    // What asks for a look at the stay is a finding like others; what merely says how long is not.
    if case.stay_is_to_check() {
        lines.append(&mut stay);
    }
    VerdictView { level, word, lines, stay }
}

fn stop_message(action: Action) -> String {
    format!("stop-{}", action.code())
}

/// What the owners of discreet alerts tell the first line to do; nothing else of those alerts is shown.
pub(crate) fn instructions(hits: &[Judged]) -> Vec<String> {
    hits.iter()
        .filter(|judged| judged.is_discreet())
        .filter_map(|judged| judged.hit.alert.instruction.clone())
        .collect()
}

/// An alert that was confirmed to be about the traveller.
pub(crate) struct ConfirmedView {
    pub(crate) list: ListName,
    pub(crate) alert: AlertId,
    /// That it is a neighbour's notice, by agreement; `None` where it is our own alert.
    pub(crate) theirs: Option<String>,
    pub(crate) name: String,
    /// By whom, when, and why.
    pub(crate) words: String,
    /// Whether this officer may judge it otherwise.
    pub(crate) may_change: bool,
    /// By what.
    pub(crate) reasons: Vec<Choice>,
    /// What they then say: that it is another.
    pub(crate) clear: String,
}

/// The alerts that were confirmed, now or when the traveller stood at a counter before.
pub(crate) fn confirmed_views(
    app: &App,
    w: &Words,
    names: &Names,
    hits: &[Judged],
    may_change: bool,
) -> Vec<ConfirmedView> {
    let view = |judged: &Judged| {
        let (hit, before) = (&judged.hit, judged.confirmed()?);
        let [clear, _] = AnswerView::both(w, asked_about(hit));
        Some(ConfirmedView {
            list: hit.alert.list.clone(),
            alert: hit.alert.id.clone(),
            theirs: by_agreement(w, &hit.alert.list),
            name: name(judged),
            words: confirmed_words(app, w, names, &before),
            may_change,
            reasons: judgement_reasons(w, hit),
            clear: clear.words,
        })
    };
    hits.iter().filter(|judged| !judged.is_discreet()).filter_map(view).collect()
}

/// Who confirmed a hit, when, and why.
pub(crate) fn confirmed_words(app: &App, w: &Words, names: &Names, before: &JudgedBefore) -> String {
    let reason = w.coded_elsewhere("judgement-reason", &before.reason);
    let when = moment(app, w, before.at);
    w.t3("confirmed-by", ("officer", names.of(&before.officer)), ("when", when), ("reason", reason))
}

/// What an alert is known by: its first name, or its identifier.
pub(crate) fn name(judged: &Judged) -> String {
    let alert = &judged.hit.alert;
    alert.names.first().cloned().unwrap_or_else(|| alert.id.to_string())
}

/// A hit that was cleared, now or before, in a line.
pub(crate) fn judged_line(app: &App, w: &Words, names: &Names, judged: &Judged) -> Option<String> {
    if let (Some(before), None) = (&judged.hit.cleared_before, &judged.judgement) {
        let name = name(judged);
        let reason = w.coded_elsewhere("judgement-reason", &before.reason);
        let by = format!("{}, {}", names.of(&before.officer), w.date(app.day_of(before.at)));
        return Some(w.t3("cleared-before", ("name", name), ("reason", reason), ("by", by)));
    }
    let made = judged.judgement.as_ref().filter(|made| made.judgement == Judgement::Cleared)?;
    let name = name(judged);
    let reason = w.coded_elsewhere("judgement-reason", &made.reason);
    Some(w.colon(name, format!("{} ({reason})", w.coded("judgement", made.judgement.code()))))
}

/// A hit in words.
pub(crate) struct JudgedView {
    /// What the alert asks for, and which it is.
    pub(crate) hit: String,
    /// What was judged.
    pub(crate) outcome: String,
}

/// Each hit of the presentation.
pub(crate) async fn judged_hits(
    app: &App,
    w: &Words,
    names: &Names,
    id: CrossingId,
) -> Result<Vec<JudgedView>, Failure> {
    let Some((_, hits)) = app.store.presentation(id).await? else { return Ok(Vec::new()) };
    let line = |judged: &Judged| {
        let (alert, name) = (&judged.hit.alert, name(judged));
        let outcome = match (&judged.judgement, judged.confirmed()) {
            (_, Some(before)) => confirmed_words(app, w, names, &before),
            (Some(made), None) => {
                format!(
                    "{} ({reason}) · {officer}",
                    w.coded("judgement", made.judgement.code()),
                    reason = w.coded_elsewhere("judgement-reason", &made.reason),
                    officer = names.of(&made.officer)
                )
            }
            (None, None) => w.t("hit-not-judged"),
        };
        let hit = format!("{} · {name} · {} {}", w.coded("action", alert.action.code()), alert.list, alert.id);
        JudgedView { hit, outcome }
    };
    Ok(hits.iter().map(line).collect())
}
