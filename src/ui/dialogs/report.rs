//! The printable report before it is written or printed: what is in it, and its first page as it will be.

use super::Scene;
use super::destination::Outgoing;
use super::form::{
    Accept, Answer, BODY, Form, GAP, MARGIN, choice, choose_named, head, most_height, paragraph,
};
use crate::export::report::{Paper, ReportOptions, Section};
use crate::export::{Chosen, Named, Progress};
use crate::model::{Atlas, Client, DiagramId, SeriesId};
use crate::store::slug;
use crate::ui::action::{Action, Outbox};
use crate::ui::report::{ReportChoices, ReportRequest};
use crate::ui::theme::{AS_MADE, Look, Text};
use crate::ui::widgets::{checkbox, label, paint_text, paint_whole, remark};
use egui::{Align2, Context, Rect, Sense, StrokeKind, TextureHandle, Ui, Vec2};
use std::path::Path;

/// How the name of a report ends.
const ENDING: &str = "pdf";

/// Width of the fields.
const LEFT: f32 = 468.0;
/// Room between the fields and the page.
const BETWEEN: f32 = 28.0;
/// Columns of what can be left out.
const COLUMNS: usize = 3;
/// Height of the line below the page.
const CAPTION: f32 = 24.0;
/// The page is no higher than this.
const HIGHEST: f32 = 720.0;
/// Width of an A4 page for its height.
const A4: f32 = 595.28 / 841.89;

const PAPERS: [Paper; 2] = [Paper::A4, Paper::Letter];

/// What becomes of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It is written to a file.
    Write,
    /// It is shown in the program that prints it.
    Print,
}

/// The form with what has been filled in.
#[derive(Clone)]
pub(super) struct ReportForm {
    purpose: Purpose,
    series: SeriesId,
    choices: ReportChoices,
    /// The diagrams that can be in it, with their titles.
    diagrams: Vec<(DiagramId, String)>,
    /// The number of the open session, and of how many; none where there is one at most.
    session: Option<(usize, usize)>,
    only_session: bool,
    to: Outgoing,
    page: FirstPage,
}

/// The first page as far as it is drawn.
#[derive(Clone, Default)]
struct FirstPage {
    /// What was asked for last, and how wide.
    asked: Option<(ReportRequest, u32)>,
    /// Whether it is still wanted.
    progress: Progress,
    /// The page that was drawn last, and of how many.
    drawn: Option<(TextureHandle, usize)>,
    /// Why there is none.
    trouble: String,
}

impl std::fmt::Debug for ReportForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReportForm")
            .field("choices", &self.choices)
            .field("to", &self.to)
            .finish_non_exhaustive()
    }
}

impl ReportForm {
    /// A form that proposes what was chosen last, and a file in a folder with nothing of the client in its name.
    pub(super) fn new(
        purpose: Purpose,
        chosen: &Chosen,
        open: Option<usize>,
        choices: ReportChoices,
        atlas: &Atlas,
        folder: &Path,
    ) -> Self {
        let painted = chosen.painted(atlas);
        let figure = chosen.series.figure;
        let diagrams =
            painted.iter().map(|diagram| (diagram.id.clone(), diagram.title_for(figure).into_owned()));
        Self {
            purpose,
            series: chosen.series.id.clone(),
            choices,
            diagrams: diagrams.collect(),
            session: open.filter(|_| chosen.of > 1).map(|number| (number, chosen.of)),
            only_session: false,
            to: Outgoing::new(folder.join(format!("{}-report.{ENDING}", slug(&chosen.series.title)))),
            page: FirstPage::default(),
        }
    }

    /// The file it goes to.
    pub(super) const fn to(&mut self) -> &mut Outgoing {
        &mut self.to
    }

    /// Takes the first page with the number of pages, or why there is none.
    pub(super) fn set_page(&mut self, drawn: Result<(TextureHandle, usize), String>) {
        match drawn {
            Ok(drawn) => {
                self.page.drawn = Some(drawn);
                self.page.trouble.clear();
            }
            Err(trouble) => self.page.trouble = trouble,
        }
    }

