//! Empty tables to fill in, with headings in the language of the reader and lists of what can stand below them.

use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::import::{Column, Holds, Kind};
use kelisim_app::lookup::{Directory, directory};
use kelisim_exchange::workbook::{Cell, Heading, Table, write};
use kelisim_i18n::Locale;

use super::{heading, hint};
use crate::answer::Answer;
use crate::routes::At;
use crate::table::{Form, file};
use crate::visit::Visit;
use crate::words;

/// The template of a kind.
pub(super) async fn download(visit: Visit, at: At) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let code: String = at.read("kind")?;
    let kind = Kind::from_code(&code).ok_or(AppError::NotFound)?;
    let names = directory(&ctx).await?;
    let bytes = write(&tables(visit.locale, &names, kind));
    let bytes = bytes.map_err(|error| AppError::internal("a template", error))?;
    Ok(file(bytes, kind.code(), Form::Xlsx))
}

fn tables(l: Locale, names: &Directory, kind: Kind) -> Vec<Table> {
    let lists = l.t("import-sheet-lists").to_owned();
    let mut choices = Table { name: lists.clone(), ..Table::default() };
    let mut columns: Vec<Vec<Cell>> = Vec::new();
    let mut headings = Vec::new();
    for Column { name, required, holds } in kind.columns() {
        let mark = if *required { " *" } else { "" };
        let mut top = Heading::new(&format!("{}{mark}", heading(l, name)));
        top.hint = Some(hint(l, *holds).to_owned());
        let list = list(l, names, *holds);
        if !list.is_empty() {
            let at = u16::try_from(columns.len()).unwrap_or(0);
            let rows = u32::try_from(list.len()).unwrap_or(0);
            top.choices = Some((lists.clone(), at, rows));
            choices.headings.push(Heading::new(heading(l, name)));
            choices.headings.push(Heading::new(
                &l.format("import-sheet-code", &[("column", heading(l, name).into())]),
            ));
            let (labels, codes): (Vec<_>, Vec<_>) = list.into_iter().unzip();
            columns.push(labels.into_iter().map(Cell::Text).collect());
            columns.push(codes.into_iter().map(Cell::Text).collect());
        }
        headings.push(top);
    }
    let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
    let cell = |column: &Vec<Cell>, row: usize| {
        column.get(row).cloned().unwrap_or_else(|| Cell::Text(String::new()))
    };
    choices.rows =
        (0..longest).map(|row| columns.iter().map(|column| cell(column, row)).collect()).collect();
    let rows =
        Table { name: l.term("import_kind", kind.code()).to_owned(), headings, rows: vec![] };
    if choices.headings.is_empty() { vec![rows] } else { vec![rows, choices] }
}

/// What can stand in a column: word and code, in the alphabet of the language.
fn list(l: Locale, names: &Directory, holds: Holds) -> Vec<(String, String)> {
    let mut list: Vec<(String, String)> = match holds {
        Holds::Code(family) => family
            .codes()
            .into_iter()
            .map(|code| (l.term(family.words(), code).to_owned(), code.to_owned()))
            .collect(),
        Holds::Party => {
            let parties = names.standing().map(|party| &party.code);
            parties.map(|code| (words::party(l, names, code), code.to_string())).collect()
        }
        _ => return Vec::new(),
    };
    // Stages and periods stand in their own order.
    if matches!(holds, Holds::Party) {
        l.sort_by_name(&mut list, |(label, _)| label);
    }
    list
}
