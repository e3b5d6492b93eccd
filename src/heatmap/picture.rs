//! A finished picture of a map: drawing, heatmap, outlines, title, legend and scale bar.

use super::backdrop::Backdrop;
use super::drawing::{Drawing, DrawingLayer, Pixels};
use super::field::{Field, FieldTile, RawRaster};
use super::legend::Legend;
use super::overlay::{Anchor, Fonts, Overlay, TextStyle};
use super::paint::{PaintPlan, PixelTable, PixelTile, PlannedZones, over_ceiling, paint_tile};
use super::scale::MapScale;
use super::tokens::{Theme, Tokens};
use crate::coverage::{TILE, TILE_CELLS};
use crate::geometry::{CellRect, Point, Rect};
use crate::model::Diagram;
use image::imageops::{FilterType, resize};
use image::{ImageBuffer, Rgba};
use rayon::prelude::*;

/// Everything a picture is made of.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// The diagram.
    pub diagram: &'a Diagram,
    /// Its drawing.
    pub drawing: &'a Drawing,
    /// Light and shade of the drawing.
    pub backdrop: &'a Backdrop,
    /// The map.
    pub field: &'a Field<'a>,
    /// Its colours.
    pub scale: &'a MapScale,
}

/// What a picture looks like.
#[derive(Clone, Debug)]
pub struct PictureOptions {
    /// Width in pixels, 64 to 16,384.
    pub width: u32,
    /// Light or dark.
    pub theme: Theme,
    /// First line; empty for none.
    pub title: String,
    /// Second line; empty for none.
    pub subtitle: String,
    /// Whether there is a legend and a scale bar, and room for them.
    pub framed: bool,
    /// Whether planned zones are outlined.
    pub outlines: bool,
    /// Whether nothing is behind the figure, instead of the theme's ground.
    pub transparent: bool,
    /// The part of the diagram shown, in mm; all of it if none is given.
    pub part: Option<Rect>,
}

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It would be too small or too large.
    #[error("a picture {0} pixels wide is too small or too large; ask for 64 to 16,384")]
    Size(u32),
    /// The words could not be drawn.
    #[error("the title and legend could not be drawn: {0}")]
    Words(String),
    /// The picture could not be put into a file.
    #[error("the picture could not be encoded: {0}")]
    Encode(#[from] png::EncodingError),
}

/// Space around the figure, in design pixels.
const MARGIN: f64 = 24.0;
/// Height of title and legend, in design pixels.
const HEADER: f64 = 96.0;
/// Height of the line below the figure, in design pixels.
const FOOTER: f64 = 40.0;
/// Width of the picture that design pixels are measured for.
const DESIGN_WIDTH: f64 = 900.0;

/// Makes the picture. The same input gives the same pixels on every machine.
///
/// # Errors
///
/// When the size is out of bounds or the words cannot be drawn.
pub fn render(
    picture: &Picture<'_>,
    options: &PictureOptions,
    fonts: &Fonts,
) -> Result<Pixels, PictureError> {
    let tokens = options.theme.tokens();
    let layout = Layout::new(picture.diagram, options).ok_or(PictureError::Size(options.width))?;
    let mut out = filled(layout.size, tokens, options.transparent);
    let part = layout.part;
    let draw = |layer| picture.drawing.draw(layer, part, layout.px_per_mm);
    let tint = tokens.figure_tint;
    if let Some(figure) = draw(DrawingLayer::Figure) {
        blend(&mut out, &figure, layout.origin, [tint.0, tint.1, tint.2]);
    }
    if let Some((heat, (x, y))) = heat_at(picture, part, layout.px_per_mm) {
        blend(&mut out, &heat, (layout.origin.0 + x, layout.origin.1 + y), [255; 3]);
    }
    if let Some(lines) = draw(DrawingLayer::Lines) {
        blend(&mut out, &lines, layout.origin, [tint.0, tint.1, tint.2]);
    }
    let mut overlay = Overlay::new(layout.size.0, layout.size.1);
    for (zone, target) in picture.diagram.zones.iter().zip(picture.field.targets) {
        if options.outlines && target.is_some() {
            let shift = (
                f64::from(layout.origin.0) - part.min.x * layout.px_per_mm,
                f64::from(layout.origin.1) - part.min.y * layout.px_per_mm,
            );
            let d = zone.outline.to_svg();
            overlay.outline(&d, shift, layout.px_per_mm, layout.unit, tokens.ink, 0.38);
        }
    }
    if options.framed {
        frame(&mut overlay, &layout, options, &picture.scale.legend, tokens);
        sides(&mut overlay, &layout, picture.diagram, tokens);
    }
    let words = format!("{}{}", options.title, options.subtitle);
    let drawn = if fonts.cover(&words) {
        overlay.draw(&mut out, fonts)
    } else {
        overlay.draw(&mut out, &fonts.with_system_fonts())
    };
    drawn.map_err(PictureError::Words)?;
    Ok(out)
}

