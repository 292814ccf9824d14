//! What a second person decides, and its effect: both or neither, once, even if someone else decides at the same
//! moment.
#![allow(clippy::unwrap_used)]

mod support;

use limen_domain::{AccountId, AlertId, ListName, Role};
use limen_store::{AccountDraft, Credentials, Decided, ListFile, ProposalEnd, Store, Turned};
use std::collections::BTreeSet;
use support::{alert, store_of};
use tokio::task::JoinSet;

fn account(id: &str) -> AccountId {
    AccountId::parse(id).unwrap()
}

fn list() -> ListName {
    ListName::parse("national").unwrap()
}

/// How often the journal says that something was decided.
async fn decided(store: &Store) -> usize {
    let events = store.journal_after(store.node(), 0, usize::MAX).await.unwrap();
    events.iter().filter(|event| event.kind == "proposal-decided").count()
}

async fn ids(store: &Store) -> BTreeSet<String> {
    store.alerts_of(&list()).await.unwrap().iter().map(|alert| alert.id.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_decide_about_one_alert_at_once_one_does() {
    let (_folder, store) = store_of("HQ").await;
    for round in 0..8 {
        let id = store.propose_alert(&alert(&format!("A-{round}")), &account("kadiatou")).await.unwrap();
        let mut deciding = JoinSet::new();
        for number in 0..6 {
            let store = store.clone();
            let approves = number % 2 == 0;
            deciding.spawn(async move {
                store.decide_proposal(id, approves, &account(&format!("second{number}")), "").await.unwrap()
            });
        }
        let outcomes = deciding.join_all().await;
        let counted: Vec<_> = outcomes.iter().filter(|outcome| **outcome != Decided::Not).collect();
        assert_eq!(counted.len(), 1, "{outcomes:?}");
        assert_eq!(decided(&store).await, round + 1);
        let holds = ids(&store).await.contains(&format!("A-{round}"));
        assert_eq!(holds, matches!(counted[0], Decided::Approved(_)));
    }
}

#[tokio::test]
async fn an_approval_whose_asker_is_gone_has_its_effect_all_the_same() {
    let (_folder, store) = store_of("HQ").await;
    for round in 0..20 {
        let id = store.propose_alert(&alert(&format!("A-{round}")), &account("kadiatou")).await.unwrap();
        let seydou = account("seydou");
        let deciding = store.decide_proposal(id, true, &seydou, "");
        // Dropped as soon as it has begun to wait: a closed tab.
        let _ = tokio::time::timeout(std::time::Duration::ZERO, deciding).await;
    }
    // Whatever is written next is written after what was asked before.
    store.propose_alert(&alert("LAST"), &account("kadiatou")).await.unwrap();
    let open = store.open_proposals().await.unwrap().len() - 1;
    assert_eq!(decided(&store).await, 20 - open);
    assert_eq!(ids(&store).await.len(), 20 - open);
    assert_eq!(open, 0, "every one of them was on its way");
}

#[tokio::test]
async fn someone_new_is_let_in_with_the_decision_or_not_at_all() {
    let (_folder, store) = store_of("HQ").await;
    let draft = AccountDraft {
        id: account("oumar"),
        name: "Oumar".into(),
        role: Role::FirstLine,
        language: "fr".into(),
        stamp: String::new(),
        posts: Vec::new(),
    };
    let id = store.propose_person(&draft, &account("kadiatou")).await.unwrap();
    let seydou = account("seydou");
    assert!(!store.decide_person_proposal(id, true, &seydou, "", None).await.unwrap(), "nobody new without a password");
    assert_eq!(decided(&store).await, 0);
    assert!(store.person_proposal(id).await.unwrap().unwrap().closed.is_none(), "it can still be decided");
    let credentials = Credentials::of_password("$argon2id$".into());
    assert!(store.decide_person_proposal(id, true, &seydou, "", Some(&credentials)).await.unwrap());
    assert!(store.account(&draft.id).await.unwrap().is_some());
    assert_eq!(decided(&store).await, 1);
}

#[tokio::test]
async fn a_list_that_is_approved_holds_whole_and_what_is_decided_meanwhile_is_not_undone() {
    let (folder, store) = store_of("HQ").await;
    let old: Vec<_> = (0..3_000).map(|number| alert(&format!("A-{number:05}"))).collect();
    store.load_alerts(&list(), &old, "").await.unwrap();
    let mut staging = store.stage_list(&list());
    let new: Vec<_> = (1_500..4_500).map(|number| alert(&format!("A-{number:05}"))).collect();
    staging.add(&new).await.unwrap();
    let id = staging.propose(ListFile::default(), &account("kadiatou")).await.unwrap();
    let seydou = account("seydou");
    let Decided::Approved(turn) = store.decide_proposal(id, true, &seydou, "").await.unwrap() else { panic!("not") };
    let turns = store.turns_after(turn - 1).await.unwrap().unwrap();
    assert_eq!(turns[0].what, Turned::List(list()));
    // Before its rows are moved: one of the new list is withdrawn, one is added.
    let withdrawn = AlertId::parse("A-04000").unwrap();
    assert!(store.withdraw_alert(&list(), &withdrawn, &seydou, &"gone".parse().unwrap()).await.unwrap().is_some());
    let urgent = store.propose_alert(&alert("URGENT"), &account("kadiatou")).await.unwrap();
    store.decide_proposal(urgent, true, &seydou, "").await.unwrap();
    // The power fails; the rows are moved at the next start.
    store.close().await;
    let store = folder.open().await;
    store.finish_lists().await.unwrap();
    let mut expected: BTreeSet<String> = new.iter().map(|alert| alert.id.to_string()).collect();
    expected.remove("A-04000");
    expected.insert("URGENT".into());
    assert_eq!(ids(&store).await, expected);
    assert_eq!(store.staged_alerts_after(id, None, 10).await.unwrap(), [], "nothing staged is left");
}

#[tokio::test]
async fn a_list_that_is_rejected_leaves_nothing_behind() {
    let (_folder, store) = store_of("HQ").await;
    store.load_alerts(&list(), &[alert("A-1")], "").await.unwrap();
    let mut staging = store.stage_list(&list());
    staging.add(&[alert("A-2"), alert("A-3")]).await.unwrap();
    let id = staging.propose(ListFile::default(), &account("kadiatou")).await.unwrap();
    let own = store.decide_proposal(id, true, &account("kadiatou"), "").await.unwrap();
    assert_eq!(own, Decided::Not, "nobody approves what they proposed");
    assert_eq!(store.decide_proposal(id, false, &account("seydou"), "").await.unwrap(), Decided::Rejected);
    store.finish_lists().await.unwrap();
    assert_eq!(store.staged_alerts_after(id, None, 10).await.unwrap(), []);
    assert_eq!(ids(&store).await, BTreeSet::from(["A-1".to_owned()]));
    let end = async |id| store.proposal(id).await.unwrap().unwrap().closed.unwrap().end;
    assert_eq!(end(id).await, ProposalEnd::Rejected);
    let id = store.stage_list(&list()).propose(ListFile::default(), &account("kadiatou")).await.unwrap();
    assert_eq!(store.decide_proposal(id, false, &account("kadiatou"), "").await.unwrap(), Decided::Rejected);
    assert_eq!(end(id).await, ProposalEnd::Withdrawn, "its author took it back");
}
