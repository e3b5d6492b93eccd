//! Numbers, dates and names as they stand on the screen, in pictures and in tables.
//!
//! One place for the rules: shares are rounded down, minus is a minus, a percent sign keeps to its number, and a
//! year is left out when it goes without saying.

use crate::metrics::Share;
use crate::model::{Direction, GoalMetric, GoalRule, Moment, Numbing, PerDirection, Zone};
use jiff::civil::Date;

/// Narrow no-break space, which stands between a number and its `%`.
pub const NARROW_SPACE: char = '\u{202f}';

/// True minus.
pub const MINUS: char = '\u{2212}';

/// Stands where there is no value.
pub const NONE: &str = "–";

/// A share in whole percent, rounded down: `94 %`.
pub fn percent(share: Share) -> String {
    format!("{}{NARROW_SPACE}%", share.floor(100))
}

/// A share in percent with one decimal, rounded down: `94.9 %`. The decimal of a whole number is left out.
pub fn percent_1(share: Share) -> String {
    let tenths = share.floor(1000);
    match tenths % 10 {
        0 => format!("{}{NARROW_SPACE}%", tenths / 10),
        tenth => format!("{}.{tenth}{NARROW_SPACE}%", tenths / 10),
    }
}

/// A number with one decimal and a true minus.
pub fn one_decimal(number: f64) -> String {
    signed(format!("{number:.1}"))
}

/// A number with two decimals and a true minus.
pub fn two_decimals(number: f64) -> String {
    signed(format!("{number:.2}"))
}

/// A whole number with a true minus.
pub fn whole(number: f64) -> String {
    signed(format!("{number:.0}"))
}

fn signed(text: String) -> String {
    match text.strip_prefix('-') {
        // Minus nothing is nothing.
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.to_owned(),
        Some(rest) => format!("{MINUS}{rest}"),
        None => text,
    }
}

/// An area: `7.0 cm²`.
pub fn area(cm2: f64) -> String {
    format!("{} cm²", one_decimal(cm2))
}

/// A length without decimals it does not need: `1.5 mm`, `20 mm`.
pub fn millimetres(mm: f64) -> String {
    format!("{} mm", short(mm))
}

/// The round number of mm nearest to a length, for a scale bar: 1, 2 or 5 times a power of ten.
pub fn round_length(mm: f64) -> f64 {
    let steps = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
    let nearest = steps.into_iter().min_by(|a, b| (a / mm - 1.0).abs().total_cmp(&(b / mm - 1.0).abs()));
    nearest.unwrap_or(mm)
}

/// A number with at most two decimals, and no zeros behind them.
pub fn short(number: f64) -> String {
    let text = signed(format!("{number:.2}"));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A month: `Mar`.
pub fn month(date: Date) -> &'static str {
    let index = usize::try_from(date.month() - 1).unwrap_or(0);
    MONTHS.get(index).copied().unwrap_or("")
}

/// A date: `2 Mar 2026`, without the year where it is `known`.
pub fn date(date: Date, known: Option<i16>) -> String {
    if known == Some(date.year()) {
        format!("{} {}", date.day(), month(date))
    } else {
        format!("{} {} {}", date.day(), month(date), date.year())
    }
}

/// A time of day: `10:05`.
pub fn time(moment: Moment) -> String {
    let time = moment.time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A time of day with seconds: `10:05:20`.
pub fn time_with_seconds(moment: Moment) -> String {
    format!("{}:{:02}", time(moment), moment.time().second())
}

/// Whole days from one date to another.
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// The interval to the session before: `+28 d`.
pub fn interval(days: i32) -> String {
    if days < 0 { format!("{MINUS}{} d", -days) } else { format!("+{days} d") }
}

/// How long ago: `today`, `1 d ago`, `12 d ago`; a day to come is `in 6 d`.
pub fn days_ago(days: i32) -> String {
    match days {
        0 => "today".to_owned(),
        1.. => format!("{days} d ago"),
        _ => format!("in {} d", -days),
    }
}

/// A count with its noun: `1 session`, `3 sessions`, `4 passes`, `2 entries`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        return format!("1 {noun}");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{number} {stem}ies"),
        _ if noun.ends_with('s') || noun.ends_with("ch") => format!("{number} {noun}es"),
        _ => format!("{number} {noun}s"),
    }
}

