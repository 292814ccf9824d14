//! Two headquarters of two states, as they speak to each other: over a link that loses and doubles messages, by sticks that come
//! late, with clocks twelve hours apart, with agreements that end while something is under way, and with a disk that was
//! put back from yesterday. Nothing passes that the agreement in force did not name, and both hold the same in the end.
#![allow(missing_docs)]

mod support;

use jiff::{SignedDuration, Timestamp, civil::date};
use limen_domain::{Direction, Name};
use limen_exchange::neighbours::{Way, sealed};
use limen_neighbour::{
    Content, Coverage, DayBounds, DayFigures, Group, GroupBy, Head, Kind, MOST_NOTICES_A_DAY, Message, Notice,
    NoticeKind, PairNote, Paper, SignedAgreement, Subject, SubjectField, Withdrawal,
};
use limen_node::{
    neighbours::{self, NeighbourError, Own, agreements, proposals, said, talk},
    second_person::Word,
};
use limen_store::AgreementState;
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::neighbours::{
    NOON, PASSWORD, Side, agreement_of, contains, neighbours, protects, settle, sign, state, turn,
};
use uuid::Uuid;

/// What the two agree, in a version.
fn agreement(one: &Side, other: &Side, version: u32, which: Uuid) -> SignedAgreement {
    let mut agreement = agreement_of(one, other, version, which);
    agreement.papers = vec![Kind::PairNote, Kind::Notice, Kind::Withdrawal];
    agreement.notices = vec![NoticeKind::RoadClosed, NoticeKind::MissingChild];
    agreement.fields = vec![SubjectField::Name, SubjectField::Documents];
    SignedAgreement::unsigned(agreement).expect("it can be agreed")
}

/// Both sign the version, and it is in force on both sides.
async fn agree(one: &Side, other: &Side, version: u32, which: Uuid) -> String {
    sign(one, other, agreement(one, other, version, which).agreement).await
}

fn note(text: &str) -> Content {
    Content::PairNote(PairNote { pair: "KRM".into(), day: date(2031, 3, 9), text: text.into() })
}

fn notice(side: &Side, about: NoticeKind, subject: Option<Subject>) -> Notice {
    let now = side.node.now();
    Notice {
        id: side.node.store.new_id(),
        about,
        text: "Pont de Djikoni ferm\u{e9}".into(),
        place: "Djikoni".into(),
        pairs: vec!["KRM".into()],
        people: None,
        needs: Vec::new(),
        subject,
        reference: String::new(),
        from: now,
        until: now + SignedDuration::from_hours(72),
    }
}

fn child(document: &str) -> Option<Subject> {
    let name = Name { primary: "KEITA".into(), secondary: "SIRA".into(), truncated: false };
    Some(Subject { name: Some(name), documents: vec![document.into()], ..Subject::default() })
}

async fn say(from: &Side, to: &Side, content: Content) -> Result<(), NeighbourError> {
    said::say(&from.node, Some(&from.awa.account.id), to.party().state, content, None).await
}

