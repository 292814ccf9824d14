//! The file of a person to read: HTML that needs nothing else, of the same values as the file for machines.

use crate::{
    kit::parts::Fact,
    node::rights::{
        person_file::{
            FiledClaim, FiledCrossing, FiledLook, FiledParty, FiledPicture, FiledPresentation, FiledStep, FiledVisa,
            How, StepKind, There,
        },
        person_report::PersonReport,
    },
    visas::revoked_because,
    words::{KeptFor, Words},
};
use askama::Template;
use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};
use limen_domain::{Authorised, Traveller};

#[derive(Template)]
#[template(path = "oversight/person_report.html")]
struct Readable<'a> {
    w: &'a Words,
    reference: &'a str,
    documents: Vec<String>,
    made: String,
    controller: &'a str,
    /// Whose records these are, a line for each post.
    held_of: Vec<String>,
    is_headquarters: bool,
    crossings: Vec<Section>,
    presented: Vec<Section>,
    visas: Vec<VisaSection>,
    parties: Vec<Section>,
    claims: Vec<Section>,
    looks: Vec<LookRow>,
    looks_are_cut: bool,
    alerts: &'a str,
    kept: Vec<KeptFor>,
}

/// A look at the person's data.
struct LookRow {
    at: String,
    /// Who looked, by role and place.
    by: String,
    what: String,
    why: String,
}

/// A picture, as the page has it in itself.
struct Picture {
    words: String,
    /// Its media type and bytes, base 64. `None` where it is no picture, or is not in the file.
    data: Option<(String, String)>,
}

/// A part of the file: a title, what it says, and pictures.
struct Section {
    title: String,
    facts: Vec<Fact>,
    pictures: Vec<Picture>,
}

/// A visa, with what was done with it and the entries that it was used for.
struct VisaSection {
    section: Section,
    steps: Vec<[String; 4]>,
    uses: Vec<[String; 4]>,
}

/// The file to read.
pub fn readable(w: &Words, report: &PersonReport) -> String {
    let file = &report.file;
    let held_of = file.held_of.iter().map(|held| {
        let up_to = held.up_to.map(|at| utc(w, at));
        let count = w.t1("about-held-crossings", "count", i64::try_from(held.crossings).unwrap_or(i64::MAX));
        match up_to {
            Some(at) => w.t_of("about-held-up-to", &[("post", held.post_name.clone()), ("count", count), ("at", at)]),
            None => w.t_of("about-held-here", &[("post", held.post_name.clone()), ("count", count)]),
        }
    });
    let ties = file.documents_tied.iter().map(|tie| {
        let why = if tie.reason.is_empty() {
            w.t("same-person-together")
        } else {
            w.coded_elsewhere("same-person", &tie.reason)
        };
        format!("{} = {} · {why}", tie.one, tie.other)
    });
    let page = Readable {
        w,
        reference: &file.head.request,
        documents: file.documents.iter().map(ToString::to_string).chain(ties).collect(),
        made: moment(w, &file.head.made),
        controller: &file.head.controller,
        held_of: held_of.collect(),
        is_headquarters: file.head.made_at_headquarters,
        crossings: file.crossings.iter().map(|one| crossing_section(w, report, one)).collect(),
        presented: file.presented_without_decision.iter().map(|one| presentation_section(w, one)).collect(),
        visas: file.visas.iter().map(|one| visa_section(w, one)).collect(),
        parties: file.parties.iter().map(|one| party_section(w, one)).collect(),
        claims: file.claims.iter().map(|one| claim_section(w, one)).collect(),
        looks: file.looked_at.iter().map(|look| look_row(w, look)).collect(),
        looks_are_cut: file.looked_at_is_cut,
        alerts: &file.head.alerts,
        kept: w.kept(&file.head.kept_for),
    };
    // Only an allocation could fail.
    page.render().unwrap_or_default()
}

fn moment(w: &Words, at: &ZonedDateTime) -> String {
    format!("{} · {}", w.date(at.date()), w.time(at.time()))
}

fn utc(w: &Words, at: Timestamp) -> String {
    format!("{} UTC", moment(w, &at.to_zoned_datetime(TimeZone::UTC)))
}

/// `27 nov. 2026 · 10:14 · Kourémalé`
fn there(w: &Words, there: &There) -> String {
    format!("{} · {}", moment(w, &there.clock), there.post_name)
}

