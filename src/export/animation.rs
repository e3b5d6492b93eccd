//! The series as it grew: one frame a session, each with all sessions up to it, all with the same colours.

use super::look::Look;
use super::scene::targets;
use super::{Cancelled, Chosen, Named, Progress};
use crate::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use crate::heatmap::{Field, MapKind, PictureError, Pixels, Theme};
use crate::model::Diagram;
use color_quant::NeuQuant;
use gif::{DisposalMethod, Frame, Repeat};
use std::borrow::Cow;
use std::collections::HashMap;

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnimationKind {
    /// GIF: 256 colours, shown everywhere.
    Gif,
    /// PNG with frames: all colours, shown by browsers and most viewers.
    Apng,
}

/// What an animation, or a contact sheet, looks like.
#[derive(Clone, Copy, Debug)]
pub struct SeriesPictureOptions {
    /// The map.
    pub map: MapKind,
    /// Light or dark.
    pub theme: Theme,
    /// Width in pixels, 64 to 4096.
    pub width: u32,
    /// What of the client's identity stands in the title.
    pub named: Named,
}

/// Why there is no animation or sheet.
#[derive(Debug, thiserror::Error)]
pub enum SeriesPictureError {
    /// It is not wanted any more.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A picture could not be made.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// There is nothing to show.
    #[error("the series has no session yet; there is nothing to show")]
    NoSession,
    /// It would be too large.
    #[error("{0} pixels are too wide for this; ask for 64 to 4096")]
    Width(u32),
    /// A GIF could not be put together.
    #[error("the animation could not be encoded: {0}")]
    Gif(#[from] gif::EncodingError),
    /// A PNG could not be put together.
    #[error("the animation could not be encoded: {0}")]
    Png(#[from] png::EncodingError),
}

/// How long a frame stays, in hundredths of a second.
const DELAY: u16 = 100;
/// How long the last one stays.
const LAST_DELAY: u16 = 300;

/// The chosen sessions on a diagram as an animation that begins again when it is over.
///
/// # Errors
///
/// When there is no session, the width is out of bounds, or it is not wanted any more.
pub fn animation(
    chosen: &Chosen,
    diagram: &Diagram,
    kind: AnimationKind,
    options: SeriesPictureOptions,
    progress: &Progress,
) -> Result<Vec<u8>, SeriesPictureError> {
    check(chosen, options)?;
    let zones = ZoneMap::new(diagram);
    let look = Look::new(chosen, diagram, &zones, options.theme, options.width)?;
    let scene = Growing { chosen, diagram, zones: &zones, look: &look, options };
    match kind {
        AnimationKind::Gif => scene.gif(progress),
        AnimationKind::Apng => scene.apng(progress),
    }
}

/// Refuses what cannot be shown.
pub(super) fn check(chosen: &Chosen, options: SeriesPictureOptions) -> Result<(), SeriesPictureError> {
    if chosen.sessions.is_empty() {
        return Err(SeriesPictureError::NoSession);
    }
    if !(64..=4096).contains(&options.width) {
        return Err(SeriesPictureError::Width(options.width));
    }
    Ok(())
}

struct Growing<'a> {
    chosen: &'a Chosen,
    diagram: &'a Diagram,
    zones: &'a ZoneMap,
    look: &'a Look<'a>,
    options: SeriesPictureOptions,
}

impl Growing<'_> {
    /// Makes the frames one after another; only one is held at a time.
    fn frames(
        &self,
        progress: &Progress,
        mut take: impl FnMut(Pixels, bool) -> Result<(), SeriesPictureError>,
    ) -> Result<(), SeriesPictureError> {
        let whole = self.chosen.set(self.diagram, self.zones);
        let mut scale =
            self.look.scale(&self.field(&whole, &targets(self.chosen, self.diagram, whole.sessions().len())));
        if self.options.map == MapKind::Passes {
            "sum of the sessions so far".clone_into(&mut scale.legend.subtitle);
        }
        let title = self.options.named.title(&self.chosen.series);
        let count = self.chosen.sessions.len();
        let mut set = CoverageSet::new(self.diagram.grid);
        for (done, (_, session)) in self.chosen.sessions.iter().enumerate() {
            progress.reached(done, count)?;
            set.push(session, &SessionCoverage::of(session, self.diagram, self.zones));
            let so_far = Chosen {
                sessions: self.chosen.sessions.iter().take(done + 1).cloned().collect(),
                ..self.chosen.clone()
            };
            let targets = targets(self.chosen, self.diagram, done + 1);
            let subtitle = format!("{} · {}", self.diagram.title, so_far.label());
            let picture = self.look.picture(&self.field(&set, &targets), &scale, &title, &subtitle)?;
            take(picture, done + 1 == count)?;
        }
        progress.reached(1, 1)?;
        Ok(())
    }

