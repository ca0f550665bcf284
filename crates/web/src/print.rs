//! Printed documents: the parts that several of them share, and how one is answered.

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use kelisim_app::AppError;
use kelisim_exchange::pdf::{Block, Column, Level, Sheet, Table, Text, Voice, render};
use kelisim_i18n::{Arg, Locale};

use crate::answer::Answer;
use crate::cited::SourceRow;
use crate::commitment::shown::ConflictCard;
use crate::meeting::pack::{JointRow, OpenRow, WayRow};

/// Sets a document and answers with it. `name` is its file name without the ending.
pub(crate) async fn answer(l: Locale, sheet: Sheet, name: &str) -> Answer {
    // Setting a hundred pages takes a while of one processor: not on a thread that serves others.
    let written = tokio::task::spawn_blocking(move || {
        let page_of = |page: usize, of: usize| {
            let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
            l.format(
                "print-page",
                &[("page", Arg::Num(number(page))), ("of", Arg::Num(number(of)))],
            )
        };
        render(&sheet, &page_of)
    });
    let written = written.await.map_err(|e| AppError::internal("printing a document", e))?;
    let bytes = written.map_err(|e| AppError::internal("printing a document", e))?;
    let mut response: Response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::from_str(&format!("inline; filename=\"{name}.pdf\"")) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// The heading of a part.
pub(crate) fn part(words: &str) -> Block {
    Block::Heading { level: Level::Part, words: words.to_owned() }
}

/// Words aside.
pub(crate) fn quiet(words: &str) -> Block {
    Block::Paragraph(Text::of(Voice::Quiet, words))
}

/// The numbers of the sources something rests on.
pub(crate) fn numbers(cited: &str) -> Text {
    Text::of(Voice::Quiet, cited)
}

/// Open contradictions with both passages.
pub(crate) fn conflicts(l: Locale, cards: &[ConflictCard], blocks: &mut Vec<Block>) {
    blocks.push(part(l.t("partner-conflicts")));
    if cards.is_empty() {
        blocks.push(quiet(l.t("pack-conflicts-none")));
    }
    for card in cards {
        blocks.push(Block::Heading { level: Level::Thing, words: card.title.text.clone() });
        blocks.push(Block::Paragraph(Text::plain(card.question.text.as_str())));
        for (claim, quoted) in &card.sides {
            let from = Text::of(Voice::Strong, claim.text.as_str())
                .and(Voice::Quiet, format!(" · {}", quoted.source.line(l)));
            let from = match &quoted.url {
                Some(url) => from.and(Voice::Quiet, format!(" · {url}")),
                None => from,
            };
            blocks.push(Block::Quote { words: quoted.text.clone(), from });
        }
    }
}

/// The list of sources at the end.
pub(crate) fn sources(l: Locale, rows: &[SourceRow], blocks: &mut Vec<Block>) {
    blocks.push(part(l.t("pack-sources")));
    blocks.extend(rows.iter().map(|source| {
        let text = Text::of(Voice::Strong, format!("{}. ", source.number))
            .and(Voice::Plain, source.title.text.as_str())
            .and(Voice::Quiet, format!(" · {}", source.line));
        let text = match &source.url {
            Some(url) => text.and(Voice::Quiet, format!(" · {url}")),
            None => text,
        };
        Block::Paragraph(text)
    }));
}

/// The voice of the word for where a commitment stands.
fn voice(standing: &str) -> Voice {
    match standing {
        "behind" => Voice::Late,
        "reported" | "delivered" => Voice::Done,
        _ => Voice::Plain,
    }
}

/// Commitments: hollow what was promised, solid what was delivered.
pub(crate) fn commitments(l: Locale, rows: &[OpenRow]) -> Block {
    let columns = vec![
        Column::words(l.t("col-commitment"), 16),
        Column::words(l.t("col-stage"), 10),
        Column::bars("", 6),
        Column::words(l.t("col-delivered"), 11),
        Column::words(l.t("col-due"), 9),
        Column::words(l.t("col-state"), 10),
        Column::figures(l.t("source"), 7),
    ];
    let row = |it: &OpenRow| {
        let title = Text::plain(it.row.title.text.as_str());
        let title = match &it.charge {
            Some(charge) => title.and(Voice::Quiet, format!("\n{charge}")),
            None => title,
        };
        let delivered = [it.row.left.as_str(), it.row.right.as_str()];
        let delivered: Vec<&str> = delivered.into_iter().filter(|t| !t.is_empty()).collect();
        vec![
            title,
            Text::plain(l.term("shown", it.row.shown)),
            Text::default(),
            Text::plain(delivered.join("\n")),
            Text::plain(it.row.due.as_str()),
            Text::of(voice(it.row.standing), l.term("state", it.row.standing)),
            numbers(&it.cited),
        ]
    };
    let bars = rows.iter().map(|it| it.row.bar.map(Into::into).unwrap_or_default()).collect();
    Block::Table(Table { columns, rows: rows.iter().map(row).collect(), bars })
}

/// Instruments, where each stands, and who holds it.
pub(crate) fn instruments(l: Locale, rows: &[WayRow]) -> Block {
    let columns = vec![
        Column::words(l.t("instrument-col-title"), 11),
        Column::words(l.t("instrument-standing"), 6),
        Column::words(l.t("instrument-dates"), 6),
        Column::figures(l.t("source"), 3),
    ];
    let row = |it: &WayRow| {
        let standing = Text::plain(it.row.standing);
        let standing = match &it.row.held {
            Some(held) => standing.and(Voice::Late, format!("\n{held}")),
            None => standing,
        };
        let dates =
            it.row.alarms.iter().fold(Text::plain(it.row.day.as_str()), |text, (_, alarm)| {
                text.and(Voice::Quiet, format!("\n{alarm}"))
            });
        vec![
            Text::plain(it.row.title.text.as_str()).and(Voice::Quiet, format!("\n{}", it.row.kind)),
            standing,
            dates,
            numbers(&it.cited),
        ]
    };
    Block::Table(Table::of(columns, rows.iter().map(row).collect()))
}

/// Joint bodies and what is on record of each.
pub(crate) fn bodies(l: Locale, rows: &[JointRow]) -> Block {
    let columns = vec![
        Column::words(l.t("body-col-title"), 11),
        Column::words(l.t("col-state"), 6),
        Column::words(l.t("body-col-record"), 6),
        Column::figures(l.t("source"), 3),
    ];
    let row = |it: &JointRow| {
        let standing = Text::plain(it.row.standing);
        let standing = match &it.row.since {
            Some(since) => standing.and(Voice::Quiet, format!("\n{since}")),
            None => standing,
        };
        let record = if it.row.counts.is_empty() {
            l.t("body-record-none").to_owned()
        } else {
            it.row.counts.join("\n")
        };
        vec![
            Text::plain(it.row.title.text.as_str()).and(Voice::Quiet, format!("\n{}", it.row.kind)),
            standing,
            Text::plain(record),
            numbers(&it.cited),
        ]
    };
    Block::Table(Table::of(columns, rows.iter().map(row).collect()))
}
