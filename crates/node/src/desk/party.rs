//! A party on its way through the post: announced, begun or arrived, put right, worked through member by member, ended.

use crate::{
    Node,
    desk::{
        Counter,
        present::{self, Coming},
        set_aside,
    },
};
use limen_domain::{
    AccountId, Direction, DocumentNumber, Driver, Event, Goods, Hit, Judged, Mode, Party, PartyId, PartyKind, SetAside,
    StateCode, Traveller, Vehicle, counter::NotOpen, may_be_set_aside, text::short,
};
use limen_screening::Subject;
use limen_store::{Appended, Expect, PartyRow, PartyState, Standing, StoreError};

/// The longest name of a party, and the longest customs reference, in characters.
const LONGEST_TEXT_CHARACTERS: usize = 60;
/// How many kinds of goods one vehicle may declare.
const MOST_GOODS: usize = 3;

/// The particulars of a party, as an officer gives them.
#[derive(Debug, Clone)]
pub struct PartyDraft {
    /// What holds it together.
    pub kind: PartyKind,
    /// What officers call it; a vehicle needs none.
    pub name: String,
    /// The plate of the vehicle that carries it.
    pub plate: DocumentNumber,
    /// The state that registered the vehicle.
    pub country: Option<StateCode>,
    /// The vehicle's kind.
    pub mode: Mode,
    /// The goods that the vehicle carries.
    pub goods: Vec<Goods>,
}

/// What is missing of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PartyFault {
    /// A vehicle has no plate.
    #[error("the vehicle has no plate")]
    PlateMissing,
    /// A family or a group has no name.
    #[error("the party has no name")]
    NameMissing,
}

impl PartyDraft {
    /// Puts the particulars into a party.
    fn fill(self, party: &mut Party) -> Result<(), PartyFault> {
        let Self { kind, name, plate, country, mode, goods } = self;
        let is_vehicle = kind == PartyKind::Vehicle;
        let country = country.filter(|code| code.is_known());
        party.kind = kind;
        party.name = short(&name, LONGEST_TEXT_CHARACTERS);
        party.vehicle = (is_vehicle && !plate.is_empty()).then_some(Vehicle { plate, country, mode });
        if is_vehicle && party.vehicle.is_none() {
            return Err(PartyFault::PlateMissing);
        }
        if !is_vehicle && party.name.is_empty() {
            return Err(PartyFault::NameMissing);
        }
        let goods = goods.into_iter().filter(|_| is_vehicle).take(MOST_GOODS);
        let kept = |goods: Goods| Goods {
            customs_reference: short(&goods.customs_reference, LONGEST_TEXT_CHARACTERS),
            ..goods
        };
        party.goods = goods.map(kept).collect();
        Ok(())
    }
}

