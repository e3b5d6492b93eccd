//! Two copies of a session in one.

use super::care::merge_care;
use super::devices::{Devices, Variant, merge_devices};
use super::pick::{Keyed, Picker, Sides, keyed, left_keys, merge_list};
use super::{Difference, EntryTally, MergeError, MergeReport, Merged};
use crate::model::{Device, Entry, EntryId, Session};
use crate::store::schema::{EntryRecord, ObservationRecord};
use crate::store::text;
use std::collections::BTreeSet;

/// Number that an entry was logged under, and the hash of what was logged, device apart.
type EntryKey = (u64, [u8; blake3::OUT_LEN]);

/// The entries of a copy, each with its device.
type Entries<'a> = Keyed<EntryKey, (&'a Entry, Option<Variant>)>;

/// Makes one of two copies of a session; `base` is what both once were, if that is known. The module's page says how.
///
/// # Errors
///
/// When they are not of the same session, or together break a rule that each of them keeps, such as the largest
/// number of points.
pub fn merge_sessions(
    base: Option<&Session>,
    first: &Session,
    second: &Session,
) -> Result<Merged<Session>, MergeError> {
    for other in std::iter::once(second).chain(base) {
        let unlike = [
            ("session", first.id.as_str(), other.id.as_str()),
            ("series", first.series.as_str(), other.series.as_str()),
        ];
        if let Some((what, first, second)) = unlike.into_iter().find(|(_, a, b)| a != b) {
            let (first, second) = (first.to_owned(), second.to_owned());
            return Err(MergeError::Unlike { what, first, second });
        }
    }
    let sides = Sides { base, first, second };
    let mut picker = Picker::default();
    let ((devices, entries), tally) = merge_logged(&mut picker, sides)?;
    let observations = sides.map(|session| &session.observations);
    let observation_text =
        |seen: &_| text::write(&ObservationRecord::of(seen), 256).unwrap_or_else(|_| format!("{seen:?}"));
    let value = Session {
        id: first.id.clone(),
        series: first.series.clone(),
        started_at: picker.pick("started_at", sides.map(|session| &session.started_at)),
        ended_at: picker.pick("ended_at", sides.map(|session| &session.ended_at)),
        practitioner: picker.pick("practitioner", sides.map(|session| &session.practitioner)),
        devices,
        care: merge_care(&mut picker, sides.map(|session| &session.care)),
        entries,
        observations: merge_list(observations, observation_text),
        notes: picker.pick("notes", sides.map(|session| &session.notes)),
        extra: picker.extra("", sides.map(|session| &session.extra)),
    };
    value.check()?;
    Ok(Merged { value, report: MergeReport { entries: tally, differences: picker.differences } })
}

type Logged = (Vec<Device>, Vec<Entry>);

/// Merges the devices and what was logged with them.
fn merge_logged(picker: &mut Picker, sides: Sides<&Session>) -> Result<(Logged, EntryTally), MergeError> {
    let Sides { base, first, second } = sides.map(Devices::of);
    let devices = Sides { base: base.transpose()?, first: first?, second: second? };
    let entries = Sides {
        base: match (sides.base, &devices.base) {
            (Some(session), Some(devices)) => Some(entries_of(session, devices)?),
            _ => None,
        },
        first: entries_of(sides.first, &devices.first)?,
        second: entries_of(sides.second, &devices.second)?,
    };
    let left = left_keys(entries.base.as_ref(), &entries.first, &entries.second);
    let tally = tally(&entries, &left);
    let logged = |session: &Session| (session.devices.clone(), session.entries.clone());
    let same = |a: &&Session, b: &&Session| a.devices == b.devices && a.entries == b.entries;
    if let Some(settled) = sides.settled(same) {
        return Ok((logged(settled), tally));
    }
    let mut kept: Vec<(EntryKey, Entry, Option<Variant>)> = Vec::with_capacity(left.len());
    for key in &left {
        let device = device_of(&devices, &entries, key);
        let found = entries.first.get(key).or(entries.second.get(key));
        kept.extend(found.map(|(entry, _)| (key.0, (*entry).clone(), device)));
    }
    number(
        picker,
        &mut kept,
        |key| entries.first.contains_key(key) && entries.second.contains_key(key),
        &left,
    )?;
    let used = kept.iter().filter_map(|(_, _, device)| device.clone()).collect();
    let (list, ids) = merge_devices(picker, &devices, &used)?;
    let renamed = kept.into_iter().map(|(_, entry, device)| Entry {
        device: device.and_then(|device| ids.get(&device).cloned()),
        ..entry
    });
    Ok(((list, renamed.collect()), tally))
}

