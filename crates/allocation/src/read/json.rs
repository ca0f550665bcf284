//! The form `kelisim-market/1`.

use crate::market::Market;
use crate::problem::Problems;

/// Reads the form; what it means is judged by [`crate::compile::compile`].
///
/// # Errors
/// The place, by line and column, where the text is no JSON of this shape.
pub fn read(file: &str, bytes: &[u8]) -> Result<Market, Problems> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
        Problems::one(
            format!("{file} line {line}"),
            "the text is not UTF-8",
            "save the file as UTF-8",
        )
    })?;
    if text.trim().is_empty() {
        return Err(Problems::one(
            file,
            "the file is empty",
            "give a market in the form kelisim-market/1",
        ));
    }
    serde_json::from_str(text).map_err(|error| {
        let what = error.to_string();
        let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
        Problems::one(
            format!("{file} line {} column {}", error.line(), error.column()),
            what.to_owned(),
            "correct the text there; docs/formats/market.md describes the form",
        )
    })
}
