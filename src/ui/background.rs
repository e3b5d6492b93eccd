//! What the window has made off its thread: asking for what the view lacks, and taking what was made.

use super::app::{App, Screen};
use super::canvas::{DrawnPictures, HeatImages, HeatKey, PictureKey, draw_pictures};
use super::figures::Figure;
use super::jobs::Lane;
use super::library::{EmblemPicture, LoadedSeries, diagram_thumb, session_thumbs, texture};
use super::theme::Look;
use super::workspace::{
    Counted, InspectKey, Inspected, Place, SavedFile, Summary, Treated, Workspace, summarise,
};
use crate::coverage::SessionCoverage;
use crate::heatmap::{Pixels, SkinTone};
use crate::model::{Atlas, Diagram, DiagramId, Session, SessionId};
use crate::store::{ContentHash, Did, StoreError};
use crate::tool::ToolKind;
use egui::Context;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which pictures of sessions have been asked for.
#[derive(Debug)]
struct AskedThumbs {
    what: (PathBuf, DiagramId, SkinTone),
    /// The sessions and which revision of them.
    drawn: HashSet<(SessionId, u64)>,
    /// The revision of the counts of which there are all.
    all_of: Option<u64>,
}

/// What has been asked for and has not come yet, or has come for what.
#[derive(Debug, Default)]
pub(super) struct Asked {
    counts: Vec<DiagramId>,
    /// The diagrams that have to be counted, and what that depends on.
    wanted: Vec<Arc<Diagram>>,
    diagrams_for: Option<(DiagramId, u64, u64)>,
    inspected: Option<InspectKey>,
    /// The session whose treated zones are being found, and how often it had changed.
    treated: Option<(SessionId, u64)>,
    /// Whether what the note beside the record says is being gathered.
    pub(super) note: bool,
    /// Whether the figures beside the canvas are being computed.
    summary: bool,
    /// When they were asked for last, in seconds of the window's clock.
    summary_at: f64,
    diagrams: Option<SkinTone>,
    /// The pictures of the sessions in the tray.
    sessions: Option<AskedThumbs>,
    sessions_under_way: bool,
}

/// While a stroke is drawn its figures are computed at most so often, in seconds.
const LIVE_S: f64 = 0.05;

/// Pictures of so many sessions are made by one job.
const THUMBS_AT_ONCE: usize = 8;

impl App {
    /// Asks for whatever the open series lacks.
    pub(super) fn ask(&mut self, ctx: &Context) {
        if self.screen != Screen::Series {
            return;
        }
        let Some(workspace) = &mut self.workspace else { return };
        let figure = self.figures.get(&workspace.diagram, workspace.tone, &self.jobs).cloned();
        let Some(figure) = figure else { return };
        self.ask_pictures(ctx, &figure);
        self.ask_counts(&figure);
        self.ask_heat(ctx, &figure);
        self.ask_summary(ctx, &figure);
        self.ask_inspection();
        self.ask_treated();
        self.ask_note();
        self.ask_thumbs(&figure);
        self.ask_multiples(ctx, &figure);
    }

    /// Pictures of every session by itself, where those are shown.
    fn ask_multiples(&mut self, ctx: &Context, figure: &Figure) {
        let today = self.env.today();
        let Some(workspace) = &mut self.workspace else { return };
        let Some(task) = workspace.ask_multiples(figure, Look::now(ctx).theme, today) else { return };
        self.jobs.submit(Lane::Draw, "multiples", move || {
            let drawn = task.run();
            Box::new(move |app, ctx| {
                if let Some(workspace) = &mut app.workspace {
                    workspace.take_multiples(task.key, drawn, |pixels| texture(ctx, pixels));
                }
            })
        });
    }

    fn ask_pictures(&mut self, ctx: &Context, figure: &Figure) {
        let Some(workspace) = &mut self.workspace else { return };
        let Some(view) = workspace.view().copied() else { return };
        let (diagram, tone) = (Arc::clone(&workspace.diagram), workspace.tone);
        let ppp = ctx.pixels_per_point();
        let bounds = figure.drawing.bounds();
        let wanted = workspace.pictures.wanted(&diagram.id, tone, bounds, &view, self.canvas, ppp);
        if let Some(key) = wanted {
            let drawing = Arc::clone(&figure.drawing);
            self.jobs.submit(Lane::Draw, "pictures", move || {
                let pictures = draw_pictures(&drawing, &key);
                Box::new(move |app, ctx| app.pictures_drawn(ctx, key, pictures))
            });
        }
    }

