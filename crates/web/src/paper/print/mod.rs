//! The printed form of a paper. It says what stands in the credential, in sentences of the paper's language, and nothing
//! that is not in it: the same credential gives the same bytes.

mod place;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kelisim_app::AppError;
use kelisim_app::paper::{Credential, fingerprint};
use kelisim_domain::paper::{Description, PaperKind, Signed};
use kelisim_domain::programme::Zone;
use kelisim_exchange::pdf::{Block, Code, Column, Level, Sheet, Table, Text, Voice};
use kelisim_i18n::{Arg, Locale};
use qrcode::{Color, QrCode};
use serde_json::{Map, Value};

use crate::print::{part, quiet};
use crate::programme::shown::instant;

/// Facts of a credential, read for printing. What is missing is said to be not named, never left out.
struct Facts<'c> {
    l: Locale,
    subject: &'c Map<String, Value>,
}

impl<'c> Facts<'c> {
    fn known(&self, name: &str) -> Option<&'c str> {
        self.subject.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    fn text(&self, name: &str) -> &'c str {
        self.known(name).unwrap_or_else(|| self.l.t("not-named"))
    }

    fn number(&self, name: &str) -> String {
        let number = self.subject.get(name).and_then(Value::as_u64);
        number.map_or_else(|| self.l.t("not-named").to_owned(), |number| number.to_string())
    }

    fn rows(&self, name: &str) -> Vec<Facts<'c>> {
        let list = self.subject.get(name).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_object).map(|subject| Facts { l: self.l, subject }).collect()
    }

    fn inside(&self, name: &str) -> Option<Facts<'c>> {
        let subject = self.subject.get(name)?.as_object()?;
        Some(Facts { l: self.l, subject })
    }

    fn at(&self, zone: &str, name: &str) -> String {
        let at = self.text(name);
        match (zone.parse::<Zone>(), at.parse::<Timestamp>()) {
            (Ok(zone), Ok(at)) => instant(self.l, &zone, at),
            _ => at.to_owned(),
        }
    }
}

/// A fact under its name.
fn fact(blocks: &mut Vec<Block>, name: &str, value: &str) {
    let text = Text::of(Voice::Quiet, format!("{name}: ")).and(Voice::Plain, value);
    blocks.push(Block::Paragraph(text));
}

/// A paper as a sheet.
///
/// # Errors
/// When the code cannot be drawn.
pub(super) fn sheet(
    l: Locale,
    d: &Description,
    signed: &Signed,
    credential: &Credential,
) -> Result<Sheet, AppError> {
    let facts = Facts { l, subject: &credential.subject };
    let kind = l.term("paper_kind", d.kind.code());
    let house = credential.issuer_name.as_deref().unwrap_or(d.registry.as_str());
    let mut blocks = vec![
        Block::Paragraph(Text::of(Voice::Strong, house)),
        Block::Heading { level: Level::Title, words: kind.to_owned() },
    ];
    if d.made_up {
        blocks.push(Block::Paragraph(Text::of(Voice::Late, l.t("paper-made-up"))));
    }
    match d.kind {
        PaperKind::Protocol => protocol(&facts, house, &mut blocks),
        PaperKind::Nomination => nomination(&facts, house, &mut blocks),
        PaperKind::Receipt => receipt(&facts, house, &mut blocks),
        PaperKind::Offer => place::offer(&facts, house, &mut blocks),
        PaperKind::Completion => place::completion(&facts, house, &mut blocks),
    }
    whole(l, d, signed, credential, &mut blocks)?;
    let day = credential.valid_from.parse::<Timestamp>();
    let made_on = day.map_or(Date::ZERO, |at| at.to_zoned(TimeZone::UTC).date());
    Ok(Sheet {
        title: format!("{kind} {}", d.number),
        author: house.to_owned(),
        language: l.tag().to_owned(),
        made_on,
        blocks,
        footer: vec![d.number.to_string(), format!("SHA-256 {}", signed.hash)],
    })
}

/// What every paper about a call begins with.
fn about(facts: &Facts<'_>, blocks: &mut Vec<Block>) {
    let l = facts.l;
    fact(blocks, l.t("paper-call"), facts.text("title"));
    fact(blocks, l.t("paper-partner"), facts.text("partnerName"));
    fact(blocks, l.t("paper-edition"), &facts.number("edition"));
}

