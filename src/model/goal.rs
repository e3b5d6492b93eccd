//! Conditions a series is to meet, such as `cheek-* V16 >= 95 %`.
//!
//! ```text
//! goal   = ["each"] zones metric op value ["%"] ["|" value ["%"]]
//! zones  = a zone id in which * stands for any characters
//! metric = V<k> | D<x> | coverage | mean | max | directions | density | homogeneity | gap
//! op     = >= | <= | > | <
//! ```
//!
//! With `each` the goal is judged on every session alone and met only if all meet it. The value behind `|` is the
//! ideal. Shares are written in percent (`95 %`) or as a fraction (`0.95`).

use super::ZonePattern;
use std::fmt;

/// A goal as it was written, and what it says if it says anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// The text, kept as it was written.
    pub text: String,
    /// What it says, or why it says nothing. A goal that cannot be read is not met.
    pub rule: Result<GoalRule, GoalError>,
}

/// What a goal says.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalRule {
    /// Judged on every session alone instead of on their sum.
    pub each: bool,
    /// The zones taken together.
    pub zones: ZonePattern,
    /// What is looked at.
    pub metric: GoalMetric,
    /// How it is compared.
    pub comparison: Comparison,
    /// What is required; a share in percent for metrics that are shares.
    pub required: f64,
    /// What would be ideal, in the same unit.
    pub ideal: Option<f64>,
}

/// What a goal looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GoalMetric {
    /// Share of the area with at least so many passes.
    AtLeast(u32),
    /// The most passes that at least so many percent of the area reached.
    Reached(u32),
    /// Share of the area with at least one pass.
    Coverage,
    /// Mean passes.
    Mean,
    /// Most passes anywhere.
    Max,
    /// Share of the area passed in all four directions.
    Directions,
    /// Expected punctures per cm2.
    Density,
    /// `(D2 - D98) / D50`.
    Homogeneity,
    /// Area below the target, in cm2.
    Gap,
}

impl GoalMetric {
    /// Whether its value is a share of the area, written in percent.
    pub const fn is_share(self) -> bool {
        matches!(self, Self::AtLeast(_) | Self::Coverage | Self::Directions)
    }

    fn parse(word: &str) -> Option<Self> {
        let number = |digits: &str| {
            let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| digits.parse::<u32>().ok()).flatten()
        };
        Some(match word {
            "coverage" => Self::Coverage,
            "mean" => Self::Mean,
            "max" => Self::Max,
            "directions" => Self::Directions,
            "density" => Self::Density,
            "homogeneity" => Self::Homogeneity,
            "gap" => Self::Gap,
            _ => match word.split_at_checked(1)? {
                ("V", digits) => Self::AtLeast(number(digits)?),
                ("D", digits) => Self::Reached(number(digits).filter(|x| *x <= 100)?),
                _ => return None,
            },
        })
    }
}

impl fmt::Display for GoalMetric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeast(k) => write!(f, "V{k}"),
            Self::Reached(x) => write!(f, "D{x}"),
            Self::Coverage => f.write_str("coverage"),
            Self::Mean => f.write_str("mean"),
            Self::Max => f.write_str("max"),
            Self::Directions => f.write_str("directions"),
            Self::Density => f.write_str("density"),
            Self::Homogeneity => f.write_str("homogeneity"),
            Self::Gap => f.write_str("gap"),
        }
    }
}

/// How a value is compared with what a goal requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Over,
    /// `<`
    Under,
}

impl Comparison {
    const ALL: [Self; 4] = [Self::AtLeast, Self::AtMost, Self::Over, Self::Under];

    /// As it is written in a goal.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Over => ">",
            Self::Under => "<",
        }
    }

    /// As it is printed, where the font has the signs.
    pub const fn printed(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::Over => ">",
            Self::Under => "<",
        }
    }

    /// Whether a value that compares to the required one like this meets it.
    pub const fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::AtLeast => order.is_ge(),
            Self::AtMost => order.is_le(),
            Self::Over => order.is_gt(),
            Self::Under => order.is_lt(),
        }
    }
}

/// Why a text is no goal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {problem}")]
pub struct GoalError {
    /// Where the mistake begins, in characters from 1.
    pub column: usize,
    /// What is wrong there.
    pub problem: String,
}

impl Goal {
    /// Reads a goal; a mistake in it is kept in [`Goal::rule`].
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let rule = GoalRule::parse(&text);
        Self { text, rule }
    }
}

impl GoalRule {
    /// Reads a goal.
    ///
    /// # Errors
    ///
    /// The first mistake, with the column where it begins.
    pub fn parse(text: &str) -> Result<Self, GoalError> {
        let mut words = Words { text, at: 0 };
        let mut zones = words.next().ok_or_else(|| words.missing("a zone, such as cheek-*"))?;
        let each = zones == "each";
        if each {
            zones = words.next().ok_or_else(|| words.missing("a zone, such as cheek-*"))?;
        }
        if let Some(odd) = zones.find(|c: char| !(c.is_ascii_alphanumeric() || "*-_.".contains(c))) {
            let problem = format!("`{zones}` is no zone id or pattern");
            return Err(words.error_in(zones, odd, problem));
        }
        let metrics = "a metric: V<k>, D<x>, coverage, mean, max, directions, density, homogeneity or gap";
        let word = words.next().ok_or_else(|| words.missing(metrics))?;
        let metric = GoalMetric::parse(word)
            .ok_or_else(|| words.error_in(word, 0, format!("`{word}` is not {metrics}")))?;
        let word = words.next().ok_or_else(|| words.missing("one of >= <= > <"))?;
        let comparison = Comparison::ALL
            .into_iter()
            .find(|c| c.sign() == word)
            .ok_or_else(|| words.error_in(word, 0, format!("`{word}` is not one of >= <= > <")))?;
        let required = words.value(metric)?;
        let ideal = if words.peek() == Some("|") {
            words.next();
            Some(words.value(metric)?)
        } else {
            None
        };
        if let Some(word) = words.next() {
            return Err(words.error_in(word, 0, format!("nothing more was expected, but there is `{word}`")));
        }
        Ok(Self { each, zones: ZonePattern::new(zones), metric, comparison, required, ideal })
    }
}

