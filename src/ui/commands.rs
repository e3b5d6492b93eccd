//! The one table of commands: names, keys and when they can be used. Menus, tooltips, shortcuts and help read it.

use super::series_file::SeriesFile;
use crate::tool::ToolKind;
use egui::{Key, KeyboardShortcut, Modifiers};

/// Something the user can ask for by name, key or menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table below says what each does")]
pub enum Command {
    Tool(ToolKind),
    NextPass,
    PreviousPass,
    Mirror,
    NextDirection,
    FourByFour,
    FocusCanvas,
    FocusZones,
    Narrower,
    Wider,
    Number(u8),
    NextGap,
    Play,
    PinCard,
    EachSession,
    AllPasses,
    FillGap,
    ToggleGaps,
    ZoomIn,
    ZoomOut,
    Fit,
    NextDiagram,
    PreviousDiagram,
    Treat,
    Review,
    Plan,
    Library,
    Undo,
    Redo,
    Save,
    NewSeries,
    NewSession,
    EndSession,
    OpenFolder,
    ImportArchive,
    Find,
    ExportPicture,
    ExportSeries(SeriesFile),
    ExportReport,
    Print,
    Note,
    Details,
    WideRecord,
    RepeatRecord,
    Versions,
    History,
    Settings,
    Shortcuts,
    Palette,
}

/// Where a command can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere.
    Anywhere,
    /// In the library.
    Library,
    /// In an open series.
    Series,
    /// In Treat.
    Treat,
    /// In Review.
    Review,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The command.
    pub command: Command,
    /// Its name.
    pub name: &'static str,
    /// Its keys.
    pub keys: Option<KeyboardShortcut>,
    /// Where it can be used.
    pub scope: Scope,
}

const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

const fn row(command: Command, name: &'static str, modifiers: Modifiers, key: Key, scope: Scope) -> Row {
    Row { command, name, keys: Some(KeyboardShortcut::new(modifiers, key)), scope }
}

const fn series_file(file: SeriesFile) -> Row {
    Row { command: Command::ExportSeries(file), name: file.title(), keys: None, scope: Scope::Series }
}

