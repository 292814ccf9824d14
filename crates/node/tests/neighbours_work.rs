//! Joint work of two states: documents asked about without showing them, marks of the hour at a joint post, records with two
//! signatures, the common plan. Neither side's disk holds what the other asked or lists.
#![allow(missing_docs)]

mod support;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::date};
use limen_domain::{Action, Alert, AlertId, Direction, DocumentKey, Event, ListName, LookPurpose, Role, Why};
use limen_exchange::{
    Identity,
    neighbours::{Way, opened, sealed},
};
use limen_neighbour::{
    Agreement, Asked, Edition, JointKind, JointRecord, Kind, Message, PlanItem, PlanState, Question,
};
use limen_node::{
    NetworkRole,
    neighbours::{
        self, NeighbourError, agreements, documents,
        held::Whom,
        talk,
        work::{self, Signed},
    },
};
use limen_store::DocumentState;
use std::path::Path;
use support::neighbours::{Side, agreement_of, contains, crosses, neighbours, protects, settle, sign, state, turn};
use uuid::Uuid;

const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// What both agree on joint work, with so many questions a day.
fn agreed_on(guinea: &Side, mali: &Side, questions: u32) -> Agreement {
    let mut agreement = agreement_of(guinea, mali, 1, Uuid::from_u128(7));
    agreement.papers = vec![Kind::Joint, Kind::Countersigned, Kind::Plan, Kind::Directory];
    agreement.document_questions = questions;
    agreement.pairs[0].is_joint = true;
    agreement.same_document = true;
    agreement
}

/// Guinea and Mali, who may ask each other so many questions a day.
async fn agreed(questions: u32) -> (Side, Side, String) {
    let (guinea, mali) = neighbours().await;
    let name = sign(&guinea, &mali, agreed_on(&guinea, &mali, questions)).await;
    (guinea, mali, name)
}

/// These documents of its own state are lost at this side, by its own list.
async fn loses(side: &Side, numbers: &[&str]) {
    let list = ListName::parse("national").expect("a list");
    let own = side.party().state;
    let alert = |number: &&str| {
        let id = AlertId::parse(&format!("D-{number}")).expect("an identifier");
        let mut alert = Alert::new(list.clone(), id, Action::SeizeDocument);
        alert.documents.extend(DocumentKey::of(Some(own), number));
        alert
    };
    let alerts: Vec<Alert> = numbers.iter().map(alert).collect();
    side.node.store.load_alerts(&list, &alerts, &numbers.join(" ")).await.expect("loaded");
}

async fn sweep(one: &Side, other: &Side) {
    for side in [one, other] {
        neighbours::sweep(&side.node).await.expect("swept");
    }
}

/// Everything that lies in a side's folder.
fn disk(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(disk(&path));
        } else {
            all.extend(std::fs::read(path).expect("a file"));
        }
    }
    all
}

async fn lost_alerts(side: &Side, other: &Side) -> Vec<Alert> {
    let list = documents::lost_list(other.party().state).expect("a list");
    side.node.store.alerts_of(&list).await.expect("read")
}

