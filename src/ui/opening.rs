//! Opening libraries and series, and making new ones.

use super::action::{Action, NewSeries};
use super::app::{App, Pending, Screen};
use super::canvas::View;
use super::jobs::Lane;
use super::library::LibraryState;
use super::watch::Watch;
use super::workspace::{OpenError, OpenSeries, Place, Surroundings, Workspace, open_series};
use crate::model::{DiagramId, SeriesId, SessionId};
use crate::sample::{SampleError, SampleOptions, write_sample};
use crate::store::{self, Did, Disk, Library, Opened, StoreError};
use egui::Context;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a series is shown once it is open.
#[derive(Clone, Debug)]
struct Shown {
    session: Option<SessionId>,
    place: Place,
    begin: bool,
}

impl App {
    /// Opens a library.
    pub(super) fn open_library(&mut self, folder: PathBuf) {
        let is_sample = folder == self.env.sample();
        self.screen = Screen::Library;
        if is_sample {
            // It has a row of its own in the menus.
            self.settings.library = Some(folder.clone());
        } else {
            self.settings.opened(&folder);
        }
        self.library_writable = !is_sample && Library::new(folder.clone()).is_writable();
        self.library = LibraryState::new(folder, is_sample);
        self.library.read(&self.jobs);
    }

    /// Opens the sample library, which is written the first time.
    pub(super) fn open_sample(&mut self) {
        let root = self.env.sample();
        if self.library.root != root {
            self.library = LibraryState::new(root.clone(), true);
        }
        self.screen = Screen::Library;
        self.library_writable = false;
        self.library.reading = true;
        let (atlas, until) = (Arc::clone(&self.atlas), self.env.today());
        self.jobs.submit(Lane::Library, "sample", move || {
            let there = Library::new(root.clone()).series_folders().is_ok_and(|found| !found.is_empty());
            let written = if there {
                Ok(())
            } else {
                let options = SampleOptions { until, ..SampleOptions::default() };
                write_sample(&root, &atlas, options).map(|_| ())
            };
            Box::new(move |app, _| app.sample_written(root, written))
        });
    }

    fn sample_written(&mut self, root: PathBuf, written: Result<(), SampleError>) {
        if let Err(error) = written {
            self.notices.say(format!("The sample could not be written: {error}"));
        }
        if self.library.root == root {
            self.open_library(root);
            // The window opened on a series while the library was still being written.
            if self.workspace.is_some() && self.settings.open_series.is_some() {
                self.screen = Screen::Series;
            }
        }
    }

    /// Opens a folder or file that the user named or dropped.
    pub(super) fn open_path(&mut self, path: PathBuf) {
        self.jobs.submit(Lane::Library, "open path", move || {
            let opened = store::open_path(&path);
            let session = match &opened {
                Ok(Opened::Session { file, .. }) => {
                    store::read_session(file).ok().map(|loaded| loaded.value.id)
                }
                _ => None,
            };
            Box::new(move |app, ctx| app.path_opened(ctx, opened, session))
        });
    }

    fn path_opened(&mut self, ctx: &Context, opened: Result<Opened, StoreError>, session: Option<SessionId>) {
        let series = match opened {
            Ok(Opened::Library(root)) => {
                self.open_library(root);
                return;
            }
            Ok(Opened::Series(folder) | Opened::Session { series: folder, .. }) => folder,
            Err(error) => {
                self.notices.say(error.to_string());
                if self.library.items.is_empty() && !self.library.reading {
                    self.library.read(&self.jobs);
                }
                return;
            }
        };
        if let Some(root) = series.parent().filter(|root| *root != self.library.root) {
            self.open_library(root.to_owned());
        }
        self.inbox.push(Action::OpenSeries { folder: series, session, place: Place::Treat, begin: false });
        ctx.request_repaint();
    }

