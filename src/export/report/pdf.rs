//! From pages to a tagged PDF for archives (PDF/A-2a) that reads aloud (PDF/UA-1).

use super::ReportError;
use super::sheet::{Child, Group, Kind, Op, Page, Path, Place, Sheet, Step};
use super::text::{Run, Setting};
use crate::heatmap::{Anchor, Pixels, Rgb};
use crate::model::Moment;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind,
    TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::sync::Arc;

/// What the file says about itself.
#[derive(Clone, Debug)]
pub(super) struct About {
    pub(super) title: String,
    /// When the report was made, or what it shows ended.
    pub(super) made: Option<Moment>,
}

/// Writes the pages. The same pages give the same bytes.
///
/// # Errors
///
/// When a font must not be embedded, or has a letter that cannot be found again as text.
pub(super) fn pdf(sheet: &Sheet, about: &About) -> Result<Vec<u8>, ReportError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| ReportError::Pdf(format!("{error:?}")))?;
    let settings = SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut fonts = BTreeMap::new();
    let mut identifiers = Vec::with_capacity(sheet.pages.len());
    for page in &sheet.pages {
        identifiers.push(write_page(&mut document, page, sheet.paper.size(), &mut fonts)?);
    }
    let mut tree = TagTree::new().with_lang(Some("en".to_owned()));
    for child in &sheet.tree {
        if let Some(node) = node(child, &mut identifiers) {
            tree.push(node);
        }
    }
    document.set_tag_tree(tree);
    let mut outline = Outline::new();
    for entry in &sheet.contents {
        let to = XyzDestination::new(entry.page, Point::from_xy(0.0, entry.y));
        outline.push_child(OutlineNode::new(entry.title.clone(), to));
    }
    document.set_outline(outline);
    document.set_metadata(metadata(about));
    document.finish().map_err(|error| ReportError::Pdf(error.to_string()))
}

fn metadata(about: &About) -> Metadata {
    let metadata = Metadata::new()
        .title(about.title.clone())
        .creator(format!("Stipple {}", env!("CARGO_PKG_VERSION")))
        .language("en".to_owned());
    // An archive asks for a date; a series without a session has none of its own.
    let date = about.made.map_or_else(
        || DateTime::new(2000).month(1).day(1),
        |made| {
            let (date, time, offset) = (made.date(), made.time(), made.offset().seconds());
            DateTime::new(date.year().unsigned_abs())
                .month(date.month().unsigned_abs())
                .day(date.day().unsigned_abs())
                .hour(time.hour().unsigned_abs())
                .minute(time.minute().unsigned_abs())
                .second(0)
                .utc_offset_hour((offset / 3600) as i8)
                .utc_offset_minute((offset.unsigned_abs() / 60 % 60) as u8)
        },
    );
    metadata.creation_date(date)
}

/// Draws a page, and answers what each of its marks is called in the structure.
fn write_page(
    document: &mut Document,
    page: &Page,
    (width, height): (f32, f32),
    fonts: &mut BTreeMap<(u64, u32), Font>,
) -> Result<Vec<Option<Identifier>>, ReportError> {
    let settings = PageSettings::from_wh(width, height)
        .ok_or_else(|| ReportError::Pdf("the page has no size".to_owned()))?;
    let mut page_out = document.start_page_with(settings);
    let mut surface = page_out.surface();
    let mut identifiers = Vec::with_capacity(page.marks.len());
    for mark in &page.marks {
        let tag = if mark.says {
            ContentTag::Other
        } else {
            ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other))
        };
        let identifier = surface.start_tagged(tag);
        for op in &mark.ops {
            draw(&mut surface, op, fonts)?;
        }
        surface.end_tagged();
        identifiers.push(mark.says.then_some(identifier));
    }
    surface.finish();
    page_out.finish();
    Ok(identifiers)
}

fn draw(
    surface: &mut Surface<'_>,
    op: &Op,
    fonts: &mut BTreeMap<(u64, u32), Font>,
) -> Result<(), ReportError> {
    match op {
        Op::Words { setting, at, anchor, ink } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*ink)));
            words(surface, setting, *at, *anchor, fonts)?;
        }
        Op::Fill { path, ink } => {
            if let Some(path) = outline_of(path) {
                surface.set_stroke(None);
                surface.set_fill(Some(fill(*ink)));
                surface.draw_path(&path);
            }
        }
        Op::Stroke { path, ink, width, dash, opacity } => {
            if let Some(path) = outline_of(path) {
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke {
                    paint: colour(*ink).into(),
                    width: *width,
                    miter_limit: 4.0,
                    line_cap: LineCap::Butt,
                    line_join: LineJoin::Round,
                    opacity: NormalizedF32::new(*opacity).unwrap_or(NormalizedF32::ONE),
                    dash: dash.map(|(on, off)| StrokeDash { array: vec![on, off], offset: 0.0 }),
                }));
                surface.draw_path(&path);
            }
        }
        Op::Picture { pixels, place } => picture(surface, pixels, *place),
    }
    Ok(())
}

