//! What is done at a node about its network: machines join and leave, headquarters sees how they are and goes on after a
//! restore, sticks are written and taken in, and a doubted clock is confirmed.

pub mod board;
pub mod clock;
pub mod members;
pub mod recovery;
pub mod sticks;

use crate::{NetworkRole, Node};
use limen_exchange::Headquarters;

/// The headquarters that a node is. `None` at any other.
fn headquarters(node: &Node) -> Option<&Headquarters> {
    match &node.network {
        NetworkRole::Headquarters(headquarters) => Some(headquarters),
        NetworkRole::Alone | NetworkRole::Post(_) => None,
    }
}
