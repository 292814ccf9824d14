//! Persons: documents that officers found to be one human being's, and who may be one.

use crate::{
    Store, StoreError,
    database::{Conn, Insert, Sql, columns},
    error::damaged,
    journal::Entry,
};
use jiff::Timestamp;
use limen_domain::{AccountId, Crossing, DocumentKey, NodeId, PartialDate, Traveller};
use sqlx::Row;

/// Maximum number of documents of one person that are followed.
const MOST_DOCUMENTS: i64 = 40;
/// Maximum number of people who are offered as perhaps the same.
const MOST_NAMESAKES: i64 = 3;

/// Another document that was found to be the same person's.
#[derive(Debug, Clone)]
pub struct SamePerson {
    /// The document.
    pub document: DocumentKey,
    /// The document it was tied to.
    pub tied_to: DocumentKey,
    /// Why; empty where both were shown together.
    pub reason: String,
    /// By whom.
    pub officer: AccountId,
    /// When.
    pub at: Timestamp,
}

/// Someone of the same name and birth date with another document, who may be the same person.
#[derive(Debug, Clone)]
pub struct Namesake {
    /// Their document.
    pub document: DocumentKey,
    /// How often they have crossed with it.
    pub crossings: i64,
    /// When they last did.
    pub last: Timestamp,
}

/// Ties two documents together; twice is once. The last time counts: its event is erased last.
pub(crate) async fn tie(
    conn: &mut Conn,
    pair: (&DocumentKey, &DocumentKey),
    reason: &str,
    entry: &Entry,
) -> Result<(), StoreError> {
    if pair.0 == pair.1 {
        return Ok(());
    }
    let [one, other] = sorted(pair);
    let mut insert = Insert::into("same_person");
    insert
        .row()
        .set("one", one)
        .set("other", other)
        .set("reason", reason)
        .set("officer", entry.actor())
        .set("at", entry.new.at.as_millisecond());
    insert.or_update("one, other", &[]);
    insert.then(" where excluded.at > same_person.at");
    insert.run(conn).await?;
    Ok(())
}

/// Unties two documents, if they were tied, and remembers that they are not one person's: it is not asked again.
pub(crate) async fn tell_apart(
    conn: &mut Conn,
    pair: (&DocumentKey, &DocumentKey),
    entry: &Entry,
) -> Result<(), StoreError> {
    if pair.0 == pair.1 {
        return Ok(());
    }
    let [one, other] = sorted(pair);
    sqlx::query("delete from same_person where one = $1 and other = $2")
        .bind(one.clone())
        .bind(other.clone())
        .execute(&mut *conn)
        .await?;
    let mut insert = Insert::into("told_apart");
    insert
        .row()
        .set("one", one)
        .set("other", other)
        .set("officer", entry.actor())
        .set("at", entry.new.at.as_millisecond());
    insert.or_update("one, other", &[]);
    insert.then(" where excluded.at > told_apart.at");
    insert.run(conn).await?;
    Ok(())
}

/// Documents shown together at one crossing are one person's.
pub(crate) async fn shown_together(conn: &mut Conn, crossing: &Crossing, entry: &Entry) -> Result<(), StoreError> {
    let keys = identifying(&crossing.traveller);
    if let Some((first, others)) = keys.split_first() {
        for other in others {
            tie(conn, (first, other), "", entry).await?;
        }
    }
    Ok(())
}

fn sorted((one, other): (&DocumentKey, &DocumentKey)) -> [String; 2] {
    let mut both = [one.to_string(), other.to_string()];
    both.sort_unstable();
    both
}

/// The documents that say who a traveller is.
fn identifying(traveller: &Traveller) -> Vec<DocumentKey> {
    traveller.documents().filter(|document| document.kind.identifies()).filter_map(|document| document.key()).collect()
}

/// Pushes the list of keys for `in (…)`.
pub(crate) fn push_keys(query: &mut Sql, keys: &[DocumentKey]) {
    query.push("(");
    let mut list = query.separated(", ");
    for key in keys {
        list.push_bind(key.to_string());
    }
    query.push(")");
}