    /// Has every diagram counted that is shown, painted or planned: goals look at all of them.
    fn ask_counts(&mut self, figure: &Figure) {
        let Some(workspace) = &self.workspace else { return };
        let (document, counts) = (workspace.document(), &workspace.counts);
        let asked_for = (workspace.diagram.id.clone(), counts.revision(), document.series_revision());
        if self.asked.diagrams_for.as_ref() != Some(&asked_for) {
            self.asked.wanted = wanted_diagrams(&self.atlas, workspace);
            self.asked.diagrams_for = Some(asked_for);
        }
        let wish = workspace.wish();
        for diagram in self.asked.wanted.clone() {
            if self.asked.counts.contains(&diagram.id) {
                continue;
            }
            let is_shown = diagram.id == figure.diagram.id;
            let known = is_shown.then(|| Arc::clone(&figure.zones));
            let known = known
                .or_else(|| self.figures.peek(&diagram.id, workspace.tone).map(|f| Arc::clone(&f.zones)));
            let task = workspace.counts.task(&diagram, known, document, &wish, is_shown);
            let Some(task) = task else { continue };
            self.asked.counts.push(diagram.id.clone());
            let folder = workspace.saver.folder().to_owned();
            self.jobs.submit(Lane::Count, format!("count {}", diagram.id), move || {
                let counted = task.run();
                Box::new(move |app, _| app.counted(&folder, counted))
            });
        }
    }

    fn counted(&mut self, folder: &Path, counted: Counted) {
        self.asked.counts.retain(|id| *id != counted.diagram.id);
        let workspace = self.workspace.as_mut().filter(|workspace| workspace.saver.folder() == folder);
        if let Some(workspace) = workspace {
            workspace.take_counts(counted);
        }
    }

    /// Passes by session under the pointer, where that is shown and not known.
    fn ask_inspection(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let looks = workspace.place == Place::Review || workspace.active_tool() == ToolKind::Inspect;
        let Some(task) = workspace.inspect_task(looks) else { return };
        if self.asked.inspected.as_ref() == Some(&task.key) {
            return;
        }
        self.asked.inspected = Some(task.key.clone());
        let folder = workspace.saver.folder().to_owned();
        self.jobs.submit(Lane::Count, "inspect", move || {
            let found = task.run();
            Box::new(move |app, _| app.inspected(&folder, found))
        });
    }

    fn inspected(&mut self, folder: &Path, found: Inspected) {
        self.asked.inspected = None;
        let workspace = self.workspace.as_mut().filter(|workspace| workspace.saver.folder() == folder);
        if let Some(workspace) = workspace {
            workspace.take_inspected(found);
        }
    }

    /// The zones that the open session treated, for the record.
    fn ask_treated(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        if self.asked.treated.is_some() {
            return;
        }
        let Some(task) = workspace.treated_task(&self.atlas) else { return };
        self.asked.treated = Some(task.of.clone());
        let folder = workspace.saver.folder().to_owned();
        self.jobs.submit(Lane::Count, "treated zones", move || {
            let treated = task.run();
            Box::new(move |app, _| app.treated_found(&folder, treated))
        });
    }

    fn treated_found(&mut self, folder: &Path, treated: Treated) {
        self.asked.treated = None;
        let workspace = self.workspace.as_mut().filter(|workspace| workspace.saver.folder() == folder);
        if let Some(workspace) = workspace {
            workspace.take_treated(treated);
        }
    }

    fn ask_heat(&mut self, ctx: &Context, figure: &Figure) {
        let today = self.env.today();
        let Some(workspace) = &mut self.workspace else { return };
        let key = workspace.heat_key(Look::now(ctx).theme, today);
        if !workspace.can_draw() || !workspace.heat.ask(&key) {
            return;
        }
        let Some(source) = workspace.heat_source(figure) else { return };
        let before = workspace.heat.like(&key);
        self.jobs.submit(Lane::Draw, "heat", move || {
            let images = source.render(&key, before);
            Box::new(move |app, ctx| app.heat_made(ctx, key, images))
        });
    }

    fn heat_made(&mut self, ctx: &Context, key: HeatKey, images: HeatImages) {
        if let Some(workspace) = &mut self.workspace {
            workspace.take_heat(ctx, key, images);
        }
    }

