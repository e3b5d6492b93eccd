//! Questions before what cannot be undone, and what the program is.

use super::form::{Accept, Answer, Form, paragraph};
use crate::ui::action::{Action, Outbox};
use crate::ui::theme::{Look, Text};
use crate::ui::widgets::ButtonKind;
use egui::Context;

/// A question about losing something. Accepting it asks for an action.
fn question(ctx: &Context, title: &str, words: &str, sentences: &[&str], action: Action, out: &mut Outbox) {
    let form = Form {
        id: "question",
        title,
        width: 440.0,
        height: None,
        accept: Some(Accept { words, kind: ButtonKind::Danger, enabled: true }),
        error: "",
        lightly: false,
    };
    let answer = form.show(ctx, |ui| {
        let look = Look::now(ui.ctx());
        for (i, sentence) in sentences.iter().enumerate() {
            ui.add_space(if i == 0 { 0.0 } else { 8.0 });
            paragraph(ui, sentence, Text::Body, look.text_2);
        }
    });
    match answer {
        Answer::Open => {}
        Answer::Close => out.push(Action::CloseDialog),
        Answer::Accept => out.extend([action, Action::CloseDialog]),
    }
}

/// Asks whether to close the window although something could not be saved.
pub(super) fn close_unsaved(ctx: &Context, out: &mut Outbox) {
    let sentences = [
        "Saving has failed. Whatever was changed since the last save is lost when the window closes.",
        "To keep it, cancel and save again, or save a copy of the session elsewhere.",
    ];
    question(ctx, "Close without saving?", "Close and lose it", &sentences, Action::CloseAnyway, out);
}

/// Says what the program is.
pub(super) fn about(ctx: &Context, out: &mut Outbox) {
    let form = Form {
        id: "about",
        title: "Stipple",
        width: 420.0,
        height: None,
        accept: None,
        error: "",
        lightly: true,
    };
    let answer = form.show(ctx, |ui| {
        let look = Look::now(ui.ctx());
        paragraph(ui, concat!("Version ", env!("CARGO_PKG_VERSION")), Text::Body, look.text);
        ui.add_space(10.0);
        let what = "Shows where a dermaroller has been: passes, directions and gaps on a face or body diagram, \
                    session by session. It records and reminds; it gives no advice. Densities are estimates.";
        paragraph(ui, what, Text::Body, look.text_2);
        ui.add_space(10.0);
        let network = "Everything stays in the folders you choose. The program never uses the network.";
        paragraph(ui, network, Text::Body, look.text_2);
        ui.add_space(10.0);
        paragraph(ui, concat!("Licence: ", env!("CARGO_PKG_LICENSE")), Text::Body, look.text_2);
    });
    if answer == Answer::Close {
        out.push(Action::CloseDialog);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::dialogs::harness::harness;
    use egui::Key;
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn cancel_has_the_focus_so_enter_loses_nothing() {
        let mut window = harness((), |ctx, (), out| close_unsaved(ctx, out));
        window.run();
        assert!(window.get_by_label("Cancel").is_focused());
        window.key_press(Key::Enter);
        window.run();
        assert!(matches!(window.state().1.as_slice(), [Action::CloseDialog]), "{:?}", window.state().1);
    }

    #[test]
    fn closing_has_to_be_chosen() {
        let mut window = harness((), |ctx, (), out| close_unsaved(ctx, out));
        window.run();
        window.get_by_label("Close and lose it").click();
        window.run();
        assert!(matches!(window.state().1.as_slice(), [Action::CloseAnyway, Action::CloseDialog]));
    }

    #[test]
    fn a_click_beside_it_closes_what_asks_nothing() {
        let mut window = harness((), |ctx, (), out| about(ctx, out));
        window.run();
        for pressed in [true, false] {
            let button = egui::PointerButton::Primary;
            let pos = egui::Pos2::new(12.0, 12.0);
            window.event(egui::Event::PointerMoved(pos));
            let modifiers = egui::Modifiers::NONE;
            window.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        }
        window.run();
        assert!(matches!(window.state().1.as_slice(), [Action::CloseDialog]), "{:?}", window.state().1);
    }
}
