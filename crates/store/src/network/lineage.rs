//! Which journal of headquarters goes on from which: what tells newer reference data from older, without any clock.
//!
//! A headquarters that was restored from a backup writes another journal. It signs from where that one goes on, and at
//! which version it goes on counting; a node that followed the old journal can tell from this whether anything that it
//! holds is left out.

use crate::{ReferenceVersion, hash::Hash};
use limen_domain::{AccountId, NodeId};
use serde::{Deserialize, Serialize};

/// What a restored headquarters says of its journal: from where it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continuation {
    /// The journal that headquarters writes.
    pub journal: NodeId,
    /// The journal that it goes on from.
    pub before: NodeId,
    /// How many events of that one headquarters holds.
    pub events: i64,
    /// The root of the Merkle tree over them.
    pub root: Hash,
    /// The version of the reference data from which it goes on counting.
    pub base: ReferenceVersion,
    /// Who confirmed that it goes on without what could not be had back; `None` where nothing is left out.
    pub confirmed: Option<Confirmed>,
    /// Headquarters' signature over [`Continuation::text`]: Ed25519, 64 bytes.
    pub signature: Vec<u8>,
}

/// The two people who confirmed that headquarters goes on without what could not be had back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Who proposed it.
    pub proposed_by: AccountId,
    /// Who confirmed it.
    pub confirmed_by: AccountId,
}

impl Continuation {
    /// What is signed: `limen continuation 1`, then each part with its length before it.
    pub fn text(&self) -> Vec<u8> {
        let mut text = b"limen continuation 1".to_vec();
        let (proposed_by, confirmed_by) = self
            .confirmed
            .as_ref()
            .map_or(("", ""), |confirmed| (confirmed.proposed_by.as_str(), confirmed.confirmed_by.as_str()));
        let parts: [&[u8]; 8] = [
            self.journal.as_str().as_bytes(),
            self.before.as_str().as_bytes(),
            &self.events.to_be_bytes(),
            &self.root,
            &self.base.version.to_be_bytes(),
            &self.base.fingerprint,
            proposed_by.as_bytes(),
            confirmed_by.as_bytes(),
        ];
        for part in parts {
            text.extend_from_slice(&(part.len() as u64).to_be_bytes());
            text.extend_from_slice(part);
        }
        text
    }
}

/// The statement of `line` by which a journal goes on from `before`.
pub fn leaves<'l>(line: &'l [Continuation], before: &NodeId) -> Option<&'l Continuation> {
    line.iter().find(|continuation| continuation.before == *before)
}

/// Whether two people confirmed in this line that headquarters goes on without what a holder of `before` has.
pub fn is_confirmed(line: &[Continuation], before: &NodeId) -> bool {
    match leaves(line, before) {
        Some(continuation) => continuation.confirmed.is_some(),
        // Nothing was known of that journal when the line was decided: any confirmation covers it too.
        None => line.iter().any(|continuation| continuation.confirmed.is_some()),
    }
}

/// Whose reference data a node follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Source {
    /// The journal of headquarters under which it was published.
    pub(crate) node: NodeId,
    /// From which journals that one goes on, the latest first.
    #[serde(default)]
    pub(crate) line: Vec<Continuation>,
    /// Journals of headquarters that were followed before and are not in the line.
    #[serde(default)]
    pub(crate) left: Vec<NodeId>,
    /// No version before this one takes effect any more.
    #[serde(default)]
    pub(crate) floor: i64,
}

/// What a node does with reference data of some source.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Follow {
    /// It is the source that it follows.
    Same,
    /// The source goes on from the one that it follows, at this version or a later one than it has reached.
    On(ReferenceVersion),
    /// Two people confirmed that headquarters goes on without what this node holds beyond this version.
    Anew(ReferenceVersion),
    /// It followed that one before.
    Old,
    /// The source lacks what this node holds, and nobody confirmed that.
    Behind,
}

impl Source {
    pub(crate) fn new(node: NodeId, line: Vec<Continuation>) -> Self {
        Self { node, line, left: Vec::new(), floor: 0 }
    }

