//! Days at posts in four time zones: at midnight with someone at the counter, on the days that clocks are turned, and with
//! a clock that is turned by hand.

use crate::support::{
    Officer, Post,
    documents::{Document, passport},
};
use axum::http::StatusCode;
use jiff::{
    SignedDuration, ToSpan,
    civil::{Date, DateTime, date},
};
use limen_domain::{
    Authorised, Crossing, CrossingId, Direction, DoubtKind, Entries, Event, Name, PartialDate, PostId, Visa, VisaKind,
    VisaNumber,
};
use limen_statistics::{Record, count_stale, unpacked};
use limen_store::{ClockState, DayFilter, Doubt, Page};

/// The zones, each with a day at whose midnight, or on which, clocks are turned where they are.
const PLACES: [(&str, Date); 5] = [
    ("America/Bogota", date(2026, 5, 10)),
    ("Asia/Kathmandu", date(2026, 5, 10)),
    ("Europe/Paris", date(2026, 3, 29)),
    ("Europe/Paris", date(2026, 10, 25)),
    // There is no midnight: 23:59 is followed by 01:00.
    ("Africa/Cairo", date(2026, 4, 24)),
];
/// A post, and its supervisor at the counter.
async fn open(zone: &str, now: DateTime) -> (Post, Officer) {
    let post = Post::open(zone, now).await;
    let officer = post.sign_in("mariam").await;
    (post, officer)
}

async fn crossing(post: &Post, id: &str) -> Crossing {
    post.store.record(id.parse::<CrossingId>().expect("an identifier")).await.expect("read").expect("there").crossing
}

/// Everything that is recorded on a day.
fn of_day(post: &Post, day: Date) -> DayFilter {
    let begins = |day: Date| post.moment(day.at(0, 0, 0, 0));
    DayFilter {
        post: here(),
        from: begins(day),
        to: begins(tomorrow(day)),
        search: String::new(),
        direction: None,
        decision: None,
        open_referrals: false,
    }
}

/// How many entries the day's page counts, by hour.
async fn hours(post: &Post, day: Date) -> Vec<(u8, u64)> {
    let totals = post.store.totals(&of_day(post, day), post.zone()).await.expect("read");
    totals.by_hour.into_iter().map(|((_, hour), count)| (hour, count)).collect()
}

/// The flows of a day.
async fn flows(post: &Post, day: Date) -> Vec<Record> {
    count_stale(&post.store, |_, _| ()).await.expect("counted");
    let days = post.store.flow_days(0).await.expect("read");
    let of_day = days.iter().filter(|flows| flows.day == day);
    of_day.flat_map(|flows| unpacked(&flows.records).expect("flows")).collect()
}

fn yesterday(day: Date) -> Date {
    day.yesterday().expect("a day")
}

fn tomorrow(day: Date) -> Date {
    day.tomorrow().expect("a day")
}

fn here() -> PostId {
    PostId::parse("KRM").expect("an identifier")
}

async fn admit(officer: &Officer, id: &str) {
    officer.decides(id, &[("decision", "admit")]).await;
}

async fn enters(officer: &Officer, number: &str, name: &str) -> String {
    let id = officer.scan(&passport("GHA", number, name)).await;
    admit(officer, &id).await;
    id
}

/// A passport from Ghana of someone born on a day.
fn born(number: &str, primary: &str, birth: Date) -> String {
    Document { state: "GHA", number, primary, birth, ..Document::default() }.zone().expect("a zone")
}

/// A passport from Ghana that expires on a day.
fn expiring(number: &str, primary: &str, expiry: Date) -> String {
    Document { state: "GHA", number, primary, expiry, ..Document::default() }.zone().expect("a zone")
}

