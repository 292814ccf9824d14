//! What is said to someone whose password or code is not taken.

use crate::{
    app::App,
    kit::failure::Failure,
    node::own::{NotProved, UnprovedError},
    words::Words,
};
use jiff::Timestamp;

/// Until when no password or code of theirs is looked at.
pub(crate) fn locked_message(app: &App, w: &Words, until: Timestamp) -> String {
    w.t1("sign-in-locked", "time", w.time(until.to_zoned_datetime(app.zone.clone()).time()))
}

/// Why this is not taken for the signed-in person's password.
pub(crate) fn not_proved(app: &App, w: &Words, why: NotProved) -> String {
    match why {
        NotProved::Wrong => w.t("account-wrong"),
        NotProved::Locked(until) => locked_message(app, w, until),
    }
}

/// Why something grave was not done, to be said beside the field of one's own password; a failure where that could not be
/// looked at.
pub(crate) fn unproved(app: &App, w: &Words, error: UnprovedError) -> Result<String, Failure> {
    match error {
        UnprovedError::NotProved(NotProved::Wrong) => Ok(w.t("own-password-wrong")),
        UnprovedError::NotProved(NotProved::Locked(until)) => {
            Ok(w.t1("own-password-locked", "time", w.time(until.to_zoned_datetime(app.zone.clone()).time())))
        }
        UnprovedError::Credentials(error) => Err(error.into()),
    }
}
