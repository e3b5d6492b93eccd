//! The context bar: the options of the tool in hand.

use crate::model::{Device, Direction};
use crate::tool::{DirectionMode, ToolKind, ToolOptions};
use crate::ui::action::{Action, DialogKind, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Room, Text, size};
use crate::ui::widgets::{
    Button, IconButton, Menu, Segment, dropdown, label, paint_text, segmented, stepper, text_field,
    text_width, tip, tip_with,
};
use crate::ui::workspace::Workspace;
use crate::wording;
use egui::{Align, Align2, Id, Layout, Pos2, Rect, Sense, Ui, UiBuilder, Vec2};

/// Shows the context bar.
pub fn context_bar(ui: &mut Ui, workspace: &mut Workspace, room: Room, out: &mut Outbox) {
    let look = Look::now(ui.ctx());
    let area = ui.max_rect().shrink2(Vec2::new(16.0, 0.0));
    let tool = workspace.active_tool();
    let right = if tool == ToolKind::Roll { pass_counter(ui, area, workspace, out) } else { area.right() };
    let area = Rect::from_min_max(area.min, Pos2::new(right - 12.0, area.bottom()));
    let mut bar = ui.new_child(UiBuilder::new().max_rect(area).layout(Layout::left_to_right(Align::Center)));
    let ui = &mut bar;
    ui.spacing_mut().item_spacing.x = room.pick(6.0, 9.0, 12.0);
    label(ui, tool.name(), Text::Strong, look.text);
    match tool {
        ToolKind::Roll => {
            device_chip(ui, workspace, room, out);
            passes(ui, workspace, room);
            direction(ui, workspace, room);
            mirror(ui, workspace, room);
            steadiness(ui, &mut workspace.options);
        }
        ToolKind::Shade => {
            width(ui, &mut workspace.options.shade_width_mm);
            area_options(ui, &mut workspace.options, room);
            mirror(ui, workspace, room);
            steadiness(ui, &mut workspace.options);
            device_chip(ui, workspace, room, out);
        }
        ToolKind::Zone | ToolKind::Region => {
            if tool == ToolKind::Region {
                shape(ui, &mut workspace.options);
            }
            area_options(ui, &mut workspace.options, room);
            mirror(ui, workspace, room);
            device_chip(ui, workspace, room, out);
        }
        ToolKind::Erase => {
            width(ui, &mut workspace.options.erase_width_mm);
            mirror(ui, workspace, room);
            hint(ui, "Sets this session's passes back to zero, for all devices");
        }
        ToolKind::Inspect => hint(ui, "Point at the skin: which session put how many passes there"),
        ToolKind::Hand => hint(ui, "Drag moves the view, the wheel zooms"),
    }
}

fn hint(ui: &mut Ui, text: &str) {
    let look = Look::now(ui.ctx());
    let at = Pos2::new(ui.cursor().left(), ui.max_rect().center().y);
    let width = ui.available_width();
    crate::ui::widgets::cut_text(ui.painter(), at, width, text, Text::Small, look.text_3);
}

fn title(ui: &mut Ui, text: &str, room: Room) {
    if room != Room::Small {
        label(ui, text, Text::Body, Look::now(ui.ctx()).text_2);
    }
}

/// Name, needle length and width of a device.
pub(super) fn device_words(device: &Device) -> (String, String) {
    let length = device.needle_length_mm.map(wording::millimetres);
    let width = device.width_mm.map(|mm| format!("{} wide", wording::millimetres(mm)));
    let second: Vec<String> = length.into_iter().chain(width).collect();
    (device.name.clone(), second.join(" · "))
}

