//! What reference data is: the kinds of things that headquarters decides for all, how one is read as it is published, and
//! how it takes effect where it came.

use crate::{
    Account, Credentials, Member, Post, StoreError,
    database::{Conn, DbRow, Insert, Sql},
    error::damaged,
    neighbours::papers,
    network::{intake, members},
    reference::{
        alerts, lists, posts,
        settings::{self, put_setting},
        trust::{self, TrustItem},
        turns::{self, Turned},
    },
    sign_in::{accounts, credentials},
};
use jiff::Timestamp;
use limen_domain::{AccountId, Alert, AlertId, ListKind, ListName, NodeId, PostId, Reference, Role};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use std::iter;

/// What of an account is published: not what happens to it at a node.
#[derive(Serialize, Deserialize)]
struct PublishedAccount {
    name: String,
    role: Role,
    #[serde(flatten)]
    credentials: Credentials,
    language: String,
    #[serde(default)]
    stamp: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    posts: Vec<PostId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PublishedAlertList {
    threshold: f64,
    version: String,
    sha256: String,
    loaded_at: i64,
}

/// What of a machine is published: not what headquarters hears of it.
#[derive(Serialize, Deserialize)]
struct PublishedMember {
    post: PostId,
    public_key: String,
    recipient: String,
    enrolled_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    revoked: Option<String>,
}

/// Where things of a kind are kept.
pub(crate) struct Kept {
    pub(crate) kind: &'static str,
    table: &'static str,
    /// The columns that a thing's key is made of, parted by `/`.
    key: &'static [&'static str],
}

pub(crate) const ACCOUNT: &str = "account";
pub(crate) const ALERT: &str = "alert";
pub(crate) const ALERT_LIST: &str = "alert-list";
const POST: &str = "post";
const REFERENCE_LIST: &str = "reference-list";
const MEMBER: &str = "member";
const ENDED_JOURNAL: &str = "ended-journal";
const SETTING: &str = "setting";
const TRUST: &str = "trust";
const NEIGHBOUR_FACT: &str = "neighbour-fact";
pub(crate) const KINDS: [Kept; 10] = [
    Kept { kind: ACCOUNT, table: "account", key: &["id"] },
    Kept { kind: ALERT, table: "alert", key: &["list", "id"] },
    Kept { kind: ALERT_LIST, table: "alert_list", key: &["name"] },
    Kept { kind: ENDED_JOURNAL, table: "ended_journal", key: &["journal"] },
    Kept { kind: MEMBER, table: "member", key: &["id"] },
    Kept { kind: NEIGHBOUR_FACT, table: "neighbour_fact", key: &["id"] },
    Kept { kind: POST, table: "post", key: &["id"] },
    Kept { kind: REFERENCE_LIST, table: "reference_list", key: &["kind"] },
    Kept { kind: SETTING, table: "setting", key: &["name"] },
    Kept { kind: TRUST, table: "trust_item", key: &["id"] },
];

