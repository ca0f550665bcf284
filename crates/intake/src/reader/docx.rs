//! The paragraphs of a DOCX file.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Document, Format, ReadError, TEXT_LIMIT, bounded, zip};

/// Reads `word/document.xml`; an archive without it is not a document.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let entries = zip::entries(bytes)?;
    let Some(entry) = entries.iter().find(|e| e.name == "word/document.xml") else {
        return Err(if entries.is_empty() { ReadError::Empty } else { ReadError::Archive });
    };
    let xml = zip::open(bytes, entry).map_err(|error| match error {
        ReadError::Password { .. } => ReadError::Password { what: "DOCX" },
        ReadError::Bomb { limit, .. } => ReadError::Bomb { what: "DOCX", limit },
        ReadError::Damaged { why, .. } => ReadError::Damaged { what: "DOCX", why },
        other => other,
    })?;
    let text = paragraphs(&xml)?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Document { text: bounded(text), format: Format::Docx, encoding: None, date: None })
}

/// One line a paragraph; tabs and breaks kept; deleted text (tracked changes) left out.
fn paragraphs(xml: &[u8]) -> Result<String, ReadError> {
    let damaged = |why: String| ReadError::Damaged { what: "DOCX", why };
    let source =
        std::str::from_utf8(xml).map_err(|_| damaged("its text is not UTF-8".to_owned()))?;
    let mut reader = Reader::from_str(source);
    let mut text = String::new();
    let mut inside = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "t" => inside = true,
            Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                "t" => inside = false,
                "p" => text.push('\n'),
                "tc" => text.push('\t'),
                _ => {}
            },
            Ok(Event::Empty(tag)) => match tag.local_name().as_ref() {
                "br" | "cr" | "p" => text.push('\n'),
                "tab" => text.push('\t'),
                _ => {}
            },
            Ok(Event::Text(part)) if inside => {
                text.push_str(&part);
            }
            Ok(Event::GeneralRef(name)) if inside => {
                let known = match name.as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                text.extend(known);
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(damaged(error.to_string())),
        }
        if text.len() > TEXT_LIMIT {
            break;
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use crate::reader::{Format, ReadError, read};

    #[test]
    fn paragraphs_become_lines() {
        let xml = r#"<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>Тараптар A&amp;B</w:t></w:r></w:p><w:p><w:r><w:t>келісті.</w:t></w:r><w:del><w:r><w:delText>жоқ</w:delText></w:r></w:del></w:p></w:body></w:document>"#;
        let bytes = crate::reader::zip::tests::archive("word/document.xml", xml.as_bytes());
        let document = read(&bytes).unwrap();
        assert_eq!(document.format, Format::Docx);
        assert_eq!(document.text, "Тараптар A&B\nкелісті.\n");
    }

    #[test]
    fn another_archive_is_called_an_archive() {
        let bytes = crate::reader::zip::tests::archive("a.txt", b"health");
        assert_eq!(read(&bytes), Err(ReadError::Archive));
    }
}