/// The entries of a copy by number and content.
fn entries_of<'a>(session: &'a Session, devices: &Devices<'_>) -> Result<Entries<'a>, MergeError> {
    let mut found = Vec::with_capacity(session.entries.len());
    for entry in &session.entries {
        let record = EntryRecord { id: None, device: None, ..EntryRecord::of(entry) };
        let text = text::write(&record, 256 + entry.points() * 20)?;
        let key = (entry.id.logged_as(), *blake3::hash(text.as_bytes()).as_bytes());
        let device = entry.device.as_ref().and_then(|id| devices.variant(id)).cloned();
        found.push((key, (entry, device)));
    }
    Ok(keyed(found))
}

/// The device of an entry that stays.
fn device_of(
    devices: &Sides<Devices<'_>>,
    entries: &Sides<Entries<'_>>,
    key: &(EntryKey, usize),
) -> Option<Variant> {
    let device = |entries: &Entries<'_>| entries.get(key).map(|(_, device)| device.clone());
    // An entry that is new in one copy was done with the device as that copy knew it. If that is still as it was in
    // the base, what the other copy has made of the device holds for it as well.
    let follow = |device: Option<Variant>, other: &Devices<'_>| {
        let old = device.as_ref().and_then(|device| devices.base.as_ref()?.id(device));
        old.and_then(|id| other.variant(id)).cloned().or(device)
    };
    match (device(&entries.first), device(&entries.second)) {
        (Some(first), None) => follow(first, &devices.second),
        (None, Some(second)) => follow(second, &devices.first),
        (None, None) => None,
        (Some(first), Some(second)) => {
            let sides = Sides { base: entries.base.as_ref().and_then(device), first, second };
            let settled = sides.settled(|a, b| a == b).cloned();
            // The variant that says more comes first, and one at all before none.
            settled.unwrap_or_else(|| sides.first.into_iter().chain(sides.second).min())
        }
    }
}

/// Gives entries that were logged under one number numbers of their own. They are in order.
fn number(
    picker: &mut Picker,
    kept: &mut [(EntryKey, Entry, Option<Variant>)],
    is_in_both: impl Fn(&(EntryKey, usize)) -> bool,
    keys: &BTreeSet<(EntryKey, usize)>,
) -> Result<(), MergeError> {
    let mut keys = keys.iter();
    for group in kept.chunk_by_mut(|((a, _), ..), ((b, _), ..)| a == b) {
        let old = keys.by_ref().take(group.len()).filter(|key| is_in_both(key)).count();
        let mut ids = Vec::with_capacity(group.len());
        for (variant, ((logged, _), entry, _)) in (0..).zip(group.iter_mut()) {
            let id = EntryId::of_variant(*logged, variant);
            entry.id = id.ok_or(MergeError::Crowded { id: *logged, most: EntryId::MAX_VARIANTS })?;
            ids.push(entry.id);
        }
        if let [id, others @ ..] = ids.as_slice()
            && !others.is_empty()
            && old < group.len()
        {
            picker.differences.push(Difference::Entry { id: *id, others: others.to_vec() });
        }
    }
    Ok(())
}

fn tally(entries: &Sides<Entries<'_>>, left: &BTreeSet<(EntryKey, usize)>) -> EntryTally {
    let mut tally = EntryTally::default();
    for key in entries.first.keys().chain(entries.second.keys()).collect::<BTreeSet<_>>() {
        match (left.contains(key), entries.first.contains_key(key), entries.second.contains_key(key)) {
            (false, ..) => tally.gone += 1,
            (true, true, true) => tally.both += 1,
            (true, true, false) => tally.first += 1,
            (true, false, _) => tally.second += 1,
        }
    }
    tally
}
