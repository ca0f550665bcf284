//! Indicators: numbers about a country that are facts, not promises.

use crate::date;
use crate::item::Candidate;
use crate::level::{
    before_it, change, expectancy, held_against, listed, number_of, stated, treated,
};
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
    dates: &[date::Mention],
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
    let whole_span = sentence;
    let told = rates(text, matches, sentence, dates)
        .into_iter()
        .map(|count| ("rate", count))
        .chain(expectancy(text, matches, sentence).map(|count| ("life expectancy", count)))
        .chain(
            number_of(text, matches, sentence)
                .filter(|n| !counts.iter().any(|c| c.first <= n.first && n.first <= c.last))
                .map(|count| ("number of them", count)),
        );
    for (name, count) in told {
        let subject = mentions
            .iter()
            .find(|m| m.first >= sentence.0 && m.last < sentence.1 && m.role == Role::Place)
            .map(|m| m.country)
            .or(sides.home);
        let reading = Reading {
            name,
            count,
            first: count.first,
            end: count.last + 1,
            subject,
            origin: None,
            unit: count.unit.to_owned(),
        };
        let other =
            held_against(text, matches, sentence, &count).filter(|_| name == "rate").map(|was| {
                Reading { count: was, first: was.first, end: was.last + 1, ..reading.clone() }
            });
        found.push(reading);
        found.extend(other);
    }
    let rated = found.iter().any(|r| r.name == "rate");
    for (at, count) in counts.iter().enumerate() {
        // "10 мың тұрғынға 38 дәрігерден": what a rate is held to is no figure of its own.
        if rated && matches!(count.milli / 1000, 1_000 | 10_000 | 100_000 | 1_000_000) {
            continue;
        }
        let (first, end) = bounds(text, sentence, count, counts, at);
        let here = bits(matches, first, end);
        let whole = bits(matches, sentence.0, sentence.1);
        // "хочет зарегистрировать 25 дженериков", "cleared four drugs for sale": an act on so many, no state of the register.
        let wished = [Class::Intend, Class::Request, Class::Agree, Class::Approve, Class::Propose]
            .iter()
            .any(|class| cue(matches, sentence.0, sentence.1, *class));
        let registered = (here | whole) & Feature::Register.bit() != 0
            && !applied_for(text, sentence)
            && !wished;
        // "has completed the delivery of 85 machines" tells an act.
        let act = (first..end).any(|t| {
            matches!(text.fold(t), "has" | "have" | "had")
                && (text.fold(t + 1).ends_with("ed")
                    || matches!(text.fold(t + 1), "already" | "also" | "now" | "recently")
                        && text.fold(t + 2).ends_with("ed"))
        });
        let state = !act && cue(matches, first, end, Class::State);
        let is = state || stated(text, whole_span);
        let home = !foreign(mentions, sentence, sides.home);
        let name = match count.unit {
            "medicine" if registered => "registered medicines",
            "device" if registered => "registered medical devices",
            "medicine" | "device" | "item" if here & Feature::Aid.bit() == 0 && state => "products",
            "person" if here & Feature::Student.bit() != 0 && taken_in(text, sentence) => continue,
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
            // "has committed to finance 60 per cent": a promise.
            "percent" if cue(matches, first, count.first, Class::Agree) => continue,
            "percent" => "share",
            "case" if is => "cases",
            // "5,700 patients were treated since the beginning of the year", told of home and of no guests.
            "person"
                if home
                    && whole & Feature::Visit.bit() == 0
                    && count.milli >= 1_000_000
                    && treated(text, sentence)
                    && !mentions.iter().any(|m| {
                        m.first >= sentence.0 && m.last < sentence.1 && m.role == Role::People
                    })
                    && !cue(matches, first, end, Class::Plan) =>
            {
                "people of the country"
            }
            "person"
                if (nationwide(text, mentions, sentence)
                    || home && listed(text, sentence)
                    || home && is && count.milli >= 10_000_000
                    || of_home(mentions, sentence, sides.home) && !treated(text, sentence))
                    && count.milli >= if home { 100_000 } else { 1_000_000 }
                    && !cue(matches, first, count.first, Class::Plan)
                    && (is
                        || cue(matches, first, end, Class::Run)
                        || home && treated(text, sentence)
                        || listed(text, (first, end))) =>
            {
                "people of the country"
            }
            "study" => "planned capacity",
            "person" if capacity(text, sentence, whole) && counts_patients(matches, count) => {
                "planned capacity"
            }
            // The beds of one hospital are its size; those of a country are a fact about it.
            "bed"
                if (state || home && is && nationwide(text, mentions, sentence))
                    && whole & Feature::Facility.bit() == 0 =>
            {
                "beds"
            }
            "item" if state || sorts(text, count.last) || whole & Feature::PerYear.bit() != 0 => {
                "types of goods"
            }
            "company" if is => "companies",
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
        // How a country's own people fare says nothing of the other side.
        let own = matches!(name, "people of the country" | "cases" | "share" | "beds");
        let (subject, origin) = match (subject, origin, &sides.countries[..]) {
            _ if own => {
                let place = scope.iter().find(|m| m.role == Role::Place).map(|m| m.country);
                (
                    place.or(sides.home),
                    pick(Role::Maker).filter(|m| Some(*m) != place.or(sides.home)),
                )
            }
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
        let counted = at.checked_sub(1).and_then(|b| counts.get(b));
        if count.unit == "percent"
            && counted.is_none_or(|c| c.unit != "percent")
            && let Some(was) = before_it(text, matches, count)
        {
            let unit = unit.to_owned();
            found.push(Reading { name, count: was, first: was.first, end, subject, origin, unit });
        }
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

/// "Kazakhstan accepted 12 Turkish students" tells an act.
fn taken_in(text: &Text<'_>, sentence: (usize, usize)) -> bool {
    const TAKE: &[&str] =
        &["принял", "принят", "примет", "примут", "accept", "admit", "қабылда", "кабыл"];
    (sentence.0..sentence.1).any(|t| TAKE.iter().any(|w| text.fold(t).starts_with(w)))
}

/// "Makers applied for the registration of 48 medicines": what is applied for is not registered.
fn applied_for(text: &Text<'_>, sentence: (usize, usize)) -> bool {
    const APPLY: &[&str] =
        &["appl", "dossier", "заяв", "досье", "өтініш", "өтінім", "өтүнмө", "арыз", "өтүнүч"];
    (sentence.0..sentence.1).any(|t| APPLY.iter().any(|w| text.fold(t).starts_with(w)))
}

/// Whether a sentence names a country that is not the home of the text.
fn foreign(mentions: &[Mention], sentence: (usize, usize), home: Option<u16>) -> bool {
    mentions.iter().any(|m| m.first >= sentence.0 && m.last < sentence.1 && Some(m.country) != home)
}

/// "Мұнда жылына бес жүз бала ем алады", "It will treat 500 children a year": how many a place takes in a year.
fn capacity(text: &Text<'_>, sentence: (usize, usize), bits: u64) -> bool {
    #[rustfmt::skip]
    const HERE: &[&str] = &["мұнда", "онда", "осында", "мында", "анда", "ушунда", "здесь", "там", "тут", "here"];
    bits & Feature::PerYear.bit() != 0 && HERE.contains(&text.fold(sentence.0))
}

/// "25 наименований", "25 аталыш": what is counted are sorts of things.
fn sorts(text: &Text<'_>, token: usize) -> bool {
    ["наименован", "аталыш", "атау", "вид", "түр", "type", "kind"]
        .iter()
        .any(|w| text.fold(token).starts_with(w))
}

/// Whether a sentence speaks of a whole country: "в стране", "елімізде", or the country as a place.
fn nationwide(text: &Text<'_>, mentions: &[Mention], sentence: (usize, usize)) -> bool {
    #[rustfmt::skip]
    const COUNTRY: &[&str] = &["стране", "республике", "елімізде", "елде", "өлкөдө", "өлкөбүздө", "республикада", "республикамызда",
        "country", "nationwide", "republic", "страны", "республики", "елдің", "еліміздің", "өлкөнүн", "өлкөбүздүн", "республиканын"];
    (sentence.0..sentence.1).any(|t| COUNTRY.contains(&text.fold(t)))
        || mentions.iter().any(|m| {
            m.first >= sentence.0
                && m.last < sentence.1
                && m.naming == Naming::Name
                && m.role == Role::Place
        })
}

/// Whether a sentence names the people of home: "почти 19 тысяч казахстанцев".
fn of_home(mentions: &[Mention], sentence: (usize, usize), home: Option<u16>) -> bool {
    mentions.iter().any(|m| {
        m.first >= sentence.0
            && m.last < sentence.1
            && m.role == Role::People
            && Some(m.country) == home
    })
}

/// Rates: "fell from 13.2 to 11.8 per 1,000 live births", "57 случаев на 100 тысяч населения", "100 миң калкка 45".
fn rates(
    text: &Text<'_>,
    matches: &[Match],
    sentence: (usize, usize),
    dates: &[date::Mention],
) -> Vec<Count> {
    let dated = |t: usize| dates.iter().any(|d| d.first <= t && t <= d.last);
    let base = |t: usize| {
        quantity::value(text, matches, t)
            .filter(|v| matches!(v.milli / 1000, 100 | 1_000 | 10_000 | 100_000 | 1_000_000))
    };
    let people = |t: usize| {
        const PEOPLE: &[&str] = &[
            "шаққанда",
            "эсептегенде",
            "тұрғын",
            "калк",
            "адам",
            "туған",
            "туыл",
            "төрөл",
            "тируу",
        ];
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
        let figure = |t: usize| text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Number);
        // "на тысячу жителей", "мың тұрғынға"
        let thousand = matches!(text.fold(at), "тысячу" | "мың" | "миң" | "thousand")
            && !at.checked_sub(1).is_some_and(figure);
        if !figure(at) && !thousand {
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
                    && !dated(*t)
            };
            // "На 10 тысяч населения приходится 41 врач"
            let falls = (whole.next..(whole.next + 3).min(sentence.1))
                .find(|t| text.fold(*t).starts_with("приход"));
            if per == "на"
                && let Some((t, v)) = falls.and_then(|f| {
                    (f + 1..(f + 4).min(sentence.1))
                        .filter(number)
                        .find_map(|t| quantity::value(text, matches, t).map(|v| (t, v)))
                })
            {
                found.push(Count { first: at - 1, ..count(t, &v, v.next - 1) });
                continue;
            }
            let Some((t, v)) = (at.saturating_sub(5)..at)
                .rev()
                .filter(number)
                .find_map(|t| value(t).filter(|_| near(t)))
            else {
                continue;
            };
            let link = t.checked_sub(1).map_or("", |b| text.fold(b));
            if matches!(link, "to" | "до")
                && let Some((a, w)) = (t.saturating_sub(5).max(sentence.0)..t - 1)
                    .filter(number)
                    .filter(|a| matches!(text.fold(a.saturating_sub(1)), "с" | "со" | "from"))
                    .find_map(value)
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
