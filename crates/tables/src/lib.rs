//! Tables as people send them: CSV of any kind, or a sheet of a workbook.
//!
//! ```text
//! bytes ─▶ letters (encoding) ─▶ rows (csv_rows, workbook) ─▶ the row that names the columns (heading) ─▶ Table
//!                                                           what a row says of a person (person) ─▶ manifest, visas
//! ```
//!
//! One reader for travellers, carriers' lists, alert lists, visas and histories of stays. It finds out by looking how a
//! file is written, what parts its fields, and which row names the columns, in French, English, Spanish, Portuguese and
//! Arabic. What it can't understand it says: a column that no field is known for is named, and a file of which nothing
//! could be understood is an error.
//!
//! ```
//! use limen_tables::{Answers, Field, Table};
//!
//! let file = "Liste des passagers\n\nNom;Prénoms;Né(e) le;N° passeport\nBah;Aïssatou;14/02/1990;GN1\n";
//! let table = Table::open(file.as_bytes(), &Answers::default())?;
//! let (columns, mut rows) = (table.columns, table.rows);
//! let row = rows.next().ok_or("a row")??;
//! assert_eq!(columns.get(&row, Field::Surname), "Bah");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod brackets;
mod csv_rows;
mod encoding;
mod field;
mod heading;
mod manifest;
mod person;
mod stays;
mod table;
pub mod values;
mod visas;
mod workbook;

pub use brackets::brackets;
pub use encoding::without_utf_16;
pub use field::Field;
pub use heading::{Answers, comparable};
pub use manifest::{
    MOST_BYTES as MOST_MANIFEST_BYTES, MOST_MEMBERS, Manifest, ManifestError, RowFault, manifest_columns, read_manifest,
};
pub use person::Person;
pub use stays::{StaysError, read_stays};
pub use table::{Column, Columns, MOST_FIELDS, Row, Rows, Table, TableError, columns_to_ask, raw_rows};
pub use visas::{ReadVisas, RecordFault, VisaProblem, visa_columns, visas_from, visas_from_json};
