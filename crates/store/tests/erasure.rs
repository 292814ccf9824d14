//! What was kept long enough is gone, and what stays is sound.

mod support;

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, date},
    tz::TimeZone,
};
use limen_domain::{
    AccountId, Attachment, AttachmentKind, ChipOutcome, ChipReading, ChipVerdict, ChipVerdicts, Crossing, CrossingId,
    DataKind, Decision, DocumentKey, Due, Entries, Event, HandOver, Judgement, LookPurpose, MediaType, Need, NodeId,
    PartialDate, Party, PartyId, PartyKind, PostId, Presentation, Protection, ProtectionId, ReferralReason, SetAside,
    SetAsideReason, Visa, VisaKind, VisaNumber, Why,
};
use limen_store::{ClockState, Doubt, Erased, Erasure, NewEvent, Store};
use proptest::prelude::*;
use std::path::Path;
use support::{DAYS, Home, counted, crossing, hit, new_id, new_store, new_uuid, now, officer, presentation, store_in};
use uuid::Uuid;

const LAW: &str = "loi 2013-015, art. 12";
/// A name that stands in everything that is old, and one that stands in everything that is new.
const OLD: &str = "ZOUMANIGUI";
const NEW: &str = "KPOGHOMOU";

fn days_ago(days: i64) -> Timestamp {
    now() - SignedDuration::from_hours(24 * days)
}

