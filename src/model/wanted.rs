//! Setting what is wanted of single zones, in a plan whose targets are rules over many.

use super::{Extra, Per, Plan, Target, ZoneId, ZonePattern};

/// What is wanted of a zone: a target without its zones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Passes wanted, by session or in all.
    pub passes: u32,
    /// Passes that are too many, by session or in all.
    pub ceiling: Option<u32>,
    /// What both count for.
    pub per: Per,
}

impl Wanted {
    fn on(self, zones: &str) -> Target {
        let Self { passes, ceiling, per } = self;
        Target { zones: ZonePattern::new(zones), passes, ceiling, per, extra: Extra::default() }
    }
}

impl Target {
    /// What is wanted of its zones.
    pub const fn wanted(&self) -> Wanted {
        Wanted { passes: self.passes, ceiling: self.ceiling, per: self.per }
    }
}

impl Plan {
    /// What is wanted of a zone; none where it is not planned.
    pub fn wanted(&self, zone: &ZoneId) -> Option<Wanted> {
        self.target_for(zone).map(Target::wanted)
    }

    /// Sets what is wanted of some zones, or that nothing is, and leaves it as it is for all others that are known:
    /// `known` are all zones of the diagrams in use. A rule that covers zones of both kinds is told apart, and rules
    /// that hold nowhere any more are dropped; those about unknown zones stay.
    pub fn set_wanted(&mut self, zones: &[ZoneId], wanted: Option<Wanted>, known: &[ZoneId]) {
        self.targets.retain(|target| !zones.iter().any(|zone| zone.as_str() == target.zones.as_str()));
        if wanted.is_none() {
            self.tell_apart(zones, known);
        }
        let lacking: Vec<&ZoneId> = zones.iter().filter(|zone| self.wanted(zone) != wanted).collect();
        let rows = wanted.iter().flat_map(|wanted| lacking.iter().map(|zone| wanted.on(zone.as_str())));
        let rows: Vec<Target> = rows.collect();
        self.targets.extend(rows);
        self.join_sides(known);
        self.drop_overruled(known);
    }

    /// Replaces rules that cover any of the zones by one for each of the others they cover.
    fn tell_apart(&mut self, zones: &[ZoneId], known: &[ZoneId]) {
        let covers_any = |target: &Target| zones.iter().any(|zone| target.zones.matches(zone));
        let told = self.targets.iter().flat_map(|target| {
            if !covers_any(target) {
                return vec![target.clone()];
            }
            let others = known.iter().filter(|zone| target.zones.matches(zone) && !zones.contains(zone));
            others.map(|zone| Target { zones: ZonePattern::new(zone.as_str()), ..target.clone() }).collect()
        });
        self.targets = told.collect();
    }

    /// Writes one rule for the two sides of a zone where they want the same and it covers nothing else.
    fn join_sides(&mut self, known: &[ZoneId]) {
        let mut at = 0;
        while let Some(target) = self.targets.get(at) {
            let joined = target.zones.as_str().strip_suffix("-left").and_then(|stem| {
                let other = self.targets.iter().position(|t| {
                    t.zones.as_str().strip_suffix("-right") == Some(stem)
                        && t.wanted() == target.wanted()
                        && t.extra == target.extra
                })?;
                let zones = ZonePattern::new(format!("{stem}-*"));
                let covered = known.iter().filter(|zone| zones.matches(zone)).count();
                if covered != 2 {
                    return None;
                }
                let mut plan = self.clone();
                plan.targets.get_mut(at.max(other))?.zones = zones;
                plan.targets.remove(at.min(other));
                self.agrees(&plan, known).then_some(plan)
            });
            match joined {
                Some(plan) => *self = plan,
                None => at += 1,
            }
        }
    }

