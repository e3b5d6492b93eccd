//! What changes how the open series is shown or what the tools do.

use crate::coverage::PassFilter;
use crate::geometry::Rect as MmRect;
use crate::heatmap::MapKind;
use crate::model::DiagramId;
use crate::tool::{AreaOptions, ToolKind, ToolOptions};
use crate::ui::app::App;
use crate::ui::canvas::View;
use crate::ui::commands::Command;
use crate::ui::workspace::{Gesture, Held, Located, Place, Tab, Workspace};
use egui::Context;

impl App {
    /// Commands that only change how the open series is shown or what the tools do.
    pub(super) fn run_in_view(&mut self, command: Command) {
        let canvas = self.canvas;
        let Some(workspace) = &mut self.workspace else { return };
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
            Command::NextDirection => match workspace.active_tool() {
                ToolKind::Shade | ToolKind::Zone | ToolKind::Region => workspace.options.area.turn(),
                _ => workspace.options.direction = workspace.options.direction.next(),
            },
            Command::FourByFour => workspace.options.area = AreaOptions::FOUR_BY_FOUR,
            Command::Narrower => change_width(workspace, -1.0),
            Command::Wider => change_width(workspace, 1.0),
            Command::Number(n) => match workspace.place {
                Place::Treat => set_passes(workspace, n),
                Place::Plan => workspace.plan.wanted.passes = u32::from(n),
                Place::Review => {
                    let map = MapKind::ALL.get(usize::from(n).saturating_sub(1)).copied();
                    if let Some(map) = map.filter(|map| workspace.map_off(*map).is_none()) {
                        workspace.set_map(map);
                    }
                }
            },
            Command::ZoomIn => zoomed(workspace, 1.25),
            Command::ZoomOut => zoomed(workspace, 0.8),
            Command::Fit => {
                workspace.set_view(View::fit(canvas, workspace.diagram.size_mm).chosen());
            }
            Command::FocusZones => {
                workspace.tab = Tab::Coverage;
                workspace.keys.want_zones = true;
            }
            Command::WideRecord => {
                let wide = !workspace.record_is_wide();
                workspace.record.wide = wide;
                workspace.record.entered = wide;
                workspace.tab = Tab::Record;
            }
            Command::PinCard => {
                if let Some(said) = pin_card(workspace) {
                    self.notices.say(said);
                }
            }
            Command::EachSession => workspace.multiples.on = !workspace.multiples.on,
            Command::Play => workspace.toggle_play(),
            Command::AllPasses => workspace.only = PassFilter::ALL,
            Command::Treat => workspace.go_to(Place::Treat),
            Command::Review => workspace.go_to(Place::Review),
            Command::Plan => workspace.go_to(Place::Plan),
            _ => {}
        }
    }

    pub(super) fn escape(&mut self, ctx: &Context) {
        let Some(workspace) = &mut self.workspace else { return };
        if workspace.gesture.draws() {
            let touched = workspace.drop_gesture();
            workspace.renew_heat(ctx, touched);
        } else if !workspace.stop_play() && !workspace.unpin_last() {
            workspace.selected = None;
            workspace.located = None;
            workspace.gap_view.spot = None;
        }
    }

    pub(super) fn select_diagram(&mut self, id: &DiagramId) {
        let Some(diagram) = self.atlas.diagram(id).cloned() else { return };
        if let Some(workspace) = &mut self.workspace {
            workspace.show_diagram(&diagram);
        }
    }

    pub(super) fn step_diagram(&mut self, by: i32) {
        let Some(workspace) = &self.workspace else { return };
        let all: Vec<_> = self.atlas.for_figure(workspace.document().series().figure).collect();
        let at = all.iter().position(|diagram| diagram.id == workspace.diagram.id).unwrap_or(0) as i32;
        let to = (at + by).rem_euclid(all.len().max(1) as i32);
        if let Some(id) = all.get(to as usize).map(|diagram| diagram.id.clone()) {
            self.select_diagram(&id);
        }
    }

    pub(super) fn select_zone(&mut self, zone: usize, frame: bool) {
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
    pub(super) fn locate(&mut self, ctx: &Context, place: usize) {
        let (canvas, since) = (self.canvas, ctx.input(|input| input.time));
        let Some(workspace) = &mut self.workspace else { return };
        let Some(summary) = workspace.summary.clone() else { return };
        let Some(gaps) = summary.places.get(place).map(|place| &place.gaps) else { return };
        let patch = match workspace.located {
            Some(located) if located.place == place => (located.patch + 1) % gaps.len().max(1),
            _ => 0,
        };
        workspace.located = Some(Located { place, patch, since });
        workspace.gap_view.spot = None;
        let lines = gaps.get(patch).and_then(|gap| summary.gap_lines.get(*gap));
        let mut points = lines.into_iter().flatten().flatten();
        let Some(first) = points.next() else { return };
        let bounds = points.fold(MmRect::new(*first, *first), |rect, p| rect.union(MmRect::new(*p, *p)));
        workspace.show_part(canvas, bounds);
    }

    pub(super) fn next_gap(&mut self, ctx: &Context) {
        let Some(workspace) = &self.workspace else { return };
        let Some(summary) = &workspace.summary else { return };
        let listed = workspace.listed_places();
        let patches = |place: usize| summary.places.get(place).map_or(0, |place| place.gaps.len());
        let next = match workspace.located {
            Some(located)
                if listed.contains(&located.place) && located.patch + 1 < patches(located.place) =>
            {
                Some(located.place)
            }
            Some(located) => listed.iter().copied().find(|place| *place > located.place),
            None => None,
        };
        match next.or_else(|| listed.first().copied()) {
            Some(place) => self.locate(ctx, place),
            None => self.notices.say("No gaps are listed."),
        }
    }
}

/// Pins the card under the pointer. Returns why not, if so.
fn pin_card(workspace: &mut Workspace) -> Option<&'static str> {
    let looks = match workspace.place {
        Place::Treat => workspace.active_tool() == ToolKind::Inspect,
        Place::Review => true,
        Place::Plan => false,
    };
    let Some(place) = workspace.pointer.filter(|_| looks) else {
        return Some("Point at the skin in Review, or with Inspect, to keep its card.");
    };
    workspace.pin(place, workspace.hovered);
    None
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
    /// Goes to Treat, Review or Plan.
    pub(super) fn go_to(&mut self, place: Place) {
        self.drop_gesture();
        self.gesture = Gesture::None;
        self.stop_play();
        self.place = place;
        self.located = None;
        self.held = Held::default();
    }
}
