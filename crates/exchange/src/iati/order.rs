//! What the schema of IATI 2.03 asks of a document, as far as documents are written here: for each element its attributes
//! with their types, and the order and number of what stands in it. Every face that writes activities is held against it
//! by its tests.
//!
//! Facts of `iati-activities-schema.xsd` and `iati-common.xsd`, release 2.03 of 2018-02-19; what is not written here is
//! left out, so that it is told as unknown. `docs/formats/iati.md` says how a document is held against the schema itself.

use jiff::Timestamp;
use jiff::civil::Date;

/// How the value of an attribute is written.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Any text.
    Text,
    /// A whole number.
    Whole,
    /// `xsd:date`.
    Day,
    /// `xsd:dateTime`.
    Instant,
    /// `xsd:anyURI`.
    Address,
    /// `xsd:language`.
    Language,
}

impl Kind {
    fn fits(self, value: &str) -> bool {
        match self {
            Self::Text => !value.is_empty(),
            Self::Whole => value.parse::<i32>().is_ok(),
            Self::Day => value.len() == 10 && value.parse::<Date>().is_ok(),
            Self::Instant => value.parse::<Timestamp>().is_ok(),
            Self::Address => {
                let closed = |c: char| c.is_whitespace() || "<>\"{}|\\^`".contains(c);
                !value.is_empty() && !value.contains(closed)
            }
            Self::Language => value.split('-').enumerate().all(|(n, part)| {
                let letters = |c: char| c.is_ascii_alphabetic() || (n > 0 && c.is_ascii_digit());
                (1..=8).contains(&part.len()) && part.chars().all(letters)
            }),
        }
    }
}

/// An element: its name; attributes, each with its type and whether it must be there; what stands in it, in its order,
/// each with how often at least and whether more than once; and whether it holds text.
struct Element {
    name: &'static str,
    attributes: &'static [(&'static str, Kind, bool)],
    children: &'static [(&'static str, usize, bool)],
    text: bool,
}

const fn plain(
    name: &'static str,
    attributes: &'static [(&'static str, Kind, bool)],
    children: &'static [(&'static str, usize, bool)],
) -> Element {
    Element { name, attributes, children, text: false }
}

/// Narratives that must be there, and narratives that may be.
const SAID: &[(&str, usize, bool)] = &[("narrative", 1, true)];
const MAY_SAY: &[(&str, usize, bool)] = &[("narrative", 0, true)];

const ELEMENTS: [Element; 18] = [
    plain(
        "iati-activities",
        &[("version", Kind::Text, true), ("generated-datetime", Kind::Instant, false)],
        &[("iati-activity", 1, true)],
    ),
    plain(
        "iati-activity",
        &[
            ("last-updated-datetime", Kind::Instant, false),
            ("xml:lang", Kind::Language, false),
            ("hierarchy", Kind::Whole, false),
        ],
        &[
            ("iati-identifier", 1, false),
            ("reporting-org", 1, false),
            ("title", 1, false),
            ("description", 1, true),
            ("participating-org", 1, true),
            ("other-identifier", 0, true),
            ("activity-status", 1, false),
            ("activity-date", 1, true),
            ("activity-scope", 0, false),
            ("recipient-country", 0, true),
            ("sector", 0, true),
            ("document-link", 0, true),
            ("related-activity", 0, true),
        ],
    ),
    Element { name: "iati-identifier", attributes: &[], children: &[], text: true },
    plain("reporting-org", &[("ref", Kind::Text, true), ("type", Kind::Whole, true)], SAID),
    plain("title", &[], SAID),
    plain("description", &[("type", Kind::Whole, false)], SAID),
    plain(
        "participating-org",
        &[("role", Kind::Whole, true), ("type", Kind::Whole, false), ("ref", Kind::Text, false)],
        MAY_SAY,
    ),
    plain(
        "other-identifier",
        &[("ref", Kind::Text, true), ("type", Kind::Text, true)],
        &[("owner-org", 0, false)],
    ),
    plain("owner-org", &[("ref", Kind::Text, false)], MAY_SAY),
    plain("activity-status", &[("code", Kind::Whole, true)], &[]),
    plain("activity-date", &[("type", Kind::Whole, true), ("iso-date", Kind::Day, true)], MAY_SAY),
    plain("activity-scope", &[("code", Kind::Whole, true)], &[]),
    plain("recipient-country", &[("code", Kind::Text, true)], MAY_SAY),
    plain("sector", &[("vocabulary", Kind::Whole, false), ("code", Kind::Text, true)], MAY_SAY),
    plain(
        "document-link",
        &[("url", Kind::Address, true), ("format", Kind::Text, true)],
        &[("title", 1, false), ("category", 1, true)],
    ),
    plain("category", &[("code", Kind::Text, true)], &[]),
    plain("related-activity", &[("ref", Kind::Text, true), ("type", Kind::Whole, true)], &[]),
    Element {
        name: "narrative",
        attributes: &[("xml:lang", Kind::Language, false)],
        children: &[],
        text: true,
    },
];

