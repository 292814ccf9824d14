//! The file of a person is whole: held against the journal, whatever happened to them and to others.
#![allow(missing_docs)]

use jiff::{SignedDuration, Timestamp, civil::date};
use limen_domain::{
    AccountId, Action, Alert, Attachment, AttachmentKind, Crossing, CrossingId, Decision, Direction, DocumentKind,
    Entries, Event, HandOver, Hit, Journey, LookPurpose, MediaType, Name, Need, NodeId, PartialDate, Party, PartyId,
    PartyKind, Presentation, Protection, ProtectionId, ReferralReason, Right, RightAnswer, Sex, Source, TravelDocument,
    Traveller, Visa, VisaKind, VisaNumber, Why,
};
use limen_node::rights::person_report::{PersonReport, Request};
use limen_store::{Store, Time, settings};
use limen_test_support::kouremale_in;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Whose file it is, and someone else.
const WHO: [(&str, &str, &str); 2] = [("KEITA", "AWA", "MLA1"), ("TRAORE", "BINTOU", "MLB1")];
/// What searches ask for: words of either, and of nobody.
const SEARCHES: [&str; 6] = ["awa", "Bintou", "KEI", "MLA1", "MLB1", "zzz"];

/// Something that happens; numbers say to whom, and to which of their things.
#[derive(Debug, Clone)]
enum Step {
    Read(usize, bool),
    Recorded(usize, u8),
    Corrected(u8),
    Cancelled(u8),
    Noted(u8),
    Asked(u8),
    Photographed(u8),
    Protected(u8),
    HandedOver(u8),
    Visa(usize, u8),
    Extended(u8),
    Revoked(u8),
    Party(bool),
    Looked(u8, u8),
    Searched(u8),
    SearchedDay(u8),
    Queue,
    Hits,
    Claimed(usize),
    Answered(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = 0..2_usize;
    let step = prop_oneof![
        (who.clone(), any::<bool>()).prop_map(|(who, hit)| Step::Read(who, hit)),
        (who.clone(), any::<u8>()).prop_map(|(who, how)| Step::Recorded(who, how)),
        any::<u8>().prop_map(Step::Corrected),
        any::<u8>().prop_map(Step::Cancelled),
        any::<u8>().prop_map(Step::Noted),
        any::<u8>().prop_map(Step::Asked),
        any::<u8>().prop_map(Step::Photographed),
        any::<u8>().prop_map(Step::Protected),
        any::<u8>().prop_map(Step::HandedOver),
        (who.clone(), 0..4_u8).prop_map(|(who, number)| Step::Visa(who, number)),
        (0..4_u8).prop_map(Step::Extended),
        (0..4_u8).prop_map(Step::Revoked),
        any::<bool>().prop_map(Step::Party),
        (any::<u8>(), any::<u8>()).prop_map(|(at, why)| Step::Looked(at, why)),
        (0..SEARCHES.len() as u8).prop_map(Step::Searched),
        (0..=SEARCHES.len() as u8).prop_map(Step::SearchedDay),
        Just(Step::Queue),
        Just(Step::Hits),
        who.prop_map(Step::Claimed),
        any::<u8>().prop_map(Step::Answered),
    ];
    prop::collection::vec(step, 1..60)
}

fn officer() -> AccountId {
    AccountId::parse("aminata").expect("an identifier")
}

fn traveller(who: usize) -> Traveller {
    let (primary, secondary, number) = WHO[who];
    let name = Name { primary: primary.into(), secondary: secondary.into(), truncated: false };
    Traveller {
        birth_date: PartialDate::Full(date(1990, 5, 1)),
        sex: Sex::Female,
        nationality: "MLI".parse().ok(),
        document: Some(TravelDocument::numbered(DocumentKind::Passport, "MLI".parse().ok(), number)),
        ..Traveller::named(name, Source::Mrz)
    }
}

fn hit() -> Hit {
    let (list, id) = ("national".to_owned().try_into(), "SECRET-7".to_owned().try_into());
    let alert = Alert::new(list.expect("a name"), id.expect("an identifier"), Action::Refer);
    Hit { alert, score: 0.9, reasons: vec![], cleared_before: None, confirmed_before: None }
}

/// What a story has come to: enough to make events that can be.
#[derive(Default)]
struct Story {
    crossings: Vec<(usize, CrossingId, Crossing)>,
    protections: Vec<ProtectionId>,
    claims: Vec<Uuid>,
    /// Crossings that were corrected or cancelled: that happens to each once.
    ended: BTreeSet<CrossingId>,
    count: u128,
}

impl Story {
    fn id(&mut self) -> Uuid {
        self.count += 1;
        Uuid::from_u128(0x0195_0000_0000_7000_8000_0000_0000_0000 + self.count)
    }

