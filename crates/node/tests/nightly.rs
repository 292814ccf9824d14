//! The counts of pairs as headquarters says them: once a day is over, once each, and again where records came later.
#![allow(missing_docs)]

use jiff::{SignedDuration, Timestamp, civil::Date, civil::date, tz::TimeZone};
use limen_domain::{
    AccountId, Crossing, CrossingId, Decision, Direction, DocumentKind, DocumentNumber, Event, Journey, Mode, Name,
    NodeId, PartialDate, PostId, Sex, Source, StateCode, TravelDocument, Traveller,
};
use limen_exchange::{Headquarters, Identity, authority::Authority};
use limen_neighbour::{
    Agreement, Article, Card, Content, DayFigures, GroupBy, Kind, Note, Pair, Paper, Party, SignedAgreement,
};
use limen_node::{NetworkRole, Node, neighbours::nightly::say_counts};
use limen_store::{
    AgreementState, HeardOf, KeptAgreement, KeptPaper, NeighbourChange, NeighbourProposed, NewEvent, PaperEffect,
    Store, Time, settings,
};
use limen_test_support::kouremale_in;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

const FIRST: Date = date(2026, 11, 9);
const DAY: Date = date(2026, 11, 10);

fn state(code: &str) -> StateCode {
    code.parse().expect("a state")
}

fn at(day: Date, hour: i8) -> Timestamp {
    day.at(hour, 0, 0, 0).to_zoned_datetime(TimeZone::UTC).expect("a moment").timestamp()
}

/// Mali's headquarters, which knows Guinea's and has an agreement with it from [`FIRST`] on.
struct Headquartered {
    node: Arc<Node>,
    clock: Time,
    _folder: TempDir,
}

async fn headquarters(papers: &[Kind], multiple_of: u64) -> Headquartered {
    let folder = tempfile::tempdir().expect("a folder");
    Store::create(folder.path(), &NodeId::parse("HQ").expect("an identifier")).await.expect("made").close().await;
    let clock = Time::standing_at(at(date(2026, 11, 11), 9));
    let store = Store::open_by(folder.path(), clock.clone()).await.expect("opened");
    let post = kouremale_in("Africa/Bamako");
    store.add_post(&post).await.expect("added");
    let place = limen_store::Post { name: "Direction générale".into(), ..post };
    store.write(&settings::HEADQUARTERS, &Some(place)).await.expect("set");
    let authority = Authority::create(folder.path(), "Direction générale", clock.now()).expect("made");
    let (ours, theirs) = (Identity::generate().expect("made"), Identity::generate().expect("made"));
    let party = |code: &str, name: &str, identity: &Identity| Party {
        state: state(code),
        name: name.to_owned(),
        key: identity.public_key(),
    };
    let parties = [party("MLI", "Direction générale", &ours), party("GIN", "Conakry", &theirs)];
    let card = Card::new(parties[1].clone(), &theirs.recipient(), "", "").signed(&theirs).expect("signed");
    let account = |name: &str| AccountId::parse(name).expect("an identifier");
    let (guinea, proposed) = (state("GIN"), NeighbourProposed::Card);
    let proposal = store.propose_to_neighbour(guinea, proposed, &card, &account("fanta")).await.expect("proposed");
    let proposal = proposal.expect("the only card");
    let decided = store.decide_neighbour_proposal(proposal, Some(NeighbourChange::Card), &account("lassana"), "").await;
    assert!(decided.expect("decided"));

    let basis = Article { treaty: "Accord".to_owned(), article: "4".to_owned() };
    let days = (FIRST, date(2027, 12, 31));
    let mut agreement = Agreement::new(Uuid::nil(), 1, "Postes jumelés", parties, basis, days);
    let posts = [("MLI", "KRM"), ("GIN", "KOU")];
    let posts = posts.map(|(code, post)| (state(code), PostId::parse(post).expect("a post")));
    agreement.pairs.push(Pair {
        code: "KOU".to_owned(),
        name: "Kourémalé".to_owned(),
        posts: posts.into_iter().collect(),
        zone: "Africa/Bamako".to_owned(),
        is_joint: false,
    });
    agreement.papers = papers.to_vec();
    agreement.groups = vec![GroupBy::Nationality, GroupBy::Sex];
    agreement.multiple_of = multiple_of;
    let mut signed = SignedAgreement::unsigned(agreement).expect("an agreement");
    signed.sign(state("MLI"), &ours);
    signed.sign(state("GIN"), &theirs);
    let kept = KeptAgreement {
        name: signed.name(),
        neighbour: guinea,
        id: signed.agreement.id,
        version: 1,
        file: signed.file(),
        state: AgreementState::InForce,
        since: clock.now(),
        ended: None,
    };
    let facts = vec![(format!("GIN/agreement/{}", signed.name()), signed.file())];
    let effect = PaperEffect { facts, agreements: vec![kept], ..PaperEffect::default() };
    store.change_of_neighbour(guinea, effect).await.expect("kept");

    let network = NetworkRole::Headquarters(Arc::new(Headquarters::new(store.clone(), ours, authority)));
    let node = Node::start(store, folder.path(), network).await.expect("started");
    Headquartered { node, clock, _folder: folder }
}

