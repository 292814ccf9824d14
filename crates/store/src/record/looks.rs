//! Who looked at whom: a row for each event in which someone saw personal data, for those who audit.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, Sql, columns},
    journal::Entry,
    record::day::QUARTER_MS,
};
use jiff::Timestamp;
use limen_domain::{
    AccountId, CrossingId, DocumentKey, Event, LookPurpose, NodeId, TravelDocument, Why, plain_letters,
};
use sqlx::Row;

/// Maximum number of looks that are shown together.
const MOST_LOOKS: i64 = 500;

/// What parts those who were shown beside a traveller, after the traveller, in what a look is about.
pub(crate) const SHOWN: &str = " · ";

/// One look at personal data.
#[derive(Debug, Clone)]
pub struct RecordedLook {
    /// Where, and in which event: what the journal says of it.
    pub node: NodeId,
    /// Its number in the journal.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub officer: AccountId,
    /// The event's kind.
    pub kind: String,
    /// What was looked at: a record's identifier, a day, a search.
    pub about: String,
    /// The traveller's document; empty where there is none, or many were listed.
    pub document: String,
    /// Whether the record was made at another node.
    pub elsewhere: bool,
    /// What for; `None` where it is the crossing itself, or in records that are older than the question.
    pub why: Option<Why>,
}

/// How much someone looked at in a quarter of an hour: clocks are off by whole quarters everywhere.
#[derive(Debug, Clone)]
pub struct LooksOfQuarter {
    /// Who.
    pub officer: AccountId,
    /// When it begins.
    pub from: Timestamp,
    /// Travellers who stood before them.
    pub presented: i64,
    /// Of those, how many went without a decision.
    pub without_decision: i64,
    /// Records, lists and searches away from a traveller.
    pub away: i64,
    /// Of those, records made at another node.
    pub elsewhere: i64,
}

/// What left the house.
#[derive(Debug, Clone)]
pub struct Export {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub officer: AccountId,
    /// The event that says so.
    pub event: Event,
}

/// The crossing that someone looked at, or the presentation that was to become one, if an event says so.
pub(crate) fn crossing_of(event: &Event) -> Option<CrossingId> {
    match event {
        Event::CrossingConsulted { crossing, .. }
        | Event::CorrectionConsulted { crossing, .. }
        | Event::PicturesConsulted { crossing, .. }
        | Event::PictureConsulted { crossing, .. } => Some(*crossing),
        _ => None,
    }
}

/// Notes what an event says of someone's looking, if it does.
pub(crate) async fn note(conn: &mut Conn, entry: &Entry) -> Result<(), StoreError> {
    let (about, why) = match &entry.new.event {
        Event::TravellerPresented(presentation) => {
            let traveller = &presentation.traveller;
            let document = traveller.document.as_ref().and_then(TravelDocument::key).map(|key| key.to_string());
            let seen = (document.unwrap_or_default(), traveller.name.search_key(), 0);
            return insert(conn, entry, &presentation.id.to_string(), seen, None).await;
        }
        Event::CrossingConsulted { crossing, why }
        | Event::CorrectionConsulted { crossing, why }
        | Event::PicturesConsulted { crossing, why }
        | Event::PictureConsulted { crossing, why, .. } => (crossing.to_string(), why),
        Event::DayConsulted { day, search, why } if search.is_empty() => (day.to_string(), why),
        Event::DayConsulted { day, search, why } => (format!("{day} · {search}"), why),
        Event::DayExported { day, why, .. } => (day.to_string(), why),
        Event::ProtectionConsulted { protection, why } => {
            (protection.as_ref().map(ToString::to_string).unwrap_or_default(), why)
        }
        Event::OthersConsulted { beside, adults, namesakes, why } => {
            let shown = adults.iter().map(ToString::to_string).chain(namesakes.iter().map(ToString::to_string));
            (std::iter::once(beside.to_string()).chain(shown).collect::<Vec<_>>().join(SHOWN), why)
        }
        Event::CorrectionsConsulted { shown, why } => {
            let shown = shown.iter().map(ToString::to_string);
            (std::iter::once(String::new()).chain(shown).collect::<Vec<_>>().join(SHOWN), why)
        }
        Event::PeopleSearched { search, shown, why } => {
            let shown = shown.iter().map(ToString::to_string);
            (std::iter::once(search.replace(SHOWN, " ")).chain(shown).collect::<Vec<_>>().join(SHOWN), why)
        }
        Event::PartyConsulted { party, why } => (party.to_string(), why),
        Event::ProposalConsulted { proposal, why } => (proposal.to_string(), why),
        Event::VisasConsulted { search, why } | Event::AlertsSearched { search, why } => (search.clone(), why),
        Event::AlertConsulted { list, alert, why } => (format!("{list}/{alert}"), why),
        Event::DocumentAsked { neighbour, document, why } => {
            let seen = (document.to_string(), String::new(), 0);
            return insert(conn, entry, neighbour.as_str(), seen, why.as_ref()).await;
        }
        Event::OverstaysConsulted { why }
        | Event::ReferralsConsulted { why }
        | Event::PartiesConsulted { why }
        | Event::HitsConsulted { why }
        | Event::ClaimsConsulted { why } => (String::new(), why),
        Event::FlowsExported { which, .. } => (which.clone(), &None),
        Event::FlowsQueried { .. } => (String::new(), &None),
        Event::ClaimConsulted { claim, document, why } => {
            let document = document.as_ref().map(ToString::to_string).unwrap_or_default();
            return insert(conn, entry, &claim.to_string(), (document, String::new(), 0), why.as_ref()).await;
        }
        Event::PersonReported { documents, request } => {
            let first = documents.first().map(ToString::to_string).unwrap_or_default();
            return insert(conn, entry, request, (first, String::new(), 0), None).await;
        }
        _ => return Ok(()),
    };
    let mut seen = (String::new(), String::new(), 0);
    if let Some(id) = crossing_of(&entry.new.event) {
        let row = sqlx::query("select document, search_key, node from crossing where id = $1");
        if let Some(row) = row.bind(id.to_string()).fetch_optional(&mut *conn).await? {
            let elsewhere = row.try_get::<&str, _>("node")? != entry.node.as_str();
            seen = (row.try_get("document")?, row.try_get("search_key")?, i64::from(elsewhere));
        }
    }
    insert(conn, entry, &about, seen, why.as_ref()).await
}

