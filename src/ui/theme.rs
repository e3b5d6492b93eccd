//! Colours, text styles and sizes of the window: the only place where any of them is written.

use crate::heatmap::{Rgb, Theme, Tokens};
use egui::{
    Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Shadow, Stroke, Vec2,
};
use std::sync::Arc;
use std::sync::LazyLock;

/// The colours of a theme, ready to paint with.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names are those of the tokens, which are documented")]
pub struct Look {
    pub theme: Theme,
    pub ground: Color32,
    pub panel: Color32,
    pub raised: Color32,
    pub sunken: Color32,
    pub hover: Color32,
    pub pressed: Color32,
    pub hair: Color32,
    pub edge: Color32,
    pub mark: Color32,
    pub text: Color32,
    pub text_2: Color32,
    pub text_3: Color32,
    pub faint: Color32,
    pub accent: Color32,
    pub accent_hover: Color32,
    pub accent_soft: Color32,
    pub accent_text: Color32,
    pub on_accent: Color32,
    pub note: Color32,
    pub note_soft: Color32,
    /// Grounds of observations, a quarter of the scale each.
    pub scales: [Color32; 4],
    pub stop: Color32,
    pub stop_soft: Color32,
    pub ink: Color32,
    pub paper: Color32,
    pub figure_tint: Color32,
}

static LIGHT: LazyLock<Look> = LazyLock::new(|| Look::new(Theme::Light));
static DARK: LazyLock<Look> = LazyLock::new(|| Look::new(Theme::Dark));

/// A colour of the core as one of the window.
#[expect(clippy::disallowed_methods, reason = "this is where the token table becomes colours of the window")]
pub const fn color(rgb: Rgb) -> Color32 {
    Color32::from_rgb(rgb.0, rgb.1, rgb.2)
}

/// The tint of a picture that is shown as it was made, in either theme.
pub const AS_MADE: Color32 = Color32::WHITE;

/// The colour of words that are measured and not painted.
pub const UNSEEN: Color32 = Color32::PLACEHOLDER;

/// Where nothing is painted.
pub const NOTHING: Color32 = Color32::TRANSPARENT;

/// A pixel that the core made, alpha premultiplied, as one of a texture.
pub const fn texel([r, g, b, a]: [u8; 4]) -> Color32 {
    Color32::from_rgba_premultiplied(r, g, b, a)
}

impl Look {
    fn new(theme: Theme) -> Self {
        let t: &Tokens = theme.tokens();
        Self {
            theme,
            ground: color(t.ground),
            panel: color(t.panel),
            raised: color(t.raised),
            sunken: color(t.sunken),
            hover: color(t.hover),
            pressed: color(t.pressed),
            hair: color(t.hair),
            edge: color(t.edge),
            mark: color(t.mark),
            text: color(t.text),
            text_2: color(t.text_2),
            text_3: color(t.text_3),
            faint: color(t.faint),
            accent: color(t.accent),
            accent_hover: color(t.accent_hover),
            accent_soft: color(t.accent_soft),
            accent_text: color(t.accent_text),
            on_accent: color(t.on_accent),
            note: color(t.note),
            note_soft: color(t.note_soft),
            scales: [t.scale_1, t.scale_2, t.scale_3, t.scale_4].map(color),
            stop: color(t.stop),
            stop_soft: color(t.stop_soft),
            ink: color(t.ink),
            paper: color(t.paper),
            figure_tint: color(t.figure_tint),
        }
    }

    /// The look of a theme.
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }

    /// The look the window has now.
    pub fn now(ctx: &egui::Context) -> &'static Self {
        Self::of(if ctx.theme() == egui::Theme::Dark { Theme::Dark } else { Theme::Light })
    }

    /// The shadow under popups; nothing else has one.
    pub fn shadow(&self) -> Shadow {
        let tint = self.theme.tokens().shadow;
        let color = color(tint).gamma_multiply(f32::from(self.theme.shadow_alpha()) / 255.0);
        Shadow { offset: [0, 6], blur: 20, spread: 0, color }
    }

    /// What stands on the ground of an observation, counted from 0: whichever of text and ink is easier to read there.
    pub const fn on_scale(&self, ground: usize) -> Color32 {
        match self.theme {
            Theme::Dark if ground >= 2 => self.ink,
            _ => self.text,
        }
    }

    /// A hairline.
    pub fn hairline(&self) -> Stroke {
        Stroke::new(1.0, self.hair)
    }

    /// The outline of a control.
    pub fn outline(&self) -> Stroke {
        Stroke::new(1.0, self.edge)
    }
}

/// How a piece of text looks, colour apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// Axis and legend numbers, column heads, key caps.
    Tiny,
    /// The same in bold: numbers of badges.
    TinyStrong,
    /// Second lines, status bar, hints.
    Small,
    /// Everything by default.
    Body,
    /// Section heads, the thing in focus.
    Strong,
    /// Series title in the library.
    Large,
    /// Dialog title.
    Title,
    /// Preview title.
    Heading,
    /// Empty state.
    Display,
    /// R and L beside the figure.
    CanvasLetter,
}

impl Text {
    /// The font of this style.
    pub fn font(self) -> FontId {
        let (size, bold) = match self {
            Self::Tiny => (11.0, false),
            Self::TinyStrong => (11.0, true),
            Self::Small => (12.0, false),
            Self::Body => (13.0, false),
            Self::Strong => (13.0, true),
            Self::Large => (14.0, false),
            Self::Title => (16.0, true),
            Self::Heading => (18.0, true),
            Self::Display => (22.0, true),
            Self::CanvasLetter => (34.0, false),
        };
        FontId::new(size, if bold { bold_family() } else { FontFamily::Proportional })
    }
}

