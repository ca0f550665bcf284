//! The engine: text in, draft out. It reads no clock, no file and no table.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::date::{self, Day};
use crate::dateline;
use crate::direction::Sides;
use crate::draft::{Basis, Draft, Party, Quotation, SCHEMA, Uncertain};
use crate::indicator;
use crate::item::{self, Candidate};
use crate::language;
use crate::layout::{self, Sentence};
use crate::lexicon::{Mask, Match, Payload, scan, swallow, tables};
use crate::merge::merge;
use crate::party;
use crate::quantity::{self, Count};
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Feature, Kind, Language, Naming};

/// Longest text that is drafted, in bytes: a communiqué has a few thousand.
pub const LONGEST: usize = 4 << 20;

/// What may be said to the engine besides the text.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Date of the document, when the person knows it better than the text (ISO year, month or day).
    pub date: Option<String>,
    /// Lexicon rows to leave out: for cross-validation and for tests of single rows.
    pub off: Mask,
}

/// Why a text was not drafted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// Nothing but white space.
    #[error("the text is empty: paste or choose a text with words")]
    Empty,
    /// Longer than [`LONGEST`].
    #[error("the text has {found} bytes, at most {limit} are read: split it into documents")]
    TooLong {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// The date that was given cannot be read.
    #[error("the document date `{0}` is not a date: write 2026, 2026-02 or 2026-02-12")]
    BadDate(String),
}

/// Drafts one document. The same text and options give the same draft, byte for byte.
///
/// # Errors
///
/// A text that is empty or too long, and a date that cannot be read.
pub fn draft(raw: &str, options: &Options) -> Result<Draft, DraftError> {
    draft_traced(raw, options).map(|(draft, _)| draft)
}

/// As [`draft`], with the indices of the lexicon rows that were found in the text.
///
/// # Errors
///
/// As [`draft`].
pub fn draft_traced(raw: &str, options: &Options) -> Result<(Draft, BTreeSet<u16>), DraftError> {
    if raw.trim().is_empty() {
        return Err(DraftError::Empty);
    }
    if raw.len() > LONGEST {
        return Err(DraftError::TooLong { found: raw.len(), limit: LONGEST });
    }
    let given = match &options.date {
        Some(text) => Some(Day::parse(text).ok_or_else(|| DraftError::BadDate(text.clone()))?),
        None => None,
    };
    let (guess, profile) = language::profile(raw);
    let mut warnings = Vec::new();
    match guess.language {
        Language::Unknown => warnings.push(
            "language not served: kk, ky, ru and en are read, uz and tr in outline".to_owned(),
        ),
        Language::Uzbek | Language::UzbekCyrillic | Language::Turkish => {
            warnings.push(format!(
                "language {} is read in outline only: check the draft against the text",
                guess.language.name()
            ));
        }
        _ => {}
    }
    let (mut draft, mut rows, starts) = one(raw, guess.language, options, given, Some(&profile));
    if let Some(first) = starts.first() {
        (draft, rows) = (Draft::default(), BTreeSet::new());
        let mut bounds = vec![0];
        bounds.extend(&starts);
        bounds.push(raw.len());
        let mut scalars = 0;
        for (at, pair) in bounds.windows(2).enumerate() {
            let Some(part) = raw.get(pair[0]..pair[1]) else { continue };
            let (mut next, found, _) = one(part, guess.language, options, given, None);
            next.shift(scalars);
            scalars += part.chars().count() as u32;
            rows.extend(found);
            if at == 0 {
                draft = next;
            } else {
                draft.join(next);
            }
        }
        let line = raw.get(*first..).and_then(|r| r.lines().find(|l| !l.trim().is_empty()));
        let opening: String = line.unwrap_or("").trim().chars().take(60).collect();
        warnings.push(format!(
            "{} articles run together and were read apart; the second begins with \"{opening}\"",
            starts.len() + 1
        ));
    }
    draft.warnings = warnings;
    Ok((draft, rows))
}

