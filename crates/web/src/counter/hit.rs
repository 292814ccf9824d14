//! A hit beside the traveller: what is alike, what differs, in words and marks.

use crate::{
    kit::parts::{AnswerView, Choice, choices},
    neighbours::by_agreement,
    words::Words,
};
use limen_domain::{
    Hit, Judged, JudgementReason, Likeness, NameMatch, Part, PartMatch, PartialDate, Reason, Sex, StateCode, Traveller,
};

/// The hit that is to be judged next.
pub(crate) struct OpenHitView {
    pub(crate) list: String,
    pub(crate) alert: String,
    /// That it is a neighbour's notice, by agreement; `None` where it is our own alert.
    pub(crate) theirs: Option<String>,
    pub(crate) action: String,
    pub(crate) position: String,
    pub(crate) aliases: String,
    pub(crate) rows: Vec<CompareRow>,
    /// What may be answered: that it is another, that it is the same.
    pub(crate) answers: [AnswerView; 2],
    /// By what it may be judged.
    pub(crate) reasons: Vec<Choice>,
    pub(crate) score: String,
    /// What the alert's owner tells the officer to do.
    pub(crate) instruction: Option<String>,
}

/// What a hit asks: whether it is this document, or this person; the answers' messages begin so.
pub(crate) fn asked_about(hit: &Hit) -> &'static str {
    if hit.is_about_document() { "judge-document" } else { "judge" }
}

/// By what a hit may be judged; nothing is chosen.
pub(crate) fn judgement_reasons(w: &Words, hit: &Hit) -> Vec<Choice> {
    choices(w, "judgement-reason", JudgementReason::fitting(hit), JudgementReason::code, "")
}

/// One thing that both sides say.
pub(crate) struct CompareRow {
    pub(crate) label: String,
    pub(crate) traveller: String,
    pub(crate) alert: String,
    pub(crate) mark: Mark,
    pub(crate) word: String,
}

/// How a row is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Same,
    Agrees,
    Near,
    Different,
    /// One side says nothing about it.
    Unsaid,
}

impl Mark {
    fn of(likeness: Option<Likeness>) -> Self {
        match likeness {
            Some(Likeness::Same) => Self::Same,
            Some(Likeness::Agrees) => Self::Agrees,
            Some(Likeness::Near) => Self::Near,
            Some(Likeness::Different) => Self::Different,
            None => Self::Unsaid,
        }
    }

    /// The class of the row in the style sheet; empty for [`Self::Unsaid`].
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Agrees => "agrees",
            Self::Near => "near",
            Self::Different => "different",
            Self::Unsaid => "",
        }
    }

    /// The sign between both sides.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Same | Self::Agrees => "=",
            Self::Near => "≈",
            Self::Different => "≠",
            Self::Unsaid => "·",
        }
    }
}

/// Values of an alert one after the other, or a dash.
fn listed(values: impl Iterator<Item = String>) -> String {
    let values: Vec<String> = values.collect();
    if values.is_empty() { "–".to_owned() } else { values.join(" / ") }
}

/// The parts of a name that say more than the name as a whole: parts that differ, and parts without a counterpart.
fn part_rows(w: &Words, parts: &[Part], only_traveller: &[String], only_alert: &[String]) -> Vec<CompareRow> {
    let differing = parts.iter().filter(|part| part.how != PartMatch::Same).map(|part| CompareRow {
        label: w.t("part-label"),
        traveller: part.traveller.clone(),
        alert: part.alert.clone(),
        mark: Mark::Near,
        word: w.coded("part-match", part.how.code()),
    });
    let over = (!only_traveller.is_empty() || !only_alert.is_empty()).then(|| {
        let both = !only_traveller.is_empty() && !only_alert.is_empty();
        let text = |parts: &[String]| if parts.is_empty() { "–".to_owned() } else { parts.join(" ") };
        CompareRow {
            label: w.t("part-label"),
            traveller: text(only_traveller),
            alert: text(only_alert),
            mark: if both { Mark::Different } else { Mark::Unsaid },
            word: w.t(if both { "part-other" } else { "part-missing" }),
        }
    });
    differing.chain(over).collect()
}

