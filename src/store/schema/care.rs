//! The care record in a session's file.

use super::record::record;
use super::value::{Number, moment, whole};
use crate::model::{Care, FieldError, Numbing};

record! {
    /// The care record.
    CareRecord {
        /// Whether consent was given.
        "consent" => consent: bool,
        /// What the consent is for.
        "consent_scope" => consent_scope: String,
        /// When it was given: a date.
        "consent_date" => consent_date: String,
        /// Whether the skin was cleansed.
        "cleansed" => cleansed: bool,
        /// Numbing cream.
        "numbing" => numbing: NumbingRecord,
        /// Products used.
        "products" => products: Vec<String>,
        /// What the skin showed at the end.
        "endpoint" => endpoint: String,
        /// Pain at its worst.
        #[schemars(range(min = 0, max = 10))]
        "pain" => pain: Number,
        /// Aftercare that was explained.
        "aftercare" => aftercare: Vec<String>,
    }
}

record! {
    /// Numbing cream.
    NumbingRecord {
        /// What it was.
        "agent" => agent: String,
        /// How much, in grams.
        #[schemars(range(min = 0, max = 10_000))]
        "grams" => grams: Number,
        /// How long it was on the skin, in minutes.
        #[schemars(range(min = 0, max = 10_000))]
        "minutes" => minutes: Number,
        /// Since when it has been on the skin, while it still is, with the offset from UTC.
        #[schemars(extend("format" = "date-time"))]
        "since" => since: String,
        /// Whether it was covered.
        "occluded" => occluded: bool,
    }
}

impl CareRecord {
    pub(super) fn of(care: &Care) -> Self {
        let list = |items: &Vec<String>| (!items.is_empty()).then(|| items.clone());
        Self {
            consent: care.consent,
            consent_scope: care.consent_scope.clone(),
            consent_date: care.consent_date.clone(),
            cleansed: care.cleansed,
            numbing: care.numbing.as_ref().map(|numbing| NumbingRecord {
                agent: numbing.agent.clone(),
                grams: numbing.grams.map(Number),
                minutes: numbing.minutes.map(Number),
                since: numbing.since.map(|since| since.to_string()),
                occluded: numbing.occluded,
                extra: numbing.extra.clone(),
            }),
            products: list(&care.products),
            endpoint: care.endpoint.clone(),
            pain: care.pain.map(|n| Number(f64::from(n))),
            aftercare: list(&care.aftercare),
            extra: care.extra.clone(),
        }
    }

    pub(super) fn into_care(self) -> Result<Care, FieldError> {
        let numbing = self.numbing.map(NumbingRecord::into_numbing).transpose()?;
        Ok(Care {
            consent: self.consent,
            consent_scope: self.consent_scope,
            consent_date: self.consent_date,
            cleansed: self.cleansed,
            numbing,
            products: self.products.unwrap_or_default(),
            endpoint: self.endpoint,
            pain: self.pain.map(|n| whole("pain", n, 0, 10)).transpose()?.map(|n| n as u8),
            aftercare: self.aftercare.unwrap_or_default(),
            extra: self.extra,
        })
    }
}

impl NumbingRecord {
    fn into_numbing(self) -> Result<Numbing, FieldError> {
        let since = self.since.map(|text| moment("since", &text).map_err(|e| e.inside("numbing")));
        Ok(Numbing {
            agent: self.agent,
            grams: self.grams.map(|n| n.0),
            minutes: self.minutes.map(|n| n.0),
            since: since.transpose()?,
            occluded: self.occluded,
            extra: self.extra,
        })
    }
}
