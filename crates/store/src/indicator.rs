//! Indicators, and the figures that belong to them by their code.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::indicator::Periodicity;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::topic::Unit;

use crate::Result;
use crate::reading::{Body, DayCursor, Scope};

/// Which indicators.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IndicatorFilter {
    /// Owned by the party that is written under one of these codes.
    pub owners: Option<Vec<PartyCode>>,
    /// Counted in this unit.
    pub unit: Option<Unit>,
    /// Reported this often.
    pub periodicity: Option<Periodicity>,
    /// Of this measure, by its code.
    pub measure: Option<String>,
}

/// A code that figures have and no indicator defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undefined {
    /// The registry of the figures.
    pub registry: RegistryCode,
    /// The code.
    pub measure: String,
    /// How many figures have it.
    pub figures: i64,
}

/// Reading tables of indicators.
#[async_trait]
pub trait Indicators: Send + Sync {
    /// Indicators as known on a day, the one of which something became known last first.
    ///
    /// Partners of `scope` are not looked at: an indicator concerns no partner.
    async fn indicators(
        &self,
        scope: &Scope,
        filter: &IndicatorFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// Figures of a registry with this code as known on a day, the newest period first.
    async fn figures_of(
        &self,
        scope: &Scope,
        registry: RegistryCode,
        measure: &str,
        known_on: Date,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// Codes that figures within `scope` have and no indicator of their registry, in the order of registry and code.
    async fn undefined(&self, scope: &Scope, limit: i64) -> Result<Vec<Undefined>>;
}