/// What in a document does not fit the schema; nothing when all of it does.
#[must_use]
pub fn misfits(document: &str) -> Vec<String> {
    let mut found = Vec::new();
    match Reader::new(document).whole() {
        Ok(root) if root.name == "iati-activities" => fit(&root, &mut found),
        Ok(root) => found.push(format!("the document is {}, not iati-activities", root.name)),
        Err(why) => found.push(why),
    }
    found
}

fn fit(node: &Node<'_>, found: &mut Vec<String>) {
    let Some(element) = ELEMENTS.iter().find(|element| element.name == node.name) else {
        return found.push(format!("{} is no element that is written here", node.name));
    };
    let name = node.name;
    for (attribute, value) in &node.attributes {
        match element.attributes.iter().find(|(own, ..)| own == attribute) {
            None => found.push(format!("{name} has no attribute {attribute}")),
            Some((_, kind, _)) if !kind.fits(value) => {
                found.push(format!("{name}/@{attribute} cannot be {value:?}"));
            }
            Some(_) => {}
        }
    }
    for (needed, ..) in element.attributes.iter().filter(|(.., needed)| *needed) {
        if !node.attributes.iter().any(|(own, _)| own == needed) {
            found.push(format!("{name}/@{needed} is missing"));
        }
    }
    if element.text == node.text.trim().is_empty() {
        let what = if element.text { "says nothing" } else { "holds text" };
        found.push(format!("{name} {what}"));
    }
    order(element, node, found);
    for child in &node.children {
        fit(child, found);
    }
}

fn order(element: &Element, node: &Node<'_>, found: &mut Vec<String>) {
    let place = |name: &str| element.children.iter().position(|(own, ..)| *own == name);
    let mut last = (0, "");
    for child in &node.children {
        match place(child.name) {
            None => found.push(format!("{} cannot stand in {}", child.name, element.name)),
            Some(at) if at < last.0 => {
                found.push(format!("{} stands behind {}", child.name, last.1));
            }
            Some(at) => last = (at, child.name),
        }
    }
    for (name, least, several) in element.children {
        let there = node.children.iter().filter(|child| child.name == *name).count();
        if there < *least {
            found.push(format!("{name} is missing in {}", element.name));
        } else if there > 1 && !several {
            found.push(format!("{name} is there twice in {}", element.name));
        }
    }
}

/// An element of a document.
#[derive(Debug, Default)]
struct Node<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, &'a str)>,
    children: Vec<Node<'a>>,
    text: String,
}

/// Reads a document without comments, processing instructions and own entities: more is not written here.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn new(document: &'a str) -> Self {
        let body = document.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        Self { rest: body.unwrap_or(document).trim_start() }
    }

    fn whole(mut self) -> Result<Node<'a>, String> {
        let root = self.element()?;
        match self.rest.trim() {
            "" => Ok(root),
            more => Err(format!("something stands behind the end: {more:.40}")),
        }
    }

    fn until(&mut self, end: &str) -> Result<&'a str, String> {
        let (part, rest) = self
            .rest
            .split_once(end)
            .ok_or_else(|| format!("{end} is missing: {:.40}", self.rest))?;
        self.rest = rest;
        Ok(part)
    }

    fn element(&mut self) -> Result<Node<'a>, String> {
        let Some(rest) = self.rest.strip_prefix('<') else {
            return Err(format!("an element should begin here: {:.40}", self.rest));
        };
        self.rest = rest;
        let tag = self.until(">")?;
        let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut node = Node { name, attributes: pairs(attributes)?, ..Node::default() };
        if empty {
            return Ok(node);
        }
        loop {
            let text = self.rest.find('<').ok_or_else(|| format!("{name} is not closed"))?;
            node.text.push_str(clean(&self.rest[..text])?);
            self.rest = &self.rest[text..];
            if self.rest.starts_with("</") {
                let end = self.until(">")?;
                return match end.strip_prefix("</") == Some(name) {
                    true => Ok(node),
                    false => Err(format!("{end} closes {name}")),
                };
            }
            node.children.push(self.element()?);
        }
    }
}

