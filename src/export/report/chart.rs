//! The coverage-area curve: the share of the area that has at least so many passes, exact and in steps.

use super::facts::Seen;
use super::look;
use super::sheet::{At, Op, Path, Place, Sheet};
use crate::heatmap::{Anchor, Rgb};
use crate::metrics::{Share, Weighted};
use crate::model::TargetCounts;

/// A line of the chart.
struct Curve {
    name: String,
    /// Share of the area with at least so many passes: the n-th for n.
    shares: Vec<Share>,
    d98: Option<u32>,
    d50: Option<u32>,
}

/// How many lines besides that of everything are drawn.
const MOST: usize = 3;

impl Curve {
    fn new(name: String, zones: &Weighted<'_>) -> Self {
        let shares = (0..=zones.max_passes()).filter_map(|n| zones.at_least(n)).collect();
        Self { name, shares, d98: zones.reached_by(98), d50: zones.reached_by(50) }
    }

    fn at(&self, passes: usize) -> f32 {
        self.shares.get(passes).map_or(0.0, |share| share.value() as f32)
    }
}

/// Everything that counts taken together, then what is furthest from the plan: pairs and lone zones by name.
fn curves(seen: &Seen<'_>) -> Vec<Curve> {
    let name = if seen.has_targets() { "All planned" } else { "All painted" };
    let mut lines = vec![Curve::new(name.to_owned(), &seen.together())];
    let mut groups: Vec<Curve> = Vec::new();
    for (_, zone) in seen.diagram.zones.iter().enumerate().filter(|(i, _)| seen.counts(*i)) {
        if !groups.iter().any(|curve| curve.name == zone.name) {
            let same =
                Weighted::of(seen.diagram, &seen.tally, |j, other| seen.counts(j) && other.name == zone.name);
            groups.push(Curve::new(zone.name.clone(), &same));
        }
    }
    if groups.len() > 1 {
        groups.sort_by(|a, b| a.d98.cmp(&b.d98).then(a.d50.cmp(&b.d50)));
        groups.truncate(MOST);
        lines.extend(groups);
    }
    lines
}

/// Draws the curve into a place; answers whether there was anything to draw.
pub(super) fn chart(sheet: &mut Sheet, seen: &Seen<'_>, target: Option<TargetCounts>, place: Place) {
    let lines = curves(seen);
    let most = lines.iter().map(|line| line.shares.len()).max().unwrap_or(1);
    let end =
        target.map_or(most, |target| target.ceiling.unwrap_or(target.passes) as usize + 4).clamp(8, 400);
    let plot =
        Place { x: place.x + 21.0, y: place.y, width: place.width - 26.0, height: place.height - 33.0 };
    let at =
        |n: f32, share: f32| (plot.x + n / end as f32 * plot.width, plot.y + (1.0 - share) * plot.height);
    let mut ops = Vec::new();
    axes(sheet, plot, end, &at, &mut ops);
    if let Some(target) = target {
        plan_marks(sheet, target, end, &at, &mut ops);
    }
    for (i, line) in lines.iter().enumerate().rev() {
        let mut points = Vec::with_capacity(end * 2 + 2);
        for n in 0..=end {
            // The share with at least n passes holds from just above n - 1 up to n.
            if n > 0 {
                points.push(at(n as f32 - 1.0, line.at(n)));
            }
            points.push(at(n as f32, line.at(n)));
        }
        ops.push(stroke(i, Path::through(points, false)));
    }
    key(sheet, &lines, place, &mut ops);
    sheet.figure(alt(&lines, target), place, ops);
}

/// How a line is drawn: lines differ in kind as well as in colour.
fn stroke(i: usize, path: Path) -> Op {
    let of = |ink: Rgb, width| Op::stroke(path.clone(), ink, width);
    match i {
        0 => of(look::TEXT, 1.2),
        1 => of(look::ACCENT, 1.0),
        2 => Op::dashed(path, look::ACCENT, 1.0, (3.2, 2.0)),
        _ => Op::dashed(path, look::TEXT_2, 0.9, (1.2, 1.8)),
    }
}