fn protocol(facts: &Facts<'_>, house: &str, blocks: &mut Vec<Block>) {
    let l = facts.l;
    let zone = facts.text("zone");
    let released = facts.at(zone, "released");
    let args = [("registry", Arg::Str(house)), ("at", Arg::Str(&released))];
    blocks.push(Block::Paragraph(Text::plain(l.format("paper-protocol-lead", &args))));
    about(facts, blocks);
    let (placed, candidates, places) =
        (facts.number("placed"), facts.number("candidates"), facts.number("places"));
    let args = [
        ("placed", Arg::Str(&placed)),
        ("applicants", Arg::Str(&candidates)),
        ("places", Arg::Str(&places)),
    ];
    blocks.push(part(l.t("run-result")));
    blocks.push(Block::Paragraph(Text::of(Voice::Strong, l.format("run-total", &args))));
    let stable = facts.subject.get("stable").and_then(Value::as_bool) == Some(true);
    let word = if stable { "run-stable" } else { "run-unstable" };
    blocks.push(Block::Paragraph(Text::plain(l.t(word))));
    let columns = vec![
        Column::words(l.t("run-col-seat"), 14),
        Column::figures(l.t("run-col-given"), 4),
        Column::figures(l.t("run-col-competitors"), 4),
        Column::figures(l.t("run-col-cutoff"), 5),
    ];
    let rows = facts.rows("seats");
    let rows = rows.iter().map(|seat| {
        let (given, places) = (seat.number("given"), seat.number("places"));
        let args = [("used", Arg::Str(&given)), ("all", Arg::Str(&places))];
        vec![
            Text::plain(seat.text("name")),
            Text::plain(l.format("run-of", &args)),
            Text::plain(seat.number("competitors")),
            Text::plain(seat.number("lastAdmitted")),
        ]
    });
    blocks.push(Block::Table(Table::of(columns, rows.collect())));
    let withheld = facts.subject.get("seatsWithheld").and_then(Value::as_i64).unwrap_or(0);
    if withheld > 0 {
        blocks.push(quiet(&l.count("run-withheld", withheld)));
    }
    blocks.push(part(l.t("result-signed")));
    for one in facts.rows("signatures") {
        fact(blocks, l.term("run_as", one.text("as")), &one.at(zone, "at"));
    }
    blocks.push(part(l.t("result-hashes")));
    for (name, word) in [
        ("certificate", "result-hash-certificate"),
        ("sealedCertificate", "result-hash-sealed"),
        ("input", "result-hash-input"),
        ("terms", "result-hash-terms"),
    ] {
        fact(blocks, l.t(word), facts.text(name));
    }
}

fn person(facts: &Facts<'_>, blocks: &mut Vec<Block>) {
    let l = facts.l;
    let Some(person) = facts.inside("person") else { return };
    let born = person.text("born");
    let born = born.parse().map_or_else(|_| born.to_owned(), |day| l.date_long(day));
    let country = person.text("citizenship");
    fact(blocks, l.t("person-own-name"), person.text("ownName"));
    let latin = format!("{} {}", person.text("family"), person.text("given"));
    fact(blocks, l.t("person-latin"), &latin);
    fact(blocks, l.t("person-born"), &born);
    fact(blocks, l.t("person-citizenship"), l.party(country).unwrap_or(country));
}

fn name<'c>(facts: &Facts<'c>) -> &'c str {
    facts.inside("person").map_or_else(|| facts.l.t("not-named"), |person| person.text("ownName"))
}

fn nomination(facts: &Facts<'_>, house: &str, blocks: &mut Vec<Block>) {
    let l = facts.l;
    let args = [
        ("registry", Arg::Str(house)),
        ("name", Arg::Str(name(facts))),
        ("title", Arg::Str(facts.text("title"))),
        ("partner", Arg::Str(facts.text("partnerName"))),
    ];
    blocks.push(Block::Paragraph(Text::plain(l.format("paper-nomination-lead", &args))));
    blocks.push(part(l.t("application-person")));
    person(facts, blocks);
    fact(blocks, l.t("person-employer"), facts.text("employer"));
    fact(blocks, l.t("person-specialty"), facts.text("specialty"));
    blocks.push(part(l.t("paper-about")));
    about(facts, blocks);
    fact(blocks, l.t("receipt-number"), facts.text("receipt"));
    fact(blocks, l.t("paper-nominated"), &facts.at(facts.text("zone"), "nominated"));
    fact(blocks, l.t("receipt-content"), &format!("SHA-256 {}", facts.text("content")));
}