/// A zone in a sentence: `Cheek (left)`.
pub fn zone(zone: &Zone) -> String {
    zone.full_name()
}

/// Which of the four directions are done, in words.
pub fn directions(done: PerDirection<bool>) -> String {
    let missing: Vec<&str> =
        Direction::ROLLED.into_iter().filter(|d| !*done.get(*d)).map(Direction::name).collect();
    match missing.len() {
        0 => "all four directions".to_owned(),
        4 => "no direction on nine tenths of the area".to_owned(),
        _ => format!("missing {}", missing.join(", ")),
    }
}

/// What is known of numbing cream besides what it was: amount, time on the skin, whether it was covered.
pub fn numbing(numbing: &Numbing) -> Vec<String> {
    let grams = numbing.grams.map(|grams| format!("{} g", short(grams)));
    let minutes = numbing.minutes.map(|minutes| format!("{} min", short(minutes)));
    let occluded = numbing.occluded.map(|on| if on { "occluded" } else { "not occluded" }.to_owned());
    grams.into_iter().chain(minutes).chain(occluded).collect()
}

/// A day as it was written in a file, as people read it; anything else stays as it was written.
pub fn written_date(text: &str) -> String {
    let day = text.get(..10).unwrap_or(text).parse().ok();
    day.map_or_else(|| text.to_owned(), |day| date(day, None))
}

/// A goal's condition without its zones: `V16 ≥ 95 %`.
pub fn goal_condition(rule: &GoalRule) -> String {
    let value = |number: f64| {
        if rule.metric.is_share() {
            format!("{}{NARROW_SPACE}%", short(number))
        } else if rule.metric == GoalMetric::Gap {
            format!("{} cm²", short(number))
        } else {
            short(number)
        }
    };
    let ideal = rule.ideal.map(|ideal| format!(" | {}", value(ideal))).unwrap_or_default();
    format!("{} {} {}{ideal}", rule.metric, rule.comparison.printed(), value(rule.required))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_never_show_what_is_not_reached() {
        let share = Share::new(9497, 10_000).unwrap();
        assert_eq!(percent(share), "94\u{202f}%");
        assert_eq!(percent_1(share), "94.9\u{202f}%");
        assert_eq!(percent_1(Share::new(1, 2).unwrap()), "50\u{202f}%");
    }

    #[test]
    fn numbers_have_no_needless_signs() {
        assert_eq!(one_decimal(-0.04), "0.0");
        assert_eq!(one_decimal(-1.25), "\u{2212}1.2");
        assert_eq!((short(20.0), short(1.5), short(0.25)), ("20".into(), "1.5".into(), "0.25".into()));
    }

    #[test]
    fn years_go_without_saying_when_known() {
        let day = jiff::civil::date(2026, 3, 2);
        assert_eq!((date(day, Some(2026)), date(day, None)), ("2 Mar".into(), "2 Mar 2026".into()));
        assert_eq!(days_between(day, jiff::civil::date(2026, 3, 30)), 28);
        assert_eq!(
            (days_ago(0), days_ago(12), days_ago(-6)),
            ("today".into(), "12 d ago".into(), "in 6 d".into())
        );
    }

    #[test]
    fn days_read_as_dates_and_other_words_as_they_are() {
        assert_eq!(written_date("2026-03-02"), "2 Mar 2026");
        assert_eq!(written_date("2026-03-02T10:05"), "2 Mar 2026");
        assert_eq!(written_date("day 3"), "day 3");
        assert_eq!(written_date("gestern früh"), "gestern früh");
    }

    #[test]
    fn goals_read_as_printed() {
        let rule = GoalRule::parse("cheek-* V16 >= 95 %").unwrap();
        assert_eq!(goal_condition(&rule), "V16 ≥ 95\u{202f}%");
        assert_eq!(goal_condition(&GoalRule::parse("* gap < 2.5 | 1").unwrap()), "gap < 2.5 cm² | 1 cm²");
    }
}
