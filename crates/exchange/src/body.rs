//! Bodies between countries as they leave the house: JSON for programs, a table for spreadsheets.
//!
//! JSON is made of what everybody may see: what rests on passages.

use std::collections::BTreeSet;

use kelisim_domain::body::{
    Amount, Body, Delivery, Foundation, Given, Invited, Membership, Pledged, Sitting, Total, Who,
};
use kelisim_domain::id::{BodyId, CommitmentId, InstrumentId, MeetingId};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::text::Text4;
use serde::Serialize;

use crate::rows::{Columns, Rows};
use crate::source::{QuotationOut, Sources, TextOut};

/// Who belongs to a body, contributes to it or is invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhoOut {
    /// Code of what it is.
    pub kind: &'static str,
    /// Code of the party.
    pub party: Option<String>,
    /// Name of the agency or office.
    pub name: Option<TextOut>,
    /// Id of the body, where that is public.
    pub body: Option<String>,
}

/// How far a body has come, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FoundationOut {
    /// Code of how far.
    pub standing: &'static str,
    /// Since when (EDTF).
    pub on: Option<String>,
    /// The public instrument by which.
    pub instrument: Option<String>,
    /// The public meeting at which.
    pub meeting: Option<String>,
    /// The passage.
    pub quotation: QuotationOut,
}

/// What a body is for, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MandateOut {
    /// What for.
    pub matter: TextOut,
    /// The passage.
    pub quotation: QuotationOut,
}

/// A member and over what time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemberOut {
    /// Who.
    pub who: WhoOut,
    /// Code of the role.
    pub role: &'static str,
    /// Since when (EDTF); nothing where no source says so.
    pub from: Option<String>,
    /// Until when (EDTF).
    pub until: Option<String>,
    /// Whether it acceded upon an invitation.
    pub acceded: bool,
    /// The passage that names it.
    pub quotation: Option<QuotationOut>,
    /// The passage that says that it left.
    pub left: Option<QuotationOut>,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionOut {
    /// Its number, where the body counts them.
    pub number: Option<u16>,
    /// Code of whether it took place.
    pub state: &'static str,
    /// When (EDTF).
    pub date: String,
    /// Where.
    pub place: Option<TextOut>,
    /// The public meeting it is.
    pub meeting: Option<String>,
    /// The passage.
    pub quotation: Option<QuotationOut>,
}

/// What was decided, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyDecisionOut {
    /// What.
    pub matter: TextOut,
    /// Public commitments it leads to.
    pub commitments: Vec<String>,
    /// Public instruments it leads to.
    pub instruments: Vec<String>,
    /// The passage.
    pub quotation: QuotationOut,
}

/// How much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AmountOut {
    /// The number, as a decimal.
    pub value: String,
    /// The currency of money, by its code of ISO 4217.
    pub currency: Option<&'static str>,
    /// Code of how often.
    pub per: &'static str,
}

/// What was given, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GivenOut {
    /// Who.
    pub by: WhoOut,
    /// Code of the kind of thing.
    pub kind: &'static str,
    /// What.
    pub matter: TextOut,
    /// How much, where the passage says so.
    pub amount: Option<AmountOut>,
    /// When (EDTF).
    pub on: String,
    /// The passage.
    pub quotation: QuotationOut,
}

/// What somebody is to contribute, and what was given upon it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PledgedOut {
    /// Who.
    pub by: WhoOut,
    /// Code of the kind of thing.
    pub kind: &'static str,
    /// What.
    pub matter: TextOut,
    /// How much, where the passage says so.
    pub amount: Option<AmountOut>,
    /// Code of how firm the words are.
    pub stage: &'static str,
    /// Whether the words count as a promise.
    pub promise: bool,
    /// For when (EDTF).
    pub when: Option<String>,
    /// The passage.
    pub quotation: QuotationOut,
    /// What was given upon it.
    pub given: Vec<GivenOut>,
}

