//! Predicates: which verbs stand in a sentence, in which form, and whether they are negated.

mod english;
mod guess;
mod join;
mod turkic;

pub(crate) use self::english::helped;
use self::english::{
    alone, before_a_noun, before_its_verb, by_a_day, english_form, headline, inserted, progressive,
    reduced, temporal,
};
pub(crate) use self::guess::by_form;
use self::join::{agreed_that, interposed, join, named};
pub(crate) use self::turkic::{attributive, lasting};
use self::turkic::{by_ending, coordinate, going_on, with_auxiliary};
use crate::lexicon::{Match, Payload, tables};
use crate::morphology::{Reading, verb_form};
use crate::script::likeliest;
use crate::text::{Text, TokenKind};
use crate::vocabulary::{Class, Delivery, Feature, Form, Language, Stage, TimeWord};

/// A predicate in a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Predicate {
    /// What it does.
    pub class: Class,
    /// Its form.
    pub form: Form,
    /// Whether it is negated.
    pub negated: bool,
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    /// Row that found it; absent when only the ending of the verb tells.
    pub row: Option<u16>,
    /// Name of the rule where two predicates were joined.
    pub rule: &'static str,
}

impl Predicate {
    /// Whether it can govern a clause.
    #[must_use]
    pub const fn finite(&self) -> bool {
        matches!(
            self.form,
            Form::Past | Form::Present | Form::Progressive | Form::Future | Form::Conditional
        )
    }

    /// Whether it says something about a stage, rather than who reported it.
    #[must_use]
    pub fn governs(&self) -> bool {
        self.finite() && self.class != Class::Report
    }
}

fn at(matches: &[Match], token: usize) -> impl Iterator<Item = &Match> {
    let from = matches.partition_point(|m| (m.first as usize) < token);
    matches[from.min(matches.len())..].iter().take_while(move |m| m.first as usize == token)
}

fn features_at(matches: &[Match], token: usize) -> impl Iterator<Item = Feature> {
    at(matches, token).filter_map(|m| match m.payload {
        Payload::Term(feature) => Some(feature),
        _ => None,
    })
}

fn is(matches: &[Match], token: usize, wanted: Feature) -> bool {
    features_at(matches, token).any(|f| f == wanted)
}

