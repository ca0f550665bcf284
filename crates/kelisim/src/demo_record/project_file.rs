//! Projects as the file has them.

use kelisim_domain::edtf::Edtf;
use kelisim_domain::party::PartyCode;
use kelisim_domain::project::{Aspect, MilestoneKind, Template};
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::topic::Topic;
use serde::Deserialize;

use super::file::Four;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Projects {
    pub(super) project: Vec<Project>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    pub key: String,
    pub registry: RegistryCode,
    pub partner: PartyCode,
    pub title: Four,
    pub parties: Vec<PartyCode>,
    pub site: Option<Four>,
    pub topic: Topic,
    pub template: Option<Template>,
    pub source: String,
    pub quote: String,
    #[serde(default)]
    pub milestone: Vec<Milestone>,
    #[serde(default)]
    pub wait: Vec<Wait>,
    #[serde(default)]
    pub word: Vec<Word>,
    #[serde(default)]
    pub baseline: Vec<Baseline>,
    #[serde(default)]
    pub serves: Vec<Serves>,
}

/// A milestone; those of the template are there already.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub key: String,
    pub kind: MilestoneKind,
    pub title: Four,
    pub phase: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    pub before: String,
    pub after: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    pub milestone: String,
    pub aspect: Aspect,
    pub on: Option<Edtf>,
    pub reason: Option<Four>,
    pub source: String,
    pub quote: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    pub name: Four,
    pub known: Option<jiff::civil::Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Serves {
    pub commitment: Option<String>,
    pub instrument: Option<String>,
    pub source: String,
    pub quote: String,
}
