//! The heatmap as a PNG.

use crate::data::{Answer, Outcome, Run};
use stipple::heatmap::{Pixels, encode_png};

pub(crate) fn all(run: &Run) -> Outcome {
    let rgba = run.bytes("heat.rgba")?;
    let pixels =
        Pixels { width: u32::try_from(run.size("w")?)?, height: u32::try_from(run.size("h")?)?, rgba };
    let file = encode_png(&pixels)?;
    let back = image::load_from_memory(&file)?.to_rgba8();
    let ms = run.clock(|| encode_png(&pixels));
    let same = back.as_raw() == &pixels.rgba;
    Answer::new("png", "", &ms).with("size", file.len()).with("same", same).print()
}
