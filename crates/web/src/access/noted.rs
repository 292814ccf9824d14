//! Looks as they are noted: before anything is shown, once each, and so many an hour.

use super::look::{Asked, Look};
use crate::{
    access::sight::{Because, Sight},
    app::App,
    kit::{failure::Failure, session::SignedIn},
};
use jiff::SignedDuration;
use limen_domain::{AccountId, Event, Why};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Whoever opens the same thing again in the same session within this time has looked once.
const AGAIN: Duration = Duration::from_secs(60);
/// A page that is left open and asks for itself anew, in the same session, is one look in this time.
const LEFT_OPEN: Duration = Duration::from_secs(3_600);
/// By this header a page that is open already asks for itself anew.
pub(super) const FOLLOWS: &str = "limen-follows";

/// So much is looked at by one person within an hour for a purpose that they name: work asks for less, and whoever would
/// carry off everything is stopped. Duties are noted and not counted.
const MOST_LOOKS: i64 = 200;
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// The most looks of one person that are remembered, so that nobody fills the memory.
const MOST_REMEMBERED: usize = 1_000;

/// What each person has looked at just now. Whoever holds a person's is the only one who notes that person's looks.
#[derive(Debug, Default)]
pub(crate) struct Looks(Mutex<HashMap<AccountId, Arc<tokio::sync::Mutex<JustNow>>>>);

impl Looks {
    fn of(&self, account: &AccountId) -> Arc<tokio::sync::Mutex<JustNow>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(account.clone()).or_default().clone()
    }
}

/// What one person has looked at just now, the latest last.
#[derive(Debug, Default)]
struct JustNow(Vec<Noted>);

#[derive(Debug)]
struct Noted {
    session: [u8; 32],
    event: Event,
    at: Instant,
    kept_for: Duration,
}

impl JustNow {
    /// Whether a session has looked at the same thing, for the same purpose, within a time.
    fn holds(&mut self, session: &[u8; 32], event: &Event, within: Duration, now: Instant) -> bool {
        self.0.retain(|noted| now.duration_since(noted.at) < noted.kept_for);
        let is_same = |noted: &Noted| noted.session == *session && noted.event == *event;
        self.0.iter().any(|noted| is_same(noted) && now.duration_since(noted.at) < within)
    }

    fn add(&mut self, noted: Noted) {
        if self.0.len() == MOST_REMEMBERED {
            self.0.remove(0);
        }
        self.0.push(noted);
    }
}

/// Notes a look, unless it is one that was noted just now. What can't be noted is not shown, and neither is what no purpose
/// was named for, or more than [`MOST_LOOKS`] within an hour.
pub(super) async fn note(
    app: &App,
    signed: &SignedIn,
    look: Look,
    asked: &Asked,
    sight: Option<&Sight>,
) -> Result<(), Failure> {
    let account = &signed.session.account.id;
    let why = match look.because(sight) {
        Because::Duty(duty) => Some(Why::duty(duty)),
        Because::Asked => None,
        Because::Named => Some(signed.session.why.clone().ok_or_else(|| Failure::NoPurpose(asked.wanted.clone()))?),
    };
    let is_counted = why.as_ref().is_some_and(|why| why.purpose.is_named());
    let Some(event) = look.event(app, asked, why).await? else { return Ok(()) };
    let just_now = app.looks.of(account);
    let mut just_now = just_now.lock().await;
    let follows = look.follows_what_happens();
    let within = if follows && asked.follows { LEFT_OPEN } else { AGAIN };
    let (session, now) = (signed.session.token, Instant::now());
    if just_now.holds(&session, &event, within, now) {
        return Ok(());
    }
    if is_counted && app.store.looks_for_a_purpose(account, app.now() - AN_HOUR).await? >= MOST_LOOKS {
        return Err(Failure::TooManyLooks);
    }
    app.store.append(Some(account), vec![event.clone()], None).await?;
    let kept_for = if follows { LEFT_OPEN } else { AGAIN };
    just_now.add(Noted { session, event, at: now, kept_for });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_for_much_looking_says_how_much_is_too_much() {
        let all = limen_words::AllWords::load();
        for language in [limen_words::Language::French, limen_words::Language::English] {
            let meaning = all.of(language).t("too-many-looks-meaning");
            assert!(meaning.contains(&MOST_LOOKS.to_string()), "{meaning}");
        }
    }

    #[test]
    fn the_same_thing_within_a_minute_is_one_look_and_a_page_left_open_is_one_an_hour() {
        let (mut just_now, begin) = (JustNow::default(), Instant::now());
        let after = |seconds| begin + Duration::from_secs(seconds);
        let (hits, day) = (Event::HitsConsulted { why: None }, Event::OverstaysConsulted { why: None });
        for (event, kept_for) in [(&hits, LEFT_OPEN), (&day, AGAIN)] {
            just_now.add(Noted { session: [1; 32], event: event.clone(), at: begin, kept_for });
        }
        assert!(just_now.holds(&[1; 32], &day, AGAIN, after(59)));
        assert!(!just_now.holds(&[2; 32], &day, AGAIN, after(59)), "of another session");
        assert!(!just_now.holds(&[1; 32], &day, AGAIN, after(60)));
        assert!(!just_now.holds(&[1; 32], &hits, AGAIN, after(60)), "opened again");
        assert!(just_now.holds(&[1; 32], &hits, LEFT_OPEN, after(3_599)), "left open");
        assert!(!just_now.holds(&[1; 32], &hits, LEFT_OPEN, after(3_600)));
        assert!(just_now.0.is_empty(), "nothing is remembered for longer");
        for at in 0..2 * MOST_REMEMBERED as u64 {
            just_now.add(Noted { session: [1; 32], event: day.clone(), at: after(at), kept_for: AGAIN });
        }
        assert_eq!(just_now.0.len(), MOST_REMEMBERED);
    }
}
