//! The tool strip at the left.

use crate::tool::ToolKind;
use crate::ui::action::{Action, DialogKind, Outbox};
use crate::ui::commands::{Command, keys_of};
use crate::ui::icons::Icon;
use crate::ui::settings::Settings;
use crate::ui::theme::{Look, Room};
use crate::ui::widgets::{IconButton, Menu, tip, tip_with};
use crate::ui::workspace::Workspace;
use egui::{Align, Layout, Pos2, Ui, UiBuilder, Vec2};

const fn icon_of(tool: ToolKind) -> Icon {
    match tool {
        ToolKind::Roll => Icon::Roll,
        ToolKind::Shade => Icon::Shade,
        ToolKind::Zone => Icon::Zone,
        ToolKind::Region => Icon::Region,
        ToolKind::Erase => Icon::Erase,
        ToolKind::Inspect => Icon::Inspect,
        ToolKind::Hand => Icon::Hand,
    }
}

/// Shows the tool strip.
pub fn tool_strip(
    ui: &mut Ui,
    workspace: &mut Workspace,
    settings: &mut Settings,
    room: Room,
    out: &mut Outbox,
) {
    let look = Look::now(ui.ctx());
    let area = ui.max_rect().shrink2(Vec2::new(0.0, 6.0));
    let button = room.pick(Vec2::new(36.0, 38.0), Vec2::splat(40.0), Vec2::splat(40.0));
    let mut strip = ui.new_child(UiBuilder::new().max_rect(area).layout(Layout::top_down(Align::Center)));
    strip.spacing_mut().item_spacing.y = 2.0;
    let writable = workspace.read_only.is_none();
    for tool in ToolKind::ALL {
        if tool == ToolKind::Inspect {
            strip.add_space(4.0);
            let y = strip.cursor().top();
            let x = area.center().x;
            strip.painter().line_segment([Pos2::new(x - 12.0, y), Pos2::new(x + 12.0, y)], look.hairline());
            strip.add_space(6.0);
        }
        let keys = keys_of(Command::Tool(tool));
        let on = workspace.active_tool() == tool;
        let response = IconButton::new(icon_of(tool), tool.name())
            .extent(button, 20.0)
            .enabled(writable || !tool.writes())
            .on(on)
            .returning(!on && workspace.tool == tool)
            .keys(&keys)
            .show(&mut strip);
        if tool == ToolKind::Roll && writable {
            device_menu(&response, workspace, out);
        }
        if tip_with(response, tool.name(), &keys, tool.description()).clicked() {
            out.push(Action::Run(Command::Tool(tool)));
        }
    }
    let mut foot = ui.new_child(UiBuilder::new().max_rect(area).layout(Layout::bottom_up(Align::Center)));
    foot.spacing_mut().item_spacing.y = 2.0;
    let keys = IconButton::new(Icon::Keys, "Shortcuts").extent(button, 20.0).show(&mut foot);
    if tip(keys, "Shortcuts", &keys_of(Command::Shortcuts)).clicked() {
        out.push(Action::Run(Command::Shortcuts));
    }
    let layers = IconButton::new(Icon::Layers, "Layers").extent(button, 20.0).show(&mut foot);
    let layers = tip(layers, "Layers", "");
    layers_menu(&layers, settings, out);
}

/// The session's devices, on a click with the other button.
fn device_menu(response: &egui::Response, workspace: &mut Workspace, out: &mut Outbox) {
    let Some(session) = workspace.session().cloned() else { return };
    Menu::context(response, 240.0, |menu| {
        menu.head("Devices of this session");
        for device in &session.devices {
            let on = workspace.options.device.as_ref() == Some(&device.id);
            if menu.choice(&device.name, "", on) {
                workspace.options.device = Some(device.id.clone());
            }
        }
        menu.separator();
        if menu.row(Some(Icon::Plus), "Set up devices…", "") {
            out.push(Action::Show(DialogKind::Devices));
        }
    });
}

fn layers_menu(response: &egui::Response, settings: &mut Settings, out: &mut Outbox) {
    Menu::below(response, 220.0, |menu| {
        let layers = &mut settings.layers;
        let rows = [
            ("Zone outlines", &mut layers.outlines),
            ("Gaps and their numbers", &mut layers.gaps),
            ("Over the ceiling", &mut layers.ceiling),
            ("Keep-outs", &mut layers.keep_outs),
        ];
        for (name, on) in rows {
            if menu.choice(name, "", *on) {
                *on = !*on;
                out.push(Action::SettingsChanged);
            }
        }
    });
}
