//! The one place where what views ask for is done.

mod edit;
mod gaps;
mod look;
mod plan;
mod session;

use super::action::{Action, DialogKind};
use super::app::App;
use super::commands::Command;
use super::dialogs::Dialog;
use egui::{Context, ViewportCommand};

impl App {
    /// Does what was asked for.
    pub(super) fn act(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Run(command) => self.run_command(ctx, command),
            Action::OpenSeries { .. } => self.open_series(action),
            Action::OpenLibrary(root) => self.open_library(root),
            Action::OpenPath(path) => self.open_path(path),
            Action::OpenSample => self.open_sample(),
            Action::CreateSeries(new) => self.create_series(*new),
            Action::SelectSession(id) => self.select_session(id),
            Action::SelectDiagram(id) => self.select_diagram(&id),
            Action::Commit(kinds) => self.commit(ctx, kinds),
            Action::LogZone(zone, passes) => self.log_zone(ctx, zone, passes),
            Action::LogGap(place, passes) => self.log_gap(ctx, place, passes),
            Action::FillGap(place) => self.fill_gap(ctx, Some(place)),
            Action::LocateSpot(spot) => self.locate_spot(ctx, spot),
            Action::SetTarget(zones, wanted) => self.set_target(ctx, &zones, wanted),
            Action::TakeTemplate(template) => self.take_template(ctx, template),
            Action::Edit(step) => self.apply(ctx, step),
            Action::SelectZone(zone, frame) => self.select_zone(zone, frame),
            Action::Locate(place) => self.locate(ctx, place),
            Action::RetrySave => self.save_now(ctx),
            Action::ChooseArchive => self.choose_archive(),
            Action::AskImport(archive) => self.ask_import(archive),
            Action::Import(planned) => self.import(*planned),
            Action::AskErase(folder) => {
                self.library.selected = Some(folder);
                self.show_dialog(DialogKind::Erase);
            }
            Action::ReadHistory => self.read_history(),
            Action::PlanErase => self.plan_erase(),
            Action::Erase(folder) => self.erase(folder),
            Action::WriteAgain => self.write_again(),
            Action::ListVersions(which) => self.list_versions(which),
            Action::CompareVersion(which, version) => self.compare_version(which, version),
            Action::TakeVersion(choice) => self.take_version(ctx, *choice),
            Action::SaveCopy => self.save_copy(),
            Action::Say(text) => self.notices.say(text),
            Action::Show(kind) => self.show_dialog(kind),
            Action::CloseDialog => self.dialog = None,
            Action::PreviewPicture(request) => self.preview_picture(request),
            Action::ChooseFile(path, ending) => self.choose_file(&path, ending),
            Action::WritePicture(file, request) => self.write_picture(file, request),
            Action::CopyPicture(request) => self.copy_picture(request),
            Action::WriteSeriesFile(request) => self.write_series_file(*request),
            Action::PreviewReport(request, width, progress) => self.preview_report(*request, width, progress),
            Action::WriteReport(request, file) => self.write_report(*request, file),
            Action::PrintReport(request, progress) => self.print_report(*request, progress),
            Action::GatherFacts(number) => self.gather_facts(number),
            Action::WriteNote(text, file) => self.write_note(text, file),
            Action::ShowFolder(folder) => self.show_folder(folder),
            Action::ChooseLibrary => self.choose_library(),
            Action::SettingsChanged => self.settings_changed(ctx),
            Action::Escape => self.escape(ctx),
            Action::CloseAnyway => {
                self.closing = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }

    fn run_command(&mut self, ctx: &Context, command: Command) {
        match command {
            Command::Library => self.show_library(),
            Command::NewSeries => self.show_dialog(DialogKind::NewSeries),
            Command::Details => self.show_dialog(DialogKind::Details),
            Command::History => self.show_dialog(DialogKind::History),
            Command::Versions => self.show_dialog(DialogKind::Versions),
            Command::Settings => self.show_dialog(DialogKind::Settings),
            Command::Shortcuts => self.show_dialog(DialogKind::Shortcuts),
            Command::FocusCanvas => crate::ui::canvas::focus_canvas(ctx),
            Command::Palette => self.show_dialog(DialogKind::Palette),
            Command::ExportPicture => self.show_dialog(DialogKind::ExportPicture),
            Command::ExportSeries(file) => self.show_dialog(DialogKind::ExportSeries(file)),
            Command::ExportReport => self.show_dialog(DialogKind::ExportReport),
            Command::Print => self.show_dialog(DialogKind::Print),
            Command::Note => self.show_dialog(DialogKind::Note),
            Command::OpenFolder => self.choose_folder(),
            Command::ImportArchive => self.choose_archive(),
            Command::Find => {
                self.show_library();
                self.library.focus_search = true;
            }
            Command::Undo => self.undo(ctx),
            Command::Redo => self.redo(ctx),
            Command::Save => self.save_now(ctx),
            Command::NewSession => self.new_session(),
            Command::EndSession => self.end_session(ctx),
            Command::RepeatRecord => self.repeat_record(ctx),
            Command::FillGap => self.fill_gap(ctx, None),
            Command::NextGap => self.next_gap(ctx),
            Command::ToggleGaps => self.settings.layers.gaps = !self.settings.layers.gaps,
            Command::NextDiagram => self.step_diagram(1),
            Command::PreviousDiagram => self.step_diagram(-1),
            _ => self.run_in_view(command),
        }
    }

    pub(super) fn show_dialog(&mut self, kind: DialogKind) {
        if let Some(workspace) = &mut self.workspace {
            workspace.drop_gesture();
        }
        self.dialog = Dialog::open(kind, &self.scene());
    }

    fn settings_changed(&mut self, ctx: &Context) {
        self.apply_theme(ctx);
        if let Some(workspace) = &mut self.workspace {
            let skin_type = workspace.document().series().client.skin_type.as_deref();
            workspace.tone = self.settings.tone_for(skin_type);
        }
    }
}
