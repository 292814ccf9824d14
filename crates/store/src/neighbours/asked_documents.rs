//! What a neighbour is asked about its own documents: those that were presented here, and those that someone asks about.

use crate::{
    Store, StoreError,
    database::{DbRow, Insert, columns},
    error::damaged,
    journal::Changed,
    neighbours::{
        documents::count,
        papers::{PaperEffect, take_effect},
    },
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use limen_domain::{AccountId, Direction, DocumentKey, NodeId, PostId, StateCode};
use sqlx::Row;

/// For how long it is remembered that a document was asked about: it is asked about once in that time.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 30);

/// How far a question about a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentState {
    /// It waits to be asked.
    Waits,
    /// It is under way.
    Asked,
    /// The document is not on their list.
    NotKnown,
    /// It is on their list.
    Lost,
    /// The number of the day was reached: it is asked on another.
    Over,
    /// Their answer did not hold, or there was none: it is asked on another day.
    NoAnswer,
    /// No agreement in force lets it be asked.
    NotAgreed,
}

impl DocumentState {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Waits, Self::Asked, Self::NotKnown, Self::Lost, Self::Over, Self::NoAnswer, Self::NotAgreed];

    /// The code, as it stands in the table, in facts and in messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Asked => "asked",
            Self::NotKnown => "not-known",
            Self::Lost => "lost",
            Self::Over => "over",
            Self::NoAnswer => "no-answer",
            Self::NotAgreed => "not-agreed",
        }
    }

    /// The state of a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A document that a neighbour is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedDocument {
    /// Which.
    pub document: DocumentKey,
    /// Where it was presented, with the record of that; `None` where someone asked by hand.
    pub presented: Option<(PostId, String)>,
    /// Who asked by hand: the event that says so; `None` where nobody did.
    pub wish: Option<(NodeId, i64)>,
    /// How far it is.
    pub state: DocumentState,
    /// What blinds it, while it is asked; empty otherwise.
    pub blind: String,
    /// How it looks blinded; empty otherwise.
    pub blinded: Vec<u8>,
}

/// What a neighbour's answer says of a document.
#[derive(Debug, Clone)]
pub struct AnsweredDocument {
    /// Which.
    pub document: DocumentKey,
    /// What it says.
    pub state: DocumentState,
}

/// A document that someone wants a neighbour asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishedDocument {
    /// The event that says so: whose journal, and its number.
    pub place: (NodeId, i64),
    /// Whom to ask.
    pub neighbour: StateCode,
    /// The document.
    pub document: DocumentKey,
    /// When.
    pub at: Timestamp,
}

/// The SQL of the columns of a question that waits for a day.
const WAITS: &str = "(state = 'waits' or (state in ('over', 'no-answer') and day < $2))";

