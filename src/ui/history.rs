//! The history of the library: what is written into it, and what is shown of it.

use super::app::App;
use super::jobs::Lane;
use super::workspace::SavedFile;
use crate::model::{Moment, SeriesId, SessionId};
use crate::store::{
    self, ContentHash, Did, Event, Journal, Library, SeriesFolder, StoreError, histories, read_history,
};
use crate::wording;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// A file that is saved again within this time, in ms, is one event.
const ONE_EVENT_MS: u64 = 60_000;

/// What is about to be written into the history.
#[derive(Debug, Default)]
pub(super) struct Noted {
    /// When a save of a file was last written down.
    saved: BTreeMap<Option<SessionId>, Moment>,
    /// Saves since then: the latest of each file.
    waiting: BTreeMap<Option<SessionId>, Event>,
    /// Whether it was said that nothing can be written down here.
    failed: bool,
    /// Counted up with every job, so that none takes the place of another.
    jobs: u64,
}

/// A line of the history as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// What.
    pub what: String,
}

/// What is shown of the history.
#[derive(Clone, Debug, Default)]
pub struct HistoryView {
    /// The events, latest first.
    pub rows: Vec<HistoryRow>,
    /// What is wrong with it, in sentences.
    pub problems: Vec<String>,
}

impl App {
    /// Writes down that something was done to the open series.
    pub(super) fn note_done(&mut self, did: Did, session: Option<&SessionId>) {
        let Some(workspace) = &self.workspace else { return };
        let series = workspace.document().series().id.clone();
        let library = workspace.saver.folder().parent().map(Path::to_owned);
        if workspace.read_only.is_some() && did != Did::Exported {
            return;
        }
        let event = self.event(did, &series, session);
        if let Some(library) = library {
            self.write_down(library, vec![event]);
        }
    }

    /// Writes down that something was done to a series of a library.
    pub(super) fn note_series(&mut self, library: &Path, did: Did, series: &SeriesId) {
        let event = self.event(did, series, None);
        self.write_down(library.to_owned(), vec![event]);
    }

    fn event(&self, did: Did, series: &SeriesId, session: Option<&SessionId>) -> Event {
        let named = |name: &str| Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        let own = named(&self.settings.practitioner);
        let of_session = || {
            let session = self.workspace.as_ref()?.session()?;
            named(session.practitioner.as_deref()?)
        };
        Event { who: own.or_else(of_session), ..Event::new(self.env.now(), did, series, session) }
    }

    /// Writes down that a file of the open series was saved, unless that was done a moment ago.
    pub(super) fn note_saved(&mut self, which: &SavedFile, hash: ContentHash) {
        let session = match which {
            SavedFile::Series => None,
            SavedFile::Session(id) => Some(id.clone()),
        };
        let Some(workspace) = &self.workspace else { return };
        let series = workspace.document().series().id.clone();
        let file = Some(hash.to_hex().to_string());
        let event = Event { file, ..self.event(Did::Saved, &series, session.as_ref()) };
        let now = self.env.now();
        self.noted.waiting.insert(session.clone(), event);
        let last = self.noted.saved.get(&session);
        if last.is_none_or(|last| now.ms_since(*last) >= ONE_EVENT_MS) {
            self.flush_history();
        }
    }

    /// Writes down what was saved since it was last written down.
    pub(super) fn flush_history(&mut self) {
        let now = self.env.now();
        let waiting = std::mem::take(&mut self.noted.waiting);
        self.noted.saved.extend(waiting.keys().map(|session| (session.clone(), now)));
        let folder = self.workspace.as_ref().map(|workspace| workspace.saver.folder());
        if let Some(library) = folder.and_then(Path::parent).map(Path::to_owned) {
            self.write_down(library, waiting.into_values().collect());
        }
    }

    /// The open series is left: what was saved last is written down, and nothing of it is remembered.
    pub(super) fn leave_series(&mut self) {
        self.flush_history();
        self.noted.saved.clear();
        self.noted.failed = false;
        self.workspace = None;
        self.watch = None;
    }

