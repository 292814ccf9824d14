//! At headquarters: the nodes that belong to the network, the codes with which machines join it, the signed ends of
//! their journals, and what was refused.

use crate::{
    JournalHead, Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    journal::Changed,
};
use jiff::Timestamp;
use limen_domain::{AccountId, Event, NodeId, PostId, StatedReason};
use sqlx::Row;

/// A node of the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Which; its journals bear this name, alone or with a suffix after a dot.
    pub id: NodeId,
    /// Of which post.
    pub post: PostId,
    /// What its signatures are checked with (Ed25519).
    pub public_key: [u8; 32],
    /// To whom a stick for it is encrypted (an age recipient).
    pub recipient: String,
    /// Since when it belongs to the network.
    pub enrolled_at: Timestamp,
    /// Why it belongs to it no more.
    pub revoked: Option<String>,
    /// When it was last heard of, by headquarters' clock.
    pub heard_at: Option<Timestamp>,
    /// What it said of itself then: JSON.
    pub said: Option<String>,
}

/// The end of a journal with its writer's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHead {
    /// Whose end.
    pub journal: NodeId,
    /// The end.
    pub head: JournalHead,
    /// Ed25519, 64 bytes; over what, `limen_exchange` says.
    pub signature: Vec<u8>,
    /// When it came.
    pub at: Timestamp,
}

/// Alike refusals, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalCount {
    /// The last of them.
    pub last: Refusal,
    /// How many there were.
    pub times: i64,
}

/// Something that was refused on its way here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// When.
    pub at: Timestamp,
    /// Whose it was; `None` where that can't be told.
    pub sender: Option<NodeId>,
    /// Why: a code.
    pub why: String,
    /// What exactly.
    pub detail: String,
}

