//! The devices of two copies of a session.

use super::pick::{Picker, Sides, left_keys};
use super::{Difference, MergeError};
use crate::model::{Device, DeviceId, IdError, Session};
use crate::store::schema::DeviceRecord;
use crate::store::text;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Between the id that several devices had and the number that tells them apart.
const COPY: &str = ".copy";

/// Room for [`COPY`] and a number at the end of an id.
const ROOM: usize = COPY.len() + 4;

/// A device with all that is known of it: its id without any [`COPY`], and what is written down of it. Devices that
/// say more come first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Variant {
    root: String,
    says: Reverse<usize>,
    hash: [u8; blake3::OUT_LEN],
}

/// The devices of a copy.
#[derive(Debug)]
pub(super) struct Devices<'a> {
    by_id: BTreeMap<&'a DeviceId, Variant>,
    by_variant: BTreeMap<Variant, &'a Device>,
}

impl<'a> Devices<'a> {
    pub(super) fn of(session: &'a Session) -> Result<Self, MergeError> {
        let mut devices = Self { by_id: BTreeMap::new(), by_variant: BTreeMap::new() };
        for device in &session.devices {
            let record = DeviceRecord { id: None, ..DeviceRecord::of(device) };
            let text = text::write(&record, 1024)?;
            let variant = Variant {
                root: root(device.id.as_str()).to_owned(),
                says: Reverse(text.len()),
                hash: *blake3::hash(text.as_bytes()).as_bytes(),
            };
            devices.by_id.insert(&device.id, variant.clone());
            devices.by_variant.insert(variant, device);
        }
        Ok(devices)
    }

    /// The device of an id.
    pub(super) fn variant(&self, id: &DeviceId) -> Option<&Variant> {
        self.by_id.get(id)
    }

    /// The id of a device.
    pub(super) fn id(&self, variant: &Variant) -> Option<&DeviceId> {
        self.by_variant.get(variant).map(|device| &device.id)
    }

    fn of_root(&self, root: &str) -> BTreeMap<Variant, &'a Device> {
        let own = self.by_variant.iter().filter(|(variant, _)| variant.root == root);
        own.map(|(variant, device)| (variant.clone(), *device)).collect()
    }
}

/// An id without what tells copies apart, short enough to get it.
fn root(id: &str) -> &str {
    let root = match id.rsplit_once(COPY) {
        Some((root, number)) if !root.is_empty() && number.parse::<u16>().is_ok() => root,
        _ => id,
    };
    root.get(..IdError::MAX_LENGTH - ROOM).unwrap_or(root)
}

/// The devices of both copies, those that entries were done with and one of each id at least; with their new ids.
pub(super) fn merge_devices(
    picker: &mut Picker,
    sides: &Sides<Devices<'_>>,
    used: &BTreeSet<Variant>,
) -> Result<(Vec<Device>, BTreeMap<Variant, DeviceId>), MergeError> {
    let both = [&sides.first, &sides.second];
    let roots = both.into_iter().flat_map(|devices| devices.by_variant.keys().map(|v| v.root.as_str()));
    // Numbers at the end of ids read in their order when shorter ids come first.
    let roots: BTreeSet<(usize, &str)> = roots.map(|root| (root.len(), root)).collect();
    let (mut list, mut ids) = (Vec::new(), BTreeMap::new());
    for (_, root) in roots {
        let own = Sides {
            base: sides.base.as_ref().map(|devices| devices.of_root(root)),
            first: sides.first.of_root(root),
            second: sides.second.of_root(root),
        };
        let of_root = used.iter().filter(|variant| variant.root == root).cloned();
        let mut kept: BTreeSet<Variant> = of_root.collect();
        if kept.is_empty() {
            kept.extend(left_keys(own.base.as_ref(), &own.first, &own.second).pop_first());
        }
        let device = |variant: &Variant| both.iter().find_map(|devices| devices.by_variant.get(variant));
        if own.settled(|a, b| a.keys().eq(b.keys())).is_none() {
            let mut all: BTreeSet<&Variant> = own.first.keys().chain(own.second.keys()).collect();
            let name = |variant: &Variant| device(variant).map(|device| device.name.clone());
            let first = kept.first().inspect(|kept| _ = all.remove(kept)).and_then(name);
            picker.differences.push(Difference::Device {
                id: root.to_owned(),
                kept: first.unwrap_or_default(),
                others: all.into_iter().filter_map(name).collect(),
            });
        }
        for (number, variant) in (1..).zip(kept) {
            let id = if number == 1 { root.to_owned() } else { format!("{root}{COPY}{number}") };
            let id = DeviceId::new(&id).map_err(|error| MergeError::Json(error.to_string()))?;
            if let Some(device) = device(&variant) {
                list.push(Device { id: id.clone(), ..(*device).clone() });
                ids.insert(variant, id);
            }
        }
    }
    Ok((list, ids))
}
