//! A headquarters that was put back from a backup: what it said to a neighbour since only that one holds. It says nothing until it
//! has heard how far, has its own papers back, and goes on after them: never a second paper of one number.
#![allow(missing_docs)]

mod support;

use jiff::civil::date;
use limen_domain::Event;
use limen_exchange::{
    Headquarters,
    neighbours::{Way, sealed},
};
use limen_neighbour::{Content, Directory, Head, Kind, Message, NoticeKind, PairNote, Paper};
use limen_node::{
    NetworkRole,
    neighbours::{ADDRESS, NeighbourError, Own, nightly, said, talk},
};
use limen_store::{NewPaper, PaperEffect, SaidTo, Store, Trouble};
use std::path::Path;
use support::neighbours::{Side, agreement_of, neighbours, settle, sign, turn};
use uuid::Uuid;

fn note(text: &str) -> Content {
    Content::PairNote(PairNote { pair: "KRM".into(), day: date(2031, 3, 9), text: text.into() })
}

async fn say(from: &Side, to: &Side, text: &str) -> Result<(), NeighbourError> {
    said::say(&from.node, Some(&from.awa.account.id), to.party().state, note(text), None).await
}

/// Guinea and Mali with an agreement; each is reached at an address, or by sticks alone.
async fn agreed(has_address: bool) -> (Side, Side) {
    let (guinea, mali) = neighbours().await;
    if has_address {
        for (side, other) in [(&guinea, &mali), (&mali, &guinea)] {
            side.node.store.write(&ADDRESS, &"https://localhost:8443".to_owned()).await.expect("set");
            other.knows(side).await;
        }
    }
    let mut agreement = agreement_of(&guinea, &mali, 1, Uuid::from_u128(7));
    agreement.papers = vec![Kind::Figures, Kind::PairNote, Kind::Notice, Kind::Withdrawal];
    agreement.notices = vec![NoticeKind::RoadClosed];
    sign(&guinea, &mali, agreement).await;
    (guinea, mali)
}

fn headquarters(side: &Side) -> &Headquarters {
    let NetworkRole::Headquarters(headquarters) = &side.node.network else { panic!("headquarters") };
    headquarters
}

/// Its machine dies, and another is filled from a backup; its keys are those of before.
async fn put_back(side: Side, backup: &Path) -> Side {
    let folder = tempfile::tempdir().expect("a folder");
    copy_but_database(side.folder.path(), folder.path());
    side.node.store.clone().close().await;
    Store::restore(backup, folder.path()).await.expect("restored").close().await;
    Side::started(folder, side.clock.clone()).await
}

fn copy_but_database(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (name, path) = (entry.file_name(), entry.path());
        if path.is_dir() {
            std::fs::create_dir_all(to.join(&name)).expect("made");
            copy_but_database(&path, &to.join(&name));
        } else if !name.to_string_lossy().starts_with(limen_store::FILE_NAME) {
            std::fs::copy(&path, to.join(&name)).expect("copied");
        }
    }
}

/// Its posts were heard, or it has none: it goes on.
async fn goes_on(side: &Side) {
    assert!(headquarters(side).go_on_if_whole().await.expect("looked at"), "nothing is missing");
    assert!(side.node.store.restored().await.expect("read").is_none(), "it goes on");
}

/// The texts of the notes that hold here, of one of the two.
async fn notes(side: &Side, is_ours: bool) -> Vec<String> {
    let held = if is_ours { side.ours(Kind::PairNote).await } else { side.theirs(Kind::PairNote).await };
    let text = |content| match content {
        Content::PairNote(note) => note.text,
        other => panic!("a note: {other:?}"),
    };
    held.into_iter().map(text).collect()
}

/// How far a side has spoken, and how far the other holds that.
async fn line(from: &Side, to: &Side) -> (Head, Head) {
    let said = from.node.store.neighbour(to.party().state).await.expect("read").expect("known").said;
    let held = to.node.store.neighbour(from.party().state).await.expect("read").expect("known").held;
    (said, held)
}

