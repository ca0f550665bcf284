//! Signed instruments as activities of IATI 2.03: one for each instrument, and below it one for each commitment that
//! stands in it. What maps to what, and what is left out, is in `docs/formats/iati.md`.
//!
//! Nothing is invented to fill an element: there are no budgets and no transactions, since a promise of places is no
//! money, and an organisation without a registered identifier is given by name alone, as the standard allows.

pub mod order;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::CommitmentId;
use kelisim_domain::instrument::{ActKind, Instrument, Position, Standing};
use kelisim_domain::party::{Party, PartyCode, PartyKind};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::stage::Delivery;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::Topic;

use crate::source::Sources;

/// An instrument with what an activity is made of.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// The instrument, as far as the reader may see it.
    pub instrument: &'a Instrument,
    /// Where it stands.
    pub position: &'a Position,
    /// Commitments that stand in it, as far as the reader may see them.
    pub commitments: &'a BTreeMap<CommitmentId, Commitment>,
    /// Sources of its passages.
    pub sources: &'a Sources,
}

/// Names that an activity needs.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// Parties by code.
    pub parties: &'a BTreeMap<PartyCode, Party>,
    /// The name of each registry by its code.
    pub registries: &'a BTreeMap<String, Text4>,
}

/// The document: activities of what is signed or in force and whose day of signature or entry into force is known.
#[derive(Debug)]
pub struct Activities {
    text: String,
    /// How many instruments became activities.
    pub count: usize,
    /// Instruments that are signed and have no whole day that an activity could begin on.
    pub undated: usize,
}

impl Activities {
    /// A document of a day.
    #[must_use]
    pub fn new(day: Date) -> Self {
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <iati-activities version=\"2.03\" generated-datetime=\"{day}T00:00:00Z\">\n"
        );
        Self { text, count: 0, undated: 0 }
    }

    /// Adds an instrument, when it qualifies.
    pub fn add(&mut self, signed: &Signed<'_>, names: &Names<'_>) {
        let Some(status) = status(signed.position.standing) else { return };
        let Some(begun) = begun(signed) else {
            self.undated += 1;
            return;
        };
        self.count += 1;
        let (it, d) = (signed.instrument, &signed.instrument.description);
        let whole = Whole { signed, names, begun };
        let mut xml = Xml(&mut self.text);
        let children: Vec<&Commitment> =
            signed.commitments.values().filter(|c| c.latest().stage.is_promise()).collect();
        xml.open_activity(1, d.title.record, it.moved_on());
        whole.identity(&mut xml, &it.id.to_string(), &d.title, &it.entered.what);
        for party in &d.parties {
            whole.organisation(&mut xml, party);
        }
        xml.line(2, &format!("<other-identifier ref=\"{}\" type=\"A1\"/>", it.id));
        xml.line(2, &format!("<activity-status code=\"{status}\"/>"));
        whole.dates(&mut xml, signed.position.term.ends.map(|end| end.yesterday().unwrap_or(end)));
        xml.line(2, "<activity-scope code=\"3\"/>");
        xml.sector(d.topic);
        whole.document(&mut xml, &it.entered.what);
        for child in &children {
            let child = whole.identifier(&child.id.to_string());
            xml.line(2, &format!("<related-activity ref=\"{child}\" type=\"2\"/>"));
        }
        xml.line(1, "</iati-activity>");
        for child in children {
            whole.commitment(&mut xml, child, status);
        }
    }

    /// The document as a whole. Without activities it has none, which the schema does not allow: nothing is given then.
    #[must_use]
    pub fn finish(mut self) -> Option<String> {
        self.text.push_str("</iati-activities>\n");
        (self.count > 0).then_some(self.text)
    }
}

/// The code of the state of an activity (code list `ActivityStatus`); nothing for what is not signed or is over.
///
/// Rule: 1 (pipeline) while something is still missing before the instrument binds, 2 (implementation) while it binds.
const fn status(standing: Standing) -> Option<u8> {
    match standing {
        Standing::Signed
        | Standing::AwaitingRatification
        | Standing::AwaitingNotification
        | Standing::AwaitingDate => Some(1),
        _ if standing.is_binding() => Some(2),
        _ => None,
    }
}