/// Where things are, in pixels.
struct Layout {
    size: (u32, u32),
    origin: (u32, u32),
    figure: (f64, f64),
    px_per_mm: f64,
    /// Pixels a design pixel.
    unit: f64,
    part: Rect,
}

impl Layout {
    fn new(diagram: &Diagram, options: &PictureOptions) -> Option<Self> {
        let whole = Rect::new(Point::new(0.0, 0.0), Point::new(diagram.size_mm.0, diagram.size_mm.1));
        let part = options.part.unwrap_or(whole);
        if !(64..=Drawing::MAX_SIDE).contains(&options.width) || part.width() <= 0.0 {
            return None;
        }
        let width = f64::from(options.width);
        let unit = if options.framed { width / DESIGN_WIDTH } else { 1.0 };
        let (margin, header, footer) =
            if options.framed { (MARGIN * unit, HEADER * unit, FOOTER * unit) } else { (0.0, 0.0, 0.0) };
        let px_per_mm = (width - 2.0 * margin) / part.width();
        let figure = (part.width() * px_per_mm, part.height() * px_per_mm);
        let height = (figure.1 + header + footer).round();
        let fits = height >= 1.0 && height <= f64::from(Drawing::MAX_SIDE);
        fits.then_some(Self {
            size: (options.width, height as u32),
            origin: (margin.round() as u32, header.round() as u32),
            figure,
            px_per_mm,
            unit,
            part,
        })
    }
}

fn filled(size: (u32, u32), tokens: &Tokens, transparent: bool) -> Pixels {
    let ground = tokens.ground;
    let count = size.0 as usize * size.1 as usize;
    let pixel = if transparent { [0; 4] } else { [ground.0, ground.1, ground.2, 255] };
    Pixels { width: size.0, height: size.1, rgba: pixel.repeat(count) }
}

/// Puts a picture onto another, both with premultiplied alpha, the upper one multiplied by `tint` first.
fn blend(below: &mut Pixels, above: &Pixels, at: (u32, u32), tint: [u8; 3]) {
    let width = below.width as usize * 4;
    let [red, green, blue] = tint;
    let tint = [red, green, blue, u8::MAX];
    let rows = below.rgba.par_chunks_exact_mut(width).skip(at.1 as usize);
    rows.zip(above.rgba.par_chunks_exact(above.width as usize * 4)).for_each(|(row, source)| {
        let (targets, _) = row.get_mut(at.0 as usize * 4..).unwrap_or_default().as_chunks_mut::<4>();
        let (sources, _) = source.as_chunks::<4>();
        let mut tinted = sources.to_vec();
        for pixel in &mut tinted {
            for (channel, tint) in pixel.iter_mut().zip(tint) {
                *channel = (u16::from(*channel) * u16::from(tint) / 255) as u8;
            }
        }
        lay_pixels(targets, &tinted);
    });
}

/// The heatmap of some cells, one pixel a cell, alpha premultiplied.
pub fn heat_pixels(picture: &Picture<'_>, part: CellRect) -> Pixels {
    let part = part.intersection(picture.field.set.tiling().grid().bounds());
    let (columns, rows) = (part.width() as usize, part.height() as usize);
    let mut out = Pixels { width: columns as u32, height: rows as u32, rgba: vec![0; columns * rows * 4] };
    lay_heat(picture.field, picture.scale, picture.backdrop, part, &mut out);
    out
}

/// Lays the heatmap of some cells over a picture of the same cells, one pixel a cell, alpha premultiplied. Adding up,
/// colouring and blending go tile by tile, on as many threads as there are.
pub fn lay_heat(
    field: &Field<'_>,
    scale: &MapScale,
    backdrop: &Backdrop,
    part: CellRect,
    below: &mut Pixels,
) {
    let tiling = field.set.tiling();
    let (table, planned) = (PixelTable::new(scale.clone()), PlannedZones::new(field.targets));
    let plan = PaintPlan { pixels: &table, backdrop, zones: field.zones, planned: &planned };
    let shown = field.shown_tiles();
    let working_memory = || (FieldTile::default(), Box::new([[0; 4]; TILE_CELLS]));
    bands(part, below).into_par_iter().for_each_init(working_memory, |(values, pixels), (band, lines)| {
        for tile in tiling.tiles_in(band).filter(|tile| shown.get(*tile) == Some(&true)) {
            field.evaluate(tile, values);
            paint_tile(&plan, tile, values, pixels);
            let cells = tiling.cells_of(tile);
            lay_tile(pixels, cells, band, lines);
        }
    });
}