#[tokio::test]
async fn a_lost_document_of_mali_that_was_shown_in_guinea_is_found_and_no_disk_holds_the_others_documents() {
    let (guinea, mali, name) = agreed(10).await;
    loses(&mali, &["LOST0001", "LOST0002"]).await;
    let shown = crosses(&guinea, "KMG", ("MLI", "LOST0001"), Direction::Entry).await;
    crosses(&guinea, "KMG", ("MLI", "GOOD0003"), Direction::Entry).await;
    crosses(&guinea, "KMG", ("GIN", "OWN00004"), Direction::Exit).await;
    sweep(&guinea, &mali).await;
    settle(&guinea, &mali).await;

    let alerts = lost_alerts(&guinea, &mali).await;
    assert_eq!(alerts.len(), 1, "{alerts:?}");
    assert_eq!((alerts[0].action, alerts[0].documents[0].to_string().as_str()), (Action::Refer, "MLI LOST0001"));
    assert_eq!(alerts[0].valid_until, guinea.node.today().checked_add(90.days()).ok());
    let hits = documents::late_hits(&guinea.node, Whom::Shown(Role::Supervisor)).await.expect("read");
    assert_eq!(hits.len(), 1);
    assert_eq!((hits[0].crossing, hits[0].post.as_str(), hits[0].neighbour), (shown, "KMG", state("MLI")));
    let others = documents::late_hits(&guinea.node, Whom::Shown(Role::AlertManager)).await.expect("read");
    assert!(others.is_empty(), "the agreement does not name them");
    assert!(lost_alerts(&mali, &guinea).await.is_empty(), "who is asked learns of nothing");

    // Each counted the two questions, and the document of Guinea's own was no question.
    let today = date(2031, 3, 10);
    let asked = guinea.node.store.document_questions(state("MLI"), 9).await.expect("read");
    assert_eq!(asked, [(today, true, 2)]);
    let answered = mali.node.store.document_questions(state("GIN"), 9).await.expect("read");
    assert_eq!(answered, [(today, false, 2)]);

    let (in_guinea, in_mali) = (disk(guinea.folder.path()), disk(mali.folder.path()));
    assert!(
        contains(&in_guinea, b"GOOD0003") && contains(&in_mali, b"LOST0002"),
        "each holds its own, and is read here"
    );
    assert!(!contains(&in_guinea, b"LOST0002"), "what is lost in Mali and was not shown here");
    assert!(!contains(&in_mali, b"GOOD0003"), "what was shown in Guinea");

    // With the agreement everything ends that it let pass.
    agreements::end(&mali.node, &mali.awa.account.id, &name, "rupture").await.expect("ended");
    settle(&guinea, &mali).await;
    sweep(&guinea, &mali).await;
    assert!(lost_alerts(&guinea, &mali).await.is_empty());
    assert!(documents::late_hits(&guinea.node, Whom::Shown(Role::Supervisor)).await.expect("read").is_empty());
    for (side, other) in [(&guinea, "MLI"), (&mali, "GIN")] {
        for is_ours in [true, false] {
            assert_eq!(side.node.store.document_edition(state(other), is_ours).await.expect("read"), None);
        }
    }
}

#[tokio::test]
async fn nobody_learns_of_more_documents_a_day_than_was_agreed_and_the_rest_is_asked_on_the_next() {
    let (guinea, mali, _) = agreed(2).await;
    loses(&mali, &["LOST0001", "LOST0002", "LOST0003"]).await;
    for number in ["LOST0001", "LOST0002", "LOST0003"] {
        crosses(&guinea, "KMG", ("MLI", number), Direction::Entry).await;
    }
    sweep(&guinea, &mali).await;
    settle(&guinea, &mali).await;
    assert_eq!(lost_alerts(&guinea, &mali).await.len(), 2);

    // Who would not keep to it is refused.
    let (ours, theirs) = (guinea.party(), mali.party());
    let kept = guinea.node.store.document_edition(state("MLI"), false).await.expect("read").expect("an edition");
    let edition = Edition::read(&kept.file, &theirs, &ours).expect("theirs");
    let third: DocumentKey = "MLI LOST0003".parse().expect("a document");
    let (_, blinded) = Asked::blind(&[7; 32], &third).expect("blinded");
    let question = Question { number: 1, edition: edition.key.into(), blinded: vec![blinded] };
    let message = Message { blinded: vec![question], ..Message::with_room(1 << 20) };
    let identity = Identity::load(guinea.folder.path()).expect("keys");
    let sent = sealed(&identity, (&ours, &theirs), Way::First, guinea.node.now(), &message).expect("sealed");
    let answer = talk::answer(&mali.node, &sent).await.expect("an answer");
    let (answer, _) = opened(&answer, (&theirs, &ours), Way::Answer).expect("theirs");
    assert_eq!((answer.evaluated.len(), answer.evaluated[0].why_not.as_str()), (1, "over"));
    assert!(answer.evaluated[0].answered.is_none());
    let refused = mali.node.store.document_questions(state("GIN"), 9).await.expect("read");
    assert_eq!(refused, [(date(2031, 3, 10), false, 2)], "what was refused is not counted");

    let tomorrow = guinea.node.now() + A_DAY;
    guinea.clock.set(tomorrow);
    mali.clock.set(tomorrow);
    sweep(&guinea, &mali).await;
    settle(&guinea, &mali).await;
    assert_eq!(lost_alerts(&guinea, &mali).await.len(), 3);
    // Each is asked about once in thirty days.
    let asked = guinea.node.store.document_questions(state("MLI"), 9).await.expect("read");
    assert_eq!(asked, [(date(2031, 3, 11), true, 1), (date(2031, 3, 10), true, 2)]);
}