/// The day an activity begins and its type (code list `ActivityDateType`): 2, actual start, from the day of entry into
/// force; 1, planned start, the day of the last signature while it is not in force. Whole days only.
fn begun(signed: &Signed<'_>) -> Option<(u8, Date)> {
    let exact = |between: kelisim_domain::instrument::Between| {
        (between.earliest == between.latest).then_some(between.earliest)
    };
    let day = signed.position.day;
    let computed = signed.position.force.since().and_then(exact).filter(|since| *since <= day);
    let stated = signed.instrument.reports.iter().map(|said| said.what.on);
    let stated = stated.filter(|on| on.first_day() == on.last_day()).map(Edtf::first_day).max();
    let provisional = signed.position.provisional.and_then(exact).filter(|since| *since <= day);
    if status(signed.position.standing) == Some(2)
        && let Some(since) = computed.or(stated).or(provisional)
    {
        return Some((2, since));
    }
    let signatures = signed.instrument.acts.iter().filter(|said| said.what.kind == ActKind::Signed);
    let last = signatures.map(|said| said.what.on).max_by_key(|on| on.last_day())?;
    (last.first_day() == last.last_day()).then_some((1, last.first_day()))
}

/// An instrument on its way into the document.
struct Whole<'a> {
    signed: &'a Signed<'a>,
    names: &'a Names<'a>,
    begun: (u8, Date),
}

impl Whole<'_> {
    fn organisation_id(&self) -> String {
        format!("KELISIM-{}", self.signed.instrument.description.registry)
    }

    fn identifier(&self, id: &str) -> String {
        format!("{}-{id}", self.organisation_id())
    }

    /// What begins every activity: identifier, who reports, title, description.
    fn identity(&self, xml: &mut Xml<'_>, id: &str, title: &Text4, quotation: &Quotation) {
        xml.line(2, &format!("<iati-identifier>{}</iati-identifier>", self.identifier(id)));
        xml.line(2, &format!("<reporting-org ref=\"{}\" type=\"10\">", self.organisation_id()));
        let registry = self.signed.instrument.description.registry.to_string();
        match self.names.registries.get(&registry) {
            Some(name) => xml.narratives(3, name),
            None => xml.narrative(3, None, &registry),
        }
        xml.line(2, "</reporting-org>");
        xml.line(2, "<title>");
        xml.narratives(3, title);
        xml.line(2, "</title>");
        xml.line(2, "<description type=\"1\">");
        xml.narrative(3, Some(&quotation.language), &quotation.exact);
        xml.line(2, "</description>");
    }

    /// A party: role 2, accountable, since a signature says no more. No identifier, where none is registered.
    fn organisation(&self, xml: &mut Xml<'_>, code: &PartyCode) {
        let party = self.names.parties.get(code);
        let kind = match party.map(|party| party.kind) {
            Some(PartyKind::State | PartyKind::Ministry) => " type=\"10\"",
            Some(PartyKind::Company) => " type=\"70\"",
            Some(PartyKind::University) => " type=\"80\"",
            _ => "",
        };
        xml.line(2, &format!("<participating-org role=\"2\"{kind}>"));
        match party.and_then(|party| party.names.last()) {
            Some(dated) => xml.narratives(3, &dated.name),
            None => xml.narrative(3, None, code.as_str()),
        }
        xml.line(2, "</participating-org>");
    }

    fn dates(&self, xml: &mut Xml<'_>, ends: Option<Date>) {
        let (kind, day) = self.begun;
        xml.line(2, &format!("<activity-date type=\"{kind}\" iso-date=\"{day}\"/>"));
        if let Some(end) = ends.filter(|end| *end >= day) {
            xml.line(2, &format!("<activity-date type=\"3\" iso-date=\"{end}\"/>"));
        }
    }

    /// The publication a passage stands in, where it has an address.
    fn document(&self, xml: &mut Xml<'_>, quotation: &Quotation) {
        let Some(source) = self.signed.sources.get(&quotation.source) else { return };
        let Some(url) = source.description.url.as_ref() else { return };
        let url = escaped(url);
        xml.line(2, &format!("<document-link format=\"text/html\" url=\"{url}\">"));
        xml.line(3, "<title>");
        xml.narratives(4, &source.description.title);
        xml.line(3, "</title>");
        xml.line(3, "<category code=\"A12\"/>");
        xml.line(2, "</document-link>");
    }

    /// A commitment below its instrument.
    fn commitment(&self, xml: &mut Xml<'_>, it: &Commitment, above: u8) {
        let (d, known) = (&it.description, it.latest());
        let Some(quotation) = it.statements.last().map(|said| &said.what.quotation) else { return };
        xml.open_activity(
            2,
            d.title.record,
            it.statements.iter().map(|s| s.meta.known_on).max().unwrap_or(self.begun.1),
        );
        self.identity(xml, &it.id.to_string(), &d.title, quotation);
        let sides = if d.promisors.is_empty() {
            &self.signed.instrument.description.parties
        } else {
            &d.promisors
        };
        for party in sides {
            self.organisation(xml, party);
        }
        xml.line(2, &format!("<other-identifier ref=\"{}\" type=\"A1\"/>", it.id));
        let status = match known.delivery.state {
            // Delivered, as somebody other than the promisor checked.
            Delivery::Verified => 4,
            Delivery::Suspended => 6,
            Delivery::Lapsed => 5,
            _ => above,
        };
        xml.line(2, &format!("<activity-status code=\"{status}\"/>"));
        self.dates(xml, known.deadline.map(Edtf::last_day));
        if let [only] = d.beneficiaries.as_slice()
            && let Some(country) = only.country()
        {
            xml.line(2, &format!("<recipient-country code=\"{country}\"/>"));
        }
        xml.sector(d.topic);
        let parent = self.identifier(&self.signed.instrument.id.to_string());
        xml.line(2, &format!("<related-activity ref=\"{parent}\" type=\"1\"/>"));
        xml.line(1, "</iati-activity>");
    }
}

