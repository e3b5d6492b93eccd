//! One course of treatment of one client.

use super::{Extra, FieldError, Figure, Plan, SeriesId};

/// One course of treatment: who, what for, and the plan. Its sessions are kept beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its id.
    pub id: SeriesId,
    /// What people call it.
    pub title: String,
    /// The person treated.
    pub client: Client,
    /// Which body diagrams it uses; none shows them all.
    pub figure: Option<Figure>,
    /// What is treated, such as `acne-scars`.
    pub indication: Option<String>,
    /// The plan, if there is one.
    pub plan: Option<Plan>,
    /// Free text.
    pub notes: String,
    /// Fields this version does not know.
    pub extra: Extra,
}

/// The person treated; may be a pseudonym or a reference only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Client {
    /// Name, or a pseudonym.
    pub name: Option<String>,
    /// Reference number.
    pub reference: Option<String>,
    /// Height in cm.
    pub height_cm: Option<f64>,
    /// Weight in kg.
    pub weight_kg: Option<f64>,
    /// Fitzpatrick skin type, `I` to `VI`.
    pub skin_type: Option<String>,
    /// Fields this version does not know.
    pub extra: Extra,
}

impl Series {
    /// A new series with a title and nothing else.
    pub fn new(id: SeriesId, title: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            client: Client::default(),
            figure: None,
            indication: None,
            plan: None,
            notes: String::new(),
            extra: Extra::default(),
        }
    }

    /// Checks every number against its bounds.
    ///
    /// # Errors
    ///
    /// The first field that is out of them.
    pub fn check(&self) -> Result<(), FieldError> {
        let sizes = [
            ("client.height_cm", self.client.height_cm, 300.0),
            ("client.weight_kg", self.client.weight_kg, 700.0),
        ];
        for (field, value, most) in sizes {
            if let Some(value) = value {
                FieldError::check_over(field, value, 0.0, most)?;
            }
        }
        self.plan.as_ref().map_or(Ok(()), |plan| plan.check().map_err(|e| e.inside("plan")))
    }
}

impl Client {
    /// How the client is called on the screen: the name, else the reference.
    pub fn label(&self) -> &str {
        let given = |text: &'_ Option<String>| text.as_deref().is_some_and(|t| !t.trim().is_empty());
        let text = if given(&self.name) { &self.name } else { &self.reference };
        text.as_deref().map_or("", str::trim)
    }
}
