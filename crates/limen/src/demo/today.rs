//! What waits at the demonstration's post: a bus that a carrier announced, and someone who came in long ago.

use super::people::Regular;
use jiff::{Span, Timestamp, ToSpan, tz::TimeZone};
use limen_domain::{
    AccountId, Authorised, Crossing, CrossingId, Decision, Direction, DocumentNumber, Event, Journey, Mode, Party,
    PartyId, PartyKind, Source, Traveller, Vehicle,
};
use limen_store::{NewEvent, Post};

/// How many people the announced bus carries.
const ON_THE_BUS: usize = 14;
/// How long ago the one who overstays came in, and for how many days, the day of entry the first.
const CAME_DAYS_AGO: i32 = 120;
const MIGHT_STAY_DAYS: i32 = 90;

/// The bus, with people who have crossed here before.
pub(crate) fn bus(
    id: PartyId,
    post: &Post,
    regulars: &[Regular],
    now: Timestamp,
) -> Result<Party, crate::outcome::Failed> {
    let day = now.to_zoned_datetime(TimeZone::UTC).date();
    let of_here = regulars.iter().filter(|regular| regular.home == 0 && regular.last == Some(Direction::Exit));
    // The first of a list of regulars cross most; the card has one of them.
    let members = of_here.skip(5).take(ON_THE_BUS).map(|regular| Traveller {
        source: Source::Listed,
        doubts: Vec::new(),
        ..regular.traveller.clone()
    });
    let members = members.map(|mut member| {
        member.examine(day);
        member
    });
    Ok(Party {
        id,
        post: post.id.clone(),
        at: now,
        officer: AccountId::parse("mariam")?,
        direction: Direction::Entry,
        kind: PartyKind::Vehicle,
        name: "Djiguiya Transport".into(),
        vehicle: Some(Vehicle { plate: DocumentNumber::new("RC4827A"), country: "GIN".parse().ok(), mode: Mode::Bus }),
        goods: Vec::new(),
        hits: Vec::new(),
        members: members.collect(),
    })
}

/// The entry of someone who has stayed too long since.
pub(crate) fn long_ago(post: &Post, traveller: &Traveller, now: Timestamp) -> Result<NewEvent, crate::outcome::Failed> {
    let officer = AccountId::parse("mariam")?;
    let zone = TimeZone::get(&post.time_zone)?;
    let day = now.to_zoned_datetime(zone.clone()).date() - Span::new().days(CAME_DAYS_AGO);
    let at = day.at(10, 30, 0, 0).to_zoned_datetime(zone)?.timestamp();
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or_default();
    let crossing = Crossing {
        id: CrossingId(uuid::Builder::from_unix_timestamp_millis(milliseconds, &[7; 10]).into_uuid()),
        post: post.id.clone(),
        at,
        direction: Direction::Entry,
        traveller: traveller.clone(),
        journey: Journey { mode: Some(Mode::Bus), origin: Some(post.town_out.clone()), ..Journey::default() },
        decision: Decision::Admit,
        authorised: Some(Authorised::To(day + (MIGHT_STAY_DAYS - 1).days())),
        visa: None,
        party: None,
        member: None,
        officer: officer.clone(),
        settles: None,
        undoes: None,
        day: Some(day),
        stamp: None,
    };
    Ok(NewEvent { at, actor: Some(officer), event: Event::CrossingRecorded(Box::new(crossing)) })
}
