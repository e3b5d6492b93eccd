//! Tables that break between rows and repeat their heads.

use super::look::{self, Look};
use super::sheet::{Kind, Op, Path, Place, Sheet};
use super::text::{Setting, Style};
use crate::heatmap::{Anchor, Pixels};
use crate::model::{Direction, PerDirection};
use std::sync::Arc;

/// A column.
pub(super) struct Column {
    pub(super) head: String,
    /// In points; what is left over goes to the first column.
    pub(super) width: f32,
    pub(super) anchor: Anchor,
}

impl Column {
    pub(super) fn left(head: impl Into<String>, width: f32) -> Self {
        Self { head: head.into(), width, anchor: Anchor::Start }
    }

    pub(super) fn right(head: impl Into<String>, width: f32) -> Self {
        Self { head: head.into(), width, anchor: Anchor::End }
    }
}

/// What a cell holds.
pub(super) enum Cell {
    /// Lines of words, each in its own look; they wrap.
    Words(Vec<(Look, String)>),
    /// A name with the side it is on, if it has one.
    Name(String, Option<&'static str>),
    /// The directions that are done, with the same in words.
    Directions(PerDirection<bool>, String),
    /// A small picture with what it shows.
    Picture(Arc<Pixels>, String),
}

impl Cell {
    pub(super) fn body(text: impl Into<String>) -> Self {
        Self::Words(vec![(look::BODY, text.into())])
    }

    pub(super) fn strong(text: impl Into<String>) -> Self {
        Self::Words(vec![(look::STRONG, text.into())])
    }

    pub(super) fn two(first: impl Into<String>, second: impl Into<String>) -> Self {
        Self::Words(vec![(look::BODY, first.into()), (look::SMALL, second.into())])
    }
}

/// A cell ready to be drawn.
enum Set {
    Words(Vec<(Look, Setting)>),
    Name(Setting, Option<&'static str>),
    Directions(PerDirection<bool>, String),
    Picture(Arc<Pixels>, String),
}

/// Space between columns.
const GUTTER: f32 = 6.0;
/// Height of the head, from where the table begins to the line below.
const HEAD: f32 = 19.0;
/// Space above the first and below the last line of a row together.
const PADDING: f32 = 4.4;
/// Side of a small picture.
const PICTURE: f32 = 22.0;
/// Radius of the sign of directions.
const SIGN: f32 = 3.6;

/// A table being laid out.
pub(super) struct Table {
    columns: Vec<Column>,
    /// Where each column begins and ends.
    edges: Vec<(f32, f32)>,
    title: String,
}

impl Table {
    /// A table with a heading above it.
    pub(super) fn new(sheet: &Sheet, title: impl Into<String>, columns: Vec<Column>) -> Self {
        let (left, right) = (sheet.paper.left(), sheet.paper.right());
        let taken: f32 = columns.iter().map(|column| column.width).sum();
        let spare = (right - left - taken).max(0.0);
        let mut x = left;
        let mut edges = Vec::with_capacity(columns.len());
        for (i, column) in columns.iter().enumerate() {
            let width = column.width + if i == 0 { spare } else { 0.0 };
            let gutter = if i + 1 < columns.len() { GUTTER } else { 0.0 };
            // What stands at the right of its column leaves the gutter before it, so that the last one ends flush.
            edges.push(match column.anchor {
                Anchor::End => (x + gutter, x + width),
                _ => (x, x + width - gutter),
            });
            x += width;
        }
        Self { columns, edges, title: title.into() }
    }

    /// Lays the rows out, from where the sheet is.
    pub(super) fn lay(&self, sheet: &mut Sheet, rows: Vec<Vec<Cell>>) {
        let rows: Vec<(Vec<Set>, f32)> = rows.into_iter().map(|row| self.set(sheet, row)).collect();
        let first = rows.first().map_or(0.0, |(_, height)| *height);
        sheet.need(look::HEADING_HEIGHT + HEAD + first);
        sheet.open(Kind::Section);
        look::heading(sheet, &self.title);
        sheet.open(Kind::Table);
        self.head(sheet, true);
        for (cells, height) in rows {
            if sheet.y + height > sheet.bottom {
                sheet.turn();
                look::continued(sheet, &self.title);
                // The structure has the head once; on paper it stands above every part.
                self.head(sheet, false);
            }
            self.row(sheet, &cells, height);
        }
        sheet.close();
        sheet.close();
        sheet.y += look::AFTER;
    }

    fn set(&self, sheet: &mut Sheet, row: Vec<Cell>) -> (Vec<Set>, f32) {
        let mut height = Style::BODY.pitch();
        let mut cells = Vec::with_capacity(row.len());
        for (cell, (from, to)) in row.into_iter().zip(&self.edges) {
            let width = to - from;
            let (set, own) = match cell {
                Cell::Words(words) => {
                    let set: Vec<(Look, Setting)> = words
                        .into_iter()
                        .filter(|(_, text)| !text.is_empty())
                        .map(|(look, text)| (look, sheet.faces.set(&text, look.0, Some(width))))
                        .collect();
                    let own = set.iter().map(|(_, setting)| setting.height()).sum();
                    (Set::Words(set), own)
                }
                Cell::Name(text, side) => {
                    let room = if side.is_some() { 16.0 } else { 0.0 };
                    let setting = sheet.faces.set(&text, Style::BODY, Some(width - room));
                    let own = setting.height();
                    (Set::Name(setting, side), own)
                }
                Cell::Directions(done, words) => (Set::Directions(done, words), 2.0 * SIGN),
                Cell::Picture(pixels, words) => (Set::Picture(pixels, words), PICTURE),
            };
            height = height.max(own);
            cells.push(set);
        }
        (cells, height + PADDING)
    }