/// Lines of a document.
struct Xml<'a>(&'a mut String);

impl Xml<'_> {
    fn line(&mut self, depth: usize, line: &str) {
        // Writing into a text cannot fail.
        let _ = writeln!(self.0, "{:1$}{line}", "", depth * 2);
    }

    fn open_activity(&mut self, hierarchy: u8, record: Language, day: Date) {
        let language = record.code();
        let line = format!(
            "<iati-activity xml:lang=\"{language}\" hierarchy=\"{hierarchy}\" last-updated-datetime=\"{day}T00:00:00Z\">"
        );
        self.line(1, &line);
    }

    fn narrative(&mut self, depth: usize, language: Option<&str>, text: &str) {
        let language = language.map(|tag| format!(" xml:lang=\"{}\"", escaped(tag)));
        let line =
            format!("<narrative{}>{}</narrative>", language.unwrap_or_default(), escaped(text));
        self.line(depth, &line);
    }

    /// A text in every language it was given in, that of record first.
    fn narratives(&mut self, depth: usize, text: &Text4) {
        let others = Language::ALL.iter().copied().filter(|l| *l != text.record);
        for language in std::iter::once(text.record).chain(others) {
            if let Some(words) = text.get(language) {
                self.narrative(depth, Some(language.code()), words);
            }
        }
    }

    /// The sector (vocabulary 1, five digits of the OECD, where one fits; else vocabulary 2, 121: health, general).
    fn sector(&mut self, topic: Topic) {
        let (vocabulary, code) = match topic {
            Topic::Treatment => (1, "12191"),
            Topic::Residency | Topic::Internship | Topic::Training => (1, "12181"),
            _ => (2, "121"),
        };
        self.line(2, &format!("<sector vocabulary=\"{vocabulary}\" code=\"{code}\"/>"));
    }
}

/// A text between tags or quotation marks. What XML 1.0 has no place for is left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_written_so_that_nothing_of_it_is_a_tag() {
        assert_eq!(escaped("a<b>&\"c\"\u{1}\nд"), "a&lt;b&gt;&amp;&quot;c&quot; д");
    }

    #[test]
    fn only_what_is_signed_and_not_over_is_an_activity() {
        for standing in Standing::ALL {
            let expected = match standing {
                Standing::Signed
                | Standing::AwaitingRatification
                | Standing::AwaitingNotification
                | Standing::AwaitingDate => Some(1),
                Standing::Provisional
                | Standing::InForce
                | Standing::InForceReported
                | Standing::Denounced => Some(2),
                _ => None,
            };
            assert_eq!(status(*standing), expected, "{}", standing.code());
        }
    }

    #[test]
    fn a_document_without_activities_is_none() {
        assert_eq!(Activities::new(jiff::civil::date(2026, 1, 1)).finish(), None);
    }
}
