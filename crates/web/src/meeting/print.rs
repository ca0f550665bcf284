//! The pack as a printed document. It says what the page says.

use kelisim_app::lookup::directory;
use kelisim_app::meeting::Pack;
use kelisim_exchange::pdf::{Block, Column, Level, Sheet, Table, Text, Voice};
use kelisim_i18n::Locale;

use super::pack::{Naming, NewsRow, Shown, moved, read_of_meeting, read_with_partner};
use crate::answer::{Answer, see_other};
use crate::print::{self, part, quiet};
use crate::routes::At;
use crate::visit::Visit;

/// The document of a meeting.
pub(super) async fn of_meeting(at: At, visit: Visit) -> Answer {
    print(&visit, read_of_meeting(&at, &visit).await?).await
}

/// The document for the next meeting with a partner.
pub(super) async fn with_partner(at: At, visit: Visit) -> Answer {
    let pack = read_with_partner(&at, &visit).await?;
    match moved(&at, &visit, &pack, "pack.pdf")? {
        Some(stays) => Ok(see_other(&stays)),
        None => print(&visit, pack).await,
    }
}

async fn print(visit: &Visit, pack: Pack) -> Answer {
    let names = directory(&visit.context()).await?;
    let l = visit.locale;
    let sheet = sheet(l, &Naming { l, names: &names, pack: &pack }.shown());
    let name = format!("kelisim-{}-{}-{}", pack.partner, pack.day, l.tag());
    print::answer(l, sheet, &name).await
}

/// The document that a pack in words becomes.
fn sheet(l: Locale, p: &Shown) -> Sheet {
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
    blocks.push(print::commitments(l, &p.open));
    if p.more {
        blocks.push(quiet(l.t("pack-more")));
    }
    blocks.push(part(l.t("pack-news")));
    blocks.push(quiet(&p.since));
    if p.news.is_empty() {
        blocks.push(quiet(l.t("pack-news-none")));
    }
    blocks.push(news(l, p));
    print::conflicts(l, &p.conflicts, &mut blocks);
    blocks.push(part(l.t("pack-way")));
    if p.on_the_way.is_empty() {
        blocks.push(quiet(l.t("pack-way-none")));
    }
    blocks.push(print::instruments(l, &p.on_the_way));
    if !p.bodies.is_empty() {
        blocks.push(part(l.t("bodies-title")));
        blocks.push(print::bodies(l, &p.bodies));
    }
    print::sources(l, &p.sources, &mut blocks);
    Sheet {
        title: p.title.clone(),
        author: p.author.clone(),
        language: l.tag().to_owned(),
        made_on: p.day,
        blocks,
        footer: vec![p.seal.clone()],
    }
}

fn news(l: Locale, p: &Shown) -> Block {
    let columns = vec![
        Column::words(l.t("pack-known-since"), 4),
        Column::words(l.t("pack-what"), 10),
        Column::words(l.t("pack-about"), 10),
        Column::figures(l.t("source"), 3),
    ];
    let row = |it: &NewsRow| {
        vec![
            Text::plain(it.date.as_str()),
            Text::plain(it.what.as_str()),
            Text::plain(it.title.text.as_str()),
            print::numbers(&it.cited),
        ]
    };
    Block::Table(Table::of(columns, p.news.iter().map(row).collect()))
}