#[tokio::test]
async fn whoever_is_decided_after_midnight_crosses_on_the_new_day_in_all_that_is_said_of_days() {
    for (zone, day) in PLACES {
        let before = yesterday(day);
        let (post, officer) = open(zone, before.at(23, 50, 0, 0)).await;
        let early = enters(&officer, "GH0000001", "XEARLY").await;
        post.set(before.at(23, 59, 30, 0));
        let late = officer.scan(&passport("GHA", "GH0000002", "XLATE")).await;
        post.set(day.at(0, 1, 0, 0)); // 01:01 in Cairo.
        admit(&officer, &late).await;
        let (first, second) = (crossing(&post, &early).await, crossing(&post, &late).await);
        assert_eq!((first.day, second.day), (Some(before), Some(day)), "{zone} {day}");
        // The day of entry is the first of 90.
        let last = |day: Date| Some(Authorised::To(day.checked_add(89.days()).expect("a day")));
        assert_eq!((first.authorised, second.authorised), (last(before), last(day)), "{zone} {day}");
        for (of_day, has, has_not) in [(before, "XEARLY", "XLATE"), (day, "XLATE", "XEARLY")] {
            for path in ["/day", "/day.csv"] {
                let page = officer.text(&format!("{path}?day={of_day}")).await;
                assert!(page.contains(has) && !page.contains(has_not), "{zone} {path} {of_day}: {page}");
            }
        }
        let today = officer.page(&format!("/day?day={day}")).await;
        let tomorrow = format!("/day?day={}", day.tomorrow().expect("a day"));
        assert!(today.links().contains(&format!("/day?day={before}").as_str()), "the day before is one press away");
        assert!(!today.links().contains(&tomorrow.as_str()), "and nothing is known of tomorrow");
        let at = second.at.to_zoned_datetime(post.zone().clone());
        let csv = officer.text(&format!("/day.csv?day={day}")).await;
        assert!(csv.contains(&at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()), "{zone}: {csv}");
        let hour = at.hour().unsigned_abs();
        assert_eq!((hours(&post, before).await, hours(&post, day).await), (vec![(23, 1)], vec![(hour, 1)]), "{zone}");
        let by_flows = async |day| flows(&post, day).await.iter().map(|record| record.hour).collect::<Vec<_>>();
        assert_eq!((by_flows(before).await, by_flows(day).await), (vec![23], vec![hour]), "{zone}");
    }
}

#[tokio::test]
async fn hours_are_those_of_the_posts_clocks_on_days_of_23_and_of_25_hours() {
    for (day, times) in [
        (date(2026, 3, 29), &[("00:30", 0), ("01:30", 1), ("03:30", 3), ("23:30", 23)][..]),
        (date(2026, 10, 25), &[("00:30", 0), ("02:30", 2), ("23:30", 23)][..]),
    ] {
        let (post, _) = open("Europe/Paris", day.at(0, 10, 0, 0)).await;
        let mut expected = Vec::new();
        for (number, (time, hour)) in times.iter().enumerate() {
            post.set(day.to_datetime(time.parse().expect("a time")));
            // Hours later their session is over.
            let officer = post.sign_in("mariam").await;
            enters(&officer, &format!("GH00001{number:02}"), "XHOUR").await;
            expected.push((*hour, 1));
            if *hour == 2 {
                // An hour later clocks show the same.
                post.set(day.at(2, 30, 0, 0));
                post.clock_leaps(SignedDuration::from_hours(1));
                let officer = post.sign_in("mariam").await;
                enters(&officer, "GH0000199", "XHOUR").await;
                expected.push((2, 2));
                expected.remove(expected.len() - 2);
            }
        }
        assert_eq!(hours(&post, day).await, expected, "{day}");
        let mut by_flows: Vec<u8> = flows(&post, day).await.iter().map(|record| record.hour).collect();
        by_flows.sort_unstable();
        let each = expected.iter().flat_map(|(hour, count)| std::iter::repeat_n(*hour, *count as usize));
        assert_eq!(by_flows, each.collect::<Vec<u8>>(), "{day}");
        let officer = post.sign_in("mariam").await;
        let page = officer.text(&format!("/day?day={day}")).await;
        // The last hour stands in the chart at its post.
        assert!(page.contains("class=\"entry\" x=\"462\""), "{day}: {page}");
    }
}

