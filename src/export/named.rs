//! Whose words stand on what leaves the program.

use crate::model::{Client, Extra, Series, Session};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What of a client's identity stands on what leaves the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Named {
    /// The client's name.
    Name,
    /// The client's reference number.
    Reference,
    /// Neither.
    #[default]
    Neither,
}

impl Named {
    /// The words for a client; none where the client has none of this kind.
    pub fn words(self, client: &Client) -> Option<&str> {
        let text = match self {
            Self::Name => client.name.as_deref(),
            Self::Reference => client.reference.as_deref(),
            Self::Neither => None,
        };
        text.map(str::trim).filter(|text| !text.is_empty())
    }

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Reference => "reference",
            Self::Neither => "none",
        }
    }

    /// A series without what is not to be named. Where nothing is, free text and fields that this version does not know
    /// go as well: a name may stand in either.
    pub fn strip_series(self, series: &Series) -> Series {
        let mut stripped = series.clone();
        match self {
            Self::Name => {}
            Self::Reference => stripped.client.name = None,
            Self::Neither => {
                (stripped.client.name, stripped.client.reference) = (None, None);
                (stripped.client.extra, stripped.extra) = (Extra::default(), Extra::default());
                stripped.notes.clear();
            }
        }
        stripped
    }

    /// A session without what is not to be named.
    pub fn strip_session(self, session: &Session) -> Cow<'_, Session> {
        if self != Self::Neither {
            return Cow::Borrowed(session);
        }
        Cow::Owned(Session { notes: String::new(), extra: Extra::default(), ..session.clone() })
    }

    /// What stands above a picture: `C-1042 · Cheek acne scars`, or the title of the series alone.
    pub fn title(self, series: &Series) -> String {
        self.words(&series.client)
            .map_or_else(|| series.title.clone(), |client| format!("{client} · {}", series.title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SeriesId;

    #[test]
    fn only_what_was_asked_for_is_named() {
        let mut series = Series::new(SeriesId::new("s1").unwrap(), "Cheeks");
        series.client.name = Some(" A. Morgan ".to_owned());
        assert_eq!(Named::Name.title(&series), "A. Morgan · Cheeks");
        assert_eq!(Named::Reference.title(&series), "Cheeks");
        series.client.reference = Some("C-1042".to_owned());
        assert_eq!(Named::Reference.title(&series), "C-1042 · Cheeks");
        assert_eq!(Named::Neither.title(&series), "Cheeks");
        series.client.name = Some("  ".to_owned());
        assert_eq!(Named::Name.words(&series.client), None);
    }
}
