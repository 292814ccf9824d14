//! The journal on a real SQLite file: what is confirmed stays, what is changed is found, tables come from events.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use limen_domain::{
    AlertId, Crossing, CrossingId, Decision, DecisionKind, Direction, Event, HandOver, Judgement, ListName, Need,
    NodeId, PostId, Protection, ProtectionId, TravelDocument,
};
use limen_store::{Appended, DayFilter, Expect, FILE_NAME, NewEvent, Page, Store, Trouble};
mod support;
use sqlx::Connection;
use support::*;

fn day() -> DayFilter {
    DayFilter {
        post: PostId::parse("KRM").expect("an identifier"),
        from: now() - SignedDuration::from_hours(1),
        to: now() + SignedDuration::from_hours(1),
        search: String::new(),
        direction: None,
        decision: None,
        open_referrals: false,
    }
}

const ALL: Page = Page { offset: 0, limit: 1_000 };

async fn present_and_admit(store: &Store) -> CrossingId {
    let id = new_id();
    let presented = Event::TravellerPresented(Box::new(presentation(id, vec![])));
    store.append(Some(&officer()), vec![presented], None).await.expect("presented");
    let recorded = Event::CrossingRecorded(Box::new(crossing(id, "ML1")));
    let appended = store.append(Some(&officer()), vec![recorded], Some(Expect::Open(id))).await.expect("recorded");
    assert_eq!(appended, Appended::OnDisk);
    id
}

#[tokio::test]
async fn a_crossing_is_on_disk_with_its_event_and_found_by_its_document() {
    let (folder, store) = new_store().await;
    let id = present_and_admit(&store).await;
    store.close().await;
    let store = folder.open().await;
    let record = store.record(id).await.expect("read").expect("there");
    assert_eq!(record.crossing.id, id);
    assert_eq!((record.event.node.as_str(), record.event.seq), ("KRM", 2));
    let document = [traveller("ml 1").document.and_then(|document| document.key()).expect("a document")];
    let (earlier, total) = store.earlier_crossings(&document, 10).await.expect("read");
    assert_eq!((earlier.len(), total), (1, 1));
    assert_eq!(store.verify().await.expect("verified")[0].broken, None);
}

#[tokio::test]
async fn a_store_that_was_closed_is_one_file_with_everything_in_it() {
    let (folder, store) = new_store().await;
    let id = present_and_admit(&store).await;
    let clone = store.clone();
    store.close().await;
    if let Some(path) = folder.folder() {
        let files = std::fs::read_dir(path).expect("a folder").count();
        assert_eq!(files, 1, "no write-ahead log is left");
    }
    let event = Event::CrossingRecorded(Box::new(crossing(new_id(), "ML1")));
    assert!(clone.append(None, vec![event], None).await.is_err());
    let store = folder.open().await;
    assert!(store.record(id).await.expect("read").is_some());
}

#[tokio::test]
async fn pressing_twice_records_once() {
    let (_folder, store) = new_store().await;
    let id = present_and_admit(&store).await;
    let again = Event::CrossingRecorded(Box::new(crossing(id, "ML1")));
    let appended = store.append(Some(&officer()), vec![again], Some(Expect::Open(id))).await.expect("answered");
    assert_eq!(appended, Appended::NotAsExpected);
    assert_eq!(store.day(&day(), ALL).await.expect("read").total, 1);
}

#[tokio::test]
async fn a_command_that_appends_beside_a_running_post_stops_nobody_from_recording() {
    let (folder, store) = new_store().await;
    present_and_admit(&store).await;
    let command = folder.open().await;
    command.append(None, vec![Event::SignedOut], None).await.expect("appended");
    command.close().await;
    present_and_admit(&store).await;
    let verified = store.verify().await.expect("verified");
    assert!(verified.iter().all(|journal| journal.broken.is_none()), "{verified:?}");
}

#[tokio::test]
async fn a_running_post_notices_that_its_last_event_was_taken_away() {
    let (folder, store) = new_store().await;
    present_and_admit(&store).await;
    let taken = "delete from event where seq = (select max(seq) from event)";
    sqlx::query(taken).execute(&mut intruder(&folder).await).await.expect("taken away");
    let refused = store.append(None, vec![Event::SignedOut], None).await.expect_err("refused");
    assert_eq!(refused.trouble(), Trouble::Damaged);
}

