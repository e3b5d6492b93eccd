//! What the library knows, and what is chosen in it.

use super::brief::{BodyArea, Brief, Status};
use super::empty::{Emblem, EmblemPicture};
use super::loader::{FigureCache, LoadedSeries, load_series};
use crate::heatmap::Pixels;
use crate::metrics::Share;
use crate::model::Atlas;
use crate::store::{Library, StoreError};
use crate::ui::jobs::{Jobs, Lane};
use crate::ui::settings::Settings;
use egui::{ColorImage, Context, TextureHandle, TextureOptions};
use jiff::civil::Date;
use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which series the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shelf {
    /// All of them.
    #[default]
    All,
    /// Those whose next session is due.
    Due,
    /// Those of one part of the body.
    Area(BodyArea),
}

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Title.
    Title,
    /// Sessions held.
    Sessions,
    /// Share at target, least first.
    AtTarget,
    /// Date of the last session, latest first.
    Last,
    /// Status, then date of the next session.
    #[default]
    NextDue,
}

/// A series in the list.
pub struct Item {
    /// Its folder.
    pub folder: PathBuf,
    /// What is known of it.
    pub content: ItemContent,
    /// Small and large picture.
    pub pictures: Option<(TextureHandle, TextureHandle)>,
    /// Pictures of the last sessions.
    pub sessions: Vec<TextureHandle>,
}

impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Item").finish_non_exhaustive()
    }
}

/// What is known of a series.
#[derive(Debug)]
pub enum ItemContent {
    /// It is being read.
    Reading,
    /// It was read.
    Ready(Box<Brief>),
    /// It cannot be read, and why.
    Broken(String),
}

/// The open library.
#[derive(Debug)]
pub struct LibraryState {
    /// Its folder.
    pub root: PathBuf,
    /// Whether it is the sample.
    pub is_sample: bool,
    /// Its series, by folder name.
    pub items: Vec<Item>,
    /// Whether the folder is being listed.
    pub reading: bool,
    /// Why the folder cannot be listed, if so.
    pub error: Option<String>,
    /// The chosen series.
    pub selected: Option<PathBuf>,
    /// Which series are shown.
    pub shelf: Shelf,
    /// What the list is sorted by, and whether the other way round.
    pub sort: (Sort, bool),
    /// What is searched for.
    pub search: String,
    /// Whether the search field is to take the focus.
    pub focus_search: bool,
    /// What an empty library shows, once it has been drawn.
    pub emblem: Option<Emblem>,
    figures: Arc<FigureCache>,
}

impl LibraryState {
    /// A library that has not been read yet.
    pub fn new(root: PathBuf, is_sample: bool) -> Self {
        Self {
            root,
            is_sample,
            items: Vec::new(),
            reading: false,
            error: None,
            selected: None,
            shelf: Shelf::All,
            sort: (Sort::NextDue, false),
            search: String::new(),
            focus_search: false,
            emblem: None,
            figures: Arc::default(),
        }
    }

    /// Lists the folder, then reads every series in it.
    pub fn read(&mut self, jobs: &Jobs) {
        self.reading = true;
        let root = self.root.clone();
        jobs.submit(Lane::Library, "list", move || {
            let found = Library::new(root.clone()).series_folders();
            Box::new(move |app, _| app.library_listed(&root, found))
        });
    }

    /// Takes the list of series folders and has each read.
    pub fn listed(
        &mut self,
        found: Result<Vec<PathBuf>, StoreError>,
        atlas: &Arc<Atlas>,
        settings: &Settings,
        jobs: &Jobs,
    ) {
        self.reading = false;
        match found {
            Ok(folders) => {
                self.error = None;
                if folders.is_empty() {
                    self.draw_emblem(atlas, jobs);
                }
                self.items.retain(|item| folders.contains(&item.folder));
                for folder in folders {
                    if !self.items.iter().any(|item| item.folder == folder) {
                        let content = ItemContent::Reading;
                        self.items.push(Item {
                            folder: folder.clone(),
                            content,
                            pictures: None,
                            sessions: Vec::new(),
                        });
                    }
                    self.reread(&folder, atlas, settings, jobs);
                }
            }
            Err(error) => {
                self.error = Some(error.reason());
                self.draw_emblem(atlas, jobs);
            }
        }
    }

    fn draw_emblem(&self, atlas: &Arc<Atlas>, jobs: &Jobs) {
        if self.emblem.is_none() {
            let atlas = Arc::clone(atlas);
            jobs.submit(Lane::Library, "emblem", move || {
                let drawn = EmblemPicture::draw(&atlas);
                Box::new(move |app, ctx| app.emblem_drawn(ctx, drawn))
            });
        }
    }

