//! Stays: the rules of stay that the node works by, a traveller's movements, and who has stayed too long.

use crate::{Page, Store, StoreError, error::damaged, sha256_hex};
use jiff::{Timestamp, civil::Date};
use limen_domain::{Authorised, CrossingId, Direction, Event, Name, PostId, RuleSet, Source, TravelDocument};
use sqlx::Row;

/// The setting that holds the rule set, as the CSV it was loaded from.
const RULES_SETTING: &str = "stay-rules";
/// The most movements of one document that are read, the latest ones.
const MOST_MOVEMENTS: i64 = 2_000;

/// Someone who was admitted to a day that is past and has not been seen leaving.
#[derive(Debug, Clone)]
pub struct Overstay {
    /// Their entry.
    pub entry: CrossingId,
    /// Where they came in.
    pub post: PostId,
    /// When they came in.
    pub at: Timestamp,
    /// Their name.
    pub name: Name,
    /// Nationality's code, empty where unknown.
    pub nationality: String,
    /// Their document's number.
    pub document_number: String,
    /// How the document was read.
    pub source: Source,
    /// The last day they might stay.
    pub until: Date,
}

impl Store {
    /// Puts a rule set in force at this node, in the place of the one before.
    pub async fn load_rules(&self, rules: &RuleSet, csv: &str) -> Result<(), StoreError> {
        self.set_setting(RULES_SETTING, csv).await?;
        let event = Event::RulesLoaded { rules: rules.len() as u64, sha256: sha256_hex(csv.as_bytes()) };
        self.append(None, vec![event], None).await?;
        Ok(())
    }

    /// The rule set in force; an empty one where none was loaded.
    pub async fn rules(&self) -> Result<RuleSet, StoreError> {
        let Some(csv) = self.setting(RULES_SETTING).await? else { return Ok(RuleSet::default()) };
        RuleSet::read(csv.as_bytes()).map_err(|problems| damaged(format!("the rules of stay: {problems:?}")))
    }

    /// When and which way someone crossed with this document, earliest first, and until when each entry allowed a stay.
    pub async fn movements(
        &self,
        document: &TravelDocument,
    ) -> Result<Vec<(Timestamp, Direction, Option<Authorised>)>, StoreError> {
        if document.number.is_empty() {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(
            "select at, direction, authorised from crossing
             where document_number = $1 and document_number <> '' and document_issuer = $2 and corrected_by is null
             and decision in ('admit', 'let-depart') order by at desc limit $3",
        )
        .bind(document.number.as_str())
        .bind(document.issuer.as_ref().map_or("", |issuer| issuer.as_str()))
        .bind(MOST_MOVEMENTS)
        .fetch_all(&self.readers)
        .await?;
        let movements = rows.iter().rev().map(|row| {
            Ok((
                Timestamp::from_millisecond(row.try_get("at")?).map_err(damaged)?,
                row.try_get::<&str, _>("direction")?.parse().map_err(damaged)?,
                row.try_get::<&str, _>("authorised")?.parse().ok(),
            ))
        });
        movements.collect()
    }

    /// Whose authorised stay ended before `day` and who has crossed no border since; the latest first, and how many
    /// there are in all.
    pub async fn overstays(&self, day: Date, page: Page) -> Result<(Vec<Overstay>, i64), StoreError> {
        let rows = sqlx::query(
            "select *, count(*) over () as total from crossing as entry
             where authorised <> '' and authorised <> 'free' and authorised < $1
             and decision = 'admit' and corrected_by is null
             and not exists (
                 select 1 from crossing as later
                 where later.document_number = entry.document_number and later.document_number <> ''
                 and later.document_issuer = entry.document_issuer and later.at > entry.at
                 and later.corrected_by is null and later.decision in ('admit', 'let-depart'))
             order by authorised desc, at desc limit $2 offset $3",
        )
        .bind(day.to_string())
        .bind(page.limit)
        .bind(page.offset)
        .fetch_all(&self.readers)
        .await?;
        let total = rows.first().map(|row| row.try_get("total")).transpose()?.unwrap_or(0);
        let overstays = rows.iter().map(|row| {
            Ok(Overstay {
                entry: row.try_get::<&str, _>("id")?.parse().map_err(damaged)?,
                post: PostId::parse(row.try_get("post")?).map_err(damaged)?,
                at: Timestamp::from_millisecond(row.try_get("at")?).map_err(damaged)?,
                name: Name {
                    primary: row.try_get("primary_identifier")?,
                    secondary: row.try_get("secondary_identifier")?,
                    truncated: false,
                },
                nationality: row.try_get("nationality")?,
                document_number: row.try_get("document_number")?,
                source: row.try_get::<&str, _>("source")?.parse().map_err(damaged)?,
                until: row.try_get::<&str, _>("authorised")?.parse().map_err(damaged)?,
            })
        });
        Ok((overstays.collect::<Result<_, StoreError>>()?, total))
    }
}
