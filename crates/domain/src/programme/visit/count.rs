//! What was counted: totals that others report beside records of the house.

use jiff::civil::Date;

use super::{Counter, ExpertVisit, Fact, Report};
use crate::quotation::Quotation;

/// A reported total with where it was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported<'a> {
    /// The version that entered it.
    pub entry: i64,
    /// The day its source was published.
    pub known_on: Date,
    /// How many.
    pub value: u32,
    /// The passage.
    pub quotation: &'a Quotation,
}

/// What a reported total and the entered records say beside one another. The two are never added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// They agree.
    Same,
    /// So many of the reported ones have no record.
    Unexplained(u64),
    /// So many records more than were reported.
    MoreEntered(u64),
}

/// One counter of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted<'a> {
    /// Of what.
    pub counter: Counter,
    /// What is reported, the source that was published last first. The first one counts.
    pub reported: Vec<Reported<'a>>,
    /// What the house entered; nothing where it entered nothing, which is not zero.
    pub entered: Option<u64>,
}

impl Counted<'_> {
    /// What counts as reported: the total whose source was published last.
    #[must_use]
    pub fn total(&self) -> Option<u32> {
        self.reported.first().map(|reported| reported.value)
    }

    /// Whether sources give different totals.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        self.reported.iter().any(|other| Some(other.value) != self.total())
    }

    /// What the reported total leaves open beside the records; nothing where nothing is reported.
    #[must_use]
    pub fn difference(&self) -> Option<Difference> {
        let (reported, entered) = (u64::from(self.total()?), self.entered.unwrap_or(0));
        Some(match reported.cmp(&entered) {
            std::cmp::Ordering::Equal => Difference::Same,
            std::cmp::Ordering::Greater => Difference::Unexplained(reported - entered),
            std::cmp::Ordering::Less => Difference::MoreEntered(entered - reported),
        })
    }
}

/// Every counter that something is reported or entered of, in the order of the counters.
pub(super) fn counts(it: &ExpertVisit) -> Vec<Counted<'_>> {
    let counted = Counter::ALL.iter().map(|counter| Counted {
        counter: *counter,
        reported: reported(it, *counter),
        entered: entered(it, *counter),
    });
    counted.filter(|it| it.entered.is_some() || !it.reported.is_empty()).collect()
}

fn reported(it: &ExpertVisit, counter: Counter) -> Vec<Reported<'_>> {
    let mut reported: Vec<Reported<'_>> = it
        .facts
        .iter()
        .filter_map(|said| match &said.what {
            Fact::Report(Report { counter: of, value, quotation }) if *of == counter => {
                let (entry, known_on) = (said.meta.version, said.meta.known_on);
                Some(Reported { entry, known_on, value: *value, quotation })
            }
            _ => None,
        })
        .collect();
    reported.sort_by_key(|it| std::cmp::Reverse((it.known_on, it.entry)));
    reported
}

fn entered(it: &ExpertVisit, counter: Counter) -> Option<u64> {
    let mut sum = None;
    for said in &it.facts {
        let n = match &said.what {
            Fact::Tally(tally) if tally.counter == counter => u64::from(tally.value),
            Fact::Operation(operation) if operation.counter() == counter => 1,
            _ => continue,
        };
        sum = Some(sum.unwrap_or(0) + n);
    }
    sum
}
