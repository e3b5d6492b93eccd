use super::*;
use crate::model::{Plan, Series, SeriesId, Session, SessionId};
use crate::ui::dialogs::harness::harness;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::sync::Arc;

type Window = Harness<'static, (SeriesFileForm, Outbox)>;

fn chosen(planned: u32) -> Chosen {
    let mut series = Series::new(SeriesId::new("s").unwrap(), "Cheeks, left");
    series.plan = Some(Plan { sessions: Some(planned), interval_days: Some(28), ..Plan::default() });
    let at = "2026-03-02T10:05:00+01:00".parse().unwrap();
    let session = Session::new(SessionId::new("a").unwrap(), series.id.clone(), at);
    Chosen::all(series, [Arc::new(session)])
}

fn window(file: SeriesFile, planned: u32, folder: &Path) -> Window {
    let form = SeriesFileForm::new(file, &chosen(planned), folder);
    let mut window = harness(form, |ctx, form, out| form.show(ctx, out));
    window.run();
    window
}

fn asked(window: &Window) -> Vec<SeriesFileRequest> {
    let asked = window.state().1.iter().filter_map(|action| match action {
        Action::WriteSeriesFile(request) => Some((**request).clone()),
        _ => None,
    });
    asked.collect()
}

#[test]
fn every_file_is_proposed_and_asked_for_with_its_usual_identity() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["zones.csv", "next.ics", "left.zip", "left.json", "left.gif", "sessions.png"];
    for (file, name) in SeriesFile::ALL.into_iter().zip(names) {
        let mut window = window(file, 4, folder.path());
        window.get_by_label("Export").click();
        window.run_steps(2);
        let requests = asked(&window);
        let [request] = requests.as_slice() else { panic!("{file:?}: {requests:?}") };
        assert_eq!((request.file, request.variant, request.to.replace), (file, 0, false));
        assert_eq!(request.named, file.usual_named());
        assert!(
            request
                .to
                .path
                .to_string_lossy()
                .ends_with(&format!("cheeks-left-{name}").replace("left-left", "left"))
        );
        window.get_by_label("Writing");
    }
}

#[test]
fn closing_gives_up_what_is_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(SeriesFile::Archive, 4, folder.path());
    window.get_by_label("Export").click();
    window.run_steps(2);
    window.get_by_label("Cancel").click();
    window.run_steps(2);
    assert!(asked(&window)[0].to.progress.is_cancelled());
    assert!(window.state().1.iter().any(|action| matches!(action, Action::CloseDialog)));
}

#[test]
fn nothing_due_is_said_and_what_was_held_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(SeriesFile::Calendar, 1, folder.path());
    window.get_by_label("All 1 sessions of the plan have been held; nothing is due.");
    window.get_by_label("Export").click();
    window.run();
    assert!(asked(&window).is_empty());
    window.get_by_label("Due and held").click();
    window.run();
    window.get_by_label("Export").click();
    window.run_steps(2);
    assert_eq!(asked(&window)[0].variant, 1);
}

#[test]
fn the_name_follows_the_format() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(SeriesFile::Animation, 4, folder.path());
    window.get_by_label("PNG with frames").click();
    window.run();
    window.get_by_label("Neither").click();
    window.run();
    window.get_by_label("Export").click();
    window.run_steps(2);
    let request = asked(&window).remove(0);
    assert_eq!((request.to.path, request.named), (folder.path().join("cheeks-left.png"), Named::Neither));
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_a_button_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::File::create(folder.path().join("cheeks-left.zip")).unwrap();
    let mut window = window(SeriesFile::Archive, 4, folder.path());
    assert!(window.query_by_label("Export").is_none());
    window.get_by_label("Replace").click();
    window.run_steps(2);
    assert!(asked(&window)[0].to.replace);
}
