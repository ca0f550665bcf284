//! The public promises as a table for spreadsheets. The same bytes in every language.

use kelisim_app::public::{Stretch, Which, stretch};
use kelisim_exchange::promise::{PromiseOut, Told};
use kelisim_exchange::promise_csv::PromiseTable;
use kelisim_exchange::rows::Rows;

use super::Anyone;
use crate::answer::{Answer, Failure};
use crate::table::{Form, saved_as};
use crate::visit::Visit;

/// Most rows of the table; whoever needs more takes the JSON with its cursor.
const MOST_ROWS: usize = 20_000;
/// How many commitments are read at a time.
const AT_ONCE: i64 = 500;

/// Gives the table as a file.
pub(crate) async fn csv(anyone: Anyone) -> Answer {
    show(anyone, Form::Csv).await
}

/// Gives the table as a workbook.
pub(crate) async fn xlsx(anyone: Anyone) -> Answer {
    show(anyone, Form::Xlsx).await
}

async fn show(Anyone { visit, known }: Anyone, form: Form) -> Answer {
    let state = visit.state.clone();
    let key = format!("promises.{}", form.ending());
    let write = async { Ok(form.write(&rows(&visit).await?, "promises")?) };
    let mut answer = state.cache.page(key, form.kind(), known.as_ref(), write).await?;
    saved_as(answer.headers_mut(), "promises", form);
    Ok(answer)
}

async fn rows(visit: &Visit) -> Result<Rows, Failure> {
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
