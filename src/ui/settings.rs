//! The user's settings, kept in a readable file of their own.

use crate::heatmap::SkinTone;
use crate::store::{StoreError, create_folder, replace};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What is shown on the canvas besides the heatmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one layer, shown or not")]
pub struct Layers {
    /// Outlines of planned zones.
    pub outlines: bool,
    /// Gaps and their numbers.
    pub gaps: bool,
    /// Hatching above the ceiling.
    pub ceiling: bool,
    /// Outlines of keep-outs.
    pub keep_outs: bool,
}

impl Default for Layers {
    fn default() -> Self {
        Self { outlines: true, gaps: true, ceiling: true, keep_outs: false }
    }
}

/// What was in view when a series was last open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RememberedView {
    /// The diagram.
    pub diagram: String,
    /// The place in the middle of the canvas, in mm, and points of the screen a mm; none for the view that a
    /// diagram opens with.
    pub place: Option<(f64, f64, f64)>,
}

/// The user's settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub theme: ThemeChoice,
    /// Skin tone of the drawings, where it is not taken from the client's skin type.
    pub skin_tone: Option<String>,
    /// The library opened last.
    pub library: Option<PathBuf>,
    /// Libraries opened before, latest first.
    pub recent: Vec<PathBuf>,
    /// The series that was open when the program ended.
    pub open_series: Option<PathBuf>,
    /// Whether it was under review.
    pub in_review: bool,
    /// What was in view of it.
    pub view: Option<RememberedView>,
    /// Who treats, filled into new sessions.
    pub practitioner: String,
    /// What is shown on the canvas.
    pub layers: Layers,
    /// References instead of names everywhere.
    pub hide_names: bool,
    /// Gaps narrower than this are not listed, in mm.
    pub narrowest_gap_mm: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            skin_tone: None,
            library: None,
            recent: Vec::new(),
            open_series: None,
            in_review: false,
            view: None,
            practitioner: String::new(),
            layers: Layers::default(),
            hide_names: false,
            narrowest_gap_mm: 2.0,
        }
    }
}

/// How many libraries are remembered.
const RECENT: usize = 8;

impl Settings {
    /// The settings' file in a folder.
    fn path(config: &Path) -> PathBuf {
        config.join("settings.json")
    }

    /// Reads the settings. A file that is missing or cannot be read gives the usual ones: nothing of a client is
    /// in it.
    pub fn read(config: &Path) -> Self {
        let text = fs_err::read_to_string(Self::path(config)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Saves the settings.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub fn save(&self, config: &Path) -> Result<(), StoreError> {
        create_folder(config)?;
        let path = Self::path(config);
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        replace(&path, text.as_bytes())
    }

    /// Notes that a library was opened.
    pub fn opened(&mut self, library: &Path) {
        self.recent.retain(|path| path != library);
        self.recent.insert(0, library.to_owned());
        self.recent.truncate(RECENT);
        self.library = Some(library.to_owned());
    }

    /// The skin tone for a client: the chosen one, else that of the skin type, else the drawings' own.
    pub fn tone_for(&self, skin_type: Option<&str>) -> SkinTone {
        let chosen = self.skin_tone.as_deref();
        let chosen = SkinTone::ALL.into_iter().find(|tone| Some(tone.name()) == chosen);
        chosen.or_else(|| SkinTone::of_skin_type(skin_type?)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_survive_and_damage_gives_the_usual_ones() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings { theme: ThemeChoice::Dark, ..Settings::default() };
        settings.opened(Path::new("/a"));
        settings.opened(Path::new("/b"));
        settings.opened(Path::new("/a"));
        settings.save(folder.path()).unwrap();
        settings.save(folder.path()).unwrap();
        assert_eq!(Settings::read(folder.path()), settings);
        assert_eq!(settings.recent, [PathBuf::from("/a"), PathBuf::from("/b")]);
        std::fs::File::create(Settings::path(folder.path())).unwrap();
        assert_eq!(Settings::read(folder.path()), Settings::default());
    }
}
