//! How maps of one series on one diagram look, picture after picture.

use super::Chosen;
use crate::coverage::ZoneMap;
use crate::heatmap::{
    Backdrop, Drawing, Field, Fonts, MapContext, MapScale, Picture, PictureError, PictureOptions,
    PictureParts, Pixels, SkinTone, Theme, render,
};
use crate::model::Diagram;

/// What the pictures of a series on a diagram have in common.
#[derive(Debug)]
pub(super) struct Look<'a> {
    diagram: &'a Diagram,
    drawing: Drawing,
    backdrop: Backdrop,
    theme: Theme,
    width: u32,
    interval_days: Option<u32>,
    fonts: Fonts,
}

impl<'a> Look<'a> {
    /// The look of pictures so many pixels wide.
    ///
    /// # Errors
    ///
    /// When the diagram's drawing cannot be read, which the tests rule out.
    pub(super) fn new(
        chosen: &Chosen,
        diagram: &'a Diagram,
        zones: &ZoneMap,
        theme: Theme,
        width: u32,
    ) -> Result<Self, PictureError> {
        let skin_type = chosen.series.client.skin_type.as_deref();
        let tone = skin_type.and_then(SkinTone::of_skin_type).unwrap_or_default();
        let drawing = Drawing::new(diagram, tone).map_err(PictureError::Words)?;
        let backdrop = Backdrop::new(diagram, zones, &drawing, tone);
        let interval_days = chosen.series.plan.as_ref().and_then(|plan| plan.interval_days);
        Ok(Self { diagram, drawing, backdrop, theme, width, interval_days, fonts: Fonts::default() })
    }

    /// What the colours of a map depend on.
    pub(super) fn context(&self, field: &Field<'_>) -> MapContext {
        MapContext::of(field, self.interval_days)
    }

    /// The colours of a map by itself.
    pub(super) fn scale(&self, field: &Field<'_>) -> MapScale {
        MapScale::new(field.map, &self.context(field), self.theme)
    }

    /// A picture with title, legend and scale bar.
    ///
    /// # Errors
    ///
    /// When the width is out of bounds or the words cannot be drawn.
    pub(super) fn picture(
        &self,
        field: &Field<'_>,
        scale: &MapScale,
        title: &str,
        subtitle: &str,
    ) -> Result<Pixels, PictureError> {
        self.draw(field, scale, title, subtitle, self.width, true)
    }

    /// The figure with its map alone, so many pixels wide.
    ///
    /// # Errors
    ///
    /// As [`Look::picture`].
    pub(super) fn bare(
        &self,
        field: &Field<'_>,
        scale: &MapScale,
        width: u32,
    ) -> Result<Pixels, PictureError> {
        self.draw(field, scale, "", "", width, false)
    }

    fn draw(
        &self,
        field: &Field<'_>,
        scale: &MapScale,
        title: &str,
        subtitle: &str,
        width: u32,
        framed: bool,
    ) -> Result<Pixels, PictureError> {
        let (diagram, drawing, backdrop) = (self.diagram, &self.drawing, &self.backdrop);
        let picture = Picture { diagram, drawing, backdrop, field, scale };
        let options = PictureOptions {
            width,
            theme: self.theme,
            title: title.to_owned(),
            subtitle: subtitle.to_owned(),
            framed,
            parts: PictureParts::ALL,
            transparent: false,
            part: None,
        };
        render(&picture, &options, &self.fonts)
    }

    /// The fonts, for words beside pictures.
    pub(super) const fn fonts(&self) -> &Fonts {
        &self.fonts
    }
}
