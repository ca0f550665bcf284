//! The public promises as a table for spreadsheets. The same bytes in every language.

use axum::http::HeaderValue;
use axum::http::header::CONTENT_DISPOSITION;
use kelisim_app::public::{Stretch, Which, stretch};
use kelisim_exchange::promise::{PromiseOut, Told};
use kelisim_exchange::promise_csv::PromiseTable;

use super::Anyone;
use crate::answer::{Answer, Failure};
use crate::visit::Visit;

/// Most rows of the table; whoever needs more takes the JSON with its cursor.
const MOST_ROWS: usize = 20_000;
/// How many commitments are read at a time.
const AT_ONCE: i64 = 500;

/// Gives the table as a file.
pub(crate) async fn show(Anyone { visit, known }: Anyone) -> Answer {
    let state = visit.state.clone();
    let key = "promises.csv".to_owned();
    let mut answer = state
        .cache
        .page(key, "text/csv; charset=utf-8; header=present", known.as_ref(), write(visit))
        .await?;
    let name = HeaderValue::from_static("attachment; filename=\"kelisim-promises.csv\"");
    answer.headers_mut().insert(CONTENT_DISPOSITION, name);
    Ok(answer)
}

async fn write(visit: Visit) -> Result<String, Failure> {
    let ctx = visit.context();
    let mut table = PromiseTable::default();
    let mut after = None;
    loop {
        let list = stretch(&ctx, &Which::default(), after.as_ref(), AT_ONCE).await?;
        for promise in told(&list) {
            if table.rows() + promise.statements.len() > MOST_ROWS {
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

/// The commitments of a stretch as they leave the house.
pub(crate) fn told(list: &Stretch) -> impl Iterator<Item = PromiseOut> {
    list.lines.iter().map(|line| {
        PromiseOut::new(Told {
            commitment: &line.commitment,
            years: &line.years,
            standing: line.standing,
            figures: &list.held,
            sources: &list.sources,
        })
    })
}