fn picture(surface: &mut Surface<'_>, pixels: &Arc<Pixels>, place: Place) {
    let image = Image::from_rgba8(pixels.rgba.clone(), pixels.width, pixels.height);
    if let Some(size) = Size::from_wh(place.width, place.height) {
        surface.push_transform(&Transform::from_translate(place.x, place.y));
        surface.draw_image(image, size);
        surface.pop();
    }
}

fn words(
    surface: &mut Surface<'_>,
    setting: &Setting,
    (x, y): (f32, f32),
    anchor: Anchor,
    fonts: &mut BTreeMap<(u64, u32), Font>,
) -> Result<(), ReportError> {
    for (i, line) in setting.lines.iter().enumerate() {
        let left = x - line.width * anchor.share();
        let baseline = y + i as f32 * setting.style.pitch();
        for run in &line.runs {
            let font = font(run, fonts)?;
            let size = setting.style.size;
            let glyphs: Vec<KrillaGlyph> = run
                .glyphs
                .iter()
                .map(|glyph| {
                    KrillaGlyph::new(
                        GlyphId::new(glyph.id),
                        glyph.advance / size,
                        glyph.dx / size,
                        glyph.dy / size,
                        0.0,
                        glyph.range.clone(),
                        None,
                    )
                })
                .collect();
            let at = Point::from_xy(left + run.x, baseline);
            surface.draw_glyphs(at, &glyphs, font, &run.text, size, false);
        }
    }
    Ok(())
}

fn font(run: &Run, fonts: &mut BTreeMap<(u64, u32), Font>) -> Result<Font, ReportError> {
    let (data, id) = run.font.data.clone().into_raw_parts();
    if let Some(font) = fonts.get(&(id, run.font.index)) {
        return Ok(font.clone());
    }
    let font = Font::new(data.into(), run.font.index)
        .ok_or_else(|| ReportError::Pdf("a font of the system cannot be read".to_owned()))?;
    fonts.insert((id, run.font.index), font.clone());
    Ok(font)
}

fn fill(ink: Rgb) -> Fill {
    Fill { paint: colour(ink).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn colour(ink: Rgb) -> krilla::color::rgb::Color {
    krilla::color::rgb::Color::new(ink.0, ink.1, ink.2)
}

fn outline_of(path: &Path) -> Option<krilla::geom::Path> {
    let mut builder = PathBuilder::new();
    for step in &path.0 {
        match *step {
            Step::Move((x, y)) => builder.move_to(x, y),
            Step::Line((x, y)) => builder.line_to(x, y),
            Step::Curve((ax, ay), (bx, by), (x, y)) => builder.cubic_to(ax, ay, bx, by, x, y),
            Step::Close => builder.close(),
        }
    }
    builder.finish()
}

/// The structure of a group. Every mark is taken once, as the format demands.
fn node(child: &Child, identifiers: &mut [Vec<Option<Identifier>>]) -> Option<Node> {
    match child {
        Child::Mark(page, mark) => {
            let identifier = identifiers.get_mut(*page)?.get_mut(*mark)?.take()?;
            Some(Node::Leaf(identifier))
        }
        Child::Group(Group { kind, children }) => {
            let nodes = children.iter().filter_map(|child| node(child, identifiers)).collect();
            Some(Node::Group(TagGroup::with_children(tag(kind), nodes)))
        }
    }
}

fn tag(kind: &Kind) -> TagKind {
    match kind {
        Kind::Section => Tag::Section.into(),
        Kind::Heading(level, title) => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(title.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Row => Tag::TR.into(),
        Kind::HeadCell { of_row: true } => Tag::TH(TableHeaderScope::Row).into(),
        Kind::HeadCell { of_row: false } => Tag::TH(TableHeaderScope::Column).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Figure { alt, page, place } => {
            let Place { x, y, width, height } = *place;
            let around = Rect::from_xywh(x, y, width, height).map(|rect| BBox::new(*page, rect));
            Tag::Figure(Some(alt.clone())).with_bbox(around).into()
        }
    }
}
