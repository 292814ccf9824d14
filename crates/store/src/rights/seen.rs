//! Who saw a person: looks at what is theirs, searches that found them, and lists in which they stood.
//!
//! Looks at hits and alerts are left out: a person is told neither that there is an alert nor that there is none.

use crate::{
    RecordedLook, Store, StoreError,
    database::{Sql, columns},
    record::{day, looks, visas},
    reference::settings::POST,
    rights::about::{About, AboutVisa},
};
use jiff::{Timestamp, civil::Date};
use limen_domain::{Authorised, Decision, LookPurpose, NodeId, PostId};
use std::collections::{BTreeMap, BTreeSet};

/// Maximum number of looks that are told, the latest ones.
const MOST_LOOKS: usize = 5_000;
/// Maximum number of lists and searches that are gone through, the latest ones.
const MOST_LISTS: i64 = 200_000;
/// Identifiers in one statement.
const TOGETHER: usize = 500;

/// How someone was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeenAs {
    /// What was looked at is theirs.
    Themselves,
    /// A search found them.
    Found,
    /// They stood in a list that was read.
    Listed,
}

/// One look at someone.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The look.
    pub look: RecordedLook,
    /// How they were seen.
    pub how: SeenAs,
}

/// Kinds of looks that show one traveller, or what is theirs.
const AT_ONE: [&str; 10] = [
    "traveller-presented",
    "crossing-consulted",
    "correction-consulted",
    "pictures-consulted",
    "picture-consulted",
    "protection-consulted",
    "party-consulted",
    "visas-consulted",
    "person-reported",
    "claim-consulted",
];

/// Kinds of looks that show many.
const AT_MANY: [&str; 11] = [
    "people-searched",
    "corrections-consulted",
    "day-consulted",
    "day-exported",
    "visas-consulted",
    "referrals-consulted",
    "overstays-consulted",
    "parties-consulted",
    "protection-consulted",
    "claims-consulted",
    "others-consulted",
];

/// A crossing in the list of its day: since when, and its name and number as searches see them.
struct InDay {
    since: Timestamp,
    name: String,
    number: String,
}

/// The lists in which someone stood, and what searches find of them.
struct Standings {
    /// Crossings, by their post and its day.
    days: BTreeMap<(PostId, Date), Vec<InDay>>,
    /// Open referrals: their post, and from when to when.
    referrals: Vec<(PostId, Timestamp, Timestamp)>,
    /// Overstays: from the day after the last one allowed, to when they left.
    overstays: Vec<(Date, Timestamp)>,
    /// Parties: their post, and from when on.
    parties: Vec<(PostId, Timestamp)>,
    /// From when on a need of protection is known.
    protected: Option<Timestamp>,
    /// When a claim of theirs was received.
    claimed: Option<Timestamp>,
}

impl Standings {
    fn of(about: &About) -> Self {
        let mut days: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let (mut referrals, mut overstays) = (Vec::new(), Vec::new());
        for one in &about.crossings {
            let (record, crossing) = (&one.record, &one.record.crossing);
            let day = crossing.day.unwrap_or_else(|| crossing.at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date());
            let number = crossing.traveller.document.as_ref().map(|document| document.number.to_string());
            let (name, number) = (crossing.traveller.name.search_key(), number.unwrap_or_default());
            days.entry((crossing.post.clone(), day)).or_default().push(InDay { since: one.written, name, number });
            if matches!(crossing.decision, Decision::Refer { .. }) {
                referrals.push((crossing.post.clone(), one.written, one.ended.unwrap_or(Timestamp::MAX)));
            }
            if let (Decision::Admit, Some(Authorised::To(last)), true) =
                (&crossing.decision, one.until, record.is_current())
            {
                let left = about.crossings.iter().filter_map(|other| {
                    let exit = &other.record.crossing;
                    let is_exit = exit.decision == Decision::LetDepart && exit.at > crossing.at;
                    (is_exit && other.record.is_current()).then_some(exit.at)
                });
                overstays.push((last, left.min().unwrap_or(Timestamp::MAX)));
            }
        }
        Self {
            days,
            referrals,
            overstays,
            parties: about.parties.iter().map(|party| (party.post.clone(), party.at)).collect(),
            protected: about.crossings.iter().flat_map(|one| &one.protections).map(|row| row.protection.at).min(),
            claimed: about.claims.iter().map(|claim| claim.at).min(),
        }
    }

    /// Before when no list and no search showed them.
    fn since(&self, about: &About) -> Timestamp {
        let days = self.days.values().flatten().map(|one| one.since);
        let visas = about.visas.iter().map(|visa| visa.held.visa.at);
        let parties = self.parties.iter().map(|(_, at)| *at);
        days.chain(visas).chain(parties).chain(self.protected).chain(self.claimed).min().unwrap_or(Timestamp::MAX)
    }