/// Everything that can be recorded of a traveller of this name, `days` days ago; days are in the past until they are
/// needed.
fn past(name: &str, days: i64) -> Vec<NewEvent> {
    let at = days_ago(days);
    let number = format!("{name}1");
    let named = |mut one: Crossing| {
        one.traveller.name.primary = name.to_owned();
        one.at = at;
        one
    };
    let id = new_id();
    let shown = presentation(id, vec![hit()]);
    let first = named(crossing(id, &number));
    let presented = Presentation { traveller: first.traveller.clone(), at, ..shown };
    let (list, alert) = (hit().alert.list, hit().alert.id);
    let judged = Event::HitJudged {
        presentation: id,
        list: list.clone(),
        alert: alert.clone(),
        judgement: Judgement::Cleared,
        reason: format!("{name} is another"),
    };
    let corrected = named(crossing(new_id(), &number));
    let referral = new_id();
    let mut referred = named(crossing(referral, &number));
    referred.decision = Decision::Refer { reason: ReferralReason::Hit };
    let mut settled = named(crossing(new_id(), &number));
    settled.settles = Some(referral);
    let second = limen_domain::TravelDocument::numbered(
        limen_domain::DocumentKind::Passport,
        "MLI".parse().ok(),
        &format!("{name}2"),
    );
    settled.traveller.further_documents = vec![second];
    let key = |number: u8| -> DocumentKey { format!("MLI {name}{number}").parse().expect("a document") };
    let party = |state: &str| {
        Box::new(Party {
            id: PartyId(Uuid::from_u128(u128::from(name.len() as u64) + days as u128)),
            post: PostId::parse("KRM").expect("an identifier"),
            at,
            officer: officer(),
            direction: limen_domain::Direction::Entry,
            kind: PartyKind::Family,
            name: format!("{name} {state}"),
            vehicle: None,
            goods: vec![],
            hits: vec![hit()],
            members: vec![],
        })
    };
    let visa = VisaNumber::parse(&format!("V{name}")).expect("a number");
    let day = at.to_zoned_datetime(TimeZone::UTC).date();
    let protection = ProtectionId(new_uuid());
    let why = || Why::new(LookPurpose::Traveller, name).ok();
    let events = vec![
        Event::TravellerPresented(Box::new(presented)),
        judged,
        Event::CrossingRecorded(Box::new(first)),
        Event::CrossingConsulted { crossing: id, why: why() },
        Event::CorrectionConsulted { crossing: id, why: why() },
        Event::CorrectionRequested { crossing: id, note: format!("{name} was read wrong") },
        Event::CorrectionDeclined { crossing: id, reason: name.to_owned() },
        Event::CorrectionRequested { crossing: id, note: format!("{name} was read wrong after all") },
        Event::CorrectionsConsulted { shown: vec![id], why: why() },
        Event::PicturesConsulted { crossing: id, why: why() },
        Event::PictureConsulted {
            crossing: id,
            sha256: limen_store::sha256_hex(name.as_bytes()),
            why: Some(Why::duty(LookPurpose::AtHand)),
        },
        Event::CrossingCorrected { mistaken: id, crossing: Box::new(corrected.clone()), reason: name.to_owned() },
        Event::CrossingCancelled { crossing: corrected.id, reason: name.to_owned() },
        Event::CrossingRecorded(Box::new(referred)),
        Event::ReferralTaken { referral },
        Event::ReferralNoted { referral, question: None, text: format!("{name} says") },
        Event::CrossingRecorded(Box::new(settled)),
        Event::SamePerson { one: key(3), other: key(4), reason: format!("{name}'s face") },
        Event::PartyAnnounced(party("announced")),
        Event::PartyArrived(party("here")),
        Event::PartyEnded {
            party: party("").id,
            why: SetAside::new(SetAsideReason::Left, &format!("{name} drove off")),
            driver: None,
        },
        Event::NeighbourDrafted {
            neighbour: "GIN".parse().expect("a state"),
            content: format!("{{\"text\":\"{name} was late\"}}"),
        },
        Event::ChipRead(Box::new(ChipReading {
            crossing: id,
            verdicts: ChipVerdicts {
                integrity: ChipVerdict::new(ChipOutcome::Good, "whole"),
                signer: ChipVerdict::new(ChipOutcome::Good, "sound"),
                issuer: ChipVerdict::new(ChipOutcome::Unknown, "issuer_not_at_hand"),
                revocation: ChipVerdict::new(ChipOutcome::NotChecked, "issuer_not_proven"),
                clone: ChipVerdict::new(ChipOutcome::NotChecked, "no_key"),
                zone_matches: Some(true),
                altered: Vec::new(),
                declared: Vec::new(),
            },
            access: "pace".to_owned(),
            read_by: format!("{name}'s reader"),
        })),
        Event::AttachmentKept(Box::new(Attachment {
            crossing: id,
            kind: AttachmentKind::Face,
            sha256: limen_store::sha256_hex(name.as_bytes()),
            media: MediaType::Jpeg,
            bytes: 3,
            name: name.to_owned(),
        })),
        Event::VisaRecorded(Box::new(Visa {
            number: visa.clone(),
            kind: VisaKind::Visa,
            holder: limen_domain::Name { primary: name.to_owned(), ..limen_domain::Name::default() },
            birth_date: PartialDate::Full(date(1990, 5, 1)),
            nationality: None,
            document: key(1),
            from: day,
            to: day,
            entries: Entries::Several,
            days: None,
            conditions: String::new(),
            fee_receipt: String::new(),
            fee: String::new(),
            post: None,
            officer: None,
            at,
        })),
        Event::VisaRevoked { visa, reason: name.to_owned() },
        Event::ProtectionBegun(Box::new(Protection {
            id: protection,
            post: PostId::parse("KRM").expect("an identifier"),
            at,
            officer: officer(),
            need: Need::Asylum,
            referral: None,
            person: name.to_owned(),
            words: format!("{name} asks for asylum"),
            authority: "CNR".into(),
            contact: String::new(),
            due: at,
        })),
        Event::HandedOver(HandOver { protection, receiver: name.to_owned(), reference: name.to_owned() }),
        Event::DayConsulted { day, search: name.to_owned(), why: why() },
    ];
    let actor = Some(officer());
    events.into_iter().map(|event| NewEvent { at, actor: actor.clone(), event }).collect()
}

async fn is_sound(store: &Store) {
    for journal in store.verify().await.expect("read") {
        assert_eq!(journal.broken, None, "{}", journal.node);
    }
    for table in store.rebuild().await.expect("rebuilt") {
        assert_eq!((table.only_in_journal, table.only_in_table), (0, 0), "{}", table.table);
    }
}

