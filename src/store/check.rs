//! Listing everything that is wrong with a library, without changing anything.

use super::StoreError;
use super::journal::{History, histories, read_history};
use super::library::{Library, Opened, SeriesFolder, SessionFile, open_path};
use super::read::read_session;
use super::text::CheckLine;
use crate::model::{Atlas, EntryKind, Plan, Session, SessionId};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

/// Something wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub path: PathBuf,
    /// The field, where there is one.
    pub field: Option<String>,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path.display())?;
        if let Some(field) = &self.field {
            write!(f, "{field}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// What was looked at and what is wrong.
#[derive(Clone, Debug, Default)]
pub struct CheckReport {
    /// Number of files read.
    pub files: usize,
    /// Everything that is wrong, file by file.
    pub problems: Vec<Problem>,
}

impl CheckReport {
    fn add(&mut self, path: &Path, field: Option<String>, message: impl Into<String>) {
        self.problems.push(Problem { path: path.to_owned(), field, message: message.into() });
    }

    fn add_error(&mut self, path: &Path, error: &StoreError) {
        match error {
            StoreError::Field { error, .. } => {
                let value =
                    if error.value.is_empty() { String::new() } else { format!("is {}, but ", error.value) };
                self.add(path, Some(error.field.clone()), format!("{value}{}", error.problem));
            }
            other => self.add(path, None, other.reason()),
        }
    }

    fn add_check_line(&mut self, path: &Path, check: CheckLine) {
        if check == CheckLine::Wrong {
            let message = "does not fit the file: it was changed by hand or damaged";
            self.add(path, Some("check".to_owned()), message);
        }
    }
}

/// Reads a library, a series folder or a session's file and lists every problem.
///
/// # Errors
///
/// When there is nothing at the path, or nothing that belongs to a series.
pub fn check(path: &Path, atlas: &Atlas) -> Result<CheckReport, StoreError> {
    let mut report = CheckReport::default();
    match open_path(path)? {
        Opened::Library(root) => {
            let folders = Library::new(root.clone()).folders_with_records()?;
            if folders.is_empty() {
                return Err(StoreError::NotFound {
                    problem: "there is no series in this folder",
                    path: root,
                });
            }
            for folder in folders {
                check_folder(&folder, atlas, &mut report);
            }
            check_histories(&root, &mut report)?;
        }
        Opened::Series(folder) => check_folder(&folder, atlas, &mut report),
        Opened::Session { file, .. } => {
            let session = SessionFile { session: read_session(&file), path: file };
            check_session(&session, atlas, &mut report);
        }
    }
    Ok(report)
}

fn check_folder(folder: &Path, atlas: &Atlas, report: &mut CheckReport) {
    let found = SeriesFolder::read(folder);
    let series_path = SeriesFolder::series_path(folder);
    report.files += 1;
    let series = match &found.series {
        Ok(loaded) => {
            report.add_check_line(&series_path, loaded.check);
            if let Some(plan) = &loaded.value.plan {
                check_plan(plan, &series_path, atlas, report);
            }
            Some(&loaded.value)
        }
        Err(error) => {
            report.add_error(&series_path, error);
            None
        }
    };
    if let Some(error) = &found.unlisted {
        report.add_error(error.path(), error);
    }
    let mut seen: BTreeMap<&SessionId, &Path> = BTreeMap::new();
    for file in found.sessions.iter().chain(&found.copies) {
        check_session(file, atlas, report);
        let Ok(loaded) = &file.session else { continue };
        let session = &loaded.value;
        if let Some(series) = series.filter(|series| series.id != session.series) {
            let message = format!("is {}, but the folder's series is {}", session.series, series.id);
            report.add(&file.path, Some("series".to_owned()), message);
        }
        match seen.get(&session.id) {
            Some(first) => {
                let message = format!("{} is also the session of {}", session.id, first.display());
                report.add(&file.path, Some("id".to_owned()), message);
            }
            None => {
                seen.insert(&session.id, &file.path);
            }
        }
    }
    for copy in &found.series_copies {
        report.files += 1;
        report.add(
            copy,
            None,
            "is a copy of series.json that a sync engine has left; the window can merge them",
        );
    }
}

/// Looks whether every line of the histories of a library fits the one before.
fn check_histories(root: &Path, report: &mut CheckReport) -> Result<(), StoreError> {
    for path in histories(root)? {
        report.files += 1;
        match read_history(&path) {
            Ok(History { broken: Some((line, problem)), .. }) => {
                report.add(
                    &path,
                    Some(format!("line {line}")),
                    format!("{problem}: the history was changed or cut off"),
                );
            }
            Ok(_) => {}
            Err(error) => report.add_error(&path, &error),
        }
    }
    Ok(())
}

fn check_plan(plan: &Plan, path: &Path, atlas: &Atlas, report: &mut CheckReport) {
    let known = |matches: &dyn Fn(&crate::model::ZoneId) -> bool| {
        atlas.diagrams().iter().flat_map(|diagram| &diagram.zones).any(|zone| matches(&zone.id))
    };
    for (i, target) in plan.targets.iter().enumerate() {
        if !known(&|zone| target.zones.matches(zone)) {
            let message = format!("{} matches no zone", target.zones);
            report.add(path, Some(format!("plan.targets[{i}].zone")), message);
        }
    }
    for (i, goal) in plan.goals.iter().enumerate() {
        let message = match &goal.rule {
            Err(error) => error.to_string(),
            Ok(rule) if !known(&|zone| rule.zones.matches(zone)) => format!("{} matches no zone", rule.zones),
            Ok(_) => continue,
        };
        report.add(path, Some(format!("plan.goals[{i}]")), message);
    }
}

fn check_session(file: &SessionFile, atlas: &Atlas, report: &mut CheckReport) {
    report.files += 1;
    match &file.session {
        Ok(loaded) => {
            report.add_check_line(&file.path, loaded.check);
            check_places(&loaded.value, &file.path, atlas, report);
        }
        Err(error) => report.add_error(&file.path, error),
    }
}

/// Lists diagrams and zones that the atlas does not know. They are kept, and count nowhere.
fn check_places(session: &Session, path: &Path, atlas: &Atlas, report: &mut CheckReport) {
    for (i, entry) in session.entries.iter().enumerate() {
        let Some(diagram) = atlas.diagram(&entry.diagram) else {
            let message =
                format!("{} is no known diagram; the entry is kept and counts nowhere", entry.diagram);
            report.add(path, Some(format!("entries[{i}].diagram")), message);
            continue;
        };
        if let EntryKind::Zone { zone, .. } = &entry.kind
            && diagram.zone(zone).is_none()
        {
            let message =
                format!("{zone} is no zone of {}; the entry is kept and counts nowhere", diagram.id);
            report.add(path, Some(format!("entries[{i}].zone")), message);
        }
    }
    for (i, seen) in session.observations.iter().enumerate() {
        let unknown = |zone: &&crate::model::ZoneId| {
            !atlas.diagrams().iter().any(|diagram| diagram.zone(zone).is_some())
        };
        if let Some(zone) = seen.zone.as_ref().filter(unknown) {
            let message = format!("{zone} is no known zone; the observation is kept");
            report.add(path, Some(format!("observations[{i}].zone")), message);
        }
    }
}
