//! Finding series and sessions on disk.

use super::copies::{engine_of, original_name};
use super::read::{Loaded, read_series, read_session, series_from, session_from};
use super::save::{UNFINISHED, folder_of};
use super::{Disk, Expected, Generations, Saved, Vfs, save};
use super::{StoreError, series_text, session_text};
use crate::model::{Series, Session};
use fs_err as fs;
use jiff::Timestamp;
use rayon::prelude::*;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the file that makes a folder a series.
const SERIES_FILE: &str = "series.json";
/// Name of the folder with its sessions.
const SESSIONS: &str = "sessions";

/// A folder of series folders.
#[derive(Clone, Debug)]
pub struct Library {
    root: PathBuf,
}

/// A series folder as it was found.
#[derive(Debug)]
pub struct SeriesFolder {
    /// The folder.
    pub path: PathBuf,
    /// Its series, or why it cannot be read.
    pub series: Result<Loaded<Series>, StoreError>,
    /// Its sessions in time order, each once; those that cannot be read come last, by name.
    pub sessions: Vec<SessionFile>,
    /// Files that hold a session which another file holds as well, as sync engines leave them.
    pub copies: Vec<SessionFile>,
    /// Copies of the file of the series, by name.
    pub series_copies: Vec<PathBuf>,
    /// Why the sessions could not be listed, if so.
    pub unlisted: Option<StoreError>,
}

/// A session's file as it was found.
#[derive(Debug)]
pub struct SessionFile {
    /// The file.
    pub path: PathBuf,
    /// The session, or why it cannot be read.
    pub session: Result<Loaded<Session>, StoreError>,
}

/// What a path given on the command line or dropped onto the window is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// A library, or a folder that can become one.
    Library(PathBuf),
    /// A series folder.
    Series(PathBuf),
    /// A session's file inside a series folder.
    Session {
        /// The series folder.
        series: PathBuf,
        /// The file.
        file: PathBuf,
    },
}

/// Whether a folder is a series.
pub fn is_series_folder(path: &Path) -> bool {
    path.join(SERIES_FILE).is_file()
}

/// What a path is.
///
/// # Errors
///
/// When there is nothing, or a file that belongs to no series.
pub fn open_path(path: &Path) -> Result<Opened, StoreError> {
    let missing = |problem| StoreError::NotFound { problem, path: path.to_owned() };
    let meta = fs::metadata(path).map_err(|e| StoreError::io("opening", path, e))?;
    if meta.is_dir() {
        let whole = fs::canonicalize(path).map_err(|e| StoreError::io("opening", path, e))?;
        let in_sessions = whole.file_name().is_some_and(|name| name == SESSIONS);
        return Ok(match whole.parent() {
            Some(parent) if in_sessions && is_series_folder(parent) => Opened::Series(parent.to_owned()),
            _ if is_series_folder(&whole) => Opened::Series(whole),
            _ => Opened::Library(whole),
        });
    }
    let file = fs::canonicalize(path).map_err(|e| StoreError::io("opening", path, e))?;
    let folder = file.parent().unwrap_or(Path::new("/"));
    if file.file_name().is_some_and(|name| name == SERIES_FILE) {
        return Ok(Opened::Series(folder.to_owned()));
    }
    match folder.parent() {
        Some(series) if is_series_folder(series) => Ok(Opened::Session { series: series.to_owned(), file }),
        _ => Err(missing("this file belongs to no series folder")),
    }
}

/// Makes a folder that only its owner can read, and those above it that are missing.
///
/// # Errors
///
/// When the system refuses.
pub fn create_folder(path: &Path) -> Result<(), StoreError> {
    Disk.create_folder(path).map_err(|e| StoreError::io("making the folder", path, e))
}

/// The longest name of a folder, in letters.
const LONGEST_SLUG: usize = 48;

/// A folder's name for a title: lower case letters and digits of ASCII, with dashes between. Letters of western
/// Europe lose their accents; what has no likeness in ASCII becomes a dash.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        let plain = without_accent(c);
        if !plain.is_empty() {
            slug.push_str(plain);
        } else if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.len() >= LONGEST_SLUG {
            slug.truncate(LONGEST_SLUG);
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "series".to_owned() } else { slug.to_owned() }
}

