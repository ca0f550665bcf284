//! The text of a letter (EML): its subject, then its body.

use mail_parser::MessageParser;

use super::{Document, Format, ReadError, bounded, html};

/// Headers that open a letter.
const HEADERS: &[&str] = &[
    "from:",
    "to:",
    "subject:",
    "date:",
    "received:",
    "return-path:",
    "message-id:",
    "mime-version:",
    "delivered-to:",
    "content-type:",
    "x-mailer:",
    "reply-to:",
    "cc:",
];

/// Whether the first lines are headers of a letter, two of them known.
pub fn looks_like(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4_000)).unwrap_or(bytes);
    let mut known = 0;
    for line in head.split(|b| *b == b'\n').take(40) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.first().is_some_and(|b| matches!(b, b' ' | b'\t')) && known > 0 {
            continue;
        }
        let lower: Vec<u8> = line.iter().take(80).map(u8::to_ascii_lowercase).collect();
        if HEADERS.iter().any(|h| lower.starts_with(h.as_bytes())) {
            known += 1;
        } else if !lower.contains(&b':') {
            return false;
        }
    }
    known >= 2
}

/// Reads a letter; the plain part is taken before the HTML one.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let damaged = || ReadError::Damaged { what: "letter", why: "no parts were found".to_owned() };
    let message = MessageParser::default().parse(bytes).ok_or_else(damaged)?;
    let date = message.date().map(|d| format!("{:04}-{:02}-{:02}", d.year, d.month, d.day));
    let body = if let Some(page) =
        message.body_html(0).filter(|p| message.body_text(0).is_none() && html::looks_like(p))
    {
        html::read(&page, "UTF-8")?.text
    } else {
        message.body_text(0).map(std::borrow::Cow::into_owned).unwrap_or_default()
    };
    let mut text = String::new();
    if let Some(subject) = message.subject() {
        text.push_str(subject.trim());
        text.push_str("\n\n");
    }
    text.push_str(&body);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let date = date.filter(|d| crate::date::Day::parse(d).is_some());
    Ok(Document { text: bounded(text), format: Format::Mail, encoding: None, date })
}

#[cfg(test)]
mod tests {
    use crate::reader::{Format, read};

    #[test]
    fn a_letter_in_base64_and_koi8_is_read() {
        // "Стороны договорились." in KOI8-R, Base64.
        let letter = "From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?B?0JLRgdGC0YDQtdGH0LA=?=\r\nDate: Thu, 12 Feb 2026 10:00:00 +0600\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n\r\n89TP0s/O2SDEz8fP18/SyczJ09gu\r\n";
        let document = read(letter.as_bytes()).unwrap();
        assert_eq!(document.format, Format::Mail);
        assert_eq!(document.date.as_deref(), Some("2026-02-12"));
        assert!(document.text.starts_with("Встреча\n\n"), "{:?}", document.text);
        assert!(document.text.contains("Стороны договорились."), "{:?}", document.text);
    }

    #[test]
    fn prose_with_a_colon_is_no_letter() {
        let document =
            read("Date: today\nThe sides agreed to cooperate in health.".as_bytes()).unwrap();
        assert_eq!(document.format, Format::Plain);
    }
}
