//! Random goals on random series of several diagrams: judged as the text has it.

use crate::agreement::assert_close_if_any;
use crate::canvas::Canvas;
use crate::figures_random::{mixed_plate, plans, sketch};
use crate::goals_oracle::{Metric, Shown, TextGoal, Value, judged};
use crate::plate::{dense, patch, plate, session_on};
use crate::random::config;
use proptest::prelude::*;
use stipple::metrics::{GoalValue, judge};
use stipple::model::Goal;

/// Small pictures, so that the same percentages come up again and again.
fn small_plate(id: &str, cells_per_mm: u32) -> Canvas {
    let patches = [
        patch("cheek-left", "1", &[(0, 0, 5, 4)]),
        patch("chin", "2", &[(0, 4, 5, 8)]),
        patch("brow", "0.5", &[(5, 0, 10, 8)]),
        patch("spot", "1", &[(0, 0, 5, 8)]),
    ];
    plate(id, cells_per_mm, (10, 9), &patches)
}

fn goal() -> impl Strategy<Value = TextGoal> {
    let metric = prop_oneof![
        4 => (0..12_u32).prop_map(Metric::V),
        2 => (1..=100_u32).prop_map(Metric::D),
        6 => prop::sample::select(vec![
            Metric::Coverage, Metric::Mean, Metric::Max, Metric::Directions, Metric::Density,
            Metric::Homogeneity, Metric::Gap,
        ]),
    ];
    let zones = vec!["*", "cheek-*", "*-left", "chin", "spot", "brow", "nose", "hidden", "c*"];
    let sign = prop::sample::select(vec![">=", "<=", ">", "<"]);
    (any::<bool>(), prop::sample::select(zones), metric, sign, number(), prop::option::of(number())).prop_map(
        |(each, zones, metric, sign, required, ideal)| TextGoal {
            each,
            zones,
            metric,
            sign,
            required,
            ideal,
        },
    )
}

/// Thousandths: mostly whole numbers, as percentages and passes are.
fn number() -> impl Strategy<Value = u32> {
    prop_oneof![
        4 => (0..=20_u32).prop_map(|n| n * 5000),
        3 => (0..=12_u32).prop_map(|n| n * 1000),
        2 => (0..=20_u32).prop_map(|n| n * 25),
        1 => 0..=100_000_u32,
    ]
}

/// Sketches, and on which of the diagrams they are.
type Day = Vec<(usize, crate::figures_random::Sketch)>;

fn days() -> impl Strategy<Value = Vec<Day>> {
    prop::collection::vec(prop::collection::vec((0..8_usize, sketch()), 0..5), 0..4)
}

fn check(canvases: &[&Canvas], days: &[Day], goals: &[TextGoal], plan: Option<&stipple::model::Plan>) {
    let devices = [dense("d1", Some(10.0)), dense("d2", Some(4.0)), dense("d3", None)];
    let sessions: Vec<_> = (1..)
        .zip(days)
        .map(|(day, sketches)| {
            // Which of the diagrams, so that the last ones are often left out.
            let entry = |(on, sketch): &(usize, crate::figures_random::Sketch)| {
                sketch.entry(canvases[on.saturating_sub(3) % canvases.len()], &devices)
            };
            session_on(day, 8, &devices, sketches.iter().map(entry).collect())
        })
        .collect();
    let shown: Vec<Shown<'_>> = canvases.iter().map(|canvas| Shown::new(canvas, &sessions, 1.0)).collect();
    let diagrams: Vec<_> = canvases.iter().map(|canvas| canvas.goal_diagram(&sessions, 1.0)).collect();
    for goal in goals {
        let want = judged(goal, &shown, plan);
        let read = Goal::new(goal.to_string());
        assert!(read.rule.is_ok(), "{goal}");
        let got = judge(&read, &diagrams, plan);
        assert_eq!(got.zones, want.zones, "{goal}");
        assert!(want.met.is_none_or(|met| met == got.met), "{goal}: {want:?}, got {got:?}");
        assert_eq!(got.ideal_met.is_some(), goal.ideal.is_some(), "{goal}: {got:?}");
        assert!(want.ideal_met.is_none_or(|met| got.ideal_met == Some(met)), "{goal}: {want:?}, got {got:?}");
        let number = got.value.map(GoalValue::number);
        let all: Vec<Option<f64>> = want.values.iter().map(|value| value.map(Value::number)).collect();
        match got.session {
            None => assert_close_if_any(number, all.first().copied().flatten().filter(|_| !goal.each)),
            Some(session) => {
                assert!(goal.each);
                assert_close_if_any(number, all[session]);
                // None is further from meeting it.
                let is_low = goal.sign.starts_with('>');
                let room = |n: f64| if is_low { n } else { -n };
                let least =
                    all.iter().map(|n| n.map_or(f64::NEG_INFINITY, room)).fold(f64::INFINITY, f64::min);
                let shown = number.map_or(f64::NEG_INFINITY, room);
                assert!(shown <= least + 1e-9, "{goal}: {want:?}, got {got:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn goals_of_any_series_are_judged_as_the_text_has_it(
        days in days(), goals in prop::collection::vec(goal(), 20), plan in prop::option::weighted(0.8, plans()),
    ) {
        let canvases = [mixed_plate(4), small_plate("small", 2), small_plate("other", 8)];
        check(&canvases.each_ref(), &days, &goals, plan.as_ref());
    }
}
proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn goals_on_small_pictures_are_judged_as_the_text_has_it(
        days in days(), goals in prop::collection::vec(goal(), 40), plan in prop::option::weighted(0.8, plans()),
    ) {
        let canvases = [small_plate("first", 4), small_plate("second", 4), small_plate("third", 2)];
        check(&canvases.each_ref(), &days, &goals, plan.as_ref());
    }
}
