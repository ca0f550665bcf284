//! Dates and instants as each language writes them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::{Arg, Locale};

/// Months as they stand alone (Kyrgyz: as they end after a year).
const MONTH: [[&str; 12]; 4] = [
    [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
    [
        "январы",
        "февралы",
        "марты",
        "апрели",
        "майы",
        "июну",
        "июлу",
        "августу",
        "сентябры",
        "октябры",
        "ноябры",
        "декабры",
    ],
    [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

/// Months after a day, in the language of [`MONTH`].
const MONTH_OF_DAY: [[&str; 12]; 4] = [
    MONTH[0],
    [
        "январь",
        "февраль",
        "март",
        "апрель",
        "май",
        "июнь",
        "июль",
        "август",
        "сентябрь",
        "октябрь",
        "ноябрь",
        "декабрь",
    ],
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
    MONTH[3],
];

/// English months in tables.
const MONTH_SHORT: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A place whose clock a deadline is stated by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// Kyrgyzstan, six hours ahead of UTC since 2005.
    Bishkek,
    /// Kazakhstan: one zone, five hours ahead of UTC, since 1 March 2024; Astana was six hours ahead before.
    Astana,
    /// Coordinated universal time.
    Utc,
}

impl Zone {
    /// The id of the message that names the zone.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Bishkek => "zone-bishkek",
            Self::Astana => "zone-astana",
            Self::Utc => "zone-utc",
        }
    }

    /// The difference to UTC at an instant.
    #[must_use]
    pub fn offset(self, at: Timestamp) -> Offset {
        /// 1 March 2024, 00:00 in Astana by the old clock.
        const ONE_ZONE: i64 = 1_709_229_600;
        match self {
            Self::Astana if at.as_second() >= ONE_ZONE => Offset::constant(5),
            Self::Bishkek | Self::Astana => Offset::constant(6),
            Self::Utc => Offset::UTC,
        }
    }
}

impl Locale {
    /// `15 March 2026`, `15 марта 2026 г.`, `2026 жылғы 15 наурыз`, `2026-жылдын 15-марты`.
    #[must_use]
    pub fn date_long(self, date: Date) -> String {
        let (year, day) = (date.year(), date.day());
        match self {
            Self::Kk => format!("{year} жылғы {day} {}", month(&MONTH, self, date.month())),
            Self::Ky => format!("{year}-жылдын {day}-{}", month(&MONTH, self, date.month())),
            Self::Ru => {
                format!("{day} {} {year}\u{a0}г.", month(&MONTH_OF_DAY, self, date.month()))
            }
            Self::En => format!("{day} {} {year}", month(&MONTH, self, date.month())),
        }
    }

