//! Messages: ids to sentences, with named arguments.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, PatternElement};
use unic_langid::LanguageIdentifier;

use crate::Locale;

/// What is shown where no language has a text. It never appears as long as the tests over the bundles pass.
pub const MISSING: &str = "⟦?⟧";

/// The value of a named argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arg<'a> {
    /// A text that stands as it is: a name, a date that was written by this crate.
    Str(&'a str),
    /// A count; written in the way of the language and used to choose the plural.
    Num(i64),
    /// A decimal number with a point (`81.5`); written in the way of the language.
    Dec(&'a str),
}

impl From<i64> for Arg<'_> {
    fn from(value: i64) -> Self {
        Self::Num(value)
    }
}

impl From<usize> for Arg<'_> {
    fn from(value: usize) -> Self {
        Self::Num(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl<'a, T: AsRef<str> + ?Sized> From<&'a T> for Arg<'a> {
    fn from(value: &'a T) -> Self {
        Self::Str(value.as_ref())
    }
}

impl Locale {
    /// The text of a message without arguments.
    #[must_use]
    pub fn t(self, id: &str) -> &'static str {
        self.find(id).unwrap_or_else(|| {
            // Untranslated text falls back to Russian, then English; it is never left blank.
            Self::Ru.find(id).or_else(|| Self::En.find(id)).unwrap_or(MISSING)
        })
    }

    /// The text of `prefix-code`, for ids that are put together from a code of the record.
    ///
    /// `locale.term("topic", "treatment")` is the message `topic-treatment`. Declare the family in [`crate::ids`].
    #[must_use]
    pub fn term(self, prefix: &str, code: &str) -> &'static str {
        self.t(&format!("{prefix}-{code}"))
    }

    /// A message with named arguments.
    #[must_use]
    pub fn format(self, id: &str, args: &[(&str, Arg<'_>)]) -> String {
        if let Some(text) = self.find(id) {
            return text.to_owned();
        }
        for locale in [self, Self::Ru, Self::En] {
            let bundle = &FLUENT[locale.index()];
            let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
                continue;
            };
            let mut values = FluentArgs::with_capacity(args.len());
            for (name, arg) in args {
                values.set(*name, locale.value(*arg));
            }
            let mut errors = Vec::new();
            return bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        }
        MISSING.to_owned()
    }

    /// A message whose only argument is `$n`.
    #[must_use]
    pub fn count(self, id: &str, n: i64) -> String {
        self.format(id, &[("n", Arg::Num(n))])
    }

    /// A quantity with its unit and period: "150 patients a year".
    ///
    /// `amount` is a whole or decimal number with a point; `per` is `once`, `year` or `month`.
    #[must_use]
    pub fn quantity(self, amount: &str, unit: &str, per: &str) -> String {
        let n = amount.parse().map_or(Arg::Dec(amount), Arg::Num);
        match per {
            "year" | "month" => self.format(&format!("unit-{unit}-{per}"), &[("n", n)]),
            _ => self.format(&format!("unit-{unit}"), &[("n", n)]),
        }
    }

    /// Whether this language itself, without falling back, has the message.
    #[must_use]
    pub fn has(self, id: &str) -> bool {
        FLUENT[self.index()].has_message(id)
    }

    fn find(self, id: &str) -> Option<&'static str> {
        PLAIN[self.index()].get(id).map(|text| &**text)
    }

    fn value(self, arg: Arg<'_>) -> FluentValue<'_> {
        match arg {
            Arg::Str(text) => FluentValue::String(Cow::Borrowed(text)),
            // Beyond 2^53 the plural engine would round; such a number is handed over written out.
            Arg::Num(n) if n.unsigned_abs() >= 1 << 53 => {
                FluentValue::String(Cow::Owned(self.number(n)))
            }
            Arg::Num(n) => FluentValue::from(n),
            Arg::Dec(text) => FluentValue::String(Cow::Owned(self.decimal(text))),
        }
    }
}

/// The files of one language.
macro_rules! files {
    ($locale:literal) => {
        files!($locale: "shell", "terms", "units", "dates", "errors", "signin", "overview", "partner", "commitment", "communique", "conflict", "journal", "account", "answers", "application", "backup", "public", "quota", "instrument", "meeting", "notice", "package", "paper", "body", "programme", "review", "scores", "run", "placement", "recover", "direction", "pipeline", "stay", "visit", "project", "refusal", "saved", "search", "calendar", "import", "indicator", "token")
    };
    ($locale:literal: $($area:literal),+) => {
        &[$(($area, include_str!(concat!("../../../locales/", $locale, "/", $area, ".ftl")))),+]
    };
}