    /// What to do with reference data of `other`, which goes on along `line`, where `reached` holds.
    pub(crate) fn follow(&self, other: &NodeId, line: &[Continuation], reached: i64) -> Follow {
        if *other == self.node {
            return Follow::Same;
        }
        if leaves(&self.line, other).is_some() || self.left.contains(other) {
            return Follow::Old;
        }
        let leaving = leaves(line, &self.node);
        match leaving {
            Some(leaving) if reached <= leaving.base.version => Follow::On(leaving.base),
            // Nothing is lost where nothing was reached.
            None if reached == 0 => Follow::On(ReferenceVersion::default()),
            _ if is_confirmed(line, &self.node) => {
                Follow::Anew(leaving.map_or_else(ReferenceVersion::default, |leaving| leaving.base))
            }
            _ => Follow::Behind,
        }
    }

    /// The source that is followed after this one.
    pub(crate) fn next(&self, node: NodeId, line: Vec<Continuation>, floor: i64) -> Self {
        let mut left = self.left.clone();
        left.extend(self.line.iter().map(|continuation| continuation.before.clone()));
        left.push(self.node.clone());
        left.retain(|before| leaves(&line, before).is_none());
        Self { node, line, left, floor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str) -> NodeId {
        NodeId::parse(name).expect("a node")
    }

    fn account(name: &str) -> AccountId {
        AccountId::parse(name).expect("an account")
    }

    fn on(journal: &str, before: &str, version: i64) -> Continuation {
        let base = ReferenceVersion { version, fingerprint: [7; 32] };
        let (journal, before) = (node(journal), node(before));
        Continuation { journal, before, events: 3, root: [1; 32], base, confirmed: None, signature: Vec::new() }
    }

    fn confirmed(continuation: Continuation) -> Continuation {
        let confirmed = Some(Confirmed { proposed_by: account("fanta"), confirmed_by: account("seydou") });
        Continuation { confirmed, ..continuation }
    }

    #[test]
    fn a_restored_headquarters_is_followed_where_it_leaves_nothing_out() {
        let old = Source::new(node("HQ"), Vec::new());
        let line = [on("HQ.b", "HQ.a", 12), on("HQ.a", "HQ", 10)];
        assert_eq!(old.follow(&node("HQ"), &[], 9), Follow::Same);
        assert_eq!(old.follow(&node("HQ.b"), &line, 10), Follow::On(line[1].base));
        assert_eq!(old.follow(&node("HQ.b"), &line, 11), Follow::Behind);
        assert_eq!(old.follow(&node("HQ.x"), &[], 9), Follow::Behind, "it does not say from where it goes on");
        assert_eq!(old.follow(&node("HQ.x"), &[], 0), Follow::On(ReferenceVersion::default()));
        let line = [on("HQ.b", "HQ.a", 12), confirmed(on("HQ.a", "HQ", 10))];
        assert_eq!(old.follow(&node("HQ.b"), &line, 11), Follow::Anew(line[1].base));
        let line = [confirmed(on("HQ.b", "HQ.a", 12)), on("HQ.a", "HQ", 10)];
        assert_eq!(old.follow(&node("HQ.b"), &line, 11), Follow::Behind, "others were confirmed to be left out");
    }

    #[test]
    fn what_was_followed_before_is_old_for_good() {
        let first = Source::new(node("HQ"), Vec::new());
        let second = first.next(node("HQ.a"), vec![on("HQ.a", "HQ", 10)], 10);
        assert_eq!(second.follow(&node("HQ"), &[], 12), Follow::Old);
        // Another restored headquarters that knew nothing of HQ.a, and two people who said that it goes on.
        let line = vec![confirmed(on("HQ.b", "HQ", 8))];
        assert_eq!(second.follow(&node("HQ.b"), &line, 12), Follow::Anew(ReferenceVersion::default()));
        let third = second.next(node("HQ.b"), line, 0);
        assert_eq!(third.follow(&node("HQ.a"), &second.line, 8), Follow::Old);
        assert_eq!(third.follow(&node("HQ"), &[], 8), Follow::Old);
    }

    #[test]
    fn a_note_of_the_version_before_is_read() {
        let read: Source = serde_json::from_str(r#"{"node":"HQ","since":"2028-01-01T00:00:00Z"}"#).expect("read");
        assert_eq!(read, Source::new(node("HQ"), Vec::new()));
    }
}
