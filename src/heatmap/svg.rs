//! A picture of a map as SVG: drawing, outlines and words as shapes and text, the heatmap as an image inside.

use super::drawing::DrawingLayer;
use super::heat::Heat;
use super::layout::Layout;
use super::overlay::escaped;
use super::picture::{Picture, PictureError, PictureOptions, overlay};
use super::png_file::encode_clear_png;
use super::tokens::Tokens;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt::{Error, Write};

/// The heatmap inside is no wider than a picture of this width would have it, in pixels.
const WIDEST_HEAT: u32 = 2400;

/// Makes a picture as SVG, without scripts and without anything from elsewhere. The same input gives the same text.
/// Words are text; their font is named, not contained.
///
/// # Errors
///
/// When the size is out of bounds.
pub fn picture_svg(picture: &Picture<'_>, options: &PictureOptions) -> Result<String, PictureError> {
    let layout = Layout::new(picture.diagram, options).ok_or(PictureError::Size(options.width))?;
    let heat = heat(picture, &layout)?;
    let mut svg = String::new();
    // Writing to a string cannot fail.
    document(&mut svg, picture, options, &layout, &heat).unwrap_or_default();
    Ok(svg)
}

/// The heatmap as an image element.
fn heat(picture: &Picture<'_>, layout: &Layout) -> Result<String, PictureError> {
    let finer = (f64::from(layout.size.0) / f64::from(WIDEST_HEAT)).max(1.0);
    let heat = Heat::new(picture, layout.part, layout.px_per_mm / finer, layout.unit / finer);
    let (width, height) = heat.size;
    let place = |origin: u32, offset: u32| f64::from(origin) + f64::from(offset) * finer;
    let data = STANDARD.encode(encode_clear_png(heat.rows(0..height))?);
    Ok(format!(
        "<image x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" preserveAspectRatio=\"none\" \
         xlink:href=\"data:image/png;base64,{data}\"/>",
        place(layout.origin.0, heat.offset.0),
        place(layout.origin.1, heat.offset.1),
        f64::from(width) * finer,
        f64::from(height) * finer,
    ))
}

fn document(
    svg: &mut String,
    picture: &Picture<'_>,
    options: &PictureOptions,
    layout: &Layout,
    heat: &str,
) -> Result<(), Error> {
    let tokens = options.theme.tokens();
    let (width, height) = layout.size;
    write!(
        svg,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n<title>{}</title>\n",
        escaped(if options.title.is_empty() { &picture.diagram.title } else { &options.title })
    )?;
    let tinted = tint(svg, tokens)?;
    if !options.transparent {
        let ground = tokens.ground.css();
        writeln!(svg, "<rect width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>")?;
    }
    for (layer, prefix) in [(DrawingLayer::Figure, "figure-"), (DrawingLayer::Lines, "lines-")] {
        let part = layout.part;
        write!(
            svg,
            "<g{tinted}><svg x=\"{}\" y=\"{}\" width=\"{:.2}\" height=\"{:.2}\" viewBox=\"{:.4} {:.4} {:.4} {:.4}\" \
             preserveAspectRatio=\"none\">",
            layout.origin.0,
            layout.origin.1,
            layout.figure.0,
            layout.figure.1,
            part.min.x,
            part.min.y,
            part.width(),
            part.height()
        )?;
        svg.push_str(&picture.drawing.svg(layer, prefix));
        svg.push_str("</svg></g>\n");
        if layer == DrawingLayer::Figure {
            svg.push_str(heat);
            svg.push('\n');
        }
    }
    svg.push_str(&overlay(picture, options, layout).into_svg());
    svg.push_str("\n</svg>\n");
    Ok(())
}

/// The filter that tints the drawing, where the theme has one; what is written into the elements that it is for.
fn tint(svg: &mut String, tokens: &Tokens) -> Result<&'static str, Error> {
    let tint = tokens.figure_tint;
    if (tint.0, tint.1, tint.2) == (255, 255, 255) {
        return Ok("");
    }
    let share = |channel: u8| f64::from(channel) / 255.0;
    writeln!(
        svg,
        "<filter id=\"tint\" color-interpolation-filters=\"sRGB\"><feColorMatrix type=\"matrix\" values=\"{:.4} 0 0 0 \
         0  0 {:.4} 0 0 0  0 0 {:.4} 0 0  0 0 0 1 0\"/></filter>",
        share(tint.0),
        share(tint.1),
        share(tint.2)
    )?;
    Ok(" filter=\"url(#tint)\"")
}
