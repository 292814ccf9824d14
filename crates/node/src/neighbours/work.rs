//! Joint work: what both did together with its two signatures, who is to be reached, and the common plan. Headquarters writes it;
//! people at posts read what agreements let them see, and draft joint records that headquarters says.

use crate::{
    Node,
    neighbours::{
        NeighbourError, Own,
        held::{self, Held, Whom},
        said, utc_day,
    },
};
use jiff::{SignedDuration, civil::Date};
use limen_domain::{AccountId, Event, Role, StateCode};
use limen_neighbour::{
    Agreement, Contact, Content, Countersigned, Directory, JointRecord, Kind, Pair, PlanItem, PlanState,
};
use limen_store::StoreError;
use uuid::Uuid;

/// Maximum number of versions of a paper that are looked through, and of drafts.
const MOST: i64 = 200;
/// For how long a draft is shown that headquarters has not said.
const DRAFTS_SHOWN: SignedDuration = SignedDuration::from_hours(24 * 30);

/// How far a joint record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signed {
    /// Both sides have signed it.
    ByBoth,
    /// It is ours, and waits for their signature.
    WaitsForThem,
    /// It is theirs, and waits for ours.
    WaitsForUs,
    /// It was written at this post, and waits for headquarters.
    Drafted,
}

impl Signed {
    /// The code, as messages name it.
    pub fn code(self) -> &'static str {
        match self {
            Self::ByBoth => "by-both",
            Self::WaitsForThem => "waits-for-them",
            Self::WaitsForUs => "waits-for-us",
            Self::Drafted => "drafted",
        }
    }
}

/// A joint record as it is shown.
#[derive(Debug, Clone)]
pub struct SeenRecord {
    /// The neighbour.
    pub neighbour: StateCode,
    /// Whether this side wrote it.
    pub is_ours: bool,
    /// The SHA-256 of its paper; empty for a draft.
    pub paper: String,
    /// The number of its paper, and of the one that signs it too, as far as headquarters has them.
    pub numbers: (Option<u64>, Option<u64>),
    /// What it says.
    pub record: JointRecord,
    /// How far it is.
    pub signed: Signed,
}

/// The neighbours and agreements in force today under which papers of a kind may pass.
///
/// # Errors
/// The database can't be read.
pub async fn agreements(node: &Node, kind: Kind) -> Result<Vec<(StateCode, Agreement)>, StoreError> {
    let all = held::agreements_for(node, Whom::Work).await?.into_iter();
    let all = all.map(|(state, signed)| (state, signed.agreement));
    Ok(all.filter(|(_, agreement)| agreement.papers.contains(&kind)).collect())
}

/// Joint records that someone with this role may see, the latest first: of a post, those of its pairs.
///
/// # Errors
/// The database can't be read.
pub async fn records(node: &Node, role: Role) -> Result<Vec<SeenRecord>, StoreError> {
    let signatures = held::of_kind(node, Kind::Countersigned, Whom::Shown(role)).await?;
    let pairs = own_pairs(node).await?;
    let is_here = |neighbour: StateCode, record: &JointRecord| {
        node.is_headquarters() || pairs.iter().any(|(state, pair)| *state == neighbour && pair.code == record.pair)
    };
    let (mut records, mut said) = (Vec::new(), Vec::new());
    for held in held::of_kind(node, Kind::Joint, Whom::Shown(role)).await? {
        let Content::Joint(record) = &held.content else { continue };
        said.push(record.id);
        if !is_here(held.neighbour, record) {
            continue;
        }
        let signs = |other: &&Held| {
            let is_it = matches!(&other.content, Content::Countersigned(signed) if signed.paper == held.paper);
            other.neighbour == held.neighbour && other.is_ours != held.is_ours && is_it
        };
        let signature = signatures.iter().find(signs);
        let signed = match (signature, held.is_ours) {
            (Some(_), _) => Signed::ByBoth,
            (None, true) => Signed::WaitsForThem,
            (None, false) => Signed::WaitsForUs,
        };
        let second = match signature {
            Some(signature) => number_of(node, signature).await?,
            None => None,
        };
        records.push(SeenRecord {
            neighbour: held.neighbour,
            is_ours: held.is_ours,
            paper: held.paper.clone(),
            numbers: (number_of(node, &held).await?, second),
            record: record.clone(),
            signed,
        });
    }
    if Own::of(node).is_err() {
        records.extend(drafts(node, &said).await?);
    }
    records.sort_by(|one, other| other.record.from.cmp(&one.record.from).then(one.record.id.cmp(&other.record.id)));
    Ok(records)
}

/// The number of a paper in its side's line; posts hold no lines.
async fn number_of(node: &Node, held: &Held) -> Result<Option<u64>, StoreError> {
    let (kind, about) = (held.content.kind().code(), held.content.about());
    let versions = node.store.neighbour_versions(held.neighbour, held.is_ours, (kind, &about), MOST).await?;
    Ok(versions.into_iter().find(|paper| paper.head.name == held.paper).map(|paper| paper.head.number))
}

