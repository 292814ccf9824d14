//! The whole of a post in the store: persons, visas, parties, tallies, pictures, and a clock that leaps.

mod support;

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};
use limen_domain::{
    AttachmentKind, Authorised, Crossing, CrossingId, Decision, Direction, DocumentKey, DocumentKind, DocumentNumber,
    Driver, Entries, Event, Goods, GoodsKind, Judgement, Likeness, LookPurpose, MediaType, MinorAt, Mode, NodeId,
    PartialDate, Party, PartyId, PartyKind, PermitStay, PostId, Reason, SetAside, SetAsideReason, Sex, Tally, TallyAge,
    TallyCount, TallyId, TravelDocument, Traveller, Vehicle, Visa, VisaKind, VisaNumber, Vulnerability, Why,
};
use limen_store::{
    Appended, ClockState, DayFilter, Doubt, Expect, HitEnd, HitRow, NewEvent, Page, PartyState, Store, TallyTotals,
    Trouble,
};
use support::{
    DAYS, counted, crossing, hit, intruder, new_id, new_store, new_uuid, now, officer, presentation, traveller,
};

fn key(text: &str) -> DocumentKey {
    text.parse().expect("a document")
}

async fn recorded(store: &Store, crossing: Crossing) {
    let event = Event::CrossingRecorded(Box::new(crossing));
    store.append(Some(&officer()), vec![event], None).await.expect("recorded");
}

async fn rebuilds_equal(store: &Store) {
    for table in store.rebuild().await.expect("rebuilt") {
        assert_eq!((table.only_in_journal, table.only_in_table), (0, 0), "{}", table.table);
    }
}

#[tokio::test]
async fn looks_of_an_hour_are_those_of_sixty_minutes_that_pass_on_days_that_clocks_are_turned_too() {
    for (zone, day) in DAYS {
        let (_folder, store) = new_store().await;
        let zone = TimeZone::get(zone).expect("a zone");
        let midnight = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0)).expect("a moment");
        let (begin, end) = (midnight(day), midnight(day.tomorrow().expect("a day")));
        let hours = end.duration_since(begin).as_hours();
        let six_an_hour = (0..6 * hours).map(|look| {
            let why = Why::new(LookPurpose::Traveller, "asked").ok();
            let event = Event::DayConsulted { day, search: String::new(), why };
            NewEvent { at: begin + SignedDuration::from_mins(10 * look), actor: Some(officer()), event }
        });
        let node = NodeId::parse("KRM").expect("an identifier");
        store.bring_in(&node, six_an_hour.collect::<Vec<_>>()).await.expect("brought in");
        for last in 1..=hours {
            let since = end - SignedDuration::from_hours(last);
            let looks = store.looks_for_a_purpose(&officer(), since).await.expect("counted");
            assert_eq!(looks, 6 * last, "the last {last} hours of {day} by {zone:?}");
        }
    }
}

#[tokio::test]
async fn two_documents_of_one_person_share_their_crossings_until_an_officer_parts_them() {
    let (_folder, store) = new_store().await;
    recorded(&store, crossing(new_id(), "OLD1")).await;
    recorded(&store, crossing(new_id(), "NEW1")).await;
    let new = traveller("NEW1");
    let before = store.documents_of(&new).await.expect("documents");
    assert_eq!(before, [key("MLI NEW1")]);
    let namesakes = store.namesakes(&new, &before).await.expect("namesakes");
    assert_eq!(namesakes.iter().map(|one| one.document.to_string()).collect::<Vec<_>>(), ["MLI OLD1"]);

    let pair = || (key("MLI NEW1"), key("MLI OLD1"));
    let same = Event::SamePerson { one: pair().0, other: pair().1, reason: "face".into() };
    store.append(Some(&officer()), vec![same], None).await.expect("tied");
    let known = store.documents_of(&new).await.expect("documents");
    assert_eq!(store.earlier_crossings(&known, 10).await.expect("crossings").1, 2);
    assert_eq!(store.movements(&known).await.expect("movements").len(), 2);
    assert!(store.namesakes(&new, &known).await.expect("namesakes").is_empty());
    rebuilds_equal(&store).await;

    let not_same = Event::NotSamePerson { one: pair().1, other: pair().0, reason: "mistake".into() };
    store.append(Some(&officer()), vec![not_same], None).await.expect("untied");
    assert_eq!(store.documents_of(&new).await.expect("documents"), before);
    assert!(store.namesakes(&new, &before).await.expect("namesakes").is_empty(), "who was told apart is asked no more");
    rebuilds_equal(&store).await;
}

