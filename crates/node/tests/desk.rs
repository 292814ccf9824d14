//! The desk, as sentences about travellers and a post; nobody asks it over HTTP.
#![allow(missing_docs)]

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, date},
};
use limen_domain::{
    AccountId, Action, Alert, Authorised, Crossing, CrossingId, Decision, DecisionKind, Direction, DocumentKey,
    DocumentKind, Doubt, DoubtKind, Driver, Entries, Event, Field, GroundCode, Journey, Judgement, JudgementReason,
    ListKind, Mode, Name, Need, NodeId, PartialDate, PartyKind, Presentation, ReferralReason, Role, SetAside,
    SetAsideReason, Sex, Source, StateCode, StatedReason, TravelDocument, Traveller, VehicleReason, Visa, VisaKind,
    VisaNumber, counter::NotOpen,
};
use limen_node::{
    NetworkRole, Node, PATIENCE,
    desk::{
        Counter,
        amend::{AmendError, amend},
        asked_correction::{self, AskError},
        correction::{self, Correction, CorrectionError, CorrectionFault},
        decide::{Decide, DecideError, Refused, decide},
        draft::{Chosen, Draft},
        journey::Answers,
        judge::{JudgeError, Judging, judge, judge_vehicle},
        known::Known,
        party::{self, BegunParty, Ending, PartyDraft, PartyError, PartyFault},
        present::{Coming, Scan, Scanned, present, scan, turn},
        protection::{self, BeginError, NeedSeen},
        referral::{self, TakeUpError},
        set_aside::{SetAsideError, withdraw},
        typed::{self, Typed, TypedFault, TypedField, TypedFor},
    },
};
use limen_store::{
    Account, AccountDraft, Appended, AskedOutcome, Credentials, Decided, NewSession, Page, Session, SessionLimits,
    Store, Time, settings,
};
use limen_test_support::kouremale_in;
use std::{sync::Arc, time::Duration};
use tempfile::TempDir;
use uuid::Uuid;

/// The token of the one session, hashed.
const SESSION: [u8; 32] = [1; 32];

/// How often a test tries what hangs on the moment.
const ROUNDS: usize = 40;

/// A passport that is sought, and that nobody has shown in another round.
fn sought_in(round: usize) -> String {
    format!("KN{round:02}777")
}

/// A post on a day of its own.
struct Here {
    node: Arc<Node>,
    _folder: TempDir,
}

/// Kourémalé, on the 10th of March 2031: all but nationals need a visa; a passport and a lorry are sought; Aminata has a
/// stamp.
async fn kouremale() -> Here {
    let folder = tempfile::tempdir().expect("a folder");
    let node = NodeId::parse("KRM").expect("an identifier");
    Store::create(folder.path(), &node).await.expect("created").close().await;
    let noon: Timestamp = "2031-03-10T12:00:00Z".parse().expect("a moment");
    let store = Store::open_by(folder.path(), Time::standing_at(noon)).await.expect("opened");
    let post = kouremale_in("Africa/Bamako");
    store.add_post(&post).await.expect("added");
    store.write(&settings::POST, &Some(post.id)).await.expect("set");
    let rules = "from,to,nationality,document,stay,source\n2020-01-01,,*,*,visa,Law\n";
    store.load_list(ListKind::StayRules, rules, 1).await.expect("loaded");
    let mut passport = alert("A-1");
    passport.documents = vec!["CN666".parse().expect("a document")];
    passport.documents.extend((0..ROUNDS).filter_map(|round| DocumentKey::of(None, &sought_in(round))));
    let mut lorry = alert("A-2");
    lorry.plates = vec!["RC4321".to_owned().into()];
    store.load_alerts(&passport.list.clone(), &[passport, lorry], "").await.expect("loaded");
    for (name, role, stamp) in [
        ("aminata", Role::FirstLine, "ML-042"),
        ("boubacar", Role::FirstLine, ""),
        ("fatou", Role::SecondLine, "ML-007"),
    ] {
        let draft = AccountDraft {
            id: id(name),
            name: name.into(),
            role,
            language: "fr".into(),
            stamp: stamp.into(),
            posts: Vec::new(),
        };
        store.add_account(None, &draft, &Credentials::of_password("hash".into())).await.expect("added");
    }
    let node = Node::start(store, folder.path(), NetworkRole::Alone).await.expect("started");
    Here { node, _folder: folder }
}

fn state(code: &str) -> StateCode {
    code.parse().expect("a state")
}

fn id(name: &str) -> AccountId {
    AccountId::parse(name).expect("an identifier")
}

fn alert(id: &str) -> Alert {
    let (list, id) = ("national".to_owned().try_into(), id.to_owned().try_into());
    Alert::new(list.expect("a name"), id.expect("an identifier"), Action::Arrest)
}

/// A traveller with a passport; without one where it has no number.
fn traveller(nationality: &str, number: &str, birth: &str) -> Traveller {
    let name = Name { primary: "LI".into(), secondary: "WEI".into(), truncated: false };
    let mut passport = TravelDocument::numbered(DocumentKind::Passport, nationality.parse().ok(), number);
    passport.expiry = PartialDate::Full(date(2040, 1, 1));
    Traveller {
        birth_date: birth.parse().expect("a date"),
        sex: Sex::Female,
        nationality: nationality.parse().ok(),
        document: (!number.is_empty()).then_some(passport),
        ..Traveller::named(name, Source::Mrz)
    }
}

fn foreigner() -> Traveller {
    traveller("CHN", "CN1", "1990-05-01")
}

fn national() -> Traveller {
    traveller("MLI", "ML1", "1990-05-01")
}

/// A counter that works inwards.
fn at(account: &Account) -> Counter<'_> {
    Counter { session: &SESSION, account, direction: Direction::Entry, party: None }
}

/// A decision about someone who waits, with these answers, by an officer who saw no hit judged.
fn decision(presentation: CrossingId, decision: DecisionKind, answers: Answers) -> Decide {
    let draft = Draft { answers, chosen: Chosen::default() };
    Decide { presentation, standing: String::new(), decision, likely: None, draft }
}

fn by_bus() -> Answers {
    Answers { mode: "bus".into(), ..Answers::default() }
}

fn refuse() -> Decision {
    Decision::Refuse { grounds: vec![GroundCode("A".into())] }
}

impl Here {
    async fn account(&self, name: &str) -> Account {
        self.node.store.account(&id(name)).await.expect("read").expect("known")
    }

    /// The traveller who waits at someone's counter.
    async fn waits(&self, name: &str) -> Option<Presentation> {
        self.node.store.open_presentation(&id(name)).await.expect("read").map(|(presentation, _)| presentation)
    }

