//! What is kept of a neighbour and for how long: what it signed twice, as evidence; what posts wrote for it and what was
//! proposed about it, for as long as the agreement says.
#![allow(missing_docs)]

mod support;

use jiff::{SignedDuration, civil::date};
use limen_domain::{Event, NodeId};
use limen_exchange::{
    Identity,
    neighbours::{Way, kept_root, root, sealed},
};
use limen_neighbour::{Answer, Content, Head, Kept, Kind, Message, PairNote, Paper};
use limen_node::neighbours::{self, Own, agreements, drafts, proposals, said, talk};
use limen_store::{ForkOf, NewEvent};
use support::neighbours::{Side, agreement_of, id, neighbours, settle, sign, state};
use uuid::Uuid;

const A_DAY: SignedDuration = SignedDuration::from_hours(24);

fn note(text: &str) -> Content {
    Content::PairNote(PairNote { pair: "KRM".into(), day: date(2031, 3, 9), text: text.into() })
}

/// Guinea and Mali, who keep counts for 100 days, notices for one and joint work for two.
async fn agreed() -> (Side, Side, String) {
    let (guinea, mali) = neighbours().await;
    let mut agreement = agreement_of(&guinea, &mali, 1, Uuid::from_u128(7));
    agreement.papers = vec![Kind::PairNote, Kind::Notice, Kind::Answer];
    agreement.kept_days = Kept { figures: 100, notices: 1, work: 2 };
    let name = sign(&guinea, &mali, agreement).await;
    settle(&guinea, &mali).await;
    (guinea, mali, name)
}

/// Nothing is let go of by a clock that nobody believes.
async fn clock_is_right(side: &Side) {
    side.node.store.append(Some(&id("awa")), vec![Event::ClockConfirmed], None).await.expect("said");
}

/// Guinea takes in a message that is signed by Mali's key.
async fn tells(mali: &Side, guinea: &Side, message: &Message) {
    let identity = Identity::load(mali.folder.path()).expect("keys");
    let (from, to) = (mali.party(), guinea.party());
    let sent = sealed(&identity, (&from, &to), Way::First, mali.node.now(), message).expect("sealed");
    talk::answer(&guinea.node, &sent).await.expect("an answer");
}

#[tokio::test]
async fn another_paper_in_the_place_of_one_that_is_held_is_refused_and_kept_as_evidence_once() {
    let (guinea, mali, name) = agreed().await;
    said::say(&mali.node, Some(&mali.awa.account.id), state("GIN"), note("Route"), None).await.expect("said");
    settle(&guinea, &mali).await;
    let (store, from) = (&guinea.node.store, state("MLI"));
    let first = mali.node.store.neighbour_papers(state("GIN"), true, 1, 1).await.expect("read").remove(0);

    // What comes again contradicts nothing.
    let again = Message { papers: vec![first.file.expect("a text")], ..Message::with_room(1 << 20) };
    tells(&mali, &guinea, &again).await;
    assert!(store.neighbour_forks(from).await.expect("read").is_empty());

    let identity = Identity::load(mali.folder.path()).expect("keys");
    let (theirs, ours, now) = (mali.party(), guinea.party(), mali.node.now());
    let other = Paper::next(&theirs, &ours, &name, &Head::default(), now, note("Pont"));
    let (file, head) = other.signed(&identity).expect("signed");
    let after = Paper::next(&theirs, &ours, &name, &head, now, note("Bac"));
    let (later, _) = after.signed(&identity).expect("signed");
    for _ in 0..2 {
        let message = Message { papers: vec![file.clone(), later.clone()], ..Message::with_room(1 << 20) };
        tells(&mali, &guinea, &message).await;
    }
    let forks = store.neighbour_forks(from).await.expect("read");
    assert_eq!(forks.len(), 1, "{forks:?}");
    assert_eq!((forks[0].what.of, forks[0].what.number), (ForkOf::Paper, 1));
    assert_eq!((&forks[0].what.held, &forks[0].what.came), (&first.head.name, &file));
    assert_eq!(guinea.theirs(Kind::PairNote).await, [note("Route")], "nothing of it was taken in");
    assert_eq!(store.open_neighbour_forks().await.expect("read"), 1);

    let which = (from, ForkOf::Paper, 1);
    for is_first in [true, false] {
        let settled = store.settle_neighbour_fork(which, &guinea.awa.account.id, "Sauvegarde remise").await;
        assert_eq!(settled.expect("written"), is_first);
    }
    assert_eq!(store.open_neighbour_forks().await.expect("read"), 0);
    neighbours::sweep(&guinea.node).await.expect("swept");
    assert_eq!(
        store.neighbour_forks(from).await.expect("read").len(),
        1,
        "and is evidence for as long as joint work is"
    );
}

