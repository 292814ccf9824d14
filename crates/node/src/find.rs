//! One search over people, documents, visas, plates and days, for those who settle referrals or supervise a post.

use crate::{Node, typed_day::whole_day};
use jiff::civil::Date;
use limen_domain::{DocumentNumber, HeldVisa};
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
    let names = match NameSearch::new(typed).filter(|_| !has_digit) {
        Some(search) => {
            let seen = node.store.names_seen().await?;
            // Names are compared one by one: beside the counters' requests.
            let compared = tokio::task::spawn_blocking(move || {
                seen.into_iter().filter(|name| search.finds(name)).take(MOST_NAMES).collect::<Vec<_>>()
            });
            compared.await.map_err(|error| StoreError::fault(format!("names could not be compared: {error}")))?
        }
        None => Vec::new(),
    };
    let mut people = node.store.people(&names, number.as_deref(), MOST_PEOPLE + 1).await?;
    let is_cut = people.len() > MOST_PEOPLE;
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