    /// Presents a traveller, who waits then.
    async fn present(&self, account: &Account, traveller: Traveller) -> Presentation {
        let counter = at(account);
        let presented = present(&self.node, counter, Coming::new(counter, traveller)).await.expect("written");
        assert_eq!(presented, Appended::OnDisk);
        self.waits(account.id.as_str()).await.expect("someone waits")
    }

    /// What would be recorded now of a traveller who waits.
    async fn crossing(&self, by: &Account, waits: &Presentation, journey: Journey, decision: Decision) -> Crossing {
        let mut presentation = waits.clone();
        let known = Known::of(&self.node, &mut presentation).await.expect("read");
        known.crossing(by, presentation, journey, decision)
    }

    /// Records a visa that is good from the beginning of the year.
    async fn visa(&self, number: &str, document: &str, to: Date) {
        let visa = Visa {
            number: VisaNumber::parse(number).expect("a number"),
            kind: VisaKind::Visa,
            holder: foreigner().name,
            birth_date: PartialDate::Unknown,
            nationality: Some(state("CHN")),
            document: document.parse().expect("a document"),
            from: date(2031, 1, 1),
            to,
            entries: Entries::Several,
            days: None,
            conditions: String::new(),
            fee_receipt: String::new(),
            fee: String::new(),
            post: None,
            officer: None,
            at: Timestamp::UNIX_EPOCH,
        };
        self.node.store.append(None, vec![Event::VisaRecorded(Box::new(visa))], None).await.expect("recorded");
    }
}

#[tokio::test]
async fn a_stamp_is_set_in_the_document_of_who_crosses_and_crossed_out_in_that_of_who_may_not() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let waits = here.present(&aminata, foreigner()).await;
    let stamp = async |presentation: &Presentation, by: &Account, decision: Decision| {
        here.crossing(by, presentation, Journey::default(), decision).await.stamp
    };
    for decision in [Decision::Admit, refuse(), Decision::TakeBack] {
        assert_eq!(stamp(&waits, &aminata, decision.clone()).await.as_deref(), Some("ML-042"), "{decision:?}");
    }
    // The second line has still to decide, or the police.
    for decision in
        [Decision::Refer { reason: ReferralReason::Document }, Decision::Hold { reason: ReferralReason::Hit }]
    {
        assert_eq!(stamp(&waits, &aminata, decision.clone()).await, None, "{decision:?}");
    }
    let without_document = Presentation { traveller: traveller("CHN", "", "1990-05-01"), ..waits.clone() };
    assert_eq!(stamp(&without_document, &aminata, Decision::Admit).await, None, "there is nothing to stamp");
    let boubacar = here.account("boubacar").await;
    assert_eq!(stamp(&waits, &boubacar, Decision::Admit).await, None, "this officer has no stamp");
}

#[tokio::test]
async fn a_visa_is_used_where_its_record_lets_someone_in_and_nowhere_else() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    here.visa("ML0001", "CHN CN1", date(2031, 6, 30)).await;
    let waits = here.present(&aminata, foreigner()).await;
    let admitted = here.crossing(&aminata, &waits, Journey::default(), Decision::Admit).await;
    assert_eq!(admitted.visa, VisaNumber::parse("ML0001").ok());
    assert_eq!(admitted.authorised, Some(Authorised::To(date(2031, 6, 30))));
    // Where the officer types the last day of another permit, that one decided.
    let typed = Journey { permit_until: Some(date(2031, 4, 1)), ..Journey::default() };
    let admitted = here.crossing(&aminata, &waits, typed, Decision::Admit).await;
    assert_eq!((admitted.visa, admitted.authorised), (None, Some(Authorised::To(date(2031, 4, 1)))));
    for decision in [refuse(), Decision::Desist, Decision::Refer { reason: ReferralReason::Conditions }] {
        let crossing = here.crossing(&aminata, &waits, Journey::default(), decision.clone()).await;
        assert_eq!((crossing.visa, crossing.authorised), (None, None), "{decision:?}");
    }
}

#[tokio::test]
async fn a_visa_that_is_past_or_belongs_to_another_document_or_is_not_asked_for_is_not_used() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    here.visa("ML0002", "CHN CN1", date(2031, 3, 9)).await;
    here.visa("ML0003", "MLI ML1", date(2031, 6, 30)).await;
    let waits = here.present(&aminata, foreigner()).await;
    let admitted = here.crossing(&aminata, &waits, Journey::default(), Decision::Admit).await;
    assert_eq!(admitted.visa, None, "it was good until yesterday");
    let mut with_sticker = waits.clone();
    let sticker = TravelDocument::numbered(DocumentKind::Visa, Some(state("MLI")), "ML0003");
    with_sticker.traveller.further_documents.push(sticker);
    let known = Known::of(&here.node, &mut with_sticker.clone()).await.expect("read");
    assert_eq!(known.visa_of_another, VisaNumber::parse("ML0003").ok(), "the officer is told");
    let admitted = here.crossing(&aminata, &with_sticker, Journey::default(), Decision::Admit).await;
    assert_eq!(admitted.visa, None);
    let national = Presentation { traveller: national(), ..waits };
    let admitted = here.crossing(&aminata, &national, Journey::default(), Decision::Admit).await;
    assert_eq!(admitted.visa, None, "nationals need none");
}

#[tokio::test]
async fn whoever_is_sought_is_neither_let_in_nor_set_aside_without_a_word_until_the_alert_is_judged() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let sought = here.present(&aminata, traveller("MLI", "CN666", "1990-05-01")).await;
    assert_eq!(sought.hits.len(), 1, "the passport is sought");
    let admit = || decision(sought.id, DecisionKind::Admit, by_bus());
    let refused = decide(&here.node, at(&aminata), admit()).await;
    assert!(matches!(refused, Err(DecideError::Refused(Refused::NotOpen(NotOpen::HitNotJudged)))), "{refused:?}");
    let kept = here.node.drafts.of(&aminata.id, sought.id).expect("what was typed is kept");
    assert_eq!(kept.answers.mode, "bus");
    let aside = withdraw(&here.node, &aminata.id, sought.id, None).await;
    assert!(matches!(aside, Err(SetAsideError::NotOpen(NotOpen::SetAsideWithoutReason))), "{aside:?}");
    let next = Scanned { traveller: national(), replace: Some(sought.id), why: None, beside: None };
    let scanned = scan(&here.node, at(&aminata), next).await.expect("read");
    assert!(matches!(scanned, Scan::Asks { .. }), "nor does the next document push them away: {scanned:?}");
    let alert = &sought.hits[0].alert;
    let (list, alert) = (alert.list.clone(), alert.id.clone());
    let cleared = Judging { list, alert, judgement: Judgement::Cleared, reason: JudgementReason::Document };
    let judged = judge(&here.node, at(&aminata), sought.id, cleared).await.expect("written");
    assert_eq!(judged, Appended::OnDisk);
    let late = decide(&here.node, at(&aminata), admit()).await;
    let is_late = matches!(late, Err(DecideError::Refused(Refused::JudgedMeanwhile)));
    assert!(is_late, "a page from before the judgement decides nothing: {late:?}");
    let (mut now, hits) = here.node.store.open_presentation(&aminata.id).await.expect("read").expect("waits");
    let standing = Known::of(&here.node, &mut now).await.expect("read").standing(&now, &hits).mark();
    for _ in 0..2 {
        let admit = Decide { standing: standing.clone(), ..admit() };
        decide(&here.node, at(&aminata), admit).await.expect("recorded once, however often the key is pressed");
    }
    assert!(here.waits("aminata").await.is_none());
    assert!(here.node.drafts.of(&aminata.id, sought.id).is_none(), "what was typed has done its work");
    let record = here.node.store.record(sought.id).await.expect("read").expect("recorded");
    assert_eq!(record.crossing.decision, Decision::Admit);
}