/// The words of a goal. Signs stand for themselves, with or without spaces around them.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let word = self.peek()?;
        self.at = self.offset_of(word) + word.len();
        Some(word)
    }

    fn peek(&self) -> Option<&'a str> {
        let rest = self.text.get(self.at..)?.trim_start();
        let first = rest.chars().next()?;
        let is_sign = |c: char| matches!(c, '<' | '>' | '=');
        let end = match first {
            '%' | '|' => 1,
            _ if is_sign(first) => rest.find(|c| !is_sign(c)).unwrap_or(rest.len()),
            _ => rest
                .find(|c: char| c.is_whitespace() || is_sign(c) || matches!(c, '%' | '|'))
                .unwrap_or(rest.len()),
        };
        rest.get(..end)
    }

    /// A number in the metric's unit; shares as percent.
    fn value(&mut self, metric: GoalMetric) -> Result<f64, GoalError> {
        let word = self.next().ok_or_else(|| self.missing("a number"))?;
        let number = word.parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0);
        let number = number.ok_or_else(|| self.error_in(word, 0, format!("`{word}` is no number")))?;
        let percent = self.peek() == Some("%");
        if percent {
            let sign = self.next().unwrap_or_default();
            if !metric.is_share() {
                return Err(self.error_in(sign, 0, format!("{metric} is no share, so it has no %")));
            }
        }
        match (metric.is_share(), percent) {
            (true, true) if number > 100.0 => {
                Err(self.error_in(word, 0, "a share is at most 100 %".to_owned()))
            }
            (true, false) if number > 1.0 => {
                let problem = format!("{metric} is a share: write {word} % or a fraction up to 1");
                Err(self.error_in(word, 0, problem))
            }
            (true, false) => Ok(number * 100.0),
            _ => Ok(number),
        }
    }

    fn missing(&self, what: &str) -> GoalError {
        let column = self.text.trim_end().chars().count() + 1;
        GoalError { column, problem: format!("there should be {what}") }
    }

    fn error_in(&self, word: &str, offset: usize, problem: String) -> GoalError {
        let before = self.text.get(..self.offset_of(word) + offset).unwrap_or(self.text);
        GoalError { column: before.chars().count() + 1, problem }
    }

    /// Where a word taken from the text begins in it, in bytes.
    fn offset_of(&self, word: &str) -> usize {
        (word.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_of_the_specification_are_read() {
        let rule = GoalRule::parse("each cheek-* V4 >= 90 %").unwrap();
        assert!(rule.each);
        assert_eq!(rule.zones.as_str(), "cheek-*");
        assert_eq!((rule.metric, rule.comparison), (GoalMetric::AtLeast(4), Comparison::AtLeast));
        assert_eq!((rule.required, rule.ideal), (90.0, None));
        let rule = GoalRule::parse("* V25<=2%").unwrap();
        assert_eq!((rule.comparison, rule.required), (Comparison::AtMost, 2.0));
        let rule = GoalRule::parse("chin V4 >= 90 % | 97 %").unwrap();
        assert_eq!(rule.ideal, Some(97.0));
        let rule = GoalRule::parse("nose D98 >= 12").unwrap();
        assert_eq!((rule.metric, rule.required), (GoalMetric::Reached(98), 12.0));
        assert_eq!(GoalRule::parse("nose coverage > 0.5").unwrap().required, 50.0);
        for metric in ["mean", "max", "density", "homogeneity", "gap"] {
            assert!(GoalRule::parse(&format!("* {metric} < 3.5")).is_ok(), "{metric}");
        }
    }

    #[test]
    fn mistakes_are_found_where_they_are() {
        let column = |text: &str| GoalRule::parse(text).unwrap_err().column;
        assert_eq!(column(""), 1);
        assert_eq!(column("cheek-*"), 8);
        assert_eq!(column("chéek V4 >= 90 %"), 3);
        assert_eq!(column("cheek-* W4 >= 90 %"), 9);
        assert_eq!(column("cheek-* V >= 90 %"), 9);
        assert_eq!(column("cheek-* D101 >= 9"), 9);
        assert_eq!(column("cheek-* V4 => 90 %"), 12);
        assert_eq!(column("cheek-* V4 >= ninety"), 15);
        assert_eq!(column("cheek-* V4 >= 90"), 15);
        assert_eq!(column("cheek-* V4 >= 190 %"), 15);
        assert_eq!(column("cheek-* mean >= 9 %"), 19);
        assert_eq!(column("cheek-* V4 >= 90 % or so"), 20);
        assert_eq!(column("cheek-* V4 >= 90 % |"), 21);
    }
}
