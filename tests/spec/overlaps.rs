//! Area swept more than once under the same pass label.

use crate::canvas::{Canvas, erase, pen, roll, roll_passes, roller, session, shade, undirected, zone};
use crate::figures_oracle::Figures;
use crate::figures_random::{mixed_plate, sessions_of, visits};
use crate::random::config;
use proptest::prelude::*;
use stipple::metrics::overlap_cells;
use stipple::model::{DiagramId, Entry};

/// A roll or another entry that was logged while the practitioner was on a pass.
fn on_pass(pass: u32, entry: Entry) -> Entry {
    Entry { pass: Some(pass), ..entry }
}

/// The cells of the zones spot, pad-left, pad-right and frame that were swept more than once, as text and engine
/// have it. The roller `d1` and the pen `d2` are 2 mm wide, which is 8 cells.
#[track_caller]
fn overlap(entries: Vec<Entry>) -> Vec<u64> {
    let canvas = Canvas::new(4);
    let sessions = [session(&[roller("d1", 2.0), pen("d2", 2.0)], entries)];
    sessions[0].check().unwrap();
    let found = overlap_cells(&sessions[0], &canvas.diagram, &canvas.zones);
    assert_eq!(found, Figures::new(&canvas.diagram, &sessions, 1.0).overlap_cells());
    found
}

/// From 3 to 8 mm, across the left pad: 20 columns of 8 rows.
const ACROSS: [(f64, f64); 2] = [(3.0, 4.0), (8.0, 4.0)];
/// From 3 to 8 mm, down the left pad and across the other: 8 rows and 8 columns meet.
const DOWN: [(f64, f64); 2] = [(5.0, 2.5), (5.0, 7.5)];

#[test]
fn the_same_label_twice_is_overlap() {
    let entries = vec![on_pass(1, roll("d1", &ACROSS)), on_pass(1, roll("d1", &DOWN))];
    assert_eq!(overlap(entries), [0, 64, 0, 0]);
    let entries = vec![on_pass(7, roll("d1", &ACROSS)), on_pass(7, roll("d1", &ACROSS))];
    assert_eq!(overlap(entries), [0, 160, 0, 0]);
}

#[test]
fn different_labels_are_the_plan() {
    let entries = vec![on_pass(1, roll("d1", &ACROSS)), on_pass(2, roll("d1", &ACROSS))];
    assert_eq!(overlap(entries), [0; 4]);
    // Label by label, and what overlaps under two labels counts once.
    let mut entries = vec![on_pass(1, roll("d1", &ACROSS)), on_pass(2, roll("d1", &DOWN))];
    entries.extend(entries.clone());
    assert_eq!(overlap(entries), [0, 160 + 160 - 64, 0, 0]);
}

#[test]
fn labels_may_come_and_go() {
    let entries = vec![
        on_pass(1, roll("d1", &ACROSS)),
        on_pass(2, roll("d1", &[(3.0, 12.0), (8.0, 12.0)])),
        on_pass(1, roll("d1", &DOWN)),
    ];
    assert_eq!(overlap(entries), [0, 64, 0, 0]);
}

#[test]
fn to_and_fro_in_one_roll_is_overlap() {
    let [left, right] = ACROSS;
    assert_eq!(overlap(vec![on_pass(1, roll("d1", &[left, right, left]))]), [0, 160, 0, 0]);
    assert_eq!(overlap(vec![on_pass(0, roll("d1", &[left, right, (5.0, 4.0)]))]), [0, 96, 0, 0]);
}

#[test]
fn a_sweep_over_itself_is_none() {
    // Right, down, and back to the left is one turn too many; right, down 1 mm and right again is one sweep.
    let entries = vec![on_pass(1, roll("d1", &[(3.0, 4.0), (6.0, 4.0), (6.0, 5.0), (9.0, 5.0)]))];
    assert_eq!(overlap(entries), [0; 4]);
}

