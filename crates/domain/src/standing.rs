//! What a history of stays means: which of its days a rule, a bilateral waiver or a permit allows, and until when someone
//! may stay.

use crate::{Allowance, History, stay::MOST_DAYS};
use jiff::{ToSpan, civil::Date};

/// What may let someone stay, in the order in which it is used up: a rule, then a bilateral waiver that adds days to it.
///
/// The days of a waiver are its own: the rule does not count them (Convention implementing the Schengen Agreement,
/// Article 20(2), for the like).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowances(Vec<Allowance>);

/// Until when someone may stay without a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayStay {
    /// Not even that day.
    No,
    /// To this day, which is the last.
    To(Date),
    /// For as long as they like.
    Freely,
}

/// What a history means under allowances, on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether the traveller is in the country on that day.
    pub is_present: bool,
    /// How many days count as used by the rule on that day: in the row of days that ends with it, in its calendar year,
    /// since the entry, or at all.
    pub days_used: u32,
    /// How many of the rule's days are left on that day; `None` where it counts none. Days that cease to count later may
    /// allow a longer stay: see [`Standing::may_stay`].
    pub days_left: Option<u32>,
    /// How many days a waiver counts as used on that day; `None` where there is no waiver.
    pub waiver_days_used: Option<u32>,
    /// Until when they may stay who are in the country, and who enter on that day otherwise.
    pub may_stay: MayStay,
    /// On how many days, up to that day, the traveller was here without being allowed to.
    pub overstayed_days: u32,
}

impl Allowances {
    /// These allowances, each used once those before it are used up.
    pub fn of(allowances: impl IntoIterator<Item = Allowance>) -> Self {
        Self(allowances.into_iter().collect())
    }

    /// What a history means on the day `on`. What happened after that day is not looked at.
    pub fn standing(&self, history: &History, on: Date) -> Standing {
        let ledger = Ledger::to(on, self, history);
        let entries = entries(history, on);
        let used = |at: usize| Some(ledger.used(at, *self.0.get(at)?, &entries, on));
        let days_used = used(0).unwrap_or(0);
        let days_left = self.0.first().and_then(|rule| match rule {
            Allowance::InAnyRow { days, .. } | Allowance::PerCalendarYear(days) | Allowance::PerEntry(days) => {
                Some(u32::from(days.get()).saturating_sub(days_used))
            }
            Allowance::Until(last) => Some(days_after(on, *last)),
            Allowance::Free => None,
        });
        Standing {
            is_present: history.is_present(on),
            days_used,
            days_left,
            waiver_days_used: used(1),
            may_stay: self.may_stay(history, on),
            overstayed_days: ledger.overstayed,
        }
    }

    /// The end of a stay that includes `on` and goes on from there.
    fn may_stay(&self, history: &History, on: Date) -> MayStay {
        let mut ledger = match on.yesterday() {
            Ok(before) => Ledger::to(before, self, history),
            Err(_) => Ledger::new(self),
        };
        // Who left on that day is gone, and whoever comes in again on it begins anew.
        let goes_on = history.stays().iter().rfind(|stay| stay.includes(on) && stay.exit != Some(on));
        let entry = goes_on.map_or(on, |stay| stay.entry);
        let permit = goes_on.and_then(|stay| stay.permit);
        let (mut day, mut last, mut counted) = (on, None, 0);
        loop {
            // Days that a permit allows, or a rule up to a last day, are not counted one by one.
            let end = match permit.filter(|permit| permit.allow(day)) {
                Some(permit) => permit.last,
                None => match ledger.allows(&[entry], day).map(|at| (at, self.0.get(at))) {
                    None | Some((_, None)) => return last.map_or(MayStay::No, MayStay::To),
                    Some((0, Some(Allowance::Free))) => return MayStay::Freely,
                    Some((0, Some(Allowance::Until(end)))) => *end,
                    Some(_) => {
                        ledger.lay(&[entry], day);
                        counted += 1;
                        day
                    }
                },
            };
            // Later than that nothing from before counts any more, and no allowance has run out that ever will.
            let Some(next) = end.tomorrow().ok().filter(|_| counted < 2 * MOST_DAYS) else { return MayStay::Freely };
            (day, last) = (next, Some(end));
        }
    }

