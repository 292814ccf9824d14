//! The pair and the day that an address asks for, if someone may see them, and the addresses that ask for them.

use crate::{
    app::App,
    kit::{failure::Failure, session::SignedIn},
    node::neighbours::across::{SeenPair, pairs},
};
use jiff::civil::Date;
use limen_domain::StateCode;

/// How addresses name a pair: `GIN/KOU`.
pub(super) fn code(seen: &SeenPair) -> String {
    format!("{}/{}", seen.neighbour.as_str(), seen.pair.code)
}

/// This state and the other.
pub(super) fn states(seen: &SeenPair) -> (StateCode, StateCode) {
    (seen.own, seen.neighbour)
}

/// The pairs that someone may see, and the one that is asked for: the first where none is.
pub(super) async fn chosen(
    app: &App,
    signed: &SignedIn,
    asked: &str,
) -> Result<(Vec<SeenPair>, Option<SeenPair>), Failure> {
    let all = pairs(app, signed.session.account.role).await?;
    let found = if asked.is_empty() { all.first() } else { all.iter().find(|seen| code(seen) == asked) };
    let found = found.cloned();
    Ok((all, found))
}

/// The address of a day of a pair.
pub(super) fn address(seen: &SeenPair, day: Date) -> String {
    let asked = [("pair", code(seen)), ("day", day.to_string())];
    format!("/across/day?{}", serde_html_form::to_string(asked).unwrap_or_default())
}

/// The address of a pair.
pub(super) fn address_of_pair(seen: &SeenPair) -> String {
    format!("/across?{}", serde_html_form::to_string([("pair", code(seen))]).unwrap_or_default())
}