#[tokio::test]
async fn documents_shown_together_are_one_persons_and_a_chain_of_them_is_followed() {
    let (_folder, store) = new_store().await;
    for (first, second) in [("A1", "B1"), ("B1", "C1")] {
        let mut shown = crossing(new_id(), first);
        let state = "MLI".parse().ok();
        shown.traveller.further_documents = vec![
            TravelDocument::numbered(DocumentKind::Passport, state, second),
            TravelDocument::numbered(DocumentKind::Visa, state, "V1"),
        ];
        recorded(&store, shown).await;
    }
    let mut known = store.documents_of(&traveller("A1")).await.expect("documents");
    known.sort();
    assert_eq!(known, [key("MLI A1"), key("MLI B1"), key("MLI C1")], "a visa says nothing of who somebody is");
    rebuilds_equal(&store).await;
}

#[tokio::test]
async fn an_overstay_ends_when_the_person_leaves_with_another_of_their_documents() {
    let (_folder, store) = new_store().await;
    let mut entry = crossing(new_id(), "OLD1");
    entry.authorised = Some(Authorised::To(date(2026, 1, 31)));
    recorded(&store, entry).await;
    let page = Page { offset: 0, limit: 10 };
    assert_eq!(store.overstays(date(2026, 2, 2), page).await.expect("overstays").total, 1);
    let mut exit = crossing(new_id(), "NEW1");
    (exit.direction, exit.decision) = (Direction::Exit, Decision::LetDepart);
    exit.at += SignedDuration::from_secs(1);
    exit.traveller.further_documents =
        vec![TravelDocument::numbered(DocumentKind::Passport, "MLI".parse().ok(), "OLD1")];
    recorded(&store, exit).await;
    assert_eq!(store.overstays(date(2026, 2, 2), page).await.expect("overstays").total, 0);
}

/// A departure ends the stay that began before it: one that is put under another number ends another, and the departures after
/// it end others too.
#[tokio::test]
async fn the_flows_of_departures_under_both_numbers_are_counted_anew_when_a_number_is_corrected() {
    let (_folder, store) = new_store().await;
    let departs = |number: &str, hours: i64| {
        let mut exit = crossing(new_id(), number);
        (exit.direction, exit.decision) = (Direction::Exit, Decision::LetDepart);
        exit.at += SignedDuration::from_hours(hours);
        exit
    };
    let mistaken = departs("ML1", 2);
    for one in [mistaken.clone(), departs("ML1", 5), departs("ML2", 8)] {
        recorded(&store, one).await;
    }
    counted(&store).await;
    assert!(store.stale_flows().await.expect("read").is_empty());
    let right = Crossing { id: new_id(), ..departs("ML2", 2) };
    let event = Event::CrossingCorrected { mistaken: mistaken.id, crossing: Box::new(right), reason: "slip".into() };
    store.append(Some(&officer()), vec![event], None).await.expect("corrected");
    let stale = store.stale_flows().await.expect("read");
    let after = |hours: i64| mistaken.at + SignedDuration::from_hours(hours - 2);
    for hours in [2, 5, 8] {
        let is_in = |from: Timestamp| from <= after(hours) && after(hours) < from + SignedDuration::from_hours(1);
        assert!(stale.iter().any(|hour| is_in(hour.from)), "{hours}: {stale:?}");
    }
}

fn visa(kind: VisaKind, number: &str, to: Date) -> Visa {
    Visa {
        number: VisaNumber::parse(number).expect("a number"),
        kind,
        holder: traveller("ML1").name,
        birth_date: PartialDate::Unknown,
        nationality: None,
        document: key("MLI ML1"),
        from: date(2026, 1, 1),
        to,
        entries: Entries::Times(std::num::NonZeroU16::MIN),
        days: None,
        conditions: String::new(),
        fee_receipt: String::new(),
        fee: String::new(),
        post: None,
        officer: None,
        at: now(),
    }
}

