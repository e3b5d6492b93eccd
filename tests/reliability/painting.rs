//! A window in which somebody paints, and which is killed: P8.

use crate::worker::Worker;
use crate::{Chance, Fault, Outcome, Scale, hold};
use egui::{Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use stipple::model::{DEVICE_PRESETS, DeviceId, Series, SeriesId, Session, SessionId};
use stipple::store::{Disk, Expected, Library, SeriesFolder, read_session};
use stipple::ui::App;
use stipple::ui::env::Env;

const FRAME: Duration = Duration::from_millis(16);

fn now_ms() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()
}

/// A window without a screen in which somebody paints strokes of a fifth of a second without end. Says when the pen
/// comes up, before the window knows.
pub(crate) fn paint(root: &Path, folder: &Path) {
    let ctx = egui::Context::default();
    let clock = "2026-03-02T10:05:00+01:00[+01:00]".parse().unwrap();
    let mut app = App::new(&ctx, Env::fixed(root, clock), Some(folder.to_owned())).unwrap();
    let began = Instant::now();
    let frame = |app: &mut App, events: Vec<Event>| {
        let time = Some(began.elapsed().as_secs_f64());
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, Vec2::new(1440.0, 900.0)));
        let mut shown = ctx.run_ui(RawInput { screen_rect, time, events, ..RawInput::default() }, |ui| {
            app.logic(ui.ctx());
            app.ui(ui);
        });
        shown.textures_delta.clear();
        std::thread::sleep(FRAME);
    };
    while !(app.shows_series() && app.is_settled()) {
        frame(&mut app, Vec::new());
    }
    let painted = |app: &App| app.workspace.as_ref().unwrap().session().unwrap().entries.len();
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    for stroke in 0_u16.. {
        let before = painted(&app);
        let start = Pos2::new(450.0, 300.0 + f32::from(stroke % 20) * 8.0);
        let at = |i: u16| start + Vec2::new(f32::from(i) * 12.0, f32::from(i % 3));
        frame(&mut app, vec![Event::PointerMoved(start), button(start, true)]);
        for i in 1..10 {
            frame(&mut app, vec![Event::PointerMoved(at(i))]);
        }
        let up = now_ms();
        frame(&mut app, vec![Event::PointerMoved(at(10)), button(at(10), false)]);
        assert_eq!(painted(&app), before + 1, "the stroke is no entry");
        let mut out = std::io::stdout().lock();
        writeln!(out, "{up} {}", before + 1).unwrap();
        out.flush().unwrap();
        drop(out);
        for _ in 0..stroke % 7 {
            frame(&mut app, Vec::new());
        }
    }
}

/// A folder with a library of one series, whose session has no paint yet.
fn place() -> (tempfile::TempDir, std::path::PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let series = Series::new(SeriesId::fresh(), "Painted");
    let folder = Library::new(place.path().join("library")).create_series(&Disk, &series).unwrap();
    let at = "2026-03-02T10:05:00+01:00".parse().unwrap();
    let mut session = Session::new(SessionId::fresh(), series.id, at);
    session.devices = vec![DEVICE_PRESETS[0].device(DeviceId::new("roller").unwrap())];
    let path = SeriesFolder::session_path(&folder, &session);
    SeriesFolder::save_session(&Disk, &path, &session, Expected::Nothing, None).unwrap();
    (place, folder)
}

/// Paints until a kill. Returns strokes finished, and how long before the kill the oldest one that is not in the
/// file was finished, in ms.
fn kill_once(chance: &mut Chance) -> Result<(usize, u128), Fault> {
    let (place, folder) = place();
    let mut worker = Worker::start(&["paint", place.path().to_str().unwrap(), folder.to_str().unwrap()]);
    let mut said: Vec<String> = worker.line().into_iter().collect();
    hold(!said.is_empty(), || "the window could not paint".to_owned())?;
    std::thread::sleep(Duration::from_millis(chance.below(2_500)));
    let killed = now_ms();
    said.extend(worker.kill());
    let file = SeriesFolder::session_paths(&folder).unwrap().remove(0);
    let saved = read_session(&file).map_err(|e| Fault::Broken(e.to_string()))?.value.entries.len();
    let lost = said.get(saved).map(|line| line.split(' ').next().unwrap().parse::<u128>().unwrap());
    Ok((said.len(), lost.map_or(0, |up| killed.saturating_sub(up))))
}

pub(crate) fn strokes_survive(scale: Scale) -> Outcome {
    let kills = scale.of(3, 1_000);
    // As many windows at once as keep the processor busy without making a window late.
    let lanes = if scale.full { 3 } else { 1 };
    let found: Vec<Result<(usize, u128), Fault>> = std::thread::scope(|scope| {
        let lane = |lane: usize| {
            let mut chance = Chance(lane as u64 + 11);
            (0..kills.div_ceil(lanes)).map(|_| kill_once(&mut chance)).collect::<Vec<_>>()
        };
        let threads: Vec<_> = (0..lanes).map(|i| scope.spawn(move || lane(i))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let (mut strokes, mut worst) = (0, 0);
    for one in found {
        let (finished, lost) = one?;
        (strokes, worst) = (strokes + finished, worst.max(lost));
    }
    hold(worst < 1_000, || format!("a stroke finished {worst} ms before the kill is lost"))?;
    Ok(format!("{kills} kills, {strokes} strokes: 0 older than 1 s lost; the oldest lost was {worst} ms old"))
}
