//! Who acts: countries and organisations, and in which role each mention stands.

use crate::lexicon::{End, Match, Payload, tables};
use crate::quantity::is_money;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Feature, Form, Language, Naming};

/// The role a mention of a country plays in its clause, as case, preposition and head noun tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// People of the country: patients, doctors, students.
    People,
    /// A place in the country, or an institution of it.
    Place,
    /// The side that gets something.
    Recipient,
    /// Companies and products of the country.
    Maker,
    /// The side, the ministry, the state itself.
    Actor,
    /// "with", "between".
    With,
}

/// A country named in the text.
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    /// Index in the table of countries.
    pub country: u16,
    /// Kind of name.
    pub naming: Naming,
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// Role.
    pub role: Role,
    /// Whether a city stands for its country.
    pub acts: bool,
    /// Whether the word "side" follows: "the Kyrgyz side".
    pub side: bool,
    /// Whether something is asked of that side: "корей тараптан", "к американской стороне".
    pub asked: bool,
    /// Byte of the last word at which the stem ends, where the row lets an ending follow.
    pub stem: Option<u16>,
}

/// An organisation named in the text.
#[derive(Debug, Clone, Copy)]
pub struct Organisation {
    /// Index in the table of organisations.
    pub index: u16,
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
}

/// Code of a country by its index.
#[must_use]
pub fn code(country: u16) -> &'static str {
    tables::COUNTRIES.get(country as usize).map_or("", |c| c.0)
}

/// English name of a country by its index.
#[must_use]
pub fn name(country: u16) -> &'static str {
    tables::COUNTRIES.get(country as usize).map_or("", |c| c.1)
}

/// Index of a country by its code.
#[must_use]
pub fn index(code: &str) -> Option<u16> {
    tables::COUNTRIES.binary_search_by_key(&code, |c| c.0).ok().map(|i| i as u16)
}

/// The country whose ministry a text in this language means when it names none.
#[must_use]
pub const fn home(language: Language) -> Option<&'static str> {
    match language {
        Language::Kazakh | Language::KazakhLatin => Some("KZ"),
        Language::Kyrgyz => Some("KG"),
        Language::Uzbek | Language::UzbekCyrillic => Some("UZ"),
        Language::Turkish => Some("TR"),
        _ => None,
    }
}

fn capitals(text: &Text<'_>, token: usize) -> bool {
    // An ending may follow in small letters: "КМШнын";
    // and a short name may hold small letters: "KfW".
    let word = text.quote(token, token);
    word.chars().take(2).all(char::is_uppercase)
        || (word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().filter(|c| c.is_uppercase()).count() >= 2)
}

/// Whether a name stands as names stand in the language.
fn well_written(text: &Text<'_>, m: &Match, naming: Naming, language: Language) -> bool {
    let first = m.first as usize;
    let capital = text.tokens.get(first).is_some_and(|t| t.capital);
    match naming {
        Naming::Name | Naming::City => {
            let short = tables::ROWS
                .get(m.row as usize)
                .is_some_and(|r| r.rest.is_empty() && r.first.stem.chars().count() <= 3);
            capital
                && (!short || capitals(text, first) || !matches!(language, Language::English))
                && (text.fold(first) != "us" || capitals(text, first))
        }
        Naming::Adjective => !matches!(language, Language::English | Language::Turkish) || capital,
        Naming::People => true,
        Naming::Short => capitals(text, first),
        Naming::Mask => false,
    }
}

/// "6 million US dollars", "60 млн долларов США", "АҚШ доллары", "швейцарских франков": money is of no side.
fn of_money(text: &Text<'_>, matches: &[Match], first: usize, last: usize) -> bool {
    let money = |token: usize| {
        let from = matches.partition_point(|m| (m.first as usize) < token);
        matches[from.min(matches.len())..].iter().take_while(|m| m.first as usize == token).any(
            |m| m.last as usize == token && matches!(m.payload, Payload::Unit(u) if is_money(u)),
        )
    };
    let dollars =
        |token: usize| ["dollar", "доллар"].iter().any(|d| text.fold(token).starts_with(d));
    money(last + 1) || dollars(last + 1) || first.checked_sub(1).is_some_and(dollars)
}

