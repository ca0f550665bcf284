//! Indicators: numbers about a country that are facts, not promises.

use crate::item::Candidate;
use crate::lexicon::{Match, Payload};
use crate::party::{Mention, Role};
use crate::quantity::{self, Count};
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Form, Naming};

/// An indicator before it is quoted.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Stable name.
    pub name: &'static str,
    /// The count.
    pub count: Count,
    /// First token of the evidence.
    pub first: usize,
    /// Token after the evidence.
    pub end: usize,
    /// Where it holds.
    pub subject: Option<u16>,
    /// Whose products or people are counted.
    pub origin: Option<u16>,
    /// Unit with its rate.
    pub unit: String,
}

fn bits(matches: &[Match], first: usize, end: usize) -> u64 {
    crate::item::features(matches, first, end)
}

fn cue(matches: &[Match], first: usize, end: usize, class: Class) -> bool {
    let from = matches.partition_point(|m| (m.first as usize) < first);
    matches[from.min(matches.len())..]
        .iter()
        .take_while(|m| (m.first as usize) < end)
        .any(|m| matches!(m.payload, Payload::Cue(c, _) if c == class))
}

/// Reads the indicators among the counts of a sentence.
#[must_use]
pub fn read(
    text: &Text<'_>,
    matches: &[Match],
    sentence: (usize, usize),
    counts: &[Count],
    mentions: &[Mention],
    sides: &crate::direction::Sides,
) -> Vec<Reading> {
    let mut found = Vec::new();
    let numbers = |t: usize| text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number);
    if counts.is_empty() && !(sentence.0..sentence.1).any(numbers) {
        return found;
    }
    // Figures of a reform at home are no comparison of countries.
    if bits(matches, sentence.0, sentence.1) & Feature::Domestic.bit() != 0 {
        return found;
    }
    for count in rates(text, matches, sentence) {
        let subject = mentions
            .iter()
            .find(|m| m.first >= sentence.0 && m.last < sentence.1 && m.role == Role::Place)
            .map(|m| m.country)
            .or(sides.home);
        found.push(Reading {
            name: "rate",
            count,
            first: count.first,
            end: count.last + 1,
            subject,
            origin: None,
            unit: count.unit.to_owned(),
        });
    }
    for (at, count) in counts.iter().enumerate() {
        let (first, end) = bounds(text, sentence, count, counts, at);
        let here = bits(matches, first, end);
        let whole = bits(matches, sentence.0, sentence.1);
        let registered = (here | whole) & Feature::Register.bit() != 0;
        let state = cue(matches, first, end, Class::State);
        let name = match count.unit {
            "medicine" if registered => "registered medicines",
            "device" if registered => "registered medical devices",
            "medicine" | "device" | "item" if here & Feature::Aid.bit() == 0 && state => "products",
            "person" if here & Feature::Student.bit() != 0 => "foreign medical students",
            "person" if here & (Feature::School.bit()) != 0 && here & Feature::Train.bit() != 0 => {
                "foreign medical students"
            }
            "person" | "place" if here & Feature::Quota.bit() != 0 && state => {
                "annual treatment quota"
            }
            "person" if here & Feature::Visit.bit() != 0 && counts_patients(matches, count) => {
                "people consulted"
            }
            "percent" if change(text, count, sentence) => continue,
            "percent" if whole & Feature::Share.bit() != 0 => "share",
            "person"
                if nationwide(text, mentions, sentence)
                    && count.milli >= 1_000_000
                    && (state
                        || cue(matches, first, end, Class::Run)
                        || diagnosed(text, (first, end)))
                    && whole & (Feature::Medic.bit() | Feature::Patient.bit()) != 0 =>
            {
                "people of the country"
            }
            "study" => "planned capacity",
            // The beds of one hospital are its size; those of a country are a fact about it.
            "bed" if state && whole & Feature::Facility.bit() == 0 => "beds",
            "item" => "types of goods",
            "company" if state => "companies",
            _ => continue,
        };
        let scope: Vec<&Mention> =
            mentions.iter().filter(|m| m.first >= sentence.0 && m.last < sentence.1).collect();
        let pick = |role: Role| scope.iter().find(|m| m.role == role).map(|m| m.country);
        let origin = pick(Role::Maker).or_else(|| pick(Role::People));
        let subject = scope
            .iter()
            .find(|m| m.role == Role::Place && Some(m.country) != origin)
            .map(|m| m.country)
            .or_else(|| origin.and_then(|o| sides.other(o)));
        let (subject, origin) = match (subject, origin, &sides.countries[..]) {
            (None, None, [a, b]) => match sides.home {
                Some(home) => (Some(home), Some(if *a == home { *b } else { *a })),
                None => (None, None),
            },
            (None, None, _) => (sides.home, None),
            told => (told.0, told.1),
        };
        let rate = if whole & Feature::PerYear.bit() != 0
            && matches!(count.unit, "study" | "person" | "place")
        {
            "/year"
        } else if whole & Feature::PerMonth.bit() != 0 {
            "/month"
        } else if name == "annual treatment quota" {
            "/year"
        } else {
            ""
        };
        let unit = if count.unit == "place" && name == "annual treatment quota" {
            "person"
        } else {
            count.unit
        };
        found.push(Reading {
            name,
            count: *count,
            first,
            end,
            subject,
            origin,
            unit: format!("{unit}{rate}"),
        });
    }
    found
}

