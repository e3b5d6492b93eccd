//! The command that draws a heatmap.

use super::Failure;
use super::args::{MapName, Render, ThemeName};
use super::chosen;
use crate::coverage::{CoverageSet, ZoneMap};
use crate::export::Chosen;
use crate::heatmap::{
    Backdrop, Drawing, Field, Fonts, MapContext, MapKind, MapScale, Picture, PictureOptions, PictureParts,
    SignedMap, SkinTone, Theme, encode_raw_png, picture_png, picture_svg, raw_raster,
};
use crate::model::{Atlas, Diagram};
use crate::store;

pub(super) fn render(render: &Render, atlas: &Atlas) -> Result<String, Failure> {
    let map = map_kind(render.map);
    if render.compare.is_some() && map != MapKind::Difference {
        return Err(Failure::new(
            "--compare belongs to the map difference; leave it out, or choose that map",
        ));
    }
    let (mut chosen, mut other) = chosen::read_two(&render.choice, render.compare.as_deref())?;
    chosen.only = chosen::passes(&render.only, &chosen)?;
    if let Some(other) = &mut other {
        other.only = chosen.only.clone();
    }
    let diagram = chosen::diagram(&chosen, atlas, &render.diagram)?;
    let plan = chosen.series.plan.as_ref();
    check_plan(&chosen, map)?;
    let zones = ZoneMap::new(diagram);
    let set = chosen.set(diagram, &zones);
    let signed = signed_map(render, &chosen, other.as_ref(), &set, diagram, &zones)?;
    let sessions = u32::try_from(set.sessions().len()).unwrap_or(u32::MAX);
    let targets: Vec<_> = diagram.zones.iter().map(|zone| plan?.counts_for(&zone.id, sessions)).collect();
    let last = set.sessions().last().copied();
    let on = render.on.or(last).unwrap_or_else(|| jiff::Zoned::now().date());
    let field = Field { set: &set, zones: &zones, map, on, targets: &targets, signed: signed.as_ref() };
    let is_svg = render.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
    if is_svg && render.raw {
        return Err(Failure::new("--raw is a PNG; leave it out, or name a file that ends in .png"));
    }
    let bytes = if render.raw {
        encode_raw_png(&raw_raster(&field))?
    } else {
        picture(render, &chosen, diagram, &field, is_svg)?
    };
    store::replace(&render.out, &bytes)?;
    Ok(format!("Wrote {}\n", render.out.display()))
}

/// The values of a map of differences, for one that shows them.
fn signed_map(
    render: &Render,
    chosen: &Chosen,
    other: Option<&Chosen>,
    set: &CoverageSet,
    diagram: &Diagram,
    zones: &ZoneMap,
) -> Result<Option<SignedMap>, Failure> {
    match (map_kind(render.map), other) {
        (MapKind::Difference, Some(other)) => {
            let earlier = other.set(diagram, zones);
            let words = format!("{} minus {}", chosen.short_label(), other.short_label());
            Ok(Some(SignedMap::difference(set, &earlier, zones, render.smooth, &words)))
        }
        (MapKind::Asymmetry, _) => {
            let midline = diagram.midline_x_mm.ok_or_else(|| {
                let message = "has no midline, which this map needs; choose another map or another diagram";
                Failure::new(format!("{} {message}", diagram.id))
            })?;
            Ok(Some(SignedMap::asymmetry(set, zones, midline, render.smooth)))
        }
        _ => Ok(None),
    }
}

/// The picture with title, legend and scale bar, as PNG or SVG.
fn picture(
    render: &Render,
    chosen: &Chosen,
    diagram: &Diagram,
    field: &Field<'_>,
    is_svg: bool,
) -> Result<Vec<u8>, Failure> {
    let theme = theme(render.theme);
    let series = &chosen.series;
    let tone = series.client.skin_type.as_deref().and_then(SkinTone::of_skin_type).unwrap_or_default();
    let drawing = Drawing::new(diagram, tone).map_err(Failure::new)?;
    let backdrop = Backdrop::new(diagram, field.zones, &drawing, tone);
    let interval = series.plan.as_ref().and_then(|plan| plan.interval_days);
    let scale = MapScale::new(field.map, &MapContext::of(field, interval), theme);
    let picture = Picture { diagram, drawing: &drawing, backdrop: &backdrop, field, scale: &scale };
    let title = match series.client.label() {
        _ if render.anonymous => series.title.clone(),
        "" => series.title.clone(),
        client => format!("{client} · {}", series.title),
    };
    let options = PictureOptions {
        width: render.width.unwrap_or(PictureOptions::USUAL_WIDTH * render.scale),
        theme,
        title,
        subtitle: format!("{} · {}", diagram.title, chosen.label()),
        framed: true,
        parts: render.without.iter().copied().fold(PictureParts::ALL, PictureParts::without),
        transparent: render.transparent,
        part: None,
    };
    if is_svg {
        return Ok(picture_svg(&picture, &options)?.into_bytes());
    }
    Ok(picture_png(&picture, &options, &Fonts::default(), |_, _| true)?)
}

/// Refuses a map that the series has nothing for, or that compares sessions or sides, which only `render` draws.
pub(super) fn check_map(chosen: &Chosen, map: MapKind) -> Result<(), Failure> {
    if matches!(map, MapKind::Difference | MapKind::Asymmetry) {
        let message = "this map compares two things and is drawn by `stipple render`; choose another map";
        return Err(Failure::new(message));
    }
    check_plan(chosen, map)
}

fn check_plan(chosen: &Chosen, map: MapKind) -> Result<(), Failure> {
    let plan = chosen.series.plan.as_ref();
    if map.needs_plan() && plan.is_none_or(|plan| plan.targets.is_empty()) {
        let message = "the series has no plan with targets, which this map needs; choose another map";
        return Err(Failure::new(message));
    }
    Ok(())
}

pub(super) const fn theme(name: ThemeName) -> Theme {
    match name {
        ThemeName::Light => Theme::Light,
        ThemeName::Dark => Theme::Dark,
    }
}

pub(super) const fn map_kind(map: MapName) -> MapKind {
    match map {
        MapName::Passes => MapKind::Passes,
        MapName::Sessions => MapKind::Sessions,
        MapName::DaysSince => MapKind::DaysSince,
        MapName::Directions => MapKind::Directions,
        MapName::Density => MapKind::Density,
        MapName::Gap => MapKind::Gap,
        MapName::Difference => MapKind::Difference,
        MapName::Asymmetry => MapKind::Asymmetry,
    }
}
