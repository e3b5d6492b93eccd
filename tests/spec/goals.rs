//! Goals, judged exactly where they are met and not met any more.

use crate::agreement::assert_close_if_any;
use crate::canvas::{Canvas, undirected};
use crate::plate::{fill, fill_zone, passes, patch, plan, plate, series, target};
use stipple::metrics::{GoalOutcome, GoalValue, Share, judge};
use stipple::model::{Entry, Goal, Per, Plan, Session};

/// Judges a goal on diagrams after the sessions of a series.
fn outcome(goal: &str, canvases: &[&Canvas], sessions: &[Session], plan: Option<&Plan>) -> GoalOutcome {
    let diagrams: Vec<_> = canvases.iter().map(|canvas| canvas.goal_diagram(sessions, 1.0)).collect();
    judge(&Goal::new(goal), &diagrams, plan)
}

/// A chin of 100 cells, one of which is 1 %, and the same beside it on either side.
fn face() -> Canvas {
    let patches = [
        patch("chin", "1", &[(0, 0, 10, 10)]),
        patch("cheek-left", "1", &[(10, 0, 20, 10)]),
        patch("cheek-right", "1", &[(20, 0, 30, 10)]),
        patch("eye", "1", &[(30, 0, 40, 10)]).keep_out(),
    ];
    plate("face", 4, (40, 10), &patches)
}

/// So many passes on so many cells of the chin.
fn on_chin(canvas: &Canvas, cells: i32, counts: [u8; 5]) -> Vec<Entry> {
    let (rows, rest) = (cells / 10, cells % 10);
    let blocks = [(0, 0, 10, rows), (0, rows, rest, rows + 1)];
    blocks
        .into_iter()
        .filter(|(_, top, right, bottom)| bottom > top && *right > 0)
        .map(|block| fill(canvas, Some("d1"), block, passes(counts)))
        .collect()
}

/// Which of `>=`, `<=`, `>` and `<` a value meets after one session; `{}` in the goal stands for the sign.
#[track_caller]
fn signs(goal: &str, entries: Vec<Entry>, plan: Option<&Plan>) -> String {
    let canvas = face();
    let sessions = series(vec![entries]);
    let all = [(">=", '≥'), ("<=", '≤'), (">", '>'), ("<", '<')].into_iter();
    let met = all.filter(|(sign, _)| {
        let text = goal.replace("{}", sign);
        assert!(Goal::new(text.as_str()).rule.is_ok(), "{text} should be a goal");
        outcome(&text, &[&canvas], &sessions, plan).met
    });
    met.map(|(_, printed)| printed).collect()
}

const EQUAL: &str = "≥≤";
const MORE: &str = "≥>";
const LESS: &str = "≤<";

#[test]
fn shares_are_judged_to_the_cell() {
    let canvas = face();
    for (cells, want) in [(89, LESS), (90, EQUAL), (91, MORE)] {
        let four = || on_chin(&canvas, cells, [1, 1, 1, 1, 0]);
        for goal in ["chin V4 {} 90 %", "chin V4 {} 0.9", "chin coverage {} 90%", "chin directions {} 90.0 %"]
        {
            assert_eq!(signs(goal, four(), None), want, "{cells} {goal}");
        }
        assert_eq!(signs("chin V5 {} 0 %", four(), None), EQUAL);
        assert_eq!(signs("chin V0 {} 100 %", four(), None), EQUAL);
    }
    for cells in 1..=100 {
        for goal in [format!("chin V1 {{}} {cells} %"), format!("chin V1 {{}} {}", f64::from(cells) / 100.0)]
        {
            assert_eq!(signs(&goal, on_chin(&canvas, cells, [1, 0, 0, 0, 0]), None), EQUAL, "{goal}");
        }
    }
}

#[test]
fn shares_are_not_rounded_to_what_is_required() {
    // A third of the area is more than 33.333333 % of it and less than 33.333334 %.
    let canvas = plate("face", 4, (3, 1), &[patch("chin", "1", &[(0, 0, 3, 1)])]);
    let sessions = series(vec![vec![fill(&canvas, Some("d1"), (0, 0, 1, 1), undirected(1))]]);
    let met = |goal: &str| outcome(goal, &[&canvas], &sessions, None).met;
    assert!(met("chin V1 > 33.333333 %") && !met("chin V1 <= 33.333333 %"));
    assert!(met("chin V1 < 33.333334 %") && !met("chin V1 >= 33.333334 %"));
}