fn look_row(w: &Words, look: &FiledLook) -> LookRow {
    let what = w.coded_elsewhere("look", &look.kind);
    let how = match look.how {
        How::Themselves => None,
        how => Some(w.coded("about-how", how.code())),
    };
    LookRow {
        at: utc(w, look.at),
        by: w.role_at(look.by.role, &look.by.place),
        what: std::iter::once(what).chain(how).collect::<Vec<_>>().join(" · "),
        why: look.purpose.map(|purpose| w.coded("look-purpose", purpose.code())).unwrap_or_default(),
    }
}

/// Gathers facts, and leaves out those that are empty.
struct Facts<'a>(&'a Words, Vec<Fact>);

impl Facts<'_> {
    fn add(&mut self, label: &str, value: impl Into<Option<String>>) {
        if let Some(value) = value.into().filter(|value| !value.is_empty()) {
            self.1.push(Fact::new(self.0.t(label), value));
        }
    }

    fn traveller(&mut self, traveller: &Traveller) {
        let w = self.0;
        self.add("printed-name", traveller.name.to_string());
        self.add("printed-born", w.known_date(traveller.birth_date));
        self.add("about-birth-place", traveller.birth_place.clone());
        self.add("about-sex", w.coded("sex", traveller.sex.code()));
        let nationalities: Vec<String> = traveller.nationalities().map(|state| w.state(state)).collect();
        self.add("printed-nationality", nationalities.join(", "));
        let documents = traveller.documents().map(|document| {
            let issuer = document.issuer.map(|state| w.state(state)).unwrap_or_default();
            format!("{} {} {issuer}", w.coded("document", document.kind.code()), document.number)
        });
        self.add("printed-document", documents.collect::<Vec<_>>().join("; "));
        self.add("about-read", w.coded("source", traveller.source.code()));
    }
}

fn until(w: &Words, authorised: Authorised) -> String {
    match authorised {
        Authorised::Freely => w.t("printed-free"),
        Authorised::To(last) => w.date(last),
    }
}

fn crossing_section(w: &Words, report: &PersonReport, one: &FiledCrossing) -> Section {
    let mut facts = Facts(w, Vec::new());
    let grounds = one.decision.grounds.iter().map(|ground| {
        let text = report.grounds.text(ground, w.language.tag());
        format!("{ground} {text}")
    });
    let grounds: Vec<String> = grounds.collect();
    let said: Vec<String> = grounds.into_iter().collect();
    let kind = w.coded("decision", one.decision.kind.code());
    facts.add("about-decision", if said.is_empty() { kind } else { w.colon(kind, said.join("; ")) });
    facts.traveller(&one.traveller);
    let journey = &one.journey;
    facts.add("about-purpose", journey.purpose.map(|purpose| w.coded("purpose", purpose.code())));
    facts.add("about-mode", journey.mode.map(|mode| w.coded("mode", mode.code())));
    facts.add("about-from", journey.origin.clone());
    facts.add("about-to", journey.destination.clone());
    facts.add("about-residence", journey.residence.map(|state| w.state(state)));
    facts.add("about-days", journey.stay_days.map(|days| w.t1("distance-days", "count", i64::from(days))));
    facts.add("about-with", journey.accompaniment.map(|with| w.coded("accompaniment", with.code())));
    facts.add("about-permit", journey.permit_until.map(|last| w.date(last)));
    facts.add("printed-until", one.authorised.map(|authorised| until(w, authorised)));
    facts.add("about-visa", one.visa.as_ref().map(ToString::to_string));
    facts.add("about-notes", one.notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>().join(" / "));
    let protections = one.protection.iter().map(|row| {
        let to = row.handed_over.as_ref().map(|handed| handed.to.clone()).unwrap_or_default();
        format!("{} · {} · {to}", w.coded("need", row.need.code()), row.authority)
    });
    facts.add("about-protection", protections.collect::<Vec<_>>().join("; "));
    facts.add("about-corrected", one.corrected_by.map(|_| w.t("about-was-corrected")));
    facts.add("about-corrects", one.correction_reason.clone());
    facts.add("about-cancelled", one.cancelled.clone());
    facts.add("about-undone", one.undone_by.map(|_| w.t("about-was-undone")));
    let direction = w.coded("direction", one.direction.code());
    Section {
        title: format!("{} · {direction}", there(w, &one.there)),
        facts: facts.1,
        pictures: pictures(w, &one.pictures),
    }
}

