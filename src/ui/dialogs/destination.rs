//! Where a file that leaves the program is to go: the field for its path, and what is there already.

use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{Button, TextField, label};
use egui::Ui;
use std::path::{Path, PathBuf};

/// What is where a file is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// Nothing: it can go there.
    Nothing,
    /// A file that would be replaced.
    File,
    /// A folder.
    Folder,
    /// Not even a folder to put it in.
    NoFolder,
}

impl Found {
    /// Looks at a path.
    fn at(path: &Path) -> Self {
        let has_folder = path.parent().is_some_and(Path::is_dir);
        match std::fs::symlink_metadata(path) {
            Ok(data) if data.is_dir() || path.is_dir() => Self::Folder,
            Ok(_) => Self::File,
            Err(_) if has_folder => Self::Nothing,
            Err(_) => Self::NoFolder,
        }
    }
}

/// The path of a file to be written.
#[derive(Clone, Debug)]
pub(super) struct Destination {
    path: PathBuf,
    /// The path as it stands in the field; what cannot be shown is kept in `path` until the field is changed.
    text: String,
    /// What is there, looked up when the path changed and not in every frame.
    found: Found,
    /// Whether the file was chosen where replacing it was agreed to.
    agreed: bool,
}

/// What was done with the field in this frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used {
    /// Another path was typed.
    pub(super) changed: bool,
    /// The file is to be chosen in a dialog of the system.
    pub(super) choose: bool,
}

impl Destination {
    /// A proposal, to which nobody has agreed.
    pub(super) fn new(path: PathBuf) -> Self {
        Self { text: path.display().to_string(), found: Found::at(&path), path, agreed: false }
    }

    /// A file that was chosen, and with it the agreement to replace what is there.
    pub(super) fn agreed(path: PathBuf) -> Self {
        Self { agreed: true, ..Self::new(path) }
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Another name is another file, to which nobody has agreed.
    pub(super) fn go_to(&mut self, path: PathBuf) {
        self.found = Found::at(&path);
        self.path = path;
        self.agreed = false;
    }

    /// Looks again at what is there: something may have come since.
    pub(super) fn look_again(&mut self) {
        self.found = Found::at(&self.path);
    }

    /// Whether a file is there.
    pub(super) fn is_taken(&self) -> bool {
        self.found == Found::File
    }

    /// Whether a file would be replaced without anybody having agreed to it so far.
    pub(super) fn asks_to_replace(&self) -> bool {
        self.is_taken() && !self.agreed
    }

    /// What keeps a file of this ending from going there; empty when nothing does.
    pub(super) fn problem(&self, ending: &str) -> String {
        let has_ending = self.path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
        let words = match self.found {
            _ if self.text.trim().is_empty() => "Where should it go?",
            _ if !self.path.is_absolute() => "The whole path is needed, from the root.",
            Found::Folder => "This is a folder. A file's name is needed as well.",
            _ if !has_ending => return format!("The name has to end in .{ending}."),
            Found::NoFolder => "There is no such folder.",
            Found::Nothing | Found::File => "",
        };
        words.to_owned()
    }

    /// Shows the field with its problem, and a button for the system's dialog, together `width` wide.
    pub(super) fn show(&mut self, ui: &mut Ui, width: f32, problem: &str) -> Used {
        label(ui, "File", Text::Small, Look::now(ui.ctx()).text_2);
        ui.add_space(4.0);
        let row = ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let field = TextField::new("File", width - 96.0).untitled().problem(problem).insist(true);
            let changed = field.show(ui, &mut self.text).changed();
            if changed {
                self.go_to(PathBuf::from(self.text.trim()));
            }
            Used { changed, choose: Button::new("Choose…").show(ui).clicked() }
        });
        row.inner
    }
}
