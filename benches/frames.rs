//! What a frame costs the window's thread: the real window on a sample series, driven by real events.
//!
//! `cargo bench --bench frames` needs a display (Xvfb does); without one it says so and measures nothing. Every line
//! is a phase: its frames with events in them, and the slowest frame of all, those after the last event included in
//! which what jobs have found arrives. *Program* is what the program itself does (events, layout, shapes); *drawing*
//! is what the toolkit does with it (triangles, textures, OpenGL calls, on the processor where OpenGL is software).

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase,
    Vec2,
};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use stipple::model::Atlas;
use stipple::sample::{SampleOptions, write_sample};
use stipple::ui::App;
use stipple::ui::env::Env;

/// What the program may take of a frame, in ms.
const BUDGET_MS: f64 = 4.0;

/// How long the window may take to settle after a phase.
const PATIENCE: Duration = Duration::from_secs(30);

fn main() -> ExitCode {
    if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        println!(
            "frames: no display, so nothing was measured; `xvfb-run cargo bench --bench frames` measures"
        );
        return ExitCode::SUCCESS;
    }
    match measure() {
        Ok(phases) => {
            report(&phases);
            ExitCode::SUCCESS
        }
        Err(problem) => {
            println!("frames: nothing was measured: {problem}");
            ExitCode::SUCCESS
        }
    }
}

/// Opens the window, goes through all phases and closes it.
fn measure() -> Result<Vec<Phase>, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let options = SampleOptions::default();
    let library = folder.path().join("library");
    let series = write_sample(&library, &Atlas::builtin()?, options)?;
    let first = series.iter().find(|path| path.ends_with("acne-scars-face")).or(series.first());
    let first = first.ok_or("the sample is empty")?.clone();
    let other = series.iter().find(|path| **path != first).ok_or("the sample has one series")?.clone();
    let now = options.until.at(10, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC)?;
    let env = Env::fixed(folder.path(), now);
    let done = Rc::new(RefCell::new(Vec::new()));
    let results = Rc::clone(&done);
    let native = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size([1440.0, 900.0]),
        renderer: eframe::Renderer::Glow,
        persist_window: false,
        ..eframe::NativeOptions::default()
    };
    let create = move |cc: &eframe::CreationContext<'_>| {
        let app = App::new(&cc.egui_ctx, env, Some(first))?;
        let boxed: Box<dyn eframe::App> = Box::new(Driver::new(app, script(&other), results));
        Ok(boxed)
    };
    eframe::run_native("Stipple frames", native, Box::new(create))?;
    Ok(done.take())
}

/// What happens in a frame.
enum Step {
    /// Something the user does.
    Do(Box<dyn Fn(Rect) -> Vec<Event>>),
    /// Another folder is opened, as by dropping it on the window.
    Open(PathBuf),
}

/// A part of the script, and what its frames took: program and drawing, in ms.
struct Phase {
    name: &'static str,
    steps: Vec<Step>,
    busy: Vec<(f64, f64)>,
    after: Vec<(f64, f64)>,
}

impl Phase {
    fn new(name: &'static str, steps: Vec<Step>) -> Self {
        Self { name, steps, busy: Vec::new(), after: Vec::new() }
    }
}

/// All that is done, in order.
fn script(other: &Path) -> Vec<Phase> {
    let mut keys = Modifiers::NONE;
    keys.command = true;
    keys.ctrl = true;
    let (plain, ctrl) = (Modifiers::NONE, keys);
    let maps = (0..3).flat_map(|_| [Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num1]);
    vec![
        Phase::new("open the series", Vec::new()),
        Phase::new("move the pointer", hover()),
        Phase::new("roll, an event a frame", strokes(1)),
        Phase::new("roll, 8 events a frame", strokes(8)),
        Phase::new("shade", [vec![press(plain, Key::B)], strokes(1)].concat_steps()),
        Phase::new("erase", [vec![press(plain, Key::E)], strokes(1)].concat_steps()),
        Phase::new(
            "undo and redo",
            (0..6).map(|i| press(if i < 3 { ctrl } else { ctrl | Modifiers::SHIFT }, Key::Z)).collect(),
        ),
        Phase::new("zoom with the wheel", wheel()),
        Phase::new("pan", pan()),
        Phase::new("series to date and back", scopes()),
        Phase::new(
            "review and treat",
            (0..6).map(|i| press(ctrl, if i % 2 == 0 { Key::Num2 } else { Key::Num1 })).collect(),
        ),
        Phase::new(
            "maps in review",
            std::iter::once(press(ctrl, Key::Num2)).chain(maps.map(|key| press(plain, key))).collect(),
        ),
        Phase::new(
            "diagrams",
            std::iter::once(press(ctrl, Key::Num1))
                .chain((0..8).map(|_| press(plain, Key::PageDown)))
                .collect(),
        ),
        Phase::new(
            "a stroke on a new session",
            [vec![press(ctrl, Key::T), press(plain, Key::R)], strokes(1)].concat_steps(),
        ),
        Phase::new("library and back", vec![press(ctrl, Key::L)]),
        Phase::new("open another series", vec![Step::Open(other.to_owned())]),
    ]
}

