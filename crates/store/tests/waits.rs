//! How long people waited, where they were counted and what they needed: read from what is recorded, without anyone's name.
#![allow(missing_docs)]

mod support;

use jiff::{SignedDuration, Timestamp};
use limen_domain::{
    Crossing, CrossingId, Decision, Direction, DocumentNumber, Event, Mode, NodeId, Party, PartyId, PartyKind, PostId,
    Presentation, ReferralReason, Sex, Tally, TallyAge, TallyCount, TallyId, Vehicle, Vulnerability,
};
use limen_store::{NewEvent, Store, Wait, WaitKind};
use support::{crossing, new_id, new_store, new_uuid, now, officer, presentation};

fn here() -> PostId {
    PostId::parse("KRM").expect("an identifier")
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// A past at a node, as it is brought in.
async fn with_past(events: Vec<(Timestamp, Event)>) -> (support::Home, Store) {
    let (home, store) = new_store().await;
    let events: Vec<NewEvent> =
        events.into_iter().map(|(at, event)| NewEvent { at, actor: Some(officer()), event }).collect();
    store.bring_in(&NodeId::parse("ZEG").expect("an identifier"), events).await.expect("brought in");
    (home, store)
}

/// Someone who is presented, and decided so many minutes later.
fn presented(at: Timestamp, took: i64, party: Option<PartyId>) -> [(Timestamp, Event); 2] {
    let id: CrossingId = new_id();
    let came = Presentation { at, party, ..presentation(id, Vec::new()) };
    let decided = Crossing { at: at + minutes(took), party, ..crossing(id, &format!("ML{took}")) };
    [(at, Event::TravellerPresented(Box::new(came))), (decided.at, Event::CrossingRecorded(Box::new(decided)))]
}

#[tokio::test]
async fn waits_at_counters_are_from_the_presentation_to_the_decision_and_of_the_time_that_is_asked_for() {
    let begins = Timestamp::from_millisecond((now() - minutes(600)).as_millisecond()).expect("a moment");
    let events = [3, 9, 1].into_iter().zip([0, 20, 40]);
    let events = events.flat_map(|(took, after)| presented(begins + minutes(after), took, None)).collect();
    let (_home, store) = with_past(events).await;
    let between = (begins, now());
    let waits = store.waits(WaitKind::Counter, None, between, 100).await.expect("read");
    let took: Vec<i64> = waits.iter().map(|wait| wait.took.as_mins()).collect();
    assert_eq!(took, [1, 9, 3], "the latest first");
    assert_eq!(waits[2], Wait { post: here(), from: begins, took: minutes(3) });
    assert_eq!(store.waits(WaitKind::Counter, Some(&here()), between, 2).await.expect("read"), waits[..2]);
    let elsewhere = PostId::parse("DIB").expect("an identifier");
    assert!(store.waits(WaitKind::Counter, Some(&elsewhere), between, 9).await.expect("read").is_empty());
    let none = store.waits(WaitKind::Counter, None, (begins, begins + minutes(3)), 9).await.expect("read");
    assert!(none.is_empty(), "the first was decided at the end of these minutes, which is not of them");
    assert!(store.waits(WaitKind::SecondLine, None, between, 9).await.expect("read").is_empty());
}

#[tokio::test]
async fn a_party_waits_from_its_arrival_until_its_last_member_is_decided_and_counts_once_it_has_ended() {
    // As databases keep it.
    let begins = Timestamp::from_millisecond((now() - minutes(300)).as_millisecond()).expect("a moment");
    let party = |plate: &str, at: Timestamp| Party {
        id: PartyId(new_uuid()),
        post: here(),
        at,
        officer: officer(),
        direction: Direction::Entry,
        kind: PartyKind::Vehicle,
        name: String::new(),
        vehicle: Some(Vehicle { plate: DocumentNumber::new(plate), country: None, mode: Mode::Bus }),
        goods: Vec::new(),
        hits: Vec::new(),
        members: Vec::new(),
    };
    let (ended, goes_on) = (party("AB1", begins), party("AB2", begins + minutes(100)));
    let mut events = vec![(begins, Event::PartyArrived(Box::new(ended.clone())))];
    events.extend(presented(begins + minutes(10), 5, Some(ended.id)));
    events.extend(presented(begins + minutes(20), 25, Some(ended.id)));
    events.push((begins + minutes(60), Event::PartyEnded { party: ended.id, why: None, driver: None }));
    events.push((goes_on.at, Event::PartyArrived(Box::new(goes_on.clone()))));
    events.extend(presented(begins + minutes(110), 5, Some(goes_on.id)));
    let (_home, store) = with_past(events).await;
    let waits = store.waits(WaitKind::Party, None, (begins, now()), 9).await.expect("read");
    assert_eq!(waits, [Wait { post: here(), from: begins, took: minutes(45) }]);
}

#[tokio::test]
async fn people_are_counted_by_place_hour_and_day_of_the_week_by_the_clocks_there() {
    // A Sunday at 23:30 in Greenwich is a Monday, half past midnight, an hour to the east.
    let from: Timestamp = "2031-03-09T23:30:00Z".parse().expect("a moment");
    let tally = |place: &str, people, vulnerability| Tally {
        id: TallyId(new_uuid()),
        post: here(),
        place: place.into(),
        officer: officer(),
        from,
        to: from + minutes(20),
        direction: Direction::Entry,
        mode: Mode::Bus,
        counts: vec![TallyCount { sex: Sex::Female, age: TallyAge::Adult, vulnerability, people }],
    };
    let tallies = [tally("Gué", 12, None), tally("Gué", 5, Some(Vulnerability::Ill)), tally("", 7, None)];
    let mut events: Vec<(Timestamp, Event)> =
        tallies.iter().map(|tally| (tally.to, Event::TallyCounted(Box::new(tally.clone())))).collect();
    let wrong = tally("Gué", 900, None);
    let cancelled = Event::TallyCancelled { tally: wrong.id, reason: "twice".into() };
    events.extend([(wrong.to, Event::TallyCounted(Box::new(wrong))), (from + minutes(30), cancelled)]);
    let (_home, store) = with_past(events).await;
    let until = from + minutes(1);
    let sums = store.place_sums(until, SignedDuration::from_hours(1)).await.expect("read");
    let found: Vec<_> = sums.iter().map(|sum| (sum.place.as_str(), sum.vulnerability, sum.people)).collect();
    assert_eq!(found, [("", None, 7), ("Gué", None, 12), ("Gué", Some(Vulnerability::Ill), 5)]);
    assert!(sums.iter().all(|sum| (sum.hour, sum.weekday) == (0, 0)), "{sums:?}");
    let at_greenwich = store.place_sums(until, SignedDuration::ZERO).await.expect("read");
    assert!(at_greenwich.iter().all(|sum| (sum.hour, sum.weekday) == (23, 6)), "{at_greenwich:?}");
    assert!(store.place_sums(from, SignedDuration::ZERO).await.expect("read").is_empty());
    let counted = store.counted_at((from, until), 9).await.expect("read");
    let mut people: Vec<u32> = counted.iter().map(|one| one.people).collect();
    people.sort_unstable();
    assert_eq!((people, counted[0].mode), (vec![5, 7, 12], Mode::Bus));
}

#[tokio::test]
async fn needs_are_counted_by_post_and_a_yes_to_a_question_on_health_once_for_each_traveller() {
    use limen_domain::{Answer, HealthAnswer, Journey, Need, Protection, ProtectionId};
    let at = now() - minutes(60);
    let yes = |question: &str| HealthAnswer { question: question.into(), answer: Answer::Yes };
    let journey = Journey { health: vec![yes("fever"), yes("cough")], ..Journey::default() };
    let ill = Crossing { at, journey, ..crossing(new_id(), "ML1") };
    let refer = Decision::Refer { reason: ReferralReason::Document };
    let referred = Crossing { at, decision: refer, ..crossing(new_id(), "ML2") };
    let protection = |referral| Protection {
        id: ProtectionId(new_uuid()),
        post: here(),
        at,
        officer: officer(),
        need: Need::Asylum,
        referral,
        person: "Xikombo".into(),
        words: String::new(),
        authority: "Office".into(),
        contact: "+000".into(),
        due: now(),
    };
    let (known, unknown) = (protection(Some(referred.id)), protection(None));
    let events = vec![
        (at, Event::CrossingRecorded(Box::new(ill))),
        (at, Event::CrossingRecorded(Box::new(referred))),
        (at, Event::ProtectionBegun(Box::new(known))),
        (at, Event::ProtectionBegun(Box::new(unknown))),
    ];
    let (_home, store) = with_past(events).await;
    let needs = store.needs_before(now()).await.expect("read");
    let found: Vec<_> = needs.iter().map(|one| (one.post.clone(), one.need, one.people)).collect();
    assert_eq!(found, [(None, Some(Need::Asylum), 1), (Some(here()), Some(Need::Asylum), 1), (Some(here()), None, 1)]);
    assert!(store.needs_before(at).await.expect("read").is_empty());
}