#[tokio::test]
async fn an_answer_that_was_lost_on_the_way_is_given_again_and_counted_once() {
    let (guinea, mali, _) = agreed(2).await;
    loses(&mali, &["LOST0001"]).await;
    crosses(&guinea, "KMG", ("MLI", "LOST0001"), Direction::Entry).await;
    sweep(&guinea, &mali).await;
    // The edition comes.
    turn(&guinea, &mali).await;
    for _ in 0..3 {
        let lost = talk::opening(&guinea.node, state("MLI")).await.expect("a message");
        talk::answer(&mali.node, &lost).await.expect("an answer");
    }
    assert!(lost_alerts(&guinea, &mali).await.is_empty());
    settle(&guinea, &mali).await;
    assert_eq!(lost_alerts(&guinea, &mali).await.len(), 1);
    let answered = mali.node.store.document_questions(state("GIN"), 9).await.expect("read");
    assert_eq!(answered, [(date(2031, 3, 10), false, 1)]);
}

#[tokio::test]
async fn a_stick_carries_no_question_and_no_mark() {
    let (guinea, mali, _) = agreed(10).await;
    loses(&mali, &["LOST0001"]).await;
    crosses(&guinea, "KMG", ("MLI", "LOST0001"), Direction::Exit).await;
    sweep(&guinea, &mali).await;
    for _ in 0..3 {
        for (from, to) in [(&guinea, &mali), (&mali, &guinea)] {
            let stick = talk::onto_stick(&from.node, to.party().state).await.expect("a stick");
            talk::take_stick(&to.node, &stick).await.expect("taken in");
        }
    }
    assert!(lost_alerts(&guinea, &mali).await.is_empty());
    assert_eq!(guinea.node.store.document_edition(state("MLI"), false).await.expect("read"), None);
    assert!(marks(&mali, "MLI", "KRM").is_empty());
}

#[tokio::test]
async fn someone_asks_about_one_document_and_hears_of_it_with_the_next_talk() {
    let (guinea, mali, name) = agreed(3).await;
    loses(&mali, &["LOST0001"]).await;
    let awa = &guinea.awa.account.id;
    let why = Some(Why::duty(LookPurpose::Alerts));
    let ask = async |document: &str| {
        let asked = Event::DocumentAsked {
            neighbour: state("MLI"),
            document: document.parse().expect("a document"),
            why: why.clone(),
        };
        guinea.node.store.append(Some(awa), vec![asked], None).await.expect("noted");
        let since = Timestamp::UNIX_EPOCH;
        let wished = guinea.node.store.wished_by(awa, since, 1).await.expect("read");
        wished[0].place.clone()
    };
    let (lost, good, foreign) = (ask("MLI LOST0001").await, ask("MLI GOOD0002").await, ask("GIN R1").await);
    let told = async |place: &(limen_domain::NodeId, i64)| {
        documents::wished(&guinea.node, Whom::Shown(Role::Supervisor), state("MLI"), place)
            .await
            .expect("read")
            .expect("the agreement names them")
    };
    assert_eq!(told(&lost).await, DocumentState::Asked);
    sweep(&guinea, &mali).await;
    assert_eq!(told(&foreign).await, DocumentState::NotAgreed, "Mali is asked about Mali's documents alone");
    settle(&guinea, &mali).await;
    assert_eq!((told(&lost).await, told(&good).await), (DocumentState::Lost, DocumentState::NotKnown));
    let unnamed = Whom::Shown(Role::SecondLine);
    let hidden = documents::wished(&guinea.node, unnamed, state("MLI"), &lost).await.expect("read");
    assert_eq!(hidden, None, "whom the agreement does not name is not shown what Mali answered");
    assert!(documents::may_ask(&guinea.node, unnamed).await.expect("read").is_empty(), "and has nothing asked");
    assert!(
        documents::late_hits(&guinea.node, Whom::Shown(Role::Supervisor)).await.expect("read").is_empty(),
        "it was shown nowhere"
    );
    assert_eq!(lost_alerts(&guinea, &mali).await.len(), 1);

    agreements::end(&mali.node, &mali.awa.account.id, &name, "rupture").await.expect("ended");
    settle(&guinea, &mali).await;
    let late = ask("MLI GOOD0003").await;
    sweep(&guinea, &mali).await;
    assert_eq!(told(&late).await, DocumentState::NotAgreed);
}

