//! What is said to neighbouring states and heard of them: two lines of papers without gaps, and what of them holds now.

use crate::{
    Store, StoreError,
    database::{Conn, DbRow, Insert, columns},
    journal::Changed,
    neighbours::{
        days,
        known::{AgreementState, KeptAgreement, is_to_be_heard, neighbour, was_heard},
    },
    record::neighbour_drafts,
    reference::{
        alerts,
        turns::{self, Turned},
    },
};
use jiff::{Timestamp, civil::Date};
use limen_domain::{AccountId, Alert, AlertId, Event, ListName, NeighbourStep, NodeId, StateCode};
use limen_neighbour::{DayTaken, Head};
use sqlx::Row;
use std::collections::BTreeMap;

/// What papers change of what holds.
#[derive(Debug, Clone, Default)]
pub struct PaperEffect {
    /// Facts that hold from now on: identifier and body.
    pub facts: Vec<(String, String)>,
    /// Facts that hold no more.
    pub facts_removed: Vec<String>,
    /// Alerts that hold from now on.
    pub alerts: Vec<Alert>,
    /// Alerts that hold no more.
    pub alerts_removed: Vec<(ListName, AlertId)>,
    /// Agreements as they are from now on.
    pub agreements: Vec<KeptAgreement>,
}

impl PaperEffect {
    /// Adds what something else changes after this.
    pub fn then(&mut self, later: Self) {
        let Self { facts, facts_removed, alerts, alerts_removed, agreements } = later;
        // What comes takes the place of what went before it, and the other way round: the last word holds.
        self.facts.retain(|(id, _)| !facts_removed.contains(id) && !facts.iter().any(|(later, _)| later == id));
        self.facts_removed.retain(|id| !facts.iter().any(|(later, _)| later == id));
        let goes = |alert: &Alert| alerts_removed.iter().any(|(list, id)| *list == alert.list && *id == alert.id);
        self.alerts.retain(|alert| !goes(alert));
        self.alerts_removed.retain(|(list, id)| !alerts.iter().any(|alert| alert.list == *list && alert.id == *id));
        self.facts.extend(facts);
        self.facts_removed.extend(facts_removed);
        self.alerts.extend(alerts);
        self.alerts_removed.extend(alerts_removed);
        self.agreements.extend(agreements);
    }

    /// Whether nothing changes.
    pub fn is_nothing(&self) -> bool {
        let Self { facts, facts_removed, alerts, alerts_removed, agreements } = self;
        facts.is_empty()
            && facts_removed.is_empty()
            && alerts.is_empty()
            && alerts_removed.is_empty()
            && agreements.is_empty()
    }
}

/// A paper that is said, signed.
#[derive(Debug, Clone)]
pub struct NewPaper {
    /// The head that it goes on from.
    pub before: Head,
    /// The head after it.
    pub head: Head,
    /// Under which agreement.
    pub agreement: String,
    /// The code of its kind.
    pub kind: &'static str,
    /// What it is about.
    pub about: String,
    /// When it was made.
    pub at: Timestamp,
    /// The signed text.
    pub file: String,
    /// What of it holds from now on.
    pub effect: PaperEffect,
    /// What was written at a post, where it says that: it is said once.
    pub draft: Option<(NodeId, i64)>,
    /// How far this side had spoken when what it says was found out, where another paper about the same that was said since
    /// leaves it unsaid; `None` where the last word holds.
    pub since: Option<u64>,
}

/// A paper of theirs.
#[derive(Debug, Clone)]
pub struct HeardPaper {
    /// The head after it.
    pub head: Head,
    /// Under which agreement.
    pub agreement: String,
    /// The code of its kind; empty where this version can't read it.
    pub kind: String,
    /// What it is about.
    pub about: String,
    /// When it was made, by their clock.
    pub at: Timestamp,
    /// The signed text, or why it was refused, as a code. What was refused is not kept.
    pub file: Result<String, &'static str>,
    /// Why it is neither shown nor acted on here, as a code that stays here; it is kept as any other, so that nothing tells
    /// the other side.
    pub set_aside: Option<&'static str>,
}

