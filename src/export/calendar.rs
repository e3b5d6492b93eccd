//! Planned sessions as calendar events (iCalendar, RFC 5545).
//!
//! A session keeps its event for ever: the event's id is made of the series and the number of the session, so that
//! taking in a newer file moves what is there already.

use super::{Chosen, Named};
use crate::model::Session;
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::fmt::Write;
use std::sync::Arc;

/// Why there is nothing to put into a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The plan does not say how far sessions are apart.
    #[error("the plan does not say how many days lie between sessions; set the interval in the plan")]
    NoInterval,
    /// Nothing has been done yet that a next session could follow.
    #[error("no session has been held yet, so no date follows from the plan")]
    NothingHeld,
    /// All sessions of the plan are over.
    #[error("all {0} sessions of the plan have been held; nothing is due")]
    AllHeld(usize),
    /// The dates are beyond what a calendar has.
    #[error("the dates that follow from the plan are beyond the calendar")]
    TooLate,
}

/// A session that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its number in the series, from 1.
    pub number: usize,
    /// The day.
    pub day: Date,
}

/// The sessions that follow from the plan: each the plan's interval after the one before, the first after the last
/// one held. Without a number of sessions in the plan, only the next.
///
/// # Errors
///
/// When none follows.
pub fn due(chosen: &Chosen) -> Result<Vec<Due>, CalendarError> {
    let plan = chosen.series.plan.as_ref();
    let interval = plan.and_then(|plan| plan.interval_days).ok_or(CalendarError::NoInterval)?;
    let (held, last) = chosen.sessions.last().ok_or(CalendarError::NothingHeld)?;
    let planned = plan.and_then(|plan| plan.sessions).map_or(held + 1, |sessions| sessions as usize);
    if planned <= *held {
        return Err(CalendarError::AllHeld(planned));
    }
    let mut day = last.started_at.date();
    let mut due = Vec::with_capacity(planned - held);
    for number in held + 1..=planned {
        day = day.checked_add(i64::from(interval).days()).ok().ok_or(CalendarError::TooLate)?;
        due.push(Due { number, day });
    }
    Ok(due)
}

/// The due sessions of a series as a calendar; also those that were held, if asked for. The chosen sessions have to be
/// all of the series.
///
/// # Errors
///
/// When nothing is due and what was held is not asked for.
pub fn calendar(chosen: &Chosen, named: Named, with_held: bool) -> Result<String, CalendarError> {
    let due = match due(chosen) {
        Err(_) if with_held && !chosen.sessions.is_empty() => Vec::new(),
        due => due?,
    };
    let mut out = Content::default();
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", concat!("-//Stipple//Stipple ", env!("CARGO_PKG_VERSION"), "//EN"));
    out.line("CALSCALE", "GREGORIAN");
    let events = Events { chosen, named, of: chosen.of + due.len() };
    for (number, session) in chosen.sessions.iter().filter(|_| with_held) {
        events.held(&mut out, *number, session);
    }
    for due in due {
        events.due(&mut out, due);
    }
    out.line("END", "VCALENDAR");
    Ok(out.text)
}

/// What all events of a series have in common.
struct Events<'a> {
    chosen: &'a Chosen,
    named: Named,
    of: usize,
}

impl Events<'_> {
    fn held(&self, out: &mut Content, number: usize, session: &Arc<Session>) {
        let start = session.started_at;
        let end = session.ended_at.filter(|end| *end > start).unwrap_or(start);
        self.begin(out, number, "");
        out.line("DTSTART", &utc(start.timestamp()));
        out.line("DTEND", &utc(end.timestamp()));
        out.line("STATUS", "CONFIRMED");
        out.line("END", "VEVENT");
    }

    fn due(&self, out: &mut Content, due: Due) {
        self.begin(out, due.number, " due");
        out.line("DTSTART;VALUE=DATE", &date(due.day));
        out.line("DTEND;VALUE=DATE", &date(due.day.saturating_add(1.day())));
        out.line("STATUS", "TENTATIVE");
        // A day that is only proposed leaves the day free.
        out.line("TRANSP", "TRANSPARENT");
        out.line("END", "VEVENT");
    }

    fn begin(&self, out: &mut Content, number: usize, state: &str) {
        let client = self.named.words(&self.chosen.series.client);
        let what = format!(
            "{} {number} of {}{state}",
            if client.is_some() { "session" } else { "Session" },
            self.of
        );
        out.line("BEGIN", "VEVENT");
        out.line("UID", &format!("{}-session-{number}@stipple", self.chosen.series.id));
        // When the event became what it says is when the last session was held. A clock would make every file differ.
        if let Some((_, last)) = self.chosen.sessions.last() {
            out.line("DTSTAMP", &utc(last.started_at.timestamp()));
        }
        out.line("SEQUENCE", &self.chosen.of.to_string());
        out.line("CLASS", "PRIVATE");
        match client {
            Some(client) => {
                out.words("SUMMARY", &format!("{client}: {what}"));
                out.words("DESCRIPTION", &self.chosen.series.title);
            }
            None => out.words("SUMMARY", &what),
        }
    }
}

fn utc(timestamp: jiff::Timestamp) -> String {
    let time = TimeZone::UTC.to_datetime(timestamp);
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()];
    format!("{}T{hour:02}{minute:02}{second:02}Z", date(time.date()))
}

fn date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Lines of iCalendar.
#[derive(Default)]
struct Content {
    text: String,
}

impl Content {
    /// The longest line, in bytes; what is longer goes on in the next, behind a space.
    const LONGEST: usize = 75;

    fn line(&mut self, name: &str, value: &str) {
        let mut room = Self::LONGEST;
        for c in format!("{name}:{value}").chars().filter(|c| !c.is_control()) {
            if c.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = Self::LONGEST - 1;
            }
            self.text.push(c);
            room -= c.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    /// A line with words, in which some letters have to be marked.
    fn words(&mut self, name: &str, words: &str) {
        let mut value = String::new();
        for line in words.lines() {
            let gap = if value.is_empty() { "" } else { "\\n" };
            let marked = line.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
            // Writing to a text cannot fail.
            write!(value, "{gap}{marked}").unwrap_or_default();
        }
        self.line(name, &value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_go_on_behind_a_space_and_no_letter_is_cut() {
        let mut content = Content::default();
        content.words("SUMMARY", &"é, ü; \\ 瘢痕 ".repeat(20));
        assert!(content.text.split("\r\n").all(|line| line.len() <= 75));
        assert!(content.text.lines().skip(1).all(|line| line.starts_with(' ')));
        let joined = content.text.replace("\r\n ", "");
        assert_eq!(joined, format!("SUMMARY:{}\r\n", "é\\, ü\\; \\\\ 瘢痕 ".repeat(20)));
    }

    #[test]
    fn a_line_break_in_words_is_no_line_break_in_the_file() {
        let mut content = Content::default();
        content.words("SUMMARY", "a\r\nEND:VCALENDAR\nb\u{7}");
        assert_eq!(content.text, "SUMMARY:a\\nEND:VCALENDAR\\nb\r\n");
    }
}
