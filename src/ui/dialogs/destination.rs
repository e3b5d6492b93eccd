//! Where a file that leaves the program is to go: the field for its path, what is there already, and how far it is.

use crate::export::Progress;
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::{Button, TextField, label, remark};
use crate::ui::writing::FileRequest;
use egui::Ui;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often the progress is looked at.
const STEP: Duration = Duration::from_millis(100);

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

/// A file on its way out of the program: where it goes, how far it is, and what went wrong with it.
#[derive(Clone, Debug)]
pub(super) struct Outgoing {
    path: PathBuf,
    /// The path as it stands in the field; what cannot be shown is kept in `path` until the field is changed.
    text: String,
    /// What is there, looked up when the path changed and not in every frame.
    found: Found,
    /// Whether the file was chosen where replacing it was agreed to.
    agreed: bool,
    /// How far it is, while it is being made.
    writing: Option<Progress>,
    error: String,
}

impl Outgoing {
    /// A proposal, to which nobody has agreed.
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            text: path.display().to_string(),
            found: Found::at(&path),
            path,
            agreed: false,
            writing: None,
            error: String::new(),
        }
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Takes the file that was chosen, and with it the agreement to replace what is there.
    pub(super) fn choose(&mut self, path: PathBuf) {
        let writing = self.writing.take();
        *self = Self { agreed: true, writing, ..Self::new(path) };
    }

    /// Another ending is another file, to which nobody has agreed.
    pub(super) fn set_ending(&mut self, ending: &str) {
        *self = Self::new(self.path.with_extension(ending));
    }

    /// Another name is another file, to which nobody has agreed.
    pub(super) fn go_to(&mut self, path: PathBuf) {
        self.found = Found::at(&path);
        self.path = path;
        self.agreed = false;
        self.error.clear();
    }

    /// Says what went wrong. Something may have come to where the file was to go.
    pub(super) fn set_error(&mut self, message: String) {
        self.found = Found::at(&self.path);
        self.writing = None;
        self.error = message;
    }

    /// What went wrong, if anything.
    pub(super) fn error(&self) -> &str {
        &self.error
    }

    /// Whether it is being made.
    pub(super) const fn is_being_written(&self) -> bool {
        self.writing.is_some()
    }

    /// Whether a file of this ending can be asked for now.
    pub(super) fn is_ready(&self, ending: &str) -> bool {
        !self.is_being_written() && self.problem(ending).is_empty()
    }

    /// What stands on the button that asks for it.
    pub(super) fn words(&self, ending: &str) -> &'static str {
        match (&self.writing, self.asks_to_replace(ending)) {
            (Some(_), _) => "Writing",
            (None, true) => "Replace",
            (None, false) => "Export",
        }
    }

    /// Notes that it was asked for. What stood on the button is what was agreed to.
    pub(super) fn begin(&mut self) -> FileRequest {
        let progress = self.begin_elsewhere();
        FileRequest { path: self.path.clone(), replace: self.found == Found::File, progress }
    }

    /// Notes that something was asked for that does not go where the field says.
    pub(super) fn begin_elsewhere(&mut self) -> Progress {
        self.error.clear();
        self.writing.insert(Progress::default()).clone()
    }

    /// What is half done is not wanted any more.
    pub(super) fn give_up(&self) {
        self.writing.iter().for_each(Progress::cancel);
    }

    /// Whether a file would be replaced without anybody having agreed to it so far.
    fn asks_to_replace(&self, ending: &str) -> bool {
        self.found == Found::File && !self.agreed && self.problem(ending).is_empty()
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

    /// Shows the field with a button for the system's dialog, together `width` wide. Returns whether a file is to be
    /// chosen there.
    pub(super) fn show(&mut self, ui: &mut Ui, width: f32, ending: &str) -> bool {
        let problem = self.problem(ending);
        label(ui, "File", Text::Small, Look::now(ui.ctx()).text_2);
        ui.add_space(4.0);
        let row = ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let field = TextField::new("File", width - 96.0).untitled().problem(&problem).insist(true);
            if field.show(ui, &mut self.text).changed() {
                self.go_to(PathBuf::from(self.text.trim()));
            }
            Button::new("Choose…").show(ui).clicked()
        });
        row.inner
    }

    /// Says how far it is, what is missing, or that a file would be replaced.
    pub(super) fn show_state(&self, ui: &mut Ui, ending: &str, trouble: Option<&str>) {
        let look = Look::now(ui.ctx());
        ui.add_space(4.0);
        if let Some(progress) = &self.writing {
            let percent = (progress.share() * 100.0) as u32;
            remark(ui, &format!("Writing, {percent} %. Cancel stops it, and nothing is left."), look.text_2);
            ui.ctx().request_repaint_after(STEP);
        } else if let Some(trouble) = trouble {
            remark(ui, trouble, look.note);
        } else if self.asks_to_replace(ending) {
            remark(ui, "There is a file of this name already. It would be replaced.", look.note);
        }
    }
}