fn device_chip(ui: &mut Ui, workspace: &mut Workspace, room: Room, out: &mut Outbox) {
    let Some(session) = workspace.session().cloned() else { return };
    let (first, second) =
        workspace.device().map_or_else(|| ("No device".to_owned(), String::new()), device_words);
    let second = if room == Room::Small { String::new() } else { second };
    let response = dropdown(ui, None, &first, &second, size::SMALL_BUTTON, room.pick(112.0, 290.0, 340.0));
    Menu::below(&response, 300.0, |menu| {
        for device in &session.devices {
            let (first, second) = device_words(device);
            let on = workspace.options.device.as_ref() == Some(&device.id);
            if menu.choice(&first, &second, on) {
                workspace.options.device = Some(device.id.clone());
            }
        }
        menu.separator();
        match &workspace.read_only {
            Some(_) => menu.off(Some(Icon::Plus), "Set up devices…", "read-only"),
            None => {
                if menu.row(Some(Icon::Plus), "Set up devices…", "") {
                    out.push(Action::Show(DialogKind::Devices));
                }
            }
        }
    });
}

fn passes(ui: &mut Ui, workspace: &mut Workspace, room: Room) {
    title(ui, "Passes", room);
    let n = workspace.options.passes;
    let step = stepper(ui, "Passes", &format!("×{n}"), n <= 1, n == u8::MAX);
    workspace.options.passes = n.saturating_add_signed(step as i8).max(1);
}

fn direction(ui: &mut Ui, workspace: &mut Workspace, room: Room) {
    title(ui, "Direction", room);
    let segments: Vec<Segment<'_>> = DirectionMode::ALL
        .iter()
        .map(|mode| match mode {
            DirectionMode::Auto => Segment::Words("Auto"),
            DirectionMode::Fixed(direction) => Segment::Direction(*direction),
        })
        .collect();
    let chosen = DirectionMode::ALL.map(|mode| mode == workspace.options.direction);
    if let Some(i) = segmented(ui, &segments, &chosen, size::SMALL_BUTTON, 8.0) {
        workspace.options.direction = DirectionMode::ALL.get(i).copied().unwrap_or_default();
    }
}

fn mirror(ui: &mut Ui, workspace: &mut Workspace, room: Room) {
    let has_midline = workspace.diagram.midline_x_mm.is_some();
    let on = workspace.options.mirror && has_midline;
    // The word goes where the steady hand beside it would have no room.
    let response = if room == Room::Small || ui.available_width() < 150.0 {
        IconButton::new(Icon::Mirror, "Mirror")
            .outlined()
            .on(on)
            .enabled(has_midline)
            .extent(Vec2::new(32.0, 28.0), 18.0)
            .show(ui)
    } else {
        Button::new("Mirror").icon(Icon::Mirror).small().on(on).enabled(has_midline).show(ui)
    };
    let sentence = if has_midline {
        "What is drawn or logged is repeated on the other side of the midline."
    } else {
        "This view has no midline."
    };
    if tip_with(response, "Mirror", &keys_of(Command::Mirror), sentence).clicked() {
        workspace.options.mirror = !workspace.options.mirror;
    }
}

/// Lasso or corners.
fn shape(ui: &mut Ui, options: &mut ToolOptions) {
    let chosen = [!options.corners, options.corners];
    let words = [Segment::Words("Lasso"), Segment::Words("Corners")];
    if let Some(i) = segmented(ui, &words, &chosen, size::SMALL_BUTTON, 9.0) {
        options.corners = i == 1;
    }
}

/// What can be chosen for a steady hand, in percent.
const STEADINESS: [u8; 6] = [0, 10, 25, 50, 75, 100];

/// How steady the hand is made.
fn steadiness(ui: &mut Ui, options: &mut ToolOptions) {
    let percent = |n: u8| format!("{n}{}%", wording::NARROW_SPACE);
    let now = options.steadiness;
    let button = IconButton::new(Icon::Pen, "Steady hand").outlined().on(now > 0);
    let response = button.extent(Vec2::new(32.0, size::SMALL_BUTTON), 18.0).show(ui);
    let sentence = format!("{}. Draws the stroke behind the pointer, as on a string.", percent(now));
    let response = tip_with(response, "Steady hand", "", &sentence);
    Menu::below(&response, 160.0, |menu| {
        menu.head("Steady hand");
        for n in STEADINESS {
            if menu.choice(&if n == 0 { "Off".to_owned() } else { percent(n) }, "", n == now) {
                options.steadiness = n;
            }
        }
    });
}