#[tokio::test]
async fn a_card_is_taken_by_two_people_who_heard_its_fingerprint_and_not_under_another_key() {
    let (guinea, mali) = (Side::of("GIN", "Africa/Conakry").await, Side::of("MLI", "Africa/Bamako").await);
    let card = Own::of(&mali.node).expect("headquarters").card(&mali.node).await.expect("a card");
    let awa = &guinea.awa.account.id;
    let heard_wrong = guinea.party().fingerprint().to_string();
    let wrong = proposals::card(&guinea.node, awa, &card, &heard_wrong).await;
    assert!(matches!(wrong, Err(NeighbourError::Fingerprint)), "{wrong:?}");
    let changed = card.replace("Service of MLI", "Service of MLJ");
    let aloud = mali.party().fingerprint().to_string();
    assert!(matches!(proposals::card(&guinea.node, awa, &changed, &aloud).await, Err(NeighbourError::Card(_))));
    let proposed = proposals::card(&guinea.node, awa, &card, &aloud.to_lowercase()).await.expect("proposed");
    let alone = Word { approves: true, reason: None, password: PASSWORD };
    assert!(proposals::decide(&guinea.node, &guinea.awa, proposed, alone).await.is_err(), "nobody approves their own");
    assert_eq!(guinea.node.store.neighbours().await.expect("read").len(), 0);
    guinea.approves(proposed).await;
    assert_eq!(guinea.node.store.neighbours().await.expect("read").len(), 1);

    let stranger = Side::of("MLI", "Africa/Bamako").await;
    let card = Own::of(&stranger.node).expect("headquarters").card(&stranger.node).await.expect("a card");
    let aloud = stranger.party().fingerprint().to_string();
    let other_key = proposals::card(&guinea.node, awa, &card, &aloud).await;
    assert!(matches!(other_key, Err(NeighbourError::OtherKey)), "{other_key:?}");
    // A stranger who calls himself the same is refused before anything is read.
    guinea.knows(&mali).await;
    stranger.knows(&guinea).await;
    let message = talk::opening(&stranger.node, state("GIN")).await.expect("a message");
    assert!(talk::answer(&guinea.node, &message).await.is_err());
}

#[tokio::test]
async fn of_two_cards_of_one_state_one_waits_and_the_key_is_asked_again_when_it_is_approved() {
    let (guinea, mali) = (Side::of("GIN", "Africa/Conakry").await, Side::of("MLI", "Africa/Bamako").await);
    let stranger = Side::of("MLI", "Africa/Bamako").await;
    let proposes = async |side: &Side| {
        let card = Own::of(&side.node).expect("headquarters").card(&side.node).await.expect("a card");
        let aloud = side.party().fingerprint().to_string();
        proposals::card(&guinea.node, &guinea.awa.account.id, &card, &aloud).await
    };
    let first = proposes(&mali).await.expect("proposed");
    for other in [&stranger, &mali] {
        let refused = proposes(other).await;
        assert!(matches!(refused, Err(NeighbourError::CardWaits)), "{refused:?}");
    }
    guinea.approves(first).await;
    let refused = proposes(&stranger).await;
    assert!(matches!(refused, Err(NeighbourError::OtherKey)), "{refused:?}");
    guinea.approves(proposes(&mali).await.expect("the same key may have another address")).await;
    let known = guinea.node.store.neighbour(state("MLI")).await.expect("read").expect("known");
    assert!(known.card.contains(&mali.party().signs_as()), "{}", known.card);
}

#[tokio::test]
async fn a_neighbour_that_says_more_than_a_day_takes_is_heard_the_next_day_and_nothing_is_lost() {
    let (guinea, mali) = neighbours().await;
    agree(&guinea, &mali, 1, Uuid::from_u128(7)).await;
    let most = MOST_NOTICES_A_DAY as usize;
    for _ in 0..most + 5 {
        let road = notice(&guinea, NoticeKind::RoadClosed, None);
        say(&guinea, &mali, Content::Notice(Box::new(road))).await.expect("said");
    }
    say(&guinea, &mali, note("derri\u{e8}re les avis")).await.expect("said");
    let trouble = || guinea.node.neighbour_troubles.since(state("MLI"), None).map(|trouble| trouble.why);
    settle(&guinea, &mali).await;
    assert_eq!(mali.theirs(Kind::Notice).await.len(), most);
    assert!(mali.theirs(Kind::PairNote).await.is_empty(), "the line stands still");
    let today = neighbours::brought_today(&mali.node, state("GIN")).await.expect("read");
    assert_eq!((today.taken.notices, today.left_over), (MOST_NOTICES_A_DAY, 6));
    assert_eq!(trouble(), Some("full"), "who says it hears that");
    let known = guinea.node.store.neighbour(state("MLI")).await.expect("read").expect("known");
    assert_eq!((known.taken, known.said.number), (most as u64, most as u64 + 6), "no receipt for what was left");
    // The other way it goes on meanwhile.
    say(&mali, &guinea, note("de l'autre c\u{f4}t\u{e9}")).await.expect("said");
    settle(&guinea, &mali).await;
    assert_eq!(guinea.theirs(Kind::PairNote).await.len(), 1);

    let noon: Timestamp = NOON.parse().expect("a moment");
    for side in [&guinea, &mali] {
        side.clock.set(noon + SignedDuration::from_hours(13));
    }
    settle(&guinea, &mali).await;
    assert_eq!(mali.theirs(Kind::Notice).await.len(), most + 5);
    assert_eq!(mali.theirs(Kind::PairNote).await, [note("derri\u{e8}re les avis")]);
    assert_eq!(trouble(), None);
    let known = guinea.node.store.neighbour(state("MLI")).await.expect("read").expect("known");
    assert_eq!(known.taken, known.said.number);
}