impl Store {
    /// Lets a machine that knows the secret of this hash become a node of a post, until a moment.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn invite(
        &self,
        actor: Option<&AccountId>,
        code: [u8; 32],
        post: &PostId,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let post = post.clone();
        self.change(actor, move |conn| {
            Box::pin(async move {
                sqlx::query("insert into invitation (code, post, expires_at) values ($1, $2, $3)")
                    .bind(code.to_vec())
                    .bind(post.as_str())
                    .bind(expires_at.as_millisecond())
                    .execute(conn)
                    .await?;
                Ok(Some(Changed::noted(vec![Event::NodeInvited { post }])))
            })
        })
        .await?;
        Ok(())
    }

    /// Whether a code was ever made; it may be too old, or used.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn is_invited(&self, code: [u8; 32]) -> Result<bool, StoreError> {
        let found = sqlx::query("select 1 from invitation where code = $1").bind(code.to_vec());
        Ok(found.fetch_optional(&self.db.pool).await?.is_some())
    }

    /// Makes the holder of this key a node of the post that the code is for, and gives it a name. `None` where there is
    /// no such code, it is too old, or another key has used it; the same key is answered the same again.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn enrol(
        &self,
        code: [u8; 32],
        public_key: [u8; 32],
        recipient: &str,
        now: Timestamp,
    ) -> Result<Option<Member>, StoreError> {
        let is_restored = self.node.as_str().contains('.');
        let (recipient, chance) = (recipient.to_owned(), self.chance.clone());
        let enrolled = self.change(None, move |conn| {
            Box::pin(async move {
                let invitation = sqlx::query("select post, expires_at, member from invitation where code = $1");
                let Some(invitation) = invitation.bind(code.to_vec()).fetch_optional(&mut *conn).await? else {
                    return Ok(None);
                };
                let post: PostId = columns::post(&invitation, "post")?;
                if let Some(used_by) = invitation.try_get::<Option<String>, _>("member")? {
                    let member = member(conn, &used_by).await?.filter(|member| member.public_key == public_key);
                    return Ok(member.map(|answer| Changed { events: vec![], answer }));
                }
                if columns::moment(&invitation, "expires_at")? < now {
                    return Ok(None);
                }
                let before: i64 = sqlx::query_scalar("select count(*) from member where post = $1")
                    .bind(post.as_str())
                    .fetch_one(&mut *conn)
                    .await?;
                // A headquarters that was put back from a backup may have given a name since that it does not remember.
                let id =
                    if before == 0 && !is_restored { post.to_string() } else { format!("{post}@{}", chance.suffix()) };
                let mut insert = Insert::into("member");
                insert
                    .row()
                    .set("id", &id)
                    .set("post", post.as_str())
                    .set("public_key", public_key.to_vec())
                    .set("recipient", recipient)
                    .set("enrolled_at", now.as_millisecond());
                insert.run(conn).await?;
                sqlx::query("update invitation set member = $2 where code = $1")
                    .bind(code.to_vec())
                    .bind(&id)
                    .execute(&mut *conn)
                    .await?;
                let answer = member(conn, &id).await?;
                Ok(answer.map(|answer| {
                    let (node, public_key) = (answer.id.clone(), crate::hash::hex(&public_key));
                    Changed { events: vec![Event::NodeEnrolled { node, post, public_key }], answer }
                }))
            })
        });
        enrolled.await
    }

    /// Every node that belongs to the network, or did.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn members(&self) -> Result<Vec<Member>, StoreError> {
        let rows = sqlx::query("select * from member order by post, enrolled_at, id").fetch_all(&self.db.pool).await?;
        rows.iter().map(of_row).collect()
    }

    /// A node that belongs to the network, or did.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn member(&self, id: &NodeId) -> Result<Option<Member>, StoreError> {
        member(&mut *self.db.pool.acquire().await?, id.as_str()).await
    }

    /// The node that has this key, and belongs to the network, or did.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn member_of_key(&self, public_key: &[u8; 32]) -> Result<Option<Member>, StoreError> {
        let row = sqlx::query("select * from member where public_key = $1").bind(public_key.to_vec());
        row.fetch_optional(&self.db.pool).await?.as_ref().map(of_row).transpose()
    }

    /// Lets a node belong to the network no more.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn revoke(
        &self,
        actor: Option<&AccountId>,
        id: &NodeId,
        reason: &StatedReason,
    ) -> Result<(), StoreError> {
        let (node, reason) = (id.clone(), reason.as_str().to_owned());
        self.change(actor, move |conn| {
            Box::pin(async move {
                sqlx::query("update member set revoked = $2 where id = $1")
                    .bind(node.as_str())
                    .bind(&reason)
                    .execute(conn)
                    .await?;
                Ok(Some(Changed::noted(vec![Event::NodeRevoked { node, reason }])))
            })
        })
        .await?;
        Ok(())
    }

    /// Takes in a journal no more: one of two that are written under one name and key. Its writer may be let in anew.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn end_journal(
        &self,
        actor: Option<&AccountId>,
        journal: &NodeId,
        reason: &StatedReason,
    ) -> Result<(), StoreError> {
        let (journal, reason) = (journal.clone(), reason.as_str().to_owned());
        self.change(actor, move |conn| {
            Box::pin(async move {
                put_ended_journal(conn, &journal, &reason).await?;
                Ok(Some(Changed::noted(vec![Event::JournalEnded { journal, reason }])))
            })
        })
        .await?;
        Ok(())
    }

    /// The journals that are taken in no more, and why.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn ended_journals(&self) -> Result<Vec<(NodeId, String)>, StoreError> {
        let rows = sqlx::query("select * from ended_journal order by journal").fetch_all(&self.db.pool).await?;
        rows.iter().map(|row| Ok((columns::node(row, "journal")?, row.try_get("reason")?))).collect()
    }

    /// Notes that a node was heard of, and what it says of itself (JSON).
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn heard(&self, id: &NodeId, at: Timestamp, said: &str) -> Result<(), StoreError> {
        sqlx::query("update member set heard_at = $2, said = $3 where id = $1")
            .bind(id.as_str())
            .bind(at.as_millisecond())
            .bind(said)
            .execute(&self.db.pool)
            .await?;
        Ok(())
    }

    /// Keeps a signed end of a journal, unless a later one is kept.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn keep_head(&self, signed: &SignedHead) -> Result<(), StoreError> {
        let mut insert = Insert::into("signed_head");
        insert
            .row()
            .set("journal", signed.journal.as_str())
            .set("seq", signed.head.seq)
            .set("hash", signed.head.hash.to_vec())
            .set("signature", &signed.signature)
            .set("at", signed.at.as_millisecond());
        insert.or_update("journal", &[]);
        insert.then(" where excluded.seq >= signed_head.seq");
        insert.run(&mut *self.db.pool.acquire().await?).await?;
        Ok(())
    }

    /// The signed ends of all journals.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn signed_heads(&self) -> Result<Vec<SignedHead>, StoreError> {
        let rows = sqlx::query("select * from signed_head order by journal").fetch_all(&self.db.pool).await?;
        rows.iter()
            .map(|row| {
                Ok(SignedHead {
                    journal: columns::node(row, "journal")?,
                    head: JournalHead { seq: row.try_get("seq")?, hash: columns::bytes(row, "hash")? },
                    signature: row.try_get("signature")?,
                    at: columns::moment(row, "at")?,
                })
            })
            .collect()
    }

    /// Notes how often something was refused. Refusals are counted by sender and reason, and the last of each is kept: the
    /// table stays small however many are sent.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn note_refusals(&self, last: &Refusal, times: i64) -> Result<(), StoreError> {
        let mut insert = Insert::into("refused");
        insert
            .row()
            .set("sender", last.sender.as_ref().map_or("", NodeId::as_str))
            .set("why", &last.why)
            .set("at", last.at.as_millisecond())
            .set("detail", &last.detail)
            .set("times", times);
        insert.or_update("sender, why", &["times"]);
        insert.then(", times = refused.times + excluded.times");
        insert.run(&mut *self.db.pool.acquire().await?).await?;
        Ok(())
    }

    /// What was refused, alike things together. The latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn refusals(&self, most: i64) -> Result<Vec<RefusalCount>, StoreError> {
        let rows = sqlx::query("select * from refused order by at desc, sender, why limit $1").bind(most);
        let rows = rows.fetch_all(&self.db.pool).await?;
        rows.iter().map(|row| Ok(RefusalCount { last: refusal(row)?, times: row.try_get("times")? })).collect()
    }
}

