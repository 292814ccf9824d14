//! How a traveller comes to stand at a counter: examined, screened, and noted in the journal.
//!
//! Who waits at a counter stands in the journal from the moment they are presented; a power cut or another page changes
//! nothing about it.

use crate::{
    Node,
    desk::{Counter, journey::Answers, party, set_aside},
};
use limen_domain::{
    AccountId, CrossingId, Event, Judged, PartyId, Presentation, SetAside, Traveller, may_be_set_aside,
};
use limen_screening::Subject;
use limen_store::{Appended, Expect, PartyState, Standing, StoreError};

/// A traveller on their way to a counter.
#[derive(Debug, Clone)]
pub struct Coming {
    /// Who, as seen.
    pub traveller: Traveller,
    /// The open presentation that is set aside for them.
    pub replaces: Option<CrossingId>,
    /// Why that one is set aside, where an alert may be about them.
    pub why: Option<SetAside>,
    /// The presentation, or the referral, at which the same traveller stood before.
    pub goes_on: Option<CrossingId>,
    /// The referral that is taken up.
    pub settles: Option<CrossingId>,
    /// The party they cross with.
    pub party: Option<PartyId>,
    /// Which of the members that a carrier's list announced.
    pub member: Option<u16>,
}

impl Coming {
    /// Someone new, of the party that the counter works through.
    pub fn new(counter: Counter<'_>, traveller: Traveller) -> Self {
        let party = counter.party;
        Self { traveller, replaces: None, why: None, goes_on: None, settles: None, party, member: None }
    }

    /// The same traveller again, with something new known about them.
    pub fn again(open: &Presentation, traveller: Traveller) -> Self {
        let Presentation { id, settles, party, member, .. } = *open;
        Self { traveller, replaces: Some(id), why: None, goes_on: Some(id), settles, party, member }
    }
}

/// Puts a traveller before an officer. What the officer has typed about the same traveller goes on with them.
///
/// Nothing is written where another traveller stands there than `coming` replaces, or where that one may not be set aside
/// without a reason.
///
/// # Errors
/// The database can't be used.
pub async fn present(node: &Node, counter: Counter<'_>, coming: Coming) -> Result<Appended, StoreError> {
    // A hit that is judged in another window between reading and writing: what was found is put together again.
    loop {
        if let Some(appended) = present_as_read(node, counter, coming.clone()).await? {
            return Ok(appended);
        }
    }
}

/// Presents a traveller as [`present`] does; `None` if a hit was judged meanwhile, and nothing was written.
async fn present_as_read(node: &Node, counter: Counter<'_>, coming: Coming) -> Result<Option<Appended>, StoreError> {
    let Coming { mut traveller, replaces, why, goes_on, settles, party, member } = coming;
    let officer = &counter.account.id;
    let now = node.now();
    let day = node.day_of(now);
    traveller.examine(day);
    let mut hits = node.alerts().screen(&Subject::from(&traveller), node.day_of_lapse());
    // The presentation whose hits are carried on, or that is set aside for this one.
    let before = match goes_on.or(replaces) {
        Some(id) => Some((id, judged(node, id).await?)),
        None => None,
    };
    if let (Some(_), Some((_, before))) = (goes_on, &before) {
        hits = set_aside::go_on(node, before, hits).await?;
    }
    node.store.recall_judged(&traveller, &mut hits).await?;
    let party = match party {
        // A party goes one way while it is here; a referral keeps the one it came with.
        Some(id) => node.store.party(id).await?.filter(|row| {
            let goes_along = row.state == PartyState::Here && row.party.direction == counter.direction;
            settles.is_some() || goes_along
        }),
        None => None,
    };
    let member = party.as_ref().and(member).or_else(|| {
        let row = party.as_ref()?;
        row.party.member_of(&traveller, |member| !row.came.contains(&member))
    });
    let presentation = Presentation {
        id: CrossingId(node.store.new_id()),
        post: node.post.id.clone(),
        at: now,
        officer: officer.clone(),
        direction: counter.direction,
        hits,
        traveller,
        settles,
        party: party.map(|row| row.party.id),
        member,
    };
    let id = presentation.id;
    let presented = Event::TravellerPresented(Box::new(presentation));
    // The same traveller read again loses nothing. Another one who may be on an alert is set aside for a reason only.
    if let (None, Some((_, before))) = (goes_on, &before)
        && may_be_set_aside(before, why.as_ref()).is_err()
    {
        return Ok(Some(Appended::NotAsExpected));
    }
    let (events, counter_is) = match replaces {
        Some(id) => (vec![Event::PresentationWithdrawn { presentation: id, why }, presented], Expect::Open(id)),
        None => (vec![presented], Expect::NoneOpen(officer.clone())),
    };
    let standing = before.map(|(id, hits)| (id, Standing::of(id, &hits, None)));
    let stands = standing.iter().map(|(_, standing)| Expect::Stands(standing.clone()));
    let expect = Expect::All(std::iter::once(counter_is).chain(stands).collect());
    let appended = node.store.append(Some(officer), events, Some(expect)).await?;
    match (appended, goes_on, standing) {
        (Appended::OnDisk, Some(before), _) => node.drafts.go_on(officer, before, id),
        (Appended::NotAsExpected, _, Some((id, read))) if Standing::of(id, &judged(node, id).await?, None) != read => {
            return Ok(None);
        }
        _ => {}
    }
    Ok(Some(appended))
}

