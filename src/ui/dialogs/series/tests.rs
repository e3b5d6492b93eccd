use super::reading::Place;
use super::*;
use crate::edit::{Document, Edit, SeriesChange};
use crate::model::{Atlas, Client, Extra, Goal, Per, Plan, Target, ZonePattern};
use crate::ui::dialogs::harness::harness;
use crate::ui::settings::Settings;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::path::Path;

/// What a test's window holds.
struct Stage {
    form: SeriesForm,
    atlas: Atlas,
    settings: Settings,
    /// Whether the library can be written.
    writable: bool,
}

type Window = Harness<'static, (Stage, Outbox)>;

fn window(form: SeriesForm) -> Window {
    let stage =
        Stage { form, atlas: Atlas::builtin().unwrap(), settings: Settings::default(), writable: true };
    let mut window = harness(stage, |ctx, stage, out| {
        let scene = Scene {
            document: None,
            session: None,
            picture_path: PathBuf::new(),
            documents: PathBuf::new(),
            library: (Path::new("/clinic/series"), stage.writable),
            atlas: &stage.atlas,
            situation: crate::ui::situation::Situation::default(),
            settings: &mut stage.settings,
        };
        stage.form.show(ctx, &scene, out);
    });
    window.run();
    window
}

fn extra(name: &str) -> Extra {
    let mut extra = Extra::default();
    extra.push(name.to_owned(), "{\"kept\": true}".to_owned());
    extra
}

fn target(zones: &str, extra: Extra) -> Target {
    Target { zones: ZonePattern::new(zones), passes: 4, ceiling: Some(6), per: Per::Session, extra }
}

/// A series with something unknown at every level, and with values that a form must not tidy up.
fn series() -> Series {
    let client = Client {
        name: Some(" A. Morgan ".to_owned()),
        reference: Some(String::new()),
        height_cm: Some(168.25),
        skin_type: Some("III-IV".to_owned()),
        extra: extra("client"),
        ..Client::default()
    };
    let plan = Plan {
        sessions: Some(4),
        interval_days: Some(28),
        targets: vec![target("cheek-*", extra("target 1")), target("chin", extra("target 2"))],
        goals: vec![Goal::new("cheek-* V16 >= 95 %"), Goal::new("cheek-* novel 3")],
        extra: extra("plan"),
    };
    let id = SeriesId::new("s").unwrap();
    Series { client, plan: Some(plan), extra: extra("series"), ..Series::new(id, " Cheeks") }
}