/// Joint records that were written at this post and wait for headquarters; `said` are those that it has said.
async fn drafts(node: &Node, said: &[Uuid]) -> Result<Vec<SeenRecord>, StoreError> {
    let (mut drafts, since) = (Vec::new(), node.now() - DRAFTS_SHOWN);
    for (neighbour, _) in agreements(node, Kind::Joint).await? {
        for draft in node.store.neighbour_drafts(neighbour, MOST).await? {
            if let Ok(Content::Joint(record)) = serde_json::from_str(&draft.content)
                && draft.at >= since
                && !said.contains(&record.id)
                && drafts.iter().all(|known: &SeenRecord| known.record.id != record.id)
            {
                let (paper, numbers, signed) = (String::new(), (None, None), Signed::Drafted);
                drafts.push(SeenRecord { neighbour, is_ours: true, paper, numbers, record, signed });
            }
        }
    }
    Ok(drafts)
}

/// The pairs with neighbours that someone at this node works with.
async fn own_pairs(node: &Node) -> Result<Vec<(StateCode, Pair)>, StoreError> {
    let mut pairs = Vec::new();
    for (state, signed) in held::agreements(node).await? {
        pairs.extend(held::pairs_here(node, &signed.agreement).map(|pair| (state, pair.clone())));
    }
    Ok(pairs)
}

/// The pairs about which someone at this node may write: at a post its own.
///
/// # Errors
/// The database can't be read.
pub async fn pairs_to_write(node: &Node, neighbour: StateCode) -> Result<Vec<Pair>, StoreError> {
    let mut pairs = Vec::new();
    for (_, agreement) in agreements(node, Kind::Joint).await?.iter().filter(|(state, _)| *state == neighbour) {
        pairs.extend(held::pairs_here(node, agreement).cloned());
    }
    pairs.sort_by(|one, other| one.code.cmp(&other.code));
    pairs.dedup_by(|one, other| one.code == other.code);
    Ok(pairs)
}

/// Writes a joint record: headquarters says it, a post drafts it for headquarters.
///
/// # Errors
/// [`NeighbourError`] says why it is not kept.
pub async fn write(
    node: &Node,
    by: &AccountId,
    neighbour: StateCode,
    record: JointRecord,
) -> Result<(), NeighbourError> {
    let content = Content::Joint(record);
    if Own::of(node).is_ok() {
        return said::say(node, Some(by), neighbour, content, None).await;
    }
    let mut why = limen_neighbour::NotAllowed::NotInForce;
    for (_, agreement) in agreements(node, Kind::Joint).await?.into_iter().filter(|(state, _)| *state == neighbour) {
        match agreement.lets_through(node.post.country, &content, utc_day(node)) {
            Ok(()) => {
                let content = serde_json::to_string(&content).map_err(StoreError::from)?;
                let drafted = Event::NeighbourDrafted { neighbour, content };
                node.store.append(Some(by), vec![drafted], None).await?;
                return Ok(());
            }
            Err(found) => why = found,
        }
    }
    Err(NeighbourError::NotAllowed(why))
}

/// Agrees to a joint record of theirs, word for word: the one that someone with this role is shown under this name.
///
/// # Errors
/// [`NeighbourError`] says why it is not said; [`NeighbourError::NotOurs`] where no such record of theirs holds.
pub async fn countersign(node: &Node, (by, role): (&AccountId, Role), paper: &str) -> Result<(), NeighbourError> {
    let all = held::of_kind(node, Kind::Joint, Whom::Shown(role)).await?;
    let record = all.into_iter().find(|held| !held.is_ours && held.paper == paper).ok_or(NeighbourError::NotOurs)?;
    let content = Content::Countersigned(Countersigned { paper: paper.to_owned() });
    said::say(node, Some(by), record.neighbour, content, None).await
}

/// Who is to be reached, ours and theirs, as someone with this role may see.
///
/// # Errors
/// The database can't be read.
pub async fn contacts(node: &Node, role: Role) -> Result<Vec<(StateCode, bool, Vec<Contact>)>, StoreError> {
    let all = held::of_kind(node, Kind::Directory, Whom::Shown(role)).await?.into_iter();
    let of = all.filter_map(|held| match held.content {
        Content::Directory(directory) => Some((held.neighbour, held.is_ours, directory.contacts)),
        _ => None,
    });
    Ok(of.collect())
}

/// Says who of us is to be reached, in place of what was said before.
///
/// # Errors
/// [`NeighbourError`] says why it is not said.
pub async fn say_contacts(
    node: &Node,
    by: &AccountId,
    neighbour: StateCode,
    contacts: Vec<Contact>,
) -> Result<(), NeighbourError> {
    said::say(node, Some(by), neighbour, Content::Directory(Directory { contacts }), None).await
}