#[tokio::test]
async fn ages_documents_and_visas_are_of_the_posts_day_and_not_of_greenwich() {
    for (zone, day) in PLACES {
        let before = yesterday(day);
        let (post, officer) = open(zone, before.at(23, 40, 0, 0)).await;
        // Of age from this day on; a passport good to the day before; a visa for this day alone.
        let birth = day.checked_sub(18.years()).expect("a day");
        let child = officer.scan(&born("GH0000201", "XGROWN", birth)).await;
        let minor = officer.decide(&child, &[("decision", "admit")]).await;
        assert_eq!(minor.status(), StatusCode::UNPROCESSABLE_ENTITY, "{zone}: a minor until midnight");
        post.set(day.at(0, 5, 0, 0));
        admit(&officer, &child).await;
        let rows = post.store.day(&of_day(&post, day), Page { offset: 0, limit: 10 }).await.expect("read").rows;
        assert_eq!(rows.iter().map(|row| row.age).collect::<Vec<_>>(), [Some(18)], "{zone} {day}");
        assert_eq!(flows(&post, day).await[0].age, 18, "{zone} {day}");

        post.set(before.at(23, 50, 0, 0));
        let last_day = officer.scan(&expiring("GH0000202", "XEXPIRY", before)).await;
        assert_eq!(officer.page("/counter").await.verdict(), "clear", "{zone}: good on its last day");
        post.set(day.at(0, 5, 0, 0));
        assert_ne!(officer.page("/counter").await.verdict(), "clear", "{zone}: expired at midnight");
        admit(&officer, &last_day).await;
        let doubts = crossing(&post, &last_day).await.traveller.doubts;
        assert!(doubts.iter().any(|doubt| doubt.kind == DoubtKind::Expired), "{zone}: {doubts:?}");

        let visa = Visa {
            number: VisaNumber::parse("V-1").expect("a number"),
            kind: VisaKind::Visa,
            holder: Name { primary: "XVISA".into(), secondary: String::new(), truncated: false },
            birth_date: PartialDate::Full(date(1990, 1, 1)),
            nationality: "CHN".parse().ok(),
            document: "CHN E0000203".parse().expect("a document"),
            from: day,
            to: day,
            entries: Entries::Several,
            days: None,
            conditions: String::new(),
            fee_receipt: String::new(),
            fee: String::new(),
            post: None,
            officer: None,
            at: post.now(),
        };
        post.store.append(None, vec![Event::VisaRecorded(Box::new(visa))], None).await.expect("recorded");
        post.set(before.at(23, 59, 0, 0));
        let holder = officer.scan(&passport("CHN", "E0000203", "XVISA")).await;
        let early = officer.decide(&holder, &[("decision", "admit")]).await;
        assert_eq!(early.status(), StatusCode::UNPROCESSABLE_ENTITY, "{zone}: not good yet");
        post.set(day.at(0, 5, 0, 0));
        admit(&officer, &holder).await;
        assert_eq!(crossing(&post, &holder).await.authorised, Some(Authorised::To(day)), "{zone}");
    }
}

#[tokio::test]
async fn an_overstay_begins_with_the_posts_midnight_and_a_stay_is_counted_by_its_days() {
    for (zone, day) in PLACES {
        let before = yesterday(day);
        let entry = day.checked_sub(90.days()).expect("a day");
        let (post, officer) = open(zone, entry.at(23, 30, 0, 0)).await;
        let number = ["GH0000301", "GH0000302", "GH0000303"];
        for number in number {
            enters(&officer, number, "XSTAY").await;
        }
        let leaves = async |number: &str, at: DateTime| {
            post.set(at);
            // Days later their session is over; the counter is for those who leave.
            let officer = post.sign_in("mariam").await;
            officer.post("/counter/direction", &[]).await;
            let id = officer.scan(&passport("GHA", number, "XSTAY")).await;
            let page = officer.page("/counter").await;
            officer.decide(&id, &[("decision", "let-depart")]).await;
            page
        };
        // The next morning, after an hour; on the last day that is allowed; and after its midnight.
        leaves(number[0], tomorrow(entry).at(0, 30, 0, 0)).await;
        post.set(before.at(23, 45, 0, 0));
        let fresh = post.sign_in("mariam").await;
        assert!(!fresh.page("/overstays").await.contains(number[1]), "{zone}: allowed to the end of the day");
        let in_time = leaves(number[1], before.at(23, 50, 0, 0)).await;
        assert_eq!(in_time.verdict(), "clear", "{zone}: {}", in_time.text());
        post.set(day.at(0, 10, 0, 0));
        assert!(fresh.page("/overstays").await.contains(number[2]), "{zone}");
        let too_late = leaves(number[2], day.at(0, 15, 0, 0)).await;
        assert_eq!(too_late.verdict(), "check", "{zone}: {}", too_late.text());
        let stays = async |day| {
            let of_day = flows(&post, day).await.into_iter();
            of_day.map(|record| (record.stayed, record.overstayed)).collect::<Vec<_>>()
        };
        assert_eq!(stays(tomorrow(entry)).await, [(1, 0)], "{zone}: an hour over midnight is a day");
        assert_eq!(stays(before).await, [(89, 0)], "{zone}");
        assert_eq!(stays(day).await, [(90, 1)], "{zone}");
    }
}