/// The first hit that is still to be judged, beside the traveller.
pub(crate) fn hit_view(w: &Words, traveller: &Traveller, hits: &[Judged]) -> Option<OpenHitView> {
    let at = hits.iter().position(Judged::is_possible)?;
    let shown = hits.iter().filter(|judged| !judged.is_discreet()).count();
    let before = hits[..at].iter().filter(|judged| !judged.is_discreet()).count();
    let hit = &hits[at].hit;
    let alert = &hit.alert;
    let (mut nearest, mut how) = (None, None);
    let (mut birth, mut sex, mut nationality, mut place, mut document) = (None, None, None, None, None);
    let mut name_parts = Vec::new();
    for reason in &hit.reasons {
        match reason {
            Reason::DocumentNumber { number, likeness, other_issuer } => {
                document = Some((number.to_string(), *likeness, *other_issuer));
            }
            Reason::Plate { .. } => {}
            Reason::Name { name, how: match_, parts, only_traveller, only_alert } => {
                (nearest, how) = (Some(name.clone()), Some(*match_));
                name_parts = part_rows(w, parts, only_traveller, only_alert);
            }
            Reason::BirthDate { likeness, years_apart } => birth = Some((*likeness, *years_apart)),
            Reason::Sex { likeness } => sex = Some(*likeness),
            Reason::Nationality { likeness } => nationality = Some(*likeness),
            Reason::BirthPlace { likeness } => place = Some(*likeness),
        }
    }
    let name = nearest.or_else(|| alert.names.first().cloned());
    let others: Vec<&str> =
        alert.names.iter().filter(|other| Some(*other) != name.as_ref()).map(String::as_str).collect();
    let row = |label: &str, traveller: String, alert: String, likeness: Option<Likeness>| {
        let word = likeness.map_or_else(|| w.t("likeness-none"), |likeness| w.coded("likeness", likeness.code()));
        CompareRow { label: w.coded("compare", label), traveller, alert, mark: Mark::of(likeness), word }
    };
    let mut rows = Vec::new();
    if let Some(alert_name) = &name {
        rows.push(CompareRow {
            label: w.t("compare-name"),
            traveller: traveller.name.in_full(),
            alert: alert_name.clone(),
            mark: match how {
                Some(NameMatch::Equal | NameMatch::Reordered) => Mark::Same,
                Some(_) => Mark::Near,
                None => Mark::Unsaid,
            },
            word: how.map_or_else(|| w.t("likeness-none"), |how| w.coded("name-match", how.code())),
        });
        rows.append(&mut name_parts);
        let born = match traveller.birth_date {
            PartialDate::Unknown => "–".to_owned(),
            date => w.partial_date(date),
        };
        let own =
            alert.alias_births.iter().filter(|births| births.name == *alert_name).flat_map(|own| &own.birth_dates);
        let births = listed(alert.birth_dates.iter().chain(own).map(|date| w.birth_date(*date)));
        let mut row_of_birth = row("birth-date", born, births, birth.map(|(likeness, _)| likeness));
        if let Some((_, Some(years))) = birth {
            row_of_birth.word = w.t1("birth-years-apart", "years", i64::from(years));
        }
        rows.push(row_of_birth);
        let said = |sex: Option<Sex>| sex.map_or("–".to_owned(), |sex| w.coded("sex", sex.code()));
        rows.push(row("sex", said(Some(traveller.sex)), said(alert.sex), sex));
        let state = |code: Option<StateCode>| code.map_or("–".to_owned(), |code| w.state(code));
        let states = listed(alert.nationalities.iter().map(|code| w.state(*code)));
        rows.push(row("nationality", state(traveller.nationality), states, nationality));
        if place.is_some() {
            let born_at = traveller.birth_place.clone().unwrap_or_default();
            rows.push(row("birth-place", born_at, listed(alert.birth_places.iter().cloned()), place));
        }
    }
    if !alert.documents.is_empty() {
        let carried = traveller.document.as_ref().map_or("–".to_owned(), |document| document.number.to_string());
        let others = || listed(alert.documents.iter().take(3).map(|document| document.number.to_string()));
        let (number, likeness, other_issuer) = document.unwrap_or_else(|| (others(), Likeness::Different, None));
        let mut row_of_number = row("document", carried, number, Some(likeness));
        if let Some(issuer) = other_issuer {
            row_of_number.mark = Mark::Near;
            row_of_number.word = w.t1("document-of-another-state", "state", w.state(issuer));
        }
        rows.push(row_of_number);
    }
    Some(OpenHitView {
        list: alert.list.to_string(),
        alert: alert.id.to_string(),
        theirs: by_agreement(w, &alert.list),
        action: w.coded("action", alert.action.code()),
        position: w.t2("hit-position", ("at", before + 1), ("of", shown)),
        aliases: others.join(", "),
        rows,
        answers: AnswerView::both(w, asked_about(hit)),
        reasons: judgement_reasons(w, hit),
        instruction: alert.instruction.clone(),
        score: w.t1("hit-score", "percent", (hit.score * 100.0).round() as i64),
    })
}
