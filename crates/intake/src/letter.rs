//! Letters, with a short way for the alphabets that are served.

/// Whether a character is a letter.
#[inline]
#[must_use]
pub fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | 'Ѐ'..='ҁ' | 'Ҋ'..='ԯ' => true,
        '\0'..='\u{7f}' | '\u{2000}'..='\u{206f}' => false,
        _ => c.is_alphabetic(),
    }
}

/// The small form of a letter, where it is one character; `None` for what is no letter.
#[inline]
#[must_use]
pub fn small(c: char) -> Option<char> {
    match c {
        'a'..='z' | 'а'..='џ' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        'А'..='Я' => char::from_u32(c as u32 + 32),
        'Ѐ'..='Џ' => char::from_u32(c as u32 + 80),
        // The letters of Kazakh, Kyrgyz and Uzbek: a capital has an even number, its small letter follows.
        '\u{48a}'..='\u{4bf}' | '\u{4d0}'..='\u{52f}' => char::from_u32(c as u32 | 1),
        '\0'..='\u{7f}' | '\u{2000}'..='\u{206f}' => None,
        _ if c.is_alphabetic() => c.to_lowercase().next(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_letter, small};

    #[test]
    fn the_short_way_agrees_with_the_long_one() {
        for c in ('\0'..='\u{2fff}').filter(|c| !('\u{483}'..='\u{489}').contains(c)) {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
            let long = c.is_alphabetic().then(|| c.to_lowercase().next()).flatten();
            assert_eq!(small(c), long, "{c:?}");
        }
    }
}
