//! What the window is in the middle of, as far as it decides which commands can be used.

use super::commands::{Command, Row, Scope};
use crate::tool::ToolKind;

/// What decides whether a command can be used now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact that a command may depend on")]
pub struct Situation {
    /// A series is shown.
    pub series: bool,
    /// It is being treated, not reviewed.
    pub treats: bool,
    /// It is being reviewed.
    pub reviews: bool,
    /// There is more than one session to play.
    pub plays: bool,
    /// Only some of the passes are looked at.
    pub filtered: bool,
    /// It can only be looked at.
    pub read_only: bool,
    /// It has an open session.
    pub session: bool,
    /// There is a session before it.
    pub before: bool,
    /// The diagram has a midline.
    pub midline: bool,
    /// There is something to undo.
    pub undo: bool,
    /// There is something to redo.
    pub redo: bool,
    /// The diagram shows gaps.
    pub gaps: bool,
    /// The tool in hand.
    pub tool: ToolKind,
}

impl Situation {
    /// Why a command cannot be used now, in a few words; none when it can.
    pub fn why_not(&self, row: &Row) -> Option<&'static str> {
        match row.scope {
            Scope::Library if self.series => return Some("in the library"),
            Scope::Series | Scope::Treat | Scope::Review if !self.series => return Some("no series is open"),
            Scope::Treat if !self.treats => return Some("in Treat"),
            Scope::Review if !self.reviews => return Some("in Review"),
            _ => {}
        }
        let brush = matches!(self.tool, ToolKind::Shade | ToolKind::Erase);
        let area = matches!(self.tool, ToolKind::Shade | ToolKind::Zone | ToolKind::Region);
        let writes = match row.command {
            Command::Tool(tool) => tool.writes(),
            command => {
                let edits = [
                    Command::Undo,
                    Command::Redo,
                    Command::NewSession,
                    Command::EndSession,
                    Command::FillGap,
                    Command::RepeatRecord,
                ];
                edits.contains(&command)
            }
        };
        if writes && self.read_only {
            return Some("read-only");
        }
        let off = |off: bool, why| off.then_some(why);
        match row.command {
            Command::Undo => off(!self.undo, "nothing to undo"),
            Command::Redo => off(!self.redo, "nothing to redo"),
            Command::EndSession | Command::Note | Command::WideRecord => {
                off(!self.session, "no session is open")
            }
            Command::RepeatRecord => off(!self.before, "no session before this one"),
            Command::Mirror => off(!self.midline, "this view has no midline"),
            Command::Narrower | Command::Wider => off(!brush, "the tool in hand has no width of its own"),
            Command::FourByFour => off(!area, "for Shade, Zone and Region"),
            Command::Play => off(!self.plays, "one session has nothing to add"),
            Command::AllPasses => off(!self.filtered, "no filter is in force"),
            Command::NextGap | Command::FillGap => off(!self.gaps, "no gaps"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::commands::TABLE;
    use super::*;

    fn why(situation: Situation, command: Command) -> Option<&'static str> {
        situation.why_not(TABLE.iter().find(|row| row.command == command).unwrap())
    }

    const TREATS: Situation = Situation {
        series: true,
        treats: true,
        reviews: false,
        plays: false,
        filtered: false,
        read_only: false,
        session: true,
        before: true,
        midline: true,
        undo: true,
        redo: false,
        gaps: false,
        tool: ToolKind::Zone,
    };

    #[test]
    fn what_cannot_be_used_says_why() {
        assert_eq!(why(TREATS, Command::Undo), None);
        assert_eq!(why(TREATS, Command::Redo), Some("nothing to redo"));
        assert_eq!(why(TREATS, Command::NextGap), Some("no gaps"));
        assert_eq!(why(TREATS, Command::FourByFour), None);
        assert!(why(Situation { tool: ToolKind::Roll, ..TREATS }, Command::FourByFour).is_some());
        let read_only = Situation { read_only: true, ..TREATS };
        assert_eq!(why(read_only, Command::Tool(ToolKind::Erase)), Some("read-only"));
        assert_eq!(why(read_only, Command::Tool(ToolKind::Inspect)), None);
        assert_eq!(why(Situation { treats: false, ..TREATS }, Command::NextPass), Some("in Treat"));
        assert_eq!(why(TREATS, Command::Play), Some("in Review"));
        let reviews = Situation { treats: false, reviews: true, ..TREATS };
        assert_eq!(why(reviews, Command::Play), Some("one session has nothing to add"));
        assert_eq!(why(Situation { plays: true, ..reviews }, Command::Play), None);
        assert_eq!(why(Situation::default(), Command::Fit), Some("no series is open"));
        assert_eq!(why(Situation::default(), Command::Settings), None);
    }
}
