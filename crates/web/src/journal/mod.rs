//! The journal: what was recorded, by whom, in which chain, under which seal.

use askama::Template;
use jiff::Timestamp;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::journal::{self, JournalCursor, JournalPage};
use kelisim_domain::id::{StreamId, UserId};
use kelisim_domain::journal::seal::Seal;
use kelisim_domain::journal::{ChainFault, Entry, verify_chain};
use kelisim_i18n::Locale;
use uuid::Uuid;

use crate::answer::{Answer, page};
use crate::routes::{Access, At, Routes};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// Entries on a page.
const ENTRIES: i64 = 50;
/// Seals on their page.
const SEALS: i64 = 100;

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadJournal);
    routes.get("/{lang}/journal", read, list).get("/{lang}/journal/seals", read, seals).get(
        "/{lang}/journal/streams/{id}",
        read,
        stream,
    )
}

/// The list.
#[derive(Template)]
#[template(path = "journal.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    seal: Option<SealRow>,
    next: Option<String>,
    newest: Option<String>,
}

/// An entry in words.
struct Row {
    version: i64,
    kind: &'static str,
    thing: Told,
    /// The page of the thing, where it has one.
    href: Option<String>,
    chain: String,
    who: Option<String>,
    when: String,
    machine: String,
    known: String,
    short: String,
    hash: String,
    prev: String,
    payload: String,
}

impl Row {
    fn new(visit: &Visit, shown: &JournalPage, entry: &Entry) -> Self {
        let l = visit.locale;
        let id = entry.stream;
        let title = shown.titles.get(&id).map(|title| Told::new(l, title));
        let aggregate = entry.new.kind.split('.').next().unwrap_or_default();
        Self {
            version: entry.version,
            kind: l.term("entry", &entry.new.kind.replace('.', "_")),
            thing: title
                .or_else(|| {
                    let person = shown.actors.get(&UserId::new(id.uuid())).cloned();
                    person.map(|name| of_page(l, name))
                })
                .unwrap_or_else(|| of_page(l, l.term("thing", aggregate).to_owned())),
            href: place(visit, aggregate).map(|place| visit.at(&format!("/{place}/{id}"))),
            chain: visit.at(&format!("/journal/streams/{id}")),
            who: entry.new.actor.and_then(|id| shown.actors.get(&id).cloned()),
            when: l.instant_short(entry.new.recorded_at, visit.zone()),
            machine: entry.new.recorded_at.to_string(),
            known: l.date_short(entry.new.known_on),
            short: entry.hash.short(),
            hash: entry.hash.to_string(),
            prev: entry.prev.to_string(),
            payload: pretty(&entry.new.payload),
        }
    }
}

/// A text of our own, or a name, which is in no other language.
fn of_page(l: Locale, text: String) -> Told {
    Told { text, lang: words::language(l).code(), other: false }
}

/// Where the page of a thing is, for those who may open it.
pub(crate) fn place(visit: &Visit, aggregate: &str) -> Option<&'static str> {
    match aggregate {
        "meeting" => Some("meetings"),
        "call" => Some("calls"),
        "placement" if visit.may(Action::VerifyApplications) => Some("stays"),
        "placement" => Some("placements"),
        "direction" => Some("directions"),
        "partner_key" if visit.may(Action::ReadSources) => Some("partner-keys"),
        "commitment" => Some("commitments"),
        "observation" => Some("figures"),
        "conflict" => Some("conflicts"),
        "quota" => Some("quotas"),
        "instrument" => Some("instruments"),
        "project" => Some("projects"),
        "body" => Some("bodies"),
        "visit" => Some("visits"),
        "indicator" => Some("indicators"),
        "source" => Some("sources"),
        "application" => {
            let readers = [Action::Apply, Action::CheckApplications, Action::VerifyApplications];
            readers.into_iter().any(|action| visit.may(action)).then_some("applications")
        }
        "user" if visit.may(Action::ManageAccounts) => Some("users"),
        _ => None,
    }
}

/// A payload for reading: the journal keeps it in one line.
fn pretty(payload: &str) -> String {
    serde_json::from_str::<serde_json::Value>(payload)
        .and_then(|value| serde_json::to_string_pretty(&value))
        .unwrap_or_else(|_| payload.to_owned())
}

/// A seal as pages show it.
struct SealRow {
    number: String,
    when: String,
    machine: String,
    heads: String,
    root: String,
    hash: String,
}