trait ConcatSteps {
    fn concat_steps(self) -> Vec<Step>;
}

impl<const N: usize> ConcatSteps for [Vec<Step>; N] {
    fn concat_steps(self) -> Vec<Step> {
        self.into_iter().flatten().collect()
    }
}

fn act(events: impl Fn(Rect) -> Vec<Event> + 'static) -> Step {
    Step::Do(Box::new(events))
}

/// A key goes down and up.
fn press(modifiers: Modifiers, key: Key) -> Step {
    act(move |_| {
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        vec![
            Event::ModifiersChanged(modifiers),
            event(true),
            event(false),
            Event::ModifiersChanged(Modifiers::NONE),
        ]
    })
}

/// Where the figure is: the middle of the canvas in a window of this size.
fn on_figure(window: Rect, along: f32, across: f32) -> Pos2 {
    let canvas = Rect::from_min_max(window.min + Vec2::new(52.0, 92.0), window.max - Vec2::new(360.0, 134.0));
    canvas.center() + Vec2::new(along * canvas.height() * 0.28, across * canvas.height() * 0.28)
}

fn button(pos: Pos2, button: PointerButton, pressed: bool) -> Event {
    Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE }
}

fn hover() -> Vec<Step> {
    let at = |i: u16| (f32::from(i) / 30.0 - 1.0, (f32::from(i) * 0.26).sin());
    (0..60)
        .map(|i| act(move |window| vec![Event::PointerMoved(on_figure(window, at(i).0, at(i).1))]))
        .collect()
}

/// Two strokes over the figure, each of 40 frames with some events in each.
fn strokes(events: u16) -> Vec<Step> {
    let mut steps = Vec::new();
    for stroke in 0..2_u16 {
        let across = f32::from(stroke) * 0.6 - 0.4;
        let frames = 40_u16;
        let place = move |i: u16| {
            let t = f32::from(i) / f32::from(frames * events);
            ((t * 12.0).sin() * 0.9, across + t * 0.3)
        };
        steps.push(act(move |window| {
            let (along, across) = place(0);
            let at = on_figure(window, along, across);
            vec![Event::PointerMoved(at), button(at, PointerButton::Primary, true)]
        }));
        for frame in 0..frames {
            steps.push(act(move |window| {
                let places = (frame * events..(frame + 1) * events).map(place);
                places.map(|(along, across)| Event::PointerMoved(on_figure(window, along, across))).collect()
            }));
        }
        steps.push(act(move |window| {
            let (along, across) = place(frames * events - 1);
            vec![button(on_figure(window, along, across), PointerButton::Primary, false)]
        }));
        steps.extend((0..10).map(|_| act(|_| Vec::new())));
    }
    steps
}

fn wheel() -> Vec<Step> {
    let turn = |up: bool| {
        act(move |window| {
            let at = on_figure(window, 0.2, 0.1);
            let delta = Vec2::new(0.0, if up { 1.0 } else { -1.0 });
            let event = Event::MouseWheel {
                unit: MouseWheelUnit::Line,
                delta,
                phase: TouchPhase::Move,
                source: MouseWheelSource::Wheel,
                modifiers: Modifiers::NONE,
            };
            vec![Event::PointerMoved(at), event]
        })
    };
    (0..40).map(|i| turn(i < 20)).collect()
}

fn pan() -> Vec<Step> {
    let at = |i: u16| (f32::from(i) * 0.1).sin();
    let mut steps = vec![act(move |window| {
        let at = on_figure(window, 0.0, 0.0);
        vec![Event::PointerMoved(at), button(at, PointerButton::Middle, true)]
    })];
    steps.extend(
        (0..40).map(|i| act(move |window| vec![Event::PointerMoved(on_figure(window, at(i), at(i)))])),
    );
    steps.push(act(move |window| {
        vec![button(on_figure(window, at(39), at(39)), PointerButton::Middle, false)]
    }));
    steps
}

/// Clicks on the two halves of the choice at the canvas' top left.
fn scopes() -> Vec<Step> {
    let click = |x: f32| {
        let at = move |window: Rect| window.min + Vec2::new(x, 122.0);
        [
            act(move |window| vec![Event::PointerMoved(at(window))]),
            act(move |window| vec![button(at(window), PointerButton::Primary, true)]),
            act(move |window| vec![button(at(window), PointerButton::Primary, false)]),
        ]
    };
    (0..6).flat_map(|i| click(if i % 2 == 0 { 220.0 } else { 110.0 })).collect()
}

/// A folder that is dropped on the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("a folder".to_owned())
    }
}

/// A frame that is over, until the toolkit has said what all of it took.
struct Past {
    phase: usize,
    busy: bool,
    program: Duration,
}