/// A sum of one kind, currency and span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TotalOut {
    /// Code of the kind of thing.
    pub kind: &'static str,
    /// The currency of money.
    pub currency: Option<&'static str>,
    /// Code of how often.
    pub per: &'static str,
    /// The sum, as a decimal; nothing where no passage has a number.
    pub sum: Option<String>,
    /// How many have no number.
    pub unnumbered: usize,
}

/// What happened to an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepOut {
    /// Code of what.
    pub step: &'static str,
    /// When (EDTF).
    pub on: String,
    /// The passage.
    pub quotation: Option<QuotationOut>,
}

/// An invitation that a passage names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvitationOut {
    /// Who.
    pub who: WhoOut,
    /// Code of the role.
    pub role: &'static str,
    /// What is asked or offered.
    pub matter: Option<TextOut>,
    /// Code of where it is.
    pub state: &'static str,
    /// What happened to it.
    pub steps: Vec<StepOut>,
    /// The passage.
    pub quotation: Option<QuotationOut>,
}

/// A body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyOut {
    /// Its id.
    pub id: String,
    /// Code of the registry.
    pub registry: String,
    /// Code of the other side.
    pub partner: String,
    /// Code of what it is.
    pub kind: &'static str,
    /// What it is called.
    pub title: TextOut,
    /// Code of whoever keeps house for it.
    pub host: Option<String>,
    /// The public body it belongs to.
    pub parent: Option<String>,
    /// How far it has come, by the latest passage; nothing where none says so.
    pub foundation: Option<FoundationOut>,
    /// What it is for.
    pub mandate: Option<MandateOut>,
    /// Who belongs to it.
    pub members: Vec<MemberOut>,
    /// Its sessions, the latest first.
    pub sessions: Vec<SessionOut>,
    /// What it decided.
    pub decisions: Vec<BodyDecisionOut>,
    /// Public commitments that came of it.
    pub outcomes: Vec<String>,
    /// What was promised or spoken of.
    pub pledged: Vec<PledgedOut>,
    /// What was given without a promise on record.
    pub given: Vec<GivenOut>,
    /// What was promised in all; talk is in no total.
    pub promised_totals: Vec<TotalOut>,
    /// What was given in all.
    pub delivered_totals: Vec<TotalOut>,
    /// Who was invited and what came of it.
    pub invitations: Vec<InvitationOut>,
    /// The passage that names it.
    pub quotation: QuotationOut,
}

/// What of the things a body names is public.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Open {
    /// Commitments.
    pub commitments: BTreeSet<CommitmentId>,
    /// Commitments that came of it, in the order of the list.
    pub outcomes: Vec<CommitmentId>,
    /// Instruments.
    pub instruments: BTreeSet<InstrumentId>,
    /// Meetings.
    pub meetings: BTreeSet<MeetingId>,
    /// Bodies.
    pub bodies: BTreeSet<BodyId>,
}

/// What is needed to write the parts of a body.
struct Writing<'a> {
    open: &'a Open,
    sources: &'a Sources,
}

