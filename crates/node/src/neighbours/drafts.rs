//! What people at posts wrote for neighbours: let go of once the agreement says that it is kept no longer, at headquarters and
//! at the post. What this state's rules say of crossings lets it go at the latest.

use crate::neighbours::agreements::{self, KeptBy};
use jiff::Timestamp;
use limen_domain::StateCode;
use limen_neighbour::Content;
use limen_store::{NeighbourDraft, Store, StoreError};
use std::collections::{BTreeMap, btree_map::Entry};

/// How many are looked at and erased at once.
const TOGETHER: i64 = 200;

/// Erases what was written for neighbours and is kept no longer; returns how many.
///
/// # Errors
/// The database can't be used.
pub async fn let_go(store: &Store) -> Result<u64, StoreError> {
    let (now, mut kept, mut last) = (store.now(), BTreeMap::<StateCode, KeptBy>::new(), None::<NeighbourDraft>);
    let mut gone = 0;
    loop {
        let drafts = store.neighbour_drafts_before(now, last.as_ref(), TOGETHER).await?;
        let Some(end) = drafts.last().cloned() else { return Ok(gone) };
        let mut over: BTreeMap<(StateCode, Timestamp), Vec<NeighbourDraft>> = BTreeMap::new();
        for draft in drafts {
            let state = draft.neighbour;
            let kept = match kept.entry(state) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(agreements::kept_by(store, state).await?),
            };
            let kind = serde_json::from_str::<Content>(&draft.content).ok().map(|content| content.kind());
            let before = kept.before(kind, now);
            if draft.at < before {
                over.entry((state, before)).or_default().push(draft);
            }
        }
        for ((state, before), drafts) in over {
            let ground = kept.get(&state).map(|kept| kept.ground.as_str()).unwrap_or_default();
            gone += store.erase_neighbour_drafts(drafts, (before, ground)).await?;
        }
        last = Some(end);
    }
}