#[test]
fn percentiles_are_judged_to_the_cell() {
    let canvas = face();
    for (cells, want) in [(97, LESS), (98, EQUAL), (99, EQUAL)] {
        assert_eq!(signs("chin D98 {} 3", on_chin(&canvas, cells, [3, 0, 0, 0, 0]), None), want, "{cells}");
    }
    let entries = || on_chin(&canvas, 50, [5, 0, 0, 0, 0]);
    assert_eq!(signs("chin D50 {} 5", entries(), None), EQUAL);
    assert_eq!(signs("chin D51 {} 5", entries(), None), LESS);
    assert_eq!(signs("chin D100 {} 0", entries(), None), EQUAL);
    assert_eq!(signs("chin D2 {} 4.5", entries(), None), MORE);
}

#[test]
fn means_and_the_most_are_judged_exactly() {
    let canvas = face();
    for (cells, want) in [(29, LESS), (30, EQUAL), (31, MORE)] {
        assert_eq!(
            signs("chin mean {} 2.1", on_chin(&canvas, cells, [7, 0, 0, 0, 0]), None),
            want,
            "{cells}"
        );
        // 10 punctures per cm2 and pass.
        let density = on_chin(&canvas, cells, [7, 0, 0, 0, 0]);
        assert_eq!(signs("chin density {} 21", density, None), want, "{cells}");
    }
    let one = || on_chin(&canvas, 1, [2, 1, 0, 0, 0]);
    assert_eq!(signs("chin max {} 3", one(), None), EQUAL);
    assert_eq!(signs("chin max {} 2.9", one(), None), MORE);
    // D2 6, D98 3, D50 5: 0.6.
    let uneven = || {
        [on_chin(&canvas, 100, [3, 0, 0, 0, 0]), on_chin(&canvas, 50, [2, 0, 0, 0, 0])]
            .into_iter()
            .chain([on_chin(&canvas, 2, [1, 0, 0, 0, 0])])
            .collect::<Vec<_>>()
            .concat()
    };
    assert_eq!(signs("chin homogeneity {} 0.6", uneven(), None), EQUAL);
    assert_eq!(signs("chin homogeneity {} 0.5999", uneven(), None), MORE);
}

#[test]
fn gaps_are_judged_by_the_area_below_target() {
    let canvas = face();
    let plan = plan(1, vec![target("chin", 2, None, Per::Session)]);
    // 100 cells are 0.0625 cm2.
    for (cells, want) in [(19, MORE), (20, EQUAL), (21, LESS)] {
        let entries = on_chin(&canvas, cells, [2, 0, 0, 0, 0]);
        assert_eq!(signs("chin gap {} 0.05", entries, Some(&plan)), want, "{cells}");
    }
    // Zones without a target have no gap, but neither are they in the way of others.
    let entries = || on_chin(&canvas, 20, [2, 0, 0, 0, 0]);
    assert_eq!(signs("* gap {} 0.05", entries(), Some(&plan)), EQUAL);
    assert_eq!(signs("cheek-* gap {} 0", entries(), Some(&plan)), "");
    assert_eq!(signs("chin gap {} 0", entries(), None), "");
    assert_eq!(signs("chin gap {} 0", on_chin(&canvas, 100, [2, 0, 0, 0, 0]), Some(&plan)), EQUAL);
}

#[test]
fn a_gap_of_exactly_a_quarter_of_a_cm2_is_one_at_every_resolution() {
    let plan = plan(1, vec![target("chin", 1, None, Per::Session)]);
    for (k, factor, cells) in
        [(1, "1", 25), (2, "1", 100), (4, "1", 400), (5, "1", 625), (8, "1", 1600), (10, "1", 2500)]
            .into_iter()
            .chain([(2, "1.25", 80), (4, "1.6", 250), (5, "1.25", 500), (10, "2.5", 1000), (4, "0.8", 500)])
    {
        let canvas = plate("face", k, (cells / 5, 5), &[patch("chin", factor, &[(0, 0, cells / 5, 5)])]);
        let sessions = series(vec![vec![]]);
        for (goal, want) in
            [("gap <= 0.25", true), ("gap >= 0.25", true), ("gap < 0.25", false), ("gap > 0.25", false)]
        {
            let met = outcome(&format!("chin {goal}"), &[&canvas], &sessions, Some(&plan)).met;
            assert_eq!(met, want, "{goal}, {cells} cells of {factor} at {k} cells per mm");
        }
    }
}