fn receipt(facts: &Facts<'_>, house: &str, blocks: &mut Vec<Block>) {
    let l = facts.l;
    let zone = facts.text("zone");
    let args = [
        ("registry", Arg::Str(house)),
        ("name", Arg::Str(name(facts))),
        ("title", Arg::Str(facts.text("title"))),
    ];
    blocks.push(Block::Paragraph(Text::plain(l.format("paper-receipt-lead", &args))));
    fact(blocks, l.t("receipt-number"), facts.text("receipt"));
    fact(blocks, l.t("paper-first-sent"), &facts.at(zone, "firstSent"));
    fact(blocks, l.t("receipt-sent"), &facts.at(zone, "lastSent"));
    blocks.push(quiet(l.t("paper-order-note")));
    blocks.push(part(l.t("application-person")));
    person(facts, blocks);
    blocks.push(part(l.t("paper-about")));
    about(facts, blocks);
    fact(blocks, l.t("receipt-content"), &format!("SHA-256 {}", facts.text("content")));
    fact(blocks, l.t("receipt-terms"), &format!("SHA-256 {}", facts.text("terms")));
    blocks.push(part(l.t("application-documents")));
    let rows: Vec<Vec<Text>> = facts
        .rows("documents")
        .iter()
        .map(|document| {
            let size = document.subject.get("size").and_then(Value::as_u64).unwrap_or(0);
            vec![
                Text::plain(document.text("name")),
                Text::plain(crate::apply::size(l, size)),
                Text::of(Voice::Quiet, document.text("sha256")),
            ]
        })
        .collect();
    if rows.is_empty() {
        blocks.push(quiet(l.t("not-named")));
    }
    let columns = vec![
        Column::words(l.t("paper-col-document"), 8),
        Column::figures(l.t("paper-col-size"), 3),
        Column::words("SHA-256", 12),
    ];
    blocks.push(Block::Table(Table::of(columns, rows)));
}

/// Where the paper is checked: the page of the house, where its address is known, with number and hash and nothing else.
fn address(l: Locale, d: &Description, signed: &Signed, credential: &Credential) -> String {
    let wanted = format!("number={}&hash={}", d.number, signed.hash);
    match credential.subject.get("register").and_then(Value::as_str) {
        Some(base) => format!("{}/{}/check?{wanted}", base.trim_end_matches('/'), l.tag()),
        None => wanted,
    }
}

fn whole(
    l: Locale,
    d: &Description,
    signed: &Signed,
    credential: &Credential,
    blocks: &mut Vec<Block>,
) -> Result<(), AppError> {
    blocks.push(part(l.t("paper-whole")));
    let address = address(l, d, signed, credential);
    let drawn = QrCode::new(&address).map_err(|e| AppError::internal("drawing a code", e))?;
    let dark = drawn.to_colors().into_iter().map(|color| color == Color::Dark).collect();
    let code = Code { side: drawn.width(), dark };
    let issued = credential.valid_from.parse::<Timestamp>();
    let issued = issued.map_or_else(
        |_| credential.valid_from.clone(),
        |at| l.date_long(at.to_zoned(TimeZone::UTC).date()),
    );
    let line = |name: &str, value: &str| format!("{name}: {value}\n");
    let words = Text::of(Voice::Plain, line(l.t("paper-number"), d.number.as_str()))
        .and(Voice::Plain, line(l.t("paper-issued"), &issued))
        .and(Voice::Plain, line(l.t("paper-issuer"), &credential.issuer))
        .and(Voice::Plain, line(l.t("paper-key"), &fingerprint(&signed.key.0)))
        .and(Voice::Quiet, l.t("paper-how"));
    blocks.push(Block::Code(code, words));
    Ok(())
}