#[test]
fn passes_of_one_sweep_are_no_second_sweep() {
    assert_eq!(overlap(vec![on_pass(1, roll_passes("d1", &ACROSS, 3))]), [0; 4]);
    let entries = vec![on_pass(1, roll_passes("d1", &ACROSS, 200)), on_pass(2, roll("d1", &ACROSS))];
    assert_eq!(overlap(entries), [0; 4]);
}

#[test]
fn rolls_without_a_label_take_no_part() {
    assert_eq!(overlap(vec![roll("d1", &ACROSS), roll("d1", &ACROSS)]), [0; 4]);
    assert_eq!(overlap(vec![on_pass(1, roll("d1", &ACROSS)), roll("d1", &ACROSS)]), [0; 4]);
}

#[test]
fn what_is_not_rolled_is_not_swept() {
    let entries = vec![
        on_pass(1, roll("d1", &ACROSS)),
        on_pass(1, shade("d1", 2.0, &ACROSS, undirected(2))),
        on_pass(1, zone("d1", "pad-left", undirected(2))),
    ];
    assert_eq!(overlap(entries), [0; 4]);
}

#[test]
fn two_devices_may_overlap() {
    let entries = vec![on_pass(1, roll("d1", &ACROSS)), on_pass(1, roll("d2", &ACROSS))];
    assert_eq!(overlap(entries), [0, 160, 0, 0]);
}

#[test]
fn an_eraser_takes_away_what_was_swept_before() {
    let across = || on_pass(1, roll("d1", &ACROSS));
    // 4 columns and 8 rows on either side of 5 mm; nothing of the round ends reaches a centre that is left.
    let eraser = || erase(2.0, &[(5.0, 0.0), (5.0, 9.0)]);
    assert_eq!(overlap(vec![across(), eraser(), across()]), [0, 160 - 64, 0, 0]);
    assert_eq!(overlap(vec![across(), across(), eraser()]), [0, 160 - 64, 0, 0]);
    assert_eq!(overlap(vec![eraser(), across(), across()]), [0, 160, 0, 0]);
    assert_eq!(overlap(vec![across(), eraser(), across(), across()]), [0, 160, 0, 0]);
    // Whatever label the eraser has.
    assert_eq!(overlap(vec![across(), on_pass(2, eraser()), across()]), [0, 160 - 64, 0, 0]);
}

#[test]
fn overlap_is_told_by_zone_and_in_no_zone_counts_nowhere() {
    // From outside across the left pad, the spot, the right pad and out.
    let across = on_pass(1, roll("d1", &[(0.0, 7.0), (19.0, 7.0)]));
    let found = overlap(vec![across.clone(), across]);
    // Of the diamond 8 rows: 4 x (14 + 16 + 18 + 20) / 2 cells, half of it from each pad.
    let spot = 2 * (14 + 16 + 18 + 20);
    assert_eq!(found, [spot, 32 * 8 - spot / 2, 32 * 8 - spot / 2, 0]);
}

#[test]
fn rolls_on_another_diagram_take_no_part() {
    let elsewhere = |entry| Entry { diagram: DiagramId::new("another").unwrap(), ..entry };
    let across = || on_pass(1, roll("d1", &ACROSS));
    assert_eq!(overlap(vec![across(), elsewhere(across())]), [0; 4]);
    let eraser = elsewhere(erase(20.0, &ACROSS));
    assert_eq!(overlap(vec![across(), eraser, across()]), [0, 160, 0, 0]);
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn overlap_of_any_session_is_that_of_the_text(visits in visits(1)) {
        let canvas = mixed_plate(4);
        let sessions = sessions_of(&canvas, &visits);
        let text = Figures::new(&canvas.diagram, &sessions, 1.0);
        prop_assert_eq!(overlap_cells(&sessions[0], &canvas.diagram, &canvas.zones), text.overlap_cells());
    }
}
