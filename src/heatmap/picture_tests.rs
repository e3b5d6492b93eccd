use super::*;
use crate::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use crate::geometry::Point;
use crate::heatmap::{MapContext, MapKind, SkinTone, picture_png, picture_svg};
use crate::model::{
    Atlas, DiagramId, Direction, Entry, EntryId, EntryKind, Extra, Passes, Series, SeriesId, Session,
    SessionId, TargetCounts, ZoneId,
};
use resvg::usvg;

/// Hands a picture of the scalp with a painted zone to a test.
fn with_picture<T>(test: impl FnOnce(&Picture<'_>) -> T) -> T {
    let atlas = Atlas::builtin().unwrap();
    let diagram = atlas.diagram(&DiagramId::new("scalp-top").unwrap()).unwrap();
    let series = Series::new(SeriesId::new("s").unwrap(), "Scalp");
    let at = "2026-03-02T10:05:00+01:00".parse().unwrap();
    let mut session = Session::new(SessionId::new("a").unwrap(), series.id, at);
    let zone = diagram.zones.first().unwrap().id.clone();
    session.entries.push(entry(diagram.id.clone(), zone));
    let zones = ZoneMap::new(diagram);
    let set = CoverageSet::of_session(&session, &SessionCoverage::of(&session, diagram, &zones));
    let target = TargetCounts { passes: 2, ceiling: Some(3) };
    let targets = vec![Some(target); diagram.zones.len()];
    let on = session.started_at.date();
    let field = Field { set: &set, zones: &zones, map: MapKind::Passes, on, targets: &targets, signed: None };
    let tone = SkinTone::default();
    let drawing = Drawing::new(diagram, tone).unwrap();
    let backdrop = Backdrop::new(diagram, &zones, &drawing, tone);
    let scale = MapScale::new(MapKind::Passes, &MapContext::of(&field, None), Theme::Dark);
    test(&Picture { diagram, drawing: &drawing, backdrop: &backdrop, field: &field, scale: &scale })
}

fn entry(diagram: DiagramId, zone: ZoneId) -> Entry {
    Entry {
        id: EntryId(1),
        diagram,
        device: None,
        at_ms: None,
        pass: None,
        kind: EntryKind::Zone { zone, passes: Passes::of(Direction::Rising, 4) },
        extra: Extra::default(),
        passes_extra: Extra::default(),
    }
}

fn options(width: u32) -> PictureOptions {
    PictureOptions {
        width,
        theme: Theme::Dark,
        title: "A <title> & more".to_owned(),
        subtitle: "Scalp".to_owned(),
        framed: true,
        parts: PictureParts::ALL,
        transparent: false,
        part: None,
    }
}

fn decoded(png: &[u8]) -> (png::ColorType, u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    (info.color_type, info.width, info.height, bytes)
}

#[test]
fn a_picture_painted_in_bands_is_the_picture_painted_at_once() {
    with_picture(|picture| {
        let part = Rect::new(Point::new(20.3, 31.7), Point::new(120.9, 133.1));
        for options in [options(320), PictureOptions { part: Some(part), ..options(700) }] {
            let whole = render(picture, &options, &Fonts::default()).unwrap();
            let painter = Painter::new(picture, &options, &Fonts::default()).unwrap();
            let (width, height) = painter.size();
            let mut rgba = Vec::new();
            for top in (0..height).step_by(37) {
                rgba.extend(painter.band(top, 37.min(height - top)).unwrap().rgba);
            }
            assert_eq!((whole.width, whole.height), (width, height));
            assert_eq!(rgba.len(), whole.rgba.len());
            // Edges are smoothed a little differently where a shape is cut, and nowhere else.
            let off =
                |least: u8| whole.rgba.iter().zip(&rgba).filter(|(a, b)| a.abs_diff(**b) > least).count();
            let [seen, strong] = [2, 24].map(off);
            assert!(
                seen * 400 < rgba.len() && strong * 10_000 < rgba.len(),
                "{seen} and {strong} of {}",
                rgba.len()
            );
            let (_, _, _, file) =
                decoded(&picture_png(picture, &options, &Fonts::default(), |_, _| true).unwrap());
            let shown = whole.rgba.chunks_exact(4).zip(file.chunks_exact(3));
            assert!(shown.clone().all(|(a, b)| a[..3] == *b));
            assert_eq!(shown.len(), (width * height) as usize);
        }
    });
}

#[test]
fn a_picture_that_nobody_wants_any_more_is_not_finished() {
    with_picture(|picture| {
        let stopped = picture_png(picture, &options(320), &Fonts::default(), |_, _| false);
        assert!(matches!(stopped, Err(PictureError::Unwanted)));
    });
}

#[test]
fn a_picture_higher_than_is_painted_at_once_can_be_painted_in_bands() {
    with_picture(|picture| {
        let narrow = Rect::new(Point::new(60.0, 20.0), Point::new(61.0, 140.0));
        let high = PictureOptions { part: Some(narrow), framed: false, ..options(200) };
        assert!(matches!(render(picture, &high, &Fonts::default()), Err(PictureError::Size(200))));
        let painter = Painter::new(picture, &high, &Fonts::default()).unwrap();
        assert_eq!(painter.size(), (200, 24_000));
        let band = painter.band(23_000, 10).unwrap();
        assert!(band.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255));
        let ground = Theme::Dark.tokens().ground;
        let seen = |pixel: &[u8]| pixel[..3] != [ground.0, ground.1, ground.2];
        assert!(painter.band(12_000, 10).unwrap().rgba.chunks_exact(4).any(seen), "the scalp is there");
    });
}

