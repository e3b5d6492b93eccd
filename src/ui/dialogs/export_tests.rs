use super::*;
use crate::ui::dialogs::harness::harness;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (ExportForm, Outbox)>;

fn window(path: PathBuf) -> Window {
    let mut window = harness(ExportForm::new(path), |ctx, form, out| form.show(ctx, None, out));
    window.run();
    window
}

fn written(window: &Window) -> Vec<(PathBuf, bool, u32)> {
    let written = window.state().1.iter().filter_map(|action| match action {
        Action::WritePicture(to, request) => Some((to.path.clone(), to.replace, request.width)),
        _ => None,
    });
    written.collect()
}

fn previews(window: &Window) -> Vec<PictureRequest> {
    let asked = window.state().1.iter().filter_map(|action| match action {
        Action::PreviewPicture(request) => Some(*request),
        _ => None,
    });
    asked.collect()
}

#[test]
fn a_new_file_is_written_without_leave_to_replace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("face.png");
    let mut window = window(path.clone());
    window.get_by_label("Export").click();
    window.run();
    assert_eq!(written(&window), [(path, false, 2400)]);
    assert!(window.query_by_label("Export").is_none(), "a picture being written cannot be written again");
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_a_button_that_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("face.png");
    std::fs::File::create(&path).unwrap();
    let mut window = window(path.clone());
    assert!(window.query_by_label("Export").is_none());
    window.get_by_label_contains("There is a file of this name already");
    window.get_by_label("Replace").click();
    window.run();
    assert_eq!(written(&window), [(path, true, 2400)]);
}

#[test]
fn what_was_chosen_in_the_file_dialog_was_agreed_to_there() {
    let folder = tempfile::tempdir().unwrap();
    let (there, other) = (folder.path().join("there.png"), folder.path().join("there2.png"));
    std::fs::File::create(&there).unwrap();
    std::fs::File::create(&other).unwrap();
    let mut window = window(folder.path().join("new.png"));
    window.state_mut().0.to().choose(there.clone());
    window.run();
    assert!(window.query_by_label_contains("There is a file").is_none());
    window.get_by_label("Export").click();
    window.run();
    assert_eq!(written(&window), [(there, true, 2400)]);
    // Another name is another file, to which nobody agreed.
    window.state_mut().0.to().set_error("The disk is full.".to_owned());
    window.state_mut().0.to().go_to(other);
    window.run();
    window.get_by_label("Replace");
}

#[test]
fn a_file_that_came_meanwhile_is_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("face.png");
    let mut window = window(path.clone());
    window.get_by_label("Export").click();
    window.run();
    std::fs::File::create(&path).unwrap();
    window.state_mut().0.to().set_error("The file is there already.".to_owned());
    window.run();
    window.get_by_label("The file is there already.");
    window.get_by_label("Replace").click();
    window.run();
    assert_eq!(written(&window).iter().map(|(_, replace, _)| *replace).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn places_that_take_no_picture_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let problem = |path: PathBuf| ExportForm::new(path).file.problem("png");
    assert_eq!(problem(folder.path().join("a.png")), "");
    assert_eq!(problem(folder.path().join("a.PNG")), "");
    assert_eq!(problem(folder.path().to_owned()), "This is a folder. A file's name is needed as well.");
    assert_eq!(problem(folder.path().join("a.jpg")), "The name has to end in .png.");
    assert_eq!(problem(folder.path().join("no/a.png")), "There is no such folder.");
    assert_eq!(problem(PathBuf::from("a.png")), "The whole path is needed, from the root.");
    assert_eq!(problem(PathBuf::new()), "Where should it go?");
}

#[test]
fn every_change_of_the_picture_asks_for_one_preview() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path().join("face.png"));
    assert_eq!(previews(&window).len(), 1, "one on opening");
    window.run_steps(3);
    assert_eq!(previews(&window).len(), 1, "none while nothing changes");
    window.get_by_label("Dark").click();
    window.run();
    window.get_by_label("Part in view").click();
    window.run();
    window.get_by_label("4×").click();
    window.run();
    window.get_by_label("Reference").click();
    window.run();
    for words in ["Legend", "Zone outlines", "Transparent ground"] {
        window.get_by_label(words).click();
        window.run();
    }
    // The same picture, whatever it is written as.
    window.get_by_label("SVG").click();
    window.run();
    let parts = PictureParts::ALL.without(PicturePart::Legend).without(PicturePart::Outlines);
    let last = PictureRequest {
        width: 4800,
        theme: Theme::Dark,
        named: Named::Reference,
        part: true,
        parts,
        transparent: true,
        format: PictureFormat::Png,
    };
    assert_eq!((previews(&window).len(), previews(&window).last().copied()), (8, Some(last)));
    window.get_by_label("Export").click();
    window.run();
    assert_eq!(written(&window), [(folder.path().join("face.svg"), false, 4800)]);
}

#[test]
fn widths_out_of_bounds_are_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut form = ExportForm::new(folder.path().join("face.png"));
    for (text, expected) in
        [("64", true), ("63", false), ("16384", true), ("16385", false), ("", false), ("x", false)]
    {
        text.clone_into(&mut form.width);
        assert_eq!(form.request().is_some(), expected, "{text}");
    }
    let mut out = Outbox::new();
    form.accept(&mut out);
    assert!(out.is_empty());
}

#[test]
fn the_picture_is_copied_as_it_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = window(folder.path().join("face.png"));
    window.get_by_label("Scale bar").click();
    window.run();
    window.get_by_label("Copy the picture").click();
    window.run();
    let copied = window.state().1.iter().filter_map(|action| match action {
        Action::CopyPicture(request) => Some(request.parts),
        _ => None,
    });
    assert_eq!(copied.collect::<Vec<_>>(), [PictureParts::ALL.without(PicturePart::ScaleBar)]);
}
