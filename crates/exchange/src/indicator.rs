//! Indicators as they leave the house: JSON for programs, a table for spreadsheets.

use kelisim_domain::commitment::Said;
use kelisim_domain::indicator::{Indicator, Method, Place, Series, series};
use kelisim_domain::observation::Observation;
use kelisim_domain::quotation::Quotation;
use serde::Serialize;

use crate::figure::FigureOut;
use crate::rows::{Columns, Rows};
use crate::source::{QuotationOut, Sources, TextOut};

/// How it is counted, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MethodOut {
    /// From when (EDTF); nothing for the first, where that is not known.
    pub from: Option<String>,
    /// How.
    pub how: TextOut,
    /// Why it was changed.
    pub why: Option<TextOut>,
    /// The passage that tells of it.
    pub quotation: Option<QuotationOut>,
}

/// A place of a series, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceOut {
    /// `reported`, `missing` or `break`.
    pub kind: &'static str,
    /// The period (EDTF); for a break the day from which it is counted otherwise.
    pub period: Option<String>,
    /// Whether it can be compared with what was reported before it.
    pub joined: bool,
    /// Whether sources disagree.
    pub disputed: bool,
    /// What was reported, the latest word first.
    pub figures: Vec<FigureOut>,
}

/// The figures of one geography.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeriesOut {
    /// The country it holds in.
    pub subject: String,
    /// Whose people or products are counted.
    pub origin: Option<String>,
    /// Code of the channel.
    pub channel: Option<&'static str>,
    /// Code of the unit.
    pub unit: &'static str,
    /// Whether unit and country are those of the definition.
    pub fits: bool,
    /// The places, oldest first.
    pub places: Vec<PlaceOut>,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndicatorOut {
    /// Its id.
    pub id: String,
    /// Code of the registry.
    pub registry: String,
    /// Code of the measure.
    pub measure: String,
    /// What it is called.
    pub name: TextOut,
    /// What is counted.
    pub definition: TextOut,
    /// Code of the unit.
    pub unit: &'static str,
    /// Codes of the countries it is measured in; none for any.
    pub geography: Vec<String>,
    /// Code of how often it is reported.
    pub periodicity: &'static str,
    /// Code of whoever owns it.
    pub owner: Option<String>,
    /// The office of the owner.
    pub office: Option<TextOut>,
    /// The passage the definition is from; nothing for one of the registry's own.
    pub quotation: Option<QuotationOut>,
    /// How it is counted, oldest first.
    pub methods: Vec<MethodOut>,
    /// What was reported, one series for each geography.
    pub series: Vec<SeriesOut>,
}

impl IndicatorOut {
    /// An indicator with the figures of it that the caller sees.
    #[must_use]
    pub fn new(it: &Indicator, figures: &[Observation], sources: &Sources) -> Self {
        let d = &it.definition;
        let quoted = |quotation: &Quotation| QuotationOut::new(quotation, sources);
        let method = |said: &Said<Method>| MethodOut {
            from: said.what.from.map(|from| from.to_string()),
            how: TextOut::from(&said.what.how),
            why: said.what.why.as_ref().map(TextOut::from),
            quotation: said.what.quotation.as_ref().map(quoted),
        };
        Self {
            id: it.id.to_string(),
            registry: d.registry.to_string(),
            measure: d.measure.as_str().to_owned(),
            name: TextOut::from(&d.name),
            definition: TextOut::from(&d.what),
            unit: d.unit.code(),
            geography: d.geography.iter().map(ToString::to_string).collect(),
            periodicity: d.periodicity.code(),
            owner: d.owner.as_ref().map(ToString::to_string),
            office: d.office.as_ref().map(TextOut::from),
            quotation: d.quotation.as_ref().map(quoted),
            methods: it.methods.iter().map(method).collect(),
            series: series(it, figures).iter().map(|one| told(one, sources)).collect(),
        }
    }
}

fn told(one: &Series<'_>, sources: &Sources) -> SeriesOut {
    let place = |place: &Place<'_>| match place {
        Place::Reported(point) => PlaceOut {
            kind: "reported",
            period: Some(point.period.to_string()),
            joined: point.joined,
            disputed: point.is_disputed(),
            figures: point.figures.iter().map(|it| FigureOut::new(it, sources)).collect(),
        },
        Place::Missing(period) => between("missing", Some(period.to_string())),
        Place::Break(said) => between("break", said.what.from.map(|from| from.to_string())),
    };
    SeriesOut {
        subject: one.geography.subject.to_string(),
        origin: one.geography.origin.as_ref().map(ToString::to_string),
        channel: one.geography.channel,
        unit: one.geography.unit,
        fits: one.fits,
        places: one.places.iter().map(place).collect(),
    }
}

const fn between(kind: &'static str, period: Option<String>) -> PlaceOut {
    PlaceOut { kind, period, joined: false, disputed: false, figures: Vec::new() }
}

static COLUMNS: [&str; 14] = [
    "id",
    "registry",
    "measure",
    "name",
    "definition",
    "unit",
    "geography",
    "periodicity",
    "owner",
    "office",
    "method",
    "method_from",
    "methods",
    "public",
];

/// Indicators as a table; what the columns mean is in `docs/formats/indicators-csv.md`.
#[must_use]
pub fn indicators_table<'a>(indicators: impl Iterator<Item = &'a Indicator>) -> Rows {
    let columns = Columns { names: &COLUMNS, numbers: &["methods"], dates: &["method_from"] };
    let mut table = Rows::new(columns);
    for it in indicators {
        let d = &it.definition;
        let text = |text: &kelisim_domain::text::Text4| {
            text.get(text.record).unwrap_or_default().to_owned()
        };
        let last = it.methods.last().map(|said| &said.what);
        table.add(vec![
            it.id.to_string(),
            d.registry.to_string(),
            d.measure.as_str().to_owned(),
            text(&d.name),
            text(&d.what),
            d.unit.code().to_owned(),
            d.geography.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            d.periodicity.code().to_owned(),
            d.owner.as_ref().map(ToString::to_string).unwrap_or_default(),
            d.office.as_ref().map(text).unwrap_or_default(),
            last.map(|method| text(&method.how)).unwrap_or_default(),
            last.and_then(|method| method.from).map(|from| from.to_string()).unwrap_or_default(),
            it.methods.len().to_string(),
            if it.public { "yes" } else { "no" }.to_owned(),
        ]);
    }
    table
}
