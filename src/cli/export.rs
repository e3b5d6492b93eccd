//! `stipple export`: other programs' formats.

use super::args::{Choice, ClientWords, MapName};
use super::progress::Watched;
use super::{Answer, Failure, chosen};
use crate::export::{self, Chosen, Named, Table, TableKind};
use crate::heatmap::MapKind;
use crate::model::{Atlas, Diagram};
use crate::store;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub(super) choice: Choice,
    /// What to write
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// The file to write; one that is there is replaced. `-` is standard output, for csv, json and ics
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// What of the client's identity goes along; without it the reference, in ics nothing, and in zip all of the
    /// record
    #[arg(long, value_enum)]
    pub client: Option<ClientWords>,
    /// Which table, for csv and json; zones unless given
    #[arg(long, value_enum)]
    pub table: Option<TableName>,
    /// The diagram, for raster; needed where the series was painted on several
    #[arg(long, value_name = "ID")]
    pub diagram: Option<String>,
    /// What to show, for raster; passes unless given
    #[arg(long, value_enum)]
    pub map: Option<MapName>,
    /// The day that days-since counts to, for raster; the day of the last session unless given
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub on: Option<Date>,
    /// Also the sessions that were held, for ics
    #[arg(long)]
    pub with_held: bool,
}

/// What `export` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A table: UTF-8, units in the names of the columns, one fact a row
    Csv,
    /// The same table as a list of objects
    Json,
    /// The raster of a map as PNG of 16-bit grey, and beside it a JSON file that says what the numbers mean
    Raster,
    /// A calendar with the sessions that are due
    Ics,
    /// An archive of the whole series, for `import`
    Zip,
}

/// The tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableName {
    /// Every zone of every session: areas, passes, directions, evenness, density, gaps
    Zones,
    /// Everything that was logged, with its geometry
    Entries,
    /// What was seen on the skin
    Observations,
    /// When, who, with which devices, and the care record
    Sessions,
}

/// For which formats options are made.
const OWN_OPTIONS: [(&str, &[ExportFormat]); 5] = [
    ("--table", &[ExportFormat::Csv, ExportFormat::Json]),
    ("--diagram", &[ExportFormat::Raster]),
    ("--map", &[ExportFormat::Raster]),
    ("--on", &[ExportFormat::Raster]),
    ("--with-held", &[ExportFormat::Ics]),
];

impl Export {
    /// What is wrong with the options together, if anything.
    pub(super) fn misuse(&self) -> Option<String> {
        let given = |option| match option {
            "--table" => self.table.is_some(),
            "--diagram" => self.diagram.is_some(),
            "--map" => self.map.is_some(),
            "--on" => self.on.is_some(),
            _ => self.with_held,
        };
        let name = |format: &ExportFormat| {
            format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
        };
        let strange = OWN_OPTIONS.iter().find(|(option, own)| given(option) && !own.contains(&self.format));
        if let Some((option, own)) = strange {
            let own: Vec<String> = own.iter().map(name).collect();
            return Some(format!("{option} is for --format {}", own.join(" and ")));
        }
        if self.choice.session.is_some() && matches!(self.format, ExportFormat::Ics | ExportFormat::Zip) {
            return Some(format!(
                "--format {} is of the whole series, without --session",
                name(&self.format)
            ));
        }
        let is_text = matches!(self.format, ExportFormat::Csv | ExportFormat::Json | ExportFormat::Ics);
        (self.to_standard_output() && !is_text)
            .then(|| format!("--format {} needs a file to write to, not `-`", name(&self.format)))
    }

    fn to_standard_output(&self) -> bool {
        self.out == Path::new("-")
    }

    fn named(&self) -> Named {
        match (self.client, self.format) {
            (Some(words), _) => words.named(),
            // An archive is the record itself; in a calendar others may look.
            (None, ExportFormat::Zip) => Named::Name,
            (None, ExportFormat::Ics) => Named::Neither,
            (None, _) => Named::Reference,
        }
    }
}

impl From<TableName> for TableKind {
    fn from(name: TableName) -> Self {
        match name {
            TableName::Zones => Self::Zones,
            TableName::Entries => Self::Entries,
            TableName::Observations => Self::Observations,
            TableName::Sessions => Self::Sessions,
        }
    }
}

/// Writes a series in another program's format.
pub(super) fn export(export: &Export, atlas: &Atlas) -> Result<Answer, Failure> {
    let chosen = chosen::read(&export.choice)?;
    let named = export.named();
    let watched = Watched::new("writing");
    match export.format {
        ExportFormat::Csv | ExportFormat::Json => {
            let kind = export.table.map_or_else(TableKind::default, TableKind::from);
            let table = Table::of(kind, &chosen, atlas, named, watched.progress())?;
            let is_csv = export.format == ExportFormat::Csv;
            write(export, if is_csv { table.csv()? } else { table.json() }.into_bytes())
        }
        ExportFormat::Ics => write(export, export::calendar(&chosen, named, export.with_held)?.into_bytes()),
        ExportFormat::Zip => write(export, export::archive(&chosen, named, watched.progress())?),
        ExportFormat::Raster => raster(export, &chosen, atlas, named),
    }
}

fn write(export: &Export, bytes: Vec<u8>) -> Result<Answer, Failure> {
    if export.to_standard_output() {
        return Ok(bytes.into());
    }
    store::replace(&export.out, &bytes)?;
    Ok(format!("Wrote {}\n", export.out.display()).into())
}

fn raster(export: &Export, chosen: &Chosen, atlas: &Atlas, named: Named) -> Result<Answer, Failure> {
    let diagram = only_diagram(chosen, atlas, export.diagram.as_deref())?;
    let map = export.map.map_or_else(MapKind::default, super::commands::map_kind);
    super::commands::check_map(chosen, map)?;
    let last = chosen.sessions.last().map(|(_, session)| session.started_at.date());
    let Some(on) = export.on.or(last) else {
        return Err(Failure::new("the series has no session yet; there is nothing to write"));
    };
    let beside = export.out.with_extension("json");
    if beside == export.out {
        return Err(Failure::new(
            "the name of a raster must not end with .json; its explanation gets that name",
        ));
    }
    let name = export.out.file_name().unwrap_or_default().to_string_lossy();
    let files = export::raster(chosen, diagram, map, on, named, &name)?;
    store::replace(&export.out, &files.png)?;
    store::replace(&beside, files.sidecar.as_bytes())?;
    Ok(format!("Wrote {}\nWrote {}\n", export.out.display(), beside.display()).into())
}

/// The diagram that was named, or the only one that was painted on.
fn only_diagram<'a>(chosen: &Chosen, atlas: &'a Atlas, named: Option<&str>) -> Result<&'a Diagram, Failure> {
    if let Some(id) = named {
        return Ok(chosen::diagram(chosen, atlas, id)?);
    }
    match chosen.painted(atlas).as_slice() {
        [] => Err(Failure::new("nothing was painted on any diagram; name one with --diagram")),
        [only] => Ok(only),
        several => {
            let ids: Vec<&str> = several.iter().map(|diagram| diagram.id.as_str()).collect();
            let message = format!("the series was painted on {}; name one with --diagram", ids.join(", "));
            Err(Failure::new(message))
        }
    }
}