/// Drafts one article; `profile` comes with a whole text, which may hold further articles: the bytes at which they begin
/// are given back, and nothing is drafted.
fn one(
    raw: &str,
    language: Language,
    options: &Options,
    given: Option<Day>,
    profile: Option<&language::Profile>,
) -> (Draft, BTreeSet<u16>, Vec<usize>) {
    let text = Text::new(raw, language);
    let mut reading = Reading::new(&text, language, options, given, profile);
    let starts = if profile.is_some() { reading.further_articles() } else { Vec::new() };
    if !starts.is_empty() {
        return (Draft::default(), BTreeSet::new(), starts);
    }
    reading.find_items();
    let draft = Draft {
        schema: SCHEMA.to_owned(),
        language: language.name().to_owned(),
        date: reading.today.map(Day::iso),
        date_basis: reading.date_basis(),
        uncertain: reading.doubt_document_date(),
        warnings: Vec::new(),
        parties: reading.parties(),
        items: reading.items(),
        indicators: reading.indicators(),
        citations: reading.citations(),
    };
    let mut rows: BTreeSet<u16> = reading.matches.iter().map(|m| m.row).collect();
    let frame = |c: &Candidate| tables::FRAMES.iter().position(|f| std::ptr::eq(f, c.frame));
    rows.extend(
        reading.candidates.iter().filter_map(frame).map(|f| (tables::ROWS.len() + f) as u16),
    );
    (draft, rows, starts)
}

/// A full date in the opening of a text that bears no dateline.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DayOfEvent {
    /// The date.
    pub(crate) day: Day,
    /// First token.
    pub(crate) first: usize,
    /// Last token.
    pub(crate) last: usize,
    /// Whether the sentence tells of a meeting, a talk or a signature.
    pub(crate) event: bool,
}

/// Everything read off one text.
pub(crate) struct Reading<'t> {
    pub(crate) text: &'t Text<'t>,
    pub(crate) language: Language,
    pub(crate) matches: Vec<Match>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) today: Option<Day>,
    /// Tokens of the dateline.
    pub(crate) dateline: Option<(usize, usize)>,
    /// Dates that the text may have, each with its tokens and whether its sentence tells of a meeting.
    pub(crate) days: Vec<DayOfEvent>,
    lines: Vec<layout::Line>,
    pub(crate) countries: Vec<party::Mention>,
    pub(crate) organisations: Vec<party::Organisation>,
    pub(crate) sides: Sides,
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) dates: Vec<Vec<date::Mention>>,
    pub(crate) counts: Vec<Vec<Count>>,
    pub(crate) off: Mask,
    pub(crate) readings: OnceCell<Vec<(usize, indicator::Reading)>>,
}

impl<'t> Reading<'t> {
    fn new(
        text: &'t Text<'t>,
        language: Language,
        options: &Options,
        given: Option<Day>,
        profile: Option<&language::Profile>,
    ) -> Self {
        let mut matches = Vec::with_capacity(text.tokens.len());
        scan(text, 0, text.tokens.len(), language.bit(), &options.off, &mut matches);
        let lines = layout::lines(text, &matches);
        let sentences = layout::sentences(text, &lines, language, profile);
        let written = dateline::document_date(text, &matches, &lines, language);
        let stated = given.or(written.map(|w| w.0));
        let dateline = written.and_then(|w| w.1);
        if sentences.iter().any(|s| s.language != language) {
            matches = rescan(text, &matches, &sentences, language, options);
        }
        swallow(&mut matches);
        let days = if stated.is_some() {
            Vec::new()
        } else {
            dateline::days_of_events(text, &matches, &sentences)
        };
        let today = stated.or_else(|| dateline::day_of_meeting(&days));
        let inside = |token: usize| {
            let at = sentences.partition_point(|s| s.end <= token);
            sentences.get(at).is_some_and(|s| s.first <= token)
        };
        let mut countries = party::countries(text, &matches, language);
        countries.retain(|m| inside(m.first));
        let mut organisations = party::organisations(text, &matches);
        organisations.retain(|o| inside(o.first));
        let mut reading = Reading {
            text,
            language,
            matches,
            sentences,
            today,
            dateline,
            days,
            lines,
            countries,
            organisations,
            sides: Sides { countries: Vec::new(), home: None },
            candidates: Vec::new(),
            dates: Vec::new(),
            counts: Vec::new(),
            off: options.off.clone(),
            readings: OnceCell::new(),
        };
        reading.find_sides();
        reading
    }

    pub(crate) fn quotation(&self, first: usize, end: usize) -> Option<Quotation> {
        let last = end.checked_sub(1)?;
        let (a, b) = (self.text.tokens.get(first)?, self.text.tokens.get(last)?);
        let exact = self.text.quote(first, last);
        (!exact.is_empty()).then(|| Quotation {
            exact: exact.to_owned(),
            start: a.start,
            end: b.end,
        })
    }

    /// The bytes at which further articles begin.
    fn further_articles(&self) -> Vec<usize> {
        layout::articles(self.text, &self.matches, &self.lines, self.language)
            .into_iter()
            .filter_map(|token| self.text.tokens.get(token))
            // An archive's field before the first word belongs to its article.
            .filter_map(|t| self.text.raw.get(..t.byte_start as usize)?.rfind('\n').map(|b| b + 1))
            .collect()
    }

