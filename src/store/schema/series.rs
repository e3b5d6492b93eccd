//! `series.json`.

use super::record::record;
use super::value::{Number, whole};
use super::{SERIES_FORMAT, VERSION};
use crate::model::{Client, FieldError, Figure, Goal, Per, Plan, Series, SeriesId, Target, ZonePattern};

record! {
    /// One course of treatment of one client.
    SeriesRecord {
        /// Always `stipple/series`.
        #[schemars(required, regex(pattern = r"^stipple/series$"))]
        "format" => format: String,
        /// Version of the format.
        #[schemars(required, range(min = 1, max = 1))]
        "version" => version: Number,
        /// Id of the series, for ever.
        #[schemars(required, length(min = 1, max = 64))]
        "id" => id: String,
        /// What people call it.
        "title" => title: String,
        /// The person treated.
        "client" => client: ClientRecord,
        /// Which body diagrams it uses: `female` or `male`.
        #[schemars(regex(pattern = r"^(female|male)$"))]
        "figure" => figure: String,
        /// What is treated.
        "indication" => indication: String,
        /// The plan.
        "plan" => plan: PlanRecord,
        /// Free text.
        "notes" => notes: String,
        /// `blake3:` and the hash of all bytes before this line.
        "check" => check: String,
    }
}

record! {
    /// The person treated; may be a pseudonym or a reference number only.
    ClientRecord {
        /// Name or pseudonym.
        "name" => name: String,
        /// Reference number.
        "reference" => reference: String,
        /// Height in cm.
        #[schemars(range(max = 300), extend("exclusiveMinimum" = 0))]
        "height_cm" => height_cm: Number,
        /// Weight in kg.
        #[schemars(range(max = 700), extend("exclusiveMinimum" = 0))]
        "weight_kg" => weight_kg: Number,
        /// Fitzpatrick skin type, `I` to `VI`.
        "skin_type" => skin_type: String,
    }
}

record! {
    /// What is planned.
    PlanRecord {
        /// Number of sessions.
        #[schemars(range(min = 1, max = 1000))]
        "sessions" => sessions: Number,
        /// Days from one session to the next.
        #[schemars(range(min = 0, max = 10000))]
        "interval_days" => interval_days: Number,
        /// Passes wanted, by zone; the last one that matches a zone holds.
        "targets" => targets: Vec<TargetRecord>,
        /// Conditions such as `cheek-* V16 >= 95 %`.
        "goals" => goals: Vec<String>,
    }
}

record! {
    /// Passes wanted on some zones.
    TargetRecord {
        /// Zone id, in which `*` stands for any characters.
        #[schemars(required)]
        "zone" => zone: String,
        /// Passes wanted.
        #[schemars(required, range(min = 0, max = 10000))]
        "passes" => passes: Number,
        /// Passes that are too many start above this.
        #[schemars(range(min = 0, max = 10000))]
        "ceiling" => ceiling: Number,
        /// What they count for: `session` (the default) or `series`.
        #[schemars(regex(pattern = r"^(session|series)$"))]
        "per" => per: String,
    }
}

impl SeriesRecord {
    /// The record of a series, without its check line.
    pub(in crate::store) fn of(series: &Series) -> Self {
        Self {
            format: Some(SERIES_FORMAT.to_owned()),
            version: Some(Number(f64::from(VERSION))),
            id: Some(series.id.to_string()),
            title: Some(series.title.clone()),
            client: Some(ClientRecord::of(&series.client)),
            figure: series.figure.map(|figure| figure.name().to_owned()),
            indication: series.indication.clone(),
            plan: series.plan.as_ref().map(PlanRecord::of),
            notes: Some(series.notes.clone()),
            check: None,
            extra: series.extra.clone(),
        }
    }