#[tokio::test]
async fn eight_counters_pressing_at_once_record_each_traveller_once() {
    let (_folder, store) = new_store().await;
    let id = new_id();
    let presented = Event::TravellerPresented(Box::new(presentation(id, vec![])));
    store.append(Some(&officer()), vec![presented], None).await.expect("presented");
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let store = store.clone();
        presses.spawn(async move {
            let event = Event::CrossingRecorded(Box::new(crossing(id, "ML1")));
            store.append(Some(&officer()), vec![event], Some(Expect::Open(id))).await.expect("answered")
        });
    }
    let outcomes = presses.join_all().await;
    assert_eq!(outcomes.iter().filter(|&&outcome| outcome == Appended::OnDisk).count(), 1);
    assert_eq!(store.verify().await.expect("verified")[0].events, 2);
}

#[tokio::test]
async fn a_hit_that_was_judged_is_read_back_with_who_and_why() {
    let (_folder, store) = new_store().await;
    let id = new_id();
    let presented = Event::TravellerPresented(Box::new(presentation(id, vec![hit()])));
    store.append(Some(&officer()), vec![presented], Some(Expect::NoneOpen(officer()))).await.expect("presented");
    let judged = Event::HitJudged {
        presentation: id,
        list: ListName::parse("national").expect("an identifier"),
        alert: AlertId::parse("A-1").expect("an identifier"),
        judgement: Judgement::Cleared,
        reason: "birth-date".into(),
    };
    store.append(Some(&officer()), vec![judged], Some(Expect::Open(id))).await.expect("judged");
    let (_, hits) = store.open_presentation(&officer()).await.expect("read").expect("open");
    assert_eq!(hits[0].outcome(), Some(Judgement::Cleared));
    let withdrawn = Event::PresentationWithdrawn { presentation: id, why: None };
    store.append(Some(&officer()), vec![withdrawn], Some(Expect::Open(id))).await.expect("withdrawn");
    assert!(store.open_presentation(&officer()).await.expect("read").is_none());
}

#[tokio::test]
async fn a_correction_takes_the_place_and_the_mistaken_record_stays() {
    let (_folder, store) = new_store().await;
    let mistaken = present_and_admit(&store).await;
    let mut right = crossing(new_id(), "ML1");
    right.direction = Direction::Exit;
    right.decision = Decision::LetDepart;
    let correction = |crossing: &Crossing| Event::CrossingCorrected {
        mistaken,
        crossing: Box::new(crossing.clone()),
        reason: "wrong direction".into(),
    };
    let expect = Some(Expect::NotCorrected(mistaken));
    let appended = store.append(Some(&officer()), vec![correction(&right)], expect.clone()).await;
    assert_eq!(appended.expect("answered"), Appended::OnDisk);
    let again = correction(&crossing(new_id(), "ML1"));
    assert_eq!(store.append(Some(&officer()), vec![again], expect).await.expect("answered"), Appended::NotAsExpected);

    let old = store.record(mistaken).await.expect("read").expect("there");
    assert_eq!(old.corrected_by, Some(right.id));
    let new = store.record(right.id).await.expect("read").expect("there");
    assert_eq!((new.corrects, new.correction_reason.as_str()), (Some(mistaken), "wrong direction"));
    let totals = store.totals(&day(), &TimeZone::UTC).await.expect("counted");
    assert_eq!((totals.crossed(Direction::Entry), totals.crossed(Direction::Exit)), (0, 1));
    assert_eq!(store.day(&day(), ALL).await.expect("read").total, 2);
}

#[tokio::test]
async fn a_referral_is_open_until_a_decision_settles_it() {
    let (_folder, store) = new_store().await;
    let mut referral = crossing(new_id(), "ML1");
    referral.decision = Decision::Refer { reason: limen_domain::ReferralReason::Hit };
    let recorded = Event::CrossingRecorded(Box::new(referral.clone()));
    store.append(Some(&officer()), vec![recorded], None).await.expect("recorded");
    let open = DayFilter { open_referrals: true, ..day() };
    assert_eq!(store.day(&open, ALL).await.expect("read").total, 1);
    let settling = Crossing { settles: Some(referral.id), ..crossing(new_id(), "ML1") };
    store.append(Some(&officer()), vec![Event::CrossingRecorded(Box::new(settling))], None).await.expect("recorded");
    assert_eq!(store.day(&open, ALL).await.expect("read").total, 0);
}

