//! Oversight: how much each officer looked at, and how much of it is unusual for their role. Auditors are shown it;
//! nothing is inferred, and nobody is stopped by it.

use jiff::{Timestamp, tz::TimeZone};
use limen_domain::{AccountId, Role};
use limen_store::{Account, Between, LooksOfQuarter, Store, StoreError};
use std::collections::BTreeMap;

/// Away from the counter, these hours are night: from the first on, to before the second.
const NIGHT: (i8, i8) = (22, 5);
/// Looking is unusual above this multiple of what is usual for the role,
pub const TIMES_USUAL: i64 = 3;
/// if there are at least this many looks.
pub const FEWEST: i64 = 20;
/// Number of looks at night from which they are unusual.
pub const FEWEST_AT_NIGHT: i64 = 5;

/// What someone looked at, added up.
#[derive(Debug, Default, Clone, Copy)]
struct Sums {
    presented: i64,
    without_decision: i64,
    away: i64,
    at_night: i64,
    elsewhere: i64,
    own_name: i64,
}

fn is_night(zone: &TimeZone, at: Timestamp) -> bool {
    let hour = at.to_zoned_datetime(zone.clone()).hour();
    hour >= NIGHT.0 || hour < NIGHT.1
}

fn add_up(zone: &TimeZone, quarters: &[LooksOfQuarter]) -> BTreeMap<AccountId, Sums> {
    let mut sums: BTreeMap<AccountId, Sums> = BTreeMap::new();
    for quarter in quarters {
        let of = sums.entry(quarter.officer.clone()).or_default();
        of.presented += quarter.presented;
        of.without_decision += quarter.without_decision;
        of.away += quarter.away;
        of.elsewhere += quarter.elsewhere;
        of.at_night += if is_night(zone, quarter.from) { quarter.away } else { 0 };
    }
    sums
}

/// What is usual for a role: the median of those who have it.
fn usual<'a>(of_role: impl Iterator<Item = &'a Sums>, count: impl Fn(&Sums) -> i64) -> i64 {
    let mut counts: Vec<i64> = of_role.map(count).collect();
    counts.sort_unstable();
    counts.get(counts.len().saturating_sub(1) / 2).copied().unwrap_or_default()
}

/// A count, and whether it is unusual.
type Count = (i64, bool);

/// How much someone looked in some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Who.
    pub officer: AccountId,
    /// Their role. `None` for someone who has no account here.
    pub role: Option<Role>,
    /// Travellers who stood before them.
    pub presented: i64,
    /// Looks away from the counter.
    pub away: Count,
    /// Of these, at night.
    pub at_night: Count,
    /// Travellers presented and not decided about, held against the others of the role.
    pub without_decision: Count,
    /// Records of other posts.
    pub elsewhere: Count,
    /// Looks at travellers of their own name.
    pub own_name: Count,
}

impl Looked {
    /// Every count that may be unusual, as pages show them.
    pub fn counts(&self) -> [Count; 5] {
        [self.away, self.at_night, self.without_decision, self.elsewhere, self.own_name]
    }
}

/// How much each officer looked between two moments, by the clocks of a zone.
///
/// # Errors
/// The database can't be used.
pub async fn looked(
    store: &Store,
    zone: &TimeZone,
    accounts: &[Account],
    between: Between,
) -> Result<Vec<Looked>, StoreError> {
    let mut sums = add_up(zone, &store.looks_by_quarter(between).await?);
    for account in accounts {
        let own = store.looks_at_own_name(&account.id, &account.name, between).await?;
        if !own.is_empty() {
            sums.entry(account.id.clone()).or_default().own_name = own.len() as i64;
        }
    }
    let role_of = |id: &AccountId| accounts.iter().find(|account| account.id == *id).map(|account| account.role);
    Ok(judged(&sums, role_of))
}