    fn field<'a>(
        &'a self,
        set: &'a CoverageSet,
        targets: &'a [Option<crate::model::TargetCounts>],
    ) -> Field<'a> {
        let on = set.sessions().last().copied().unwrap_or(jiff::civil::Date::ZERO);
        Field { set, zones: self.zones, map: self.options.map, on, targets, signed: None }
    }

    fn gif(&self, progress: &Progress) -> Result<Vec<u8>, SeriesPictureError> {
        let mut out = Vec::new();
        let mut writer: Option<(gif::Encoder<&mut Vec<u8>>, Palette)> = None;
        // The legend of any frame has all colours of the map; the last one has all of the figure under them besides.
        let mut last = None;
        let unwatched = Progress::default();
        self.frames(&unwatched, |pixels, is_last| {
            progress.reached(0, 1)?;
            last = is_last.then_some(pixels);
            Ok(())
        })?;
        let palette = Palette::of(last.as_ref());
        if let Some(last) = &last {
            let mut encoder =
                gif::Encoder::new(&mut out, last.width as u16, last.height as u16, &palette.colours)?;
            encoder.set_repeat(Repeat::Infinite)?;
            writer = Some((encoder, palette));
        }
        let mut before: Option<Vec<u8>> = None;
        self.frames(progress, |pixels, is_last| {
            let Some((encoder, palette)) = &mut writer else { return Ok(()) };
            let width = pixels.width as usize;
            let places = palette.places(&pixels);
            let part = before.as_ref().map_or_else(
                || Part { left: 0, top: 0, width, height: pixels.height as usize },
                |before| Part::changed(before, &places, width),
            );
            encoder.write_frame(&Frame {
                delay: if is_last { LAST_DELAY } else { DELAY },
                dispose: DisposalMethod::Keep,
                left: part.left as u16,
                top: part.top as u16,
                width: part.width as u16,
                height: part.height as u16,
                buffer: Cow::Owned(part.cut(&places, width, 1)),
                ..Frame::default()
            })?;
            before = Some(places);
            Ok(())
        })?;
        drop(writer);
        Ok(out)
    }

    fn apng(&self, progress: &Progress) -> Result<Vec<u8>, SeriesPictureError> {
        let mut out = Vec::new();
        self.write_apng(&mut out, progress)?;
        Ok(out)
    }

    fn write_apng(&self, out: &mut Vec<u8>, progress: &Progress) -> Result<(), SeriesPictureError> {
        let mut writer: Option<png::Writer<&mut Vec<u8>>> = None;
        let mut before: Option<Vec<u8>> = None;
        let count = self.chosen.sessions.len() as u32;
        let mut target = Some(out);
        self.frames(progress, |pixels, is_last| {
            if let Some(target) = target.take() {
                let mut encoder = png::Encoder::new(target, pixels.width, pixels.height);
                encoder.set_color(png::ColorType::Rgb);
                encoder.set_compression(png::Compression::Fast);
                encoder.set_animated(count, 0)?;
                writer = Some(encoder.write_header()?);
            }
            let Some(writer) = &mut writer else { return Ok(()) };
            let width = pixels.width as usize;
            let colours: Vec<u8> =
                pixels.rgba.as_chunks::<4>().0.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
            let part = before.as_ref().map_or_else(
                || Part { left: 0, top: 0, width, height: pixels.height as usize },
                |before| Part::changed_rgb(before, &colours, width),
            );
            writer.set_frame_delay(if is_last { LAST_DELAY } else { DELAY }, 100)?;
            writer.reset_frame_position()?;
            writer.set_frame_dimension(part.width as u32, part.height as u32)?;
            writer.set_frame_position(part.left as u32, part.top as u32)?;
            writer.write_image_data(&part.cut(&colours, width, 3))?;
            before = Some(colours);
            Ok(())
        })?;
        if let Some(writer) = writer {
            writer.finish()?;
        }
        Ok(())
    }
}

