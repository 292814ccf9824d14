//! Finding people across days: the names that were seen, and the crossings of those that are meant.

use crate::{
    Store, StoreError,
    database::{Sql, columns},
};
use jiff::Timestamp;
use limen_domain::{CrossingId, DecisionKind, Direction, Name, PartyId, PostId};
use sqlx::Row;
use std::collections::HashMap;

/// Maximum number of names that are looked through.
const MOST_NAMES: i64 = 500_000;
/// Maximum number of crossings that are gone through for the people to whom they belong.
const MOST_CROSSINGS: i64 = 3_000;

/// Someone who was found, by their latest crossing.
#[derive(Debug, Clone)]
pub struct FoundPerson {
    /// It.
    pub crossing: CrossingId,
    /// When it was.
    pub at: Timestamp,
    /// Where.
    pub post: PostId,
    /// Which way.
    pub direction: Direction,
    /// How it was decided.
    pub decision: DecisionKind,
    /// Their name.
    pub name: Name,
    /// Birth date, as far as known.
    pub birth_date: String,
    /// Nationality's code, empty where unknown.
    pub nationality: String,
    /// The document as it is named; empty without one.
    pub document: String,
    /// How often they crossed with it, among the crossings gone through.
    pub times: u32,
}

/// A vehicle that was found, by its party.
#[derive(Debug, Clone)]
pub struct FoundVehicle {
    /// The party.
    pub party: PartyId,
    /// Its plate.
    pub plate: String,
    /// When it came, or was announced.
    pub at: Timestamp,
    /// Which way.
    pub direction: Direction,
}

impl Store {
    /// The names of all who crossed, as searches compare them; so many at most.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn names_seen(&self) -> Result<Vec<String>, StoreError> {
        let query = sqlx::query_scalar("select distinct search_key from crossing limit $1").bind(MOST_NAMES);
        Ok(query.fetch_all(&self.db.pool).await?)
    }

    /// The people of these names, and those with a document whose number begins so; the latest first, at most `most`. Beside
    /// them, whether all crossings were gone through that there are of them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn people(
        &self,
        names: &[String],
        number: Option<&str>,
        most: usize,
    ) -> Result<(Vec<FoundPerson>, bool), StoreError> {
        if names.is_empty() && number.is_none() {
            return Ok((Vec::new(), true));
        }
        let mut query = Sql::new("select * from crossing where corrected_by is null and cancelled is null and (");
        if let Some(number) = number {
            query.push("document_number >= ").push_bind(number.to_owned());
            query.push(" and document_number < ").push_bind(format!("{number}~"));
        }
        if !names.is_empty() {
            query.push(if number.is_some() { " or search_key in (" } else { "search_key in (" });
            let mut list = query.separated(", ");
            names.iter().for_each(|name| {
                list.push_bind(name.clone());
            });
            query.push(")");
        }
        query.push(") order by at desc limit ").push_bind(MOST_CROSSINGS);
        let mut found: Vec<FoundPerson> = Vec::new();
        let mut places: HashMap<(String, String, String), usize> = HashMap::new();
        let rows = query.build().fetch_all(&self.db.pool).await?;
        let are_all = i64::try_from(rows.len()).is_ok_and(|rows| rows < MOST_CROSSINGS);
        for row in rows {
            let document: &str = row.try_get("document")?;
            let person = FoundPerson {
                crossing: columns::parsed(&row, "id")?,
                at: columns::moment(&row, "at")?,
                post: PostId::parse(row.try_get("post")?).map_err(crate::error::damaged)?,
                direction: columns::parsed(&row, "direction")?,
                decision: columns::parsed(&row, "decision")?,
                name: columns::name(&row)?,
                birth_date: row.try_get("birth_date")?,
                nationality: row.try_get("nationality")?,
                document: document.to_owned(),
                times: 1,
            };
            let key = (person.document.clone(), person.name.to_string(), person.birth_date.clone());
            if let Some(known) = places.get(&key).and_then(|place| found.get_mut(*place)) {
                known.times += 1;
            } else if found.len() < most {
                places.insert(key, found.len());
                found.push(person);
            }
        }
        Ok((found, are_all))
    }

    /// The parties at a post whose vehicle's plate begins so, the latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn vehicles(&self, post: &PostId, plate: &str, most: i64) -> Result<Vec<FoundVehicle>, StoreError> {
        let rows = sqlx::query(
            "select id, plate, at, direction from party where post = $1 and plate >= $2 and plate < $3
             order by at desc limit $4",
        )
        .bind(post.as_str())
        .bind(plate.to_owned())
        .bind(format!("{plate}~"))
        .bind(most)
        .fetch_all(&self.db.pool)
        .await?;
        let vehicle = |row: &crate::database::DbRow| {
            Ok(FoundVehicle {
                party: columns::parsed(row, "id")?,
                plate: row.try_get("plate")?,
                at: columns::moment(row, "at")?,
                direction: columns::parsed(row, "direction")?,
            })
        };
        rows.iter().map(vehicle).collect()
    }
}