/// Area and text of every message file, by language. A new file is added to the list in `files!`.
pub(crate) const FILES: [&[(&str, &str)]; 4] =
    [files!("kk"), files!("ky"), files!("ru"), files!("en")];

// The texts are part of the program and never change while it runs, so they are the one global of this crate.
static RESOURCES: LazyLock<[Vec<FluentResource>; 4]> = LazyLock::new(|| {
    FILES.map(|files| {
        // An entry that cannot be read is left out here and reported by a test.
        files
            .iter()
            .map(|(_, text)| {
                FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(readable, _)| readable)
            })
            .collect()
    })
});

static FLUENT: LazyLock<[FluentBundle<&'static FluentResource>; 4]> =
    LazyLock::new(|| Locale::ALL.map(bundle));

static PLAIN: LazyLock<[HashMap<&'static str, Cow<'static, str>>; 4]> =
    LazyLock::new(|| Locale::ALL.map(plain));

fn bundle(locale: Locale) -> FluentBundle<&'static FluentResource> {
    let language: LanguageIdentifier = locale.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match locale {
        Locale::Kk => |value, _| written(Locale::Kk, value),
        Locale::Ky => |value, _| written(Locale::Ky, value),
        Locale::Ru => |value, _| written(Locale::Ru, value),
        Locale::En => |value, _| written(Locale::En, value),
    }));
    for resource in &RESOURCES[locale.index()] {
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn written(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) => Some(locale.decimal(&value.to_string())),
        _ => None,
    }
}

fn plain(locale: Locale) -> HashMap<&'static str, Cow<'static, str>> {
    let mut found = HashMap::new();
    for entry in RESOURCES[locale.index()].iter().flat_map(FluentResource::entries) {
        let Entry::Message(message) = entry else { continue };
        let Some(pattern) = &message.value else { continue };
        let mut texts = pattern.elements.iter().map(|element| match element {
            PatternElement::TextElement { value } => Some(*value),
            PatternElement::Placeable { .. } => None,
        });
        let text = match pattern.elements.as_slice() {
            [PatternElement::TextElement { value }] => Some(Cow::Borrowed(*value)),
            _ => texts.try_fold(String::new(), |sum, text| text.map(|t| sum + t)).map(Cow::Owned),
        };
        if let Some(text) = text {
            found.insert(message.id.name, text);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_chooses_among_its_plurals() {
        let shown = |n| Locale::Ru.quantity(n, "place", "once");
        assert_eq!(shown("1"), "1 место");
        assert_eq!(shown("2"), "2 места");
        assert_eq!(shown("5"), "5 мест");
        assert_eq!(shown("11"), "11 мест");
        assert_eq!(shown("21"), "21 место");
        assert_eq!(shown("1.5"), "1,5 места");
        assert_eq!(shown("1037"), "1\u{a0}037 мест");
    }

    #[test]
    fn kazakh_and_kyrgyz_keep_the_noun_singular_after_a_number() {
        assert_eq!(Locale::Kk.quantity("24", "place", "once"), "24 орын");
        assert_eq!(Locale::Ky.quantity("24", "place", "once"), "24 орун");
        assert_eq!(Locale::Kk.quantity("150", "patient", "year"), "жылына 150 пациент");
    }

    #[test]
    fn english_groups_with_commas_and_marks_no_direction() {
        assert_eq!(Locale::En.quantity("1037", "medicine", "once"), "1,037 medicines");
        assert_eq!(Locale::En.quantity("1", "patient", "year"), "1 patient a year");
    }

    #[test]
    fn a_number_too_large_for_the_plural_engine_keeps_every_digit() {
        let text = Locale::En.quantity(&i64::MAX.to_string(), "patient", "once");
        assert_eq!(text, "9,223,372,036,854,775,807 patients");
    }

    #[test]
    fn an_unknown_id_is_visible_and_never_blank() {
        assert_eq!(Locale::Kk.t("no-such-id-anywhere"), MISSING);
        assert_eq!(Locale::Kk.count("no-such-id-anywhere", 1), MISSING);
        assert!(!Locale::Kk.has("no-such-id-anywhere"));
    }

    #[test]
    fn a_plain_message_is_the_same_text_with_and_without_arguments() {
        assert_eq!(Locale::En.t("skip-link"), Locale::En.format("skip-link", &[]));
    }
}
