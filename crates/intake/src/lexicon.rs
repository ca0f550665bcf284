//! Look-up of the compiled lexicons: every row that begins at a token, in one walk over its letters.

use std::sync::LazyLock;

use crate::morphology::inflects;
use crate::script::{likeliest, readings};
use crate::text::{Text, TokenKind};
use crate::vocabulary::{
    Class, Feature, Form, Kind, Naming, Noise, NumberRole, Specialty, TimeWord,
};

/// How the word in the text may go on after the letters of the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Not at all.
    Exact,
    /// With an ending of the language.
    Inflected,
    /// With anything.
    Any,
    /// Up to four words of any kind.
    Gap,
}

/// One word of a row.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Its letters.
    pub stem: &'static str,
    /// How it may go on.
    pub end: End,
}

/// What a row says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload {
    /// A word sense for frames.
    Term(Feature),
    /// A predicate.
    Cue(Class, Form),
    /// A country, by its index, and the kind of name.
    Country(u16, Naming),
    /// An organisation, by its index.
    Organisation(u16),
    /// A specialty.
    Specialty(Specialty),
    /// A unit of counting.
    Unit(&'static str),
    /// A number word.
    Number(u64, NumberRole),
    /// A word of time.
    Time(TimeWord, u8),
    /// Boilerplate.
    Noise(Noise),
}

/// A row of a lexicon, with the place it was written.
#[derive(Debug)]
pub struct Row {
    /// Languages it serves.
    pub langs: u8,
    /// First word.
    pub first: Word,
    /// Words that follow.
    pub rest: &'static [Word],
    /// What it says.
    pub payload: Payload,
    /// File in `data/`.
    pub file: &'static str,
    /// Line in the file.
    pub line: u32,
}

/// A frame: which word senses together make an item of a kind.
#[derive(Debug)]
pub struct Frame {
    /// Name, shown to the officer as the rule.
    pub name: &'static str,
    /// Kind of item.
    pub kind: Kind,
    /// One of these must stand in the segment itself.
    pub anchor: u64,
    /// One of these must stand in the clause (none asked when empty).
    pub with: u64,
    /// One of these too.
    pub also: u64,
    /// None of these may stand in the clause.
    pub without: u64,
    /// The stronger frame wins.
    pub strength: u8,
    /// Line in `data/frames.csv`.
    pub line: u32,
}

/// The compiled lexicons.
pub mod tables {
    #![expect(missing_docs, reason = "generated from the files in data/")]
    use super::{
        Class, End, Feature, Form, Frame, Kind, Naming, Noise, NumberRole, Payload, Row, Specialty,
        TimeWord, Word,
    };
    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}

/// Rows that are switched off, for cross-validation and for tests of single rows.
#[derive(Debug, Clone, Default)]
pub struct Mask(Vec<u64>);

impl Mask {
    /// Switches a row off.
    pub fn insert(&mut self, row: usize) {
        if self.0.len() <= row / 64 {
            self.0.resize(row / 64 + 1, 0);
        }
        if let Some(word) = self.0.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
    }

    /// Whether a row is switched off.
    #[must_use]
    pub fn contains(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }
}

/// A row found in the text.
#[derive(Debug, Clone, Copy)]
pub struct Match {
    /// Index of the row.
    pub row: u16,
    /// First token.
    pub first: u32,
    /// Last token.
    pub last: u32,
    /// What the row says.
    pub payload: Payload,
    /// Byte in the folded form of the last token at which the stem ends.
    pub stem_end: u16,
}

/// Finds all rows that begin at tokens `from..to`, in the order of the tokens.
pub fn scan(text: &Text<'_>, from: usize, to: usize, langs: u8, off: &Mask, out: &mut Vec<Match>) {
    for token in from..to.min(text.tokens.len()) {
        if text
            .tokens
            .get(token)
            .is_some_and(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number))
        {
            Walk { text, token, word: text.fold(token), after: None, langs, off, out }.down(0, 0);
        }
    }
}