/// So many men of a state who leave Mali on a day, from this hour on.
fn leave(store: &Store, day: Date, hour: i8, people: usize, nationality: &str) -> Vec<NewEvent> {
    let event = |number: usize| {
        let at = at(day, hour) + SignedDuration::from_mins(number as i64);
        let name = Name { primary: "CONDE".into(), secondary: String::new(), truncated: false };
        let document = TravelDocument {
            kind: DocumentKind::Passport,
            issuer: nationality.parse().ok(),
            number: DocumentNumber::new(&format!("{nationality}{day}{hour}{number:04}").replace('-', "")),
            expiry: PartialDate::Unknown,
            mrz: None,
        };
        let crossing = Crossing {
            id: CrossingId(store.new_id()),
            post: PostId::parse("KRM").expect("an identifier"),
            at,
            direction: Direction::Exit,
            traveller: Traveller {
                birth_date: PartialDate::Year(1990),
                sex: Sex::Male,
                nationality: nationality.parse().ok(),
                document: Some(document),
                ..Traveller::named(name, Source::Mrz)
            },
            journey: Journey { mode: Some(Mode::Foot), ..Journey::default() },
            authorised: None,
            decision: Decision::LetDepart,
            visa: None,
            party: None,
            member: None,
            officer: AccountId::parse("aminata").expect("an identifier"),
            settles: None,
            undoes: None,
            day: None,
            stamp: None,
        };
        NewEvent { at, actor: Some(crossing.officer.clone()), event: Event::CrossingRecorded(Box::new(crossing)) }
    };
    (0..people).map(event).collect()
}

impl Headquartered {
    async fn papers(&self) -> Vec<KeptPaper> {
        self.node.store.neighbour_papers(state("GIN"), true, 1, 1_000).await.expect("read")
    }

    async fn said(&self) -> Vec<DayFigures> {
        let figures = |paper: &KeptPaper| {
            let note = Note::read(paper.file.as_ref().expect("a text")).expect("a note");
            let paper: Paper = serde_json::from_str(note.text()).expect("a paper");
            match paper.content {
                Content::Figures(figures) => figures,
                other => panic!("counts alone are said: {other:?}"),
            }
        };
        self.papers().await.iter().map(figures).collect()
    }

    async fn come(&self, journal: &str, events: Vec<NewEvent>) {
        let journal = NodeId::parse(journal).expect("an identifier");
        self.node.store.bring_in(&journal, events).await.expect("brought in");
    }
}

fn of(said: &[DayFigures], day: Date, direction: Direction) -> Vec<&DayFigures> {
    said.iter().filter(|figures| (figures.day, figures.direction) == (day, direction)).collect()
}

#[tokio::test]
async fn each_day_and_direction_is_said_once_it_is_over_and_again_where_records_came_later() {
    let here = headquarters(&[Kind::Figures], 5).await;
    let store = &here.node.store;
    let mut past = leave(store, DAY, 9, 12, "GIN");
    past.extend(leave(store, DAY, 11, 2, "SEN"));
    // The next morning: the post was heard from, so that everything of the day before is there.
    past.extend(leave(store, date(2026, 11, 11), 7, 3, "GIN"));
    here.come("KRM", past).await;
    assert!(!say_counts(&here.node).await.expect("said"), "nothing more waits");
    let said = here.said().await;
    assert_eq!(said.len(), 4, "two days of the agreement that are over, in both directions: {said:?}");
    let exits = of(&said, DAY, Direction::Exit);
    assert!(exits[0].people.is_multiple_of(5) && exits[0].people.abs_diff(14) < 10, "{exits:?}");
    assert_eq!((exits[0].version, exits[0].coverage.reached_until), (1, None));
    for by in [GroupBy::Nationality, GroupBy::Sex] {
        let groups = exits[0].groups.iter().filter(|group| group.by == by);
        assert_eq!(groups.map(|group| group.people).sum::<u64>(), exits[0].people);
    }
    assert_eq!(of(&said, DAY, Direction::Entry)[0].people, 0);

    // Asked again, at once and a day later: nothing is said twice.
    assert!(!say_counts(&here.node).await.expect("said"));
    assert_eq!(here.papers().await.len(), 4);

    // Another machine of the post was away, and its records come now.
    here.come("KRM2", leave(store, DAY, 14, 60, "GIN")).await;
    say_counts(&here.node).await.expect("said");
    assert_eq!(here.papers().await.len(), 4, "the first version is not six hours old");
    here.clock.set(here.clock.now() + SignedDuration::from_hours(7));
    say_counts(&here.node).await.expect("said");
    let said = here.said().await;
    let exits = of(&said, DAY, Direction::Exit);
    assert_eq!((said.len(), exits.len()), (5, 2), "the one that changed");
    assert!(exits[1].version == 2 && exits[1].people.abs_diff(74) < 10, "{:?}", exits[1]);
    let about = Content::Figures(exits[1].clone()).about();
    let versions = store.neighbour_versions(state("GIN"), true, ("figures", &about), 10).await.expect("read");
    assert_eq!(versions.len(), 2, "the earlier one stays");
}

