//! What all dialogs have in common: the frame, the head, the scrolling body and the foot with its buttons.

use crate::export::Named;
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, NOTHING, Text, size};
use crate::ui::widgets::{
    Button, ButtonKind, IconButton, Segment, focus_ring, label, popup_frame, segmented, tip,
};
use egui::{
    Align, Context, Id, Key, Layout, Margin, Modal, Modifiers, Response, RichText, ScrollArea, Sense, Ui,
    Vec2,
};

/// Room around the contents of a dialog.
pub(super) const MARGIN: f32 = 20.0;

/// Space between fields of a form, one above the other.
pub(super) const GAP: f32 = 12.0;

/// Room above and below what is in the body.
pub(super) const BODY: f32 = 16.0;

/// Height of head and foot together with the least room above and below the dialog.
const FIXED: f32 = 56.0 + 64.0 + 2.0 * 16.0;

/// The frame of a dialog.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form<'a> {
    /// A name of its own among the dialogs.
    pub(super) id: &'static str,
    /// What stands above it.
    pub(super) title: &'a str,
    /// Width of its contents.
    pub(super) width: f32,
    /// Height of its body, if it has room. Forms keep it, so that nothing moves under the pointer when a problem
    /// comes or goes; none is as high as its contents.
    pub(super) height: Option<f32>,
    /// The button that accepts it; none has only a button to close it.
    pub(super) accept: Option<Accept<'a>>,
    /// What was wrong with what was asked for, beside the buttons.
    pub(super) error: &'a str,
    /// Whether a click beside it closes it. Not where something can be typed, which would be lost.
    pub(super) lightly: bool,
}

/// The button that accepts a dialog.
#[derive(Clone, Copy, Debug)]
pub(super) struct Accept<'a> {
    /// Its words.
    pub(super) words: &'a str,
    /// What it is for.
    pub(super) kind: ButtonKind,
    /// Whether it can be used now.
    pub(super) enabled: bool,
}

impl<'a> Accept<'a> {
    /// The primary button.
    pub(super) const fn primary(words: &'a str) -> Self {
        Self { words, kind: ButtonKind::Primary, enabled: true }
    }
}

/// What became of a dialog in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It stays.
    Open,
    /// It was accepted.
    Accept,
    /// It was closed.
    Close,
}

/// The most height that the body of a dialog has in a window, with the room around it.
pub(super) fn most_height(ctx: &Context) -> f32 {
    (ctx.content_rect().height() - FIXED).max(120.0)
}