/// A small letter of western Europe without its accent; empty for every other character.
const fn without_accent(c: char) -> &'static str {
    match c {
        'à'..='å' => "a",
        'æ' => "ae",
        'ç' => "c",
        'è'..='ë' => "e",
        'ì'..='ï' => "i",
        'ñ' => "n",
        'ò'..='ö' | 'ø' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'ù'..='ü' => "u",
        'ý' | 'ÿ' => "y",
        _ => "",
    }
}

impl Library {
    /// The library at a folder, which need not exist yet.
    pub const fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The series folders, by name. A folder that does not exist has none.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub fn series_folders(&self) -> Result<Vec<PathBuf>, StoreError> {
        let mut folders: Vec<PathBuf> =
            list(&self.root)?.into_iter().filter(|path| is_series_folder(path)).collect();
        folders.sort();
        Ok(folders)
    }

    /// The folders that hold a series, or sessions that have lost theirs, by name.
    ///
    /// # Errors
    ///
    /// When the folder cannot be read.
    pub(super) fn folders_with_records(&self) -> Result<Vec<PathBuf>, StoreError> {
        let has_records = |path: &PathBuf| is_series_folder(path) || path.join(SESSIONS).is_dir();
        let mut folders: Vec<PathBuf> = list(&self.root)?.into_iter().filter(has_records).collect();
        folders.sort();
        Ok(folders)
    }

    /// Makes the folder of a new series and writes its file.
    ///
    /// # Errors
    ///
    /// When the system refuses; nothing half made is left then.
    pub fn create_series(&self, vfs: &dyn Vfs, series: &Series) -> Result<PathBuf, StoreError> {
        create_folder(&self.root)?;
        let name = slug(&series.title);
        let names = std::iter::once(name.clone()).chain((2..10_000).map(|n| format!("{name}-{n}")));
        for name in names {
            let folder = self.root.join(name);
            // Making the folder is what claims the name; two programs cannot both succeed.
            match fs::create_dir(&folder) {
                Ok(()) => {
                    let made = create_folder(&folder.join(SESSIONS))
                        .and_then(|()| restrict(&folder))
                        .and_then(|()| {
                            SeriesFolder::save_series(vfs, &folder, series, Expected::Nothing, None)
                        })
                        .and_then(|_| sync_names(vfs, &self.root));
                    return match made {
                        Ok(()) => Ok(folder),
                        Err(e) => {
                            fs::remove_dir_all(&folder).unwrap_or_default();
                            Err(e)
                        }
                    };
                }
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) => return Err(StoreError::io("making the series folder", &folder, e)),
            }
        }
        Err(StoreError::Exists { path: self.root.join(name) })
    }

    /// Whether files can be made in the folder. Tried for real: rights alone do not say it on every system.
    pub fn is_writable(&self) -> bool {
        is_writable(&self.root)
    }
}

/// Whether a file can be made in a folder.
fn is_writable(folder: &Path) -> bool {
    let probe = folder.join(format!(".{}.{UNFINISHED}", uuid::Uuid::now_v7().simple()));
    let made = fs::OpenOptions::new().write(true).create_new(true).open(&probe).is_ok();
    if made {
        fs::remove_file(&probe).unwrap_or_default();
    }
    made
}

