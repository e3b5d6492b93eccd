//! All sessions on one page: each by itself, in the same size and with the same colours, under one legend.

use super::animation::{SeriesPictureError, SeriesPictureOptions, check};
use super::look::Look;
use super::scene::targets;
use super::{Chosen, Progress};
use crate::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use crate::heatmap::{
    Anchor, Field, MapContext, MapKind, MapScale, Overlay, PictureError, Pixels, TextStyle, encode_png,
};
use crate::model::{Diagram, Session, TargetCounts};
use crate::wording;

/// Space around and between the pictures, and height of the words below them, in pixels of a page 900 wide.
const GAP: f64 = 20.0;
const CAPTION: f64 = 30.0;
const DESIGN_WIDTH: f64 = 900.0;
/// Height of the title and the legend on a framed picture of that width.
const HEADER: f64 = 96.0;
/// The highest page, in pixels.
const MAX_HEIGHT: u32 = 32_768;

/// The chosen sessions on a diagram as one PNG.
///
/// # Errors
///
/// When there is no session, the page would be too large, or it is not wanted any more.
pub fn contact_sheet(
    chosen: &Chosen,
    diagram: &Diagram,
    options: SeriesPictureOptions,
    progress: &Progress,
) -> Result<Vec<u8>, SeriesPictureError> {
    check(chosen, options)?;
    let zones = ZoneMap::new(diagram);
    let look = Look::new(chosen, diagram, &zones, options.theme, options.width)?;
    let targets = targets(chosen, diagram, 1);
    let sheet = Sheet { chosen, diagram, zones: &zones, look: &look, targets: &targets, options };
    let scale = sheet.scale(progress)?;
    let grid = Cells::new(chosen.sessions.len(), diagram, options.width);
    let tokens = options.theme.tokens();
    let mut page = sheet.head(&scale)?;
    let header = (HEADER * grid.unit).round() as u32;
    let height = header + grid.rows * (grid.height + grid.caption + grid.gap);
    if height > MAX_HEIGHT {
        return Err(SeriesPictureError::Picture(PictureError::Size(options.width)));
    }
    page.rgba.truncate(header as usize * page.width as usize * 4);
    let ground = [tokens.ground.0, tokens.ground.1, tokens.ground.2, 255];
    page.rgba.extend(ground.repeat((height - header) as usize * page.width as usize));
    page.height = height;
    let mut words = Overlay::new(page.width, page.height);
    for (place, (number, session)) in (0..).zip(&chosen.sessions) {
        progress.reached(chosen.sessions.len() + place as usize, 2 * chosen.sessions.len())?;
        let set = sheet.set(session);
        let picture = look.bare(&sheet.field(&set), &scale, grid.width)?;
        let (x, y) = grid.place(place, header);
        lay(&picture, &mut page, x, y);
        let middle = f64::from(x) + f64::from(grid.width) / 2.0;
        let line = f64::from(y + grid.height) + 20.0 * grid.unit;
        let style = TextStyle { size: 13.0 * grid.unit, bold: false, colour: tokens.text };
        let date = wording::date(session.started_at.date(), None);
        words.text(middle, line, Anchor::Middle, style, &format!("{number} · {date}"));
    }
    words.draw(&mut page, look.fonts()).map_err(PictureError::Words)?;
    progress.reached(1, 1)?;
    Ok(encode_png(&page)?)
}

struct Sheet<'a> {
    chosen: &'a Chosen,
    diagram: &'a Diagram,
    zones: &'a ZoneMap,
    look: &'a Look<'a>,
    targets: &'a [Option<TargetCounts>],
    options: SeriesPictureOptions,
}

impl Sheet<'_> {
    fn set(&self, session: &Session) -> CoverageSet {
        CoverageSet::of_session(session, &SessionCoverage::of(session, self.diagram, self.zones))
    }

    fn field<'a>(&'a self, set: &'a CoverageSet) -> Field<'a> {
        let last = self.chosen.sessions.last().map(|(_, session)| session.started_at.date());
        let on = last.unwrap_or(jiff::civil::Date::ZERO);
        Field { set, zones: self.zones, map: self.options.map, on, targets: self.targets, signed: None }
    }

    /// Colours that hold for every session: up to the most that any has.
    fn scale(&self, progress: &Progress) -> Result<MapScale, SeriesPictureError> {
        let mut shared: Option<MapContext> = None;
        for (done, (_, session)) in self.chosen.sessions.iter().enumerate() {
            progress.reached(done, 2 * self.chosen.sessions.len())?;
            let set = self.set(session);
            let own = self.look.context(&self.field(&set));
            shared = Some(match shared {
                None => own,
                Some(before) => MapContext {
                    hottest: before.hottest.max(own.hottest),
                    density_per_pass: larger(before.density_per_pass, own.density_per_pass),
                    ..before
                },
            });
        }
        let context = shared.ok_or(SeriesPictureError::NoSession)?;
        let mut scale = MapScale::new(self.options.map, &context, self.options.theme);
        if self.options.map == MapKind::Passes {
            "of each session".clone_into(&mut scale.legend.subtitle);
        }
        Ok(scale)
    }

    /// A framed picture, of which only the head is kept: title and legend.
    fn head(&self, scale: &MapScale) -> Result<Pixels, SeriesPictureError> {
        let nothing = CoverageSet::new(self.diagram.grid);
        let title = self.options.named.title(&self.chosen.series);
        let subtitle = format!("{} · {}", self.diagram.title, self.chosen.label());
        Ok(self.look.picture(&self.field(&nothing), scale, &title, &subtitle)?)
    }
}

/// The larger of two numbers that may be missing.
fn larger(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}

/// Where the pictures stand.
#[derive(Clone, Copy, Debug)]
struct Cells {
    columns: u32,
    rows: u32,
    width: u32,
    height: u32,
    gap: u32,
    caption: u32,
    unit: f64,
}

impl Cells {
    fn new(count: usize, diagram: &Diagram, page: u32) -> Self {
        let unit = f64::from(page) / DESIGN_WIDTH;
        let shape = diagram.size_mm.1 / diagram.size_mm.0;
        // As many columns as make the page about as high as it is wide.
        let columns = (count as f64 * shape).sqrt().ceil().clamp(1.0, count.min(12) as f64) as u32;
        let gap = (GAP * unit).round() as u32;
        let width = page.saturating_sub(gap * (columns + 1)) / columns;
        let width = width.max(64);
        Self {
            columns,
            rows: (count as u32).div_ceil(columns),
            width,
            height: (f64::from(width) * shape).round() as u32,
            gap,
            caption: (CAPTION * unit).round() as u32,
            unit,
        }
    }

    fn place(self, number: u32, header: u32) -> (u32, u32) {
        let (column, row) = (number % self.columns, number / self.columns);
        (self.gap + column * (self.width + self.gap), header + row * (self.height + self.caption + self.gap))
    }
}

/// Copies a picture onto a page.
fn lay(picture: &Pixels, page: &mut Pixels, x: u32, y: u32) {
    let stride = page.width as usize * 4;
    let rows = page.rgba.chunks_exact_mut(stride).skip(y as usize);
    for (row, source) in rows.zip(picture.rgba.chunks_exact(picture.width as usize * 4)) {
        let target = row.iter_mut().skip(x as usize * 4);
        target.zip(source).for_each(|(to, from)| *to = *from);
    }
}
