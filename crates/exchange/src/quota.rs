//! Lines of the quota ledger and their moves as they leave the house: JSON for programs, a table for spreadsheets.
//!
//! Nobody who booked a move is named, and remarks stay inside.

use kelisim_domain::quota::{Account, Booked, LineShown};
use serde::Serialize;

use crate::rows::{Columns, Rows};
use crate::source::{QuotationOut, SourceOut, Sources, TextOut};

/// How many places lie in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountOut {
    /// Code of the account.
    pub account: &'static str,
    /// How many.
    pub places: u64,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineOut {
    /// Its id.
    pub id: String,
    /// The registry that keeps it.
    pub registry: String,
    /// The other side.
    pub partner: String,
    /// The commitment it rests on.
    pub commitment: String,
    /// The period (EDTF).
    pub period: String,
    /// Code of the channel.
    pub channel: &'static str,
    /// Code of the programme.
    pub programme: &'static str,
    /// Only for this specialty.
    pub specialty: Option<TextOut>,
    /// Only at this host.
    pub host: Option<TextOut>,
    /// Only for people of this region.
    pub region: Option<TextOut>,
    /// Places that sources say it has.
    pub stated: u64,
    /// Places in all its accounts.
    pub total: u64,
    /// Accounts that hold places, in the order of the way.
    pub accounts: Vec<AccountOut>,
    /// How many moves were booked.
    pub moves: u64,
}

impl From<&LineShown> for LineOut {
    fn from(line: &LineShown) -> Self {
        let d = &line.description;
        let held = Account::ALL.iter().map(|a| (a.code(), line.balances.get(*a)));
        Self {
            id: line.id.to_string(),
            registry: d.registry.to_string(),
            partner: d.partner.to_string(),
            commitment: d.commitment.to_string(),
            period: d.period.to_string(),
            channel: d.channel.code(),
            programme: d.programme.code(),
            specialty: d.specialty.as_ref().map(TextOut::from),
            host: d.host.as_ref().map(TextOut::from),
            region: d.region.as_ref().map(TextOut::from),
            stated: line.stated,
            total: line.balances.total(),
            accounts: held
                .filter(|(_, places)| *places > 0)
                .map(|(account, places)| AccountOut { account, places })
                .collect(),
            moves: line.moves,
        }
    }
}

/// A move of places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoveOut {
    /// Its number within the line.
    pub number: i64,
    /// The day it happened.
    pub on: String,
    /// The day from which it is known.
    pub known_on: String,
    /// Code of the account it takes from; missing, when from outside the line.
    pub from: Option<&'static str>,
    /// Code of the account it puts into; missing, when out of the line.
    pub to: Option<&'static str>,
    /// How many places.
    pub places: u64,
    /// Code of the reason.
    pub reason: &'static str,
    /// The line on the other side.
    pub other_line: Option<String>,
    /// Number of the move it makes good.
    pub reverses: Option<i64>,
    /// The passage it rests on.
    pub quotation: Option<QuotationOut>,
}

impl MoveOut {
    /// A move as it is told to programs.
    #[must_use]
    pub fn new(booked: &Booked, sources: &Sources) -> Self {
        Self {
            number: booked.version,
            on: booked.on.to_string(),
            known_on: booked.known_on.to_string(),
            from: booked.from.map(Account::code),
            to: booked.to.map(Account::code),
            places: booked.places,
            reason: booked.reason.code(),
            other_line: booked.other.map(|id| id.to_string()),
            reverses: booked.reverses,
            quotation: booked.quotation.as_ref().map(|q| QuotationOut::new(q, sources)),
        }
    }
}

/// The columns of the table, in order. `docs/formats/quota-moves.md` says what each means.
pub const COLUMNS: [&str; 17] = [
    "line",
    "period",
    "channel",
    "programme",
    "number",
    "on",
    "known_on",
    "from",
    "to",
    "places",
    "reason",
    "other_line",
    "reverses",
    "source_title",
    "source_url",
    "published_on",
    "quotation",
];

/// The moves of a line as a table.
#[must_use]
pub fn moves_table(line: &LineShown, moves: &[Booked], sources: &Sources) -> Rows {
    let numbers = &["number", "places", "reverses"];
    let dates = &["period", "on", "known_on", "published_on"];
    let mut table = Rows::new(Columns { names: &COLUMNS, numbers, dates });
    let d = &line.description;
    for booked in moves {
        let row = MoveOut::new(booked, sources);
        let (text, source) = row
            .quotation
            .map_or_else(|| (String::new(), None), |quotation| (quotation.text, quotation.source));
        table.add(vec![
            line.id.to_string(),
            d.period.to_string(),
            d.channel.code().to_owned(),
            d.programme.code().to_owned(),
            row.number.to_string(),
            row.on,
            row.known_on,
            row.from.unwrap_or_default().to_owned(),
            row.to.unwrap_or_default().to_owned(),
            row.places.to_string(),
            row.reason.to_owned(),
            row.other_line.unwrap_or_default(),
            row.reverses.map(|n| n.to_string()).unwrap_or_default(),
            source.as_ref().map(title).unwrap_or_default(),
            source.as_ref().and_then(|s| s.url.clone()).unwrap_or_default(),
            source.map(|s| s.published_on).unwrap_or_default(),
            text,
        ]);
    }
    table
}

/// The title in the language of record.
fn title(source: &SourceOut) -> String {
    let t = &source.title;
    let record = match t.record {
        "kk" => &t.kk,
        "ky" => &t.ky,
        "ru" => &t.ru,
        _ => &t.en,
    };
    record.clone().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_out::tests::read;

    fn line() -> LineShown {
        serde_json::from_str(
            r#"{"id":"018f0000-0000-7000-8000-000000000001","description":{"registry":"KG","partner":"TR",
            "commitment":"018f0000-0000-7000-8000-000000000002","period":"2026","channel":"ministry",
            "programme":"treatment"},"balances":{"pledged":10,"completed":4},"stated":14,"moves":2,
            "public":true,"version":2}"#,
        )
        .unwrap()
    }

    fn booked(from: &str, note: &str) -> Booked {
        let text = format!(
            r#"{{"version":2,"id":"018f0000-0000-7000-8000-000000000003",{from}"to":"pledged","places":4,
            "on":"2026-02-01","reason":"in_course","recorded_at":"2026-02-02T00:00:00Z","known_on":"2026-02-02",
            "note":{{"record":"en","en":"{note}"}},"actor":"018f0000-0000-7000-8000-000000000004"}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_line_names_only_accounts_that_hold_places() {
        let out = LineOut::from(&line());
        let held: Vec<_> = out.accounts.iter().map(|a| (a.account, a.places)).collect();
        assert_eq!(held, [("pledged", 10), ("completed", 4)]);
        assert_eq!((out.stated, out.total), (14, 14));
    }

    #[test]
    fn the_table_has_a_row_for_each_move_and_names_nobody() {
        let moves = [booked("", "=1+1"), booked("\"from\":\"confirmed\",", "secret")];
        let table = moves_table(&line(), &moves, &Sources::new()).csv();
        let rows = read(&table);
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
        assert_eq!(rows[1][7..11], ["", "pledged", "4", "in_course"]);
        assert_eq!(rows[2][7], "confirmed");
        assert!(!table.contains("secret") && !table.contains("000000000004"));
        let json = serde_json::to_string(&MoveOut::new(&moves[1], &Sources::new())).unwrap();
        assert!(!json.contains("secret") && !json.contains("000000000004"));
    }
}