#[tokio::test]
async fn the_days_table_is_searched_by_name_without_marks_and_by_number() {
    let (_folder, store) = new_store().await;
    present_and_admit(&store).await;
    for (search, found) in [("keita", 1), ("Fan Keï", 1), ("ml1", 1), ("%", 1), ("' or 1=1 --", 0), ("TRAORE", 0)] {
        let filter = DayFilter { search: search.into(), ..day() };
        assert_eq!(store.day(&filter, ALL).await.expect("read").total, found, "{search}");
    }
}

#[tokio::test]
async fn every_kind_of_tampering_with_an_event_is_found_and_named() {
    for (change, what) in [
        ("update event set payload = replace(payload, 'FANTA', 'FATOU') where seq = 2", "payload"),
        ("update event set at = at + 1 where seq = 2", "time"),
        ("update event set actor = 'moussa' where seq = 2", "actor"),
        ("update event set kind = 'signed-in' where seq = 2", "kind"),
        ("update event set hash = salt where seq = 2", "chain"),
        ("delete from event where seq = 2", "missing"),
        ("update event set seq = 9 where seq = 2", "missing"),
    ] {
        let (folder, store) = new_store().await;
        present_and_admit(&store).await;
        present_and_admit(&store).await;
        sqlx::query(change).execute(&mut intruder(&folder).await).await.expect("tampered");
        let broken = store.verify().await.expect("verified")[0].broken.clone().expect("found");
        assert!(broken.what.contains(what), "{change}: {broken:?}");
        assert!((2..=3).contains(&broken.seq), "{change}: {broken:?}");
    }
}

#[tokio::test]
async fn an_erased_payload_leaves_the_chain_whole() {
    let (folder, store) = new_store().await;
    present_and_admit(&store).await;
    let erase = "update event set payload = null, salt = '' where seq = 2";
    sqlx::query(erase).execute(&mut intruder(&folder).await).await.expect("erased");
    let verified = &store.verify().await.expect("verified")[0];
    assert_eq!((verified.events, verified.erased, &verified.broken), (2, 1, &None));
}