/// "up 12%", "на 20 % больше", "20 пайызға көп": by how much something changed, no level. What pay rises by is no health
/// indicator either.
fn change(text: &Text<'_>, count: &Count, sentence: (usize, usize)) -> bool {
    #[rustfmt::skip]
    const MORE: &[&str] = &["больше", "меньше", "выше", "ниже", "more", "higher", "lower", "less", "көп", "аз", "артық", "жоғары",
        "төмен", "complete", "ашык", "көбүрөөк", "азыраак", "greater", "fewer", "increase", "рост"];
    #[rustfmt::skip]
    const PAY: &[&str] = &["зарплат", "оклад", "salar", "wage", "жалақы", "айлыг", "товарооборот", "тауар айналым", "trade"];
    let after = (1..=2).any(|step| MORE.contains(&text.fold(count.last + step)));
    let before = count.first.checked_sub(1).map_or("", |b| text.fold(b));
    after
        || matches!(before, "up" | "down" | "by")
        || (sentence.0..sentence.1).any(|t| PAY.iter().any(|w| text.fold(t).starts_with(w)))
}

/// Whether a sentence speaks of a whole country: "в стране", "елімізде", or the country as a place.
fn nationwide(text: &Text<'_>, mentions: &[Mention], sentence: (usize, usize)) -> bool {
    #[rustfmt::skip]
    const COUNTRY: &[&str] = &["стране", "республике", "елімізде", "елде", "өлкөдө", "өлкөбүздө", "республикада", "республикамызда",
        "country", "nationwide"];
    (sentence.0..sentence.1).any(|t| COUNTRY.contains(&text.fold(t)))
        || mentions.iter().any(|m| {
            m.first >= sentence.0
                && m.last < sentence.1
                && m.naming == Naming::Name
                && m.role == Role::Place
        })
}

/// Whether people are counted by an illness or a register.
fn diagnosed(text: &Text<'_>, clause: (usize, usize)) -> bool {
    const WORDS: &[&str] =
        &["диагноз", "учет", "выявлен", "diagnos", "есеп", "каттоо", "регистр", "register"];
    (clause.0..clause.1).any(|t| WORDS.iter().any(|w| text.fold(t).starts_with(w)))
}

