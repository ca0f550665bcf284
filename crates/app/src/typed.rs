//! What people type, read into types. All that does not fit is told at once, each with its field.

use std::str::FromStr as _;

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::edtf::{Edtf, EdtfError};
use kelisim_domain::figure::{Figure, FigureError, Quantity};
use kelisim_domain::party::PartyCode;
use kelisim_domain::text::{Language, Text4, tidy_line};
use kelisim_domain::topic::{Per, Unit};
use serde::{Deserialize, Serialize};

use crate::{AppError, Result};

/// The fields of a name in the four languages.
pub const TITLES: [&str; 4] = ["title_kk", "title_ky", "title_ru", "title_en"];

/// Collects what does not fit while a form is read.
#[derive(Debug, Default)]
pub struct Typed {
    refusals: Vec<Refusal>,
}

type Read<T> = std::result::Result<T, Refusal>;

impl Typed {
    /// Notes a refusal.
    pub fn refuse(&mut self, refusal: Refusal) {
        self.refusals.push(refusal);
    }

    /// A value that was read, or a note of what does not fit in `field`.
    pub fn take<T>(&mut self, field: &'static str, read: Read<T>) -> Option<T> {
        read.map_err(|refusal| self.refuse(Refusal { field: Some(field), ..refusal })).ok()
    }

    /// One line of text that must be there.
    pub fn line(&mut self, field: &'static str, text: &str, longest: usize) -> Option<String> {
        let text = tidy_line(text);
        let read = if text.is_empty() {
            Err(Refusal::new("text-empty"))
        } else if text.chars().count() > longest {
            Err(Refusal::new("text-too-long").with("max", longest.to_string()))
        } else {
            Ok(text)
        };
        self.take(field, read)
    }

    /// A text in the language of the page that must be there.
    pub fn text(&mut self, field: &'static str, language: Language, text: &str) -> Option<Text4> {
        self.take(field, Text4::new(language, text))
    }

    /// A text that may be left out: the inner option says whether it was.
    pub fn optional_text(
        &mut self,
        field: &'static str,
        language: Language,
        text: &str,
    ) -> Option<Option<Text4>> {
        if tidy_line(text).is_empty() {
            return Some(None);
        }
        self.text(field, language, text).map(Some)
    }

    /// A text given in any of the four languages, in their order; the language of record is that of the page where it
    /// was given, else the first one given. What does not fit is noted at the field of that language.
    pub fn four(
        &mut self,
        language: Language,
        fields: [&'static str; 4],
        [kk, ky, ru, en]: [&str; 4],
    ) -> Option<Text4> {
        let given =
            [(Language::Kk, kk), (Language::Ky, ky), (Language::Ru, ru), (Language::En, en)];
        let there = |l: &Language| given.iter().any(|(g, t)| g == l && !tidy_line(t).is_empty());
        let record = std::iter::once(language).chain(Language::ALL.iter().copied()).find(there);
        let at = record.unwrap_or(language);
        let field = given.iter().zip(fields).find(|((l, _), _)| *l == at).map(|(_, f)| f);
        let read = match record {
            Some(record) => Text4::all(record, kk, ky, ru, en),
            None => Err(Refusal::new("text-empty")),
        };
        self.take(field.unwrap_or("title_ru"), read)
    }

    /// A date that must be there.
    pub fn date(&mut self, field: &'static str, text: &str) -> Option<Edtf> {
        self.take(field, read_date(text))
    }

    /// A date that may be left out.
    pub fn optional_date(&mut self, field: &'static str, text: &str) -> Option<Option<Edtf>> {
        if text.trim().is_empty() { Some(None) } else { self.date(field, text).map(Some) }
    }

    /// A number that must be there.
    pub fn figure(&mut self, field: &'static str, text: &str) -> Option<Figure> {
        self.take(field, read_figure(text))
    }

    /// A quantity that may be left out.
    pub fn quantity(&mut self, value: &str, unit: &str, per: &str) -> Option<Option<Quantity>> {
        if value.trim().is_empty() {
            return Some(None);
        }
        let value = self.figure("quantity", value);
        let unit = self.take("unit", Unit::from_code(unit).ok_or(Refusal::new("unit-unknown")));
        let per = if per.is_empty() { "once" } else { per };
        let per = self.take("per", Per::from_code(per).ok_or(Refusal::new("per-unknown")));
        Some(Some(Quantity { value: value?, unit: unit?, per: per? }))
    }

    /// One party that must be there.
    pub fn party(&mut self, field: &'static str, text: &str) -> Option<PartyCode> {
        let read = PartyCode::from_str(text)
            .map_err(|_| Refusal::new("party-unknown").with("text", tidy_line(text)));
        self.take(field, read)
    }

    /// Any number of parties, with spaces or commas between them.
    pub fn parties(&mut self, field: &'static str, text: &str) -> Option<Vec<PartyCode>> {
        let mut parties = Vec::new();
        for code in text.split([' ', ',', ';']).filter(|code| !code.is_empty()) {
            let party = self.party(field, code)?;
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
        Some(parties)
    }

    /// The refusals, if there are any.
    ///
    /// # Errors
    /// All that did not fit.
    pub fn done(self) -> Result<()> {
        if self.refusals.is_empty() { Ok(()) } else { Err(AppError::Refused(self.refusals)) }
    }

    /// A value that is there when nothing was refused.
    ///
    /// # Errors
    /// All that did not fit.
    pub fn all1<A>(self, a: Option<A>) -> Result<A> {
        match a {
            Some(a) if self.refusals.is_empty() => Ok(a),
            _ => Err(AppError::Refused(self.refusals)),
        }
    }

    /// Three values that are there when nothing was refused.
    ///
    /// # Errors
    /// All that did not fit.
    pub fn all3<A, B, C>(self, a: Option<A>, b: Option<B>, c: Option<C>) -> Result<(A, B, C)> {
        match (a, b, c) {
            (Some(a), Some(b), Some(c)) if self.refusals.is_empty() => Ok((a, b, c)),
            _ => Err(AppError::Refused(self.refusals)),
        }
    }
}

/// Reads a date as people type it: the forms of EDTF, or a day as 15.03.2026.
///
/// # Errors
/// `date-form`, `date-none`, `date-backwards`.
pub fn read_date(text: &str) -> Read<Edtf> {
    let text = text.trim();
    let dotted: Vec<&str> = text.split('.').collect();
    let turned = match dotted.as_slice() {
        [day, month, year] if !day.is_empty() && day.len() <= 2 && !month.is_empty() => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        [month, year] if year.len() == 4 && !month.is_empty() => format!("{year}-{month:0>2}"),
        _ => text.replace(" / ", "/"),
    };
    turned.parse().map_err(|error| {
        let code = match error {
            EdtfError::Form(_) => "date-form",
            EdtfError::NoSuchDate(_) => "date-none",
            EdtfError::Backwards(_) => "date-backwards",
        };
        Refusal::new(code).with("text", text)
    })
}

/// Reads a day, for "as known on".
///
/// # Errors
/// As [`read_date`]; `date-form` for anything but a single day.
pub fn read_day(text: &str) -> Read<Date> {
    let date = read_date(text)?;
    match date {
        Edtf::Single(point) if date.first_day() == date.last_day() => Ok(point.first_day()),
        _ => Err(Refusal::new("date-form").with("text", text.trim())),
    }
}

fn read_figure(text: &str) -> Read<Figure> {
    text.parse().map_err(|error| {
        let code = match error {
            FigureError::Form(_) => "number-form",
            FigureError::Negative(_) => "number-negative",
            FigureError::TooLarge(_) => "number-too-large",
        };
        Refusal::new(code).with("text", tidy_line(text))
    })
}

/// Reads a text that was pasted or uploaded: UTF-8 with or without mark, or UTF-16 with one.
///
/// Line ends become `\n`; characters that no text has are refused.
///
/// # Errors
/// `text-encoding`, `text-binary`, `text-empty`, `text-too-long`.
pub fn read_document(bytes: &[u8], longest: usize) -> Read<String> {
    let refused = |code| Refusal::of("text", code);
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| {
                unit([pair.first().copied().unwrap_or(0), pair.last().copied().unwrap_or(0)])
            })
            .collect();
        String::from_utf16(&units).map_err(|_| refused("text-encoding"))
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes)?,
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => {
            std::str::from_utf8(rest).map_err(|_| refused("text-encoding"))?.to_owned()
        }
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().any(|c| c == '\0' || (c.is_control() && !matches!(c, '\n' | '\t' | '\u{c}'))) {
        return Err(refused("text-binary"));
    }
    let text = text.trim_end().to_owned();
    if text.trim().is_empty() {
        return Err(refused("text-empty"));
    }
    if text.chars().count() > longest {
        return Err(refused("text-too-long").with("max", longest.to_string()));
    }
    Ok(text)
}