    /// The series of this record.
    ///
    /// # Errors
    ///
    /// The first field that is missing or out of bounds.
    pub(in crate::store) fn into_series(self) -> Result<Series, FieldError> {
        let id = self.id.ok_or_else(|| FieldError::missing("id"))?;
        let figure = self.figure.as_deref().map(|name| {
            Figure::from_name(name).ok_or_else(|| FieldError::new("figure", name, "must be female or male"))
        });
        let plan = self.plan.map(|plan| plan.into_plan().map_err(|e| e.inside("plan")));
        let series = Series {
            id: SeriesId::new(&id).map_err(|e| FieldError::new("id", &id, e.to_string()))?,
            title: self.title.unwrap_or_default(),
            client: self.client.map(ClientRecord::into_client).unwrap_or_default(),
            figure: figure.transpose()?,
            indication: self.indication,
            plan: plan.transpose()?,
            notes: self.notes.unwrap_or_default(),
            extra: self.extra,
        };
        series.check()?;
        Ok(series)
    }
}

impl ClientRecord {
    fn of(client: &Client) -> Self {
        Self {
            name: client.name.clone(),
            reference: client.reference.clone(),
            height_cm: client.height_cm.map(Number),
            weight_kg: client.weight_kg.map(Number),
            skin_type: client.skin_type.clone(),
            extra: client.extra.clone(),
        }
    }

    fn into_client(self) -> Client {
        Client {
            name: self.name,
            reference: self.reference,
            height_cm: self.height_cm.map(|n| n.0),
            weight_kg: self.weight_kg.map(|n| n.0),
            skin_type: self.skin_type,
            extra: self.extra,
        }
    }
}

impl PlanRecord {
    fn of(plan: &Plan) -> Self {
        let number = |n: u32| Number(f64::from(n));
        Self {
            sessions: plan.sessions.map(number),
            interval_days: plan.interval_days.map(number),
            targets: Some(plan.targets.iter().map(TargetRecord::of).collect()),
            goals: Some(plan.goals.iter().map(|goal| goal.text.clone()).collect()),
            extra: plan.extra.clone(),
        }
    }

    fn into_plan(self) -> Result<Plan, FieldError> {
        let small = |field, n: Option<Number>, low, high| {
            n.map(|n| whole(field, n, low, high).map(|n| n as u32)).transpose()
        };
        let targets = self.targets.unwrap_or_default().into_iter().enumerate();
        let targets =
            targets.map(|(i, target)| target.into_target().map_err(|e| e.inside_item("targets", i)));
        Ok(Plan {
            sessions: small("sessions", self.sessions, 1, 1000)?,
            interval_days: small("interval_days", self.interval_days, 0, 10_000)?,
            targets: targets.collect::<Result<_, _>>()?,
            goals: self.goals.unwrap_or_default().into_iter().map(Goal::new).collect(),
            extra: self.extra,
        })
    }
}

impl TargetRecord {
    fn of(target: &Target) -> Self {
        Self {
            zone: Some(target.zones.as_str().to_owned()),
            passes: Some(Number(f64::from(target.passes))),
            ceiling: target.ceiling.map(|n| Number(f64::from(n))),
            per: Some(target.per.name().to_owned()),
            extra: target.extra.clone(),
        }
    }

    fn into_target(self) -> Result<Target, FieldError> {
        let most = u64::from(Plan::MAX_PASSES);
        let passes = self.passes.ok_or_else(|| FieldError::missing("passes"))?;
        let ceiling = self.ceiling.map(|n| whole("ceiling", n, 0, most).map(|n| n as u32));
        let per = self.per.as_deref().map_or(Ok(Per::default()), |name| {
            Per::from_name(name).ok_or_else(|| FieldError::new("per", name, "must be session or series"))
        });
        Ok(Target {
            zones: ZonePattern::new(self.zone.ok_or_else(|| FieldError::missing("zone"))?),
            passes: whole("passes", passes, 0, most)? as u32,
            ceiling: ceiling.transpose()?,
            per: per?,
            extra: self.extra,
        })
    }
}
