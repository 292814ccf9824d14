//! How long people waited, from what is recorded anyway: at a counter, for the second line, and as a party until its last
//! member was decided. Nobody is named.

use crate::{
    Store, StoreError,
    database::{Sql, columns},
};
use jiff::{SignedDuration, Timestamp};
use limen_domain::PostId;
use sqlx::Row;

/// What was waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaitKind {
    /// From when a document was read at a counter to when it was decided.
    Counter,
    /// From when somebody was referred to when that was settled.
    SecondLine,
    /// From when a party arrived to when the last of it was decided; of parties that have ended.
    Party,
}

impl WaitKind {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Counter, Self::SecondLine, Self::Party];

    /// The code, as it stands in addresses and messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::SecondLine => "second-line",
            Self::Party => "party",
        }
    }

    /// What selects the post, the end and the length of waits; the post and the times of the end are asked for after it.
    fn query(self) -> Query {
        match self {
            Self::Counter => Query {
                select:
                    "select crossing.post as post, crossing.at as ended, crossing.at - look.at as took from crossing
                         join look on look.about = crossing.id and look.kind = 'traveller-presented'
                         where crossing.at >= look.at and crossing.corrects is null",
                post: "crossing.post",
                ended: "crossing.at",
                group: "",
            },
            Self::SecondLine => Query {
                select: "select referred.post as post, settled.at as ended, settled.at - referred.at as took
                         from crossing as referred join crossing as settled on settled.id = referred.settled_by
                         where settled.at >= referred.at",
                post: "referred.post",
                ended: "settled.at",
                group: "",
            },
            Self::Party => Query {
                select: "select party.post as post, max(crossing.at) as ended, max(crossing.at) - party.at as took
                         from party join crossing on crossing.party = party.id and crossing.party <> ''
                         where party.state = 'ended' and crossing.at >= party.at and crossing.corrects is null",
                post: "party.post",
                ended: "party.at",
                group: " group by party.id, party.post, party.at",
            },
        }
    }
}

/// The parts of a question.
struct Query {
    select: &'static str,
    post: &'static str,
    /// The time by which waits are asked for; of parties, when they arrived.
    ended: &'static str,
    group: &'static str,
}

/// A wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// Where.
    pub post: PostId,
    /// When it began.
    pub from: Timestamp,
    /// How long it was.
    pub took: SignedDuration,
}

/// The wait that this percentage of some do not exceed, of waits that are sorted by length; `None` where there is none.
pub fn wait_of(sorted: &[SignedDuration], percent: usize) -> Option<SignedDuration> {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied()
}

impl Store {
    /// Waits that ended from one moment to before another, at all posts or at one: the latest, `most` of them at most.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn waits(
        &self,
        kind: WaitKind,
        post: Option<&PostId>,
        (from, to): (Timestamp, Timestamp),
        most: u32,
    ) -> Result<Vec<Wait>, StoreError> {
        let asked = kind.query();
        let mut query = Sql::new(asked.select);
        query.push(" and ").push(asked.ended).push(" >= ").push_bind(from.as_millisecond());
        query.push(" and ").push(asked.ended).push(" < ").push_bind(to.as_millisecond());
        if let Some(post) = post {
            query.push(" and ").push(asked.post).push(" = ").push_bind(post.as_str());
        }
        query.push(asked.group).push(" order by ended desc limit ").push_bind(i64::from(most));
        let rows = query.build().fetch_all(&self.db.pool).await?;
        let waits = rows.iter().map(|row| {
            let took = SignedDuration::from_millis(row.try_get("took")?);
            Ok(Wait { post: columns::post(row, "post")?, from: columns::moment(row, "ended")? - took, took })
        });
        waits.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_and_nine_of_ten_wait_no_longer() {
        let waits: Vec<SignedDuration> = (1..=10).map(SignedDuration::from_secs).collect();
        let seconds = |percent| wait_of(&waits, percent).map(|wait| wait.as_secs());
        assert_eq!((seconds(50), seconds(90), seconds(100)), (Some(6), Some(10), Some(10)));
        assert_eq!((wait_of(&waits[..1], 90), wait_of(&[], 50)), (Some(waits[0]), None));
    }
}
