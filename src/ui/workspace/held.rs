//! Picture and figures of another choice of sessions or passes, which are made apart, change on the screen together.

use super::state::{Place, Workspace};
use super::summary::Summary;
use crate::ui::canvas::{HeatImages, HeatKey};
use egui::Context;
use std::sync::Arc;

/// What has been made and waits for the other.
#[derive(Debug, Default)]
pub(in crate::ui) struct Held {
    heat: Option<(HeatKey, HeatImages)>,
    summary: Option<Arc<Summary>>,
}

impl Workspace {
    /// Takes a heatmap that was made: it is shown at once where the figures beside it are of the same counts, and
    /// otherwise with them.
    pub(in crate::ui) fn take_heat(&mut self, ctx: &Context, key: HeatKey, images: HeatImages) {
        if !self.heat.awaits(&key) {
            return;
        }
        let beside = self.summary.as_ref().map(|summary| &summary.key);
        // In Treat what is painted is seen before its goals have been judged; and the first picture comes alone.
        let waits = self.place == Place::Review
            && self.heat.is_there()
            && beside.is_some_and(|beside| !beside.counts_as(&key));
        if waits && !self.held.summary.as_ref().is_some_and(|summary| summary.key.counts_as(&key)) {
            self.held.heat = Some((key, images));
            return;
        }
        self.show_heat(ctx, key, images);
    }

    /// Takes figures that were computed.
    pub(in crate::ui) fn take_summary(&mut self, ctx: &Context, summary: Arc<Summary>) {
        let beside = self.heat.shown().is_some_and(|shown| shown.counts_as(&summary.key));
        if self.place == Place::Review && self.heat.is_there() && !beside {
            self.held.summary = Some(Arc::clone(&summary));
            if let Some((key, images)) = self.held.heat.take_if(|(key, _)| key.counts_as(&summary.key)) {
                self.show_heat(ctx, key, images);
            }
            return;
        }
        self.summary = Some(summary);
    }

    /// The figures will not come: what waits for them is asked for once more, and shown with none beside it.
    pub(in crate::ui) fn figures_failed(&mut self) {
        self.held = Held::default();
        self.summary = None;
        self.heat.ask_again();
    }

    fn show_heat(&mut self, ctx: &Context, key: HeatKey, images: HeatImages) {
        let grid = self.diagram.grid;
        self.held.heat = None;
        let Some(changed) = self.heat.put(ctx, key, grid, images) else { return };
        let shown = self.heat.shown();
        let belongs = |summary: &mut Arc<Summary>| shown.is_some_and(|shown| shown.counts_as(&summary.key));
        if let Some(summary) = self.held.summary.take_if(belongs) {
            self.summary = Some(summary);
        }
        self.renew_heat(ctx, changed);
    }
}
