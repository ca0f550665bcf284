//! What the schema of IATI 2.03 asks of an activity, as far as activities are written here: the order of its elements and
//! which of them must be there. Every face that writes activities is held against it by its tests.
//!
//! From `iati-activities-schema.xsd`, release 2.03 of 2018-02-19, the sequence of `iati-activity`.

/// The elements that are written here, in the order of the schema.
const ORDER: [&str; 13] = [
    "iati-identifier",
    "reporting-org",
    "title",
    "description",
    "participating-org",
    "other-identifier",
    "activity-status",
    "activity-date",
    "activity-scope",
    "recipient-country",
    "sector",
    "document-link",
    "related-activity",
];
/// Those that must be there.
const NEEDED: [&str; 7] = [
    "iati-identifier",
    "reporting-org",
    "title",
    "description",
    "participating-org",
    "activity-status",
    "activity-date",
];
/// Those that may be there only once.
const ONCE: [&str; 5] =
    ["iati-identifier", "reporting-org", "title", "activity-status", "activity-scope"];

/// What in a document does not fit the schema; nothing when all of it does. The document is one that is written here:
/// an element in a line, the children of an activity indented by four spaces.
#[must_use]
pub fn misfits(document: &str) -> Vec<String> {
    let mut activities = document.split("<iati-activity ").skip(1).peekable();
    if activities.peek().is_none() {
        return vec!["there is no activity".to_owned()];
    }
    activities.flat_map(of_activity).collect()
}

fn of_activity(activity: &str) -> Vec<String> {
    let children = activity
        .lines()
        .filter_map(|line| line.strip_prefix("    <").filter(|rest| !rest.starts_with('/')))
        .filter_map(|rest| rest.split([' ', '>', '/']).next());
    let (mut known, mut found) = (Vec::new(), Vec::new());
    for name in children {
        match ORDER.iter().position(|element| *element == name) {
            Some(place) => known.push((place, name)),
            None => found.push(format!("{name} is no element of an activity here")),
        }
    }
    for pair in known.windows(2) {
        if let [before, behind] = pair
            && behind.0 < before.0
        {
            found.push(format!("{} stands behind {}", behind.1, before.1));
        }
    }
    let count = |name: &str| known.iter().filter(|(_, other)| *other == name).count();
    found.extend(NEEDED.iter().filter(|n| count(n) == 0).map(|n| format!("{n} is missing")));
    found.extend(ONCE.iter().filter(|n| count(n) > 1).map(|n| format!("{n} is there twice")));
    if activity.contains("></narrative>") {
        found.push("a narrative says nothing".to_owned());
    }
    found
}