    /// The words that give the date of a text without a dateline.
    fn date_basis(&self) -> Option<Basis> {
        let told = self.days.iter().find(|d| Some(d.day) == self.today && d.event)?;
        Some(Basis {
            cue: self.quotation(told.first, told.last + 1),
            rule: "day of the meeting, since the text bears no date".to_owned(),
            row: None,
        })
    }

    /// Dates that may be the document's, where none can be taken.
    fn doubt_document_date(&self) -> Vec<Uncertain> {
        if self.today.is_some() || self.days.is_empty() {
            return Vec::new();
        }
        let candidates: BTreeSet<String> = self.days.iter().map(|d| d.day.iso()).collect();
        vec![Uncertain {
            field: "date".to_owned(),
            candidates: candidates.into_iter().collect(),
            reason: "the text bears no date; these days stand in its opening".to_owned(),
        }]
    }

    fn features(&self) -> u64 {
        item::features(&self.matches, 0, self.text.tokens.len())
    }

    /// The countries that act: named ones, those that an organisation stands for, and the home of a text that
    /// speaks of "the ministry". Cities count when fewer than two countries are named.
    fn find_sides(&mut self) {
        let mut found: Vec<u16> = Vec::new();
        let add = |found: &mut Vec<u16>, country: u16| {
            if !found.contains(&country) {
                found.push(country);
            }
        };
        for mention in self.countries.iter().filter(|m| m.naming != Naming::City || m.acts) {
            add(&mut found, mention.country);
        }
        for organisation in &self.organisations {
            let country =
                tables::ORGANISATIONS.get(organisation.index as usize).map_or("", |o| o.2);
            if let Some(country) = party::index(country) {
                add(&mut found, country);
            }
        }
        if found.len() < 2 {
            // "WASHINGTON, January 15 – The World Bank …": the city where an organisation's news is dated is no side.
            let dated = |m: &party::Mention| {
                !self.organisations.is_empty()
                    && self.lines.iter().any(|l| l.first == m.first)
                    && self.text.tokens.get(m.last + 1).is_some_and(|t| {
                        t.kind == TokenKind::Sign && matches!(t.sign, ',' | '.' | '–' | '—' | '(')
                    })
            };
            for mention in self.countries.iter().filter(|m| m.naming == Naming::City && !dated(m)) {
                if found.len() < 2 {
                    add(&mut found, mention.country);
                }
            }
        }
        let own = party::home(self.language).and_then(party::index);
        // A text in Kazakh about one foreign country is about Kazakhstan and that country.
        let abroad = found.len() == 1
            && self.organisations.is_empty()
            && matches!(self.language, Language::Kazakh | Language::KazakhLatin | Language::Kyrgyz);
        if let Some(own) = own
            && (self.own_ministry() || abroad)
        {
            add(&mut found, own);
        }
        let receives =
            |c: u16| ["KZ", "KG", "UZ", "TJ", "TM", "MN", "AF"].contains(&party::code(c));
        let home = own.filter(|h| receives(*h) && found.contains(h)).or_else(|| {
            found.iter().copied().filter(|c| receives(*c)).min_by_key(|c| {
                self.countries.iter().position(|m| m.country == *c).unwrap_or(usize::MAX)
            })
        });
        self.sides = Sides { countries: found, home };
    }

    /// Whether the text speaks of "the ministry" without saying whose: then it is the one of its readers.
    fn own_ministry(&self) -> bool {
        self.matches.iter().any(|m| {
            let named = |c: &party::Mention| {
                c.naming != Naming::City
                    && c.last < m.first as usize
                    && c.last + 5 > m.first as usize
            };
            m.payload == Payload::Term(Feature::Ministry)
                && self
                    .sentences
                    .iter()
                    .any(|s| s.first <= m.first as usize && (m.first as usize) < s.end)
                && !self.countries.iter().any(named)
        })
    }