async fn insert(
    conn: &mut Conn,
    entry: &Entry,
    about: &str,
    (document, name, elsewhere): (String, String, i64),
    why: Option<&Why>,
) -> Result<(), StoreError> {
    let mut insert = Insert::into("look");
    insert
        .row()
        .set("node", entry.node.as_str())
        .set("seq", entry.seq)
        .set("at", entry.new.at.as_millisecond())
        .set("officer", entry.actor())
        .set("kind", entry.new.event.kind())
        .set("about", about)
        .set("document", document)
        .set("name", name)
        .set("elsewhere", elsewhere)
        .set("why", why.map_or("", |why| why.purpose.code()))
        .set("reference", why.map_or("", |why| why.reference.as_str()));
    insert.run(conn).await?;
    Ok(())
}

pub(crate) fn look(row: &DbRow) -> Result<RecordedLook, StoreError> {
    let purpose: Option<LookPurpose> = row.try_get::<&str, _>("why")?.parse().ok();
    let reference: String = row.try_get("reference")?;
    let (node, seq) = columns::place(row)?;
    Ok(RecordedLook {
        node,
        seq,
        at: columns::moment(row, "at")?,
        officer: columns::account(row, "officer")?,
        kind: row.try_get("kind")?,
        about: row.try_get("about")?,
        document: row.try_get("document")?,
        elsewhere: row.try_get::<i64, _>("elsewhere")? != 0,
        why: purpose.map(|purpose| Why { purpose, reference }),
    })
}

/// Between two moments, the second one not included.
pub type Between = (Timestamp, Timestamp);

