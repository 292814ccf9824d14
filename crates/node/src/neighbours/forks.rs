//! Whether what a neighbour signed contradicts what it signed before. It is refused where it is found; here it is kept as
//! evidence, so that people see it and call their counterpart.

use crate::neighbours::Own;
use limen_domain::StateCode;
use limen_exchange::neighbours::{kept_root, shown_root};
use limen_neighbour::{Head, Paper, Party};
use limen_store::{ForkOf, HeardPaper, NewFork, Store, StoreError};

/// How many of one message are kept: one is evidence enough.
const MOST_OF_ONE: usize = 5;

/// Papers that are signed and stand where another is held, or go on from another than is held. `held` is how far their line was
/// held before the message, with what of it went on.
pub(super) async fn of_papers(
    store: &Store,
    own: &Own<'_>,
    theirs: &Party,
    (held, heard): (&Head, &[HeardPaper]),
    out_of_place: &[&String],
) -> Result<Vec<NewFork>, StoreError> {
    let last = heard.last().map_or(held, |paper| &paper.head);
    let mut forks = Vec::new();
    for file in out_of_place {
        let Ok((head, before)) = Paper::stands(file, theirs, &own.party) else { continue };
        // What stands further on may come after what is still missing.
        let (number, name) = match head.number.checked_sub(1) {
            Some(number) if number == last.number => (number, before),
            _ if (1..=last.number).contains(&head.number) => (head.number, head.name),
            _ => continue,
        };
        let known = match heard.iter().find(|paper| paper.head.number == number) {
            Some(paper) => Some(paper.head.name.clone()),
            None if number == 0 => Some(String::new()),
            None => store.held_paper(theirs.state, number).await?,
        };
        if let Some(known) = known.filter(|known| *known != name) {
            forks.push(NewFork { of: ForkOf::Paper, number, held: known, came: (*file).clone() });
        }
        if forks.len() == MOST_OF_ONE {
            break;
        }
    }
    Ok(forks)
}

/// A root of their journal that they signed and that does not go on from the one that is kept.
pub(super) fn of_journal(kept: &str, shown: &[u8], theirs: &Party) -> Option<NewFork> {
    let (_, number) = kept_root(kept, &theirs.key)?;
    let came = shown_root(shown, &theirs.key)?;
    Some(NewFork { of: ForkOf::Journal, number, held: kept.to_owned(), came })
}

/// Keeps what is not known yet.
pub(super) async fn keep(store: &Store, state: StateCode, mut forks: Vec<NewFork>) -> Result<(), StoreError> {
    if forks.is_empty() {
        return Ok(());
    }
    let known = store.neighbour_forks(state).await?;
    let is_known = |new: &NewFork| known.iter().any(|kept| kept.what.of == new.of && kept.what.number == new.number);
    forks.retain(|new| !is_known(new));
    if forks.is_empty() { Ok(()) } else { store.keep_neighbour_forks(state, forks).await }
}