/// The program with a stopwatch around it.
struct Driver {
    app: App,
    script: Vec<Phase>,
    /// The phase under way.
    phase: usize,
    steps: std::vec::IntoIter<Step>,
    done: Rc<RefCell<Vec<Phase>>>,
    /// The frame under way.
    frame: Past,
    past: Option<Past>,
    /// When the last thing was done, and the frames since then in which nothing was under way.
    settling: (Instant, u32),
}

impl Driver {
    fn new(app: App, mut script: Vec<Phase>, done: Rc<RefCell<Vec<Phase>>>) -> Self {
        let steps = script.first_mut().map(|phase| std::mem::take(&mut phase.steps)).unwrap_or_default();
        let frame = Past { phase: 0, busy: false, program: Duration::ZERO };
        let settling = (Instant::now(), 0);
        Self { app, script, phase: 0, steps: steps.into_iter(), done, frame, past: None, settling }
    }

    /// The next thing to do; none while the window settles or when all is done.
    fn next(&mut self) -> Option<Step> {
        if let Some(step) = self.steps.next() {
            self.settling = (Instant::now(), 0);
            return Some(step);
        }
        let (since, quiet) = self.settling;
        self.settling.1 = if self.app.is_settled() { quiet + 1 } else { 0 };
        if self.settling.1 > 5 || since.elapsed() > PATIENCE {
            self.phase += 1;
            let steps = self.script.get_mut(self.phase).map(|phase| std::mem::take(&mut phase.steps));
            self.steps = steps.unwrap_or_default().into_iter();
            self.settling = (Instant::now(), 0);
        }
        None
    }

    /// Notes what the frame before took, of which the toolkit has said the whole by now.
    fn note(&mut self, whole_s: Option<f32>) {
        let (Some(past), Some(whole_s)) = (self.past.take(), whole_s) else { return };
        let program = past.program.as_secs_f64() * 1e3;
        let drawing = (f64::from(whole_s) * 1e3 - program).max(0.0);
        if let Some(phase) = self.script.get_mut(past.phase) {
            let frames = if past.busy { &mut phase.busy } else { &mut phase.after };
            frames.push((program, drawing));
        }
    }
}

impl eframe::App for Driver {
    fn raw_input_hook(&mut self, ctx: &egui::Context, raw: &mut RawInput) {
        // Where the real pointer is must not matter.
        raw.events.clear();
        raw.focused = true;
        let step = self.next();
        let next = Past { phase: self.phase, busy: step.is_some(), program: Duration::ZERO };
        self.past = Some(std::mem::replace(&mut self.frame, next));
        match step {
            Some(Step::Do(events)) => raw.events.extend(events(ctx.content_rect())),
            Some(Step::Open(path)) => raw.dropped_files.push(Arc::new(Dropped(path))),
            None => {}
        }
        // Frames may still come after the window was told to close.
        if self.phase >= self.script.len() && !self.script.is_empty() {
            self.done.replace(std::mem::take(&mut self.script));
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        ctx.request_repaint();
    }

    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.note(frame.info().cpu_usage);
        let began = Instant::now();
        eframe::App::logic(&mut self.app, ctx, frame);
        self.frame.program += began.elapsed();
    }

    fn ui(&mut self, ui: &mut egui::Ui, frame: &mut eframe::Frame) {
        let began = Instant::now();
        eframe::App::ui(&mut self.app, ui, frame);
        self.frame.program += began.elapsed();
    }
}

/// Prints what every phase took, and which were over the budget.
fn report(phases: &[Phase]) {
    println!("ms a frame on the window's thread          program                drawing");
    println!(
        "{:<28}{:>6} {:>8}{:>7}{:>7} {:>8}{:>7}{:>7}",
        "", "frames", "median", "p99", "max", "median", "p99", "max"
    );
    for phase in phases {
        let part = |which: fn(&(f64, f64)) -> f64| {
            let mut busy: Vec<f64> = phase.busy.iter().map(which).collect();
            busy.sort_by(f64::total_cmp);
            let at = |share: f64| {
                let place = (busy.len() as f64 * share) as usize;
                busy.get(place.min(busy.len().saturating_sub(1))).copied().unwrap_or(0.0)
            };
            let most = phase.busy.iter().chain(&phase.after).map(which).fold(0.0, f64::max);
            (at(0.5), at(0.99), most)
        };
        let (program, drawing) = (part(|frame| frame.0), part(|frame| frame.1));
        println!(
            "{:<28}{:>6} {:>8.2}{:>7.2}{:>7.2} {:>8.2}{:>7.2}{:>7.2}",
            phase.name,
            phase.busy.len(),
            program.0,
            program.1,
            program.2,
            drawing.0,
            drawing.1,
            drawing.2
        );
    }
    let frames = phases.iter().flat_map(|phase| phase.busy.iter().chain(&phase.after));
    let (all, over) =
        frames.fold((0, 0), |(all, over), frame| (all + 1, over + u32::from(frame.0 > BUDGET_MS)));
    println!("{over} of {all} frames took the program more than {BUDGET_MS} ms");
}
