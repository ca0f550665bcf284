//! Predicates: which verbs stand in a sentence, in which form, and whether they are negated.

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
                matches!(o.payload, Payload::Time(TimeWord::Start | TimeWord::End | TimeWord::After, _))
            });
        if last >= end || month || since {
            continue;
        }
        let reading = read(text, m, form, language);
        // "жогорулатып келишти" is coming back, not agreeing.
        let came = text.fold(start) == "келишти"
            && start.checked_sub(1).is_some_and(|b| {
                ["ып", "ип", "уп", "үп"].iter().any(|e| text.fold(b).ends_with(e))
            });
        let class = if came { Class::Do } else { class };
        // "жүргізіп келеді": the second verb only says that the first goes on.
        let lasts = language.head_final() && start == last && lasting(text, start);
        let (class, form) =
            if lasts { (Class::Run, Form::Progressive) } else { (class, reading.form) };
        let yearly = language == Language::English
            && class == Class::Do
            && form == Form::Past
            && text.fold(last).ends_with('s')
            && (first..end).any(|t| is(matches, t, Feature::PerYear));
        let form = if yearly { Form::Present } else { form };
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

/// Whether a Turkic word is an auxiliary that only says that the action before it goes on.
fn going_on(word: &str) -> bool {
    const AUXILIARIES: &[&str] = &[
        "жатат",
        "жатышат",
        "жатабыз",
        "жатыр",
        "жатырмыз",
        "отыр",
        "отырмыз",
        "тұр",
        "жүр",
        "турат",
        "турушат",
        "жүрөт",
        "жүрүшөт",
        "yotir",
        "turibdi",
    ];
    AUXILIARIES.contains(&word)
}

/// Whether a Turkic verb stands after a converb and only says that its action goes on.
fn lasting(text: &Text<'_>, token: usize) -> bool {
    const GOING_ON: &[&str] =
        &["келеді", "келет", "жүр", "тұр", "отыр", "жатыр", "жатат", "жүрөт", "турат"];
    let converb = |t: usize| {
        let word = text.fold(t);
        // "зерттеп", "иштеп": after a vowel the ending is one letter.
        word.chars().count() > 3
            && ["ып", "іп", "ип", "уп", "үп", "ап", "еп", "оп", "өп"]
                .iter()
                .any(|e| word.ends_with(e))
            && !matches!(word, "болып" | "болуп")
    };
    GOING_ON.contains(&text.fold(token)) && token.checked_sub(1).is_some_and(converb)
}

/// "are already working", "have been steadily expanding": an action goes on, whatever the verb.
fn progressive(text: &Text<'_>, found: &mut Vec<Predicate>, first: usize, end: usize) {
    #[rustfmt::skip]
    const NO_ACTION: &[&str] = &["going", "being", "meeting", "morning", "evening", "building", "training", "according",
        "missing", "lacking", "willing", "interesting", "pending", "outstanding", "remaining", "promising", "encouraging"];
    for be in first..end {
        if !matches!(text.fold(be), "is" | "are" | "was" | "were" | "been") {
            continue;
        }
        let verb = (be + 1..(be + 4).min(end)).find(|t| text.fold(*t).ends_with("ing"));
        let Some(verb) = verb else { continue };
        let adverbs = (be + 1..verb).all(|t| {
            let word = text.fold(t);
            word.ends_with("ly") || matches!(word, "already" | "now" | "also" | "still")
        });
        let word = text.fold(verb);
        if !adverbs || word.len() < 6 || NO_ACTION.contains(&word) {
            continue;
        }
        let known = found.iter().position(|p| p.first <= verb && be <= p.last);
        let run = Predicate {
            class: Class::Run,
            form: Form::Progressive,
            negated: false,
            first: be,
            last: verb,
            row: None,
            rule: "going on, by the form of the verb",
        };
        match known {
            Some(at) if matches!(found[at].class, Class::Do | Class::Run) => {
                found[at] = Predicate { row: found[at].row, negated: found[at].negated, ..run };
            }
            Some(_) => {}
            None => {
                let at = found.iter().position(|p| p.first > be).unwrap_or(found.len());
                found.insert(at, run);
            }
        }
    }
}

