//! An alert in words, as the alert managers' pages show it.

use crate::{kit::parts::Fact, words::Words};
use jiff::civil::Date;
use limen_domain::{Alert, AliasBirths, Hit, PartMatch, Reason};

/// An alert as a row of a table.
pub(crate) struct AlertRow {
    pub(crate) address: String,
    pub(crate) action: String,
    pub(crate) name: String,
    pub(crate) aliases: String,
    pub(crate) born: String,
    pub(crate) sex: String,
    pub(crate) nationality: String,
    pub(crate) list: String,
    pub(crate) id: String,
    pub(crate) score: String,
    pub(crate) until: String,
    /// That its last day is over, and which it was. `None` while it holds.
    pub(crate) past: Option<String>,
}

/// An alert in a row, as it is on the day `today`, with the score with which it was found.
pub(crate) fn alert_row(w: &Words, alert: &Alert, today: Date, score: Option<f64>) -> AlertRow {
    let numbers = || {
        let documents = alert.documents.iter().map(|document| document.number.to_string());
        documents.chain(alert.plates.iter().map(ToString::to_string)).collect::<Vec<_>>().join(", ")
    };
    AlertRow {
        address: format!("/alerts/entry/{}/{}", alert.list, alert.id),
        action: w.coded("action", alert.action.code()),
        name: alert.names.first().cloned().unwrap_or_else(numbers),
        aliases: alert.names.iter().skip(1).take(3).cloned().collect::<Vec<_>>().join(", "),
        born: alert.birth_dates.iter().map(|date| w.birth_date(*date)).collect::<Vec<_>>().join(" / "),
        sex: sex(w, alert),
        nationality: alert.nationalities.iter().map(|code| w.state(*code)).collect::<Vec<_>>().join(", "),
        list: alert.list.to_string(),
        id: alert.id.to_string(),
        score: score.map(|score| w.percent(score)).unwrap_or_default(),
        until: alert.review_on.or(alert.valid_until).map(|day| w.date(day)).unwrap_or_default(),
        past: alert.valid_until.filter(|last| *last < today).map(|last| w.t1("alert-past", "day", w.date(last))),
    }
}

/// The version of a list as its source states it: most state a day, or a moment of it. Only a day that can be read in one
/// way is shown as one.
pub(crate) fn version_words(w: &Words, version: &str) -> String {
    let day = match version.split_at_checked(10) {
        Some((day, time)) if time.starts_with(['T', ' ']) => day,
        _ => version,
    };
    day.parse::<Date>().map_or_else(|_| version.to_owned(), |day| w.date(day))
}

/// The sex that an alert says; empty where it says none.
fn sex(w: &Words, alert: &Alert) -> String {
    alert.sex.map(|sex| w.coded("sex", sex.code())).unwrap_or_default()
}

/// Everything that an alert says, by label; what it does not say is left out.
pub(crate) fn alert_facts(w: &Words, alert: &Alert) -> Vec<Fact> {
    let joined = |values: Vec<String>| values.join(" · ");
    let day = |day: Option<Date>| day.map(|day| w.date(day)).unwrap_or_default();
    let facts = [
        ("alert-names", joined(alert.names.clone())),
        ("alert-birth-dates", joined(alert.birth_dates.iter().map(|date| w.birth_date(*date)).collect())),
        ("alert-alias-births", joined(alert.alias_births.iter().map(|births| alias_births(w, births)).collect())),
        ("field-sex", sex(w, alert)),
        ("field-nationality", joined(alert.nationalities.iter().map(|code| w.state(*code)).collect())),
        ("compare-birth-place", joined(alert.birth_places.clone())),
        ("alert-documents", joined(alert.documents.iter().map(ToString::to_string).collect())),
        ("alert-plates", joined(alert.plates.iter().map(ToString::to_string).collect())),
        ("alert-instruction", alert.instruction.clone().unwrap_or_default()),
        ("alert-reference", alert.reference.clone().unwrap_or_default()),
        ("alert-valid-until", day(alert.valid_until)),
        ("alert-review-on", day(alert.review_on)),
    ];
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(label, value)| Fact::new(w.t(label), value)).collect()
}

