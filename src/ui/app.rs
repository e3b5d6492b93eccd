//! The app: what is open, and one frame of it.

use super::action::{Action, Outbox};
use super::canvas::{Hatch, View};
use super::commands::{self, Command, PlainKeys, Scope as KeyScope};
use super::dialogs::{Dialog, Scene};
use super::env::Env;
use super::export;
use super::figures::Figures;
use super::importing::is_archive;
use super::jobs::{Jobs, Lane};
use super::library::{LibraryState, library_ui};
use super::notices::{Notices, Offer};
use super::panels::{PlanPanel, Thumbs, library_banner};
use super::settings::{RememberedView, Settings, ThemeChoice};
use super::situation::Situation;
use super::theme::{self, Room};
use super::widgets::stop_typing;
use super::workspace::{Place, Workspace};
use crate::model::Atlas;
use crate::store::Library;
use crate::tool::ToolKind;
use egui::{Context, Key, Rect, Ui, ViewportCommand};
use std::path::PathBuf;
use std::sync::Arc;

/// What the window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Screen {
    /// All series.
    #[default]
    Library,
    /// The open series.
    Series,
}

/// What waits until everything is on disk.
#[derive(Clone, Debug)]
pub(super) enum Pending {
    /// Another series is to be opened.
    Open(Action),
    /// The window is to be closed.
    Close,
}

/// Everything the window shows and does.
pub struct App {
    pub(super) env: Env,
    pub(super) atlas: Arc<Atlas>,
    pub(super) jobs: Jobs,
    /// The user's settings.
    pub settings: Settings,
    pub(super) settings_saved: Settings,
    pub(super) figures: Figures,
    /// The library shown when no series is.
    pub library: LibraryState,
    pub(super) library_writable: bool,
    /// The open series.
    pub workspace: Option<Workspace>,
    pub(super) screen: Screen,
    /// What was said last.
    pub notices: Notices,
    pub(super) noted: super::history::Noted,
    pub(super) watch: Option<super::watch::Watch>,
    pub(super) dialog: Option<Dialog>,
    pub(super) thumbs: Thumbs,
    pub(super) plan_panel: PlanPanel,
    pub(super) asked: super::background::Asked,
    pub(super) hatch: Hatch,
    pub(super) canvas: Rect,
    pub(super) pending: Option<Pending>,
    pub(super) closing: bool,
    /// The series that was open when the program ended, until it is open again.
    pub(super) returning_to: Option<PathBuf>,
    /// What was asked for between two frames.
    pub(super) inbox: Outbox,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App")
            .field("screen", &self.screen)
            .field("workspace", &self.workspace)
            .finish_non_exhaustive()
    }
}