/// Finds the predicates between two tokens.
#[must_use]
pub fn find(
    text: &Text<'_>,
    matches: &[Match],
    first: usize,
    end: usize,
    language: Language,
) -> Vec<Predicate> {
    let mut found: Vec<Predicate> = Vec::new();
    let from = matches.partition_point(|m| (m.first as usize) < first);
    for m in matches[from.min(matches.len())..].iter().take_while(|m| (m.first as usize) < end) {
        let Payload::Cue(class, form) = m.payload else { continue };
        let (start, last) = (m.first as usize, m.last as usize);
        // "May" with a capital is a month.
        let month = text.fold(start) == "may" && text.tokens.get(start).is_some_and(|t| t.capital);
        // "2024-жылдан бери" is "since", whatever "бер-" means elsewhere.
        let since = start == last
            && at(matches, start).any(|o| {
                matches!(
                    o.payload,
                    Payload::Time(TimeWord::Start | TimeWord::End | TimeWord::After, _)
                )
            });
        // "жасанды интеллект" makes nothing, whatever "жаса-" means elsewhere.
        let named = start == last
            && at(matches, start)
                .any(|o| o.last as usize > last && o.payload == Payload::Term(Feature::Digital));
        if last >= end || month || since || named || noun_of_paper(text, first, start) {
            continue;
        }
        let reading = read(text, m, form, language);
        // "жогорулатып келишти" is coming back, not agreeing.
        let came = text.fold(start) == "келишти"
            && start.checked_sub(1).is_some_and(|b| {
                ["ып", "ип", "уп", "үп"].iter().any(|e| text.fold(b).ends_with(e))
            });
        let class = if came { Class::Do } else { class };
        // "тіркегісі келеді", "каттаткысы келет": whoever would like to.
        let would = matches!(text.fold(start), "келеді" | "келетінін" | "келет" | "келерин")
            && start.checked_sub(1).is_some_and(|b| {
                ["гісі", "ғысы", "кісі", "қысы", "гиси", "гысы", "киси", "кысы", "гүсү", "гусу"]
                    .iter()
                    .any(|e| text.fold(b).ends_with(e))
            });
        let class = if would { Class::Intend } else { class };
        // "жүргізіп келеді": the second verb only says that the first goes on.
        let lasts = language.head_final() && start == last && lasting(text, start);
        let (class, form) =
            if lasts { (Class::Run, Form::Progressive) } else { (class, reading.form) };
        // "Every year 200 patients are treated", "trains 20 nurses every year": a habit goes on.
        let present = text.fold(last).ends_with('s')
            || start.checked_sub(1).is_some_and(|b| matches!(text.fold(b), "is" | "are"));
        let yearly = language == Language::English
            && class == Class::Do
            && form == Form::Past
            && present
            && (first..end).any(|t| is(matches, t, Feature::PerYear));
        // "thanked Germany for training": the same words name a purpose elsewhere.
        if text.fold(start) == "for" && class == Class::Do && !thanked(text, first, start) {
            continue;
        }
        let form = if yearly { Form::Present } else { form };
        // "Hungary announced 25 scholarships": who announces a number promises it.
        let announced = class == Class::Report
            && !language.head_final()
            && ["announced", "announces", "объявил", "анонсировал"]
                .iter()
                .any(|w| text.fold(last).starts_with(w))
            && text.tokens.get(last + 1).is_some_and(|t| t.kind == TokenKind::Number);
        let class = if announced { Class::Agree } else { class };
        // "жеткирилиши керек", "the delivery must be finished": what must be done is due, what is needed is wished for.
        let due = language.head_final()
            && class == Class::Need
            && start == last
            && matches!(text.fold(start), "керек" | "қажет" | "зарыл")
            && start.checked_sub(1).is_some_and(|b| {
                ["уі", "уы", "луусу", "иши", "ышы", "уушу", "үүшү", "шу", "шү"]
                    .iter()
                    .any(|e| text.fold(b).ends_with(e))
            });
        let class = if due { Class::Plan } else { class };
        // "пожелал, чтобы коллеги подключили": a past after "чтобы" is what is wished.
        let wished = language == Language::Russian
            && form == Form::Past
            && (1..=6)
                .filter_map(|back| start.checked_sub(back))
                .take_while(|t| *t >= first && text.tokens.get(*t).is_some_and(|k| k.sign != ','))
                .any(|t| text.fold(t) == "чтобы");
        let form = if wished { Form::Infinitive } else { form };
        let predicate = Predicate {
            class,
            form,
            negated: reading.negated || negated(text, matches, start, last, end, language),
            first: start,
            last,
            row: Some(m.row),
            rule: "cue",
        };
        settle(&mut found, predicate, m);
    }
    if language == Language::English {
        progressive(text, &mut found, first, end);
    }
    for predicate in &mut found {
        *predicate = with_auxiliary(text, *predicate, end, language);
    }
    coordinate(text, &mut found, language);
    if language == Language::English {
        reduced(text, &mut found);
        before_its_verb(text, &mut found, end);
    }
    if !language.head_final() {
        temporal(text, &mut found, first, end);
        interposed(text, &mut found, first);
    }
    // "a centre, to be commissioned in 2029": beside another verb an infinitive tells what its noun is for.
    if language == Language::English {
        let to_be = |p: &Predicate| {
            text.fold(p.first) == "to" && text.fold(p.first + 1) == "be" && p.class == Class::Plan
        };
        if found.iter().any(|p| p.governs() && !to_be(p)) {
            found.iter_mut().filter(|p| to_be(p)).for_each(|p| p.form = Form::Infinitive);
        }
    }
    if language == Language::English && found.iter().all(|p| !p.finite()) {
        headline(text, &mut found, first);
        alone(text, &mut found);
    }
    named(text, &mut found, language);
    join(text, &mut found, language);
    agreed_that(text, &mut found, language);
    if found.iter().all(|p| !p.governs())
        && let Some(predicate) = by_ending(
            text,
            first,
            end,
            language,
            found.iter().rfind(|p| p.class == Class::Report).map(|p| p.last),
        )
    {
        found.push(predicate);
        found.sort_by_key(|p| p.first);
    }
    found
}

/// "Notes on a grant were exchanged", "a letter of intent on": nouns that look like verbs of saying and meaning.
fn noun_of_paper(text: &Text<'_>, first: usize, start: usize) -> bool {
    match text.fold(start) {
        "notes" => {
            start == first
                || matches!(text.fold(start + 1), "on" | "were" | "exchanged" | "verbales")
                || start.checked_sub(1).is_some_and(|b| matches!(text.fold(b), "of" | "exchanged"))
        }
        "intent" => start.checked_sub(1).is_some_and(|b| text.fold(b) == "of"),
        _ => false,
    }
}

