//! What a planner looks at: who was counted beside the posts, who had which need, and how long people stood at counters, of
//! the last days that are over.

use crate::Node;
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use limen_domain::{FlowBound, PostId};
use limen_statistics::planning::{PlannedFrom, arrivals_of, needs, path_counts};
use limen_store::{Store, StoreError, Wait, WaitKind};
use std::collections::HashMap;

/// Days that may be looked at.
pub const DAYS: std::ops::RangeInclusive<i64> = 7..=92;
/// Tallies that are gone through as arrivals, at most: the latest.
const MOST_TALLIES: u32 = 100_000;
/// Waits that are looked at, at most: the latest.
const MOST_WAITS: u32 = 200_000;

/// Everything that is planned from, of so many days up to yesterday; counts are those that may be published by this bound.
///
/// # Errors
/// The database can't be read.
pub async fn planned_from(node: &Node, days: i64, bound: FlowBound) -> Result<PlannedFrom, StoreError> {
    let days = days.clamp(*DAYS.start(), *DAYS.end());
    let last = node.today().yesterday().unwrap_or(node.today());
    let first = last.checked_sub((days - 1).days()).unwrap_or(last);
    let bounds = node.bounds_of(first).zip(node.bounds_of(last));
    let (from, to) = bounds.map_or((Timestamp::UNIX_EPOCH, node.now()), |((from, _), (_, to))| (from, to));
    let points = node.reference().tally_points.all().to_vec();
    let zones: HashMap<PostId, TimeZone> = node
        .store
        .posts()
        .await?
        .into_iter()
        .filter_map(|post| Some((post.id, TimeZone::get(&post.time_zone).ok()?)))
        .collect();
    let zone = |post: &PostId| zones.get(post).unwrap_or(&node.zone).clone();
    // Hours are those of this node's clocks as they are set now: a state's posts seldom have others.
    let ahead = SignedDuration::from_secs(i64::from(node.zone.to_offset(node.now()).seconds()));
    let store = &node.store;
    let counted = store.counted_at((from, to), MOST_TALLIES).await?;
    Ok(PlannedFrom {
        days: (first, last),
        counts: path_counts(&points, &store.place_sums(from, ahead).await?, &store.place_sums(to, ahead).await?, bound),
        paths: arrivals_of(&points, &counted, zone),
        points,
        needs: needs(&store.needs_before(from).await?, &store.needs_before(to).await?, bound),
        waits: waits(store, WaitKind::Counter, None, (from, to)).await?,
        is_cut: counted.len() as u64 >= u64::from(MOST_TALLIES),
    })
}

/// Waits of one kind that ended between two moments: the latest, as many as are looked at.
///
/// # Errors
/// The database can't be read.
pub async fn waits(
    store: &Store,
    kind: WaitKind,
    post: Option<&PostId>,
    between: (Timestamp, Timestamp),
) -> Result<Vec<Wait>, StoreError> {
    store.waits(kind, post, between, MOST_WAITS).await
}
