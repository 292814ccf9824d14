//! Who a traveller is, in words: nationality, birth, documents, and what about them is in doubt.

use crate::{app::App, words::Words};
use jiff::civil::Date;
use limen_domain::{Adult, Doubt, DoubtKind, Field, PartialDate, TravelDocument, Traveller};

/// Somebody could be this old: where the other century gives less, the century of a birth is a guess.
const OLDEST_THOUGHT_OF: i16 = 105;

/// A document.
pub(crate) struct DocumentView {
    pub(crate) kind: String,
    pub(crate) number: String,
    pub(crate) issuer: String,
    pub(crate) expiry: String,
    pub(crate) is_expired: bool,
}

impl DocumentView {
    pub(crate) fn of(w: &Words, document: &TravelDocument, day: Date) -> Self {
        Self {
            kind: w.coded("document", document.kind.code()),
            number: document.number.to_string(),
            issuer: document.issuer.map(|code| w.state(code)).unwrap_or_default(),
            expiry: expiry(w, document.expiry, day),
            is_expired: document.expiry.is_before(day),
        }
    }
}

/// A doubt, with what could be meant.
pub(crate) struct DoubtView {
    pub(crate) field_code: &'static str,
    pub(crate) text: String,
    pub(crate) suggestions: Vec<String>,
}

/// `Guinée · masculin · 34 ans`
pub(crate) fn about(w: &Words, traveller: &Traveller, day: Date) -> String {
    let states: Vec<String> = traveller.nationalities().map(|code| w.state(code)).collect();
    let nationality = if states.is_empty() { w.t("nationality-unknown") } else { states.join(", ") };
    let ages = traveller.ages_on(day).map_or_else(|| w.t("age-unknown"), |ages| w.ages(ages));
    format!("{nationality} · {} · {ages}", w.coded("sex", traveller.sex.code()))
}

/// `née le 14 févr. 1992`
pub(crate) fn birth(w: &Words, traveller: &Traveller) -> String {
    let message = match traveller.birth_date {
        PartialDate::Unknown => "born-unknown",
        PartialDate::Year(_) | PartialDate::YearMonth(..) => "born-in",
        PartialDate::Full(_) => "born",
    };
    w.t2(message, ("date", w.partial_date(traveller.birth_date)), ("sex", traveller.sex.code()))
}

/// Whether the century of a birth was guessed, and the other one could be right.
pub(crate) fn century_is_guess(traveller: &Traveller, day: Date) -> bool {
    let year = traveller.birth_date.year().filter(|_| traveller.source.is_zone());
    year.is_some_and(|year| day.year() - (year - 100) <= OLDEST_THOUGHT_OF)
}

/// `expire dans 5 mois`, `expiré depuis 3 jours`
fn expiry(w: &Words, expiry: PartialDate, day: Date) -> String {
    let Some((_, last)) = expiry.span() else { return w.t("expiry-unknown") };
    let days = i64::from((last - day).get_days());
    let distance = w.distance(days);
    match days {
        0 => w.t("expires-today"),
        1.. => w.t1("expires-in", "distance", distance),
        _ => w.t1("expired-since", "distance", distance),
    }
}

/// A doubt in words.
pub(crate) fn doubt_view(w: &Words, doubt: &Doubt) -> DoubtView {
    let before = doubt.suggestions.first().cloned().unwrap_or_default();
    let (text, suggestions) = match doubt.kind {
        DoubtKind::Amended => (w.t1("doubt-amended-from", "before", before), Vec::new()),
        // The composite check digit is about several fields; there is no one value to put in their place.
        kind if doubt.field == Field::Composite => (w.coded("doubt", kind.code()), Vec::new()),
        kind => (w.coded("doubt", kind.code()), doubt.suggestions.clone()),
    };
    DoubtView { field_code: doubt.field.code(), text: doubt_line(w, doubt.field, text), suggestions }
}

/// `Numéro du document : clé de contrôle incorrecte`
pub(crate) fn doubt_line(w: &Words, field: Field, text: String) -> String {
    w.t2("doubt-line", ("field", w.coded("field", field.code())), ("text", text))
}

/// An adult to choose: their name, their document, and when they passed.
pub(crate) fn adult_words(app: &App, w: &Words, adult: &Adult) -> String {
    let time = w.time(adult.at.to_zoned_datetime(app.zone.clone()).time());
    let words = [adult.name.to_string(), adult.document.clone(), time];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ")
}
