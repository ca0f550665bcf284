//! Registries: a record belongs to one registry, that of a home state.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::aggregate::{Aggregate, Meta, OpenPerson, Projection, Row, always};
use crate::canonical::CanonicalError;
use crate::country::{CountryCode, UnknownCountry};
use crate::id::StreamId;
use crate::text::Text4;

/// A registry, named by the home state's country code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegistryCode(CountryCode);

impl RegistryCode {
    /// The registry of a home state.
    #[must_use]
    pub const fn new(home: CountryCode) -> Self {
        Self(home)
    }

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The stream of this registry's own entries.
    #[must_use]
    pub fn stream(self) -> StreamId {
        StreamId::named("registry", self.as_str())
    }
}

impl FromStr for RegistryCode {
    type Err = UnknownCountry;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for RegistryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What can happen to a registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was opened, or its name changed.
    Named {
        /// Its code.
        code: RegistryCode,
        /// Its name, for example "Ministry of Health, demonstration registry".
        name: Text4,
        /// Whether it holds demonstration data, which every page then says.
        demonstration: bool,
    },
}

/// A registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registry {
    /// Its code.
    pub code: RegistryCode,
    /// Its name.
    pub name: Text4,
    /// Whether it holds demonstration data.
    pub demonstration: bool,
}

impl Aggregate for Registry {
    const NAME: &'static str = "registry";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Named { .. } => "named",
        }
    }

    fn begin(_: StreamId, event: Event, _: Meta) -> Result<Self, Refusal> {
        let Event::Named { code, name, demonstration } = event;
        Ok(Self { code, name, demonstration })
    }

    fn then(&mut self, event: Event, _: Meta) -> Result<(), Refusal> {
        let Event::Named { code, name, demonstration } = event;
        if code != self.code {
            return Err(Refusal::new("registry-code-fixed"));
        }
        *self = Self { code, name, demonstration };
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let readings = always(self, Row::Registry { code: self.code })?;
        Ok(Projection { readings, ..Projection::default() })
    }
}