#[tokio::test]
async fn an_alert_is_judged_at_the_counter_where_it_was_found_and_one_of_anothers_by_the_second_line() {
    let here = kouremale().await;
    let (aminata, boubacar) = (here.account("aminata").await, here.account("boubacar").await);
    let sought = here.present(&aminata, traveller("MLI", "CN666", "1990-05-01")).await;
    let found = &sought.hits[0].alert;
    let judging = |judgement| Judging {
        list: found.list.clone(),
        alert: found.id.clone(),
        judgement,
        reason: JudgementReason::Face,
    };
    let elsewhere = judge(&here.node, at(&boubacar), sought.id, judging(Judgement::Cleared)).await.expect("read");
    assert_eq!(elsewhere, Appended::NotAsExpected, "nobody judges at another's counter");
    let other = Judging { alert: alert("A-2").id, ..judging(Judgement::Cleared) };
    let other = judge(&here.node, at(&aminata), sought.id, other).await;
    assert!(matches!(other, Err(JudgeError::NotFound)), "{other:?}");
    judge(&here.node, at(&aminata), sought.id, judging(Judgement::Confirmed)).await.expect("judged");
    let left = SetAside::new(SetAsideReason::Elsewhere, "");
    withdraw(&here.node, &aminata.id, sought.id, left).await.expect("set aside");
    let again = here.present(&boubacar, traveller("MLI", "CN666", "1990-05-01")).await;
    let of_another = judge(&here.node, at(&boubacar), again.id, judging(Judgement::Cleared)).await;
    assert!(matches!(of_another, Err(JudgeError::OfAnother)), "{of_another:?}");
}

#[tokio::test]
async fn a_doubtful_field_is_put_right_by_what_the_reading_offered_and_what_stood_there_is_noted() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let mut doubtful = traveller("MLI", "ML1", "1990-05-07");
    let suggestions = vec!["1990-05-01".to_owned()];
    doubtful.doubts.push(Doubt { field: Field::BirthDate, kind: DoubtKind::CheckDigit, suggestions });
    let waits = here.present(&aminata, doubtful).await;
    let other = amend(&here.node, at(&aminata), waits.id, Field::BirthDate, "1990-05-02").await;
    assert!(matches!(other, Err(AmendError::NotOffered)), "{other:?}");
    let amended = amend(&here.node, at(&aminata), waits.id, Field::BirthDate, "1990-05-01").await.expect("written");
    assert_eq!(amended, Appended::OnDisk);
    let now = here.waits("aminata").await.expect("they wait").traveller;
    assert_eq!(now.birth_date, PartialDate::Full(date(1990, 5, 1)));
    let noted = Doubt { suggestions: vec!["1990-05-07".into()], ..Doubt::new(Field::BirthDate, DoubtKind::Amended) };
    assert_eq!(now.doubts, [noted]);
    let late = amend(&here.node, at(&aminata), waits.id, Field::BirthDate, "1990-05-01").await.expect("read");
    assert_eq!(late, Appended::NotAsExpected, "the traveller was presented anew");
}

#[tokio::test]
async fn what_was_confirmed_goes_on_when_the_document_is_typed_anew() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let sought = here.present(&aminata, traveller("MLI", "CN666", "1990-05-01")).await;
    let found = &sought.hits[0].alert;
    let (list, alert) = (found.list.clone(), found.id.clone());
    let confirmed = Judging { list, alert, judgement: Judgement::Confirmed, reason: JudgementReason::Face };
    judge(&here.node, at(&aminata), sought.id, confirmed).await.expect("judged");
    let typed_for = TypedFor { replace: Some(sought.id), beside: None };
    let anew = traveller("MLI", "CM777", "1990-05-01");
    let presented = typed::present(&here.node, at(&aminata), anew, typed_for).await.expect("written");
    assert_eq!(presented, Appended::OnDisk);
    let now = here.waits("aminata").await.expect("they wait");
    assert_ne!(now.id, sought.id);
    let before = now.hits[0].confirmed_before.as_ref().expect("the arrest is not let go by a letter");
    assert_eq!((before.officer.as_str(), before.reason.as_str()), ("aminata", "face"));
}

#[tokio::test]
async fn a_minor_who_is_alone_is_on_the_way_of_protection_from_the_moment_they_are_referred() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let minor = here.present(&aminata, traveller("MLI", "ML2", "2020-05-01")).await;
    let alone = || Answers { accompaniment: "alone".into(), ..by_bus() };
    let admitted = decide(&here.node, at(&aminata), decision(minor.id, DecisionKind::Admit, alone())).await;
    let is_minor = matches!(admitted, Err(DecideError::Refused(Refused::NotOpen(NotOpen::MinorWithoutParent))));
    assert!(is_minor, "{admitted:?}");
    let without_reason = decide(&here.node, at(&aminata), decision(minor.id, DecisionKind::Refer, alone())).await;
    assert!(matches!(without_reason, Err(DecideError::Groundless)), "{without_reason:?}");
    let refer = decision(minor.id, DecisionKind::Refer, alone());
    let refer = Decide { likely: Some(ReferralReason::Minor), ..refer };
    decide(&here.node, at(&aminata), refer).await.expect("recorded");
    let protections = here.node.store.protections_of(minor.id).await.expect("read");
    assert_eq!(protections.iter().map(|row| row.protection.need).collect::<Vec<_>>(), [Need::Child]);
}