    fn write_down(&mut self, library: PathBuf, events: Vec<Event>) {
        if events.is_empty() || library.starts_with(self.env.sample()) {
            return;
        }
        let state = self.env.state.clone();
        self.noted.jobs += 1;
        self.jobs.submit(Lane::Save, format!("history {}", self.noted.jobs), move || {
            let written =
                Journal::writer_in(&state).and_then(|writer| Journal::new(&library, &writer).append(&events));
            Box::new(move |app, _| {
                if let Err(error) = written {
                    // The work itself is saved; only its history is not.
                    tracing::warn!("the history could not be written");
                    let quiet = app.workspace.as_ref().is_some_and(|workspace| workspace.read_only.is_some());
                    if !quiet && !std::mem::replace(&mut app.noted.failed, true) {
                        app.notices.say(format!("The history could not be written: {}", error.reason()));
                    }
                }
            })
        });
    }

    /// Reads the history of the library for the dialog.
    pub(super) fn read_history(&mut self) {
        let open = self.workspace.as_ref().and_then(|workspace| workspace.saver.folder().parent());
        let library = open.map_or_else(|| self.library.root.clone(), Path::to_owned);
        self.flush_history();
        // After what was just written down.
        self.jobs.submit(Lane::Save, "read history", move || {
            let view = view(&library);
            Box::new(move |app, _| {
                let Some(dialog) = &mut app.dialog else { return };
                match view {
                    Ok(view) => dialog.set_history(view),
                    Err(error) => dialog.set_error(error.to_string()),
                }
            })
        });
    }
}

/// The history of a library as it is shown.
fn view(library: &Path) -> Result<HistoryView, StoreError> {
    let mut events: Vec<Event> = Vec::new();
    let mut problems = Vec::new();
    for path in histories(library)? {
        let history = read_history(&path)?;
        if let Some((line, problem)) = history.broken {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            problems.push(format!("{name}, line {line}: {problem}. It was changed or cut off."));
        }
        events.extend(history.events);
    }
    let moment = |event: &Event| event.at.parse::<Moment>().ok();
    events.sort_by_key(|event| std::cmp::Reverse(moment(event)));
    let names = Names::of(library);
    let row = |event: Event| {
        let when = moment(&event).map_or_else(
            || event.at.clone(),
            |at| format!("{}, {}", wording::date(at.date(), None), wording::time(at)),
        );
        let what = names.words(&event);
        HistoryRow { when, who: event.who.unwrap_or_default(), what }
    };
    Ok(HistoryView { rows: events.into_iter().map(row).collect(), problems })
}

/// What the series of a library are called, and when their sessions were.
struct Names {
    series: HashMap<String, String>,
    /// The days of sessions by the beginning of their ids, as the names of their files have them.
    sessions: HashMap<String, String>,
}

impl Names {
    fn of(library: &Path) -> Self {
        let (mut series, mut sessions) = (HashMap::new(), HashMap::new());
        for folder in Library::new(library.to_owned()).series_folders().unwrap_or_default() {
            if let Ok(loaded) = store::read_series(&SeriesFolder::series_path(&folder)) {
                series.insert(loaded.value.id.to_string(), loaded.value.title);
            }
            for path in SeriesFolder::session_paths(&folder).unwrap_or_default() {
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let day = name.get(..10).and_then(|day| day.parse().ok());
                if let (Some(day), Some(id)) = (day, name.get(11..)) {
                    sessions.insert(id.to_owned(), wording::date(day, None));
                }
            }
        }
        Self { series, sessions }
    }

    fn words(&self, event: &Event) -> String {
        let series = self.series.get(&event.series).map_or("a series that is no longer here", String::as_str);
        let session = event.session.as_ref().and_then(|id| SessionId::new(id).ok()).map(|id| {
            let day = self.sessions.get(&*id.short());
            day.map_or_else(|| "a session".to_owned(), |day| format!("the session of {day}"))
        });
        let of = session.map_or_else(|| series.to_owned(), |session| format!("{session}, {series}"));
        match event.did {
            Did::Created => format!("made {of}"),
            Did::Saved => format!("saved {of}"),
            Did::Removed => format!("removed {of}"),
            Did::Merged => format!("merged two versions of {of}"),
            Did::Restored => format!("returned to an earlier version of {of}"),
            Did::Exported => format!("exported {of}"),
            Did::Erased => "erased a series".to_owned(),
        }
    }
}