#[tokio::test]
async fn a_visa_is_used_up_by_the_entry_it_served_and_free_again_when_that_is_cancelled() {
    let (_folder, store) = new_store().await;
    let recorded_visa = Event::VisaRecorded(Box::new(visa(VisaKind::Visa, "V-1", date(2026, 12, 31))));
    store.append(Some(&officer()), vec![recorded_visa], None).await.expect("recorded");
    let used = || async { store.visas_of(&[key("MLI ML1")]).await.expect("visas")[0].used };
    assert_eq!(used().await, 0);
    let entry = Crossing { visa: VisaNumber::parse("V-1").ok(), ..crossing(new_id(), "ML1") };
    let id = entry.id;
    recorded(&store, entry).await;
    assert_eq!(used().await, 1);
    let cancelled = Event::CrossingCancelled { crossing: id, reason: "wrong".into() };
    store.append(Some(&officer()), vec![cancelled], None).await.expect("cancelled");
    assert_eq!(used().await, 0);
    let revoked = Event::VisaRevoked { visa: VisaNumber::parse("V-1").expect("a number"), reason: "forged".into() };
    store.append(Some(&officer()), vec![revoked], None).await.expect("revoked");
    let held = store.visa(&VisaNumber::parse("V-1").expect("a number")).await.expect("a visa").expect("is there");
    assert_eq!(held.revoked.as_deref(), Some("forged"));
    assert_eq!(store.search_visas("keita", 5).await.expect("found").len(), 1);
    rebuilds_equal(&store).await;
}

#[tokio::test]
async fn a_permit_and_an_extension_move_the_end_of_the_stay_they_are_given_in() {
    let (_folder, store) = new_store().await;
    let mut entry = crossing(new_id(), "ML1");
    entry.authorised = Some(Authorised::To(date(2026, 3, 1)));
    recorded(&store, entry).await;
    let until = || async { store.movements(&[key("MLI ML1")]).await.expect("movements")[0] };
    let permit = Event::VisaRecorded(Box::new(visa(VisaKind::Permit, "P-1", date(2026, 6, 30))));
    store.append(Some(&officer()), vec![permit], None).await.expect("recorded");
    assert_eq!(until().await.authorised, Some(Authorised::To(date(2026, 6, 30))));
    let extended = Event::VisaExtended {
        visa: VisaNumber::parse("P-1").expect("a number"),
        to: date(2026, 9, 30),
        fee_receipt: "R-7".into(),
        fee: String::new(),
        post: None,
        reason: "illness".into(),
    };
    store.append(Some(&officer()), vec![extended], None).await.expect("extended");
    assert_eq!(until().await.authorised, Some(Authorised::To(date(2026, 9, 30))));
    assert_eq!(until().await.permit, Some(PermitStay::After(date(2026, 3, 1))), "the rule's days are as they were");
    rebuilds_equal(&store).await;
}