    /// The form for tables: `15 Mar 2026`, elsewhere `15.03.2026`.
    #[must_use]
    pub fn date_short(self, date: Date) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        match self {
            Self::En => format!("{day} {} {year}", short(month)),
            Self::Kk | Self::Ky | Self::Ru => format!("{day:02}.{month:02}.{year}"),
        }
    }

    /// A day whose year is plain from the context: `6 Mar`, `6 марта`, `6 наурыз`, `6-март`.
    #[must_use]
    pub fn day_month(self, date: Date) -> String {
        let day = date.day();
        match self {
            Self::En => format!("{day} {}", short(date.month())),
            Self::Ky => format!("{day}-{}", month(&MONTH_OF_DAY, self, date.month())),
            Self::Kk | Self::Ru => format!("{day} {}", month(&MONTH_OF_DAY, self, date.month())),
        }
    }

    /// A date as a source states it (EDTF: `2026`, `2019-11`, `2018-11-02`, with `~`, or a span `A/B`), in words.
    ///
    /// What is no such date comes back as it was, so that nothing a person typed is lost.
    #[must_use]
    pub fn edtf(self, text: &str) -> String {
        self.stated(text, Form::Long)
    }

    /// The same for tables.
    #[must_use]
    pub fn edtf_short(self, text: &str) -> String {
        self.stated(text, Form::Short)
    }

    /// An instant with date, time and zone: `15 March 2026, 18:00, Bishkek time`.
    #[must_use]
    pub fn instant(self, at: Timestamp, zone: Zone) -> String {
        let local = zone.offset(at).to_datetime(at);
        let date = self.date_long(local.date());
        let time = clock(local);
        let args = [("date", date.as_str()), ("time", &time), ("zone", self.t(zone.id()))];
        self.format("instant", &args.map(|(name, value)| (name, Arg::Str(value))))
    }

    /// An instant for tables, without the zone, which the heading of the column names: `15 Mar 2026, 18:00`.
    #[must_use]
    pub fn instant_short(self, at: Timestamp, zone: Zone) -> String {
        let local = zone.offset(at).to_datetime(at);
        format!("{}, {}", self.date_short(local.date()), clock(local))
    }

    fn stated(self, text: &str, form: Form) -> String {
        let found = match text.split_once('/') {
            None => Point::parse(text).map(|point| self.point(point, form)),
            Some(("" | "..", end)) => {
                Point::parse(end).map(|end| self.dated("date-until", &self.point(end, form)))
            }
            Some((start, "" | "..")) => {
                Point::parse(start).map(|start| self.dated("date-since", &self.point(start, form)))
            }
            Some((start, end)) => {
                Point::parse(start).zip(Point::parse(end)).map(|(a, b)| self.span(a, b, form))
            }
        };
        found.unwrap_or_else(|| text.to_owned())
    }

    fn span(self, start: Point, end: Point, form: Form) -> String {
        if let (Point { month: None, rough: false, .. }, Point { month: None, rough: false, .. }) =
            (start, end)
        {
            let (from, to) = (start.year.to_string(), end.year.to_string());
            if form == Form::Short {
                return format!("{from}–{to}");
            }
            return self.format("date-years", &[("from", Arg::Str(&from)), ("to", Arg::Str(&to))]);
        }
        format!("{} – {}", self.point(start, form), self.point(end, form))
    }

    fn point(self, point: Point, form: Form) -> String {
        let exact = match (point.month, form) {
            (Some(Month { day: Some(date), .. }), Form::Long) => self.date_long(date),
            (Some(Month { day: Some(date), .. }), Form::Short) => self.date_short(date),
            (Some(Month { number, .. }), Form::Long) => self.month_of(point.year, number),
            (Some(Month { number, .. }), Form::Short) => match self {
                Self::En => format!("{} {}", short(number), point.year),
                Self::Kk | Self::Ky | Self::Ru => format!("{number:02}.{}", point.year),
            },
            (None, Form::Long) => {
                self.format("date-year", &[("year", Arg::Str(&point.year.to_string()))])
            }
            (None, Form::Short) => point.year.to_string(),
        };
        if point.rough { self.dated("date-about", &exact) } else { exact }
    }

    fn month_of(self, year: i16, number: i8) -> String {
        let name = month(&MONTH, self, number);
        match self {
            Self::Kk => format!("{year} жылғы {name}"),
            Self::Ky => format!("{year}-жылдын {name}"),
            Self::Ru => format!("{name} {year}\u{a0}г."),
            Self::En => format!("{name} {year}"),
        }
    }

    fn dated(self, id: &str, date: &str) -> String {
        self.format(id, &[("date", Arg::Str(date))])
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Long,
    Short,
}

#[derive(Debug, Clone, Copy)]
struct Point {
    year: i16,
    month: Option<Month>,
    rough: bool,
}

#[derive(Debug, Clone, Copy)]
struct Month {
    number: i8,
    day: Option<Date>,
}

impl Point {
    fn parse(text: &str) -> Option<Self> {
        let exact = text.strip_suffix('~');
        let rough = exact.is_some();
        let mut parts = exact.unwrap_or(text).split('-');
        let year = digits(parts.next()?, 4)?;
        let month = match parts.next() {
            None => None,
            Some(part) => {
                let number = i8::try_from(digits(part, 2)?).ok()?;
                Date::new(year, number, 1).ok()?;
                let day = match parts.next() {
                    None => None,
                    Some(part) => {
                        let day = i8::try_from(digits(part, 2)?).ok()?;
                        Some(Date::new(year, number, day).ok()?)
                    }
                };
                Some(Month { number, day })
            }
        };
        parts.next().is_none().then_some(Self { year, month, rough })
    }
}