#[test]
fn the_ground_can_be_left_clear() {
    with_picture(|picture| {
        let clear = PictureOptions { transparent: true, ..options(320) };
        let (kind, _, _, bytes) =
            decoded(&picture_png(picture, &clear, &Fonts::default(), |_, _| true).unwrap());
        assert_eq!((kind, bytes.first_chunk()), (png::ColorType::Rgba, Some(&[0; 4])));
        assert!(bytes.chunks_exact(4).any(|pixel| pixel[3] == 255), "the figure hides what is behind it");
        let (kind, _, _, bytes) =
            decoded(&picture_png(picture, &options(320), &Fonts::default(), |_, _| true).unwrap());
        let ground = Theme::Dark.tokens().ground;
        assert_eq!((kind, bytes.first_chunk()), (png::ColorType::Rgb, Some(&[ground.0, ground.1, ground.2])));
    });
}

#[test]
fn what_is_left_out_is_not_there_and_takes_no_room() {
    with_picture(|picture| {
        let svg = |parts| picture_svg(picture, &PictureOptions { parts, ..options(900) }).unwrap();
        let all = svg(PictureParts::ALL);
        for (part, words) in [
            (PicturePart::Title, "A &lt;title&gt; &amp; more</text>"),
            (PicturePart::Legend, ">Passes</text>"),
            (PicturePart::ScaleBar, "it does not advise"),
            (PicturePart::Outlines, "stroke-opacity=\"0.38\""),
        ] {
            assert!(all.contains(words), "{part:?}");
            assert!(!svg(PictureParts::ALL.without(part)).contains(words), "{part:?}");
            assert_eq!(PicturePart::from_name(part.name()), Some(part));
        }
        let height = |parts| {
            let options = PictureOptions { parts, ..options(900) };
            Painter::new(picture, &options, &Fonts::default()).unwrap().size().1
        };
        let none = PicturePart::ALL.into_iter().fold(PictureParts::ALL, PictureParts::without);
        assert_eq!(height(PictureParts::ALL) - height(none), 96 - 24 + 40 - 24);
    });
}

#[test]
fn a_picture_as_svg_can_be_read_and_holds_no_script() {
    with_picture(|picture| {
        let svg = picture_svg(picture, &options(900)).unwrap();
        assert_eq!(svg, picture_svg(picture, &options(900)).unwrap());
        assert!(!svg.contains("<script") && !svg.contains("<!"), "nothing but shapes, text and a picture");
        let mut reading = usvg::Options::default();
        reading.fontdb_mut().load_font_data(notosans::REGULAR_TTF.to_vec());
        reading.fontdb_mut().load_font_data(notosans::BOLD_TTF.to_vec());
        let tree = usvg::Tree::from_str(&svg, &reading).unwrap();
        assert_eq!(tree.size().width(), 900.0);
        let mut found = Found::default();
        count(tree.root(), &mut found);
        assert_eq!(found.pictures, 1);
        assert!(found.shapes > 50, "{}", found.shapes);
        for words in ["A <title> & more", "Passes", "Scalp"] {
            assert!(found.words.iter().any(|found| found == words), "{words}: {:?}", found.words);
        }
        let elsewhere = svg.split("href=\"").skip(1).filter(|link| !link.starts_with(['#', 'd']));
        assert_eq!(elsewhere.count(), 0, "nothing is looked up elsewhere");
        let data =
            svg.split("data:image/png;base64,").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let png = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, data).unwrap();
        assert_eq!(decoded(&png).0, png::ColorType::Rgba);
    });
}

#[derive(Default)]
struct Found {
    pictures: usize,
    shapes: usize,
    words: Vec<String>,
}

fn count(group: &usvg::Group, found: &mut Found) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => count(group, found),
            usvg::Node::Path(_) => found.shapes += 1,
            usvg::Node::Image(_) => found.pictures += 1,
            usvg::Node::Text(text) => {
                found.words.push(text.chunks().iter().map(usvg::TextChunk::text).collect());
            }
        }
    }
}
