//! Headquarters of neighbouring states as the store keeps them: two programs of one headquarters on one database say nothing twice,
//! a day takes so much of a neighbour and no more, and of the cards of a state one waits.

use jiff::civil::{Date, date};
use limen_domain::{AccountId, NodeId, StateCode};
use limen_neighbour::{DayTaken, Head, MOST_NOTICES_A_DAY, MOST_PAPERS_A_DAY};
use limen_store::{
    HeardOf, HeardPaper, NeighbourChange, NeighbourProposed, NewPaper, PaperEffect, SaidTo, Store, StoreError,
};
mod support;
use support::*;

const TODAY: Date = date(2031, 3, 10);
const TOMORROW: Date = date(2031, 3, 11);

fn mali() -> StateCode {
    "MLI".parse().expect("a state")
}

fn head(number: u64) -> Head {
    Head { number, name: if number == 0 { String::new() } else { format!("{number:064x}") } }
}

async fn propose(store: &Store, card: &str) -> Option<uuid::Uuid> {
    store.propose_to_neighbour(mali(), NeighbourProposed::Card, card, &officer()).await.expect("looked at")
}

async fn decide(store: &Store, proposal: uuid::Uuid, approves: bool) {
    let second = AccountId::parse("bakary").expect("an identifier");
    let change = approves.then_some(NeighbourChange::Card);
    assert!(store.decide_neighbour_proposal(proposal, change, &second, "").await.expect("decided"));
}

/// A headquarters that knows Mali's.
async fn headquarters() -> (Home, Store) {
    let (home, store) = store_of("HQ").await;
    let proposal = propose(&store, "card").await.expect("the only card");
    decide(&store, proposal, true).await;
    (home, store)
}

/// The paper after so many, about a day of a pair.
fn paper(number: u64, about: &str, since: Option<u64>, draft: Option<i64>) -> NewPaper {
    NewPaper {
        before: head(number - 1),
        head: head(number),
        agreement: String::new(),
        kind: "figures",
        about: about.to_owned(),
        at: now(),
        file: String::new(),
        effect: PaperEffect::default(),
        draft: draft.map(|seq| (NodeId::parse("KRM").expect("an identifier"), seq)),
        since,
    }
}

#[tokio::test]
async fn two_programs_of_one_headquarters_say_one_version_of_a_day_and_one_draft_once() {
    let (home, one) = headquarters().await;
    let other = home.open().await;
    let said = |store: &Store, paper: NewPaper| {
        let store = store.clone();
        async move { store.say_to_neighbour(None, mali(), paper).await.expect("looked at") }
    };
    // Both found out at once that nothing was said of this day.
    let (first, second) = tokio::join!(
        said(&one, paper(1, "KRM/9/exit", Some(0), None)),
        said(&other, paper(1, "KRM/9/exit", Some(0), None))
    );
    let outcomes = [first, second];
    assert!(outcomes.contains(&SaidTo::Said) && outcomes.contains(&SaidTo::Already), "{outcomes:?}");
    // Made anew for its place in the line it says the same, and is left.
    assert_eq!(said(&other, paper(2, "KRM/9/exit", Some(0), None)).await, SaidTo::Already);
    assert_eq!(said(&other, paper(2, "KRM/9/entry", Some(0), None)).await, SaidTo::Said, "another direction");
    assert_eq!(said(&one, paper(2, "KRM/8/entry", Some(0), None)).await, SaidTo::NotNext, "made anew, it goes on");
    assert_eq!(said(&one, paper(3, "KRM/9/exit", Some(2), None)).await, SaidTo::Said, "a correction by who knew it");
    // What was written at a post is said once.
    assert_eq!(said(&one, paper(4, "note", None, Some(7))).await, SaidTo::Said);
    assert_eq!(said(&other, paper(5, "note", None, Some(7))).await, SaidTo::Already);
    assert_eq!(said(&other, paper(5, "note", None, Some(8))).await, SaidTo::Said);
    let known = one.neighbour(mali()).await.expect("read").expect("known");
    assert_eq!(known.said.number, 5);
    assert!(one.verify().await.expect("verified").iter().all(|journal| journal.broken.is_none()));
}

