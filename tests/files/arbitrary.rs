//! Any valid series and session: every field there or not, any text, any number within bounds, and fields that this
//! version does not know at every level.

use jiff::Timestamp;
use jiff::tz::Offset;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::RngSeed;
use stipple::geometry::{Point, Polyline, Ring};
use stipple::model::{
    Care, Client, Device, DeviceId, DeviceKind, DiagramId, Entry, EntryId, EntryKind, Extra, Figure, Goal,
    Moment, Numbing, Observation, ObservationValue, Passes, Per, PerDirection, Plan, Roll, Series, SeriesId,
    Session, SessionId, Target, Tip, ZoneId, ZonePattern,
};

/// The same cases on every machine and every day: a failure must not depend on luck.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0x5717),
        ..ProptestConfig::default()
    }
}

/// Pieces of text that a careless writer or reader would trip over.
const PIECES: [&str; 26] = [
    "a",
    "B",
    "7",
    " ",
    "  ",
    "\"",
    "\\",
    "\\\"",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}",
    "\u{7f}",
    "/",
    "é",
    "瘢痕",
    "🩹",
    "\u{2028}",
    "\u{feff}",
    "\u{fffd}",
    "{",
    "]",
    ",",
    "\"check\": \"blake3:",
    "\n}\n",
];

pub(crate) fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(select(&PIECES[..]), 0..6).prop_map(|pieces| pieces.concat())
}

fn maybe<T: std::fmt::Debug>(inner: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    prop::option::weighted(0.6, inner)
}

/// A number over `low` up to `high`, often at the edge and often one with no short text.
fn over(low: f64, high: f64) -> impl Strategy<Value = f64> {
    let edge = low.next_up();
    prop_oneof![
        3 => (1..=1000_u32).prop_map(move |n| (high - low) * f64::from(n) / 1000.0 + low),
        2 => low..=high,
        1 => select(vec![edge, high, high.next_down()]),
    ]
    .prop_filter("over the lower bound", move |n| *n > low && *n <= high)
}

fn from_zero(high: f64) -> impl Strategy<Value = f64> {
    prop_oneof![4 => over(0.0, high), 1 => Just(0.0)]
}

fn id() -> impl Strategy<Value = String> {
    let letters: Vec<char> = ('a'..='z').chain('A'..='Z').chain('0'..='9').chain("-_.".chars()).collect();
    prop_oneof![
        4 => prop::collection::vec(select(letters.clone()), 1..9),
        1 => prop::collection::vec(select(letters), 64..=64),
    ]
    .prop_map(String::from_iter)
}

fn moment() -> impl Strategy<Value = Moment> {
    let second = prop_oneof![
        4 => 0..4_000_000_000_i64,
        1 => Timestamp::MIN.as_second() + 1..Timestamp::MAX.as_second(),
    ];
    let nanosecond = prop_oneof![3 => Just(0), 1 => 0..1_000_000_000_i32];
    (second, nanosecond, -1559..=1559_i32).prop_map(|(second, nanosecond, minutes)| {
        Moment::new(Timestamp::new(second, nanosecond).unwrap(), Offset::from_seconds(minutes * 60).unwrap())
    })
}

/// JSON of a member that this version does not know. Nothing in it may change.
fn raw_json() -> impl Strategy<Value = String> {
    let leaf = select(vec![
        "null",
        "true",
        "1.50e-0",
        "-0",
        "-0.0",
        "1E400",
        "123456789012345678901234567890",
        "0.1000",
        "1e-999",
        "[]",
        "{}",
        "[ ]",
        r#""""#,
        r#""\u0061\/\ud83e\ude79""#,
        r#""\ud800""#,
        r#""\"check\": \"blake3:00\"""#,
        r#""é \\""#,
        "\"\u{2028}\"",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(4, 24, 4, |inner| {
        let name = select(vec!["a", "check", "id", "é", r"\u0061", "a"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(" ,"))),
            prop::collection::vec((name, inner), 0..4).prop_map(|members| {
                let members: Vec<_> = members.iter().map(|(k, v)| format!("\"{k}\" :\t{v}")).collect();
                format!("{{ {} }}", members.join(", "))
            }),
        ]
    })
}

/// Names that look like known ones, belong to other levels, or need escapes.
const NAMES: [&str; 22] = [
    "future",
    "Id",
    "id ",
    "idd",
    "",
    "check ",
    "checks",
    "Check",
    "a\"b",
    "a\nb",
    "é",
    "🩹",
    "format2",
    "x-",
    "0",
    "check",
    "horizontal",
    "path",
    "title",
    "agent",
    "zone",
    "kind",
];

/// Members that a record whose own names are `known` does not know.
fn extra(known: &'static [&'static str]) -> impl Strategy<Value = Extra> {
    let names: Vec<&str> = NAMES.into_iter().filter(|name| !known.contains(name)).collect();
    let some = prop::collection::btree_map(select(names), (raw_json(), any::<u8>()), 0..3);
    prop_oneof![2 => Just(None), 1 => some.prop_map(Some)].prop_map(|members| {
        let mut members: Vec<_> = members.unwrap_or_default().into_iter().collect();
        members.sort_by_key(|(_, (_, order))| *order);
        let mut extra = Extra::default();
        for (name, (json, _)) in members {
            extra.push(name.to_owned(), json);
        }
        extra
    })
}