#[tokio::test]
async fn a_journal_that_was_rewritten_is_kept_beside_the_root_that_it_does_not_go_on_from() {
    let (guinea, mali, _) = agreed().await;
    let store = &guinea.node.store;
    let kept = store.neighbour(state("MLI")).await.expect("read").expect("known").witnessed;
    let before = kept_root(&kept, &mali.party().key).expect("a root");
    // The same key over another journal.
    let other = Side::of("MLI", "Africa/Bamako").await;
    let identity = Identity::load(mali.folder.path()).expect("keys");
    let shown = root(&other.node.store, &identity, Some(&before)).await.expect("a root");
    tells(&mali, &guinea, &Message { root: Some(shown), ..Message::with_room(1 << 20) }).await;
    let forks = store.neighbour_forks(state("MLI")).await.expect("read");
    assert_eq!(forks.len(), 1, "{forks:?}");
    assert_eq!((forks[0].what.of, forks[0].what.number), (ForkOf::Journal, before.1));
    assert_eq!(forks[0].what.held, kept);
    assert!(kept_root(&forks[0].what.came, &mali.party().key).is_some(), "their key signed it");
    let after = store.neighbour(state("MLI")).await.expect("read").expect("known").witnessed;
    assert_eq!(after, kept, "what was kept stays");
}

#[tokio::test]
async fn what_posts_wrote_for_a_neighbour_is_erased_with_the_days_of_the_agreement_and_the_chain_still_verifies() {
    let (guinea, _mali, _) = agreed().await;
    let (store, now) = (&guinea.node.store, guinea.node.now());
    let answer = |telephone: &str| {
        let (notice, pair, confirmed) = (Uuid::from_u128(1), "KRM".to_owned(), Some(true));
        Content::Answer(Answer { notice, pair, at: now, confirmed, telephone: telephone.into() })
    };
    let written = [(101, note("Awa KEITA")), (99, note("Route")), (2, answer("+224 620")), (0, answer("+224 621"))];
    let events = written.map(|(days, content)| NewEvent {
        at: now - A_DAY * days,
        actor: Some(id("awa")),
        event: Event::NeighbourDrafted {
            neighbour: state("MLI"),
            content: serde_json::to_string(&content).expect("written"),
        },
    });
    clock_is_right(&guinea).await;
    store.bring_in(&NodeId::parse("KMG").expect("a node"), events.to_vec()).await.expect("brought in");
    assert_eq!(drafts::let_go(store).await.expect("erased"), 2);
    let left = store.neighbour_drafts(state("MLI"), 9).await.expect("read");
    let left: Vec<_> = left.iter().map(|draft| draft.content.as_str()).collect();
    assert!(left.len() == 2 && left[0].contains("621") && left[1].contains("Route"), "{left:?}");
    for journal in store.verify().await.expect("read") {
        assert_eq!(journal.broken, None, "{}", journal.node);
        assert_eq!(journal.erased, if journal.node == "KMG" { 2 } else { 0 });
    }
    for table in store.rebuild().await.expect("rebuilt") {
        assert_eq!((table.only_in_journal, table.only_in_table), (0, 0), "{}", table.table);
    }
    assert_eq!(drafts::let_go(store).await.expect("erased"), 0);
}

#[tokio::test]
async fn what_was_proposed_and_is_closed_goes_with_the_days_of_the_agreement() {
    let (guinea, mali, _) = agreed().await;
    // Their card again, as with another address.
    let card = Own::of(&mali.node).expect("headquarters").card(&mali.node).await.expect("a card");
    let aloud = mali.party().fingerprint().to_string();
    let propose =
        async || proposals::card(&guinea.node, &guinea.awa.account.id, &card, &aloud).await.expect("proposed");
    let closed = propose().await;
    guinea.approves(closed).await;
    let open = propose().await;
    for (more, is_kept) in [(A_DAY, true), (A_DAY + SignedDuration::from_mins(1), false)] {
        guinea.clock.set(guinea.node.now() + more);
        clock_is_right(&guinea).await;
        neighbours::sweep(&guinea.node).await.expect("swept");
        let found = guinea.node.store.neighbour_proposal(closed).await.expect("read");
        assert_eq!(found.is_some(), is_kept, "work is kept for two days");
    }
    assert!(guinea.node.store.neighbour_proposal(open).await.expect("read").is_some(), "it waits for a word");
    assert!(guinea.open(&mali).await, "what was approved holds");
}

#[tokio::test]
async fn only_an_agreement_whose_last_day_is_over_is_ended_by_its_day_whatever_a_neighbour_says() {
    let (guinea, mali, name) = agreed().await;
    agreements::end(&mali.node, &mali.awa.account.id, &name, "until").await.expect("ended");
    settle(&guinea, &mali).await;
    for side in [&guinea, &mali] {
        let ended = side.node.store.agreement(&name).await.expect("read").and_then(|kept| kept.ended);
        let ended = ended.expect("an end");
        assert_eq!(ended, (state("MLI"), "until".to_owned()));
        assert!(!agreements::is_by_last_day(&side.node, &ended), "it is Mali's word");
    }

    let (guinea, _mali, name) = agreed().await;
    guinea.clock.set("2032-01-01T12:00:00Z".parse().expect("a moment"));
    neighbours::sweep(&guinea.node).await.expect("swept");
    let ended = guinea.node.store.agreement(&name).await.expect("read").and_then(|kept| kept.ended);
    assert!(agreements::is_by_last_day(&guinea.node, &ended.expect("an end")));
}