    fn crossing(&self, which: u8) -> Option<&(usize, CrossingId, Crossing)> {
        (!self.crossings.is_empty()).then(|| &self.crossings[usize::from(which) % self.crossings.len()])
    }

    /// A crossing that stands, and ends now.
    fn ended(&mut self, which: u8) -> Option<(usize, CrossingId, Crossing)> {
        let crossing = self.crossing(which)?.clone();
        self.ended.insert(crossing.1).then_some(crossing)
    }

    /// The events of a step; none where it can't be.
    fn events(&mut self, step: &Step, now: Timestamp) -> Option<Vec<Event>> {
        let post = kouremale_in("Africa/Bamako").id;
        let words = format!("words {}", self.count);
        let why = || Why::new(LookPurpose::Supervision, "").ok();
        let day = now.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
        let visa = |number: u8| VisaNumber::parse(&format!("V-{number}")).expect("a number");
        Some(vec![match step {
            Step::Read(who, is_hit) => Event::TravellerPresented(Box::new(Presentation {
                id: CrossingId(self.id()),
                post,
                at: now,
                officer: officer(),
                direction: Direction::Entry,
                traveller: traveller(*who),
                hits: if *is_hit { vec![hit()] } else { vec![] },
                settles: None,
                party: None,
                member: None,
            })),
            Step::Recorded(who, how) => {
                let decision = match how % 4 {
                    0 => Decision::Admit,
                    1 => Decision::Refer { reason: ReferralReason::Hit },
                    2 => Decision::Refer { reason: ReferralReason::Document },
                    _ => Decision::Desist,
                };
                let crossing = Crossing {
                    id: CrossingId(self.id()),
                    post,
                    at: now,
                    day: Some(day),
                    direction: Direction::Entry,
                    traveller: traveller(*who),
                    journey: Journey { origin: Some(words), ..Journey::default() },
                    decision,
                    authorised: None,
                    visa: (how % 8 == 0).then(|| visa(how / 64)),
                    party: None,
                    member: None,
                    officer: officer(),
                    settles: None,
                    undoes: None,
                    stamp: Some("STAMP-9".into()),
                };
                self.crossings.push((*who, crossing.id, crossing.clone()));
                Event::CrossingRecorded(Box::new(crossing))
            }
            Step::Corrected(which) => {
                let (who, mistaken, old) = self.ended(*which)?;
                let new = Crossing { id: CrossingId(self.id()), ..old };
                self.crossings.push((who, new.id, new.clone()));
                Event::CrossingCorrected { mistaken, crossing: Box::new(new), reason: words }
            }
            Step::Cancelled(which) => Event::CrossingCancelled { crossing: self.ended(*which)?.1, reason: words },
            Step::Noted(which) => {
                let (_, referral, _) = *self.crossing(*which)?;
                Event::ReferralNoted { referral, question: None, text: words }
            }
            Step::Asked(which) => Event::CorrectionRequested { crossing: self.crossing(*which)?.1, note: words },
            Step::Photographed(which) => Event::AttachmentKept(Box::new(Attachment {
                crossing: self.crossing(*which)?.1,
                kind: AttachmentKind::Face,
                sha256: limen_store::sha256_hex(words.as_bytes()),
                media: MediaType::Jpeg,
                bytes: 3,
                name: String::new(),
            })),
            Step::Protected(which) => {
                let referral = Some(self.crossing(*which)?.1);
                let id = ProtectionId(self.id());
                self.protections.push(id);
                Event::ProtectionBegun(Box::new(Protection {
                    id,
                    post,
                    at: now,
                    officer: officer(),
                    need: Need::Asylum,
                    referral,
                    person: String::new(),
                    words,
                    authority: "CNIR".into(),
                    contact: "+223".into(),
                    due: now,
                }))
            }
            Step::HandedOver(which) => {
                let protection = *self.protections.get(usize::from(*which) % self.protections.len().max(1))?;
                Event::HandedOver(HandOver { protection, receiver: words, reference: "R".into() })
            }
            Step::Visa(who, number) => {
                let traveller = traveller(*who);
                Event::VisaRecorded(Box::new(Visa {
                    number: visa(*number),
                    kind: VisaKind::Visa,
                    holder: traveller.name,
                    birth_date: traveller.birth_date,
                    nationality: None,
                    document: traveller.document.and_then(|document| document.key()).expect("a document"),
                    from: date(2031, 1, 1),
                    to: date(2031, 12, 31),
                    entries: Entries::Several,
                    days: None,
                    conditions: words.clone(),
                    fee_receipt: words,
                    fee: String::new(),
                    post: Some(post),
                    officer: Some(officer()),
                    at: now,
                }))
            }
            Step::Extended(number) => Event::VisaExtended {
                visa: visa(*number),
                to: date(2032, 1, 31),
                fee_receipt: String::new(),
                fee: String::new(),
                post: Some(post),
                reason: words,
            },
            Step::Revoked(number) => Event::VisaRevoked { visa: visa(*number), reason: words },
            Step::Party(both) => {
                let members = if *both { vec![traveller(0), traveller(1)] } else { vec![traveller(1)] };
                Event::PartyAnnounced(Box::new(Party {
                    id: PartyId(self.id()),
                    post,
                    at: now,
                    officer: officer(),
                    direction: Direction::Entry,
                    kind: PartyKind::Vehicle,
                    name: words,
                    vehicle: None,
                    goods: vec![],
                    hits: vec![],
                    members,
                }))
            }
            Step::Looked(which, purpose) => {
                let (_, crossing, _) = *self.crossing(*which)?;
                let why = if purpose % 4 == 0 { Some(Why::duty(LookPurpose::Alerts)) } else { why() };
                Event::CrossingConsulted { crossing, why }
            }
            Step::Searched(which) => {
                Event::VisasConsulted { search: SEARCHES[usize::from(*which)].to_owned(), why: why() }
            }
            Step::SearchedDay(which) => {
                let search = SEARCHES.get(usize::from(*which)).copied().unwrap_or_default().to_owned();
                Event::DayConsulted { day, search, why: why() }
            }
            Step::Queue => Event::ReferralsConsulted { why: Some(Why::duty(LookPurpose::AtHand)) },
            Step::Hits => Event::HitsConsulted { why: Some(Why::duty(LookPurpose::Alerts)) },
            Step::Claimed(who) => {
                let claim = self.id();
                self.claims.push(claim);
                let document = traveller(*who).document.and_then(|document| document.key());
                Event::RightClaimed {
                    claim,
                    right: Right::Rectification,
                    reference: words.clone(),
                    document,
                    words,
                    received: day,
                    due: day,
                }
            }
            Step::Answered(which) => {
                let claim = *self.claims.get(usize::from(*which) % self.claims.len().max(1))?;
                Event::RightAnswered { claim, answer: RightAnswer::Refused, reason: words }
            }
        }])
    }
}

/// What the journal says of the person, gone through event by event: what the file must tell, and the moments of the looks
/// that it must tell, and no others.
#[derive(Default)]
struct Expected {
    /// Texts that stand in it.
    told: Vec<String>,
    looks: BTreeSet<Timestamp>,
    /// Identifiers of what is theirs.
    theirs: BTreeSet<String>,
    /// Crossings that an alert had referred: what was noted of them is not told.
    of_alerts: BTreeSet<String>,
    /// Whether they crossed: crossings stand in the list of their day for good.
    has_crossed: bool,
    /// The visas that are theirs now.
    visas: BTreeMap<String, bool>,
}

impl Expected {
    fn take(&mut self, at: Timestamp, payload: &Value) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let is_theirs = |value: &Value| value["document"]["number"] == WHO[0].2;
        let kind = text(&payload["kind"]);
        match kind.as_str() {
            "traveller-presented" if is_theirs(&payload["traveller"]) => {
                self.theirs.insert(text(&payload["id"]));
                self.told.push(text(&payload["id"]));
                self.looks.insert(at);
            }
            "crossing-recorded" | "crossing-corrected" => {
                let crossing = if kind == "crossing-recorded" { payload } else { &payload["crossing"] };
                if !is_theirs(&crossing["traveller"]) {
                    return;
                }
                let id = text(&crossing["id"]);
                self.told.extend([id.clone(), text(&crossing["journey"]["origin"])]);
                if kind == "crossing-corrected" {
                    self.told.push(text(&payload["reason"]));
                }
                self.has_crossed = true;
                if crossing["decision"]["reason"] == "hit" {
                    self.of_alerts.insert(id.clone());
                }
                self.theirs.insert(id);
            }
            "crossing-cancelled" if self.theirs.contains(&text(&payload["crossing"])) => {
                self.told.push(text(&payload["reason"]));
            }
            "referral-noted" => {
                let referral = text(&payload["referral"]);
                if self.theirs.contains(&referral) && !self.of_alerts.contains(&referral) {
                    self.told.push(text(&payload["text"]));
                }
            }
            "correction-requested" => {
                let crossing = text(&payload["crossing"]);
                if self.theirs.contains(&crossing) && !self.of_alerts.contains(&crossing) {
                    self.told.push(text(&payload["note"]));
                }
            }
            "attachment-kept" if self.theirs.contains(&text(&payload["crossing"])) => {
                self.told.push(text(&payload["sha256"]));
            }
            "protection-begun" if self.theirs.contains(&text(&payload["referral"])) => {
                self.theirs.insert(text(&payload["id"]));
                self.told.extend([text(&payload["id"]), text(&payload["words"])]);
            }
            "visa-recorded" => {
                self.visas.insert(text(&payload["number"]), text(&payload["document"]).ends_with(WHO[0].2));
            }
            "party-announced" if payload.to_string().contains(WHO[0].2) => {
                self.told.extend([text(&payload["id"]), text(&payload["name"])]);
            }
            "crossing-consulted" if self.theirs.contains(&text(&payload["crossing"])) => {
                let is_of_alerts = payload["why"]["purpose"] == "alerts";
                self.looks.extend((!is_of_alerts).then_some(at));
            }
            "day-consulted" => {
                let search = text(&payload["search"]).to_uppercase();
                let is_found = search.is_empty() || "KEITA AWA".contains(&search) || search == WHO[0].2;
                if is_found && self.has_crossed {
                    self.looks.insert(at);
                }
            }
            "right-claimed" if text(&payload["document"]).ends_with(WHO[0].2) => {
                self.theirs.insert(text(&payload["claim"]));
                self.told.push(text(&payload["words"]));
            }
            "person-reported" => {
                self.looks.insert(at);
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_persons_file_tells_all_that_the_journal_says_of_them_and_nothing_of_others(steps in steps()) {
        tokio::runtime::Runtime::new().expect("a runtime").block_on(check(steps))?;
    }
}

async fn check(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().expect("a folder");
    let node = NodeId::parse("KRM").expect("an identifier");
    Store::create(folder.path(), &node).await.expect("created").close().await;
    let start: Timestamp = "2031-03-10T08:00:00Z".parse().expect("a moment");
    let time = Time::standing_at(start);
    let store = Store::open_by(folder.path(), time.clone()).await.expect("opened");
    let post = kouremale_in("Africa/Bamako");
    store.add_post(&post).await.expect("added");
    store.write(&settings::POST, &Some(post.id)).await.expect("set");
    let mut story = Story::default();
    for (minute, step) in (1..).zip(&steps) {
        time.set(start + SignedDuration::from_mins(minute));
        if let Some(events) = story.events(step, time.now()) {
            store.append(Some(&officer()), events, None).await.expect("appended");
        }
    }
    time.set(start + SignedDuration::from_hours(3));
    let request = Request {
        documents: vec![format!("MLI {}", WHO[0].2).parse().expect("a document")],
        reference: "7/2031".into(),
        controller: "Kourémalé".into(),
        of_alerts: "withheld".into(),
    };
    let report = PersonReport::gather(&store, request, Some(&officer())).await.expect("gathered");
    let json = report.file.json().expect("JSON");
    let file: Value = serde_json::from_str(&json).expect("JSON");

    let mut expected = Expected::default();
    let mut visa_events = Vec::new();
    for event in store.journal_after(&node, 0, usize::MAX).await.expect("read") {
        let payload: Value = serde_json::from_str(event.payload.as_deref().expect("a payload")).expect("JSON");
        let at = Timestamp::from_millisecond(event.at).expect("a moment");
        expected.take(at, &payload);
        visa_events.push((at, payload));
    }
    // Visas are whose they were recorded for last; what was done with them, and who found them, is told of the holder's.
    let mine = |number: &str| expected.visas.get(number).copied().unwrap_or(false);
    let mut held = BTreeSet::new();
    for (at, payload) in &visa_events {
        let number = payload["number"].as_str().or(payload["visa"].as_str()).unwrap_or_default();
        match payload["kind"].as_str().unwrap_or_default() {
            "visa-recorded" if mine(number) => {
                held.insert(number.to_owned());
                let told = payload["conditions"].as_str().unwrap_or_default();
                prop_assert!(json.contains(&format!("\"fee_receipt\": \"{told}\"")), "{told} in {json}");
            }
            "visa-extended" | "visa-revoked" if held.contains(number) => {
                let told = payload["reason"].as_str().unwrap_or_default();
                prop_assert!(json.contains(&format!("\"reason\": \"{told}\"")), "{told} in {json}");
            }
            "visas-consulted" => {
                let search = payload["search"].as_str().unwrap_or_default().to_uppercase();
                let is_found = "KEITA AWA".contains(&search) || search == WHO[0].2;
                // A record that came again later is told with its latest time.
                let recorded = |number: &String| {
                    visa_events
                        .iter()
                        .rfind(|(_, event)| event["kind"] == "visa-recorded" && event["number"] == **number)
                };
                let is_held = held.iter().any(|number| recorded(number).is_some_and(|(recorded, _)| recorded <= at));
                if is_found && is_held {
                    expected.looks.insert(*at);
                }
            }
            _ => {}
        }
    }
    for told in &expected.told {
        prop_assert!(json.contains(told.as_str()), "{told} is not told: {json}");
    }
    let looks: BTreeSet<Timestamp> = file["looked_at"]
        .as_array()
        .expect("looks")
        .iter()
        .filter(|look| look["kind"] != "referrals-consulted" && look["kind"] != "claims-consulted")
        .map(|look| look["at"].as_str().and_then(|at| at.parse().ok()).expect("a moment"))
        .collect();
    prop_assert_eq!(looks, expected.looks, "of {:?}", steps);
    // A queue was seen with them in it exactly when one of their referrals waited.
    let mut open: BTreeSet<String> = BTreeSet::new();
    let mut queues = BTreeSet::new();
    let mut theirs = BTreeSet::new();
    for (at, payload) in &visa_events {
        let crossing = if payload["kind"] == "crossing-corrected" { &payload["crossing"] } else { payload };
        let id = crossing["id"].as_str().unwrap_or_default().to_owned();
        match payload["kind"].as_str().unwrap_or_default() {
            "crossing-recorded" | "crossing-corrected" if crossing["traveller"]["document"]["number"] == WHO[0].2 => {
                if let Some(mistaken) = payload["mistaken"].as_str() {
                    open.remove(mistaken);
                }
                if crossing["decision"]["kind"] == "refer" {
                    open.insert(id.clone());
                }
                theirs.insert(id);
            }
            "crossing-cancelled" => {
                open.remove(payload["crossing"].as_str().unwrap_or_default());
            }
            "referrals-consulted" if !open.is_empty() => {
                queues.insert(*at);
            }
            _ => {}
        }
    }
    let told: BTreeSet<Timestamp> = file["looked_at"]
        .as_array()
        .expect("looks")
        .iter()
        .filter(|look| look["kind"] == "referrals-consulted")
        .map(|look| look["at"].as_str().and_then(|at| at.parse().ok()).expect("a moment"))
        .collect();
    prop_assert_eq!(told, queues, "of {:?}", steps);
    // Nobody else, no officer, no stamp, and nothing of alerts.
    for secret in [WHO[1].0, WHO[1].1, WHO[1].2, "aminata", "STAMP-9", "SECRET-7", "\"hit\"", "hits"] {
        prop_assert!(!json.contains(secret), "{secret} is told: {json}");
    }
    store.close().await;
    Ok(())
}
