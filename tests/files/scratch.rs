//! Folders that go away again, and short ways to put files into them and read them.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use stipple::model::{Series, Session};
use stipple::store::{self, CheckLine, Loaded, StoreError};

/// A folder that is removed when the test ends.
#[derive(Debug)]
pub(crate) struct Scratch(tempfile::TempDir);

impl Scratch {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// A path inside the folder, whose folders are there.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        path
    }

    /// Writes a file inside the folder.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        put(&path, bytes);
        path
    }
}

/// Writes a file as any other program would.
pub(crate) fn put(path: &Path, bytes: impl AsRef<[u8]>) {
    File::create(path).unwrap().write_all(bytes.as_ref()).unwrap();
}

/// The bytes of a file.
pub(crate) fn get(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// Names of everything in a folder, in order.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let items = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        items.map(|item| item.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every file below a folder, in order.
pub(crate) fn tree(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for name in names(folder) {
        let path = folder.join(name);
        if path.is_dir() {
            files.extend(tree(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// Reads a text as a session's file.
pub(crate) fn read_session(text: impl AsRef<[u8]>) -> Result<Loaded<Session>, StoreError> {
    let scratch = Scratch::new();
    let path = scratch.put("session.json", text.as_ref());
    let found = store::read_session(&path);
    assert_eq!(get(&path), text.as_ref(), "reading changed the file");
    found
}

/// Reads a text as a series file.
pub(crate) fn read_series(text: impl AsRef<[u8]>) -> Result<Loaded<Series>, StoreError> {
    let scratch = Scratch::new();
    let path = scratch.put("series.json", text.as_ref());
    let found = store::read_series(&path);
    assert_eq!(get(&path), text.as_ref(), "reading changed the file");
    found
}

/// The session of a text that has to be a good one.
pub(crate) fn session(text: impl AsRef<[u8]>) -> Session {
    read_session(text).unwrap_or_else(|e| panic!("{e}")).value
}

/// The series of a text that has to be a good one.
pub(crate) fn series(text: impl AsRef<[u8]>) -> Series {
    read_series(text).unwrap_or_else(|e| panic!("{e}")).value
}

/// Puts a check line at the end of a document without one, as section 5 describes it.
pub(crate) fn with_check_line(text: &str) -> String {
    let body = text.strip_suffix("\n}\n").unwrap();
    let before = format!("{body},\n");
    let hash = blake3::hash(before.as_bytes());
    format!("{before}  \"check\": \"blake3:{hash}\"\n}}\n")
}

/// Asserts that a message is one line that ends with the path and names everything listed.
pub(crate) fn assert_names(error: &StoreError, path: &Path, words: &[&str]) {
    let message = error.to_string();
    assert!(message.ends_with(&path.display().to_string()), "no path at the end: {message}");
    for word in words {
        assert!(message.contains(word), "`{word}` is missing in: {message}");
    }
}

/// Whether a read found what the program itself wrote.
pub(crate) fn is_clean<T>(loaded: &Loaded<T>) -> bool {
    loaded.check == CheckLine::Good
}