/// Finds the countries of a text; where names overlap the longer one counts.
#[must_use]
pub fn countries(text: &Text<'_>, matches: &[Match], language: Language) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for m in matches {
        let Payload::Country(country, naming) = m.payload else { continue };
        let (first, last) = (m.first as usize, m.last as usize);
        if !well_written(text, m, naming, language) || of_money(text, matches, first, last) {
            continue;
        }
        let open = tables::ROWS
            .get(m.row as usize)
            .is_some_and(|r| r.rest.last().unwrap_or(&r.first).end == End::Inflected);
        let mention = Mention {
            country,
            naming,
            first,
            last,
            role: Role::Actor,
            acts: false,
            side: false,
            asked: false,
            stem: open.then_some(m.stem_end),
        };
        match found.last_mut() {
            Some(before) if first <= before.last => {
                if last - first > before.last - before.first {
                    *before = mention;
                }
            }
            _ => found.push(mention),
        }
    }
    for mention in &mut found {
        let next = text.fold(mention.last + 1);
        mention.side = ["сторон", "тарап", "жағы", "жак", "side", "tomon", "taraf"]
            .iter()
            .any(|w| next.starts_with(w));
        mention.asked = mention.side
            && if language.head_final() {
                ends(next, &["дан", "ден", "тан", "нан", "dan", "на", "ға", "га", "ка", "қа"])
            } else {
                ends(text.fold(mention.last), &["ую", "юю", "ой"])
            };
        // "түрк кесиптешинен сурады", "түрік әріптесінен": what is asked of a colleague is asked of that side.
        let colleague = ["кесиптеш", "әріптес", "өнөктөш", "серіктес"];
        if language.head_final()
            && colleague.iter().any(|w| next.starts_with(w))
            && ends(next, &["дан", "ден", "нан", "нен", "тан", "тен"])
        {
            (mention.side, mention.asked) = (true, true);
        }
        mention.role =
            if mention.side { Role::Actor } else { role(text, matches, mention, language) };
        // A city is a place, whatever stands after it: "Алматы облысында зауыт".
        if mention.naming == Naming::City && matches!(mention.role, Role::Maker | Role::Actor) {
            // "Seoul earmarks …", "the Seoul hospital": the city stands for its country; a dateline does not.
            mention.acts = text
                .tokens
                .get(mention.last + 1)
                .is_some_and(|t| t.kind == TokenKind::Word && !t.tied);
            mention.role = Role::Place;
        }
    }
    found
}

/// Finds the organisations of a text.
#[must_use]
pub fn organisations(text: &Text<'_>, matches: &[Match]) -> Vec<Organisation> {
    let mut found: Vec<Organisation> = Vec::new();
    for m in matches {
        let Payload::Organisation(index) = m.payload else { continue };
        let (first, last) = (m.first as usize, m.last as usize);
        let single = tables::ROWS.get(m.row as usize).is_some_and(|r| r.rest.is_empty());
        let letters = text.fold(first).chars().count();
        if single && letters <= 5 && !capitals(text, first) {
            continue;
        }
        if !text.tokens.get(first).is_some_and(|t| t.capital) {
            continue;
        }
        if let Some(before) = found.last_mut()
            && first <= before.last
        {
            if last > before.last {
                *before = Organisation { index, first, last };
            }
            continue;
        }
        found.push(Organisation { index, first, last });
    }
    found
}

/// The senses of a word, as far as roles need them.
fn sense(matches: &[Match], token: usize) -> Option<Role> {
    let from = matches.partition_point(|m| (m.first as usize) < token);
    let mut role = None;
    for m in matches[from.min(matches.len())..].iter().take_while(|m| m.first as usize == token) {
        match m.payload {
            Payload::Term(Feature::Patient | Feature::Medic | Feature::Student) => {
                return Some(Role::People);
            }
            Payload::Term(Feature::Facility | Feature::School | Feature::Institution) => {
                role = Some(Role::Place);
            }
            Payload::Term(
                Feature::Company
                | Feature::Drug
                | Feature::Vaccine
                | Feature::Device
                | Feature::Produce,
            ) if role.is_none() => {
                role = Some(Role::Maker);
            }
            Payload::Term(Feature::Ministry) => return Some(Role::Actor),
            _ => {}
        }
    }
    role
}

/// The first sense among the next or previous few words.
fn head(
    text: &Text<'_>,
    matches: &[Match],
    from: usize,
    forward: bool,
    reach: usize,
) -> Option<Role> {
    let mut at = from;
    for _ in 0..reach {
        at = if forward { at + 1 } else { at.checked_sub(1)? };
        let token = text.tokens.get(at)?;
        match token.kind {
            TokenKind::Word | TokenKind::Number => {}
            TokenKind::Sign if matches!(token.sign, '«' | '»' | '"' | '“' | '”') => continue,
            _ => return None,
        }
        if let Some(role) = sense(matches, at) {
            return Some(role);
        }
        // A verb between them: the country is its subject, not the owner of what follows.
        if forward && governs(matches, at) {
            return None;
        }
    }
    None
}

