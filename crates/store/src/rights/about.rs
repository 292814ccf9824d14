//! Everything that this node holds about a person, by their documents: for answering that person.

use crate::{
    AskedOutcome, Claim, KeptAttachment, Note, ProtectionRow, Record, SamePerson, Store, StoreError, VisaStep, VisaUse,
    database::{Sql, columns},
    record::same_person::push_keys,
};
use jiff::Timestamp;
use limen_domain::{
    Authorised, CrossingId, DocumentKey, Event, HeldVisa, Party, PartyId, PostId, Presentation, Traveller,
};
use sqlx::Row;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Maximum number of records of one person that are put together; nobody crosses as often.
const MOST_RECORDS: i64 = 20_000;
/// How many visas a list without a search shows.
pub const VISAS_LISTED: i64 = 50;

/// One crossing with what was kept beside it.
#[derive(Debug, Clone)]
pub struct AboutCrossing {
    /// As it was recorded.
    pub record: Record,
    /// When its event was written: a correction's is later than the crossing.
    pub written: Timestamp,
    /// When it was settled, corrected or cancelled, whichever was first. `None` where it stands.
    pub ended: Option<Timestamp>,
    /// When it was corrected or cancelled. `None` where it was not.
    pub put_right: Option<Timestamp>,
    /// Until when they may stay, as a permit or an extension moved it. `None` where nothing said so.
    pub until: Option<Authorised>,
    /// Whether an alert was found for them then.
    pub has_hits: bool,
    /// What was noted while it was a referral, what was asked to be corrected, and why it was not.
    pub notes: Vec<Note>,
    /// What was begun for the person's protection.
    pub protections: Vec<ProtectionRow>,
    /// Photos, pages and files.
    pub attachments: Vec<KeptAttachment>,
}

/// A visa or permit with all that was done with it.
#[derive(Debug, Clone)]
pub struct AboutVisa {
    /// As it stands.
    pub held: HeldVisa,
    /// What was done with it, the first thing first.
    pub steps: Vec<VisaStep>,
    /// The entries that it was used for.
    pub uses: Vec<VisaUse>,
    /// When later ones drove it from the list of the latest; `None` while it is there.
    pub(crate) off_the_list: Option<Timestamp>,
}

/// A party that the person crossed with, or with which a carrier announced them.
#[derive(Debug, Clone)]
pub struct AboutParty {
    /// Which.
    pub id: PartyId,
    /// Where.
    pub post: PostId,
    /// When it was announced, or began.
    pub at: Timestamp,
    /// What officers call it.
    pub name: String,
    /// The plate of its vehicle; `None` where it has none.
    pub plate: Option<String>,
    /// The person as the carrier announced them; `None` where no list did.
    pub announced: Option<Traveller>,
}

/// When and where a person was read.
#[derive(Debug, Clone)]
pub struct AboutPresentation {
    /// Which.
    pub id: CrossingId,
    /// Where.
    pub post: PostId,
    /// When.
    pub at: Timestamp,
    /// Who, as read.
    pub traveller: Traveller,
    /// Photos and pages, where no crossing has them.
    pub attachments: Vec<KeptAttachment>,
    /// Whether they stand at a counter now.
    pub is_open: bool,
}

/// What is held here of another post's records, or of this one's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AboutSource {
    /// The post.
    pub post: PostId,
    /// How many crossings of the person.
    pub crossings: u64,
    /// Up to when what the post recorded is here. `None` for this post.
    pub up_to: Option<Timestamp>,
}

/// Everything about a person.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The documents that are known to be theirs.
    pub documents: Vec<DocumentKey>,
    /// Which of these were found to be one person's, and why.
    pub ties: Vec<SamePerson>,
    /// Their crossings, also those that were corrected or cancelled, oldest first.
    pub crossings: Vec<AboutCrossing>,
    /// When they were read without a decision, oldest first.
    pub presented: Vec<AboutPresentation>,
    /// Their visas and permits.
    pub visas: Vec<AboutVisa>,
    /// The parties that they were of.
    pub parties: Vec<AboutParty>,
    /// What they claimed about their data, as far as it is held here.
    pub claims: Vec<Claim>,
}

