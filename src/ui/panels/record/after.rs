//! End-point, pain, products and aftercare.

use super::before::{earlier, suggested};
use super::form::{Form, head, words};
use super::sections::Section;
use super::typed;
use crate::ui::icons::{Icon, icon};
use crate::ui::theme::{Look, Text, size};
use crate::ui::widgets::{Button, TextField, checkbox, focus_ring, label, paint_text, text_width};
use egui::{
    Align2, CornerRadius, EventFilter, FocusDirection, Key, Modifiers, Pos2, Rect, Response, Role, Sense,
    Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

/// The usual words for an end-point.
const ENDPOINTS: [&str; 3] = ["none seen", "erythema", "pinpoint bleeding"];

/// Products that are proposed besides those that were used.
const PRODUCTS: [&str; 3] = ["hyaluronic acid serum", "panthenol cream", "none"];

/// Shows what the skin showed at the end, and pain at its worst.
pub(super) fn endpoint(ui: &mut Ui, form: &mut Form<'_>) {
    let look = Look::now(ui.ctx());
    head(ui, "End-point", "");
    let section = Section::EndPoint.index();
    let now = form.care.endpoint.clone().unwrap_or_default();
    let own = !now.is_empty() && !ENDPOINTS.contains(&now.as_str());
    let open = own || form.view.own_words == Some(section);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 6.0);
        for (i, usual) in ENDPOINTS.into_iter().enumerate() {
            let on = now == usual;
            let chip = Button::new(usual).on(on).show(ui);
            if i == 0 {
                form.lead(Section::EndPoint, &chip);
            }
            if chip.clicked() {
                form.view.own_words = None;
                form.change_care("end-point", |care| {
                    care.endpoint = (!on).then(|| usual.to_owned());
                });
            }
        }
        if Button::new("other…").on(open).show(ui).clicked() {
            form.view.own_words = (!open).then_some(section);
        }
    });
    if open {
        ui.add_space(6.0);
        let field = TextField::new("End-point in own words", ui.available_width().min(440.0));
        let known = earlier(form, |session| session.care.endpoint.as_deref());
        let known = known.iter().map(String::as_str).filter(|word| !ENDPOINTS.contains(word));
        if let Some(new) = suggested(ui, form, "End-point.words", if own { &now } else { "" }, field, known) {
            form.change_care("end-point", |care| care.endpoint = words(&new));
        }
    }
    ui.add_space(10.0);
    label(ui, "Pain at worst, 0 – 10", Text::Small, look.text_2);
    ui.add_space(4.0);
    pain(ui, form);
}

/// Values of pain.
const PAINS: usize = 11;

/// Shows pain as one row. A digit sets it, the arrows change it, a click on the value that is set takes it away.
fn pain(ui: &mut Ui, form: &mut Form<'_>) {
    let look = Look::now(ui.ctx());
    let width = ui.available_width().min(440.0);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, size::BUTTON), Sense::hover());
    let now = form.care.pain;
    let radius = CornerRadius::same(size::RADIUS_M as u8);
    ui.painter().rect_filled(rect, radius, look.raised);
    let each = width / PAINS as f32;
    let (mut chosen, mut focused) = (now, false);
    for (i, value) in (0..PAINS).zip(0_u8..) {
        let left = rect.left() + each * i as f32;
        let field = Rect::from_min_size(Pos2::new(left, rect.top()), Vec2::new(each, rect.height()));
        let on = now == Some(value);
        // One stop of the Tab key for the row: the value that is set, else the first.
        let stop = on || (now.is_none() && value == 0);
        let sense = if stop { Sense::click() } else { Sense::CLICK };
        let sense = if form.enabled() { sense } else { Sense::hover() };
        let response = ui.interact(field, ui.scope_id().with(("pain", value)), sense);
        let name = format!("Pain {value}");
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, form.enabled(), on, &name));
        paint_value(ui, field, value, on, &response);
        if response.clicked() {
            chosen = (!on).then_some(value);
        }
        if stop && response.has_focus() {
            focused = true;
            chosen = pain_keys(ui, form, &response, chosen);
        }
    }
    for i in 1..PAINS {
        let x = rect.left() + each * i as f32;
        ui.painter().vline(x, rect.shrink(1.0).y_range(), look.hairline());
    }
    ui.painter().rect_stroke(rect, radius, look.outline(), StrokeKind::Inside);
    form.takes_keys |= focused;
    if chosen != now {
        form.change_care("pain", |care| care.pain = chosen);
        // The focus follows the value.
        if focused && form.enabled() {
            let at = chosen.unwrap_or(0);
            ui.memory_mut(|memory| memory.request_focus(ui.scope_id().with(("pain", at))));
        }
    }
}

