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

impl From<UnprovedError> for Failure {
    fn from(error: UnprovedError) -> Self {
        match error {
            UnprovedError::NotProved(NotProved::Wrong) => Self::WrongPassword,
            UnprovedError::NotProved(NotProved::Locked(_)) => Self::PasswordLocked,
            UnprovedError::Credentials(error) => error.into(),
        }
    }
}
