//! The text layer of a PDF.

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::Document as Pdf;

use super::{Document, Format, ReadError, TEXT_LIMIT, bounded};

/// Most pages that are read.
const PAGES: usize = 500;

/// Reads the pages in order. The library is fenced, so that a file that breaks it is a damaged file and no more.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    catch_unwind(AssertUnwindSafe(|| text(bytes))).unwrap_or_else(|_| {
        Err(ReadError::Damaged { what: "PDF", why: "its objects contradict each other".to_owned() })
    })
}

fn text(bytes: &[u8]) -> Result<Document, ReadError> {
    let locked = || ReadError::Password { what: "PDF" };
    let pdf = Pdf::load_mem(bytes).map_err(|error| {
        let why = error.to_string();
        if why.contains("password") || why.contains("decrypt") || why.contains("encrypt") {
            locked()
        } else {
            ReadError::Damaged { what: "PDF", why }
        }
    })?;
    if pdf.is_encrypted() {
        return Err(locked());
    }
    let pages: Vec<u32> = pdf.get_pages().into_keys().take(PAGES).collect();
    let mut text = String::new();
    for page in &pages {
        if let Ok(part) = pdf.extract_text_with_limit(&[*page], TEXT_LIMIT) {
            text.push_str(&part);
            text.push('\n');
        }
        if text.len() > TEXT_LIMIT {
            break;
        }
    }
    if text.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return Err(ReadError::NoTextLayer { pages: pages.len() });
    }
    Ok(Document { text: bounded(text), format: Format::Pdf, encoding: None, date: None })
}

#[cfg(test)]
mod tests {
    use crate::reader::{Format, ReadError, read};

    /// A PDF of one page with the given content stream; offsets are not needed by a reader that rebuilds the table.
    fn page(content: &str) -> Vec<u8> {
        let mut out = String::from("%PDF-1.4\n");
        let mut offsets = Vec::new();
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        ];
        for (at, object) in objects.iter().enumerate() {
            offsets.push(out.len());
            out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", at + 1));
        }
        let table = out.len();
        out.push_str("xref\n0 6\n0000000000 65535 f \n");
        for offset in offsets {
            out.push_str(&format!("{offset:010} 00000 n \n"));
        }
        out.push_str(&format!("trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
        out.into_bytes()
    }

    #[test]
    fn the_text_layer_is_read() {
        let document =
            read(&page("BT /F1 12 Tf 10 200 Td (The sides agreed to build a hospital.) Tj ET"))
                .unwrap();
        assert_eq!(document.format, Format::Pdf);
        assert!(document.text.contains("agreed to build a hospital"), "{:?}", document.text);
    }

    #[test]
    fn a_scan_is_said_to_have_no_text_layer() {
        assert_eq!(
            read(&page("q 300 0 0 300 0 0 cm /Im1 Do Q")),
            Err(ReadError::NoTextLayer { pages: 1 })
        );
    }
}
