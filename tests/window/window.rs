//! A window without a screen.

use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, UiBuilder, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};
use std::path::Path;
use std::time::{Duration, Instant};
use stipple::ui::App;
use stipple::ui::env::Env;
use stipple::ui::workspace::Workspace;

/// Seconds from one frame to the next.
const FRAME_S: f64 = 1.0 / 60.0;

/// How long work off the window's thread may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(90);

/// A window without a screen, whose clock goes on by a sixtieth of a second a frame.
pub(crate) struct Window {
    pub(crate) harness: Harness<'static, Option<App>>,
    pub(crate) clock: f64,
}

impl Window {
    /// Opens a window of 1440 by 900 points, as on start, and waits until it has settled.
    pub(crate) fn open(env: Env, path: Option<&Path>) -> Self {
        Self::sized(env, path, Vec2::new(1440.0, 900.0))
    }

    /// Opens one of another size.
    pub(crate) fn sized(env: Env, path: Option<&Path>, size: Vec2) -> Self {
        let mut window = Self::unsettled(env, path, size);
        window.settle();
        window
    }

    /// Opens one and shows no frame yet.
    pub(crate) fn unsettled(env: Env, path: Option<&Path>, size: Vec2) -> Self {
        let show = |ui: &mut egui::Ui, app: &mut Option<App>| {
            let Some(app) = app else { return };
            app.logic(ui.ctx());
            // The harness leaves a margin that a real window does not have.
            let whole = ui.ctx().content_rect();
            app.ui(&mut ui.new_child(UiBuilder::new().max_rect(whole)));
        };
        let harness = Harness::builder().with_size(size).build_ui_state(show, None);
        let mut window = Self { harness, clock: 10.0 };
        let app = App::new(&window.harness.ctx, env, path.map(Path::to_owned)).unwrap();
        *window.harness.state_mut() = Some(app);
        window
    }

    pub(crate) fn app(&self) -> &App {
        self.harness.state().as_ref().unwrap()
    }

    pub(crate) fn app_mut(&mut self) -> &mut App {
        self.harness.state_mut().as_mut().unwrap()
    }

    pub(crate) fn workspace(&self) -> &Workspace {
        self.app().workspace.as_ref().expect("a series is open")
    }

    /// One frame with all of these events in it.
    pub(crate) fn frame(&mut self, events: Vec<Event>) {
        self.frame_after(FRAME_S, events);
    }

    /// One frame some seconds after the last.
    pub(crate) fn frame_after(&mut self, seconds: f64, events: Vec<Event>) {
        self.clock += seconds;
        let input = self.harness.input_mut();
        input.time = Some(self.clock);
        input.events.extend(events);
        self.harness.step();
    }

    /// Frames until nothing is under way any more.
    pub(crate) fn settle(&mut self) {
        self.until("the window has settled", |window| window.app().is_settled());
        self.frame(Vec::new());
        self.until("the window has settled", |window| window.app().is_settled());
    }