#[tokio::test]
async fn counts_with_words_in_place_of_a_group_are_refused_counted_and_not_on_the_disk() {
    let (guinea, mali) = neighbours().await;
    let mut agreement = agreement_of(&guinea, &mali, 1, Uuid::from_u128(7));
    (agreement.papers, agreement.groups) = (vec![Kind::Figures], vec![GroupBy::Nationality]);
    let name = sign(&guinea, &mali, agreement).await;
    let now = guinea.node.now();
    let figures = |code: &str, people| DayFigures {
        pair: "KRM".into(),
        day: date(2031, 3, 9),
        direction: Direction::Exit,
        bounds: DayBounds { from: now - SignedDuration::from_hours(36), to: now, own_midnight: now },
        people,
        groups: vec![Group { by: GroupBy::Nationality, code: code.into(), people }],
        multiple_of: 5,
        coverage: Coverage::default(),
        version: 1,
    };
    let own = Own::of(&guinea.node).expect("headquarters");
    let (from, to) = (guinea.party(), mali.party());
    let mut head = Head::default();
    let mut papers = Vec::new();
    for code in ["KEITA MODIBO", "SEN", "others"] {
        let paper = Paper::next(&from, &to, &name, &head, now, Content::Figures(figures(code, 40)));
        let (file, after) = paper.signed(own.identity).expect("signed");
        head = after;
        papers.push(file);
    }
    let message = Message { said: head, papers, ..Message::with_room(1 << 20) };
    let message = sealed(own.identity, (&from, &to), Way::First, now, &message).expect("sealed");
    talk::answer(&mali.node, &message).await.expect("taken in");
    let kept = mali.node.store.neighbour_papers(state("GIN"), false, 1, 9).await.expect("read");
    let outcomes: Vec<_> = kept.iter().map(|paper| (paper.refused.as_str(), paper.file.is_some())).collect();
    assert_eq!(outcomes, [("group", false), ("group", false), ("", true)]);
    assert_eq!(mali.node.store.refused_neighbour_papers(state("GIN")).await.expect("read"), 2);
    assert_eq!(mali.theirs(Kind::Figures).await, [Content::Figures(figures("others", 40))]);
}