/// One walk over the letters of a token.
struct Walk<'t, 'o> {
    text: &'t Text<'t>,
    token: usize,
    word: &'t str,
    /// The letter with which the next word begins, once it was asked for.
    after: Option<char>,
    langs: u8,
    off: &'t Mask,
    out: &'o mut Vec<Match>,
}

/// An edge of the tree: its letter, the node below with the languages served there in the upper byte, and where the
/// letters stand that lead on to that node without a choice.
type Edge = (char, u32, u32, u8);

impl Walk<'_, '_> {
    /// Goes down from a node whose path has taken `depth` bytes of the word.
    fn down(&mut self, mut node: u32, mut depth: usize) {
        loop {
            let Some(&(edge, edges, held, rows)) = tables::NODES.get(node as usize) else { return };
            if rows > 0 {
                self.collect(held as usize, rows as usize, depth);
            }
            let Some(c) = self.word.get(depth..).and_then(|rest| rest.chars().next()) else {
                return;
            };
            let own =
                tables::EDGES.get(edge as usize..edge as usize + edges as usize).unwrap_or(&[]);
            let below = depth + c.len_utf8();
            // An ambiguous letter of Latin Kazakh is tried in each of its readings.
            if self.langs & 1 != 0 {
                for &letter in readings(c) {
                    if let Some((next, depth)) =
                        step(own, letter).and_then(|e| self.along(e, below))
                    {
                        self.down(next, depth);
                    }
                }
            }
            let edge = if node == 0 { root(c) } else { step(own, c) };
            match edge.and_then(|e| self.along(e, below)) {
                Some(next) => (node, depth) = next,
                None => return,
            }
        }
    }

    /// The node of an edge and the bytes of the word taken there, where the language is served and the letters on the way
    /// stand in the word.
    fn along(&self, edge: &Edge, depth: usize) -> Option<(u32, usize)> {
        let next = served(edge.1, self.langs)?;
        if edge.3 == 0 {
            return Some((next, depth));
        }
        let from = edge.2 as usize;
        let tail = tables::TAILS.get(from..from + edge.3 as usize)?;
        let taken = prefix(self.word.get(depth..)?, tail, self.langs)?;
        Some((next, depth + taken))
    }

    fn collect(&mut self, held: usize, rows: usize, depth: usize) {
        let rest = self.word.get(depth..).unwrap_or("");
        for &(index, langs, end, second) in tables::HELD.get(held..held + rows).unwrap_or(&[]) {
            if langs & self.langs == 0
                || second != '\0' && !self.goes_on(second)
                || !ends_well(end, rest, langs & self.langs)
            {
                continue;
            }
            let Some(row) = tables::ROWS.get(index as usize) else { continue };
            if let Some((last, stem_end)) = follow(self.text, self.token, depth, row, self.langs)
                && !self.off.contains(index as usize)
            {
                self.out.push(Match {
                    row: index,
                    first: self.token as u32,
                    last: last as u32,
                    payload: row.payload,
                    stem_end: stem_end as u16,
                });
            }
        }
    }
}

impl Walk<'_, '_> {
    /// Whether the next word may begin with a letter; a letter of Latin Kazakh may be read as another.
    fn goes_on(&mut self, letter: char) -> bool {
        let next = *self.after.get_or_insert_with(|| {
            next_word(self.text, self.token)
                .and_then(|at| self.text.fold(at).chars().next())
                .unwrap_or('\0')
        });
        next == letter || self.langs & 1 != 0 && readings(next).contains(&letter)
    }
}

/// The node of an edge, unless nothing below it serves the language: the upper byte of an edge names those that do.
const fn served(edge: u32, langs: u8) -> Option<u32> {
    if (edge >> 24) as u8 & langs == 0 { None } else { Some(edge & 0x00ff_ffff) }
}

