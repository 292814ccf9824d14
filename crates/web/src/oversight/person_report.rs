//! The answer to someone who asks what is held about them: a file to read, and the same as a file for machines. It names no
//! officer, and says neither that there is an alert nor that there is none.

use crate::words::Words;
use askama::Template;
use data_encoding::BASE64;
use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};
use limen_domain::{
    AccountId, Authorised, Crossing, DataKind, Decision, DocumentKey, Event, Grounds, PostId, ReferralReason, Retention,
};
use limen_store::{About, AboutCrossing, Look, Store, StoreError, settings::RETENTION};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Pictures of so many bytes together are put into the file; further ones are named only.
const MOST_PICTURE_BYTES: u64 = 20 << 20;

/// What the answer is made for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The documents that were shown by whoever asks.
    pub documents: Vec<DocumentKey>,
    /// The request's number or date, as the service files it.
    pub reference: String,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct PersonReport {
    /// To read: HTML that needs nothing else.
    pub readable: String,
    /// For machines: JSON.
    pub machine: String,
    /// How many crossings it holds.
    pub crossings: usize,
}

#[derive(Template)]
#[template(path = "oversight/person_report.html")]
struct Readable<'a> {
    w: &'a Words,
    reference: &'a str,
    documents: String,
    made: String,
    controller: String,
    crossings: Vec<Section>,
    presented: Vec<(String, String)>,
    visas: Vec<Section>,
    looks: Vec<(String, String, String)>,
    kept: Vec<(String, String)>,
}

/// A part of the answer: a title, and what it says.
struct Section {
    title: String,
    facts: Vec<(String, String)>,
}

/// What the answer's words come from.
struct Sources<'a> {
    w: &'a Words,
    posts: HashMap<PostId, (String, TimeZone)>,
    /// Now, as clocks show it here.
    now: ZonedDateTime,
    roles: HashMap<AccountId, &'static str>,
    grounds: Grounds,
}

/// Puts together everything that this node holds about a person, and notes that it was. `actor` is whoever answers; nobody,
/// where a command does.
pub async fn person_report(
    store: &Store,
    w: &Words,
    request: &Request,
    actor: Option<&AccountId>,
    controller: &str,
) -> Result<PersonReport, StoreError> {
    let about = store.about(&request.documents).await?;
    let reported = Event::PersonReported { documents: about.documents.clone(), request: request.reference.clone() };
    store.append(actor, vec![reported], None).await?;
    let posts = store.posts().await?.into_iter();
    let sources = Sources {
        w,
        posts: posts
            .map(|post| (post.id, (post.name, TimeZone::get(&post.time_zone).unwrap_or(TimeZone::UTC))))
            .collect(),
        now: store.now().to_zoned_datetime(store.zone().await?),
        roles: store.accounts().await?.into_iter().map(|account| (account.id, account.role.code())).collect(),
        grounds: store.reference().await?.grounds,
    };
    let retention = store.read(&RETENTION).await?;
    let mut pictures = HashMap::new();
    let mut left = MOST_PICTURE_BYTES;
    for kept in about.crossings.iter().flat_map(|crossing| &crossing.attachments) {
        if let Some(rest) = left.checked_sub(kept.attachment.bytes)
            && let Some(bytes) = store.content_of(&kept.attachment.sha256).await?
        {
            left = rest;
            pictures.insert(kept.attachment.sha256.clone(), BASE64.encode(&bytes));
        }
    }
    let readable = readable(&sources, &about, request, controller, &retention);
    let machine = machine(&sources, &about, request, controller, &retention, &pictures);
    Ok(PersonReport { readable, machine: serde_json::to_string_pretty(&machine)?, crossings: about.crossings.len() })
}

impl Sources<'_> {
    fn post(&self, id: &PostId) -> String {
        self.posts.get(id).map_or_else(|| id.to_string(), |(name, _)| name.clone())
    }

    fn moment(&self, at: Timestamp, post: &PostId) -> String {
        let zone = self.posts.get(post).map_or(TimeZone::UTC, |(_, zone)| zone.clone());
        let at = at.to_zoned_datetime(zone);
        format!("{} · {}", self.w.date(at.date()), self.w.time(at.time()))
    }

    fn decision(&self, decision: &Decision) -> String {
        let w = self.w;
        let grounds = decision.refused_on().iter().map(|ground| {
            let text = self.grounds.text(ground, w.language.tag());
            format!("{ground} {text}")
        });
        let grounds: Vec<String> = grounds.collect();
        let kind = w.coded("decision", decision.kind().code());
        if grounds.is_empty() { kind } else { format!("{kind}: {}", grounds.join("; ")) }
    }

    /// The role of whoever looked, and at which node: not who it was.
    fn looker(&self, look: &Look) -> String {
        let role = self.roles.get(&look.officer).map_or_else(String::new, |role| self.w.coded("role", role));
        let node = look.node.as_str().split('.').next().unwrap_or_default();
        let place = PostId::parse(node).map_or_else(|_| node.to_owned(), |post| self.post(&post));
        format!("{role} · {place}")
    }

    fn purpose(&self, look: &Look) -> String {
        match &look.why {
            Some(why) => self.w.coded("look-purpose", why.purpose.code()),
            None => self.w.coded("look", &look.kind),
        }
    }
}

/// Whether what was noted may be shown: what alerts say is withheld, and so is whether there is one.
fn is_told(crossing: &Crossing) -> bool {
    crossing.decision.reason() != Some(ReferralReason::Hit)
}

