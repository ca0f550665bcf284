//! Folding of one script of a language into the other, for look-up only.

use std::borrow::Cow;

/// Kazakh in Latin letters becomes Cyrillic. The alphabet of 2018 has acutes (`densaýlyq saqtaý mınıstri`), the
/// newer one has macron, breve and dots (`densaulyq saqtau ministrligi`); what is ambiguous in the newer one stays
/// a Latin letter, for which the look-up tries each Cyrillic reading (see [`readings`]).
pub fn kazakh_latin_to_cyrillic(word: &str, older: bool, out: &mut String) {
    let letters: Vec<char> = word.chars().collect();
    if letters.iter().any(|c| !c.is_alphabetic() || ('а'..='ӿ').contains(c)) {
        out.push_str(word);
        return;
    }
    let vowel = |c: char| "aáäeiıoóöuúüūyý".contains(c);
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let before = at.checked_sub(1).and_then(|b| letters.get(b)).copied().unwrap_or(' ');
        let (cyrillic, taken) = match (c, next) {
            ('s', 'h') => ('ш', 2),
            ('c', 'h') => ('ч', 2),
            ('t', 's') => ('ц', 2),
            ('ı', 'a') if older => ('я', 2),
            ('ı', 'ý') if older => ('ю', 2),
            ('i', 'a' | 'u') if !older => {
                // After a consonant the newer alphabet writes "ия" so; elsewhere it is "я" alone.
                if before != ' ' && !vowel(before) {
                    out.push('i');
                }
                (if next == 'a' { 'я' } else { 'ю' }, 2)
            }
            ('ı', _) if older => (if vowel(before) && before != 'ı' { 'й' } else { 'и' }, 1),
            ('i', _) if older => ('і', 1),
            ('u', _) if older => ('ұ', 1),
            ('y', _) if older => ('ы', 1),
            ('i' | 'ı' | 'u' | 'y', _) => (c, 1),
            ('a', _) => ('а', 1),
            ('á' | 'ä' | 'ǻ', _) => ('ә', 1),
            ('b', _) => ('б', 1),
            ('d', _) => ('д', 1),
            ('e', _) => ('е', 1),
            ('f', _) => ('ф', 1),
            ('g', _) => ('г', 1),
            ('ǵ' | 'ğ', _) => ('ғ', 1),
            ('h', _) => ('х', 1),
            ('j', _) => ('ж', 1),
            ('k', _) => ('к', 1),
            ('l', _) => ('л', 1),
            ('m', _) => ('м', 1),
            ('n', _) => ('н', 1),
            ('ń' | 'ñ' | 'ŋ', _) => ('ң', 1),
            ('o', _) => ('о', 1),
            ('ó' | 'ö' | 'ō', _) => ('ө', 1),
            ('p', _) => ('п', 1),
            ('q', _) => ('қ', 1),
            ('r', _) => ('р', 1),
            ('s', _) => ('с', 1),
            ('ş', _) => ('ш', 1),
            ('t', _) => ('т', 1),
            ('ú' | 'ü', _) => ('ү', 1),
            ('ū', _) => ('ұ', 1),
            ('ý', _) => ('у', 1),
            ('v' | 'w', _) => ('в', 1),
            ('z', _) => ('з', 1),
            ('c', _) => ('ц', 1),
            _ => (c, 1),
        };
        out.push(cyrillic);
        at += taken;
    }
}

/// The Cyrillic letters that an ambiguous Latin letter of Kazakh may stand for, the likeliest first.
#[must_use]
pub const fn readings(c: char) -> &'static [char] {
    match c {
        'i' => &['і', 'и', 'й'],
        'ı' => &['ы', 'і'],
        'y' => &['ы', 'й'],
        'u' => &['у', 'ұ'],
        _ => &[],
    }
}

/// An ending with its ambiguous letters in their likeliest reading, for the tables of endings.
#[must_use]
pub fn likeliest(ending: &str) -> Cow<'_, str> {
    if ending.contains(|c| !readings(c).is_empty()) {
        let read = |c: char| readings(c).first().copied().unwrap_or(c);
        Cow::Owned(ending.chars().map(read).collect())
    } else {
        Cow::Borrowed(ending)
    }
}

/// Uzbek in Cyrillic becomes Latin without apostrophes.
pub fn uzbek_cyrillic_to_latin(word: &str, out: &mut String) {
    let mut before = ' ';
    for c in word.chars() {
        let latin = match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ғ' => "g",
            'д' => "d",
            'е' => {
                if before == ' ' || "аеиоуўэюяъь".contains(before) {
                    "ye"
                } else {
                    "e"
                }
            }
            'ж' => "j",
            'з' => "z",
            'и' | 'ы' => "i",
            'й' => "y",
            'к' => "k",
            'қ' => "q",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' | 'ў' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' => "u",
            'ф' => "f",
            'х' | 'ҳ' => "h",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "sh",
            'ъ' | 'ь' => "",
            'э' => "e",
            'ю' => "yu",
            'я' => "ya",
            other => {
                out.push(other);
                before = other;
                continue;
            }
        };
        // The letter х of Uzbek is x in Latin; only ҳ is h.
        if c == 'х' {
            out.push('x');
        } else {
            out.push_str(latin);
        }
        before = c;
    }
}

#[cfg(test)]
mod tests {
    use super::{kazakh_latin_to_cyrillic, uzbek_cyrillic_to_latin};

    fn kazakh(word: &str) -> String {
        let mut out = String::new();
        kazakh_latin_to_cyrillic(word, true, &mut out);
        out
    }

    #[test]
    fn the_alphabet_of_2018_becomes_cyrillic() {
        assert_eq!(kazakh("densaýlyq"), "денсаулық");
        assert_eq!(kazakh("mınıstri"), "министрі");
        assert_eq!(kazakh("uıymdastyrǵan"), "ұйымдастырған");
        assert_eq!(kazakh("grýzııa"), "грузия");
    }

    #[test]
    fn uzbek_cyrillic_becomes_latin_without_apostrophes() {
        let mut out = String::new();
        uzbek_cyrillic_to_latin("қозоғистон", &mut out);
        assert_eq!(out, "qozogiston");
        out.clear();
        uzbek_cyrillic_to_latin("имзолади", &mut out);
        assert_eq!(out, "imzoladi");
    }
}
