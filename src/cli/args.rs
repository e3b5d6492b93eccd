//! What can be said on the command line.

use super::erase::Erase;
use super::export::Export;
use super::import::Import;
use super::manual::Completions;
use super::note::{Note, help as note_help};
use crate::export::Named;
use crate::export::report::Section;
use crate::heatmap::{PicturePart, SignedMap};
use crate::model::Moment;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// Shows where a dermaroller has been: passes, directions and gaps, session by session.
///
/// Without a command the window opens. Every command works without a display, writes its answer to standard
/// output and changes nothing but the file or folder it is told to make.
#[derive(Debug, Parser)]
#[command(name = "stipple", version, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// Library folder, series folder or session file to open in the window
    pub path: Option<PathBuf>,
    /// What to do instead of opening the window
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do instead of opening the window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a sample library: invented clients, realistic strokes
    #[command(after_help = DEMO_EXAMPLES)]
    Demo(Demo),
    /// Show areas, passes, directions, evenness and density by zone, by pair and of the whole
    #[command(after_help = STATS_EXAMPLES)]
    Stats(Stats),
    /// Judge the goals of the plan; the status is 1 when one is not met
    #[command(after_help = GOALS_EXAMPLES)]
    Goals(Goals),
    /// Write a heatmap as PNG, or the raster itself with --raw
    #[command(after_help = RENDER_EXAMPLES)]
    Render(Render),
    /// Write the printable report as PDF
    #[command(after_help = REPORT_EXAMPLES)]
    Report(Report),
    /// Put a session into the sentences of a record, by a template of your own if you like
    #[command(after_help = note_help())]
    Note(Note),
    /// Write tables, rasters, calendars, archives, health records and animations for other programs
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(Export),
    /// Take an archive into a library; what is there already is merged, and nothing is lost
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(Import),
    /// Erase a series with every earlier version that is kept of it, and name the copies that stay
    #[command(after_help = ERASE_EXAMPLES)]
    Erase(Erase),
    /// Read everything, change nothing, list every problem; the status is 1 when there is one
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Print the JSON Schema of a file
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema(Schema),
    /// Print what makes a shell complete commands and options
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(Completions),
    /// Print the manual page
    #[command(after_help = MAN_EXAMPLES)]
    Man,
}

const DEMO_EXAMPLES: &str = "\
Examples:
  stipple demo sample                 ten invented series in the folder sample
  stipple demo other --seed 7         other strokes, the same for ever for seed 7";
const STATS_EXAMPLES: &str = "\
Examples:
  stipple stats sample/acne-scars-face                     the whole series, for people
  stipple stats sample/acne-scars-face --session 2         the second session
  stipple stats sample/acne-scars-face --needle 1.5        what needles of 1.5 mm have done
  stipple stats sample/acne-scars-face --format json       for programs, full precision";
const GOALS_EXAMPLES: &str = "\
Examples:
  stipple goals sample/acne-scars-face
  stipple goals sample/acne-scars-face || echo not yet     the status is 1 when a goal is not met";
const RENDER_EXAMPLES: &str = "\
Examples:
  stipple render sample/acne-scars-face --diagram face-front --map passes --out face.png
  stipple render sample/acne-scars-face --diagram face-front --map gap --theme dark --out gaps.png";
const REPORT_EXAMPLES: &str = "\
Examples:
  stipple report sample/acne-scars-face --out report.pdf
  stipple report sample/acne-scars-face --client none --paper letter --out report.pdf";
const EXPORT_EXAMPLES: &str = "\
Examples:
  stipple export sample/acne-scars-face --format csv --out zones.csv
  stipple export sample/acne-scars-face --format csv --table entries --client none --out -
  stipple export sample/acne-scars-face --format raster --map density --out density.png
  stipple export sample/acne-scars-face --format ics --out next.ics
  stipple export sample/acne-scars-face --format fhir --fhir r5 --out bundle.json
  stipple export sample/acne-scars-face --format gif --out series.gif
  stipple export sample/acne-scars-face --format sheet --map gap --out sheet.png
  stipple export sample/acne-scars-face --format zip --out series.zip";
const IMPORT_EXAMPLES: &str = "\
Examples:
  stipple import series.zip --library ~/Documents/Stipple --dry-run     look first
  stipple import series.zip --library ~/Documents/Stipple";
