//! Tables for other programs: CSV and JSON, one fact a row, units in the names of the columns.
//!
//! Every table begins with the same columns, which name the series and the session, so that tables can be joined and
//! several series put under each other. A name that ends with `_cm2`, `_mm`, `_min` and so on says the unit, `_share`
//! a share from 0 to 1, `_passes` a number of passes; ids are those of the files.

mod entries;
mod observations;
mod sessions;
mod zones;

use super::{Cancelled, Chosen, Named, Progress};
use crate::model::{Atlas, Session};
use serde_json::{Map, Value};

/// The tables of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableKind {
    /// Areas, passes, directions, evenness and density of every zone, session by session.
    #[default]
    Zones,
    /// Everything that was logged, with its geometry.
    Entries,
    /// What was seen on the skin.
    Observations,
    /// When, who, with which devices, and the care record.
    Sessions,
}

impl TableKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Zones, Self::Entries, Self::Observations, Self::Sessions];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zones => "zones",
            Self::Entries => "entries",
            Self::Observations => "observations",
            Self::Sessions => "sessions",
        }
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fact {
    /// Not known, or there is none.
    None,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(u64),
    /// Any number.
    Number(f64),
    /// Words.
    Text(String),
}

impl<T: Into<Self>> From<Option<T>> for Fact {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

impl From<bool> for Fact {
    fn from(value: bool) -> Self {
        Self::Flag(value)
    }
}

impl From<u64> for Fact {
    fn from(value: u64) -> Self {
        Self::Whole(value)
    }
}

impl From<u32> for Fact {
    fn from(value: u32) -> Self {
        Self::Whole(value.into())
    }
}

impl From<usize> for Fact {
    fn from(value: usize) -> Self {
        Self::Whole(value as u64)
    }
}

impl From<f64> for Fact {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl From<&str> for Fact {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Fact {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&String> for Fact {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

/// A row while it is being made: names of columns with their values.
pub(super) type Row = Vec<(&'static str, Fact)>;

/// A table. Rows hold the same columns in the same order.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    columns: Vec<&'static str>,
    rows: Vec<Row>,
}

impl Table {
    /// A table of the chosen sessions. Words that somebody typed freely are in it only where the client may be named
    /// in some way.
    ///
    /// # Errors
    ///
    /// When it is not wanted any more.
    pub fn of(
        kind: TableKind,
        chosen: &Chosen,
        atlas: &Atlas,
        named: Named,
        progress: &Progress,
    ) -> Result<Self, Cancelled> {
        let mut rows = Vec::new();
        for (done, (number, session)) in chosen.sessions.iter().enumerate() {
            progress.reached(done, chosen.sessions.len())?;
            let head = head(chosen, *number, session, named);
            match kind {
                TableKind::Zones => zones::rows(chosen, session, atlas, &head, &mut rows),
                TableKind::Entries => entries::rows(session, &head, &mut rows),
                TableKind::Observations => observations::rows(session, &head, &mut rows),
                TableKind::Sessions => sessions::rows(session, named, &head, &mut rows),
            }
        }
        progress.reached(1, 1)?;
        Ok(Self { columns: Self::columns(kind, named), rows })
    }

    /// The columns of a table, which it has even without a row.
    fn columns(kind: TableKind, named: Named) -> Vec<&'static str> {
        let own: &[&str] = match kind {
            TableKind::Zones => &zones::COLUMNS,
            TableKind::Entries => &entries::COLUMNS,
            TableKind::Observations => &observations::COLUMNS,
            TableKind::Sessions => &sessions::COLUMNS,
        };
        let client = (named != Named::Neither).then_some("client");
        let notes = (kind == TableKind::Sessions && named != Named::Neither).then_some("notes");
        client.into_iter().chain(HEAD).chain(own.iter().copied()).chain(notes).collect()
    }

    /// Number of rows, heads apart.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// As CSV: UTF-8, lines that end with CR and LF, quotes where they are needed (RFC 4180).
    ///
    /// # Errors
    ///
    /// When the writer refuses, which cannot be.
    pub fn csv(&self) -> Result<String, csv::Error> {
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        out.write_record(&self.columns)?;
        for row in &self.rows {
            out.write_record(row.iter().map(|(_, fact)| fact.text()))?;
        }
        let bytes = out.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// As JSON: a list with one object a row, one row a line.
    pub fn json(&self) -> String {
        let mut out = String::from("[");
        for (i, row) in self.rows.iter().enumerate() {
            out.push_str(if i == 0 { "\n" } else { ",\n" });
            let members = row.iter().map(|(name, fact)| ((*name).to_owned(), fact.json()));
            out.push_str(&Value::from(members.collect::<Map<_, _>>()).to_string());
        }
        out.push_str("\n]\n");
        out
    }
}

impl Fact {
    fn text(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Flag(flag) => flag.to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::None => Value::Null,
            Self::Flag(flag) => (*flag).into(),
            Self::Whole(number) => (*number).into(),
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.as_str().into(),
        }
    }
}

/// The columns that every table begins with.
const HEAD: [&str; 4] = ["series", "session", "session_number", "started_at"];

fn head(chosen: &Chosen, number: usize, session: &Session, named: Named) -> Row {
    let client = || named.words(&chosen.series.client).unwrap_or_default();
    let client = (named != Named::Neither).then(|| ("client", client().into()));
    let own = [
        ("series", chosen.series.id.as_str().into()),
        ("session", session.id.as_str().into()),
        ("session_number", number.into()),
        ("started_at", session.started_at.to_string().into()),
    ];
    client.into_iter().chain(own).collect()
}

/// A row with the columns that every table has and its own.
fn row<const N: usize>(head: &Row, columns: &[&'static str; N], facts: [Fact; N]) -> Row {
    head.iter().cloned().chain(columns.iter().copied().zip(facts)).collect()
}