#[tokio::test]
async fn a_headquarters_put_back_says_nothing_until_its_papers_are_back_and_goes_on_after_them() {
    let (guinea, mali) = agreed(true).await;
    say(&guinea, &mali, "avant").await.expect("said");
    settle(&guinea, &mali).await;
    let backup = guinea.folder.path().with_extension("backup");
    guinea.node.store.backup(&backup).await.expect("backed up");
    say(&guinea, &mali, "apr\u{e8}s").await.expect("said");
    say(&guinea, &mali, "plus tard").await.expect("said");
    settle(&guinea, &mali).await;
    let (before, held) = line(&guinea, &mali).await;
    assert_eq!((&before, before.number), (&held, 3));
    // What Mali has under way was made before: it says nothing of now.
    let late = talk::opening(&mali.node, guinea.party().state).await.expect("a message");
    let guinea = put_back(guinea, &backup).await;
    std::fs::remove_file(&backup).expect("removed");

    let refused = say(&guinea, &mali, "trop t\u{f4}t").await;
    assert!(matches!(refused, Err(NeighbourError::NotHeardYet)), "{refused:?}");
    let answer = talk::answer(&guinea.node, &late).await;
    let is_recovering = matches!(&answer, Err(NeighbourError::Store(error)) if error.trouble() == Trouble::Recovering);
    assert!(is_recovering || answer.is_ok(), "it asks its posts first: {answer:?}");
    let opened = talk::opening(&guinea.node, mali.party().state).await.expect("a message");
    let given = talk::answer(&mali.node, &opened).await.expect("an answer");
    let taken = talk::closing(&guinea.node, mali.party().state, &given).await;
    let is_recovering = matches!(&taken, Err(NeighbourError::Store(error)) if error.trouble() == Trouble::Recovering);
    assert!(is_recovering, "nothing is taken back before that: {taken:?}");
    goes_on(&guinea).await;
    assert_eq!(line(&guinea, &mali).await.0.number, 1, "the backup knows of one");
    for _ in 0..2 {
        let refused = say(&guinea, &mali, "trop t\u{f4}t").await;
        assert!(matches!(refused, Err(NeighbourError::NotHeardYet)), "{refused:?}");
        talk::answer(&guinea.node, &late).await.expect("an answer");
    }
    assert!(!nightly::say_counts(&guinea.node).await.expect("looked at"));
    let content = serde_json::to_string(&note("du poste")).expect("JSON");
    let drafted = Event::NeighbourDrafted { neighbour: mali.party().state, content };
    let by = guinea.awa.account.id.clone();
    guinea.node.store.append(Some(&by), vec![drafted], None).await.expect("written");
    said::drafts(&guinea.node).await.expect("looked at");
    assert_eq!(line(&guinea, &mali).await.0.number, 1, "nothing was said");
    assert_eq!(guinea.node.store.waiting_neighbour_drafts(10).await.expect("read").len(), 1, "it waits");

    turn(&guinea, &mali).await;
    assert_eq!(line(&guinea, &mali).await.0, before, "its papers are back");
    turn(&guinea, &mali).await;
    said::drafts(&guinea.node).await.expect("said");
    settle(&guinea, &mali).await;
    let (said, held) = line(&guinea, &mali).await;
    assert_eq!((&said, said.number), (&held, 4), "it goes on after them");
    assert_eq!(
        (notes(&guinea, true).await, notes(&mali, false).await),
        (vec!["du poste".into()], vec!["du poste".into()])
    );
    let versions = mali.node.store.neighbour_versions(guinea.party().state, false, ("pair-note", "KRM/2031-03-09"), 9);
    assert_eq!(versions.await.expect("read").len(), 4, "each version is seen, and none that was never said");
    let ours = guinea.node.store.neighbour_papers(mali.party().state, true, 1, 10).await.expect("read");
    let theirs = mali.node.store.neighbour_papers(guinea.party().state, false, 1, 10).await.expect("read");
    let files = |papers: &[limen_store::KeptPaper]| papers.iter().map(|paper| paper.file.clone()).collect::<Vec<_>>();
    assert_eq!(files(&ours), files(&theirs), "word for word");
}