/// Whether a number word stands at a token.
fn at_number(matches: &[Match], token: usize) -> bool {
    let from = matches.partition_point(|m| (m.first as usize) < token);
    matches[from.min(matches.len())..]
        .iter()
        .take_while(|m| m.first as usize == token)
        .any(|m| matches!(m.payload, Payload::Number(..)))
}

/// Whether a predicate that asserts something begins at a token.
fn governs(matches: &[Match], token: usize) -> bool {
    let from = matches.partition_point(|m| (m.first as usize) < token);
    matches[from.min(matches.len())..].iter().take_while(|m| m.first as usize == token).any(|m| {
        matches!(
            m.payload,
            Payload::Cue(
                Class::Plan
                    | Class::Agree
                    | Class::Propose
                    | Class::Request
                    | Class::Interest
                    | Class::Intend
                    | Class::Discuss
                    | Class::Sign,
                Form::Past
            )
        )
    })
}

/// Whether the word before is a verb of giving: "передаст Монголии".
fn giving(matches: &[Match], token: usize) -> bool {
    token.checked_sub(1).is_some_and(|before| {
        let from = matches.partition_point(|m| (m.first as usize) < before);
        matches[from.min(matches.len())..]
            .iter()
            .take_while(|m| m.first as usize == before)
            .any(|m| m.payload == Payload::Term(Feature::Give))
    })
}

fn ends(word: &str, endings: &[&str]) -> bool {
    endings.iter().any(|e| word.ends_with(e))
}

/// "with the support of Türkiye", "при поддержке Турции", "Түркияның көмегімен", "Япониянын колдоосу менен": who helps acts.
fn helps(text: &Text<'_>, mention: &Mention, language: Language) -> bool {
    #[rustfmt::skip]
    const HELP: &[&str] = &["support", "assistance", "help", "funds", "поддержк", "содействи", "помощ", "средств", "көмег", "қолдау",
        "қаражат", "қаржы", "колдоо", "көмөг", "жардам", "каражат"];
    let at = if language.head_final() {
        let tied = text.tokens.get(mention.last + 1).is_some_and(|t| t.tied);
        Some(mention.last + 1 + usize::from(tied))
    } else if text.tokens.get(mention.last + 1).is_some_and(|t| t.tied) {
        Some(mention.last + 2)
    } else if mention.first.checked_sub(1).is_some_and(|b| matches!(text.fold(b), "of" | "from")) {
        mention.first.checked_sub(2)
    } else {
        mention.first.checked_sub(1)
    };
    at.is_some_and(|t| HELP.iter().any(|w| text.fold(t).starts_with(w)))
}

fn role(text: &Text<'_>, matches: &[Match], mention: &Mention, language: Language) -> Role {
    if mention.naming == Naming::Name && helps(text, mention, language) {
        return Role::Actor;
    }
    if mention.naming == Naming::People {
        return Role::People;
    }
    if mention.naming == Naming::Adjective {
        return head(text, matches, mention.last, true, 4).unwrap_or(Role::Actor);
    }
    let word = text.fold(mention.last);
    let before = mention.first.checked_sub(1).map_or("", |b| text.fold(b));
    match language.bit() {
        1 | 2 | 16 | 32 => turkic_role(text, matches, mention, word, language),
        4 => match before {
            "в" | "во" => Role::Place,
            "из" => head(text, matches, mention.first, false, 4)
                .filter(|r| *r == Role::People)
                .unwrap_or(Role::Maker),
            "для" => Role::Recipient,
            "с" | "со" => Role::With,
            _ => {
                // A genitive follows its head: "граждан Индии", "клиники Индии", "рынок Казахстана".
                if ends(word, &["и", "а", "ы", "ии"]) && mention.first > 0 {
                    head(text, matches, mention.first, false, 2).unwrap_or_else(|| {
                        if giving(matches, mention.first) { Role::Recipient } else { Role::Actor }
                    })
                } else if ends(word, &["у", "ю", "ии"]) && before != "в" {
                    Role::Recipient
                } else {
                    Role::Actor
                }
            }
        },
        _ => {
            let possessive = text.tokens.get(mention.last + 1).is_some_and(|t| t.tied);
            match before {
                "in" | "at" | "into" => Role::Place,
                "to" | "for" => Role::Recipient,
                "from" => head(text, matches, mention.first, false, 4)
                    .filter(|r| *r == Role::People)
                    .unwrap_or(Role::Maker),
                "of" => head(text, matches, mention.first, false, 4).unwrap_or(Role::Actor),
                "with" | "between" => Role::With,
                _ if possessive => {
                    head(text, matches, mention.last + 1, true, 4).unwrap_or(Role::Actor)
                }
                _ => Role::Actor,
            }
        }
    }
}

