//! Flows: crossings counted without who crossed, held against what is usual, drawn, and reported. What is published is
//! counted from a table of its own, which is safe to publish.
//!
//! ```text
//! crossings ─count─▶ days ─take in─▶ flow table ─ask─▶ counts ─draw─▶ charts ─▶ pages
//! (store)         (records)        (table)           ├─write────▶ tables ─▶ PDF, XLSX, CSV, SDMX (report)
//!                                                    └─hold against─▶ departures (usual)
//! ```

pub mod chart;
mod coverage;
mod dimension;
mod exchange_forms;
mod exchange_structure;
mod feasts;
pub mod figure;
mod filling;
mod flows;
pub mod form;
mod grid;
mod paper;
mod parquet;
pub mod planning;
mod published;
pub mod queue;
mod records;
pub mod report;
pub mod sheet;
mod table;
pub mod usual;
pub mod waits;
pub mod warning;

pub use coverage::{Coverage, DayState, Heard};
pub use dimension::{Dimension, DimensionError, UNKNOWN};
pub use exchange_forms::{Observation, observations, sdmx_csv, sdmx_json};
pub use feasts::Feast;
pub use flows::{Flows, FlowsError, count_stale, heard, settle_past};
pub use parquet::{ParquetError, write_parquet};
pub use published::{Balance, PublishedDay, published_tallies};
pub use records::{Damaged, Record, UNKNOWN_AGE, UNKNOWN_DAYS, movement, of_movement, pack, unpacked};
pub use table::{CountError, Counts, DayRows, Filter, FlowTable, MOST_CELLS, monday};
