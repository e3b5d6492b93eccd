//! One value out of two copies.

use super::Difference;
use crate::model::{Extra, Figure, Moment};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Two copies of something, and what both of them once were, if that is known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<T> {
    pub(super) base: Option<T>,
    pub(super) first: T,
    pub(super) second: T,
}

impl<T> Sides<T> {
    /// The same part of each.
    pub(super) fn map<U>(self, mut part: impl FnMut(T) -> U) -> Sides<U> {
        Sides { base: self.base.map(&mut part), first: part(self.first), second: part(self.second) }
    }

    /// The copy that alone was changed, or either when they are the same; none when both were.
    pub(super) fn settled(&self, same: impl Fn(&T, &T) -> bool) -> Option<&T> {
        let is_base = |side: &T| self.base.as_ref().is_some_and(|base| same(base, side));
        if same(&self.first, &self.second) || is_base(&self.second) {
            Some(&self.first)
        } else if is_base(&self.first) {
            Some(&self.second)
        } else {
            None
        }
    }
}

/// A value that two copies can differ in. Of two, the higher in a fixed order is kept, so that it makes no difference
/// which copy comes first; what is given stands above what is not.
pub(super) trait Ranked: Clone {
    /// Equal only if they are the same.
    fn rank(&self, other: &Self) -> Ordering;
    /// As people read it.
    fn text(&self) -> String;
}

macro_rules! ranked_by_value {
    ($($name:ty)+) => {$(
        impl Ranked for $name {
            fn rank(&self, other: &Self) -> Ordering {
                self.cmp(other)
            }
            fn text(&self) -> String {
                self.to_string()
            }
        }
    )+};
}

ranked_by_value! { u8 u32 Moment }

impl Ranked for bool {
    fn rank(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
    fn text(&self) -> String {
        if *self { "yes" } else { "no" }.to_owned()
    }
}

impl Ranked for f64 {
    fn rank(&self, other: &Self) -> Ordering {
        self.total_cmp(other)
    }
    fn text(&self) -> String {
        self.to_string()
    }
}

/// The longer text is the one that somebody went on writing.
impl Ranked for String {
    fn rank(&self, other: &Self) -> Ordering {
        (self.len(), self).cmp(&(other.len(), other))
    }
    fn text(&self) -> String {
        self.clone()
    }
}

impl Ranked for Figure {
    fn rank(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
    fn text(&self) -> String {
        self.name().to_owned()
    }
}

impl<T: Ranked> Ranked for Option<T> {
    fn rank(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Some(a), Some(b)) => a.rank(b),
            _ => self.is_some().cmp(&other.is_some()),
        }
    }
    fn text(&self) -> String {
        self.as_ref().map(T::text).unwrap_or_default()
    }
}

/// Puts values together and notes where the copies differ.
#[derive(Debug, Default)]
pub(super) struct Picker {
    pub(super) differences: Vec<Difference>,
}

impl Picker {
    /// One value: the changed one if only one copy changed it, else the higher of both.
    pub(super) fn pick<T: Ranked>(&mut self, field: &str, sides: Sides<&T>) -> T {
        if let Some(settled) = sides.settled(|a, b| a.rank(b).is_eq()) {
            return (*settled).clone();
        }
        let (kept, other) = match sides.first.rank(sides.second) {
            Ordering::Less => (sides.second, sides.first),
            _ => (sides.first, sides.second),
        };
        // Without a common past, something beside nothing is no contradiction.
        if sides.base.is_some() || !other.text().is_empty() {
            let field = field.to_owned();
            self.differences.push(Difference::Field { field, kept: kept.text(), other: other.text() });
        }
        kept.clone()
    }

    /// Fields that this version does not know, each by itself.
    pub(super) fn extra(&mut self, field: &str, sides: Sides<&Extra>) -> Extra {
        if let Some(settled) = sides.settled(|a, b| a == b) {
            return (*settled).clone();
        }
        let names: BTreeSet<&str> = [sides.base.unwrap_or(sides.first), sides.first, sides.second]
            .into_iter()
            .flat_map(|extra| extra.iter().map(|(name, _)| name))
            .collect();
        let mut merged = Extra::default();
        for name in names {
            let place = if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") };
            let values = sides.map(|extra| extra.get(name).map(str::to_owned));
            let sides = Sides { base: values.base.as_ref(), first: &values.first, second: &values.second };
            if let Some(json) = self.pick(&place, sides) {
                merged.push(name.to_owned(), json);
            }
        }
        merged
    }
}

/// Items by their key, and which of several with the same key they are.
pub(super) type Keyed<K, T> = BTreeMap<(K, usize), T>;

/// Gives each item its key. Two that are the same stay two.
pub(super) fn keyed<K: Ord + Clone, T>(items: impl IntoIterator<Item = (K, T)>) -> Keyed<K, T> {
    let mut seen: BTreeMap<K, usize> = BTreeMap::new();
    let number = |(key, item): (K, T)| {
        let count = seen.entry(key.clone()).or_default();
        *count += 1;
        ((key, *count), item)
    };
    items.into_iter().map(number).collect()
}

/// The keys that are left: what was there before and still is in both, and what is new in either.
pub(super) fn left_keys<K: Ord + Clone, A, B, C>(
    base: Option<&BTreeMap<K, A>>,
    first: &BTreeMap<K, B>,
    second: &BTreeMap<K, C>,
) -> BTreeSet<K> {
    let is_old = |key: &K| base.is_some_and(|base| base.contains_key(key));
    let stays = |key: &&K| !is_old(key) || (first.contains_key(key) && second.contains_key(key));
    first.keys().chain(second.keys()).filter(stays).cloned().collect()
}

/// A list in which only what is there counts: nothing is lost, and the order is that of the keys unless only one
/// copy was changed.
pub(super) fn merge_list<T: Clone>(sides: Sides<&Vec<T>>, key: impl Fn(&T) -> String) -> Vec<T> {
    let same = |a: &&Vec<T>, b: &&Vec<T>| a.iter().map(&key).eq(b.iter().map(&key));
    if let Some(settled) = sides.settled(same) {
        return (*settled).clone();
    }
    let sides = sides.map(|list| keyed(list.iter().map(|item| (key(item), item))));
    let left = left_keys(sides.base.as_ref(), &sides.first, &sides.second);
    left.iter().filter_map(|key| sides.first.get(key).or(sides.second.get(key))).copied().cloned().collect()
}
