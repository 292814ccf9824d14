//! What a node does by itself each day at a set time, one job after the other, by the clocks of its place.

use jiff::{
    ZonedDateTime,
    civil::{Date, Time},
};
use limen_store::{Store, StoreError};
use std::{pin::Pin, time::Duration};

/// Interval at which is checked what is due: no later than this, even if the clock jumps.
const LOOK_EVERY: Duration = Duration::from_secs(20);

/// What is to be done on a day.
type Work = Box<dyn Fn(Date) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// Something that is done once a day.
pub struct Job {
    /// The end of the setting's name that remembers the last day for which it was done.
    name: &'static str,
    at: Time,
    work: Work,
    last: Option<Date>,
}

impl Job {
    /// A job for each day, from the time `at` on. `name` is the end of the setting's name that remembers the last day for
    /// which it was done; `work` is given the day.
    pub fn new<F>(name: &'static str, at: Time, work: impl Fn(Date) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self { name, at, work: Box::new(move |day| Box::pin(work(day))), last: None }
    }
}

/// What a look at the clock comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The job is done up to this day.
    DoneTo(Date),
    /// The job is due for this day.
    Due(Date),
}

/// Whether a job for each day from the time `at` on, last done for `last`, is due now.
///
/// A node that is new has missed nothing. One that was off at that time does it when it is on again, once. A day on which
/// that time is left out has it when clocks were turned, and a day on which it comes twice has it the first time. Where the
/// clock was ahead and is right again, the day of today counts as done, and the job goes on tomorrow.
fn step(last: Option<Date>, at: Time, now: &ZonedDateTime) -> Step {
    let today = now.date();
    let reached = if now.time() >= at { today } else { today.yesterday().unwrap_or(today) };
    match last {
        None => Step::DoneTo(reached),
        Some(last) if last > today => Step::DoneTo(today),
        Some(last) if last >= reached => Step::DoneTo(last),
        Some(_) => Step::Due(reached),
    }
}

