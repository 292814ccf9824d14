//! Why an alert was found, part by part, in a form that pages put into the officer's language.

use crate::{
    evidence::Findings,
    name::{
        self,
        compare::{Outcome, Pair, PairHow, compare},
        frequencies::Frequencies,
        likeness::{How, likeness, loosely},
        parts::{Kind, NamePart, Parts},
        readings::readings,
    },
    search::segment::{Found, words_of},
    subject::Subject,
};
use limen_domain::{Alert, NameMatch, Part, PartMatch, Reason};

/// The reasons of an alert that was found by name.
pub(crate) fn reasons(
    subject: &Subject,
    alert: &Alert,
    alert_name: usize,
    found: &Found,
    frequencies: &Frequencies,
) -> Vec<Reason> {
    let name = subject.names.get(usize::from(found.subject_name)).zip(alert.names.get(alert_name));
    let alike = if found.findings.same_birth_date() { on_one_day } else { likeness };
    let by_name =
        name.and_then(|(mine, theirs)| compared(&mine.text, theirs, mine.cut_after.is_some(), frequencies, alike));
    by_name.into_iter().map(|(reason, _)| reason).chain(findings(&found.findings)).collect()
}

/// How the name compares where a number was what found the alert: with the nearest of its names, if any is near.
pub(crate) fn name_beside(subject: &Subject, alert: &Alert, frequencies: &Frequencies) -> Option<Reason> {
    let pairs = subject.names.iter().flat_map(|mine| alert.names.iter().map(move |theirs| (mine, theirs)));
    let compared = pairs
        .filter_map(|(mine, theirs)| compared(&mine.text, theirs, mine.cut_after.is_some(), frequencies, likeness));
    compared.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(reason, _)| reason)
}

/// What the other things stated say.
pub(crate) fn findings(findings: &Findings) -> Vec<Reason> {
    let mut reasons = Vec::new();
    reasons.extend(findings.birth_date.map(|births| Reason::BirthDate {
        likeness: births.likeness,
        years_apart: (births.years_apart > 0).then_some(births.years_apart),
    }));
    reasons.extend(findings.sex.map(|(likeness, _)| Reason::Sex { likeness }));
    reasons.extend(findings.nationality.map(|(likeness, _)| Reason::Nationality { likeness }));
    reasons.extend(findings.birth_place.map(|(likeness, _)| Reason::BirthPlace { likeness }));
    reasons
}

/// How alike two parts are.
type Alike = fn(&name::likeness::Part, &name::likeness::Part) -> Option<(f32, How)>;

/// How alike the parts of two people's names are who were born on the same day.
fn on_one_day(one: &name::likeness::Part, other: &name::likeness::Part) -> Option<(f32, How)> {
    likeness(one, other).or_else(|| loosely(one, other))
}

/// Two names compared by themselves, with the share of evidence that they give.
pub(crate) fn hold(one: &Parts, other: &Parts, frequencies: &Frequencies) -> Option<Outcome> {
    hold_by(one, other, None, frequencies, likeness)
}

fn hold_by(one: &Parts, other: &Parts, cut: Option<usize>, frequencies: &Frequencies, alike: Alike) -> Option<Outcome> {
    let words =
        |parts: &'_ Parts| -> Vec<f32> { parts.parts.iter().map(|part| frequencies.bits(&part.part)).collect() };
    let (mine, theirs) = (words(one), words(other));
    let mut outcome = compare(&words_of(&one.parts, &mine), &words_of(&other.parts, &theirs), cut, |at, beside| {
        alike(&one.parts[at].part, &other.parts[beside].part)
    })?;
    outcome.share -= name::compare::generations(one.generation, other.generation);
    Some(outcome)
}

fn compared(one: &str, other: &str, cut: bool, frequencies: &Frequencies, alike: Alike) -> Option<(Reason, f32)> {
    let (ones, others) = (readings(one), readings(other));
    let pairs = ones.iter().flat_map(|one| others.iter().map(move |other| (one, other)));
    let held = pairs.filter_map(|(mine, theirs)| {
        let cut = cut.then(|| mine.parts.len().saturating_sub(1));
        Some((hold_by(mine, theirs, cut, frequencies, alike)?, mine, theirs))
    });
    let (outcome, mine, theirs) = held.max_by(|one, other| one.0.share.total_cmp(&other.0.share))?;
    let whole = |parts: &[NamePart], used: &dyn Fn(&Pair) -> (u8, u8)| -> Vec<String> {
        let is_used = |at: usize| {
            outcome
                .pairs
                .iter()
                .map(used)
                .any(|(from, count)| (usize::from(from)..usize::from(from + count)).contains(&at))
        };
        parts
            .iter()
            .enumerate()
            .filter(|(at, part)| part.kind != Kind::Particle && !is_used(*at))
            .map(|(_, part)| part.text.clone())
            .collect()
    };
    let (only_traveller, only_alert) = (whole(&mine.parts, &|pair| pair.one), whole(&theirs.parts, &|pair| pair.other));
    let all_same = outcome.pairs.iter().all(|pair| pair.how == PairHow::Alike(How::Same));
    let how = match (only_traveller.is_empty() && only_alert.is_empty(), all_same, outcome.reordered) {
        (true, true, false) => NameMatch::Equal,
        (true, true, true) => NameMatch::Reordered,
        (true, false, _) => NameMatch::NearlyEqual,
        (false, ..) => NameMatch::Partial,
    };
    let text = |parts: &[NamePart], (from, count): (u8, u8)| -> String {
        let range = parts.iter().skip(usize::from(from)).take(usize::from(count));
        range.map(|part| part.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    let shown = outcome.pairs.iter().map(|pair| Part {
        traveller: text(&mine.parts, pair.one),
        alert: text(&theirs.parts, pair.other),
        likeness: (f64::from(pair.alike) * 100.0).round() / 100.0,
        how: match pair.how {
            PairHow::Alike(How::Same) => PartMatch::Same,
            PairHow::Alike(How::Spelling) => PartMatch::Spelling,
            PairHow::Alike(How::OtherForm) => PartMatch::OtherForm,
            PairHow::Alike(How::Sound) => PartMatch::Sound,
            PairHow::Alike(How::Slip) => PartMatch::Slip,
            PairHow::Alike(How::Script) => PartMatch::Script,
            PairHow::Initial => PartMatch::Initial,
            PairHow::Joined => PartMatch::Joined,
            PairHow::CutShort => PartMatch::CutShort,
        },
    });
    let parts = shown.collect();
    Some((Reason::Name { name: other.to_owned(), how, parts, only_traveller, only_alert }, outcome.share))
}
