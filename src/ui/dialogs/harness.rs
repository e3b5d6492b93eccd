//! A window of the smallest size for the tests of dialogs.

use crate::ui::action::Outbox;
use crate::ui::theme;
use egui::Context;
use egui_kittest::Harness;

/// A window that shows a dialog in every frame; beside its state is what it asked for.
pub(super) fn harness<S: 'static>(
    state: S,
    mut show: impl FnMut(&Context, &mut S, &mut Outbox) + 'static,
) -> Harness<'static, (S, Outbox)> {
    let shown = move |ui: &mut egui::Ui, state: &mut (S, Outbox)| show(ui.ctx(), &mut state.0, &mut state.1);
    Harness::builder()
        .with_size([1024.0, 700.0])
        .with_context_setup(theme::install)
        .build_ui_state(shown, (state, Outbox::new()))
}