fn pictures(w: &Words, kept: &[FiledPicture]) -> Vec<Picture> {
    let picture = |kept: &FiledPicture| Picture {
        words: w.coded("attachment", kept.kind.code()),
        data: kept
            .base64
            .clone()
            .filter(|_| kept.media.code().starts_with("image/"))
            .map(|base64| (kept.media.code().to_owned(), base64)),
    };
    kept.iter().map(picture).collect()
}

fn presentation_section(w: &Words, one: &FiledPresentation) -> Section {
    let mut facts = Facts(w, Vec::new());
    facts.traveller(&one.traveller);
    Section { title: there(w, &one.there), facts: facts.1, pictures: pictures(w, &one.pictures) }
}

fn visa_section(w: &Words, one: &FiledVisa) -> VisaSection {
    let mut facts = Facts(w, Vec::new());
    facts.add("about-revoked", one.revoked.as_ref().map(|reason| revoked_because(w, reason)));
    facts.add("printed-name", one.holder.to_string());
    facts.add("printed-born", w.known_date(one.birth_date));
    facts.add("printed-nationality", one.nationality.map(|state| w.state(state)));
    facts.add("printed-document", one.document.to_string());
    facts.add("about-good", format!("{} – {}", w.date(one.from), w.date(one.last_day)));
    facts.add("about-entries", w.coded_elsewhere("visa-entries", &one.entries.to_string()));
    facts.add("visas-days", one.days.map(|days| w.t1("distance-days", "count", i64::from(days.get()))));
    facts.add("visas-conditions-title", one.conditions.clone());
    let uses = one.uses.iter().map(|used| {
        let left = used.left.map_or_else(|| w.t("visa-use-inside"), |left| utc(w, left));
        let may_stay = used.until.map(|authorised| until(w, authorised)).unwrap_or_default();
        [moment(w, &used.there.clock), used.there.post_name.clone(), may_stay, left]
    });
    let title = format!("{} {}", w.coded("visa-kind", one.kind.code()), one.number);
    VisaSection {
        section: Section { title, facts: facts.1, pictures: Vec::new() },
        steps: one.history.iter().map(|step| step_row(w, step)).collect(),
        uses: uses.collect(),
    }
}

fn step_row(w: &Words, step: &FiledStep) -> [String; 4] {
    let what = match (step.what, step.to) {
        (StepKind::Issued, _) => w.t("visa-step-issued"),
        (StepKind::Recorded, _) => w.t("visa-step-recorded"),
        (StepKind::Extended, to) => w.t1("visa-step-extended", "date", to.map(|to| w.date(to)).unwrap_or_default()),
        (StepKind::Revoked, _) => w.t("visa-step-revoked"),
    };
    let what = step.post_name.iter().fold(what, |what, post| format!("{what} · {post}"));
    let paid = [&step.fee_receipt, &step.fee].map(String::as_str);
    let paid: Vec<&str> = paid.into_iter().filter(|part| !part.is_empty()).collect();
    [utc(w, step.at), what, revoked_because(w, &step.reason), paid.join(" · ")]
}

fn party_section(w: &Words, one: &FiledParty) -> Section {
    let mut facts = Facts(w, Vec::new());
    facts.add("about-party", one.name.clone());
    facts.add("about-plate", one.plate.clone());
    if let Some(announced) = &one.announced {
        facts.add("about-announced", w.t("about-by-carrier"));
        facts.traveller(announced);
    }
    Section { title: there(w, &one.there), facts: facts.1, pictures: Vec::new() }
}

fn claim_section(w: &Words, one: &FiledClaim) -> Section {
    let mut facts = Facts(w, Vec::new());
    facts.add("claim-words", one.words.clone());
    facts.add("claim-received", w.date(one.received));
    if let Some(given) = &one.answer {
        facts
            .add("claim-answer-it", format!("{} · {}", w.coded("claim-answer", given.answer.code()), utc(w, given.at)));
        facts.add("claim-reason", given.reason.clone());
    }
    Section {
        title: format!("{} · {}", w.coded("right", one.right.code()), one.reference),
        facts: facts.1,
        pictures: Vec::new(),
    }
}