/// Whether thanks or praise stand before a token.
fn thanked(text: &Text<'_>, first: usize, token: usize) -> bool {
    (first..token)
        .any(|t| ["thank", "grat", "apprec", "prais"].iter().any(|w| text.fold(t).starts_with(w)))
}

/// Where cues overlap the longer one counts, then the one with the longer stem, then the more telling class.
fn settle(found: &mut Vec<Predicate>, new: Predicate, m: &Match) {
    if let Some(at) = found.iter().position(|p| new.first <= p.last && p.first <= new.last) {
        let old = found[at];
        let stem = |row: Option<u16>| {
            row.and_then(|r| tables::ROWS.get(r as usize)).map_or(0, |r| {
                let rest = r.rest.iter().map(|w| w.stem.chars().count()).sum::<usize>();
                r.first.stem.chars().count() + rest
            })
        };
        // A noun of action has rows of its own: "подписание" is no past of "подписать".
        let noun = |p: &Predicate| p.form == Form::Noun && stem(p.row) >= 9;
        let key = |p: &Predicate| (p.last - p.first, p.finite() || noun(p), stem(p.row));
        if key(&new) > key(&old) && m.row != old.row.unwrap_or(u16::MAX) {
            found[at] = new;
        }
        return;
    }
    found.push(new);
}

fn read(text: &Text<'_>, m: &Match, form: Form, language: Language) -> Reading {
    let last = m.last as usize;
    let folded = text.fold(last);
    let (word, rest) = match language {
        Language::KazakhLatin => {
            (likeliest(folded), likeliest(folded.get(m.stem_end as usize..).unwrap_or("")))
        }
        _ => (folded.into(), folded.get(m.stem_end as usize..).unwrap_or("").into()),
    };
    let (word, rest) = (word.as_ref(), rest.as_ref());
    // A row that lists a whole form is read as a whole.
    let rest = if rest.is_empty() && form == Form::Auto { word } else { rest };
    let found = match form {
        Form::Auto | Form::Perfective => {
            let perfective = form == Form::Perfective;
            let mut told = verb_form(rest, word, language, perfective);
            // A row may hold the mark of tense within its stem: "бөлд*" of "бөлді".
            if language.head_final() && told.form == Form::Noun && rest.chars().count() == 1 {
                let whole = verb_form(word, word, language, perfective);
                if matches!(whole.form, Form::Past | Form::Future) && !word.ends_with(['у', 'ү'])
                {
                    told = whole;
                }
            }
            // In a Russian phrase the verb may stand first: "проходят обучение".
            if told.form == Form::Noun && language == Language::Russian && m.last > m.first {
                verb_form("", text.fold(m.first as usize), language, perfective)
            } else {
                told
            }
        }
        given => {
            // The row gives the form; the ending may still tell a future, a negation or a noun of action.
            let told = verb_form(rest, word, language, true);
            if language.head_final() && given == Form::Past && m.last > m.first && going_on(word) {
                // "курулуп жатат", "жүргізіп отыр": the auxiliary of a converb is no future.
                return Reading { form: Form::Progressive, negated: told.negated };
            }
            if language.head_final() && given == Form::Past {
                let action: &[&str] = match language {
                    Language::Kyrgyz => &["уу", "үү", "оо", "өө"],
                    _ => &["у", "ю"],
                };
                // "аткарылышын талкуулашты": a verbal noun in the accusative.
                let verbal = language == Language::Kyrgyz
                    && ["ышын", "ишин", "ушун", "үшүн"].iter().any(|e| word.ends_with(e));
                let form = match told.form {
                    _ if verbal => Form::Noun,
                    // "мүмкүнчүлүгүн карап чыгууну суранды": the converb of a noun of action asserts nothing.
                    Form::Converb if named_action(text.fold(last + 1), action) => Form::Noun,
                    Form::Future | Form::Progressive | Form::Conditional => told.form,
                    // "келишим түзүү": a noun of action asserts nothing.
                    Form::Noun if action.iter().any(|a| rest.starts_with(a)) => Form::Noun,
                    _ => given,
                };
                Reading { form, negated: told.negated }
            } else if language == Language::Russian
                && given == Form::Past
                && told.form == Form::Participle
            {
                // "меморандум, подписанный в 2017 году": a full participle describes its noun.
                told
            } else {
                Reading { form: given, negated: false }
            }
        }
    };
    if language == Language::English
        && found.form == Form::Infinitive
        && text.fold(m.first as usize) == "to"
        && (m.first as usize)
            .checked_sub(1)
            .is_some_and(|b| matches!(text.fold(b), "is" | "are" | "was" | "were"))
    {
        return Reading { form: Form::Future, negated: false };
    }
    if language == Language::English && found.form == Form::Past {
        let form = english_form(text, m.first as usize);
        let first = m.first as usize;
        let described = form == Form::Past
            && ((text.fold(last + 1) == "by" && !helped(text, first) && !by_a_day(text, last + 2))
                || (first == last && before_a_noun(text, first))
                || inserted(text, first, last));
        // "a delegation led by": the participle describes its noun.
        return Reading { form: if described { Form::Participle } else { form }, negated: false };
    }
    found
}