    fn ask_summary(&mut self, ctx: &Context, figure: &Figure) {
        let today = self.env.today();
        let clock = ctx.input(|input| input.time);
        let Some(workspace) = &mut self.workspace else { return };
        if self.asked.summary || !workspace.is_counted() || !workspace.has_goal_counts() {
            return;
        }
        if workspace.gap_view.narrowest_mm != self.settings.narrowest_gap_mm {
            workspace.gap_view.narrowest_mm = self.settings.narrowest_gap_mm;
            workspace.summary_asked = None;
        }
        let key = workspace.heat_key(Look::now(ctx).theme, today);
        let wanted = (workspace.figures_revision(), key);
        if workspace.summary_asked.as_ref() == Some(&wanted) {
            return;
        }
        let wait = self.asked.summary_at + LIVE_S - clock;
        if workspace.gesture.draws() && wait > 0.0 {
            ctx.request_repaint_after_secs(wait as f32);
            return;
        }
        let Some(input) = workspace.ask_summary(figure, &wanted.1) else {
            workspace.summary = None;
            workspace.summary_asked = Some(wanted);
            return;
        };
        workspace.summary_asked = Some(wanted);
        self.asked.summary = true;
        self.asked.summary_at = clock;
        let folder = workspace.saver.folder().to_owned();
        self.jobs.submit(Lane::Count, "summary", move || {
            let summary = summarise(&input);
            let diagram = input.diagram.id.clone();
            Box::new(move |app, ctx| app.summarised(ctx, &folder, &diagram, summary))
        });
    }

    fn summarised(&mut self, ctx: &Context, folder: &Path, diagram: &DiagramId, summary: Summary) {
        self.asked.summary = false;
        let shown = |workspace: &&mut Workspace| {
            workspace.saver.folder() == folder && workspace.diagram.id == *diagram
        };
        if let Some(workspace) = self.workspace.as_mut().filter(shown) {
            workspace.take_summary(ctx, Arc::new(summary));
        }
    }

    /// Small pictures of diagrams and sessions for the tray.
    fn ask_thumbs(&mut self, figure: &Figure) {
        let Some(workspace) = &self.workspace else { return };
        // What the user works on comes first.
        if !workspace.heat.is_there() || !workspace.pictures.shows(&workspace.diagram.id) {
            return;
        }
        let tone = workspace.tone;
        if self.asked.diagrams != Some(tone) {
            self.asked.diagrams = Some(tone);
            let diagrams: Vec<Arc<Diagram>> =
                self.atlas.for_figure(workspace.document().series().figure).cloned().collect();
            for diagram in diagrams {
                self.jobs.submit(Lane::Draw, format!("thumb {}", diagram.id), move || {
                    let drawn = diagram_thumb(&diagram, tone);
                    Box::new(move |app, ctx| app.diagram_thumb_drawn(ctx, diagram.id.clone(), drawn))
                });
            }
        }
        if self.asked.sessions_under_way || workspace.gesture.draws() {
            return;
        }
        let Some(counts) = workspace.counts.diagram(&workspace.diagram.id) else { return };
        let what = (workspace.saver.folder().to_owned(), workspace.diagram.id.clone(), tone);
        let revision = workspace.counts.revision();
        if self
            .asked
            .sessions
            .as_ref()
            .is_some_and(|asked| asked.what == what && asked.all_of == Some(revision))
        {
            return;
        }
        let known = self.asked.sessions.take().filter(|asked| asked.what == what);
        let mut drawn = known.map(|asked| asked.drawn).unwrap_or_default();
        let document = workspace.document();
        let now = document.sessions().iter().map(|s| (s.id.clone(), document.session_revision(&s.id)));
        // A few at a time, so that a long series does not hold up the heatmap.
        let lacking: Vec<_> = now.filter(|one| !drawn.contains(one)).take(THUMBS_AT_ONCE).collect();
        let sessions: Vec<(Arc<Session>, Option<SessionCoverage>)> = lacking
            .iter()
            .filter_map(|(id, _)| {
                Some((Arc::clone(document.session(id)?), workspace.counts.at_hand(&counts.diagram.id, id)))
            })
            .collect();
        drawn.extend(lacking);
        let all_of = sessions.is_empty().then_some(revision);
        self.asked.sessions = Some(AskedThumbs { what, drawn, all_of });
        if sessions.is_empty() {
            return;
        }
        let (figure, plan) = (figure.clone(), document.series().plan.clone());
        self.asked.sessions_under_way = true;
        self.jobs.submit(Lane::Draw, "session thumbs", move || {
            let drawn = session_thumbs(&figure, &sessions, plan.as_ref());
            let ids = sessions.iter().map(|(session, _)| (session.id.clone(), figure.diagram.id.clone()));
            let drawn: Vec<_> = ids.zip(drawn).collect();
            Box::new(move |app, ctx| app.session_thumbs_drawn(ctx, drawn))
        });
    }

