//! Questions about lost documents: the editions of both sides, and how many questions were asked on each day.

use crate::{
    Store, StoreError,
    database::{Conn, Insert, columns},
    journal::Changed,
    neighbours::days::{self, NeighbourDay},
};
use jiff::civil::Date;
use limen_domain::{Alert, AlertId, AlertKind, Event, ListName, NeighbourStep, StateCode};
use limen_neighbour::Quota;
use sqlx::Row;
use std::fmt;

/// The lost documents of one side, as the other holds them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct KeptEdition {
    /// The signed announcement.
    pub file: String,
    /// Ours: the secret half of its key; theirs: empty.
    pub secret: Vec<u8>,
    /// Its list, as far as it is here.
    pub tags: Vec<u8>,
    /// Ours: the SHA-256 of the documents in it.
    pub made_from: String,
    /// Ours: the day on which it was last held against our alerts.
    pub checked: String,
    /// Ours: the SHA-256 of the question that was answered last.
    pub answered: String,
}

impl fmt::Debug for KeptEdition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptEdition").field("file", &self.file).field("checked", &self.checked).finish_non_exhaustive()
    }
}

impl Store {
    /// The edition of one side that is kept; `None` for none.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn document_edition(&self, state: StateCode, is_ours: bool) -> Result<Option<KeptEdition>, StoreError> {
        let row = sqlx::query("select * from document_edition where neighbour = $1 and is_ours = $2");
        let row = row.bind(state.as_str()).bind(i64::from(is_ours)).fetch_optional(&self.db.pool).await?;
        row.map(|row| {
            Ok(KeptEdition {
                file: row.try_get("file")?,
                secret: row.try_get("secret")?,
                tags: row.try_get("tags")?,
                made_from: row.try_get("made_from")?,
                checked: row.try_get("checked")?,
                answered: row.try_get("answered")?,
            })
        })
        .transpose()
    }

    /// Keeps an edition in place of the one before.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn keep_document_edition(
        &self,
        state: StateCode,
        is_ours: bool,
        edition: KeptEdition,
    ) -> Result<(), StoreError> {
        let kept = self.change(None, move |conn| {
            Box::pin(async move {
                let KeptEdition { file, secret, tags, made_from, checked, answered } = edition;
                let mut insert = Insert::into("document_edition");
                insert
                    .row()
                    .set("neighbour", state.as_str())
                    .set("is_ours", i64::from(is_ours))
                    .set("file", file)
                    .set("secret", secret)
                    .set("tags", tags)
                    .set("made_from", made_from)
                    .set("checked", checked)
                    .set("answered", answered);
                insert.or_update("neighbour, is_ours", &[]);
                insert.run(conn).await?;
                Ok(Some(Changed::noted(Vec::new())))
            })
        });
        kept.await.map(drop)
    }

    /// Lets go of the editions of both sides and of what is asked: no agreement lets any of it pass.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn forget_document_editions(&self, state: StateCode) -> Result<(), StoreError> {
        let gone = self.change(None, move |conn| {
            Box::pin(async move {
                for table in [
                    "delete from document_edition where neighbour = $1",
                    "delete from asked_document where neighbour = $1",
                ] {
                    sqlx::query(table).bind(state.as_str().to_owned()).execute(&mut *conn).await?;
                }
                Ok(Some(Changed::noted(Vec::new())))
            })
        });
        gone.await.map(drop)
    }

    /// At most `most` alerts about documents without their bearers, in the order of list and identifier, after one of them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn document_alerts_after(
        &self,
        after: Option<&(ListName, AlertId)>,
        most: i64,
    ) -> Result<Vec<Alert>, StoreError> {
        let (list, id) = after.map_or(("", ""), |(list, id)| (list.as_str(), id.as_str()));
        let bodies = sqlx::query_scalar(
            "select body from alert where kind = $1 and (list, id) > ($2, $3) order by list, id limit $4",
        );
        let bodies = bodies.bind(AlertKind::Document.code()).bind(list).bind(id).bind(most);
        let bodies: Vec<String> = bodies.fetch_all(&self.db.pool).await?;
        bodies.iter().map(|body| Ok(serde_json::from_str(body)?)).collect()
    }

    /// Counts questions about lost documents on a day: all of them, or none if the number agreed would be passed with them.
    /// Says whether they are let through. A question of theirs that was answered already (`again`: the SHA-256 of it) is let
    /// through and not counted again.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn count_document_questions(
        &self,
        (state, by, again): (StateCode, StateCode, Option<String>),
        day: Date,
        (questions, agreed): (u32, u32),
    ) -> Result<bool, StoreError> {
        let is_ours = by != state;
        let counted = self.change(None, move |conn| {
            Box::pin(async move {
                if let Some(again) = &again {
                    let answered = sqlx::query_scalar(
                        "select answered from document_edition where neighbour = $1 and is_ours = 1",
                    );
                    let answered: Option<String> =
                        answered.bind(state.as_str().to_owned()).fetch_optional(&mut *conn).await?;
                    if answered.as_ref() == Some(again) {
                        return Ok(Some(Changed { events: Vec::new(), answer: true }));
                    }
                }
                let (is_let_through, event) = count(conn, (state, by, is_ours), day, (questions, agreed)).await?;
                if let (true, Some(again)) = (is_let_through, again) {
                    let answered =
                        sqlx::query("update document_edition set answered = $1 where neighbour = $2 and is_ours = 1");
                    answered.bind(again).bind(state.as_str().to_owned()).execute(&mut *conn).await?;
                }
                Ok(Some(Changed { events: event.into_iter().collect(), answer: is_let_through }))
            })
        });
        Ok(counted.await?.unwrap_or_default())
    }

    /// How many questions one side has left on a day of the number agreed.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn document_questions_left(
        &self,
        state: StateCode,
        is_ours: bool,
        day: Date,
        agreed: u32,
    ) -> Result<u32, StoreError> {
        let mut conn = self.db.pool.acquire().await?;
        Ok(quota(&mut conn, state, is_ours, day).await?.left(day, agreed))
    }

    /// Questions about lost documents by day, the latest first: theirs (`false`) and ours (`true`) with their number.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn document_questions(&self, state: StateCode, most: i64) -> Result<Vec<(Date, bool, u32)>, StoreError> {
        let query = "select * from document_question where neighbour = $1 order by day desc, is_ours limit $2";
        let rows = sqlx::query(query).bind(state.as_str()).bind(most).fetch_all(&self.db.pool).await?;
        rows.iter()
            .map(|row| {
                let asked = u32::try_from(row.try_get::<i64, _>("asked")?).unwrap_or(u32::MAX);
                Ok((columns::parsed(row, "day")?, row.try_get::<i64, _>("is_ours")? != 0, asked))
            })
            .collect()
    }
}

