//! Holding a traveller against every alert.
//!
//! Screening finds and explains; it never decides. What it returns are [`Hit`]s: an alert, a score, and the reasons,
//! part by part, in a form that pages put into the officer's language.
//!
//! The way of a name: `name` cuts it into parts and says how alike two names are; `facts` hold what else is stated;
//! `evidence` weighs both into a score; `search` finds, among millions of alerts, all that score enough; [`AlertIndex`]
//! keeps segments current. [`list`] reads alert lists.
//!
//! ```
//! use jiff::civil::date;
//! use limen_domain::{BirthDate, ListName, PartialDate};
//! use limen_screening::{AlertIndex, Subject, list};
//!
//! let csv = "id,full_name,birth_date,action\nA-1,Mamadou Lamine Diallo,1992,refer\n";
//! let read = list::read_all(csv.as_bytes(), None, &ListName::parse("national")?)?;
//! let index = AlertIndex::build(&read.alerts);
//! let traveller = Subject {
//!     names: vec!["MAMADU LAMINE JALLOW".into()],
//!     birth_date: Some(BirthDate::On(PartialDate::Year(1992))),
//!     ..Subject::default()
//! };
//! assert_eq!(index.screen(&traveller, date(2026, 11, 24)).len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod by_parts;
mod evidence;
mod explain;
mod facts;
mod index;
pub mod list;
mod name;
mod numbers;
mod pairs;
mod search;
mod subject;

pub use by_parts::NameSearch;
pub use index::{AlertIndex, Builder, Changes, MOST_HITS};
pub use limen_domain::{Alert, DEFAULT_THRESHOLD, Hit};
pub use name::frequencies::Frequencies;
pub use pairs::name_likeness;
pub use subject::{Subject, WrittenName};
