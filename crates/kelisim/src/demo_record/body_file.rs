//! Joint bodies as the file has them.

use kelisim_domain::body::{BodyKind, Currency, Gift, MemberRole, Move, Standing};
use kelisim_domain::edtf::Edtf;
use kelisim_domain::figure::Figure;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::stage::Stage;
use kelisim_domain::topic::Per;
use serde::Deserialize;

use super::file::{Four, optional_figure};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bodies {
    pub(super) body: Vec<Body>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub key: String,
    pub registry: RegistryCode,
    pub partner: PartyCode,
    pub kind: BodyKind,
    pub title: Four,
    pub host: Option<PartyCode>,
    pub parent: Option<String>,
    pub source: String,
    pub quote: String,
    #[serde(default)]
    pub mandate: Vec<Mandate>,
    #[serde(default)]
    pub standing: Vec<StandingOf>,
    #[serde(default)]
    pub member: Vec<Member>,
    #[serde(default)]
    pub session: Vec<Session>,
    #[serde(default)]
    pub pledge: Vec<Pledge>,
    #[serde(default)]
    pub invitation: Vec<Invitation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mandate {
    pub matter: Four,
    pub source: String,
    pub quote: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandingOf {
    pub standing: Standing,
    pub on: Option<Edtf>,
    pub instrument: Option<String>,
    pub meeting: Option<String>,
    pub source: String,
    pub quote: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    pub party: PartyCode,
    pub role: MemberRole,
    pub from: Option<Edtf>,
    pub until: Option<Edtf>,
    pub source: String,
    pub quote: String,
}

/// A session that was held.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    pub number: Option<u16>,
    pub date: Edtf,
    pub place: Option<Four>,
    pub meeting: Option<String>,
    pub source: String,
    pub quote: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    pub party: PartyCode,
    pub gift: Gift,
    pub matter: Four,
    #[serde(default, deserialize_with = "optional_figure")]
    pub value: Option<Figure>,
    pub currency: Option<Currency>,
    pub per: Option<Per>,
    pub stage: Stage,
    pub source: String,
    pub quote: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    pub party: PartyCode,
    pub role: MemberRole,
    pub matter: Option<Four>,
    pub source: String,
    pub quote: String,
    #[serde(default)]
    pub step: Vec<Step>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub step: Move,
    pub on: Edtf,
    pub source: String,
    pub quote: String,
}