impl Store {
    /// Writes down which documents of a neighbour's state were presented lately and are to be asked about: each once in
    /// thirty days. What was written down before that is forgotten.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn write_down_presented(&self, state: StateCode, now: Timestamp) -> Result<(), StoreError> {
        let since = (now - REMEMBERED).as_millisecond();
        let written = self.change(None, move |conn| {
            Box::pin(async move {
                let code = state.as_str().to_owned();
                sqlx::query("delete from asked_document where neighbour = $1 and at < $2 and state <> 'asked'")
                    .bind(code.clone())
                    .bind(since)
                    .execute(&mut *conn)
                    .await?;
                sqlx::query(
                    "insert into asked_document
                         (neighbour, document, post, crossing, node, seq, at, state, day, blind, blinded)
                     select document_issuer, document, post, id, '', 0, at, 'waits', '', '', $1
                     from crossing where document_issuer = $2 and document_number <> '' and stands = 1 and at >= $3
                     and not exists (select 1 from crossing as later where later.document = crossing.document
                         and later.stands = 1 and (later.at, later.id) > (crossing.at, crossing.id))
                     on conflict (neighbour, document) do nothing",
                )
                .bind(Vec::<u8>::new())
                .bind(code)
                .bind(since)
                .execute(&mut *conn)
                .await?;
                Ok(Some(Changed::noted(Vec::new())))
            })
        });
        written.await.map(drop)
    }

    /// What was recorded at a post since a moment of those who crossed with a document, the latest first: when, which way, which
    /// document. Whoever is or was in need of protection is not in it.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn documents_recorded_since(
        &self,
        post: &PostId,
        since: Timestamp,
        most: i64,
    ) -> Result<Vec<(Timestamp, Direction, DocumentKey)>, StoreError> {
        let query = "select at, direction, document from crossing
             where post = $1 and at >= $2 and stands = 1 and document <> '' and decision in ('admit', 'let-depart')
             and not exists (select 1 from crossing as other join protection on protection.referral = other.id
                 where other.document = crossing.document)
             order by at desc limit $3";
        let rows = sqlx::query(query).bind(post.as_str()).bind(since.as_millisecond()).bind(most);
        rows.fetch_all(&self.db.pool)
            .await?
            .iter()
            .map(|row| {
                Ok((columns::moment(row, "at")?, columns::parsed(row, "direction")?, columns::parsed(row, "document")?))
            })
            .collect()
    }

    /// Documents that people want a neighbour asked about, and that are not written down since; oldest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn wished_documents(&self, state: StateCode, now: Timestamp) -> Result<Vec<WishedDocument>, StoreError> {
        let query = "select * from look where kind = 'document-asked' and about = $1 and at >= $2 and not exists
             (select 1 from wished_document as done where done.node = look.node and done.seq = look.seq)
             order by at, node, seq limit 500";
        let rows = sqlx::query(query).bind(state.as_str()).bind((now - REMEMBERED).as_millisecond());
        rows.fetch_all(&self.db.pool).await?.iter().map(wish).collect()
    }

    /// What someone had a neighbour asked at this node since a moment, the latest first; at most `most`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn wished_by(
        &self,
        officer: &AccountId,
        since: Timestamp,
        most: i64,
    ) -> Result<Vec<WishedDocument>, StoreError> {
        let query = "select * from look where kind = 'document-asked' and officer = $1 and at >= $2
             order by at desc, seq desc limit $3";
        let rows = sqlx::query(query).bind(officer.as_str()).bind(since.as_millisecond()).bind(most);
        rows.fetch_all(&self.db.pool).await?.iter().map(wish).collect()
    }

    /// Writes down what someone wants to know of a document: it is asked anew, whatever was known of it. Where no agreement
    /// lets it be asked, that is what is told.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn write_down_wished(
        &self,
        wished: WishedDocument,
        is_agreed: bool,
        told: PaperEffect,
    ) -> Result<(), StoreError> {
        let written = self.change(None, move |conn| {
            Box::pin(async move {
                let WishedDocument { place: (node, seq), neighbour, document, at } = wished;
                let mut insert = Insert::into("wished_document");
                insert.row().set("node", node.as_str()).set("seq", seq);
                insert.or_leave("node, seq");
                insert.run(conn).await?;
                if is_agreed {
                    let mut insert = Insert::into("asked_document");
                    insert
                        .row()
                        .set("neighbour", neighbour.as_str())
                        .set("document", document.to_string())
                        .set("post", "")
                        .set("crossing", "")
                        .set("node", node.as_str())
                        .set("seq", seq)
                        .set("at", at.as_millisecond())
                        .set("state", DocumentState::Waits.code())
                        .set("day", "")
                        .set("blind", "")
                        .set("blinded", Vec::<u8>::new());
                    // What is under way is answered to whoever asked last.
                    insert.or_update("neighbour, document", &["post", "crossing", "state", "day", "blind", "blinded"]);
                    insert.run(conn).await?;
                    sqlx::query(
                        "update asked_document set state = 'waits'
                         where neighbour = $1 and document = $2 and state not in ('asked', 'waits')",
                    )
                    .bind(neighbour.as_str().to_owned())
                    .bind(document.to_string())
                    .execute(&mut *conn)
                    .await?;
                }
                Ok(Some(Changed::noted(take_effect(conn, neighbour, told).await?)))
            })
        });
        written.await.map(drop)
    }

    /// What is under way to a neighbour, in the order of how it looks blinded: nothing can be told from that.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn documents_under_way(&self, state: StateCode) -> Result<Vec<AskedDocument>, StoreError> {
        let query = "select * from asked_document where neighbour = $1 and state = 'asked' order by blinded";
        let rows = sqlx::query(query).bind(state.as_str()).fetch_all(&self.db.pool).await?;
        rows.iter().map(asked_of).collect()
    }

    /// What waits to be asked on a day, what people want to know first; at most `most`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn documents_to_ask(
        &self,
        state: StateCode,
        day: Date,
        most: u32,
    ) -> Result<Vec<AskedDocument>, StoreError> {
        let query = sqlx::AssertSqlSafe(format!(
            "select * from asked_document where neighbour = $1 and {WAITS}
             order by case when node <> '' then 0 else 1 end, at, document limit $3"
        ));
        let rows = sqlx::query(query).bind(state.as_str()).bind(day.to_string()).bind(i64::from(most));
        rows.fetch_all(&self.db.pool).await?.iter().map(asked_of).collect()
    }

    /// Asks about documents on a day, blinded, if the number agreed is not passed with them. Says whether that was done.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn ask_about_documents(
        &self,
        (state, own): (StateCode, StateCode),
        (day, agreed): (Date, u32),
        asked: Vec<AskedDocument>,
    ) -> Result<bool, StoreError> {
        let counted = self.change(None, move |conn| {
            Box::pin(async move {
                let questions = u32::try_from(asked.len()).unwrap_or(u32::MAX);
                let (is_let_through, event) = count(conn, (state, own, true), day, (questions, agreed)).await?;
                if !is_let_through {
                    return Ok(None);
                }
                for AskedDocument { document, blind, blinded, .. } in asked {
                    sqlx::query(
                        "update asked_document set state = 'asked', day = $1, blind = $2, blinded = $3
                         where neighbour = $4 and document = $5",
                    )
                    .bind(day.to_string())
                    .bind(blind)
                    .bind(blinded)
                    .bind(state.as_str().to_owned())
                    .bind(document.to_string())
                    .execute(&mut *conn)
                    .await?;
                }
                Ok(Some(Changed::noted(event.into_iter().collect())))
            })
        });
        Ok(counted.await?.is_some())
    }

    /// Keeps what a neighbour answered, with what of it holds from now on.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn documents_answered(
        &self,
        state: StateCode,
        answered: Vec<AnsweredDocument>,
        effect: PaperEffect,
    ) -> Result<(), StoreError> {
        let kept = self.change(None, move |conn| {
            Box::pin(async move {
                for AnsweredDocument { document, state: said } in answered {
                    sqlx::query(
                        "update asked_document set state = $1, blind = '', blinded = $2
                         where neighbour = $3 and document = $4",
                    )
                    .bind(said.code())
                    .bind(Vec::<u8>::new())
                    .bind(state.as_str().to_owned())
                    .bind(document.to_string())
                    .execute(&mut *conn)
                    .await?;
                }
                Ok(Some(Changed::noted(take_effect(conn, state, effect).await?)))
            })
        });
        kept.await.map(drop)
    }
}

fn wish(row: &DbRow) -> Result<WishedDocument, StoreError> {
    Ok(WishedDocument {
        place: columns::place(row)?,
        neighbour: columns::parsed(row, "about")?,
        document: columns::parsed(row, "document")?,
        at: columns::moment(row, "at")?,
    })
}

fn asked_of(row: &DbRow) -> Result<AskedDocument, StoreError> {
    let (post, node): (&str, &str) = (row.try_get("post")?, row.try_get("node")?);
    let code: &str = row.try_get("state")?;
    Ok(AskedDocument {
        document: columns::parsed(row, "document")?,
        presented: if post.is_empty() { None } else { Some((columns::post(row, "post")?, row.try_get("crossing")?)) },
        wish: if node.is_empty() { None } else { Some(columns::place(row)?) },
        state: DocumentState::of(code).ok_or_else(|| damaged(format!("no question about a document is {code}")))?,
        blind: row.try_get("blind")?,
        blinded: row.try_get("blinded")?,
    })
}
