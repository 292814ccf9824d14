//! Visas and permits, with how often each has been used.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, Sql},
    error::damaged,
    record::same_person::push_keys,
};
use jiff::{Timestamp, civil::Date};
use limen_domain::{
    AccountId, DocumentKey, Event, HeldVisa, ListedVisa, REVOKED_BY_ISSUER, Visa, VisaKind, VisaNumber, plain_letters,
};
use sqlx::Row;
use std::collections::BTreeMap;

/// Takes in a visa or permit. A permit that begins while its holder is in the country moves the end of their stay.
pub(crate) async fn record(conn: &mut Conn, visa: &Visa) -> Result<(), StoreError> {
    let mut insert = Insert::into("visa");
    insert
        .row()
        .set("number", visa.number.as_str())
        .set("document", visa.document.to_string())
        .set("search_key", visa.holder.search_key())
        .set("at", visa.at.as_millisecond())
        .set("body", serde_json::to_string(visa)?)
        .set("extended_to", "")
        .set("revoked", None::<String>);
    insert.or_update("number", &["extended_to", "revoked"]);
    insert.run(conn).await?;
    if visa.kind == VisaKind::Permit { prolong(conn, &visa.document, visa.to).await } else { Ok(()) }
}

/// Marks a visa as good no more.
pub(crate) async fn revoke(conn: &mut Conn, number: &VisaNumber, reason: &str) -> Result<(), StoreError> {
    let query = sqlx::query("update visa set revoked = $1 where number = $2").bind(reason);
    query.bind(number.as_str()).execute(conn).await?;
    Ok(())
}

/// Makes a visa good for longer, and the present stay of its holder with it.
pub(crate) async fn extend(conn: &mut Conn, number: &VisaNumber, to: Date) -> Result<(), StoreError> {
    sqlx::query("update visa set extended_to = $1 where number = $2 and extended_to < $1")
        .bind(to.to_string())
        .bind(number.as_str())
        .execute(&mut *conn)
        .await?;
    let document: Option<String> = sqlx::query_scalar("select document from visa where number = $1")
        .bind(number.as_str())
        .fetch_optional(&mut *conn)
        .await?;
    match document {
        Some(document) => prolong(conn, &document.parse().map_err(damaged)?, to).await,
        None => Ok(()),
    }
}

/// Moves the end of the open stay of this document to a later day.
async fn prolong(conn: &mut Conn, document: &DocumentKey, to: Date) -> Result<(), StoreError> {
    sqlx::query(
        "update crossing set permit = case when permit <> '' then permit when visa <> '' or authorised = '' then 'entry'
             else authorised end, authorised = $1
         where authorised <> 'free' and authorised < $1 and decision = 'admit'
         and id = (select id from crossing where document = $2 and stands = 1 and decision in ('admit', 'let-depart')
             order by at desc limit 1)",
    )
    .bind(to.to_string())
    .bind(document.to_string())
    .execute(conn)
    .await?;
    Ok(())
}

/// A search as names, numbers and documents are compared.
fn plain(search: &str) -> String {
    // What means something to `like` stands in none of them.
    plain_letters(search.trim()).replace(['\\', '%', '_'], "")
}

/// Whether a search that is not empty finds a visa, as [`Store::search_visas`] does.
pub(crate) fn finds(search: &str, visa: &Visa) -> bool {
    let plain = plain(search);
    let begins = visa.number.as_str().to_ascii_uppercase().starts_with(&plain);
    begins || visa.holder.search_key().contains(&plain) || visa.document.to_string().contains(&plain)
}

const HELD: &str = "select visa.*, (select count(*) from crossing where crossing.visa = visa.number
     and crossing.visa <> '' and decision = 'admit' and stands = 1) as used from visa";

fn held_visa(row: &DbRow) -> Result<HeldVisa, StoreError> {
    let extended_to: &str = row.try_get("extended_to")?;
    Ok(HeldVisa {
        visa: serde_json::from_str(row.try_get("body")?)?,
        extended_to: if extended_to.is_empty() { None } else { Some(extended_to.parse().map_err(damaged)?) },
        revoked: row.try_get("revoked")?,
        used: u32::try_from(row.try_get::<i64, _>("used")?).unwrap_or(u32::MAX),
    })
}

