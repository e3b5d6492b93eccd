//! Between what is typed and what it means.

use crate::model::FieldError;
use crate::wording;

/// A number as it stands in a field: with all its digits, so that nothing is lost by looking at it.
pub(in crate::ui) fn number_text(number: Option<f64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// A whole number as it stands in a field.
pub(super) fn whole_text(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

/// The number that was typed, with a point or a comma; none for an empty field.
///
/// # Errors
///
/// What is wrong, as a sentence.
pub(in crate::ui) fn number(text: &str) -> Result<Option<f64>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let plain = text.replacen(',', ".", 1).replace(wording::MINUS, "-");
    let parsed = plain.parse::<f64>().ok().filter(|number| number.is_finite());
    parsed.map(Some).ok_or_else(|| format!("“{text}” is no number."))
}

/// The whole number that was typed; none for an empty field.
///
/// # Errors
///
/// What is wrong, as a sentence.
pub(super) fn whole(text: &str) -> Result<Option<u32>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse::<u32>().map(Some).map_err(|error| match error.kind() {
        std::num::IntErrorKind::PosOverflow => format!("{text} is too many."),
        _ => format!("“{text}” is no whole number."),
    })
}

/// The text that was typed; none for an empty field. What was not touched stays as it was, down to its spaces.
pub(super) fn optional(text: &str, before: Option<&str>) -> Option<String> {
    if text == before.unwrap_or_default() {
        return before.map(str::to_owned);
    }
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// What is wrong with a field, as a sentence of its own: `Must be over 0 and at most 500.`
pub(super) fn sentence(error: &FieldError) -> String {
    let mut letters = error.problem.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// A message with its words between quotation marks instead of backticks, which are hard to see in running text.
pub(super) fn quoted(message: &str) -> String {
    let mut parts = message.split('`');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (i, part) in parts.enumerate() {
        text.push(if i % 2 == 0 { '“' } else { '”' });
        text.push_str(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_come_in_pairs() {
        assert_eq!(quoted("column 3: `X` is not `Y`"), "column 3: “X” is not “Y”");
        assert_eq!(quoted("plain"), "plain");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(number(" 1,5 "), Ok(Some(1.5)));
        assert_eq!(number("1.5"), Ok(Some(1.5)));
        assert_eq!(number("\u{2212}3"), Ok(Some(-3.0)));
        assert_eq!(number("  "), Ok(None));
        for bad in ["1,5,0", "1 mm", "NaN", "inf", "1e999", "one"] {
            assert!(number(bad).is_err(), "{bad}");
        }
        assert_eq!((whole(" 12 "), whole("")), (Ok(Some(12)), Ok(None)));
        for bad in ["1.5", "-1", "99999999999", "x"] {
            assert!(whole(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_number_comes_back_as_it_was() {
        for value in [0.1 + 0.2, 1e-9, 168.0, 1.0 / 3.0] {
            assert_eq!(number(&number_text(Some(value))), Ok(Some(value)));
        }
    }

    #[test]
    fn what_was_not_touched_stays_as_it_was() {
        let spaces = Some("  A ");
        assert_eq!(optional("  A ", spaces).as_deref(), spaces);
        assert_eq!(optional("", Some("")), Some(String::new()));
        assert_eq!(optional("", None), None);
        assert_eq!(optional(" B ", spaces).as_deref(), Some("B"));
        assert_eq!(optional(" ", spaces), None);
    }

    #[test]
    fn a_problem_is_a_sentence() {
        let error = FieldError::check_over("width_mm", 640.0, 0.0, 500.0).unwrap_err();
        assert_eq!(sentence(&error), "Must be over 0 and at most 500.");
    }
}