/// Cuts a picture of some cells where rows of tiles end.
fn bands(part: CellRect, pixels: &mut Pixels) -> Vec<(CellRect, &mut [[u8; 4]])> {
    let (mut rest, _) = pixels.rgba.as_chunks_mut::<4>();
    let mut top = part.top;
    let mut bands = Vec::new();
    while top < part.bottom {
        let bottom = (top - top.rem_euclid(TILE) + TILE).min(part.bottom);
        let band = CellRect::new(part.left, top, part.right, bottom);
        let size = (band.width() * band.height()) as usize;
        let Some((lines, behind)) = rest.split_at_mut_checked(size) else { break };
        bands.push((band, lines));
        rest = behind;
        top = bottom;
    }
    bands
}

/// Lays the pixels of a tile over the lines of a band that it crosses.
fn lay_tile(pixels: &PixelTile, cells: CellRect, band: CellRect, lines: &mut [[u8; 4]]) {
    let shared = cells.intersection(band);
    let width = shared.width() as usize;
    for row in shared.rows() {
        let from = ((row - cells.top) * TILE + shared.left - cells.left) as usize;
        let to = ((row - band.top) * band.width() + shared.left - band.left) as usize;
        if let (Some(source), Some(target)) = (pixels.get(from..from + width), lines.get_mut(to..to + width))
        {
            lay_pixels(target, source);
        }
    }
}

/// Lays pixels over others, both with premultiplied alpha.
fn lay_pixels(below: &mut [[u8; 4]], above: &[[u8; 4]]) {
    const AT_ONCE: usize = TILE as usize;
    for (below, above) in below.chunks_mut(AT_ONCE).zip(above.chunks(AT_ONCE)) {
        // What shows through, once a channel, so that the channels can be mixed many at a time.
        let mut keep = [[0_u16; 4]; AT_ONCE];
        for (keep, [.., alpha]) in keep.iter_mut().zip(above) {
            *keep = [u16::from(u8::MAX - alpha); 4];
        }
        let channels = below.as_flattened_mut().iter_mut().zip(above.as_flattened());
        for ((below, &above), &keep) in channels.zip(keep.as_flattened()) {
            *below = above.saturating_add(((u16::from(*below) * keep + 127) / 255) as u8);
        }
    }
}

/// The heatmap of a part of the diagram at a resolution, hatched above the ceiling; and where it begins, in pixels
/// from the part's corner, since the part may reach beyond the raster.
fn heat_at(picture: &Picture<'_>, part: Rect, px_per_mm: f64) -> Option<(Pixels, (u32, u32))> {
    let per_mm = f64::from(picture.diagram.grid.cells_per_mm());
    let cells = picture.diagram.grid.cells_around(part);
    let heat = heat_pixels(picture, cells);
    let whole: ImageBuffer<Rgba<u8>, _> = ImageBuffer::from_raw(heat.width, heat.height, heat.rgba)?;
    let side = |cells: i32| (f64::from(cells) / per_mm * px_per_mm).round().max(1.0) as u32;
    let scaled = resize(&whole, side(cells.width()), side(cells.height()), FilterType::Triangle);
    let mut pixels = Pixels { width: scaled.width(), height: scaled.height(), rgba: scaled.into_raw() };
    if !picture.field.map.is_signed() {
        hatch(&mut pixels, picture, (cells.left, cells.top), per_mm / px_per_mm);
    }
    let offset =
        |cell: i32, from: f64| ((f64::from(cell) / per_mm - from) * px_per_mm).round().max(0.0) as u32;
    Some((pixels, (offset(cells.left, part.min.x), offset(cells.top, part.min.y))))
}

/// Draws slanted paper lines where there are more passes than the ceiling.
fn hatch(pixels: &mut Pixels, picture: &Picture<'_>, first: (i32, i32), cells_per_px: f64) {
    let tiling = picture.field.set.tiling();
    let mut over = vec![None; tiling.count()];
    for tile in picture.field.set.painted_tiles() {
        let mut cells = Box::new([false; TILE_CELLS]);
        if over_ceiling(picture.field.set, picture.field.zones, picture.field.targets, tile, &mut cells)
            && let Some(slot) = over.get_mut(tile)
        {
            *slot = Some(cells);
        }
    }
    if over.iter().all(Option::is_none) {
        return;
    }
    let width = pixels.width as usize;
    let (texels, _) = pixels.rgba.as_chunks_mut::<4>();
    for (i, texel) in texels.iter_mut().enumerate() {
        let (x, y) = (i % width, i / width);
        let column = first.0 + (x as f64 * cells_per_px) as i32;
        let row = first.1 + (y as f64 * cells_per_px) as i32;
        let cell = crate::geometry::Cell::new(column, row);
        let Some((tile, place)) = picture.field.set.locate(cell) else { continue };
        let cells = over.get(tile).and_then(Option::as_ref);
        if !cells.and_then(|cells| cells.get(place).copied()).unwrap_or(false) {
            continue;
        }
        // Distance from the middle of the nearest line, across it.
        let along = (x + y) as f64 / std::f64::consts::SQRT_2;
        let off = (along.rem_euclid(5.0) - 2.5).abs();
        let strength = ((1.1 - off) + 0.5).clamp(0.0, 1.0);
        let [r, g, b, a] = texel;
        let paper = strength * f64::from(*a);
        for channel in [r, g, b] {
            *channel = (f64::from(*channel) * (1.0 - strength) + paper).round() as u8;
        }
    }
}

