use super::*;
use crate::edit::Document;
use crate::export::Placeholder;
use crate::model::{Atlas, Series, SeriesId, Session, SessionId};
use crate::ui::dialogs::harness::harness;
use crate::ui::settings::Settings;
use crate::ui::situation::Situation;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::path::PathBuf;
use std::sync::Arc;

struct Stage {
    form: NoteForm,
    document: Document,
    atlas: Atlas,
    settings: Settings,
}

type Window = Harness<'static, (Stage, Outbox)>;

fn window(template: &str, folder: &Path) -> Window {
    let series = Series::new(SeriesId::new("s").unwrap(), "Cheeks");
    let at = "2026-03-02T10:05:00+01:00".parse().unwrap();
    let session = Session::new(SessionId::new("a").unwrap(), series.id.clone(), at);
    let document = Document::new(series, vec![session]);
    let chosen = Chosen::all(document.series().clone(), document.sessions().iter().map(Arc::clone));
    let mut settings = Settings::default();
    settings.set_note_template(template.to_owned());
    let form = NoteForm::new(&chosen, 1, folder);
    let stage = Stage { form, document, atlas: Atlas::builtin().unwrap(), settings };
    let mut window = harness(stage, |ctx, stage, out| {
        let scene = Scene {
            document: Some(&stage.document),
            session: None,
            picture_path: PathBuf::new(),
            documents: PathBuf::new(),
            library: (Path::new(""), false),
            atlas: &stage.atlas,
            situation: Situation::default(),
            settings: &mut stage.settings,
        };
        stage.form.show(ctx, &scene, out);
    });
    window.run();
    window
}

fn facts() -> NoteFacts {
    [(Placeholder::Pain, "4"), (Placeholder::Notes, "Came with Ada.")]
        .map(|(placeholder, text)| (placeholder, text.to_owned()))
        .into_iter()
        .collect()
}

#[test]
fn a_note_is_gathered_once_copied_and_saved_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window("Pain {pain}. {numbing} used. {notes}", folder.path());
    window.run_steps(2);
    let gathered = window.state().1.iter().filter(|action| matches!(action, Action::GatherFacts(1))).count();
    assert_eq!(gathered, 1);
    window.get_by_label("Save").click();
    window.run();
    assert!(
        !window.state().1.iter().any(|action| matches!(action, Action::WriteNote(..))),
        "it is not there yet"
    );
    window.state_mut().0.form.set_facts(facts());
    window.run();
    window.get_by_label("Copy").click();
    window.run_steps(1);
    assert!(window.state().1.iter().any(|action| matches!(action, Action::Say(_))));
    window.get_by_label("Neither").click();
    window.run();
    window.get_by_label("Save").click();
    window.run_steps(2);
    let written: Vec<_> = window
        .state()
        .1
        .iter()
        .filter_map(|action| match action {
            Action::WriteNote(text, to) => Some((text.clone(), to.path.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(written, [("Pain 4.\n".to_owned(), folder.path().join("cheeks-session-1.txt"))]);
}

#[test]
fn a_template_that_cannot_be_used_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window("On {datum}.", folder.path());
    window.state_mut().0.form.set_facts(facts());
    window.run();
    window.get_by_label_contains("line 1, column 4: there is no placeholder {datum}");
    window.get_by_label("Save").click();
    window.run();
    assert!(!window.state().1.iter().any(|action| matches!(action, Action::WriteNote(..))));
    window.get_by_label("Change the template").click();
    window.run();
    assert!(window.state().1.iter().any(|action| matches!(action, Action::Show(DialogKind::Settings))));
}
