//! `stipple goals`.

use crate::sample::{Copy, SERIES, answer, failure, run, series, texts};
use serde_json::Value;
use std::ffi::OsStr;
use std::path::Path;
use stipple::model::Goal;

/// The goals as JSON, and the status.
fn goals(folder: &Path, more: &[&str]) -> (Value, i32) {
    let fixed = [OsStr::new("goals"), folder.as_os_str(), OsStr::new("--format"), OsStr::new("json")];
    let output = run(fixed.into_iter().chain(more.iter().map(OsStr::new)));
    let (out, err) = texts(&output);
    assert_eq!(err, "", "not met is an answer, no failure");
    (serde_json::from_str(&out).unwrap(), output.status.code().unwrap())
}

fn with_goals(list: &[&str]) -> Copy {
    let copy = Copy::of("acne-scars-face");
    copy.change(|series| {
        series.plan.as_mut().unwrap().goals = list.iter().map(|text| Goal::new(*text)).collect();
    });
    copy
}

fn marks(found: &Value, field: &str) -> Vec<bool> {
    found["goals"].as_array().unwrap().iter().map(|goal| goal[field].as_bool().unwrap()).collect()
}

#[test]
fn the_status_is_1_exactly_when_a_goal_is_not_met() {
    let mut seen = [0, 0];
    for name in SERIES {
        let (found, status) = goals(&series(name), &[]);
        let met = marks(&found, "met").iter().all(|met| *met);
        assert_eq!((found["met"].as_bool(), status), (Some(met), i32::from(!met)), "{name}");
        let output = run([OsStr::new("goals"), series(name).as_os_str()]);
        assert_eq!(output.status.code(), Some(status), "{name}");
        seen[usize::from(met)] += 1;
    }
    assert!(seen[0] > 0 && seen[1] > 0, "the sample has both");
}

#[test]
fn goals_that_are_all_met_end_with_0() {
    let copy =
        with_goals(&["cheek-* V1 >= 50 %", "* max <= 255", "nose mean >= 0", "each cheek-* coverage > 0.5"]);
    let (found, status) = goals(&copy.path, &[]);
    assert_eq!((marks(&found, "met"), status), (vec![true; 4], 0));
    assert!(answer([OsStr::new("goals"), copy.path.as_os_str()]).contains("4 of 4 met"));
}

#[test]
fn a_goal_that_matches_no_zone_is_not_met() {
    for goal in [
        "hoof V1 >= 0 %",
        "hoof V1 <= 100 %",
        "cheek V1 >= 0 %",
        "each hoof-* max <= 255",
        "upper-back-* max <= 9",
    ] {
        let copy = with_goals(&["cheek-* V1 >= 0 %", goal]);
        let (found, status) = goals(&copy.path, &[]);
        assert_eq!((marks(&found, "met"), status), (vec![true, false], 1), "{goal}");
        assert_eq!(
            (found["goals"][1]["zones"].as_u64(), &found["goals"][1]["value"]),
            (Some(0), &Value::Null)
        );
        let table = texts(&run([OsStr::new("goals"), copy.path.as_os_str()])).0;
        assert!(table.contains("matches no zone") && table.contains("1 of 2 met"), "{table}");
    }
}

#[test]
fn a_goal_that_cannot_be_read_is_not_met_and_says_why() {
    let copy = with_goals(&["cheek-* V4 => 90 %", "", "* V25 <= 2 %"]);
    let (found, status) = goals(&copy.path, &[]);
    assert_eq!((marks(&found, "met"), status), (vec![false, false, true], 1));
    assert!(found["goals"][0]["error"].as_str().unwrap().contains("column"), "{found}");
    assert!(found["goals"][2]["error"].is_null());
    let table = texts(&run([OsStr::new("goals"), copy.path.as_os_str()])).0;
    assert!(table.contains("cannot be read"), "{table}");
}

#[test]
fn json_has_the_goal_its_value_and_whether_it_is_met() {
    let copy =
        with_goals(&["cheek-* V4 >= 90 % | 99.999 %", "each cheek-* mean >= 1", "chin homogeneity <= 1"]);
    let (found, _) = goals(&copy.path, &[]);
    assert_eq!((found["format"].as_str(), found["version"].as_u64()), (Some("stipple/goals"), Some(1)));
    assert_eq!(found["sessions"].as_array().unwrap().len(), 3);
    let list = found["goals"].as_array().unwrap();
    assert_eq!(list[0]["goal"], "cheek-* V4 >= 90 % | 99.999 %");
    assert!((0.9..=1.0).contains(&list[0]["value"].as_f64().unwrap()), "shares run from 0 to 1: {found}");
    assert!(list[0]["ideal_met"].is_boolean() && list[1]["ideal_met"].is_null());
    assert_eq!(list[0]["zones"], 2);
    assert!(list[1]["session"].is_string(), "the session furthest from an `each` goal is named");
    assert!(list[2]["value"].is_null() && list[2]["met"] == false, "there is no such value: {found}");
}

#[test]
fn a_session_alone_is_judged_with_session() {
    let copy = with_goals(&["cheek-* V8 >= 50 %"]);
    assert_eq!(goals(&copy.path, &[]).1, 0);
    for number in ["1", "2", "3"] {
        let (found, status) = goals(&copy.path, &["--session", number]);
        assert_eq!((status, found["sessions"].as_array().unwrap().len()), (1, 1), "{found}");
    }
    let line = failure([OsStr::new("goals"), copy.path.as_os_str(), "--session".as_ref(), "4".as_ref()]);
    assert!(line.contains("no session 4"), "{line}");
}

#[test]
fn a_plan_without_goals_and_no_plan_have_none_unmet() {
    let copy = with_goals(&[]);
    assert!(answer([OsStr::new("goals"), copy.path.as_os_str()]).contains("no goals"));
    copy.change(|series| series.plan = None);
    let (found, status) = goals(&copy.path, &[]);
    assert_eq!((found["goals"].as_array().unwrap().len(), status), (0, 0));
}

#[test]
fn goals_of_a_series_without_sessions_are_not_met() {
    let copy = with_goals(&["cheek-* V1 >= 1 %", "each cheek-* V1 >= 0 %"]);
    for path in copy.sessions() {
        std::fs::remove_file(path).unwrap();
    }
    let (found, status) = goals(&copy.path, &[]);
    assert_eq!((marks(&found, "met"), status), (vec![false, false], 1), "{found}");
}
