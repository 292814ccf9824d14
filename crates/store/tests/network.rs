//! Two nodes with real SQLite files: journals go up, reference data and what other posts saw come down.

use jiff::Timestamp;
use limen_domain::{AccountId, Event, ListKind, ListName, NodeId, Right, RightAnswer, VisaNumber};
use limen_store::{
    JournalEvent, ListedBy, ReferenceCursor, ReferencePiece, ReferenceTaken, Store, TakenIn, ToErase, TrustChange,
    TrustFound, TrustItem, TrustKind,
};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};
mod support;
use support::*;

const PLENTY: usize = 1 << 20;

fn node(id: &str) -> NodeId {
    NodeId::parse(id).expect("an identifier")
}

async fn node_store(id: &str) -> (Home, Store) {
    store_of(id).await
}

/// A post with three crossings in its journal, and headquarters with nothing.
async fn post_and_headquarters() -> ((Home, Store), (Home, Store)) {
    let post = new_store().await;
    for number in ["ML1", "ML2", "ML3"] {
        let event = Event::CrossingRecorded(Box::new(crossing(new_id(), number)));
        post.1.append(Some(&officer()), vec![event], None).await.expect("recorded");
    }
    (post, node_store("HQ").await)
}

async fn pieces(post: &Store) -> Vec<JournalEvent> {
    post.journal_after(&node("KRM"), 0, PLENTY).await.expect("read")
}

const START: [u8; 32] = [0; 32];
/// Alerts of a list that takes a while.
const MANY: usize = 20_000;

#[tokio::test]
async fn headquarters_holds_what_a_post_wrote_once_however_often_it_comes() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let events = pieces(&post).await;
    for _ in 0..2 {
        let taken = headquarters.take_in(&node("KRM"), START, events.clone()).await.expect("taken");
        assert_eq!(taken, TakenIn::Held(post.journal_head(&node("KRM")).await.expect("a head")));
    }
    let document = [traveller("ML2").document.and_then(|document| document.key()).expect("a document")];
    assert_eq!(headquarters.earlier_crossings(&document, 10).await.expect("read").1, 1);
    assert!(headquarters.verify().await.expect("verified").iter().all(|journal| journal.broken.is_none()));
}

#[tokio::test]
async fn a_journal_that_comes_in_pieces_goes_on_where_it_stopped_and_a_gap_is_told() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let events = pieces(&post).await;
    let first = events[0].hash(&node("KRM"), &START);
    let late = headquarters.take_in(&node("KRM"), first, events[1..].to_vec()).await.expect("answered");
    assert!(matches!(late, TakenIn::Gap(held) if held.seq == 0));
    headquarters.take_in(&node("KRM"), START, events[..1].to_vec()).await.expect("taken");
    let rest = headquarters.take_in(&node("KRM"), first, events[1..].to_vec()).await.expect("taken");
    assert!(matches!(rest, TakenIn::Held(held) if held.seq == 3));
}

#[tokio::test]
async fn a_changed_event_and_a_second_journal_of_the_same_name_leave_nothing_behind() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let mut events = pieces(&post).await;
    let sound = events.clone();
    events[2].payload = events[2].payload.as_ref().map(|payload| payload.replace("ML3", "ML9"));
    let taken = headquarters.take_in(&node("KRM"), START, events).await.expect("answered");
    assert!(matches!(taken, TakenIn::Unsound { seq: 3, .. }));
    assert_eq!(headquarters.journals().await.expect("read"), vec![]);

    headquarters.take_in(&node("KRM"), START, sound).await.expect("taken");
    let ((_third, twin), _) = post_and_headquarters().await;
    let forked = headquarters.take_in(&node("KRM"), START, pieces(&twin).await).await.expect("answered");
    assert_eq!(forked, TakenIn::Fork { seq: 1 });
    assert_eq!(headquarters.journal_head(&node("KRM")).await.expect("a head").seq, 3);
}

