//! The form of a market in JSON: which members there are and of what kind, so that both verifiers read the same.
//!
//! A member that is null counts as left out. Whole numbers are digits without a sign, at most fifteen of them, written
//! as a number or in quotes; a score may have a sign and, in quotes, a fraction.

use serde_json::{Map, Value};

use crate::market::decimal;
use crate::tables::whole;

/// What a value must be.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Word,
    Whole,
    Score,
    /// A list of words.
    Words,
    /// A list of words or lists of words.
    Groups,
    /// A list of pairs of words or nulls.
    Pairs,
    One(&'static Form),
    List(&'static Form),
    Table(&'static Form),
    Scores,
    Numbers,
    Owners,
}

type Form = [(&'static str, Kind)];

use Kind::{Groups, List, Numbers, One, Owners, Pairs, Score, Scores, Table, Whole, Word, Words};

const MARKET: &Form = &[
    ("format", Word),
    ("$schema", Word),
    ("title", Word),
    ("applicants", Table(&[("prefs", Groups), ("types", Words)])),
    ("programmes", Table(PROGRAMME)),
    ("quotas", List(QUOTA)),
    (
        "leads",
        Table(&[("capacity", Whole), ("programmes", Words), ("prefs", Groups), ("scores", Scores)]),
    ),
    ("order", Groups),
    ("owners", Owners),
    ("couples", List(&[("members", Words), ("prefs", Pairs)])),
    ("rules", One(RULES)),
];

const PROGRAMME: &Form = &[
    ("capacity", Whole),
    ("prefs", Groups),
    ("scores", Scores),
    ("lines", List(&[("name", Word), ("places", Whole)])),
    ("reserves", List(&[("type", Word), ("places", Whole), ("kind", Word)])),
    ("precedence", Word),
    ("lower", Whole),
    ("slots", List(&[("line", Word), ("order", Groups), ("places", Whole)])),
    ("withdrawn", Whole),
];

const QUOTA: &Form = &[
    ("id", Word),
    ("members", Words),
    ("cap", Whole),
    ("floor", Whole),
    ("order", Groups),
    ("targets", Numbers),
    ("precedence", Words),
];

const RULES: &Form = &[
    ("mechanism", Word),
    ("proposing", Word),
    ("ties", Word),
    ("lottery", One(LOTTERY)),
    ("couples", Word),
    ("lower", Word),
    ("overlapping", Word),
];

const LOTTERY: &Form = &[
    ("seed", Word),
    ("beacon", One(&[("chain", Word), ("round", Whole)])),
    ("commit_reveal", List(&[("party", Word), ("sha256", Word)])),
    ("order", Words),
];

/// Checks a market and takes out what is null.
///
/// # Errors
/// The first value that is not of its kind.
pub(crate) fn market(value: &mut Value) -> Result<(), String> {
    one(value, MARKET, "market")
}

/// Checks the rules alone.
///
/// # Errors
/// As [`market`].
pub(crate) fn rules(value: &mut Value) -> Result<(), String> {
    if value.is_null() { Ok(()) } else { one(value, RULES, "rules") }
}

fn members<'a>(value: &'a mut Value, at: &str) -> Result<&'a mut Map<String, Value>, String> {
    value.as_object_mut().ok_or_else(|| format!("`{at}` is not an object"))
}

fn items<'a>(value: &'a mut Value, at: &str) -> Result<&'a mut Vec<Value>, String> {
    value.as_array_mut().ok_or_else(|| format!("`{at}` is not a list"))
}

fn one(value: &mut Value, form: &Form, at: &str) -> Result<(), String> {
    let members = members(value, at)?;
    members.retain(|_, value| !value.is_null());
    for (key, value) in members {
        let Some((_, kind)) = form.iter().find(|(name, _)| name == key) else {
            return Err(format!("`{at}` has an unknown member `{key}`"));
        };
        check(value, *kind, key)?;
    }
    Ok(())
}

fn each(value: &mut Value, kind: Kind, at: &str) -> Result<(), String> {
    items(value, at)?.iter_mut().try_for_each(|item| check(item, kind, at))
}

fn every(value: &mut Value, kind: Kind, at: &str) -> Result<(), String> {
    members(value, at)?.values_mut().try_for_each(|value| check(value, kind, at))
}

fn check(value: &mut Value, kind: Kind, at: &str) -> Result<(), String> {
    let good = match kind {
        Kind::Word => value.is_string(),
        Kind::Whole => is_whole(value),
        Kind::Score => is_score(value),
        Kind::Words => return each(value, Word, at),
        Kind::Groups => {
            let item = |item: &mut Value| match item.is_array() {
                true => check(item, Words, at),
                false => check(item, Word, at),
            };
            return items(value, at)?.iter_mut().try_for_each(item);
        }
        Kind::Pairs => {
            let place = |place: &Value| place.is_string() || place.is_null();
            let pair = |pair: &Value| {
                pair.as_array().is_some_and(|pair| pair.len() == 2 && pair.iter().all(place))
            };
            items(value, at)?.iter().all(pair)
        }
        Kind::One(form) => return one(value, form, at),
        Kind::List(form) => return each(value, One(form), at),
        Kind::Table(form) => return every(value, One(form), at),
        Kind::Scores => return every(value, Score, at),
        Kind::Numbers => return every(value, Whole, at),
        Kind::Owners => return every(value, Word, at),
    };
    if good { Ok(()) } else { Err(format!("a value of `{at}` is not of its kind")) }
}

fn is_whole(value: &Value) -> bool {
    match value {
        Value::String(text) => whole::<u64>(text).is_some(),
        Value::Number(number) => {
            number.as_u64().is_some_and(|own| whole::<u64>(&own.to_string()).is_some())
        }
        _ => false,
    }
}

fn is_score(value: &Value) -> bool {
    match value {
        Value::String(text) => {
            let text = text.strip_prefix('-').unwrap_or(text);
            text.split('.').count() <= 2
                && text.split('.').all(|part| {
                    (1..=18).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
                })
                && decimal(value).is_some()
        }
        Value::Number(number) => number.as_i64().is_some_and(|own| own.unsigned_abs() < 1 << 53),
        _ => false,
    }
}