/// What was heard of a neighbour at once.
#[derive(Debug, Clone, Default)]
pub struct HeardOf {
    /// The head that their papers go on from.
    pub before: Head,
    /// Their papers, in order.
    pub papers: Vec<HeardPaper>,
    /// What of them holds from now on.
    pub effect: PaperEffect,
    /// The agreements that let them through, by name: they must still be in force when this is kept.
    pub under: Vec<String>,
    /// How far they hold ours, with their signed receipt.
    pub taken: Option<(Head, String)>,
    /// What of ours they refused: numbers and codes.
    pub refused: Vec<(u64, String)>,
    /// The signed root of their journal to keep.
    pub witnessed: Option<String>,
    /// Whether it was said now, and they have given back all that they hold of ours: a headquarters that was restored goes on.
    pub is_last_of_ours: bool,
    /// The day, by this side's clock.
    pub day: Date,
    /// What the papers take of what a day takes of them.
    pub brings: DayTaken,
    /// How many more came, and are left until tomorrow.
    pub left_over: u32,
}

/// A paper as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPaper {
    /// The neighbour.
    pub neighbour: StateCode,
    /// Whether this side said it.
    pub is_ours: bool,
    /// Its number and name.
    pub head: Head,
    /// Under which agreement.
    pub agreement: String,
    /// The code of its kind; empty where this version can't read it.
    pub kind: String,
    /// What it is about.
    pub about: String,
    /// When it was made, by its sender's clock.
    pub at: Timestamp,
    /// When it was written here.
    pub kept_at: Timestamp,
    /// The signed text; `None` where it was refused, or is kept no longer.
    pub file: Option<String>,
    /// Why it was refused, as a code; empty where it was not.
    pub refused: String,
}

/// What of papers holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// State, `ours` or `theirs`, kind, and what it is about.
    pub id: String,
    /// Its body.
    pub body: String,
}

/// Whether a paper was said.
pub(crate) enum Said {
    /// It was; what the journal notes.
    Yes(Vec<Event>),
    /// Another was said meanwhile.
    NotNext,
    /// What it says was said already.
    Already,
}

/// What became of a paper that was to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidTo {
    /// It was said.
    Said,
    /// Another was said meanwhile: it is to be made anew.
    NotNext,
    /// What it says was said already, by another program of this headquarters.
    Already,
}