    /// Frames until something is so.
    pub(crate) fn until(&mut self, what: &str, mut holds: impl FnMut(&Self) -> bool) {
        let began = Instant::now();
        loop {
            self.frame(Vec::new());
            if holds(self) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "not so after {PATIENCE:?}: {what}. {:?}", self.spoken());
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Lets time go by without anybody touching anything.
    pub(crate) fn rest(&mut self, seconds: f64) {
        let until = self.clock + seconds;
        while self.clock < until {
            self.frame(Vec::new());
        }
    }

    /// Presses keys together and releases them.
    pub(crate) fn press(&mut self, modifiers: Modifiers, key: Key) {
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.frame(vec![Event::ModifiersChanged(modifiers), event(true)]);
        self.frame(vec![event(false), Event::ModifiersChanged(Modifiers::NONE)]);
    }

    /// Presses one key.
    pub(crate) fn key(&mut self, key: Key) {
        self.press(Modifiers::NONE, key);
    }

    /// Presses a key with Ctrl.
    pub(crate) fn ctrl(&mut self, key: Key) {
        self.press(Modifiers::COMMAND, key);
    }

    /// Types text as a keyboard does: keys, and the letters they stand for.
    pub(crate) fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            let key = Key::from_name(&letter.to_uppercase().to_string());
            let event = |pressed| {
                let modifiers = Modifiers::NONE;
                key.map(|key| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers })
            };
            let mut events: Vec<Event> = event(true).into_iter().collect();
            events.push(Event::Text(letter.to_string()));
            self.frame(events);
            self.frame(event(false).into_iter().collect());
        }
    }

    /// Clicks into a field, at its end.
    pub(crate) fn focus_field(&mut self, name: &str) {
        let is_it = |node: &Node<'_>| {
            let node = node.accesskit_node();
            let role = format!("{:?}", node.role());
            role.ends_with("Input") && node.label().is_some_and(|label| label == name)
        };
        let field = self.harness.root().children_recursive().find(is_it);
        let rect = field.unwrap_or_else(|| panic!("no field {name} among {:?}", self.spoken())).rect();
        self.click_at(rect.right_bottom() - Vec2::splat(8.0), PointerButton::Primary);
        self.key(Key::End);
    }

    /// Everything that is said to those who cannot see it, by role.
    pub(crate) fn spoken(&self) -> Vec<String> {
        let nodes = self.harness.root().children_recursive();
        let words = |node: Node<'_>| {
            let node = node.accesskit_node();
            node.label().or_else(|| node.value()).map(|words| format!("{:?}: {words}", node.role()))
        };
        nodes.filter_map(words).collect()
    }

    /// Whether anything on the window has a name that contains this.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.spoken().iter().any(|name| name.contains(text))
    }

    /// Where the thing of this name is.
    pub(crate) fn find(&self, name: &str) -> Rect {
        self.harness.get_by_label(name).rect()
    }

    /// Where the first thing is whose name begins so.
    pub(crate) fn find_like(&self, name: &str) -> Rect {
        let mut nodes = self.harness.root().children_recursive();
        let is_it =
            |node: &Node<'_>| node.accesskit_node().label().is_some_and(|label| label.starts_with(name));
        nodes.find(is_it).unwrap_or_else(|| panic!("no {name} among {:?}", self.spoken())).rect()
    }

    /// Whether something of this name is shown.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    /// Clicks on the thing of this name.
    pub(crate) fn click(&mut self, name: &str) {
        let at = self.find(name).center();
        self.click_at(at, PointerButton::Primary);
    }

    /// Clicks on the first thing whose name begins so.
    pub(crate) fn click_like(&mut self, name: &str) {
        let at = self.find_like(name).center();
        self.click_at(at, PointerButton::Primary);
    }

    /// Clicks at a place, each step in a frame of its own.
    pub(crate) fn click_at(&mut self, at: Pos2, which: PointerButton) {
        self.frame(vec![Event::PointerMoved(at)]);
        self.frame(vec![button(at, which, true)]);
        self.frame(vec![button(at, which, false)]);
        self.frame(Vec::new());
    }

    /// Where the canvas is.
    pub(crate) fn canvas(&self) -> Rect {
        self.find_like("Treatment diagram")
    }

    /// Shows the whole diagram and returns the way from its millimetres to the screen.
    pub(crate) fn fit(&mut self) -> Fit {
        self.key(Key::Num0);
        self.settle();
        Fit::new(self.canvas(), self.workspace().diagram.size_mm)
    }
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Window").field("app", self.app()).finish_non_exhaustive()
    }
}

/// The primary button goes down.
pub(crate) fn down(at: Pos2) -> Event {
    button(at, PointerButton::Primary, true)
}

/// The primary button comes up.
pub(crate) fn up(at: Pos2) -> Event {
    button(at, PointerButton::Primary, false)
}

/// The pointer is somewhere.
pub(crate) const fn moved(at: Pos2) -> Event {
    Event::PointerMoved(at)
}

/// A button goes down or comes up.
pub(crate) const fn button(pos: Pos2, button: PointerButton, pressed: bool) -> Event {
    Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE }
}

/// The whole diagram in the middle of the canvas with 12 points around it, worked out independently of the program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    origin: Pos2,
    /// Points of the screen a millimetre.
    pub(crate) scale: f64,
}

impl Fit {
    fn new(canvas: Rect, (width, height): (f64, f64)) -> Self {
        let room = canvas.size() - Vec2::splat(24.0);
        let scale = (f64::from(room.x) / width).min(f64::from(room.y) / height);
        let half = Vec2::new((width * scale / 2.0) as f32, (height * scale / 2.0) as f32);
        Self { origin: canvas.center() - half, scale }
    }

    /// Where a place of the diagram is on the screen.
    pub(crate) fn at(&self, x_mm: f64, y_mm: f64) -> Pos2 {
        self.origin + Vec2::new((x_mm * self.scale) as f32, (y_mm * self.scale) as f32)
    }
}
