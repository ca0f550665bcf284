//! Tables of the record as files: text for programs, workbooks for people. The same columns and filters in both.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use kelisim_app::AppError;
use kelisim_exchange::rows::Rows;

use crate::answer::Answer;

/// In which form a table is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Text with commas.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Form {
    /// What it is, to programs.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The end of its name.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The table in this form.
    pub(crate) fn write(self, rows: &Rows, name: &str) -> Result<Vec<u8>, AppError> {
        match self {
            Self::Csv => Ok(rows.csv().into_bytes()),
            Self::Xlsx => rows.xlsx(name).map_err(|error| AppError::internal("a workbook", error)),
        }
    }
}

/// Says that an answer is a file to be saved under a name.
pub(crate) fn saved_as(headers: &mut HeaderMap, name: &str, form: Form) {
    let name = format!("attachment; filename=\"kelisim-{name}.{}\"", form.ending());
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(CONTENT_DISPOSITION, name);
}

/// A file for one reader.
pub(crate) fn file(bytes: Vec<u8>, name: &str, form: Form) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(form.kind()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    saved_as(headers, name, form);
    response
}

/// A table as a file for one reader.
///
/// # Errors
/// When the workbook cannot be put together, which is our fault.
pub(crate) fn answer(rows: &Rows, name: &str, form: Form) -> Answer {
    Ok(file(form.write(rows, name)?, name, form))
}
