//! The four languages of the house and how one is chosen.

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// Kazakh.
    Kk,
    /// Kyrgyz.
    Ky,
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Locale {
    /// All languages, in the order of the language switch.
    pub const ALL: [Self; 4] = [Self::Kk, Self::Ky, Self::Ru, Self::En];

    /// The BCP 47 tag, which is also the path prefix and the value of `lang`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ky => "ky",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The name of the language in itself.
    #[must_use]
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::Kk => "Қазақша",
            Self::Ky => "Кыргызча",
            Self::Ru => "Русский",
            Self::En => "English",
        }
    }

    /// The endonym in three letters, for the language switch.
    #[must_use]
    pub const fn short_endonym(self) -> &'static str {
        match self {
            Self::Kk => "Қаз",
            Self::Ky => "Кыр",
            Self::Ru => "Рус",
            Self::En => "Eng",
        }
    }

    /// Reads a tag such as `ky`.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// Splits `/ky/overview?on=2026` into the language and `/overview?on=2026`.
    ///
    /// A path without a language of ours is `None`; the rest always begins with a slash.
    #[must_use]
    pub fn from_path(path: &str) -> Option<(Self, &str)> {
        let inner = path.strip_prefix('/')?;
        let end = inner.find(['/', '?', '#']).unwrap_or(inner.len());
        let (tag, rest) = inner.split_at(end);
        let locale = Self::from_tag(tag)?;
        Some((locale, if rest.starts_with('/') { rest } else { "/" }))
    }

    /// The best language for an `Accept-Language` header; English if none of ours is asked for.
    ///
    /// Weights decide, the earlier one wins a tie. A language that is refused (`q=0`) is not served.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(u16, Self)> = None;
        for range in header.split(',').take(32) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or("").trim().to_ascii_lowercase();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(Some(1000), parse_weight)
                .unwrap_or(0);
            let primary = tag.split('-').next().unwrap_or("");
            if let Some(locale) = Self::from_tag(primary)
                && weight > best.map_or(0, |(weight, _)| weight)
            {
                best = Some((weight, locale));
            }
        }
        best.map_or(Self::En, |(_, locale)| locale)
    }

    pub(crate) const fn index(self) -> usize {
        match self {
            Self::Kk => 0,
            Self::Ky => 1,
            Self::Ru => 2,
            Self::En => 3,
        }
    }
}

/// A weight in thousandths: `1`, `0.8`, `0.125`.
fn parse_weight(text: &str) -> Option<u16> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: u16 = whole.parse().ok()?;
    let part: u16 = format!("{part:0<3}").parse().ok()?;
    (whole <= 1).then(|| (whole * 1000 + part).min(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_prefix_names_the_language_and_the_rest_stays_a_path() {
        assert_eq!(
            Locale::from_path("/ky/overview?on=2026"),
            Some((Locale::Ky, "/overview?on=2026"))
        );
        assert_eq!(Locale::from_path("/en"), Some((Locale::En, "/")));
        assert_eq!(Locale::from_path("/kk/"), Some((Locale::Kk, "/")));
        assert_eq!(Locale::from_path("/de/overview"), None);
        assert_eq!(Locale::from_path("/english"), None);
        assert_eq!(Locale::from_path(""), None);
    }

    #[test]
    fn the_heaviest_language_of_ours_wins() {
        for (header, expected) in [
            ("ky-KG,ky;q=0.9,ru;q=0.8", Locale::Ky),
            ("de-DE,ru;q=0.7,en;q=0.3", Locale::Ru),
            ("en;q=0.1, kk;q=0.55", Locale::Kk),
            ("ru, kk", Locale::Ru),
            ("KK-kz", Locale::Kk),
            ("ru;q=0, ky;q=0.001", Locale::Ky),
            ("ru;q=0", Locale::En),
            ("ru;q=nonsense, kk;q=0.2", Locale::Kk),
            ("", Locale::En),
            ("*", Locale::En),
            (";;;,,q=", Locale::En),
        ] {
            assert_eq!(Locale::from_accept_language(header), expected, "{header:?}");
        }
    }
}