const ERASE_EXAMPLES: &str = "\
Examples:
  stipple erase sample/acne-scars-face           say what would be erased
  stipple erase sample/acne-scars-face --yes     erase it; this cannot be undone";
const CHECK_EXAMPLES: &str = "\
Examples:
  stipple check ~/Documents/Stipple        a whole library
  stipple check sample/acne-scars-face     one series";
const SCHEMA_EXAMPLES: &str = "\
Examples:
  stipple schema session > session.schema.json";
const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  stipple completions bash > ~/.local/share/bash-completion/completions/stipple
  stipple completions zsh > ~/.zfunc/_stipple
  stipple completions fish > ~/.config/fish/completions/stipple.fish";
const MAN_EXAMPLES: &str = "\
Examples:
  stipple man > stipple.1 && man ./stipple.1";

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Folder for the library; empty, or not there yet
    pub dir: PathBuf,
    /// Same seed, same bytes
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The day that the sessions lead up to
    #[arg(long, value_name = "YYYY-MM-DD", default_value = "2026-03-24")]
    pub until: Date,
}

/// Arguments of `stats`.
#[derive(Debug, Args)]
pub struct Stats {
    #[command(flatten)]
    pub(super) choice: Choice,
    #[command(flatten)]
    pub(super) only: Only,
    /// Only this diagram, such as face-front; otherwise all that have paint
    #[arg(long, value_name = "ID")]
    pub diagram: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = StatsFormat::Table)]
    pub format: StatsFormat,
}

/// Arguments of `goals`.
#[derive(Debug, Args)]
pub struct Goals {
    #[command(flatten)]
    pub(super) choice: Choice,
    /// How to print it
    #[arg(long, value_enum, default_value_t = GoalsFormat::Table)]
    pub format: GoalsFormat,
}

/// Arguments of `render`.
#[derive(Debug, Args)]
pub struct Render {
    #[command(flatten)]
    pub(super) choice: Choice,
    #[command(flatten)]
    pub(super) only: Only,
    /// The diagram, such as face-front
    #[arg(long, value_name = "ID")]
    pub diagram: String,
    /// What to show
    #[arg(long, value_enum)]
    pub map: MapName,
    /// The session, or sessions, that the difference is taken to: 2, 1-3 or an id
    #[arg(long, value_name = "N|N-M|ID", required_if_eq("map", "difference"))]
    pub compare: Option<String>,
    /// Over how many mm difference and asymmetry are averaged, from 0 for not at all to 50; --raw never averages
    #[arg(long, value_name = "MM", default_value_t = SignedMap::SMOOTH_MM, value_parser = smooth_mm)]
    pub smooth: f64,
    /// How many times as wide as 1200 pixels the picture is, from 1 to 8
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=8))]
    pub scale: u32,
    /// Width of the picture in pixels, instead of a scale
    #[arg(long, value_name = "PX", conflicts_with = "scale", value_parser = clap::value_parser!(u32).range(64..=16384))]
    pub width: Option<u32>,
    /// Light or dark
    #[arg(long, value_enum, default_value_t = ThemeName::Light)]
    pub theme: ThemeName,
    /// Nothing behind the figure, instead of the ground of the theme
    #[arg(long)]
    pub transparent: bool,
    /// A part to leave out; can be given several times, or several with commas between
    #[arg(long, value_parser = picture_parts(), value_delimiter = ',', value_name = "PART")]
    pub without: Vec<PicturePart>,
    /// The day that days-since counts to; the day of the last chosen session unless given
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub on: Option<Date>,
    /// No picture but the raster itself: one pixel a cell, 16-bit grey
    #[arg(long)]
    pub raw: bool,
    /// Leave out the client's name and reference
    #[arg(long)]
    pub anonymous: bool,
    /// The file to write, .png or .svg; one that is there is replaced
    #[arg(long, value_name = "FILE.png|FILE.svg")]
    pub out: PathBuf,
}