/// The changes that a form asks for.
fn changes(mut form: SeriesForm) -> Vec<SeriesChange> {
    let mut out = Outbox::new();
    form.accept(None, &mut out);
    assert!(matches!(out.last(), Some(Action::CloseDialog)), "{:?} {}", form.read(), form.error);
    let steps = out.into_iter().filter_map(|action| match action {
        Action::Edit(step) => Some(step),
        _ => None,
    });
    let steps: Vec<_> = steps.collect();
    assert!(steps.len() <= 1);
    let edits = steps.into_iter().inspect(|step| assert_eq!(step.label, "series details"));
    edits
        .flat_map(|step| step.edits)
        .map(|edit| match edit {
            Edit::Series(change) => change,
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn a_form_that_was_only_looked_at_changes_nothing() {
    assert_eq!(changes(SeriesForm::details(&series(), false)), []);
    assert_eq!(changes(SeriesForm::details(&Series::new(SeriesId::fresh(), ""), false)), []);
}

#[test]
fn only_what_was_changed_is_asked_for_and_the_rest_is_kept() {
    let mut form = SeriesForm::details(&series(), false);
    form.reference = "C-1042".to_owned();
    form.plan.targets[1].passes = "5".to_owned();
    let before = series();
    let client = Client { reference: Some("C-1042".to_owned()), ..before.client.clone() };
    let mut plan = before.plan.clone().unwrap();
    plan.targets[1].passes = 5;
    let expected = [SeriesChange::Client(Box::new(client)), SeriesChange::Plan(Some(Box::new(plan)))];
    assert_eq!(changes(form), expected);
}

#[test]
fn a_target_keeps_its_unknown_fields_wherever_it_moves() {
    let mut form = SeriesForm::details(&series(), false);
    form.plan.targets.swap(0, 1);
    form.plan.targets.remove(1);
    let [SeriesChange::Plan(Some(plan))] = &changes(form)[..] else { panic!() };
    assert_eq!(plan.targets, [target("chin", extra("target 2"))]);
    assert_eq!(plan.extra, extra("plan"));
}

#[test]
fn a_plan_can_be_given_up() {
    let mut form = SeriesForm::details(&series(), false);
    form.plan.planned = false;
    assert_eq!(changes(form), [SeriesChange::Plan(None)]);
}

#[test]
fn the_step_can_be_taken() {
    let mut form = SeriesForm::details(&series(), false);
    form.height = "170,5".to_owned();
    form.plan.goals = "each cheek-* V4 >= 90 %\n\n cheek-* novel 3 \n".to_owned();
    let step = changes::step(&form.base, form.read().series).unwrap();
    let mut document = Document::new(series(), Vec::new());
    document.apply(step).unwrap();
    let changed = document.series();
    assert_eq!(changed.client.height_cm, Some(170.5));
    let goals = &changed.plan.as_ref().unwrap().goals;
    let texts: Vec<&str> = goals.iter().map(|goal| goal.text.as_str()).collect();
    assert_eq!(texts, ["each cheek-* V4 >= 90 %", "cheek-* novel 3"]);
}

#[test]
fn every_value_out_of_bounds_says_so_at_its_field() {
    let mut form = SeriesForm::details(&series(), false);
    let write = |field: &mut String, text: &str| text.clone_into(field);
    write(&mut form.height, "301");
    write(&mut form.weight, "0");
    write(&mut form.plan.sessions, "0");
    write(&mut form.plan.interval, "1.5");
    write(&mut form.plan.targets[0].passes, "10001");
    write(&mut form.plan.targets[1].ceiling, "20000");
    write(&mut form.plan.targets[1].zones, " ");
    form.title.clear();
    let reading = form.read();
    for place in [
        Place::Title,
        Place::Height,
        Place::Weight,
        Place::Sessions,
        Place::Interval,
        Place::Passes(0),
        Place::Ceiling(1),
        Place::Zones(1),
    ] {
        assert_ne!(reading.problem(place), "", "{place:?}");
    }
    assert_eq!(reading.problem(Place::Passes(1)), "");
    assert_eq!(reading.problem(Place::Ceiling(0)), "");
    let mut out = Outbox::new();
    form.accept(None, &mut out);
    assert!(out.is_empty());
}

#[test]
fn a_goal_that_cannot_be_read_says_why_and_stops() {
    let mut window = window(SeriesForm::details(&series(), false));
    // What was there before stops nothing.
    assert_eq!(window.state().0.form.read().first_blocking(), None);
    window.get_by_label_contains("Goal 2, column 9");
    let goals = window.get_by_label("Goals, one a line");
    goals.focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_label("Goals, one a line").type_text("cheek-* V16 => 95 %");
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run();
    assert!(window.state().1.is_empty(), "{:?}", window.state().1);
    let errors = window.query_all_by_label_contains("Goal 1, column 13: “=>” is not one of").count();
    assert_eq!(errors, 2, "under the field and beside the buttons");
}

#[test]
fn a_new_series_goes_to_the_library_with_its_plan() {
    let mut window = window(SeriesForm::new_series());
    window.get_by_label("Create series").click();
    window.run();
    assert!(window.state().1.is_empty(), "without a title");
    window.get_by_label_contains("Title: A series needs a title.");
    window.get_by_label("Title").focus();
    window.run();
    window.get_by_label("Title").type_text("Cheeks");
    window.get_by_label("Plan").click();
    window.run();
    window.get_by_label("Add target").click();
    window.run();
    window.get_by_label("Zones of target 1").focus();
    window.run();
    window.get_by_label("Zones of target 1").type_text("cheek-*");
    window.run();
    window.get_by_label("Passes of target 1").focus();
    window.run();
    window.get_by_label("Passes of target 1").type_text("4");
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let [Action::CreateSeries(new)] = window.state().1.as_slice() else { panic!("{:?}", window.state().1) };
    assert_eq!((new.series.title.as_str(), new.library.as_path()), ("Cheeks", Path::new("/clinic/series")));
    let plan = new.series.plan.as_ref().unwrap();
    let expected = Target { ceiling: None, ..target("cheek-*", Extra::default()) };
    assert_eq!(plan.targets, [expected]);
}

#[test]
fn a_library_that_cannot_be_written_takes_no_series() {
    let mut form = SeriesForm::new_series();
    form.title = "Cheeks".to_owned();
    let mut window = window(form);
    window.state_mut().0.writable = false;
    window.run();
    window.get_by_label_contains("Nothing can be written to this library.");
    window.get_by_label("Create series").click();
    window.run();
    assert!(window.state().1.is_empty());
    window.get_by_label("Choose…").click();
    window.run();
    assert!(matches!(window.state().1.as_slice(), [Action::ChooseLibrary]));
    let folder = tempfile::tempdir().unwrap();
    window.state_mut().0.form.set_library(folder.path().to_owned());
    window.run();
    window.get_by_label("Create series").click();
    window.run();
    let Some(Action::CreateSeries(new)) = window.state().1.last() else { panic!("{:?}", window.state().1) };
    assert_eq!(new.library, folder.path());
}

#[test]
fn what_can_only_be_read_has_only_close() {
    let mut window = window(SeriesForm::details(&series(), true));
    assert!(window.query_by_label("Save").is_none());
    window.get_by_label("Reference").focus();
    window.run();
    window.get_by_label("Reference").type_text("C-7");
    window.get_by_label("Plan").click();
    window.run();
    assert_eq!(window.state().0.form.read().series, series());
    window.get_by_label("Close").click();
    window.run();
    assert!(matches!(window.state().1.as_slice(), [Action::CloseDialog]));
}

#[test]
fn escape_closes_and_the_backdrop_does_not() {
    let mut window = window(SeriesForm::new_series());
    let pos = egui::Pos2::new(10.0, 10.0);
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        window.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
    }
    window.run();
    assert!(window.state().1.is_empty());
    window.key_press(Key::Escape);
    window.run();
    assert!(matches!(window.state().1.as_slice(), [Action::CloseDialog]));
}

#[test]
fn a_name_of_the_menu_becomes_the_pattern() {
    let mut window = window(SeriesForm::details(&series(), false));
    window.get_by_label("Names of zones for target 2").click();
    window.run();
    window.get_by_label("Nose").click();
    window.run();
    assert_eq!(window.state().0.form.plan.targets[1].zones, "nose");
}

#[test]
fn everything_fits_in_the_smallest_window() {
    for form in [SeriesForm::new_series(), SeriesForm::details(&series(), false)] {
        let window = window(form);
        for label in ["Cancel", "Title", "Notes", "Plan"] {
            let rect = window.get_by_label(label).rect();
            assert!(rect.top() >= 0.0 && rect.bottom() <= 700.0, "{label} at {rect:?}");
            assert!(rect.left() >= 0.0 && rect.right() <= 1024.0, "{label} at {rect:?}");
        }
    }
}