#[tokio::test]
async fn an_event_of_a_later_version_is_kept_and_chained_though_nobody_understands_it() {
    let (_folder, headquarters) = node_store("HQ").await;
    let payload = r#"{"kind":"ferry-boarded","deck":2}"#.to_owned();
    let salt = [7; 16];
    let event = JournalEvent {
        seq: 1,
        at: now().as_millisecond(),
        actor: String::new(),
        kind: "ferry-boarded".into(),
        commitment: JournalEvent::commit(&salt, &payload),
        payload: Some(payload),
        salt,
    };
    let taken = headquarters.take_in(&node("KRM"), START, vec![event.clone()]).await.expect("taken");
    assert!(matches!(taken, TakenIn::Held(held) if held.hash == event.hash(&node("KRM"), &START)));
    assert_eq!(headquarters.verify().await.expect("verified")[0].broken, None);
    assert!(headquarters.rebuild().await.is_ok());
}

async fn take(post: &Store, piece: &ReferencePiece) -> ReferenceTaken {
    post.take_reference(piece).await.expect("taken")
}

/// A post takes in small pieces until nothing is left: what took effect then.
async fn follow(post: &Store, headquarters: &Store) -> limen_store::Effect {
    follow_in_pieces(post, headquarters, 100).await
}

/// The same in pieces of about `bytes`.
async fn follow_in_pieces(post: &Store, headquarters: &Store, bytes: usize) -> limen_store::Effect {
    headquarters.publish().await.expect("published");
    for _ in 0..500 {
        let cursor = post.reference_cursor().await.expect("a cursor");
        let piece = headquarters.reference_after(&cursor, bytes).await.expect("read");
        if let ReferenceTaken::InForce(effect) = take(post, &piece).await {
            return effect;
        }
    }
    panic!("the version never became whole");
}

/// How many alerts a running program would take in anew since a turn.
async fn alerts_turned(post: &Store, since: i64) -> usize {
    let turns = post.turns_after(since).await.expect("read").expect("all are kept");
    turns.iter().filter(|turn| matches!(turn.what, limen_store::Turned::Alert(..))).count()
}

#[tokio::test]
async fn alerts_reach_a_post_as_whole_versions_and_what_was_withdrawn_goes() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let list = ListName::parse("national").expect("a name");
    headquarters.load_alerts(&list, &[alert("A-1"), alert("A-2")], "").await.expect("loaded");
    let before = post.last_turn().await.expect("a turn");
    follow(&post, &headquarters).await;
    assert_eq!(alerts_turned(&post, before).await, 2);

    headquarters.load_alerts(&list, &[alert("A-2"), alert("A-3")], "").await.expect("loaded");
    let cursor = post.reference_cursor().await.expect("a cursor");
    headquarters.publish().await.expect("published");
    let mut changed = headquarters.reference_after(&cursor, PLENTY).await.expect("read");
    assert!(changed.rows.iter().all(|row| row.key != "national/A-2"), "what did not change does not travel");
    // Half of a version has no effect.
    changed.rows.truncate(1);
    changed.whole = None;
    assert!(matches!(take(&post, &changed).await, ReferenceTaken::Staged));
    assert_eq!(post.alerts_of(&list).await.expect("read").len(), 2);
    let before = post.last_turn().await.expect("a turn");
    follow(&post, &headquarters).await;
    assert_eq!(alerts_turned(&post, before).await, 2, "one came and one went; what stayed did not turn");
    assert_eq!(post.alerts_of(&list).await.expect("read"), [alert("A-2"), alert("A-3")]);
    assert_eq!(post.reference_reached().await.expect("read"), headquarters.reference_reached().await.expect("read"));
}

