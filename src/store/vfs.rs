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

    /// Gives a file another name, at once, unless there is something of that name already.
    ///
    /// # Errors
    ///
    /// When there is; [`io::ErrorKind::Unsupported`] where the file system cannot do that; when it refuses.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Lets two files change places, at once.
    ///
    /// # Errors
    ///
    /// When one is not there; [`io::ErrorKind::Unsupported`] where the file system cannot do that; when it refuses.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

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

    /// Makes a folder that only its owner can read, and those above it that are missing.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// What is in a folder, in any order.
    ///
    /// # Errors
    ///
    /// When there is no such folder, or the system refuses.
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
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

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        rename_with(from, to, Rename::New)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        rename_with(one, other, Rename::Exchange)
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

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        builder.create(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|item| item.map(|item| item.path())).collect()
    }
}

/// What a rename does about a file that is there.
#[derive(Clone, Copy, Debug)]
enum Rename {
    New,
    Exchange,
}

#[cfg(target_os = "linux")]
fn rename_with(from: &Path, to: &Path, how: Rename) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    let flags = match how {
        Rename::New => RenameFlags::NOREPLACE,
        Rename::Exchange => RenameFlags::EXCHANGE,
    };
    renameat_with(CWD, from, CWD, to, flags).map_err(|error| match error {
        // File systems that know no flags say one of these.
        Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
        error => error.into(),
    })
}

#[cfg(not(target_os = "linux"))]
fn rename_with(_: &Path, _: &Path, _: Rename) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

impl VfsFile for fs::File {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        Write::write_all(self, bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}
