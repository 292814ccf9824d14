//! What waits at the second line, what was noted there, and who is in need of protection.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, Sql, columns},
    error::damaged,
    journal::Entry,
    record::{hits, same_person::push_keys},
};
use jiff::Timestamp;
use limen_domain::{
    AccountId, Action, CrossingId, DecisionKind, Direction, DocumentKey, HandOver, Name, Need, PostId, Protection,
    ProtectionId, ReferralReason,
};
use sqlx::{AssertSqlSafe, Row};

/// How many people had a need at a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedCount {
    /// Where; `None` where they were never presented at a counter.
    pub post: Option<PostId>,
    /// Of what protection; `None` where they said yes to a question on health.
    pub need: Option<Need>,
    /// How many.
    pub people: u64,
}

/// A referral that nobody has settled.
#[derive(Debug, Clone)]
pub struct WaitingReferral {
    /// The crossing that was referred.
    pub id: CrossingId,
    /// Since when.
    pub at: Timestamp,
    /// Which way.
    pub direction: Direction,
    /// Their name.
    pub name: Name,
    /// Nationality's code, empty where unknown.
    pub nationality: String,
    /// Age when they were referred.
    pub age: Option<u16>,
    /// Why.
    pub reason: ReferralReason,
    /// Who referred.
    pub officer: AccountId,
    /// Who has taken it.
    pub taken_by: Option<AccountId>,
    /// Which needs of protection were seen.
    pub needs: Vec<Need>,
    /// What the alerts that were confirmed ask for.
    pub confirmed: Vec<Action>,
    /// What the alerts ask for that are certainly about them, and that nobody has judged: by the very document.
    pub certain: Vec<Action>,
}

/// The score of a hit by the very document that is sought.
const CERTAIN: f64 = 0.999;

/// Something noted in a referral.
#[derive(Debug, Clone)]
pub struct Note {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub officer: AccountId,
    /// The guide's question that it answers; empty for a free note.
    pub question: String,
    /// What was noted.
    pub text: String,
}

/// A decision as the officer who made it sees it, and what became of a referral.
#[derive(Debug, Clone)]
pub struct MadeDecision {
    /// The crossing.
    pub id: CrossingId,
    /// When.
    pub at: Timestamp,
    /// Their name.
    pub name: Name,
    /// What was decided.
    pub decision: DecisionKind,
    /// Who has taken the referral; `None` where nobody has, or it was none.
    pub taken_by: Option<AccountId>,
    /// How the referral was settled; `None` where it is not, or it was none.
    pub outcome: Option<DecisionKind>,
}

/// A need of protection with what became of it.
#[derive(Debug, Clone)]
pub struct ProtectionRow {
    /// As it was seen.
    pub protection: Protection,
    /// The receiver of the person, the time and the officer.
    pub handed_over: Option<HandedOver>,
}

/// How someone in need of protection was handed over.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// To whom, with what reference.
    pub proof: HandOver,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub officer: AccountId,
}

