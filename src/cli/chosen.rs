//! What a command looks at: a series folder, sessions of it, a diagram.

use super::Failure;
use super::args::Choice;
use crate::export::Chosen;
use crate::model::{Atlas, Diagram, DiagramId, Session};
use crate::store::{Opened, SeriesFolder, open_path};
use std::path::Path;
use std::sync::Arc;

/// Reads a series and picks its sessions.
///
/// # Errors
///
/// When the series or any of its sessions cannot be read: a figure that silently leaves a session out would
/// be wrong.
pub(super) fn read(choice: &Choice) -> Result<Chosen, Failure> {
    Ok(read_two(choice, None)?.0)
}

/// Reads a series and picks its sessions, and others to compare them with.
///
/// # Errors
///
/// As [`read`].
pub(super) fn read_two(choice: &Choice, compare: Option<&str>) -> Result<(Chosen, Option<Chosen>), Failure> {
    let folder = match open_path(&choice.series)? {
        Opened::Series(folder) => folder,
        Opened::Session { .. } => {
            let message = "this is a session's file; name its series folder and --session";
            return Err(Failure::new(format!("{message}: {}", choice.series.display())));
        }
        Opened::Library(_) => {
            let message = "there is no series.json in this folder; name a series folder";
            return Err(Failure::new(format!("{message}: {}", choice.series.display())));
        }
    };
    let all = read_folder(&folder)?;
    let other = compare.map(|wanted| pick(all.clone(), &folder, wanted)).transpose()?;
    let own = match &choice.session {
        Some(wanted) => pick(all, &folder, wanted)?,
        None => all,
    };
    Ok((own, other))
}

fn read_folder(folder: &Path) -> Result<Chosen, Failure> {
    let found = SeriesFolder::read(folder);
    if let Some(error) = found.unlisted {
        return Err(error.into());
    }
    let series = found.series?.value;
    let sessions: Vec<Session> =
        found.sessions.into_iter().map(|file| Ok(file.session?.value)).collect::<Result<_, Failure>>()?;
    Ok(Chosen::all(series, sessions.into_iter().map(Arc::new)))
}

/// Some of the sessions of a whole series.
fn pick(all: Chosen, folder: &Path, wanted: &str) -> Result<Chosen, Failure> {
    let of = all.of;
    all.only(wanted).ok_or_else(|| {
        let message =
            format!("there is no session {wanted}; the series has {of}, numbered from 1 in time order");
        Failure::new(format!("{message}: {}", folder.display()))
    })
}

/// The diagram of an id that the series can use.
///
/// # Errors
///
/// When the atlas has no such diagram.
pub(super) fn diagram<'a>(chosen: &Chosen, atlas: &'a Atlas, id: &str) -> Result<&'a Arc<Diagram>, Failure> {
    let found = DiagramId::new(id).ok().and_then(|id| atlas.diagram(&id));
    found.ok_or_else(|| {
        let known: Vec<&str> = atlas.for_figure(chosen.series.figure).map(|d| d.id.as_str()).collect();
        Failure::new(format!("there is no diagram {id}; there are {}", known.join(", ")))
    })
}