impl Store {
    /// Every document that is known to be this traveller's: those they show, and those tied to them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn documents_of(&self, traveller: &Traveller) -> Result<Vec<DocumentKey>, StoreError> {
        self.documents_with(&identifying(traveller)).await
    }

    /// Every document that is known to be the same person's as these.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn documents_with(&self, shown: &[DocumentKey]) -> Result<Vec<DocumentKey>, StoreError> {
        if shown.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Sql::new("with recursive known (document) as (values ");
        let mut values = query.separated(", ");
        for key in shown {
            values.push("(").push_bind_unseparated(key.to_string()).push_unseparated(")");
        }
        query.push(
            " union select case when one = document then other else one end
             from known join same_person on one = document or other = document)
             select document from known limit ",
        );
        query.push_bind(MOST_DOCUMENTS);
        let keys: Vec<String> = query.build_query_scalar().fetch_all(&self.db.pool).await?;
        keys.iter().map(|key| key.parse().map_err(damaged)).collect()
    }

    /// Whether anybody crossed, or stood at a counter, with one of these documents, or holds a visa in it.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn are_known(&self, documents: &[DocumentKey]) -> Result<bool, StoreError> {
        if documents.is_empty() {
            return Ok(false);
        }
        let mut query = Sql::new("select ");
        for (at, table) in ["crossing", "presentation", "visa"].into_iter().enumerate() {
            query.push(if at == 0 { "" } else { " + " });
            query.push("(select count(*) from (select 1 as one from ").push(table).push(" where document in ");
            push_keys(&mut query, documents);
            query.push(" limit 1) as known)");
        }
        let known: i64 = query.build_query_scalar().fetch_one(&self.db.pool).await?;
        Ok(known > 0)
    }

    /// What ties these documents to one another.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn ties(&self, keys: &[DocumentKey]) -> Result<Vec<SamePerson>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Sql::new("select * from same_person where one in ");
        push_keys(&mut query, keys);
        query.push(" order by at");
        query
            .build()
            .fetch_all(&self.db.pool)
            .await?
            .iter()
            .map(|row| {
                Ok(SamePerson {
                    document: columns::parsed(row, "other")?,
                    tied_to: columns::parsed(row, "one")?,
                    reason: row.try_get("reason")?,
                    officer: columns::account(row, "officer")?,
                    at: columns::moment(row, "at")?,
                })
            })
            .collect()
    }

    /// The documents that are tied for no other reason than that the record of this event showed them together.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn tied_by(&self, node: &NodeId, seq: i64) -> Result<Vec<(DocumentKey, DocumentKey)>, StoreError> {
        let rows = sqlx::query(
            "select one, other from same_person
             join event on event.at = same_person.at and event.actor = same_person.officer
             where event.node = $1 and event.seq = $2 and reason = ''",
        )
        .bind(node.as_str())
        .bind(seq)
        .fetch_all(&self.db.pool)
        .await?;
        let mut tied = Vec::with_capacity(rows.len());
        for row in &rows {
            let pair: (DocumentKey, DocumentKey) = (columns::parsed(row, "one")?, columns::parsed(row, "other")?);
            if !self.is_tied_elsewhere(&pair, node, seq).await? {
                tied.push(pair);
            }
        }
        Ok(tied)
    }

    /// Whether another event than this one may tie two documents: an officer who said that they are one person's, or another
    /// record that stands of a crossing with one of them, which shows the other or of which only other nodes have the
    /// whole.
    async fn is_tied_elsewhere(
        &self,
        (one, other): &(DocumentKey, DocumentKey),
        node: &NodeId,
        seq: i64,
    ) -> Result<bool, StoreError> {
        let holds = |key: &DocumentKey| format!("%\"{}\"%", key.number);
        let found: i64 = sqlx::query_scalar(
            "select (select count(*) from event
                     where kind = 'same-person' and payload like $1 and payload like $2)
                  + (select count(*) from crossing
                     left join event on event.node = crossing.node and event.seq = crossing.seq
                     where crossing.document in ($3, $4) and crossing.corrected_by is null and crossing.cancelled is null
                       and not (crossing.node = $5 and crossing.seq = $6)
                       and (event.payload is null or event.payload like $1 and event.payload like $2))",
        )
        .bind(holds(one))
        .bind(holds(other))
        .bind(one.to_string())
        .bind(other.to_string())
        .bind(node.as_str())
        .bind(seq)
        .fetch_one(&self.db.pool)
        .await?;
        Ok(found > 0)
    }

    /// Who else crossed under this name and birth date, with a document that is not among `known`, and of which nobody
    /// found that it is another person's; the latest first.
    /// Nobody where the birth date is not known whole: too many share a name and a year.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn namesakes(&self, traveller: &Traveller, known: &[DocumentKey]) -> Result<Vec<Namesake>, StoreError> {
        let PartialDate::Full(birth) = traveller.birth_date else { return Ok(Vec::new()) };
        let mut query =
            Sql::new("select document, count(*) as crossings, max(at) as last from crossing where search_key = ");
        query.push_bind(traveller.name.search_key()).push(" and birth_date = ").push_bind(birth.to_string());
        query.push(" and document <> '' and document_kind <> 'visa' and corrected_by is null and cancelled is null");
        if !known.is_empty() {
            query.push(" and document not in ");
            push_keys(&mut query, known);
            query.push(" and document not in (select other from told_apart where one in ");
            push_keys(&mut query, known);
            query.push(") and document not in (select one from told_apart where other in ");
            push_keys(&mut query, known);
            query.push(")");
        }
        query.push(" group by document order by last desc limit ").push_bind(MOST_NAMESAKES);
        query
            .build()
            .fetch_all(&self.db.pool)
            .await?
            .iter()
            .map(|row| {
                Ok(Namesake {
                    document: columns::parsed(row, "document")?,
                    crossings: row.try_get("crossings")?,
                    last: columns::moment(row, "last")?,
                })
            })
            .collect()
    }

    /// At whose other counter a traveller with one of these documents waits.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn waits_elsewhere(
        &self,
        keys: &[DocumentKey],
        officer: &AccountId,
    ) -> Result<Option<AccountId>, StoreError> {
        if keys.is_empty() {
            return Ok(None);
        }
        let mut query = Sql::new("select officer from presentation where ended = 0 and document in ");
        push_keys(&mut query, keys);
        query.push(" and officer <> ").push_bind(officer.to_string()).push(" limit 1");
        let other: Option<String> = query.build_query_scalar().fetch_optional(&self.db.pool).await?;
        other.map(|other| AccountId::parse(&other)).transpose().map_err(damaged)
    }
}