#[tokio::test]
async fn certificates_that_two_people_approved_reach_a_post_and_what_is_removed_goes() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let (author, second) = (AccountId::parse("fanta").expect("an account"), AccountId::parse("lassana").expect("one"));
    let [old, new] = [&b"of 2020"[..], b"of 2026"].map(|der| TrustItem {
        lists: vec![ListedBy { country: "DE".into(), signed: now() }],
        ..TrustItem::new(TrustKind::Certificate, der)
    });
    let approve = async |file: &[u8], change: TrustChange| {
        let found = |text: &str| TrustFound { added: 1, removed: 0, text: text.into() };
        let id = headquarters.propose_trust("list.ml", file, found("proposed"), &author).await.expect("proposed");
        let waiting = headquarters.open_trust_proposals().await.expect("read");
        assert_eq!(waiting.iter().map(|waits| (waits.id, waits.counts)).collect::<Vec<_>>(), [(id, Some((1, 0)))]);
        assert_eq!(headquarters.trust_file(id).await.expect("read").as_deref(), Some(file));
        let held = headquarters.trust_items().await.expect("read");
        let decide = async |held: Vec<TrustItem>, by: &AccountId| {
            let change = Some((change.clone(), held, found("decided")));
            headquarters.decide_trust_proposal(id, change, by, "").await.expect("answered")
        };
        assert!(!decide(held.clone(), &author).await, "nobody approves what they proposed");
        let other = TrustItem::new(TrustKind::Certificate, b"approved meanwhile");
        assert!(!decide(vec![other], &second).await, "what was found from something else is not written");
        assert!(decide(held, &second).await);
        let closed = headquarters.trust_proposal(id).await.expect("read").expect("a proposal");
        assert!(closed.closed.is_some() && closed.found.as_deref() == Some("decided"), "{closed:?}");
        follow(&post, &headquarters).await;
        post.trust_items().await.expect("read")
    };
    let first = TrustChange { put: vec![old.clone()], removed: Vec::new() };
    assert_eq!(approve(b"the list of 2020", first).await, std::slice::from_ref(&old));
    let next = TrustChange { put: vec![new.clone()], removed: vec![old.id] };
    assert_eq!(approve(b"the list of 2026", next).await, [new]);
    let seals = TrustItem { by_hand: true, ..TrustItem::new(TrustKind::SealSigner, b"who seals") };
    let third = TrustChange { put: vec![seals.clone()], removed: Vec::new() };
    assert!(approve(b"who seals", third).await.contains(&seals), "who seals travels as others do");
    assert!(headquarters.open_trust_proposals().await.expect("read").is_empty());
}

#[tokio::test]
async fn a_list_of_a_later_version_is_passed_over_and_what_held_before_and_all_else_goes_on() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let (author, second) = (AccountId::parse("fanta").expect("an account"), AccountId::parse("lassana").expect("one"));
    let before = post.reference().await.expect("read");
    let later = "code,state,kind,look\na,GIN,kind-of-a-later-version,x\n";
    let id = headquarters.propose_reference_list(ListKind::Documents, later, &author).await.expect("proposed");
    assert!(headquarters.decide_list_proposal(id, Some(1), &second, "").await.expect("decided"));
    let list = ListName::parse("national").expect("a name");
    headquarters.load_alerts(&list, &[alert("A-1")], "").await.expect("loaded");
    headquarters.publish().await.expect("published");
    follow(&post, &headquarters).await;
    assert_eq!(post.reference().await.expect("read"), before);
    assert_eq!(post.alerts_of(&list).await.expect("read"), [alert("A-1")]);
    assert_eq!(post.reference_reached().await.expect("read"), headquarters.reference_reached().await.expect("read"));
}

#[tokio::test]
async fn a_version_that_is_not_whole_takes_no_effect_and_is_asked_for_anew() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let list = ListName::parse("national").expect("a name");
    headquarters.load_alerts(&list, &[alert("A-1"), alert("A-2")], "").await.expect("loaded");
    headquarters.publish().await.expect("published");
    let mut piece = headquarters.reference_after(&ReferenceCursor::default(), PLENTY).await.expect("read");
    piece.rows.remove(0);
    assert!(matches!(take(&post, &piece).await, ReferenceTaken::NotWhole));
    assert_eq!(post.alerts_of(&list).await.expect("read"), []);
    follow(&post, &headquarters).await;
    assert_eq!(post.alerts_of(&list).await.expect("read").len(), 2);
}