/// The part of a picture that differs from the one before; at least a pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl Part {
    /// The smallest one around all pixels that differ, of one byte each.
    fn changed(before: &[u8], after: &[u8], width: usize) -> Self {
        Self::around(before.iter().zip(after).map(|(a, b)| a != b), width)
    }

    /// The same, of three bytes each.
    fn changed_rgb(before: &[u8], after: &[u8], width: usize) -> Self {
        let (before, after) = (before.as_chunks::<3>().0, after.as_chunks::<3>().0);
        Self::around(before.iter().zip(after).map(|(a, b)| a != b), width)
    }

    fn around(differ: impl Iterator<Item = bool>, width: usize) -> Self {
        let mut found: Option<(usize, usize, usize, usize)> = None;
        for (place, _) in differ.enumerate().filter(|(_, differs)| *differs) {
            let (x, y) = (place % width, place / width);
            let (left, top, right, bottom) = found.unwrap_or((x, y, x, y));
            found = Some((left.min(x), top.min(y), right.max(x), bottom.max(y)));
        }
        let (left, top, right, bottom) = found.unwrap_or((0, 0, 0, 0));
        Self { left, top, width: right - left + 1, height: bottom - top + 1 }
    }

    /// Its bytes of a picture `width` pixels wide, of so many bytes a pixel.
    fn cut(self, picture: &[u8], width: usize, bytes: usize) -> Vec<u8> {
        let rows = picture.chunks(width * bytes).skip(self.top).take(self.height);
        rows.flat_map(|row| row.iter().skip(self.left * bytes).take(self.width * bytes)).copied().collect()
    }
}

/// 256 colours for a picture.
struct Palette {
    colours: Vec<u8>,
    network: NeuQuant,
    ground: [u8; 3],
    known: HashMap<[u8; 3], u8>,
}

impl Palette {
    /// How many of the colours are looked for; the last one is the ground, which has to be exact.
    const SOUGHT: usize = 255;

    fn of(picture: Option<&Pixels>) -> Self {
        let rgba = picture.map_or(&[0, 0, 0, 255][..], |picture| &picture.rgba);
        let network = NeuQuant::new(3, Self::SOUGHT, rgba);
        let ground = rgba.first_chunk::<3>().copied().unwrap_or_default();
        let mut colours = network.color_map_rgb();
        colours.resize(Self::SOUGHT * 3, 0);
        colours.extend(ground);
        Self { colours, network, ground, known: HashMap::new() }
    }

    /// Which colour each pixel has.
    fn places(&mut self, pixels: &Pixels) -> Vec<u8> {
        let (texels, _) = pixels.rgba.as_chunks::<4>();
        let place = |[r, g, b, _]: &[u8; 4]| {
            let colour = [*r, *g, *b];
            if colour == self.ground {
                return Self::SOUGHT as u8;
            }
            *self.known.entry(colour).or_insert_with(|| self.network.index_of(&[*r, *g, *b, 255]) as u8)
        };
        texels.iter().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_written_again() {
        let before = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let mut after = before;
        (after[5], after[10]) = (7, 9);
        let part = Part::changed(&before, &after, 4);
        assert_eq!(part, Part { left: 1, top: 1, width: 2, height: 2 });
        assert_eq!(part.cut(&after, 4, 1), [7, 0, 0, 9]);
        assert_eq!(Part::changed(&before, &before, 4), Part { left: 0, top: 0, width: 1, height: 1 });
        assert_eq!(Part::changed_rgb(&before, &after, 2), Part { left: 1, top: 0, width: 1, height: 2 });
        let part = Part { left: 1, top: 0, width: 1, height: 2 };
        assert_eq!(part.cut(&after, 2, 3), [0, 0, 7, 0, 9, 0]);
    }
}
