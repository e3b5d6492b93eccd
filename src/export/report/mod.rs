//! The printable report: a tagged PDF for archives.
//!
//! [`Facts`] holds what it says, [`Sheet`] the pages it is laid out on. [`first`] is page 1,
//! [`further`] what follows; both become a PDF in [`pdf`], or pixels in [`preview`] for a look beforehand.

mod chart;
mod faces;
mod facts;
mod first;
mod further;
mod look;
mod map;
mod observations;
mod options;
mod pdf;
mod preview;
mod sheet;
mod small_print;
mod table;
mod tables;
mod text;

pub use options::{Paper, ReportOptions, Section};

use super::{Cancelled, Chosen, Named, Progress};
use crate::heatmap::{PictureError, Pixels};
use crate::model::Atlas;
use faces::Faces;
use facts::Facts;
use sheet::{Op, Sheet};
use std::fmt::Write;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// No font has some of the letters in it.
    #[error(
        "no font of this computer has {}, which stand in the series; install one that does, such as a Noto font, \
         and try again",
        listed(.letters)
    )]
    NoFont {
        /// The letters.
        letters: String,
    },
    /// It was given up.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A map could not be drawn.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// A diagram could not be drawn.
    #[error("the diagram could not be drawn: {0}")]
    Drawing(String),
    /// The pages could not be put into a file.
    #[error("the pages could not be put into a PDF: {0}")]
    Pdf(String),
}

/// Letters with their numbers, as somebody looks for them: `“ꦗ” (U+A997)`.
fn listed(letters: &str) -> String {
    const MOST: usize = 5;
    let mut words = String::new();
    for (i, letter) in letters.chars().enumerate().take(MOST) {
        let before = if i > 0 { ", " } else { "" };
        // Writing to a string cannot fail.
        write!(words, "{before}“{letter}” (U+{:04X})", u32::from(letter)).unwrap_or_default();
    }
    let more = letters.chars().count().saturating_sub(MOST);
    if more > 0 {
        write!(words, " and {more} more").unwrap_or_default();
    }
    words
}

/// The report of the chosen sessions as PDF. The same series, options and version of the program give the same bytes,
/// as long as letters that the program's own fonts lack come from the same fonts of the system.
///
/// # Errors
///
/// When no font has a letter of it, or the work was given up.
pub fn report(
    chosen: &Chosen,
    atlas: &Atlas,
    options: &ReportOptions,
    progress: &Progress,
) -> Result<Vec<u8>, ReportError> {
    let sheet = lay_out(chosen, atlas, options, progress)?;
    let title = options.named.words(&chosen.series.client).filter(|_| options.named == Named::Name);
    let title = title.map_or_else(|| "Coverage report".to_owned(), |name| format!("Coverage report, {name}"));
    let about = pdf::About { title, made: options.printed.or_else(|| facts::as_of(chosen)) };
    pdf::pdf(&sheet, &about)
}

/// A look at the report before it is written.
#[derive(Clone, Debug)]
pub struct ReportPreview {
    /// The first page.
    pub first: Pixels,
    /// Number of pages.
    pub pages: usize,
}

/// The first page as it would be printed, so many pixels wide.
///
/// # Errors
///
/// As [`report`], and when that is no width for a picture.
pub fn preview_report(
    chosen: &Chosen,
    atlas: &Atlas,
    options: &ReportOptions,
    width: u32,
    progress: &Progress,
) -> Result<ReportPreview, ReportError> {
    let sheet = lay_out(chosen, atlas, options, progress)?;
    let first = sheet.pages.first().and_then(|page| preview::draw_page(page, sheet.paper.size(), width));
    let first = first.ok_or(ReportError::Picture(PictureError::Size(width)))?;
    Ok(ReportPreview { first, pages: sheet.pages.len() })
}

fn lay_out(
    chosen: &Chosen,
    atlas: &Atlas,
    options: &ReportOptions,
    progress: &Progress,
) -> Result<Sheet, ReportError> {
    let facts = Facts::of(chosen, atlas, options, progress)?;
    let faces = Faces::for_text(&facts.words())?;
    let mut sheet = Sheet::new(options.paper, faces);
    first::lay(&mut sheet, &facts, options)?;
    progress.reached(97, 100)?;
    further::lay(&mut sheet, &facts, options)?;
    number_pages(&mut sheet, &facts, options);
    progress.reached(99, 100)?;
    Ok(sheet)
}

/// The foot of every page, and the head of those after the first.
fn number_pages(sheet: &mut Sheet, facts: &Facts<'_>, options: &ReportOptions) {
    use crate::heatmap::Anchor::{End, Start};
    let (left, right, foot) = (sheet.paper.left(), sheet.paper.right(), sheet.paper.foot());
    let of = sheet.pages.len();
    let client = options.named.words(&facts.chosen.series.client);
    let mut pages = std::mem::take(&mut sheet.pages);
    for (i, page) in pages.iter_mut().enumerate() {
        let number = format!("Page {} of {of}", i + 1);
        let mut ops = vec![
            sheet.words((left, foot), Start, look::FINE, "Stipple"),
            sheet.words((right, foot), End, look::FINE, &number),
        ];
        if i > 0 {
            // Set apart, as one may be read from the right and the other from the left. One line, however long.
            let mut x = left;
            for words in client.into_iter().chain([facts.chosen.series.title.as_str()]) {
                if x > left {
                    ops.push(sheet.words((x + 4.0, 36.0), Start, look::FINE, "·"));
                    x += 10.0;
                }
                let mut setting = sheet.faces.set(words, look::FINE.0, Some(170.0));
                setting.lines.truncate(1);
                let width = setting.width();
                ops.push(Op::Words { setting, at: (x, 36.0), anchor: Start, ink: look::FINE.1 });
                x += width;
            }
            ops.push(sheet.words((right, 36.0), End, look::FINE, &first::about_series(facts)));
            let line = sheet::Path::line((left, 41.0), (right, 41.0));
            ops.push(Op::stroke(line, look::HAIR, 0.5));
        }
        page.marks.push(sheet::Mark { says: false, ops });
    }
    sheet.pages = pages;
}
