//! The record of a session filled in from the one before.

use super::change::{Edit, SessionChange, Step};
use crate::model::{Care, Device, DeviceId, Numbing, Session};

/// A step that copies what mostly stays the same from one session to another: the scope of the consent and its date,
/// numbing, devices, products and aftercare. What was found on the day stays: whether consent was given, pain, end-point
/// and observations.
pub fn repeat_record(from: &Session, to: &Session) -> Step {
    let care = Care {
        consent_scope: from.care.consent_scope.clone(),
        consent_date: from.care.consent_date.clone(),
        // It is not on the skin yet.
        numbing: from.care.numbing.clone().map(|numbing| Numbing { since: None, ..numbing }),
        products: from.care.products.clone(),
        aftercare: from.care.aftercare.clone(),
        ..to.care.clone()
    };
    let edit = |change| Edit::Session { session: to.id.clone(), change };
    let mut edits = vec![edit(SessionChange::Care(Box::new(care)))];
    let devices = devices(from, to);
    if devices != to.devices {
        edits.push(edit(SessionChange::Devices(devices)));
    }
    Step { label: "repeated record".to_owned(), edits }
}

/// The devices of a session with those of another that it does not have yet. What it has stays as it is: its entries
/// depend on it.
fn devices(from: &Session, to: &Session) -> Vec<Device> {
    let mut devices = to.devices.clone();
    for device in &from.devices {
        let same = |other: &Device| {
            let alike = Device { id: device.id.clone(), lot: None, expires: None, ..other.clone() };
            alike == Device { lot: None, expires: None, ..device.clone() }
        };
        if devices.iter().any(same) {
            continue;
        }
        let taken = |id: &DeviceId| devices.iter().any(|other| other.id == *id);
        let numbered = (1..=devices.len() + 1).filter_map(|n| DeviceId::new(&format!("d{n}")).ok());
        let id = std::iter::once(device.id.clone()).chain(numbered).find(|id| !taken(id));
        devices.extend(id.map(|id| Device { id, ..device.clone() }));
    }
    devices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Document;
    use crate::model::{DeviceKind, Series, SeriesId, SessionId};

    fn session(id: &str, at: &str) -> Session {
        let id = SessionId::new(id).unwrap();
        Session::new(id, SeriesId::new("c").unwrap(), at.parse().unwrap())
    }

    fn device(id: &str, width_mm: f64) -> Device {
        let id = DeviceId::new(id).unwrap();
        Device { width_mm: Some(width_mm), ..Device::new(id, "Drum", DeviceKind::Roller) }
    }

    #[test]
    fn what_was_found_on_the_day_stays_and_one_undo_takes_all_of_it_back() {
        let mut from = session("a", "2026-01-05T10:00:00+01:00");
        from.devices = vec![device("d1", 20.0), device("d2", 5.0)];
        from.care = Care {
            consent: Some(true),
            consent_scope: Some("for the series".to_owned()),
            numbing: Some(Numbing { grams: Some(10.0), since: Some(from.started_at), ..Numbing::default() }),
            products: vec!["serum".to_owned()],
            endpoint: Some("erythema".to_owned()),
            pain: Some(4),
            aftercare: vec!["sun".to_owned()],
            ..Care::default()
        };
        let mut to = session("b", "2026-02-02T10:00:00+01:00");
        // Its first device has another width, so that the one of this name from before is another one.
        to.devices = vec![device("d1", 10.0)];
        to.care.pain = Some(2);
        let mut document =
            Document::new(Series::new(SeriesId::new("c").unwrap(), "Test"), vec![from.clone(), to.clone()]);
        document.apply(repeat_record(&from, &to)).unwrap();
        let now = document.session(&to.id).unwrap();
        assert_eq!((now.care.consent, now.care.pain, &now.care.endpoint), (None, Some(2), &None));
        assert_eq!(now.care.consent_scope.as_deref(), Some("for the series"));
        let numbing = now.care.numbing.as_ref().unwrap();
        assert_eq!((numbing.grams, numbing.since), (Some(10.0), None));
        assert_eq!((&now.care.products, &now.care.aftercare), (&from.care.products, &from.care.aftercare));
        let widths: Vec<_> = now.devices.iter().map(|d| (d.id.to_string(), d.width_mm.unwrap())).collect();
        let wanted = [("d1", 10.0), ("d2", 20.0), ("d3", 5.0)].map(|(id, mm)| (id.to_owned(), mm));
        assert_eq!(widths, wanted);
        document.undo().unwrap();
        assert_eq!(**document.session(&to.id).unwrap(), to);
    }

    #[test]
    fn a_device_that_is_there_with_another_lot_is_not_added_again() {
        let mut from = session("a", "2026-01-05T10:00:00+01:00");
        from.devices = vec![Device { lot: Some("A1".to_owned()), ..device("d1", 20.0) }];
        let mut to = session("b", "2026-02-02T10:00:00+01:00");
        to.devices = vec![Device { lot: Some("A2".to_owned()), ..device("d7", 20.0) }];
        assert_eq!(devices(&from, &to), to.devices);
    }
}