/// The edge of a letter. Most nodes have one edge or a few: a plain look beats a search.
fn step(own: &'static [Edge], letter: char) -> Option<&'static Edge> {
    match own {
        [] => None,
        [only] => (only.0 == letter).then_some(only),
        few if few.len() <= 6 => few.iter().find(|e| e.0 == letter),
        many => many.get(many.binary_search_by_key(&letter, |e| e.0).ok()?),
    }
}

/// The edge from the root for a first letter: the one step that every word takes.
fn root(c: char) -> Option<&'static Edge> {
    static FIRST: LazyLock<Vec<Option<&'static Edge>>> = LazyLock::new(|| {
        let mut first = vec![None; 0x600];
        for edge in from_root() {
            if let Some(slot) = first.get_mut(edge.0 as usize) {
                *slot = Some(edge);
            }
        }
        first
    });
    match FIRST.get(c as usize) {
        Some(edge) => *edge,
        None => step(from_root(), c),
    }
}

fn from_root() -> &'static [Edge] {
    let &(edge, edges, _, _) = tables::NODES.first().unwrap_or(&(0, 0, 0, 0));
    tables::EDGES.get(edge as usize..edge as usize + edges as usize).unwrap_or(&[])
}

/// Whether a row lets other words stand between its own.
fn gapped(m: &Match) -> bool {
    tables::ROWS.get(m.row as usize).is_some_and(|r| r.rest.iter().any(|w| w.end == End::Gap))
}

/// Drops a word sense that stands inside a longer phrase with a sense of its own: in "кеңес берді" nobody speaks of
/// a council. Phrases that only describe (a draft of, a rate, an institution's name) swallow nothing.
pub fn swallow(matches: &mut Vec<Match>) {
    const DESCRIBING: &[Feature] = &[
        Feature::DraftOf,
        Feature::NotYet,
        Feature::Negation,
        Feature::Quality,
        Feature::Money,
        Feature::Elsewhere,
        Feature::And,
        Feature::Relative,
        Feature::Institution,
        Feature::PerYear,
        Feature::PerMonth,
        Feature::Approx,
        Feature::Background,
        Feature::LeadIn,
        Feature::Ministry,
        Feature::Company,
        Feature::Topic,
        Feature::Possibility,
        Feature::Abroad,
        Feature::Domestic,
        Feature::Sharing,
        Feature::Capacity,
        Feature::More,
        Feature::Follow,
    ];
    let phrases: Vec<(u32, u32, Feature)> = matches
        .iter()
        .filter_map(|m| match m.payload {
            // "обменялись мнениями" exchanges nothing: talk swallows as well.
            Payload::Cue(Class::Discuss, _) if m.last > m.first && !gapped(m) => {
                Some((m.first, m.last, Feature::And))
            }
            // "provides for" provides nothing either; "under the plan" still names the plan.
            Payload::Cue(Class::Provide, _) if m.last == m.first + 1 && !gapped(m) => {
                Some((m.first, m.last, Feature::And))
            }
            Payload::Term(feature)
                if m.last > m.first && !DESCRIBING.contains(&feature) && !gapped(m) =>
            {
                Some((m.first, m.last, feature))
            }
            _ => None,
        })
        .collect();
    let institutions: Vec<(u32, u32)> = matches
        .iter()
        .filter(|m| m.payload == Payload::Term(Feature::Institution))
        .map(|m| (m.first, m.last))
        .collect();
    let agreeing: Vec<(u32, u32)> = matches
        .iter()
        .filter(|m| m.last > m.first && matches!(m.payload, Payload::Cue(Class::Agree, _)))
        .map(|m| (m.first, m.last))
        .collect();
    if phrases.is_empty() && institutions.is_empty() && agreeing.is_empty() {
        return;
    }
    // Most words stand in no phrase at all.
    let end = phrases.iter().map(|p| p.1).chain(institutions.iter().chain(&agreeing).map(|p| p.1));
    let mut covered = vec![false; end.max().map_or(0, |last| last as usize + 1)];
    let spans =
        phrases.iter().map(|p| (p.0, p.1)).chain(institutions.iter().chain(&agreeing).copied());
    for (first, last) in spans {
        if let Some(words) = covered.get_mut(first as usize..=last as usize) {
            words.fill(true);
        }
    }
    matches.retain(|m| {
        let Payload::Term(feature) = m.payload else { return true };
        if !covered.get(m.first as usize).is_some_and(|c| *c) {
            return true;
        }
        // "reached an agreement on" agrees; it makes no document.
        if feature == Feature::Document && agreeing.iter().any(|a| a.0 <= m.first && m.last <= a.1)
        {
            return false;
        }
        // The name of an institution is no object: a "research institute" researches nothing in the clause.
        if matches!(feature, Feature::Research | Feature::Train | Feature::Rules)
            && institutions.iter().any(|i| i.0 <= m.first && m.last <= i.1)
        {
            return false;
        }
        if DESCRIBING.contains(&feature) {
            return true;
        }
        let from = phrases.partition_point(|p| p.0 + 8 < m.first);
        !phrases.get(from..).unwrap_or(&[]).iter().take_while(|p| p.0 <= m.last).any(|p| {
            p.0 <= m.first
                && m.last <= p.1
                && p.1 - p.0 > m.last - m.first
                && p.2 != feature
                && !(p.2 == Feature::Treat && feature == Feature::Operate)
        })
    });
}

