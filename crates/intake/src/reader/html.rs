//! The article of a web page, without menus, share buttons and related news.

use dom_smoothie::{Config, Readability, TextMode};

use super::{Document, Format, ReadError, bounded};

/// Whether a text is a page rather than prose.
pub fn looks_like(text: &str) -> bool {
    let mut end = text.len().min(2_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or(text).trim_start().to_ascii_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || (head.starts_with('<')
            && (head.contains("<body")
                || head.contains("<p")
                || head.contains("<div")
                || head.contains("<head")))
}

/// Most elements of a page that are read: enough for any article, too few to tie up a machine.
const ELEMENTS: usize = 50_000;
/// Most bytes of a page that are read.
const PAGE: usize = 8 << 20;
/// Deepest nesting that is read.
const DEPTH: usize = 512;

/// Reads a page: headline, then the article's text by lines.
pub fn read(page: &str, encoding: &'static str) -> Result<Document, ReadError> {
    if page.len() > PAGE {
        return Err(ReadError::TooLarge { found: page.len(), limit: PAGE });
    }
    let damaged = |why: String| ReadError::Damaged { what: "page", why };
    if deep(page) {
        return Err(damaged(format!("its elements are nested deeper than {DEPTH}")));
    }
    let config = Config {
        max_elements_to_parse: ELEMENTS,
        text_mode: TextMode::Formatted,
        char_threshold: 120,
        ..Config::default()
    };
    let mut readability =
        Readability::new(page, None, Some(config)).map_err(|e| damaged(e.to_string()))?;
    let article = readability.parse().map_err(|e| damaged(e.to_string()))?;
    let mut text = String::new();
    let (title, body) = (article.title.trim(), article.text_content.trim());
    if !title.is_empty() && !body.starts_with(title) {
        text.push_str(title);
        text.push_str("\n\n");
    }
    text.push_str(body);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let date = article
        .published_time
        .as_deref()
        .and_then(|t| t.get(..10))
        .filter(|d| crate::date::Day::parse(d).is_some());
    Ok(Document {
        date: date.map(str::to_owned),
        text: bounded(text),
        format: Format::Html,
        encoding: Some(encoding),
    })
}

/// Whether opening tags pile up without being closed: a tree that deep would exhaust the stack.
fn deep(page: &str) -> bool {
    const VOID: &[&str] = &[
        "br", "img", "meta", "link", "hr", "input", "area", "base", "col", "embed", "source",
        "track", "wbr", "p", "li", "td", "tr", "th", "option", "dt", "dd",
    ];
    let mut depth = 0_usize;
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or("");
        if let Some(closing) = rest.strip_prefix('/') {
            if closing.starts_with(|c: char| c.is_ascii_alphabetic()) {
                depth = depth.saturating_sub(1);
            }
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name: String =
                rest.chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
            if !VOID.contains(&name.to_ascii_lowercase().as_str()) {
                depth += 1;
                if depth > DEPTH {
                    return true;
                }
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::reader::{Format, ReadError, read};

    #[test]
    fn the_article_stays_and_the_menu_goes() {
        let body = "Стороны договорились о строительстве онкологического центра в Бишкеке. Турция выделит оборудование и обучит сорок врачей в клиниках Анкары, сообщили в министерстве здравоохранения.";
        let page = format!(
            "<!DOCTYPE html><html><head><title>Центр</title></head><body><nav><a href='/'>Главная</a><a href='/n'>Новости</a></nav><article><h1>Центр</h1><p>{body}</p><p>{body}</p></article><footer>Подписывайтесь</footer></body></html>"
        );
        let document = read(page.as_bytes()).unwrap();
        assert_eq!(document.format, Format::Html);
        assert!(document.text.contains(body));
        assert!(!document.text.contains("Подписывайтесь"));
    }

    #[test]
    fn a_page_nested_without_end_is_refused() {
        let page = format!("<html><body>{}", "<div>".repeat(100_000));
        assert!(matches!(read(page.as_bytes()), Err(ReadError::Damaged { what: "page", .. })));
    }
}
