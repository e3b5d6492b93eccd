//! Pages as lists of what is drawn on them, with the structure that a reader without sight goes by.
//!
//! The pages are laid out first and drawn after, because only then it is known how many there are. The same lists
//! become the PDF ([`pdf`](super::pdf)) and the preview ([`preview`](super::preview)), which therefore look alike.

use super::Paper;
use super::faces::Faces;
use super::text::{Setting, Style};
use crate::heatmap::{Anchor, Pixels, Rgb};
use std::sync::Arc;

/// A place on a page, in points from its top left.
pub(super) type At = (f32, f32);

/// A rectangle on a page, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Lines and curves.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Path(pub(super) Vec<Step>);

/// A step along a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    Move(At),
    Line(At),
    Curve(At, At, At),
    Close,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// Words; the first baseline is at `at`.
    Words { setting: Setting, at: At, anchor: Anchor, ink: Rgb },
    /// A filled area.
    Fill { path: Path, ink: Rgb },
    /// A line.
    Stroke { path: Path, ink: Rgb, width: f32, dash: Option<(f32, f32)>, opacity: f32 },
    /// A picture without transparency.
    Picture { pixels: Arc<Pixels>, place: Place },
}

/// What a group of the structure is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Section,
    /// A heading of a level from 1.
    Heading(u8, String),
    Paragraph,
    Table,
    Row,
    /// The head of a column, or of a row.
    HeadCell {
        of_row: bool,
    },
    Cell,
    /// A picture with the words that say the same.
    Figure {
        alt: String,
        page: usize,
        place: Place,
    },
}

/// A group of the structure.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) kind: Kind,
    pub(super) children: Vec<Child>,
}

/// What a group holds.
#[derive(Clone, Debug)]
pub(super) enum Child {
    Group(Group),
    /// Something drawn: its page, and its place among the marks there.
    Mark(usize, usize),
}

/// Things drawn together.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Whether it says something, or only decorates.
    pub(super) says: bool,
    pub(super) ops: Vec<Op>,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) marks: Vec<Mark>,
}

/// A heading with its place, for the table of contents.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    pub(super) title: String,
    pub(super) page: usize,
    pub(super) y: f32,
}

/// A report being laid out.
pub(super) struct Sheet {
    pub(super) paper: Paper,
    pub(super) faces: Faces,
    pub(super) pages: Vec<Page>,
    pub(super) contents: Vec<Contents>,
    /// The groups that are open, the outermost first.
    open: Vec<Group>,
    /// What is finished of the outermost level.
    pub(super) tree: Vec<Child>,
    /// Where the next thing goes.
    pub(super) y: f32,
    /// Where this page ends for things that follow each other.
    pub(super) bottom: f32,
}

impl Path {
    pub(super) fn line(from: At, to: At) -> Self {
        Self(vec![Step::Move(from), Step::Line(to)])
    }

    pub(super) fn through(points: impl IntoIterator<Item = At>, closed: bool) -> Self {
        let mut steps: Vec<Step> = points
            .into_iter()
            .enumerate()
            .map(|(i, at)| if i == 0 { Step::Move(at) } else { Step::Line(at) })
            .collect();
        if closed && !steps.is_empty() {
            steps.push(Step::Close);
        }
        Self(steps)
    }

    pub(super) fn rect(place: Place) -> Self {
        let Place { x, y, width, height } = place;
        Self::through([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], true)
    }

    pub(super) fn circle((x, y): At, radius: f32) -> Self {
        // The handle of a quarter circle as a Bézier curve.
        let k = radius * 0.552_284_8;
        let r = radius;
        Self(vec![
            Step::Move((x + r, y)),
            Step::Curve((x + r, y + k), (x + k, y + r), (x, y + r)),
            Step::Curve((x - k, y + r), (x - r, y + k), (x - r, y)),
            Step::Curve((x - r, y - k), (x - k, y - r), (x, y - r)),
            Step::Curve((x + k, y - r), (x + r, y - k), (x + r, y)),
            Step::Close,
        ])
    }
}