/// Which of these sums are unusual, compared with others of the same role.
fn judged(sums: &BTreeMap<AccountId, Sums>, role_of: impl Fn(&AccountId) -> Option<Role>) -> Vec<Looked> {
    let mut by_role: BTreeMap<Option<Role>, Vec<(&AccountId, Sums)>> = BTreeMap::new();
    for (officer, of) in sums {
        by_role.entry(role_of(officer)).or_default().push((officer, *of));
    }
    let looked = sums.iter().map(|(officer, of)| {
        let role = role_of(officer);
        let peers = by_role.get(&role).map_or(&[][..], |peers| peers);
        let held = |looks: i64, usual: i64| (looks, looks >= FEWEST && looks > TIMES_USUAL * usual);
        let against_role = |count: fn(&Sums) -> i64| held(count(of), usual(peers.iter().map(|(_, peer)| peer), count));
        // Whoever is alone in a role has nobody to be held against, and a traveller is owed a decision by anyone.
        let others = peers.iter().filter(|(peer, _)| *peer != officer).map(|(_, peer)| peer);
        let undecided = |sums: &Sums| sums.without_decision;
        Looked {
            officer: officer.clone(),
            role,
            presented: of.presented,
            away: against_role(|sums| sums.away),
            at_night: (of.at_night, of.at_night >= FEWEST_AT_NIGHT),
            without_decision: held(undecided(of), usual(others, undecided)),
            elsewhere: against_role(|sums| sums.elsewhere),
            own_name: (of.own_name, of.own_name > 0),
        }
    });
    looked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{
        ToSpan,
        civil::{Date, date},
    };
    use limen_domain::{Event, LookPurpose, NodeId, Why};
    use limen_store::{NewEvent, Store};

    #[tokio::test]
    async fn looking_at_night_is_at_night_by_the_clocks_of_the_post() {
        for (zone, day) in [
            ("Africa/Bamako", date(2026, 5, 10)),
            ("America/Bogota", date(2026, 5, 10)),
            ("Asia/Kathmandu", date(2026, 5, 10)),
            ("Europe/Paris", date(2026, 3, 28)),
            ("Europe/Paris", date(2026, 10, 24)),
        ] {
            let zone = TimeZone::get(zone).expect("a zone");
            let at = |day: Date, (hour, minute)| zone.to_timestamp(day.at(hour, minute, 0, 0)).expect("a moment");
            let evening = [(21, 59), (22, 0), (22, 10), (23, 30)].map(|time| at(day, time));
            let morning = [(4, 59), (5, 0)].map(|time| at(day + 1.day(), time));
            let officer = AccountId::parse("aminata").expect("an identifier");
            let looks = evening.into_iter().chain(morning).map(|at| {
                let why = Why::new(LookPurpose::Traveller, "asked").ok();
                let event = Event::DayConsulted { day, search: String::new(), why };
                NewEvent { at, actor: Some(officer.clone()), event }
            });
            let (folder, node) = (tempfile::tempdir().expect("a folder"), NodeId::parse("KRM").expect("a node"));
            let store = Store::create(folder.path(), &node).await.expect("a store");
            store.bring_in(&node, looks.collect::<Vec<_>>()).await.expect("brought in");
            let between = (at(day, (0, 0)), at(day + 2.days(), (0, 0)));
            let sums = add_up(&zone, &store.looks_by_quarter(between).await.expect("read"));
            let of = sums.get(&officer).expect("looks");
            assert_eq!((of.away, of.at_night), (6, 4), "{day} by {zone:?}");
            store.close().await;
        }
    }

    #[test]
    fn looking_is_unusual_from_three_times_what_is_usual_for_the_role_and_from_twenty_on() {
        let id = |name: &str| AccountId::parse(name).expect("an identifier");
        let away = |away| Sums { away, ..Sums::default() };
        let of = |counts: &[(&str, i64)]| {
            let sums = counts.iter().map(|(name, count)| (id(name), away(*count))).collect();
            let unusual = judged(&sums, |_| Some(Role::FirstLine)).into_iter().filter(|looked| looked.away.1);
            unusual.map(|looked| looked.officer.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(of(&[("aminata", 10), ("ibrahima", 10), ("mariam", 31)]), ["mariam"]);
        assert!(of(&[("aminata", 10), ("ibrahima", 10), ("mariam", 30)]).is_empty(), "three times is usual still");
        assert!(of(&[("aminata", 1), ("ibrahima", 1), ("mariam", 19)]).is_empty(), "so few are never unusual");
        let roles = |name: &AccountId| Some(if *name == id("mariam") { Role::Supervisor } else { Role::FirstLine });
        let sums = [("aminata", 10), ("mariam", 90)].map(|(name, count)| (id(name), away(count))).into();
        assert!(judged(&sums, roles).iter().all(|looked| !looked.away.1), "held against others of the role alone");
    }

    #[test]
    fn many_travellers_without_a_decision_are_unusual_also_of_whoever_is_alone_in_a_role() {
        let id = |name: &str| AccountId::parse(name).expect("an identifier");
        let left = |without_decision| Sums { without_decision, ..Sums::default() };
        let of = |counts: &[(&str, i64)]| {
            let sums = counts.iter().map(|(name, count)| (id(name), left(*count))).collect();
            let unusual = judged(&sums, |_| Some(Role::FirstLine)).into_iter().filter(|one| one.without_decision.1);
            unusual.map(|looked| looked.officer.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(of(&[("aminata", 21)]), ["aminata"]);
        assert!(of(&[("aminata", 19)]).is_empty(), "so few are never unusual");
        assert_eq!(of(&[("aminata", 31), ("ibrahima", 10)]), ["aminata"]);
        assert!(of(&[("aminata", 30), ("ibrahima", 10)]).is_empty(), "three times is usual still");
    }

    #[test]
    fn five_looks_at_night_and_one_at_ones_own_name_are_unusual_for_anyone() {
        let id = AccountId::parse("aminata").expect("an identifier");
        let judged = |at_night, own_name| {
            let sums = [(id.clone(), Sums { at_night, own_name, ..Sums::default() })].into();
            judged(&sums, |_| None).into_iter().map(|looked| (looked.at_night.1, looked.own_name.1)).next()
        };
        assert_eq!(judged(4, 0), Some((false, false)));
        assert_eq!(judged(5, 1), Some((true, true)));
    }
}
