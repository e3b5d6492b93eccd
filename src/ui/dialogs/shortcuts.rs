//! All keys, from the table of commands.

use super::form::{Answer, Form, head};
use crate::ui::action::{Action, Outbox};
use crate::ui::commands::{Command, Scope, TABLE, keys_text};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{cut_text, key_cap};
use egui::{Context, Pos2, Role, Sense, Ui, Vec2, WidgetInfo};

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    name: String,
    /// Its keys; any of them will do.
    keys: Vec<String>,
}

impl Line {
    fn new(name: impl Into<String>, key: impl Into<String>) -> Self {
        Self { name: name.into(), keys: vec![key.into()] }
    }
}

const COLUMN: f32 = 284.0;
const BETWEEN: f32 = 28.0;
const ROW: f32 = 22.0;

/// The commands of a scope that have keys. One with several keys has one line, as have the numbers.
fn lines(scope: Scope) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for row in TABLE.iter().filter(|row| row.scope == scope && !matches!(row.command, Command::Number(_))) {
        let Some(keys) = row.keys else { continue };
        match lines.iter_mut().find(|line| line.name == row.name) {
            Some(line) => line.keys.push(keys_text(keys)),
            None => lines.push(Line::new(row.name, keys_text(keys))),
        }
    }
    lines
}

/// The numbers, which mean passes in Treat and maps in Review.
fn numbers() -> Vec<Line> {
    let last = |scopes: &[Scope]| {
        let of = TABLE.iter().filter(|row| scopes.contains(&row.scope));
        of.filter_map(|row| if let Command::Number(n) = row.command { Some(n) } else { None }).max()
    };
    let line = |name: &str, last: Option<u8>| last.map(|last| Line::new(name, format!("1 – {last}")));
    let passes = line("Passes a stroke counts, in Treat", last(&[Scope::Series, Scope::Treat]));
    let maps = line("Maps, in Review", last(&[Scope::Series]));
    passes.into_iter().chain(maps).collect()
}

/// What the hand does on the canvas besides.
fn canvas() -> Vec<Line> {
    let rows = [
        ("Hand, until released", "Space held"),
        ("Straight stroke", "Shift held"),
        ("Drop the stroke, then the selection", "Esc"),
        ("Crosshair by 1 mm, with Shift by 10", "Arrows"),
        ("Begin and end with the crosshair", "Enter"),
        ("Zoom at the pointer", "Wheel"),
        ("Move sideways", "Shift wheel"),
    ];
    rows.into_iter().map(|(name, key)| Line::new(name, key)).collect()
}

/// Shows them.
pub(super) fn show(ctx: &Context, out: &mut Outbox) {
    let form = Form {
        id: "shortcuts",
        title: "Shortcuts",
        width: 3.0 * COLUMN + 2.0 * BETWEEN + 40.0,
        height: None,
        accept: None,
        error: "",
        lightly: true,
    };
    let answer = form.show(ctx, |ui| {
        ui.spacing_mut().item_spacing.x = BETWEEN;
        ui.horizontal_top(|ui| {
            let columns: [&[(&str, Vec<Line>)]; 3] = [
                &[
                    ("Everywhere", lines(Scope::Anywhere)),
                    ("Library", lines(Scope::Library)),
                    ("Canvas", canvas()),
                    ("Numbers", numbers()),
                ],
                &[("In a series", lines(Scope::Series))],
                &[("In Treat", lines(Scope::Treat)), ("In Review", lines(Scope::Review))],
            ];
            for groups in columns {
                column(ui, groups);
            }
        });
    });
    if answer == Answer::Close {
        out.push(Action::CloseDialog);
    }
}

fn column(ui: &mut Ui, groups: &[(&str, Vec<Line>)]) {
    ui.vertical(|ui| {
        ui.set_width(COLUMN);
        let groups = groups.iter().filter(|(_, lines)| !lines.is_empty());
        for (i, (name, lines)) in groups.enumerate() {
            if i > 0 {
                ui.add_space(16.0);
            }
            head(ui, name);
            for line in lines {
                show_line(ui, line);
            }
        }
    });
}

fn show_line(ui: &mut Ui, line: &Line) {
    let look = Look::now(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(Vec2::new(COLUMN, ROW), Sense::hover());
    let words = format!("{}: {}", line.name, line.keys.join(" or "));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let y = rect.center().y;
    let mut right = rect.right();
    for keys in line.keys.iter().rev() {
        right = key_cap(ui.painter(), Pos2::new(right, y), keys, look).left() - 4.0;
    }
    let at = Pos2::new(rect.left(), y);
    cut_text(ui.painter(), at, right - rect.left() - 4.0, &line.name, Text::Body, look.text_2);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::dialogs::harness::harness;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn every_command_with_keys_is_listed_once() {
        let scopes = [Scope::Anywhere, Scope::Library, Scope::Series, Scope::Treat, Scope::Review];
        let listed: Vec<Line> = scopes.into_iter().flat_map(lines).chain(numbers()).collect();
        for row in TABLE.iter().filter(|row| row.keys.is_some()) {
            let found = listed.iter().filter(|line| line.name == row.name).count();
            let expected = usize::from(!matches!(row.command, Command::Number(_)));
            assert_eq!(found, expected, "{}", row.name);
        }
        assert!(listed.iter().any(|line| line.name == "Zoom in" && line.keys == ["+", "="]));
        let numbers: Vec<String> = numbers().into_iter().flat_map(|line| line.keys).collect();
        assert_eq!(numbers, ["1 – 9", "1 – 8"]);
    }

    #[test]
    fn all_of_them_fit_in_the_smallest_window() {
        let mut window = harness((), |ctx, (), out| show(ctx, out));
        window.run();
        let columns = [lines(Scope::Series), lines(Scope::Review), numbers()];
        for line in columns.iter().filter_map(|lines| lines.last()) {
            let words = format!("{}: {}", line.name, line.keys.join(" or "));
            let rect = window.get_by_label(&words).rect();
            assert!(rect.bottom() < 620.0, "{words} at {rect:?}");
        }
    }
}