/// How many events go into one append: a long file does not hold up the counters.
const EVENTS_TOGETHER: usize = 500;

impl Store {
    /// Takes in records of visas issued elsewhere; how many of them said something new. What was issued at a border of
    /// this service is changed by no file.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn take_in_visas(&self, by: Option<&AccountId>, listed: Vec<ListedVisa>) -> Result<usize, StoreError> {
        let mut taken = 0;
        for some in listed.chunks(EVENTS_TOGETHER) {
            let held = self.visas_numbered(some).await?;
            let mut events = Vec::new();
            for ListedVisa { visa, is_revoked } in some {
                let held = held.get(&visa.number);
                if held.is_some_and(|held| held.visa.post.is_some()) {
                    continue;
                }
                let before = events.len();
                // When and through whom a record came says nothing of the visa.
                let says_the_same = |held: &HeldVisa| {
                    Visa { at: held.visa.at, officer: held.visa.officer.clone(), ..visa.clone() } == held.visa
                };
                if !held.is_some_and(says_the_same) {
                    events.push(Event::VisaRecorded(Box::new(visa.clone())));
                }
                if *is_revoked && held.is_none_or(|held| held.revoked.is_none()) {
                    events.push(Event::VisaRevoked { visa: visa.number.clone(), reason: REVOKED_BY_ISSUER.to_owned() });
                }
                taken += usize::from(events.len() > before);
            }
            if !events.is_empty() {
                self.append(by, events, None).await?;
            }
        }
        Ok(taken)
    }

    /// Those of the listed visas that are recorded already.
    async fn visas_numbered(&self, listed: &[ListedVisa]) -> Result<BTreeMap<VisaNumber, HeldVisa>, StoreError> {
        let mut query = Sql::new(HELD);
        query.push(" where number in (");
        let mut numbers = query.separated(", ");
        for ListedVisa { visa, .. } in listed {
            numbers.push_bind(visa.number.to_string());
        }
        query.push(")");
        let held = query.build().fetch_all(&self.db.pool).await?;
        held.iter().map(|row| held_visa(row).map(|held| (held.visa.number.clone(), held))).collect()
    }

    /// The visas and permits that belong to any of these documents.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn visas_of(&self, keys: &[DocumentKey]) -> Result<Vec<HeldVisa>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Sql::new(HELD);
        query.push(" where document in ");
        push_keys(&mut query, keys);
        query.build().fetch_all(&self.db.pool).await?.iter().map(held_visa).collect()
    }

    /// One visa or permit.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn visa(&self, number: &VisaNumber) -> Result<Option<HeldVisa>, StoreError> {
        let mut query = Sql::new(HELD);
        query.push(" where number = ").push_bind(number.to_string());
        query.build().fetch_optional(&self.db.pool).await?.as_ref().map(held_visa).transpose()
    }

    /// When a visa ceased to be among the latest `most`, which a list without a search shows. `None`: it still is.
    pub(crate) async fn visa_off_the_list(&self, visa: &Visa, most: i64) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<i64> = sqlx::query_scalar("select at from visa where at > $1 order by at limit 1 offset $2")
            .bind(visa.at.as_millisecond())
            .bind(most - 1)
            .fetch_optional(&self.db.pool)
            .await?;
        at.map(Timestamp::from_millisecond).transpose().map_err(damaged)
    }

    /// The visas whose number or document begins with `search`, or whose holder's name holds it; all where it is empty.
    /// The latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn search_visas(&self, search: &str, most: i64) -> Result<Vec<HeldVisa>, StoreError> {
        let plain = plain(search);
        let mut query = Sql::new(HELD);
        if !plain.is_empty() {
            query.push(" where search_key like ").push_bind(format!("%{plain}%"));
            query.push(" or number like ").push_bind(format!("{plain}%"));
            query.push(" or document like ").push_bind(format!("%{plain}%"));
        }
        query.push(" order by at desc, number limit ").push_bind(most);
        query.build().fetch_all(&self.db.pool).await?.iter().map(held_visa).collect()
    }
}
