//! Whatever bytes come as a table, CSV or a workbook: rows below known columns, or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use limen_tables::{Answers, MOST_FIELDS, Table};

fuzz_target!(|bytes: &[u8]| {
    let Ok(table) = Table::open(bytes, &Answers::default()) else { return };
    assert!(table.columns.iter().any(|column| column.field.is_some()));
    for row in table.rows.take(100_000).flatten() {
        assert!(row.cells.len() <= MOST_FIELDS && !row.is_empty());
    }
});