#[tokio::test]
async fn an_agreement_holds_once_two_people_on_each_side_have_signed_it_and_nothing_passes_before() {
    let (guinea, mali) = neighbours().await;
    assert!(matches!(say(&guinea, &mali, note("early")).await, Err(NeighbourError::NotAllowed(_))));
    let which = Uuid::from_u128(7);
    let file = agreement(&guinea, &mali, 1, which).file();
    let proposed = proposals::agreement(&guinea.node, &guinea.awa.account.id, &file).await.expect("proposed");
    guinea.approves(proposed).await;
    assert!(say(&guinea, &mali, note("early")).await.is_err(), "one side alone agrees nothing");
    turn(&guinea, &mali).await;
    assert!(say(&mali, &guinea, note("early")).await.is_err());
    let name = agree(&guinea, &mali, 2, which).await;
    say(&guinea, &mali, note("jour de march\u{e9}")).await.expect("said");
    settle(&guinea, &mali).await;
    assert_eq!(mali.theirs(Kind::PairNote).await, [note("jour de march\u{e9}")]);
    for (side, other) in [(&guinea, &mali), (&mali, &guinea)] {
        let known = side.node.store.agreements(other.party().state).await.expect("read");
        let states: Vec<_> = known.iter().map(|kept| (kept.version, kept.state)).collect();
        assert!(states.contains(&(2, AgreementState::InForce)), "{states:?}");
        assert!(known.iter().all(|kept| kept.version == 2 || kept.state == AgreementState::Replaced), "{states:?}");
        assert_eq!(known.iter().filter(|kept| kept.state == AgreementState::InForce).count(), 1);
    }
    assert_eq!(mali.node.store.agreement(&name).await.expect("read").expect("kept").name, name);
    // Each holds the other's signed word on how far it has heard.
    let known = guinea.node.store.neighbour(state("MLI")).await.expect("read").expect("known");
    assert_eq!((known.taken, known.said.number), (1, 1));
    assert!(known.receipt.contains("limen receipt 1") && known.witnessed.contains("limen/HQ/HQ"));
}

#[tokio::test]
async fn a_notice_that_names_a_child_takes_two_people_is_screened_against_and_ends_by_itself() {
    let (guinea, mali) = neighbours().await;
    agree(&guinea, &mali, 1, Uuid::from_u128(7)).await;
    let sought = notice(&guinea, NoticeKind::MissingChild, child("GIN R0123456"));
    let alone = say(&guinea, &mali, Content::Notice(Box::new(sought.clone()))).await;
    assert!(matches!(alone, Err(NeighbourError::TwoPeople)), "{alone:?}");
    let content = Content::Notice(Box::new(sought.clone()));
    let by = &guinea.awa.account.id;
    let proposed = proposals::paper(&guinea.node, by, state("MLI"), &content).await.expect("proposed");
    settle(&guinea, &mali).await;
    assert!(mali.alerts(&guinea).await.is_empty(), "nobody has approved it");
    guinea.approves(proposed).await;
    settle(&guinea, &mali).await;
    let alerts = mali.alerts(&guinea).await;
    assert_eq!(alerts.len(), 1);
    assert_eq!((alerts[0].action, alerts[0].names[0].as_str()), (limen_domain::Action::Refer, "KEITA SIRA"));
    assert!(guinea.alerts(&mali).await.is_empty(), "nobody screens against what they said themselves");

    mali.clock.set(sought.until + SignedDuration::from_secs(1));
    neighbours::sweep(&mali.node).await.expect("swept");
    assert!(mali.alerts(&guinea).await.is_empty() && mali.theirs(Kind::Notice).await.is_empty());

    // What is not agreed is said to nobody: a kind, a field.
    let wanted =
        Notice { reference: "12/2031".into(), ..notice(&guinea, NoticeKind::WantedByWarrant, child("GIN R0123456")) };
    let refused = proposals::paper(&guinea.node, by, state("MLI"), &Content::Notice(Box::new(wanted))).await;
    assert!(matches!(refused, Err(NeighbourError::NotAllowed(_))), "{refused:?}");
    let mut subject = child("GIN R0123456");
    subject.as_mut().expect("a subject").nationality = Some(state("GIN"));
    let said = notice(&guinea, NoticeKind::MissingChild, subject);
    let refused = proposals::paper(&guinea.node, by, state("MLI"), &Content::Notice(Box::new(said))).await;
    assert!(matches!(refused, Err(NeighbourError::NotAllowed(_))), "{refused:?}");
}

