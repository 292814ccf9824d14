//! The state of a post's link to headquarters: the results of its last rounds, for the bar of every page and for
//! headquarters.

use jiff::{SignedDuration, Timestamp};
use limen_domain::NodeId;
use limen_exchange::{PostNode, message::Rejected};
use std::sync::{Mutex, PoisonError};

/// What the rounds came to last.
#[derive(Debug, Clone, Default)]
pub struct LinkState {
    /// When headquarters answered last, by this machine's clock.
    pub contact: Option<Timestamp>,
    /// Why it does not now: a code.
    pub trouble: Option<String>,
    /// How far this machine's clock is ahead of headquarters'.
    pub clock_ahead: Option<SignedDuration>,
    /// How many events headquarters does not hold yet.
    pub waiting: i64,
    /// The pictures that headquarters lacks.
    pub wanted: Vec<String>,
    /// Why headquarters takes no more of this node's journal.
    pub rejected: Option<Rejected>,
    /// Whether headquarters' journal is not the one that this post has witnessed.
    pub headquarters_rewritten: bool,
    /// The journal that another machine writes under this node's name and key.
    pub twin: Option<NodeId>,
    /// Whether headquarters was restored and asks what this post holds.
    pub is_recovering: bool,
    /// Whether headquarters was restored and lacks what this post holds.
    pub is_behind: bool,
    /// How many roots this post keeps as evidence of what headquarters went on without.
    pub evidence: usize,
}

/// A post's node in the network.
#[derive(Debug)]
pub struct PostLink {
    /// What is exchanged by hand goes through this.
    pub post: PostNode,
    state: Mutex<LinkState>,
}

impl PostLink {
    /// A post; `contact` is when headquarters was heard last before this program ran.
    pub fn new(post: PostNode, contact: Option<Timestamp>) -> Self {
        Self { post, state: Mutex::new(LinkState { contact, ..LinkState::default() }) }
    }

    /// How the link is.
    pub fn state(&self) -> LinkState {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes what a round came to.
    pub fn note(&self, change: impl FnOnce(&mut LinkState)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
