//! Lists that are walked and searched by keys.

use egui::{Event, EventFilter, Id, Key, Modifiers, Response, Ui};

/// After so long without a key, the next begins a new word, in seconds.
const PAUSE_S: f64 = 1.2;

/// Lets the arrow keys, Home and End move the focus from row to row, and what is typed to the row whose name it begins.
/// Rows come with their names, in order; an empty name is not found. Returns whether one of the rows has the focus.
pub fn list_keys(ui: &Ui, rows: &[(Response, String)]) -> bool {
    let Some(at) = rows.iter().position(|(row, _)| row.has_focus()) else { return false };
    let Some((row, _)) = rows.get(at) else { return false };
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(row.id, filter));
    let last = rows.len().saturating_sub(1);
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let mut to = at;
    // A key that was held comes several times a frame.
    while pressed(Key::ArrowDown) {
        to = (to + 1).min(last);
    }
    while pressed(Key::ArrowUp) {
        to = to.saturating_sub(1);
    }
    if pressed(Key::Home) {
        to = 0;
    }
    if pressed(Key::End) {
        to = last;
    }
    let names: Vec<&str> = rows.iter().map(|(_, name)| name.as_str()).collect();
    to = typed(ui).and_then(|word| find(&names, to, &word)).unwrap_or(to);
    if let Some((row, _)) = rows.get(to).filter(|_| to != at) {
        row.request_focus();
        row.scroll_to_me(None);
    }
    true
}

/// What has been typed without a pause, if anything was in this frame.
fn typed(ui: &Ui) -> Option<String> {
    let id = Id::unique("typed to find");
    let (now, new) = ui.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        let letters = texts.flat_map(str::chars).filter(|c| c.is_alphabetic());
        (input.time, letters.collect::<String>())
    });
    if new.is_empty() {
        return None;
    }
    let (before, at): (String, f64) = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let word = if now - at < PAUSE_S { before + &new } else { new };
    ui.data_mut(|data| data.insert_temp(id, (word.clone(), now)));
    Some(word)
}

/// The first row from `at` on, around, whose name begins so; else one with a word that does. Spaces and brackets of
/// names need not be typed.
fn find(names: &[&str], at: usize, word: &str) -> Option<usize> {
    let plain = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let word = plain(word);
    let around = || (0..names.len()).map(|i| (at + i) % names.len());
    let begins = |i: &usize| names.get(*i).is_some_and(|name| plain(name).starts_with(&word));
    let inside = |i: &usize| {
        names.get(*i).is_some_and(|name| {
            name.match_indices([' ', '('])
                .any(|(space, _)| name.get(space..).is_some_and(|rest| plain(rest).starts_with(&word)))
        })
    };
    around().find(begins).or_else(|| around().find(inside))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 5] =
        ["Cheek (left)", "Cheek (right)", "Nasolabial fold (left)", "Forehead (left)", "Glabella"];

    #[test]
    fn names_are_found_by_their_beginning() {
        assert_eq!(find(&NAMES, 0, "g"), Some(4));
        assert_eq!(find(&NAMES, 0, "cheekr"), Some(1));
        assert_eq!(find(&NAMES, 1, "c"), Some(1), "the one that has the focus stays while more is typed");
        assert_eq!(find(&NAMES, 2, "c"), Some(0));
        assert_eq!(find(&NAMES, 0, "fold"), Some(2));
        assert_eq!(find(&NAMES, 0, "x"), None);
        assert_eq!(find(&[], 0, "x"), None);
    }
}