    /// Opens a series, once the one that is open is on disk.
    pub(super) fn open_series(&mut self, action: Action) {
        let Action::OpenSeries { folder, session, place, begin } = action else { return };
        let shown = Shown { session, place, begin };
        if let Some(workspace) = &mut self.workspace {
            if workspace.saver.folder() == folder {
                self.show_series(&shown);
                return;
            }
            if workspace.saver.is_dirty(workspace.document()) {
                let Shown { session, place, begin } = shown;
                self.pending = Some(Pending::Open(Action::OpenSeries { folder, session, place, begin }));
                return;
            }
            // Its lock is given back before the next is taken.
            self.leave_series();
        }
        self.read_series(folder, shown);
    }

    fn read_series(&mut self, folder: PathBuf, shown: Shown) {
        let around = Surroundings {
            state: self.env.state.clone(),
            sample: Some(self.env.sample()),
            now: self.env.now(),
        };
        self.jobs.submit(Lane::Count, "open", move || {
            let opened = open_series(&folder, &around);
            Box::new(move |app, ctx| app.series_opened(ctx, &folder, &shown, opened))
        });
    }

    fn series_opened(
        &mut self,
        ctx: &Context,
        folder: &Path,
        shown: &Shown,
        opened: Result<OpenSeries, OpenError>,
    ) {
        let opened = match opened {
            Ok(opened) => opened,
            Err(OpenError::Store(error)) => {
                self.screen = Screen::Library;
                self.notices.say(format!("This series cannot be opened: {error}"));
                return;
            }
        };
        let tone = self.settings.tone_for(opened.document.series().client.skin_type.as_deref());
        self.asked.clear();
        self.thumbs.sessions.clear();
        self.watch = Watch::new(folder, ctx);
        self.workspace = Workspace::new(opened, &self.atlas, &self.env.state, tone);
        self.library.selected = Some(folder.to_owned());
        if self.returning_to.take().is_some_and(|last| last == folder) {
            self.restore_view();
        }
        self.show_series(shown);
    }

    /// Shows what was in view when the program ended.
    fn restore_view(&mut self) {
        let (Some(workspace), Some(remembered)) = (&mut self.workspace, &self.settings.view) else { return };
        let id = DiagramId::new(&remembered.diagram).ok();
        let Some(diagram) = id.and_then(|id| self.atlas.diagram(&id)).cloned() else { return };
        workspace.show_diagram(&diagram);
        if let Some(view) = remembered.place.and_then(|place| View::remembered(place, diagram.size_mm)) {
            workspace.set_view(view);
        }
    }

    fn show_series(&mut self, shown: &Shown) {
        let Some(workspace) = &mut self.workspace else { return };
        self.screen = Screen::Series;
        workspace.place = shown.place;
        if let Some(session) = &shown.session {
            workspace.open_session(Some(session.clone()));
        }
        if shown.begin {
            self.new_session();
        }
    }

    /// Makes a series in a library and opens it.
    pub(super) fn create_series(&mut self, new: NewSeries) {
        self.jobs.submit(Lane::Library, "create", move || {
            let made = store::create_folder(&new.library)
                .and_then(|()| Library::new(new.library.clone()).create_series(&Disk, &new.series));
            Box::new(move |app, _| app.series_created(&new.library, &new.series.id, made))
        });
    }

    fn series_created(&mut self, root: &Path, series: &SeriesId, made: Result<PathBuf, StoreError>) {
        match made {
            Ok(folder) => {
                self.dialog = None;
                self.note_series(root, Did::Created, series);
                self.open_library(root.to_owned());
                self.inbox.push(Action::OpenSeries {
                    folder,
                    session: None,
                    place: Place::Treat,
                    begin: false,
                });
            }
            Err(error) => match &mut self.dialog {
                Some(dialog) => dialog.set_error(format!("The series could not be made: {}", error.reason())),
                None => self.notices.say(format!("The series could not be made: {}", error.reason())),
            },
        }
    }

    /// Goes back to the library.
    pub(super) fn show_library(&mut self) {
        self.screen = Screen::Library;
        if let Some(workspace) = &mut self.workspace {
            workspace.drop_gesture();
            let folder = workspace.saver.folder().to_owned();
            if folder.parent() == Some(&*self.library.root) && !self.library.items.is_empty() {
                self.library.reread(&folder, &self.atlas, &self.settings, &self.jobs);
            } else if self.library.items.is_empty() {
                self.library.read(&self.jobs);
            }
        }
    }
}
