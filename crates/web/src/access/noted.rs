//! Notes looks in the journal: before anything is shown, once each, at most 200 an hour.

use super::{
    just_now::{AGAIN, LEFT_OPEN, Noted},
    look::{AskedAddress, Look},
};
use crate::{
    access::sight::{self, Because, Sight},
    app::App,
    kit::{failure::Failure, session::SignedIn},
};
use jiff::SignedDuration;
use limen_domain::{Event, LookPurpose, Why};

/// By this header a page that is open already asks for itself anew.
pub(super) const FOLLOWS: &str = "limen-follows";

/// Maximum number of looks of one person within an hour for a purpose that they name. Work needs fewer; it stops
/// someone who would copy everything. Looks of a duty are noted and not counted.
const MOST_LOOKS: i64 = 200;
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Notes a look, unless it is one that was noted just now. What can't be noted is not shown, and neither is what no purpose
/// was named for, or more than [`MOST_LOOKS`] within an hour.
pub(super) async fn note(
    app: &App,
    signed: &SignedIn,
    look: Look,
    asked: &AskedAddress,
    sight: Option<&Sight>,
) -> Result<(), Failure> {
    let is_theirs = match look {
        Look::Visa => sight::dealt_with_visa(app, signed, &asked.visa()?).await?,
        _ => false,
    };
    let because = if is_theirs { Because::Duty(LookPurpose::AtHand) } else { look.because(sight) };
    let why = match because {
        Because::Duty(duty) => Some(Why::duty(duty)),
        Because::Asked => None,
        Because::Named => Some(signed.session.why.clone().ok_or_else(|| Failure::NoPurpose(asked.wanted.clone()))?),
    };
    let is_counted = why.as_ref().is_some_and(|why| why.purpose.is_named());
    let Some(event) = look.event(app, asked, why).await? else { return Ok(()) };
    let follows = look.follows_what_happens();
    let within = if follows && asked.follows { LEFT_OPEN } else { AGAIN };
    let kept_for = if follows { LEFT_OPEN } else { AGAIN };
    note_once(app, signed, event, (within, kept_for), is_counted).await
}

/// Notes that others than the traveller who waits are shown at a counter. Shown again with the same traveller, it is the
/// same look.
pub(crate) async fn note_at_counter(app: &App, signed: &SignedIn, event: Event) -> Result<(), Failure> {
    note_once(app, signed, event, (LEFT_OPEN, LEFT_OPEN), false).await
}

/// Notes a look, unless the session has looked at the same thing `within` this time. It is remembered for as long as
/// `kept_for` says.
async fn note_once(
    app: &App,
    signed: &SignedIn,
    event: Event,
    (within, kept_for): (SignedDuration, SignedDuration),
    is_counted: bool,
) -> Result<(), Failure> {
    let account = &signed.session.account.id;
    let just_now = app.looks.of(account);
    let mut just_now = just_now.lock().await;
    let (session, now) = (signed.session.token, app.now());
    if just_now.holds(&session, &event, within, now) {
        return Ok(());
    }
    if is_counted && app.store.looks_for_a_purpose(account, app.now() - AN_HOUR).await? >= MOST_LOOKS {
        return Err(Failure::TooManyLooks);
    }
    app.store.append(Some(account), vec![event.clone()], None).await?;
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
}
