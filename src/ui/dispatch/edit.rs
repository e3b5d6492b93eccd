//! Steps of the open series: what a gesture drew, what is logged over zones and gaps, undo and redo.

use crate::edit::{Edit, Step};
use crate::model::{Entry, EntryId, EntryKind, Extra, Passes};
use crate::ui::app::App;
use crate::ui::workspace::Reach;
use crate::wording;
use egui::Context;

impl App {
    /// Takes a step, follows it on the screen, and says why if it is refused.
    pub(super) fn apply(&mut self, ctx: &Context, step: Step) {
        let Some(workspace) = &mut self.workspace else { return };
        let tone_before = workspace.tone;
        self.notices.outdate();
        match workspace.apply(step) {
            Ok(changed) => {
                let skin_type = workspace.document().series().client.skin_type.as_deref();
                workspace.tone = self.settings.tone_for(skin_type);
                if workspace.tone == tone_before {
                    workspace.renew_heat(ctx, changed);
                }
            }
            Err(error) => self.notices.say(error.to_string()),
        }
    }

    pub(super) fn undo(&mut self, ctx: &Context) {
        let Some(workspace) = self.workspace.as_mut().filter(|workspace| !workspace.gesture.draws()) else {
            return;
        };
        self.notices.outdate();
        match workspace.undo() {
            Ok(Some(changed)) => workspace.renew_heat(ctx, changed),
            Ok(None) => {}
            Err(error) => self.notices.say(error.to_string()),
        }
    }

    pub(super) fn redo(&mut self, ctx: &Context) {
        let Some(workspace) = self.workspace.as_mut().filter(|workspace| !workspace.gesture.draws()) else {
            return;
        };
        self.notices.outdate();
        match workspace.redo() {
            Ok(Some(changed)) => workspace.renew_heat(ctx, changed),
            Ok(None) => {}
            Err(error) => self.notices.say(error.to_string()),
        }
    }

    /// Logs what a gesture drew, as one step.
    pub(super) fn commit(&mut self, ctx: &Context, kinds: Vec<EntryKind>) {
        let now = self.env.now();
        let Some(workspace) = &mut self.workspace else { return };
        let (Some(session), Some(first)) = (workspace.session().cloned(), kinds.first()) else { return };
        let figure = self.figures.peek(&workspace.diagram.id, workspace.tone);
        let label = format!("{}, {}", verb(first), workspace.place_name(figure, first));
        let outside =
            figure.is_some_and(|figure| kinds.iter().all(|kind| workspace.reach(figure, kind) < Reach::Zone));
        let erases = matches!(first, EntryKind::Erase { .. });
        let keep_outs = figure.filter(|_| !erases).map(|figure| workspace.keep_outs_reached(figure, &kinds));
        let (at, next) = (session.entries.len(), session.next_entry_id());
        let insert = (0_u64..).zip(kinds).map(|(i, kind)| {
            let entry = Entry {
                id: EntryId(next.0.saturating_add(i)),
                diagram: workspace.diagram.id.clone(),
                device: workspace.options.device.clone().filter(|_| !erases),
                at_ms: Some(now.ms_since(session.started_at)),
                pass: (!erases).then_some(workspace.options.pass),
                kind,
                extra: Extra::default(),
                passes_extra: Extra::default(),
            };
            (at + i as usize, entry)
        });
        let edit =
            Edit::Entries { session: session.id.clone(), remove: Vec::new(), insert: insert.collect() };
        self.apply(ctx, Step::new(label, edit));
        if let Some(said) = keep_outs.and_then(|zones| keep_out_words(&zones)) {
            self.notices.say_with_undo(said);
        } else if outside && !erases {
            self.notices.say_with_undo("That was outside every zone. It is kept and counts in no zone.");
        }
    }

    pub(super) fn log_zone(&mut self, ctx: &Context, zone: usize, passes: Passes) {
        let Some(workspace) = &self.workspace else { return };
        let diagram = &workspace.diagram;
        let Some(chosen) = diagram.zones.get(zone) else { return };
        let count = wording::count(passes.total() as usize, "pass");
        let mut kinds = vec![EntryKind::Zone { zone: chosen.id.clone(), passes }];
        let twin = diagram.twin(zone).filter(|_| workspace.mirrors()).and_then(|i| diagram.zones.get(i));
        let said = match twin {
            Some(_) => format!("Logged {count} over {} on both sides.", chosen.name),
            None => format!("Logged {count} over {}.", chosen.full_name()),
        };
        kinds.extend(twin.map(|twin| EntryKind::Zone { zone: twin.id.clone(), passes: passes.mirrored() }));
        self.commit(ctx, kinds);
        self.notices.say_with_undo(said);
    }
}

/// What is said of paint on keep-outs; none where there is none.
fn keep_out_words(zones: &[String]) -> Option<String> {
    let (last, before) = zones.split_last()?;
    Some(if before.is_empty() {
        format!("{last} is a keep-out: the paint is kept and listed.")
    } else {
        format!("{} and {last} are keep-outs: the paint is kept and listed.", before.join(", "))
    })
}

/// What a gesture did, as it stands in the label of its step.
const fn verb(kind: &EntryKind) -> &'static str {
    match kind {
        EntryKind::Roll(_) => "roll",
        EntryKind::Shade { .. } => "shade",
        EntryKind::Zone { .. } => "zone",
        EntryKind::Region { .. } => "region",
        EntryKind::Erase { .. } => "erase",
    }
}
