//! The plan: sessions, targets and goals.

use super::plan_form::{PlanForm, Shown};
use super::reading::Place;
use super::zones;
use crate::model::{Figure, Per, Target, ZonePattern};
use crate::ui::dialogs::form::{GAP, choice, head, paragraph};
use crate::ui::dialogs::value::whole_text;
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{
    Button, IconButton, Menu, Segment, TextField, checkbox, label, remark, segmented, tip, tip_with,
};
use egui::{Sense, Ui, Vec2};

/// A target as it stands in the form.
#[derive(Clone, Debug)]
pub(super) struct TargetRow {
    /// The target it started from.
    pub(super) base: Option<Target>,
    /// Its zones.
    pub(super) zones: String,
    /// Its passes.
    pub(super) passes: String,
    /// Its ceiling.
    pub(super) ceiling: String,
    /// What they count for.
    pub(super) per: Per,
    /// A number of its own among the rows, so that fields keep their place when rows come and go.
    number: u64,
}

impl TargetRow {
    /// The row of a target.
    pub(super) fn of(target: Target) -> Self {
        Self {
            zones: target.zones.as_str().to_owned(),
            passes: target.passes.to_string(),
            ceiling: whole_text(target.ceiling),
            per: target.per,
            base: Some(target),
            number: 0,
        }
    }

    fn blank() -> Self {
        let (zones, passes, ceiling) = (String::new(), String::new(), String::new());
        Self { base: None, zones, passes, ceiling, per: Per::default(), number: 0 }
    }

    /// Whether its zones are others than at first.
    pub(super) fn is_changed(&self) -> bool {
        self.base.as_ref().is_none_or(|base| base.zones.as_str() != self.zones)
    }
}

/// What a row is asked to become.
#[derive(Clone, Copy)]
enum Move {
    Up(usize),
    Down(usize),
    Away(usize),
}

/// Widths of the columns of the targets.
const ZONES: f32 = 160.0;
const COUNT: f32 = 62.0;
const BUTTON: f32 = 28.0;

/// Which of several targets holds.
const SEVERAL: &str = "Where several match a zone, the last one holds.";

/// From this width on a target has one line, and its columns heads.
const WIDE: f32 = 480.0;

/// Shows the plan.
pub(super) fn plan(ui: &mut Ui, form: &mut PlanForm, shown: Shown<'_>) {
    let look = Look::now(ui.ctx());
    checkbox(ui, &mut form.planned, "Plan");
    ui.add_space(4.0);
    if !form.planned {
        paragraph(ui, "No plan yet", Text::Body, look.text);
        ui.add_space(4.0);
        let words = "Passes are counted all the same. With targets, gaps and goals are shown.";
        paragraph(ui, words, Text::Body, look.text_2);
        return;
    }
    let Shown { reading, insist, .. } = shown;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let sessions = TextField::new("Sessions", 120.0).hint("any number");
        sessions.problem(reading.problem(Place::Sessions)).insist(insist).show(ui, &mut form.sessions);
        let interval = TextField::new("Interval", 140.0).unit("days").hint("none");
        interval.problem(reading.problem(Place::Interval)).insist(insist).show(ui, &mut form.interval);
    });
    ui.add_space(GAP + 4.0);
    targets(ui, form, shown);
    ui.add_space(GAP + 4.0);
    goals(ui, form, shown);
}

fn targets(ui: &mut Ui, form: &mut PlanForm, shown: Shown<'_>) {
    let look = Look::now(ui.ctx());
    head(ui, "Targets");
    number_rows(&mut form.targets);
    if !form.targets.is_empty() && ui.available_width() >= WIDE {
        column_heads(ui, look);
    }
    let count = form.targets.len();
    let narrow = ui.available_width() < WIDE;
    let mut wanted = None;
    for (i, row) in form.targets.iter_mut().enumerate() {
        ui.push_id(("target", row.number), |ui| {
            wanted = target(ui, row, (i, count), narrow, shown).or(wanted);
        });
        ui.add_space(6.0);
    }
    match wanted {
        Some(Move::Up(i)) => form.targets.swap(i.saturating_sub(1), i),
        Some(Move::Down(i)) if i + 1 < count => form.targets.swap(i, i + 1),
        Some(Move::Away(i)) if i < count => drop(form.targets.remove(i)),
        _ => {}
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let button = Button::new("Add target").icon(Icon::Plus).small();
        if !shown.locked && button.show(ui).clicked() {
            form.targets.push(TargetRow::blank());
        }
        if count > 1 && !narrow {
            label(ui, SEVERAL, Text::Small, look.text_2);
        }
    });
    if count > 1 && narrow {
        ui.add_space(4.0);
        paragraph(ui, SEVERAL, Text::Small, look.text_2);
    }
}

/// Gives each row without a number one that no other has.
fn number_rows(rows: &mut [TargetRow]) {
    let mut last = rows.iter().map(|row| row.number).max().unwrap_or(0);
    for row in rows.iter_mut().filter(|row| row.number == 0) {
        last += 1;
        row.number = last;
    }
}

fn column_heads(ui: &mut Ui, look: &Look) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (name, width) in
            [("Zones", ZONES + 6.0 + BUTTON), ("Passes", COUNT), ("Ceiling", COUNT), ("Per", 120.0)]
        {
            let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 16.0), Sense::hover());
            let at = rect.left_center();
            let anchor = egui::Align2::LEFT_CENTER;
            crate::ui::widgets::paint_text(ui.painter(), at, anchor, name, Text::Tiny, look.text_3);
        }
    });
    ui.add_space(2.0);
}