/// All commands, in the order of the shortcut list. Those with more modifiers come before those with fewer, because
/// a shortcut also matches when Shift or Alt is held besides.
pub const TABLE: &[Row] = &[
    row(Command::Redo, "Redo", CTRL_SHIFT, Key::Z, Scope::Series),
    row(Command::ExportPicture, "Picture of this view", CTRL_SHIFT, Key::E, Scope::Series),
    row(Command::Undo, "Undo", CTRL, Key::Z, Scope::Series),
    row(Command::Print, "Print the report", CTRL, Key::P, Scope::Series),
    row(Command::Save, "Save now", CTRL, Key::S, Scope::Series),
    row(Command::Treat, "Treat", CTRL, Key::Num1, Scope::Series),
    row(Command::Review, "Review", CTRL, Key::Num2, Scope::Series),
    row(Command::Plan, "Plan", CTRL, Key::Num3, Scope::Series),
    row(Command::Library, "Library", CTRL, Key::L, Scope::Series),
    row(Command::NewSeries, "New series", CTRL, Key::N, Scope::Anywhere),
    row(Command::OpenFolder, "Open folder", CTRL, Key::O, Scope::Anywhere),
    row(Command::Find, "Find a series", CTRL, Key::F, Scope::Anywhere),
    row(Command::NewSession, "New session", CTRL, Key::T, Scope::Series),
    row(Command::Details, "Series details", CTRL, Key::I, Scope::Series),
    row(Command::WideRecord, "Care record, wide or narrow", CTRL, Key::R, Scope::Treat),
    row(Command::Palette, "Every command", CTRL, Key::K, Scope::Anywhere),
    row(Command::Settings, "Settings", CTRL, Key::Comma, Scope::Anywhere),
    row(Command::Shortcuts, "Shortcuts", CTRL, Key::Questionmark, Scope::Anywhere),
    Row { command: Command::ImportArchive, name: "Import archive", keys: None, scope: Scope::Anywhere },
    Row { command: Command::ExportReport, name: "Report", keys: None, scope: Scope::Series },
    Row { command: Command::Note, name: "Note as text", keys: None, scope: Scope::Series },
    series_file(SeriesFile::Numbers),
    series_file(SeriesFile::Calendar),
    series_file(SeriesFile::Archive),
    series_file(SeriesFile::Fhir),
    series_file(SeriesFile::Animation),
    series_file(SeriesFile::Sheet),
    Row { command: Command::Versions, name: "Earlier versions", keys: None, scope: Scope::Series },
    Row { command: Command::History, name: "History of this library", keys: None, scope: Scope::Anywhere },
    Row { command: Command::EndSession, name: "End session now", keys: None, scope: Scope::Treat },
    Row { command: Command::RepeatRecord, name: "Repeat last record", keys: None, scope: Scope::Treat },
    Row { command: Command::AllPasses, name: "Show all passes again", keys: None, scope: Scope::Review },
    row(Command::PreviousPass, "Back one pass", SHIFT, Key::N, Scope::Treat),
    row(Command::ToggleGaps, "Show gaps", SHIFT, Key::G, Scope::Series),
    row(Command::Tool(ToolKind::Roll), "Roll", NONE, Key::R, Scope::Treat),
    row(Command::Tool(ToolKind::Shade), "Shade", NONE, Key::B, Scope::Treat),
    row(Command::Tool(ToolKind::Zone), "Zone", NONE, Key::Z, Scope::Treat),
    row(Command::Tool(ToolKind::Region), "Region", NONE, Key::L, Scope::Treat),
    row(Command::Tool(ToolKind::Erase), "Erase", NONE, Key::E, Scope::Treat),
    row(Command::Tool(ToolKind::Inspect), "Inspect", NONE, Key::I, Scope::Treat),
    row(Command::Tool(ToolKind::Hand), "Hand", NONE, Key::H, Scope::Treat),
    row(Command::NextPass, "Next pass", NONE, Key::N, Scope::Treat),
    row(Command::Mirror, "Mirror", NONE, Key::M, Scope::Treat),
    row(Command::NextDirection, "Next direction", NONE, Key::D, Scope::Treat),
    row(Command::FourByFour, "Four passes each way", NONE, Key::X, Scope::Treat),
    row(Command::FocusCanvas, "Crosshair on the canvas", NONE, Key::K, Scope::Treat),
    row(Command::FocusZones, "Zones table", NONE, Key::T, Scope::Treat),
    row(Command::Narrower, "Narrower", NONE, Key::OpenBracket, Scope::Treat),
    row(Command::Wider, "Wider", NONE, Key::CloseBracket, Scope::Treat),
    row(Command::NextGap, "Next gap", NONE, Key::G, Scope::Series),
    row(Command::FillGap, "Fill the gap shown", NONE, Key::F, Scope::Treat),
    row(Command::PinCard, "Keep the card here", NONE, Key::C, Scope::Series),
    row(Command::EachSession, "Each session by itself", NONE, Key::E, Scope::Review),
    row(Command::Play, "Play the sessions", NONE, Key::Space, Scope::Review),
    row(Command::ZoomIn, "Zoom in", NONE, Key::Plus, Scope::Series),
    row(Command::ZoomIn, "Zoom in", NONE, Key::Equals, Scope::Series),
    row(Command::ZoomOut, "Zoom out", NONE, Key::Minus, Scope::Series),
    row(Command::Fit, "Fit the diagram", NONE, Key::Num0, Scope::Series),
    row(Command::NextDiagram, "Next diagram", NONE, Key::PageDown, Scope::Series),
    row(Command::PreviousDiagram, "Diagram before", NONE, Key::PageUp, Scope::Series),
    row(Command::Number(1), "One pass, or the first map", NONE, Key::Num1, Scope::Series),
    row(Command::Number(2), "Two passes, or the second map", NONE, Key::Num2, Scope::Series),
    row(Command::Number(3), "Three passes, or the third map", NONE, Key::Num3, Scope::Series),
    row(Command::Number(4), "Four passes, or the fourth map", NONE, Key::Num4, Scope::Series),
    row(Command::Number(5), "Five passes, or the fifth map", NONE, Key::Num5, Scope::Series),
    row(Command::Number(6), "Six passes, or the sixth map", NONE, Key::Num6, Scope::Series),
    row(Command::Number(7), "Seven passes, or the seventh map", NONE, Key::Num7, Scope::Series),
    row(Command::Number(8), "Eight passes, or the eighth map", NONE, Key::Num8, Scope::Series),
    row(Command::Number(9), "Nine passes", NONE, Key::Num9, Scope::Treat),
];