/// Does what is due, for as long as the program runs.
pub async fn run(store: Store, mut jobs: Vec<Job>) {
    loop {
        for job in &mut jobs {
            if let Err(error) = look(&store, job).await {
                tracing::error!("{} is not done each day: {error}", job.name);
            }
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Does a job if it is due, and remembers the day.
async fn look(store: &Store, job: &mut Job) -> Result<(), StoreError> {
    let setting = format!("done-{}", job.name);
    let last = match job.last {
        Some(last) => Some(last),
        None => match store.setting(&setting).await?.map(|day| day.parse()).transpose() {
            Ok(last) => last,
            // What can't be read is no reason to do everything again.
            Err(error) => {
                tracing::error!("the setting {setting} is no day ({error}); it is set anew");
                None
            }
        },
    };
    let now = store.now().to_zoned_datetime(store.zone().await?);
    let done = match step(last, job.at, &now) {
        Step::Due(day) => {
            (job.work)(day).await;
            day
        }
        Step::DoneTo(day) => day,
    };
    // What can't be written is remembered until the program ends: a full disk does not make a backup each minute.
    job.last = Some(done);
    if last != Some(done) {
        store.set_setting(&setting, &done.to_string()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{SignedDuration, Timestamp, civil::date, tz::TimeZone};
    use limen_domain::NodeId;
    use limen_store::{Post, Time as Clock};
    use std::sync::{Arc, Mutex};

    const NIGHT: Time = Time::constant(2, 30, 0, 0);

    fn now(text: &str) -> ZonedDateTime {
        text.parse().expect("a moment")
    }

    #[test]
    fn a_job_is_due_once_its_time_has_come_and_a_new_node_has_missed_none() {
        let day = date(2026, 11, 25);
        assert_eq!(step(None, NIGHT, &now("2026-11-25T10:00:00[Africa/Bamako]")), Step::DoneTo(day));
        let before = now("2026-11-26T02:29:59[Africa/Bamako]");
        let after = now("2026-11-26T02:30:00[Africa/Bamako]");
        assert_eq!(step(Some(day), NIGHT, &before), Step::DoneTo(day));
        assert_eq!(step(Some(day), NIGHT, &after), Step::Due(date(2026, 11, 26)));
        // Off for three nights: done once, for the last.
        assert_eq!(step(Some(date(2026, 11, 22)), NIGHT, &before), Step::Due(day));
    }

    /// How often a job is done, and for which days, while the clock of a place goes from one moment to another by minutes.
    fn done_between(zone: &str, from: &str, to: &str) -> Vec<Date> {
        let zone = TimeZone::get(zone).expect("a zone");
        let (mut at, end): (Timestamp, Timestamp) = (from.parse().expect("a moment"), to.parse().expect("a moment"));
        let (mut last, mut done) = (None, Vec::new());
        while at < end {
            match step(last, NIGHT, &at.to_zoned_datetime(zone.clone())) {
                Step::Due(day) => {
                    done.push(day);
                    last = Some(day);
                }
                Step::DoneTo(day) => last = Some(day),
            }
            at += SignedDuration::from_mins(1);
        }
        done
    }

    #[test]
    fn each_day_has_the_job_once_where_clocks_are_turned_over_its_time() {
        let days =
            |first: Date, count: i32| (0..count).map(|day| first + jiff::Span::new().days(day)).collect::<Vec<_>>();
        let spring = done_between("Europe/Paris", "2026-03-27T12:00:00Z", "2026-03-31T12:00:00Z");
        assert_eq!(spring, days(date(2026, 3, 28), 4), "02:30 is left out on the 29th");
        let autumn = done_between("Europe/Paris", "2026-10-23T12:00:00Z", "2026-10-27T12:00:00Z");
        assert_eq!(autumn, days(date(2026, 10, 24), 4), "02:30 comes twice on the 25th");
        for zone in ["America/Bogota", "Asia/Kathmandu", "Africa/Cairo"] {
            let done = done_between(zone, "2026-04-22T12:00:00Z", "2026-04-26T12:00:00Z");
            assert_eq!(done, days(date(2026, 4, 23), 4), "{zone}");
        }
    }

    #[test]
    fn a_clock_that_is_turned_by_hand_makes_no_day_twice_and_loses_no_year() {
        let day = date(2026, 11, 25);
        // Turned back by three hours after the night's work.
        assert_eq!(step(Some(day), NIGHT, &now("2026-11-25T00:10:00[Africa/Bamako]")), Step::DoneTo(day));
        // Ahead by 400 days for a while: today is let pass, tomorrow it goes on.
        let mended = step(Some(date(2027, 12, 30)), NIGHT, &now("2026-11-25T10:00:00[Africa/Bamako]"));
        assert_eq!(mended, Step::DoneTo(day));
        assert_eq!(step(Some(day), NIGHT, &now("2026-11-26T03:00:00[Africa/Bamako]")), Step::Due(date(2026, 11, 26)));
    }

    #[tokio::test]
    async fn jobs_of_one_minute_are_done_one_after_the_other_by_the_clocks_of_the_post_and_once_over_a_restart() {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::standing_at("2026-11-25T12:00:00Z".parse().expect("a moment"));
        let node = NodeId::parse("PTR").expect("a node");
        Store::create(folder.path(), &node).await.expect("a store").close().await;
        let store = Store::open_by(folder.path(), clock.clone()).await.expect("opened");
        let post = Post {
            id: limen_domain::PostId::parse("PTR").expect("a post"),
            name: "Kodari".into(),
            country: "NPL".parse().expect("a state"),
            time_zone: "Asia/Kathmandu".into(),
            neighbour: "CHN".parse().expect("a state"),
            town_in: "Kathmandu".into(),
            town_out: "Zhangmu".into(),
            records_all_exits: true,
            place: None,
        };
        store.add_post(&post).await.expect("added");
        store.write(&limen_store::settings::POST, &Some(post.id.clone())).await.expect("set");
        let noted: Arc<Mutex<Vec<String>>> = Arc::default();
        let jobs = || {
            ["backup", "erase"].map(|name| {
                let noted = noted.clone();
                Job::new(name, NIGHT, move |day| {
                    let noted = noted.clone();
                    async move {
                        noted.lock().expect("a list").push(format!("{name} begins {day}"));
                        tokio::task::yield_now().await;
                        noted.lock().expect("a list").push(format!("{name} ends"));
                    }
                })
            })
        };
        let mut running = jobs();
        for moment in ["2026-11-25T12:00:00Z", "2026-11-25T20:44:00Z", "2026-11-25T20:45:00Z", "2026-11-25T21:00:00Z"] {
            clock.set(moment.parse().expect("a moment"));
            for job in &mut running {
                look(&store, job).await.expect("looked");
            }
        }
        let expected =
            ["backup begins 2026-11-26", "backup ends", "erase begins 2026-11-26", "erase ends"].map(str::to_owned);
        assert_eq!(*noted.lock().expect("a list"), expected, "02:30 in Kathmandu is 20:45 in Greenwich");
        for job in &mut jobs() {
            look(&store, job).await.expect("looked");
        }
        assert_eq!(noted.lock().expect("a list").len(), expected.len(), "a restart does nothing again");
        store.close().await;
    }
}