#[tokio::test]
async fn a_referral_is_taken_up_by_one_officer_whose_counter_is_free() {
    let here = kouremale().await;
    let (aminata, fatou) = (here.account("aminata").await, here.account("fatou").await);
    let referred = here.present(&aminata, foreigner()).await.id;
    let asylum = NeedSeen { need: Need::Asylum, presentation: Some(referred), person: "", words: " l\u{7}asile\n" };
    let begun = protection::begin(&here.node, at(&aminata), asylum).await.expect("begun");
    assert_eq!(begun, Some(referred), "they are referred in the same transaction");
    let protection = here.node.store.protections_of(referred).await.expect("read").remove(0).protection;
    assert_eq!((protection.person.as_str(), protection.words.as_str()), ("LI, WEI", "lasile"));
    let another = here.present(&fatou, national()).await.id;
    let busy = referral::take_up(&here.node, at(&fatou), referred).await;
    assert!(matches!(busy, Err(TakeUpError::CounterBusy)), "{busy:?}");
    withdraw(&here.node, &fatou.id, another, None).await.expect("set aside");
    referral::take_up(&here.node, at(&fatou), referred).await.expect("taken up");
    let settled = here.waits("fatou").await.expect("they wait");
    assert_eq!(settled.settles, Some(referred));
    let taken = referral::take_up(&here.node, at(&aminata), referred).await;
    assert!(matches!(taken, Err(TakeUpError::OfAnother)), "{taken:?}");
    turn(&here.node, at(&fatou)).await.expect("turned");
    let waits = here.waits("fatou").await.expect("they wait");
    assert_eq!((waits.id, waits.direction), (settled.id, Direction::Entry), "a referral keeps its direction");
}

#[tokio::test]
async fn whoever_is_in_need_of_protection_is_named() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let nobody = NeedSeen { need: Need::Medical, presentation: None, person: " \n ", words: "malade" };
    let begun = protection::begin(&here.node, at(&aminata), nobody).await;
    assert!(matches!(begun, Err(BeginError::NobodyNamed)), "{begun:?}");
    let a_woman = NeedSeen { need: Need::Medical, presentation: None, person: "une femme", words: "malade" };
    let begun = protection::begin(&here.node, at(&aminata), a_woman).await.expect("begun");
    assert_eq!(begun, None, "who was never presented is not referred");
}

fn lorry(plate: &str) -> PartyDraft {
    let (kind, mode) = (PartyKind::Vehicle, Mode::Lorry);
    PartyDraft { kind, name: String::new(), plate: plate.to_owned().into(), country: None, mode, goods: Vec::new() }
}

#[tokio::test]
async fn a_vehicle_has_a_plate_and_any_other_party_a_name() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let begun = party::begin(&here.node, at(&aminata), lorry(" ")).await;
    assert!(matches!(begun, Err(PartyError::Fault(PartyFault::PlateMissing))), "{begun:?}");
    let family = PartyDraft { kind: PartyKind::Family, ..lorry("RC4321") };
    let begun = party::begin(&here.node, at(&aminata), family).await;
    assert!(matches!(begun, Err(PartyError::Fault(PartyFault::NameMissing))), "{begun:?}");
}

#[tokio::test]
async fn a_lorry_that_is_sought_stays_sought_when_its_plate_is_put_right_and_goes_for_a_reason() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let BegunParty { id: sought, has_hits } =
        party::begin(&here.node, at(&aminata), lorry("RC 4321")).await.expect("begun");
    assert!(has_hits);
    party::change(&here.node, &aminata.id, sought, lorry("QX9998")).await.expect("changed");
    let row = party::found(&here.node, sought).await.expect("found");
    assert_eq!(row.hits.len(), 1, "a plate typed anew lets no lorry go");
    let ended = party::end(&here.node, at(&aminata), sought, Ending::default()).await;
    assert!(matches!(ended, Err(PartyError::NotOpen(NotOpen::SetAsideWithoutReason))), "{ended:?}");
    let alert = &row.hits[0].hit.alert;
    let (list, alert, reason) = (alert.list.clone(), alert.id.clone(), VehicleReason::Plate);
    let cleared = Judging { list, alert, judgement: Judgement::Cleared, reason };
    judge_vehicle(&here.node, &aminata.id, sought, cleared).await.expect("judged");
    party::end(&here.node, at(&aminata), sought, Ending::default()).await.expect("cleared, it goes");
    let again = party::begin(&here.node, at(&aminata), lorry("RC4321")).await.expect("begun").id;
    let fled = SetAside::new(SetAsideReason::Left, "");
    party::end(&here.node, at(&aminata), again, Ending { why: fled, driver: None })
        .await
        .expect("it went, and it is said how");
}

#[tokio::test]
async fn what_was_judged_of_a_plate_that_was_put_right_keeps_nobody_of_the_vehicle() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let lorry_id = party::begin(&here.node, at(&aminata), lorry("RC4321")).await.expect("begun").id;
    let row = party::found(&here.node, lorry_id).await.expect("here");
    let (list, alert) = (row.hits[0].hit.alert.list.clone(), row.hits[0].hit.alert.id.clone());
    let cleared = Judging { list, alert, judgement: Judgement::Cleared, reason: VehicleReason::Plate };
    judge_vehicle(&here.node, &aminata.id, lorry_id, cleared).await.expect("judged");
    party::change(&here.node, &aminata.id, lorry_id, lorry("AB1234")).await.expect("changed");
    assert!(party::found(&here.node, lorry_id).await.expect("here").hits.is_empty());
    let counter = Counter { party: Some(lorry_id), ..at(&aminata) };
    present(&here.node, counter, Coming::new(counter, national())).await.expect("written");
    let driver = here.waits("aminata").await.expect("someone waits");
    let drives = Answers { drives: Some("yes".into()), ..Answers::default() };
    decide(&here.node, counter, decision(driver.id, DecisionKind::Admit, drives)).await.expect("recorded");
}

#[tokio::test]
async fn a_lorry_that_crossed_ends_once_it_is_said_who_drove_it_or_that_nobody_of_it_did() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    for is_named in [true, false] {
        let lorry_id = party::begin(&here.node, at(&aminata), lorry("AB1234")).await.expect("begun").id;
        let counter = Counter { party: Some(lorry_id), ..at(&aminata) };
        present(&here.node, counter, Coming::new(counter, national())).await.expect("written");
        let member = here.waits("aminata").await.expect("someone waits");
        decide(&here.node, counter, decision(member.id, DecisionKind::Admit, by_bus())).await.expect("recorded");
        let stranger = Some(Driver::Member(CrossingId(Uuid::max())));
        for driver in [None, stranger] {
            let ended = party::end(&here.node, counter, lorry_id, Ending { why: None, driver }).await;
            assert!(matches!(ended, Err(PartyError::NotOpen(NotOpen::DriverNotNamed))), "{ended:?}");
        }
        let driver = if is_named { Driver::Member(member.id) } else { Driver::Nobody };
        let ending = Ending { why: None, driver: Some(driver) };
        party::end(&here.node, counter, lorry_id, ending).await.expect("ended");
        let record = here.node.store.record(member.id).await.expect("read").expect("recorded");
        assert_eq!(record.crossing.journey.drives, is_named);
    }
}

