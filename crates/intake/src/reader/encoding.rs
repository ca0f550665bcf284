//! Which encoding bytes are in, and their text.
//!
//! A byte order mark settles it; then UTF-16 by its zero bytes; then UTF-8 when it is valid; else the Cyrillic code
//! pages are tried and the one that gives the likeliest letters wins. Kazakh windows-1251 (KZ-1048) differs from
//! the Russian one in sixteen places and is told by the language that comes out.

use encoding_rs::{Encoding, KOI8_R, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1254};

use super::ReadError;
use crate::language;
use crate::vocabulary::Language;

/// Decodes bytes; gives the text and the name of the encoding.
///
/// # Errors
///
/// Bytes that are no text in any encoding tried.
pub fn decode(bytes: &[u8]) -> Result<(String, &'static str), ReadError> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return Ok((with(encoding, bytes.get(skip..).unwrap_or(&[])), encoding.name()));
    }
    if let Some(encoding) = wide(bytes) {
        return Ok((with(encoding, bytes), encoding.name()));
    }
    if binary(bytes) {
        return Err(ReadError::NotText { what: "a binary file" });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), UTF_8.name()));
    }
    // A text that is UTF-8 but for a cut or broken character stays UTF-8.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.chars().filter(|c| *c == '\u{fffd}').count();
    let wide_chars = lossy.chars().filter(|c| !c.is_ascii() && *c != '\u{fffd}').count();
    if broken * 10 <= wide_chars {
        return Ok((lossy.into_owned(), UTF_8.name()));
    }
    let mut best = (i64::MIN, String::new(), UTF_8.name());
    for encoding in [WINDOWS_1251, KOI8_R, WINDOWS_1254] {
        let text = with(encoding, bytes);
        let score = likelihood(&text);
        if score > best.0 {
            best = (score, text, encoding.name());
        }
    }
    if best.2 == WINDOWS_1251.name() {
        let kazakh = kz1048(bytes, &best.1);
        if language::identify(&kazakh).language == Language::Kazakh && likelihood(&kazakh) >= best.0
        {
            return Ok((kazakh, "KZ-1048"));
        }
    }
    Ok((best.1, best.2))
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// UTF-16 without a mark: every other byte is one of a few values.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4_000))?;
    if sample.len() < 8 {
        return None;
    }
    let high =
        |at: usize| sample.iter().skip(at).step_by(2).filter(|b| matches!(**b, 0 | 4)).count();
    let half = sample.len() / 2;
    let (even, odd) = (high(0), high(1));
    if odd * 10 >= half * 9 && even * 3 < half {
        Some(UTF_16LE)
    } else if even * 10 >= half * 9 && odd * 3 < half {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Control characters do not stand in texts.
fn binary(bytes: &[u8]) -> bool {
    let sample = bytes.get(..bytes.len().min(64_000)).unwrap_or(bytes);
    let control = sample.iter().filter(|b| **b < 9 || (**b > 13 && **b < 32 && **b != 27)).count();
    control * 100 > sample.len()
}

/// How much like a text the letters are: common small letters count for it, odd signs and capitals inside words
/// against it.
fn likelihood(text: &str) -> i64 {
    let mut score = 0;
    let mut before = ' ';
    for c in text.chars().take(20_000) {
        score += match c {
            'о' | 'е' | 'а' | 'и' | 'н' | 'т' | 'с' | 'р' | 'л' | 'ы' | 'д' | 'к' => 3,
            'а'..='я'
            | 'ә'
            | 'ғ'
            | 'қ'
            | 'ң'
            | 'ө'
            | 'ұ'
            | 'ү'
            | 'і'
            | 'ğ'
            | 'ş'
            | 'ı'
            | 'ç'
            | 'ö'
            | 'ü' => 1,
            'А'..='Я' if before.is_lowercase() => -4,
            c if c.is_ascii()
                || matches!(c, '«' | '»' | '—' | '–' | '№' | '“' | '”' | '…' | 'ё') =>
            {
                0
            }
            c if c.is_alphabetic() => -1,
            _ => -3,
        };
        before = c;
    }
    score
}

/// The sixteen places in which KZ-1048 differs from windows-1251.
fn kz1048(bytes: &[u8], russian: &str) -> String {
    russian
        .chars()
        .zip(bytes.iter().copied())
        .map(|(c, byte)| match byte {
            0x8D => 'Қ',
            0x8E => 'Һ',
            0x9D => 'қ',
            0x9E => 'һ',
            0xA1 => 'Ұ',
            0xA2 => 'ұ',
            0xA3 => 'Ә',
            0xA5 => 'Ө',
            0xAA => 'Ғ',
            0xAF => 'Ү',
            0xB4 => 'ө',
            0xBA => 'ғ',
            0xBC => 'ә',
            0xBD => 'Ң',
            0xBE => 'ң',
            0xBF => 'ү',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use encoding_rs::{KOI8_R, WINDOWS_1251};

    use super::{decode, wide};

    const RUSSIAN: &str = "Стороны обсудили сотрудничество в области здравоохранения.";

    #[test]
    fn cyrillic_code_pages_are_told_apart() {
        for encoding in [WINDOWS_1251, KOI8_R] {
            let bytes = encoding.encode(RUSSIAN).0;
            assert_eq!(decode(&bytes).unwrap(), (RUSSIAN.to_owned(), encoding.name()));
        }
    }

    #[test]
    fn utf16_is_read_with_and_without_its_mark() {
        for big in [false, true] {
            let units = RUSSIAN.encode_utf16();
            let bytes: Vec<u8> =
                units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect();
            assert!(wide(&bytes).is_some());
            assert_eq!(decode(&bytes).unwrap().0, RUSSIAN);
            let mut marked = if big { vec![0xFE, 0xFF] } else { vec![0xFF, 0xFE] };
            marked.extend(&bytes);
            assert_eq!(decode(&marked).unwrap().0, RUSSIAN);
        }
    }

    #[test]
    fn kazakh_code_page_keeps_its_letters() {
        // "денсаулық сақтау туралы және үшін" in KZ-1048.
        let text = "денсаулық сақтау туралы және үшін";
        let bytes: Vec<u8> = text
            .chars()
            .map(|c| match c {
                'қ' => 0x9D,
                'ә' => 0xBC,
                'ү' => 0xBF,
                'і' => 0xB3,
                ' ' => 0x20,
                other => WINDOWS_1251.encode(&other.to_string()).0[0],
            })
            .collect();
        assert_eq!(decode(&bytes).unwrap(), (text.to_owned(), "KZ-1048"));
    }

    #[test]
    fn lone_surrogates_become_marks_and_no_panic() {
        let bytes = [0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00];
        assert_eq!(decode(&bytes).unwrap().0, "\u{fffd}A");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let bytes: Vec<u8> = (0..=255_u8).cycle().take(4_096).collect();
        assert!(decode(&bytes).is_err());
    }
}