/// The width of a brush, typed in mm.
fn width(ui: &mut Ui, width_mm: &mut f64) {
    label(ui, "Width", Text::Body, Look::now(ui.ctx()).text_2);
    let id = Id::unique("width being typed");
    let mut text: String =
        ui.data(|data| data.get_temp(id)).unwrap_or_else(|| wording::millimetres(*width_mm));
    let response = text_field(ui, &mut text, "", 74.0);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("Width in mm"));
    let response =
        tip_with(response, "Width", "[ ]", "Shift and a drag with the other button change it too.");
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, text.clone()));
        return;
    }
    ui.data_mut(|data| data.remove_temp::<String>(id));
    let number = text.trim().trim_end_matches("mm").trim().replace(',', ".");
    if let Some(mm) = number.parse::<f64>().ok().filter(|mm| response.lost_focus() && mm.is_finite()) {
        *width_mm = mm.clamp(*ToolOptions::WIDTHS_MM.start(), *ToolOptions::WIDTHS_MM.end());
    }
}

/// Passes, and the directions they are in; none chosen means undirected.
fn area_options(ui: &mut Ui, options: &mut ToolOptions, room: Room) {
    title(ui, "Passes", room);
    let n = options.area.passes;
    let step = stepper(ui, "Passes", &format!("×{n}"), n <= 1, n == u8::MAX);
    options.area.passes = n.saturating_add_signed(step as i8).max(1);
    title(ui, "Directions", room);
    let segments = Direction::ROLLED.map(Segment::Direction);
    let chosen = Direction::ROLLED.map(|direction| *options.area.directions.get(direction));
    if let Some(direction) = segmented(ui, &segments, &chosen, size::SMALL_BUTTON, 8.0)
        .and_then(|i| Direction::ROLLED.get(i).copied())
    {
        let on = options.area.directions.get_mut(direction);
        *on = !*on;
    }
    if chosen.iter().all(|on| !on) && room != Room::Small {
        label(ui, "undirected", Text::Small, Look::now(ui.ctx()).text_3);
    }
}

/// The practitioner's own count of passes, at the right end. Returns where it begins.
fn pass_counter(ui: &mut Ui, area: Rect, workspace: &Workspace, out: &mut Outbox) -> f32 {
    let look = Look::now(ui.ctx());
    let mut right =
        ui.new_child(UiBuilder::new().max_rect(area).layout(Layout::right_to_left(Align::Center)));
    right.spacing_mut().item_spacing.x = 12.0;
    let keys = keys_of(Command::NextPass);
    let response = Button::new("Next pass").keys(&keys).small().show(&mut right);
    let sentence =
        "Counts up your own label of passes. Area swept again under one label is overlap, not plan.";
    let response = tip_with(response, "Next pass", &keys, sentence);
    if response.clicked() {
        out.push(Action::Run(Command::NextPass));
    }
    if response.secondary_clicked() {
        out.push(Action::Run(Command::PreviousPass));
    }
    let number = workspace.options.pass.to_string();
    let (words, bold) =
        (text_width(ui.painter(), "Pass", Text::Body), text_width(ui.painter(), &number, Text::Strong));
    let (rect, shown) = right.allocate_exact_size(Vec2::new(words + bold + 6.0, 24.0), Sense::hover());
    paint_text(right.painter(), rect.left_center(), Align2::LEFT_CENTER, "Pass", Text::Body, look.text_2);
    paint_text(right.painter(), rect.right_center(), Align2::RIGHT_CENTER, &number, Text::Strong, look.text);
    tip(shown, "Your own count of passes", "");
    right.min_rect().left()
}