#[test]
fn an_outcome_tells_the_value() {
    let canvas = face();
    let plan = plan(1, vec![target("chin", 2, None, Per::Session)]);
    let sessions = series(vec![on_chin(&canvas, 30, [2, 1, 0, 0, 0])]);
    let value = |goal: &str| outcome(goal, &[&canvas], &sessions, Some(&plan)).value;
    let share = Share::new(30, 100).unwrap();
    let Some(GoalValue::Share(found)) = value("chin V3 >= 1 %") else { panic!("a share was expected") };
    assert_eq!(found.value().to_bits(), share.value().to_bits());
    assert_close_if_any(value("chin V3 >= 1 %").map(GoalValue::number), Some(30.0));
    for (goal, number) in [("mean", 0.9), ("max", 3.0), ("D2", 3.0), ("density", 9.0), ("gap", 0.04375)] {
        let found = value(&format!("chin {goal} > 1"));
        assert!(matches!(found, Some(GoalValue::Number(_))), "{goal}");
        assert_close_if_any(found.map(GoalValue::number), Some(number));
    }
}

#[test]
fn zones_that_match_are_taken_together() {
    let canvas = face();
    let zone = |id, n| fill_zone(&canvas, Some("d1"), id, undirected(n));
    let sessions = series(vec![vec![zone("cheek-left", 9), zone("cheek-right", 1)]]);
    let found = |goal: &str| outcome(goal, &[&canvas], &sessions, None);
    let both = found("cheek-* V4 >= 50 %");
    assert!(both.met);
    assert_eq!((both.zones, both.session, both.ideal_met), (2, None, None));
    assert!(found("cheek-* D50 >= 9").met && found("cheek-* mean >= 5").met && found("cheek-* max <= 9").met);
    // Keep-outs match like all others.
    let all = found("* V1 <= 50 %");
    assert_eq!((all.met, all.zones), (true, 4));
    assert_eq!(found("*-left V9 >= 100 %").zones, 1);
}

#[test]
fn a_goal_that_matches_no_zone_is_not_met() {
    let canvas = face();
    let sessions = series(vec![on_chin(&canvas, 100, [9, 9, 9, 9, 9])]);
    for goal in
        ["scalp-* V1 >= 0 %", "CHIN max <= 99", "each nose gap <= 9", "chi max < 99", "chin* V4 >= 0 % | 1 %"]
    {
        let found = outcome(goal, &[&canvas], &sessions, None);
        if goal.starts_with("chin*") {
            // This one matches the chin.
            assert_eq!((found.met, found.zones), (true, 1));
        } else {
            assert_eq!((found.met, found.zones, found.value), (false, 0, None), "{goal}");
        }
    }
    let found = outcome("nose V1 >= 0 % | 0 %", &[&canvas], &sessions, None);
    assert_eq!((found.met, found.ideal_met), (false, Some(false)));
    assert!(!outcome("chin V1 >= 0 %", &[], &sessions, None).met);
}

#[test]
fn a_goal_that_cannot_be_read_is_not_met() {
    let canvas = face();
    let sessions = series(vec![on_chin(&canvas, 100, [9, 9, 9, 9, 9])]);
    let broken = [
        "",
        "each",
        "chin",
        "chin V4",
        "chin V4 >=",
        "chin V4 90 %",
        "chin V4 >= 90",
        "chin V4 >= 90 % |",
        "chin V4 >= 90 % 97 %",
        "chin V4 = 90 %",
        "chin V4 => 90 %",
        "chin V4 >= -1 %",
        "chin V4 >= 101 %",
        "chin V-4 >= 0 %",
        "chin V >= 0 %",
        "chin v4 >= 0 %",
        "chin D4.5 >= 0",
        "chin D101 >= 0",
        "chin mean >= 1 %",
        "chin gap <= 9 cm2",
        "chin mean >= nan",
        "chin mean <= inf",
        "each each chin V4 >= 0 %",
        "chin cheek-left V4 >= 0 %",
    ];
    for goal in broken {
        assert!(Goal::new(goal).rule.is_err(), "`{goal}` should be no goal");
        let found = outcome(goal, &[&canvas], &sessions, None);
        assert_eq!((found.met, found.zones, found.value), (false, 0, None), "{goal}");
    }
}

#[test]
fn a_goal_whose_value_is_absent_is_not_met() {
    let canvas = face();
    let thin = on_chin(&canvas, 49, [5, 0, 0, 0, 0]);
    let unknown = vec![fill_zone(&canvas, Some("d3"), "chin", undirected(5))];
    for sign in [">=", "<=", ">", "<"] {
        for each in ["", "each "] {
            let judge = |goal: &str, entries: &[Entry]| {
                let goal = format!("{each}chin {goal} {sign} 0 | 0");
                outcome(&goal, &[&canvas], &series(vec![entries.to_vec()]), None)
            };
            for found in [judge("homogeneity", &thin), judge("density", &unknown), judge("gap", &thin)] {
                assert_eq!((found.met, found.ideal_met, found.value), (false, Some(false), None), "{sign}");
                assert_eq!(found.zones, 1);
            }
        }
    }
}