fn ends_well(end: End, rest: &str, langs: u8) -> bool {
    match end {
        End::Exact => rest.is_empty(),
        End::Any | End::Gap => true,
        End::Inflected if langs & 1 != 0 => inflects(&likeliest(rest), langs),
        End::Inflected => inflects(rest, langs),
    }
}

/// Matches the words after the first; gives the last token and where its stem ends.
fn follow(
    text: &Text<'_>,
    token: usize,
    depth: usize,
    row: &Row,
    langs: u8,
) -> Option<(usize, usize)> {
    let mut at = token;
    let mut stem_end = depth;
    let mut gap = 0;
    for word in row.rest {
        if word.end == End::Gap {
            gap = 4;
            continue;
        }
        loop {
            at = next_word(text, at)?;
            let fold = text.fold(at);
            if let Some(length) = prefix(fold, word.stem, langs)
                && ends_well(word.end, fold.get(length..).unwrap_or(""), row.langs & langs)
            {
                stem_end = length;
                break;
            }
            if gap == 0 {
                return None;
            }
            gap -= 1;
        }
        gap = 0;
    }
    Some((at, stem_end))
}

/// Length in bytes of `stem` at the start of `fold`, ambiguous Kazakh letters allowed for.
fn prefix(fold: &str, stem: &str, langs: u8) -> Option<usize> {
    if fold.starts_with(stem) {
        return Some(stem.len());
    }
    if langs & 1 == 0 {
        return None;
    }
    let mut letters = fold.chars();
    let mut length = 0;
    for wanted in stem.chars() {
        let c = letters.next()?;
        if c != wanted && !readings(c).contains(&wanted) {
            return None;
        }
        length += c.len_utf8();
    }
    Some(length)
}

/// The next word or number of the same phrase; quotation marks and brackets do not end a phrase.
fn next_word(text: &Text<'_>, at: usize) -> Option<usize> {
    let mut next = at + 1;
    while let Some(token) = text.tokens.get(next) {
        match token.kind {
            TokenKind::Word | TokenKind::Number => return Some(next),
            TokenKind::Sign
                if matches!(
                    token.sign,
                    '«' | '»' | '"' | '“' | '”' | '„' | '(' | ')' | '\'' | '’' | '-' | '–'
                ) =>
            {
                next += 1;
            }
            // "U.S.": the points of initials part no phrase.
            TokenKind::Sign
                if token.sign == '.'
                    && !token.spaced
                    && text.fold(next - 1).chars().count() == 1
                    && text
                        .tokens
                        .get(next + 1)
                        .is_some_and(|t| t.kind == TokenKind::Word && !t.spaced) =>
            {
                next += 1;
            }
            TokenKind::Break if token.sign == '\n' => next += 1,
            _ => return None,
        }
    }
    None
}
