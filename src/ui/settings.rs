//! The user's settings, kept in a readable file of their own.

use super::report::ReportChoices;
use crate::export::NoteTemplate;
use crate::heatmap::SkinTone;
use crate::model::SeriesId;
use crate::store::{StoreError, create_folder, replace};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
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
    /// What is explained for the days after, in the clinic's own words, as it was typed line by line.
    pub aftercare: Vec<String>,
    /// Gaps narrower than this are not listed, in mm.
    pub narrowest_gap_mm: f64,
    /// How long a session is shown while a series is played, in seconds.
    pub seconds_each: f64,
    /// The user's own template of notes; none for the usual one.
    note_template: Option<String>,
    /// What reports were last made with, latest first.
    #[serde(deserialize_with = "readable_or_usual")]
    reports: Vec<SeriesReport>,
}

/// What the report of a series was last made with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct SeriesReport {
    series: String,
    choices: ReportChoices,
}

/// Reads what this version understands; the rest of the settings does not suffer from what it does not.
fn readable_or_usual<'de, D: Deserializer<'de>, T: DeserializeOwned + Default>(
    from: D,
) -> Result<T, D::Error> {
    Ok(serde_json::from_value(serde_json::Value::deserialize(from)?).unwrap_or_default())
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
            aftercare: AFTERCARE.map(str::to_owned).to_vec(),
            narrowest_gap_mm: 2.0,
            seconds_each: 1.0,
            note_template: None,
            reports: Vec::new(),
        }
    }
}

/// What is mostly explained, until the clinic has a list of its own.
const AFTERCARE: [&str; 7] = ["sun", "sunscreen", "actives", "make-up", "exercise", "pool, sauna", "leaflet"];

/// How many libraries are remembered.
const RECENT: usize = 8;

/// How many series' reports are remembered.
const REPORTS: usize = 100;

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

    /// What the report of a series is proposed with: what it was last made with, else paper and parts of the latest
    /// report. Whether a client is named is never taken over from another.
    pub fn report_choices(&self, series: &SeriesId) -> ReportChoices {
        let own = self.reports.iter().find(|report| report.series == series.as_str());
        let other = || {
            let latest = self.reports.first().map(|report| report.choices.clone());
            let usual = ReportChoices::default();
            latest.map(|latest| ReportChoices { named: usual.named, without_diagrams: Vec::new(), ..latest })
        };
        own.map(|report| report.choices.clone()).or_else(other).unwrap_or_default()
    }

    /// Notes what the report of a series was made with.
    pub fn keep_report(&mut self, series: &SeriesId, choices: ReportChoices) {
        self.reports.retain(|report| report.series != series.as_str());
        self.reports.insert(0, SeriesReport { series: series.to_string(), choices });
        self.reports.truncate(REPORTS);
    }

    /// The template of notes.
    pub fn note_template(&self) -> &str {
        self.note_template.as_deref().unwrap_or(NoteTemplate::USUAL)
    }

    /// Takes a template of notes.
    pub fn set_note_template(&mut self, template: String) {
        self.note_template = Some(template).filter(|template| template != NoteTemplate::USUAL);
    }

    /// What is explained for the days after, item by item.
    pub fn aftercare_items(&self) -> Vec<String> {
        let items = self.aftercare.iter().map(|line| line.trim());
        items.filter(|item| !item.is_empty()).map(str::to_owned).collect()
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
    use crate::export::Named;
    use crate::export::report::{Paper, Section};

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
        // What a newer version wrote of reports is forgotten, and nothing else.
        let text = std::fs::read_to_string(Settings::path(folder.path())).unwrap();
        let newer = text.replace("\"reports\": []", "\"reports\": [{\"series\": \"a\", \"choices\": 7}]");
        assert_ne!(newer, text);
        replace(&Settings::path(folder.path()), newer.as_bytes()).unwrap();
        assert_eq!(Settings::read(folder.path()), settings);
        std::fs::File::create(Settings::path(folder.path())).unwrap();
        assert_eq!(Settings::read(folder.path()), Settings::default());
    }

    #[test]
    fn the_choices_of_a_report_are_kept_by_series_and_name_nobody_else() {
        let id = |text: &str| SeriesId::new(text).unwrap();
        let mut settings = Settings::default();
        let choices = ReportChoices {
            paper: Paper::Letter,
            named: Named::Name,
            without: vec![Section::Notes],
            without_diagrams: vec!["face-left".to_owned()],
        };
        settings.keep_report(&id("a"), choices.clone());
        assert_eq!(settings.report_choices(&id("a")), choices);
        let other = settings.report_choices(&id("b"));
        assert_eq!((other.paper, other.named), (Paper::Letter, Named::Reference));
        assert_eq!((other.without, other.without_diagrams), (vec![Section::Notes], vec![]));
        settings.keep_report(&id("b"), ReportChoices::default());
        assert_eq!(settings.report_choices(&id("a")), choices);
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
    }
}
