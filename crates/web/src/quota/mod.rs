//! The quota ledger: the list of lines, the page of one, and what an officer books.

mod act;
mod line;

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::quota::{self, Filter, List};
use kelisim_domain::commitment::Commitment;
use kelisim_domain::id::QuotaLineId;
use kelisim_domain::quota::{Account, Balances, Description, LineShown};
use kelisim_domain::saved::ListOf;
use kelisim_exchange::quota::moves_table;
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, page};
use crate::chart::{Part, PromiseBar, Strip, Tone};
use crate::routes::{Access, At, Routes};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::{KnownOn, Visit};
use crate::words::{self, Told};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/quotas", read, list)
        .get("/{lang}/quotas/new", keep, act::open_form)
        .post("/{lang}/quotas/new", keep, act::open)
        .get("/{lang}/quotas/{id}", read, line::show)
        .get("/{lang}/quotas/{id}/moves.csv", read, csv)
        .get("/{lang}/quotas/{id}/moves.xlsx", read, xlsx)
        .get("/{lang}/quotas/{id}/book", keep, act::book_form)
        .post("/{lang}/quotas/{id}/book", keep, act::book)
        .get("/{lang}/quotas/{id}/reverse", keep, act::reverse_form)
        .post("/{lang}/quotas/{id}/reverse", keep, act::reverse)
        .get("/{lang}/quotas/{id}/publish", keep, act::publish_form)
        .post("/{lang}/quotas/{id}/publish", keep, act::publish)
}

/// The list.
#[derive(Template)]
#[template(path = "quotas.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    strip: Option<Strip>,
    rows: Vec<LineRow>,
    next: Option<String>,
    open_href: Option<String>,
    known_on: KnownOn,
    csv: String,
    xlsx: String,
}

/// A line in a list.
pub(crate) struct LineRow {
    pub(crate) href: String,
    pub(crate) title: Told,
    pub(crate) label: String,
    pub(crate) partner: String,
    pub(crate) total: String,
    pub(crate) open: String,
    pub(crate) done: String,
    pub(crate) bar: PromiseBar,
    /// Whether it is the line of the page.
    pub(crate) here: bool,
}

/// How many lines a page of the list has.
const LISTED: i64 = 40;

