//! The pack as a printed document. It says what the page says.

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use kelisim_app::AppError;
use kelisim_app::lookup::directory;
use kelisim_app::meeting::Pack;
use kelisim_exchange::pdf::{Block, Column, Level, Sheet, Table, Text, Voice, render};
use kelisim_i18n::{Arg, Locale};

use super::pack::{Naming, Shown, read_of_meeting, read_with_partner};
use crate::answer::Answer;
use crate::routes::At;
use crate::visit::Visit;

/// The document of a meeting.
pub(super) async fn of_meeting(at: At, visit: Visit) -> Answer {
    print(&visit, read_of_meeting(&at, &visit).await?).await
}

/// The document for the next meeting with a partner.
pub(super) async fn with_partner(at: At, visit: Visit) -> Answer {
    print(&visit, read_with_partner(&at, &visit).await?).await
}

async fn print(visit: &Visit, pack: Pack) -> Answer {
    let names = directory(&visit.context()).await?;
    let l = visit.locale;
    let sheet = sheet(l, &Naming { l, names: &names, pack: &pack }.shown());
    let name = format!("kelisim-{}-{}-{}.pdf", pack.partner, pack.day, l.tag());
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
    let written = written.await.map_err(|e| AppError::internal("printing a pack", e))?;
    let bytes = written.map_err(|e| AppError::internal("printing a pack", e))?;
    let mut response: Response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::from_str(&format!("inline; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

fn part(words: &str) -> Block {
    Block::Heading { level: Level::Part, words: words.to_owned() }
}

/// The document that a pack in words becomes.
fn sheet(l: Locale, p: &Shown) -> Sheet {
    let quiet = |words: &str| Block::Paragraph(Text::of(Voice::Quiet, words));
    let mut blocks =
        vec![Block::Heading { level: Level::Title, words: p.title.clone() }, quiet(&p.lead)];
    if !p.agenda.is_empty() {
        blocks.push(part(l.t("meeting-agenda")));
        blocks.extend(p.agenda.iter().map(|point| Block::Item(Text::plain(point.text.as_str()))));
    }
    blocks.push(part(l.t("pack-questions")));
    if p.questions.is_empty() {
        blocks.push(quiet(l.t("pack-questions-none")));
    }
    blocks.extend(p.questions.iter().map(|asked| {
        let voice = if asked.noted { Voice::Strong } else { Voice::Plain };
        Block::Item(Text::of(voice, asked.words.as_str()))
    }));
    blocks.push(part(l.t("pack-open")));
    blocks.push(quiet(if p.open.is_empty() { l.t("pack-open-none") } else { &p.counts }));
    blocks.push(open(l, p));
    if p.more {
        blocks.push(quiet(l.t("pack-more")));
    }
    blocks.push(part(l.t("pack-news")));
    blocks.push(quiet(&p.since));
    if p.news.is_empty() {
        blocks.push(quiet(l.t("pack-news-none")));
    }
    blocks.push(news(l, p));
    conflicts(l, p, &mut blocks);
    blocks.push(part(l.t("pack-way")));
    if p.on_the_way.is_empty() {
        blocks.push(quiet(l.t("pack-way-none")));
    }
    blocks.push(on_the_way(l, p));
    blocks.push(part(l.t("pack-sources")));
    blocks.extend(p.sources.iter().map(|source| {
        let text = Text::of(Voice::Strong, format!("{}. ", source.number))
            .and(Voice::Plain, source.title.text.as_str())
            .and(Voice::Quiet, format!(" · {}", source.line));
        let text = match &source.url {
            Some(url) => text.and(Voice::Quiet, format!(" · {url}")),
            None => text,
        };
        Block::Paragraph(text)
    }));
    Sheet {
        title: p.title.clone(),
        author: p.author.clone(),
        language: l.tag().to_owned(),
        made_on: p.day,
        blocks,
        footer: vec![p.seal.clone()],
    }
}

/// The voice of the word for where a commitment stands.
fn voice(standing: &str) -> Voice {
    match standing {
        "behind" => Voice::Late,
        "reported" | "delivered" => Voice::Done,
        _ => Voice::Plain,
    }
}

fn open(l: Locale, p: &Shown) -> Block {
    let columns = vec![
        Column::words(l.t("col-commitment"), 9),
        Column::words(l.t("col-stage"), 5),
        Column::words(l.t("col-delivered"), 6),
        Column::words(l.t("col-due"), 4),
        Column::words(l.t("col-state"), 4),
        Column::figures(l.t("source"), 3),
    ];
    let row = |it: &super::pack::OpenRow| {
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
            Text::plain(delivered.join("\n")),
            Text::plain(it.row.due.as_str()),
            Text::of(voice(it.row.standing), l.term("state", it.row.standing)),
            Text::of(Voice::Quiet, it.cited.as_str()),
        ]
    };
    Block::Table(Table { columns, rows: p.open.iter().map(row).collect() })
}

fn news(l: Locale, p: &Shown) -> Block {
    let columns = vec![
        Column::words(l.t("pack-known-since"), 4),
        Column::words(l.t("pack-what"), 10),
        Column::words(l.t("pack-about"), 10),
        Column::figures(l.t("source"), 3),
    ];
    let row = |it: &super::pack::NewsRow| {
        vec![
            Text::plain(it.date.as_str()),
            Text::plain(it.what.as_str()),
            Text::plain(it.title.text.as_str()),
            Text::of(Voice::Quiet, it.cited.as_str()),
        ]
    };
    Block::Table(Table { columns, rows: p.news.iter().map(row).collect() })
}

fn conflicts(l: Locale, p: &Shown, blocks: &mut Vec<Block>) {
    blocks.push(part(l.t("partner-conflicts")));
    if p.conflicts.is_empty() {
        blocks.push(Block::Paragraph(Text::of(Voice::Quiet, l.t("pack-conflicts-none"))));
    }
    for card in &p.conflicts {
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

fn on_the_way(l: Locale, p: &Shown) -> Block {
    let columns = vec![
        Column::words(l.t("instrument-col-title"), 11),
        Column::words(l.t("instrument-standing"), 6),
        Column::words(l.t("instrument-dates"), 6),
        Column::figures(l.t("source"), 3),
    ];
    let row = |it: &super::pack::WayRow| {
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
            Text::of(Voice::Quiet, it.cited.as_str()),
        ]
    };
    Block::Table(Table { columns, rows: p.on_the_way.iter().map(row).collect() })
}
