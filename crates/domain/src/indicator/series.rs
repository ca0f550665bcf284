//! Reported figures of an indicator as series: one for each geography, with what is missing and where it breaks.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::state::{Indicator, Method};
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::figure::Figure;
use crate::observation::Observation;
use crate::party::PartyCode;
use crate::topic::{Channel, Unit};

/// What figures must have in common to stand in one series.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Geography {
    /// The country it holds in.
    pub subject: PartyCode,
    /// Whose people or products are counted.
    pub origin: Option<PartyCode>,
    /// Code of the channel; all, when none is named.
    pub channel: Option<&'static str>,
    /// Code of the unit.
    pub unit: &'static str,
}

/// One place of a series, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place<'a> {
    /// Something was reported.
    Reported(Point<'a>),
    /// Nothing was reported of a period between others. It is not zero.
    Missing(Edtf),
    /// From here on it is counted otherwise.
    Break(&'a Said<Method>),
}

/// What was reported of one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point<'a> {
    /// The period or day.
    pub period: Edtf,
    /// The figures, the one published last first; at least one.
    pub figures: Vec<&'a Observation>,
    /// Whether a line leads here from the point before.
    pub joined: bool,
}

impl Point<'_> {
    /// The latest word, by publication day, then by entry.
    #[must_use]
    pub fn value(&self) -> Option<Figure> {
        self.figures.first().and_then(|it| it.latest()).map(|said| said.what.value)
    }

    /// Whether two sources do not agree on it.
    #[must_use]
    pub fn is_disputed(&self) -> bool {
        let mut values =
            self.figures.iter().filter_map(|it| it.latest()).map(|said| said.what.value);
        let first = values.next();
        values.any(|value| Some(value) != first)
    }
}

/// The figures of one geography.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series<'a> {
    /// What they have in common.
    pub geography: Geography,
    /// Whether unit and country are those of the definition.
    pub fits: bool,
    /// The places, oldest first.
    pub places: Vec<Place<'a>>,
}

impl<'a> Series<'a> {
    /// What was reported, oldest first.
    pub fn points(&self) -> impl Iterator<Item = &Point<'a>> {
        self.places.iter().filter_map(|place| match place {
            Place::Reported(point) => Some(point),
            Place::Missing(_) | Place::Break(_) => None,
        })
    }
}

/// The series of an indicator, in the order of their geography; those that do not fit the definition last.
///
/// Rule: a line leads from one point to the next where both are counted by one method and, when it is reported every so
/// often, no period lies between them. It never leads across a change of method, and never over what is missing.
#[must_use]
pub fn series<'a>(indicator: &'a Indicator, figures: &'a [Observation]) -> Vec<Series<'a>> {
    let mut grouped: BTreeMap<Geography, BTreeMap<(Date, Date), Vec<&Observation>>> =
        BTreeMap::new();
    for it in figures {
        let d = &it.description;
        if d.measure != indicator.definition.measure || d.registry != indicator.definition.registry
        {
            continue;
        }
        let geography = Geography {
            subject: d.subject.clone(),
            origin: d.origin.clone(),
            channel: d.channel.map(Channel::code),
            unit: d.unit.code(),
        };
        let at = (d.period.last_day(), d.period.first_day());
        grouped.entry(geography).or_default().entry(at).or_default().push(it);
    }
    let mut series: Vec<Series<'a>> = grouped
        .into_iter()
        .map(|(geography, periods)| {
            let fits = fits(indicator, &geography);
            Series { geography, fits, places: places(indicator, periods.into_values()) }
        })
        .collect();
    series.sort_by_key(|it| !it.fits);
    series
}

fn fits(indicator: &Indicator, geography: &Geography) -> bool {
    let d = &indicator.definition;
    let there = d.geography.is_empty() || d.geography.contains(&geography.subject);
    there && Unit::from_code(geography.unit) == Some(d.unit)
}

fn places<'a>(
    indicator: &'a Indicator,
    periods: impl Iterator<Item = Vec<&'a Observation>>,
) -> Vec<Place<'a>> {
    let months = indicator.definition.periodicity.months();
    let mut breaks = indicator.methods.iter().skip(1).peekable();
    let mut places = Vec::new();
    let mut before: Option<Edtf> = None;
    for mut figures in periods {
        let Some(period) = figures.first().map(|it| it.description.period) else { continue };
        figures.sort_by_key(|it| {
            let said = it.latest().map(|said| (said.meta.known_on, said.meta.recorded_at));
            std::cmp::Reverse((said, it.id))
        });
        let here = indicator.method_of(period).map(|said| said.meta.version);
        let one_method = before.is_some_and(|before| {
            indicator.method_of(before).map(|said| said.meta.version) == here
        });
        let (gap, follows) = match (before, months) {
            (Some(before), Some(months)) => between(before, period, months),
            (Some(_), None) => (Vec::new(), true),
            (None, _) => (Vec::new(), false),
        };
        let begun = |said: &&Said<Method>, day: Date| {
            said.what.from.is_none_or(|from| from.first_day() <= day)
        };
        for missing in gap {
            while let Some(said) = breaks.next_if(|said| begun(said, missing.last_day())) {
                places.push(Place::Break(said));
            }
            places.push(Place::Missing(missing));
        }
        while let Some(said) = breaks.next_if(|said| begun(said, period.last_day())) {
            places.push(Place::Break(said));
        }
        let joined = one_method && follows;
        places.push(Place::Reported(Point { period, figures, joined }));
        before = Some(period);
    }
    places.extend(breaks.map(Place::Break));
    places
}

/// The most periods that are named as missing between two points; more are told as one.
const NAMED: i32 = 60;

/// The periods that are missing between two points, and whether the second follows the first.
///
/// A point that is no whole period (a day, a part of a year) lies in the period of its last day.
fn between(before: Edtf, after: Edtf, months: i32) -> (Vec<Edtf>, bool) {
    let slot = |edtf: Edtf| {
        let day = edtf.last_day();
        let month = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
        month.div_euclid(months)
    };
    let whole = |edtf: Edtf| {
        span_of(slot(edtf), slot(edtf), months).is_some_and(|span| {
            (span.first_day(), span.last_day()) == (edtf.first_day(), edtf.last_day())
        })
    };
    let (from, to) = (slot(before), slot(after));
    let missing = to.saturating_sub(from) - 1;
    let gap = if missing > NAMED {
        span_of(from + 1, to - 1, months).into_iter().collect()
    } else {
        (from + 1..to).filter_map(|at| span_of(at, at, months)).collect()
    };
    (gap, missing == 0 && whole(before) && whole(after))
}

/// The time from the beginning of one period to the end of another, by their numbers.
fn span_of(first: i32, last: i32, months: i32) -> Option<Edtf> {
    let point = |month: i32| {
        let year = i16::try_from(month.div_euclid(12)).ok()?;
        Some((year, month.rem_euclid(12) + 1))
    };
    let (from, to) = (point(first * months)?, point(last * months + months - 1)?);
    let text = match (months, first == last) {
        (12, true) => format!("{:04}", from.0),
        (12, false) => format!("{:04}/{:04}", from.0, to.0),
        (1, true) => format!("{:04}-{:02}", from.0, from.1),
        _ => format!("{:04}-{:02}/{:04}-{:02}", from.0, from.1, to.0, to.1),
    };
    text.parse().ok()
}
