//! Long tables, read a piece at a time.

/// A piece of a long table.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// How many rows to pass over.
    pub offset: i64,
    /// How many rows at most.
    pub limit: i64,
}

/// A piece of a long table, as it was read.
#[derive(Debug, Clone)]
pub struct Paged<T> {
    /// Its rows.
    pub rows: Vec<T>,
    /// How many rows the whole table has.
    pub total: i64,
}