fn readable(
    sources: &Sources<'_>,
    about: &About,
    request: &Request,
    controller: &str,
    retention: &Retention,
) -> String {
    let w = sources.w;
    let now = &sources.now;
    let documents = about.documents.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let looks = about.looks.iter();
    let page = Readable {
        w,
        reference: &request.reference,
        documents,
        made: format!("{} · {}", w.date(now.date()), w.time(now.time())),
        controller: controller.to_owned(),
        crossings: about.crossings.iter().map(|one| crossing_section(sources, one)).collect(),
        presented: about.presented.iter().map(|(at, post)| (sources.moment(*at, post), sources.post(post))).collect(),
        visas: about.visas.iter().map(|held| visa_section(w, held)).collect(),
        looks: looks
            .map(|look| {
                let at = look.at.to_zoned_datetime(TimeZone::UTC);
                let at = format!("{} · {} UTC", w.date(at.date()), w.time(at.time()));
                (at, sources.looker(look), sources.purpose(look))
            })
            .collect(),
        kept: kept(w, retention),
    };
    // Only an allocation could fail.
    page.render().unwrap_or_default()
}

/// How long each kind of data is kept, and by what right.
pub fn kept(w: &Words, retention: &Retention) -> Vec<(String, String)> {
    let periods = DataKind::ALL.iter().map(|data| {
        let period = match retention.of(*data) {
            Some(period) => w.t2("kept-for", ("days", period.days.to_string()), ("ground", period.ground.clone())),
            None => w.t("kept-no-period"),
        };
        (w.coded("data", data.code()), period)
    });
    periods.collect()
}

fn crossing_section(sources: &Sources<'_>, one: &AboutCrossing) -> Section {
    let (w, record) = (sources.w, &one.record);
    let crossing = &record.crossing;
    let (traveller, journey) = (&crossing.traveller, &crossing.journey);
    let mut facts = vec![
        (w.t("printed-name"), traveller.name.to_string()),
        (w.t("about-decision"), sources.decision(&crossing.decision)),
    ];
    let mut add = |label: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push((w.t(label), value));
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
    if is_told(crossing) {
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
    let (at, post) = (sources.moment(crossing.at, &crossing.post), sources.post(&crossing.post));
    Section { title: format!("{at} · {post} · {direction}"), facts }
}

fn visa_section(w: &Words, held: &limen_domain::HeldVisa) -> Section {
    let visa = &held.visa;
    let facts = vec![
        (w.t("printed-name"), visa.holder.to_string()),
        (w.t("about-good"), format!("{} – {}", w.date(visa.from), w.date(held.extended_to.unwrap_or(visa.to)))),
    ];
    Section { title: format!("{} {}", w.coded("visa-kind", visa.kind.code()), visa.number), facts }
}

/// A recorded thing as JSON, without who acted for the service.
fn without_officers(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        for name in ["officer", "stamp", "hits"] {
            fields.remove(name);
        }
    }
    value
}

fn machine(
    sources: &Sources<'_>,
    about: &About,
    request: &Request,
    controller: &str,
    retention: &Retention,
    pictures: &HashMap<String, String>,
) -> Value {
    let crossings = about.crossings.iter().map(|one| {
        let crossing = &one.record.crossing;
        let mut value = without_officers(json!(crossing));
        if !is_told(crossing) {
            value["decision"] = json!({ "kind": crossing.decision.kind().code() });
        }
        value["post_name"] = json!(sources.post(&crossing.post));
        value["corrected_by"] = json!(one.record.corrected_by);
        value["cancelled"] = json!(one.record.cancelled);
        let notes = one.notes.iter().filter(|_| is_told(crossing));
        value["notes"] = notes.map(|note| json!({ "at": note.at, "text": note.text })).collect();
        let kept = one.attachments.iter().map(|kept| {
            let content = pictures.get(&kept.attachment.sha256);
            json!({ "kind": kept.attachment.kind, "at": kept.at, "sha256": kept.attachment.sha256,
                    "media": kept.attachment.media, "base64": content })
        });
        value["pictures"] = kept.collect();
        let protections = one.protections.iter().map(|row| {
            let mut value = without_officers(json!(row.protection));
            value["handed_over"] =
                json!(row.handed_over.as_ref().map(|handed| json!({ "to": handed.proof.receiver, "at": handed.at })));
            value
        });
        value["protection"] = protections.collect();
        value
    });
    let presented = about.presented.iter().map(|(at, post)| json!({ "at": at, "post": post }));
    let visas = about.visas.iter().map(|held| {
        let mut value = without_officers(json!(held.visa));
        value["extended_to"] = json!(held.extended_to);
        value["revoked"] = json!(held.revoked);
        value
    });
    let looks = about.looks.iter().map(|look| {
        json!({ "at": look.at, "by": sources.looker(look), "kind": look.kind,
                "purpose": look.why.as_ref().map(|why| why.purpose) })
    });
    json!({
        "form": "limen person report 1",
        "made_at": sources.now.timestamp(),
        "request": request.reference,
        "controller": controller,
        "documents": about.documents,
        "crossings": crossings.collect::<Value>(),
        "presented_without_decision": presented.collect::<Value>(),
        "visas": visas.collect::<Value>(),
        "looked_at": looks.collect::<Value>(),
        "kept_for": retention,
        "alerts": sources.w.t("about-alerts"),
    })
}