#[tokio::test]
async fn a_party_knows_who_came_who_waits_and_which_adult_a_minor_is_with() {
    let (_folder, store) = new_store().await;
    let party = Party {
        id: PartyId(new_uuid()),
        post: PostId::parse("KRM").expect("an identifier"),
        at: now(),
        officer: officer(),
        direction: Direction::Entry,
        kind: PartyKind::Vehicle,
        name: "Sama".into(),
        vehicle: Some(Vehicle { plate: DocumentNumber::new("AB 1234"), country: None, mode: Mode::Bus }),
        goods: vec![Goods { kind: GoodsKind::Food, customs_reference: "D-1".into() }],
        hits: vec![hit()],
        members: vec![traveller("ML1"), traveller("ML2"), traveller("ML3")],
    };
    let id = party.id;
    let announced = Event::PartyAnnounced(Box::new(party.clone()));
    store.append(Some(&officer()), vec![announced], None).await.expect("announced");
    assert!(store.goods(&party.post, Timestamp::UNIX_EPOCH, Timestamp::MAX).await.expect("goods").is_empty());
    let arrived = Event::PartyArrived(Box::new(party.clone()));
    store.append(Some(&officer()), vec![arrived], None).await.expect("arrived");
    let mut waits = presentation(new_id(), vec![]);
    (waits.party, waits.member) = (Some(id), Some(0));
    let presented = Event::TravellerPresented(Box::new(waits));
    store.append(Some(&officer()), vec![presented], None).await.expect("presented");
    let adult = Crossing { party: Some(id), member: Some(2), ..crossing(new_id(), "ML3") };
    recorded(&store, adult.clone()).await;
    let row = store.party(id).await.expect("read").expect("a party");
    assert_eq!(row.waiting().map(|(at, _)| at).collect::<Vec<_>>(), [1]);
    assert_eq!((row.state, row.decided.len(), row.hits.len()), (PartyState::Here, 1, 1));
    let now = now();
    let minor = MinorAt { post: party.post.clone(), direction: Direction::Entry, party: Some(id), since: now, now };
    let adults = store.adults(&minor).await.expect("adults");
    assert_eq!(adults.iter().map(|adult| adult.id).collect::<Vec<_>>(), [adult.id]);
    let goods = store.goods(&party.post, Timestamp::UNIX_EPOCH, Timestamp::MAX).await.expect("goods");
    assert_eq!(goods, [(Direction::Entry, GoodsKind::Food, 1)]);
    assert!(row.asks_for_driver() && row.may_drive().count() == 1, "nobody was said to drive");
    let ended = Event::PartyEnded { party: id, why: None, driver: Some(Driver::Member(adult.id)) };
    store.append(Some(&officer()), vec![ended], None).await.expect("ended");
    let row = store.party(id).await.expect("read").expect("a party");
    assert!(row.state == PartyState::Ended && !row.asks_for_driver());
    let record = store.record(adult.id).await.expect("read").expect("a record");
    assert!(record.crossing.journey.drives, "who drove is said when the party ends");
    rebuilds_equal(&store).await;
}

/// A minor at the post, now.
fn minor_now() -> MinorAt {
    let (post, now) = (PostId::parse("KRM").expect("an identifier"), now());
    MinorAt { post, direction: Direction::Entry, party: None, since: now, now }
}

async fn offered(store: &Store) -> Vec<CrossingId> {
    store.adults(&minor_now()).await.expect("adults").into_iter().map(|adult| adult.id).collect()
}

#[tokio::test]
async fn an_adult_who_is_checked_again_refused_since_or_confirmed_is_offered_to_no_minor() {
    let (_folder, store) = new_store().await;
    let [plain, again, refused, sought] = ["ML10", "ML11", "ML12", "ML13"].map(|number| (new_id(), number));
    let mut found = presentation(sought.0, vec![hit()]);
    found.traveller = traveller(sought.1);
    let confirmed = Event::HitJudged {
        presentation: sought.0,
        list: hit().alert.list,
        alert: hit().alert.id,
        judgement: Judgement::Confirmed,
        reason: "face".into(),
    };
    let events = vec![Event::TravellerPresented(Box::new(found)), confirmed];
    store.append(Some(&officer()), events, None).await.expect("judged");
    for (id, number) in [plain, again, refused, sought] {
        recorded(&store, crossing(id, number)).await;
    }
    let mut waits = presentation(new_id(), vec![]);
    waits.traveller = traveller(again.1);
    let presented = Event::TravellerPresented(Box::new(waits));
    store.append(Some(&officer()), vec![presented], None).await.expect("presented");
    let since = now() + SignedDuration::from_secs(1);
    recorded(&store, Crossing { decision: Decision::Desist, at: since, ..crossing(new_id(), refused.1) }).await;
    assert_eq!(offered(&store).await, [plain.0]);
    // What a page has offered a moment ago is asked again where it is written.
    let tie = async |adult| {
        let child = Event::CrossingRecorded(Box::new(crossing(new_id(), "ML20")));
        let expect = Expect::All(vec![Expect::Accompanies(adult, minor_now())]);
        store.append(Some(&officer()), vec![child], Some(expect)).await.expect("answered")
    };
    assert_eq!(tie(again.0).await, Appended::NotAsExpected);
    assert_eq!(tie(sought.0).await, Appended::NotAsExpected);
    assert_eq!(tie(plain.0).await, Appended::OnDisk);
    rebuilds_equal(&store).await;
}