/// The keys of a command as text: `Ctrl Z`, `R`. Empty for one without.
pub fn keys_of(command: Command) -> String {
    let row = TABLE.iter().find(|row| row.command == command);
    row.and_then(|row| row.keys).map(keys_text).unwrap_or_default()
}

/// Keys as text: `Ctrl Shift Z`.
pub fn keys_text(keys: KeyboardShortcut) -> String {
    let mut parts: Vec<&str> = Vec::new();
    if keys.modifiers.command || keys.modifiers.ctrl {
        parts.push(if cfg!(target_os = "macos") { "Cmd" } else { "Ctrl" });
    }
    if keys.modifiers.shift {
        parts.push("Shift");
    }
    if keys.modifiers.alt {
        parts.push("Alt");
    }
    parts.push(match keys.logical_key {
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::Comma => ",",
        Key::Questionmark => "?",
        Key::Plus => "+",
        Key::Equals => "=",
        Key::Minus => "\u{2212}",
        Key::PageDown => "PgDn",
        Key::PageUp => "PgUp",
        key => key.name(),
    });
    parts.join(" ")
}

/// Whose keys are those without Ctrl.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainKeys {
    /// The commands'.
    Free,
    /// Letters and the plus find and log something in a list.
    Found,
    /// What has the focus takes all of them.
    Taken,
}

/// The commands whose keys were pressed in this frame, in the order of the table. Plain keys do nothing while a text
/// field has the focus, nor do undo and redo, which belong to the field then; `whose` says what else takes them.
pub fn pressed(ctx: &egui::Context, whose: PlainKeys, in_scope: impl Fn(Scope) -> bool) -> Vec<Command> {
    let typing = ctx.text_edit_focused();
    let mut found = Vec::new();
    for row in TABLE.iter().filter(|row| in_scope(row.scope)) {
        let Some(keys) = row.keys else { continue };
        // A control that has the focus is pressed with it.
        if keys.logical_key == Key::Space && ctx.memory(|memory| memory.focused().is_some()) {
            continue;
        }
        let plain = !keys.modifiers.command;
        let of_field = matches!(row.command, Command::Undo | Command::Redo);
        let elsewhere = match whose {
            PlainKeys::Free => false,
            PlainKeys::Found => plain && belongs_to_list(keys.logical_key),
            PlainKeys::Taken => plain,
        };
        if elsewhere || (typing && (plain || of_field)) {
            continue;
        }
        // Plain letters must not swallow those held with Ctrl, which belong to somebody else.
        let consumed =
            ctx.input_mut(|input| (!plain || !input.modifiers.command) && input.consume_shortcut(&keys));
        if consumed {
            found.push(row.command);
        }
    }
    found
}

/// Whether a key finds something in a list, or logs what was found.
fn belongs_to_list(key: Key) -> bool {
    let name = key.name();
    matches!(key, Key::Plus | Key::Equals)
        || (name.len() == 1 && name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_claim_the_same_keys_in_the_same_place() {
        for (i, a) in TABLE.iter().enumerate() {
            for b in TABLE.iter().skip(i + 1) {
                let overlap = a.scope == b.scope
                    || a.scope == Scope::Anywhere
                    || b.scope == Scope::Anywhere
                    || (a.scope == Scope::Series && matches!(b.scope, Scope::Treat | Scope::Review))
                    || (b.scope == Scope::Series && matches!(a.scope, Scope::Treat | Scope::Review));
                let same = a.keys.is_some() && a.keys == b.keys;
                assert!(!(overlap && same), "{} and {}", a.name, b.name);
            }
        }
    }

    #[test]
    fn those_with_more_modifiers_come_first() {
        let count = |row: &Row| {
            let m = row.keys.unwrap().modifiers;
            u8::from(m.command) * 2 + u8::from(m.shift)
        };
        let with_keys: Vec<&Row> = TABLE.iter().filter(|row| row.keys.is_some()).collect();
        assert!(with_keys.array_windows().all(|[a, b]| count(a) >= count(b)));
    }

    #[test]
    fn every_tool_has_a_key() {
        for tool in ToolKind::ALL {
            assert_eq!(keys_of(Command::Tool(tool)).len(), 1, "{tool:?}");
        }
    }
}