fn seq(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Whether this side's line of papers has this one in it.
async fn is_ours(conn: &mut Conn, state: StateCode, head: &Head) -> Result<bool, StoreError> {
    if head.number == 0 {
        return Ok(head.name.is_empty());
    }
    let name =
        sqlx::query_scalar("select name from neighbour_paper where neighbour = $1 and is_ours = 1 and number = $2");
    let name: Option<String> = name.bind(state.as_str().to_owned()).bind(seq(head.number)).fetch_optional(conn).await?;
    Ok(name.as_ref() == Some(&head.name))
}

/// Maximum number of places of lost papers that are taken from a neighbour.
const MOST_LOST: i64 = 100_000;

/// Keeps the place of a paper of ours that was lost here, and of which they keep no text.
async fn go_on_after(conn: &mut Conn, state: StateCode, head: &Head, now: Timestamp) -> Result<(), StoreError> {
    let mut insert = Insert::into("neighbour_paper");
    insert
        .row()
        .set("neighbour", state.as_str())
        .set("is_ours", 1_i64)
        .set("number", seq(head.number))
        .set("name", &head.name)
        .set("agreement", "")
        .set("kind", "")
        .set("about", "")
        .set("at", now.as_millisecond())
        .set("kept_at", now.as_millisecond())
        .set("file", None::<String>)
        .set("refused", "lost");
    insert.run(conn).await?;
    sqlx::query("update neighbour set said_number = $1, said_name = $2 where state = $3")
        .bind(seq(head.number))
        .bind(head.name.clone())
        .bind(state.as_str().to_owned())
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Whether this side said something of this kind about this after it had spoken so far.
async fn is_said_since(
    conn: &mut Conn,
    state: StateCode,
    (kind, about): (&str, &str),
    since: u64,
) -> Result<bool, StoreError> {
    let later = "select count(*) from neighbour_paper
         where neighbour = $1 and is_ours = 1 and kind = $2 and about = $3 and number > $4";
    let later = sqlx::query_scalar(later).bind(state.as_str().to_owned()).bind(kind.to_owned()).bind(about.to_owned());
    let later: i64 = later.bind(seq(since)).fetch_one(conn).await?;
    Ok(later > 0)
}

/// Says a paper that goes on from what was said.
pub(crate) async fn say(
    conn: &mut Conn,
    state: StateCode,
    paper: NewPaper,
    now: Timestamp,
) -> Result<Said, StoreError> {
    let NewPaper { before, head, agreement, kind, about, at, file, effect, draft, since } = paper;
    // Transactions that write come one after another, in whichever program: what is asked here holds until this one ends.
    let is_done = match &draft {
        Some(place) => neighbour_drafts::is_done(conn, place).await?,
        None => false,
    };
    let is_said = match since {
        Some(since) => is_said_since(conn, state, (kind, &about), since).await?,
        None => false,
    };
    if is_done || is_said {
        return Ok(Said::Already);
    }
    if neighbour(conn, state).await?.is_none_or(|known| known.said != before) {
        return Ok(Said::NotNext);
    }
    let mut insert = Insert::into("neighbour_paper");
    insert
        .row()
        .set("neighbour", state.as_str())
        .set("is_ours", 1_i64)
        .set("number", seq(head.number))
        .set("name", &head.name)
        .set("agreement", agreement)
        .set("kind", kind)
        .set("about", about)
        .set("at", at.as_millisecond())
        .set("kept_at", now.as_millisecond())
        .set("file", Some(file))
        .set("refused", "");
    insert.run(conn).await?;
    sqlx::query("update neighbour set said_number = $1, said_name = $2 where state = $3")
        .bind(seq(head.number))
        .bind(head.name.clone())
        .bind(state.as_str().to_owned())
        .execute(&mut *conn)
        .await?;
    if let Some(place) = draft {
        neighbour_drafts::done(conn, &place, "said").await?;
    }
    let step = NeighbourStep::Said { neighbour: state, number: head.number, kind: kind.to_owned(), sha256: head.name };
    let mut events = vec![Event::Neighbour(Box::new(step))];
    events.extend(take_effect(conn, state, effect).await?);
    Ok(Said::Yes(events))
}

/// Lets what papers change take effect; returns what the journal notes.
pub(crate) async fn take_effect(
    conn: &mut Conn,
    state: StateCode,
    effect: PaperEffect,
) -> Result<Vec<Event>, StoreError> {
    let mut events = Vec::new();
    let has_facts = !effect.facts.is_empty() || !effect.facts_removed.is_empty();
    for id in &effect.facts_removed {
        sqlx::query("delete from neighbour_fact where id = $1").bind(id.as_str()).execute(&mut *conn).await?;
    }
    for (id, body) in &effect.facts {
        put_fact(conn, id, body).await?;
    }
    for (list, id) in &effect.alerts_removed {
        alerts::remove(conn, list, id).await?;
    }
    for alert in &effect.alerts {
        alerts::ensure_list(conn, &alert.list).await?;
        alerts::put(conn, &serde_json::to_string(alert)?, alert).await?;
    }
    for agreement in effect.agreements {
        let KeptAgreement { name, neighbour, id, version, file, state: reached, since, ended } = agreement;
        // What is over stays over, whoever found otherwise a moment ago.
        let known = sqlx::query_scalar("select state from agreement where name = $1").bind(name.clone());
        let known: Option<String> = known.fetch_optional(&mut *conn).await?;
        let is_over = |code: &str| [AgreementState::Ended.code(), AgreementState::Replaced.code()].contains(&code);
        if known.as_deref().is_some_and(is_over) && !is_over(reached.code()) {
            continue;
        }
        let (ended_by, reason) = match &ended {
            Some((by, reason)) => (by.as_str().to_owned(), reason.clone()),
            None => (String::new(), String::new()),
        };
        let step = match (reached, ended) {
            (AgreementState::InForce, _) => Some(NeighbourStep::InForce { neighbour: state, agreement: name.clone() }),
            (AgreementState::Ended, Some((by, reason))) => {
                // Their words stay with the agreement: what they name is not the journal's.
                let reason = if by == state { String::new() } else { reason };
                Some(NeighbourStep::Ended { neighbour: state, agreement: name.clone(), by, reason })
            }
            _ => None,
        };
        events.extend(step.map(|step| Event::Neighbour(Box::new(step))));
        let mut insert = Insert::into("agreement");
        insert
            .row()
            .set("name", name)
            .set("neighbour", neighbour.as_str())
            .set("id", id.to_string())
            .set("version", i64::from(version))
            .set("file", file)
            .set("state", reached.code())
            .set("since", since.as_millisecond())
            .set("ended_by", ended_by)
            .set("reason", reason);
        insert.or_update("name", &[]);
        insert.run(conn).await?;
    }
    if has_facts || !events.is_empty() {
        turns::note(conn, &Turned::Others).await?;
    }
    Ok(events)
}

/// Keeps a fact in place of what it was before.
pub(crate) async fn put_fact(conn: &mut Conn, id: &str, body: &str) -> Result<(), StoreError> {
    let mut insert = Insert::into("neighbour_fact");
    insert.row().set("id", id).set("body", body);
    insert.or_update("id", &[]);
    insert.run(conn).await?;
    Ok(())
}

impl Store {
    /// Says a paper to a neighbour. One that does not go on from what was said by now is left, and so is one whose content was
    /// said already.
    ///
    /// # Errors
    /// The database can't be written, or this headquarters was restored and decides nothing yet; nothing has changed
    /// then.
    pub async fn say_to_neighbour(
        &self,
        by: Option<&AccountId>,
        state: StateCode,
        paper: NewPaper,
    ) -> Result<SaidTo, StoreError> {
        let now = self.now();
        let said = self.change(by, move |conn| {
            Box::pin(async move {
                Ok(match say(conn, state, paper, now).await? {
                    Said::Yes(events) => Some(Changed { events, answer: SaidTo::Said }),
                    Said::Already => Some(Changed { events: Vec::new(), answer: SaidTo::Already }),
                    Said::NotNext => None,
                })
            })
        });
        Ok(said.await?.unwrap_or(SaidTo::NotNext))
    }

    /// Goes on after a paper of ours that was lost here, and of which a neighbour keeps the place alone. Says whether that was
    /// done: one that does not go on from what was said by now is left.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn go_on_after_lost_paper(
        &self,
        state: StateCode,
        before: Head,
        place: Head,
    ) -> Result<bool, StoreError> {
        let now = self.now();
        let done = self.change(None, move |conn| {
            Box::pin(async move {
                if neighbour(conn, state).await?.is_none_or(|known| known.said != before) {
                    return Ok(None);
                }
                let lost = "select count(*) from neighbour_paper where neighbour = $1 and is_ours = 1 and kind = ''";
                let lost: i64 = sqlx::query_scalar(lost).bind(state.as_str().to_owned()).fetch_one(&mut *conn).await?;
                if lost >= MOST_LOST {
                    return Ok(None);
                }
                go_on_after(conn, state, &place, now).await?;
                Ok(Some(Changed::noted(Vec::new())))
            })
        });
        Ok(done.await?.is_some())
    }

    /// Keeps what was heard of a neighbour, all at once. Says whether that was done: papers that do not go on from what is
    /// held by now are left, and so are those for which the day has no room.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn hear_of_neighbour(&self, state: StateCode, heard: HeardOf) -> Result<bool, StoreError> {
        let now = self.now();
        let kept = self.change(None, move |conn| {
            Box::pin(async move {
                let HeardOf {
                    before,
                    papers,
                    effect,
                    under,
                    taken,
                    refused,
                    witnessed,
                    is_last_of_ours,
                    day,
                    brings,
                    left_over,
                } = heard;
                let Some(known) = neighbour(conn, state).await?.filter(|known| known.held == before) else {
                    return Ok(None);
                };
                for name in &under {
                    let state = sqlx::query_scalar("select state from agreement where name = $1").bind(name.as_str());
                    let state: Option<String> = state.fetch_optional(&mut *conn).await?;
                    if state.as_deref() != Some(AgreementState::InForce.code()) {
                        return Ok(None);
                    }
                }
                let mut of_day = days::of(conn, state, day).await?;
                let Some(taken_today) = of_day.taken.and(brings) else { return Ok(None) };
                let held = papers.last().map_or(before, |paper| paper.head.clone());
                let mut events = Vec::new();
                if of_day.left_over == 0 && left_over > 0 {
                    let step = NeighbourStep::LeftOver { neighbour: state, papers: left_over };
                    events.push(Event::Neighbour(Box::new(step)));
                }
                if brings != DayTaken::default() || left_over > of_day.left_over {
                    of_day.taken = taken_today;
                    of_day.left_over = of_day.left_over.max(left_over);
                    days::keep(conn, state, day, of_day).await?;
                }
                for HeardPaper { head, agreement, kind, about, at, file, set_aside } in papers {
                    let (file, why) = match file {
                        Ok(file) => (Some(file), set_aside.unwrap_or_default()),
                        Err(why) => (None, why),
                    };
                    let mut insert = Insert::into("neighbour_paper");
                    insert
                        .row()
                        .set("neighbour", state.as_str())
                        .set("is_ours", 0_i64)
                        .set("number", seq(head.number))
                        .set("name", &head.name)
                        .set("agreement", agreement)
                        .set("kind", &kind)
                        .set("about", about)
                        .set("at", at.as_millisecond())
                        .set("kept_at", now.as_millisecond())
                        .set("file", file)
                        .set("refused", why);
                    insert.run(conn).await?;
                    let (number, sha256, refused) = (head.number, head.name, why.to_owned());
                    let step = NeighbourStep::Heard { neighbour: state, number, kind, sha256, refused };
                    events.push(Event::Neighbour(Box::new(step)));
                }
                events.extend(take_effect(conn, state, effect).await?);
                for (number, why) in refused {
                    sqlx::query(
                        "update neighbour_paper set refused = $1 where neighbour = $2 and is_ours = 1 and number = $3",
                    )
                    .bind(why)
                    .bind(state.as_str().to_owned())
                    .bind(seq(number))
                    .execute(&mut *conn)
                    .await?;
                }
                // One for what this side never said is none. For less than an earlier one: they were put back from a backup.
                let taken = match taken {
                    Some((head, receipt)) if is_ours(conn, state, &head).await? => Some((head.number, receipt)),
                    _ => None,
                };
                if is_last_of_ours && taken.is_some() && is_to_be_heard(conn, state).await? {
                    was_heard(conn, state).await?;
                }
                let (taken, receipt) = match taken {
                    // The furthest receipt is the proof.
                    Some((number, _)) if number < known.taken => (number, known.receipt),
                    Some(taken) => taken,
                    None => (known.taken, known.receipt),
                };
                sqlx::query(
                    "update neighbour set held_number = $1, held_name = $2, taken_number = $3, receipt = $4,
                     witnessed = $5, heard_at = $6 where state = $7",
                )
                .bind(seq(held.number))
                .bind(held.name)
                .bind(seq(taken))
                .bind(receipt)
                .bind(witnessed.unwrap_or(known.witnessed))
                .bind(now.as_millisecond())
                .bind(state.as_str().to_owned())
                .execute(&mut *conn)
                .await?;
                Ok(Some(Changed::noted(events)))
            })
        });
        Ok(kept.await?.is_some())
    }

    /// Papers of one side from a number on, in their order; at most `most`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbour_papers(
        &self,
        state: StateCode,
        is_ours: bool,
        from: u64,
        most: i64,
    ) -> Result<Vec<KeptPaper>, StoreError> {
        let query = "select * from neighbour_paper where neighbour = $1 and is_ours = $2 and number >= $3
             order by number limit $4";
        let rows = sqlx::query(query).bind(state.as_str()).bind(i64::from(is_ours)).bind(seq(from)).bind(most);
        rows.fetch_all(&self.db.pool).await?.iter().map(paper_of).collect()
    }

    /// The names of our papers of a kind, and whether the neighbour refused each.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn neighbour_papers_refused(
        &self,
        state: StateCode,
        kind: &'static str,
    ) -> Result<BTreeMap<String, bool>, StoreError> {
        let query = "select name, refused from neighbour_paper where neighbour = $1 and is_ours = 1 and kind = $2";
        let rows = sqlx::query(query).bind(state.as_str()).bind(kind).fetch_all(&self.db.pool).await?;
        rows.iter().map(|row| Ok((row.try_get("name")?, !row.try_get::<&str, _>("refused")?.is_empty()))).collect()
    }

    /// Every version of what one side said about a thing, the latest first; at most `most`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbour_versions(
        &self,
        state: StateCode,
        is_ours: bool,
        (kind, about): (&str, &str),
        most: i64,
    ) -> Result<Vec<KeptPaper>, StoreError> {
        let query = "select * from neighbour_paper where neighbour = $1 and is_ours = $2 and kind = $3 and about = $4
             order by number desc limit $5";
        let rows = sqlx::query(query).bind(state.as_str()).bind(i64::from(is_ours)).bind(kind).bind(about).bind(most);
        rows.fetch_all(&self.db.pool).await?.iter().map(paper_of).collect()
    }

    /// The last papers of both sides, the latest first; at most `most`.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn last_neighbour_papers(&self, state: StateCode, most: i64) -> Result<Vec<KeptPaper>, StoreError> {
        let query =
            "select * from neighbour_paper where neighbour = $1 order by kept_at desc, is_ours, number desc limit $2";
        let rows = sqlx::query(query).bind(state.as_str()).bind(most);
        rows.fetch_all(&self.db.pool).await?.iter().map(paper_of).collect()
    }

    /// What holds now whose identifier begins so, in the order of identifiers. At posts too.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbour_facts(&self, begins: &str) -> Result<Vec<Fact>, StoreError> {
        // Identifiers are ASCII: `~` comes after whatever they may hold.
        let rows = sqlx::query("select id, body from neighbour_fact where id >= $1 and id < $2 order by id");
        let rows = rows.bind(begins).bind(format!("{begins}~")).fetch_all(&self.db.pool).await?;
        rows.iter().map(|row| Ok(Fact { id: row.try_get("id")?, body: row.try_get("body")? })).collect()
    }

    /// What holds now with this word among the parts of its identifier, in the order of identifiers: callers ask which part it
    /// is. At posts too.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn neighbour_facts_of(&self, word: &str) -> Result<Vec<Fact>, StoreError> {
        // The identifiers alone are searched: there may be years of counts.
        let query = "select id, body from neighbour_fact
             where id in (select id from neighbour_fact where id like $1) order by id";
        let rows = sqlx::query(query).bind(format!("%/{word}/%")).fetch_all(&self.db.pool).await?;
        rows.iter().map(|row| Ok(Fact { id: row.try_get("id")?, body: row.try_get("body")? })).collect()
    }

    /// Lets something change without a paper: an agreement came or was signed, or what holds for a time is over.
    ///
    /// # Errors
    /// The database can't be written; nothing has changed then.
    pub async fn change_of_neighbour(&self, state: StateCode, effect: PaperEffect) -> Result<(), StoreError> {
        if effect.is_nothing() {
            return Ok(());
        }
        let changed = self.change(None, move |conn| {
            Box::pin(async move { Ok(Some(Changed::noted(take_effect(conn, state, effect).await?))) })
        });
        changed.await.map(drop)
    }

    /// Lets go of the texts of papers of these kinds that were written here before a moment: names and numbers stay, so
    /// that the line stays whole. Returns how many.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn forget_neighbour_papers(
        &self,
        state: StateCode,
        kinds: &[&'static str],
        before: Timestamp,
    ) -> Result<u64, StoreError> {
        let kinds = kinds.to_vec();
        let gone = self.change(None, move |conn| {
            Box::pin(async move {
                let mut gone = 0;
                for kind in kinds {
                    let forgotten = sqlx::query(
                        "update neighbour_paper set file = null
                         where neighbour = $1 and kind = $2 and kept_at < $3 and file is not null",
                    )
                    .bind(state.as_str().to_owned())
                    .bind(kind)
                    .bind(before.as_millisecond())
                    .execute(&mut *conn)
                    .await?;
                    gone += forgotten.rows_affected();
                }
                Ok(Some(Changed { events: Vec::new(), answer: gone }))
            })
        });
        Ok(gone.await?.unwrap_or_default())
    }
}

fn paper_of(row: &DbRow) -> Result<KeptPaper, StoreError> {
    Ok(KeptPaper {
        neighbour: columns::parsed(row, "neighbour")?,
        is_ours: row.try_get::<i64, _>("is_ours")? != 0,
        head: Head {
            number: u64::try_from(row.try_get::<i64, _>("number")?).unwrap_or_default(),
            name: row.try_get("name")?,
        },
        agreement: row.try_get("agreement")?,
        kind: row.try_get("kind")?,
        about: row.try_get("about")?,
        at: columns::moment(row, "at")?,
        kept_at: columns::moment(row, "kept_at")?,
        file: row.try_get("file")?,
        refused: row.try_get("refused")?,
    })
}
