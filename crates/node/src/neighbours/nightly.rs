//! The counts of pairs of posts, as headquarters says them once a day is over, and again where records that came later change
//! them.
//!
//! What is said is what this side publishes anyway, and nothing else: sums of cells that were rounded once
//! (`limen_statistics`, [`FlowTable::published`]). So nothing that is said contradicts a bulletin or a table of this state,
//! nothing can be learnt by subtracting one from the other, and each kind of group adds up to the whole. A correction gives
//! away no small number either: cells that did not change keep what was published of them, those that did are drawn anew, and
//! another version is a sum of these ([`limen_neighbour::due`] says why that holds for coarser multiples too). Tallies are
//! published ones as well. The hours in which a post recorded nothing speak of the post and of nobody.
//!
//! What is published is of the posts' own days. Where a pair counts by another zone, what is said is of the own day of the same
//! date, and says when that began: days cut anew would be a second rounding of the same people.
//!
//! It is safe to be cut off anywhere: a paper is said in one transaction, and what was said is read anew each time.

use crate::{
    Node, flows,
    neighbours::{
        NeighbourError, Own,
        held::{self, Held, Whom},
        said,
    },
};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use limen_domain::{Direction, FlowBound, PostId, StateCode};
use limen_neighbour::{
    Agreement, Content, Coverage, DayFigures, Group, GroupBy, Kind, OTHERS, Pair, SignedAgreement,
    due::{Counted, LastSaid, days_over, due},
};
use limen_statistics::{CountError, Dimension, Filter, FlowTable, across::hours_closed};
use limen_store::StoreError;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Maximum number of papers that are said in one go.
const MOST: usize = 300;
/// Days back that are counted anew: records that come later than that change nothing that was said.
const CORRECTED_DAYS: i64 = 62;
/// Days before a day from which it is known in which hours a post works.
const HOURS_DAYS: i64 = 28;
/// How long a post's own day must be over.
const OVER: SignedDuration = SignedDuration::from_hours(1);

