//! Days on which something falls due, as iCalendar (RFC 5545) for the calendars of people.
//!
//! Each day is an event of a whole day that leaves its owner free: calendars that are subscribed to show events and
//! leave tasks out. Nothing rests on the moment of writing, so that the same record gives the same bytes.

use jiff::civil::Date;

/// A day of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What tells it from all others, for good.
    pub uid: String,
    /// The day.
    pub on: Date,
    /// In a few words.
    pub summary: String,
    /// In more words.
    pub description: String,
    /// What kind of day it is.
    pub category: String,
    /// Where more can be read.
    pub url: Option<String>,
    /// Whether it was only talked about or planned.
    pub tentative: bool,
    /// The day from which this has been known.
    pub known_on: Date,
    /// How many days before to give a sign.
    pub warn: Option<u16>,
}

/// The longest line in bytes, without its end (section 3.1).
const LINE: usize = 75;

/// A calendar under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    text: String,
}

impl Calendar {
    /// An empty calendar with the name under which it is shown.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let mut this = Self { text: String::new() };
        this.line("BEGIN", "VCALENDAR");
        this.line("VERSION", "2.0");
        this.line("PRODID", "-//Kelisim//Kelisim//EN");
        this.line("CALSCALE", "GREGORIAN");
        this.line("METHOD", "PUBLISH");
        this.line("NAME", &escaped(name));
        this.line("X-WR-CALNAME", &escaped(name));
        this.line("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
        this.line("X-PUBLISHED-TTL", "P1D");
        this
    }

    /// Adds a day.
    pub fn add(&mut self, event: &Event) {
        self.line("BEGIN", "VEVENT");
        self.line("UID", &escaped(&event.uid));
        self.line("DTSTAMP", &format!("{}T000000Z", compact(event.known_on)));
        self.line("DTSTART;VALUE=DATE", &compact(event.on));
        self.line("SUMMARY", &escaped(&event.summary));
        self.line("DESCRIPTION", &escaped(&event.description));
        self.line("CATEGORIES", &escaped(&event.category));
        if let Some(url) = &event.url {
            self.line("URL", url);
        }
        self.line("STATUS", if event.tentative { "TENTATIVE" } else { "CONFIRMED" });
        self.line("TRANSP", "TRANSPARENT");
        if let Some(days) = event.warn {
            self.line("BEGIN", "VALARM");
            self.line("ACTION", "DISPLAY");
            self.line("DESCRIPTION", &escaped(&event.summary));
            self.line("TRIGGER", &format!("-P{days}D"));
            self.line("END", "VALARM");
        }
        self.line("END", "VEVENT");
    }

    /// The calendar as text.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.line("END", "VCALENDAR");
        self.text
    }

    /// A line of content, folded where it is too long, never within a letter.
    fn line(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let (mut rest, mut room) = (line.as_str(), LINE);
        while rest.len() > room {
            let (now, later) = rest.split_at(rest.floor_char_boundary(room));
            self.text.push_str(now);
            self.text.push_str("\r\n ");
            // The blank in front takes one byte of the lines that follow.
            (rest, room) = (later, LINE - 1);
        }
        self.text.push_str(rest);
        self.text.push_str("\r\n");
    }
}

/// A day in the basic form of ISO 8601.
fn compact(day: Date) -> String {
    day.to_string().replace('-', "")
}

/// A text with the signs escaped that have a meaning (section 3.3.11); control signs are left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn event(summary: &str) -> Event {
        Event {
            uid: "0190-1.deadline@kelisim".into(),
            on: date(2030, 12, 31),
            summary: summary.into(),
            description: String::new(),
            category: "Deadline".into(),
            url: Some("https://example.org/en/commitments/1".into()),
            tentative: false,
            known_on: date(2024, 11, 5),
            warn: Some(30),
        }
    }

    fn written(event: &Event) -> String {
        let mut calendar = Calendar::new("Kelisim");
        calendar.add(event);
        calendar.finish()
    }

    /// Lines as a reader puts them together again.
    fn unfolded(text: &str) -> Vec<String> {
        let text = text.replace("\r\n ", "");
        text.strip_suffix("\r\n").unwrap_or(&text).split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_day_is_an_event_of_a_whole_day_with_a_warning() {
        let text = written(&event("Nuclear medicine centre"));
        let lines = unfolded(&text);
        for line in [
            "DTSTART;VALUE=DATE:20301231",
            "DTSTAMP:20241105T000000Z",
            "SUMMARY:Nuclear medicine centre",
            "STATUS:CONFIRMED",
            "TRIGGER:-P30D",
        ] {
            assert!(lines.iter().any(|own| own == line), "{line}: {text}");
        }
        assert_eq!(lines.first().map(String::as_str), Some("BEGIN:VCALENDAR"));
        assert_eq!(lines.last().map(String::as_str), Some("END:VCALENDAR"));
    }

    #[test]
    fn signs_with_a_meaning_are_escaped() {
        let text = written(&event("a, b; c\\d\ne\u{7}"));
        assert!(unfolded(&text).contains(&r"SUMMARY:a\, b\; c\\d\ne".to_owned()), "{text}");
    }

    proptest! {
        #[test]
        fn any_text_folds_into_short_lines_and_is_read_back(words in "\\PC{0,200}") {
            let text = written(&event(&words));
            prop_assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
            let wanted = format!("SUMMARY:{}", escaped(&words));
            prop_assert!(unfolded(&text).contains(&wanted), "{text}");
        }
    }
}