impl Store {
    /// Who looked at the person of these documents, the latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn looks_at(&self, documents: &[DocumentKey]) -> Result<Vec<RecordedLook>, StoreError> {
        let mut query = Sql::new("select * from look where document in (");
        let mut keys = query.separated(", ");
        keys.push_bind("-");
        for document in documents {
            keys.push_bind(document.to_string());
        }
        query.push(") and officer <> '' order by at desc, seq desc limit ").push_bind(MOST_LOOKS);
        query.build().fetch_all(&self.db.pool).await?.iter().map(look).collect()
    }

    /// What someone looked at, the latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn looks_of(&self, officer: &AccountId, (from, to): Between) -> Result<Vec<RecordedLook>, StoreError> {
        let rows = sqlx::query(
            "select * from look where officer = $1 and at >= $2 and at < $3 order by at desc, seq desc limit $4",
        )
        .bind(officer.as_str())
        .bind(from.as_millisecond())
        .bind(to.as_millisecond())
        .bind(MOST_LOOKS)
        .fetch_all(&self.db.pool)
        .await?;
        rows.iter().map(look).collect()
    }

    /// How much someone has looked at since a moment for a purpose that they named; what they saw in the line of duty is not
    /// counted.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn looks_for_a_purpose(&self, officer: &AccountId, since: Timestamp) -> Result<i64, StoreError> {
        let mut query = Sql::new("select count(*) from look where officer = ");
        query.push_bind(officer.as_str().to_owned()).push(" and at >= ").push_bind(since.as_millisecond());
        query.push(" and why in (");
        let mut purposes = query.separated(", ");
        for purpose in LookPurpose::NAMED {
            purposes.push_bind(purpose.code());
        }
        query.push(")");
        Ok(query.build_query_scalar().fetch_one(&self.db.pool).await?)
    }

    /// How much each person looked at, by quarters of an hour.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn looks_by_quarter(&self, (from, to): Between) -> Result<Vec<LooksOfQuarter>, StoreError> {
        let rows = sqlx::query(
            "select officer, at / 900000 as quarter,
                 cast(sum(case when kind = 'traveller-presented' then 1 else 0 end) as bigint) as presented,
                 cast(sum(case when kind = 'traveller-presented' and not exists
                     (select 1 from crossing where crossing.id = look.about) then 1 else 0 end) as bigint) as undecided,
                 cast(sum(case when kind <> 'traveller-presented' and why <> 'at-hand' then 1 else 0 end) as bigint) as away,
                 cast(sum(elsewhere) as bigint) as elsewhere
             from look where at >= $1 and at < $2 and officer <> '' and kind not like 'flows-%'
             group by officer, at / 900000 order by officer, quarter",
        )
        .bind(from.as_millisecond())
        .bind(to.as_millisecond())
        .fetch_all(&self.db.pool)
        .await?;
        let quarters = rows.iter().map(|row| {
            let count = |column| Ok::<i64, StoreError>(row.try_get(column)?);
            let from = Timestamp::from_millisecond(row.try_get::<i64, _>("quarter")?.saturating_mul(QUARTER_MS));
            Ok(LooksOfQuarter {
                officer: columns::account(row, "officer")?,
                from: from.map_err(crate::error::damaged)?,
                presented: count("presented")?,
                without_decision: count("undecided")?,
                away: count("away")?,
                elsewhere: count("elsewhere")?,
            })
        });
        quarters.collect()
    }

    /// Travellers of an officer's own name whom that officer looked at: every word of the officer's name stands in theirs.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn looks_at_own_name(
        &self,
        officer: &AccountId,
        name: &str,
        (from, to): Between,
    ) -> Result<Vec<RecordedLook>, StoreError> {
        let letters = plain_letters(name);
        let words: Vec<&str> = letters.split_whitespace().filter(|word| word.len() > 1).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Sql::new("select * from look where officer = ");
        query.push_bind(officer.as_str().to_owned()).push(" and at >= ").push_bind(from.as_millisecond());
        query.push(" and at < ").push_bind(to.as_millisecond());
        for word in words {
            // A name has letters only: none of them means something to `like`.
            query.push(" and ' ' || name || ' ' like ").push_bind(format!("% {word} %"));
        }
        query.push(" order by at desc limit ").push_bind(MOST_LOOKS);
        query.build().fetch_all(&self.db.pool).await?.iter().map(look).collect()
    }

    /// What left the house, the latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn exports(&self, (from, to): Between) -> Result<Vec<Export>, StoreError> {
        let rows = sqlx::query(
            "select look.at, actor, payload from look join event on event.node = look.node and event.seq = look.seq
             where look.kind in ('day-exported', 'flows-exported', 'flows-queried') and look.at >= $1 and look.at < $2
             and payload is not null order by look.at desc limit $3",
        )
        .bind(from.as_millisecond())
        .bind(to.as_millisecond())
        .bind(MOST_LOOKS)
        .fetch_all(&self.db.pool)
        .await?;
        let mut exports = Vec::with_capacity(rows.len());
        for row in &rows {
            // What a later version wrote is not understood here, and is shown by that version.
            if let Ok(event) = serde_json::from_str(row.try_get("payload")?) {
                let officer = columns::account(row, "actor")?;
                exports.push(Export { at: columns::moment(row, "at")?, officer, event });
            }
        }
        Ok(exports)
    }
}