impl Store {
    /// Puts together everything about the person of these documents, and of those tied to them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn about(&self, shown: &[DocumentKey]) -> Result<About, StoreError> {
        let documents = self.documents_with(shown).await?;
        let mut about = About { ties: self.ties(&documents).await?, documents, ..About::default() };
        let written = self.crossings_written(&about.documents).await?;
        let at: HashMap<CrossingId, Timestamp> = written.iter().map(|(id, at, _)| (*id, *at)).collect();
        for (id, written, until) in written {
            let Some(record) = self.record(id).await? else { continue };
            let of = |other: Option<CrossingId>| other.and_then(|other| at.get(&other).copied());
            let cancelled = if record.cancelled.is_some() { self.cancelled_at(id).await? } else { None };
            // What took its place may be under a document that is not theirs.
            let corrected = match record.corrected_by {
                Some(new) if !at.contains_key(&new) => self.written_at(new).await?,
                new => of(new),
            };
            let put_right = corrected.or(cancelled);
            let ended = of(record.settled_by).into_iter().chain(put_right).min();
            about.crossings.push(AboutCrossing {
                written,
                ended,
                put_right,
                until,
                has_hits: self.has_hits(id).await?,
                notes: self.all_notes(id).await?,
                protections: self.protections_of(id).await?,
                attachments: self.attachments(&[id]).await?,
                record,
            });
        }
        about.presented = self.presented_without_decision(&about.documents).await?;
        for held in self.visas_of(&about.documents).await? {
            about.visas.push(AboutVisa {
                steps: self.visa_history(&held.visa.number).await?,
                uses: self.visa_uses(&held.visa.number).await?,
                off_the_list: self.visa_off_the_list(&held.visa, VISAS_LISTED).await?,
                held,
            });
        }
        about.parties = self.parties_of(&about).await?;
        about.claims = self.claims_of(&about.documents).await?;
        Ok(about)
    }

    /// Someone's crossings in the order of their times, with the times of their events, and until when each allows a stay.
    async fn crossings_written(
        &self,
        documents: &[DocumentKey],
    ) -> Result<Vec<(CrossingId, Timestamp, Option<Authorised>)>, StoreError> {
        let mut query = Sql::new(
            "select crossing.id, authorised, coalesce(event.at, known_event.at, crossing.at) as written from crossing
             left join event on event.node = crossing.node and event.seq = crossing.seq
             left join known_event on known_event.node = crossing.node and known_event.seq = crossing.seq
             where document in ",
        );
        push_keys(&mut query, documents);
        query.push(" order by crossing.at, crossing.id limit ").push_bind(MOST_RECORDS);
        let rows = query.build().fetch_all(&self.db.pool).await?;
        let written = rows.iter().map(|row| {
            let until = row.try_get::<&str, _>("authorised")?.parse().ok();
            Ok((columns::parsed(row, "id")?, columns::moment(row, "written")?, until))
        });
        written.collect()
    }

    /// When the event of a crossing was written.
    async fn written_at(&self, id: CrossingId) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(
            "select coalesce(event.at, known_event.at, crossing.at) as written from crossing
             left join event on event.node = crossing.node and event.seq = crossing.seq
             left join known_event on known_event.node = crossing.node and known_event.seq = crossing.seq
             where crossing.id = $1",
        );
        let row = row.bind(id.to_string()).fetch_optional(&self.db.pool).await?;
        row.map(|row| columns::moment(&row, "written")).transpose()
    }

    /// What officers noted about a crossing.
    async fn all_notes(&self, id: CrossingId) -> Result<Vec<Note>, StoreError> {
        let mut notes = self.notes(id).await?;
        let note = |at, officer, text| Note { at, officer, question: String::new(), text };
        for asked in self.corrections_asked_of(id).await? {
            notes.push(note(asked.at, asked.officer, asked.note));
            if let AskedOutcome::Declined { by, at, reason } = asked.outcome {
                notes.push(note(at, by, reason));
            }
        }
        Ok(notes)
    }

    /// When a crossing was cancelled. `None` where no event says so.
    async fn cancelled_at(&self, id: CrossingId) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(
            "select at from event where payload is not null and kind = 'crossing-cancelled' and payload like $1
             union all select at from known_event where payload like '{\"kind\":\"crossing-cancelled\"%' and payload like $1
             order by at limit 1",
        );
        let row = row.bind(format!("%\"{id}\"%")).fetch_optional(&self.db.pool).await?;
        row.map(|row| columns::moment(&row, "at")).transpose()
    }

    /// Whether an alert was found for someone at their counter.
    async fn has_hits(&self, id: CrossingId) -> Result<bool, StoreError> {
        let count = sqlx::query_scalar("select count(*) from hit where presentation = $1").bind(id.to_string());
        Ok(count.fetch_one(&self.db.pool).await.map(|count: i64| count > 0)?)
    }

    async fn presented_without_decision(
        &self,
        documents: &[DocumentKey],
    ) -> Result<Vec<AboutPresentation>, StoreError> {
        let mut query = Sql::new("select body, ended from presentation where document in ");
        push_keys(&mut query, documents);
        query.push(
            " and not exists (select 1 from crossing where crossing.id = presentation.id) order by at, id limit ",
        );
        query.push_bind(MOST_RECORDS);
        let mut presented = Vec::new();
        for row in query.build().fetch_all(&self.db.pool).await? {
            let Presentation { id, post, at, traveller, .. } = serde_json::from_str(row.try_get("body")?)?;
            let is_open = row.try_get::<i64, _>("ended")? == 0;
            let attachments = self.attachments(&[id]).await?;
            presented.push(AboutPresentation { id, post, at, traveller, attachments, is_open });
        }
        Ok(presented)
    }

    /// The parties of someone's crossings, and those with which a carrier announced them.
    async fn parties_of(&self, about: &About) -> Result<Vec<AboutParty>, StoreError> {
        let mut bodies: BTreeMap<String, String> = BTreeMap::new();
        let parties = about.crossings.iter().filter_map(|one| one.record.crossing.party);
        for party in parties.collect::<BTreeSet<_>>() {
            let body = sqlx::query_scalar("select body from party where id = $1").bind(party.to_string());
            bodies.extend(body.fetch_optional(&self.db.pool).await?.map(|body: String| (party.to_string(), body)));
        }
        for document in &about.documents {
            // A number has letters and digits alone: none of them means something to `like`.
            let rows = sqlx::query("select id, body from party where body like $1")
                .bind(format!("%\"{}\"%", document.number))
                .fetch_all(&self.db.pool)
                .await?;
            for row in rows {
                bodies.insert(row.try_get("id")?, row.try_get("body")?);
            }
        }
        let mut parties = Vec::new();
        for body in bodies.values() {
            let party: Party = serde_json::from_str(body)?;
            let is_theirs = |member: &&Traveller| {
                member
                    .documents()
                    .filter_map(limen_domain::TravelDocument::key)
                    .any(|key| about.documents.contains(&key))
            };
            let announced = party.members.iter().find(is_theirs).cloned();
            if announced.is_some() || about.crossings.iter().any(|one| one.record.crossing.party == Some(party.id)) {
                parties.push(AboutParty {
                    id: party.id,
                    post: party.post,
                    at: party.at,
                    name: party.name,
                    plate: party.vehicle.map(|vehicle| vehicle.plate.to_string()),
                    announced,
                });
            }
        }
        parties.sort_by_key(|party| (party.at, party.id));
        Ok(parties)
    }

    /// Of each post whose records are held here: how many crossings of someone, and up to when its records are here.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn sources_of(&self, about: &About) -> Result<Vec<AboutSource>, StoreError> {
        let mut sources: BTreeMap<PostId, AboutSource> = BTreeMap::new();
        let rows = sqlx::query(
            "select event.node, event.at as up_to from journal_end
                 join event on event.node = journal_end.node and event.seq = journal_end.seq
             union all select node, max(at) as up_to from known_event group by node",
        );
        for row in rows.fetch_all(&self.db.pool).await? {
            let node = columns::node(&row, "node")?;
            let Some(post) = self.post_of_journal(&node).await? else { continue };
            // What this machine wrote is here, also under the name that it had before it was put back.
            let up_to = Some(columns::moment(&row, "up_to")?).filter(|_| node.machine() != self.node().machine());
            let source = sources.entry(post.clone()).or_insert(AboutSource { post, crossings: 0, up_to });
            source.up_to = source.up_to.max(up_to);
        }
        for one in &about.crossings {
            let post = &one.record.crossing.post;
            let first = AboutSource { post: post.clone(), crossings: 0, up_to: None };
            sources.entry(post.clone()).or_insert(first).crossings += 1;
        }
        Ok(sources.into_values().collect())
    }

    /// When each kind of data was erased last, and up to which moment.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn erasures(&self) -> Result<Vec<(Timestamp, Event)>, StoreError> {
        let rows = sqlx::query(
            "select at, payload from event where node = $1 and kind = 'data-erased' and payload is not null
             order by seq desc limit 50",
        )
        .bind(self.node().as_str())
        .fetch_all(&self.db.pool)
        .await?;
        rows.iter()
            .map(|row| Ok((columns::moment(row, "at")?, serde_json::from_str(row.try_get("payload")?)?)))
            .collect()
    }
}
