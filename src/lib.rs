//! Stipple records where a dermaroller has been on a face or body diagram, and shows passes, directions and gaps
//! as a heatmap, session by session. The command `stipple` is a thin `main` around this library.
//!
//! This page is the map of the program: what its modules are, what happens to a stroke, and where a new thing goes.
//!
//! # Modules
//!
//! In order of dependence: a module uses those above it and no others. A test holds the order (`tests/layering`).
//!
//! - [`geometry`]: points and vectors in millimetres, cells of a raster, polylines, rings and outlines. A [`Grid`]
//!   is the only way from millimetres to cells. Only `+ - * /` and `sqrt`, so that all machines agree.
//! - [`model`]: what the program is about, checked where it is made: series, sessions, entries, devices, plans and
//!   goals, and the [`Atlas`] of diagrams with their zones. Knows nothing of files, pixels or windows.
//! - [`coverage`]: counting passes. A roll becomes sweeps, a sweep becomes pieces, pieces become runs of cells;
//!   counts live in sparse tiles, by device and direction. [`SessionCoverage`] replays a session, whole or inside a
//!   rectangle; a [`Draft`] follows a stroke while it is being drawn; a [`CoverageSet`] is a running sum of sessions.
//! - [`metrics`]: what the counts say: areas, shares, passes, directions, density, gaps, goals and symmetry. Counted
//!   once in whole numbers, so that the figures are the same with any number of threads.
//! - [`wording`]: numbers, dates and names as people read them, on the screen, in pictures and in tables.
//! - [`heatmap`]: from counts to pictures: the maps, their colours and legends, the drawings under them, and finished
//!   PNG files. Pixels are `[u8; 4]`; no type of a window comes in here.
//! - [`edit`]: the only way a series changes. [`Document::apply`] takes a step of edits, keeps its inverse for undo,
//!   and answers with its effects on whoever counts, draws or saves.
//! - [`store`]: series and sessions on disk. Reading is bounded and changes nothing; [`save`](store::save()) is the one
//!   way to write: durable, atomic, and never over somebody else's change. The files have a schema of their own,
//!   apart from the model. [`merge_sessions`](store::merge_sessions) makes one of two copies, such as sync engines leave;
//!   earlier versions, the history of a library and erasing a series are here too.
//! - [`sample`]: the sample library of invented clients, the same bytes for the same seed and day.
//! - [`tool`]: the tools as state machines: places and times go in, drafts come out while a gesture lasts and an
//!   entry when it ends.
//! - [`export`]: what leaves the program, one file a format: from chosen sessions to finished bytes, the same for the
//!   same input. It says which words of a client's identity go along, and writes nothing itself.
//! - [`cli`]: the command line, one function a command.
//! - `ui` (feature `gui`): the window, and the only module that knows egui. Its views read the app and put what they
//!   want into an outbox; its `dispatch` does it. What takes longer than a frame is a job in `ui::jobs`. The window
//!   and the command line don't know each other.
//!
//! # The way of a stroke
//!
//! 1. The canvas (`ui::canvas`) takes every pointer event of a frame, in order, and turns its place on the screen into
//!    millimetres.
//! 2. A [`PenStroke`] thins them out and hands them to its [`Draft`], which says which runs of cells the new piece
//!    changes; a [`LiveCoverage`] adds them to the session's counts.
//! 3. A [`LivePicture`] follows those counts and colours those cells anew, and once a frame the window uploads the
//!    parts of the heatmap that have changed.
//! 4. On release the stroke becomes one [`Entry`] in one [`Step`]. [`Document::apply`] appends it to its session;
//!    the [`Effect`] it answers with has the counts, figures and drawings renewed where they depend on it; the counts
//!    that followed the stroke are taken as they are. Escape drops the draft, and nothing has happened.
//! 5. The changed session goes to [`save`](store::save()) within a second. Its file holds the strokes and nothing that
//!    can be worked out from them.
//! 6. Opening the series reads the strokes ([`read_session`]) and counts them again ([`SessionCoverage`]); the chosen
//!    sessions make a [`CoverageSet`], from which [`diagram_metrics`], [`judge`] and [`render`] get all they show, in
//!    the window and on the command line alike.
//!
//! # Where to add what
//!
//! | new | goes to |
//! | --- | --- |
//! | diagram or zone | `assets/diagrams`: the drawing and its record in `atlas.json`, no code |
//! | field of a file | `store::schema` for the file, [`model`] for its meaning and bounds, [`edit`] if it can be changed |
//! | type of entry | [`EntryKind`], then wherever the compiler points: counting, schema, a tool |
//! | metric | [`metrics`], then the columns of [`cli`] and the panels of `ui` |
//! | condition of a goal | [`GoalMetric`] and [`judge`] |
//! | template of a plan | [`PLAN_TEMPLATES`], with its source |
//! | map | [`MapKind`], its values in [`Field`] or [`SignedMap`], its colours in [`MapScale`] |
//! | tool | [`tool`], its key in `ui::commands` |
//! | command of the window | a row in `ui::commands`, an arm in `ui::dispatch` |
//! | command of the command line | its arguments and its function in [`cli`] |
//! | format that leaves the program | [`export`], its command in [`cli`], its row in the menu of `ui::panels` |
//! | colour or size | the token tables in [`heatmap`] and `ui::theme` |
//!
//! [`Atlas`]: model::Atlas
//! [`CoverageSet`]: coverage::CoverageSet
//! [`Document::apply`]: edit::Document::apply
//! [`Draft`]: coverage::Draft
//! [`Effect`]: edit::Effect
//! [`Entry`]: model::Entry
//! [`EntryKind`]: model::EntryKind
//! [`Field`]: heatmap::Field
//! [`GoalMetric`]: model::GoalMetric
//! [`Grid`]: geometry::Grid
//! [`LiveCoverage`]: coverage::LiveCoverage
//! [`LivePicture`]: heatmap::LivePicture
//! [`MapKind`]: heatmap::MapKind
//! [`MapScale`]: heatmap::MapScale
//! [`PLAN_TEMPLATES`]: model::PLAN_TEMPLATES
//! [`PenStroke`]: tool::PenStroke
//! [`SessionCoverage`]: coverage::SessionCoverage
//! [`SignedMap`]: heatmap::SignedMap
//! [`Step`]: edit::Step
//! [`diagram_metrics`]: metrics::diagram_metrics
//! [`judge`]: metrics::judge
//! [`read_session`]: store::read_session
//! [`render`]: heatmap::render

pub mod cli;
pub mod coverage;
pub mod edit;
pub mod export;
pub mod geometry;
pub mod heatmap;
pub mod metrics;
pub mod model;
pub mod sample;
pub mod store;
pub mod tool;
#[cfg(feature = "gui")]
pub mod ui;
pub mod wording;