/// Birth dates that go with one name: `Fabio Moretti: 23 nov. 1972`.
fn alias_births(w: &Words, births: &AliasBirths) -> String {
    let dates = births.birth_dates.iter().map(|date| w.birth_date(*date)).collect::<Vec<_>>().join(", ");
    w.colon(births.name.clone(), dates)
}

/// Something that differs between two versions of an alert.
pub(crate) struct Change {
    /// What it is.
    pub(crate) label: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// What differs between two versions of an alert.
pub(crate) fn alert_changes(w: &Words, before: &Alert, after: &Alert) -> Vec<Change> {
    let (before_facts, after_facts) = (alert_facts(w, before), alert_facts(w, after));
    let mut changes: Vec<Change> = Vec::new();
    if before.action != after.action {
        let action = |alert: &Alert| w.coded("action", alert.action.code());
        changes.push(Change { label: w.t("alert-action"), before: action(before), after: action(after) });
    }
    let value = |facts: &[Fact], label: &str| {
        facts.iter().find(|fact| fact.label == label).map_or_else(|| "–".to_owned(), |fact| fact.value.clone())
    };
    let mut labels: Vec<&String> = before_facts.iter().chain(&after_facts).map(|fact| &fact.label).collect();
    labels.dedup();
    for label in labels {
        let (before, after) = (value(&before_facts, label), value(&after_facts, label));
        if before != after && !changes.iter().any(|change| change.label == *label) {
            changes.push(Change { label: label.clone(), before, after });
        }
    }
    changes
}

/// Why a hit was found, in a line.
pub(crate) fn reasons_line(w: &Words, hit: &Hit) -> String {
    let said = hit.reasons.iter().map(|reason| match reason {
        Reason::DocumentNumber { number, likeness, other_issuer } => {
            let how = match other_issuer {
                Some(issuer) => w.t1("document-of-another-state", "state", w.state(*issuer)),
                None => w.coded("likeness", likeness.code()),
            };
            w.colon(format!("{} {number}", w.t("compare-document")), how)
        }
        Reason::Plate { number, likeness } => {
            w.colon(format!("{} {number}", w.t("alert-plates")), w.coded("likeness", likeness.code()))
        }
        Reason::Name { how, parts, only_traveller, only_alert, .. } => {
            let differing = parts.iter().filter(|part| part.how != PartMatch::Same);
            let mut said: Vec<String> = differing.map(|part| format!("{} ~ {}", part.traveller, part.alert)).collect();
            if !only_traveller.is_empty() || !only_alert.is_empty() {
                let side = |parts: &[String]| if parts.is_empty() { "–".to_owned() } else { parts.join(" ") };
                said.push(format!("{} | {}", side(only_traveller), side(only_alert)));
            }
            let how = w.coded("name-match", how.code());
            if said.is_empty() { how } else { format!("{how} ({})", said.join(", ")) }
        }
        Reason::BirthDate { likeness, years_apart } => {
            let how = match years_apart {
                Some(years) => w.t1("birth-years-apart", "years", i64::from(*years)),
                None => w.coded("likeness", likeness.code()),
            };
            w.colon(w.t("compare-birth-date"), how)
        }
        Reason::Sex { likeness } => w.colon(w.t("compare-sex"), w.coded("likeness", likeness.code())),
        Reason::Nationality { likeness } => w.colon(w.t("compare-nationality"), w.coded("likeness", likeness.code())),
        Reason::BirthPlace { likeness } => w.colon(w.t("compare-birth-place"), w.coded("likeness", likeness.code())),
    });
    said.collect::<Vec<_>>().join(" · ")
}
