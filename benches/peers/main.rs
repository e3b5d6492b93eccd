//! The work that other programs are compared at, done by the library's own functions, those that the window and the
//! command line use. `cargo bench --bench peers -- ITEM FOLDER REPS` prints one answer line a measured variant:
//! its name, its times in milliseconds and, where it does less than the item's work, what part it does.

mod canvas;
mod data;
mod gaps;
mod heat;
mod json;
mod paint;
mod png;
mod raster;
mod rolls;
mod undo;
mod zones;

use data::{Outcome, Run};

fn main() -> Outcome {
    // Cargo adds an argument of its own.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let [item, folder, reps] = words.as_slice() else {
        return Err("arguments: raster|heat|png|json|paint|zones FOLDER REPS".into());
    };
    let run = Run::new(folder, reps.parse()?)?;
    match item.as_str() {
        "raster" => {
            raster::all(&run)?;
            rolls::all(&run)
        }
        "rolls" => rolls::all(&run),
        "paint" => {
            paint::all(&run)?;
            undo::all(&run)
        }
        "undo" => undo::all(&run),
        "heat" => heat::all(&run),
        "zones" => {
            zones::all(&run)?;
            gaps::all(&run)
        }
        "gaps" => gaps::all(&run),
        "json" => json::all(&run),
        "png" => png::all(&run),
        other => Err(format!("no item {other}").into()),
    }
}
