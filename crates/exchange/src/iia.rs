//! An instrument with its quota lines in the shape of an Inter-Institutional Agreement of Erasmus Without Paper: `Kelisim-IIA`.
//!
//! Names and order of elements follow that of the version 7 of its interface, so that people who know one read the other.
//! The namespace is our own: parties are states and ministries, periods are calendar years, and nothing here was checked
//! against their schema. What maps to what, and what is left out, is in `docs/formats/iia.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::instrument::{ActKind, Instrument, Position};
use kelisim_domain::journal::Hash;
use kelisim_domain::party::{Party, PartyCode};
use kelisim_domain::quota::{LineShown, Programme};
use kelisim_domain::text::{Language, Text4};

use crate::iati::escaped;

/// The namespace of the document.
pub const NAMESPACE: &str = "urn:kelisim:iia:1";

/// What an agreement is made of.
#[derive(Debug, Clone, Copy)]
pub struct Agreement<'a> {
    /// The instrument, as far as the reader may see it.
    pub instrument: &'a Instrument,
    /// Where it stands.
    pub position: &'a Position,
    /// Lines of its commitments, as far as the reader may see them.
    pub lines: &'a [LineShown],
    /// Parties by code, for their names.
    pub parties: &'a BTreeMap<PartyCode, Party>,
}

/// The element of a programme; nothing for what no agreement of that shape knows.
const fn element(programme: Programme) -> Option<&'static str> {
    match programme {
        Programme::Residency => Some("student-studies-mobility-spec"),
        Programme::Internship => Some("student-traineeship-mobility-spec"),
        Programme::Training => Some("staff-training-mobility-spec"),
        // Patients are no mobility of students or staff, and of experts no line says in which direction they go.
        Programme::Treatment | Programme::ExpertExchange => None,
    }
}

/// The order of conditions in the shape.
const ORDER: [Programme; 3] = [Programme::Residency, Programme::Internship, Programme::Training];

struct Xml(String);

impl Xml {
    fn line(&mut self, depth: usize, line: &str) {
        for _ in 0..depth {
            self.0.push_str("  ");
        }
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn text(&mut self, depth: usize, name: &str, text: &str) {
        self.line(depth, &format!("<{name}>{}</{name}>", escaped(text)));
    }
}

impl Agreement<'_> {
    /// The document: the same record gives the same bytes.
    #[must_use]
    pub fn write(&self) -> String {
        let body = self.body();
        // The hash is over the element as it stands, without the line of the hash.
        let hash = Hash::of(format!("<iia>\n{body}</iia>\n").as_bytes());
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        // Writing into memory does not fail.
        let _ = write!(
            out,
            "<iias-get-response xmlns=\"{NAMESPACE}\">\n<iia>\n{body}  <iia-hash>{hash}</iia-hash>\n</iia>\n</iias-get-response>\n"
        );
        out
    }

    fn body(&self) -> String {
        let mut xml = Xml(String::new());
        let d = &self.instrument.description;
        let home =
            |party: &&PartyCode| party.country().is_some_and(|c| c.as_str() == d.registry.as_str());
        // The side that keeps the record stands first, the others in the order of the instrument.
        let first = d.parties.iter().filter(home);
        for party in first.chain(d.parties.iter().filter(|party| !home(party))) {
            self.partner(&mut xml, party);
        }
        let standing = self.position.standing;
        let in_effect = standing.is_binding() || standing.is_over() && self.once_in_force();
        xml.text(1, "in-effect", if in_effect { "true" } else { "false" });
        xml.line(1, "<cooperation-conditions>");
        for programme in ORDER {
            let mut lines: Vec<&LineShown> =
                self.lines.iter().filter(|line| line.description.programme == programme).collect();
            lines.sort_by_key(|line| (line.description.period.first_day(), line.id));
            for line in lines {
                self.condition(&mut xml, line);
            }
        }
        xml.line(1, "</cooperation-conditions>");
        xml.0
    }

    /// Whether it was in force before it was over.
    fn once_in_force(&self) -> bool {
        self.position.force.since().is_some()
    }

    fn partner(&self, xml: &mut Xml, code: &PartyCode) {
        xml.line(1, "<partner>");
        xml.text(2, "hei-id", code.as_str());
        xml.text(2, "iia-id", &self.instrument.id.to_string());
        let signed = self.instrument.acts.iter().map(|said| &said.what);
        let signed = signed.filter(|act| act.kind == ActKind::Signed && act.party == *code);
        if let Some(day) = signed.filter_map(|act| whole_day(&act.on)).min() {
            xml.text(2, "signing-date", &day.to_string());
        }
        if let Some(dated) = self.parties.get(code).and_then(|party| party.names.last()) {
            texts(xml, 2, "party-name", &dated.name);
        }
        xml.line(1, "</partner>");
    }

    fn condition(&self, xml: &mut Xml, line: &LineShown) {
        let d = &line.description;
        let Some(name) = element(d.programme) else { return };
        xml.line(2, &format!("<{name}>"));
        xml.text(3, "sending-hei-id", d.registry.as_str());
        xml.text(3, "receiving-hei-id", d.partner.as_str());
        xml.text(3, "receiving-period", &d.period.to_string());
        let places = line.stated.to_string();
        let per = if one_year(&d.period) { "mobilities-per-year" } else { "mobilities-in-period" };
        xml.text(3, per, &places);
        if let Some(specialty) = &d.specialty {
            xml.line(3, "<subject-area>");
            texts(xml, 4, "isced-clarification", specialty);
            xml.line(3, "</subject-area>");
        }
        if let Some(host) = &d.host {
            texts(xml, 3, "receiving-ounit-name", host);
        }
        if let Some(region) = &d.region {
            texts(xml, 3, "sending-region", region);
        }
        xml.text(3, "line-id", &line.id.to_string());
        xml.line(2, &format!("</{name}>"));
    }
}

/// A text in each language it was given in.
fn texts(xml: &mut Xml, depth: usize, name: &str, text: &Text4) {
    let others = Language::ALL.iter().copied().filter(|language| *language != text.record);
    for language in std::iter::once(text.record).chain(others) {
        let Some(words) = text.get(language) else { continue };
        let tag = language.code();
        xml.line(depth, &format!("<{name} xml:lang=\"{tag}\">{}</{name}>", escaped(words)));
    }
}

fn whole_day(on: &Edtf) -> Option<Date> {
    (on.first_day() == on.last_day()).then(|| on.first_day())
}

/// Whether a period is one calendar year.
fn one_year(period: &Edtf) -> bool {
    let (from, to) = (period.first_day(), period.last_day());
    from.year() == to.year() && from.day_of_year() == 1 && (to.month(), to.day()) == (12, 31)
}
