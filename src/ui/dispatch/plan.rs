//! Changes of the plan.

use crate::model::{PlanTemplate, Wanted};
use crate::ui::app::App;
use egui::Context;

impl App {
    /// Sets what is wanted of some zones of the diagram, or that nothing is.
    pub(super) fn set_target(&mut self, ctx: &Context, zones: &[usize], wanted: Option<Wanted>) {
        let Some(workspace) = &self.workspace else { return };
        if let Some(reason) = workspace.read_only.clone() {
            self.notices.say(reason);
            return;
        }
        if let Some(step) = workspace.target_step(&self.atlas, zones, wanted) {
            self.apply(ctx, step);
        }
    }

    /// Takes over what a template says, and says where that comes from.
    pub(super) fn take_template(&mut self, ctx: &Context, template: &PlanTemplate) {
        let Some(workspace) = &mut self.workspace else { return };
        let step = workspace.template_step(&self.atlas, template);
        workspace.plan.wanted.passes = template.passes.unwrap_or(workspace.plan.wanted.passes);
        match step {
            Some(step) => {
                self.apply(ctx, step);
                self.notices.say_with_undo(format!("{}. {}.", template.name, template.source));
            }
            None => self.notices.say("The plan says so already."),
        }
    }
}
