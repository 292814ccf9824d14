//! What was kept long enough is gone, and what stays is sound.

mod support;

use jiff::{SignedDuration, Timestamp, civil::date};
use limen_domain::{
    Attachment, AttachmentKind, Crossing, CrossingId, DataKind, Decision, DocumentKey, Entries, Event, HandOver,
    Judgement, LookPurpose, MediaType, Need, NodeId, PartialDate, Party, PartyId, PartyKind, PostId, Presentation,
    Protection, ProtectionId, ReferralReason, Visa, VisaKind, VisaNumber, Why,
};
use limen_store::{Erased, NewEvent, Store};
use std::path::Path;
use support::{Home, crossing, hit, new_id, new_store, officer, presentation};
use uuid::Uuid;

const LAW: &str = "loi 2013-015, art. 12";
/// A name that stands in everything that is old, and one that stands in everything that is new.
const OLD: &str = "ZOUMANIGUI";
const NEW: &str = "KPOGHOMOU";

fn days_ago(days: i64) -> Timestamp {
    Timestamp::now() - SignedDuration::from_hours(24 * days)
}

/// Everything that can be recorded of a traveller of this name, so many days ago; days are in the past until they are needed.
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
            hits: vec![],
            members: vec![],
        })
    };
    let visa = VisaNumber::parse(&format!("V{name}")).expect("a number");
    let day = at.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let protection = ProtectionId(Uuid::now_v7());
    let why = || Why::new(LookPurpose::Traveller, name).ok();
    let events = vec![
        Event::TravellerPresented(Box::new(presented)),
        judged,
        Event::CrossingRecorded(Box::new(first)),
        Event::CrossingConsulted { crossing: id, why: why() },
        Event::CorrectionConsulted { crossing: id, why: why() },
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
        Event::PartyEnded { party: party("").id },
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
        Event::DayConsulted { day: day.to_string(), search: name.to_owned(), why: why() },
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

async fn counted(store: &Store) {
    // As whoever erases does first: nothing is left to be counted.
    for hour in store.stale_flows().await.expect("read") {
        let day = limen_store::DayToCount {
            day: hour.from.to_zoned_datetime(jiff::tz::TimeZone::UTC).date(),
            post: hour.post.clone(),
            from: hour.from,
            to: hour.from + SignedDuration::from_hours(1),
            hours: vec![hour],
        };
        let pack = |_: &limen_store::DayToCount, _: &[u8], crossings: &[limen_store::Counted]| {
            Ok::<_, limen_store::StoreError>(vec![crossings.len() as u8])
        };
        store.count_flows(&[day], pack).await.expect("counted");
    }
}

async fn erase_all(store: &Store, before: Timestamp) -> Vec<Erased> {
    let mut erased = Vec::new();
    for data in DataKind::ALL {
        erased.push(store.erase(None, *data, before, LAW).await.expect("erased"));
    }
    erased
}

async fn store_with_past() -> (Home, Store) {
    let (home, store) = new_store().await;
    let node = NodeId::parse("KRM").expect("an identifier");
    let events = past(OLD, 400).into_iter().chain(past(NEW, 40)).collect();
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
        store.erase(None, data, days_ago(before), LAW).await.expect("erased");
        is_sound(&store).await;
        counted(&store).await;
    }
}

#[tokio::test]
async fn whoever_still_waits_is_not_erased_until_they_wait_no_more() {
    let (_home, store) = new_store().await;
    let referral = CrossingId(Uuid::now_v7());
    let mut referred = crossing(referral, "ML9");
    referred.decision = Decision::Refer { reason: ReferralReason::Hit };
    referred.at = days_ago(400);
    let node = NodeId::parse("KRM").expect("an identifier");
    let event = Event::CrossingRecorded(Box::new(referred));
    let old = NewEvent { at: days_ago(400), actor: Some(officer()), event };
    store.bring_in(&node, vec![old]).await.expect("brought in");
    counted(&store).await;
    let erased = store.erase(None, DataKind::Crossings, days_ago(365), LAW).await.expect("erased");
    assert_eq!(erased, Erased { events: 0, held: 1 });
    let mut settled = crossing(new_id(), "ML9");
    settled.settles = Some(referral);
    store.append(Some(&officer()), vec![Event::CrossingRecorded(Box::new(settled))], None).await.expect("settled");
    counted(&store).await;
    let erased = store.erase(None, DataKind::Crossings, days_ago(365), LAW).await.expect("erased");
    assert_eq!(erased, Erased { events: 1, held: 0 });
    is_sound(&store).await;
}

#[tokio::test]
async fn what_is_not_counted_yet_is_not_erased() {
    let (_home, store) = store_with_past().await;
    let error = store.erase(None, DataKind::Crossings, days_ago(365), LAW).await.expect_err("not counted");
    assert!(error.to_string().contains("not counted yet"), "{error}");
}

#[tokio::test]
async fn a_day_in_which_the_period_ends_keeps_its_counts_at_whatever_hour_that_is() {
    let (_home, store) = new_store().await;
    let begin = days_ago(20).to_zoned_datetime(jiff::tz::TimeZone::UTC).start_of_day().expect("midnight").timestamp();
    let hours = |hours: i64| SignedDuration::from_hours(hours);
    let an_hour_each = (0..96).map(|hour| {
        let mut one = crossing(new_id(), &format!("GN{hour}"));
        one.at = begin + hours(hour);
        NewEvent { at: one.at, actor: Some(officer()), event: Event::CrossingRecorded(Box::new(one)) }
    });
    store.bring_in(&NodeId::parse("KRM").expect("an identifier"), an_hour_each.collect()).await.expect("brought in");
    let total = || async {
        // Each day keeps how many there were in each of its hours.
        for hour in store.stale_flows().await.expect("read") {
            let at = hour.from.to_zoned_datetime(jiff::tz::TimeZone::UTC);
            let day = limen_store::DayToCount {
                day: at.date(),
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
        store.erase(None, DataKind::Crossings, begin + hours(24 + hour), LAW).await.expect("erased");
        store.rebuild().await.expect("rebuilt");
        assert_eq!(total().await, 96, "the period ended at {hour} h");
    }
}
