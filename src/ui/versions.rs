//! Other versions of what is open: listing them, setting one against it, and taking one.

use super::app::App;
use super::env::Env;
use super::figures::Figure;
use super::jobs::Lane;
use super::library::texture;
use super::workspace::{Outside, Record, SavedFile};
use crate::coverage::{CoverageSet, SessionCoverage};
use crate::edit::Step;
use crate::heatmap::{
    Field, Fonts, MapContext, MapKind, MapScale, PictureOptions, Pixels, SignedMap, SkinTone, Theme, render,
};
use crate::model::{Atlas, Diagram, Session};
use crate::store::{self, ContentHash, Did, Difference, MergeReport, StoreError, Version, VersionSource};
use crate::wording;
use egui::{Context, TextureHandle};
use std::path::Path;
use std::sync::Arc;

/// Another version of a record, as it stands in a list.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// The version.
    pub version: Version,
    /// What it is called.
    pub name: String,
    /// Where it comes from.
    pub detail: String,
}

/// The versions of a record.
#[derive(Clone, Debug)]
pub struct VersionList {
    /// The record.
    pub which: SavedFile,
    /// All records of the series with their names.
    pub records: Vec<(SavedFile, String)>,
    /// The versions: those beside the file first, then those kept, newest first.
    pub rows: Vec<VersionRow>,
    /// Why those kept could not be listed, if so.
    pub problem: Option<String>,
}

/// A version beside what is open.
#[derive(Clone)]
pub struct ComparedVersion {
    /// The version.
    pub version: Version,
    /// What it holds.
    pub record: Record,
    /// Identity of its bytes.
    pub hash: ContentHash,
    /// What is the same and what is not, in sentences.
    pub lines: Vec<String>,
    /// Whether it is just what is open.
    pub same: bool,
    /// A picture of where it has more and fewer passes, and what it shows.
    pub picture: Option<(TextureHandle, String)>,
}

impl std::fmt::Debug for ComparedVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ComparedVersion").field("version", &self.version).finish_non_exhaustive()
    }
}

/// What becomes of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// It takes the place of what is open.
    Use,
    /// It and what is open become one.
    Merge,
    /// What is open stays.
    Keep,
}

/// A version and what becomes of it.
#[derive(Clone, Debug)]
pub struct VersionChoice {
    /// The record.
    pub which: SavedFile,
    /// The version.
    pub version: Version,
    /// What it holds.
    pub record: Record,
    /// Identity of its bytes.
    pub hash: ContentHash,
    /// What becomes of it.
    pub take: Take,
}

/// Side of the picture in pixels, twice its points.
const PICTURE_WIDTH: u32 = 680;

impl App {
    /// Lists the versions of a record; of the one that needs a look first, or the open session, if none is named.
    pub(super) fn list_versions(&mut self, which: Option<SavedFile>) {
        let Some(workspace) = &self.workspace else { return };
        let outside = workspace.saver.outside();
        let wants_look = || {
            let changed = outside.map(|(of, _)| of).or_else(|| workspace.copies.first().map(|(of, _)| of));
            changed.cloned()
        };
        let open = || workspace.session().map(|session| SavedFile::Session(session.id.clone()));
        let which = which.or_else(wants_look).or_else(open).unwrap_or(SavedFile::Series);
        let mut beside: Vec<Version> = Vec::new();
        let path = workspace.saver.path_of(&which).map(Path::to_owned);
        if outside.is_some_and(|(of, how)| *of == which && *how == Outside::Changed) {
            let disk = path.iter().map(|path| Version { path: path.clone(), source: VersionSource::Disk });
            beside.extend(disk);
        }
        let copies = workspace.copies.iter().filter(|(of, _)| *of == which);
        beside.extend(copies.map(|(_, path)| copy_of(path)));
        let (records, generations) = (workspace.records(), workspace.saver.generations().clone());
        let env = self.env.clone();
        self.jobs.submit(Lane::Library, "versions", move || {
            let kept = path.map_or_else(|| Ok(Vec::new()), |path| store::kept_versions(&path, &generations));
            let (kept, problem) = match kept {
                Ok(kept) => (kept, None),
                Err(error) => (Vec::new(), Some(error.reason())),
            };
            let rows = beside.into_iter().chain(kept).map(|version| row(version, &env)).collect();
            let list = VersionList { which, records, rows, problem };
            Box::new(move |app, _| {
                if let Some(dialog) = &mut app.dialog {
                    dialog.set_versions(list);
                }
            })
        });
    }