#[tokio::test]
async fn a_confirmed_hit_is_recalled_for_the_same_document_until_it_is_judged_otherwise() {
    let (_folder, store) = new_store().await;
    let judge = async |judgement| {
        let id = new_id();
        let judged = Event::HitJudged {
            presentation: id,
            list: hit().alert.list,
            alert: hit().alert.id,
            judgement,
            reason: "face".into(),
        };
        let presented = Event::TravellerPresented(Box::new(presentation(id, vec![hit()])));
        let fled = SetAside::new(SetAsideReason::Left, "vers le fleuve");
        let withdrawn = Event::PresentationWithdrawn { presentation: id, why: fled };
        store.append(Some(&officer()), vec![presented, judged, withdrawn], None).await.expect("judged");
    };
    let recalled = async |number: &str, name: &str| {
        let mut hits = [hit()];
        let mut traveller = traveller(number);
        traveller.name.primary = name.into();
        store.recall_judged(&traveller, &mut hits).await.expect("recalled");
        let [hit] = hits;
        (hit.confirmed_before.is_some(), hit.cleared_before.is_some())
    };
    judge(Judgement::Confirmed).await;
    assert_eq!(recalled("ML1", "KEÏTA").await, (true, false));
    assert_eq!(recalled("ML1", "KONÉ").await, (false, false), "somebody else with the same number");
    assert_eq!(recalled("ML2", "KEÏTA").await, (false, false));
    judge(Judgement::Cleared).await;
    assert_eq!(recalled("ML1", "KEÏTA").await, (false, true));
    judge(Judgement::Confirmed).await;
    assert_eq!(recalled("ML1", "KEÏTA").await, (true, false));
    let aside = store.set_aside_hits(Timestamp::UNIX_EPOCH, 10).await.expect("hits");
    assert_eq!(aside.len(), 2, "the one that was cleared is nobody's");
    let end = |row: &HitRow| matches!(&row.end, HitEnd::SetAside(why, by, _) if why.words == "vers le fleuve" && *by == officer());
    assert!(aside.iter().all(end), "{aside:?}");
    rebuilds_equal(&store).await;
}

#[tokio::test]
async fn who_was_cleared_with_one_document_is_asked_about_with_another_of_theirs_and_not_for_what_is_laid_beside_it() {
    let (_folder, store) = new_store().await;
    let id = new_id();
    let cleared = Event::HitJudged {
        presentation: id,
        list: hit().alert.list,
        alert: hit().alert.id,
        judgement: Judgement::Cleared,
        reason: "face".into(),
    };
    let presented = Event::TravellerPresented(Box::new(presentation(id, vec![hit()])));
    store.append(Some(&officer()), vec![presented, cleared], None).await.expect("judged");
    let is_recalled = async |document: &str, beside: Option<&str>| {
        let laid = beside.and_then(|number| traveller(number).document);
        let traveller = Traveller { further_documents: laid.into_iter().collect(), ..traveller(document) };
        let mut hits = [hit()];
        if beside == Some("ML9") {
            let number = DocumentNumber::new("ML9");
            hits[0].reasons.push(Reason::DocumentNumber { number, likeness: Likeness::Same, other_issuer: None });
        }
        store.recall_judged(&traveller, &mut hits).await.expect("recalled");
        hits[0].cleared_before.is_some()
    };
    assert!(is_recalled("ML1", None).await);
    assert!(is_recalled("ML1", Some("ML2")).await, "with a second document beside the first");
    assert!(!is_recalled("ML1", Some("ML9")).await, "with a document of the alert beside the first");
    assert!(!is_recalled("ML2", None).await, "with the second alone");
    assert!(!is_recalled("ML2", Some("ML1")).await, "with the second, and the first beside it");
    let tie = Event::SamePerson { one: key("MLI ML1"), other: key("MLI ML2"), reason: "face".into() };
    store.append(Some(&officer()), vec![tie], None).await.expect("tied");
    assert!(!is_recalled("ML2", None).await, "an officer sees each document with the face before them");
    rebuilds_equal(&store).await;
}