/// Screens the traveller at a counter, and the vehicle of their party, by the alerts in force now. Where one has come,
/// changed or gone since the document was read, what is found now takes the place of what was found then, and the answer is
/// `true`.
///
/// # Errors
/// The database can't be used.
pub(crate) async fn screen_again(
    node: &Node,
    counter: Counter<'_>,
    open: &Presentation,
    hits: &[Judged],
) -> Result<bool, StoreError> {
    let vehicle_changed = match open.party {
        Some(party) => party::screen_again(node, &counter.account.id, party).await?,
        None => false,
    };
    let found = node.alerts().screen(&Subject::from(&open.traveller), node.day_of_lapse());
    if set_aside::is_current(node, hits, &found).await? {
        return Ok(vehicle_changed);
    }
    let counter = Counter { direction: open.direction, ..counter };
    present(node, counter, Coming::again(open, open.traveller.clone())).await?;
    Ok(true)
}

/// The hits of a presentation with their judgements; empty if there is no such presentation.
async fn judged(node: &Node, id: CrossingId) -> Result<Vec<Judged>, StoreError> {
    Ok(node.store.presentation(id).await?.map(|(_, hits)| hits).unwrap_or_default())
}

/// The traveller at this officer's counter with their hits; `None` if it is another or none.
///
/// # Errors
/// The database can't be used.
pub async fn open(
    node: &Node,
    officer: &AccountId,
    id: CrossingId,
) -> Result<Option<(Presentation, Vec<Judged>)>, StoreError> {
    let open = node.store.open_presentation(officer).await?;
    Ok(open.filter(|(presentation, _)| presentation.id == id))
}

/// Keeps the answers about a traveller that came along with a scan, a judgement, a correction or a turn, while that
/// traveller waits at this officer's counter.
///
/// # Errors
/// The database can't be used.
pub async fn keep_answers(
    node: &Node,
    officer: &AccountId,
    about: CrossingId,
    answers: Answers,
) -> Result<(), StoreError> {
    if open(node, officer, about).await?.is_some() {
        node.drafts.keep_answers(officer, about, answers);
    }
    Ok(())
}

/// A document that was read at a counter.
#[derive(Debug, Clone)]
pub struct Scanned {
    /// Who it is about.
    pub traveller: Traveller,
    /// The open presentation that the officer said may be set aside.
    pub replace: Option<CrossingId>,
    /// Why, where an alert may be about that traveller.
    pub why: Option<SetAside>,
    /// The open presentation whose traveller shows this document too.
    pub beside: Option<CrossingId>,
}

/// What becomes of a document that was read.
#[derive(Debug, Clone)]
pub enum Scan {
    /// Its holder stands at the counter.
    Stands,
    /// Another document's holder stands at the counter, and the officer has still to say: are both one person's, or is the
    /// one who stands there set aside, and why? Nothing was written.
    Asks {
        /// Who stands there.
        open: Box<Presentation>,
        /// What was found for them.
        hits: Vec<Judged>,
        /// Whom the document is about.
        traveller: Box<Traveller>,
    },
}

/// Presents the holder of a document at a counter; where another traveller stands there, as the officer chose.
///
/// # Errors
/// The database can't be used.
pub async fn scan(node: &Node, counter: Counter<'_>, scanned: Scanned) -> Result<Scan, StoreError> {
    let Scanned { traveller, replace, why, beside } = scanned;
    let open = node.store.open_presentation(&counter.account.id).await?;
    if let Some((open, hits)) = open
        && (replace != Some(open.id) || may_be_set_aside(&hits, why.as_ref()).is_err())
    {
        let mut both = open.traveller.clone();
        if !both.show(traveller.clone()) {
            return Ok(Scan::Stands); // The same document again: nothing new.
        }
        if beside == Some(open.id) {
            present(node, counter, Coming::again(&open, both)).await?;
            return Ok(Scan::Stands);
        }
        return Ok(Scan::Asks { open: Box::new(open), hits, traveller: Box::new(traveller) });
    }
    present(node, counter, Coming { replaces: replace, why, ..Coming::new(counter, traveller) }).await?;
    Ok(Scan::Stands)
}

/// Turns a counter the other way, and the traveller who waits there with it. A referral that was taken up keeps its
/// direction.
///
/// # Errors
/// The database can't be used.
pub async fn turn(node: &Node, counter: Counter<'_>) -> Result<(), StoreError> {
    let counter = Counter { direction: counter.direction.other(), ..counter };
    node.store.set_direction(counter.session, counter.direction).await?;
    if let Some((open, _)) = node.store.open_presentation(&counter.account.id).await?
        && open.settles.is_none()
    {
        let coming = Coming { member: None, ..Coming::again(&open, open.traveller.clone()) };
        present(node, counter, coming).await?;
    }
    Ok(())
}
