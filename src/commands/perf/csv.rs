//! Tables of comma-separated values: names of the columns in the first line, one record in each other.

/// Descriptor numbers have 16 bits, so that no record of two engines is longer.
const MOST_RECORDS: usize = 1 << 17;
/// Nothing in a descriptor is longer.
const LARGEST: u64 = 1 << 40;

/// A table.
pub(super) struct Table<'t> {
    header: Vec<&'t str>,
    text: &'t str,
}

/// One of its lines.
pub(super) struct Row<'t> {
    header: &'t [&'t str],
    cells: Vec<&'t str>,
    line: usize,
}

impl<'t> Table<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Table { header: text.lines().next().map(cells).unwrap_or_default(), text }
    }

    /// The rows, or one sentence that says what is wrong with their number.
    pub(super) fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, String>> {
        let filled = self.text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty());
        let mut rows = filled.enumerate().map(|(number, (index, line))| match number < MOST_RECORDS {
            true => Ok(Row { header: &self.header, cells: cells(line), line: index + 1 }),
            false => Err(format!("line {}: a table holds at most {MOST_RECORDS} records; cut it", index + 1)),
        });
        let first = rows.next().unwrap_or_else(|| Err(empty()));
        std::iter::once(first).chain(rows)
    }
}

fn cells(line: &str) -> Vec<&str> {
    line.split(',').map(str::trim).collect()
}

fn empty() -> String {
    "the trace holds no record; give a table with a line of column names and one line per descriptor".to_string()
}

impl Row<'_> {
    pub(super) fn text(&self, column: &str) -> Result<&str, String> {
        let index = self.header.iter().position(|name| *name == column);
        index.and_then(|index| self.cells.get(index)).copied().ok_or_else(|| {
            format!(
                "line {}, column {column}: there is no such value; every line needs all columns of a PMU trace",
                self.line
            )
        })
    }

    /// A number; an empty cell is 0.
    pub(super) fn number(&self, column: &str) -> Result<u64, String> {
        let text = self.text(column)?;
        let number = if text.is_empty() { Some(0) } else { text.parse().ok() };
        number.filter(|number| *number <= LARGEST).ok_or_else(|| self.bad(column, "a whole number up to 2^40"))
    }

    /// A number for a field of a descriptor.
    pub(super) fn small<T: TryFrom<u64>>(&self, column: &str) -> Result<T, String> {
        T::try_from(self.number(column)?).map_err(|_| self.bad(column, "a number that fits the descriptor's field"))
    }

    pub(super) fn id(&self, column: &str) -> Result<u32, String> {
        u32::try_from(self.number(column)?).map_err(|_| self.bad(column, "a descriptor's number"))
    }

    pub(super) fn bad(&self, column: &str, allowed: &str) -> String {
        let found = self.text(column).unwrap_or_default().escape_debug().to_string();
        format!("line {}, column {column}: found `{found}`, allowed is {allowed}; correct the trace", self.line)
    }
}