#[tokio::test]
async fn a_tally_sent_twice_counts_once_and_never_among_crossings() {
    let (_folder, store) = new_store().await;
    let tally = Tally {
        id: TallyId(new_uuid()),
        post: PostId::parse("KRM").expect("an identifier"),
        place: "gué".into(),
        officer: officer(),
        from: now(),
        to: now(),
        direction: Direction::Entry,
        mode: Mode::Foot,
        counts: vec![
            TallyCount { sex: Sex::Female, age: TallyAge::Adult, vulnerability: None, people: 12 },
            TallyCount {
                sex: Sex::Female,
                age: TallyAge::Adult,
                vulnerability: Some(Vulnerability::Pregnant),
                people: 2,
            },
        ],
    };
    for expected in [Appended::OnDisk, Appended::NotAsExpected] {
        let counted = Event::TallyCounted(Box::new(tally.clone()));
        let expect = Some(Expect::NewTally(tally.id));
        assert_eq!(store.append(Some(&officer()), vec![counted], expect).await.expect("counted"), expected);
    }
    let read = || async { store.tallies(&tally.post, Timestamp::UNIX_EPOCH, Timestamp::MAX).await.expect("tallies") };
    assert_eq!(TallyTotals::of(&read().await).people(Direction::Entry), 14);
    let filter = DayFilter {
        post: tally.post.clone(),
        from: Timestamp::UNIX_EPOCH,
        to: Timestamp::MAX,
        search: String::new(),
        direction: None,
        decision: None,
        open_referrals: false,
    };
    assert_eq!(store.totals(&filter, &TimeZone::UTC).await.expect("totals").crossed(Direction::Entry), 0);
    let cancelled = Event::TallyCancelled { tally: tally.id, reason: "twice".into() };
    store.append(Some(&officer()), vec![cancelled], None).await.expect("cancelled");
    assert_eq!(TallyTotals::of(&read().await).people(Direction::Entry), 0);
    rebuilds_equal(&store).await;
}

#[tokio::test]
async fn a_picture_is_kept_once_and_a_changed_byte_of_it_is_noticed() {
    let (folder, store) = new_store().await;
    let (one, other) = (new_id(), new_id());
    for id in [one, other] {
        let (officer, bytes) = (officer(), b"not shown here");
        store.attach(&officer, id, AttachmentKind::Face, MediaType::Jpeg, "", bytes).await.expect("kept");
    }
    let (kept, bytes) = {
        let sha256 = &store.attachments(&[one]).await.expect("attachments")[0].attachment.sha256;
        store.content(one, sha256).await.expect("read").expect("is there")
    };
    assert_eq!(bytes, b"not shown here");
    assert!(store.content(new_id(), &kept.attachment.sha256).await.expect("read").is_none(), "of another record");
    rebuilds_equal(&store).await;
    let mut conn = intruder(&folder).await;
    let contents: i64 = sqlx::query_scalar("select count(*) from content").fetch_one(&mut conn).await.expect("counted");
    assert_eq!(contents, 1);
    sqlx::query("update content set bytes = $1")
        .bind(&b"not shown her3"[..])
        .execute(&mut conn)
        .await
        .expect("changed");
    let trouble = store.content(one, &kept.attachment.sha256).await.expect_err("noticed").trouble();
    assert_eq!(trouble, Trouble::Damaged);
}

#[tokio::test]
async fn a_clock_that_leaps_a_year_ahead_is_said_until_someone_says_that_it_is_right() {
    let (folder, store) = new_store().await;
    let node = NodeId::parse("OLD").expect("an identifier");
    store.close().await;
    let mut conn = intruder(&folder).await;
    sqlx::query("update setting set value = 'OLD' where name = 'node'").execute(&mut conn).await.expect("renamed");
    drop(conn);
    let store = folder.open().await;
    let at = now() - SignedDuration::from_hours(24 * 365);
    store.bring_in(&node, vec![NewEvent { at, actor: None, event: Event::SignedOut }]).await.expect("brought in");
    let clock = |store: &Store| store.clock(now());
    let leapt = ClockState::Doubted(Doubt::Leapt(365));
    store.append(None, vec![Event::SignedOut], None).await.expect("appended");
    assert_eq!(clock(&store), leapt);
    store.append(None, vec![Event::SignedOut], None).await.expect("appended");
    store.close().await;
    let store = folder.open().await;
    assert_eq!(clock(&store), leapt, "a restart does not make it right");
    store.append(Some(&officer()), vec![Event::ClockConfirmed], None).await.expect("confirmed");
    assert_eq!(clock(&store), ClockState::Believed);
}