#[tokio::test]
async fn an_old_piece_and_one_with_a_gap_before_it_change_nothing() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let list = ListName::parse("national").expect("a name");
    headquarters.load_alerts(&list, &[alert("A-1")], "").await.expect("loaded");
    headquarters.publish().await.expect("published");
    let old = headquarters.reference_after(&ReferenceCursor::default(), PLENTY).await.expect("read");
    follow(&post, &headquarters).await;
    let first = post.reference_cursor().await.expect("a cursor");
    headquarters.load_alerts(&list, &[alert("A-2")], "").await.expect("loaded");
    follow(&post, &headquarters).await;
    let reached = post.reference_reached().await.expect("read");
    assert!(matches!(take(&post, &old).await, ReferenceTaken::Old));

    let (_third, fresh) = node_store("ZEG").await;
    let later = headquarters.reference_after(&first, PLENTY).await.expect("read");
    assert!(matches!(take(&fresh, &later).await, ReferenceTaken::Gap));
    assert_eq!(post.reference_reached().await.expect("read"), reached);
    assert_eq!(post.alerts_of(&list).await.expect("read"), [alert("A-2")]);
}

#[tokio::test]
async fn a_source_that_does_not_go_on_from_the_one_before_takes_nothing_away() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let list = ListName::parse("national").expect("a name");
    headquarters.load_alerts(&list, &[alert("A-1"), alert("A-2")], "").await.expect("loaded");
    follow(&post, &headquarters).await;
    let (_third, restored) = node_store("HQ.2").await;
    restored.load_alerts(&list, &[alert("A-2")], "").await.expect("loaded");
    restored.publish().await.expect("published");
    let piece = restored.reference_after(&ReferenceCursor::default(), PLENTY).await.expect("read");
    assert!(matches!(take(&post, &piece).await, ReferenceTaken::Behind));
    assert_eq!(post.alerts_of(&list).await.expect("read"), [alert("A-1"), alert("A-2")]);
}

#[tokio::test]
async fn whatever_a_post_has_forgotten_of_its_way_no_earlier_version_takes_effect() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let list = ListName::parse("national").expect("a name");
    headquarters.load_alerts(&list, &[alert("A-1")], "").await.expect("loaded");
    headquarters.publish().await.expect("published");
    let old = headquarters.reference_after(&ReferenceCursor::default(), PLENTY).await.expect("read");
    headquarters.load_alerts(&list, &[alert("A-2")], "").await.expect("loaded");
    follow(&post, &headquarters).await;
    // A piece that lacks something: everything is asked for anew.
    headquarters.load_alerts(&list, &[alert("A-2"), alert("A-3"), alert("A-4")], "").await.expect("loaded");
    headquarters.publish().await.expect("published");
    let mut piece = headquarters.reference_after(&post.reference_cursor().await.expect("a cursor"), PLENTY).await;
    piece.as_mut().expect("read").rows.remove(0);
    assert!(matches!(take(&post, &piece.expect("read")).await, ReferenceTaken::NotWhole));
    // A stick from last week holds a whole version, from the beginning on.
    assert!(matches!(take(&post, &old).await, ReferenceTaken::Old));
    assert_eq!(post.alerts_of(&list).await.expect("read"), [alert("A-2")]);
    follow(&post, &headquarters).await;
    assert_eq!(post.alerts_of(&list).await.expect("read").len(), 3);
}

