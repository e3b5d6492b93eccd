//! Observations by day: which days have a column, and what stands in a cell.

use crate::model::{Extra, Observation, ObservationValue, Session, ZoneId};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Days after a session on which the skin is mostly looked at.
const USUAL: [i32; 6] = [0, 1, 3, 7, 14, 28];

/// The day of an observation; none where what is written is no date.
pub(super) fn day_of(seen: &Observation) -> Option<Date> {
    seen.at.get(..10)?.parse().ok()
}

/// The days that hold an observation of a zone, in order.
pub(super) fn filled(session: &Session) -> BTreeSet<Date> {
    session.observations.iter().filter(|seen| seen.zone.is_some()).filter_map(day_of).collect()
}

/// The usual day after the last that holds something.
pub(super) fn next(session: &Session, filled: &BTreeSet<Date>) -> Option<Date> {
    let first = session.started_at.date();
    let after = filled.last().copied();
    let days = USUAL.into_iter().filter_map(|n| first.checked_add(n.days()).ok());
    let mut days = days.filter(|day| after.is_none_or(|after| *day > after));
    days.next()
}

/// The days on which something should have been written down by now.
pub(super) fn due(session: &Session, today: Date) -> Vec<Date> {
    let filled = filled(session);
    let next = next(session, &filled).filter(|day| *day <= today);
    filled.into_iter().chain(next).collect()
}

/// What was seen of a kind on a zone on a day; the last where there are several.
pub(super) fn at<'a>(
    observations: &'a [Observation],
    zone: &ZoneId,
    day: Date,
    kind: &str,
) -> Option<&'a Observation> {
    observations.iter().rev().find(|seen| is(seen, zone, day, kind))
}

fn is(seen: &Observation, zone: &ZoneId, day: Date, kind: &str) -> bool {
    seen.zone.as_ref() == Some(zone) && seen.kind == kind && day_of(seen) == Some(day)
}

/// Writes a value into a cell, or clears the cell.
pub(super) fn set(
    observations: &mut Vec<Observation>,
    zone: &ZoneId,
    day: Date,
    kind: &str,
    scale: &str,
    value: Option<u8>,
) {
    let place = observations.iter().rposition(|seen| is(seen, zone, day, kind));
    let number = value.map(|value| ObservationValue::Number(f64::from(value)));
    match (place, number) {
        (Some(i), None) => {
            observations.remove(i);
        }
        (Some(i), number) => {
            if let Some(seen) = observations.get_mut(i) {
                seen.value = number;
                // What was measured on another scale is now a value of this one.
                seen.scale = (!scale.is_empty()).then(|| scale.to_owned());
            }
        }
        (None, None) => {}
        (None, number) => observations.push(Observation {
            at: day.to_string(),
            zone: Some(zone.clone()),
            kind: kind.to_owned(),
            value: number,
            scale: (!scale.is_empty()).then(|| scale.to_owned()),
            extra: Extra::default(),
        }),
    }
}

/// Moves everything that was seen on a day to another; the time of day stays.
pub(super) fn change_day(observations: &mut [Observation], from: Date, to: Date) {
    for seen in observations.iter_mut().filter(|seen| day_of(seen) == Some(from)) {
        let rest = seen.at.get(10..).unwrap_or_default().to_owned();
        seen.at = format!("{to}{rest}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SeriesId, SessionId};
    use jiff::civil::date;

    #[test]
    fn days_follow_one_another_as_they_are_filled() {
        let at = "2026-03-02T10:05:00+01:00".parse().unwrap();
        let mut session = Session::new(SessionId::new("s").unwrap(), SeriesId::new("c").unwrap(), at);
        let zone = ZoneId::new("nose").unwrap();
        assert_eq!(due(&session, date(2026, 3, 2)), [date(2026, 3, 2)]);
        set(&mut session.observations, &zone, date(2026, 3, 2), "erythema", "CEA 0-4", Some(3));
        assert_eq!(next(&session, &filled(&session)), Some(date(2026, 3, 3)));
        assert_eq!(due(&session, date(2026, 3, 2)), [date(2026, 3, 2)], "tomorrow is not due");
        set(&mut session.observations, &zone, date(2026, 3, 4), "swelling", "0-4", Some(1));
        assert_eq!(next(&session, &filled(&session)), Some(date(2026, 3, 5)));
        session.observations[1].at.push_str("T09:30");
        change_day(&mut session.observations, date(2026, 3, 4), date(2026, 3, 6));
        assert_eq!(session.observations[1].at, "2026-03-06T09:30");
        set(&mut session.observations, &zone, date(2026, 3, 6), "swelling", "0-4", None);
        assert_eq!(session.observations.len(), 1);
        assert_eq!(at_value(&session, &zone), Some(ObservationValue::Number(3.0)));
    }

    fn at_value(session: &Session, zone: &ZoneId) -> Option<ObservationValue> {
        at(&session.observations, zone, date(2026, 3, 2), "erythema")?.value.clone()
    }
}
