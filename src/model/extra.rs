//! Fields this version does not know.

/// Members of a JSON object that this version of the program does not know, in file order, each as its name and
/// its JSON text. They are carried along untouched and written back, so that a file can pass through an older
/// program without loss.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra(Vec<(String, String)>);

impl Extra {
    /// Adds a member, as its name and its JSON text.
    pub fn push(&mut self, name: String, json: String) {
        self.0.push((name, json));
    }

    /// Whether a member of this name is there.
    pub fn contains(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The JSON text of a member.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, json)| json.as_str())
    }

    /// Every member, as name and JSON text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, json)| (name.as_str(), json.as_str()))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
