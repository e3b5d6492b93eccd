//! What a command looks at: a series folder, sessions of it, a diagram.

use super::Failure;
use super::args::{Choice, DirectionName, Only};
use crate::coverage::PassFilter;
use crate::export::Chosen;
use crate::model::{Atlas, Diagram, DiagramId, Direction, PerDirection, Session};
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

/// Reads a whole series, and finds one session of it by its number or id, or else the last one.
///
/// # Errors
///
/// As [`read`], and when there is no such session or several were asked for.
pub(super) fn one(series: &Path, wanted: Option<&str>) -> Result<(Chosen, usize), Failure> {
    let all = read(&Choice { series: series.to_owned(), session: None })?;
    let picked = match wanted {
        Some(wanted) => pick(all.clone(), series, wanted)?,
        None => all.clone(),
    };
    match (picked.sessions.as_slice(), wanted) {
        ([], _) => Err(Failure::new("the series has no session yet; there is nothing to write")),
        ([(number, _)], _) | ([.., (number, _)], None) => Ok((all, *number)),
        (_, Some(wanted)) => {
            Err(Failure::new(format!("{wanted} are several sessions; a note is of one session")))
        }
    }
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

/// The passes that count.
///
/// # Errors
///
/// When no session has such a practitioner, device or needles: figures of nothing would look like figures.
pub(super) fn passes(only: &Only, chosen: &Chosen) -> Result<PassFilter, Failure> {
    let devices = || chosen.sessions.iter().flat_map(|(_, session)| &session.devices);
    let unknown = |what: String, mut known: Vec<String>| {
        known.sort();
        known.dedup();
        Failure::new(format!("no session chosen has {what}; there are {}", known.join(", ")))
    };
    let practitioners = || chosen.sessions.iter().filter_map(|(_, session)| session.practitioner.clone());
    if let Some(name) =
        only.practitioner.as_ref().filter(|name| !practitioners().any(|known| known == **name))
    {
        return Err(unknown(format!("the practitioner {name}"), practitioners().collect()));
    }
    if let Some(name) = only.device.as_ref().filter(|name| !devices().any(|device| device.name == **name)) {
        let known = devices().map(|device| device.name.clone()).collect();
        return Err(unknown(format!("a device {name}"), known));
    }
    if let Some(mm) = only.needle.filter(|mm| !devices().any(|device| device.needle_length_mm == Some(*mm))) {
        let known = devices().filter_map(|device| device.needle_length_mm).map(|mm| format!("{mm} mm"));
        return Err(unknown(format!("needles of {mm} mm"), known.collect()));
    }
    let wanted: Vec<Direction> = only.directions.iter().copied().map(direction).collect();
    let left_out = Direction::ALL.map(|direction| !wanted.is_empty() && !wanted.contains(&direction));
    Ok(PassFilter {
        practitioner: only.practitioner.clone(),
        device: only.device.clone(),
        needle_mm: only.needle,
        left_out: PerDirection(left_out),
    })
}

const fn direction(name: DirectionName) -> Direction {
    match name {
        DirectionName::Horizontal => Direction::Horizontal,
        DirectionName::Vertical => Direction::Vertical,
        DirectionName::Rising => Direction::Rising,
        DirectionName::Falling => Direction::Falling,
        DirectionName::Undirected => Direction::Undirected,
    }
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