impl Kept {
    pub(crate) fn of(kind: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kept| kept.kind == kind)
    }

    /// A statement about the thing of this kind with a key.
    fn query(&self, begins: &'static str, key: &str) -> Sql {
        let mut query = Sql::new(begins);
        query.push(self.table).push(" where ");
        let mut parts = query.separated(" and ");
        // A key that has too few parts is no thing's.
        let of_key = key.splitn(self.key.len(), '/').chain(iter::repeat(""));
        for (column, part) in self.key.iter().zip(of_key) {
            parts.push(column).push_unseparated(" = ").push_bind_unseparated(part.to_owned());
        }
        query
    }

    fn push_key(&self, query: &mut Sql) {
        let mut columns = query.separated(", ");
        self.key.iter().for_each(|column| {
            columns.push(column);
        });
    }

    /// The thing of this kind with a key, as it is published; `None` where there is none.
    pub(crate) async fn read(&self, conn: &mut Conn, key: &str) -> Result<Option<String>, StoreError> {
        if !self.is_shared(key) {
            return Ok(None);
        }
        let row = self.query("select * from ", key).build().fetch_optional(conn).await?;
        row.as_ref().map(|row| self.body(row)).transpose()
    }

    /// The next things of this kind after `last`, in the order of their keys' columns: at most `most`, keys and bodies.
    pub(crate) async fn page(
        &self,
        conn: &mut Conn,
        last: &mut Vec<String>,
        most: usize,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let mut query = Sql::new("select * from ");
        query.push(self.table).push(" where (");
        self.push_key(&mut query);
        query.push(") > (");
        let mut values = query.separated(", ");
        for place in 0..self.key.len() {
            values.push_bind(last.get(place).cloned().unwrap_or_default());
        }
        query.push(") order by ");
        self.push_key(&mut query);
        query.push(" limit ").push_bind(most as i64);
        let rows = query.build().fetch_all(conn).await?;
        let mut things = Vec::with_capacity(rows.len());
        for row in &rows {
            let key: Vec<String> = self.key.iter().map(|column| row.try_get(*column)).collect::<Result<_, _>>()?;
            let whole = key.join("/");
            *last = key;
            if self.is_shared(&whole) {
                things.push((whole, self.body(row)?));
            }
        }
        if rows.is_empty() {
            last.clear();
        }
        Ok(things)
    }

    /// Whether headquarters decides the thing with this key: of settings, those that are named.
    fn is_shared(&self, key: &str) -> bool {
        self.kind != SETTING || settings::is_shared(key)
    }

    /// What of a row is published.
    fn body(&self, row: &DbRow) -> Result<String, StoreError> {
        Ok(match self.kind {
            ACCOUNT => {
                let Account { name, role, credentials, language, stamp, posts, ended, .. } = accounts::account(row)?;
                let published = PublishedAccount { name, role, credentials, language, stamp, posts, ended };
                serde_json::to_string(&published)?
            }
            ALERT_LIST => serde_json::to_string(&PublishedAlertList {
                threshold: row.try_get("threshold")?,
                version: row.try_get("version")?,
                sha256: row.try_get("sha256")?,
                loaded_at: row.try_get("loaded_at")?,
            })?,
            POST => serde_json::to_string(&posts::post(row)?)?,
            ALERT | NEIGHBOUR_FACT | TRUST => row.try_get("body")?,
            ENDED_JOURNAL => row.try_get("reason")?,
            MEMBER => {
                let Member { post, public_key, recipient, enrolled_at, revoked, .. } = members::of_row(row)?;
                let (public_key, enrolled_at) = (crate::hash::hex(&public_key), enrolled_at.as_millisecond());
                serde_json::to_string(&PublishedMember { post, public_key, recipient, enrolled_at, revoked })?
            }
            REFERENCE_LIST => row.try_get("csv")?,
            _ => row.try_get("value")?,
        })
    }
}

