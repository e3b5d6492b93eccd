//! The one place where what views ask for is done.

use super::action::{Action, DialogKind};
use super::app::{App, Screen};
use super::commands::Command;
use super::dialogs::Dialog;
use super::workspace::{Gesture, Located, Place, Reach, Workspace};
use crate::edit::{Edit, SessionChange, Step};
use crate::geometry::{Rect as MmRect, Ring};
use crate::heatmap::MapKind;
use crate::model::{DiagramId, Entry, EntryKind, Extra, Passes, Session, SessionId};
use crate::tool::{ToolKind, ToolOptions};
use crate::wording;
use egui::{Context, ViewportCommand};

impl App {
    /// Does what was asked for.
    pub(super) fn act(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Run(command) => self.run_command(ctx, command),
            Action::OpenSeries { .. } => self.open_series(action),
            Action::OpenLibrary(root) => self.open_library(root),
            Action::OpenPath(path) => self.open_path(path),
            Action::OpenSample => self.open_sample(),
            Action::CreateSeries(new) => self.create_series(*new),
            Action::SelectSession(id) => self.select_session(id),
            Action::SelectDiagram(id) => self.select_diagram(&id),
            Action::Commit(kinds) => self.commit(ctx, kinds),
            Action::LogZone(zone, passes) => self.log_zone(ctx, zone, passes),
            Action::LogGap(place, passes) => self.log_gap(ctx, place, passes),
            Action::Edit(step) => self.apply(ctx, step),
            Action::SelectZone(zone, frame) => self.select_zone(zone, frame),
            Action::Locate(place) => self.locate(ctx, place),
            Action::RetrySave => self.save_now(ctx),
            Action::Reload => {
                self.dialog = None;
                self.reload();
            }
            Action::SaveCopy => self.save_copy(),
            Action::Say(text) => self.notices.say(text),
            Action::Show(kind) => self.show_dialog(kind),
            Action::CloseDialog => self.dialog = None,
            Action::PreviewPicture(request) => self.preview_picture(request),
            Action::ChoosePicturePath(path) => self.choose_picture_path(&path),
            Action::WritePicture { path, replace, request } => self.write_picture(path, replace, request),
            Action::ChooseLibrary => self.choose_library(),
            Action::SettingsChanged => self.settings_changed(ctx),
            Action::Escape => self.escape(ctx),
            Action::CloseAnyway => {
                self.closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    fn run_command(&mut self, ctx: &Context, command: Command) {
        match command {
            Command::Library => self.show_library(),
            Command::NewSeries => self.show_dialog(DialogKind::NewSeries),
            Command::Details => self.show_dialog(DialogKind::Details),
            Command::Settings => self.show_dialog(DialogKind::Settings),
            Command::Shortcuts => self.show_dialog(DialogKind::Shortcuts),
            Command::ExportPicture => self.show_dialog(DialogKind::ExportPicture),
            Command::OpenFolder => self.choose_folder(),
            Command::Find => {
                self.show_library();
                self.library.focus_search = true;
            }
            Command::Undo => self.undo(ctx),
            Command::Redo => self.redo(ctx),
            Command::Save => self.save_now(ctx),
            Command::NewSession => self.new_session(),
            Command::EndSession => self.end_session(ctx),
            Command::NextGap => self.next_gap(ctx),
            Command::ToggleGaps => self.settings.layers.gaps = !self.settings.layers.gaps,
            Command::NextDiagram => self.step_diagram(1),
            Command::PreviousDiagram => self.step_diagram(-1),
            _ => self.run_in_view(command),
        }
    }

    /// Commands that only change how the open series is shown or what the tools do.
    fn run_in_view(&mut self, command: Command) {
        let canvas = self.canvas;
        let Some(workspace) = &mut self.workspace else { return };
        let has_plan = workspace.has_targets();
        let zoomed = |workspace: &mut Workspace, factor: f64| {
            if let Some(mut view) = workspace.view().copied() {
                view.zoom(canvas, workspace.diagram.size_mm, canvas.center(), factor);
                workspace.set_view(view);
            }
        };
        match command {
            Command::Tool(tool) if tool.writes() && workspace.read_only.is_some() => {
                if let Some(reason) = workspace.read_only.clone() {
                    self.notices.say(reason);
                }
            }
            Command::Tool(tool) => workspace.tool = tool,
            Command::NextPass => workspace.options.pass = workspace.options.pass.saturating_add(1),
            Command::PreviousPass => workspace.options.pass = workspace.options.pass.saturating_sub(1).max(1),
            Command::Mirror => workspace.options.mirror = !workspace.options.mirror,
            Command::NextDirection => workspace.options.direction = workspace.options.direction.next(),
            Command::Narrower => change_width(workspace, -1.0),
            Command::Wider => change_width(workspace, 1.0),
            Command::Number(n) => match workspace.place {
                Place::Treat => set_passes(workspace, n),
                Place::Review => {
                    let map = MapKind::ALL.get(usize::from(n).saturating_sub(1)).copied();
                    if let Some(map) = map.filter(|map| has_plan || !map.needs_plan()) {
                        workspace.set_map(map);
                    }
                }
            },
            Command::ZoomIn => zoomed(workspace, 1.25),
            Command::ZoomOut => zoomed(workspace, 0.8),
            Command::Fit => {
                workspace.set_view(super::canvas::View::fit(canvas, workspace.diagram.size_mm).chosen());
            }
            Command::Treat => workspace.go_to(Place::Treat),
            Command::Review => workspace.go_to(Place::Review),
            _ => {}
        }
    }

    pub(super) fn show_dialog(&mut self, kind: DialogKind) {
        if let Some(workspace) = &mut self.workspace {
            workspace.drop_gesture();
        }
        self.dialog = Dialog::open(kind, &self.scene());
    }

    fn settings_changed(&mut self, ctx: &Context) {
        self.apply_theme(ctx);
        if let Some(workspace) = &mut self.workspace {
            let skin_type = workspace.document().series().client.skin_type.as_deref();
            workspace.tone = self.settings.tone_for(skin_type);
        }
    }

    fn escape(&mut self, ctx: &Context) {
        let Some(workspace) = &mut self.workspace else { return };
        if workspace.gesture.draws() {
            let touched = workspace.drop_gesture();
            workspace.renew_heat(ctx, touched);
        } else {
            workspace.selected = None;
            workspace.located = None;
        }
    }

    /// Takes a step, follows it on the screen, and says why if it is refused.
    fn apply(&mut self, ctx: &Context, step: Step) {
        let Some(workspace) = &mut self.workspace else { return };
        let tone_before = workspace.tone;
        self.notices.outdate();
        match workspace.apply(step) {
            Ok(changed) => {
                let skin_type = workspace.document().series().client.skin_type.as_deref();
                workspace.tone = self.settings.tone_for(skin_type);
                if workspace.tone == tone_before {
                    workspace.renew_heat(ctx, changed);
                }
            }
            Err(error) => self.notices.say(error.to_string()),
        }
    }

    fn undo(&mut self, ctx: &Context) {
        let Some(workspace) = self.workspace.as_mut().filter(|workspace| !workspace.gesture.draws()) else {
            return;
        };
        self.notices.outdate();
        match workspace.undo() {
            Ok(Some(changed)) => workspace.renew_heat(ctx, changed),
            Ok(None) => {}
            Err(error) => self.notices.say(error.to_string()),
        }
    }

    fn redo(&mut self, ctx: &Context) {
        let Some(workspace) = self.workspace.as_mut().filter(|workspace| !workspace.gesture.draws()) else {
            return;
        };
        self.notices.outdate();
        match workspace.redo() {
            Ok(Some(changed)) => workspace.renew_heat(ctx, changed),
            Ok(None) => {}
            Err(error) => self.notices.say(error.to_string()),
        }
    }

    /// Logs what a gesture drew, as one step.
    fn commit(&mut self, ctx: &Context, kinds: Vec<EntryKind>) {
        let now = self.env.now();
        let Some(workspace) = &mut self.workspace else { return };
        let (Some(session), Some(first)) = (workspace.session().cloned(), kinds.first()) else { return };
        let figure = self.figures.peek(&workspace.diagram.id, workspace.tone);
        let label = format!("{}, {}", verb(first), workspace.place_name(figure, first));
        let outside =
            figure.is_some_and(|figure| kinds.iter().all(|kind| workspace.reach(figure, kind) < Reach::Zone));
        let erases = matches!(first, EntryKind::Erase { .. });
        let (at, next) = (session.entries.len(), session.next_entry_id());
        let insert = (0_u64..).zip(kinds).map(|(i, kind)| {
            let entry = Entry {
                id: crate::model::EntryId(next.0.saturating_add(i)),
                diagram: workspace.diagram.id.clone(),
                device: workspace.options.device.clone().filter(|_| !erases),
                at_ms: Some(now.ms_since(session.started_at)),
                pass: (!erases).then_some(workspace.options.pass),
                kind,
                extra: Extra::default(),
                passes_extra: Extra::default(),
            };
            (at + i as usize, entry)
        });
        let edit =
            Edit::Entries { session: session.id.clone(), remove: Vec::new(), insert: insert.collect() };
        self.apply(ctx, Step::new(label, edit));
        if outside && !erases {
            self.notices.say_with_undo("That was outside every zone. It is kept and counts in no zone.");
        }
    }

    fn log_zone(&mut self, ctx: &Context, zone: usize, passes: Passes) {
        let Some(workspace) = &self.workspace else { return };
        let Some(zone) = workspace.diagram.zones.get(zone) else { return };
        let count = wording::count(passes.total() as usize, "pass");
        let said = format!("Logged {count} over {}.", zone.full_name());
        let kind = EntryKind::Zone { zone: zone.id.clone(), passes };
        self.commit(ctx, vec![kind]);
        self.notices.say_with_undo(said);
    }

    /// Logs passes over every patch of a place of gaps, with the patch's own outline.
    fn log_gap(&mut self, ctx: &Context, place: usize, passes: Passes) {
        let Some(workspace) = &self.workspace else { return };
        let Some(summary) = workspace.summary.clone() else { return };
        let Some(place) = summary.places.get(place) else { return };
        let lines = place.gaps.iter().filter_map(|gap| summary.gap_lines.get(*gap));
        // The outer edge of a patch encloses the most; holes in it are painted already.
        let kinds = lines.filter_map(|lines| {
            let rings = lines.iter().filter_map(|line| Ring::new(line.clone()).ok());
            let outer = rings.max_by(|a, b| extent(a).total_cmp(&extent(b)))?;
            Some(EntryKind::Region { ring: outer, passes })
        });
        let kinds: Vec<EntryKind> = kinds.collect();
        self.commit(ctx, kinds);
    }

    fn select_session(&mut self, id: SessionId) {
        let Some(workspace) = &mut self.workspace else { return };
        workspace.open_session(Some(id));
        workspace.place = Place::Treat;
    }

    fn select_diagram(&mut self, id: &DiagramId) {
        let Some(diagram) = self.atlas.diagram(id).cloned() else { return };
        if let Some(workspace) = &mut self.workspace {
            workspace.show_diagram(&diagram);
        }
    }

    fn step_diagram(&mut self, by: i32) {
        let Some(workspace) = &self.workspace else { return };
        let all: Vec<_> = self.atlas.for_figure(workspace.document().series().figure).collect();
        let at = all.iter().position(|diagram| diagram.id == workspace.diagram.id).unwrap_or(0) as i32;
        let to = (at + by).rem_euclid(all.len().max(1) as i32);
        if let Some(id) = all.get(to as usize).map(|diagram| diagram.id.clone()) {
            self.select_diagram(&id);
        }
    }

    fn select_zone(&mut self, zone: usize, frame: bool) {
        let canvas = self.canvas;
        let Some(workspace) = &mut self.workspace else { return };
        let on = workspace.selected == Some(zone) && !frame;
        workspace.selected = (!on).then_some(zone);
        let bounds = workspace.diagram.zones.get(zone).map(|zone| zone.outline.bounds());
        if let Some(bounds) = bounds.filter(|_| frame) {
            workspace.frame_part(canvas, bounds, 1.5);
        }
    }

    /// Shows a place of gaps; asked again for the same place, its next patch.
    fn locate(&mut self, ctx: &Context, place: usize) {
        let (canvas, since) = (self.canvas, ctx.input(|input| input.time));
        let Some(workspace) = &mut self.workspace else { return };
        let Some(summary) = workspace.summary.clone() else { return };
        let Some(gaps) = summary.places.get(place).map(|place| &place.gaps) else { return };
        let patch = match workspace.located {
            Some(located) if located.place == place => (located.patch + 1) % gaps.len().max(1),
            _ => 0,
        };
        workspace.located = Some(Located { place, patch, since });
        let lines = gaps.get(patch).and_then(|gap| summary.gap_lines.get(*gap));
        let mut points = lines.into_iter().flatten().flatten();
        let Some(first) = points.next() else { return };
        let bounds = points.fold(MmRect::new(*first, *first), |rect, p| rect.union(MmRect::new(*p, *p)));
        workspace.show_part(canvas, bounds);
    }

    fn next_gap(&mut self, ctx: &Context) {
        let Some(workspace) = &self.workspace else { return };
        let Some(summary) = &workspace.summary else { return };
        let next = match workspace.located {
            Some(located) => {
                let patches = summary.places.get(located.place).map_or(0, |place| place.gaps.len());
                if located.patch + 1 < patches { located.place } else { located.place + 1 }
            }
            None => 0,
        };
        let count = summary.places.len();
        if count == 0 {
            self.notices.say("No gaps of 0.25 cm² or more.");
        } else {
            self.locate(ctx, next % count);
        }
    }

    /// A session that begins now with the devices and settings of the last.
    pub(super) fn new_session(&mut self) {
        let now = self.env.now();
        let Some(workspace) = &mut self.workspace else { return };
        if let Some(reason) = workspace.read_only.clone() {
            self.notices.say(reason);
            return;
        }
        let document = workspace.document();
        let last = document.sessions().last().cloned();
        let mut session = Session::new(SessionId::fresh(), document.series().id.clone(), now);
        session.devices = last.as_ref().map(|last| last.devices.clone()).unwrap_or_default();
        session.practitioner = match last.as_ref().and_then(|last| last.practitioner.clone()) {
            Some(name) => Some(name),
            None => Some(self.settings.practitioner.trim().to_owned()).filter(|name| !name.is_empty()),
        };
        let said = interval_words(document, last.as_deref(), now.date());
        let needs_device = session.devices.is_empty();
        let options = workspace.options.clone();
        match workspace.apply(Step::new("new session", Edit::AddSession(Box::new(session)))) {
            Ok(_) => {
                workspace.place = Place::Treat;
                // What was in hand stays in hand, if the new session has it.
                let in_hand = options.device.clone().filter(|id| workspace.has_device(id));
                let device = in_hand.or_else(|| workspace.options.device.clone());
                workspace.options = ToolOptions { pass: 1, device, ..options };
                self.screen = Screen::Series;
            }
            Err(error) => {
                self.notices.say(error.to_string());
                return;
            }
        }
        if let Some(said) = said {
            self.notices.say(said);
        }
        if needs_device {
            self.show_dialog(DialogKind::Devices);
        }
    }

    fn end_session(&mut self, ctx: &Context) {
        let now = self.env.now();
        let Some(session) = self.workspace.as_ref().and_then(|workspace| workspace.session()) else { return };
        let edit = Edit::Session { session: session.id.clone(), change: SessionChange::EndedAt(Some(now)) };
        self.apply(ctx, Step::new("end of session", edit));
        self.notices.say_with_undo(format!("The session ended at {}.", wording::time(now)));
    }

    fn save_now(&mut self, ctx: &Context) {
        let (now, clock) = (self.env.now(), ctx.input(|input| input.time));
        let Some(workspace) = &mut self.workspace else { return };
        if workspace.saver.is_dirty(workspace.document()) {
            workspace.autosave(&self.jobs, now, clock, true);
        } else if workspace.read_only.is_none() {
            self.notices.say("Everything is saved.");
        }
    }
}

/// What a gesture did, as it stands in the label of its step.
const fn verb(kind: &EntryKind) -> &'static str {
    match kind {
        EntryKind::Roll(_) => "roll",
        EntryKind::Shade { .. } => "shade",
        EntryKind::Zone { .. } => "zone",
        EntryKind::Region { .. } => "region",
        EntryKind::Erase { .. } => "erase",
    }
}

fn extent(ring: &Ring) -> f64 {
    let mut bounds: Option<MmRect> = None;
    for p in ring.points() {
        let point = MmRect::new(*p, *p);
        bounds = Some(bounds.map_or(point, |bounds| bounds.union(point)));
    }
    bounds.map_or(0.0, |bounds| bounds.width() * bounds.height())
}

/// What is said when a session begins earlier than the plan has it.
fn interval_words(
    document: &crate::edit::Document,
    last: Option<&Session>,
    today: jiff::civil::Date,
) -> Option<String> {
    let planned = document.series().plan.as_ref()?.interval_days?;
    let days = wording::days_between(last?.started_at.date(), today);
    (i64::from(days) < i64::from(planned)).then(|| {
        format!(
            "{} since the last session, the plan says {planned}.",
            wording::count(days.max(0) as usize, "day")
        )
    })
}

/// Passes of the tool in hand.
fn set_passes(workspace: &mut Workspace, passes: u8) {
    match workspace.active_tool() {
        ToolKind::Roll => workspace.options.passes = passes,
        ToolKind::Shade | ToolKind::Zone | ToolKind::Region => workspace.options.area.passes = passes,
        ToolKind::Erase | ToolKind::Inspect | ToolKind::Hand => {}
    }
}

fn change_width(workspace: &mut Workspace, by_mm: f64) {
    let range = ToolOptions::WIDTHS_MM;
    let width = match workspace.active_tool() {
        ToolKind::Shade => &mut workspace.options.shade_width_mm,
        ToolKind::Erase => &mut workspace.options.erase_width_mm,
        _ => return,
    };
    *width = (*width + by_mm).clamp(*range.start(), *range.end());
}

impl Workspace {
    /// Goes to Treat or Review.
    fn go_to(&mut self, place: Place) {
        self.drop_gesture();
        self.gesture = Gesture::None;
        self.place = place;
        self.located = None;
    }
}