pub(crate) fn series() -> impl Strategy<Value = Series> {
    let client = (
        maybe(text()),
        maybe(text()),
        maybe(over(0.0, 300.0)),
        maybe(over(0.0, 700.0)),
        maybe(text()),
        extra(&[]),
    )
        .prop_map(|(name, reference, height_cm, weight_kg, skin_type, extra)| Client {
            name,
            reference,
            height_cm,
            weight_kg,
            skin_type,
            extra,
        });
    let figure = maybe(select(vec![Figure::Female, Figure::Male]));
    let head = (id(), text(), client, figure);
    (head, maybe(text()), maybe(plan()), text(), extra(&["check", "title"])).prop_map(
        |((id, title, client, figure), indication, plan, notes, extra)| Series {
            id: SeriesId::new(&id).unwrap(),
            title,
            client,
            figure,
            indication,
            plan,
            notes,
            extra,
        },
    )
}

fn plan() -> impl Strategy<Value = Plan> {
    let per = select(vec![Per::Session, Per::Series]);
    let target = (text(), 0..=10_000_u32, maybe(0..=10_000_u32), per, extra(&["zone"])).prop_map(
        |(zones, passes, ceiling, per, extra)| Target {
            zones: ZonePattern::new(zones),
            passes,
            ceiling,
            per,
            extra,
        },
    );
    let goal = prop_oneof![Just("each cheek-* V4 >= 90 % | 97 %".to_owned()), text()];
    (
        maybe(1..=1000_u32),
        maybe(0..=10_000_u32),
        prop::collection::vec(target, 0..4),
        prop::collection::vec(goal.prop_map(Goal::new), 0..4),
        extra(&[]),
    )
        .prop_map(|(sessions, interval_days, targets, goals, extra)| Plan {
            sessions,
            interval_days,
            targets,
            goals,
            extra,
        })
}

fn device() -> impl Strategy<Value = Device> {
    let kind = (select(DeviceKind::ALL.to_vec()), select(vec![Tip::Flat, Tip::Round]), text());
    let sizes =
        (maybe(over(0.0, 500.0)), maybe(from_zero(100.0)), maybe(0..=1_000_000_u32), maybe(over(0.0, 1e3)));
    let rates = (maybe(over(0.0, 1e4)), maybe(over(0.0, 1e3)), maybe(from_zero(1e6)));
    (kind, sizes, rates, maybe(text()), maybe(text()), extra(&["kind"])).prop_map(
        |((kind, tip, name), sizes, rates, lot, expires, extra)| Device {
            id: DeviceId::new("x").unwrap(),
            name,
            kind,
            tip,
            width_mm: sizes.0,
            needle_length_mm: sizes.1,
            needles: sizes.2,
            drum_diameter_mm: sizes.3,
            strokes_per_s: rates.0,
            glide_cm_per_s: rates.1,
            density_per_pass: rates.2,
            lot,
            expires,
            extra,
        },
    )
}

fn care() -> impl Strategy<Value = Care> {
    let numbing = (
        maybe(text()),
        maybe(from_zero(1e4)),
        maybe(from_zero(1e4)),
        maybe(moment()),
        maybe(any::<bool>()),
        extra(&["agent"]),
    )
        .prop_map(|(agent, grams, minutes, since, occluded, extra)| Numbing {
            agent,
            grams,
            minutes,
            since,
            occluded,
            extra,
        });
    let words = || prop::collection::vec(text(), 0..3);
    let consent = (maybe(any::<bool>()), maybe(text()), maybe(text()));
    let marks = (consent, maybe(any::<bool>()), maybe(0..=10_u8));
    (marks, maybe(numbing), words(), maybe(text()), words(), extra(&[])).prop_map(
        |((consent, cleansed, pain), numbing, products, endpoint, aftercare, extra)| Care {
            consent: consent.0,
            consent_scope: consent.1,
            consent_date: consent.2,
            cleansed,
            numbing,
            products,
            endpoint,
            pain,
            aftercare,
            extra,
        },
    )
}

/// Points as files hold them: at most two decimals, up to 10 m away.
fn points(least: usize) -> impl Strategy<Value = Vec<Point>> {
    let mm = || {
        prop_oneof![
            4 => 0..40_000_i32,
            2 => -1_000_000..=1_000_000_i32,
            1 => select(vec![-1_000_000, 1_000_000, 0, -1, 1]),
        ]
        .prop_map(|n| f64::from(n) / 100.0)
    };
    prop::collection::vec((mm(), mm()).prop_map(|(x, y)| Point::new(x, y)), least..least + 6)
}

fn passes() -> impl Strategy<Value = Passes> {
    let count = || prop_oneof![2 => Just(0_u8), 1 => any::<u8>(), 1 => Just(255)];
    [count(), count(), count(), count(), count()].prop_map(PerDirection)
}

