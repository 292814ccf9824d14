//! What a correction changed in a record, in words.

use crate::{
    app::App,
    kit::shell::moment,
    node::rights::claims::{After, Correction},
    words::Words,
};
use limen_domain::{Crossing, TravelDocument};

/// A record that was put right.
pub(super) struct CorrectionRow {
    pub(super) at: String,
    pub(super) record: String,
    pub(super) changes: Vec<String>,
    pub(super) reason: String,
}

/// `27 nov. 2026 · 10:14 · Kourémalé · entrée`
pub(super) fn crossing_words(app: &App, w: &Words, crossing: &Crossing) -> String {
    let direction = w.coded("direction", crossing.direction.code());
    format!("{} · {} · {direction}", moment(app, w, crossing.at), app.post_name(&crossing.post))
}

/// A record that was put right, with each thing that is otherwise now.
pub(super) fn correction_row(app: &App, w: &Words, one: &Correction) -> CorrectionRow {
    CorrectionRow {
        at: moment(app, w, one.at),
        record: crossing_words(app, w, &one.before),
        changes: match &one.after {
            After::Corrected(after) => changes(w, &one.before, after),
            After::Elsewhere => vec![w.t("claim-record-elsewhere")],
            After::Cancelled => vec![w.t("claim-record-cancelled")],
        },
        reason: one.reason.clone(),
    }
}

/// A document in words: kind, issuer, number, last day.
fn words_of(w: &Words, document: &TravelDocument) -> String {
    let kind = w.coded("document", document.kind.code());
    let issuer = document.issuer.map(|code| w.state(code)).unwrap_or_default();
    format!("{kind} {} · {issuer} · {}", document.number, w.partial_date(document.expiry))
}

fn changes(w: &Words, before: &Crossing, after: &Crossing) -> Vec<String> {
    let said = |crossing: &Crossing| {
        let (traveller, journey) = (&crossing.traveller, &crossing.journey);
        [
            ("printed-name", traveller.name.to_string()),
            ("printed-born", w.partial_date(traveller.birth_date)),
            ("about-sex", w.coded("sex", traveller.sex.code())),
            ("printed-nationality", traveller.nationalities().map(|code| w.state(code)).collect::<Vec<_>>().join(", ")),
            ("printed-document", traveller.document.as_ref().map(|document| words_of(w, document)).unwrap_or_default()),
            ("claim-direction", w.coded("direction", crossing.direction.code())),
            ("about-purpose", journey.purpose.map(|purpose| w.coded("purpose", purpose.code())).unwrap_or_default()),
            ("about-mode", journey.mode.map(|mode| w.coded("mode", mode.code())).unwrap_or_default()),
            ("about-from", journey.origin.clone().unwrap_or_default()),
            ("about-to", journey.destination.clone().unwrap_or_default()),
            ("about-residence", journey.residence.map(|state| w.state(state)).unwrap_or_default()),
        ]
    };
    let or_none = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    let pairs = said(before).into_iter().zip(said(after));
    let changed = pairs.filter(|((_, old), (_, new))| old != new);
    changed
        .map(|((label, old), (_, new))| w.colon(w.t(label), format!("{} → {}", or_none(old), or_none(new))))
        .collect()
}
