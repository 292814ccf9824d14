//! How old something in memory is.

use jiff::{SignedDuration, Timestamp};

/// Whether a moment is less than `time` away. A clock that was set back by more ends it too: nothing waits for as long as a
/// clock was wrong.
pub fn is_within(at: Timestamp, time: SignedDuration, now: Timestamp) -> bool {
    now.duration_since(at).abs() < time
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_clock_that_ran_ahead_has_seen_is_old_once_it_is_put_right() {
        let (now, minute) = (Timestamp::UNIX_EPOCH, SignedDuration::from_mins(1));
        assert!(is_within(now, minute, now) && is_within(now - minute / 2, minute, now));
        assert!(!is_within(now - minute, minute, now));
        assert!(!is_within(now + SignedDuration::from_hours(8_760), minute, now));
    }
}