fn marks(side: &Side, own: &str, post: &str) -> Vec<limen_exchange::across::SeenAcross> {
    let NetworkRole::Headquarters(headquarters) = &side.node.network else { panic!("it is a headquarters") };
    let post = limen_domain::PostId::parse(post).expect("a post");
    headquarters.across().for_post((state(own), &post), 0, side.node.now())
}

#[tokio::test]
async fn what_one_half_of_a_joint_post_records_is_marked_at_the_other_for_an_hour_and_on_no_disk() {
    let (guinea, mali, _) = agreed(0).await;
    crosses(&guinea, "KMG", ("MLI", "GOOD0003"), Direction::Exit).await;
    crosses(&guinea, "SGR", ("MLI", "GOOD0004"), Direction::Exit).await;
    protects(&guinea, "MLI", "FLED0005", "TOURE", "AWA").await;
    crosses(&guinea, "KMG", ("MLI", "FLED0005"), Direction::Exit).await;
    turn(&guinea, &mali).await;
    turn(&guinea, &mali).await;
    let told = marks(&mali, "MLI", "KRM");
    assert_eq!(told.len(), 1, "once, of the pair's post alone, and of nobody who sought protection: {told:?}");
    let document: DocumentKey = "MLI GOOD0003".parse().expect("a document");
    let mut seen = limen_neighbour::SeenWithinTheHour::default();
    let agreement = agreed_on(&guinea, &mali, 0);
    seen.take(&agreement, told.iter().map(|one| one.seen.clone()), mali.node.now());
    let found = seen.find(&told[0].agreement, "KRM", Direction::Entry, &document, mali.node.now());
    assert_eq!(found.len(), 1, "their exit is our entry");
    assert!(marks(&mali, "MLI", "BKO").is_empty(), "no other post is told");
    assert!(!contains(&disk(mali.folder.path()), b"GOOD0003"));

    for side in [&guinea, &mali] {
        side.clock.set(side.node.now() + SignedDuration::from_mins(61));
    }
    turn(&guinea, &mali).await;
    assert!(marks(&mali, "MLI", "KRM").is_empty());
}

fn patrol(found: &str) -> JointRecord {
    let from: Timestamp = "2031-03-09T06:00:00Z".parse().expect("a moment");
    JointRecord {
        id: Uuid::from_u128(21),
        kind: JointKind::Patrol,
        pair: "KRM".into(),
        place: "Djikoni".into(),
        from,
        to: from + SignedDuration::from_hours(5),
        who: vec!["PAF Kouroumal\u{e9}".into(), "Gendarmerie".into()],
        found: found.into(),
    }
}