    /// Sets a version against what is open.
    pub(super) fn compare_version(&mut self, which: SavedFile, version: Version) {
        let Some(workspace) = &self.workspace else { return };
        let Some(open) = workspace.record(&which) else { return };
        let (shown, tone) = (Arc::clone(&workspace.diagram), workspace.tone);
        let atlas = Arc::clone(&self.atlas);
        self.jobs.submit(Lane::Library, "version", move || {
            let read = Record::read(&which, &version.path);
            let compared = read.map(|(record, hash)| {
                let lines = differences(&open, &record);
                let picture = match (&open, &record) {
                    (Record::Session(open), Record::Session(other)) => {
                        picture(open, other, &shown, &atlas, tone)
                    }
                    _ => None,
                };
                (record, hash, lines, picture)
            });
            Box::new(move |app, ctx| app.version_compared(ctx, version, &open, compared))
        });
    }

    fn version_compared(&mut self, ctx: &Context, version: Version, open: &Record, compared: Found) {
        let Some(dialog) = &mut self.dialog else { return };
        match compared {
            Ok((record, hash, lines, drawn)) => {
                let picture = drawn.map(|(pixels, words)| (texture(ctx, &pixels), words));
                let same = record == *open;
                dialog.set_version(ComparedVersion { version, record, hash, lines, same, picture });
            }
            Err(error) => dialog.set_error(format!("This version cannot be read: {}", error.reason())),
        }
    }

    /// Takes a version, or lets what is open stay.
    pub(super) fn take_version(&mut self, ctx: &Context, choice: VersionChoice) {
        let VersionChoice { which, version, record, hash, take } = choice;
        let Some(workspace) = &mut self.workspace else { return };
        let open = workspace.record(&which);
        let base = match (&which, version.source) {
            (SavedFile::Session(id), VersionSource::Disk) => workspace.saver.held(id).cloned(),
            _ => None,
        };
        let name = workspace.record_name(&which);
        let (new, said) = match (take, open) {
            (Take::Keep, _) => (None, format!("{name} stays as it is here.")),
            (_, None) => return,
            (Take::Use, Some(_)) => (Some(Ok(record)), format!("{name} is as it was in that version.")),
            (Take::Merge, Some(open)) => {
                let merged = open.merged(base.as_deref(), &record).map(|(merged, _)| merged);
                (Some(merged), format!("Both versions of {name} are merged."))
            }
        };
        let changes = new.is_some();
        let label = if take == Take::Merge { "merge of two versions" } else { "return to another version" };
        let applied = match new {
            None => Ok(None),
            Some(Err(error)) => Err(error.to_string()),
            Some(Ok(new)) => {
                let step = Step::new(label, new.edit());
                workspace.apply(step).map(Some).map_err(|error| error.to_string())
            }
        };
        match applied {
            Ok(Some(changed)) => workspace.renew_heat(ctx, changed),
            Ok(None) => {}
            Err(error) => {
                if let Some(dialog) = &mut self.dialog {
                    dialog.set_error(format!("Nothing was changed: {error}"));
                }
                return;
            }
        }
        let session = match &which {
            SavedFile::Session(id) => Some(id.clone()),
            SavedFile::Series => None,
        };
        match version.source {
            VersionSource::Disk => workspace.saver.has_seen(&which, Some(hash)),
            VersionSource::Copy(_) => {
                workspace.copies.retain(|(_, path)| *path != version.path);
                workspace.saver.put_away(which, version.path, hash);
            }
            VersionSource::Kept(_) => {}
        }
        self.dialog = None;
        match take {
            Take::Use => self.note_done(Did::Restored, session.as_ref()),
            Take::Merge => self.note_done(Did::Merged, session.as_ref()),
            Take::Keep => {}
        }
        if changes {
            self.notices.say_with_undo(said);
        } else {
            self.notices.say(said);
        }
    }

    /// Writes a file again that another program has taken away.
    pub(super) fn write_again(&mut self) {
        let Some(workspace) = &mut self.workspace else { return };
        if let Some((which, _)) = workspace.saver.outside().cloned() {
            workspace.saver.has_seen(&which, None);
        }
    }

    /// A copy went, or stayed where it is.
    pub(super) fn copy_put_away(&mut self, path: &Path, gone: Result<(), StoreError>) {
        if let Err(error) = gone {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            self.notices.say(format!("The copy {name} is still there: {}", error.reason()));
        }
    }
}

/// What was read of a version, and how it differs.
type Found = Result<(Record, ContentHash, Vec<String>, Option<(Pixels, String)>), StoreError>;

