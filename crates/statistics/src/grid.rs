//! Counts in rows and columns, with their totals.

/// Counts in rows and columns; the last row and the last column are the totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    rows: usize,
    columns: usize,
    values: Vec<u64>,
}

impl Grid {
    /// Of rows of equal length, without totals; these are added.
    pub(crate) fn of(rows: &[Vec<u64>]) -> Self {
        let columns = rows.first().map_or(0, Vec::len);
        let mut values = Vec::with_capacity((rows.len() + 1) * (columns + 1));
        let mut totals = vec![0; columns + 1];
        for row in rows {
            let row = row.iter().copied().chain(std::iter::repeat(0)).take(columns);
            let start = values.len();
            values.extend(row);
            values.push(values[start..].iter().sum());
            totals.iter_mut().zip(&values[start..]).for_each(|(total, value)| *total += value);
        }
        values.extend(totals);
        Self { rows: rows.len() + 1, columns: columns + 1, values }
    }

    /// The place of the row of totals.
    pub(crate) fn last_row(&self) -> usize {
        self.rows - 1
    }

    /// A count.
    pub(crate) fn value(&self, row: usize, column: usize) -> u64 {
        self.values.get(row * self.columns + column).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_columns_are_added_up() {
        let grid = Grid::of(&[vec![1, 2], vec![3, 4]]);
        assert_eq!((grid.value(0, 2), grid.value(2, 0), grid.value(2, 2), grid.last_row()), (3, 4, 10, 2));
        assert_eq!(Grid::of(&[]).value(0, 0), 0, "without rows there is nobody");
    }
}