/// Takes everybody else's rights from a folder that was made with the system's usual ones.
fn restrict(folder: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let only_owner = std::fs::Permissions::from_mode(0o700);
        fs::set_permissions(folder, only_owner)
            .map_err(|e| StoreError::io("restricting the folder", folder, e))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Makes the names of new folders durable: a file is only as safe as every name on the way to it.
fn sync_names(vfs: &dyn Vfs, folder: &Path) -> Result<(), StoreError> {
    vfs.sync_folder(folder).map_err(|e| StoreError::io("making the new folder durable", folder, e))
}

/// The items of a folder; none if there is no folder.
fn list(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let failed = |e| StoreError::io("reading the folder", folder, e);
    match fs::read_dir(folder) {
        Ok(items) => items.map(|item| item.map(|item| item.path()).map_err(failed)).collect(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(failed(e)),
    }
}

/// The copies of a series' file that sync engines have left; none where the folder cannot be listed.
fn series_copies(folder: &Path) -> Vec<PathBuf> {
    let is_copy = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.and_then(original_name).is_some_and(|(original, _)| original == SERIES_FILE)
    };
    let mut copies: Vec<PathBuf> = list(folder).unwrap_or_default().into_iter().filter(is_copy).collect();
    copies.sort();
    copies
}

impl SeriesFolder {
    /// Reads a series folder. Whatever cannot be read stays as it is and says why.
    pub fn read(folder: &Path) -> Self {
        let series = read_series(&folder.join(SERIES_FILE));
        let (paths, unlisted) = match Self::session_paths(folder) {
            Ok(paths) => (paths, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let mut sessions: Vec<SessionFile> =
            paths.into_par_iter().map(|path| SessionFile { session: read_session(&path), path }).collect();
        let (mut seen, mut copies) = (HashSet::new(), Vec::new());
        // The file with a name of its own is the session; a copy by name is one only where there is no other.
        sessions.sort_by_key(|file| (engine_of(&file.path).is_some(), file.path.clone()));
        for file in std::mem::take(&mut sessions) {
            match &file.session {
                Ok(loaded) if !seen.insert(loaded.value.id.clone()) => copies.push(file),
                _ => sessions.push(file),
            }
        }
        sessions.sort_by(|a, b| {
            let key = |file: &SessionFile| {
                let session = file.session.as_ref().ok().map(|loaded| &loaded.value);
                (session.is_none(), session.map(|s| (s.started_at, s.id.clone())), file.path.clone())
            };
            key(a).cmp(&key(b))
        });
        Self {
            path: folder.to_owned(),
            series,
            sessions,
            copies,
            series_copies: series_copies(folder),
            unlisted,
        }
    }

    /// The session files of a series folder, by name; none where there is no folder for them.
    ///
    /// # Errors
    ///
    /// When the folder cannot be listed.
    pub fn session_paths(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
        let is_session = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
                && !name.starts_with('.')
        };
        let found = list(&folder.join(SESSIONS))?;
        let mut paths: Vec<PathBuf> = found.into_iter().filter(is_session).collect();
        paths.sort();
        Ok(paths)
    }

    /// Whether sessions can be saved here.
    pub fn is_writable(folder: &Path) -> bool {
        let sessions = folder.join(SESSIONS);
        is_writable(folder) && (is_writable(&sessions) || !sessions.exists())
    }

    /// The file for a new session: its date and the first eight hex digits of its id.
    pub fn session_path(folder: &Path, session: &Session) -> PathBuf {
        let name = format!("{}-{}.json", session.started_at.date(), session.id.short());
        folder.join(SESSIONS).join(name)
    }

    /// The folder of its sessions.
    pub(super) fn sessions_folder(folder: &Path) -> PathBuf {
        folder.join(SESSIONS)
    }

    /// The file of the series itself.
    pub fn series_path(folder: &Path) -> PathBuf {
        folder.join(SERIES_FILE)
    }

    /// Saves the series file.
    ///
    /// # Errors
    ///
    /// As [`save()`]; and when it could not be read again, in which case nothing is written.
    pub fn save_series(
        vfs: &dyn Vfs,
        folder: &Path,
        series: &Series,
        expected: Expected,
        generations: Option<(&Generations, Timestamp)>,
    ) -> Result<Saved, StoreError> {
        let path = Self::series_path(folder);
        let text = series_text(series).map_err(|e| not_json(&path, &e))?;
        series_from(text.as_bytes(), &path)?;
        save(vfs, &path, text.as_bytes(), expected, generations)
    }

    /// Saves a session to its file.
    ///
    /// # Errors
    ///
    /// As [`SeriesFolder::save_series`].
    pub fn save_session(
        vfs: &dyn Vfs,
        path: &Path,
        session: &Session,
        expected: Expected,
        generations: Option<(&Generations, Timestamp)>,
    ) -> Result<Saved, StoreError> {
        let text = session_text(session).map_err(|e| not_json(path, &e))?;
        session_from(text.as_bytes(), path)?;
        let folder = folder_of(path);
        if !folder.exists() {
            create_folder(folder)?;
            sync_names(vfs, folder_of(folder))?;
        }
        save(vfs, path, text.as_bytes(), expected, generations)
    }
}

fn not_json(path: &Path, error: &serde_json::Error) -> StoreError {
    StoreError::Syntax { path: path.to_owned(), problem: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_plain_names() {
        assert_eq!(slug("Acne scars, face"), "acne-scars-face");
        assert_eq!(slug("  Décolleté / 2026 "), "decollete-2026");
        assert_eq!(slug("ÆRØ, Straße"), "aero-strasse");
        assert_eq!(slug("瘢痕"), "series");
        assert_eq!(slug("../../etc"), "etc");
        assert!(slug(&"long ".repeat(40)).len() <= 48);
    }
}