    fn parties(&self) -> Vec<Party> {
        let mut parties: Vec<Party> = self
            .sides
            .countries
            .iter()
            .map(|&country| {
                let mention = self
                    .countries
                    .iter()
                    .filter(|m| m.country == country)
                    .min_by_key(|m| (m.naming == Naming::City, m.first));
                Party {
                    kind: "country".to_owned(),
                    code: party::code(country).to_owned(),
                    name: party::name(country).to_owned(),
                    quotation: mention.and_then(|m| self.quotation(m.first, m.last + 1)),
                    rule: mention
                        .map_or("organisation or language stands for its country", |m| {
                            m.naming.name()
                        })
                        .to_owned(),
                }
            })
            .collect();
        let mut seen = BTreeSet::new();
        for found in &self.organisations {
            let Some(&(code, name, _)) = tables::ORGANISATIONS.get(found.index as usize) else {
                continue;
            };
            if !name.is_empty() && seen.insert(code) {
                parties.push(Party {
                    kind: "organisation".to_owned(),
                    code: code.to_owned(),
                    name: name.to_owned(),
                    quotation: self.quotation(found.first, found.last + 1),
                    rule: "name".to_owned(),
                });
            }
        }
        // A regional office is a party of its own; the mother organisation is then named only through it.
        if parties.iter().any(|p| p.code == "WHO-EURO") {
            parties.retain(|p| p.code != "WHO");
        }
        parties
    }

    /// Whether the text is about more than one country's own affairs.
    fn international(&self) -> bool {
        let organisations = self
            .organisations
            .iter()
            .any(|o| tables::ORGANISATIONS.get(o.index as usize).is_some_and(|o| !o.1.is_empty()));
        self.sides.countries.len() >= 2
            || organisations
            || self.features() & (Feature::Company.bit() | Feature::Abroad.bit()) != 0
    }

    fn find_items(&mut self) {
        for sentence in &self.sentences {
            let dates = date::find(
                self.text,
                &self.matches,
                sentence.first,
                sentence.end,
                sentence.language,
                self.today,
            );
            // "three experts for one year": how long something lasts may be its quantity.
            let covering: Vec<date::Mention> =
                dates.iter().filter(|d| d.told != date::Told::Validity).copied().collect();
            self.counts.push(quantity::find(
                self.text,
                &self.matches,
                sentence.first,
                sentence.end,
                &covering,
            ));
            self.dates.push(dates);
        }
        let health = Feature::Topic.bit()
            | Feature::Ministry.bit()
            | Feature::Medic.bit()
            | Feature::Facility.bit()
            | Feature::Drug.bit()
            | Feature::Vaccine.bit()
            | Feature::Treat.bit();
        if !self.international() || self.features() & health == 0 {
            return;
        }
        let mut lead = None;
        let mut all = Vec::new();
        for (index, sentence) in self.sentences.iter().enumerate() {
            if !sentence.bullet {
                lead = item::lead_in(self.text, &self.matches, sentence);
            }
            let inherited = if sentence.bullet { lead } else { None };
            let before = all.last().filter(|c: &&Candidate| !c.title && c.sentence + 1 == index);
            let told = item::candidates(
                self.text,
                &self.matches,
                sentence,
                index,
                inherited,
                before,
                &self.off,
            );
            let mut found = told.candidates;
            if inherited.is_none() {
                found.extend(self.implied(index, &told.clauses, &told.predicates, &found));
                if found.is_empty() {
                    found.extend(self.again(index, &told.clauses, &told.predicates, all.last()));
                }
                found.sort_by_key(|c| c.first);
            }
            // What leads in to a list ("at the meeting it was agreed on health:") tells nothing of its own.
            if lead.is_some()
                && !sentence.bullet
                && self.sentences.get(index + 1).is_some_and(|next| next.bullet)
            {
                found.retain(|c| c.kind() != Kind::Other);
            }
            all.extend(found);
        }
        self.settle(&mut all);
        self.candidates = merge(self.text, all);
        self.follow();
    }
}

/// Reads the sentences of another language with the rows of that language.
fn rescan(
    text: &Text<'_>,
    matches: &[Match],
    sentences: &[Sentence],
    document: Language,
    options: &Options,
) -> Vec<Match> {
    let mut all: Vec<Match> = Vec::with_capacity(matches.len());
    let mut done = 0;
    for sentence in sentences.iter().filter(|s| s.language != document) {
        all.extend(
            matches
                .iter()
                .filter(|m| (m.first as usize) >= done && (m.first as usize) < sentence.first),
        );
        scan(text, sentence.first, sentence.end, sentence.language.bit(), &options.off, &mut all);
        done = sentence.end;
    }
    all.extend(matches.iter().filter(|m| (m.first as usize) >= done));
    all
}

#[cfg(test)]
mod tests {
    use super::{DraftError, Options, draft};

    #[test]
    fn an_empty_text_is_refused_with_advice() {
        assert_eq!(draft(" \n\t", &Options::default()), Err(DraftError::Empty));
    }

    #[test]
    fn a_wrong_date_is_named() {
        let options = Options { date: Some("yesterday".to_owned()), ..Options::default() };
        assert_eq!(draft("Text.", &options), Err(DraftError::BadDate("yesterday".to_owned())));
    }
}