fn paint_value(ui: &Ui, field: Rect, value: u8, on: bool, response: &Response) {
    let look = Look::now(ui.ctx());
    let edge = match value {
        0 => CornerRadius { nw: 6, sw: 6, ..CornerRadius::ZERO },
        10 => CornerRadius { ne: 6, se: 6, ..CornerRadius::ZERO },
        _ => CornerRadius::ZERO,
    };
    if on {
        ui.painter().rect_filled(field, edge, look.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(field.shrink(1.0), edge, look.hover);
    }
    let color = if on { look.on_accent } else { look.text };
    let words = value.to_string();
    paint_text(ui.painter(), field.center(), Align2::CENTER_CENTER, &words, Text::Body, color);
    focus_ring(ui.painter(), field.shrink(1.0), response, look);
}

/// What the keys make of the pain while its row has the focus.
fn pain_keys(ui: &Ui, form: &mut Form<'_>, row: &Response, now: Option<u8>) -> Option<u8> {
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(row.id, filter));
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let mut value = now;
    while pressed(Key::ArrowRight) {
        value = Some(value.map_or(0, |value| (value + 1).min(10)));
    }
    while pressed(Key::ArrowLeft) {
        value = Some(value.map_or(0, |value| value.saturating_sub(1)));
    }
    if value != now {
        // In the first frame of a stop the arrows would also carry the focus out of the row.
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
    }
    if pressed(Key::Backspace) || pressed(Key::Delete) {
        value = None;
    }
    typed::digits(ui, &mut form.view.just_one, "pain", 10, value)
}

/// Shows the products that were used, and where to add one.
pub(super) fn products(ui: &mut Ui, form: &mut Form<'_>) {
    head(ui, "Products", "");
    let mut gone = None;
    let section = Section::Products.index();
    let open = form.view.own_words == Some(section);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(6.0, 6.0);
        for (i, product) in form.care.products.iter().enumerate() {
            if chip(ui, product, form.enabled()) {
                gone = Some(i);
            }
        }
        if !open {
            let add = add_chip(ui, form.enabled());
            form.lead(Section::Products, &add);
            if add.clicked() {
                form.view.own_words = Some(section);
                form.view.suggestion = 0;
            }
        }
    });
    if let Some(i) = gone {
        form.change_care("product", |care| {
            care.products.remove(i);
        });
    }
    if open {
        ui.add_space(6.0);
        add_product(ui, form);
    }
}

/// Shows the field in which a product is added. It stays open for the next one until it is left empty.
fn add_product(ui: &mut Ui, form: &mut Form<'_>) {
    let name = "Products.add";
    let typed = form.view.draft(&form.session.id, name).is_some();
    let sessions = form.workspace.document().sessions().iter().rev();
    let used: Vec<String> = sessions.flat_map(|session| session.care.products.clone()).collect();
    let had = form.care.products.clone();
    let is_new = |word: &&str| !had.iter().any(|product| product == word);
    let known = used.iter().map(String::as_str).chain(PRODUCTS).filter(is_new);
    let marker = ui.scope_id().with("product field was there");
    let fresh = !ui.data(|data| data.get_temp::<bool>(marker)).unwrap_or(false);
    let erase = ui.input(|input| input.key_pressed(Key::Backspace));
    let field = TextField::new("Add a product", ui.available_width().min(300.0)).focus(fresh);
    let new = suggested(ui, form, name, "", field, known);
    ui.data_mut(|data| data.insert_temp(marker, true));
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    let focused = ui.ctx().text_edit_focused();
    if let Some(word) = new.as_deref().and_then(words) {
        form.change_care("product", |care| {
            if !care.products.contains(&word) {
                care.products.push(word);
            }
        });
        form.view.suggestion = 0;
        // The next one can be typed at once.
        ui.data_mut(|data| data.insert_temp(marker, false));
    } else if focused && erase && !typed {
        form.change_care("product", |care| {
            care.products.pop();
        });
    } else if !focused && !fresh && (entered || ui.input(|input| !input.pointer.any_down())) {
        form.view.own_words = None;
        ui.data_mut(|data| data.remove_temp::<bool>(marker));
    }
}

