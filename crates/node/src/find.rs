//! One search over people, documents, visas, plates and days, for those who settle referrals or supervise a post; and one
//! over people alone, for those who answer travellers.

use crate::{Node, typed_day::whole_day};
use jiff::civil::Date;
use limen_domain::{DocumentNumber, HeldVisa, PartialDate};
use limen_screening::NameSearch;
use limen_store::{FoundPerson, FoundVehicle, StoreError};

/// Maximum number of people that are found.
pub const MOST_PEOPLE: usize = 50;
/// Maximum number of names that are taken for the one that was typed.
const MOST_NAMES: usize = 200;
/// Maximum number of visas and of vehicles.
const MOST_OTHERS: i64 = 10;
/// The least number of characters of a number that is searched for.
const LEAST_NUMBER: usize = 3;

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// People, the latest first.
    pub people: Vec<FoundPerson>,
    /// Whether there were more than are shown.
    pub is_cut: bool,
    /// Visas and permits.
    pub visas: Vec<HeldVisa>,
    /// Vehicles.
    pub vehicles: Vec<FoundVehicle>,
    /// A day.
    pub day: Option<Date>,
}

/// Finds people by parts of their name in any spelling and order, born on a day that may be the one that is said.
///
/// # Errors
/// The database can't be read.
pub async fn by_name(node: &Node, name: &str, born: PartialDate) -> Result<Found, StoreError> {
    let names = names_like(node, name).await?;
    let (mut people, are_all) = node.store.people(&names, None, usize::MAX).await?;
    people.retain(|person| may_be(person.birth_date.parse().unwrap_or_default(), born));
    let is_cut = people.len() > MOST_PEOPLE || !are_all || names.len() >= MOST_NAMES;
    people.truncate(MOST_PEOPLE);
    Ok(Found { people, is_cut, ..Found::default() })
}

/// Whether two dates, each as far as it is known, may be the same day.
fn may_be(one: PartialDate, other: PartialDate) -> bool {
    match (one.span(), other.span()) {
        (Some((first, last)), Some((from, to))) => first <= to && from <= last,
        _ => true,
    }
}

/// The names that were seen and may be meant by what was typed.
async fn names_like(node: &Node, typed: &str) -> Result<Vec<String>, StoreError> {
    let Some(search) = NameSearch::new(typed) else { return Ok(Vec::new()) };
    let seen = node.store.names_seen().await?;
    // Names are compared one by one: beside the counters' requests.
    let compared = tokio::task::spawn_blocking(move || {
        seen.into_iter().filter(|name| search.finds(name)).take(MOST_NAMES).collect::<Vec<_>>()
    });
    compared.await.map_err(|error| StoreError::fault(format!("names could not be compared: {error}")))
}

/// Finds what was typed: parts of a name in any spelling and order, the beginning of a number or a plate, or a day.
///
/// # Errors
/// The database can't be read.
pub async fn find(node: &Node, typed: &str) -> Result<Found, StoreError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Found::default());
    }
    if let Some(day) = whole_day(typed) {
        return Ok(Found { day: Some(day), ..Found::default() });
    }
    let number = DocumentNumber::new(typed).to_string();
    let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
    let number = Some(number).filter(|number| has_digit && number.chars().count() >= LEAST_NUMBER);
    let names = if has_digit { Vec::new() } else { names_like(node, typed).await? };
    let (mut people, are_all) = node.store.people(&names, number.as_deref(), MOST_PEOPLE + 1).await?;
    let is_cut = people.len() > MOST_PEOPLE || !are_all || names.len() >= MOST_NAMES;
    people.truncate(MOST_PEOPLE);
    let (visas, vehicles) = match &number {
        Some(number) => (
            node.store.search_visas(number, MOST_OTHERS).await?,
            node.store.vehicles(&node.post.id, number, MOST_OTHERS).await?,
        ),
        None => (Vec::new(), Vec::new()),
    };
    Ok(Found { people, is_cut, visas, vehicles, day: None })
}
