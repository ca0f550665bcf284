//! Who belongs to a body, as what, and when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::aggregate::FOREVER;
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::id::BodyId;
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::stage::coded;
use crate::text::{Language, Text4};

coded! {
    /// As what a member belongs to a body.
    MemberRole {
        /// Presides.
        Chair = "chair",
        /// Presides together with another.
        CoChair = "co_chair",
        /// Is a member.
        Member = "member",
        /// Keeps house and papers.
        Secretary = "secretary",
        /// Only attends.
        Observer = "observer",
    }
}

/// Who belongs to a body or contributes to it. Persons are not named, only the offices they hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Who {
    /// A party.
    Party {
        /// Its code.
        party: PartyCode,
    },
    /// An agency of a party.
    Agency {
        /// Code of the party.
        party: PartyCode,
        /// What the agency is called.
        name: Text4,
    },
    /// An office of a party.
    Office {
        /// Code of the party.
        party: PartyCode,
        /// What the office is called.
        name: Text4,
    },
    /// Another body.
    Body {
        /// Its id.
        body: BodyId,
    },
}

impl Who {
    /// All codes.
    pub const CODES: [&str; 4] = ["party", "agency", "office", "body"];

    /// The code of its kind.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Party { .. } => "party",
            Self::Agency { .. } => "agency",
            Self::Office { .. } => "office",
            Self::Body { .. } => "body",
        }
    }

    /// The party it is of; none for a body.
    #[must_use]
    pub const fn party(&self) -> Option<&PartyCode> {
        match self {
            Self::Party { party } | Self::Agency { party, .. } | Self::Office { party, .. } => {
                Some(party)
            }
            Self::Body { .. } => None,
        }
    }

    /// The name of agency or office.
    #[must_use]
    pub const fn name(&self) -> Option<&Text4> {
        match self {
            Self::Agency { name, .. } | Self::Office { name, .. } => Some(name),
            Self::Party { .. } | Self::Body { .. } => None,
        }
    }

    /// Whether two are one: the same party or body, or names that agree in a language both have, whatever the case of
    /// their letters.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Body { body }, Self::Body { body: of }) => body == of,
            _ => {
                self.code() == other.code()
                    && self.party() == other.party()
                    && match (self.name(), other.name()) {
                        (Some(one), Some(two)) => same_name(one, two),
                        (one, two) => one.is_none() && two.is_none(),
                    }
            }
        }
    }
}

fn same_name(one: &Text4, two: &Text4) -> bool {
    let folded = |text: &Text4, language| text.get(language).map(str::to_lowercase);
    Language::ALL.iter().any(|language| {
        folded(one, *language).is_some_and(|name| Some(name) == folded(two, *language))
    })
}

/// A member, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub who: Who,
    /// As what.
    pub role: MemberRole,
    /// Since when; nothing where no source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Edtf>,
    /// Until when; nothing while it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Edtf>,
    /// The passage.
    pub quotation: Quotation,
}

/// That a member left, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The version that entered the member.
    pub member: i64,
    /// When.
    pub on: Edtf,
    /// The passage.
    pub quotation: Quotation,
}

/// Over what time somebody belongs to a body: as was entered, or because an invitation led to accession.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership<'a> {
    /// The version that entered it.
    pub entry: i64,
    /// The day from which it is known.
    pub known_on: Date,
    /// Who.
    pub who: Who,
    /// As what.
    pub role: MemberRole,
    /// Since when.
    pub from: Option<Edtf>,
    /// Until when.
    pub until: Option<Edtf>,
    /// Whether it acceded upon an invitation.
    pub acceded: bool,
    /// The passage that names it.
    pub quotation: Option<&'a Quotation>,
    /// The passage that says that it left.
    pub left: Option<&'a Quotation>,
}

impl Membership<'_> {
    /// The last day on which it can have begun. Where no source says since when, it had begun when it was known.
    fn begins_by(&self) -> Date {
        self.from.map_or(self.known_on, Edtf::last_day)
    }

    /// The first day on which it can have ended.
    fn ends_from(&self) -> Date {
        self.until.map_or(FOREVER, Edtf::first_day)
    }

    /// Whether it may hold on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from.first_day() <= day)
            && self.until.is_none_or(|until| until.last_day() >= day)
    }

    /// Rule: two periods of one member in one role overlap when no choice of the days that their dates can mean keeps
    /// them apart. "2024" and "2024" can follow one another; two without an end cannot.
    fn overlaps(&self, other: &Self) -> bool {
        self.begins_by() < other.ends_from() && other.begins_by() < self.ends_from()
    }

    fn same_period(&self, other: &Self) -> bool {
        self.from == other.from && self.until == other.until
    }
}

/// The rules over all members: nobody is one twice in one role at one time, and nobody leaves before joining.
pub(super) fn check(members: &[Membership<'_>]) -> Result<(), Refusal> {
    for (n, one) in members.iter().enumerate() {
        if let (Some(from), Some(until)) = (one.from, one.until)
            && until.last_day() < from.first_day()
        {
            return Err(Refusal::of("until", "body-left-before-joined"));
        }
        let others = members.iter().skip(n + 1);
        for other in others.filter(|other| one.role == other.role && one.who.is(&other.who)) {
            if one.same_period(other) {
                return Err(Refusal::of("who", "body-member-twice"));
            }
            if one.overlaps(other) {
                return Err(Refusal::of("from", "body-member-overlap"));
            }
        }
    }
    Ok(())
}

/// The members that were entered as such.
pub(super) fn entered<'a>(
    members: &'a [Said<Member>],
    lefts: &'a [Said<Left>],
) -> impl Iterator<Item = Membership<'a>> {
    members.iter().map(|said| {
        let left = lefts.iter().find(|left| left.what.member == said.meta.version);
        let member = &said.what;
        Membership {
            entry: said.meta.version,
            known_on: said.meta.known_on,
            who: member.who.clone(),
            role: member.role,
            from: member.from,
            until: member.until.or_else(|| left.map(|left| left.what.on)),
            acceded: false,
            quotation: Some(&member.quotation),
            left: left.map(|left| &left.what.quotation),
        }
    })
}
