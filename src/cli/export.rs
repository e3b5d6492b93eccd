//! `stipple export`: other programs' formats.

use super::args::{Choice, ClientWords, MapName, ThemeName};
use super::progress::Watched;
use super::{Answer, Failure, chosen};
use crate::export::{
    self, AnimationKind, Chosen, FhirRelease, Named, Progress, SeriesPictureOptions, Table, TableKind,
};
use crate::heatmap::{MapKind, Theme};
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
    /// The file to write; one that is there is replaced. `-` is standard output, for csv, json, ics and fhir
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// What of the client's identity goes along; without it the reference, in ics and fhir nothing, and in zip all
    /// of the record
    #[arg(long, value_enum)]
    pub client: Option<ClientWords>,
    /// Which table, for csv and json; zones unless given
    #[arg(long, value_enum)]
    pub table: Option<TableName>,
    /// Which release of FHIR, for fhir; R4 unless given
    #[arg(long, value_enum)]
    pub fhir: Option<FhirName>,
    /// The diagram, for raster, gif, apng and sheet; needed where the series was painted on several
    #[arg(long, value_name = "ID")]
    pub diagram: Option<String>,
    /// What to show, for raster, gif, apng and sheet; passes unless given
    #[arg(long, value_enum)]
    pub map: Option<MapName>,
    /// The day that days-since counts to, for raster; the day of the last session unless given
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub on: Option<Date>,
    /// Width in pixels, for gif, apng and sheet
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(64..=4096))]
    pub width: Option<u32>,
    /// Light or dark, for gif, apng and sheet; light unless given
    #[arg(long, value_enum)]
    pub theme: Option<ThemeName>,
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
    /// A Bundle for health records: what was done, where, with what, and what was counted and seen
    Fhir,
    /// An animation of the series as it grew, a frame a session, in 256 colours
    Gif,
    /// The same as PNG with frames, in all colours
    Apng,
    /// All sessions on one page as PNG, in the same colours
    Sheet,
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

/// The releases of FHIR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FhirName {
    /// R4 and R4B
    R4,
    /// R5
    R5,
}

/// Formats of one diagram.
const OF_DIAGRAM: [ExportFormat; 4] =
    [ExportFormat::Raster, ExportFormat::Gif, ExportFormat::Apng, ExportFormat::Sheet];
/// Formats that are pictures.
const PICTURES: [ExportFormat; 3] = [ExportFormat::Gif, ExportFormat::Apng, ExportFormat::Sheet];

/// For which formats options are made.
const OWN_OPTIONS: [(&str, &[ExportFormat]); 8] = [
    ("--table", &[ExportFormat::Csv, ExportFormat::Json]),
    ("--fhir", &[ExportFormat::Fhir]),
    ("--diagram", &OF_DIAGRAM),
    ("--map", &OF_DIAGRAM),
    ("--width", &PICTURES),
    ("--theme", &PICTURES),
    ("--on", &[ExportFormat::Raster]),
    ("--with-held", &[ExportFormat::Ics]),
];

impl Export {
    /// What is wrong with the options together, if anything.
    pub(super) fn misuse(&self) -> Option<String> {
        let given = |option| match option {
            "--table" => self.table.is_some(),
            "--fhir" => self.fhir.is_some(),
            "--width" => self.width.is_some(),
            "--theme" => self.theme.is_some(),
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
        let is_text = matches!(
            self.format,
            ExportFormat::Csv | ExportFormat::Json | ExportFormat::Ics | ExportFormat::Fhir
        );
        (self.to_standard_output() && !is_text)
            .then(|| format!("--format {} needs a file to write to, not `-`", name(&self.format)))
    }

    fn to_standard_output(&self) -> bool {
        self.out == Path::new("-")
    }

    fn named(&self) -> Named {
        match (self.client, self.format) {
            (Some(words), _) => words.named(),
            // An archive is the record itself; calendars and health records are for others to look at.
            (None, ExportFormat::Zip) => Named::Name,
            (None, ExportFormat::Ics | ExportFormat::Fhir) => Named::Neither,
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
        ExportFormat::Fhir => {
            let release = match export.fhir {
                None | Some(FhirName::R4) => FhirRelease::R4,
                Some(FhirName::R5) => FhirRelease::R5,
            };
            let bundle = export::fhir(&chosen, atlas, named, release, watched.progress())?;
            write(export, bundle.into_bytes())
        }
        ExportFormat::Gif | ExportFormat::Apng | ExportFormat::Sheet => {
            write(export, picture(export, &chosen, atlas, named, watched.progress())?)
        }
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
    let map = export.map.map_or_else(MapKind::default, super::render::map_kind);
    super::render::check_map(chosen, map)?;
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

/// An animation or a contact sheet.
fn picture(
    export: &Export,
    chosen: &Chosen,
    atlas: &Atlas,
    named: Named,
    progress: &Progress,
) -> Result<Vec<u8>, Failure> {
    let diagram = only_diagram(chosen, atlas, export.diagram.as_deref())?;
    let map = export.map.map_or_else(MapKind::default, super::render::map_kind);
    super::render::check_map(chosen, map)?;
    let is_sheet = export.format == ExportFormat::Sheet;
    let options = SeriesPictureOptions {
        map,
        theme: export.theme.map_or(Theme::Light, super::render::theme),
        width: export.width.unwrap_or(if is_sheet { 1600 } else { 800 }),
        named,
    };
    Ok(match export.format {
        ExportFormat::Sheet => export::contact_sheet(chosen, diagram, options, progress)?,
        ExportFormat::Gif => export::animation(chosen, diagram, AnimationKind::Gif, options, progress)?,
        _ => export::animation(chosen, diagram, AnimationKind::Apng, options, progress)?,
    })
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
