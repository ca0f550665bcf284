//! What the columns of each kind of table are called in files, and what stands in them.

use kelisim_domain::instrument::{ActKind, Level, Type};
use kelisim_domain::party::PartyKind;
use kelisim_domain::quota::{Account, Reason};
use kelisim_domain::stage::Stage;
use kelisim_domain::topic::{Channel, Per, Topic, Unit};

/// What the rows of a table are.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Reported figures.
    Observations,
    /// Commitments.
    Commitments,
    /// Parties.
    Parties,
    /// Instruments and what their parties did.
    Instruments,
    /// Moves of places between the accounts of quota lines.
    Moves,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in files, and of the field it fills.
    pub name: &'static str,
    /// Whether a table must have it.
    pub required: bool,
    /// What stands in it.
    pub holds: Holds,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words.
    Text,
    /// A number.
    Number,
    /// A day, month, year or period.
    Date,
    /// One party: its code or a name.
    Party,
    /// Any number of parties.
    Parties,
    /// A code of a family, or the word for it.
    Code(Family),
    /// A code that is taken as it is.
    Exact,
}

/// A family of codes that have words in each language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// What is measured. Others than these codes can be given.
    Measure,
    /// What is counted.
    Unit,
    /// The period a quantity repeats over.
    Per,
    /// The matter of a commitment.
    Topic,
    /// The stage of its wording.
    Stage,
    /// Through whom places go.
    Channel,
    /// What a party is.
    PartyKind,
    /// What kind of document an instrument is.
    InstrumentType,
    /// Between whom it is.
    Level,
    /// What a party did.
    Act,
    /// Where places of a line are.
    Account,
    /// Why they moved.
    Reason,
}

impl Family {
    /// The prefix of its words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::Unit => "unit_name",
            Self::Per => "per",
            Self::Topic => "topic",
            Self::Stage => "stage",
            Self::Channel => "channel",
            Self::PartyKind => "party_kind",
            Self::InstrumentType => "instrument_type",
            Self::Level => "instrument_level",
            Self::Act => "act_kind",
            Self::Account => "quota_account",
            Self::Reason => "quota_reason",
        }
    }

    /// Its codes that have words.
    #[must_use]
    pub fn codes(self) -> Vec<&'static str> {
        fn of<T: Copy>(all: &[T], code: impl Fn(T) -> &'static str) -> Vec<&'static str> {
            all.iter().map(|it| code(*it)).collect()
        }
        match self {
            Self::Measure => MEASURES.to_vec(),
            Self::Unit => of(Unit::ALL, Unit::code),
            Self::Per => of(Per::ALL, Per::code),
            Self::Topic => of(Topic::ALL, Topic::code),
            Self::Stage => of(&Stage::ALL, Stage::code),
            Self::Channel => of(Channel::ALL, Channel::code),
            Self::PartyKind => of(PartyKind::ALL, PartyKind::code),
            Self::InstrumentType => of(Type::ALL, Type::code),
            Self::Level => of(Level::ALL, Level::code),
            Self::Act => of(ActKind::ALL, ActKind::code),
            Self::Account => of(Account::ALL, Account::code),
            Self::Reason => of(Reason::ALL, Reason::code),
        }
    }
}

/// Measures that have words.
const MEASURES: [&str; 9] = [
    "treated",
    "operated",
    "trained",
    "places_used",
    "applications",
    "registered_medicines",
    "registered_devices",
    "beds",
    "members",
];

const fn must(name: &'static str, holds: Holds) -> Column {
    Column { name, required: true, holds }
}

const fn may(name: &'static str, holds: Holds) -> Column {
    Column { name, required: false, holds }
}

const OBSERVATIONS: [Column; 12] = [
    must("partner", Holds::Party),
    must("measure", Holds::Code(Family::Measure)),
    must("name", Holds::Text),
    must("period", Holds::Date),
    must("value", Holds::Number),
    must("unit", Holds::Code(Family::Unit)),
    must("subject", Holds::Party),
    may("origin", Holds::Party),
    may("channel", Holds::Code(Family::Channel)),
    may("commitment", Holds::Exact),
    may("note", Holds::Text),
    may("cause", Holds::Text),
];

const COMMITMENTS: [Column; 12] = [
    must("partner", Holds::Party),
    must("title", Holds::Text),
    must("topic", Holds::Code(Family::Topic)),
    must("stage", Holds::Code(Family::Stage)),
    may("quantity", Holds::Number),
    may("unit", Holds::Code(Family::Unit)),
    may("per", Holds::Code(Family::Per)),
    may("deadline", Holds::Date),
    may("promisors", Holds::Parties),
    may("beneficiaries", Holds::Parties),
    may("commitment", Holds::Exact),
    may("note", Holds::Text),
];

const PARTIES: [Column; 8] = [
    must("code", Holds::Exact),
    must("kind", Holds::Code(Family::PartyKind)),
    may("country", Holds::Party),
    may("parent", Holds::Party),
    may("name_kk", Holds::Text),
    may("name_ky", Holds::Text),
    may("name_ru", Holds::Text),
    may("name_en", Holds::Text),
];

const INSTRUMENTS: [Column; 15] = [
    must("partner", Holds::Party),
    must("instrument_type", Holds::Code(Family::InstrumentType)),
    must("title", Holds::Text),
    may("level", Holds::Code(Family::Level)),
    may("parties", Holds::Parties),
    may("topic", Holds::Code(Family::Topic)),
    may("instrument_subject", Holds::Text),
    may("languages", Holds::Exact),
    may("depositary", Holds::Text),
    may("instrument", Holds::Exact),
    may("actor", Holds::Party),
    may("act", Holds::Code(Family::Act)),
    may("on", Holds::Date),
    may("place", Holds::Text),
    may("note", Holds::Text),
];

const MOVES: [Column; 8] = [
    must("line", Holds::Exact),
    must("from", Holds::Code(Family::Account)),
    must("to", Holds::Code(Family::Account)),
    must("places", Holds::Number),
    must("on", Holds::Date),
    may("reason", Holds::Code(Family::Reason)),
    may("other_line", Holds::Exact),
    may("note", Holds::Text),
];

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::Observations, Self::Commitments, Self::Parties, Self::Instruments, Self::Moves];

    /// Its code in addresses and on the command line.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Observations => "observations",
            Self::Commitments => "commitments",
            Self::Parties => "parties",
            Self::Instruments => "instruments",
            Self::Moves => "moves",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Its columns, in the order of the template.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Observations => &OBSERVATIONS,
            Self::Commitments => &COMMITMENTS,
            Self::Parties => &PARTIES,
            Self::Instruments => &INSTRUMENTS,
            Self::Moves => &MOVES,
        }
    }

    /// Most rows that are taken at once. The directory of parties is read whole by every page, so it stays small; each
    /// move is an entry behind all moves of its line, and a ministry books some hundreds a year.
    #[must_use]
    pub const fn most_rows(self) -> usize {
        match self {
            Self::Observations | Self::Commitments => 200_000,
            Self::Parties => 2_000,
            Self::Instruments | Self::Moves => 5_000,
        }
    }
}
