//! Which panels an open series has, place by place.

use super::action::Outbox;
use super::app::App;
use super::canvas::{CanvasContext, canvas_ui};
use super::panels::{
    Beside, TopBar, banners, context_bar, map_rail, multiples, picture_beside, plan_bar, plan_panel,
    review_panel, right_panel, status_bar, time_tray, tool_strip, top_bar, tray,
};
use super::theme::{Look, Room, size};
use super::workspace::Place;
use egui::{CentralPanel, Frame, Panel, Ui};

impl App {
    pub(super) fn series_ui(&mut self, ui: &mut Ui, room: Room, out: &mut Outbox) {
        let look = Look::now(ui.ctx());
        let (now, today) = (self.env.now(), self.env.today());
        let Some(workspace) = &mut self.workspace else { return };
        workspace.keys.taken = false;
        workspace.settle_beside();
        let frame = Frame::new().fill(look.panel);
        let bar = TopBar { room, today, hide_names: self.settings.hide_names };
        fixed(Panel::top("top bar"), size::TOP_BAR, frame, ui, |ui| top_bar(ui, workspace, bar, out));
        banners(ui, workspace, out);
        let notice = self.notices.text();
        let beside = Beside { room, now, atlas: &self.atlas, settings: &self.settings };
        fixed(Panel::bottom("status bar"), size::STATUS_BAR, frame, ui, |ui| {
            status_bar(ui, workspace, beside, notice);
        });
        let review = workspace.place == Place::Review;
        let clock = ui.input(|input| input.time);
        if let Some(seconds) = workspace.step_play(clock, self.settings.seconds_each.clamp(0.1, 10.0)) {
            ui.ctx().request_repaint_after_secs(seconds as f32);
        }
        if review {
            let width = room.pick(44.0, 196.0, 220.0);
            fixed(Panel::left("map rail"), width, frame, ui, |ui| {
                map_rail(ui, workspace, &mut self.settings, &self.atlas, room, out);
            });
            let width = room.pick(320.0, 396.0, 460.0);
            fixed(Panel::right("review panel"), width, frame, ui, |ui| {
                review_panel(ui, workspace, room, out);
            });
            fixed(Panel::bottom("time tray"), room.pick(76.0, 92.0, 92.0), frame, ui, |ui| {
                time_tray(ui, workspace, &mut self.settings, today, out);
            });
        } else if workspace.record_is_wide() {
            self.wide_record(ui, room, frame, out);
            return;
        } else {
            self.treat_or_plan(ui, room, frame, out);
        }
        let Some(workspace) = &mut self.workspace else { return };
        let figure = self.figures.peek(&workspace.diagram.id, workspace.tone).cloned();
        CentralPanel::default().frame(Frame::new().fill(look.ground)).show(ui, |ui| {
            if workspace.shows_multiples() {
                multiples(ui, workspace, out);
                return;
            }
            let mut cx = CanvasContext {
                figure: figure.as_ref(),
                bare: false,
                settings: &self.settings,
                hatch: &mut self.hatch,
                out,
            };
            self.canvas = canvas_ui(ui, workspace, &mut cx);
        });
    }

    /// The panels of Treat, and of Plan, which has its own in the place of some.
    fn treat_or_plan(&mut self, ui: &mut Ui, room: Room, frame: Frame, out: &mut Outbox) {
        let (now, today) = (self.env.now(), self.env.today());
        let Some(workspace) = &mut self.workspace else { return };
        let plans = workspace.place == Place::Plan;
        if plans {
            let width = room.pick(320.0, 396.0, 540.0);
            fixed(Panel::right("plan panel"), width, frame, ui, |ui| {
                plan_panel(ui, workspace, &mut self.plan_panel, &self.atlas, room, today, out);
            });
        } else {
            fixed(Panel::left("tools"), room.pick(48.0, 52.0, 52.0), frame, ui, |ui| {
                tool_strip(ui, workspace, &mut self.settings, room, out);
            });
            let width = room.pick(300.0, 360.0, 540.0);
            let beside = Beside { room, now, atlas: &self.atlas, settings: &self.settings };
            fixed(Panel::right("panel"), width, frame, ui, |ui| right_panel(ui, workspace, beside, out));
        }
        fixed(Panel::top("context bar"), size::CONTEXT_BAR, frame, ui, |ui| {
            if plans { plan_bar(ui, workspace, room) } else { context_bar(ui, workspace, room, out) }
        });
        fixed(Panel::bottom("tray"), room.pick(76.0, 108.0, 108.0), frame, ui, |ui| {
            tray(ui, workspace, &self.atlas, &self.thumbs, room, today, out);
        });
    }

    /// The record over the window, with the picture and what is known of the session beside it where there is room.
    fn wide_record(&mut self, ui: &mut Ui, room: Room, frame: Frame, out: &mut Outbox) {
        let now = self.env.now();
        let Some(workspace) = &mut self.workspace else { return };
        if room != Room::Small {
            let figure = self.figures.peek(&workspace.diagram.id, workspace.tone).cloned();
            let (settings, hatch) = (&self.settings, &mut self.hatch);
            let mut cx = CanvasContext { figure: figure.as_ref(), bare: true, settings, hatch, out };
            fixed(Panel::left("picture"), room.pick(0.0, 380.0, 640.0), frame, ui, |ui| {
                self.canvas = picture_beside(ui, workspace, &mut cx);
            });
        }
        let beside = Beside { room, now, atlas: &self.atlas, settings: &self.settings };
        CentralPanel::default().frame(frame).show(ui, |ui| right_panel(ui, workspace, beside, out));
    }
}

/// A panel of a fixed size without a margin.
fn fixed(panel: Panel, extent: f32, frame: Frame, ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    panel.frame(frame).exact_size(extent).resizable(false).show_separator_line(true).show(ui, contents);
}