/// Guinea says what nothing lets through, which Mali refuses: it keeps the place and not the text.
async fn says_what_is_not_agreed(guinea: &Side, mali: &Side) {
    let (own, theirs) = (Own::of(&guinea.node).expect("headquarters"), mali.party());
    let known = guinea.node.store.neighbour(theirs.state).await.expect("read").expect("known");
    let agreement = guinea.node.store.agreements(theirs.state).await.expect("read").remove(0);
    let now = guinea.node.now();
    let content = Content::Directory(Directory { contacts: Vec::new() });
    let about = content.about();
    let paper = Paper::next(&own.party, &theirs, &agreement.name, &known.said, now, content);
    let (file, head) = paper.signed(own.identity).expect("signed");
    let message = Message { said: head.clone(), papers: vec![file.clone()], ..Message::with_room(1 << 20) };
    let kept = NewPaper {
        before: known.said,
        head,
        agreement: agreement.name,
        kind: "directory",
        about,
        at: now,
        file,
        effect: PaperEffect::default(),
        draft: None,
        since: None,
    };
    let said = guinea.node.store.say_to_neighbour(None, theirs.state, kept).await.expect("written");
    assert_eq!(said, SaidTo::Said);
    let message = sealed(own.identity, (&own.party, &theirs), Way::First, now, &message).expect("sealed");
    talk::answer(&mali.node, &message).await.expect("an answer");
}

#[tokio::test]
async fn where_the_neighbour_kept_no_text_of_what_was_lost_the_line_goes_on_from_the_place_that_it_names() {
    let (guinea, mali) = agreed(true).await;
    say(&guinea, &mali, "avant").await.expect("said");
    settle(&guinea, &mali).await;
    let backup = guinea.folder.path().with_extension("backup");
    guinea.node.store.backup(&backup).await.expect("backed up");
    says_what_is_not_agreed(&guinea, &mali).await;
    say(&guinea, &mali, "entre").await.expect("said");
    settle(&guinea, &mali).await;
    says_what_is_not_agreed(&guinea, &mali).await;
    let refused = mali.node.store.neighbour_papers(guinea.party().state, false, 2, 10).await.expect("read");
    assert_eq!(refused.iter().filter(|paper| paper.file.is_none()).count(), 2, "{refused:?}");
    let guinea = put_back(guinea, &backup).await;
    std::fs::remove_file(&backup).expect("removed");
    goes_on(&guinea).await;
    for _ in 0..3 {
        turn(&guinea, &mali).await;
    }
    assert_eq!(notes(&guinea, true).await, ["entre"], "what the other side has kept is back");
    say(&guinea, &mali, "ensuite").await.expect("said");
    settle(&guinea, &mali).await;
    let (said, held) = line(&guinea, &mali).await;
    assert_eq!((&said, said.number), (&held, 5));
    assert_eq!(notes(&mali, false).await, ["ensuite"]);
}

#[tokio::test]
async fn where_sticks_alone_are_swapped_they_bring_back_what_was_lost() {
    let (guinea, mali) = agreed(false).await;
    say(&guinea, &mali, "avant").await.expect("said");
    settle(&guinea, &mali).await;
    let backup = guinea.folder.path().with_extension("backup");
    guinea.node.store.backup(&backup).await.expect("backed up");
    say(&guinea, &mali, "sur la clef").await.expect("said");
    // A stick that lies about from before the machine died.
    let today = mali.node.now();
    mali.clock.set("2026-11-01T12:00:00Z".parse().expect("a moment"));
    let old = talk::onto_stick(&mali.node, guinea.party().state).await.expect("a stick");
    mali.clock.set(today);
    let swap = async |from: &Side, to: &Side| {
        let stick = talk::onto_stick(&from.node, to.party().state).await.expect("a stick");
        let taken = talk::take_stick(&to.node, &stick).await.expect("taken in");
        assert!(taken.refused.is_empty(), "{taken:?}");
    };
    swap(&guinea, &mali).await;
    let guinea = put_back(guinea, &backup).await;
    std::fs::remove_file(&backup).expect("removed");
    goes_on(&guinea).await;
    let taken = talk::take_stick(&guinea.node, &old).await.expect("taken in");
    assert!(taken.refused.is_empty(), "{taken:?}");
    assert!(
        matches!(say(&guinea, &mali, "trop t\u{f4}t").await, Err(NeighbourError::NotHeardYet)),
        "it says nothing of now"
    );
    // The first stick brings its papers, and the next says that there are no more.
    for _ in 0..2 {
        swap(&mali, &guinea).await;
    }
    assert_eq!(notes(&guinea, true).await, ["sur la clef"]);
    say(&guinea, &mali, "ensuite").await.expect("said");
    swap(&guinea, &mali).await;
    let (said, held) = line(&guinea, &mali).await;
    assert_eq!((&said, said.number), (&held, 3));
    assert_eq!(notes(&mali, false).await, ["ensuite"]);
}
