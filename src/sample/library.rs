//! Writing the sample library.

use super::cases::{CASES, Case, PlanCase, Way};
use super::chance::Chance;
use super::hand::{Rolled, roll_over};
use crate::geometry::{Point, Polyline, Ring};
use crate::model::{
    Atlas, Care, Client, Diagram, DiagramId, Direction, Entry, EntryId, EntryKind, Extra, Goal, Moment,
    Numbing, Observation, ObservationValue, Passes, Per, Plan, Roll, Series, Session, Target, ZoneId,
    ZonePattern,
};
use crate::store::{Disk, Expected, Library, SeriesFolder, StoreError};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};
use std::path::{Path, PathBuf};

/// What the sample depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleOptions {
    /// Seed of all chance.
    pub seed: u64,
    /// The day that the sample's sessions lead up to.
    pub until: Date,
}

impl Default for SampleOptions {
    /// Seed 1, and sessions that lead up to 24 March 2026.
    fn default() -> Self {
        Self { seed: 1, until: jiff::civil::date(2026, 3, 24) }
    }
}

/// Why the sample could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// The folder already has series in it.
    #[error("there are already series in this folder; name an empty or new one: {}", .0.display())]
    NotEmpty(PathBuf),
    /// A file could not be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The sample does not fit the atlas, which the tests rule out, or its days the calendar.
    #[error("the sample does not fit the atlas, or its days the calendar; choose another day: {0}")]
    Atlas(String),
}

/// Writes the sample library into a folder that is empty or not there yet. Returns the series folders.
///
/// # Errors
///
/// When the folder has series in it, or a file cannot be written; no part of the sample is left then.
pub fn write_sample(root: &Path, atlas: &Atlas, options: SampleOptions) -> Result<Vec<PathBuf>, SampleError> {
    let library = Library::new(root.to_owned());
    if !library.series_folders()?.is_empty() {
        return Err(SampleError::NotEmpty(root.to_owned()));
    }
    let mut invented = Vec::with_capacity(CASES.len());
    for (number, case) in (0_u64..).zip(&CASES) {
        // A stream a series: changing one leaves the others as they are.
        let mut chance = Chance::new(options.seed.wrapping_mul(1000).wrapping_add(number));
        let series = invent(case, atlas, options.until, &mut chance);
        invented.push(series.ok_or_else(|| SampleError::Atlas(case.title.to_owned()))?);
    }
    let mut folders = Vec::with_capacity(CASES.len());
    match invented.iter().try_for_each(|series| write_series(&library, series, &mut folders)) {
        Ok(()) => Ok(folders),
        Err(error) => {
            // Half a sample is no sample; whoever tries again would be told that the folder is not empty.
            for folder in folders {
                fs_err::remove_dir_all(folder).unwrap_or_default();
            }
            Err(error.into())
        }
    }
}

/// Writes a series and its sessions. The folder is noted as soon as it is there.
fn write_series(
    library: &Library,
    (series, sessions): &(Series, Vec<Session>),
    folders: &mut Vec<PathBuf>,
) -> Result<(), StoreError> {
    let folder = library.create_series(&Disk, series)?;
    folders.push(folder.clone());
    for session in sessions {
        let path = SeriesFolder::session_path(&folder, session);
        SeriesFolder::save_session(&Disk, &path, session, Expected::Nothing, None)?;
    }
    Ok(())
}