/// What is heard after so many papers: more of them.
fn heard(after: u64, papers: u64, day: Date, left_over: u32) -> HeardOf {
    let paper = |number| HeardPaper {
        head: head(number),
        agreement: String::new(),
        kind: "notice".into(),
        about: String::new(),
        at: now(),
        file: Err("kind"),
        set_aside: None,
    };
    HeardOf {
        before: head(after),
        papers: (after + 1..=after + papers).map(paper).collect(),
        day,
        brings: DayTaken { papers: papers as u32, bytes: 10 * papers, notices: papers as u32 },
        left_over,
        ..HeardOf::default()
    }
}

#[tokio::test]
async fn a_day_takes_so_much_of_a_neighbour_and_what_was_left_is_noted_once() {
    let (_home, store) = headquarters().await;
    let hears = async |heard: HeardOf| store.hear_of_neighbour(mali(), heard).await.expect("looked at");
    let seq = async || store.journal_head(&NodeId::parse("HQ").expect("an identifier")).await.expect("a head").seq;
    let most = u64::from(MOST_NOTICES_A_DAY);
    assert!(hears(heard(0, most, TODAY, 0)).await);
    assert!(
        !hears(heard(most, 1, TODAY, 0)).await,
        "whoever took more than the day has room for, nothing of it is kept"
    );
    let before = seq().await;
    assert!(hears(heard(most, 0, TODAY, 5)).await);
    assert_eq!(seq().await, before + 1);
    assert!(hears(heard(most, 0, TODAY, 900)).await && hears(heard(most, 0, TODAY, 3)).await);
    assert_eq!(seq().await, before + 1, "noted once a day");
    let today = store.neighbour_day(mali(), TODAY).await.expect("read");
    assert_eq!((today.taken.notices, today.taken.papers, today.left_over), (100, 100, 900));
    // The line goes on where it stands.
    assert!(hears(heard(most, 7, TOMORROW, 0)).await);
    let today = store.neighbour_day(mali(), TOMORROW).await.expect("read");
    assert_eq!((today.taken.notices, today.left_over), (7, 0));
    assert_eq!(store.refused_neighbour_papers(mali()).await.expect("read"), 107);
    assert_eq!(store.neighbour(mali()).await.expect("read").expect("known").held.number, 107);
    let mut many = heard(107, 0, TOMORROW, 0);
    many.brings.papers = MOST_PAPERS_A_DAY;
    assert!(!hears(many).await);
}

#[tokio::test]
async fn questions_over_the_number_agreed_are_counted_and_noted_once_a_day() -> Result<(), StoreError> {
    let (_home, store) = headquarters().await;
    let node = NodeId::parse("HQ").expect("an identifier");
    assert!(store.count_document_questions((mali(), mali(), None), TODAY, (2, 2)).await?);
    let before = store.journal_head(&node).await?.seq;
    for _ in 0..20 {
        assert!(!store.count_document_questions((mali(), mali(), None), TODAY, (5, 2)).await?);
    }
    assert_eq!(store.journal_head(&node).await?.seq, before + 1);
    assert_eq!(store.neighbour_day(mali(), TODAY).await?.questions_refused, 100);
    assert!(!store.count_document_questions((mali(), mali(), None), TOMORROW, (5, 2)).await?);
    assert_eq!(store.journal_head(&node).await?.seq, before + 2);
    Ok(())
}

#[tokio::test]
async fn of_the_cards_of_a_state_one_waits_at_a_time() {
    let (home, one) = store_of("HQ").await;
    let other = home.open().await;
    let (first, second) = tokio::join!(propose(&one, "card"), propose(&other, "another card"));
    assert!(first.is_some() != second.is_some(), "one of two that came at once: {first:?} {second:?}");
    assert_eq!(propose(&one, "a third card").await, None);
    // What is not a card of this state waits beside it.
    let agreement = one.propose_to_neighbour(mali(), NeighbourProposed::Agreement, "agreement", &officer()).await;
    assert!(agreement.expect("looked at").is_some());
    let by = officer();
    let guinea = one.propose_to_neighbour("GIN".parse().expect("a state"), NeighbourProposed::Card, "card", &by).await;
    assert!(guinea.expect("looked at").is_some());
    decide(&one, first.or(second).expect("one waits"), false).await;
    assert!(propose(&other, "another card").await.is_some());
}