#[tokio::test]
async fn tables_rebuilt_from_the_journal_are_equal_to_what_was_there() {
    let (folder, store) = new_store().await;
    let past: Vec<NewEvent> = (0..2_500)
        .map(|number| {
            let mut past = crossing(new_id(), &format!("ZE{number}"));
            past.post = PostId::parse("ZEG").expect("an identifier");
            NewEvent { at: past.at, actor: Some(officer()), event: Event::CrossingRecorded(Box::new(past)) }
        })
        .collect();
    let other = NodeId::parse("ZEG").expect("an identifier");
    store.bring_in(&other, past.clone()).await.expect("brought in");
    assert!(store.bring_in(&other, past).await.is_err(), "a journal is brought in once");
    let mistaken = present_and_admit(&store).await;
    let right = Box::new(crossing(new_id(), "ML1"));
    let corrected = Event::CrossingCorrected { mistaken, crossing: right, reason: "typo".into() };
    store.append(Some(&officer()), vec![corrected], None).await.expect("corrected");

    // A referral with its notes and its protection, an exit that the other side undid, and a record that was cancelled.
    let referral = present_and_admit(&store).await;
    let protection = ProtectionId(new_uuid());
    let begun = Protection {
        id: protection,
        post: PostId::parse("KRM").expect("an identifier"),
        at: now(),
        officer: officer(),
        need: Need::Child,
        referral: Some(referral),
        person: "Awa".into(),
        words: String::new(),
        authority: "Office".into(),
        contact: String::new(),
        due: now(),
    };
    let proof = HandOver { protection, receiver: "A nurse".into(), reference: "7".into() };
    let exit = Crossing { decision: Decision::LetDepart, direction: Direction::Exit, ..crossing(new_id(), "ML9") };
    let back = Crossing { decision: Decision::TakeBack, undoes: Some(exit.id), ..crossing(new_id(), "ML9") };
    let document = [exit.traveller.document.as_ref().and_then(TravelDocument::key).expect("a document")];
    let exit_id = exit.id;
    let since = Timestamp::UNIX_EPOCH;
    store.append(Some(&officer()), vec![Event::CrossingRecorded(Box::new(exit))], None).await.expect("recorded");
    assert_eq!(store.last_exit(&document, since).await.expect("read"), Some(exit_id));
    let back_id = back.id;
    let events = vec![
        Event::ReferralTaken { referral },
        Event::ReferralNoted { referral, question: Some("age".into()), text: "twelve".into() },
        Event::ProtectionBegun(Box::new(begun)),
        Event::HandedOver(proof),
        Event::CrossingRecorded(Box::new(back)),
        Event::NeighbourDrafted { neighbour: "MLI".parse().expect("a state"), content: "{}".into() },
    ];
    store.append(Some(&officer()), events, None).await.expect("noted");
    assert_eq!(store.last_exit(&document, since).await.expect("read"), None, "an exit that was undone is none");
    let cancelled = Event::CrossingCancelled { crossing: back_id, reason: "wrong traveller".into() };
    store.append(Some(&officer()), vec![cancelled], None).await.expect("cancelled");
    assert_eq!(store.last_exit(&document, since).await.expect("read"), Some(exit_id), "and stands again");
    assert!(!store.is_protected(&document, Some(referral)).await.expect("read"), "handed over");

    let rebuilt = store.rebuild().await.expect("rebuilt");
    assert!(rebuilt.iter().all(|table| table.only_in_journal == 0 && table.only_in_table == 0), "{rebuilt:?}");
    assert_eq!(rebuilt.len(), 24);

    // A table that someone edited is set right, and the difference is said.
    let edit = "update crossing set decision = 'refuse' where document = 'MLI ZE7'";
    sqlx::query(edit).execute(&mut intruder(&folder).await).await.expect("edited");
    let rebuilt = store.rebuild().await.expect("rebuilt");
    let crossings = rebuilt.iter().find(|table| table.table == "crossing").expect("the table");
    assert_eq!((crossings.only_in_journal, crossings.only_in_table), (1, 1));
    let document = [traveller("ZE7").document.and_then(|document| document.key()).expect("a document")];
    let (earlier, _) = store.earlier_crossings(&document, 1).await.expect("read");
    assert_eq!(earlier[0].decision, DecisionKind::Admit);
}

#[tokio::test]
async fn a_database_that_was_taken_away_is_noticed_and_nothing_is_confirmed() {
    let (folder, store) = new_store().await;
    let Some(path) = folder.folder() else { return };
    std::fs::remove_file(path.join(FILE_NAME)).expect("removed");
    let event = Event::CrossingRecorded(Box::new(crossing(new_id(), "ML1")));
    let error = store.append(None, vec![event], None).await.expect_err("nothing can be recorded");
    assert_eq!(error.trouble(), Trouble::Missing);
}

#[tokio::test]
async fn a_locked_database_is_told_apart_and_recording_goes_on_once_it_is_free() {
    let (folder, store) = new_store().await;
    if folder.folder().is_none() {
        return; // Others wait for a lock there, for as long as it is held.
    }
    let mut other = intruder(&folder).await;
    let lock = other.begin_with("begin immediate").await.expect("locked");
    let event = || vec![Event::CrossingRecorded(Box::new(crossing(new_id(), "ML1")))];
    let error = store.append(None, event(), None).await.expect_err("locked");
    assert_eq!(error.trouble(), Trouble::Locked);
    lock.rollback().await.expect("freed");
    assert_eq!(store.append(None, event(), None).await.expect("recorded"), Appended::OnDisk);
    assert_eq!(store.verify().await.expect("verified")[0].events, 1);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_called_damaged() {
    let (folder, store) = new_store().await;
    store.close().await;
    let Some(path) = folder.folder() else { return };
    std::fs::write(path.join(FILE_NAME), vec![0x5a; 100_000]).expect("overwritten");
    let error = Store::open(path).await.expect_err("damaged");
    assert_eq!(error.trouble(), Trouble::Damaged);
    assert!(error.to_string().contains("restore a backup"));
}

#[tokio::test]
async fn a_folder_without_a_database_is_said_to_be_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = Store::open(folder.path()).await.expect_err("missing");
    assert_eq!(error.trouble(), Trouble::Missing);
}
