//! Days at posts in four time zones: at midnight with someone at the counter, on the days that clocks are turned, and with
//! a clock that is turned by hand. The time is given: pages and store run within the test.
#![allow(clippy::unwrap_used)]

mod support;

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime, date},
    tz::TimeZone,
};
use limen_document::{
    mrz::{Fields, Format, write},
    transliterate::Cyrillic,
};
use limen_domain::{
    AccountId, Authorised, CrossingId, Direction, DoubtKind, Entries, Event, ListKind, Name, NodeId, PartialDate,
    PostId, Role, Sex, Visa, VisaKind, VisaNumber,
};
use limen_node::{Network, limits::Sender};
use limen_statistics::{Record, count_stale, unpacked};
use limen_store::{AccountDraft, ClockState, Credentials, DayFilter, Doubt, Page, Post, Store, Time, settings};
use limen_web::{App, Names};
use reqwest::StatusCode;
use support::{Officer, PASSWORD, presentation, zone_of, zone_of_child_or_adult};
use tempfile::TempDir;

/// The zones, each with a day at whose midnight, or on which, clocks are turned where they are.
const PLACES: [(&str, Date); 5] = [
    ("America/Bogota", date(2026, 5, 10)),
    ("Asia/Kathmandu", date(2026, 5, 10)),
    ("Europe/Paris", date(2026, 3, 29)),
    ("Europe/Paris", date(2026, 10, 25)),
    // There is no midnight: 23:59 is followed by 01:00.
    ("Africa/Cairo", date(2026, 4, 24)),
];
const RULES: &str = "from,to,nationality,document,stay,source\n2020-01-01,,GHA,*,90/entry,Protocole\n\
                     2020-01-01,,CHN,*,visa,Loi\n";

