//! How many documents may be asked about on a day: what keeps either side from trying all numbers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How many documents one side has asked about today. The asking side keeps one for itself, and the asked side one for its
/// neighbour, each by its own clock; the asked side's is what holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quota {
    day: Option<Date>,
    asked: u32,
}

/// More is asked than is left today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the agreement allows {most} questions about documents a day, and {left} are left today: ask again tomorrow")]
pub struct QuotaError {
    /// How many may be asked a day.
    pub most: u32,
    /// How many are left.
    pub left: u32,
}

impl Quota {
    /// As it was counted on a day.
    pub fn of(day: Date, asked: u32) -> Self {
        Self { day: Some(day), asked }
    }

    /// How many were asked on the day that it counts.
    pub fn asked(&self) -> u32 {
        self.asked
    }

    /// How many are left of `most` on a day. A day is another day whichever way a clock was put: only its owner puts it.
    pub fn left(&self, today: Date, most: u32) -> u32 {
        most.saturating_sub(if self.day == Some(today) { self.asked } else { 0 })
    }

    /// Takes some of what is left, all of them or none.
    ///
    /// # Errors
    /// More is asked than is left.
    pub fn take(&mut self, today: Date, questions: usize, most: u32) -> Result<(), QuotaError> {
        let left = self.left(today, most);
        match u32::try_from(questions).ok().filter(|questions| *questions <= left) {
            Some(questions) => {
                let before = if self.day == Some(today) { self.asked } else { 0 };
                *self = Self { day: Some(today), asked: before.saturating_add(questions) };
                Ok(())
            }
            None => Err(QuotaError { most, left }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_day_has_more_questions_than_were_agreed(
            most in 0_u32..50,
            asked in prop::collection::vec((0_i8..3, 0_usize..30), 0..40),
        ) {
            let mut quota = Quota::default();
            let (mut day, mut of_day) = (0, 0);
            for (step, questions) in asked {
                if step > 0 { (day, of_day) = (day + step, 0); }
                let today = date(2026, 1, 1).saturating_add(jiff::Span::new().days(i64::from(day)));
                let before = quota;
                match quota.take(today, questions, most) {
                    Ok(()) => of_day += questions,
                    Err(error) => {
                        prop_assert!(of_day + questions > most as usize, "refused though there was room");
                        prop_assert_eq!((error.left as usize, before), (most as usize - of_day, quota));
                    }
                }
                prop_assert!(of_day <= most as usize);
                prop_assert_eq!(quota.left(today, most) as usize, most as usize - of_day);
            }
        }
    }

    #[test]
    fn a_clock_that_was_years_ahead_for_an_hour_takes_nobodys_questions_away() {
        let mut quota = Quota::default();
        quota.take(date(2031, 1, 1), 5, 5).expect("the clock is wrong");
        assert!(quota.take(date(2031, 1, 1), 1, 5).is_err());
        quota.take(date(2026, 11, 28), 5, 5).expect("the clock is right again");
        assert!(quota.take(date(2026, 11, 28), usize::MAX, 5).is_err());
    }

    #[test]
    fn an_agreement_that_allows_less_from_now_on_holds_at_once() {
        let mut quota = Quota::default();
        quota.take(date(2026, 11, 28), 40, 100).expect("room");
        assert_eq!(quota.left(date(2026, 11, 28), 10), 0);
        assert!(quota.take(date(2026, 11, 28), 1, 10).is_err());
    }
}