fn turkic_role(
    text: &Text<'_>,
    matches: &[Match],
    mention: &Mention,
    word: &str,
    language: Language,
) -> Role {
    // In Turkish and in Uzbek names with an apostrophe the ending is a token of its own.
    let tied =
        text.tokens.get(mention.last + 1).is_some_and(|t| t.tied && t.kind == TokenKind::Word);
    // "Қазақстан" ends as an ablative does: only what follows the stem is a case.
    let ending = mention.stem.and_then(|s| word.get(s as usize..)).unwrap_or(word);
    let (word, at) =
        if tied { (text.fold(mention.last + 1), mention.last + 1) } else { (ending, mention.last) };
    let (place, from, to, of): (&[&str], &[&str], &[&str], &[&str]) = match language.bit() {
        1 => (
            &["да", "де", "та", "те"],
            &["дан", "ден", "тан", "тен", "нан", "нен"],
            &["ға", "ге", "қа", "ке", "на", "не"],
            &["ның", "нің", "дың", "дің", "тың", "тің"],
        ),
        2 => (
            &["да", "де", "до", "дө", "та", "те"],
            &["дан", "ден", "тан", "тен", "нан", "нен"],
            &["га", "ге", "го", "гө", "ка", "ке", "на", "не"],
            &["нын", "нин", "дын", "дин", "тын", "тин", "нун"],
        ),
        16 => (&["da", "dagi"], &["dan"], &["ga", "ka", "qa"], &["ning"]),
        _ => (
            &["da", "de", "ta", "te", "daki", "deki"],
            &["dan", "den", "tan", "ten"],
            &["ya", "ye", "a", "e", "na", "ne"],
            &["nın", "nin", "nun", "nün", "ın", "in", "un", "ün"],
        ),
    };
    if language == Language::Turkish && !tied {
        return head(text, matches, at, true, 3).unwrap_or(Role::Actor);
    }
    // "Қазақстан Қарақол ауруханасына береді": a bare name before another name is the subject.
    if ending.is_empty()
        && !tied
        && mention.naming == Naming::Name
        && text.tokens.get(mention.last + 1).is_some_and(|t| {
            t.kind == TokenKind::Word && t.capital || t.kind == TokenKind::Number && !t.tied
        })
    {
        return Role::Actor;
    }
    // "23 кыргызстандык Россиянын борборлорунда дарыланды": a person of the country, where no noun follows.
    let person =
        ["лык", "лик", "дык", "дик", "тык", "тик", "лық", "лік", "дық", "дік", "тық", "тік"];
    if mention.stem.is_some() && person.iter().any(|p| word.starts_with(p)) {
        let next = text.tokens.get(at + 1);
        let alone = next.is_none_or(|t| t.kind != TokenKind::Word || t.capital);
        // "12 кыргызстандык дарыгерди кабыл алат": who is counted are people, whatever phrase the noun stands in.
        let counted = mention.first.checked_sub(1).is_some_and(|b| {
            text.tokens.get(b).is_some_and(|t| t.kind == TokenKind::Number) || at_number(matches, b)
        });
        let alone = alone || counted && sense(matches, at + 1).is_none();
        return head(text, matches, at, true, 2).filter(|_| !alone).unwrap_or(if alone {
            Role::People
        } else {
            Role::Actor
        });
    }
    if ends(
        word,
        &[
            "дағы", "дегі", "тағы", "тегі", "дагы", "деги", "догу", "тагы", "теги", "dagi", "daki",
            "deki", "taki", "teki",
        ],
    ) {
        head(text, matches, at, true, 5).filter(|r| *r == Role::People).unwrap_or(Role::Place)
    } else if ends(word, place) {
        // "Кореяда шығарылған бұйым": the country where something was made made it.
        const MADE: &[&str] =
            &["өндірілген", "шығарылған", "жасалған", "өндүрүлгөн", "чыгарылган", "жасалган"];
        if MADE.contains(&text.fold(at + 1)) { Role::Maker } else { Role::Place }
    } else if ends(word, from) {
        head(text, matches, at, true, 4).filter(|r| *r == Role::People).unwrap_or(Role::Maker)
    } else if ends(word, of) {
        head(text, matches, at, true, 5).unwrap_or(Role::Actor)
    } else if ends(word, to) {
        Role::Recipient
    } else {
        head(text, matches, at, true, 2).unwrap_or(Role::Actor)
    }
}
