//! A square code that a telephone reads, drawn as one SVG element of the page.

use std::fmt::Write as _;

use kelisim_app::AppError;
use qrcode::{Color, QrCode};

/// Free modules around the code; readers need four.
const MARGIN: usize = 4;

/// Draws a text. `label` is what the picture is called for those who do not see it.
///
/// Black on white in both appearances, since readers of such codes expect nothing else.
pub(super) fn draw(text: &str, label: &str) -> Result<String, AppError> {
    let code = QrCode::new(text).map_err(|e| AppError::internal("drawing a code", e))?;
    let (width, side) = (code.width(), code.width() + 2 * MARGIN);
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + MARGIN, at / width + MARGIN);
            write!(path, "M{x} {y}h1v1h-1z")
                .map_err(|e| AppError::internal("drawing a code", e))?;
        }
    }
    let label = askama::filters::escape(label, askama::filters::Html)
        .map_err(|e| AppError::internal("drawing a code", e))?;
    Ok(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"{label}\" shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}

/// A secret in groups of four, for typing by hand.
pub(super) fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_has_its_three_corners_and_a_free_margin() {
        let svg = draw("otpauth://totp/x", "a<b").unwrap();
        assert!(svg.contains("aria-label=\"a&#60;b\""), "{svg}");
        assert!(!svg.contains("style=") && !svg.contains("M3 ") && !svg.contains("M0 "));
        // The upper left corner: seven dark modules in a row, then a light one.
        assert!((4..11).all(|x| svg.contains(&format!("M{x} 4h"))) && !svg.contains("M11 4h"));
    }

    #[test]
    fn a_secret_is_read_out_in_groups_of_four() {
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
    }
}