/// A post whose pages are served by this test, with a clock of its own.
struct Place {
    zone: TimeZone,
    clock: Time,
    store: Store,
    address: String,
    server: tokio::task::JoinHandle<()>,
    _folder: TempDir,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Place {
    async fn open(zone: &str, now: DateTime) -> (Self, Officer) {
        let folder = tempfile::tempdir().unwrap();
        let time_zone = TimeZone::get(zone).unwrap();
        let clock = Time::standing_at(now.to_zoned_datetime(time_zone.clone()).unwrap().timestamp());
        Store::create(folder.path(), &NodeId::parse("KRM").unwrap()).await.unwrap().close().await;
        let store = Store::open_by(folder.path(), clock.clone()).await.unwrap();
        let post = Post {
            id: here(),
            name: "Kourémalé".into(),
            country: "MLI".parse().unwrap(),
            time_zone: zone.into(),
            neighbour: "GIN".parse().unwrap(),
            town_in: "Bamako".into(),
            town_out: "Siguiri".into(),
            records_all_exits: true,
            place: None,
        };
        store.add_post(&post).await.unwrap();
        store.write(&settings::POST, &Some(here())).await.unwrap();
        store.load_list(ListKind::StayRules, RULES, 2).await.unwrap();
        let draft = AccountDraft {
            id: AccountId::parse("mariam").unwrap(),
            name: "Mariam".into(),
            role: Role::Supervisor,
            language: "fr".into(),
            stamp: String::new(),
            posts: Vec::new(),
        };
        let hash = limen_node::passwords::hash(PASSWORD).unwrap();
        store.add_account(None, &draft, &Credentials::of_password(hash)).await.unwrap();
        let app = App::start(store.clone(), None, None, folder.path(), Network::Alone).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        // As every port of a node, this one says who sends.
        let sender = axum::Extension(axum::extract::ConnectInfo(Sender(std::net::Ipv4Addr::LOCALHOST.into())));
        let router = limen_web::router(app, Names::with_loopback(Vec::<String>::new())).layer(sender);
        let server = axum::serve(listener, router).into_future();
        let server = tokio::spawn(async move { server.await.unwrap() });
        let place = Self { zone: time_zone, clock, store, address, server, _folder: folder };
        let officer = Officer::sign_in(&place.address, "mariam").await;
        (place, officer)
    }

    /// The moment at which clocks here show this; the first of two, and the next where none do.
    fn moment(&self, at: DateTime) -> Timestamp {
        at.to_zoned_datetime(self.zone.clone()).unwrap().timestamp()
    }

    fn set(&self, at: DateTime) {
        self.clock.set(self.moment(at));
    }

    async fn crossing(&self, id: &str) -> limen_domain::Crossing {
        self.store.record(id.parse::<CrossingId>().unwrap()).await.unwrap().unwrap().crossing
    }

    /// How many entries the day's page counts, by hour.
    async fn hours(&self, day: Date) -> Vec<(u8, u64)> {
        let begins = |day: Date| self.moment(day.at(0, 0, 0, 0));
        let filter = DayFilter {
            post: here(),
            from: begins(day),
            to: begins(day.tomorrow().unwrap()),
            search: String::new(),
            direction: None,
            decision: None,
            open_referrals: false,
        };
        let totals = self.store.totals(&filter, &self.zone).await.unwrap();
        totals.by_hour.into_iter().map(|((_, hour), count)| (hour, count)).collect()
    }

    /// The flows of a day.
    async fn flows(&self, day: Date) -> Vec<Record> {
        count_stale(&self.store, |_, _| ()).await.unwrap();
        let days = self.store.flow_days(0).await.unwrap();
        days.iter().filter(|flows| flows.day == day).flat_map(|flows| unpacked(&flows.records).unwrap()).collect()
    }
}

fn here() -> PostId {
    PostId::parse("KRM").unwrap()
}

async fn admit(officer: &Officer, id: &str) {
    let (status, page) = officer.decide(id, &[("decision", "admit")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{page}");
}

async fn enters(officer: &Officer, number: &str, name: &str) -> String {
    let id = officer.scan(&zone_of("GHA", number, name)).await;
    admit(officer, &id).await;
    id
}

/// A passport that expires on this day.
fn zone_expiring(number: &str, surname: &str, expiry: Date) -> String {
    let state = "GHA".parse().unwrap();
    let fields = Fields {
        document_code: "P",
        issuing_state: state,
        document_number: number,
        primary_identifier: surname,
        secondary_identifier: "",
        cyrillic: Cyrillic::General,
        nationality: state,
        birth_date: PartialDate::Full(date(1990, 1, 1)),
        sex: Sex::Unspecified,
        expiry_date: PartialDate::Full(expiry),
        optional_data: "",
        optional_data_2: "",
    };
    write(Format::Td3, &fields).unwrap().join("\n")
}

#[tokio::test]
async fn whoever_is_decided_after_midnight_crosses_on_the_new_day_in_all_that_is_said_of_days() {
    for (zone, day) in PLACES {
        let before = day.yesterday().unwrap();
        let (place, officer) = Place::open(zone, before.at(23, 50, 0, 0)).await;
        let early = enters(&officer, "GH0000001", "XEARLY").await;
        place.set(before.at(23, 59, 30, 0));
        let late = officer.scan(&zone_of("GHA", "GH0000002", "XLATE")).await;
        place.set(day.at(0, 1, 0, 0)); // 01:01 in Cairo.
        admit(&officer, &late).await;
        let (first, second) = (place.crossing(&early).await, place.crossing(&late).await);
        assert_eq!((first.day, second.day), (Some(before), Some(day)), "{zone} {day}");
        // The day of entry is the first of 90.
        let last = |day: Date| Some(Authorised::To(day.checked_add(89.days()).unwrap()));
        assert_eq!((first.authorised, second.authorised), (last(before), last(day)), "{zone} {day}");
        for (of_day, has, has_not) in [(before, "XEARLY", "XLATE"), (day, "XLATE", "XEARLY")] {
            for path in ["/day", "/day.csv"] {
                let page = officer.page(&format!("{path}?day={of_day}")).await;
                assert!(page.contains(has) && !page.contains(has_not), "{zone} {path} {of_day}: {page}");
            }
        }
        let at = second.at.to_zoned_datetime(place.zone.clone());
        let csv = officer.page(&format!("/day.csv?day={day}")).await;
        assert!(csv.contains(&at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()), "{zone}: {csv}");
        let hour = at.hour().unsigned_abs();
        assert_eq!((place.hours(before).await, place.hours(day).await), (vec![(23, 1)], vec![(hour, 1)]), "{zone}");
        let hours = async |day| place.flows(day).await.iter().map(|record| record.hour).collect::<Vec<_>>();
        assert_eq!((hours(before).await, hours(day).await), (vec![23], vec![hour]), "{zone}");
    }
}

#[tokio::test]
async fn hours_are_those_of_the_posts_clocks_on_days_of_23_and_of_25_hours() {
    for (day, times) in [
        (date(2026, 3, 29), &[("00:30", 0), ("01:30", 1), ("03:30", 3), ("23:30", 23)][..]),
        (date(2026, 10, 25), &[("00:30", 0), ("02:30", 2), ("23:30", 23)][..]),
    ] {
        let (place, _) = Place::open("Europe/Paris", day.at(0, 10, 0, 0)).await;
        let mut expected = Vec::new();
        for (number, (time, hour)) in times.iter().enumerate() {
            place.set(day.to_datetime(time.parse().unwrap()));
            // Hours later their session is over.
            let officer = Officer::sign_in(&place.address, "mariam").await;
            enters(&officer, &format!("GH00001{number:02}"), "XHOUR").await;
            expected.push((*hour, 1));
            if *hour == 2 {
                // An hour later clocks show the same.
                place.clock.set(place.moment(day.at(2, 30, 0, 0)) + SignedDuration::from_hours(1));
                let officer = Officer::sign_in(&place.address, "mariam").await;
                enters(&officer, "GH0000199", "XHOUR").await;
                expected.push((2, 2));
                expected.remove(expected.len() - 2);
            }
        }
        assert_eq!(place.hours(day).await, expected, "{day}");
        let mut flows: Vec<u8> = place.flows(day).await.iter().map(|record| record.hour).collect();
        flows.sort_unstable();
        let each = expected.iter().flat_map(|(hour, count)| std::iter::repeat_n(*hour, *count as usize));
        assert_eq!(flows, each.collect::<Vec<u8>>(), "{day}");
        let officer = Officer::sign_in(&place.address, "mariam").await;
        let page = officer.page(&format!("/day?day={day}")).await;
        // The last hour stands in the chart at its place.
        assert!(page.contains("class=\"entry\" x=\"462\""), "{day}: {page}");
    }
}

#[tokio::test]
async fn ages_documents_and_visas_are_of_the_posts_day_and_not_of_greenwich() {
    for (zone, day) in PLACES {
        let before = day.yesterday().unwrap();
        let (place, officer) = Place::open(zone, before.at(23, 40, 0, 0)).await;
        // Of age from this day on; a passport good to the day before; a visa for this day alone.
        let birth = day.checked_sub(18.years()).unwrap();
        let child = officer.scan(&zone_of_child_or_adult("GHA", "GH0000201", "XGROWN", birth)).await;
        let (status, _) = officer.decide(&child, &[("decision", "admit")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{zone}: a minor until midnight");
        place.set(day.at(0, 5, 0, 0));
        admit(&officer, &child).await;
        let filter = DayFilter {
            post: here(),
            from: place.moment(day.at(0, 0, 0, 0)),
            to: place.moment(day.tomorrow().unwrap().at(0, 0, 0, 0)),
            search: String::new(),
            direction: None,
            decision: None,
            open_referrals: false,
        };
        let (rows, _) = place.store.day(&filter, Page { offset: 0, limit: 10 }).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.age).collect::<Vec<_>>(), [Some(18)], "{zone} {day}");
        assert_eq!(place.flows(day).await[0].age, 18, "{zone} {day}");

        place.set(before.at(23, 50, 0, 0));
        let expiring = officer.scan(&zone_expiring("GH0000202", "XEXPIRY", before)).await;
        assert!(officer.page("/counter").await.contains("verdict clear"), "{zone}: good on its last day");
        place.set(day.at(0, 5, 0, 0));
        assert!(!officer.page("/counter").await.contains("verdict clear"), "{zone}: expired at midnight");
        admit(&officer, &expiring).await;
        let doubts = place.crossing(&expiring).await.traveller.doubts;
        assert!(doubts.iter().any(|doubt| doubt.kind == DoubtKind::Expired), "{zone}: {doubts:?}");

        let visa = Visa {
            number: VisaNumber::parse("V-1").unwrap(),
            kind: VisaKind::Visa,
            holder: Name { primary: "XVISA".into(), secondary: String::new(), truncated: false },
            birth_date: PartialDate::Full(date(1990, 1, 1)),
            nationality: "CHN".parse().ok(),
            document: "CHN E0000203".parse().unwrap(),
            from: day,
            to: day,
            entries: Entries::Several,
            days: None,
            conditions: String::new(),
            fee_receipt: String::new(),
            post: None,
            officer: None,
            at: place.clock.now(),
        };
        place.store.append(None, vec![Event::VisaRecorded(Box::new(visa))], None).await.unwrap();
        place.set(before.at(23, 59, 0, 0));
        let holder = officer.scan(&zone_of("CHN", "E0000203", "XVISA")).await;
        let (status, _) = officer.decide(&holder, &[("decision", "admit")]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{zone}: not good yet");
        place.set(day.at(0, 5, 0, 0));
        admit(&officer, &holder).await;
        assert_eq!(place.crossing(&holder).await.authorised, Some(Authorised::To(day)), "{zone}");
    }
}

#[tokio::test]
async fn an_overstay_begins_with_the_posts_midnight_and_a_stay_is_counted_by_its_days() {
    for (zone, day) in PLACES {
        let before = day.yesterday().unwrap();
        let entry = day.checked_sub(90.days()).unwrap();
        let (place, officer) = Place::open(zone, entry.at(23, 30, 0, 0)).await;
        let number = ["GH0000301", "GH0000302", "GH0000303"];
        for number in number {
            enters(&officer, number, "XSTAY").await;
        }
        let leaves = async |number: &str, at: DateTime| {
            place.set(at);
            // Days later their session is over; the counter is for those who leave.
            let officer = Officer::sign_in(&place.address, "mariam").await;
            officer.post("/counter/direction", &[]).await;
            let id = officer.scan(&zone_of("GHA", number, "XSTAY")).await;
            let page = officer.page("/counter").await;
            officer.decide(&id, &[("decision", "let-depart")]).await;
            page
        };
        // The next morning, after an hour; on the last day that is allowed; and after its midnight.
        leaves(number[0], entry.tomorrow().unwrap().at(0, 30, 0, 0)).await;
        place.set(before.at(23, 45, 0, 0));
        let fresh = Officer::sign_in(&place.address, "mariam").await;
        assert!(!fresh.page("/overstays").await.contains(number[1]), "{zone}: allowed to the end of the day");
        let in_time = leaves(number[1], before.at(23, 50, 0, 0)).await;
        assert!(!in_time.contains("dépassement"), "{zone}: {in_time}");
        place.set(day.at(0, 10, 0, 0));
        assert!(fresh.page("/overstays").await.contains(number[2]), "{zone}");
        let too_late = leaves(number[2], day.at(0, 15, 0, 0)).await;
        assert!(too_late.contains("dépassement d&#39;un jour"), "{zone}: {too_late}");
        let stays = async |day| {
            let flows = place.flows(day).await.into_iter();
            flows.map(|record| (record.stayed, record.overstayed)).collect::<Vec<_>>()
        };
        assert_eq!(stays(entry.tomorrow().unwrap()).await, [(1, 0)], "{zone}: an hour over midnight is a day");
        assert_eq!(stays(before).await, [(89, 0)], "{zone}");
        assert_eq!(stays(day).await, [(90, 1)], "{zone}");
    }
}

#[tokio::test]
async fn a_tally_over_midnight_is_of_the_day_on_which_it_began() {
    for (zone, day) in PLACES {
        let before = day.yesterday().unwrap();
        let (place, officer) = Place::open(zone, day.at(0, 10, 0, 0)).await;
        let milliseconds = |at: DateTime| place.moment(at).as_millisecond().to_string();
        let (from, to) = (milliseconds(before.at(23, 50, 0, 0)), milliseconds(day.at(0, 5, 0, 0)));
        let id = uuid::Uuid::now_v7().to_string();
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
            let (from, to) = (place.moment(day.at(0, 0, 0, 0)), place.moment(day.tomorrow().unwrap().at(0, 0, 0, 0)));
            place.store.tallies(&here(), from, to).await.unwrap().len()
        };
        assert_eq!((counted(before).await, counted(day).await), (1, 0), "{zone}");
    }
}

#[tokio::test]
async fn a_clock_that_is_turned_by_hand_with_someone_at_the_counter_loses_nobody_and_is_said() {
    // After the program was built: before that no clock is believed.
    let day = date(2026, 12, 10);
    let (place, officer) = Place::open("America/Bogota", day.at(8, 0, 0, 0)).await;
    let first = officer.scan(&zone_of("GHA", "GH0000401", "XHAND")).await;
    // Back by a day: the record is of the day that the clock shows, and the page says that the clock is wrong.
    let wrong = day.yesterday().unwrap();
    place.set(wrong.at(8, 5, 0, 0));
    assert!(officer.page("/counter").await.contains("XHAND"));
    admit(&officer, &first).await;
    assert_eq!(place.crossing(&first).await.day, Some(wrong));
    let state = || place.store.clock(place.clock.now());
    assert!(matches!(state(), ClockState::Doubted(Doubt::Behind(_))), "{:?}", state());
    assert!(officer.page(&format!("/day?day={wrong}")).await.contains("XHAND"));
    // Put right: whoever comes now is of today, and an exit after it ends a stay of a day.
    place.set(day.at(8, 10, 0, 0));
    officer.post("/counter/direction", &[]).await;
    let leaving = officer.scan(&zone_of("GHA", "GH0000401", "XHAND")).await;
    assert_eq!(officer.decide(&leaving, &[("decision", "let-depart")]).await.0, StatusCode::SEE_OTHER);
    assert_eq!(state(), ClockState::Believed);
    let flows = place.flows(day).await;
    assert_eq!(flows.iter().map(|record| (record.hour, record.stayed)).collect::<Vec<_>>(), [(8, 1)]);
    // A minor is not tied to someone who passes later by the clock.
    officer.post("/counter/direction", &[]).await;
    let adult = enters(&officer, "GH0000402", "XLATER").await;
    place.set(day.at(7, 0, 0, 0));
    let birth = date(2018, 1, 1);
    officer.scan(&zone_of_child_or_adult("GHA", "GH0000403", "XCHILD", birth)).await;
    let page = officer.page("/counter").await;
    assert!(!page.contains(&adult) && !presentation(&page).is_empty(), "{page}");
    assert_eq!(place.crossing(&adult).await.direction, Direction::Entry);
}