    fn head(&self, sheet: &mut Sheet, says: bool) {
        let baseline = sheet.y + HEAD - 5.0;
        sheet.open(Kind::Row);
        for (column, (from, to)) in self.columns.iter().zip(&self.edges) {
            let at = (if column.anchor == Anchor::End { *to } else { *from }, baseline);
            if column.head.is_empty() {
                continue;
            }
            let words = sheet.words(at, column.anchor, look::SMALL, &column.head);
            if says {
                sheet.open(Kind::HeadCell { of_row: false });
                sheet.say(vec![words]);
                sheet.close();
            } else {
                sheet.decorate(vec![words]);
            }
        }
        sheet.close();
        sheet.y += HEAD;
        look::rule(sheet, sheet.y, look::EDGE, 0.6);
    }

    fn row(&self, sheet: &mut Sheet, cells: &[Set], height: f32) {
        sheet.open(Kind::Row);
        let top = sheet.y;
        for (i, (cell, (from, to))) in cells.iter().zip(&self.edges).enumerate() {
            sheet.open(if i == 0 { Kind::HeadCell { of_row: true } } else { Kind::Cell });
            let anchor = self.columns.get(i).map_or(Anchor::Start, |column| column.anchor);
            let x = if anchor == Anchor::End { *to } else { *from };
            draw_cell(sheet, cell, (x, *from), anchor, (top, height));
            sheet.close();
        }
        sheet.close();
        sheet.y += height;
        look::rule(sheet, sheet.y, look::HAIR, 0.5);
    }
}

/// Draws a cell in a row that begins at `top` and is `height` high, in its middle.
fn draw_cell(
    sheet: &mut Sheet,
    cell: &Set,
    (x, from): (f32, f32),
    anchor: Anchor,
    (top, height): (f32, f32),
) {
    let middle = top + height / 2.0;
    match cell {
        Set::Words(words) => {
            let all: f32 = words.iter().map(|(_, setting)| setting.height()).sum();
            let mut y = middle - all / 2.0;
            let mut ops = Vec::with_capacity(words.len());
            for (look, setting) in words {
                let at = (x, y + look::ascent(look.0));
                y += setting.height();
                ops.push(Op::Words { setting: setting.clone(), at, anchor, ink: look.1 });
            }
            sheet.say(ops);
        }
        Set::Name(setting, side) => {
            let y = middle - setting.height() / 2.0 + look::ascent(Style::BODY);
            let end = from + setting.lines.last().map_or(0.0, |line| line.width);
            let last = y + setting.height() - setting.style.pitch();
            let ink = look::BODY.1;
            let mut ops =
                vec![Op::Words { setting: setting.clone(), at: (from, y), anchor: Anchor::Start, ink }];
            if let Some(side) = side {
                let place = Place { x: end + 4.0, y: last - 6.9, width: 8.8, height: 8.8 };
                sheet.decorate(vec![Op::Fill { path: Path::rect(place), ink: look::SUNKEN }]);
                ops.push(sheet.words((end + 8.4, last - 0.4), Anchor::Middle, look::TAG, side));
            }
            sheet.say(ops);
        }
        Set::Directions(done, words) => {
            // The sign stands at the right like the numbers around it.
            let centre = (x - SIGN, middle);
            let place = Place { x: x - 2.0 * SIGN, y: middle - SIGN, width: 2.0 * SIGN, height: 2.0 * SIGN };
            sheet.figure(words.clone(), place, sign(centre, *done));
        }
        Set::Picture(pixels, words) => {
            let place =
                fit(pixels, Place { x: from, y: middle - PICTURE / 2.0, width: PICTURE, height: PICTURE });
            let picture = Op::Picture { pixels: Arc::clone(pixels), place };
            sheet.figure(words.clone(), place, vec![picture]);
        }
    }
}

/// The largest place of a picture's own shape inside another.
pub(super) fn fit(pixels: &Pixels, inside: Place) -> Place {
    let (width, height) = (pixels.width.max(1) as f32, pixels.height.max(1) as f32);
    let scale = (inside.width / width).min(inside.height / height);
    let (width, height) = (width * scale, height * scale);
    Place {
        x: inside.x + (inside.width - width) / 2.0,
        y: inside.y + (inside.height - height) / 2.0,
        width,
        height,
    }
}

/// The four directions as strokes through a point: dark where done, light where not.
fn sign((x, y): (f32, f32), done: PerDirection<bool>) -> Vec<Op> {
    let slant = SIGN * std::f32::consts::FRAC_1_SQRT_2;
    let strokes = [
        (Direction::Horizontal, (SIGN, 0.0)),
        (Direction::Vertical, (0.0, SIGN)),
        (Direction::Rising, (slant, -slant)),
        (Direction::Falling, (slant, slant)),
    ];
    // Those that are done lie above those that are not.
    let of = |wanted: bool| {
        let chosen = strokes.into_iter().filter(move |(direction, _)| *done.get(*direction) == wanted);
        let (ink, width) = if wanted { (look::TEXT, 0.9) } else { (look::EDGE, 0.7) };
        chosen
            .map(move |(_, (dx, dy))| Op::stroke(Path::line((x - dx, y - dy), (x + dx, y + dy)), ink, width))
    };
    of(false).chain(of(true)).collect()
}