impl BodyOut {
    /// A body of which the caller sees no more than everybody.
    #[must_use]
    pub fn new(it: &Body, open: &Open, sources: &Sources) -> Self {
        let it = it.published();
        let w = Writing { open, sources };
        let d = &it.description;
        Self {
            id: it.id.to_string(),
            registry: d.registry.to_string(),
            partner: d.partner.to_string(),
            kind: d.kind.code(),
            title: TextOut::from(&d.title),
            host: d.host.as_ref().map(ToString::to_string),
            parent: d.parent.filter(|id| open.bodies.contains(id)).map(|id| id.to_string()),
            foundation: it.foundation().map(|said| w.foundation(&said.what)),
            mandate: it.mandate().map(|said| MandateOut {
                matter: TextOut::from(&said.what.matter),
                quotation: w.quoted(&said.what.quotation),
            }),
            members: it.memberships().iter().map(|member| w.member(member)).collect(),
            sessions: it.sittings().iter().map(|sitting| w.session(sitting)).collect(),
            decisions: it.decisions.iter().map(|said| w.decision(&said.what.decision)).collect(),
            outcomes: open.outcomes.iter().map(ToString::to_string).collect(),
            pledged: it.pledged().iter().map(|pledged| w.pledged(pledged)).collect(),
            given: it.unpromised().iter().map(|given| w.given(given.delivery)).collect(),
            promised_totals: it.promised_totals().iter().map(total).collect(),
            delivered_totals: it.delivered_totals().iter().map(total).collect(),
            invitations: it.invited().iter().map(|invited| w.invited(invited)).collect(),
            quotation: w.quoted(&it.named),
        }
    }
}

impl Writing<'_> {
    fn quoted(&self, quotation: &Quotation) -> QuotationOut {
        QuotationOut::new(quotation, self.sources)
    }

    fn who(&self, who: &Who) -> WhoOut {
        let body = match who {
            Who::Body { body } => Some(body).filter(|id| self.open.bodies.contains(id)),
            Who::Party { .. } | Who::Agency { .. } | Who::Office { .. } => None,
        };
        WhoOut {
            kind: who.code(),
            party: who.party().map(ToString::to_string),
            name: who.name().map(TextOut::from),
            body: body.map(ToString::to_string),
        }
    }

    fn foundation(&self, it: &Foundation) -> FoundationOut {
        let instrument = it.instrument.filter(|id| self.open.instruments.contains(id));
        let meeting = it.meeting.filter(|id| self.open.meetings.contains(id));
        FoundationOut {
            standing: it.standing.code(),
            on: it.on.map(|on| on.to_string()),
            instrument: instrument.map(|id| id.to_string()),
            meeting: meeting.map(|id| id.to_string()),
            quotation: self.quoted(&it.quotation),
        }
    }

    fn member(&self, it: &Membership<'_>) -> MemberOut {
        MemberOut {
            who: self.who(&it.who),
            role: it.role.code(),
            from: it.from.map(|on| on.to_string()),
            until: it.until.map(|on| on.to_string()),
            acceded: it.acceded,
            quotation: it.quotation.map(|quotation| self.quoted(quotation)),
            left: it.left.map(|quotation| self.quoted(quotation)),
        }
    }

    fn session(&self, it: &Sitting<'_>) -> SessionOut {
        let s = it.session;
        let meeting = s.meeting.filter(|id| self.open.meetings.contains(id));
        SessionOut {
            number: s.number,
            state: s.state.code(),
            date: s.date.to_string(),
            place: s.place.as_ref().map(TextOut::from),
            meeting: meeting.map(|id| id.to_string()),
            quotation: s.quotation.as_ref().map(|quotation| self.quoted(quotation)),
        }
    }

    fn decision(&self, it: &kelisim_domain::meeting::Decision) -> BodyDecisionOut {
        let commitments = it.commitments.iter().filter(|id| self.open.commitments.contains(id));
        let instruments = it.instruments.iter().filter(|id| self.open.instruments.contains(id));
        BodyDecisionOut {
            matter: TextOut::from(&it.matter),
            commitments: commitments.map(ToString::to_string).collect(),
            instruments: instruments.map(ToString::to_string).collect(),
            quotation: self.quoted(&it.quotation),
        }
    }

    fn pledged(&self, it: &Pledged<'_>) -> PledgedOut {
        let p = it.pledge;
        PledgedOut {
            by: self.who(&p.by),
            kind: p.gift.code(),
            matter: TextOut::from(&p.matter),
            amount: p.amount.as_ref().map(amount),
            stage: p.stage.code(),
            promise: p.stage.is_promise(),
            when: p.when.map(|on| on.to_string()),
            quotation: self.quoted(&p.quotation),
            given: it.given.iter().map(|given: &Given<'_>| self.given(given.delivery)).collect(),
        }
    }

    fn given(&self, it: &Delivery) -> GivenOut {
        GivenOut {
            by: self.who(&it.by),
            kind: it.gift.code(),
            matter: TextOut::from(&it.matter),
            amount: it.amount.as_ref().map(amount),
            on: it.on.to_string(),
            quotation: self.quoted(&it.quotation),
        }
    }

    fn invited(&self, it: &Invited<'_>) -> InvitationOut {
        let cited = |quotation: &Option<Quotation>| quotation.as_ref().map(|q| self.quoted(q));
        InvitationOut {
            who: self.who(&it.invitation.who),
            role: it.invitation.role.code(),
            matter: it.invitation.matter.as_ref().map(TextOut::from),
            state: it.is_at().code(),
            steps: it
                .steps
                .iter()
                .map(|said| StepOut {
                    step: said.what.step.code(),
                    on: said.what.on.to_string(),
                    quotation: cited(&said.what.quotation),
                })
                .collect(),
            quotation: cited(&it.invitation.quotation),
        }
    }
}

