//! The table below the coverage-area curve: one row a line, with its dose-volume figures.

use super::curve::kind;
use crate::ui::icons::Icon;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{IconButton, cut_text, paint_text, tip, tip_with};
use crate::ui::workspace::{CurveLine, Workspace};
use crate::wording;
use egui::{Align2, Pos2, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

/// The heads of the columns behind the first, and what they say.
const HEADS: [(&str, &str); 4] = [
    ("D98", "The most passes that 98 % of the area reached: how little the least treated parts have."),
    ("D50", "The most passes that half of the area reached."),
    ("D2", "The most passes that 2 % of the area reached: how much the most treated parts have."),
    ("Homog.", "(D2 − D98) / D50: how uneven the passes are. 0 is the same everywhere."),
];

/// Shows the table for so many passes.
pub(super) fn table(ui: &mut Ui, workspace: &mut Workspace, lines: &[&CurveLine], at: u32, look: &Look) {
    // The right edge of each column from the right, and what all of them take from the names.
    let (columns, taken) = if ui.available_width() < 330.0 {
        ([138.0, 106.0, 78.0, 50.0, 0.0], 188.0)
    } else {
        ([164.0, 122.0, 90.0, 58.0, 0.0], 220.0)
    };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 20.0), Sense::hover());
    let first = (
        format!("V{at}"),
        format!("Share of the area with at least {}.", wording::count(at as usize, "pass")),
    );
    let rest = HEADS.map(|(name, words)| (name.to_owned(), words.to_owned()));
    for ((name, words), from_right) in std::iter::once(first).chain(rest).zip(columns) {
        let right = Pos2::new(rect.right() - from_right, rect.center().y);
        let drawn = paint_text(ui.painter(), right, Align2::RIGHT_CENTER, &name, Text::Tiny, look.text_3);
        let field = Rect::from_min_max(
            Pos2::new(drawn.left() - 4.0, rect.top()),
            Pos2::new(drawn.right() + 2.0, rect.bottom()),
        );
        let response = ui.interact(field, ui.scope_id().with(("head", from_right as i32)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, format!("{name}: {words}")));
        tip_with(response, &name, "", &words);
    }
    for (i, line) in lines.iter().enumerate() {
        row(ui, workspace, (i, line), at, (columns, taken), look);
    }
}

fn row(
    ui: &mut Ui,
    workspace: &mut Workspace,
    (i, line): (usize, &CurveLine),
    at: u32,
    (columns, taken): ([f32; 5], f32),
    look: &Look,
) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
    let y = rect.center().y;
    let number = |n: Option<u32>| n.map_or_else(|| wording::NONE.to_owned(), |n| n.to_string());
    let values = [
        line.share_at(at).map_or_else(|| wording::NONE.to_owned(), wording::percent_1),
        number(line.d98),
        number(line.d50),
        number(line.d2),
        line.homogeneity.map_or_else(|| wording::NONE.to_owned(), wording::two_decimals),
    ];
    let spoken =
        format!("{}: V{at} {}, D98 {}, D50 {}, D2 {}", line.name, values[0], values[1], values[2], values[3]);
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &spoken));
    let painter = ui.painter();
    kind(i, look).draw(painter, &[Pos2::new(rect.left(), y), Pos2::new(rect.left() + 20.0, y)]);
    let left = rect.left() + 28.0;
    let pin = if line.zone.is_some() { 24.0 } else { 0.0 };
    let room = rect.width() - 28.0 - taken - pin;
    let (name, _) = cut_text(painter, Pos2::new(left, y), room, &line.name, Text::Body, look.text);
    if line.shares.is_empty() {
        paint_text(painter, rect.right_center(), Align2::RIGHT_CENTER, "no passes", Text::Body, look.text_2);
    } else {
        for (column, (value, from_right)) in values.iter().zip(columns).enumerate() {
            let color = if column == 0 { look.text } else { look.text_2 };
            let place = Pos2::new(rect.right() - from_right, y);
            paint_text(painter, place, Align2::RIGHT_CENTER, value, Text::Body, color);
        }
    }
    let Some(zone) = line.zone else { return };
    let pinned = workspace.curve.is_pinned(zone);
    let words = if pinned {
        format!("Take {} off the curve", line.name)
    } else {
        format!("Keep {} on the curve", line.name)
    };
    let area = Rect::from_min_size(Pos2::new(name.right() + 2.0, y - 11.0), Vec2::splat(22.0));
    let mut child = ui.new_child(UiBuilder::new().max_rect(area).id_salt(("pin", zone)));
    let button = IconButton::new(Icon::Pin, &words).on(pinned).extent(area.size(), 14.0);
    if tip(button.show(&mut child), &words, "").clicked() {
        workspace.curve.toggle_pin(zone);
    }
}

/// The lines as a table: a row for every number of passes, a column a line, with the share of the area that has at
/// least so many. Lines end as RFC 4180 says.
pub(super) fn to_csv(lines: &[&CurveLine]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let names = lines.iter().map(|line| quoted(&line.name));
    let mut csv = std::iter::once("passes".to_owned()).chain(names).collect::<Vec<_>>().join(",");
    csv.push_str("\r\n");
    let most = lines.iter().map(|line| line.shares.len()).max().unwrap_or(0);
    for n in 0..most as u32 {
        let share = |line: &&CurveLine| {
            line.share_at(n).map_or_else(String::new, |share| format!("{:.6}", share.value()))
        };
        let row = std::iter::once(n.to_string()).chain(lines.iter().map(share));
        csv.push_str(&row.collect::<Vec<_>>().join(","));
        csv.push_str("\r\n");
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Share;

    #[test]
    fn the_table_has_a_column_a_line() {
        let line = |name: &str, shares: &[(u128, u128)]| CurveLine {
            name: name.to_owned(),
            zone: None,
            shares: shares.iter().map(|(part, whole)| Share::new(*part, *whole).unwrap()).collect(),
            d98: None,
            d50: None,
            d2: None,
            homogeneity: None,
        };
        let (all, none) = (line("All \"planned\"", &[(1, 1), (3, 4), (1, 8)]), line("Chin", &[]));
        let csv = to_csv(&[&all, &none]);
        let expected =
            "passes,\"All \"\"planned\"\"\",\"Chin\"\r\n0,1.000000,\r\n1,0.750000,\r\n2,0.125000,\r\n";
        assert_eq!(csv, expected);
    }
}
