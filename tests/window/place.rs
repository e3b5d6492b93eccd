//! Folders with a library of a few series, which go away again.

use jiff::Zoned;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use serde_json::Value;
use std::path::{Path, PathBuf};
use stipple::model::{
    DEVICE_PRESETS, Device, DeviceId, Moment, Per, Plan, Series, SeriesId, Session, SessionId, Target,
    ZonePattern,
};
use stipple::store::{Disk, Expected, Library, SeriesFolder};
use stipple::ui::env::Env;

/// The day on which every test happens unless it says otherwise.
pub(crate) const TODAY: &str = "2026-03-02T10:05:00";

/// A moment an hour east of Greenwich.
pub(crate) fn zoned(text: &str) -> Zoned {
    let time: DateTime = text.parse().unwrap();
    time.to_zoned(TimeZone::fixed(Offset::constant(1))).unwrap()
}

/// The same as it stands in files.
pub(crate) fn moment(text: &str) -> Moment {
    Moment::from(&zoned(text))
}

/// The user's folders with a library in them.
#[derive(Debug)]
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    /// An empty library.
    pub(crate) fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(place.library()).unwrap();
        place
    }

    /// A library with one series that has begun today and has no paint yet.
    pub(crate) fn with_face() -> (Self, PathBuf) {
        let place = Self::new();
        let series = face("Cheek scars");
        let session = begun(&series, TODAY);
        let folder = place.add(&series, &[session]);
        (place, folder)
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn library(&self) -> PathBuf {
        self.path().join("library")
    }

    /// The folders and a clock that stands still.
    pub(crate) fn env(&self) -> Env {
        self.env_at(TODAY)
    }

    /// The same at another time.
    pub(crate) fn env_at(&self, now: &str) -> Env {
        Env::fixed(self.path(), zoned(now))
    }

    /// Adds a series with its sessions to the library. Returns its folder.
    pub(crate) fn add(&self, series: &Series, sessions: &[Session]) -> PathBuf {
        let folder = Library::new(self.library()).create_series(&Disk, series).unwrap();
        for session in sessions {
            let path = SeriesFolder::session_path(&folder, session);
            SeriesFolder::save_session(&Disk, &path, session, Expected::Nothing, None).unwrap();
        }
        folder
    }
}

/// A series on the face, with three sessions planned six weeks apart and six passes over each cheek.
pub(crate) fn face(title: &str) -> Series {
    let target = Target {
        zones: ZonePattern::new("cheek-*"),
        passes: 6,
        ceiling: Some(10),
        per: Per::Series,
        extra: stipple::model::Extra::default(),
    };
    let plan = Plan {
        sessions: Some(3),
        interval_days: Some(42),
        targets: vec![target],
        goals: Vec::new(),
        extra: stipple::model::Extra::default(),
    };
    Series { plan: Some(plan), ..Series::new(SeriesId::fresh(), title) }
}

/// A drum roller 20 mm wide and a pen of 5 mm.
pub(crate) fn devices() -> Vec<Device> {
    let id = |text: &str| DeviceId::new(text).unwrap();
    vec![DEVICE_PRESETS[0].device(id("roller")), DEVICE_PRESETS[2].device(id("pen"))]
}

/// A session without entries.
pub(crate) fn begun(series: &Series, at: &str) -> Session {
    let session = Session::new(SessionId::fresh(), series.id.clone(), moment(at));
    Session { devices: devices(), practitioner: Some("R. Osei".to_owned()), ..session }
}

/// The files of a series' sessions, by name.
pub(crate) fn session_files(folder: &Path) -> Vec<PathBuf> {
    SeriesFolder::session_paths(folder).unwrap()
}

/// The only session's file as text.
pub(crate) fn session_text(folder: &Path) -> String {
    let files = session_files(folder);
    assert_eq!(files.len(), 1, "{files:?}");
    std::fs::read_to_string(&files[0]).unwrap()
}

/// The entries of the only session's file.
pub(crate) fn entries(folder: &Path) -> Vec<Value> {
    let file: Value = serde_json::from_str(&session_text(folder)).unwrap();
    file["entries"].as_array().unwrap().clone()
}

/// The points of an entry's path or ring.
pub(crate) fn points(entry: &Value) -> Vec<(f64, f64)> {
    let list = entry.get("path").or_else(|| entry.get("ring")).unwrap();
    let numbers: Vec<f64> = list.as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect();
    numbers.as_chunks::<2>().0.iter().map(|[x, y]| (*x, *y)).collect()
}

/// Writes a file as any other program would.
pub(crate) fn put(path: &Path, bytes: &[u8]) {
    let mut file = std::fs::File::create(path).unwrap();
    std::io::Write::write_all(&mut file, bytes).unwrap();
}
