//! Waits by formula: Erlang's for each hour by itself, and a fluid where more come than the counters can serve.
//!
//! Each hour is taken as if its arrivals had come at that rate for ever (the pointwise stationary approximation of Green and
//! Kolesar 1991). What an hour leaves is waited off in the next ones as a fluid, at the difference of the two rates (Newell
//! 1982). Near full load Erlang's queue would take longer than an hour to come about: more than [`MOST_LOAD`] counts as that
//! load beside the fluid. Arrivals are taken as single and independent of each other, and service times as exponential: buses
//! come otherwise, which is why a simulation stands beside it.

use super::{HOUR, Opening, Served};

/// The largest load of an hour, as a share of what the counters can do, at which it is taken as if it went on for ever.
const MOST_LOAD: f64 = 0.9;

/// The share of those who come who have to wait, with `counters` and an offered load in Erlangs (Erlang C); 1 where the load
/// is as large as the number of counters or larger.
pub fn waiting_share(counters: u32, load: f64) -> f64 {
    let count = f64::from(counters);
    if load <= 0.0 {
        return 0.0;
    }
    if load >= count {
        return 1.0;
    }
    // Erlang B, counter by counter, which neither overflows nor cancels.
    let lost = (1..=counters).fold(1.0, |lost, at| load * lost / (f64::from(at) + load * lost));
    lost / (1.0 - load / count * (1.0 - lost))
}

/// The waits of those who come in an hour: behind the people whom a fluid has, and behind those of whom Erlang's queue is.
struct Waits {
    /// What share of all who come in the day these are.
    weight: f64,
    /// The fluid's wait, in seconds: each between the two is as likely as any other.
    fluid: (f64, f64),
    /// The share that waits in Erlang's queue, and the rate a second at which it ends.
    share: f64,
    rate: f64,
}

impl Waits {
    fn mean(&self) -> f64 {
        (self.fluid.0 + self.fluid.1) / 2.0 + self.share / self.rate
    }

    /// The share of those who wait longer than this: the sum of both waits does.
    fn longer_than(&self, seconds: f64) -> f64 {
        let (least, most) = self.fluid;
        let stationary = |seconds: f64| self.share * (-self.rate * seconds).exp();
        if seconds < least {
            return 1.0;
        }
        if most - least < 1e-6 {
            return stationary(seconds - least);
        }
        let by_fluid = ((most - seconds) / (most - least)).clamp(0.0, 1.0);
        let by_both = (stationary(seconds - seconds.min(most)) - stationary(seconds - least)) / (most - least);
        by_fluid + by_both / self.rate
    }
}

/// How a post serves those who come by the hour, on a mean day; `service` is the mean time that a traveller takes, in
/// seconds. `None` where nobody comes while it is open.
pub fn by_formula(by_hour: &[f64; 24], service: f64, opening: Opening) -> Option<Served> {
    let hours = usize::from(opening.opens)..usize::from(opening.closes.min(24));
    let a_day: f64 = by_hour.get(hours.clone())?.iter().sum();
    if a_day <= 0.0 || service <= 0.0 || opening.counters == 0 {
        return None;
    }
    // How many travellers the counters serve an hour when none of them is idle.
    let capacity = f64::from(opening.counters) * HOUR / service;
    let (mut backlog, mut parts) = (0.0_f64, Vec::new());
    for come in hours.map(|hour| by_hour[hour]) {
        let begins = backlog;
        backlog = (backlog + come - capacity).max(0.0);
        if come > 0.0 {
            let steady = come.min(MOST_LOAD * capacity);
            parts.push(Waits {
                weight: come / a_day,
                fluid: (begins.min(backlog) / capacity * HOUR, begins.max(backlog) / capacity * HOUR),
                share: waiting_share(opening.counters, steady * service / HOUR),
                rate: (capacity - steady) / HOUR,
            });
        }
    }
    Some(Served {
        a_day,
        at_closing: backlog,
        mean_wait: parts.iter().map(|part| part.weight * part.mean()).sum(),
        wait_of_nine: exceeded_by(0.1, &parts),
        load: a_day / (capacity * opening.hours()),
    })
}