/// Shows a product. Returns whether it is to go.
fn chip(ui: &mut Ui, product: &str, enabled: bool) -> bool {
    let look = Look::now(ui.ctx());
    let width = (text_width(ui.painter(), product, Text::Body) + 42.0).min(ui.max_rect().width());
    let (rect, whole) = ui.allocate_exact_size(Vec2::new(width, size::BUTTON), Sense::hover());
    whole.widget_info(|| WidgetInfo::labeled(Role::Label, true, product));
    let radius = CornerRadius::same(size::RADIUS_M as u8);
    ui.painter().rect(rect, radius, look.panel, look.outline(), StrokeKind::Inside);
    let at = Pos2::new(rect.left() + 10.0, rect.center().y);
    crate::ui::widgets::cut_text(ui.painter(), at, width - 40.0, product, Text::Body, look.text);
    let place = Rect::from_center_size(Pos2::new(rect.right() - 16.0, rect.center().y), Vec2::splat(24.0));
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let cross = ui.interact(place, ui.scope_id().with(("remove", product)), sense);
    cross.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, format!("Remove {product}")));
    let color = if cross.hovered() && enabled { look.text } else { look.text_2 };
    icon(ui.painter(), place.center(), 14.0, Icon::Close, color);
    focus_ring(ui.painter(), place.shrink(3.0), &cross, look);
    cross.clicked()
}

/// A dashed button that adds a product.
fn add_chip(ui: &mut Ui, enabled: bool) -> Response {
    let look = Look::now(ui.ctx());
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(72.0, size::BUTTON), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, "Add a product"));
    let color = match (enabled, response.hovered()) {
        (false, _) => look.faint,
        (true, true) => look.text,
        (true, false) => look.text_2,
    };
    let edge = rect.shrink(0.5);
    let corners =
        [edge.left_top(), edge.right_top(), edge.right_bottom(), edge.left_bottom(), edge.left_top()];
    ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(1.0, look.edge), 3.0, 2.0));
    icon(ui.painter(), Pos2::new(rect.left() + 18.0, rect.center().y), 16.0, Icon::Plus, color);
    let at = Pos2::new(rect.left() + 33.0, rect.center().y);
    paint_text(ui.painter(), at, Align2::LEFT_CENTER, "Add", Text::Body, color);
    focus_ring(ui.painter(), rect, &response, look);
    response
}

/// Shows what was explained for the days after.
pub(super) fn aftercare(ui: &mut Ui, form: &mut Form<'_>) {
    let list = form.beside.settings.aftercare_items();
    let ticked = list.iter().filter(|item| form.care.aftercare.contains(item)).count();
    head(ui, "Aftercare explained", &format!("{ticked} of {}", list.len()));
    let others = form.care.aftercare.iter().filter(|item| !list.contains(item));
    let items: Vec<String> = list.iter().chain(others).cloned().collect();
    let widest =
        items.iter().map(|item| text_width(ui.painter(), item, Text::Body) + 25.0).fold(60.0, f32::max);
    let columns = ((ui.available_width() / (widest + 20.0)) as usize).clamp(1, 3);
    let each = ui.available_width() / columns as f32;
    for line in items.chunks(columns) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for item in line {
                let mut on = form.care.aftercare.contains(item);
                let tick = checkbox(ui, &mut on, item);
                if items.first() == Some(item) {
                    form.lead(Section::Aftercare, &tick);
                }
                if tick.changed() {
                    form.change_care("aftercare", |care| {
                        care.aftercare.retain(|other| other != item);
                        if on {
                            care.aftercare.push(item.clone());
                        }
                    });
                }
                ui.add_space((each - tick.rect.width()).max(0.0));
            }
        });
    }
}