/// Whether a text stands in any file of a folder.
fn stands_in(folder: &Path, text: &str) -> bool {
    let mut files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path());
    files.any(|path| {
        let bytes = std::fs::read(path).expect("read");
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

async fn erase_all(store: &Store, before: Timestamp) -> Vec<Erased> {
    let mut erased = Vec::new();
    for data in DataKind::ALL {
        erased.push(erase(store, *data, before).await);
    }
    erased
}

async fn store_with_past() -> (Home, Store) {
    let (home, store) = new_store().await;
    let node = NodeId::parse("KRM").expect("an identifier");
    let events: Vec<_> = past(OLD, 400).into_iter().chain(past(NEW, 40)).collect();
    store.bring_in(&node, events).await.expect("brought in");
    (home, store)
}

#[tokio::test]
async fn what_was_kept_long_enough_is_gone_from_the_disk_and_the_chain_still_verifies() {
    let (home, store) = store_with_past().await;
    counted(&store).await;
    let flows = store.flow_days(0).await.expect("counted");
    if let Some(folder) = home.folder() {
        assert!(stands_in(folder, OLD) && stands_in(folder, NEW));
    }
    let erased = erase_all(&store, days_ago(365)).await;
    assert_eq!(erased.iter().map(|one| one.events).sum::<u64>(), past(OLD, 400).len() as u64);
    is_sound(&store).await;
    counted(&store).await;
    let left = store.flow_days(0).await.expect("counted");
    assert_eq!(left.iter().map(|day| &day.day).max(), flows.iter().map(|day| &day.day).max());
    let old_day = &flows.iter().min_by_key(|day| day.day).expect("a day");
    assert!(left.contains(old_day), "counts of erased crossings stay as they were");
    let journal = store.verify().await.expect("read").remove(0);
    assert_eq!(journal.erased, past(OLD, 400).len() as u64);
    store.close().await;
    if let Some(folder) = home.folder() {
        assert!(!stands_in(folder, OLD), "nothing of it is on the disk");
        assert!(stands_in(folder, NEW), "the rest is");
    }
}

#[tokio::test]
async fn erasing_twice_erases_nothing_more_and_each_time_says_so() {
    let (_home, store) = store_with_past().await;
    counted(&store).await;
    let first = erase_all(&store, days_ago(365)).await;
    assert!(first.iter().any(|one| one.events > 0));
    let second = erase_all(&store, days_ago(365)).await;
    assert!(second.iter().all(|one| *one == Erased::default()), "{second:?}");
    // Every cut leaves tables that are what the journal amounts to, also those between two kinds of data.
    for (data, before) in [(DataKind::Looks, 39), (DataKind::Visas, 39), (DataKind::Crossings, 39)] {
        erase(&store, data, days_ago(before)).await;
        is_sound(&store).await;
        counted(&store).await;
    }
}

#[tokio::test]
async fn whoever_still_waits_is_not_erased_until_they_wait_no_more_also_by_a_program_that_was_started_again() {
    let (home, store) = new_store().await;
    let referral = CrossingId(new_uuid());
    let mut referred = crossing(referral, "ML9");
    referred.decision = Decision::Refer { reason: ReferralReason::Hit };
    referred.at = days_ago(400);
    let node = NodeId::parse("KRM").expect("an identifier");
    let event = Event::CrossingRecorded(Box::new(referred));
    let old = NewEvent { at: days_ago(400), actor: Some(officer()), event };
    store.bring_in(&node, vec![old]).await.expect("brought in");
    counted(&store).await;
    // The post was closed for a year.
    store.append(Some(&officer()), vec![Event::ClockConfirmed], None).await.expect("said that the clock is right");
    let erased = erase(&store, DataKind::Crossings, days_ago(365)).await;
    assert_eq!(erased, Erased { events: 0, held: 1 });
    store.close().await;
    let store = home.open().await;
    let erased = erase(&store, DataKind::Crossings, days_ago(365)).await;
    assert_eq!(erased, Erased { events: 0, held: 1 }, "they still wait");
    is_sound(&store).await;
    let mut settled = crossing(new_id(), "ML9");
    settled.settles = Some(referral);
    store.append(Some(&officer()), vec![Event::CrossingRecorded(Box::new(settled))], None).await.expect("settled");
    counted(&store).await;
    store.close().await;
    let store = home.open().await;
    let erased = erase(&store, DataKind::Crossings, days_ago(365)).await;
    assert_eq!(erased, Erased { events: 1, held: 0 });
    is_sound(&store).await;
}

#[tokio::test]
async fn a_visa_is_needed_until_its_last_day_has_ended_at_the_post() {
    for (zone, last_day) in DAYS {
        let (_home, store) = store_in(zone).await;
        let zone = TimeZone::get(zone).expect("a zone");
        let at = |day: Date, hour, minute| zone.to_timestamp(day.at(hour, minute, 0, 0)).expect("a moment");
        let recorded = last_day - 20.days();
        let visa = Visa {
            number: VisaNumber::parse("V1").expect("a number"),
            kind: VisaKind::Visa,
            holder: limen_domain::Name { primary: NEW.to_owned(), ..limen_domain::Name::default() },
            birth_date: PartialDate::Full(date(1990, 5, 1)),
            nationality: None,
            document: "MLI V1".parse().expect("a document"),
            from: recorded,
            to: last_day,
            entries: Entries::Several,
            days: None,
            conditions: String::new(),
            fee_receipt: String::new(),
            fee: String::new(),
            post: None,
            officer: None,
            at: at(recorded, 12, 0),
        };
        let told = NewEvent { at: visa.at, actor: None, event: Event::VisaRecorded(Box::new(visa)) };
        let node = NodeId::parse("ZEG").expect("an identifier");
        store.bring_in(&node, vec![told]).await.expect("brought in");
        let still_needed = erase(&store, DataKind::Visas, at(last_day, 23, 30)).await;
        assert_eq!(still_needed, Erased { events: 0, held: 1 }, "{last_day} by {zone:?}");
        let not_any_more = erase(&store, DataKind::Visas, at(last_day + 1.day(), 0, 30)).await;
        assert_eq!(not_any_more, Erased { events: 1, held: 0 }, "{last_day} by {zone:?}");
        is_sound(&store).await;
    }
}

#[tokio::test]
async fn what_is_not_counted_yet_is_not_erased() {
    let (_home, store) = store_with_past().await;
    let year = due(DataKind::Crossings, days_ago(365));
    let error = store.erase(&year, now()).await.expect_err("not counted");
    assert!(error.to_string().contains("not counted yet"), "{error}");
}

#[tokio::test]
async fn a_day_in_which_the_period_ends_keeps_its_counts_at_whatever_hour_that_is() {
    let (_home, store) = new_store().await;
    let begin = days_ago(20).to_zoned_datetime(TimeZone::UTC).start_of_day().expect("midnight").timestamp();
    let hours = |hours: i64| SignedDuration::from_hours(hours);
    let an_hour_each = (0..96).map(|hour| {
        let mut one = crossing(new_id(), &format!("GN{hour}"));
        one.at = begin + hours(hour);
        NewEvent { at: one.at, actor: Some(officer()), event: Event::CrossingRecorded(Box::new(one)) }
    });
    store
        .bring_in(&NodeId::parse("KRM").expect("an identifier"), an_hour_each.collect::<Vec<_>>())
        .await
        .expect("brought in");
    let total = || async {
        // Each day keeps how many there were in each of its hours.
        for hour in store.stale_flows().await.expect("read") {
            let at = hour.from.to_zoned_datetime(TimeZone::UTC);
            let day = limen_store::DayToCount {
                day: at.date(),
                zone: TimeZone::UTC,
                post: hour.post.clone(),
                from: hour.from,
                to: hour.from + hours(1),
                hours: vec![hour],
            };
            let pack = |_: &limen_store::DayToCount, kept: &[u8], crossings: &[limen_store::Counted]| {
                let mut of_day = kept.to_vec();
                of_day.resize(24, 0);
                of_day[usize::from(at.hour().unsigned_abs())] = crossings.len() as u8;
                Ok::<_, limen_store::StoreError>(of_day)
            };
            store.count_flows(&[day], pack).await.expect("counted");
        }
        let days = store.flow_days(0).await.expect("counted");
        days.iter().flat_map(|day| &day.records).map(|count| u32::from(*count)).sum::<u32>()
    };
    assert_eq!(total().await, 96);
    for hour in 0..24 {
        erase(&store, DataKind::Crossings, begin + hours(24 + hour)).await;
        store.rebuild().await.expect("rebuilt");
        assert_eq!(total().await, 96, "the period ended at {hour} h");
    }
}

/// What was recorded of a kind of data before a moment is due.
fn due(data: DataKind, before: Timestamp) -> Due {
    Due { data, before, ground: LAW.into() }
}

/// What an erasure that nothing holds back came to.
async fn erase(store: &Store, data: DataKind, before: Timestamp) -> Erased {
    match store.erase(&due(data, before), now()).await.expect("erased") {
        Erasure::Done(erased) => erased,
        held_back => panic!("{held_back:?}"),
    }
}

fn account(id: &str) -> AccountId {
    AccountId::parse(id).expect("an identifier")
}

/// Two people say that what is due may go.
async fn approve(store: &Store, due: &Due) {
    let proposal = store.propose_erasure(due, &account("nana"), now()).await.expect("proposed");
    let proposal = proposal.expect("the first proposal");
    assert!(!store.decide_erasure(proposal, true, &account("nana"), "").await.expect("decided"), "by herself");
    assert!(store.decide_erasure(proposal, true, &account("oumou"), "").await.expect("decided"));
    assert!(!store.decide_erasure(proposal, true, &account("oumou"), "").await.expect("decided"), "twice");
}

/// A past of `travellers` admitted travellers, an hour apart, from `days` days ago on.
async fn store_with_travellers(travellers: i64, days: i64) -> (Home, Store) {
    let (home, store) = new_store().await;
    let begin = days_ago(days);
    let past = (0..travellers).map(|hour| {
        let mut one = crossing(new_id(), &format!("GN{hour:05}"));
        one.at = begin + SignedDuration::from_hours(hour);
        NewEvent { at: one.at, actor: Some(officer()), event: Event::CrossingRecorded(Box::new(one)) }
    });
    store.bring_in(&NodeId::parse("KRM").expect("an identifier"), past.collect::<Vec<_>>()).await.expect("brought in");
    counted(&store).await;
    (home, store)
}

fn started() -> Vec<Event> {
    vec![Event::NodeStarted { version: "1".into() }]
}

#[tokio::test]
async fn a_clock_that_leapt_erases_nothing_however_often_the_node_is_started_by_it() {
    // The last record is 400 days old: to the node, its clock is 400 days ahead.
    let (home, mut store) = store_with_travellers(30, 401).await;
    let year = || due(DataKind::Crossings, days_ago(365));
    for _ in 0..2 {
        store.append(None, started(), None).await.expect("started");
        let judged = store.erase(&year(), now()).await.expect("judged");
        assert!(matches!(judged, Erasure::Doubted(Doubt::Leapt(399 | 400))), "{judged:?}");
        store.close().await;
        store = home.open().await;
    }
    store.append(Some(&officer()), vec![Event::ClockConfirmed], None).await.expect("said that it is right");
    assert_eq!(erase(&store, DataKind::Crossings, days_ago(365)).await.events, 30);
}

#[tokio::test]
async fn a_clock_that_gains_days_while_the_program_runs_erases_nothing_until_it_is_set_back() {
    let (home, store) = store_with_travellers(30, 40).await;
    store.append(None, started(), None).await.expect("started");
    let in_ten_days = now() + SignedDuration::from_hours(240);
    let month = |now: Timestamp| due(DataKind::Crossings, now - SignedDuration::from_hours(24 * 30));
    let by_wrong_clock = store.erase(&month(in_ten_days), in_ten_days).await.expect("judged");
    assert_eq!(by_wrong_clock, Erasure::Doubted(Doubt::Leapt(10)));
    store.close().await;
    let store = home.open().await;
    assert_eq!(store.clock(in_ten_days), ClockState::Doubted(Doubt::Leapt(10)), "a restart does not make it right");
    assert_eq!(store.clock(now()), ClockState::Believed, "set back, it needs nobody's word");
    assert_eq!(erase(&store, DataKind::Crossings, days_ago(30)).await.events, 30);
}

#[tokio::test]
async fn what_was_recorded_by_a_wrong_clock_is_kept_as_long_as_what_follows_it() {
    let (_home, store) = new_store().await;
    let at = |days: i64| days_ago(days);
    // Before its battery was changed the machine said that it was the year 2000, and one night that it was next year.
    let told = [at(500), Timestamp::from_second(946_684_800).expect("2000"), at(41), at(-300), at(40), at(20)];
    let past = told.iter().enumerate().map(|(number, at)| {
        let mut one = crossing(new_id(), &format!("GN{number}"));
        one.at = *at;
        NewEvent { at: *at, actor: Some(officer()), event: Event::CrossingRecorded(Box::new(one)) }
    });
    store.bring_in(&NodeId::parse("KRM").expect("an identifier"), past.collect::<Vec<_>>()).await.expect("brought in");
    counted(&store).await;
    let steps = [(365, 1, 1), (42, 0, 1), (41, 2, 1), (30, 2, 0)];
    for (days, events, held) in steps {
        let before = at(days) + SignedDuration::from_secs(1);
        let erased = erase(&store, DataKind::Crossings, before).await;
        assert_eq!(erased, Erased { events, held }, "before {days} days ago");
        is_sound(&store).await;
        counted(&store).await;
    }
}

#[tokio::test]
async fn a_period_that_would_erase_most_of_what_is_held_waits_for_two_people() {
    let (_home, store) = store_with_travellers(900, 41).await;
    store.append(None, started(), None).await.expect("started");
    // Between two travellers.
    let before = days_ago(31) - SignedDuration::from_mins(30);
    let month = due(DataKind::Crossings, before);
    for _ in 0..2 {
        let judged = store.erase(&month, now()).await.expect("judged");
        let Erasure::Waits(count) = judged else { panic!("{judged:?}") };
        assert_eq!((count.due, count.held), (240, 900));
        let waits = store.waiting_erasures().await.expect("read").remove(0);
        assert_eq!((waits.data, waits.due, waits.held), (DataKind::Crossings, 240, 900));
    }
    let approved = async || store.waiting_erasures().await.expect("read").remove(0).approved;
    assert_eq!(approved().await, None);
    approve(&store, &month).await;
    assert_eq!(
        approved().await.map(Timestamp::as_millisecond),
        Some(month.before.as_millisecond()),
        "the next night erases it"
    );
    assert_eq!(erase(&store, DataKind::Crossings, before).await.events, 240);
    assert!(store.waiting_erasures().await.expect("read").is_empty());
    // What two people said is no word on what comes due after it.
    let judged = store.erase(&due(DataKind::Crossings, days_ago(20)), now()).await.expect("judged");
    assert!(matches!(judged, Erasure::Waits(_)), "{judged:?}");
    assert_eq!(approved().await, None);
    is_sound(&store).await;
}

/// Polls a future at most this often and then drops it, as a power cut would. Returns the number of polls.
async fn cut_off<T>(after: usize, work: impl Future<Output = T>) -> usize {
    let mut work = std::pin::pin!(work);
    let mut polls = 0;
    std::future::poll_fn(|context| {
        polls += 1;
        let is_over = work.as_mut().poll(context).is_ready() || polls > after;
        if is_over { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    polls
}

#[tokio::test]
async fn an_erasure_cut_off_anywhere_is_finished_and_noted_to_the_last_event() {
    let month = due(DataKind::Crossings, days_ago(31));
    let work = async |store: &Store| store.erase(&month, now()).await.map(drop).expect("erased");
    let (_home, store) = store_with_travellers(450, 45).await;
    approve(&store, &month).await;
    let polls = cut_off(usize::MAX, work(&store)).await;
    for part in 1..polls.min(15) {
        let (home, store) = store_with_travellers(450, 45).await;
        approve(&store, &month).await;
        cut_off(part * polls / polls.min(15), work(&store)).await;
        store.close().await;
        let store = home.open().await;
        // As every start does.
        store.note_erased().await.expect("noted");
        let sums = async || {
            let gone: u64 = store.verify().await.expect("read").iter().map(|journal| journal.erased).sum();
            let noted = store.erasures().await.expect("read").into_iter().map(|(_, event)| match event {
                Event::DataErased { events, .. } => events,
                _ => 0,
            });
            (noted.sum::<u64>(), gone)
        };
        let (noted, gone) = sums().await;
        assert_eq!(noted, gone, "cut off after {part} of {polls}, and started again");
        is_sound(&store).await;
        counted(&store).await;
        work(&store).await;
        assert_eq!(sums().await, (336, 336), "cut off after {part} of {polls}, and done the next night");
        is_sound(&store).await;
    }
}

/// One thing that happened to one of two parties, people and permits.
fn happening(what: usize, which: usize, at: Timestamp) -> Option<Event> {
    let key = |number: usize| -> DocumentKey { format!("MLI D{which}{number}").parse().expect("a document") };
    let party = |hits: Vec<limen_domain::Hit>, name: &str| {
        Box::new(Party {
            id: PartyId(Uuid::from_u128(which as u128 + 1)),
            post: PostId::parse("KRM").expect("an identifier"),
            at,
            officer: officer(),
            direction: limen_domain::Direction::Entry,
            kind: PartyKind::Family,
            name: name.into(),
            vehicle: None,
            goods: vec![],
            hits,
            members: vec![],
        })
    };
    let day = |days: i64| {
        let at = at + SignedDuration::from_hours(24 * days);
        at.to_zoned_datetime(TimeZone::UTC).date()
    };
    let permit = VisaNumber::parse(&format!("P{which}")).expect("a number");
    let reason = || "seen".to_owned();
    Some(match what {
        0 => Event::PartyAnnounced(party(vec![hit()], "announced")),
        1 => Event::PartyArrived(party(vec![hit()], "here")),
        2 => Event::PartyChanged(party(vec![], "changed")),
        3 => Event::SamePerson { one: key(1), other: key(2), reason: reason() },
        4 => Event::NotSamePerson { one: key(2), other: key(1), reason: reason() },
        5 | 6 => {
            let mut one = crossing(new_id(), &format!("D{which}1"));
            let second = limen_domain::TravelDocument::numbered(
                limen_domain::DocumentKind::Passport,
                "MLI".parse().ok(),
                &format!("D{which}2"),
            );
            one.traveller.further_documents = vec![second];
            one.authorised = Some(limen_domain::Authorised::To(day(3)));
            one.at = at;
            Event::CrossingRecorded(Box::new(one))
        }
        7 => Event::VisaRecorded(Box::new(Visa {
            number: permit,
            kind: VisaKind::Permit,
            holder: limen_domain::Name { primary: "KEITA".into(), ..limen_domain::Name::default() },
            birth_date: PartialDate::Full(date(1990, 5, 1)),
            nationality: None,
            document: key(1),
            from: day(0),
            to: day(10),
            entries: Entries::Several,
            days: None,
            conditions: String::new(),
            fee_receipt: String::new(),
            fee: String::new(),
            post: None,
            officer: None,
            at,
        })),
        8 => Event::VisaExtended {
            visa: permit,
            to: day(20),
            fee_receipt: String::new(),
            fee: String::new(),
            post: None,
            reason: reason(),
        },
        9 => Event::VisaRevoked { visa: permit, reason: reason() },
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever happened, and wherever the periods end, tables are what the journal amounts to afterwards.
    #[test]
    fn whatever_is_erased_a_rebuild_afterwards_is_equal(
        happened in prop::collection::vec((0..10_usize, 0..2_usize, 1..8_i64), 1..40),
        cuts in prop::collection::vec((0..2_usize, 0..200_i64), 1..5),
    ) {
        tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
            let (_home, store) = new_store().await;
            let mut hours = happened.iter().map(|(.., days)| days * 24).sum::<i64>();
            let mut past = Vec::new();
            for (what, which, days) in happened {
                let at = now() - SignedDuration::from_hours(hours);
                hours -= days * 24;
                let event = happening(what, which, at).expect("something");
                past.push(NewEvent { at, actor: Some(officer()), event });
            }
            store.bring_in(&NodeId::parse("KRM").expect("an identifier"), past).await.expect("brought in");
            for (data, days) in cuts {
                counted(&store).await;
                erase(&store, [DataKind::Crossings, DataKind::Visas][data], days_ago(days)).await;
                is_sound(&store).await;
            }
        });
    }
}
