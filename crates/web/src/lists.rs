//! Lists of the console as files: what a page shows forty at a time, whole, with the same filters, for spreadsheets.
//! The same bytes in every language.

use kelisim_app::access::Action;
use kelisim_app::{conflict, public, quota, source};
use kelisim_exchange::list::{conflicts_table, figures_table, lines_table, sources_table};
use kelisim_exchange::promise_csv::PromiseTable;
use kelisim_exchange::rows::Rows;

use crate::answer::{Answer, Failure};
use crate::commitment::chosen;
use crate::public::table::told;
use crate::routes::{Access, Routes};
use crate::table::{Form, answer};
use crate::visit::Visit;

/// Most rows of a table; whoever needs more takes the JSON with its cursor.
const MOST: usize = 20_000;
/// How many things are read at a time.
const AT_ONCE: i64 = 500;

/// The routes of these files.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let sources = Access::Right(Action::ReadSources);
    routes
        .get(
            "/{lang}/commitments.csv",
            read,
            |v: Visit| async move { commitments(&v, Form::Csv).await },
        )
        .get("/{lang}/commitments.xlsx", read, |v: Visit| async move {
            commitments(&v, Form::Xlsx).await
        })
        .get("/{lang}/figures.csv", read, |v: Visit| async move { figures(&v, Form::Csv).await })
        .get("/{lang}/figures.xlsx", read, |v: Visit| async move { figures(&v, Form::Xlsx).await })
        .get(
            "/{lang}/conflicts.csv",
            read,
            |v: Visit| async move { conflicts(&v, Form::Csv).await },
        )
        .get(
            "/{lang}/conflicts.xlsx",
            read,
            |v: Visit| async move { conflicts(&v, Form::Xlsx).await },
        )
        .get("/{lang}/quotas.csv", read, |v: Visit| async move { quotas(&v, Form::Csv).await })
        .get("/{lang}/quotas.xlsx", read, |v: Visit| async move { quotas(&v, Form::Xlsx).await })
        .get("/{lang}/communiques.csv", sources, |v: Visit| async move {
            communiques(&v, Form::Csv).await
        })
        .get("/{lang}/communiques.xlsx", sources, |v: Visit| async move {
            communiques(&v, Form::Xlsx).await
        })
}

async fn commitments(visit: &Visit, form: Form) -> Answer {
    answer(&commitment_rows(visit).await?, "commitments", form)
}

async fn commitment_rows(visit: &Visit) -> Result<Rows, Failure> {
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let filter = chosen(visit, ctx.today());
    let (mut table, mut after) = (PromiseTable::default(), None);
    loop {
        let list = public::seen(&ctx, &filter, after.as_ref(), AT_ONCE).await?;
        for promise in told(&list) {
            if table.rows() + promise.statements.len() > MOST {
                return Ok(table.finish());
            }
            table.add(&promise);
        }
        match list.next {
            Some(next) => after = Some(next),
            None => return Ok(table.finish()),
        }
    }
}

async fn figures(visit: &Visit, form: Form) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let (partner, measure) = (visit.asked("partner"), visit.chosen("measure"));
    let measure = Some(measure).filter(|code| !code.is_empty());
    let (mut all, mut sources, mut after) = (Vec::new(), Default::default(), None);
    while all.len() < MOST {
        let found =
            public::figures_seen(&ctx, partner.as_ref(), measure, after.as_ref(), AT_ONCE).await?;
        all.extend(found.figures);
        sources = [sources, found.sources].into_iter().flatten().collect();
        match found.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    all.truncate(MOST);
    answer(&figures_table(all.iter(), &sources), "figures", form)
}

async fn conflicts(visit: &Visit, form: Form) -> Answer {
    let found = conflict::list(&visit.context(), visit.known_on().day).await?;
    answer(&conflicts_table(found.conflicts.iter(), &found.sources), "conflicts", form)
}

async fn quotas(visit: &Visit, form: Form) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let filter =
        quota::Filter { partner: visit.asked("partner"), commitment: visit.asked("commitment") };
    let on = visit.known_on().day;
    let (mut lines, mut after) = (Vec::new(), None);
    while lines.len() < MOST {
        let found = quota::list(&ctx, &filter, on, after, AT_ONCE).await?;
        lines.extend(found.lines);
        match found.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    lines.truncate(MOST);
    answer(&lines_table(lines.iter()), "quotas", form)
}

async fn communiques(visit: &Visit, form: Form) -> Answer {
    let ctx = visit.context();
    let (mut all, mut after) = (Vec::new(), None);
    while all.len() < MOST {
        let (found, next) = source::list(&ctx, after, AT_ONCE).await?;
        all.extend(found.into_iter().map(|line| line.source));
        match next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    all.truncate(MOST);
    answer(&sources_table(all.iter()), "sources", form)
}
