//! A series folder, and the sessions of it that a command looks at.

use super::Failure;
use super::args::Choice;
use crate::coverage::{CoverageSet, SessionCoverage, ZoneMap};
use crate::metrics::{AreaScale, GoalDiagram, tally};
use crate::model::{Atlas, BodySize, Diagram, DiagramId, Series, Session};
use crate::store::{Opened, SeriesFolder, open_path};
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// How many sessions are counted before they are added up.
const AT_ONCE: usize = 16;

/// The sessions a command looks at.
pub(super) struct Chosen {
    pub(super) series: Series,
    /// In time order, with each session's number in the series from 1.
    pub(super) sessions: Vec<(usize, Session)>,
    /// Number of sessions of the whole series.
    pub(super) of: usize,
}

impl Chosen {
    /// Reads a series and picks its sessions.
    ///
    /// # Errors
    ///
    /// When the series or any of its sessions cannot be read: a figure that silently leaves a session out would
    /// be wrong.
    pub(super) fn read(choice: &Choice) -> Result<Self, Failure> {
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
        Self::read_folder(&folder, choice.session.as_deref())
    }

    fn read_folder(folder: &Path, wanted: Option<&str>) -> Result<Self, Failure> {
        let found = SeriesFolder::read(folder);
        if let Some(error) = found.unlisted {
            return Err(error.into());
        }
        let series = found.series?.value;
        let sessions: Vec<Session> =
            found.sessions.into_iter().map(|file| Ok(file.session?.value)).collect::<Result<_, Failure>>()?;
        let of = sessions.len();
        let numbered = (1..).zip(sessions);
        let sessions: Vec<(usize, Session)> = match wanted {
            None => numbered.collect(),
            // A number means a place wherever there is one, even if an id looks the same.
            Some(wanted) => match wanted.parse::<usize>() {
                Ok(number) if (1..=of).contains(&number) => numbered.filter(|(n, _)| *n == number).collect(),
                _ => numbered.filter(|(_, session)| session.id.as_str() == wanted).collect(),
            },
        };
        if let (true, Some(wanted)) = (sessions.is_empty(), wanted) {
            let message =
                format!("there is no session {wanted}; the series has {of}, numbered from 1 in time order");
            return Err(Failure::new(format!("{message}: {}", folder.display())));
        }
        Ok(Self { series, sessions, of })
    }

    /// The diagram of an id that the series can use.
    ///
    /// # Errors
    ///
    /// When the atlas has no such diagram.
    pub(super) fn diagram<'a>(&self, atlas: &'a Atlas, id: &str) -> Result<&'a Arc<Diagram>, Failure> {
        let found = DiagramId::new(id).ok().and_then(|id| atlas.diagram(&id));
        found.ok_or_else(|| {
            let known: Vec<&str> = atlas.for_figure(self.series.figure).map(|d| d.id.as_str()).collect();
            Failure::new(format!("there is no diagram {id}; there are {}", known.join(", ")))
        })
    }

    /// The known diagrams that the chosen sessions painted on, in atlas order.
    pub(super) fn painted<'a>(&self, atlas: &'a Atlas) -> Vec<&'a Arc<Diagram>> {
        let used = |diagram: &Arc<Diagram>| {
            self.sessions.iter().any(|(_, session)| session.entries.iter().any(|e| e.diagram == diagram.id))
        };
        atlas.diagrams().iter().filter(|diagram| used(diagram)).collect()
    }

    /// Counts the chosen sessions on a diagram, and hands them on in time order, a few at a time: the rasters of a
    /// long series would not fit into memory.
    fn count(
        &self,
        diagram: &Diagram,
        zones: &ZoneMap,
        mut take: impl FnMut(Vec<(&Session, SessionCoverage)>),
    ) {
        for some in self.sessions.chunks(AT_ONCE) {
            let counted =
                some.par_iter().map(|(_, session)| (session, SessionCoverage::of(session, diagram, zones)));
            take(counted.collect());
        }
    }

    /// The chosen sessions on a diagram, added up.
    pub(super) fn set(&self, diagram: &Diagram, zones: &ZoneMap) -> CoverageSet {
        let mut set = CoverageSet::new(diagram.grid);
        self.count(diagram, zones, |counted| {
            set.extend(counted.iter().map(|(session, coverage)| (*session, coverage)));
        });
        set
    }

    /// From cells to cm2 on a diagram, for this client.
    pub(super) fn scale(&self, diagram: &Diagram) -> AreaScale {
        AreaScale::new(diagram, diagram.body_scale(BodySize::of_client(&self.series.client)))
    }

    /// Everything goals are judged on.
    pub(super) fn goal_diagrams<'a>(&self, atlas: &'a Atlas) -> Vec<GoalDiagram<'a>> {
        let painted = self.painted(atlas);
        let diagrams = atlas.for_figure(self.series.figure);
        // A diagram that was painted takes part even where its figure is another.
        let others = painted.iter().copied().filter(|d| !d.fits(self.series.figure));
        let all = diagrams.chain(others).map(|diagram| {
            let zones = ZoneMap::new(diagram);
            let mut sum = CoverageSet::of_passes(diagram.grid);
            let mut each = Vec::with_capacity(self.sessions.len());
            self.count(diagram, &zones, |counted| {
                sum.extend(counted.iter().map(|(session, coverage)| (*session, coverage)));
                each.extend(counted.iter().map(|(session, coverage)| {
                    Arc::new(tally(&CoverageSet::of_session(session, coverage), &zones))
                }));
            });
            GoalDiagram {
                scale: self.scale(diagram),
                sum: tally(&sum, &zones),
                each,
                painted: painted.iter().any(|d| d.id == diagram.id),
                diagram,
            }
        });
        all.collect()
    }

    /// What the chosen sessions are called: `session 2 of 4, 3 Feb 2026`.
    pub(super) fn label(&self) -> String {
        let date = |session: &Session| crate::wording::date(session.started_at.date(), None);
        match self.sessions.as_slice() {
            [] => "no sessions".to_owned(),
            [(number, session)] => format!("session {number} of {}, {}", self.of, date(session)),
            [(first, from), .., (last, to)] => {
                format!("sessions {first} – {last}, {} – {}", date(from), date(to))
            }
        }
    }
}
