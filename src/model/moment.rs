//! A time with the offset of the place where it was written down.

use jiff::civil::Date;
use jiff::fmt::temporal::{DateTimePrinter, Pieces};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use std::fmt;
use std::str::FromStr;

/// Why a text is no moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a date and time with an offset, such as 2026-03-02T10:05:00+01:00")]
pub struct MomentError;

/// A moment, as the clock on the wall showed it and with its offset from UTC.
///
/// Two moments are ordered by when they happened, whatever their offsets.
///
/// # Guarantees
///
/// The offset is one of whole minutes, as only those can be written down (RFC 3339).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    timestamp: Timestamp,
    offset: Offset,
}

impl Moment {
    /// The moment `timestamp` where clocks are `offset` ahead of UTC, less any seconds of the offset.
    pub fn new(timestamp: Timestamp, offset: Offset) -> Self {
        let whole = Offset::from_seconds(offset.seconds() / 60 * 60);
        Self { timestamp, offset: whole.unwrap_or(offset) }
    }

    /// When it happened.
    pub const fn timestamp(self) -> Timestamp {
        self.timestamp
    }

    /// How far the clock on the wall was ahead of UTC.
    pub const fn offset(self) -> Offset {
        self.offset
    }

    /// The date on the wall.
    pub fn date(self) -> Date {
        self.offset.to_datetime(self.timestamp).date()
    }

    /// Hours and minutes on the wall.
    pub fn time(self) -> jiff::civil::Time {
        self.offset.to_datetime(self.timestamp).time()
    }

    /// The same time of day on another date; unchanged if the calendar has no such moment.
    #[must_use]
    pub fn on_date(self, date: Date) -> Self {
        let moved = date.to_datetime(self.time());
        self.offset.to_timestamp(moved).map_or(self, |timestamp| Self { timestamp, ..self })
    }

    /// This moment and `ms` milliseconds.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        let later = self.timestamp.checked_add(jiff::SignedDuration::from_millis(ms));
        later.map_or(self, |timestamp| Self { timestamp, ..self })
    }

    /// Milliseconds from `earlier` to this moment; 0 when it is not earlier.
    pub fn ms_since(self, earlier: Self) -> u64 {
        let gone = self.timestamp.as_millisecond() - earlier.timestamp.as_millisecond();
        u64::try_from(gone).unwrap_or(0)
    }
}

impl From<&Zoned> for Moment {
    fn from(zoned: &Zoned) -> Self {
        // Whole seconds are what a record needs, and what a person can check against a clock.
        let whole = Timestamp::from_second(zoned.timestamp().as_second());
        Self::new(whole.unwrap_or_else(|_| zoned.timestamp()), zoned.offset())
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.timestamp, self.offset).cmp(&(other.timestamp, other.offset))
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        let pieces = Pieces::parse(text).ok();
        let parts = pieces.and_then(|p| Some((p.date(), p.time()?, p.to_numeric_offset()?)));
        let (date, time, offset) = parts.ok_or(MomentError)?;
        let zoned = date.to_datetime(time).to_zoned(TimeZone::fixed(offset)).ok().ok_or(MomentError)?;
        Ok(Self::new(zoned.timestamp(), offset))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = DateTimePrinter::new().timestamp_with_offset_to_string(&self.timestamp, self.offset);
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_goes_there_and_back() {
        for text in ["2026-03-02T10:05:00+01:00", "2026-03-02T10:05:00-09:30", "2026-01-01T00:00:00.25+00:00"]
        {
            assert_eq!(text.parse::<Moment>().unwrap().to_string(), text);
        }
        assert_eq!("2026-03-02T10:05:00Z".parse::<Moment>().unwrap().date().to_string(), "2026-03-02");
    }

    #[test]
    fn a_time_without_an_offset_is_refused() {
        for text in ["2026-03-02T10:05:00", "2026-03-02", "yesterday", "2026-02-30T10:00:00+01:00"] {
            assert_eq!(text.parse::<Moment>(), Err(MomentError), "{text}");
        }
    }

    #[test]
    fn the_date_is_that_of_the_place() {
        let late: Moment = "2026-03-02T00:30:00+02:00".parse().unwrap();
        assert_eq!(late.date().to_string(), "2026-03-02");
        assert_eq!(late.timestamp().to_string(), "2026-03-01T22:30:00Z");
    }
}