/// Lets one thing take effect. Of what this version does not know it keeps only the hash: the fingerprint still comes
/// out, and a later version asks for everything anew.
pub(crate) async fn put(
    conn: &mut Conn,
    kind: &str,
    key: &str,
    body: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(kept) = Kept::of(kind).filter(|kept| kept.is_shared(key)) else {
        tracing::warn!(kind, key, "reference data that this version does not know");
        return intake::note_not_understood(conn, intake::REFERENCE).await;
    };
    let Some(body) = body else {
        if kind == ALERT {
            let (list, id) = alert_key(key)?;
            alerts::remove(conn, &list, &id).await?;
            return Ok(());
        }
        kept.query("delete from ", key).build().execute(&mut *conn).await?;
        if kind == ACCOUNT {
            sqlx::query("delete from session where account = $1").bind(key).execute(&mut *conn).await?;
        }
        turns::note(conn, &Turned::Others).await?;
        return Ok(());
    };
    match kind {
        ALERT => {
            let alert: Alert = serde_json::from_str(body)?;
            if alert_key(key)? != (alert.list.clone(), alert.id.clone()) {
                return Err(damaged(format!("an alert under the key {key} is another")));
            }
            alerts::put(conn, body, &alert).await?;
            return Ok(());
        }
        ACCOUNT => {
            let id = AccountId::parse(key).map_err(damaged)?;
            let published: PublishedAccount = serde_json::from_str(body)?;
            let mut insert = Insert::into("account");
            insert
                .row()
                .set("id", id.as_str())
                .set("name", published.name)
                .set("role", published.role.code())
                .set("password_hash", &published.credentials.password_hash)
                .set("language", published.language)
                .set("failures", 0_i64)
                .set("locked_until", 0_i64)
                .set("stamp", published.stamp)
                .set("posts", accounts::joined(&published.posts))
                .set("ended", published.ended);
            // The language stays as its owner set it here.
            insert.or_update("id", &["password_hash", "language", "failures", "locked_until"]);
            insert.run(conn).await?;
            credentials::put(conn, &id, &published.credentials).await?;
        }
        ALERT_LIST => {
            let published: PublishedAlertList = serde_json::from_str(body)?;
            let mut insert = Insert::into("alert_list");
            insert
                .row()
                .set("name", key)
                .set("threshold", published.threshold)
                .set("version", published.version)
                .set("sha256", published.sha256)
                .set("loaded_at", published.loaded_at);
            insert.or_update("name", &[]);
            insert.run(conn).await?;
        }
        ENDED_JOURNAL => {
            let journal = NodeId::parse(key).map_err(damaged)?;
            members::put_ended_journal(conn, &journal, body).await?;
        }
        MEMBER => put_member(conn, &NodeId::parse(key).map_err(damaged)?, &serde_json::from_str(body)?).await?,
        POST => {
            let post: Post = serde_json::from_str(body)?;
            posts::put_post(conn, &post).await?;
        }
        REFERENCE_LIST => {
            // A list, or something in one, that this version does not know yet: what held before holds on.
            let kind = key.parse::<ListKind>().ok();
            let read = kind.and_then(|kind| Some((kind, Reference::default().put(kind, body.as_bytes()).ok()?)));
            let Some((kind, entries)) = read else { return intake::note_not_understood(conn, intake::REFERENCE).await };
            lists::put(conn, kind, body, entries, now).await?;
        }
        NEIGHBOUR_FACT => papers::put_fact(conn, key, body).await?,
        TRUST => {
            // Of a kind that a later version has.
            if TrustItem::read(key, body).is_err() {
                return intake::note_not_understood(conn, intake::REFERENCE).await;
            }
            trust::put(conn, key, body).await?;
        }
        _ => put_setting(conn, key, body).await?,
    }
    turns::note(conn, &Turned::Others).await?;
    Ok(())
}

async fn put_member(conn: &mut Conn, id: &NodeId, member: &PublishedMember) -> Result<(), StoreError> {
    let public_key = data_encoding::HEXLOWER.decode(member.public_key.as_bytes()).map_err(damaged)?;
    let mut insert = Insert::into("member");
    insert
        .row()
        .set("id", id.as_str())
        .set("post", member.post.as_str())
        .set("public_key", public_key)
        .set("recipient", &member.recipient)
        .set("enrolled_at", member.enrolled_at)
        .set("revoked", member.revoked.as_deref());
    insert.or_update("id", &["revoked"]);
    insert.then(", revoked = coalesce(excluded.revoked, member.revoked)");
    insert.run(conn).await?;
    Ok(())
}

fn alert_key(key: &str) -> Result<(ListName, AlertId), StoreError> {
    let (list, id) = key.split_once('/').ok_or_else(|| damaged("an alert's key has no list"))?;
    Ok((ListName::parse(list).map_err(damaged)?, AlertId::parse(id).map_err(damaged)?))
}