#[tokio::test]
async fn one_press_ends_an_agreement_and_what_was_under_way_passes_no_more() {
    let (guinea, mali) = neighbours().await;
    let name = agree(&guinea, &mali, 1, Uuid::from_u128(7)).await;
    let closed = notice(&guinea, NoticeKind::RoadClosed, None);
    say(&guinea, &mali, Content::Notice(Box::new(closed))).await.expect("said");
    settle(&guinea, &mali).await;
    assert_eq!(mali.theirs(Kind::Notice).await.len(), 1);

    // Said, and not on its way yet, when the other side ends it: both know that it was said, and neither passes it.
    say(&guinea, &mali, note("hippopotame")).await.expect("said");
    agreements::end(&mali.node, &mali.awa.account.id, &name, "rupture").await.expect("ended");
    assert!(mali.theirs(Kind::Notice).await.is_empty(), "gone at once on the side that ended it");
    settle(&guinea, &mali).await;
    assert!(mali.theirs(Kind::PairNote).await.is_empty());
    assert!(guinea.ours(Kind::Notice).await.is_empty(), "withdrawn at the next contact");
    for side in [&guinea, &mali] {
        let other = if side.party().state == state("GIN") { state("MLI") } else { state("GIN") };
        let kept = side.node.store.agreements(other).await.expect("read");
        let (by, why) = kept[0].ended.clone().expect("ended");
        assert_eq!((by, why.as_str()), (state("MLI"), "rupture"));
    }
    assert!(say(&guinea, &mali, note("more")).await.is_err());
    assert!(say(&mali, &guinea, note("more")).await.is_err());
    let bytes = std::fs::read(mali.folder.path().join(limen_store::FILE_NAME)).expect("its file");
    assert!(!contains(&bytes, b"hippopotame"), "what ended before it came is not on the other side's disk");
}

#[tokio::test]
async fn nobody_who_sought_protection_here_is_named_to_the_state_that_looks_for_them() {
    let (guinea, mali) = neighbours().await;
    agree(&guinea, &mali, 1, Uuid::from_u128(7)).await;
    protects(&mali, "GIN", "R0123456", "KEITA", "SIRA").await;
    // Mali says nothing of her; and does not show what Guinea asks, nor say that it does not.
    let content =
        |side: &Side| Content::Notice(Box::new(notice(side, NoticeKind::MissingChild, child("GIN R0123456"))));
    let refused = proposals::paper(&mali.node, &mali.awa.account.id, state("GIN"), &content(&mali)).await;
    assert!(matches!(refused, Err(NeighbourError::Protected)), "{refused:?}");
    let by_name = notice(
        &mali,
        NoticeKind::MissingChild,
        Some(Subject { documents: Vec::new(), ..child("GIN R0123456").expect("a subject") }),
    );
    let refused =
        proposals::paper(&mali.node, &mali.awa.account.id, state("GIN"), &Content::Notice(Box::new(by_name))).await;
    assert!(matches!(refused, Err(NeighbourError::Protected)), "by name alone too: {refused:?}");
    let proposed = proposals::paper(&guinea.node, &guinea.awa.account.id, state("MLI"), &content(&guinea))
        .await
        .expect("proposed");
    guinea.approves(proposed).await;
    settle(&guinea, &mali).await;
    assert!(mali.alerts(&guinea).await.is_empty() && mali.theirs(Kind::Notice).await.is_empty());
    let told = guinea.node.store.neighbour_papers(state("MLI"), true, 1, 10).await.expect("read");
    assert!(told.iter().all(|paper| paper.refused.is_empty()), "nothing says that she is here: {told:?}");
}