/// Shows the row of a target, in two lines where the form is narrow.
fn target(
    ui: &mut Ui,
    row: &mut TargetRow,
    (i, count): (usize, usize),
    narrow: bool,
    shown: Shown<'_>,
) -> Option<Move> {
    let mut wanted = None;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        target_zones(
            ui,
            row,
            i,
            if narrow { ui.available_width() - 2.0 * (BUTTON + 6.0) } else { ZONES },
            shown,
        );
        if !narrow {
            target_counts(ui, row, i, shown, "");
        }
        let more_name = format!("More for target {}", i + 1);
        let more = IconButton::new(Icon::More, &more_name).extent(Vec2::new(BUTTON, 32.0), 16.0).show(ui);
        Menu::below(&more, 160.0, |menu| wanted = row_menu(menu, i, count));
    });
    if narrow {
        ui.add_space(4.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            target_counts(ui, row, i, shown, "passes");
        });
    }
    let known = zones::matching(&row.zones, shown.atlas, shown.figure) > 0;
    if !row.zones.trim().is_empty() && shown.reading.problem(Place::Zones(i)).is_empty() && !known {
        let look = Look::now(ui.ctx());
        remark(ui, &format!("“{}” matches no zone.", row.zones.trim()), look.note);
    }
    wanted
}

fn target_zones(ui: &mut Ui, row: &mut TargetRow, i: usize, width: f32, shown: Shown<'_>) {
    let name = format!("Zones of target {}", i + 1);
    let field = TextField::new(&name, width).untitled().problem(shown.reading.problem(Place::Zones(i)));
    let zones = field.insist(shown.insist).hint("cheek-*").show(ui, &mut row.zones);
    zones::explain(&zones, &row.zones, shown.atlas, shown.figure);
    let names =
        IconButton::new(Icon::Down, &zones_menu_name(i)).extent(Vec2::new(BUTTON, 32.0), 16.0).show(ui);
    let names = tip(names, "Names of zones", "");
    if let Some(pattern) = zones::menu(&names, &row.zones, shown.atlas, shown.figure) {
        row.zones = pattern;
    }
}

/// Shows passes, ceiling and what they count for; the units stand in the fields where no heads say them.
fn target_counts(ui: &mut Ui, row: &mut TargetRow, i: usize, shown: Shown<'_>, unit: &str) {
    let heads = unit.is_empty();
    let name = |what: &str| format!("{what} of target {}", i + 1);
    let (passes_name, ceiling_name) = (name("Passes"), name("Ceiling"));
    let field = |name, width, place| {
        TextField::new(name, width).untitled().problem(shown.reading.problem(place)).insist(shown.insist)
    };
    let (wide, wider) = match ui.available_width() {
        _ if heads => (COUNT, COUNT),
        room if room < 340.0 => (84.0, 86.0),
        _ => (100.0, 100.0),
    };
    field(&passes_name, wide, Place::Passes(i)).unit(unit).show(ui, &mut row.passes);
    let (hint, unit) = if heads { ("none", "") } else { ("no", "ceiling") };
    field(&ceiling_name, wider, Place::Ceiling(i)).unit(unit).hint(hint).show(ui, &mut row.ceiling);
    let on = [row.per == Per::Session, row.per == Per::Series];
    let words = [Segment::Words("session"), Segment::Words("series")];
    match segmented(ui, &words, &on, size::BUTTON, if heads { 8.0 } else { 6.0 }) {
        Some(0) => row.per = Per::Session,
        Some(_) => row.per = Per::Series,
        None => {}
    }
}

fn zones_menu_name(i: usize) -> String {
    format!("Names of zones for target {}", i + 1)
}

fn row_menu(menu: &mut Menu<'_>, i: usize, count: usize) -> Option<Move> {
    let mut wanted = None;
    if i > 0 && menu.row(Some(Icon::Up), "Move up", "") {
        wanted = Some(Move::Up(i));
    }
    if i + 1 < count && menu.row(Some(Icon::Down), "Move down", "") {
        wanted = Some(Move::Down(i));
    }
    if menu.row(Some(Icon::Trash), "Remove", "") {
        wanted = Some(Move::Away(i));
    }
    wanted
}

fn goals(ui: &mut Ui, form: &mut PlanForm, shown: Shown<'_>) {
    let look = Look::now(ui.ctx());
    let width = ui.available_width();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        label(ui, "Goals", Text::Strong, look.text);
        label(ui, "one a line", Text::Small, look.text_2);
    });
    ui.add_space(8.0);
    let field = TextField::new("Goals, one a line", width).untitled().rows(4).hint("cheek-* V16 >= 95 %");
    let response = field.show(ui, &mut form.goals);
    let words = "[each] zones, then V<k>, D<x>, coverage, mean, max, directions, density, homogeneity or gap, then \
                 >=, <=, > or < and a value. A second value after | is the ideal.";
    let response = tip_with(response, "A goal", "", words);
    if shown.insist || !response.has_focus() {
        for line in shown.reading.problem(Place::Goals).lines() {
            ui.add_space(4.0);
            remark(ui, line, look.stop);
        }
    }
}

/// The zones a pattern covers, as a pattern to match with.
pub(super) fn pattern(text: &str) -> ZonePattern {
    ZonePattern::new(text.trim())
}

/// Shows which body diagrams the series uses.
pub(super) fn figure(ui: &mut Ui, figure: &mut Option<Figure>) {
    let all = [None, Some(Figure::Female), Some(Figure::Male)];
    let chosen = all.iter().position(|one| one == figure);
    if let Some(new) = choice(ui, "Body diagrams", &["All", "Female", "Male"], chosen) {
        *figure = all.get(new).copied().flatten();
    }
}