    /// Has one series read again.
    pub fn reread(&self, folder: &Path, atlas: &Arc<Atlas>, settings: &Settings, jobs: &Jobs) {
        let (atlas, figures) = (Arc::clone(atlas), Arc::clone(&self.figures));
        let (folder, settings) = (folder.to_owned(), settings.clone());
        jobs.submit(Lane::Library, format!("read {}", folder.display()), move || {
            let loaded = load_series(&folder, &atlas, &figures, |skin| settings.tone_for(skin));
            Box::new(move |app, ctx| app.series_loaded(ctx, &folder, loaded))
        });
    }

    /// Takes a series that was read.
    pub fn loaded(&mut self, ctx: &Context, folder: &Path, loaded: Result<LoadedSeries, StoreError>) {
        let Some(item) = self.items.iter_mut().find(|item| item.folder == folder) else { return };
        match loaded {
            Ok(series) => {
                item.content = ItemContent::Ready(Box::new(series.brief));
                item.pictures =
                    series.pictures.map(|(small, large)| (texture(ctx, &small), texture(ctx, &large)));
                item.sessions = series.sessions.iter().map(|pixels| texture(ctx, pixels)).collect();
            }
            Err(error) => item.content = ItemContent::Broken(error.reason()),
        }
    }

    /// The series that the list shows, by status and next due date.
    pub fn shown(&self, today: Date) -> Vec<&Item> {
        let wanted = self.search.trim().to_lowercase();
        let mut shown: Vec<&Item> =
            self.items.iter().filter(|item| self.shows(item, &wanted, today)).collect();
        shown.sort_by(|a, b| compare(a, b, self.sort.0, today));
        if self.sort.1 {
            shown.reverse();
        }
        shown
    }

    fn shows(&self, item: &Item, wanted: &str, today: Date) -> bool {
        let ItemContent::Ready(brief) = &item.content else {
            return self.shelf == Shelf::All && wanted.is_empty();
        };
        let on_shelf = match self.shelf {
            Shelf::All => true,
            Shelf::Due => brief.status(today) == Status::Due,
            Shelf::Area(area) => brief.area == area,
        };
        on_shelf && wanted.split_whitespace().all(|word| brief.words.contains(word))
    }

    /// Number of series on a shelf.
    pub fn count(&self, shelf: Shelf, today: Date) -> usize {
        let briefs = self.items.iter().filter_map(|item| match &item.content {
            ItemContent::Ready(brief) => Some(brief),
            _ => None,
        });
        match shelf {
            Shelf::All => self.items.len(),
            Shelf::Due => briefs.filter(|brief| brief.status(today) == Status::Due).count(),
            Shelf::Area(area) => briefs.filter(|brief| brief.area == area).count(),
        }
    }

    /// The chosen series.
    pub fn selected_item(&self) -> Option<&Item> {
        let folder = self.selected.as_ref()?;
        self.items.iter().find(|item| item.folder == *folder)
    }
}

/// The order of two series. Those that cannot be read come first, so that they are seen.
fn compare(a: &Item, b: &Item, sort: Sort, today: Date) -> Ordering {
    let (ItemContent::Ready(x), ItemContent::Ready(y)) = (&a.content, &b.content) else {
        let rank = |item: &Item| match item.content {
            ItemContent::Broken(_) => 0,
            ItemContent::Reading => 2,
            ItemContent::Ready(_) => 1,
        };
        return rank(a).cmp(&rank(b)).then_with(|| a.folder.cmp(&b.folder));
    };
    let due = |brief: &Brief| (brief.status(today), brief.next_due().unwrap_or(Date::MAX));
    let share = |brief: &Brief| brief.at_target.map_or(2.0, Share::value);
    let by_title = || x.title.to_lowercase().cmp(&y.title.to_lowercase());
    let order = match sort {
        Sort::Title => Ordering::Equal,
        Sort::Sessions => x.sessions.len().cmp(&y.sessions.len()),
        Sort::AtTarget => share(x).total_cmp(&share(y)),
        Sort::Last => y.last().cmp(&x.last()),
        Sort::NextDue => due(x).cmp(&due(y)).then_with(|| y.last().cmp(&x.last())),
    };
    order.then_with(by_title).then_with(|| a.folder.cmp(&b.folder))
}

/// A picture as a texture.
pub fn texture(ctx: &Context, pixels: &Pixels) -> TextureHandle {
    let size = [pixels.width as usize, pixels.height as usize];
    let image = ColorImage::from_rgba_premultiplied(size, &pixels.rgba);
    ctx.load_texture("thumbnail", image, TextureOptions::LINEAR)
}
