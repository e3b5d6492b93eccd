use super::*;
use crate::edit::Document;
use crate::geometry::{Point, Polyline};
use crate::model::{
    DeviceKind, DiagramId, Entry, EntryId, EntryKind, Extra, Roll, Series, SeriesId, SessionId, Tip,
};
use crate::ui::dialogs::harness::harness;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (DevicesForm, Outbox)>;

fn window(session: &Session) -> Window {
    let form = DevicesForm::new(session, false);
    let mut window = harness(form, |ctx, form, out| form.show(ctx, out));
    window.run();
    window
}

fn roll(id: u64, width_mm: Option<f64>) -> Entry {
    let path = Polyline::new(vec![Point::new(1.0, 1.0), Point::new(9.0, 1.0)]).unwrap();
    Entry {
        id: EntryId(id),
        diagram: DiagramId::new("face-front").unwrap(),
        device: Some(DeviceId::new("d1").unwrap()),
        at_ms: None,
        pass: None,
        kind: EntryKind::Roll(Roll { path, width_mm, passes: 1, times_ms: Vec::new() }),
        extra: Extra::default(),
        passes_extra: Extra::default(),
    }
}

/// A session with a used drum `d1` and an unused stamp `d2`.
fn session() -> Session {
    let start = "2026-03-02T10:05:00+01:00".parse().unwrap();
    let mut session = Session::new(SessionId::new("s").unwrap(), SeriesId::new("c").unwrap(), start);
    let mut drum = DEVICE_PRESETS[0].device(DeviceId::new("d1").unwrap());
    drum.extra.push("battery".to_owned(), "7".to_owned());
    session.devices = vec![drum, Device::new(DeviceId::new("d2").unwrap(), "Stamp 35", DeviceKind::Stamp)];
    session.entries = vec![roll(1, None), roll(2, None), roll(3, Some(8.0))];
    session
}

/// The devices that a form asks for; none when it asks for nothing.
fn asked(form: &mut DevicesForm) -> Option<Vec<Device>> {
    let mut out = Outbox::new();
    form.accept(&mut out);
    assert!(matches!(out.last(), Some(Action::CloseDialog)), "{} {:?}", form.error, form.problem());
    match out.swap_remove(0) {
        Action::Edit(step) => {
            let mut document =
                Document::new(Series::new(form.session.series.clone(), "c"), vec![form.session.clone()]);
            assert_eq!(step.label, "devices");
            document.apply(step).unwrap();
            Some(document.session(&form.session.id).unwrap().devices.clone())
        }
        _ => None,
    }
}

#[test]
fn a_form_that_was_only_looked_at_changes_nothing() {
    assert_eq!(asked(&mut DevicesForm::new(&session(), false)), None);
}

#[test]
fn what_the_form_does_not_show_is_kept() {
    let mut form = DevicesForm::new(&session(), false);
    form.rows[0].lot = " A1187 ".to_owned();
    let devices = asked(&mut form).unwrap();
    let expected = Device { lot: Some("A1187".to_owned()), ..session().devices[0].clone() };
    assert_eq!(devices, [expected, session().devices[1].clone()]);
}

#[test]
fn a_device_in_use_cannot_be_removed_and_says_why() {
    let mut window = window(&session());
    window.get_by_label("More for Drum roller 192").click();
    window.run();
    window.get_by_label("Remove").click();
    window.run();
    assert_eq!(window.state().0.rows.len(), 2);
    window.get_by_label("More for Drum roller 192").click();
    window.run();
    window.get_by_label("Remove");
    window.key_press(egui::Key::Escape);
    window.run();
    assert!(window.state().1.is_empty(), "Escape closes the menu first: {:?}", window.state().1);
    window.get_by_label_contains("3 entries were made with it");
    window.state_mut().0.remove(0);
    assert_eq!(window.state().0.rows.len(), 2);
}