/// The parts of a picture by the names that its own table has.
fn picture_parts() -> impl TypedValueParser<Value = PicturePart> {
    let names = PossibleValuesParser::new(PicturePart::ALL.map(PicturePart::name));
    names.try_map(|name| PicturePart::from_name(&name).ok_or("no such part"))
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    pub(super) choice: Choice,
    /// Only these diagrams, such as face-front; otherwise all that have paint. Can be given several times
    #[arg(long = "diagram", value_name = "ID")]
    pub diagrams: Vec<String>,
    /// The paper
    #[arg(long, value_enum, default_value_t = PaperName::A4)]
    pub paper: PaperName,
    /// What of the client's identity stands in it
    #[arg(long, value_enum, default_value_t = ClientWords::Reference)]
    pub client: ClientWords,
    /// A part to leave out; can be given several times, or several with commas between
    #[arg(long, value_parser = parts(), value_delimiter = ',', value_name = "PART")]
    pub without: Vec<Section>,
    /// When it is printed, written as 2026-03-30T11:20+02:00; without it the report depends on no clock and says
    /// which moment it shows
    #[arg(long, value_name = "TIME")]
    pub printed: Option<Moment>,
    /// The PDF file to write; one that is there is replaced
    #[arg(long, value_name = "FILE.pdf")]
    pub out: PathBuf,
}

/// The paper of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PaperName {
    /// 210 by 297 mm
    A4,
    /// 8.5 by 11 inches
    Letter,
}

/// What of a client's identity goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClientWords {
    /// The name, and the reference below it
    Name,
    /// The reference only
    Reference,
    /// Neither, and no notes, in which a name may stand
    #[value(name = "none", alias = "neither")]
    Neither,
}

impl ClientWords {
    pub(super) const fn named(self) -> Named {
        match self {
            Self::Name => Named::Name,
            Self::Reference => Named::Reference,
            Self::Neither => Named::Neither,
        }
    }
}

/// The parts of the report by the names that its own table has.
fn parts() -> impl TypedValueParser<Value = Section> {
    let names = PossibleValuesParser::new(Section::ALL.map(Section::name));
    names.try_map(|name| Section::from_name(&name).ok_or("no such part"))
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Libraries, series folders or session files
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
}

/// Arguments of `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// Which file
    #[arg(value_enum)]
    pub file: SchemaFile,
}

/// A series, and which of its sessions.
#[derive(Debug, Args)]
pub(super) struct Choice {
    /// The series folder
    pub(super) series: PathBuf,
    /// Only this session: its number from 1 in time order, or its id; or from one number to another, such as 2-4;
    /// otherwise the whole series
    #[arg(long, value_name = "N|N-M|ID")]
    pub(super) session: Option<String>,
}

/// Which passes count; all unless anything is given.
#[derive(Debug, Args)]
pub(super) struct Only {
    /// Only passes of sessions by this practitioner
    #[arg(long, value_name = "NAME")]
    pub(super) practitioner: Option<String>,
    /// Only passes of devices of this name
    #[arg(long, value_name = "NAME")]
    pub(super) device: Option<String>,
    /// Only passes of devices with needles of this length
    #[arg(long, value_name = "MM")]
    pub(super) needle: Option<f64>,
    /// Only passes of this direction. Can be given several times
    #[arg(long = "direction", value_enum, value_name = "DIRECTION")]
    pub(super) directions: Vec<DirectionName>,
}

/// The direction of a pass, as it looks on the diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DirectionName {
    /// Level
    Horizontal,
    /// Plumb
    Vertical,
    /// From bottom left to top right
    Rising,
    /// From top left to bottom right
    Falling,
    /// Without direction, as of a stamp
    Undirected,
}

fn smooth_mm(text: &str) -> Result<f64, String> {
    let most = SignedMap::MAX_SMOOTH_MM;
    let number = text.parse::<f64>().ok().filter(|mm| (0.0..=most).contains(mm));
    number.ok_or_else(|| format!("not a number of mm from 0 to {most}"))
}

/// How `stats` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatsFormat {
    /// Columns for people
    Table,
    /// Full precision for programs
    Json,
    /// Full precision for tables, one zone a row
    Csv,
}

/// How `goals` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GoalsFormat {
    /// Columns for people
    Table,
    /// Full precision for programs
    Json,
}

/// The maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MapName {
    /// Passes added up
    Passes,
    /// How many sessions touched a cell
    Sessions,
    /// Days since the last pass
    DaysSince,
    /// How many of the four directions
    Directions,
    /// Expected punctures per cm2, an estimate
    Density,
    /// Passes missing to the plan's target
    Gap,
    /// Passes of the chosen sessions minus those of --compare
    Difference,
    /// Passes here minus those at the mirrored point
    Asymmetry,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThemeName {
    /// Dark text on light ground
    Light,
    /// Light text on dark ground
    Dark,
}

/// The files that have a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaFile {
    /// series.json
    Series,
    /// A session's file
    Session,
}
