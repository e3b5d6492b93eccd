//! Digits that are typed where there is no field.

use egui::{Event, Ui};

/// What typed digits make of a value from 0 to `most`. Where two digits are possible, a nought right after a one makes
/// ten: `just_one` remembers where a one was typed last.
pub(super) fn digits(
    ui: &Ui,
    just_one: &mut Option<String>,
    place: &str,
    most: u8,
    value: Option<u8>,
) -> Option<u8> {
    let texts = ui.input(|input| {
        let texts = input.events.iter().filter_map(|event| match event {
            Event::Text(text) => Some(text.clone()),
            _ => None,
        });
        texts.collect::<String>()
    });
    let mut value = value;
    for digit in texts.chars().filter_map(|letter| letter.to_digit(10)).map(|digit| digit as u8) {
        let follows = just_one.as_deref() == Some(place) && value == Some(1);
        if digit == 0 && follows && most >= 10 {
            value = Some(10);
        } else if digit <= most {
            value = Some(digit);
        }
        *just_one = (value == Some(1) && digit == 1).then(|| place.to_owned());
    }
    value
}