/// Why the window cannot open.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A thread was refused.
    #[error("the system refuses to start a thread: {0}")]
    Threads(#[from] std::io::Error),
    /// The diagrams that are part of the program do not fit their contract, which its tests rule out.
    #[error("the program's own diagrams cannot be read: {0}")]
    Atlas(#[from] crate::model::AtlasError),
}

impl App {
    /// Opens a path, or what was open last, or the sample library the first time.
    ///
    /// # Errors
    ///
    /// When the system refuses threads, or the program's own diagrams cannot be read.
    pub fn new(ctx: &Context, env: Env, path: Option<PathBuf>) -> Result<Self, StartError> {
        theme::install(ctx);
        let settings = Settings::read(&env.config);
        let sample = env.sample();
        let root = settings.library.clone().unwrap_or_else(|| sample.clone());
        let mut app = Self {
            atlas: Arc::new(Atlas::builtin()?),
            jobs: Jobs::new(ctx)?,
            settings_saved: settings.clone(),
            library: LibraryState::new(root.clone(), root == sample),
            library_writable: root != sample && Library::new(root.clone()).is_writable(),
            workspace: None,
            screen: Screen::Library,
            notices: Notices::default(),
            noted: super::history::Noted::default(),
            watch: None,
            dialog: None,
            thumbs: Thumbs::default(),
            plan_panel: PlanPanel::default(),
            asked: super::background::Asked::default(),
            hatch: Hatch::default(),
            canvas: Rect::NOTHING,
            pending: None,
            closing: false,
            returning_to: None,
            inbox: Vec::new(),
            figures: Figures::default(),
            settings,
            env,
        };
        app.apply_theme(ctx);
        app.clear_printed();
        app.begin(path, root == sample);
        Ok(app)
    }

    fn begin(&mut self, path: Option<PathBuf>, on_sample: bool) {
        if let Some(path) = path {
            self.inbox.push(Action::OpenPath(path));
            return;
        }
        if on_sample {
            self.inbox.push(Action::OpenSample);
        } else {
            self.library.read(&self.jobs);
        }
        if let Some(folder) =
            self.settings.open_series.clone().filter(|folder| crate::store::is_series_folder(folder))
        {
            let place = if self.settings.in_review { Place::Review } else { Place::Treat };
            self.returning_to = Some(folder.clone());
            self.inbox.push(Action::OpenSeries { folder, session: None, place, begin: false });
        }
    }

    /// Whether a series is shown.
    pub fn shows_series(&self) -> bool {
        self.screen == Screen::Series && self.workspace.is_some()
    }

    /// Whether nothing is under way that would change what the window shows.
    pub fn is_settled(&self) -> bool {
        let saved =
            self.workspace.as_ref().is_none_or(|workspace| !workspace.saver.is_dirty(workspace.document()));
        self.inbox.is_empty() && self.jobs.is_idle() && saved
    }

    pub(super) fn apply_theme(&self, ctx: &Context) {
        ctx.set_theme(match self.settings.theme {
            ThemeChoice::System => egui::ThemePreference::System,
            ThemeChoice::Light => egui::ThemePreference::Light,
            ThemeChoice::Dark => egui::ThemePreference::Dark,
        });
    }

    /// What happens before a frame, and when the window is hidden: what jobs found is taken over, and what changed
    /// is saved.
    pub fn logic(&mut self, ctx: &Context) {
        let found: Vec<_> = self.jobs.outcomes().collect();
        for outcome in found {
            outcome(self, ctx);
        }
        if ctx.input(|input| input.viewport().close_requested()) && !self.closing {
            self.close_requested(ctx);
            // A field that was being typed into hands over its text first.
            self.autosave(ctx);
            return;
        }
        // In this order: a failure is seen before it is tried again.
        self.go_on(ctx);
        self.look_outside(ctx);
        self.autosave(ctx);
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let mut out = std::mem::take(&mut self.inbox);
        self.keys(&ctx, &mut out);
        self.dropped(&ctx, &mut out);
        let room = Room::of(ctx.content_rect().size());
        if self.shows_series() {
            self.series_ui(ui, room, &mut out);
        } else {
            library_banner(ui, &self.library, &mut out);
            library_ui(ui, &mut self.library, &self.settings, self.env.today(), &mut out);
        }
        out.extend(self.notices.show(&ctx).map(|offer| match offer {
            Offer::Undo => Action::Run(Command::Undo),
            Offer::Folder(folder) => Action::ShowFolder(folder),
        }));
        self.dialog_ui(&ctx, &mut out);
        if out.iter().any(Action::leaves) && stop_typing(&ctx) {
            // The field is shown once more and hands over its text before it is left.
            self.inbox = out;
        } else {
            for action in out {
                self.act(&ctx, action);
            }
        }
        self.ask(&ctx);
        self.save_settings();
        // An action may have left something for the next frame.
        if !self.inbox.is_empty() {
            ctx.request_repaint();
        }
    }

    fn dialog_ui(&mut self, ctx: &Context, out: &mut Outbox) {
        let Some(mut dialog) = self.dialog.take() else { return };
        let mut scene = self.scene();
        dialog.show(ctx, &mut scene, out);
        self.dialog = Some(dialog);
    }

    /// What dialogs read of the program.
    pub(super) fn scene(&mut self) -> Scene<'_> {
        let situation = self.situation();
        let workspace = self.workspace.as_ref().filter(|_| self.screen == Screen::Series);
        Scene {
            situation,
            document: workspace.map(Workspace::document),
            session: workspace.and_then(Workspace::session).map(|session| &**session),
            picture_path: workspace
                .map(|workspace| export::proposed_path(workspace, self.env.today()))
                .unwrap_or_default(),
            documents: export::documents(),
            library: if self.library_writable {
                (&self.library.root, true)
            } else {
                // The sample and folders without rights take no new series; the user's own folder does.
                let own = &self.env.library;
                (own, !own.exists() || Library::new(own.clone()).is_writable())
            },
            atlas: &self.atlas,
            settings: &mut self.settings,
        }
    }

    /// What decides which commands can be used now.
    fn situation(&self) -> Situation {
        let Some(workspace) = self.workspace.as_ref().filter(|_| self.shows_series()) else {
            return Situation::default();
        };
        Situation {
            series: true,
            treats: workspace.place == Place::Treat,
            reviews: workspace.place == Place::Review,
            plays: workspace.can_play(),
            filtered: !workspace.pass_filter().is_all(),
            read_only: workspace.read_only.is_some(),
            session: workspace.session().is_some(),
            before: workspace.session_index().is_some_and(|index| index > 0),
            midline: workspace.diagram.midline_x_mm.is_some(),
            undo: workspace.document().undo_label().is_some(),
            redo: workspace.document().redo_label().is_some(),
            gaps: workspace.summary.as_ref().is_some_and(|summary| !summary.places.is_empty()),
            tool: workspace.active_tool(),
        }
    }

    /// The commands whose keys were pressed, and the keys that are held.
    fn keys(&mut self, ctx: &Context, out: &mut Outbox) {
        if self.dialog.is_some() {
            return;
        }
        let shows_series = self.shows_series();
        let place = self.workspace.as_ref().filter(|_| shows_series).map(|workspace| workspace.place);
        let (treats, reviews) = (place == Some(Place::Treat), place == Some(Place::Review));
        let whose = match &self.workspace {
            Some(workspace) if treats && (workspace.keys.taken || workspace.record_is_wide()) => {
                PlainKeys::Taken
            }
            Some(workspace) if treats && workspace.keys.find_zones => PlainKeys::Found,
            _ => PlainKeys::Free,
        };
        let pressed = commands::pressed(ctx, whose, |scope| match scope {
            KeyScope::Anywhere => true,
            KeyScope::Library => !shows_series,
            KeyScope::Series => shows_series,
            KeyScope::Treat => treats,
            KeyScope::Review => reviews,
        });
        out.extend(pressed.into_iter().map(Action::Run));
        let typing = ctx.text_edit_focused();
        let Some(workspace) = self.workspace.as_mut().filter(|_| shows_series) else { return };
        let space =
            !typing && ctx.input(|input| input.key_down(Key::Space)) && ctx.memory(|m| m.focused().is_none());
        // The picture beside the record is for looking at.
        let looks = workspace.record_is_wide();
        workspace.held_tool = ((space && !reviews) || looks).then_some(ToolKind::Hand);
        let popup = egui::Popup::is_any_open(ctx);
        if !typing && !popup && ctx.input(|input| input.key_pressed(Key::Escape)) {
            out.push(Action::Escape);
        }
    }

    /// Folders, files and archives that were dropped on the window.
    fn dropped(&self, ctx: &Context, out: &mut Outbox) {
        if self.dialog.is_none() {
            let path = ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
            out.extend(path.map(|path| {
                if is_archive(&path) { Action::AskImport(path) } else { Action::OpenPath(path) }
            }));
        }
    }

    /// Notes what is in view, for the next time the series is opened.
    pub(super) fn remember_view(&mut self) {
        if let Some(workspace) = &self.workspace {
            let place = workspace.view().filter(|view| view.moved).map(View::place);
            let diagram = workspace.diagram.id.to_string();
            self.settings.view = Some(RememberedView { diagram, place });
        }
    }

    /// Saves the settings when they have changed.
    fn save_settings(&mut self) {
        if let Some(workspace) = &self.workspace {
            let shown = self.screen == Screen::Series;
            self.settings.open_series = shown.then(|| workspace.saver.folder().to_owned());
            self.settings.in_review = shown && workspace.place == Place::Review;
        }
        if self.settings != self.settings_saved {
            self.settings_saved = self.settings.clone();
            let (settings, config) = (self.settings.clone(), self.env.config.clone());
            self.jobs.submit(Lane::Save, "settings", move || {
                let result = settings.save(&config);
                Box::new(move |app, _| {
                    if let Err(error) = result {
                        app.notices.say(format!("The settings could not be saved: {}", error.reason()));
                    }
                })
            });
        }
    }

    /// Saves what changed. Asks for another frame when it has to wait.
    fn autosave(&mut self, ctx: &Context) {
        let Some(workspace) = &mut self.workspace else { return };
        let (now, clock) = (self.env.now(), ctx.input(|input| input.time));
        let at_once = self.pending.is_some();
        if let Some(wait) = workspace.autosave(&self.jobs, now, clock, at_once) {
            ctx.request_repaint_after_secs(wait as f32);
        }
    }

    /// The window is to be closed: it waits until everything is on disk. Asked twice, it closes although saving
    /// failed.
    fn close_requested(&mut self, ctx: &Context) {
        let Some(workspace) = &self.workspace else { return };
        let typing = stop_typing(ctx);
        if !typing && !workspace.saver.is_dirty(workspace.document()) {
            return;
        }
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        self.pending = Some(Pending::Close);
        ctx.request_repaint();
        if workspace.saver.has_failed() {
            self.pending = None;
            self.inbox.push(Action::Show(super::action::DialogKind::CloseUnsaved));
            ctx.request_repaint();
        }
    }

    /// Does what waited for the disk.
    fn go_on(&mut self, ctx: &Context) {
        let Some(pending) = &self.pending else { return };
        let state = self
            .workspace
            .as_ref()
            .map(|workspace| (workspace.saver.is_dirty(workspace.document()), workspace.saver.has_failed()));
        match (state, pending) {
            (Some((true, true)), Pending::Close) => {
                self.pending = None;
                self.inbox.push(Action::Show(super::action::DialogKind::CloseUnsaved));
            }
            (Some((true, true)), Pending::Open(_)) => {
                self.pending = None;
                self.notices.say("This series is not saved yet; it stays open until it is.");
                self.screen = Screen::Series;
            }
            (Some((true, false)), _) => return,
            (_, Pending::Close) => {
                self.closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
            (_, Pending::Open(action)) => {
                self.inbox.push(action.clone());
                self.pending = None;
            }
        }
        ctx.request_repaint();
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        Self::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        Self::ui(self, ui);
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.remember_view();
        self.save_settings();
        self.flush_history();
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}