/// Why nothing was done with a party.
#[derive(Debug, thiserror::Error)]
pub enum PartyError {
    /// There is no such party at this post.
    #[error("there is no such party at this post")]
    NotFound,
    /// Something is missing of it.
    #[error(transparent)]
    Fault(#[from] PartyFault),
    /// An alert may be about its vehicle and no reason was given, or nobody was said to drive it.
    #[error(transparent)]
    NotOpen(#[from] NotOpen),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A party of this post with what became of it.
///
/// # Errors
/// There is none, or the database can't be used.
pub async fn found(node: &Node, id: PartyId) -> Result<PartyRow, PartyError> {
    node.store.party(id).await?.filter(|row| row.party.post == node.post.id).ok_or(PartyError::NotFound)
}

/// What screening finds for the plate.
fn plate_hits(node: &Node, party: &Party) -> Vec<Hit> {
    let plate = party.vehicle.as_ref().map(|vehicle| vehicle.plate.clone());
    if plate.is_none() {
        return Vec::new();
    }
    node.alerts().screen(&Subject { plate, ..Subject::default() }, node.day_of_lapse())
}

/// Screens the plate of a party that is here by the alerts in force now. `true` where what is found now took the place of
/// what was found before.
///
/// # Errors
/// The database can't be used.
pub(crate) async fn screen_again(node: &Node, officer: &AccountId, id: PartyId) -> Result<bool, StoreError> {
    loop {
        let here = node.store.party(id).await?.filter(|row| row.state == PartyState::Here);
        let Some(row) = here else { return Ok(false) };
        let found = plate_hits(node, &row.party);
        if set_aside::is_current(node, &row.hits, &found).await? {
            return Ok(false);
        }
        let hits = set_aside::go_on(node, &row.hits, found).await?;
        let party = Party { hits, ..row.party.clone() };
        let mut events = reopened(&row, &party);
        events.push(Event::PartyChanged(Box::new(party)));
        if append(node, officer, &row, events).await? == Appended::OnDisk {
            return Ok(true);
        }
    }
}

/// Appends what becomes of a party that was read. Nothing is written where another officer has moved it on, put it right or
/// judged a hit since: it is to be read again.
pub(super) async fn append(
    node: &Node,
    officer: &AccountId,
    row: &PartyRow,
    events: Vec<Event>,
) -> Result<Appended, StoreError> {
    let standing = Standing::of_vehicle(row.party.id, &row.hits);
    let expect = vec![Expect::PartyIs(Box::new(row.party.clone()), row.state), Expect::Stands(standing)];
    node.store.append(Some(officer), events, Some(Expect::All(expect))).await
}

/// The hits of a vehicle that were cleared and are to be judged anew: all of another plate, and those whose alert is another.
fn reopened(before: &PartyRow, party: &Party) -> Vec<Event> {
    let same_plate = plate(&before.party) == plate(party);
    let stays = |judged: &Judged| same_plate && party.hits.iter().any(|hit| hit.alert == judged.hit.alert);
    let is_cleared = |judged: &&Judged| judged.judgement.is_some() && judged.confirmed().is_none();
    let cleared = before.hits.iter().filter(is_cleared).filter(|judged| !stays(judged));
    let reopened = cleared.map(|judged| Event::HitReopened {
        presentation: party.id.as_of_hits(),
        list: judged.hit.alert.list.clone(),
        alert: judged.hit.alert.id.clone(),
    });
    reopened.collect()
}

fn plate(party: &Party) -> Option<&DocumentNumber> {
    party.vehicle.as_ref().map(|vehicle| &vehicle.plate)
}

/// A party that goes in a direction; its plate is not screened yet.
///
/// # Errors
/// [`PartyFault`] says what is missing.
pub fn new(node: &Node, officer: &AccountId, direction: Direction, draft: PartyDraft) -> Result<Party, PartyFault> {
    let mut party = Party {
        id: PartyId(node.store.new_id()),
        post: node.post.id.clone(),
        at: node.now(),
        officer: officer.clone(),
        direction,
        kind: draft.kind,
        name: String::new(),
        vehicle: None,
        goods: Vec::new(),
        hits: Vec::new(),
        members: Vec::new(),
    };
    draft.fill(&mut party)?;
    Ok(party)
}

/// Announces a party with the members of a carrier's list.
///
/// # Errors
/// The database can't be used.
pub async fn announce(
    node: &Node,
    officer: &AccountId,
    mut party: Party,
    members: Vec<Traveller>,
) -> Result<PartyId, StoreError> {
    let id = party.id;
    party.members = members;
    party.hits = plate_hits(node, &party);
    node.store.append(Some(officer), vec![Event::PartyAnnounced(Box::new(party))], None).await?;
    Ok(id)
}

/// A party that began at a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BegunParty {
    /// Which.
    pub id: PartyId,
    /// Whether alerts may be about its vehicle.
    pub has_hits: bool,
}

/// Begins a party at a counter, which works through it from now on.
///
/// # Errors
/// [`PartyError`] says why it did not begin.
pub async fn begin(node: &Node, counter: Counter<'_>, draft: PartyDraft) -> Result<BegunParty, PartyError> {
    let mut party = new(node, &counter.account.id, counter.direction, draft)?;
    party.hits = plate_hits(node, &party);
    let (id, has_hits) = (party.id, !party.hits.is_empty());
    node.store.append(Some(&counter.account.id), vec![Event::PartyArrived(Box::new(party))], None).await?;
    node.store.set_party(counter.session, Some(id)).await?;
    Ok(BegunParty { id, has_hits })
}

/// Changes the particulars of a party: its name, its vehicle, its goods. One that has ended stays as it is.
///
/// # Errors
/// [`PartyError`] says why it was not changed.
pub async fn change(node: &Node, officer: &AccountId, id: PartyId, draft: PartyDraft) -> Result<(), PartyError> {
    loop {
        let row = found(node, id).await?;
        let mut party = row.party.clone();
        draft.clone().fill(&mut party)?;
        if plate(&party) != plate(&row.party) {
            party.hits = set_aside::go_on(node, &row.hits, plate_hits(node, &party)).await?;
        }
        let mut events = reopened(&row, &party);
        events.push(match row.state {
            PartyState::Announced => Event::PartyAnnounced(Box::new(party)),
            PartyState::Here => Event::PartyChanged(Box::new(party)),
            PartyState::Ended => return Ok(()),
        });
        if append(node, officer, &row, events).await? == Appended::OnDisk {
            return Ok(());
        }
    }
}

/// Lets a counter work through a party, in its direction; an announced party arrives. `false` for a party that has ended,
/// which nobody works through.
///
/// # Errors
/// [`PartyError`] says why it does not.
pub async fn work(node: &Node, counter: Counter<'_>, id: PartyId) -> Result<bool, PartyError> {
    let direction = loop {
        let row = found(node, id).await?;
        match row.state {
            PartyState::Ended => return Ok(false),
            PartyState::Here => break row.party.direction,
            PartyState::Announced => {
                let mut party = Party { at: node.now(), ..row.party.clone() };
                party.hits = plate_hits(node, &party);
                let mut events = reopened(&row, &party);
                events.push(Event::PartyArrived(Box::new(party)));
                // Where two officers work through it at once, it arrives once.
                append(node, &counter.account.id, &row, events).await?;
            }
        }
    };
    node.store.set_party(counter.session, Some(id)).await?;
    if counter.direction != direction {
        node.store.set_direction(counter.session, direction).await?;
    }
    Ok(true)
}

/// Presents an announced member at a counter, as the carrier's list has them; not where another traveller stands there.
/// `None` for a member who is not waited for.
///
/// # Errors
/// [`PartyError`] says why they are not presented.
pub async fn next(node: &Node, counter: Counter<'_>, id: PartyId, member: u16) -> Result<Option<Appended>, PartyError> {
    let row = found(node, id).await?;
    let waiting = row.waiting().find(|(at, _)| *at == member).map(|(_, traveller)| traveller.clone());
    let Some(traveller) = waiting.filter(|_| row.state == PartyState::Here) else { return Ok(None) };
    let counter = Counter { direction: row.party.direction, ..counter };
    let coming = Coming { party: Some(id), member: Some(member), ..Coming::new(counter, traveller) };
    Ok(Some(present::present(node, counter, coming).await?))
}

/// Lets a counter work without a party from now on; others may go on with it.
///
/// # Errors
/// The database can't be used.
pub async fn leave(node: &Node, counter: Counter<'_>) -> Result<(), StoreError> {
    node.store.set_party(counter.session, None).await
}

/// What is said when a party ends.
#[derive(Debug, Clone, Default)]
pub struct Ending {
    /// Why, where an alert may be about its vehicle.
    pub why: Option<SetAside>,
    /// Who drove, where nobody was said to at a counter.
    pub driver: Option<Driver>,
}

/// Whether a party ends only if it is said who drove its vehicle: somebody of it was decided, and nobody drives.
pub fn must_name_driver(row: &PartyRow) -> bool {
    row.asks_for_driver() && !row.decided.is_empty()
}

/// Ends a party: nobody else of it is waited for. One whose vehicle an alert may be about ends for a reason, and one that
/// crossed in a vehicle once it is said who drove, or that nobody of it did.
///
/// # Errors
/// [`PartyError`] says why it goes on.
pub async fn end(node: &Node, counter: Counter<'_>, party: PartyId, ending: Ending) -> Result<(), PartyError> {
    let Ending { why, driver } = ending;
    loop {
        let row = found(node, party).await?;
        if row.state == PartyState::Ended {
            break;
        }
        may_be_set_aside(&row.hits, why.as_ref())?;
        let is_possible = |driver: &Driver| match driver {
            Driver::Member(crossing) => row.may_drive().any(|member| member.id == *crossing),
            Driver::Nobody => true,
        };
        let driver = driver.filter(|driver| must_name_driver(&row) && is_possible(driver));
        if must_name_driver(&row) && driver.is_none() {
            return Err(NotOpen::DriverNotNamed.into());
        }
        let ended = Event::PartyEnded { party, why: why.clone(), driver };
        append(node, &counter.account.id, &row, vec![ended]).await?;
    }
    if counter.party == Some(party) {
        leave(node, counter).await?;
    }
    Ok(())
}
