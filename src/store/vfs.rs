//! What saving asks of a disk, so that a test can be the disk.

use fs_err as fs;
use std::fmt::Debug;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The calls that saving makes.
pub trait Vfs: Debug + Send + Sync {
    /// Where a path leads when every link is followed.
    ///
    /// # Errors
    ///
    /// When there is nothing, or the system refuses.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;

    /// All bytes of a file.
    ///
    /// # Errors
    ///
    /// When there is none, or the system refuses.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// A new file that only its owner can read; with the rights of `like` if there is such a file.
    ///
    /// # Errors
    ///
    /// When there is already one, or the system refuses.
    fn create_new(&self, path: &Path, like: Option<&Path>) -> io::Result<Box<dyn VfsFile>>;

    /// Puts a file in the place of another, at once.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    ///
    /// When there is none, or the system refuses.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Makes the names in a folder durable.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// A file being written.
pub trait VfsFile {
    /// Writes all bytes.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Makes the bytes durable.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn sync(&mut self) -> io::Result<()>;
}

/// The real disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Vfs for Disk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let found = fs::canonicalize(path);
        let is_missing = found.as_ref().is_err_and(|e| e.kind() == io::ErrorKind::NotFound);
        // A link that leads nowhere is no free place: what it stands for may be on a disk that is not there now.
        if is_missing && fs::symlink_metadata(path).is_ok() {
            return Err(io::Error::other("this is a link to something that is not there"));
        }
        found
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn create_new(&self, path: &Path, like: Option<&Path>) -> io::Result<Box<dyn VfsFile>> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use fs_err::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(path)?;
        if let Some(meta) = like.and_then(|like| fs::metadata(like).ok()) {
            file.set_permissions(meta.permissions())?;
        }
        Ok(Box::new(file))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Windows has no such call; a rename is durable there when the file system says so.
        #[cfg(unix)]
        fs::File::open(path)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = path;
        Ok(())
    }
}

impl VfsFile for fs::File {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        Write::write_all(self, bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}