fn copy_of(path: &Path) -> Version {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let engine = store::original_name(&name).map(|(_, engine)| engine);
    Version { path: path.to_owned(), source: VersionSource::Copy(engine) }
}

fn row(version: Version, env: &Env) -> VersionRow {
    let (name, detail) = match version.source {
        VersionSource::Disk => ("The file as it is now".to_owned(), "written by another program".to_owned()),
        VersionSource::Copy(engine) => {
            let file = version.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let name =
                engine.map_or_else(|| "A copy".to_owned(), |engine| format!("Copy by {}", engine.name()));
            (name, file)
        }
        VersionSource::Kept(at) => {
            let at = env.moment(at);
            let name = format!("{}, {}", wording::date(at.date(), None), wording::time_with_seconds(at));
            (name, String::new())
        }
    };
    VersionRow { version, name, detail }
}

/// What is the same and what is not, in sentences.
fn differences(open: &Record, other: &Record) -> Vec<String> {
    if open == other {
        return vec!["It is the same as what is open.".to_owned()];
    }
    let report = match open.merged(None, other) {
        Ok((_, report)) => report,
        Err(error) => return vec![format!("It cannot be compared: {error}.")],
    };
    let mut lines = Vec::new();
    if matches!(open, Record::Session(_)) {
        lines.push(entry_words(&report));
    }
    let fields: Vec<String> = report.differences.iter().map(field_words).collect();
    if !fields.is_empty() {
        lines.push(format!("Not the same: {}.", fields.join(", ")));
    }
    lines
}

fn entry_words(report: &MergeReport) -> String {
    let tally = report.entries;
    let both = wording::count(tally.both, "entry");
    let only = [(tally.first, "what is open"), (tally.second, "this version")];
    let only = only.into_iter().filter(|(count, _)| *count > 0);
    let only: Vec<String> = only.map(|(count, of)| format!("{count} only in {of}")).collect();
    if only.is_empty() {
        format!("The same {both}.")
    } else {
        format!("{both} in both, {}.", only.join(", "))
    }
}

/// Something that differs, in a few words: `care.end_point` as `end point`.
fn field_words(difference: &Difference) -> String {
    match difference {
        Difference::Field { field, .. } => {
            field.trim_start_matches("care.").trim_start_matches("client.").replace(['_', '.'], " ")
        }
        Difference::Entry { id, .. } => format!("entry {id}"),
        Difference::Device { kept, .. } => format!("device {kept}"),
    }
}

/// The diagram on which the versions are set against each other: the one shown, if either has paint on it.
fn diagram_of(open: &Session, other: &Session, shown: &Arc<Diagram>, atlas: &Atlas) -> Option<Arc<Diagram>> {
    let used: Vec<_> = open.diagrams().into_iter().chain(other.diagrams()).collect();
    if used.contains(&shown.id) {
        return Some(Arc::clone(shown));
    }
    used.iter().find_map(|id| atlas.diagram(id)).cloned()
}

/// Where the other version has more and fewer passes; its passes where there is no difference.
fn picture(
    open: &Session,
    other: &Session,
    shown: &Arc<Diagram>,
    atlas: &Atlas,
    tone: SkinTone,
) -> Option<(Pixels, String)> {
    let diagram = diagram_of(open, other, shown, atlas)?;
    let figure = Figure::new(&diagram, tone)?;
    let zones = &*figure.zones;
    let counted =
        |session: &Session| CoverageSet::of_session(session, &SessionCoverage::of(session, &diagram, zones));
    let (now, then) = (counted(open), counted(other));
    // Not smoothed: these are versions of one record, and every cell that differs is meant.
    let signed = SignedMap::difference(&then, &now, zones, 0.0, "this version minus what is open");
    let differs = signed.differs();
    let map = if differs { MapKind::Difference } else { MapKind::Passes };
    let signed = differs.then_some(&signed);
    let field = Field { set: &then, zones, map, on: other.started_at.date(), targets: &[], signed };
    let scale = MapScale::new(map, &MapContext::of(&field, None), Theme::Light);
    let picture = figure.picture(&field, &scale);
    let options = PictureOptions::bare(PICTURE_WIDTH, Theme::Light, None);
    let pixels = render(&picture, &options, &Fonts::none()).ok()?;
    let words = if differs {
        "brown: more passes in this version, blue: fewer"
    } else {
        "the same passes everywhere"
    };
    Some((pixels, format!("{}, {words}", diagram.title)))
}