/// Whether a Turkic word is a noun of action in the accusative or the dative: "чыгууну", "беруді".
fn named_action(word: &str, action: &[&str]) -> bool {
    const CASES: &[&str] = &["ну", "нү", "ды", "ді", "ны", "ні", "га", "гө", "ға", "ге"];
    CASES
        .iter()
        .filter_map(|c| word.strip_suffix(c))
        .any(|stem| action.iter().any(|a| stem.ends_with(a)) && stem.chars().count() > 2)
}

fn negated(
    text: &Text<'_>,
    matches: &[Match],
    first: usize,
    last: usize,
    end: usize,
    language: Language,
) -> bool {
    if language.head_final() {
        return (last + 1..(last + 3).min(end)).any(|t| is(matches, t, Feature::Negation));
    }
    let reach = if language == Language::English { 4 } else { 2 };
    let mut at = first;
    for _ in 0..reach {
        let Some(before) = at.checked_sub(1) else { break };
        at = before;
        let Some(token) = text.tokens.get(at) else { break };
        if token.kind != TokenKind::Word {
            break;
        }
        if is(matches, at, Feature::Negation) && !matches!(text.fold(at), "без" | "ни") {
            // "не менее", "не только" negate nothing.
            return !matches!(text.fold(at + 1), "менее" | "только" | "less" | "only");
        }
        if language == Language::Russian
            && !matches!(text.fold(at), "был" | "была" | "было" | "были" | "пока" | "еще")
        {
            break;
        }
    }
    false
}

/// The stage and the delivery that a predicate gives to what it governs, and the name of the rule.
#[must_use]
pub fn stage(p: &Predicate) -> (Stage, Delivery, &'static str) {
    use Delivery::{Delivered, NotStated, Suspended, Underway};
    let future = matches!(p.form, Form::Future | Form::Conditional);
    match p.class {
        Class::Discuss => (Stage::Discussed, NotStated, "on the agenda"),
        Class::Interest => (Stage::Interest, NotStated, "interest"),
        Class::Request => (Stage::Interest, NotStated, "request"),
        Class::Propose => (Stage::Proposed, NotStated, "proposal"),
        Class::Intend => (Stage::Proposed, NotStated, "intention"),
        Class::Plan => (Stage::Planned, NotStated, "plan"),
        Class::Agree => (Stage::Agreed, NotStated, "agreement"),
        Class::Provide => (Stage::Agreed, NotStated, "point of a document"),
        Class::Approve if future => (Stage::Planned, NotStated, "approval to come"),
        Class::Approve => (Stage::Agreed, NotStated, "approval"),
        Class::Sign if future || !p.finite() => (Stage::Planned, NotStated, "signing to come"),
        Class::Sign => (Stage::Signed, NotStated, "signature"),
        Class::InForce if future => (Stage::Signed, NotStated, "entry into force to come"),
        Class::InForce => (Stage::InForce, NotStated, "in force"),
        Class::Run if future => (Stage::Planned, NotStated, "start to come"),
        Class::Run => (Stage::Agreed, Underway, "going on"),
        Class::Do if future => (Stage::Planned, NotStated, "future action is not delivery"),
        Class::Do if matches!(p.form, Form::Progressive | Form::Present) => {
            (Stage::Agreed, Underway, "going on")
        }
        Class::Do => (Stage::Agreed, Delivered, "done"),
        Class::Attend if future => (Stage::Planned, NotStated, "future action is not delivery"),
        Class::Attend => (Stage::Agreed, Delivered, "done"),
        Class::Stop => (Stage::Agreed, Suspended, "stopped"),
        Class::Need | Class::State | Class::Report => (Stage::Mentioned, NotStated, "background"),
    }
}