#[tokio::test]
async fn what_was_cleared_of_a_plate_is_judged_anew_when_the_plate_is_put_right() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let lorry_id = party::begin(&here.node, at(&aminata), lorry("RC432I")).await.expect("begun").id;
    let open = async || {
        let row = party::found(&here.node, lorry_id).await.expect("here");
        row.hits.iter().map(|judged| judged.judgement.is_none()).collect::<Vec<_>>()
    };
    let clear = async || {
        let row = party::found(&here.node, lorry_id).await.expect("here");
        let (list, alert) = (row.hits[0].hit.alert.list.clone(), row.hits[0].hit.alert.id.clone());
        let cleared = Judging { list, alert, judgement: Judgement::Cleared, reason: VehicleReason::Plate };
        judge_vehicle(&here.node, &aminata.id, lorry_id, cleared).await.expect("judged")
    };
    assert_eq!(open().await, [true], "nearly the plate that is sought");
    assert_eq!(clear().await, Appended::OnDisk);
    assert_eq!(open().await, [false]);
    let change = async |plate: &str| {
        party::change(&here.node, &aminata.id, lorry_id, lorry(plate)).await.expect("changed");
    };
    change("RC4321").await;
    assert_eq!(open().await, [true], "the plate that is sought was cleared by nobody");
    clear().await;
    change("AB1234").await;
    assert!(open().await.is_empty());
    change("RC4321").await;
    assert_eq!(open().await, [true], "nor by what was said before another plate was typed");
}