/// What may happen between the two.
#[derive(Debug, Clone)]
enum Step {
    /// One side writes a note.
    Says(bool),
    /// One side says that a road is closed, and may take the last one back.
    Closes(bool),
    Reopens(bool),
    /// A whole turn; one of which the answer is lost; one of which the message comes twice.
    Talks(bool),
    LosesTheAnswer(bool),
    Doubles(bool),
    /// A stick is written; the oldest that waits is taken in, once or twice.
    WritesAStick(bool),
    TakesAStick(bool, bool),
    /// A clock is set off by hours.
    SetsItsClock(bool, i8),
    /// What holds for a time is let go of.
    Sweeps(bool),
    /// One side ends the agreement in force; both sign its next version.
    Ends(bool),
    AgreesAnew,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let side = any::<bool>;
    let step = prop_oneof![
        4 => side().prop_map(Step::Says),
        2 => side().prop_map(Step::Closes),
        1 => side().prop_map(Step::Reopens),
        4 => side().prop_map(Step::Talks),
        2 => side().prop_map(Step::LosesTheAnswer),
        1 => side().prop_map(Step::Doubles),
        2 => side().prop_map(Step::WritesAStick),
        3 => (side(), side()).prop_map(|(who, twice)| Step::TakesAStick(who, twice)),
        1 => (side(), -12_i8..=12).prop_map(|(who, hours)| Step::SetsItsClock(who, hours)),
        1 => side().prop_map(Step::Sweeps),
        1 => side().prop_map(Step::Ends),
        1 => Just(Step::AgreesAnew),
    ];
    prop::collection::vec(step, 1..24)
}

/// Texts of notes and closed roads that hold at `side`, of one of the two.
async fn texts(side: &Side, is_ours: bool) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for kind in [Kind::PairNote, Kind::Notice] {
        let held = if is_ours { side.ours(kind).await } else { side.theirs(kind).await };
        texts.extend(held.into_iter().filter_map(|content| match content {
            Content::PairNote(note) => Some(note.text),
            Content::Notice(notice) => Some(notice.place),
            _ => None,
        }));
    }
    texts
}