    /// The first day after `on` on which someone who is not in the country may enter again; nothing within a year.
    pub fn may_enter_again(&self, history: &History, on: Date) -> Option<Date> {
        let mut ledger = Ledger::to(on, self, history);
        for day in std::iter::successors(on.tomorrow().ok(), |day| day.tomorrow().ok()).take(366) {
            if history.is_present(day) {
                ledger.stay(history, day);
            } else if ledger.allows(&[day], day).is_some() {
                return Some(day);
            }
        }
        None
    }
}

/// The entries of the stays that include that day.
fn entries(history: &History, day: Date) -> Vec<Date> {
    history.stays().iter().filter(|stay| stay.includes(day)).map(|stay| stay.entry).collect()
}

/// Each day that someone was here, laid to what allowed it.
struct Ledger<'a> {
    allowances: &'a [Allowance],
    /// The days laid to each allowance, earliest first.
    laid: Vec<Vec<Date>>,
    /// How many days nothing allowed.
    overstayed: u32,
}

impl<'a> Ledger<'a> {
    fn new(allowances: &'a Allowances) -> Self {
        Self { allowances: &allowances.0, laid: vec![Vec::new(); allowances.0.len()], overstayed: 0 }
    }

    /// The ledger of a history, with that day.
    fn to(on: Date, allowances: &'a Allowances, history: &History) -> Self {
        let mut ledger = Self::new(allowances);
        let mut day = Date::MIN;
        for stay in history.stays() {
            day = day.max(stay.entry);
            let last = stay.exit.unwrap_or(on).min(on);
            while day <= last {
                ledger.stay(history, day);
                let Ok(next) = day.tomorrow() else { return ledger };
                day = next;
            }
        }
        ledger
    }

    /// Lays a day of the history.
    fn stay(&mut self, history: &History, day: Date) {
        // Each stay by itself: a new entry does not heal the day on which an old stay ended too late.
        let stays = history.stays().iter().filter(|stay| stay.includes(day));
        let entries: Vec<Date> = stays.filter(|stay| !stay.is_on_permit(day)).map(|stay| stay.entry).collect();
        if !entries.is_empty() {
            self.lay(&entries, day);
        }
    }

    /// Lays a day of stays with these entries. A day that nothing allows is one of the rule's all the same.
    fn lay(&mut self, entries: &[Date], day: Date) {
        let allowed = self.allows(entries, day);
        self.overstayed += u32::from(allowed.is_none());
        if let Some(laid) = self.laid.get_mut(allowed.unwrap_or(0)) {
            laid.push(day);
        }
    }

    /// Which allowance has room for a day of stays with these entries; `None` where none has.
    fn allows(&self, entries: &[Date], day: Date) -> Option<usize> {
        self.allowances.iter().enumerate().position(|(at, allowance)| match *allowance {
            Allowance::Free => true,
            Allowance::Until(last) => day <= last,
            Allowance::InAnyRow { days, .. } | Allowance::PerCalendarYear(days) | Allowance::PerEntry(days) => {
                entries.iter().all(|entry| self.used(at, *allowance, &[*entry], day) < u32::from(days.get()))
            }
        })
    }

    /// How many days laid to an allowance count on a day of stays with these entries.
    fn used(&self, at: usize, allowance: Allowance, entries: &[Date], day: Date) -> u32 {
        let first = match allowance {
            Allowance::InAnyRow { row, .. } => back(day, row.get() - 1),
            Allowance::PerCalendarYear(_) => day.first_of_year(),
            // Nothing counts for who is not here.
            Allowance::PerEntry(_) => match entries.iter().max() {
                Some(entry) => *entry,
                None => return 0,
            },
            Allowance::Until(_) | Allowance::Free => Date::MIN,
        };
        let laid = self.laid.get(at).map_or(&[][..], Vec::as_slice);
        u32::try_from(laid.len() - laid.partition_point(|laid| *laid < first)).unwrap_or(u32::MAX)
    }
}

/// How many days there are after one, up to another.
fn days_after(on: Date, last: Date) -> u32 {
    u32::try_from((last - on).get_days()).unwrap_or(0)
}