/// How many questions of one side were counted on a day.
async fn quota(conn: &mut Conn, state: StateCode, is_ours: bool, day: Date) -> Result<Quota, StoreError> {
    let asked =
        sqlx::query_scalar("select asked from document_question where neighbour = $1 and is_ours = $2 and day = $3");
    let asked = asked.bind(state.as_str().to_owned()).bind(i64::from(is_ours)).bind(day.to_string());
    let asked: Option<i64> = asked.fetch_optional(conn).await?;
    Ok(Quota::of(day, u32::try_from(asked.unwrap_or_default()).unwrap_or(u32::MAX)))
}

/// Counts questions of one side on a day, all of them or none; what the journal notes of it. Of theirs that are over the number
/// it notes the first of a day alone: they can be asked without end.
pub(super) async fn count(
    conn: &mut Conn,
    (state, by, is_ours): (StateCode, StateCode, bool),
    day: Date,
    (questions, agreed): (u32, u32),
) -> Result<(bool, Option<Event>), StoreError> {
    let mut quota = quota(conn, state, is_ours, day).await?;
    let is_let_through = quota.take(day, questions as usize, agreed).is_ok();
    if is_let_through {
        let mut insert = Insert::into("document_question");
        insert
            .row()
            .set("neighbour", state.as_str())
            .set("is_ours", i64::from(is_ours))
            .set("day", day.to_string())
            .set("asked", i64::from(quota.asked()));
        insert.or_update("neighbour, is_ours, day", &[]);
        insert.run(conn).await?;
    }
    let mut is_noted = is_let_through;
    if !is_let_through && !is_ours {
        let before = days::of(conn, state, day).await?;
        is_noted = before.questions_refused == 0;
        let questions_refused = before.questions_refused.saturating_add(questions);
        days::keep(conn, state, day, NeighbourDay { questions_refused, ..before }).await?;
    }
    let refused = if is_let_through { 0 } else { questions };
    let step = NeighbourStep::DocumentsAsked { neighbour: state, by, questions, refused };
    Ok((is_let_through, is_noted.then(|| Event::Neighbour(Box::new(step)))))
}