/// Notes who has taken a referral; nobody, when it is given back.
pub(crate) async fn take(conn: &mut Conn, referral: CrossingId, entry: &Entry) -> Result<(), StoreError> {
    sqlx::query(
        "insert into referral (id, taken_by, taken_at) values ($1, $2, $3)
                 on conflict (id) do update set taken_by = excluded.taken_by, taken_at = excluded.taken_at",
    )
    .bind(referral.to_string())
    .bind(entry.actor())
    .bind(entry.new.at.as_millisecond())
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives a referral back to the queue.
pub(crate) async fn release(conn: &mut Conn, referral: CrossingId) -> Result<(), StoreError> {
    sqlx::query("delete from referral where id = $1").bind(referral.to_string()).execute(conn).await?;
    Ok(())
}

/// Keeps a note.
pub(crate) async fn note(
    conn: &mut Conn,
    referral: CrossingId,
    question: Option<&str>,
    text: &str,
    entry: &Entry,
) -> Result<(), StoreError> {
    let mut insert = Insert::into("referral_note");
    insert
        .row()
        .set("node", entry.node.as_str())
        .set("seq", entry.seq)
        .set("referral", referral.to_string())
        .set("at", entry.new.at.as_millisecond())
        .set("officer", entry.actor())
        .set("question", question.unwrap_or_default())
        .set("text", text);
    insert.run(conn).await?;
    Ok(())
}

/// Keeps a need of protection.
pub(crate) async fn protect(conn: &mut Conn, protection: &Protection) -> Result<(), StoreError> {
    let mut insert = Insert::into("protection");
    insert
        .row()
        .set("id", protection.id.to_string())
        .set("referral", protection.referral.map(|id| id.to_string()).unwrap_or_default())
        .set("at", protection.at.as_millisecond())
        .set("due", protection.due.as_millisecond())
        .set("need", protection.need.code())
        .set("body", serde_json::to_string(protection)?)
        .set("receiver", "")
        .set("reference", "")
        .set("handed_by", "")
        .set("handed_at", 0_i64);
    insert.run(conn).await?;
    Ok(())
}

/// Keeps the proof of a handing over; the first one stands.
pub(crate) async fn hand_over(conn: &mut Conn, proof: &HandOver, entry: &Entry) -> Result<(), StoreError> {
    sqlx::query(
        "update protection set receiver = $1, reference = $2, handed_by = $3, handed_at = $4
         where id = $5 and receiver = ''",
    )
    .bind(&proof.receiver)
    .bind(&proof.reference)
    .bind(entry.actor())
    .bind(entry.new.at.as_millisecond())
    .bind(proof.protection.to_string())
    .execute(conn)
    .await?;
    Ok(())
}

fn codes<T: std::str::FromStr>(row: &DbRow, column: &str) -> Result<Vec<T>, StoreError> {
    let codes: Option<&str> = row.try_get(column)?;
    Ok(codes.unwrap_or_default().split(',').filter_map(|code| code.parse().ok()).collect())
}

fn taken_by(row: &DbRow) -> Result<Option<AccountId>, StoreError> {
    row.try_get::<Option<&str>, _>("taken_by")?.map(AccountId::parse).transpose().map_err(damaged)
}

impl Store {
    /// The referrals at a post that nobody has settled, oldest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn waiting(&self, post: &PostId) -> Result<Vec<WaitingReferral>, StoreError> {
        let confirmed = hits::CONFIRMED;
        let query = format!(
            "select crossing.*, referral.taken_by,
                (select string_agg(need, ',') from protection where protection.referral = crossing.id) as needs,
                (select string_agg(hit.action, ',') from hit left join judgement using (presentation, list, alert)
                 where hit.presentation = crossing.id and {confirmed}) as confirmed,
                (select string_agg(hit.action, ',') from hit left join judgement using (presentation, list, alert)
                 where hit.presentation = crossing.id and judgement.judgement is null and hit.score >= {CERTAIN}) as certain
             from crossing left join referral on referral.id = crossing.id
             where post = $1 and decision = 'refer' and settled_by is null and corrected_by is null and stands = 1
             order by crossing.at"
        );
        let rows = sqlx::query(AssertSqlSafe(query)).bind(post.as_str());
        let rows = rows.fetch_all(&self.db.pool).await?;
        rows.iter()
            .map(|row| {
                Ok(WaitingReferral {
                    id: columns::parsed(row, "id")?,
                    at: columns::moment(row, "at")?,
                    direction: columns::parsed(row, "direction")?,
                    name: columns::name(row)?,
                    nationality: row.try_get("nationality")?,
                    age: row.try_get::<Option<i64>, _>("age")?.and_then(|age| u16::try_from(age).ok()),
                    reason: columns::parsed(row, "grounds")?,
                    officer: columns::account(row, "officer")?,
                    taken_by: taken_by(row)?,
                    needs: codes(row, "needs")?,
                    confirmed: codes(row, "confirmed")?,
                    certain: codes(row, "certain")?,
                })
            })
            .collect()
    }

    /// How many referrals at a post have waited since before `since`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn waiting_since(&self, post: &PostId, since: Timestamp) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar(
            "select count(*) from crossing where post = $1 and at < $2
             and decision = 'refer' and settled_by is null and corrected_by is null and stands = 1",
        );
        Ok(count.bind(post.as_str()).bind(since.as_millisecond()).fetch_one(&self.db.pool).await?)
    }

    /// Who has taken a referral.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn referral_taken_by(&self, id: CrossingId) -> Result<Option<AccountId>, StoreError> {
        let taken: Option<String> = sqlx::query_scalar("select taken_by from referral where id = $1")
            .bind(id.to_string())
            .fetch_optional(&self.db.pool)
            .await?;
        taken.map(|account| AccountId::parse(&account)).transpose().map_err(damaged)
    }

    /// What was noted in a referral, oldest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn notes(&self, referral: CrossingId) -> Result<Vec<Note>, StoreError> {
        let rows = sqlx::query("select * from referral_note where referral = $1 order by at, seq")
            .bind(referral.to_string())
            .fetch_all(&self.db.pool)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Note {
                    at: columns::moment(row, "at")?,
                    officer: columns::account(row, "officer")?,
                    question: row.try_get("question")?,
                    text: row.try_get("text")?,
                })
            })
            .collect()
    }

    /// What an officer decided since `since`, latest first, at most `most`; of one kind alone where it is named.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn decisions_of(
        &self,
        officer: &AccountId,
        since: Timestamp,
        kind: Option<DecisionKind>,
        most: i64,
    ) -> Result<Vec<MadeDecision>, StoreError> {
        let query = sqlx::query(
            "select crossing.*, referral.taken_by, settled.decision as outcome
             from crossing left join referral on referral.id = crossing.id
             left join crossing as settled on settled.id = crossing.settled_by
             where crossing.officer = $1 and crossing.at >= $2 and ($3 = '' or crossing.decision = $3)
             and crossing.corrected_by is null and crossing.stands = 1
             order by crossing.at desc limit $4",
        );
        let rows = query
            .bind(officer.as_str())
            .bind(since.as_millisecond())
            .bind(kind.map_or("", DecisionKind::code))
            .bind(most)
            .fetch_all(&self.db.pool)
            .await?;
        rows.iter()
            .map(|row| {
                let outcome: Option<&str> = row.try_get("outcome")?;
                Ok(MadeDecision {
                    id: columns::parsed(row, "id")?,
                    at: columns::moment(row, "at")?,
                    name: columns::name(row)?,
                    decision: columns::parsed(row, "decision")?,
                    taken_by: taken_by(row)?,
                    outcome: outcome.map(str::parse).transpose().map_err(damaged)?,
                })
            })
            .collect()
    }

    /// Those in need of protection: who still waits, most pressing first, then those handed over, latest first.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn protections(&self, most: i64) -> Result<Vec<ProtectionRow>, StoreError> {
        let rows = sqlx::query(
            "select * from protection order by receiver <> '', case when receiver = '' then due else -handed_at end
             limit $1",
        );
        rows.bind(most).fetch_all(&self.db.pool).await?.iter().map(protection).collect()
    }

    /// How many in need of protection have not been handed over.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn protections_waiting(&self) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar("select count(*) from protection where receiver = ''");
        Ok(count.fetch_one(&self.db.pool).await?)
    }

    /// How many were found in need of protection, or said yes to a question on health, before a moment, by post and need.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn needs_before(&self, before: Timestamp) -> Result<Vec<NeedCount>, StoreError> {
        let rows = sqlx::query(
            "select post, need, count(*) as people from (
                 select coalesce(crossing.post, '') as post, protection.need as need from protection
                 left join crossing on crossing.id = protection.referral where protection.at < $1
                 union all
                 select distinct_yes.post as post, 'health' as need from (
                     select crossing.id as id, crossing.post as post from health_answer
                     join crossing on crossing.id = health_answer.crossing
                     where crossing.at < $2 and crossing.stands = 1 and health_answer.answer = 'yes'
                     group by crossing.id, crossing.post) as distinct_yes
             ) as needs group by post, need order by post, need",
        )
        .bind(before.as_millisecond())
        .bind(before.as_millisecond())
        .fetch_all(&self.db.pool)
        .await?;
        let counts = rows.iter().map(|row| {
            let post: &str = row.try_get("post")?;
            Ok(NeedCount {
                post: if post.is_empty() { None } else { Some(PostId::parse(post).map_err(damaged)?) },
                need: row.try_get::<&str, _>("need")?.parse().ok(),
                people: u64::try_from(row.try_get::<i64, _>("people")?).unwrap_or(0),
            })
        });
        counts.collect()
    }

    /// Those in need of protection who were never presented and have not been handed over: no referral speaks of them.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn protections_unreferred(&self) -> Result<Vec<ProtectionRow>, StoreError> {
        let rows = sqlx::query("select * from protection where receiver = '' and referral = '' order by at");
        rows.fetch_all(&self.db.pool).await?.iter().map(protection).collect()
    }

    /// How many they are.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn protections_unreferred_count(&self) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar("select count(*) from protection where receiver = '' and referral = ''");
        Ok(count.fetch_one(&self.db.pool).await?)
    }

    /// One way of protection.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn protection(&self, id: ProtectionId) -> Result<Option<ProtectionRow>, StoreError> {
        let row = sqlx::query("select * from protection where id = $1").bind(id.to_string());
        row.fetch_optional(&self.db.pool).await?.as_ref().map(protection).transpose()
    }

    /// The ways of protection that a referral began.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn protections_of(&self, referral: CrossingId) -> Result<Vec<ProtectionRow>, StoreError> {
        let rows = sqlx::query("select * from protection where referral = $1 order by at").bind(referral.to_string());
        rows.fetch_all(&self.db.pool).await?.iter().map(protection).collect()
    }

    /// Whether someone with any of these documents, or in this referral, is in need of protection and not handed over yet.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn is_protected(
        &self,
        documents: &[DocumentKey],
        referral: Option<CrossingId>,
    ) -> Result<bool, StoreError> {
        let mut query = Sql::new(
            "select count(*) from protection left join crossing on crossing.id = protection.referral
             where protection.receiver = '' and protection.referral <> '' and (protection.referral = ",
        );
        query.push_bind(referral.map(|id| id.to_string()).unwrap_or_default());
        if !documents.is_empty() {
            query.push(" or crossing.document in ");
            push_keys(&mut query, documents);
        }
        query.push(")");
        let count: i64 = query.build_query_scalar().fetch_one(&self.db.pool).await?;
        Ok(count > 0)
    }
}

fn protection(row: &DbRow) -> Result<ProtectionRow, StoreError> {
    let protection: Protection = serde_json::from_str(row.try_get("body")?)?;
    let receiver: String = row.try_get("receiver")?;
    let handed_over = if receiver.is_empty() {
        None
    } else {
        let proof = HandOver { protection: protection.id, receiver, reference: row.try_get("reference")? };
        let at = columns::moment(row, "handed_at")?;
        Some(HandedOver { proof, at, officer: columns::account(row, "handed_by")? })
    };
    Ok(ProtectionRow { protection, handed_over })
}