#[test]
fn a_zone_without_a_cell_meets_nothing() {
    let patches = [patch("over", "1", &[(0, 0, 9, 9)]), patch("under", "1", &[(1, 1, 5, 5)])];
    let canvas = plate("face", 4, (10, 10), &patches);
    let plan = plan(1, vec![target("*", 1, None, Per::Session)]);
    let sessions = series(vec![vec![fill_zone(&canvas, Some("d1"), "over", undirected(1))]]);
    let met = |goal: &str| outcome(goal, &[&canvas], &sessions, Some(&plan)).met;
    for goal in ["V1 <= 99 %", "max <= 9", "mean <= 9", "gap <= 9", "D50 <= 9", "density <= 99"] {
        assert!(!met(&format!("under {goal}")), "{goal}");
        assert!(met(&format!("* {}", goal.replace("99 %", "100 %"))), "{goal}");
    }
}

#[test]
fn the_ideal_is_judged_like_what_is_required() {
    let canvas = face();
    let judged = |cells: i32| {
        let sessions = series(vec![on_chin(&canvas, cells, [4, 0, 0, 0, 0])]);
        let found = outcome("chin V4 >= 90 % | 97 %", &[&canvas], &sessions, None);
        (found.met, found.ideal_met)
    };
    assert_eq!(judged(89), (false, Some(false)));
    assert_eq!(judged(90), (true, Some(false)));
    assert_eq!(judged(96), (true, Some(false)));
    assert_eq!(judged(97), (true, Some(true)));
}

#[test]
fn each_is_met_only_if_every_session_meets_it() {
    let canvas = face();
    let part = |cells| on_chin(&canvas, cells, [4, 0, 0, 0, 0]);
    let judged = |cells: &[i32], goal: &str| {
        let sessions = series(cells.iter().map(|&cells| part(cells)).collect());
        let found = outcome(goal, &[&canvas], &sessions, None);
        (found.met, found.ideal_met, found.value.map(GoalValue::number), found.session)
    };
    let goal = "each chin V4 >= 90 % | 97 %";
    assert_eq!(judged(&[97, 98], goal), (true, Some(true), Some(97.0), Some(0)));
    assert_eq!(judged(&[98, 90, 96], goal), (true, Some(false), Some(90.0), Some(1)));
    assert_eq!(judged(&[98, 99, 89], goal), (false, Some(false), Some(89.0), Some(2)));
    assert_eq!(judged(&[10, 100, 0], goal), (false, Some(false), Some(0.0), Some(2)));
    assert_eq!(judged(&[10, 100, 50], "each chin V4 < 90 %"), (false, None, Some(100.0), Some(1)));
    // Sessions added up are another matter.
    assert_eq!(judged(&[50, 50], "chin V8 >= 50 %"), (true, None, Some(50.0), None));
    assert!(!judged(&[50, 50], "each chin V8 >= 50 %").0);
    // Without a session nothing is met.
    assert_eq!(judged(&[], "each chin V4 < 90 %"), (false, None, None, None));
}

#[test]
fn each_judges_gaps_by_the_target_of_one_session() {
    let canvas = face();
    let plan = plan(4, vec![target("chin", 2, None, Per::Session), target("cheek-*", 6, None, Per::Series)]);
    let zone = |id, n| fill_zone(&canvas, Some("d1"), id, undirected(n));
    let sessions = series(vec![
        vec![zone("chin", 2), zone("cheek-left", 2), zone("cheek-right", 1)],
        vec![zone("chin", 2), zone("cheek-left", 2), zone("cheek-right", 2)],
    ]);
    let met = |goal: &str| outcome(goal, &[&canvas], &sessions, Some(&plan)).met;
    // 2 a session and 4 in two; of 6 in four sessions 2 in the first and 3 in two.
    assert!(met("each chin gap <= 0") && met("chin gap <= 0"));
    assert!(met("each cheek-left gap <= 0") && met("cheek-left gap <= 0"));
    assert!(!met("each cheek-right gap <= 0") && met("cheek-right gap <= 0"));
}

/// A second picture with another resolution that shows the left cheek again, an ear, and the scalp.
fn side() -> Canvas {
    let patches = [
        patch("cheek-left", "1", &[(0, 0, 20, 10)]),
        patch("ear-left", "1", &[(0, 10, 20, 20)]),
        patch("scalp", "1.5", &[(0, 20, 20, 30)]),
    ];
    plate("side", 2, (20, 30), &patches)
}