fn digits(text: &str, length: usize) -> Option<i16> {
    (text.len() == length && text.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
    text.parse().ok()
}

fn month(table: &[[&'static str; 12]; 4], locale: Locale, number: i8) -> &'static str {
    let at = usize::try_from(number).unwrap_or(0).saturating_sub(1);
    table[locale.index()].get(at).copied().unwrap_or("")
}

fn short(number: i8) -> &'static str {
    let at = usize::try_from(number).unwrap_or(0).saturating_sub(1);
    MONTH_SHORT.get(at).copied().unwrap_or("")
}

fn clock(at: jiff::civil::DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{En, Kk, Ky, Ru};
    use jiff::civil::date;

    #[test]
    fn the_long_form_is_that_of_official_papers() {
        let day = date(2026, 3, 15);
        assert_eq!(Kk.date_long(day), "2026 жылғы 15 наурыз");
        assert_eq!(Ky.date_long(day), "2026-жылдын 15-марты");
        assert_eq!(Ru.date_long(day), "15 марта 2026\u{a0}г.");
        assert_eq!(En.date_long(day), "15 March 2026");
        assert_eq!(Ky.date_long(date(2026, 6, 1)), "2026-жылдын 1-июну");
    }

    #[test]
    fn the_short_form_is_narrow() {
        let day = date(2026, 3, 5);
        assert_eq!(En.date_short(day), "5 Mar 2026");
        assert_eq!(Ru.date_short(day), "05.03.2026");
        assert_eq!(Ky.day_month(day), "5-март");
        assert_eq!(Kk.day_month(day), "5 наурыз");
        assert_eq!(Ru.day_month(day), "5 марта");
        assert_eq!(En.day_month(day), "5 Mar");
    }

    #[test]
    fn a_stated_date_keeps_its_precision() {
        for (text, kk, ky, ru, en) in [
            ("2026", "2026 жыл", "2026-жыл", "2026\u{a0}г.", "2026"),
            (
                "2019-11",
                "2019 жылғы қараша",
                "2019-жылдын ноябры",
                "ноябрь 2019\u{a0}г.",
                "November 2019",
            ),
            (
                "2019-11~",
                "шамамен 2019 жылғы қараша",
                "болжол менен 2019-жылдын ноябры",
                "примерно ноябрь 2019\u{a0}г.",
                "about November 2019",
            ),
            (
                "2025/2026",
                "2025–2026 жылдар",
                "2025–2026-жылдар",
                "2025–2026\u{a0}гг.",
                "2025–2026",
            ),
            (
                "2022-06/2024-03",
                "2022 жылғы маусым – 2024 жылғы наурыз",
                "2022-жылдын июну – 2024-жылдын марты",
                "июнь 2022\u{a0}г. – март 2024\u{a0}г.",
                "June 2022 – March 2024",
            ),
        ] {
            assert_eq!(Kk.edtf(text), kk);
            assert_eq!(Ky.edtf(text), ky);
            assert_eq!(Ru.edtf(text), ru);
            assert_eq!(En.edtf(text), en);
        }
        assert_eq!(En.edtf_short("2022-06/2024-03"), "Jun 2022 – Mar 2024");
        assert_eq!(Ru.edtf_short("2022-06"), "06.2022");
        assert_eq!(Ru.edtf_short("2025/2026"), "2025–2026");
        assert_eq!(En.edtf("2022/.."), "since 2022");
    }

    #[test]
    fn what_is_no_date_is_left_as_it_was_typed() {
        for text in [
            "",
            "soon",
            "2026-13",
            "2026-02-30",
            "26",
            "2026-1-1",
            "2026-01-01-01",
            "/",
            "+026",
            "2026//2027",
        ] {
            assert_eq!(Ru.edtf(text), text);
        }
    }

    #[test]
    fn a_deadline_carries_time_and_zone() {
        let at: Timestamp = "2026-03-15T12:00:00Z".parse().unwrap();
        assert_eq!(En.instant(at, Zone::Bishkek), "15 March 2026, 18:00, Bishkek time");
        assert_eq!(Kk.instant(at, Zone::Astana), "2026 жылғы 15 наурыз, 17:00, Астана уақыты");
        assert_eq!(Ru.instant_short(at, Zone::Utc), "15.03.2026, 12:00");
    }

    #[test]
    fn kazakhstan_changed_its_clock_on_1_march_2024() {
        let before: Timestamp = "2024-02-29T17:59:59Z".parse().unwrap();
        let after: Timestamp = "2024-02-29T18:00:00Z".parse().unwrap();
        assert_eq!(En.instant_short(before, Zone::Astana), "29 Feb 2024, 23:59");
        assert_eq!(En.instant_short(after, Zone::Astana), "29 Feb 2024, 23:00");
    }
}
