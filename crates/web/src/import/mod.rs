//! Ways in: bringing a table, its report row by row, and entering it.

mod bring;
mod shown;
mod template;

use kelisim_app::access::Action;
use kelisim_app::import::{Family, Holds, Kind, Words};
use kelisim_domain::party::PartyCode;
use kelisim_i18n::{Country, Locale, Organisation};

use crate::routes::{Access, Routes};
pub use shown::report_csv;

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/imports", keep, shown::list)
        .get("/{lang}/imports/new", keep, bring::form)
        .post_table("/{lang}/imports/new", keep, bring::submit)
        .get("/{lang}/imports/templates/{kind}", keep, template::download)
        .get("/{lang}/imports/{id}", keep, shown::show)
        .get("/{lang}/imports/{id}/report.csv", keep, shown::csv)
        .post("/{lang}/imports/{id}/check", keep, shown::check)
        .post("/{lang}/imports/{id}/enter", keep, shown::enter)
        .post("/{lang}/imports/{id}/drop", keep, shown::put_aside)
}

/// What headings, codes and names mean in tables of a kind, in all languages; columns are called as in one of them.
#[must_use]
pub fn words(kind: Kind, reader: Locale) -> Words {
    let mut words = Words::of(kind);
    for column in kind.columns() {
        words.label(column.name, heading(reader, column.name));
        for locale in Locale::ALL {
            words.heading(column.name, heading(locale, column.name));
            if let Holds::Code(family) = column.holds {
                for code in family.codes() {
                    words.code(family, code, locale.term(family.words(), code));
                }
            }
        }
    }
    for country in Country::all() {
        let Ok(code) = country.alpha2.parse::<PartyCode>() else { continue };
        for locale in Locale::ALL {
            words.party(code.clone(), country.name(locale));
        }
    }
    for organisation in Organisation::all() {
        let Ok(code) = organisation.code.parse::<PartyCode>() else { continue };
        for locale in Locale::ALL {
            words.party(code.clone(), organisation.short(locale));
            words.party(code.clone(), organisation.full(locale));
        }
    }
    words
}

/// What a column is called.
fn heading(locale: Locale, column: &str) -> &'static str {
    locale.term("import_column", column)
}

/// What is to be typed below a heading.
fn hint(locale: Locale, holds: Holds) -> &'static str {
    locale.term(
        "import_hint",
        match holds {
            Holds::Text => "text",
            Holds::Number => "number",
            Holds::Date => "date",
            Holds::Party => "party",
            Holds::Parties => "parties",
            Holds::Code(Family::Measure) => "measure",
            Holds::Code(_) => "code",
            Holds::Exact => "exact",
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_codes_and_names_of_all_languages_mean_the_same() {
        for kind in Kind::ALL {
            let words = words(kind, Locale::En);
            for column in kind.columns() {
                for locale in Locale::ALL {
                    let heading = heading(locale, column.name);
                    assert_eq!(words.column(heading), Some(column.name), "{kind:?} {heading}");
                }
            }
        }
        let words = words(Kind::Observations, Locale::Ru);
        for name in ["Türkiye", "Турция", "Түркия"] {
            assert_eq!(words.party_of(name).unwrap().as_str(), "TR", "{name}");
        }
        assert_eq!(words.party_of("ВОЗ").unwrap().as_str(), "WHO");
    }
}
