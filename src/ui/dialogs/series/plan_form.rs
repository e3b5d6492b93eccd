//! The plan as it stands in a form: in the dialogs of a series, and in Plan.

use super::plan::{self, TargetRow};
use super::reading::{Place, Reading};
use crate::model::{Atlas, Figure, Goal, Plan, Series};
use crate::ui::dialogs::value::{quoted, whole, whole_text};
use egui::Ui;

/// The plan with what has been filled in.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct PlanForm {
    /// What it started from. Whatever the form does not show is taken from here.
    base: Option<Plan>,
    pub(super) planned: bool,
    pub(super) sessions: String,
    pub(super) interval: String,
    pub(super) targets: Vec<TargetRow>,
    pub(super) goals: String,
    /// The goals as the form showed them at first.
    goals_before: String,
}

/// What a form of a plan is shown with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    pub(super) reading: &'a Reading,
    pub(super) atlas: &'a Atlas,
    pub(super) figure: Option<Figure>,
    /// Whether problems show even in the field that is being typed into.
    pub(super) insist: bool,
    /// Whether it can only be looked at.
    pub(super) locked: bool,
}

impl PlanForm {
    /// The form of a plan, or of none.
    pub(in crate::ui) fn of(base: Option<Plan>) -> Self {
        let plan = base.clone().unwrap_or_default();
        let goals: Vec<&str> = plan.goals.iter().map(|goal| goal.text.as_str()).collect();
        let goals = goals.join("\n");
        Self {
            planned: base.is_some(),
            sessions: whole_text(plan.sessions),
            interval: whole_text(plan.interval_days),
            targets: plan.targets.into_iter().map(TargetRow::of).collect(),
            goals_before: goals.clone(),
            goals,
            base,
        }
    }

    /// What the series becomes with it, and what is wrong with what was filled in.
    pub(in crate::ui) fn read(&self, series: &Series) -> Reading {
        let mut reading = Reading::new(Series { plan: None, ..series.clone() });
        self.read_into(&mut reading);
        reading.check_bounds();
        reading
    }

    /// Shows it in a ui of its own. Problems show once their field is left.
    pub(in crate::ui) fn show(
        &mut self,
        ui: &mut Ui,
        reading: &Reading,
        atlas: &Atlas,
        figure: Option<Figure>,
        locked: bool,
    ) {
        if locked {
            crate::ui::dialogs::form::lock(ui);
        }
        plan::plan(ui, self, Shown { reading, atlas, figure, insist: false, locked });
    }

    pub(super) fn read_into(&self, reading: &mut Reading) {
        if self.planned {
            let plan = self.read_plan(reading);
            reading.series.plan = Some(plan);
        }
    }

    fn read_plan(&self, reading: &mut Reading) -> Plan {
        let base = self.base.clone().unwrap_or_default();
        let sessions = reading.take(Place::Sessions, whole(&self.sessions));
        let interval_days = reading.take(Place::Interval, whole(&self.interval));
        let targets = self.targets.iter().enumerate().map(|(i, row)| row.read(i, reading)).collect();
        let goals = self.read_goals(&base.goals, reading);
        Plan { sessions, interval_days, targets, goals, ..base }
    }

    /// The goals, one a line. One that stood there before and cannot be read stays, as it may be from a newer
    /// version of the program; it says so but stops nothing.
    fn read_goals(&self, before: &[Goal], reading: &mut Reading) -> Vec<Goal> {
        let untouched = self.goals == self.goals_before;
        let lines: Vec<Goal> = if untouched {
            before.to_vec()
        } else {
            let lines = self.goals.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(Goal::new).collect()
        };
        let (mut problems, mut blocks) = (Vec::new(), false);
        for (i, goal) in lines.iter().enumerate() {
            if let Err(error) = &goal.rule {
                problems.push(format!("Goal {}, {}.", i + 1, quoted(&error.to_string())));
                blocks |= !before.iter().any(|old| old.text == goal.text);
            }
        }
        if !problems.is_empty() {
            reading.note(Place::Goals, problems.join("\n"), blocks);
        }
        lines
    }
}