/// An item of the common plan as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenItem {
    /// The neighbour.
    pub neighbour: StateCode,
    /// Whether this side wrote it, and may change it.
    pub is_ours: bool,
    /// What it says.
    pub item: PlanItem,
}

impl SeenItem {
    /// Whether it should have been done by a day.
    pub fn is_overdue(&self, today: Date) -> bool {
        let is_open = matches!(self.item.state, PlanState::Open | PlanState::UnderWay);
        is_open && self.item.due.is_some_and(|due| due < today)
    }
}

/// The common plan with all neighbours that someone with this role may see: each recommendation before the actions that it led
/// to, those of both sides together; actions whose recommendation is not there stand at the end.
///
/// # Errors
/// The database can't be read.
pub async fn plan(node: &Node, role: Role) -> Result<Vec<SeenItem>, StoreError> {
    let all = held::of_kind(node, Kind::Plan, Whom::Shown(role)).await?.into_iter();
    let items = all.filter_map(|held| match held.content {
        Content::Plan(item) => Some(SeenItem { neighbour: held.neighbour, is_ours: held.is_ours, item }),
        _ => None,
    });
    Ok(in_order(items.collect()))
}

/// Items in the order in which they are read.
fn in_order(mut items: Vec<SeenItem>) -> Vec<SeenItem> {
    let number = |item: &PlanItem| item.number.parse::<u32>().unwrap_or(u32::MAX);
    items.sort_by(|one, other| {
        let key = |seen: &SeenItem| (seen.neighbour, number(&seen.item), seen.item.number.clone(), seen.item.due);
        key(one).cmp(&key(other)).then(one.item.id.cmp(&other.item.id))
    });
    let (recommendations, actions): (Vec<_>, Vec<_>) = items.into_iter().partition(|seen| seen.item.of.is_none());
    let mut rest = actions;
    let mut ordered = Vec::with_capacity(recommendations.len() + rest.len());
    for recommendation in recommendations {
        let (led_to, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|seen| {
            seen.neighbour == recommendation.neighbour && seen.item.of == Some(recommendation.item.id)
        });
        ordered.push(recommendation);
        ordered.extend(led_to);
        rest = others;
    }
    ordered.extend(rest);
    ordered
}

/// Says an item of ours, in place of what was said of it before.
///
/// # Errors
/// [`NeighbourError`] says why it is not said; [`NeighbourError::NotOurs`] for an item of theirs.
pub async fn say_item(node: &Node, by: &AccountId, neighbour: StateCode, item: PlanItem) -> Result<(), NeighbourError> {
    let all = held::of_kind(node, Kind::Plan, Whom::Work).await?;
    let is_theirs =
        |held: &Held| !held.is_ours && matches!(&held.content, Content::Plan(theirs) if theirs.id == item.id);
    if all.iter().any(is_theirs) {
        return Err(NeighbourError::NotOurs);
    }
    said::say(node, Some(by), neighbour, Content::Plan(item), None).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn item(id: u128, of: Option<u128>, number: &str, due: Option<Date>, state: PlanState) -> SeenItem {
        let item = PlanItem {
            id: Uuid::from_u128(id),
            of: of.map(Uuid::from_u128),
            number: number.into(),
            text: "Radios".into(),
            owner: "PFA".into(),
            due,
            state,
            done: String::new(),
        };
        SeenItem { neighbour: "GIN".parse().expect("a state"), is_ours: true, item }
    }

    #[test]
    fn recommendations_stand_by_their_numbers_each_before_its_actions_and_orphans_at_the_end() {
        let items = vec![
            item(1, Some(9), "", None, PlanState::Open),
            item(2, Some(4), "", None, PlanState::Open),
            item(3, None, "10", None, PlanState::Open),
            item(4, None, "2", None, PlanState::Open),
            item(5, Some(3), "", None, PlanState::Open),
        ];
        let order: Vec<u128> = in_order(items).iter().map(|seen| seen.item.id.as_u128()).collect();
        assert_eq!(order, [4, 2, 3, 5, 1]);
    }

    #[test]
    fn what_is_done_or_given_up_is_never_overdue_and_nothing_is_on_its_last_day() {
        let due = Some(date(2031, 3, 10));
        let on = |state, day| item(1, None, "", due, state).is_overdue(day);
        assert!(!on(PlanState::Open, date(2031, 3, 10)) && on(PlanState::Open, date(2031, 3, 11)));
        assert!(on(PlanState::UnderWay, date(2031, 3, 11)));
        assert!(!on(PlanState::Done, date(2031, 3, 11)) && !on(PlanState::Dropped, date(2031, 3, 11)));
    }
}