/// The wait that this share of all exceeds, to a tenth of a second.
fn exceeded_by(share: f64, parts: &[Waits]) -> f64 {
    let longer = |seconds: f64| parts.iter().map(|part| part.weight * part.longer_than(seconds)).sum::<f64>();
    if longer(0.0) <= share {
        return 0.0;
    }
    let (mut least, mut most) = (0.0, 1.0);
    while longer(most) > share && most < 1e7 {
        most *= 2.0;
    }
    while most - least > 0.1 {
        let middle = (least + most) / 2.0;
        if longer(middle) > share { least = middle } else { most = middle }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(one: f64, other: f64, by: f64) -> bool {
        (one - other).abs() <= by
    }

    #[test]
    fn shares_that_wait_are_those_of_the_literature() {
        // One counter: the share is the load. Two counters at one Erlang: 1/3. Three at two: 4/9 (Gross and Harris,
        // Fundamentals of Queueing Theory, the example of the clinic).
        assert!(near(waiting_share(1, 0.7), 0.7, 1e-12));
        assert!(near(waiting_share(2, 1.0), 1.0 / 3.0, 1e-12));
        assert!(near(waiting_share(3, 2.0), 4.0 / 9.0, 1e-12));
        // Tables of Erlang C at five Erlangs.
        for (counters, share) in [(6, 0.5875), (7, 0.3241), (8, 0.1673)] {
            assert!(near(waiting_share(counters, 5.0), share, 5e-5), "{counters}: {}", waiting_share(counters, 5.0));
        }
        assert_eq!((waiting_share(4, 0.0), waiting_share(4, 4.0), waiting_share(4, 9.0)), (0.0, 1.0, 1.0));
        // Thousands of counters neither overflow nor cancel.
        assert!((0.0..1.0).contains(&waiting_share(5_000, 4_950.0)));
    }

    #[test]
    fn three_eye_doctors_let_patients_wait_for_nine_minutes() {
        // Six an hour come, each doctor sees three an hour: Wq = 4/27 of an hour (Gross and Harris).
        let all_day = Opening { counters: 3, opens: 0, closes: 24 };
        let served = by_formula(&[6.0; 24], 1_200.0, all_day).expect("some come");
        assert!(near(served.mean_wait, 3_600.0 * 4.0 / 27.0, 1e-6), "{}", served.mean_wait);
        assert!(near(served.load, 2.0 / 3.0, 1e-12) && near(served.a_day, 144.0, 1e-9) && served.at_closing == 0.0);
        // P(W > t) = 4/9 exp(-3t): a tenth waits longer than ln(40/9)/3 hours.
        assert!(near(served.wait_of_nine, 3_600.0 * (40.0_f64 / 9.0).ln() / 3.0, 0.1), "{}", served.wait_of_nine);
    }

    #[test]
    fn a_queue_that_an_hour_leaves_is_waited_off_in_the_next() {
        let opening = Opening { counters: 1, opens: 8, closes: 11 };
        let mut by_hour = [0.0; 24];
        (by_hour[8], by_hour[10], by_hour[20]) = (90.0, 1.0, 500.0);
        // Sixty an hour are served: thirty are left at nine, none at ten; who comes at twenty comes to a closed door.
        let served = by_formula(&by_hour, 60.0, opening).expect("some come");
        assert!(near(served.a_day, 91.0, 1e-9) && served.at_closing == 0.0);
        // The fluid of eight has waits from none to half an hour, a quarter in the mean; Erlang's queue at nine tenths of
        // full load has nine minutes more.
        assert!(near(served.mean_wait, 90.0 / 91.0 * (900.0 + 540.0), 2.0), "{}", served.mean_wait);
        assert!((1_620.0..3_000.0).contains(&served.wait_of_nine), "{}", served.wait_of_nine);
        let too_many = by_formula(&[90.0; 24], 60.0, opening).expect("some come");
        assert!(near(too_many.load, 1.5, 1e-9) && near(too_many.at_closing, 90.0, 1e-9));
        assert!(by_formula(&by_hour, 60.0, Opening { opens: 12, closes: 18, ..opening }).is_none());
    }

    proptest! {
        #[test]
        fn more_counters_make_fewer_wait_and_more_work_makes_more_wait(counters in 1_u32..60, load in 0.01_f64..50.0) {
            prop_assert!(waiting_share(counters + 1, load) <= waiting_share(counters, load) + 1e-12);
            prop_assert!(waiting_share(counters, load * 1.1) >= waiting_share(counters, load) - 1e-12);
        }

        #[test]
        fn more_counters_never_lengthen_the_wait_by_formula(
            by_hour in proptest::array::uniform24(0.0_f64..200.0),
            service in 20.0_f64..600.0,
            counters in 1_u32..12,
        ) {
            let all_day = |counters| by_formula(&by_hour, service, Opening { counters, opens: 0, closes: 24 });
            if let Some((fewer, more)) = all_day(counters).zip(all_day(counters + 1)) {
                prop_assert!(more.at_closing <= fewer.at_closing + 1e-9);
                prop_assert!(more.mean_wait <= fewer.mean_wait + 1e-6, "{more:?} {fewer:?}");
                prop_assert!(more.wait_of_nine <= fewer.wait_of_nine + 0.2, "{more:?} {fewer:?}");
                prop_assert!(fewer.mean_wait.is_finite() && fewer.wait_of_nine.is_finite());
                prop_assert!(near(more.load * f64::from(counters + 1), fewer.load * f64::from(counters), 1e-6));
            }
        }
    }
}