impl SealRow {
    fn new(visit: &Visit, seal: &Seal) -> Self {
        let l = visit.locale;
        Self {
            number: l.number(seal.number),
            when: l.instant(seal.sealed_at, visit.zone()),
            machine: seal.sealed_at.to_string(),
            heads: l.number(seal.heads),
            root: seal.root.to_string(),
            hash: seal.hash.to_string(),
        }
    }
}

async fn list(visit: Visit) -> Answer {
    let before = visit.query.get("before");
    let cursor = before.map(|text| read_cursor(text).ok_or(AppError::NotFound)).transpose()?;
    let shown = journal::latest(&visit.context(), cursor, ENTRIES).await?;
    let next = shown.next.as_ref().map(|cursor| {
        let at = write_cursor(cursor);
        visit.at(&format!("/journal?before={at}"))
    });
    page(&ListPage {
        shell: visit.shell(visit.locale.t("journal-title"), Nav::Journal).await?,
        rows: shown.entries.iter().map(|entry| Row::new(&visit, &shown, entry)).collect(),
        seal: shown.last_seal.as_ref().map(|seal| SealRow::new(&visit, seal)),
        newest: cursor.map(|_| visit.at("/journal")),
        next,
    })
}

/// A cursor as it stands in an address: microseconds, stream and version.
fn write_cursor(cursor: &JournalCursor) -> String {
    let JournalCursor { recorded_at, stream, version } = cursor;
    format!("{}_{stream}_{version}", recorded_at.as_microsecond())
}

fn read_cursor(text: &str) -> Option<JournalCursor> {
    let mut parts = text.split('_');
    let (at, stream, version) = (parts.next()?, parts.next()?, parts.next()?);
    let recorded_at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    let cursor = JournalCursor {
        recorded_at,
        stream: StreamId::new(stream.parse().ok()?),
        version: version.parse().ok()?,
    };
    parts.next().is_none().then_some(cursor)
}

/// The history of one thing.
#[derive(Template)]
#[template(path = "stream.html")]
struct StreamPage {
    shell: Shell,
    id: String,
    rows: Vec<Row>,
    /// Why the chain does not hold; nothing when it does.
    fault: Option<String>,
    head: String,
}

async fn stream(at: At, visit: Visit) -> Answer {
    let id = StreamId::new(at.read::<Uuid>("id")?);
    let shown = journal::stream(&visit.context(), id).await?;
    let l = visit.locale;
    let verified = verify_chain(&shown.entries);
    let rows: Vec<Row> = shown.entries.iter().map(|e| Row::new(&visit, &shown, e)).collect();
    let title = rows.first().map_or_else(String::new, |row| row.thing.text.clone());
    page(&StreamPage {
        shell: visit.shell(&title, Nav::Journal).await?,
        id: id.to_string(),
        head: verified.as_ref().map(|(_, hash)| hash.to_string()).unwrap_or_default(),
        fault: verified.err().map(|fault| l.count("stream-broken", broken_at(&fault))),
        rows,
    })
}

/// The entry from which on a chain does not hold.
const fn broken_at(fault: &ChainFault) -> i64 {
    match fault {
        ChainFault::Gap { expected, .. } => *expected,
        ChainFault::Broken { version, .. } | ChainFault::Changed { version, .. } => *version,
    }
}

/// The latest seals.
#[derive(Template)]
#[template(path = "seals.html")]
struct SealsPage {
    shell: Shell,
    rows: Vec<SealRow>,
}

async fn seals(visit: Visit) -> Answer {
    let seals = journal::seals(&visit.context(), SEALS).await?;
    page(&SealsPage {
        shell: visit.shell(visit.locale.t("seals-title"), Nav::Journal).await?,
        rows: seals.iter().map(|seal| SealRow::new(&visit, seal)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_from_its_address_and_nothing_else_does() {
        let cursor = JournalCursor {
            recorded_at: Timestamp::from_microsecond(1_770_000_000_123_456).unwrap(),
            stream: StreamId::new("0198c0de-0000-7000-8000-000000000001".parse().unwrap()),
            version: 12,
        };
        assert_eq!(read_cursor(&write_cursor(&cursor)), Some(cursor));
        for wrong in ["", "1", "1_2_3", "x_0198c0de-0000-7000-8000-000000000001_1", "1_2_3_4"] {
            assert_eq!(read_cursor(wrong), None, "{wrong}");
        }
        assert_eq!(read_cursor(&format!("{}_1", write_cursor(&cursor))), None);
    }

    #[test]
    fn a_payload_is_broken_into_lines_and_never_lost() {
        assert_eq!(pretty(r#"{"a":[1]}"#), "{\n  \"a\": [\n    1\n  ]\n}");
        assert_eq!(pretty("not json"), "not json");
    }
}