fn bold_family() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// Sizes in points.
pub mod size {
    /// Height of the top bar.
    pub const TOP_BAR: f32 = 48.0;
    /// Height of the context bar.
    pub const CONTEXT_BAR: f32 = 44.0;
    /// Height of the status bar.
    pub const STATUS_BAR: f32 = 26.0;
    /// Height of a button.
    pub const BUTTON: f32 = 32.0;
    /// Height of a button in bars and rows.
    pub const SMALL_BUTTON: f32 = 28.0;
    /// Height of a row of a menu.
    pub const MENU_ROW: f32 = 30.0;
    /// Height of a row of the zones table.
    pub const ZONE_ROW: f32 = 30.0;
    /// The same with a second line.
    pub const ZONE_ROW_NOTED: f32 = 38.0;
    /// Height of a row of the gaps list.
    pub const GAP_ROW: f32 = 32.0;
    /// Height of a row of the goals list.
    pub const GOAL_ROW: f32 = 28.0;
    /// Height of a row of the library.
    pub const LIBRARY_ROW: f32 = 64.0;
    /// Corner radius of rows in popups, key caps and tags.
    pub const RADIUS_S: f32 = 4.0;
    /// Corner radius of buttons, fields and chips.
    pub const RADIUS_M: f32 = 6.0;
    /// Corner radius of popups and cards.
    pub const RADIUS_L: f32 = 8.0;
    /// Windows narrower than this are small.
    pub const SMALL_WIDTH: f32 = 1200.0;
    /// Windows lower than this are small.
    pub const SMALL_HEIGHT: f32 = 780.0;
    /// Windows at least this wide are wide.
    pub const WIDE_WIDTH: f32 = 1920.0;
}

/// How much room the window has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Labels go before controls do.
    Small,
    /// As drawn.
    Normal,
    /// The right panel gains columns.
    Wide,
}

impl Room {
    /// The room of a window of this size in points.
    pub fn of(size: Vec2) -> Self {
        if size.x < size::SMALL_WIDTH || size.y < size::SMALL_HEIGHT {
            Self::Small
        } else if size.x >= size::WIDE_WIDTH {
            Self::Wide
        } else {
            Self::Normal
        }
    }

    /// One of three values.
    pub const fn pick<T: Copy>(self, small: T, normal: T, wide: T) -> T {
        match self {
            Self::Small => small,
            Self::Normal => normal,
            Self::Wide => wide,
        }
    }
}

/// Installs fonts and styles.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts());
    // Where the system does not say.
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    for theme in [Theme::Light, Theme::Dark] {
        let which = if theme == Theme::Dark { egui::Theme::Dark } else { egui::Theme::Light };
        ctx.style_mut_of(which, |style| apply(style, Look::of(theme)));
    }
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    add("noto-sans", notosans::REGULAR_TTF);
    add("noto-sans-bold", notosans::BOLD_TTF);
    let fallback = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (family, first) in [(FontFamily::Proportional, "noto-sans"), (bold_family(), "noto-sans-bold")] {
        let names = std::iter::once(first.to_owned()).chain(fallback.iter().cloned()).collect();
        fonts.families.insert(family, names);
    }
    fonts
}

fn apply(style: &mut egui::Style, look: &Look) {
    use egui::TextStyle;
    style.text_styles = [
        (TextStyle::Small, Text::Small),
        (TextStyle::Body, Text::Body),
        (TextStyle::Button, Text::Body),
        (TextStyle::Monospace, Text::Body),
        (TextStyle::Heading, Text::Heading),
    ]
    .into_iter()
    .map(|(style, text)| (style, text.font()))
    .collect();
    style.animation_time = 0.0;
    style.interaction.tooltip_delay = 0.5;
    style.interaction.selectable_labels = false;
    style.spacing.item_spacing = Vec2::new(8.0, 4.0);
    style.spacing.button_padding = Vec2::new(12.0, 6.0);
    style.spacing.interact_size = Vec2::new(28.0, 28.0);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(16);
    style.spacing.scroll = egui::style::ScrollStyle::floating();
    let visuals = &mut style.visuals;
    visuals.override_text_color = Some(look.text);
    visuals.panel_fill = look.panel;
    visuals.window_fill = look.raised;
    visuals.window_stroke = look.outline();
    visuals.window_corner_radius = CornerRadius::same(8);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.window_shadow = look.shadow();
    visuals.popup_shadow = look.shadow();
    visuals.extreme_bg_color = look.raised;
    visuals.text_edit_bg_color = Some(look.raised);
    visuals.faint_bg_color = look.sunken;
    visuals.hyperlink_color = look.accent_text;
    visuals.selection.bg_fill = look.accent_soft;
    visuals.selection.stroke = Stroke::new(1.0, look.accent_text);
    visuals.text_cursor.stroke = Stroke::new(1.5, look.accent);
    visuals.text_cursor.blink = false;
    let state = |fill: Color32, stroke: Color32| egui::style::WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, stroke),
        corner_radius: CornerRadius::same(6),
        fg_stroke: Stroke::new(1.0, look.text),
        expansion: 0.0,
    };
    visuals.widgets.noninteractive = state(look.panel, look.hair);
    visuals.widgets.inactive = state(look.raised, look.edge);
    visuals.widgets.hovered = state(look.hover, look.edge);
    visuals.widgets.active = state(look.pressed, look.accent);
    visuals.widgets.open = state(look.hover, look.edge);
}