async fn plays(steps: Vec<Step>) {
    let (guinea, mali) = neighbours().await;
    let which = Uuid::from_u128(7);
    let mut version = 1;
    agree(&guinea, &mali, version, which).await;
    let noon: Timestamp = NOON.parse().expect("a moment");
    let mut said = 0;
    let mut roads: Vec<(bool, Uuid)> = Vec::new();
    let mut sticks: Vec<(bool, Vec<u8>)> = Vec::new();
    // What was said before an agreement ended, and may not pass after it.
    let sides = |who: bool| if who { (&guinea, &mali) } else { (&mali, &guinea) };
    for step in steps {
        said += 1;
        match step {
            Step::Says(who) => {
                let (from, to) = sides(who);
                let text = format!("note {said}");
                let day = date(2031, 3, 1).saturating_add(jiff::Span::new().days(said % 28));
                let note = PairNote { pair: "KRM".into(), day, text };
                let allowed = matches!(say(from, to, Content::PairNote(note)).await, Ok(()));
                let known = from.node.store.agreements(to.party().state).await.expect("read");
                let in_force = known.iter().any(|kept| kept.state == AgreementState::InForce);
                assert_eq!(allowed, in_force, "it is said if an agreement is in force, and only then");
            }
            Step::Closes(who) => {
                let (from, to) = sides(who);
                let closed = Notice { place: format!("road {said}"), ..notice(from, NoticeKind::RoadClosed, None) };
                let road = closed.id;
                if say(from, to, Content::Notice(Box::new(closed))).await.is_ok() {
                    roads.push((who, road));
                }
            }
            Step::Reopens(who) => {
                let (from, to) = sides(who);
                if let Some(place) = roads.iter().rposition(|(whose, _)| *whose == who) {
                    let withdrawal = Withdrawal { notice: roads[place].1, reason: "open".into() };
                    if say(from, to, Content::Withdrawal(withdrawal)).await.is_ok() {
                        roads.remove(place);
                    }
                }
            }
            Step::Talks(who) => turn(sides(who).0, sides(who).1).await,
            Step::LosesTheAnswer(who) => {
                let (from, to) = sides(who);
                let message = talk::opening(&from.node, to.party().state).await.expect("a message");
                talk::answer(&to.node, &message).await.expect("an answer");
            }
            Step::Doubles(who) => {
                let (from, to) = sides(who);
                let message = talk::opening(&from.node, to.party().state).await.expect("a message");
                let first = talk::answer(&to.node, &message).await.expect("an answer");
                let second = talk::answer(&to.node, &message).await.expect("an answer");
                for answer in [&second, &first, &second] {
                    talk::closing(&from.node, to.party().state, answer).await.expect("taken in");
                }
            }
            Step::WritesAStick(who) => {
                let (from, to) = sides(who);
                sticks.push((who, talk::onto_stick(&from.node, to.party().state).await.expect("a stick")));
            }
            Step::TakesAStick(who, twice) => {
                let Some(place) = sticks.iter().position(|(whose, _)| *whose == who) else { continue };
                let stick = if twice { sticks[place].1.clone() } else { sticks.remove(place).1 };
                talk::take_stick(&sides(who).1.node, &stick).await.expect("taken in");
                assert!(talk::take_stick(&sides(who).0.node, &stick).await.is_err(), "it is for the other");
            }
            Step::SetsItsClock(who, hours) => sides(who).0.clock.set(noon + SignedDuration::from_hours(hours.into())),
            Step::Sweeps(who) => neighbours::sweep(&sides(who).0.node).await.expect("swept"),
            Step::Ends(who) => {
                let (from, to) = sides(who);
                let known = from.node.store.agreements(to.party().state).await.expect("read");
                if let Some(kept) = known.iter().find(|kept| kept.state == AgreementState::InForce) {
                    agreements::end(&from.node, &from.awa.account.id, &kept.name, "rupture").await.expect("ended");
                    assert!(texts(from, false).await.iter().all(|text| !text.starts_with("road")), "gone at once");
                }
            }
            Step::AgreesAnew => {
                settle(&guinea, &mali).await;
                version += 1;
                agree(&guinea, &mali, version, which).await;
            }
        }
    }
    settle(&guinea, &mali).await;
    for (side, other) in [(&guinea, &mali), (&mali, &guinea)] {
        let here = side.node.store.neighbour(other.party().state).await.expect("read").expect("known");
        let there = other.node.store.neighbour(side.party().state).await.expect("read").expect("known");
        assert_eq!((&here.said, here.taken), (&there.held, there.held.number), "the lines are whole on both sides");
        let papers = other.node.store.neighbour_papers(side.party().state, false, 1, 1_000).await.expect("read");
        let numbers: Vec<u64> = papers.iter().map(|paper| paper.head.number).collect();
        assert_eq!(numbers, (1..=here.said.number).collect::<Vec<_>>(), "none is missing, none stands twice");
        let (said, heard) = (texts(side, true).await, texts(other, false).await);
        assert!(
            heard.is_subset(&said) || !side.open(other).await,
            "what holds there was said here: {heard:?} {said:?}"
        );
        if papers.iter().all(|paper| paper.refused.is_empty()) {
            assert_eq!(heard, said, "both hold the same");
        }
        // What was refused or withheld is not on the other side's disk.
        for paper in papers.iter().filter(|paper| !paper.refused.is_empty()) {
            assert!(paper.file.is_none());
        }
        let ours: Vec<_> = side.node.store.agreements(other.party().state).await.expect("read");
        let theirs: Vec<_> = other.node.store.agreements(side.party().state).await.expect("read");
        let states = |known: &[limen_store::KeptAgreement]| {
            known.iter().map(|kept| (kept.version, kept.state.code())).collect::<BTreeSet<_>>()
        };
        assert_eq!(states(&ours), states(&theirs), "they know the same agreements, in the same state");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_lost_doubled_late_or_ended_both_hold_the_same_in_the_end_and_nothing_else(steps in steps()) {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(plays(steps));
    }
}
