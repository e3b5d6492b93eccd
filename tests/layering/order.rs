//! Every file of the crate against the table of modules.

use crate::tokens::{Token, named, tokens};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The modules in order of dependence, and which of those before it each may use.
const MODULES: &[(&str, &[&str])] = &[
    ("geometry", &[]),
    ("model", &["geometry"]),
    ("coverage", &["geometry", "model"]),
    ("metrics", &["geometry", "model", "coverage"]),
    ("wording", &["model", "metrics"]),
    ("heatmap", &["geometry", "model", "coverage", "metrics", "wording"]),
    ("edit", &["geometry", "model"]),
    ("store", &["geometry", "model"]),
    ("sample", &["geometry", "model", "store"]),
    ("tool", &["geometry", "model", "coverage", "edit"]),
    ("export", &["geometry", "model", "coverage", "metrics", "wording", "heatmap", "store"]),
    (
        "cli",
        &[
            "geometry", "model", "coverage", "metrics", "wording", "heatmap", "edit", "store", "sample",
            "export",
        ],
    ),
    (
        "ui",
        &[
            "geometry", "model", "coverage", "metrics", "wording", "heatmap", "edit", "store", "sample",
            "tool", "export",
        ],
    ),
];

/// The window's libraries. Only `ui` knows them, and `main.rs`, which opens the window.
const WINDOW: [&str; 4] = ["egui", "eframe", "rfd", "winit"];

/// More lines than this nobody reads in one go.
const MOST_LINES: usize = 500;

/// A file of the crate by its path below `src`, with `/` on every system.
struct File {
    path: String,
    source: String,
}

impl File {
    /// The module at the root that it belongs to; none for `lib.rs` and `main.rs`.
    fn module(&self) -> Option<&str> {
        let first = self.path.split('/').next()?;
        let module = first.strip_suffix(".rs").unwrap_or(first);
        (!matches!(first, "lib.rs" | "main.rs")).then_some(module)
    }

    /// How far below the root its own module is.
    fn depth(&self) -> usize {
        let folders = self.path.matches('/').count();
        folders + usize::from(!self.path.ends_with("mod.rs") && self.module().is_some())
    }
}

/// What is wrong with a file, each with its line.
fn faults(file: &File) -> Vec<String> {
    let words = tokens(&file.source);
    let mut faults = order_faults(file, &words);
    faults.extend(window_faults(file, &words));
    let lines = file.source.lines().count();
    if lines > MOST_LINES {
        faults.push(format!("src/{}:{lines}: the file is longer than {MOST_LINES} lines", file.path));
    }
    faults
}

fn order_faults(file: &File, words: &[Token<'_>]) -> Vec<String> {
    let mut faults = Vec::new();
    let own = file.module();
    let main: &[&str] = &["cli", "ui"];
    let may_use = match own {
        None => main,
        Some(own) => match MODULES.iter().find(|(module, _)| *module == own) {
            Some((_, may_use)) => may_use,
            None => return vec![format!("src/{}:1: module {own} is not in the table of modules", file.path)],
        },
    };
    // The program's own file sees the library as any other crate does.
    let root = if file.path == "main.rs" { "stipple" } else { "crate" };
    for named in named(words, root, file.depth()) {
        if own != Some(named.module) && !may_use.contains(&named.module) {
            let (own, module, line) = (own.unwrap_or("the root"), named.module, named.line);
            let may = if may_use.is_empty() { "nothing".to_owned() } else { may_use.join(", ") };
            faults.push(format!("src/{}:{line}: {own} uses {module}; it may use {may}", file.path));
        }
    }
    faults
}

fn window_faults(file: &File, words: &[Token<'_>]) -> Vec<String> {
    if file.module() == Some("ui") || file.path == "main.rs" {
        return Vec::new();
    }
    let of_window = |word: &str| WINDOW.contains(&word) || word.starts_with("egui_");
    let found = words.iter().filter(|word| of_window(word.text));
    found.map(|word| format!("src/{}:{}: only ui may know {}", file.path, word.line, word.text)).collect()
}

/// All files below `src`.
fn files() -> Vec<File> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![src.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let below = path.strip_prefix(&src).unwrap();
                let parts: Vec<_> = below.iter().map(|part| part.to_str().unwrap()).collect();
                files.push(File { path: parts.join("/"), source: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

#[test]
fn every_file_keeps_the_order() {
    let files = files();
    let faults: Vec<String> = files.iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    // A scan that finds no files finds no faults either.
    let seen: BTreeSet<&str> = files.iter().filter_map(File::module).collect();
    assert_eq!(seen, MODULES.iter().map(|(module, _)| *module).collect());
}

#[test]
fn the_table_is_an_order() {
    for (i, (module, may_use)) in MODULES.iter().enumerate() {
        let before: Vec<&str> = MODULES[..i].iter().map(|(module, _)| *module).collect();
        assert!(may_use.iter().all(|other| before.contains(other)), "{module} uses what comes after it");
    }
}

#[test]
fn the_architecture_page_has_the_modules_in_this_order() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let paragraphs = lib.lines().filter_map(|line| {
        let name = line.strip_prefix("//! - ")?.trim_start_matches(['[', '`']);
        Some(name.split(['`', ']']).next().unwrap())
    });
    assert!(paragraphs.eq(MODULES.iter().map(|(module, _)| *module)));
}

#[test]
fn planted_faults_are_found() {
    let file = |path: &str, source: &str| File { path: path.into(), source: source.into() };
    let one = |path: &str, source: &str| faults(&file(path, source)).join("\n");
    let good =
        "//! Not crate::ui.\nuse crate::geometry::Point;\nuse super::tile;\nconst A: &str = \"egui\";\n";
    assert_eq!(one("coverage/set.rs", good), "");

    let fault = one("coverage/set.rs", "\nuse crate::{\n    geometry::Point, heatmap::Field,\n};\n");
    assert_eq!(fault, "src/coverage/set.rs:3: coverage uses heatmap; it may use geometry, model");
    assert_eq!(one("geometry/mod.rs", "use super::model::Tip;").lines().count(), 1);
    assert_eq!(one("geometry/point.rs", "use super::super::model::Tip;").lines().count(), 1);
    assert_eq!(one("ui/app.rs", "use crate::cli::Request;").lines().count(), 1);
    assert_eq!(one("cli/mod.rs", "use crate::ui::App;").lines().count(), 1);
    assert_eq!(one("main.rs", "fn main() { stipple::store::check(); }").lines().count(), 1);
    assert_eq!(one("news/mod.rs", ""), "src/news/mod.rs:1: module news is not in the table of modules");

    let fault = one("heatmap/paint.rs", "\nfn f(c: egui::Color32) {}\n");
    assert_eq!(fault, "src/heatmap/paint.rs:2: only ui may know egui");
    assert_eq!(one("ui/app.rs", "use egui::Ui;"), "");

    assert_eq!(one("model/id.rs", &"\n".repeat(500)), "");
    let fault = one("model/id.rs", &"\n".repeat(501));
    assert_eq!(fault, "src/model/id.rs:501: the file is longer than 500 lines");
}