/// Where cues overlap the longer one counts, then the one with the longer stem, then the more telling class.
fn settle(found: &mut Vec<Predicate>, new: Predicate, m: &Match) {
    if let Some(at) = found.iter().position(|p| new.first <= p.last && p.first <= new.last) {
        let old = found[at];
        let stem = |row: Option<u16>| {
            row.and_then(|r| tables::ROWS.get(r as usize))
                .map_or(0, |r| r.first.stem.chars().count())
        };
        let key = |p: &Predicate| (p.last - p.first, p.finite(), stem(p.row));
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
                if matches!(whole.form, Form::Past | Form::Future) && !word.ends_with(['у', 'ү']) {
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
            if language.head_final() && given == Form::Past && m.last > m.first && going_on(&word)
            {
                // "курулуп жатат", "жүргізіп отыр": the auxiliary of a converb is no future.
                return Reading { form: Form::Progressive, negated: told.negated };
            }
            if language.head_final() && given == Form::Past {
                let action: &[&str] = match language {
                    Language::Kyrgyz => &["уу", "үү", "оо", "өө"],
                    _ => &["у", "ю"],
                };
                let form = match told.form {
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
        let described =
            form == Form::Past && text.fold(last + 1) == "by" && !helped(text, m.first as usize);
        // "a delegation led by": the participle describes its noun.
        return Reading { form: if described { Form::Participle } else { form }, negated: false };
    }
    found
}

/// Whether an English participle has an auxiliary before it.
fn helped(text: &Text<'_>, first: usize) -> bool {
    (1..=3).filter_map(|back| first.checked_sub(back)).any(|t| {
        matches!(
            text.fold(t),
            "was" | "were" | "is" | "are" | "been" | "be" | "being" | "has" | "have" | "had"
        )
    })
}

/// An English participle takes its tense from what stands before it.
fn english_form(text: &Text<'_>, first: usize) -> Form {
    let mut at = first;
    for _ in 0..4 {
        let Some(before) = at.checked_sub(1) else { break };
        at = before;
        match text.fold(at) {
            "will" | "would" | "shall" => return Form::Future,
            "to" => return Form::Infinitive,
            "being" => return Form::Progressive,
            "be" | "been" | "also" | "soon" | "not" | "jointly" | "already" | "later"
            | "recently" => {}
            _ => break,
        }
    }
    Form::Past
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

/// Auxiliaries that stand after a Turkic verb or before a Russian one.
fn with_auxiliary(text: &Text<'_>, p: Predicate, end: usize, language: Language) -> Predicate {
    let mut p = p;
    let after = if p.last + 1 < end { text.fold(p.last + 1) } else { "" };
    if language.head_final() {
        if p.form == Form::Converb {
            let going_on = [
                "жатыр",
                "отыр",
                "жүр",
                "тұр",
                "келеді",
                "жатат",
                "жатышат",
                "турат",
                "келет",
                "жүрөт",
                "жатқан",
                "жаткан",
                "отырған",
                "yotir",
                "turibdi",
            ];
            if going_on.iter().any(|g| after.starts_with(g)) {
                p.form = Form::Progressive;
                p.last += 1;
            } else if after.starts_with("кел")
                && ["ди", "ді", "ишти", "ген"].iter().any(|e| after.ends_with(e))
            {
                p.form = Form::Past;
                p.last += 1;
            } else if after.starts_with("тур") || after.starts_with("кел") {
                p.form = Form::Present;
            } else if let Some(form) = completed(after, language) {
                p.form = form;
                p.last += 1;
            }
        } else if matches!(p.form, Form::Past | Form::Future) && attributive(text, p.last, end) {
            p.form = Form::Participle;
        }
    } else if language == Language::Russian
        && matches!(p.class, Class::Do | Class::Sign | Class::Approve | Class::Run)
        && let Some(before) = p.first.checked_sub(1)
        && matches!(text.fold(before), "будет" | "будут")
    {
        p.form = Form::Future;
    }
    p
}

/// The form of an auxiliary that says an action is done with: "токтотуп койгон", "беріп жіберді", "бүтүп калат".
fn completed(word: &str, language: Language) -> Option<Form> {
    const STEMS: &[&str] = &[
        "кой", "қой", "кал", "қал", "таста", "ташта", "жібер", "жибер", "чык", "шық", "бүт", "ал",
        "бер",
    ];
    let stem = STEMS.iter().find(|s| word.starts_with(**s))?;
    let form = verb_form(word.get(stem.len()..)?, word, language, false).form;
    matches!(form, Form::Past | Form::Future).then_some(form)
}

/// A Turkic converb before a comma or "and" is a clause of its own and takes the tense of the verb that closes the
/// chain: "талқылап, … қол қойды" is "discussed and signed".
fn coordinate(text: &Text<'_>, found: &mut [Predicate], language: Language) {
    if !language.head_final() {
        return;
    }
    for at in (0..found.len()).rev() {
        let p = found[at];
        let closed = text.tokens.get(p.last + 1).is_some_and(|t| t.sign == ',')
            || matches!(text.fold(p.last + 1), "және" | "жана" | "әрі" | "va" | "ve");
        if p.form != Form::Converb || !closed || p.class == Class::Report {
            continue;
        }
        if let Some(next) = found[at + 1..].iter().find(|n| n.governs()).copied() {
            found[at].form = next.form;
            // "басталып, аяқталуы күтілуде": what closes the chain with a plan plans all of it.
            if next.class == Class::Plan && matches!(p.class, Class::Do | Class::Run | Class::Sign)
            {
                found[at].class = Class::Plan;
            }
        }
    }
}

/// A Turkic participle that stands before its noun describes it and closes no clause.
pub(crate) fn attributive(text: &Text<'_>, last: usize, end: usize) -> bool {
    const PARTICIPLES: &[&str] = &[
        "атын", "етін", "йтын", "йтін", "ятын", "итін", "adigan", "ydigan", "ған", "ген", "қан",
        "кен", "ган", "гон", "гөн", "кан", "кон", "көн", "gan",
    ];
    const CLOSING: &[&str] = &[
        "жоқ",
        "емес",
        "болатын",
        "еді",
        "екен",
        "деп",
        "эле",
        "экен",
        "эмес",
        "жок",
        "болчу",
        "edi",
        "ekan",
        "emas",
        "болуп",
        "болып",
        "да",
        "де",
        "та",
        "те",
    ];
    let word = text.fold(last);
    if !PARTICIPLES.iter().any(|p| word.ends_with(p)) || last + 1 >= end {
        return false;
    }
    text.tokens.get(last + 1).is_some_and(|t| t.kind == TokenKind::Word)
        && !CLOSING.contains(&text.fold(last + 1))
}

/// "планируется обсудить" is talk; "планируется открыть" is a plan; "готов построить" is an intention.
fn join(text: &Text<'_>, found: &mut Vec<Predicate>, language: Language) {
    let mut at = 0;
    while at + 1 < found.len() {
        let (one, two) = (found[at], found[at + 1]);
        let gap = two.first.saturating_sub(one.last + 1);
        let only_words = (one.last + 1..two.first)
            .all(|t| text.tokens.get(t).is_some_and(|t| t.kind == TokenKind::Word));
        if language.head_final() {
            if gap <= 2
                && only_words
                && one.class == Class::Discuss
                && !one.finite()
                && two.class == Class::Plan
            {
                found[at] = Predicate {
                    first: one.first,
                    class: Class::Discuss,
                    rule: "talk that is planned",
                    ..two
                };
                found.remove(at + 1);
                continue;
            }
        } else if one.class == Class::Discuss
            && one.finite()
            && matches!(two.class, Class::Run | Class::Do)
            && only_words
            && talk(text.fold(one.first))
            && !(one.last + 1..two.first).any(|t| matches!(text.fold(t), "и" | "and"))
        {
            // "Talks on opening … are going on", "… are not finished": it is said of the talk.
            found.remove(at + 1);
            continue;
        } else if matches!(one.class, Class::Plan)
            && gap <= 3
            && only_words
            && two.class != Class::Report
        {
            let class = match two.class {
                Class::Discuss => Class::Discuss,
                Class::Intend | Class::Interest | Class::Need => two.class,
                _ => Class::Plan,
            };
            let rule =
                if class == Class::Discuss { "talk that is planned" } else { "planned action" };
            found[at] = Predicate { class, last: two.last, rule, ..one };
            found.remove(at + 1);
            continue;
        }
        at += 1;
    }
}

/// Whether a word names talk: what is said of it is not said of what the talk is about.
fn talk(word: &str) -> bool {
    ["переговор", "обсужден", "консультац", "talks", "negotiation", "discussion", "consultation"]
        .iter()
        .any(|w| word.starts_with(w))
}

/// "договорились, что Турция будет принимать": what is agreed to happen is agreed, what is planned to happen is planned,
/// and the words that say so belong to it. In Turkic the clause stands before the verb, with "деп" between them.
fn agreed_that(text: &Text<'_>, found: &mut Vec<Predicate>, language: Language) {
    let head_final = language.head_final();
    let mut at = 0;
    while at + 1 < found.len() {
        let one = found[at];
        // In Turkic the word that links them is itself a verb of saying.
        let link = found[at + 1].class == Class::Report && found[at + 1].first == one.last + 1;
        let next = at + 1 + usize::from(head_final && link);
        let Some(two) = found.get(next).copied() else { break };
        let (agreed, act) = if head_final { (two, one) } else { (one, two) };
        let linked = if head_final {
            matches!(text.fold(one.last + 1), "деп" | "деген" | "deb" | "diye")
                && two.first <= one.last + 3
        } else {
            (one.last + 1..two.first.min(one.last + 6))
                .any(|t| matches!(text.fold(t), "что" | "чтобы" | "that"))
        };
        let decides = matches!(agreed.class, Class::Agree | Class::Plan) && agreed.finite();
        if linked && to_come(&act) && decides {
            let negated = act.negated || agreed.negated;
            let rule = if agreed.class == Class::Agree { "agreed that" } else { "planned that" };
            let whole = Predicate { negated, rule, ..agreed };
            found.splice(at..=next, [whole]);
            continue;
        }
        at += 1;
    }
}

/// Whether a predicate tells what is still to happen.
const fn to_come(p: &Predicate) -> bool {
    match p.class {
        Class::Plan | Class::Intend => p.finite(),
        Class::Do | Class::Run | Class::Sign | Class::Attend => {
            p.finite() && !matches!(p.form, Form::Past)
        }
        _ => false,
    }
}

/// When no lexicon row governs a Turkic sentence, the ending of its last word still tells the tense.
fn by_ending(
    text: &Text<'_>,
    first: usize,
    end: usize,
    language: Language,
    said: Option<usize>,
) -> Option<Predicate> {
    if !language.head_final() {
        return None;
    }
    let mut at = (first..end)
        .rev()
        .find(|t| text.tokens.get(*t).is_some_and(|t| t.kind == TokenKind::Word))?;
    // "келерин билдирди", "жеткізілетінін айтты": the participle before the verb of saying tells.
    if said == Some(at) {
        at = at.checked_sub(1).filter(|t| *t >= first)?;
    }
    let word = text.fold(at);
    if word.chars().count() < 4 {
        return None;
    }
    // Without the stem, "-ады" may be the past of a vowel stem or the future of another: it tells nothing.
    let told = ["дырады", "діреді", "тырады", "тіреді", "ғызады", "гізеді", "қызады", "кізеді"];
    let doubtful = language.bit() == 1
        && (word.ends_with("ады") || word.ends_with("еді"))
        && !told.iter().any(|t| word.ends_with(t));
    if doubtful {
        return None;
    }
    let reading = verb_form(word, word, language, false);
    let class = match reading.form {
        Form::Future => Class::Plan,
        Form::Progressive => Class::Run,
        // What was said to have happened: a bare past of an unknown verb tells too little.
        Form::Past if said == Some(at + 1) && word.ends_with('н') => Class::Do,
        _ => return None,
    };
    Some(Predicate {
        class,
        form: reading.form,
        negated: reading.negated,
        first: at,
        last: at,
        row: None,
        rule: "ending of the verb",
    })
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