async fn list(visit: Visit) -> Answer {
    let ctx = visit.context();
    // Visitors have the API; the pages are for those with an account.
    ctx.authorise(Action::ReadRecord)?;
    let filter = Filter { partner: visit.asked("partner"), commitment: visit.asked("commitment") };
    let known_on = visit.known_on();
    let found = quota::list(&ctx, &filter, known_on.day, visit.after(), LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let place = filter
        .commitment
        .map_or_else(|| "/quotas/new".to_owned(), |id| format!("/quotas/new?commitment={id}"));
    page(&ListPage {
        saved: bar(&visit, ListOf::Quotas, None).await?,
        shell: visit.shell(l.t("quotas-title"), Nav::Quotas).await?,
        strip: (!found.accounts.is_empty()).then(|| strip(l, &found.accounts)),
        rows: rows(l, &names, &found, &known_on.query()),
        next: found.next.map(|next| visit.going_on(&next)),
        open_href: (known_on.day.is_none() && visit.may(Action::KeepRecord))
            .then(|| visit.at(&place)),
        csv: visit.at_filtered("/quotas.csv"),
        xlsx: visit.at_filtered("/quotas.xlsx"),
        known_on,
    })
}

/// The lines of a list; `on` is added to their links.
fn rows(l: Locale, names: &Directory, found: &List, on: &str) -> Vec<LineRow> {
    let promise = |line: &LineShown| found.commitments.get(&line.description.commitment);
    found.lines.iter().map(|line| row(l, names, line, promise(line), on)).collect()
}

/// A line as a row; `on` is added to its link.
pub(crate) fn row(
    l: Locale,
    names: &Directory,
    line: &LineShown,
    commitment: Option<&Commitment>,
    on: &str,
) -> LineRow {
    let (total, done) = (line.balances.total(), line.balances.get(Account::Completed));
    LineRow {
        href: format!("/{}/quotas/{}{on}", l.tag(), line.id),
        title: title(l, commitment),
        label: label(l, &line.description),
        partner: words::party(l, names, &line.description.partner),
        total: places(l, total),
        open: places(l, line.balances.open()),
        done: booked(l, done),
        bar: PromiseBar {
            promised: Some(total),
            delivered: (done > 0).then_some(done),
            talk: false,
        },
        here: false,
    }
}

/// The name of the promise a line rests on.
fn title(l: Locale, commitment: Option<&Commitment>) -> Told {
    commitment.map_or_else(
        || Told {
            text: l.term("thing", "quota").to_owned(),
            lang: words::language(l).code(),
            other: false,
        },
        |commitment| Told::new(l, &commitment.description.title),
    )
}

/// What a line is for, in one line.
pub(crate) fn label(l: Locale, d: &Description) -> String {
    let mut parts = vec![
        l.edtf(&d.period.to_string()),
        l.term("channel", d.channel.code()).to_owned(),
        l.term("topic", d.programme.code()).to_owned(),
    ];
    let split = [&d.specialty, &d.host, &d.region];
    parts.extend(split.into_iter().flatten().map(|text| words::text(l, text).0));
    parts.join(" · ")
}

pub(crate) fn places(l: Locale, n: u64) -> String {
    l.decimal(&n.to_string())
}

/// Places that were booked; where none were, that is not a zero anybody reported.
fn booked(l: Locale, n: u64) -> String {
    if n > 0 { places(l, n) } else { l.t("quota-nothing").to_owned() }
}

/// Places of accounts as parts of the whole.
pub(crate) fn strip(l: Locale, accounts: &[(Account, u64)]) -> Strip {
    use Account as A;
    const GROUPS: [(&str, Tone, &[Account]); 7] = [
        ("completed", Tone::Done, &[A::Completed]),
        ("underway", Tone::Due, &[A::Allocated, A::Offered, A::Accepted, A::Enrolled]),
        ("free", Tone::Free, &[A::Confirmed, A::Released, A::Seated]),
        ("returned", Tone::Unexplained, &[A::Returned]),
        ("pledged", Tone::Promise, &[A::Pledged]),
        ("lapsed", Tone::None, &[A::Lapsed]),
        ("gone", Tone::Gone, &[A::Transferred, A::Carried]),
    ];
    let sum = |of: &dyn Fn(Account) -> bool| -> u64 {
        accounts.iter().filter(|(account, _)| of(*account)).map(|(_, n)| n).sum()
    };
    let parts = GROUPS
        .iter()
        .map(|(code, tone, group)| Part {
            count: sum(&|account| group.contains(&account)),
            label: l.term("quota_group", code).to_owned(),
            tone: *tone,
        })
        .filter(|part| part.count > 0)
        .collect();
    let total = places(l, sum(&|_| true));
    let done = booked(l, sum(&|account| account == A::Completed));
    let open = places(l, sum(&|account| !account.is_final()));
    let args = [("total", Arg::Str(&total)), ("done", Arg::Str(&done)), ("open", Arg::Str(&open))];
    Strip { locale: l, sentence: l.format("quota-sum", &args), parts }
}

/// The accounts of one line.
pub(crate) fn accounts(balances: &Balances) -> Vec<(Account, u64)> {
    let held = Account::ALL.iter().map(|account| (*account, balances.get(*account)));
    held.filter(|(_, n)| *n > 0).collect()
}

/// Most rows of the table of moves.
const MOST_ROWS: i64 = 20_000;

/// The moves of a line as a table for spreadsheets. The same bytes in every language.
async fn csv(at: At, visit: Visit) -> Answer {
    table(&visit, &at, Form::Csv).await
}

/// The same as a workbook.
async fn xlsx(at: At, visit: Visit) -> Answer {
    table(&visit, &at, Form::Xlsx).await
}

async fn table(visit: &Visit, at: &At, form: Form) -> Answer {
    let id: QuotaLineId = at.read("id")?;
    let (ctx, on) = (visit.context(), visit.known_on().day);
    ctx.authorise(Action::ReadRecord)?;
    let (line, moves, sources) = quota::moves(&ctx, id, on, 0, MOST_ROWS).await?;
    answer(&moves_table(&line, &moves, &sources), "quota-moves", form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strip_counts_every_place_once() {
        let accounts: Vec<(Account, u64)> = (1..).zip(Account::ALL).map(|(n, a)| (*a, n)).collect();
        let whole: u64 = accounts.iter().map(|(_, n)| n).sum();
        let strip = strip(Locale::En, &accounts);
        assert_eq!(strip.parts.iter().map(|p| p.count).sum::<u64>(), whole);
        assert!(strip.sentence.contains("91"), "{}", strip.sentence);
    }
}