#[tokio::test]
async fn a_tally_over_midnight_is_of_the_day_on_which_it_began() {
    for (zone, day) in PLACES {
        let before = yesterday(day);
        let (post, officer) = open(zone, day.at(0, 10, 0, 0)).await;
        let milliseconds = |at: DateTime| post.moment(at).as_millisecond().to_string();
        let (from, to) = (milliseconds(before.at(23, 50, 0, 0)), milliseconds(day.at(0, 5, 0, 0)));
        let id = post.store.new_id().to_string();
        let tally = [
            ("id", id.as_str()),
            ("direction", "entry"),
            ("mode", "foot"),
            ("from", &from),
            ("to", &to),
            ("count", "F/18-59=3"),
            ("parcel", "yes"),
        ];
        assert_eq!(officer.post("/tally", &tally).await.status(), StatusCode::NO_CONTENT, "{zone}");
        let counted = async |day: Date| {
            let (from, to) = (post.moment(day.at(0, 0, 0, 0)), post.moment(tomorrow(day).at(0, 0, 0, 0)));
            post.store.tallies(&here(), from, to).await.expect("read").len()
        };
        assert_eq!((counted(before).await, counted(day).await), (1, 0), "{zone}");
    }
}

#[tokio::test]
async fn a_clock_that_is_turned_by_hand_with_someone_at_the_counter_loses_nobody_and_is_said() {
    // After the program was built: before that no clock is believed.
    let day = date(2026, 12, 10);
    let (post, officer) = open("America/Bogota", day.at(8, 0, 0, 0)).await;
    let first = officer.scan(&passport("GHA", "GH0000401", "XHAND")).await;
    // Back by a day: the record is of the day that the clock shows, and the page says that the clock is wrong.
    let wrong = yesterday(day);
    post.set(wrong.at(8, 5, 0, 0));
    assert!(officer.page("/counter").await.contains("XHAND"));
    admit(&officer, &first).await;
    assert_eq!(crossing(&post, &first).await.day, Some(wrong));
    let state = || post.store.clock(post.now());
    assert!(matches!(state(), ClockState::Doubted(Doubt::Behind(_))), "{:?}", state());
    assert!(officer.page(&format!("/day?day={wrong}")).await.contains("XHAND"));
    // Put right: what is recorded now is of today, and the exit ends a stay of a day.
    post.set(day.at(8, 10, 0, 0));
    officer.post("/counter/direction", &[]).await;
    let leaving = officer.scan(&passport("GHA", "GH0000401", "XHAND")).await;
    officer.decides(&leaving, &[("decision", "let-depart")]).await;
    assert_eq!(state(), ClockState::Believed);
    let left = flows(&post, day).await;
    assert_eq!(left.iter().map(|record| (record.hour, record.stayed)).collect::<Vec<_>>(), [(8, 1)]);
    // A minor is not tied to someone who passes later by the clock.
    officer.post("/counter/direction", &[]).await;
    let adult = enters(&officer, "GH0000402", "XLATER").await;
    post.set(day.at(7, 0, 0, 0));
    let birth = date(2018, 1, 1);
    officer.scan(&born("GH0000403", "XCHILD", birth)).await;
    let page = officer.page("/counter").await;
    assert!(!page.contains(&adult) && page.value("presentation").is_some(), "{}", page.text());
    assert_eq!(crossing(&post, &adult).await.direction, Direction::Entry);
}
