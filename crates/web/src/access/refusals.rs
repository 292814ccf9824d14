//! Refusals as they are noted: so many of each person an hour.

use super::table::Access;
use crate::{failure::Failure, state::App};
use jiff::Timestamp;
use limen_domain::{AccountId, Event};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// So many refusals of one person are noted in an hour: whoever goes on is no news, and must not fill the journal.
const MOST_NOTED: u32 = 60;

/// How many refusals of each person were noted in which hour (of all time).
#[derive(Debug, Default)]
pub(crate) struct Refusals(Mutex<HashMap<AccountId, (i64, u32)>>);

impl Refusals {
    /// Whether one more is noted.
    fn is_news(&self, account: &AccountId, now: Timestamp) -> bool {
        let hour = now.as_second() / 3_600;
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        noted.retain(|_, (of, _)| *of == hour);
        let (_, count) = noted.entry(account.clone()).or_insert((hour, 0));
        *count += 1;
        *count <= MOST_NOTED
    }
}

/// Notes that someone was refused what a line of the table says, and why in brackets where it is not their role.
pub(super) async fn note(app: &App, account: &AccountId, access: &Access, why: &str) -> Result<(), Failure> {
    if app.refusals.is_news(account, Timestamp::now()) {
        let refused = Event::AccessRefused { address: format!("{} {}{why}", access.method, access.path) };
        app.store.append(Some(account), vec![refused], None).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_one_persons_refusals_an_hours_first_sixty_are_noted_and_then_the_next_hours() {
        let (refusals, now) = (Refusals::default(), Timestamp::UNIX_EPOCH);
        let [salif, nana] = ["salif", "nana"].map(|id| AccountId::parse(id).expect("an identifier"));
        let noted = (0..100).filter(|_| refusals.is_news(&salif, now)).count();
        assert_eq!(noted, 60);
        assert!(refusals.is_news(&nana, now));
        assert!(refusals.is_news(&salif, now + jiff::SignedDuration::from_hours(1)));
    }
}