#[tokio::test]
async fn a_journal_that_names_one_alert_twice_for_a_traveller_keeps_nobody_waiting() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let mut sought = here.present(&aminata, traveller("MLI", "CN666", "1990-05-01")).await;
    withdraw(&here.node, &aminata.id, sought.id, SetAside::new(SetAsideReason::Left, "")).await.expect("set aside");
    sought.id = CrossingId(here.node.store.new_id());
    sought.hits.push(sought.hits[0].clone());
    let found = sought.hits[0].alert.clone();
    let presented = Event::TravellerPresented(Box::new(sought.clone()));
    here.node.store.append(Some(&aminata.id), vec![presented], None).await.expect("noted");
    let (list, alert) = (found.list, found.id);
    let cleared = Judging { list, alert, judgement: Judgement::Cleared, reason: JudgementReason::Document };
    judge(&here.node, at(&aminata), sought.id, cleared).await.expect("judged");
    let aside = withdraw(&here.node, &aminata.id, sought.id, None);
    let aside = tokio::time::timeout(Duration::from_secs(10), aside).await.expect("it ends");
    assert_eq!(aside.expect("cleared"), Appended::OnDisk);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_confirmed_while_they_are_set_aside_is_either_gone_before_or_stays() {
    let here = Arc::new(kouremale().await);
    let aminata = here.account("aminata").await;
    for round in 0..ROUNDS {
        let sought = here.present(&aminata, traveller("MLI", &sought_in(round), "1990-05-01")).await;
        let found = sought.hits[0].alert.clone();
        let judging =
            |judgement, reason| Judging { list: found.list.clone(), alert: found.id.clone(), judgement, reason };
        let cleared = judging(Judgement::Cleared, JudgementReason::Document);
        judge(&here.node, at(&aminata), sought.id, cleared).await.expect("judged");
        let confirming = {
            let (here, aminata, id) = (here.clone(), aminata.clone(), sought.id);
            let confirmed = judging(Judgement::Confirmed, JudgementReason::Face);
            tokio::spawn(async move { judge(&here.node, at(&aminata), id, confirmed).await.expect("answered") })
        };
        let aside = withdraw(&here.node, &aminata.id, sought.id, None).await;
        let confirmed = confirming.await.expect("ended") == Appended::OnDisk;
        if matches!(aside, Ok(Appended::OnDisk)) {
            assert!(!confirmed, "they were confirmed, and set aside without a word");
        } else {
            assert!(matches!(aside, Err(SetAsideError::NotOpen(_))) && confirmed, "{aside:?}");
            let why = SetAside::new(SetAsideReason::Elsewhere, "");
            withdraw(&here.node, &aminata.id, sought.id, why).await.expect("set aside");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_is_not_lost_to_a_turn_of_the_counter_in_the_same_moment() {
    let here = Arc::new(kouremale().await);
    let aminata = here.account("aminata").await;
    for round in 0..ROUNDS {
        let sought = here.present(&aminata, traveller("MLI", &sought_in(round), "1990-05-01")).await;
        let found = sought.hits[0].alert.clone();
        let confirming = {
            let (here, aminata, id) = (here.clone(), aminata.clone(), sought.id);
            let (list, alert) = (found.list, found.id);
            let confirmed = Judging { list, alert, judgement: Judgement::Confirmed, reason: JudgementReason::Face };
            tokio::spawn(async move { judge(&here.node, at(&aminata), id, confirmed).await.expect("answered") })
        };
        turn(&here.node, at(&aminata)).await.expect("turned");
        let confirmed = confirming.await.expect("ended") == Appended::OnDisk;
        let now = here.waits("aminata").await.expect("they wait");
        assert_ne!(now.id, sought.id, "they were presented the other way");
        assert_eq!(now.hits[0].confirmed_before.is_some(), confirmed, "what was confirmed stays confirmed");
        let why = SetAside::new(SetAsideReason::Elsewhere, "");
        withdraw(&here.node, &aminata.id, now.id, why).await.expect("set aside");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn alerts_that_come_while_others_are_decided_keep_nobody_and_one_about_them_stops_them() {
    let here = Arc::new(kouremale().await);
    let (aminata, boubacar) = (here.account("aminata").await, here.account("boubacar").await);
    let (aminata_id, fatou) = (aminata.id.clone(), id("fatou"));
    for number in 0..30 {
        let passport = format!("ML{number:04}");
        let waits = here.present(&boubacar, traveller("MLI", &passport, "1990-05-01")).await;
        let mut coming = alert(&format!("B-{number}"));
        // Every other alert is about the one who waits.
        coming.documents =
            DocumentKey::of(None, if number % 2 == 0 { &passport } else { "CN777" }).into_iter().collect();
        let approving = {
            let (here, author, second) = (here.clone(), aminata_id.clone(), fatou.clone());
            tokio::spawn(async move {
                let proposal = here.node.store.propose_alert(&coming, &author).await.expect("proposed");
                let decided = here.node.store.decide_proposal(proposal, true, &second, "").await.expect("decided");
                let Decided::Approved(turn) = decided else { panic!("{decided:?}") };
                assert!(here.node.in_force.reaches(turn, PATIENCE).await);
            })
        };
        tokio::time::sleep(Duration::from_millis(number)).await;
        let admitted = decide(&here.node, at(&boubacar), decision(waits.id, DecisionKind::Admit, by_bus())).await;
        approving.await.expect("approved");
        match admitted {
            Ok(()) => {}
            Err(DecideError::Refused(Refused::AlertsMeanwhile)) if number % 2 == 0 => {
                let now = here.waits("boubacar").await.expect("they wait");
                assert_eq!(now.hits.len(), 1, "the alert is before the officer");
                let why = SetAside::new(SetAsideReason::Elsewhere, "");
                withdraw(&here.node, &boubacar.id, now.id, why).await.expect("set aside");
            }
            other => panic!("{number}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_counter_works_through_a_party_the_way_that_it_goes_until_the_party_ends() {
    let here = kouremale().await;
    let (officer, day) = (id("aminata"), SignedDuration::from_hours(12));
    let new =
        NewSession { token: SESSION, account: officer.clone(), browser: [2; 32], device: None, form_key: "key".into() };
    here.node.store.begin_session(&new, day).await.expect("begun");
    let session = async || -> Session {
        let limits = SessionLimits { longest: day, idle: day };
        here.node.store.session(&SESSION, None, limits).await.expect("read").expect("goes on")
    };
    let announced = party::new(&here.node, &officer, Direction::Exit, lorry("AB123")).expect("complete");
    let lorry = party::announce(&here.node, &officer, announced, vec![national()]).await.expect("announced");
    let before = session().await;
    assert!(party::work(&here.node, Counter::from(&before), lorry).await.expect("written"));
    let working = session().await;
    assert_eq!((working.party, working.direction), (Some(lorry), Direction::Exit));
    let presented = party::next(&here.node, Counter::from(&working), lorry, 0).await.expect("written");
    assert_eq!(presented, Some(Appended::OnDisk));
    let waits = here.waits("aminata").await.expect("the driver waits");
    assert_eq!((waits.party, waits.member, waits.direction), (Some(lorry), Some(0), Direction::Exit));
    let nobody = party::next(&here.node, Counter::from(&working), lorry, 0).await.expect("read");
    assert_eq!(nobody, None, "the one member came");
    party::end(&here.node, Counter::from(&working), lorry, Ending::default()).await.expect("ended");
    assert_eq!(session().await.party, None);
    let works = party::work(&here.node, Counter::from(&before), lorry).await.expect("read");
    assert!(!works, "nobody works through a party that has ended");
}

#[test]
fn an_identity_is_taken_as_typed_or_each_field_that_is_wrong_is_named() {
    let today = date(2031, 3, 10);
    let typed = Typed {
        document: "passport".into(),
        number: "cn 1".into(),
        issuer: "CHN".into(),
        expiry: "2040-01-01".into(),
        primary: "  Li ".into(),
        secondary: "Wei   Min".into(),
        birth: "1990".into(),
        nationality: "CHN".into(),
        further_nationality: "CHN".into(),
        ..Typed::default()
    };
    let taken = typed.traveller(today).expect("taken");
    assert_eq!((taken.name.primary.as_str(), taken.name.secondary.as_str()), ("Li", "Wei Min"));
    assert_eq!(
        (taken.source, taken.further_nationalities.len()),
        (Source::Typed, 0),
        "nobody has one nationality twice"
    );
    let declared = Typed { document: String::new(), birth: String::new(), ..typed.clone() };
    let declared = declared.traveller(today).expect("a traveller without a document declares their identity");
    assert_eq!((declared.source, declared.document, declared.doubts.len()), (Source::Declared, None, 1));
    let wrong = Typed {
        number: " ".into(),
        issuer: "QQZ".into(),
        expiry: "someday".into(),
        primary: " ".into(),
        secondary: "x".repeat(81),
        birth: "2031-03-11".into(),
        nationality: "QQZ".into(),
        ..typed.clone()
    };
    let faults = [
        (TypedField::Primary, TypedFault::NameMissing),
        (TypedField::Secondary, TypedFault::NameTooLong),
        (TypedField::Birth, TypedFault::BirthInFuture),
        (TypedField::Nationality, TypedFault::UnknownState),
        (TypedField::Number, TypedFault::NumberMissing),
        (TypedField::Expiry, TypedFault::NoDate),
        (TypedField::Issuer, TypedFault::UnknownState),
    ];
    assert_eq!(wrong.traveller(today).expect_err("wrong"), faults);
    let old = Typed { birth: "1890".into(), ..typed };
    assert_eq!(old.traveller(today).expect_err("wrong"), [(TypedField::Birth, TypedFault::BirthTooOld)]);
}

/// A correction that leaves a record as it stands, but for the bus.
fn correction(of: &Crossing) -> Correction {
    Correction { journey: by_bus(), reason: "sens inversé".into(), ..Correction::from(of) }
}

/// The same for someone who was born on another day.
fn born(of: &Crossing, birth: &str) -> Correction {
    let traveller = Typed { birth: birth.into(), ..Typed::of(&of.traveller) };
    Correction { traveller, ..correction(of) }
}

/// What takes the place of a record by a correction.
fn corrected(correction: &Correction, mistaken: &Crossing) -> Result<Crossing, Vec<CorrectionFault>> {
    correction.of(CrossingId(Uuid::nil()), mistaken, state("MLI"), date(2031, 3, 10))
}

#[tokio::test]
async fn a_correction_says_what_could_have_been_or_what_of_it_could_not() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let waits = here.present(&aminata, national()).await;
    let mistaken = here.crossing(&aminata, &waits, Journey::default(), Decision::Admit).await;
    let nameless = Typed { primary: " ".into(), ..Typed::of(&mistaken.traveller) };
    for (wrong, fault) in [
        (Correction { reason: " ".into(), ..correction(&mistaken) }, CorrectionFault::ReasonMissing),
        (
            Correction { traveller: nameless, ..correction(&mistaken) },
            CorrectionFault::Typed(TypedField::Primary, TypedFault::NameMissing),
        ),
        (born(&mistaken, "someday"), CorrectionFault::Typed(TypedField::Birth, TypedFault::NoDate)),
        (born(&mistaken, "2031-03-11"), CorrectionFault::Typed(TypedField::Birth, TypedFault::BirthInFuture)),
    ] {
        assert_eq!(corrected(&wrong, &mistaken), Err(vec![fault]));
    }
    let outwards = Correction { direction: "exit".into(), ..correction(&mistaken) };
    let turned = corrected(&outwards, &mistaken).expect("turned round");
    assert_eq!((turned.decision, turned.direction), (Decision::LetDepart, Direction::Exit));
    let refused = Crossing { decision: refuse(), ..mistaken.clone() };
    assert_eq!(corrected(&outwards, &refused), Err(vec![CorrectionFault::DirectionOfStop]));
    let with_whom = Answers { accompaniment: "parent".into(), adult: "?".into(), ..by_bus() };
    let a_child = Correction { journey: with_whom, ..born(&mistaken, "2020-05-01") };
    assert_eq!(corrected(&a_child, &mistaken), Err(vec![CorrectionFault::AdultNotNamed]));
}

#[tokio::test]
async fn what_a_correction_leaves_as_it_stood_stays_even_where_nobody_could_type_it() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let waits = here.present(&aminata, traveller("ZZZ", "ZZ1", "1990-05")).await;
    let mut mistaken = here.crossing(&aminata, &waits, Journey::default(), Decision::Desist).await;
    mistaken.traveller.further_nationalities = vec![state("XXB"), state("GIN")];
    if let Some(document) = &mut mistaken.traveller.document {
        document.mrz = Some("P<ZZZLI<<WEI".into());
    }
    let same = corrected(&correction(&mistaken), &mistaken).expect("nothing is wrong");
    assert_eq!(same.traveller, mistaken.traveller);
    let typed = Typed::of(&mistaken.traveller);
    let of = |traveller: Typed| Correction { traveller, ..correction(&mistaken) };
    let renumbered = corrected(&of(Typed { number: "zz-2".into(), ..typed.clone() }), &mistaken).expect("taken");
    let document = renumbered.traveller.document.expect("a document");
    assert_eq!((document.number.as_str(), document.mrz), ("ZZ2", None), "the zone was that of the other document");
    let unknown = of(Typed { nationality: "QQZ".into(), ..typed.clone() });
    let fault = CorrectionFault::Typed(TypedField::Nationality, TypedFault::UnknownState);
    assert_eq!(corrected(&unknown, &mistaken), Err(vec![fault]));
    let without = corrected(&of(Typed { document: String::new(), ..typed }), &mistaken).expect("taken");
    assert_eq!((without.traveller.document, without.traveller.source), (None, Source::Declared));
}

#[tokio::test]
async fn a_record_is_corrected_once_and_names_no_adult_who_did_not_pass() {
    let here = kouremale().await;
    let aminata = here.account("aminata").await;
    let waits = here.present(&aminata, national()).await;
    decide(&here.node, at(&aminata), decision(waits.id, DecisionKind::Admit, by_bus())).await.expect("recorded");
    let mistaken = here.node.store.record(waits.id).await.expect("read").expect("recorded");
    let correct =
        async |correction: Correction| correction::correct(&here.node, &aminata.id, &mistaken, &correction).await;
    let stranger = CrossingId(Uuid::nil()).to_string();
    let with_stranger = Answers { accompaniment: "parent".into(), adult: stranger, ..by_bus() };
    let refused = correct(Correction { journey: with_stranger, ..born(&mistaken.crossing, "2020-05-01") }).await;
    let not_offered = [CorrectionFault::AdultNotOffered];
    assert!(matches!(&refused, Err(CorrectionError::Faults(faults)) if faults[..] == not_offered), "{refused:?}");
    let outwards = Correction { direction: "exit".into(), ..correction(&mistaken.crossing) };
    let new = correct(outwards).await.expect("written").expect("corrected");
    let stands = here.node.store.record(new).await.expect("read").expect("there");
    assert_eq!(stands.crossing.decision, Decision::LetDepart);
    assert_eq!((stands.corrects, stands.correction_reason.as_str()), (Some(waits.id), "sens inversé"));
    assert_eq!(correct(correction(&mistaken.crossing)).await.expect("read"), None);
    let cancelled =
        correction::cancel(&here.node, &aminata.id, waits.id, StatedReason::parse("double").expect("a reason"))
            .await
            .expect("read");
    assert_eq!(cancelled, Appended::NotAsExpected, "what was corrected is not cancelled too");
}

#[tokio::test]
async fn a_corrected_nationality_or_number_leaves_stays_and_persons_as_if_it_had_been_read_so() {
    let here = kouremale().await;
    let (store, aminata) = (&here.node.store, here.account("aminata").await);
    let key = |text: &str| text.parse::<DocumentKey>().expect("a document");
    let mut shown = national();
    shown.further_documents = vec![TravelDocument::numbered(DocumentKind::Passport, Some(state("GIN")), "GN5")];
    let waits = here.present(&aminata, shown).await;
    decide(&here.node, at(&aminata), decision(waits.id, DecisionKind::Admit, by_bus())).await.expect("recorded");
    assert_eq!(store.documents_with(&[key("MLI ML1")]).await.expect("read").len(), 2, "shown together");
    let correct = async |id: CrossingId, correct: &dyn Fn(&mut Correction)| {
        let record = store.record(id).await.expect("read").expect("recorded");
        let mut correction = Correction { reason: "mal lu".into(), ..Correction::from(&record.crossing) };
        correct(&mut correction);
        let new = correction::correct(&here.node, &aminata.id, &record, &correction).await;
        let new = new.expect("taken").expect("not corrected yet");
        store.record(new).await.expect("read").expect("recorded").crossing
    };
    let overstays = async || {
        let page = Page { offset: 0, limit: 10 };
        store.overstays(date(2031, 4, 10), page).await.expect("read").rows
    };
    let renumbered = correct(waits.id, &|correction| correction.traveller.number = "ML2".into()).await;
    assert_eq!(store.documents_with(&[key("MLI ML1")]).await.expect("read"), [key("MLI ML1")], "nobody's any more");
    assert_eq!(store.documents_with(&[key("MLI ML2")]).await.expect("read").len(), 2);
    assert_eq!(renumbered.authorised, None, "a national");
    let foreign = correct(renumbered.id, &|correction| {
        correction.traveller.nationality = "CHN".into();
        correction.journey.permit_until = "31/03/2031".into();
    })
    .await;
    assert_eq!(foreign.authorised, Some(Authorised::To(date(2031, 3, 31))));
    let found = overstays().await;
    assert_eq!(
        found.iter().map(|one| (one.entry, one.nationality.as_str())).collect::<Vec<_>>(),
        [(foreign.id, "CHN")]
    );
    let back = correct(foreign.id, &|correction| {
        correction.traveller.nationality = "MLI".into();
        correction.journey.permit_until = String::new();
    })
    .await;
    assert_eq!((back.authorised, overstays().await.len()), (None, 0), "a national overstays nothing");
    let rebuilt = store.rebuild().await.expect("rebuilt");
    assert!(rebuilt.iter().all(|table| table.only_in_journal + table.only_in_table == 0), "{rebuilt:?}");
}

#[tokio::test]
async fn an_officer_asks_once_for_a_correction_of_their_own_record_and_who_corrects_may_decline() {
    let here = kouremale().await;
    let (store, aminata, boubacar) = (&here.node.store, here.account("aminata").await, here.account("boubacar").await);
    let waits = here.present(&aminata, national()).await;
    decide(&here.node, at(&aminata), decision(waits.id, DecisionKind::Admit, by_bus())).await.expect("recorded");
    let record = store.record(waits.id).await.expect("read").expect("recorded");
    let ask = async |by: &Account, note: &str| asked_correction::ask(&here.node, by, &record, note).await;
    assert!(matches!(ask(&boubacar, "le nom").await, Err(AskError::NotTheirs)), "another's record");
    assert!(matches!(ask(&aminata, " \t ").await, Err(AskError::NoNote)));
    ask(&aminata, &"x".repeat(600)).await.expect("asked");
    ask(&aminata, "encore").await.expect("passed over");
    let asked = store.corrections_asked(&record.crossing.post).await.expect("read");
    assert_eq!(asked.iter().map(|one| one.note.chars().count()).collect::<Vec<_>>(), [500]);
    let why = || StatedReason::parse("le document dit ainsi").expect("a reason");
    let declined = asked_correction::decline(&here.node, &boubacar.id, waits.id, why()).await.expect("written");
    let again = asked_correction::decline(&here.node, &boubacar.id, waits.id, why()).await.expect("read");
    assert_eq!((declined, again), (Appended::OnDisk, Appended::NotAsExpected));
    ask(&aminata, "vraiment").await.expect("asked again");
    assert_eq!(store.corrections_waiting(&record.crossing.post).await.expect("read"), 1);
    let outcomes = store.corrections_asked_of(waits.id).await.expect("read");
    assert!(matches!(outcomes[0].outcome, AskedOutcome::Declined { .. }) && outcomes[1].outcome == AskedOutcome::Waits);
    correction::cancel(&here.node, &boubacar.id, waits.id, why()).await.expect("cancelled");
    assert_eq!(store.corrections_waiting(&record.crossing.post).await.expect("read"), 0);
    let rebuilt = store.rebuild().await.expect("rebuilt");
    assert!(rebuilt.iter().all(|table| table.only_in_journal + table.only_in_table == 0), "{rebuilt:?}");
}

/// An agreement between Mali and Guinea, of which this post belongs to the pair KRM; the papers that may pass.
fn agreed(papers: &[limen_neighbour::Kind]) -> limen_neighbour::SignedAgreement {
    use limen_neighbour::{Agreement, Article, Pair, Party, SignedAgreement};
    let party = |code: &str, key: u8| Party { state: state(code), name: code.into(), key: [key; 32] };
    let basis = Article { treaty: "Traité".into(), article: "1".into() };
    let days = (date(2031, 1, 1), date(2031, 12, 31));
    let mut agreement = Agreement::new(Uuid::nil(), 1, "Kourémalé", [party("MLI", 1), party("GIN", 2)], basis, days);
    agreement.papers = papers.to_vec();
    let posts = ["KRM", "KRG"].map(|post| limen_domain::PostId::parse(post).expect("an identifier"));
    let [ours, theirs] = posts;
    agreement.pairs = vec![Pair {
        code: "KRM".into(),
        name: "Kourémalé".into(),
        posts: [(state("MLI"), ours), (state("GIN"), theirs)].into(),
        zone: "Africa/Bamako".into(),
        is_joint: false,
    }];
    SignedAgreement::unsigned(agreement).expect("an agreement")
}

#[tokio::test]
async fn whoever_judges_what_a_neighbours_notice_names_writes_the_answer_that_headquarters_says() {
    use limen_neighbour::{Content, Kind};
    let here = kouremale().await;
    let (aminata, notice, guinea) = (here.account("aminata").await, Uuid::from_u128(7), state("GIN"));
    let mut sought = alert("A-1");
    sought.list = "neighbour-GIN".to_owned().try_into().expect("a name");
    sought.id = notice.to_string().try_into().expect("an identifier");
    sought.documents = vec!["CN777777".parse().expect("a document")];
    let (list, id) = (sought.list.clone(), sought.id.clone());
    let in_force = |papers: &[Kind]| ("GIN/agreement/1".to_owned(), agreed(papers).file());
    let told = limen_store::PaperEffect {
        facts: vec![in_force(&[Kind::Notice])],
        alerts: vec![sought],
        ..limen_store::PaperEffect::default()
    };
    let store = &here.node.store;
    store.change_of_neighbour(guinea, told).await.expect("written");
    here.node.take_effect().await.expect("screened");
    let waits = here.present(&aminata, traveller("CHN", "CN777777", "1990-05-01")).await;
    let judging =
        |judgement| Judging { list: list.clone(), alert: id.clone(), judgement, reason: JudgementReason::Face };
    judge(&here.node, at(&aminata), waits.id, judging(Judgement::Cleared)).await.expect("judged");
    assert!(store.neighbour_drafts(guinea, 10).await.expect("read").is_empty(), "the agreement names no answers");

    let answers = limen_store::PaperEffect {
        facts: vec![in_force(&[Kind::Notice, Kind::Answer])],
        ..limen_store::PaperEffect::default()
    };
    store.change_of_neighbour(guinea, answers).await.expect("written");
    judge(&here.node, at(&aminata), waits.id, judging(Judgement::Confirmed)).await.expect("judged");
    let drafts = store.neighbour_drafts(guinea, 10).await.expect("read");
    assert_eq!((drafts.len(), &drafts[0].author), (1, &aminata.id));
    let Ok(Content::Answer(answer)) = serde_json::from_str(&drafts[0].content) else { panic!("{drafts:?}") };
    assert_eq!((answer.notice, answer.pair.as_str(), answer.confirmed), (notice, "KRM", Some(true)));
    assert_eq!(answer.at, here.node.now(), "it is noon, and no minute is said");
    assert_eq!(answer.telephone, "", "nobody stands in the directory");
}
