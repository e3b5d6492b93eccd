//! Putting JSON of FHIR together, which has no empty members and no empty text.

use serde_json::{Map, Value};

/// An object of the members that there are; empty texts, lists and objects are none.
pub(super) fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Value {
    let there = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    };
    let members =
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.filter(there)?)));
    Value::Object(members.collect::<Map<_, _>>())
}

/// An id that is the same for the same thing: the words that name it, hashed.
pub(super) fn id(words: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for word in words {
        hasher.update(&(word.len() as u64).to_le_bytes()).update(word.as_bytes());
    }
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

/// A reference to a resource of the bundle.
pub(super) fn reference(id: &str) -> Value {
    object([("reference", Some(format!("urn:uuid:{id}").into()))])
}

/// A text as a date or time of FHIR, if it is one: `2026`, `2026-03`, `2026-03-02` or a time with its offset.
pub(super) fn date_time(text: &str) -> Option<Value> {
    let text = text.trim();
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let is_date = match parts.as_slice() {
        [year] => digits(year, 4) && *year != "0000",
        [year, month] => digits(year, 4) && digits(month, 2) && matches!(month.parse(), Ok(1..=12)),
        [..] => text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok(),
    };
    let moment = || text.parse::<crate::model::Moment>().ok().map(|moment| moment.to_string());
    if is_date { Some(text.into()) } else { moment().map(Value::from) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_members_are_left_out() {
        let empty = object([("a", None), ("b", Some(" ".into())), ("c", Some(Value::Array(Vec::new())))]);
        assert_eq!(empty, Value::Object(Map::new()));
        assert_eq!(object([("a", Some(false.into()))]).to_string(), "{\"a\":false}");
    }

    #[test]
    fn only_dates_are_dates() {
        for good in ["2026", "2026-03", "2026-03-02", "2026-03-02T10:05:00+01:00"] {
            assert!(date_time(good).is_some(), "{good}");
        }
        for bad in ["", "soon", "2026-13", "2026-02-30", "2026-3-2", "20260302", "2026-03-02T10:05:00"] {
            assert_eq!(date_time(bad), None, "{bad}");
        }
    }

    #[test]
    fn ids_are_the_same_for_the_same_words_only() {
        assert_eq!(id(&["a", "b"]), id(&["a", "b"]));
        assert_ne!(id(&["a", "b"]), id(&["ab"]));
    }
}