fn axes(sheet: &mut Sheet, plot: Place, end: usize, at: &impl Fn(f32, f32) -> At, ops: &mut Vec<Op>) {
    for quarter in 0..=4_u8 {
        let y = at(0.0, f32::from(quarter) / 4.0).1;
        let ink = if quarter == 0 { look::EDGE } else { look::HAIR };
        ops.push(Op::stroke(Path::line((plot.x, y), (plot.x + plot.width, y)), ink, 0.5));
        let label = (u32::from(quarter) * 25).to_string();
        ops.push(sheet.words((plot.x - 4.0, y + 2.2), Anchor::End, look::FINE, &label));
    }
    let step = [1, 2, 4, 5, 10, 20, 50].into_iter().find(|step| end / step <= 8).unwrap_or(100);
    for n in (0..=end).step_by(step) {
        let place = (at(n as f32, 0.0).0, plot.y + plot.height + 9.0);
        ops.push(sheet.words(place, Anchor::Middle, look::FINE, &n.to_string()));
    }
    let place = (plot.x + plot.width, plot.y + plot.height + 18.0);
    ops.push(sheet.words(place, Anchor::End, look::FINE, "at least this many passes"));
}

fn plan_marks(
    sheet: &mut Sheet,
    target: TargetCounts,
    end: usize,
    at: &impl Fn(f32, f32) -> At,
    ops: &mut Vec<Op>,
) {
    let (x, top) = at(target.passes as f32, 1.0);
    let bottom = at(0.0, 0.0).1;
    ops.push(Op::stroke(Path::line((x, top - 3.0), (x, bottom)), look::TEXT, 0.9));
    // To the left of the line unless that is where the numbers are.
    let (anchor, shift) = if x - at(0.0, 0.0).0 > 30.0 { (Anchor::End, -3.0) } else { (Anchor::Start, 3.0) };
    ops.push(sheet.words((x + shift, bottom - 4.0), anchor, look::FINE, "target"));
    if let Some(ceiling) = target.ceiling.filter(|ceiling| *ceiling as usize <= end) {
        let x = at(ceiling as f32, 0.0).0;
        ops.push(Op::dashed(Path::line((x, top), (x, bottom)), look::TEXT_2, 0.7, (1.4, 1.4)));
        // To the right of the line unless the plot ends there.
        let fits = at(end as f32, 0.0).0 - x > 28.0;
        let (anchor, shift) = if fits { (Anchor::Start, 2.5) } else { (Anchor::End, -2.5) };
        ops.push(sheet.words((x + shift, top + 8.0), anchor, look::FINE, "ceiling"));
    }
}

/// Which line is which; on as many lines of its own as it takes.
fn key(sheet: &mut Sheet, lines: &[Curve], place: Place, ops: &mut Vec<Op>) {
    const SAMPLE: f32 = 12.0;
    let y = place.y + place.height - 2.0;
    let gaps = lines.len() as f32 - 1.0;
    let room = (place.width - lines.len() as f32 * (SAMPLE + 4.0) - gaps * 8.0) / lines.len().max(1) as f32;
    let settings: Vec<_> = lines.iter().map(|line| sheet.faces.set(&line.name, look::FINE.0, None)).collect();
    let total: f32 = settings.iter().map(super::text::Setting::width).sum();
    let fits = total <= room * lines.len() as f32;
    let mut x = place.x;
    for (i, (line, setting)) in lines.iter().zip(settings).enumerate() {
        // Names too long for the line are cut at a word, and are whole in the table of zones.
        let mut setting = if fits { setting } else { sheet.faces.set(&line.name, look::FINE.0, Some(room)) };
        setting.lines.truncate(1);
        ops.push(stroke(i, Path::line((x, y - 2.2), (x + SAMPLE, y - 2.2))));
        let width = setting.width();
        ops.push(Op::Words { setting, at: (x + SAMPLE + 4.0, y), anchor: Anchor::Start, ink: look::TEXT });
        x += SAMPLE + 4.0 + width + 8.0;
    }
}

/// The same in words.
fn alt(lines: &[Curve], target: Option<TargetCounts>) -> String {
    let one = |line: &Curve| {
        let number = |n: Option<u32>| n.map_or_else(|| "none".to_owned(), |n| n.to_string());
        let share = target.map_or_else(String::new, |target| {
            let share = line.shares.get(target.passes as usize).map_or(0, |share| share.floor(100));
            format!(" {share} percent has at least {} passes,", target.passes)
        });
        format!(
            "{}:{share} 98 percent has at least {}, half at least {}.",
            line.name,
            number(line.d98),
            number(line.d50)
        )
    };
    let words: Vec<String> = lines.iter().map(one).collect();
    format!("Share of the area by passes. {}", words.join(" "))
}