/// Says the counts of days that are over, of every pair that an agreement in force names. Says whether more of them wait.
///
/// # Errors
/// [`NeighbourError`] says why not all was said that is to be said; what was said by then stays.
pub async fn say_counts(node: &Node) -> Result<bool, NeighbourError> {
    let Ok(own) = Own::of(node) else { return Ok(false) };
    let (mut left, mut seen) = (MOST, BTreeSet::new());
    for (neighbour, signed) in held::agreements_for(node, Whom::Work).await? {
        let agreement = &signed.agreement;
        if !agreement.papers.contains(&Kind::Figures) {
            continue;
        }
        if node.store.is_neighbour_to_be_heard(neighbour).await? {
            continue;
        }
        for pair in &agreement.pairs {
            let Some(post) = pair.posts.get(&own.party.state) else { continue };
            if seen.insert((neighbour, pair.code.clone())) {
                left -= of_pair(node, neighbour, (&signed, pair), post, left).await?;
            }
            if left == 0 {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Says what is to be said of a pair, at most `most`; returns how much was.
async fn of_pair(
    node: &Node,
    neighbour: StateCode,
    (signed, pair): (&SignedAgreement, &Pair),
    post: &PostId,
    most: usize,
) -> Result<usize, NeighbourError> {
    let (agreement, name, now) = (&signed.agreement, signed.name(), node.now());
    let refused = node.store.neighbour_papers_refused(neighbour, Kind::Figures.code()).await?;
    let Some((first, last)) = days_over(agreement, pair, now) else { return Ok(0) };
    let spoken = node.store.neighbour(neighbour).await?.map_or(0, |known| known.said.number);
    let said = said_so_far(node, neighbour, pair).await?;
    let is_unsaid = |day: &Date| Direction::ALL.iter().any(|direction| !said.contains_key(&(*day, *direction)));
    let unsaid = first.series(1.day()).take_while(|day| *day <= last).filter(is_unsaid).take(most);
    let corrected = first.max(last.checked_sub(CORRECTED_DAYS.days()).unwrap_or(first));
    let days: BTreeSet<Date> = unsaid.chain(corrected.series(1.day()).take_while(|day| *day <= last)).collect();
    let (counted, bound) = counted(node, agreement, post, &days, now).await?;
    let last_said = |day: Date, direction: Direction| {
        let (figures, held) = said.get(&(day, direction))?;
        // Not known: said before a backup was put back, and never sent. Refused: it may pass under another agreement.
        let is_lost = refused.get(&held.paper).is_none_or(|is_refused| *is_refused && held.agreement != name);
        Some(LastSaid { figures, at: held.at, is_lost })
    };
    let mut done = 0;
    for figures in due((agreement, pair), &counted, u64::from(bound.get()), last_said, now, most) {
        match said::kept(node, None, neighbour, (Content::Figures(figures), None), (None, Some(spoken))).await {
            Ok(()) => done += 1,
            Err(NeighbourError::NotAllowed(why)) => {
                tracing::warn!(pair = pair.code.as_str(), "counts were not said: {why}");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// What was said last of each day and direction of a pair.
async fn said_so_far(
    node: &Node,
    neighbour: StateCode,
    pair: &Pair,
) -> Result<BTreeMap<(Date, Direction), (DayFigures, Held)>, StoreError> {
    let begins = format!("{}{}/", held::begins(neighbour, true, Kind::Figures), pair.code);
    let facts = held::facts(&node.store, &begins).await?;
    let said = facts.iter().filter_map(|fact| {
        let held: Held = serde_json::from_str(&fact.body).ok()?;
        match held.content.clone() {
            Content::Figures(figures) if figures.pair == pair.code => {
                Some(((figures.day, figures.direction), (figures, held)))
            }
            _ => None,
        }
    });
    Ok(said.collect())
}

/// What is published of these days of a post, with how whole it is, and what it is a multiple of.
async fn counted(
    node: &Node,
    agreement: &Agreement,
    post: &PostId,
    days: &BTreeSet<Date>,
    now: Timestamp,
) -> Result<(Vec<Counted>, FlowBound), NeighbourError> {
    let table = flows::published(node).await?;
    let bound = table.bound().unwrap_or_default();
    let (Some(from), Some(to)) = (days.first().copied(), days.last().copied()) else { return Ok((Vec::new(), bound)) };
    let exact = flows::current(node).await?;
    let described = node.store.post(post).await?;
    let zone = described.and_then(|post| TimeZone::get(&post.time_zone).ok()).unwrap_or(TimeZone::UTC);
    let heard = node.store.heard_of_posts().await?.into_iter().find(|(other, _)| other == post).map(|(_, at)| at);
    let (states, groups) = (agreement.parties.each_ref().map(|party| party.state), agreement.groups.clone());
    let counts = {
        let post = post.clone();
        let work = move || {
            Ok::<_, CountError>((
                published_of(&table, &post, (from, to), &groups, states)?,
                hours_of(&exact, &post, (from, to))?,
            ))
        };
        tokio::task::spawn_blocking(work).await
    };
    let unwritable = |error: &dyn std::fmt::Display| NeighbourError::Unwritable(error.to_string());
    let counts = counts.map_err(|error| unwritable(&error))?;
    let (published, hours) = counts.map_err(|error| unwritable(&error))?;
    let mut counted = Vec::new();
    for day in days {
        let begins = |day: Date| day.to_zoned_datetime(zone.clone()).map(|zoned| zoned.timestamp()).ok();
        let Some((own_midnight, end)) = begins(*day).zip(day.tomorrow().ok().and_then(begins)) else { continue };
        // Nothing is published of a day before it is over at its post.
        if now < end + OVER {
            continue;
        }
        let is_whole = heard.is_some_and(|heard| heard >= end);
        let reached_until = (!is_whole).then(|| heard.unwrap_or(own_midnight));
        // Of hours whose records are still to come it is not known whether anybody worked.
        let hours_closed = if is_whole { closed(&hours, *day) } else { 0 };
        let tallies = flows::tallies(&node.store, Some(post), (own_midnight, end), Some(bound)).await?;
        for direction in Direction::ALL {
            let tallied = tallies.iter().filter(|tally| tally.direction == *direction).map(|tally| tally.people).sum();
            let (people, groups) = published.get(&(*day, *direction)).cloned().unwrap_or_default();
            let coverage = Coverage { hours_closed, tallied, reached_until };
            counted.push(Counted { day: *day, direction: *direction, people, groups, coverage, own_midnight });
        }
    }
    Ok((counted, bound))
}

/// What is published of each day and direction: how many people, and the same people by groups.
type Published = BTreeMap<(Date, Direction), (u64, Vec<Group>)>;

fn published_of(
    table: &Arc<FlowTable>,
    post: &PostId,
    (from, to): (Date, Date),
    groups: &[GroupBy],
    states: [StateCode; 2],
) -> Result<Published, CountError> {
    let filter = Filter::between(from, to).with(Dimension::Post, post.as_str());
    let mut published = Published::new();
    let place = |codes: &[&str]| Some((codes.first()?.parse::<Date>().ok()?, codes.get(1)?.parse::<Direction>().ok()?));
    for (codes, people) in table.count(&filter, &[Dimension::Day, Dimension::Direction])?.cells() {
        if let Some(place) = place(&codes) {
            published.entry(place).or_default().0 += people;
        }
    }
    for by in groups {
        let dimension = match by {
            GroupBy::Nationality => Dimension::Nationality,
            GroupBy::Sex => Dimension::Sex,
            GroupBy::Age => Dimension::AgeBand,
            GroupBy::Mode => Dimension::Mode,
        };
        let counts = table.count(&filter, &[Dimension::Day, Dimension::Direction, dimension])?;
        for (codes, people) in counts.cells() {
            let (Some(place), Some(code)) = (place(&codes), codes.get(2)) else { continue };
            let is_of_both = states.iter().any(|state| state.as_str() == *code);
            let code = if *by == GroupBy::Nationality && !is_of_both { OTHERS } else { *code };
            let (_, groups) = published.entry(place).or_default();
            match groups.iter_mut().find(|group| group.by == *by && group.code == code) {
                Some(group) => group.people += people,
                None => groups.push(Group { by: *by, code: code.to_owned(), people }),
            }
        }
    }
    Ok(published)
}

/// The hours of each day in which the post recorded anything, as bits.
fn hours_of(
    exact: &Arc<FlowTable>,
    post: &PostId,
    (from, to): (Date, Date),
) -> Result<BTreeMap<Date, u32>, CountError> {
    let before = from.checked_sub(HOURS_DAYS.days()).unwrap_or(from);
    let filter = Filter::between(before, to).with(Dimension::Post, post.as_str());
    let mut hours: BTreeMap<Date, u32> = BTreeMap::new();
    for (codes, _) in exact.count(&filter, &[Dimension::Day, Dimension::Hour])?.cells() {
        let day = codes.first().and_then(|code| code.parse::<Date>().ok());
        let hour = codes.get(1).and_then(|code| code.parse::<u32>().ok()).filter(|hour| *hour < 24);
        if let (Some(day), Some(hour)) = (day, hour) {
            *hours.entry(day).or_default() |= 1 << hour;
        }
    }
    Ok(hours)
}

/// In how many hours a post recorded nothing on a day in which it usually does.
fn closed(hours: &BTreeMap<Date, u32>, day: Date) -> u8 {
    let from = day.checked_sub(HOURS_DAYS.days()).unwrap_or(day);
    let before: Vec<u32> = hours.range(from..day).map(|(_, hours)| *hours).collect();
    hours_closed(&before, hours.get(&day).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use limen_domain::DecisionKind;
    use limen_statistics::{Record, movement, pack};
    use limen_store::{FlowDay, PublishedDay};

    const DAY: Date = date(2026, 11, 10);

    fn post() -> PostId {
        PostId::parse("KRM").expect("a post")
    }

    fn record(nationality: &str, direction: Direction, hour: u8) -> Record {
        let decision = if direction == Direction::Entry { DecisionKind::Admit } else { DecisionKind::LetDepart };
        Record {
            nationality: nationality.to_owned(),
            hour,
            movement: movement(direction, decision),
            ..Record::default()
        }
    }

    #[test]
    fn nationalities_are_those_of_both_states_and_all_others_and_each_kind_makes_up_the_whole() {
        let states = ["GIN", "MLI"].map(|state| state.parse::<StateCode>().expect("a state"));
        let crossed = ["GIN", "GIN", "GIN", "MLI", "SEN", "FRA", ""];
        let records = crossed.map(|nationality| record(nationality, Direction::Entry, 0)).to_vec();
        let mut table = FlowTable::published(FlowBound::USUAL);
        let people = FlowDay { post: post(), day: DAY, changed: 1, records: pack(records) };
        let published = PublishedDay { people, passages: pack(Vec::new()), counted: Vec::new() };
        table.take_published(vec![published]).expect("packed here");
        let groups = [GroupBy::Nationality, GroupBy::Sex];
        let found = published_of(&Arc::new(table), &post(), (DAY, DAY), &groups, states).expect("counted");
        let (people, groups) = &found[&(DAY, Direction::Entry)];
        assert_eq!(*people, 35);
        let of = |code: &str| groups.iter().filter(|group| group.code == code).map(|group| group.people).sum::<u64>();
        assert_eq!((of("GIN"), of("MLI"), of(OTHERS)), (15, 5, 15));
        for by in [GroupBy::Nationality, GroupBy::Sex] {
            assert_eq!(groups.iter().filter(|group| group.by == by).map(|group| group.people).sum::<u64>(), *people);
        }
        assert!(!found.contains_key(&(DAY, Direction::Exit)));
    }

    #[test]
    fn a_post_that_closed_early_says_for_how_many_hours() {
        let mut table = FlowTable::default();
        let days = (1..=20).map(|day| {
            let last = if day == 20 { 18 } else { 21 };
            let records = (6..last).map(|hour| record("GIN", Direction::Exit, hour)).collect();
            FlowDay { post: post(), day: date(2026, 11, day), changed: i64::from(day), records: pack(records) }
        });
        table.take(&days.collect::<Vec<_>>()).expect("packed here");
        let table = Arc::new(table);
        let last = date(2026, 11, 20);
        let hours = hours_of(&table, &post(), (last, last)).expect("counted");
        assert_eq!((closed(&hours, last), closed(&hours, date(2026, 11, 19))), (3, 0));
    }
}
