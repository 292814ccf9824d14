//! Holding a traveller against every alert.
//!
//! Screening finds and explains; it never decides. What it returns are [`Hit`]s: an alert, a score, and the reasons,
//! part by part, in a form that pages put into the officer's language.
//!
//! ```
//! use limen_domain::{ListName, Name, PartialDate, Sex, Source, Traveller};
//! use limen_screening::{AlertIndex, list};
//!
//! let csv = "id,full_name,birth_date,action\nA-1,Mamadou Lamine Diallo,1992,refer\n";
//! let read = list::read_csv(csv.as_bytes(), ListName::parse("national")?)?;
//! let index = AlertIndex::build(read.alerts);
//! let traveller = Traveller {
//!     name: Name { primary: "DIALO".into(), secondary: "MAMADOU LAMINE".into(), truncated: false },
//!     birth_date: PartialDate::Year(1992),
//!     sex: Sex::Male,
//!     nationality: None,
//!     document: None,
//!     source: Source::Declared,
//!     doubts: vec![],
//! };
//! assert_eq!(index.screen(&traveller).len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod evidence;
mod index;
pub mod list;
mod names;

pub use index::{AlertIndex, DEFAULT_THRESHOLD};
pub use limen_domain::{Alert, Hit};