#[test]
fn zones_of_all_painted_diagrams_are_taken_together() {
    let (face, side) = (face(), side());
    let sessions = series(vec![vec![
        fill_zone(&face, Some("d1"), "cheek-left", undirected(4)),
        fill_zone(&side, Some("d2"), "ear-left", undirected(1)),
    ]]);
    let found = |goal: &str| outcome(goal, &[&face, &side], &sessions, None);
    // On the face 100 cells of 1/16 mm2, at the side 200 of 1/4 mm2: 6.25 and 50 mm2.
    let cheeks = found("cheek-left V4 >= 10 %");
    assert_eq!(cheeks.zones, 2);
    assert_close_if_any(cheeks.value.map(GoalValue::number), Some(100.0 * 6.25 / 56.25));
    let left = found("*-left mean >= 0.7");
    assert_eq!(left.zones, 3);
    // 6.25 mm2 with 4 and 50 of 106.25 with 1.
    assert_close_if_any(left.value.map(GoalValue::number), Some(75.0 / 106.25));
    assert_close_if_any(found("*-left density > 0").value.map(GoalValue::number), Some(450.0 / 106.25));
    assert!(found("*-left D50 <= 1").met && found("*-left D50 > 0").met);
    assert!(found("*-left max >= 4").met);
}

#[test]
fn means_over_diagrams_are_not_rounded_to_what_is_required() {
    // 2 cells of 1/16 mm2 and 7 of 1/4 mm2: of 30 parts of area each of the first is one, each of the others four.
    let picture = |id, k, cells| plate(id, k, (cells, 1), &[patch("chin", "1", &[(0, 0, cells, 1)])]);
    let (first, second) = (picture("first", 4, 2), picture("second", 2, 7));
    for (a, b, required) in [(1, 29, "3.9"), (4, 29, "4"), (7, 29, "4.1"), (8, 58, "8"), (23, 58, "8.5")] {
        let one = |canvas: &Canvas, n| fill(canvas, Some("d1"), (0, 0, 1, 1), undirected(n));
        let sessions = series(vec![vec![one(&first, a), one(&second, b)]]);
        let met = |sign: &str| {
            outcome(&format!("chin mean {sign} {required}"), &[&first, &second], &sessions, None).met
        };
        assert!(met(">=") && met("<=") && !met(">") && !met("<"), "{a} and {b}");
    }
}

#[test]
fn a_zone_of_a_diagram_that_was_not_painted_takes_part_if_it_is_planned_and_no_painted_diagram_has_it() {
    let (face, side) = (face(), side());
    let sessions = series(vec![vec![fill_zone(&face, Some("d1"), "cheek-left", undirected(4))]]);
    let zones = |goal: &str, targets: &[&str]| {
        let targets = targets.iter().map(|zones| target(zones, 4, None, Per::Session)).collect();
        outcome(goal, &[&face, &side], &sessions, Some(&plan(1, targets))).zones
    };
    assert_eq!(zones("* V1 >= 0 %", &[]), 4);
    assert_eq!(zones("ear-* V1 >= 0 %", &[]), 0);
    assert_eq!(zones("ear-* V1 >= 0 %", &["scalp"]), 0);
    assert_eq!(zones("ear-* V1 >= 0 %", &["*-left"]), 1);
    // The face has the cheek, so that it is planned there.
    assert_eq!(zones("cheek-left V1 >= 0 %", &["cheek-left"]), 1);
    assert_eq!(zones("cheek-left V1 >= 0 %", &["*"]), 1);
    assert_eq!(zones("* V1 >= 0 %", &["*"]), 6);
    assert!(outcome("cheek-left V4 >= 100 %", &[&side, &face], &sessions, Some(&plan(1, vec![]))).met);
    // What was planned and never painted is missing.
    let planned = plan(1, vec![target("*-left", 4, None, Per::Session)]);
    let found = outcome("*-left gap <= 1", &[&face, &side], &sessions, Some(&planned));
    assert_close_if_any(found.value.map(GoalValue::number), Some(0.5));
}

#[test]
fn a_painted_diagram_takes_part_in_sessions_that_left_it_out() {
    let (face, side) = (face(), side());
    let sessions = series(vec![
        vec![fill_zone(&face, Some("d1"), "cheek-left", undirected(4))],
        vec![fill_zone(&side, Some("d1"), "cheek-left", undirected(4))],
    ]);
    let found = outcome("each cheek-left V4 >= 50 %", &[&face, &side], &sessions, None);
    assert_eq!((found.met, found.session, found.zones), (false, Some(0), 2));
    assert_close_if_any(found.value.map(GoalValue::number), Some(100.0 * 6.25 / 56.25));
}