    fn diagram_thumb_drawn(&mut self, ctx: &Context, diagram: DiagramId, drawn: Option<Pixels>) {
        if let Some(pixels) = drawn {
            self.thumbs.diagrams.insert(diagram, texture(ctx, &pixels));
        }
    }

    fn session_thumbs_drawn(&mut self, ctx: &Context, drawn: Vec<((SessionId, DiagramId), Option<Pixels>)>) {
        self.asked.sessions_under_way = false;
        for (key, pixels) in drawn {
            if let Some(pixels) = pixels {
                self.thumbs.sessions.insert(key, texture(ctx, &pixels));
            }
        }
    }

    fn pictures_drawn(&mut self, ctx: &Context, key: PictureKey, pictures: Option<DrawnPictures>) {
        if let Some(workspace) = &mut self.workspace {
            workspace.pictures.put(ctx, key, pictures);
        }
    }

    /// Takes a figure that was made.
    pub(super) fn figure_made(&mut self, figure: Option<Figure>, tone: SkinTone) {
        if let Some(figure) = figure {
            self.figures.put(figure, tone);
        }
    }

    /// A job ended in a panic, which the log has the place of.
    pub(super) fn job_failed(&mut self, lane: Lane) {
        if let (Lane::Save, Some(workspace)) = (lane, &mut self.workspace) {
            workspace.saver.gave_up();
        }
        if let (Lane::Count, Some(workspace)) = (lane, &mut self.workspace) {
            self.asked.summary = false;
            workspace.figures_failed();
        }
        self.notices.say("Something went wrong inside the program. Nothing on disk was changed by it.");
    }

    /// Takes the result of a save.
    pub(super) fn file_written(
        &mut self,
        which: &SavedFile,
        revision: u64,
        result: Result<Option<ContentHash>, StoreError>,
    ) {
        let now = self.env.now();
        match (&result, which) {
            (Ok(Some(hash)), _) => self.note_saved(which, *hash),
            (Ok(None), SavedFile::Session(id)) => self.note_done(Did::Removed, Some(id)),
            _ => {}
        }
        let Some(workspace) = &mut self.workspace else { return };
        workspace.saver.written(which, revision, result, now);
        // The library was shown before everything was on disk, and has read what was there.
        if self.screen == Screen::Library && !workspace.saver.is_dirty(workspace.document()) {
            self.library.reread(workspace.saver.folder(), &self.atlas, &self.settings, &self.jobs);
        }
    }

    /// Takes the list of a library's series.
    pub(super) fn library_listed(&mut self, root: &Path, found: Result<Vec<PathBuf>, StoreError>) {
        if self.library.root == root {
            self.library.listed(found, &self.atlas, &self.settings, &self.jobs);
        }
    }

    /// Takes a series that was read for the library.
    pub(super) fn series_loaded(
        &mut self,
        ctx: &Context,
        folder: &Path,
        loaded: Result<LoadedSeries, StoreError>,
    ) {
        self.library.loaded(ctx, folder, loaded);
    }

    /// Takes the picture of an empty library.
    pub(super) fn emblem_drawn(&mut self, ctx: &Context, drawn: Option<EmblemPicture>) {
        self.library.emblem = drawn.map(|picture| picture.upload(ctx));
    }
}

impl Asked {
    /// Forgets what was asked for a series that is no longer open.
    pub(super) fn clear(&mut self) {
        *self = Self { diagrams: self.diagrams, summary: self.summary, ..Self::default() };
    }
}

/// Every diagram that is shown, painted or planned.
fn wanted_diagrams(atlas: &Atlas, workspace: &Workspace) -> Vec<Arc<Diagram>> {
    let mut wanted = vec![Arc::clone(&workspace.diagram)];
    let document = workspace.document();
    let goals = document.series().plan.as_ref().filter(|plan| !plan.goals.is_empty());
    if let Some(plan) = goals {
        let entries = document.sessions().iter().flat_map(|session| &session.entries);
        let painted: HashSet<&DiagramId> = entries.map(|entry| &entry.diagram).collect();
        let planned = |d: &Diagram| d.zones.iter().any(|zone| plan.target_for(&zone.id).is_some());
        let others = atlas.for_figure(document.series().figure).filter(|d| d.id != workspace.diagram.id);
        wanted.extend(others.filter(|d| planned(d) || painted.contains(&d.id)).cloned());
    }
    wanted
}