    /// How a look at many shows them; `None` where it does not.
    fn seen(&self, look: &RecordedLook, post: Option<&PostId>, about: &About) -> Option<SeenAs> {
        let listed = |is: bool| is.then_some(SeenAs::Listed);
        match look.kind.as_str() {
            "day-consulted" | "day-exported" => {
                let (day, search) = look.about.split_once(" · ").unwrap_or((&look.about, ""));
                let there = self.days.get(&(post?.clone(), day.parse().ok()?))?;
                let is_found =
                    there.iter().any(|one| one.since <= look.at && day::finds(search, &one.name, &one.number));
                is_found.then_some(if search.is_empty() { SeenAs::Listed } else { SeenAs::Found })
            }
            "visas-consulted" if look.about.is_empty() => {
                let shown = |visa: &AboutVisa| {
                    visa.held.visa.at <= look.at && visa.off_the_list.is_none_or(|off| look.at < off)
                };
                listed(about.visas.iter().any(shown))
            }
            "visas-consulted" => {
                let finds = about
                    .visas
                    .iter()
                    .any(|visa| visa.held.visa.at <= look.at && visas::finds(&look.about, &visa.held.visa));
                finds.then_some(SeenAs::Found)
            }
            "referrals-consulted" => {
                listed(self.referrals.iter().any(|(at, from, to)| Some(at) == post && (*from..*to).contains(&look.at)))
            }
            "overstays-consulted" => {
                let day = look.at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
                listed(self.overstays.iter().any(|(last, left)| *last < day && look.at < *left))
            }
            "parties-consulted" => listed(self.parties.iter().any(|(at, from)| {
                Some(at) == post
                    && *from <= look.at
                    && look.at.duration_since(*from) < jiff::SignedDuration::from_hours(48)
            })),
            "protection-consulted" if look.about.is_empty() => listed(self.protected? <= look.at),
            "claims-consulted" => listed(self.claimed? <= look.at),
            _ => None,
        }
    }
}

impl Store {
    /// Who saw this person, the latest first, and whether there were more than are told.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn seen(&self, about: &About) -> Result<(Vec<Seen>, bool), StoreError> {
        let mut theirs: BTreeSet<String> = about.documents.iter().map(ToString::to_string).collect();
        theirs.extend(about.crossings.iter().map(|one| one.record.crossing.id.to_string()));
        theirs.extend(about.presented.iter().map(|one| one.id.to_string()));
        theirs.extend(about.crossings.iter().flat_map(|one| &one.protections).map(|row| row.protection.id.to_string()));
        theirs.extend(about.parties.iter().map(|party| party.id.to_string()));
        theirs.extend(about.visas.iter().map(|visa| visa.held.visa.number.to_string()));
        let mut seen: BTreeMap<(String, i64), Seen> = BTreeMap::new();
        let mut add = |look: RecordedLook, how: SeenAs| {
            if look.why.as_ref().is_some_and(|why| why.purpose == LookPurpose::Alerts) {
                return;
            }
            let place = (look.node.as_str().to_owned(), look.seq);
            seen.entry(place).or_insert(Seen { look, how });
        };
        let theirs: Vec<String> = theirs.into_iter().collect();
        for some in theirs.chunks(TOGETHER) {
            for column in ["document", "about"] {
                let mut query = Sql::new("select * from look where officer <> '' and ");
                query.push(column).push(" <> '' and ").push(column).push(" in (");
                let mut list = query.separated(", ");
                some.iter().for_each(|one| {
                    list.push_bind(one.clone());
                });
                query.push(")");
                for row in query.build().fetch_all(&self.db.pool).await? {
                    let look = looks::look(&row)?;
                    if AT_ONE.contains(&look.kind.as_str()) {
                        add(look, SeenAs::Themselves);
                    }
                }
            }
        }
        let standings = Standings::of(about);
        let mut query = Sql::new("select * from look where officer <> '' and kind in (");
        let mut kinds = query.separated(", ");
        AT_MANY.iter().for_each(|kind| {
            kinds.push_bind(*kind);
        });
        query.push(") and at >= ").push_bind(standings.since(about).as_millisecond());
        query.push(" order by at desc, node, seq limit ").push_bind(MOST_LISTS);
        let rows = query.build().fetch_all(&self.db.pool).await?;
        let mut posts: BTreeMap<NodeId, Option<PostId>> = BTreeMap::new();
        for row in &rows {
            let look = looks::look(row)?;
            if !posts.contains_key(&look.node) {
                posts.insert(look.node.clone(), self.post_of_journal(&look.node).await?);
            }
            let how = match look.kind.as_str() {
                "others-consulted" | "corrections-consulted" => Some(SeenAs::Listed),
                "people-searched" => Some(SeenAs::Found),
                _ => None,
            };
            if let Some(how) = how {
                if look.about.split(looks::SHOWN).skip(1).any(|shown| theirs.iter().any(|one| one == shown)) {
                    add(look, how);
                }
                continue;
            }
            let post = posts.get(&look.node).and_then(Option::as_ref);
            if let Some(how) = standings.seen(&look, post, about) {
                add(look, how);
            }
        }
        let is_cut = seen.len() > MOST_LOOKS || rows.len() as i64 == MOST_LISTS;
        let mut seen: Vec<Seen> = seen.into_values().collect();
        seen.sort_by_key(|one| std::cmp::Reverse((one.look.at, one.look.node.clone(), one.look.seq)));
        seen.truncate(MOST_LOOKS);
        Ok((seen, is_cut))
    }

    /// The post of the machine that writes a journal. `None` where that is not known here.
    ///
    /// # Errors
    /// The database can't be read, or is damaged.
    pub async fn post_of_journal(&self, journal: &NodeId) -> Result<Option<PostId>, StoreError> {
        let name = journal.machine();
        if journal.machine() == self.node().machine() {
            return self.read(&POST).await;
        }
        let row = sqlx::query("select post from member where id = $1").bind(name);
        let row = row.fetch_optional(&self.db.pool).await?;
        match row {
            Some(row) => Ok(Some(columns::post(&row, "post")?)),
            None => Ok(PostId::parse(name).ok()),
        }
    }
}