/// Records crossings one after the other while `work` goes on. Returns how long each waited.
async fn crossings_beside(store: &Store, work: impl Future<Output = ()>) -> Vec<Duration> {
    let is_over = AtomicBool::new(false);
    let counter = async {
        let mut waits = Vec::new();
        while !is_over.load(Ordering::Relaxed) {
            let event = Event::CrossingRecorded(Box::new(crossing(new_id(), "ML9")));
            let begun = Instant::now();
            store.append(Some(&officer()), vec![event], None).await.expect("recorded beside the list");
            waits.push(begun.elapsed());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        waits
    };
    let work = async {
        work.await;
        is_over.store(true, Ordering::Relaxed);
    };
    tokio::join!(counter, work).0
}

/// Each crossing was recorded, many of them, and none waited long.
fn assert_nobody_waited(waits: &[Duration], beside: &str) {
    let longest = waits.iter().max().expect("crossings");
    eprintln!("{} crossings beside {beside}: the longest waited {longest:?}", waits.len());
    assert!(waits.len() >= 5, "{} crossings beside {beside}", waits.len());
    assert!(*longest < Duration::from_secs(2), "{longest:?} beside {beside}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_version_is_published_and_takes_effect_in_pieces_while_others_write() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let list = ListName::parse("national").expect("a name");
    let alerts: Vec<_> = (0..MANY).map(|number| alert(&format!("A-{number}"))).collect();
    let load = async { headquarters.load_alerts(&list, &alerts, "").await.expect("loaded") };
    assert_nobody_waited(&crossings_beside(&headquarters, load).await, "a list that is taken in");
    let publish = async {
        headquarters.publish().await.expect("published");
    };
    assert_nobody_waited(&crossings_beside(&headquarters, publish).await, "its publication");
    // As over the link, and as a stick brings it.
    for (bytes, beside) in [(50_000, "small pieces of it"), (8 << 20, "large pieces of it")] {
        let follow = async {
            follow_in_pieces(&post, &headquarters, bytes).await;
        };
        assert_nobody_waited(&crossings_beside(&post, follow).await, beside);
        assert_eq!(post.alerts_of(&list).await.expect("read"), headquarters.alerts_of(&list).await.expect("read"));
        assert_eq!(
            post.reference_reached().await.expect("read"),
            headquarters.reference_reached().await.expect("read")
        );
        headquarters.load_alerts(&list, &alerts[..10], "").await.expect("loaded");
        headquarters.publish().await.expect("published");
    }
}

#[tokio::test]
async fn crossings_at_one_post_are_known_at_another_until_the_law_has_them_forgotten() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    headquarters.take_in(&node("KRM"), START, pieces(&post).await).await.expect("taken");
    let (_third, neighbour) = node_store("ZEG").await;
    let mut after = 0;
    while let Some(piece) =
        headquarters.known_after(&node("KRM"), after, Timestamp::UNIX_EPOCH, 100).await.expect("read")
    {
        after = piece.up_to;
        neighbour.take_known(&piece).await.expect("taken");
        neighbour.take_known(&piece).await.expect("passed over");
    }
    assert_eq!(neighbour.known_journals().await.expect("read"), vec![(node("KRM"), 3)]);
    let document = [traveller("ML2").document.and_then(|document| document.key()).expect("a document")];
    assert_eq!(neighbour.earlier_crossings(&document, 10).await.expect("read").1, 1);
    assert!(neighbour.rebuild().await.expect("rebuilt").iter().all(|table| table.only_in_journal == 0));
    let now = now();
    let wrong = now + jiff::SignedDuration::from_hours(24 * 400);
    assert_eq!(neighbour.forget_known(wrong, wrong).await.expect("judged"), 0, "by a clock that leapt");
    assert_eq!(neighbour.forget_known(Timestamp::MAX, now).await.expect("forgotten"), 3);
    assert!(neighbour.rebuild().await.expect("rebuilt").iter().all(|table| table.only_in_table == 0));
    assert_eq!(neighbour.earlier_crossings(&document, 10).await.expect("read").1, 0);
}

#[tokio::test]
async fn what_headquarters_erases_on_a_claim_is_gone_at_the_post_and_where_it_is_known_also_if_it_comes_late() {
    let ((_one, post), (_other, headquarters)) = post_and_headquarters().await;
    let (_third, neighbour) = node_store("ZEG").await;
    let document = [traveller("ML2").document.and_then(|document| document.key()).expect("a document")];
    let mine = post.earlier_crossings(&document, 1).await.expect("read").0[0].id;
    let visa = VisaNumber::parse("V-1").expect("a number");

    // One person proposes it at headquarters, and another approves.
    let (nana, oumou) = (AccountId::parse("nana").expect("a name"), AccountId::parse("oumou").expect("a name"));
    let claim = headquarters.new_id();
    let day = jiff::civil::date(2031, 3, 10);
    let received = Event::RightClaimed {
        claim,
        right: Right::Erasure,
        reference: "1".into(),
        document: Some(document[0].clone()),
        words: String::new(),
        received: day,
        due: day,
    };
    headquarters.append(Some(&nana), vec![received], None).await.expect("received");
    let erase = ToErase { crossings: vec![mine], visas: vec![visa], whole: true };
    assert!(headquarters.propose_claim_erasure(&nana, claim, erase, "not theirs").await.expect("proposed"));
    assert!(!headquarters.decide_claim_erasure(claim, (true, true), &nana, "").await.expect("refused"), "her own");
    assert!(headquarters.decide_claim_erasure(claim, (true, true), &oumou, "").await.expect("approved"));
    assert!(!headquarters.decide_claim_erasure(claim, (true, true), &oumou, "").await.expect("refused"), "once");
    assert_eq!(
        headquarters.claims().await.expect("read")[0].answer.as_ref().map(|a| a.answer),
        Some(RightAnswer::Granted)
    );
    assert_eq!(headquarters.carry_out_claims().await.expect("done"), 0, "nothing of it is there yet");

    // The post corrected the record, and sent its journal, before it learned of that.
    let corrected = Event::CrossingCorrected {
        mistaken: mine,
        crossing: Box::new(crossing(new_id(), "ML2")),
        reason: "birth date".into(),
    };
    post.append(Some(&officer()), vec![corrected], None).await.expect("corrected");
    headquarters.take_in(&node("KRM"), START, pieces(&post).await).await.expect("taken");
    let piece = headquarters.known_after(&node("KRM"), 0, Timestamp::UNIX_EPOCH, PLENTY).await.expect("read");
    neighbour.take_known(&piece.expect("a piece")).await.expect("taken");
    for store in [&headquarters, &neighbour, &post] {
        if store.node() != headquarters.node() {
            follow(store, &headquarters).await;
        }
        assert_eq!(store.earlier_crossings(&document, 1).await.expect("read").1, 1);
        assert_eq!(store.carry_out_claims().await.expect("done"), 2, "{}", store.node());
        assert_eq!(store.earlier_crossings(&document, 1).await.expect("read").1, 0, "{}", store.node());
        assert_eq!(store.carry_out_claims().await.expect("done"), 0, "once");
        assert!(store.verify().await.expect("verified").iter().all(|journal| journal.broken.is_none()));
        let rebuilt = store.rebuild().await.expect("rebuilt");
        assert!(rebuilt.iter().all(|table| table.only_in_journal + table.only_in_table == 0), "{rebuilt:?}");
    }
    assert_eq!(headquarters.claims().await.expect("read")[0].erased, Some(2));
}

#[tokio::test]
async fn a_post_records_and_cancels_no_crossing_of_another_post() {
    let ((_one, krm), (_other, headquarters)) = post_and_headquarters().await;
    let enrol = async |post: &str, number: u8| {
        let until = now() + jiff::SignedDuration::from_hours(1);
        let place = limen_domain::PostId::parse(post).expect("a post");
        headquarters.invite(None, [number; 32], &place, until).await.expect("invited");
        headquarters.enrol([number; 32], [number; 32], "age1", now()).await.expect("read").expect("enrolled")
    };
    assert_eq!(enrol("KRM", 1).await.id, node("KRM"));
    assert_eq!(enrol("ZEG", 2).await.id, node("ZEG"));
    let taken = headquarters.take_in(&node("KRM"), START, pieces(&krm).await).await.expect("taken");
    assert!(matches!(taken, TakenIn::Held(_)), "its own: {taken:?}");

    // Zégoua cancels what Kourémalé recorded, and records as if it were Kourémalé.
    let id = krm.earlier_crossings(&[traveller("ML1").document.and_then(|d| d.key()).expect("a document")], 1).await;
    let recorded = id.expect("read").0[0].id;
    let cancelled = Event::CrossingCancelled { crossing: recorded, reason: "nobody saw it".into() };
    let foreign = Event::CrossingRecorded(Box::new(crossing(new_id(), "ML9")));
    for event in [cancelled, foreign] {
        let (_home, zeg) = node_store("ZEG").await;
        zeg.append(None, vec![event], None).await.expect("written there");
        let events = zeg.journal_after(&node("ZEG"), 0, PLENTY).await.expect("read");
        let taken = headquarters.take_in(&node("ZEG"), START, events).await.expect("answered");
        assert!(matches!(taken, TakenIn::Unsound { .. }), "{taken:?}");
    }
    assert_eq!(headquarters.journal_head(&node("ZEG")).await.expect("a head").seq, 0);
}