fn refusal(row: &DbRow) -> Result<Refusal, StoreError> {
    Ok(Refusal {
        at: columns::moment(row, "at")?,
        sender: NodeId::parse(row.try_get("sender")?).ok(),
        why: row.try_get("why")?,
        detail: row.try_get("detail")?,
    })
}

/// Notes that nobody takes in a journal any more.
pub(crate) async fn put_ended_journal(conn: &mut Conn, journal: &NodeId, reason: &str) -> Result<(), StoreError> {
    sqlx::query(
        "insert into ended_journal (journal, reason) values ($1, $2)
         on conflict (journal) do update set reason = excluded.reason",
    )
    .bind(journal.as_str())
    .bind(reason)
    .execute(conn)
    .await?;
    Ok(())
}

async fn member(conn: &mut Conn, id: &str) -> Result<Option<Member>, StoreError> {
    let row = sqlx::query("select * from member where id = $1").bind(id).fetch_optional(conn).await?;
    row.as_ref().map(of_row).transpose()
}

pub(crate) fn of_row(row: &DbRow) -> Result<Member, StoreError> {
    let heard_at: Option<i64> = row.try_get("heard_at")?;
    Ok(Member {
        id: columns::node(row, "id")?,
        post: columns::post(row, "post")?,
        public_key: columns::bytes(row, "public_key")?,
        recipient: row.try_get("recipient")?,
        enrolled_at: columns::moment(row, "enrolled_at")?,
        revoked: row.try_get("revoked")?,
        heard_at: heard_at.and_then(|at| Timestamp::from_millisecond(at).ok()),
        said: row.try_get("said")?,
    })
}