fn kind() -> impl Strategy<Value = EntryKind> {
    let path = || points(1).prop_map(|points| Polyline::new(points).unwrap());
    let width = || over(0.0, 500.0);
    let times = prop::option::of(prop::collection::vec(any::<u32>(), 8));
    let roll = (path(), width(), any::<bool>(), any::<u8>(), times).prop_map(
        |(path, width_mm, has_width, passes, times)| {
            let times_ms = times.map(|t| t[..path.points().len()].to_vec()).unwrap_or_default();
            EntryKind::Roll(Roll { path, width_mm: has_width.then_some(width_mm), passes, times_ms })
        },
    );
    let zone = (id(), passes())
        .prop_map(|(zone, passes)| EntryKind::Zone { zone: ZoneId::new(&zone).unwrap(), passes });
    let region = (points(3), passes())
        .prop_map(|(ring, passes)| EntryKind::Region { ring: Ring::new(ring).unwrap(), passes });
    let shade = (path(), width(), passes()).prop_map(|(path, width_mm, passes)| EntryKind::Shade {
        path,
        width_mm,
        passes,
    });
    let erase = (path(), width()).prop_map(|(path, width_mm)| EntryKind::Erase { path, width_mm });
    prop_oneof![2 => roll, 1 => shade, 1 => zone, 1 => region, 1 => erase]
}

fn entry() -> impl Strategy<Value = (Entry, Option<Index>)> {
    let numbers = (maybe(0..=(1_u64 << 53) - 1), maybe(0..=1_000_000_u32));
    let unknown = (extra(&["path", "zone"]), extra(&["horizontal"]));
    (id(), kind(), numbers, unknown, maybe(any::<Index>())).prop_map(
        |(diagram, kind, (at_ms, pass), (extra, passes_extra), device)| {
            // Only passes by direction are an object that can hold more.
            let has_object = !matches!(kind, EntryKind::Roll(_) | EntryKind::Erase { .. });
            let entry = Entry {
                id: EntryId(0),
                diagram: DiagramId::new(&diagram).unwrap(),
                device: None,
                at_ms,
                pass,
                kind,
                extra,
                passes_extra: if has_object { passes_extra } else { Extra::default() },
            };
            (entry, device)
        },
    )
}

fn observation() -> impl Strategy<Value = Observation> {
    let number = prop_oneof![
        any::<f64>().prop_filter("a number", |n| n.is_finite()),
        select(vec![0.0, 2.0, -1.5, f64::MAX, f64::MIN_POSITIVE, 5e-324, 9e15, 1e16, 0.1 + 0.2]),
    ];
    let value =
        prop_oneof![number.prop_map(ObservationValue::Number), text().prop_map(ObservationValue::Text)];
    (text(), maybe(id()), text(), maybe(value), maybe(text()), extra(&["zone", "kind"])).prop_map(
        |(at, zone, kind, value, scale, extra)| Observation {
            at,
            zone: zone.map(|id| ZoneId::new(&id).unwrap()),
            kind,
            value,
            scale,
            extra,
        },
    )
}

pub(crate) fn session() -> impl Strategy<Value = Session> {
    let ids = prop::collection::hash_set(prop_oneof![0..20_u64, 0..=(1_u64 << 53) - 1], 8);
    let lists = (
        prop::collection::btree_map(id(), device(), 0..4),
        prop::collection::vec(entry(), 0..8),
        prop::collection::vec(observation(), 0..4),
    );
    let head = (id(), id(), moment(), maybe(moment()), maybe(text()));
    (head, lists, ids, care(), text(), extra(&["check"])).prop_map(
        |((id, series, started_at, ended_at, practitioner), lists, ids, care, notes, extra)| {
            let (devices, entries, observations) = lists;
            let named = devices.into_iter();
            let devices: Vec<Device> =
                named.map(|(id, device)| Device { id: DeviceId::new(&id).unwrap(), ..device }).collect();
            let mut ids: Vec<u64> = ids.into_iter().collect();
            ids.sort_by_key(|id| id.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let entries =
                entries.into_iter().zip(ids).map(|((entry, by), id)| dress(entry, by, id, &devices));
            Session {
                entries: entries.collect(),
                ended_at,
                practitioner,
                care,
                observations,
                notes,
                extra,
                devices: devices.clone(),
                ..Session::new(SessionId::new(&id).unwrap(), SeriesId::new(&series).unwrap(), started_at)
            }
        },
    )
}

/// Gives an entry its number and one of the devices; a roll that gets no width from it gets its own.
fn dress(mut entry: Entry, by: Option<Index>, id: u64, devices: &[Device]) -> Entry {
    entry.id = EntryId(id);
    let device = by.filter(|_| !devices.is_empty()).map(|by| by.get(devices));
    entry.device = device.map(|device| device.id.clone());
    if let EntryKind::Roll(roll) = &mut entry.kind
        && device.and_then(|device| device.width_mm).is_none()
    {
        roll.width_mm = roll.width_mm.or(Some(12.5));
    }
    entry
}