/// Rates: "fell from 13.2 to 11.8 per 1,000 live births", "57 случаев на 100 тысяч населения", "100 миң калкка 45".
fn rates(text: &Text<'_>, matches: &[Match], sentence: (usize, usize)) -> Vec<Count> {
    let base = |t: usize| {
        quantity::value(text, matches, t)
            .filter(|v| matches!(v.milli / 1000, 100 | 1_000 | 10_000 | 100_000 | 1_000_000))
    };
    let people = |t: usize| {
        const PEOPLE: &[&str] =
            &["шаққанда", "эсептегенде", "тұрғын", "калк", "адам", "туған", "төрөл", "тируу"];
        (t..t + 3).any(|t| PEOPLE.iter().any(|w| text.fold(t).starts_with(w)))
    };
    let count = |at: usize, v: &quantity::Value, last: usize| Count {
        first: at,
        last,
        milli: v.milli,
        unit: "case",
        approximate: false,
    };
    let mut found: Vec<Count> = Vec::new();
    for at in sentence.0..sentence.1 {
        if !text.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Number) {
            continue;
        }
        // "на 100 тысяч", "per 1,000": what stands before counts.
        let per = at.checked_sub(1).map_or("", |b| text.fold(b));
        if matches!(per, "per" | "на")
            && let Some(whole) = base(at)
        {
            let last = whole.next - 1;
            let near = |t: usize| t >= sentence.0 && t + 5 >= at && t + 1 < at;
            let value = |t: usize| {
                quantity::value(text, matches, t).filter(|v| v.next <= at).map(|v| (t, v))
            };
            let number = |t: &usize| {
                text.tokens.get(*t).is_some_and(|k| k.kind == TokenKind::Number)
                    && !t.checked_sub(1).is_some_and(|b| decimal(text, b))
            };
            let Some((t, v)) = (at.saturating_sub(5)..at)
                .rev()
                .filter(number)
                .find_map(|t| value(t).filter(|_| near(t)))
            else {
                continue;
            };
            let link = t.checked_sub(1).map_or("", |b| text.fold(b));
            if matches!(link, "to" | "до")
                && let Some((a, w)) =
                    (t.saturating_sub(5).max(sentence.0)..t - 1).filter(number).find_map(value)
            {
                found.push(count(a, &w, last));
            }
            found.push(count(t, &v, last));
        } else if let Some(whole) = base(at)
            && people(whole.next)
            && let Some((t, v)) = (whole.next + 1..(whole.next + 5).min(sentence.1)).find_map(|t| {
                let number = text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number);
                quantity::value(text, matches, t).filter(|_| number).map(|v| (t, v))
            })
        {
            let last = v.next - 1;
            found.push(Count { first: at, ..count(t, &v, last) });
        }
    }
    found
}

/// Whether a token is the sign within a decimal number.
fn decimal(text: &Text<'_>, token: usize) -> bool {
    text.tokens
        .get(token)
        .is_some_and(|t| t.kind == TokenKind::Sign && matches!(t.sign, '.' | ',') && !t.spaced)
        && text.tokens.get(token + 1).is_some_and(|t| !t.spaced)
}

/// Whether an item speaks of what is to come: then its number is a promise and no state of things.
pub(crate) fn promised(candidate: &Candidate) -> bool {
    !matches!(candidate.predicate.class, Class::State | Class::Run | Class::Report)
        && (candidate.predicate.class != Class::Do || candidate.predicate.form == Form::Future)
}

/// Whether what is counted are patients rather than the doctors who came.
fn counts_patients(matches: &[Match], count: &Count) -> bool {
    bits(matches, count.first, count.last + 1) & Feature::Patient.bit() != 0
}

/// The clause around a count: up to a comma or another count on either side.
fn bounds(
    text: &Text<'_>,
    sentence: (usize, usize),
    count: &Count,
    counts: &[Count],
    at: usize,
) -> (usize, usize) {
    let low = at.checked_sub(1).and_then(|b| counts.get(b)).map_or(sentence.0, |c| c.last + 1);
    let high = counts.get(at + 1).map_or(sentence.1, |c| c.first);
    let stop = |t: usize| {
        text.tokens.get(t).is_some_and(|t| {
            t.kind == TokenKind::Sign
                && matches!(t.sign, ',' | ';' | ':' | '—' | '«' | '"' | '“' | '.')
        })
    };
    let mut first = count.first;
    while first > low && !stop(first - 1) {
        first -= 1;
    }
    let mut end = count.last + 1;
    while end < high && !stop(end) {
        end += 1;
    }
    // A conjunction left over at either end belongs to the neighbour.
    while end > count.last + 1
        && matches!(text.fold(end - 1), "и" | "and" | "және" | "жана" | "va" | "ve" | "ал" | "а")
    {
        end -= 1;
    }
    while first < count.first
        && matches!(text.fold(first), "и" | "and" | "және" | "жана" | "va" | "ve" | "ал" | "а")
    {
        first += 1;
    }
    (first, end)
}
