use super::*;
use crate::edit::Document;
use crate::model::{Direction, Entry, EntryId, EntryKind, Extra, Passes, Series, Session, SessionId, ZoneId};
use crate::ui::dialogs::harness::harness;
use crate::ui::settings::Settings;
use crate::ui::situation::Situation;
use crate::ui::writing::FileRequest;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::path::PathBuf;

/// What a test's window holds.
struct Stage {
    form: ReportForm,
    document: Document,
    atlas: Atlas,
    settings: Settings,
}

type Window = Harness<'static, (Stage, Outbox)>;

fn series() -> Series {
    let mut series = Series::new(SeriesId::new("s").unwrap(), "Cheeks, left");
    series.client.name = Some("A. Morgan".to_owned());
    series.client.reference = Some("C-1042".to_owned());
    series
}

/// A session with passes over a zone of each of some diagrams.
fn session(id: &str, at: &str, zones: &[(&str, &str)]) -> Session {
    let mut session =
        Session::new(SessionId::new(id).unwrap(), SeriesId::new("s").unwrap(), at.parse().unwrap());
    for ((diagram, zone), number) in zones.iter().zip(1..) {
        session.entries.push(Entry {
            id: EntryId(number),
            diagram: DiagramId::new(diagram).unwrap(),
            device: None,
            at_ms: None,
            pass: None,
            kind: EntryKind::Zone {
                zone: ZoneId::new(zone).unwrap(),
                passes: Passes::of(Direction::Rising, 2),
            },
            extra: Extra::default(),
            passes_extra: Extra::default(),
        });
    }
    session
}

fn window(purpose: Purpose, folder: &Path, settings: Settings) -> Window {
    let sessions = vec![
        session("a", "2026-03-02T10:05:00+01:00", &[("face-front", "cheek-left")]),
        session(
            "b",
            "2026-03-30T10:05:00+01:00",
            &[("face-front", "cheek-left"), ("face-left", "cheek-left")],
        ),
    ];
    let document = Document::new(series(), sessions);
    let atlas = Atlas::builtin().unwrap();
    let chosen = Chosen::all(document.series().clone(), document.sessions().iter().cloned());
    let choices = settings.report_choices(&chosen.series.id);
    let form = ReportForm::new(purpose, &chosen, Some(2), choices, &atlas, folder);
    let mut window = harness(Stage { form, document, atlas, settings }, |ctx, stage, out| {
        let mut scene = Scene {
            document: Some(&stage.document),
            session: None,
            picture_path: PathBuf::new(),
            documents: PathBuf::new(),
            library: (Path::new(""), false),
            atlas: &stage.atlas,
            situation: Situation::default(),
            settings: &mut stage.settings,
        };
        stage.form.show(ctx, &mut scene, out);
    });
    window.run();
    window
}

fn previews(window: &Window) -> Vec<(ReportRequest, Progress)> {
    let asked = window.state().1.iter().filter_map(|action| match action {
        Action::PreviewReport(request, _, progress) => Some(((**request).clone(), progress.clone())),
        _ => None,
    });
    asked.collect()
}

fn written(window: &Window) -> Vec<(ReportRequest, FileRequest)> {
    let asked = window.state().1.iter().filter_map(|action| match action {
        Action::WriteReport(request, to) => Some(((**request).clone(), to.clone())),
        _ => None,
    });
    asked.collect()
}

#[test]
fn every_choice_asks_for_one_first_page_and_gives_up_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(Purpose::Write, folder.path(), Settings::default());
    window.run_steps(3);
    assert_eq!(previews(&window).len(), 1, "one on opening, none while nothing changes");
    for choice in ["Letter", "Session 2 only", "Name", "Care record"] {
        window.get_by_label(choice).click();
        window.run();
    }
    let previews = previews(&window);
    let (last, before) = previews.split_last().unwrap();
    assert_eq!(before.len(), 4);
    assert!(before.iter().all(|(_, progress)| progress.is_cancelled()));
    assert!(!last.1.is_cancelled());
    let ReportRequest { options, session } = &last.0;
    assert_eq!((options.paper, options.named, *session), (Paper::Letter, Named::Name, Some(2)));
    assert_eq!(
        (options.without.as_slice(), options.diagrams.as_slice()),
        ([Section::Care].as_slice(), [].as_slice())
    );
    window.get_by_label("“A. Morgan” stands at its head, and “C-1042” below.");
}

#[test]
fn a_report_is_written_as_it_was_shown_and_its_choices_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(Purpose::Write, folder.path(), Settings::default());
    window.get_by_label("Face left").click();
    window.run();
    window.get_by_label("Export").click();
    window.run_steps(2);
    let written = written(&window);
    let [(request, to)] = written.as_slice() else { panic!("{written:?}") };
    assert_eq!((to.path.clone(), to.replace), (folder.path().join("cheeks-left-report.pdf"), false));
    assert_eq!(request.options.diagrams, [DiagramId::new("face-front").unwrap()]);
    assert_eq!(*request, previews(&window).last().unwrap().0);
    let kept = window.state().0.settings.report_choices(&SeriesId::new("s").unwrap());
    assert_eq!(kept.without_diagrams, ["face-left"]);
    window.get_by_label("Writing");
    window.get_by_label("Cancel").click();
    window.run_steps(2);
    assert!(to.progress.is_cancelled());
}

#[test]
fn a_report_of_nothing_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(Purpose::Write, folder.path(), Settings::default());
    for diagram in ["Face left", "Face front"] {
        window.get_by_label(diagram).click();
        window.run();
    }
    window.get_by_label("A report needs one diagram at least.");
    window.get_by_label("Export").click();
    window.run();
    assert!(written(&window).is_empty());
}

#[test]
fn the_page_that_was_drawn_stays_until_there_is_another() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(Purpose::Write, folder.path(), Settings::default());
    window.get_by_label("The first page is being drawn");
    let image = egui::ColorImage::filled([70, 99], AS_MADE);
    let page = window.ctx.load_texture("page", image, egui::TextureOptions::LINEAR);
    window.state_mut().0.form.set_page(Ok((page, 3)));
    window.run();
    window.get_by_label("First page of 3");
    window.get_by_label("Notes").click();
    window.run();
    window.get_by_label("First page of 3");
    window.state_mut().0.form.set_page(Err("no font has it".to_owned()));
    window.run();
    window.get_by_label("First page of 3");
    window.get_by_label("no font has it");
}

#[test]
fn printing_asks_for_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(Purpose::Print, folder.path(), Settings::default());
    assert!(window.query_by_label("Choose…").is_none());
    window.get_by_label("Print").click();
    window.run_steps(2);
    window.get_by_label("Preparing");
    let out = &window.state().1;
    assert!(out.iter().any(|action| matches!(action, Action::PrintReport(..))), "{out:?}");
    assert!(written(&window).is_empty());
}
