//! From a reader's bytes to a travel document.
//!
//! [`mrz`] reads and writes machine readable zones (ICAO Doc 9303, eighth edition, parts 3 to 7); [`name`] puts a name
//! as printed into the form that a zone carries; [`transliterate`] holds the tables of letters.
//!
//! ```
//! use jiff::civil::date;
//! use limen_document::mrz;
//!
//! let scan = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\r\n";
//! let zone = mrz::read(scan, date(2026, 11, 24))?;
//! assert_eq!(zone.primary_identifier, "ERIKSSON");
//! assert_eq!(zone.birth_date.to_string(), "1974-08-12");
//! assert!(zone.problems.is_empty());
//! # Ok::<(), mrz::Unreadable>(())
//! ```

pub mod mrz;
pub mod name;
pub mod transliterate;