    /// The report as it is asked for now; none while no diagram is in it.
    fn request(&self) -> Option<ReportRequest> {
        let ReportChoices { paper, named, without, without_diagrams } = &self.choices;
        let left_out = |id: &DiagramId| without_diagrams.iter().any(|other| other == id.as_str());
        let mut diagrams: Vec<DiagramId> = self.diagrams.iter().map(|(id, _)| id.clone()).collect();
        diagrams.retain(|id| !left_out(id));
        let all = diagrams.len() == self.diagrams.len();
        if diagrams.is_empty() && !all {
            return None;
        }
        let session = self.session.filter(|_| self.only_session).map(|(number, _)| number);
        // One session may not have painted all of them: then those it has painted.
        let diagrams = if all { Vec::new() } else { diagrams };
        let (paper, named, without) = (*paper, *named, without.clone());
        let options = ReportOptions { paper, named, without, diagrams, printed: None };
        Some(ReportRequest { options, session })
    }

    /// Shows it.
    pub(super) fn show(&mut self, ctx: &Context, scene: &mut Scene<'_>, out: &mut Outbox) {
        let height = (most_height(ctx) - BODY).min(HIGHEST);
        let page = Vec2::new(((height - CAPTION) * A4).round(), height - CAPTION);
        let writes = self.purpose == Purpose::Write;
        let ready = if writes { self.to.is_ready(ENDING) } else { !self.to.is_being_written() };
        let words = match (writes, self.to.is_being_written()) {
            (true, _) => self.to.words(ENDING),
            (false, false) => "Print",
            (false, true) => "Preparing",
        };
        let error = self.to.error().to_owned();
        let form = Form {
            id: "report",
            title: if writes { "Report" } else { "Print the report" },
            width: LEFT + BETWEEN + page.x + 2.0 * MARGIN,
            height: Some(height + BODY),
            accept: Some(Accept { enabled: ready && self.request().is_some(), ..Accept::primary(words) }),
            error: &error,
            lightly: false,
        };
        let client = scene.document.map(|document| &document.series().client);
        let answer = form.show(ctx, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.vertical(|ui| {
                    ui.set_width(LEFT);
                    self.fields(ui, client, out);
                });
                ui.add_space(BETWEEN);
                ui.vertical(|ui| self.show_page(ui, page));
            });
        });
        self.ask_for_page((page.x * ctx.pixels_per_point()).round() as u32, out);
        match answer {
            Answer::Open => {}
            Answer::Close => {
                self.page.progress.cancel();
                self.to.give_up();
                out.push(Action::CloseDialog);
            }
            Answer::Accept => self.accept(scene, out),
        }
    }

    fn ask_for_page(&mut self, width: u32, out: &mut Outbox) {
        let Some(request) = self.request() else { return };
        if self.page.asked.as_ref().is_some_and(|(asked, wide)| *asked == request && *wide == width) {
            return;
        }
        // The one before is of no use any more; its page is shown until the new one is there.
        self.page.progress.cancel();
        self.page.progress = Progress::default();
        self.page.asked = Some((request.clone(), width));
        out.push(Action::PreviewReport(Box::new(request), width, self.page.progress.clone()));
    }

    fn accept(&mut self, scene: &mut Scene<'_>, out: &mut Outbox) {
        let Some(request) = self.request() else { return };
        scene.settings.keep_report(&self.series, self.choices.clone());
        let request = Box::new(request);
        out.push(match self.purpose {
            Purpose::Write => Action::WriteReport(request, self.to.begin()),
            Purpose::Print => Action::PrintReport(request, self.to.begin_elsewhere()),
        });
    }

    fn fields(&mut self, ui: &mut Ui, client: Option<&Client>, out: &mut Outbox) {
        let look = Look::now(ui.ctx());
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0 * GAP;
            let chosen = PAPERS.iter().position(|paper| *paper == self.choices.paper);
            let new = choice(ui, "Paper", &["A4", "Letter"], chosen);
            self.choices.paper = new.and_then(|new| PAPERS.get(new)).copied().unwrap_or(self.choices.paper);
            if let Some((number, of)) = self.session {
                let words = [format!("All {of}"), format!("Session {number} only")];
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                let new = choice(ui, "Sessions", &words, Some(usize::from(self.only_session)));
                self.only_session = new.map_or(self.only_session, |new| new == 1);
            }
        });
        ui.add_space(GAP);
        choose_named(ui, &mut self.choices.named);
        ui.add_space(4.0);
        paragraph(ui, &named_words(self.choices.named, client), Text::Small, look.text_2);
        ui.add_space(GAP);
        self.section_fields(ui);
        self.diagram_fields(ui);
        ui.add_space(GAP);
        match self.purpose {
            Purpose::Write => {
                if self.to.show(ui, LEFT, ENDING) {
                    out.push(Action::ChooseFile(self.to.path().to_owned(), ENDING));
                }
                self.to.show_state(ui, ENDING, None);
            }
            Purpose::Print => {
                let words = "It is shown in the program that this system has for PDF files, and printed from \
                             there. Its file is kept for a day where only you can read it.";
                paragraph(ui, words, Text::Small, look.text_2);
                if self.to.is_being_written() {
                    self.to.show_state(ui, ENDING, None);
                }
            }
        }
    }

    fn section_fields(&mut self, ui: &mut Ui) {
        head(ui, "In the report");
        let several = self.diagrams.len() > 1;
        let sections: Vec<Section> =
            Section::ALL.into_iter().filter(|section| several || *section != Section::Diagrams).collect();
        let without = &mut self.choices.without;
        columns(ui, &sections, |ui, section| {
            let mut on = !without.contains(section);
            if checkbox(ui, &mut on, section.title()).changed() {
                without.retain(|other| other != section);
                without.extend((!on).then_some(*section));
            }
        });
    }

    fn diagram_fields(&mut self, ui: &mut Ui) {
        if self.diagrams.len() < 2 {
            return;
        }
        ui.add_space(GAP);
        head(ui, "Diagrams");
        let without = &mut self.choices.without_diagrams;
        columns(ui, &self.diagrams, |ui, (id, title)| {
            let mut on = !without.iter().any(|other| other == id.as_str());
            if checkbox(ui, &mut on, title).changed() {
                without.retain(|other| other != id.as_str());
                without.extend((!on).then(|| id.to_string()));
            }
        });
        if self.request().is_none() {
            ui.add_space(4.0);
            remark(ui, "A report needs one diagram at least.", Look::now(ui.ctx()).stop);
        }
    }

    fn show_page(&self, ui: &mut Ui, extent: Vec2) {
        let look = Look::now(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(extent, Sense::hover());
        let words = match &self.page.drawn {
            Some((_, pages)) => format!("First page of {pages}"),
            None => "The first page is being drawn".to_owned(),
        };
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &words));
        ui.painter().rect_filled(rect, 0.0, look.sunken);
        if let Some((page, _)) = &self.page.drawn {
            let scale = (extent / page.size_vec2()).min_elem();
            let paper = Rect::from_center_size(rect.center(), page.size_vec2() * scale);
            paint_whole(ui.painter(), page, rect, AS_MADE);
            ui.painter().rect_stroke(paper, 0.0, look.outline(), StrokeKind::Outside);
        } else if self.page.trouble.is_empty() {
            let middle = rect.center();
            paint_text(ui.painter(), middle, Align2::CENTER_CENTER, &words, Text::Small, look.text_3);
        }
        ui.add_space(6.0);
        if self.page.trouble.is_empty() {
            let pages = self.page.drawn.as_ref().map_or(0, |(_, pages)| *pages);
            let words = match pages {
                0 => String::new(),
                1 => "The only page".to_owned(),
                pages => format!("Page 1 of {pages}"),
            };
            label(ui, &words, Text::Small, look.text_2);
        } else {
            remark(ui, &self.page.trouble, look.stop);
        }
    }
}

/// Check boxes in columns of the same width, one row after the other.
fn columns<T>(ui: &mut Ui, items: &[T], mut each: impl FnMut(&mut Ui, &T)) {
    let width = LEFT / COLUMNS as f32;
    for row in items.chunks(COLUMNS) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for item in row {
                ui.allocate_ui(Vec2::new(width, 30.0), |ui| {
                    ui.set_width(width);
                    each(ui, item);
                });
            }
        });
    }
}

/// What stands at the head of the report.
fn named_words(named: Named, client: Option<&Client>) -> String {
    let own = |named: Named| client.and_then(|client| named.words(client));
    match (named, own(Named::Name), own(Named::Reference)) {
        (Named::Name, Some(name), Some(reference)) => {
            format!("“{name}” stands at its head, and “{reference}” below.")
        }
        (Named::Name, Some(name), None) => format!("“{name}” stands at its head."),
        (Named::Name, None, _) => "The client has no name.".to_owned(),
        (Named::Reference, _, Some(reference)) => format!("“{reference}” stands at its head."),
        (Named::Reference, _, None) => "The client has no reference.".to_owned(),
        (Named::Neither, ..) => {
            "It says “not named”, and notes are left out: a name may stand in them.".to_owned()
        }
    }
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
