//! Bar codes and seals of a record's pictures, in words: the verdict, why, and what they say.

use crate::{kit::parts::Fact, node::seals::Judged, words::Words};
use jiff::civil::Date;
use limen_domain::StateCode;
use limen_seal::{
    Content, Fit, Level, SealReport, Status,
    layout::{Found, Named},
};
use serde::Serialize;

/// How many letters of a text are shown.
const MOST_LETTERS: usize = 2_000;

/// A code as a page shows it.
pub(crate) struct CodeView {
    /// What it is: `DataMatrix · visa`.
    pub(crate) title: String,
    /// The verdict on a seal, with its shape; `None` where it is none.
    pub(crate) verdict: Option<VerdictView>,
    /// What must be known of it, a sentence each.
    pub(crate) notes: Vec<String>,
    /// What it says.
    pub(crate) facts: Vec<Fact>,
    /// What it says, where nothing explains it.
    pub(crate) text: Option<String>,
}

/// A verdict as a page shows it.
#[derive(Serialize)]
pub(crate) struct VerdictView {
    /// `clear` or `check`: a seal that is not valid is for a person to look at, never a forgery by itself.
    pub(crate) shape: &'static str,
    pub(crate) words: String,
}

/// A seal in one line, with the shape of its verdict: what it is of, the verdict, and why.
pub(crate) fn seal_line(w: &Words, report: &SealReport) -> VerdictView {
    let (shape, verdict) = verdict_of(w, report);
    let kind = w.coded_elsewhere("seal-kind", &report.kind.replace('.', "-"));
    let why = report.reasons.iter().map(|reason| w.coded("seal-reason", reason.code()));
    let parts: Vec<String> = [kind, verdict].into_iter().chain(why).collect();
    VerdictView { shape, words: parts.join(" · ") }
}

fn verdict_of(w: &Words, report: &SealReport) -> (&'static str, String) {
    match report.status {
        Status::Valid => ("clear", w.t("seal-valid")),
        Status::Invalid => ("check", w.t("seal-invalid")),
    }
}

impl CodeView {
    pub(crate) fn all(w: &Words, judged: &[Judged]) -> Vec<Self> {
        judged.iter().map(|judged| Self::of(w, judged)).collect()
    }

    fn of(w: &Words, judged: &Judged) -> Self {
        let name = judged.symbology.name();
        match &judged.content {
            Content::Seal(report) => Self::of_seal(w, name, report),
            Content::Text { text, found } => Self::of_text(w, name, text, found.as_ref()),
        }
    }

    fn of_seal(w: &Words, symbology: &str, report: &SealReport) -> Self {
        let (shape, verdict) = verdict_of(w, report);
        let mut notes: Vec<String> =
            report.reasons.iter().map(|reason| w.coded("seal-reason", reason.code())).collect();
        if report.level == Level::HighFraudPotential && report.signature == Some(true) {
            notes.push(w.t("seal-signature-sound"));
        }
        notes.push(match &report.fit {
            Fit::Fits => w.t("seal-fits"),
            Fit::Differs(what) => {
                let what: Vec<String> =
                    what.iter().map(|what| w.coded("seal-differs", &what.replace('_', "-"))).collect();
                w.t1("seal-differs", "what", what.join(", "))
            }
            Fit::NotCompared => w.t("seal-not-compared"),
        });
        let mut facts = Vec::new();
        let mut add = |label: &str, value: String| {
            if !value.is_empty() {
                facts.push(Fact::new(w.t(label), value));
            }
        };
        let state = report.state.parse::<StateCode>().map_or_else(|_| report.state.clone(), |code| w.state(code));
        let day = |day: Option<Date>| day.map(|day| w.date(day)).unwrap_or_default();
        add("seal-state", state);
        add("seal-issued", day(report.issued));
        add("seal-signed", day(report.signed));
        add("seal-signer", report.signer.clone());
        add("seal-reference", report.reference.clone());
        for field in &report.fields {
            let value = match field.code.as_str() {
                "stay" => stay(w, &field.value),
                "entries" if field.value == "0" => w.t("seal-entries-unlimited"),
                _ => shown(&field.value),
            };
            facts.push(Fact::new(w.coded_elsewhere("seal-field", &field.code), value));
        }
        let title = format!("{symbology} · {}", w.coded_elsewhere("seal-kind", &report.kind.replace('.', "-")));
        Self { title, verdict: Some(VerdictView { shape, words: verdict }), notes, facts, text: None }
    }

    fn of_text(w: &Words, symbology: &str, text: &str, found: Option<&Found>) -> Self {
        let in_french = w.language.tag() == "fr";
        let name = |Named { english, french }: &Named| if in_french { french.clone() } else { english.clone() };
        let what = found.map_or_else(|| w.t("code-text"), |found| name(&found.name));
        let facts = found.into_iter().flat_map(|found| &found.fields);
        let facts = facts.map(|field| Fact::new(name(&field.name), shown(&field.field.value)));
        let facts: Vec<Fact> = facts.collect();
        Self {
            title: format!("{symbology} · {what}"),
            verdict: None,
            notes: vec![w.t("code-unsigned")],
            text: facts.is_empty().then(|| shown(text)),
            facts,
        }
    }
}

/// How long a visa's holder may stay (Doc 9303-7, table 1).
fn stay(w: &Words, value: &str) -> String {
    match value {
        "0 0 0" => w.t("seal-stay-until"),
        "255 255 255" => w.t("seal-stay-decided"),
        _ => {
            let parts: Vec<u64> = value.split(' ').filter_map(|part| part.parse().ok()).collect();
            let [days, months, years] = parts[..] else { return value.to_owned() };
            let parts = [("seal-stay-days", days), ("seal-stay-months", months), ("seal-stay-years", years)];
            let parts = parts.into_iter().filter(|(_, count)| *count > 0);
            parts.map(|(id, count)| w.t1(id, "count", count)).collect::<Vec<_>>().join(", ")
        }
    }
}

/// A text of a code, for a page: no longer than can be looked at, without what does not show.
fn shown(text: &str) -> String {
    let letters = text.chars().map(|letter| if letter.is_control() && letter != '\n' { '·' } else { letter });
    letters.take(MOST_LETTERS).collect()
}
