//! The report on a person as a file to read: HTML that needs nothing else.

use crate::{
    kit::parts::Fact,
    node::rights::person_report::{Looker, PersonReport},
    words::{KeptFor, Words},
};
use askama::Template;
use jiff::{ZonedDateTime, tz::TimeZone};
use limen_domain::{Authorised, Decision, HeldVisa};
use limen_store::{AboutCrossing, RecordedLook};

#[derive(Template)]
#[template(path = "oversight/person_report.html")]
struct Readable<'a> {
    w: &'a Words,
    reference: &'a str,
    documents: String,
    made: String,
    controller: &'a str,
    crossings: Vec<Section>,
    presented: Vec<PresentedRow>,
    visas: Vec<Section>,
    looks: Vec<LookRow>,
    kept: Vec<KeptFor>,
}

/// A time when the person stood at a counter.
struct PresentedRow {
    at: String,
    post: String,
}

/// A look at the person's data.
struct LookRow {
    at: String,
    /// Who looked, by role and place.
    by: String,
    why: String,
}

/// A part of the answer: a title, and what it says.
struct Section {
    title: String,
    facts: Vec<Fact>,
}

/// The report to read.
pub fn readable(w: &Words, report: &PersonReport) -> String {
    let about = &report.about;
    let at_post = |at, post| moment(w, &report.at_post(at, post));
    let looks = about.looks.iter().map(|look| {
        let at = format!("{} UTC", moment(w, &look.at.to_zoned_datetime(TimeZone::UTC)));
        let Looker { role, place } = report.looker(look);
        LookRow { at, by: w.role_at(role, &place), why: purpose(w, look) }
    });
    let presented = about.presented.iter();
    let presented = presented.map(|(at, post)| PresentedRow { at: at_post(*at, post), post: report.post(post) });
    let page = Readable {
        w,
        reference: &report.reference,
        documents: about.documents.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        made: moment(w, &report.made),
        controller: &report.controller,
        crossings: about.crossings.iter().map(|one| crossing_section(w, report, one)).collect(),
        presented: presented.collect(),
        visas: about.visas.iter().map(|held| visa_section(w, held)).collect(),
        looks: looks.collect(),
        kept: w.kept(&report.retention),
    };
    // Only an allocation could fail.
    page.render().unwrap_or_default()
}

fn moment(w: &Words, at: &ZonedDateTime) -> String {
    format!("{} · {}", w.date(at.date()), w.time(at.time()))
}

fn purpose(w: &Words, look: &RecordedLook) -> String {
    match &look.why {
        Some(why) => w.coded("look-purpose", why.purpose.code()),
        None => w.coded("look", &look.kind),
    }
}

fn decision(w: &Words, report: &PersonReport, decision: &Decision) -> String {
    let grounds = decision.refused_on().iter().map(|ground| {
        let text = report.grounds.text(ground, w.language.tag());
        format!("{ground} {text}")
    });
    let grounds: Vec<String> = grounds.collect();
    let kind = w.coded("decision", decision.kind().code());
    if grounds.is_empty() { kind } else { format!("{kind}: {}", grounds.join("; ")) }
}

fn crossing_section(w: &Words, report: &PersonReport, one: &AboutCrossing) -> Section {
    let record = &one.record;
    let crossing = &record.crossing;
    let (traveller, journey) = (&crossing.traveller, &crossing.journey);
    let mut facts = vec![
        Fact::new(w.t("printed-name"), traveller.name.to_string()),
        Fact::new(w.t("about-decision"), decision(w, report, &crossing.decision)),
    ];
    let mut add = |label: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push(Fact::new(w.t(label), value));
        }
    };
    add("printed-born", w.known_date(traveller.birth_date));
    add("about-birth-place", traveller.birth_place.clone());
    add("about-sex", Some(w.coded("sex", traveller.sex.code())));
    let nationalities: Vec<String> = traveller.nationalities().map(|state| w.state(state)).collect();
    add("printed-nationality", Some(nationalities.join(", ")));
    let documents = traveller.documents().map(|document| {
        let issuer = document.issuer.map(|state| w.state(state)).unwrap_or_default();
        format!("{} {} {issuer}", w.coded("document", document.kind.code()), document.number)
    });
    add("printed-document", Some(documents.collect::<Vec<_>>().join("; ")));
    add("about-purpose", journey.purpose.map(|purpose| w.coded("purpose", purpose.code())));
    add("about-mode", journey.mode.map(|mode| w.coded("mode", mode.code())));
    add("about-from", journey.origin.clone());
    add("about-to", journey.destination.clone());
    add("about-residence", journey.residence.map(|state| w.state(state)));
    let until = crossing.authorised.as_ref().map(|authorised| match authorised {
        Authorised::Freely => w.t("printed-free"),
        Authorised::To(last) => w.date(*last),
    });
    add("printed-until", until);
    if PersonReport::is_told(crossing) {
        add("about-notes", Some(one.notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>().join(" / ")));
    }
    let pictures = one.attachments.iter().map(|kept| w.coded("attachment", kept.attachment.kind.code()));
    add("about-pictures", Some(pictures.collect::<Vec<_>>().join(", ")));
    let protections = one.protections.iter().map(|row| {
        let to = row.handed_over.as_ref().map(|handed| handed.proof.receiver.clone()).unwrap_or_default();
        format!("{} · {} · {to}", w.coded("need", row.protection.need.code()), row.protection.authority)
    });
    add("about-protection", Some(protections.collect::<Vec<_>>().join("; ")));
    add("about-corrected", record.corrected_by.map(|_| w.t("about-was-corrected")));
    add("about-corrects", record.corrects.map(|_| record.correction_reason.clone()));
    add("about-cancelled", record.cancelled.clone());
    let direction = w.coded("direction", crossing.direction.code());
    let (at, post) = (moment(w, &report.at_post(crossing.at, &crossing.post)), report.post(&crossing.post));
    Section { title: format!("{at} · {post} · {direction}"), facts }
}

fn visa_section(w: &Words, held: &HeldVisa) -> Section {
    let visa = &held.visa;
    let facts = vec![
        Fact::new(w.t("printed-name"), visa.holder.to_string()),
        Fact::new(
            w.t("about-good"),
            format!("{} – {}", w.date(visa.from), w.date(held.extended_to.unwrap_or(visa.to))),
        ),
    ];
    Section { title: format!("{} {}", w.coded("visa-kind", visa.kind.code()), visa.number), facts }
}