fn amount(it: &Amount) -> AmountOut {
    AmountOut {
        value: it.value.to_string(),
        currency: it.currency.map(kelisim_domain::body::Currency::code),
        per: it.per.code(),
    }
}

fn total(it: &Total) -> TotalOut {
    TotalOut {
        kind: it.gift.code(),
        currency: it.currency.map(kelisim_domain::body::Currency::code),
        per: it.per.code(),
        sum: it.sum.map(|sum| sum.to_string()),
        unnumbered: it.unnumbered,
    }
}

const COLUMNS: [&str; 17] = [
    "id",
    "registry",
    "partner",
    "kind",
    "title",
    "standing",
    "since",
    "host",
    "parent",
    "members",
    "former_members",
    "sessions",
    "decisions",
    "promises",
    "talks",
    "deliveries",
    "open_invitations",
];

const NUMBERS: &[&str] = &[
    "members",
    "former_members",
    "sessions",
    "decisions",
    "promises",
    "talks",
    "deliveries",
    "open_invitations",
];

/// Bodies as a table; what the columns mean is in `docs/formats/bodies-csv.md`.
#[must_use]
pub fn bodies_table<'a>(bodies: impl Iterator<Item = &'a Body>) -> Rows {
    let mut table = Rows::new(Columns { names: &COLUMNS, numbers: NUMBERS, dates: &["since"] });
    for it in bodies {
        let d = &it.description;
        let foundation = it.foundation().map(|said| &said.what);
        let members = it.memberships();
        let former = members.iter().filter(|member| member.until.is_some()).count();
        let pledged = it.pledged();
        let promises = pledged.iter().filter(|it| it.pledge.stage.is_promise()).count();
        let open = it.invited().iter().filter(|it| it.is_at().is_open()).count();
        table.add(vec![
            it.id.to_string(),
            d.registry.to_string(),
            d.partner.to_string(),
            d.kind.code().to_owned(),
            record(&d.title),
            foundation.map(|f| f.standing.code().to_owned()).unwrap_or_default(),
            foundation.and_then(|f| f.on).map(|on| on.to_string()).unwrap_or_default(),
            d.host.as_ref().map(ToString::to_string).unwrap_or_default(),
            d.parent.map(|id| id.to_string()).unwrap_or_default(),
            (members.len() - former).to_string(),
            former.to_string(),
            it.sittings().len().to_string(),
            it.decisions.len().to_string(),
            promises.to_string(),
            (pledged.len() - promises).to_string(),
            it.deliveries.len().to_string(),
            open.to_string(),
        ]);
    }
    table
}

/// A text in the language of record.
fn record(text: &Text4) -> String {
    text.get(text.record).unwrap_or_default().to_owned()
}
