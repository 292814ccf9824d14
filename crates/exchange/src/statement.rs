//! What headquarters signs beside messages: a version of its reference data, and from which journals it goes on.

use crate::identity::is_signed_by;
use limen_domain::NodeId;
use limen_store::{Continuation, ReferenceVersion};

/// What headquarters signs of a version: `limen reference 1`, its number and fingerprint, the journal under which it is
/// published.
pub fn version_text(source: &NodeId, version: ReferenceVersion) -> Vec<u8> {
    let mut text = b"limen reference 1".to_vec();
    text.extend_from_slice(&version.version.to_be_bytes());
    text.extend_from_slice(&version.fingerprint);
    text.extend_from_slice(source.as_str().as_bytes());
    text
}

/// The statements at the head of a line that headquarters signed, as long as each goes on from the next.
pub(crate) fn signed_line(line: Vec<Continuation>, source: &NodeId, key: &[u8; 32]) -> Vec<Continuation> {
    let mut journal = source.clone();
    let holds = |continuation: &Continuation| {
        let holds = continuation.journal == journal && is_signed_by(key, &continuation.text(), &continuation.signature);
        journal = continuation.before.clone();
        holds
    };
    line.into_iter().take_while(holds).collect()
}
