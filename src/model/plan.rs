//! The plan of a series: how many sessions, how far apart, and how many passes where.

use super::{Extra, FieldError, Goal, ZoneId, ZonePattern};
use jiff::civil::Date;

/// What is planned for a series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Number of sessions, at least 1 where given.
    pub sessions: Option<u32>,
    /// Days from one session to the next.
    pub interval_days: Option<u32>,
    /// Passes wanted, by zone; where several match a zone, the last one holds.
    pub targets: Vec<Target>,
    /// Conditions to be met.
    pub goals: Vec<Goal>,
    /// Fields this version does not know.
    pub extra: Extra,
}

/// Passes wanted on some zones.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Which zones.
    pub zones: ZonePattern,
    /// Passes wanted, by session or in all.
    pub passes: u32,
    /// Passes that are too many, by session or in all.
    pub ceiling: Option<u32>,
    /// What `passes` and `ceiling` count for.
    pub per: Per,
    /// Fields this version does not know.
    pub extra: Extra,
}

/// What a target counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Per {
    /// Every session.
    #[default]
    Session,
    /// The whole series.
    Series,
}

impl Per {
    /// Its name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Series => "series",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Session, Self::Series].into_iter().find(|per| per.name() == name)
    }
}

/// Target and ceiling of a zone for a number of sessions, in passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TargetCounts {
    /// Passes wanted.
    pub passes: u32,
    /// Passes that are too many start above this.
    pub ceiling: Option<u32>,
}

impl Plan {
    /// Most passes a target may ask for.
    pub const MAX_PASSES: u32 = 10_000;

    /// The target that holds for `zone`: the last one that matches.
    pub fn target_for(&self, zone: &ZoneId) -> Option<&Target> {
        self.targets.iter().rev().find(|target| target.zones.matches(zone))
    }

    /// What `zone` should have after `sessions` sessions.
    pub fn counts_for(&self, zone: &ZoneId, sessions: u32) -> Option<TargetCounts> {
        let target = self.target_for(zone)?;
        let planned = self.sessions.unwrap_or(1).max(1);
        let over = |count: u32| match target.per {
            Per::Session => count.saturating_mul(sessions),
            Per::Series => {
                let scaled = (u64::from(count) * u64::from(sessions)).div_ceil(u64::from(planned));
                u32::try_from(scaled).unwrap_or(u32::MAX)
            }
        };
        Some(TargetCounts { passes: over(target.passes), ceiling: target.ceiling.map(over) })
    }

    /// When the session after `held` ones is due, the last of which was on `last`; none when all are held or there is
    /// no interval.
    pub fn due_after(&self, held: usize, last: Date) -> Option<Date> {
        if self.sessions.is_some_and(|planned| held >= planned as usize) {
            return None;
        }
        last.checked_add(jiff::Span::new().try_days(self.interval_days?).ok()?).ok()
    }

    /// Checks every number against its bounds.
    ///
    /// # Errors
    ///
    /// The first field that is out of them.
    pub fn check(&self) -> Result<(), FieldError> {
        if let Some(sessions) = self.sessions {
            FieldError::check_between("sessions", f64::from(sessions), 1.0, 1000.0)?;
        }
        if let Some(days) = self.interval_days {
            FieldError::check_between("interval_days", f64::from(days), 0.0, 10_000.0)?;
        }
        for (i, target) in self.targets.iter().enumerate() {
            let most = f64::from(Self::MAX_PASSES);
            let counts = [("passes", Some(target.passes)), ("ceiling", target.ceiling)];
            for (field, count) in counts.into_iter().filter_map(|(field, count)| Some((field, count?))) {
                FieldError::check_between(field, f64::from(count), 0.0, most)
                    .map_err(|e| e.inside_item("targets", i))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(per: Per) -> Plan {
        let target = |zones: &str, passes| Target {
            zones: ZonePattern::new(zones),
            passes,
            ceiling: Some(passes + 2),
            per,
            extra: Extra::default(),
        };
        Plan {
            sessions: Some(4),
            targets: vec![target("*", 1), target("cheek-*", 10), target("chin", 3)],
            ..Plan::default()
        }
    }

    #[test]
    fn the_last_match_wins() {
        let zone = |id| ZoneId::new(id).unwrap();
        assert_eq!(plan(Per::Session).target_for(&zone("cheek-left")).unwrap().passes, 10);
        assert_eq!(plan(Per::Session).target_for(&zone("nose")).unwrap().passes, 1);
        assert_eq!(Plan::default().target_for(&zone("nose")), None);
    }

    #[test]
    fn counts_follow_the_number_of_sessions() {
        let cheek = ZoneId::new("cheek-left").unwrap();
        let by_session = plan(Per::Session).counts_for(&cheek, 3).unwrap();
        assert_eq!(by_session, TargetCounts { passes: 30, ceiling: Some(36) });
        let by_series = plan(Per::Series).counts_for(&cheek, 3).unwrap();
        assert_eq!(by_series, TargetCounts { passes: 8, ceiling: Some(9) });
    }

    #[test]
    fn a_plan_of_no_sessions_is_refused() {
        let bad = Plan { sessions: Some(0), ..Plan::default() };
        assert_eq!(bad.check().unwrap_err().field, "sessions");
    }
}
