//! A folded word without its endings.

/// Endings in folded form that come off, longest first: case, number and possession in Kazakh and Kyrgyz, case, number
/// and gender in Russian, number and participles in English. They are tried together, since a folded word no longer
/// tells its language.
const ENDINGS: [&str; 73] = [
    "larinin", "lerinin", "darinin", "derinin", "tarinin", "terinin", "lordun", "dordun", "tordun",
    "larin", "lerin", "darin", "derin", "tarin", "terin", "iami", "sinin", "ninin", "ogo", "ego",
    "omu", "emu", "imi", "ami", "lari", "leri", "dari", "deri", "tari", "teri", "lar", "ler",
    "dar", "der", "tar", "ter", "lor", "dor", "tor", "nin", "nun", "din", "dun", "tin", "tun",
    "dan", "den", "don", "tan", "ten", "ton", "nan", "nen", "non", "men", "ben", "pen", "iah",
    "ing", "sin", "sun", "ov", "ev", "ei", "oi", "ah", "am", "om", "em", "im", "ih", "es", "ed",
];
/// Cases of Kazakh and Kyrgyz in two letters. Many roots of all four languages end so by themselves, so that more must be
/// left.
const SHORT: [&str; 13] =
    ["ga", "ge", "ka", "ke", "da", "de", "ta", "te", "ni", "di", "ti", "si", "in"];

/// Shortest stem that an ending of several letters leaves.
const LEFT: usize = 4;
/// Shortest stem that a short case leaves.
const LEFT_BY_SHORT: usize = 5;
/// Shortest stem that a single letter leaves.
const LEFT_BY_ONE: usize = 3;

/// Takes endings off a folded word until none is left: what stays is the key of all its forms.
///
/// A number has no endings. Two stems of one word may still differ (a stem that changes in declension); such forms are
/// found as near ones.
#[must_use]
pub fn stem(folded: &str) -> &str {
    if folded.chars().any(|c| !c.is_ascii_alphabetic()) {
        return folded;
    }
    let mut stem = folded;
    loop {
        let without = |endings: &[&str], least| {
            let left = endings.iter().filter_map(|ending| stem.strip_suffix(ending));
            left.filter(|left| left.len() >= least).min_by_key(|left| left.len())
        };
        let shorter = without(&ENDINGS, LEFT).or_else(|| without(&SHORT, LEFT_BY_SHORT));
        let shorter = shorter.or_else(|| {
            stem.strip_suffix(['a', 'e', 'i', 'o', 'u', 's'])
                .filter(|left| left.len() >= LEFT_BY_ONE)
        });
        match shorter {
            Some(left) => stem = left,
            None => return stem,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::stem;
    use crate::fold;

    fn key(word: &str) -> String {
        stem(&fold(word)).to_owned()
    }

    #[test]
    fn the_forms_of_a_word_have_one_key() {
        for forms in [
            &["ординатура", "ординатуры", "ординатуре", "ординатурой", "ординатураны"][..],
            &["лечение", "лечения", "лечению", "лечением"],
            &["квота", "квоты", "квот", "квоту", "квотам", "квотами"],
            &["квота", "квотасы", "квотаның", "квотанын", "квоталар", "квоталарынын"],
            &["дәрігер", "дәрігерлер", "дәрігерлерін", "дәрігерге", "дәрігерлердің"],
            &["дарыгер", "дарыгерлер", "дарыгерлерди", "дарыгерге"],
            &["больница", "больницы", "больнице", "больницами", "больницах"],
            &["врач", "врача", "врачей", "врачам", "врачами"],
            &["соглашение", "соглашения", "соглашений"],
            &["treatment", "treatments"],
            &["medicine", "medicines"],
            &["agreement", "agreements"],
            &["doctor", "doctors"],
            &["год", "года", "году"],
        ] {
            for form in forms {
                assert_eq!(key(form), key(forms[0]), "{form}");
            }
        }
    }

    #[test]
    fn words_of_different_meaning_keep_different_keys() {
        for (one, other) in [
            ("ординатура", "координатор"),
            ("квота", "кворум"),
            ("лечение", "лекарство"),
            ("Казахстан", "Кыргызстан"),
            ("кардиология", "кардиохирургия"),
            ("онкология", "нефрология"),
            ("меморандум", "мемориал"),
        ] {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
    }

    #[test]
    fn a_number_has_no_endings() {
        assert_eq!(stem("2026"), "2026");
        assert_eq!(stem("10a"), "10a");
    }

    proptest::proptest! {
        #[test]
        fn a_stem_has_no_ending_left(word in "[a-z]{0,16}") {
            let once = stem(&word).to_owned();
            proptest::prop_assert_eq!(stem(&once), once.as_str());
        }
    }
}