fn pairs(mut text: &str) -> Result<Vec<(&str, &str)>, String> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return Ok(found);
        }
        let wrong = || format!("no attribute: {text:.40}");
        let (name, rest) = text.split_once("=\"").ok_or_else(wrong)?;
        let (value, rest) = rest.split_once('"').ok_or_else(wrong)?;
        if found.iter().any(|(own, _)| *own == name) {
            return Err(format!("{name} is there twice"));
        }
        found.push((name, clean(value)?));
        text = rest;
    }
}

/// A text in which nothing stands that XML has no place for.
fn clean(text: &str) -> Result<&str, String> {
    let known = ["amp;", "lt;", "gt;", "quot;", "apos;"];
    let bad =
        text.split('&').skip(1).any(|rest| !known.iter().any(|entity| rest.starts_with(entity)));
    let control = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    if bad || text.contains(control) {
        Err(format!("what XML has no place for: {text:.40}"))
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <iati-activities version=\"2.03\" generated-datetime=\"2026-01-01T00:00:00Z\">\n\
        <iati-activity xml:lang=\"ru\" hierarchy=\"1\" last-updated-datetime=\"2026-01-01T00:00:00Z\">\n\
        <iati-identifier>KELISIM-KG-1</iati-identifier>\n\
        <reporting-org ref=\"KELISIM-KG\" type=\"10\"><narrative>A</narrative></reporting-org>\n\
        <title><narrative xml:lang=\"ru\">B &amp; C</narrative></title>\n\
        <description type=\"1\"><narrative>D</narrative></description>\n\
        <participating-org role=\"2\"/>\n\
        <activity-status code=\"2\"/>\n\
        <activity-date type=\"2\" iso-date=\"2026-01-01\"/>\n\
        <document-link format=\"text/html\" url=\"https://a.example/b?c=d&amp;e\">\
        <title><narrative>F</narrative></title><category code=\"A12\"/></document-link>\n\
        </iati-activity>\n</iati-activities>\n";

    #[test]
    fn what_fits_is_not_told_and_each_thing_that_does_not_is() {
        assert_eq!(misfits(GOOD), Vec::<String>::new());
        for (from, to, told) in [
            ("<activity-status code=\"2\"/>", "", "activity-status is missing in iati-activity"),
            (" code=\"2\"", "", "activity-status/@code is missing"),
            ("2026-01-01\"/>", "2026-01\"/>", "activity-date/@iso-date cannot be \"2026-01\""),
            (" type=\"10\"", "", "reporting-org/@type is missing"),
            (
                "xml:lang=\"ru\">B",
                "xml:lang=\"русский\">B",
                "narrative/@xml:lang cannot be \"русский\"",
            ),
            ("<narrative>D</narrative>", "", "narrative is missing in description"),
            (">D<", "> <", "narrative says nothing"),
            ("<category code=\"A12\"/>", "", "category is missing in document-link"),
            ("a.example/", "a example/", "cannot be \"https://a example/b?c=d&amp;e\""),
            ("&amp; C", "& C", "what XML has no place for: B & C"),
            ("</title>\n<desc", "</titel>\n<desc", "</titel closes title"),
            (
                "<participating-org role=\"2\"/>",
                "<cost/>",
                "cost is no element that is written here",
            ),
            ("version=\"2.03\" ", "", "iati-activities/@version is missing"),
        ] {
            assert!(GOOD.contains(from), "{from}");
            let found = misfits(&GOOD.replacen(from, to, 1));
            assert!(found.iter().any(|it| it.contains(told)), "{told}: {found:?}");
        }
        let status = "<activity-status code=\"2\"/>";
        let twice = GOOD.replace(status, &format!("{status}{status}"));
        assert_eq!(misfits(&twice), ["activity-status is there twice in iati-activity"]);
        let behind =
            GOOD.replace(status, "").replace("<participating", &format!("{status}<participating"));
        assert_eq!(misfits(&behind), ["participating-org stands behind activity-status"]);
        assert_eq!(misfits("<iati-activities version=\"2.03\"/>").len(), 1);
        assert_eq!(misfits("<html></html>").len(), 1);
    }

    #[test]
    fn every_element_that_can_stand_somewhere_is_described() {
        for child in ELEMENTS.iter().flat_map(|element| element.children) {
            assert!(ELEMENTS.iter().any(|element| element.name == child.0), "{}", child.0);
        }
    }
}