fn frame(overlay: &mut Overlay, layout: &Layout, options: &PictureOptions, legend: &Legend, tokens: &Tokens) {
    let unit = layout.unit;
    let style = |size: f64, bold, colour| TextStyle { size: size * unit, bold, colour };
    let left = MARGIN * unit;
    let right = f64::from(layout.size.0) - left;
    overlay.text(left, 40.0 * unit, Anchor::Start, style(16.0, true, tokens.text), &options.title);
    overlay.text(left, 62.0 * unit, Anchor::Start, style(12.0, false, tokens.text_2), &options.subtitle);
    let width = 260.0 * unit;
    overlay.legend(legend, right - width, 18.0 * unit, width, unit, tokens);
    let bottom = f64::from(layout.size.1) - 14.0 * unit;
    let bar_mm = crate::wording::round_length(60.0 * unit / layout.px_per_mm);
    let bar = bar_mm * layout.px_per_mm;
    for (from, to) in [
        ((left, bottom), (left + bar, bottom)),
        ((left, bottom - 5.0 * unit), (left, bottom)),
        ((left + bar, bottom - 5.0 * unit), (left + bar, bottom)),
    ] {
        overlay.line(from, to, 1.2 * unit, tokens.text_2, None);
    }
    let label = crate::wording::millimetres(bar_mm);
    overlay.text(
        left + bar / 2.0,
        bottom - 5.0 * unit,
        Anchor::Middle,
        style(11.0, false, tokens.text_2),
        &label,
    );
    let notes = "Counted on the drawing of a reference adult. Stipple records; it does not advise.";
    overlay.text(right, bottom, Anchor::End, style(10.0, false, tokens.text_3), notes);
}

/// The client's sides beside the figure.
fn sides(overlay: &mut Overlay, layout: &Layout, diagram: &Diagram, tokens: &Tokens) {
    let Some(midline) = diagram.midline_x_mm else { return };
    let style = TextStyle { size: 30.0 * layout.unit, bold: false, colour: tokens.faint };
    let reach = diagram.size_mm.0 * 0.43;
    let y = f64::from(layout.origin.1) + layout.figure.1 * 0.42;
    let (on_left, on_right) = if diagram.is_facing() { ("R", "L") } else { ("L", "R") };
    for (x_mm, letter) in [(midline - reach, on_left), (midline + reach, on_right)] {
        let x = f64::from(layout.origin.0) + (x_mm - layout.part.min.x) * layout.px_per_mm;
        overlay.text(x, y, Anchor::Middle, style, letter);
    }
}

/// A picture as PNG, without any metadata.
///
/// # Errors
///
/// When the encoder refuses, which it does for no picture made here.
pub fn encode_png(pixels: &Pixels) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width, pixels.height);
    encoder.set_color(png::ColorType::Rgb);
    // Several times faster than the encoder's usual way, and at most a fifth larger. It packs nothing but runs of
    // zeros, of which this filter leaves nearly as many as trying each filter on each row does, in half the time.
    encoder.set_compression(png::Compression::Fastest);
    encoder.set_filter(png::Filter::Paeth);
    let (texels, _) = pixels.rgba.as_chunks::<4>();
    let mut rgb = vec![0; texels.len() * 3];
    for (to, [r, g, b, _]) in rgb.as_chunks_mut::<3>().0.iter_mut().zip(texels) {
        *to = [*r, *g, *b];
    }
    encoder.write_header()?.write_image_data(&rgb)?;
    Ok(bytes)
}

/// A raster as PNG of 16-bit grey, one pixel a cell.
///
/// # Errors
///
/// When the encoder refuses, which it does for no raster of a diagram.
pub fn encode_raw_png(raster: &RawRaster) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, raster.columns, raster.rows);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Sixteen);
    let data: Vec<u8> = raster.values.iter().flat_map(|value| value.to_be_bytes()).collect();
    encoder.write_header()?.write_image_data(&data)?;
    Ok(bytes)
}