#[tokio::test]
async fn a_joint_record_is_signed_by_both_word_for_word_and_a_corrected_one_waits_again() {
    let (guinea, mali, _) = agreed(0).await;
    let (awa, role) = (&guinea.awa.account.id, Role::Administrator);
    work::write(&guinea.node, awa, state("MLI"), patrol("Rien")).await.expect("said");
    settle(&guinea, &mali).await;
    let here = work::records(&guinea.node, role).await.expect("read");
    assert_eq!((here.len(), here[0].signed, here[0].numbers), (1, Signed::WaitsForThem, (Some(1), None)));
    let there = work::records(&mali.node, role).await.expect("read");
    assert_eq!((there[0].signed, there[0].record.found.as_str()), (Signed::WaitsForUs, "Rien"));

    // Nobody signs their own, or what is not there.
    let own = work::countersign(&guinea.node, (awa, role), &here[0].paper).await;
    assert!(matches!(own, Err(NeighbourError::NotOurs)), "{own:?}");
    let unnamed = work::countersign(&mali.node, (&mali.awa.account.id, Role::FirstLine), &there[0].paper).await;
    assert!(matches!(unnamed, Err(NeighbourError::NotOurs)), "nobody signs what they may not see: {unnamed:?}");
    work::countersign(&mali.node, (&mali.awa.account.id, role), &there[0].paper).await.expect("signed");
    settle(&guinea, &mali).await;
    for side in [&guinea, &mali] {
        let records = work::records(&side.node, role).await.expect("read");
        assert_eq!((records[0].signed, records[0].numbers), (Signed::ByBoth, (Some(1), Some(1))));
    }

    work::write(&guinea.node, awa, state("MLI"), patrol("Une moto")).await.expect("said");
    settle(&guinea, &mali).await;
    let there = work::records(&mali.node, role).await.expect("read");
    assert_eq!((there.len(), there[0].signed, there[0].record.found.as_str()), (1, Signed::WaitsForUs, "Une moto"));
    assert!(work::records(&mali.node, Role::FirstLine).await.expect("read").is_empty(), "as the agreement says");
}

#[tokio::test]
async fn each_side_changes_its_own_items_of_the_plan_and_both_see_all() {
    let (guinea, mali, _) = agreed(0).await;
    let item = |id: u128, of: Option<u128>, text: &str, state: PlanState| PlanItem {
        id: Uuid::from_u128(id),
        of: of.map(Uuid::from_u128),
        number: if of.is_none() { "3".into() } else { String::new() },
        text: text.into(),
        owner: "PFA".into(),
        due: Some(date(2031, 3, 1)),
        state,
        done: String::new(),
    };
    let (awa, role) = (&guinea.awa.account.id, Role::Administrator);
    let recommendation = item(1, None, "Patrouilles mixtes", PlanState::Open);
    work::say_item(&guinea.node, awa, state("MLI"), recommendation.clone()).await.expect("said");
    settle(&guinea, &mali).await;
    let led_to = item(2, Some(1), "Radios communes", PlanState::UnderWay);
    work::say_item(&mali.node, &mali.awa.account.id, state("GIN"), led_to).await.expect("said");
    let changed = item(1, None, "Autre", PlanState::Dropped);
    let theirs = work::say_item(&mali.node, &mali.awa.account.id, state("GIN"), changed).await;
    assert!(matches!(theirs, Err(NeighbourError::NotOurs)), "{theirs:?}");
    let done = PlanItem { state: PlanState::Done, done: "12 patrouilles".into(), ..recommendation };
    work::say_item(&guinea.node, awa, state("MLI"), done).await.expect("said");
    settle(&guinea, &mali).await;
    for (side, is_first_ours) in [(&guinea, true), (&mali, false)] {
        let plan = work::plan(&side.node, role).await.expect("read");
        let rows: Vec<_> = plan.iter().map(|seen| (seen.is_ours, seen.item.text.as_str(), seen.item.state)).collect();
        let first = (is_first_ours, "Patrouilles mixtes", PlanState::Done);
        assert_eq!(rows, [first, (!is_first_ours, "Radios communes", PlanState::UnderWay)]);
        let today = side.node.today();
        assert!(!plan[0].is_overdue(today) && plan[1].is_overdue(today));
    }
}