fn back(day: Date, days: u16) -> Date {
    day.checked_sub(i64::from(days).days()).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PermitDays, Stay};
    use jiff::civil::date;
    use proptest::prelude::*;
    use std::num::NonZeroU16;

    fn ahead(day: Date, days: u16) -> Date {
        day.checked_add(i64::from(days).days()).unwrap_or(Date::MAX)
    }

    fn history(stays: &[(Date, Option<Date>)]) -> History {
        History::new(stays.iter().map(|(entry, exit)| Stay { entry: *entry, exit: *exit, permit: None }))
            .unwrap_or_default()
    }

    fn allowance(text: &str) -> Allowances {
        allowances(text, &[])
    }

    fn allowances(rule: &str, waivers: &[&str]) -> Allowances {
        Allowances::of([rule].iter().chain(waivers).map(|text| text.parse().expect("an allowance")))
    }

    #[test]
    fn an_entry_on_the_day_of_an_exit_begins_anew_where_each_entry_has_its_days() {
        let per_entry = allowance("90/entry");
        let again = [(date(2026, 1, 1), Some(date(2026, 3, 30))), (date(2026, 3, 30), None)];
        let standing = per_entry.standing(&history(&again), date(2026, 3, 30));
        assert_eq!((standing.may_stay, standing.days_used), (MayStay::To(date(2026, 6, 27)), 1));
        // At the counter the stay that ends is all that is known when they come in again.
        let ended = history(&[(date(2026, 8, 1), Some(date(2026, 10, 28)))]);
        assert_eq!(per_entry.standing(&ended, date(2026, 10, 28)).may_stay, MayStay::To(date(2027, 1, 25)));
        let out = [(date(2026, 8, 1), Some(date(2026, 10, 28))), (date(2026, 10, 28), Some(date(2026, 11, 5)))];
        assert_eq!(per_entry.standing(&history(&out), date(2026, 11, 5)).overstayed_days, 0);
        // The day on which the old stay ended too late stays an overstay.
        let late = [(date(2026, 8, 1), Some(date(2026, 10, 31))), (date(2026, 10, 31), None)];
        assert_eq!(per_entry.standing(&history(&late), date(2026, 10, 31)).overstayed_days, 2);
    }

    #[test]
    fn someone_who_was_here_47_days_and_comes_back_after_three_months_may_stay_90_days() {
        // The first worked example of the Swiss State Secretariat for Migration for the Commission's calculator.
        let history = history(&[(date(2014, 8, 15), Some(date(2014, 9, 30)))]);
        let at_exit = allowance("90/180").standing(&history, date(2014, 9, 30));
        assert_eq!((at_exit.days_used, at_exit.days_left, at_exit.overstayed_days), (47, Some(43), 0));
        let later = allowance("90/180").standing(&history, date(2015, 1, 1));
        assert_eq!(later.may_stay, MayStay::To(date(2015, 3, 31)));
    }

    #[test]
    fn an_absence_of_90_days_allows_a_new_stay_of_90_days() {
        // So says the user manual of the Commission's calculator.
        let first = date(2024, 1, 1);
        let history = history(&[(first, Some(ahead(first, 89)))]);
        let back_on = ahead(first, 180);
        let standing = allowance("90/180").standing(&history, back_on);
        assert_eq!(standing.may_stay, MayStay::To(ahead(back_on, 89)));
        let a_day_early = ahead(first, 179);
        assert_eq!(allowance("90/180").standing(&history, a_day_early).may_stay, MayStay::No);
        assert_eq!(allowance("90/180").may_enter_again(&history, ahead(first, 100)), Some(back_on));
        assert_eq!(allowance("until 2023-12-31").may_enter_again(&history, first), None);
    }

    #[test]
    fn who_stays_on_after_the_last_day_overstays_from_the_next() {
        let entry = date(2026, 1, 1);
        let present = history(&[(entry, None)]);
        for rule in ["90/180", "90/365", "90/year", "90/entry", "until 2026-03-31"] {
            let on_the_last = allowance(rule).standing(&present, date(2026, 3, 31));
            assert_eq!(on_the_last.may_stay, MayStay::To(date(2026, 3, 31)), "{rule}");
            assert_eq!((on_the_last.days_left, on_the_last.overstayed_days), (Some(0), 0), "{rule}");
            let later = allowance(rule).standing(&present, date(2026, 4, 10));
            assert!(later.is_present);
            assert_eq!((later.may_stay, later.overstayed_days), (MayStay::No, 10), "{rule}");
        }
        assert_eq!(allowance("free").standing(&present, date(2030, 1, 1)).overstayed_days, 0);
    }

    #[test]
    fn days_of_a_calendar_year_begin_anew_with_the_year() {
        let history = history(&[(date(2025, 10, 1), Some(date(2025, 12, 29)))]);
        let rule = allowance("90/year");
        assert_eq!(rule.standing(&history, date(2025, 12, 31)).may_stay, MayStay::No);
        assert_eq!(rule.standing(&history, date(2026, 1, 1)).may_stay, MayStay::To(date(2026, 3, 31)));
    }

    #[test]
    fn a_day_counts_once_however_often_someone_crossed_on_it() {
        let day = date(2026, 5, 4);
        let history = history(&[(day, Some(day)), (day, Some(day)), (day, Some(date(2026, 5, 6)))]);
        assert_eq!(allowance("90/180").standing(&history, date(2026, 5, 10)).days_used, 3);
    }

    #[test]
    fn days_of_a_bilateral_waiver_begin_when_the_rule_is_used_up_and_the_rule_does_not_count_them() {
        let entry = date(2026, 1, 1);
        let both = allowances("90/180", &["30/year"]);
        let here = history(&[(entry, None)]);
        let standing = both.standing(&here, entry);
        assert_eq!(standing.may_stay, MayStay::To(date(2026, 4, 30)), "90 days and 30 more");
        let standing = both.standing(&here, date(2026, 4, 30));
        assert_eq!((standing.days_used, standing.waiver_days_used), (90, Some(30)));
        assert_eq!((standing.overstayed_days, standing.may_stay), (0, MayStay::To(date(2026, 4, 30))));
        assert_eq!(both.standing(&here, date(2026, 5, 2)).overstayed_days, 2);
        // Back in autumn: the rule's days are there again, whatever was stayed by the waiver, and the waiver's are not.
        let left = history(&[(entry, Some(date(2026, 4, 30)))]);
        assert_eq!(both.standing(&left, date(2026, 6, 29)).may_stay, MayStay::No, "the last day of the rule's row");
        assert_eq!(both.may_enter_again(&left, date(2026, 5, 10)), Some(date(2026, 6, 30)));
        assert_eq!(both.standing(&left, date(2026, 10, 1)).may_stay, MayStay::To(date(2026, 12, 29)));
        // With the rule alone the month over its days would have counted.
        assert_eq!(allowance("90/180").standing(&left, date(2026, 7, 10)).days_used, 109);
        assert_eq!(both.standing(&left, date(2026, 7, 10)).days_used, 79);
    }

    #[test]
    fn a_waiver_alone_lets_in_those_who_would_need_a_visa() {
        let waiver = allowance("30/entry");
        assert_eq!(waiver.standing(&history(&[]), date(2026, 1, 1)).may_stay, MayStay::To(date(2026, 1, 30)));
        let nothing = Allowances::of([]);
        assert_eq!(nothing.standing(&history(&[]), date(2026, 1, 1)).may_stay, MayStay::No);
    }

    #[test]
    fn days_that_a_permit_allows_are_none_of_the_rules_days() {
        let (entry, exit) = (date(2026, 1, 1), date(2026, 6, 30));
        let on_permit = |first, last| {
            let permit = Some(PermitDays { first, last });
            History::new([Stay { entry, exit: Some(exit), permit }]).expect("a history")
        };
        let rule = allowance("90/180");
        let whole = rule.standing(&on_permit(entry, exit), date(2026, 7, 1));
        assert_eq!((whole.days_used, whole.overstayed_days), (0, 0));
        assert_eq!(whole.may_stay, MayStay::To(date(2026, 9, 28)), "the rule's 90 days are all there");
        // 90 days by the rule, then an extension to the day of the exit.
        let extended = rule.standing(&on_permit(date(2026, 4, 1), exit), exit);
        assert_eq!((extended.days_used, extended.overstayed_days), (89, 0), "the row of 180 days begins on 2 January");
        // A permit that ended a month before the exit: that month is the rule's.
        let ended = rule.standing(&on_permit(entry, date(2026, 5, 31)), exit);
        assert_eq!((ended.days_used, ended.overstayed_days), (30, 0));
        // Who is here on a permit may stay to its last day, and by the rule beyond.
        let permit = Some(PermitDays { first: entry, last: date(2050, 12, 31) });
        let here = History::new([Stay { entry, exit: None, permit }]).expect("a history");
        let until = allowance("until 2026-03-31").standing(&here, date(2027, 1, 1));
        assert_eq!((until.may_stay, until.overstayed_days), (MayStay::To(date(2050, 12, 31)), 0));
        assert_eq!(rule.standing(&here, date(2027, 1, 1)).may_stay, MayStay::To(date(2051, 3, 31)));
    }

    proptest! {
        /// Whoever stays to the last day that is said has not overstayed on it, and has on the next.
        #[test]
        fn the_last_day_that_is_said_is_the_last_one(
            before in prop::collection::vec((0_u16..300, 0_u16..40, prop::option::of((0_u16..40, 0_u16..40))), 0..4),
            rule in prop::sample::select(vec!["90/180", "30/60", "20/year", "10/entry", "until 2025-02-10"]),
            waiver in prop::option::of(prop::sample::select(vec!["15/year", "5/entry", "until 2025-03-01", "10/30"])),
            permit in prop::option::of((0_u16..60, 0_u16..60)),
        ) {
            let first = date(2024, 3, 1);
            let on = date(2025, 1, 20);
            let of = |begin: Date, days: (u16, u16)| {
                PermitDays { first: ahead(begin, days.0), last: ahead(begin, days.0 + days.1) }
            };
            let stay = |(entry, length, permit): &(u16, u16, Option<(u16, u16)>)| {
                let entry = ahead(first, *entry);
                Stay { entry, exit: Some(ahead(entry, *length)), permit: permit.map(|days| of(entry, days)) }
            };
            let mut stays: Vec<Stay> = before.iter().map(stay).filter(|stay| stay.exit < Some(on)).collect();
            stays.push(Stay { entry: on, exit: None, permit: permit.map(|days| of(on, days)) });
            let history = History::new(stays).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let both = allowances(rule, &waiver.into_iter().collect::<Vec<_>>());
            let until = both.standing(&history, on);
            let MayStay::To(last) = until.may_stay else { return Ok(()) };
            let overstayed = |day| both.standing(&history, day).overstayed_days;
            let already = until.overstayed_days;
            prop_assert_eq!(overstayed(last), already);
            prop_assert_eq!(overstayed(ahead(last, 1)), already + 1);
        }

        /// Against counting every day by itself, as someone with a calendar and a pencil would.
        #[test]
        fn counting_agrees_with_a_calendar_and_a_pencil(
            stays in prop::collection::vec((0_u16..700, 0_u16..120), 0..6),
            open in prop::option::of(0_u16..60),
            days in 1_u16..120,
            longer in 0_u16..200,
            asked in 0_u16..900,
        ) {
            let first = date(2024, 1, 1);
            let mut here = vec![false; 3_000];
            let on = usize::from(asked);
            let mut list: Vec<Stay> = stays.iter().map(|(entry, length)| {
                Stay { entry: ahead(first, *entry), exit: Some(ahead(first, entry + length)), permit: None }
            }).collect();
            for (entry, length) in &stays {
                here[usize::from(*entry)..=usize::from(entry + length)].fill(true);
            }
            if let Some(after) = open {
                let entry = 830 + after;
                list.push(Stay { entry: ahead(first, entry), exit: None, permit: None });
                here[usize::from(entry)..].fill(true);
            }
            here[on + 1..].fill(false);
            let row = usize::from(days + longer);
            let used = |here: &[bool], on: usize| here[on.saturating_sub(row - 1)..=on].iter().filter(|here| **here).count();
            let (few, wide) = (NonZeroU16::new(days), NonZeroU16::new(days + longer));
            let Some((days, row)) = few.zip(wide) else { return Ok(()) };
            let rule = Allowances::of([Allowance::InAnyRow { days, row }]);
            let history = History::new(list).map_err(|error| TestCaseError::fail(error.to_string()))?;
            let standing = rule.standing(&history, ahead(first, asked));
            prop_assert_eq!(standing.is_present, here[on]);
            prop_assert_eq!(standing.days_used as usize, used(&here, on));
            let over = (0..=on).filter(|day| here[*day] && used(&here, *day) > usize::from(days.get())).count();
            prop_assert_eq!(standing.overstayed_days as usize, over);
            let mut staying = here.clone();
            let mut last = None;
            for day in on..on + 400 {
                staying[day] = true;
                if used(&staying, day) > usize::from(days.get()) {
                    break;
                }
                last = Some(day);
            }
            let expected = match last {
                _ if longer == 0 => standing.may_stay,
                None => MayStay::No,
                Some(last) => MayStay::To(ahead(first, last as u16)),
            };
            prop_assert_eq!(standing.may_stay, expected);
        }
    }
}