    /// Drops rules about known zones that later ones overrule for all of them.
    fn drop_overruled(&mut self, known: &[ZoneId]) {
        let mut at = 0;
        while let Some(target) = self.targets.get(at) {
            let is_about_known = known.iter().any(|zone| target.zones.matches(zone));
            let holds = |zone: &&ZoneId| {
                self.targets.iter().rposition(|target| target.zones.matches(zone)) == Some(at)
            };
            if is_about_known && !known.iter().any(|zone| holds(&zone)) {
                self.targets.remove(at);
            } else {
                at += 1;
            }
        }
    }

    /// Whether both want the same of all zones.
    fn agrees(&self, other: &Self, known: &[ZoneId]) -> bool {
        known.iter().all(|zone| self.wanted(zone) == other.wanted(zone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn zone(id: &str) -> ZoneId {
        ZoneId::new(id).unwrap()
    }

    fn known() -> Vec<ZoneId> {
        ["cheek-left", "cheek-right", "chin", "nose", "nose-tip", "brow-left", "brow-right", "brow-middle"]
            .map(zone)
            .into()
    }

    const fn passes(passes: u32) -> Wanted {
        Wanted { passes, ceiling: None, per: Per::Session }
    }

    fn plan(rows: &[(&str, u32)]) -> Plan {
        Plan { targets: rows.iter().map(|(zones, n)| passes(*n).on(zones)).collect(), ..Plan::default() }
    }

    fn rows(plan: &Plan) -> Vec<(&str, u32)> {
        plan.targets.iter().map(|target| (target.zones.as_str(), target.passes)).collect()
    }

    #[test]
    fn both_sides_become_one_rule_and_what_is_overruled_goes() {
        let mut plan = plan(&[("cheek-*", 4), ("elsewhere-*", 9)]);
        plan.set_wanted(&[zone("cheek-left"), zone("cheek-right")], Some(passes(6)), &known());
        assert_eq!(rows(&plan), [("elsewhere-*", 9), ("cheek-*", 6)]);
        plan.set_wanted(&[zone("brow-left"), zone("brow-right")], Some(passes(2)), &known());
        assert_eq!(rows(&plan)[2..], [("brow-left", 2), ("brow-right", 2)], "brow-* would cover the middle");
    }

    #[test]
    fn a_rule_is_told_apart_where_one_of_its_zones_is_cleared() {
        let mut plan = plan(&[("*", 4)]);
        plan.set_wanted(&[zone("nose")], None, &known());
        assert_eq!(plan.wanted(&zone("nose")), None);
        assert!(
            known().iter().filter(|id| id.as_str() != "nose").all(|id| plan.wanted(id) == Some(passes(4)))
        );
        assert!(rows(&plan).contains(&("cheek-*", 4)), "{:?}", rows(&plan));
        plan.set_wanted(&known(), None, &known());
        assert_eq!(rows(&plan), []);
    }

    #[test]
    fn what_holds_already_adds_no_rule() {
        let mut plan = plan(&[("*", 4)]);
        plan.set_wanted(&[zone("chin")], Some(passes(4)), &known());
        assert_eq!(rows(&plan), [("*", 4)]);
    }

    fn patterns() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["*", "cheek-*", "nose*", "*-left", "chin", "brow-middle", "b*", "gone"])
    }

    proptest! {
        #[test]
        fn only_the_zones_named_change(
            rows in prop::collection::vec((patterns(), 1..4_u32), 0..5),
            chosen in prop::collection::vec(any::<bool>(), 8),
            wanted in prop::option::of(1..4_u32),
        ) {
            let (before, known) = (plan(&rows), known());
            let named: Vec<ZoneId> =
                known.iter().zip(&chosen).filter(|(_, chosen)| **chosen).map(|(id, _)| id.clone()).collect();
            let mut after = before.clone();
            after.set_wanted(&named, wanted.map(passes), &known);
            for (id, chosen) in known.iter().zip(&chosen) {
                let expected = if *chosen { wanted.map(passes) } else { before.wanted(id) };
                prop_assert_eq!(after.wanted(id), expected, "{}", id);
            }
            let gone = |plan: &Plan| plan.targets.iter().filter(|t| t.zones.as_str() == "gone").count();
            prop_assert_eq!(gone(&after), gone(&before));
        }
    }
}