#[test]
fn a_device_nobody_used_can_be_removed() {
    let mut window = window(&session());
    window.get_by_label("More for Stamp 35").click();
    window.run();
    window.get_by_label("Remove").click();
    window.run();
    assert_eq!(asked(&mut window.state_mut().0), Some(vec![session().devices[0].clone()]));
}

#[test]
fn presets_come_with_an_id_of_their_own() {
    let mut window = window(&session());
    window.get_by_label("Add device").click();
    window.run();
    window.get_by_label("Needling pen 12").click();
    window.run();
    let rect = window.get_by_label("More for Needling pen 12").rect();
    assert!(rect.bottom() < 600.0, "it comes into view: {rect:?}");
    let devices = asked(&mut window.state_mut().0).unwrap();
    assert_eq!(devices[2], DEVICE_PRESETS[2].device(DeviceId::new("d3").unwrap()));
}

#[test]
fn a_copy_is_set_alike_but_has_its_own_lot() {
    let mut form = DevicesForm::new(&session(), false);
    form.rows[0].lot = "A1187".to_owned();
    form.duplicate(0);
    let devices = asked(&mut form).unwrap();
    let id = DeviceId::new("d3").unwrap();
    assert_eq!(devices[1], Device { id, lot: None, ..devices[0].clone() });
    form.remove(1);
    assert_eq!(form.rows.len(), 2);
}

#[test]
fn another_width_or_tip_says_what_is_counted_anew() {
    let words = |change: fn(&mut DeviceRow)| {
        let mut form = DevicesForm::new(&session(), false);
        change(&mut form.rows[0]);
        form.rows[0].recount(&form.rows[0].read().device)
    };
    let counted = |n: u8| Some(format!("{n} rolls were made with it; their coverage is counted anew."));
    assert_eq!(words(|_| {}), None);
    // Rolls with a width of their own keep it; the ends of all follow the tip.
    assert_eq!(words(|row| row.width = "10".to_owned()), counted(2));
    assert_eq!(words(|row| row.tip = Tip::Round), counted(3));
    assert_eq!(words(|row| row.name = "Other".to_owned()), None);
}

#[test]
fn a_width_that_rolls_need_cannot_be_taken_away() {
    let mut form = DevicesForm::new(&session(), false);
    form.rows[0].width.clear();
    let mut out = Outbox::new();
    form.accept(&mut out);
    assert!(out.is_empty());
    assert_eq!(form.problem().as_deref(), Some("Drum roller 192: 2 rolls take their width from it."));
}

#[test]
fn every_value_out_of_bounds_says_so_at_its_field() {
    use row::Place;
    let mut form = DevicesForm::new(&session(), false);
    let row = &mut form.rows[0];
    row.width = "640".to_owned();
    row.length = "-1".to_owned();
    row.needles = "1.5".to_owned();
    row.drum = "0".to_owned();
    row.density = "x".to_owned();
    row.name = " ".to_owned();
    let reading = row.read();
    for place in [Place::Width, Place::Length, Place::Needles, Place::Drum, Place::Density, Place::Name] {
        assert_ne!(reading.problem(place), "", "{place:?}");
    }
    assert_eq!(reading.problem(Place::Width), "Must be over 0 and at most 500.");
}

#[test]
fn another_kind_brings_its_tip_unless_one_was_chosen() {
    let mut form = DevicesForm::new(&session(), false);
    let row = &mut form.rows[0];
    row.set_kind(DeviceKind::Pen);
    assert_eq!(row.tip, Tip::Round);
    row.tip = Tip::Flat;
    row.set_kind(DeviceKind::Stamp);
    assert_eq!(row.tip, Tip::Flat);
}

#[test]
fn a_month_lasts_to_its_end() {
    let day = jiff::civil::date(2026, 3, 31);
    assert!(!expired("2026-03", day));
    assert!(expired("2026-02", day));
    assert!(expired("2026-03-30", day));
    assert!(!expired("2026-03-31", day));
    assert!(!expired("soon", day));
    assert!(!expired("", day));
}
