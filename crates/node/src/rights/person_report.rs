//! The report on what is held about a person, for that person. It names no officer, and says neither that there is an
//! alert nor that there is none.

use data_encoding::BASE64;
use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};
use limen_domain::{AccountId, Crossing, DocumentKey, Event, Grounds, PostId, ReferralReason, Retention, Role};
use limen_store::{About, RecordedLook, Store, StoreError, settings::RETENTION};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Maximum bytes of all pictures together in the machine-readable file; further ones are named only.
const MOST_PICTURE_BYTES: u64 = 20 << 20;

/// What the answer is made for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The documents that the person shows.
    pub documents: Vec<DocumentKey>,
    /// The request's number or date, as the service files it.
    pub reference: String,
}

/// What is held about a person.
#[derive(Debug)]
pub struct PersonReport {
    /// What the store holds.
    pub about: About,
    /// The request's number or date.
    pub reference: String,
    /// Whose data it is.
    pub controller: String,
    /// When it was made, as clocks show it here.
    pub made: ZonedDateTime,
    /// How long each kind of data is kept.
    pub retention: Retention,
    /// The grounds of refusal in force.
    pub grounds: Grounds,
    posts: HashMap<PostId, (String, TimeZone)>,
    roles: HashMap<AccountId, Role>,
    /// Pictures by their hash, base 64.
    pictures: HashMap<String, String>,
}

/// Who looked at someone: not by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looker {
    /// Their role. `None` where it is not known here.
    pub role: Option<Role>,
    /// The name of the post, or the node.
    pub place: String,
}

impl PersonReport {
    /// Gathers everything that this node holds about a person, and notes that in the journal. `actor` is who answers
    /// the request; `None` for a command.
    ///
    /// # Errors
    /// The database can't be used.
    pub async fn gather(
        store: &Store,
        request: Request,
        actor: Option<&AccountId>,
        controller: String,
    ) -> Result<Self, StoreError> {
        let about = store.about(&request.documents).await?;
        let reported = Event::PersonReported { documents: about.documents.clone(), request: request.reference.clone() };
        store.append(actor, vec![reported], None).await?;
        let posts = store.posts().await?.into_iter();
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
        Ok(Self {
            posts: posts
                .map(|post| (post.id, (post.name, TimeZone::get(&post.time_zone).unwrap_or(TimeZone::UTC))))
                .collect(),
            made: store.now().to_zoned_datetime(store.zone().await?),
            roles: store.accounts().await?.into_iter().map(|account| (account.id, account.role)).collect(),
            grounds: store.reference().await?.grounds,
            retention: store.read(&RETENTION).await?,
            about,
            reference: request.reference,
            controller,
            pictures,
        })
    }

    /// A post's name.
    pub fn post(&self, id: &PostId) -> String {
        self.posts.get(id).map_or_else(|| id.to_string(), |(name, _)| name.clone())
    }

    /// A moment as clocks show it at a post.
    pub fn at_post(&self, at: Timestamp, post: &PostId) -> ZonedDateTime {
        let zone = self.posts.get(post).map_or(TimeZone::UTC, |(_, zone)| zone.clone());
        at.to_zoned_datetime(zone)
    }

    /// The role of who looked, and at which node; not their name.
    pub fn looker(&self, look: &RecordedLook) -> Looker {
        let node = look.node.as_str().split('.').next().unwrap_or_default();
        let place = PostId::parse(node).map_or_else(|_| node.to_owned(), |post| self.post(&post));
        Looker { role: self.roles.get(&look.officer).copied(), place }
    }

    /// Whether what was noted may be shown: what alerts say is withheld, and so is whether there is one.
    pub fn is_told(crossing: &Crossing) -> bool {
        crossing.decision.reason() != Some(ReferralReason::Hit)
    }

    /// The file for machines, JSON. It puts two things into words: who looked, and what is said of alerts.
    pub fn for_machines(&self, by: impl Fn(&Looker) -> String, of_alerts: &str) -> String {
        let crossings = self.about.crossings.iter().map(|one| {
            let crossing = &one.record.crossing;
            let mut value = without_officers(json!(crossing));
            if !Self::is_told(crossing) {
                value["decision"] = json!({ "kind": crossing.decision.kind().code() });
            }
            value["post_name"] = json!(self.post(&crossing.post));
            value["corrected_by"] = json!(one.record.corrected_by);
            value["cancelled"] = json!(one.record.cancelled);
            let notes = one.notes.iter().filter(|_| Self::is_told(crossing));
            value["notes"] = notes.map(|note| json!({ "at": note.at, "text": note.text })).collect();
            let kept = one.attachments.iter().map(|kept| {
                let content = self.pictures.get(&kept.attachment.sha256);
                json!({ "kind": kept.attachment.kind, "at": kept.at, "sha256": kept.attachment.sha256,
                        "media": kept.attachment.media, "base64": content })
            });
            value["pictures"] = kept.collect();
            let protections = one.protections.iter().map(|row| {
                let mut value = without_officers(json!(row.protection));
                value["handed_over"] = json!(
                    row.handed_over.as_ref().map(|handed| json!({ "to": handed.proof.receiver, "at": handed.at }))
                );
                value
            });
            value["protection"] = protections.collect();
            value
        });
        let presented = self.about.presented.iter().map(|(at, post)| json!({ "at": at, "post": post }));
        let visas = self.about.visas.iter().map(|held| {
            let mut value = without_officers(json!(held.visa));
            value["extended_to"] = json!(held.extended_to);
            value["revoked"] = json!(held.revoked);
            value
        });
        let looks = self.about.looks.iter().map(|look| {
            json!({ "at": look.at, "by": by(&self.looker(look)), "kind": look.kind,
                    "purpose": look.why.as_ref().map(|why| why.purpose) })
        });
        let report = json!({
            "form": "limen person report 1",
            "made_at": self.made.timestamp(),
            "request": self.reference,
            "controller": self.controller,
            "documents": self.about.documents,
            "crossings": crossings.collect::<Value>(),
            "presented_without_decision": presented.collect::<Value>(),
            "visas": visas.collect::<Value>(),
            "looked_at": looks.collect::<Value>(),
            "kept_for": self.retention,
            "alerts": of_alerts,
        });
        format!("{report:#}")
    }
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