/// Makes up a series and its sessions.
fn invent(case: &Case, atlas: &Atlas, until: Date, chance: &mut Chance) -> Option<(Series, Vec<Session>)> {
    let diagram = atlas.diagram(&DiagramId::new(case.diagram).ok()?)?;
    let interval = case.plan.map_or(28, |plan| plan.interval_days) as i32;
    let mut days = vec![until.checked_sub(case.last_days_ago.days()).ok()?];
    for _ in 1..case.held {
        let first = days.last().copied()?;
        let gone = (interval + chance.around(2.5).round() as i32).max(1);
        days.push(first.checked_sub(gone.days()).ok()?);
    }
    days.reverse();
    let began = moment(*days.first()?, 10, 0)?;
    let series = Series {
        client: Client {
            name: case.name.map(str::to_owned),
            reference: Some(case.reference.to_owned()),
            height_cm: Some(case.body.0),
            weight_kg: Some(case.body.1),
            skin_type: Some(case.body.2.to_owned()),
            extra: Extra::default(),
        },
        figure: case.figure,
        indication: Some(case.indication.to_owned()),
        plan: case.plan.map(|plan| planned(&plan)),
        ..Series::new(chance.series_id(began.timestamp())?, case.title)
    };
    let sessions =
        days.iter().map(|day| hold(case, diagram, &series, *day, chance)).collect::<Option<_>>()?;
    Some((series, sessions))
}

fn planned(plan: &PlanCase) -> Plan {
    let targets = plan.targets.iter().map(|(zones, passes, ceiling)| Target {
        zones: ZonePattern::new(*zones),
        passes: *passes,
        ceiling: Some(*ceiling),
        per: Per::Session,
        extra: Extra::default(),
    });
    Plan {
        sessions: Some(plan.sessions),
        interval_days: Some(plan.interval_days),
        targets: targets.collect(),
        goals: plan.goals.iter().map(|text| Goal::new(*text)).collect(),
        extra: Extra::default(),
    }
}

fn moment(day: Date, hour: i8, minute: i8) -> Option<Moment> {
    let offset = Offset::constant(1);
    let timestamp: Timestamp = offset.to_timestamp(day.at(hour, minute, 0, 0)).ok()?;
    Some(Moment::new(timestamp, offset))
}

/// Makes up one session.
fn hold(case: &Case, diagram: &Diagram, series: &Series, day: Date, chance: &mut Chance) -> Option<Session> {
    let started_at = moment(day, 9 + chance.between(0.0, 7.0) as i8, (chance.between(0.0, 12.0) as i8) * 5)?;
    let minutes = chance.between(28.0, 46.0) as i64;
    let lot = format!("A{}", 1000 + chance.between(0.0, 900.0) as u32);
    let mut log = Log { diagram, clock_ms: 60_000, entries: Vec::new(), case: *case };
    log.fill(chance)?;
    let practitioner = if chance.happens(0.8) { "R. Osei" } else { "S. Lindqvist" };
    Some(Session {
        ended_at: Some(started_at.plus_ms(minutes * 60_000)),
        practitioner: Some(practitioner.to_owned()),
        devices: vec![case.device.device(lot)?],
        care: care(chance),
        observations: observations(case, day, chance)?,
        entries: log.entries,
        ..Session::new(chance.session_id(started_at.timestamp())?, series.id.clone(), started_at)
    })
}

fn care(chance: &mut Chance) -> Care {
    let words = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect();
    Care {
        consent: Some(true),
        consent_scope: None,
        consent_date: None,
        cleansed: Some(true),
        numbing: Some(Numbing {
            agent: Some("lidocaine 2.5 % + prilocaine 2.5 %".to_owned()),
            grams: Some(chance.between(6.0, 14.0).round()),
            minutes: Some(60.0),
            since: None,
            occluded: Some(true),
            extra: Extra::default(),
        }),
        products: words(&["hyaluronic acid serum"]),
        endpoint: Some("pinpoint bleeding".to_owned()),
        pain: Some(chance.between(2.0, 6.0) as u8),
        aftercare: words(&["sun", "sunscreen", "actives", "make-up", "exercise"]),
        extra: Extra::default(),
    }
}

/// Redness of every zone on the day and on days after, fading.
fn observations(case: &Case, day: Date, chance: &mut Chance) -> Option<Vec<Observation>> {
    let mut seen = Vec::new();
    for zone in case.groups.iter().flat_map(|group| group.iter()) {
        let mut value = chance.between(2.0, 4.0).floor();
        for later in [0, 1, 3, 7] {
            seen.push(Observation {
                at: day.checked_add(later.days()).ok()?.to_string(),
                zone: Some(ZoneId::new(zone).ok()?),
                kind: "erythema".to_owned(),
                value: Some(ObservationValue::Number(value)),
                scale: Some("CEA 0-4".to_owned()),
                extra: Extra::default(),
            });
            value = (value - chance.between(0.6, 1.8)).round().max(0.0);
        }
    }
    Some(seen)
}