impl Form<'_> {
    /// Shows it.
    pub(super) fn show(&self, ctx: &Context, body: impl FnOnce(&mut Ui)) -> Answer {
        let look = Look::now(ctx);
        let room = ctx.content_rect().size();
        let accepts = self.accept.is_some_and(|accept| accept.enabled);
        // Before any field sees it, as Enter is a new line in some of them.
        let command_enter =
            accepts && ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let typing = ctx.text_edit_focused();
        let mut answer = Answer::Open;
        let modal = Modal::new(Id::unique(("dialog", self.id)))
            .frame(popup_frame(look).inner_margin(Margin::ZERO))
            .show(ctx, |ui| {
                ui.set_width(self.width.min(room.x - 2.0 * MARGIN));
                ui.spacing_mut().item_spacing = Vec2::new(8.0, 0.0);
                self.head(ui, look, &mut answer);
                self.body(ui, most_height(ctx), body);
                self.foot(ui, look, &mut answer);
            });
        // A field of one line gives the focus away at Enter.
        let left = typing && !ctx.text_edit_focused() && ctx.input(|input| input.key_pressed(Key::Enter));
        if answer == Answer::Open && accepts && (command_enter || left) {
            answer = Answer::Accept;
        }
        let escape = modal.is_top_modal
            && !modal.any_popup_open
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if escape || (self.lightly && modal.backdrop_response.clicked()) {
            answer = Answer::Close;
        }
        answer
    }

    fn head(&self, ui: &mut Ui, look: &Look, answer: &mut Answer) {
        let extent = Vec2::new(ui.available_width(), 56.0);
        ui.allocate_ui_with_layout(extent, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_size(extent);
            ui.add_space(MARGIN);
            label(ui, self.title, Text::Title, look.text);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(MARGIN - 6.0);
                let close = IconButton::new(Icon::Close, "Close the dialog").show(ui);
                if tip(close, "Close", "Esc").clicked() {
                    *answer = Answer::Close;
                }
            });
        });
    }

    fn body(&self, ui: &mut Ui, most: f32, body: impl FnOnce(&mut Ui)) {
        let height = self.height.map_or(most, |height| height.min(most));
        let area = ScrollArea::vertical().max_height(height).auto_shrink([false, self.height.is_none()]);
        let area = if self.height.is_some() { area.min_scrolled_height(height) } else { area };
        area.id_salt(self.id).show(ui, |ui| {
            egui::Frame::new().inner_margin(Margin { left: 20, right: 20, top: 4, bottom: 12 }).show(
                ui,
                |ui| {
                    ui.set_width(ui.available_width());
                    body(ui);
                },
            );
        });
    }

    fn foot(&self, ui: &mut Ui, look: &Look, answer: &mut Answer) {
        let extent = Vec2::new(ui.available_width(), 64.0);
        let line = ui.allocate_ui_with_layout(extent, Layout::right_to_left(Align::Center), |ui| {
            ui.set_min_size(extent);
            ui.add_space(MARGIN);
            if let Some(accept) = self.accept {
                let button = Button::new(accept.words).kind(accept.kind).enabled(accept.enabled);
                if button.show(ui).clicked() {
                    *answer = Answer::Accept;
                }
            }
            let words = if self.accept.is_some() { "Cancel" } else { "Close" };
            let cancel = Button::new(words).show(ui);
            if self.wants_cancel(ui) {
                cancel.request_focus();
            }
            if cancel.clicked() {
                *answer = Answer::Close;
            }
            if !self.error.is_empty() {
                ui.add_space(12.0);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add_space(MARGIN);
                    let (place, _) = ui.allocate_exact_size(Vec2::splat(14.0), Sense::hover());
                    icon(ui.painter(), place.center(), 14.0, Icon::Warn, look.stop);
                    // No more than fits beside the buttons.
                    let words: String = self.error.chars().take(220).collect();
                    paragraph(ui, &words, Text::Small, look.stop);
                });
            }
        });
        let rect = line.response.rect;
        ui.painter().hline(rect.x_range(), rect.top() + 0.5, look.hairline());
    }

    /// Where something would be lost, Cancel has the focus from the start.
    fn wants_cancel(&self, ui: &Ui) -> bool {
        let dangerous = self.accept.is_some_and(|accept| accept.kind == ButtonKind::Danger);
        dangerous && ui.ctx().memory(|memory| memory.focused().is_none())
    }
}

/// A segmented control with its name above. Returns the field that was chosen anew.
pub(super) fn choice(ui: &mut Ui, name: &str, words: &[&str], chosen: Option<usize>) -> Option<usize> {
    let look = Look::now(ui.ctx());
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        label(ui, name, Text::Small, look.text_2);
        let segments: Vec<Segment<'_>> = words.iter().map(|words| Segment::Words(words)).collect();
        let on: Vec<bool> = (0..words.len()).map(|i| Some(i) == chosen).collect();
        segmented(ui, &segments, &on, size::BUTTON, 10.0).filter(|clicked| Some(*clicked) != chosen)
    })
    .inner
}

/// What of a client's identity goes along.
pub(super) fn choose_named(ui: &mut Ui, named: &mut Named) {
    const NAMES: [Named; 3] = [Named::Neither, Named::Reference, Named::Name];
    let chosen = NAMES.iter().position(|one| one == named);
    let new = choice(ui, "Client", &["Neither", "Reference", "Name"], chosen);
    *named = new.and_then(|new| NAMES.get(new)).copied().unwrap_or(*named);
}

/// A head above a group of fields.
pub(super) fn head(ui: &mut Ui, words: &str) {
    let look = Look::now(ui.ctx());
    label(ui, words, Text::Strong, look.text);
    ui.add_space(8.0);
}

/// Sentences that wrap.
pub(super) fn paragraph(ui: &mut Ui, words: &str, style: Text, color: egui::Color32) -> Response {
    ui.add(egui::Label::new(RichText::new(words).font(style.font()).color(color)).wrap())
}

/// Makes everything that follows in a ui impossible to change, but as easy to read as before.
pub(super) fn lock(ui: &mut Ui) {
    ui.style_mut().visuals.disabled_alpha = 1.0;
    ui.disable();
}

/// A swatch of a colour that can be chosen.
pub(super) fn swatch(ui: &mut Ui, name: &str, fill: egui::Color32, on: bool) -> Response {
    let look = Look::now(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::BUTTON), Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, true, on, name));
    let centre = rect.center();
    ui.painter().circle(centre, 11.0, fill, look.outline());
    let ring = if on {
        look.accent
    } else if response.hovered() {
        look.edge
    } else {
        NOTHING
    };
    ui.painter().circle_stroke(centre, 14.0, egui::Stroke::new(2.0, ring));
    focus_ring(ui.painter(), rect, &response, look);
    response
}