/// What is typed to take back what was entered by mistake.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    /// The version that entered it.
    pub fact: String,
    /// Why.
    pub reason: String,
}

impl WithdrawForm {
    /// The version that entered it, and the reason; `unknown` is said of a version that is no number.
    pub(crate) fn read(&self, language: Language, unknown: Refusal) -> Result<(i64, Text4)> {
        let mut typed = Typed::default();
        let fact = self.fact.trim().parse().map_err(|_| unknown);
        let fact = typed.take("fact", fact);
        let reason = typed.text("reason", language, &self.reason);
        typed.all1(fact.zip(reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_type_them() {
        for (typed, kept) in [
            ("15.03.2026", "2026-03-15"),
            ("5.3.2026", "2026-03-05"),
            ("03.2026", "2026-03"),
            (" 2030 ", "2030"),
            ("2022-06 / 2024-03", "2022-06/2024-03"),
        ] {
            assert_eq!(read_date(typed).unwrap().to_string(), kept);
        }
        let code = |text| read_date(text).unwrap_err().code;
        assert_eq!(code("31.02.2026"), "date-none");
        assert_eq!(code("soon"), "date-form");
        assert_eq!(code("2027/2026"), "date-backwards");
        assert_eq!(read_day("2030").unwrap_err().code, "date-form");
    }

    #[test]
    fn all_mistakes_of_a_form_are_told_at_once() {
        let mut typed = Typed::default();
        assert_eq!(typed.quantity("-3", "horse", "once"), None);
        assert_eq!(typed.date("deadline", "2026-13"), None);
        let Err(AppError::Refused(refusals)) = typed.done() else { panic!("refused") };
        let told: Vec<_> = refusals.iter().map(|r| (r.field.unwrap(), r.code)).collect();
        assert_eq!(
            told,
            [("quantity", "number-negative"), ("unit", "unit-unknown"), ("deadline", "date-none")]
        );
    }

    #[test]
    fn texts_in_utf_8_and_utf_16_are_read_and_others_refused() {
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("Ән\r\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(read_document(&wide, 100).unwrap(), "Ән");
        assert_eq!(read_document("\u{feff}Ән".as_bytes(), 100).unwrap(), "Ән");
        let code = |bytes: &[u8]| read_document(bytes, 5).unwrap_err().code;
        assert_eq!(code(&[0xcd, 0xe5, 0xf2]), "text-encoding");
        assert_eq!(code(b"a\0b"), "text-binary");
        assert_eq!(code(b" \n "), "text-empty");
        assert_eq!(code("қазақша".as_bytes()), "text-too-long");
    }
}