/// The entries of a session in the making.
struct Log<'a> {
    diagram: &'a Diagram,
    clock_ms: u64,
    entries: Vec<Entry>,
    case: Case,
}

impl Log<'_> {
    /// Logs everything the case asks for.
    fn fill(&mut self, chance: &mut Chance) -> Option<()> {
        if self.case.way == Way::Clicked {
            return self.click(chance);
        }
        let hand = self.case.device.hand(self.case.way);
        let groups: Vec<Vec<ZoneId>> = self
            .case
            .groups
            .iter()
            .map(|group| group.iter().map(|id| ZoneId::new(id)).collect::<Result<_, _>>().ok())
            .collect::<Option<_>>()?;
        for (pass, direction) in (1..).zip(Direction::ROLLED) {
            if self.case.way == Way::Shaded && pass > 2 {
                break;
            }
            for group in &groups {
                for rolled in roll_over(self.diagram, group, direction, hand, chance) {
                    self.log_stroke(rolled, direction, pass, hand.width_mm);
                }
            }
        }
        Some(())
    }

    fn log_stroke(&mut self, rolled: Rolled, direction: Direction, pass: u32, width_mm: f64) {
        let took = u64::from(rolled.times_ms.last().copied().unwrap_or(0));
        let kind = if self.case.way == Way::Shaded {
            let passes = Passes::of(direction, 1);
            EntryKind::Shade { path: rolled.path, width_mm, passes }
        } else {
            EntryKind::Roll(Roll { path: rolled.path, width_mm: None, passes: 1, times_ms: rolled.times_ms })
        };
        self.push(kind, Some(pass).filter(|_| self.case.way != Way::Shaded));
        self.clock_ms += took;
    }

    /// Whole zones, a lasso and an eraser.
    fn click(&mut self, chance: &mut Chance) -> Option<()> {
        for zone in self.case.groups.iter().flat_map(|group| group.iter()) {
            let zone = ZoneId::new(zone).ok()?;
            let mut passes = Passes::default();
            for direction in Direction::ROLLED {
                *passes.get_mut(direction) = 1 + u8::from(chance.happens(0.3));
            }
            self.push(EntryKind::Zone { zone, passes }, None);
        }
        let (_, chin) = self.diagram.zone(&ZoneId::new("chin").ok()?)?;
        let middle = chin.outline.bounds().centre();
        let corner = |dx: f64, dy: f64| Point::new(middle.x + dx, middle.y + dy).rounded();
        let ring = [
            corner(-14.0, -6.0),
            corner(0.0, -10.0),
            corner(14.0, -6.0),
            corner(10.0, 9.0),
            corner(-10.0, 9.0),
        ];
        self.push(
            EntryKind::Region {
                ring: Ring::new(ring.to_vec()).ok()?,
                passes: Passes::of(Direction::Undirected, 2),
            },
            None,
        );
        let path = Polyline::new(vec![corner(-18.0, 12.0), corner(18.0, 12.0)]).ok()?;
        self.push(EntryKind::Erase { path, width_mm: 6.0 }, None);
        Some(())
    }

    fn push(&mut self, kind: EntryKind, pass: Option<u32>) {
        let device =
            crate::model::DeviceId::new("d1").ok().filter(|_| !matches!(kind, EntryKind::Erase { .. }));
        self.entries.push(Entry {
            id: EntryId(self.entries.len() as u64 + 1),
            diagram: self.diagram.id.clone(),
            device,
            at_ms: Some(self.clock_ms),
            pass,
            kind,
            extra: Extra::default(),
            passes_extra: Extra::default(),
        });
        self.clock_ms += 900;
    }
}