impl Op {
    /// A line of full strength.
    pub(super) const fn stroke(path: Path, ink: Rgb, width: f32) -> Self {
        Self::Stroke { path, ink, width, dash: None, opacity: 1.0 }
    }

    /// A broken line.
    pub(super) const fn dashed(path: Path, ink: Rgb, width: f32, dash: (f32, f32)) -> Self {
        Self::Stroke { path, ink, width, dash: Some(dash), opacity: 1.0 }
    }
}

impl Sheet {
    pub(super) fn new(paper: Paper, faces: Faces) -> Self {
        let bottom = paper.bottom();
        Self {
            paper,
            faces,
            pages: vec![Page::default()],
            contents: Vec::new(),
            open: Vec::new(),
            tree: Vec::new(),
            y: Paper::TOP,
            bottom,
        }
    }

    pub(super) const fn page(&self) -> usize {
        self.pages.len().saturating_sub(1)
    }

    /// Begins a page.
    pub(super) fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = Paper::TOP;
        self.bottom = self.paper.bottom();
    }

    /// Begins a page unless this one has room for so much.
    pub(super) fn need(&mut self, height: f32) {
        if self.y + height > self.bottom && self.y > Paper::TOP {
            self.turn();
        }
    }

    /// Begins a group; everything that says something belongs to it until it is closed.
    pub(super) fn open(&mut self, kind: Kind) {
        self.open.push(Group { kind, children: Vec::new() });
    }

    /// Closes the group begun last.
    pub(super) fn close(&mut self) {
        if let Some(group) = self.open.pop() {
            // A group that holds nothing is no part of the structure.
            if !group.children.is_empty() {
                self.child(Child::Group(group));
            }
        }
    }

    fn child(&mut self, child: Child) {
        match self.open.last_mut() {
            Some(group) => group.children.push(child),
            None => self.tree.push(child),
        }
    }

    /// Draws something that says something.
    pub(super) fn say(&mut self, ops: Vec<Op>) {
        let page = self.page();
        if let Some(place) = self.draw(true, ops) {
            self.child(Child::Mark(page, place));
        }
    }

    /// Draws something that only decorates.
    pub(super) fn decorate(&mut self, ops: Vec<Op>) {
        self.draw(false, ops);
    }

    fn draw(&mut self, says: bool, ops: Vec<Op>) -> Option<usize> {
        if ops.is_empty() {
            return None;
        }
        let page = self.pages.last_mut()?;
        page.marks.push(Mark { says, ops });
        Some(page.marks.len() - 1)
    }

    /// Words of one line, to be drawn.
    pub(super) fn words(&mut self, at: At, anchor: Anchor, (style, ink): (Style, Rgb), text: &str) -> Op {
        Op::Words { setting: self.faces.set(text, style, None), at, anchor, ink }
    }

    /// Draws words of one line.
    pub(super) fn write(&mut self, at: At, anchor: Anchor, look: (Style, Rgb), text: &str) {
        let words = self.words(at, anchor, look, text);
        self.say(vec![words]);
    }

    /// Draws words that wrap, and answers how high they are.
    pub(super) fn wrap(&mut self, at: At, width: f32, (style, ink): (Style, Rgb), text: &str) -> f32 {
        let setting = self.faces.set(text, style, Some(width));
        let height = setting.height();
        self.say(vec![Op::Words { setting, at, anchor: Anchor::Start, ink }]);
        height
    }

    /// A heading of a section, which is listed in the contents.
    pub(super) fn heading(&mut self, at: At, look: (Style, Rgb), level: u8, text: &str) {
        self.contents.push(Contents { title: text.to_owned(), page: self.page(), y: at.1 - look.0.size });
        self.open(Kind::Heading(level, text.to_owned()));
        self.write(at, Anchor::Start, look, text);
        self.close();
    }

    /// A picture with the words that say the same to those who don't see it.
    pub(super) fn figure(&mut self, alt: String, place: Place, ops: Vec<Op>) {
        self.open(Kind::Figure { alt, page: self.page(), place });
        self.say(ops);
        self.close();
    }
}