#[tokio::test]
async fn what_the_neighbour_did_not_take_under_one_agreement_is_said_again_under_the_next() {
    let here = headquarters(&[Kind::Figures], 5).await;
    let (store, guinea) = (&here.node.store, state("GIN"));
    let mut past = leave(store, DAY, 9, 20, "GIN");
    past.extend(leave(store, date(2026, 11, 11), 7, 3, "GIN"));
    here.come("KRM", past).await;
    say_counts(&here.node).await.expect("said");
    let refused = here.papers().await.iter().map(|paper| (paper.head.number, "not-in-force".to_owned())).collect();
    let heard = HeardOf { refused, ..HeardOf::default() };
    assert!(store.hear_of_neighbour(guinea, heard).await.expect("kept"));
    here.clock.set(here.clock.now() + SignedDuration::from_hours(7));
    say_counts(&here.node).await.expect("said");
    assert_eq!(here.papers().await.len(), 4, "under the same agreement it would be refused again");

    let kept = store.agreements(guinea).await.expect("read").remove(0);
    let mut agreement = SignedAgreement::read(&kept.file).expect("an agreement").agreement;
    agreement.version = 2;
    let mut signed = SignedAgreement::unsigned(agreement).expect("an agreement");
    let NetworkRole::Headquarters(own) = &here.node.network else { panic!("headquarters") };
    signed.sign(state("MLI"), own.identity());
    let effect = PaperEffect {
        facts: vec![(format!("GIN/agreement/{}", signed.name()), signed.file())],
        facts_removed: vec![format!("GIN/agreement/{}", kept.name)],
        agreements: vec![
            KeptAgreement { state: AgreementState::Replaced, ..kept.clone() },
            KeptAgreement { name: signed.name(), version: 2, file: signed.file(), ..kept },
        ],
        ..PaperEffect::default()
    };
    store.change_of_neighbour(guinea, effect).await.expect("kept");
    say_counts(&here.node).await.expect("said");
    let said = here.said().await;
    let exits = of(&said, DAY, Direction::Exit);
    assert_eq!((said.len(), exits.len(), exits[1].version), (8, 2, 2));
    assert_eq!((exits[0].people, exits[1].people), (20, 20));
    here.clock.set(here.clock.now() + SignedDuration::from_hours(7));
    say_counts(&here.node).await.expect("said");
    assert_eq!(here.papers().await.iter().filter(|paper| paper.head.number > 8).count(), 0, "once");
}

#[tokio::test]
async fn a_larger_multiple_is_kept_and_what_no_agreement_names_is_not_said() {
    let here = headquarters(&[Kind::Figures], 25).await;
    let mut past = leave(&here.node.store, DAY, 9, 60, "GIN");
    past.extend(leave(&here.node.store, date(2026, 11, 11), 7, 1, "GIN"));
    here.come("KRM", past).await;
    say_counts(&here.node).await.expect("said");
    let said = here.said().await;
    assert!(!said.is_empty() && said.iter().all(|figures| figures.multiple_of == 25), "{said:?}");
    let counts =
        said.iter().flat_map(|figures| figures.groups.iter().map(|group| group.people).chain([figures.people]));
    assert!(counts.into_iter().all(|people| people.is_multiple_of(25)), "{said:?}");

    let silent = headquarters(&[Kind::PairNote], 5).await;
    silent.come("KRM", leave(&silent.node.store, DAY, 9, 60, "GIN")).await;
    assert!(!say_counts(&silent.node).await.expect("looked at"));
    assert!(silent.papers().await.is_empty());
}

#[tokio::test]
async fn a_day_whose_records_have_not_come_waits_and_is_said_then_as_not_whole() {
    let here = headquarters(&[Kind::Figures], 5).await;
    here.come("KRM", leave(&here.node.store, DAY, 9, 40, "GIN")).await;
    say_counts(&here.node).await.expect("said");
    let days: Vec<Date> = here.said().await.iter().map(|figures| figures.day).collect();
    assert_eq!(days, [FIRST, FIRST], "the post has been heard from after the first day alone");
    here.clock.set(at(date(2026, 11, 12), 13));
    say_counts(&here.node).await.expect("said");
    let said = here.said().await;
    let exits = of(&said, DAY, Direction::Exit);
    assert_eq!(exits[0].coverage.reached_until, Some(at(DAY, 9) + SignedDuration::from_mins(39)));
    assert_eq!(exits[0].coverage.hours_closed, 0, "of hours that are to come nothing is said");
}
