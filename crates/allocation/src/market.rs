//! The form `kelisim-market/1`: a market as people write it.
//!
//! Nothing here is required while reading, so that [`crate::compile`] can list everything that is missing or wrong at
//! once. The JSON Schema of `docs/formats/market.schema.json` is made from these types.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::canonical::{Json, object, text};
use crate::scalar::Written;

/// Members of an object that the form does not know.
pub type Unknown = BTreeMap<String, IgnoredAny>;

/// What a type of the form looks like in JSON Schema.
pub trait Schema {
    /// The schema of a value of this type.
    fn schema() -> Json<'static>;
}

/// Declares one object of the form: the struct, its reader and writer, and its schema with the same words.
macro_rules! form {
    ($(#[doc = $about:literal])* struct $name:ident { $($(#[doc = $doc:literal])* $key:literal $field:ident: $ty:ty,)* }) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone, Default, Serialize, Deserialize)]
        pub struct $name {
            $($(#[doc = $doc])*
            #[serde(rename = $key, default, skip_serializing_if = "Option::is_none")]
            pub $field: Option<$ty>,)*
            /// Members that the form does not know; each is a problem.
            #[serde(flatten, skip_serializing)]
            pub unknown: Unknown,
        }

        impl Schema for $name {
            fn schema() -> Json<'static> {
                let mut about = String::new();
                $(about.push_str($about);)*
                let mut members = Vec::new();
                $({
                    let mut doc = String::new();
                    $(doc.push_str($doc);)*
                    let mut schema = <$ty>::schema();
                    if let Json::Obj(parts) = &mut schema {
                        parts.retain(|(key, _)| key != "description");
                        parts.push(("description".into(), text(doc.trim().to_owned())));
                    }
                    members.push(($key.into(), schema));
                })*
                object([
                    ("type", text("object")),
                    ("description", text(about.trim().to_owned())),
                    ("properties", Json::Obj(members)),
                    ("additionalProperties", Json::Bool(false)),
                ])
            }
        }
    };
}

form! {
    /// A market: who asks for what, who may be given it, and by which rule.
    struct Market {
        /// Always `kelisim-market/1`.
        "format" format: String,
        /// Where the schema of the form lies, for editors; not read.
        "$schema" schema_at: String,
        /// What the market is called.
        "title" title: String,
        /// Applicants by id.
        "applicants" applicants: Table<Applicant>,
        /// Programmes by id.
        "programmes" programmes: Table<Programme>,
        /// Caps over sets of programmes or lines, nested to any depth.
        "quotas" quotas: Vec<Quota>,
        /// Institutions with a capacity and one list of their own over all applicants to their programmes.
        "leads" leads: Table<Lead>,
        /// A published merit or priority order of applicants, best first; groups are equals.
        "order" order: Groups,
        /// Places already held, for exchanges: applicant to programme.
        "owners" owners: Table<String>,
        /// Pairs of applicants with one joint list.
        "couples" couples: Vec<Couple>,
        /// The rule.
        "rules" rules: Rules,
    }
}

form! {
    /// One applicant.
    struct Applicant {
        /// Places wanted, best first; an entry is a programme, `programme:line`, or a list of equals.
        "prefs" prefs: Groups,
        /// What reserves may ask for, such as `rural` or `region:KG-N`.
        "types" types: Vec<String>,
    }
}

form! {
    /// One programme.
    struct Programme {
        /// Number of places; with lines it may be left out and is their sum.
        "capacity" capacity: Written,
        /// Applicants accepted, best first; whoever is not listed is not acceptable.
        "prefs" prefs: Groups,
        /// Scores by applicant, higher is better; whoever has none is not acceptable.
        "scores" scores: Table<Written>,
        /// Funding lines in order of precedence.
        "lines" lines: Vec<Line>,
        /// Places kept for applicants of a type.
        "reserves" reserves: Vec<Reserve>,
        /// `reserved-first` (a minimum guarantee) or `open-first` (over and above).
        "precedence" precedence: String,
        /// Lower quota: the programme opens with at least so many or not at all.
        "lower" lower: Written,
        /// Places that rank differently, in the order in which they are filled.
        "slots" slots: Vec<Slot>,
        /// Places that were announced and taken back; they are not part of `capacity`.
        "withdrawn" withdrawn: Written,
    }
}

form! {
    /// A funding line of a programme.
    struct Line {
        /// Its name; applicants write `programme:name`.
        "name" name: String,
        /// Number of places, at least one.
        "places" places: Written,
    }
}

form! {
    /// Places kept for a type of applicant.
    struct Reserve {
        /// The type.
        "type" kind: String,
        /// Number of places.
        "places" places: Written,
        /// `soft`: what nobody of the type takes is open to all; `hard`: it stays empty.
        "kind" hardness: String,
    }
}

form! {
    /// One or several places of a programme with an order of their own.
    struct Slot {
        /// The line these places belong to; without one, any line of the programme.
        "line" line: String,
        /// Applicants these places may go to, best first.
        "order" order: Groups,
        /// Number of places, one if left out.
        "places" places: Written,
    }
}

form! {
    /// A cap over a set of programmes or lines.
    struct Quota {
        /// Its name.
        "id" id: String,
        /// Programmes, `programme:line`, leads or other quotas.
        "members" members: Vec<String>,
        /// The most applicants the members may hold together.
        "cap" cap: Written,
        /// The fewest applicants they must hold together.
        "floor" floor: Written,
        /// Who gives way: the one who comes last in this order of applicants.
        "order" order: Groups,
        /// Who gives way: the member furthest above its target; places by member.
        "targets" targets: Table<Written>,
        /// Who gives way: the last of these members that holds a place.
        "precedence" precedence: Vec<String>,
    }
}

form! {
    /// An institution over several programmes (the lecturer of the student–project form).
    struct Lead {
        /// The most applicants its programmes may hold together.
        "capacity" capacity: Written,
        /// Its programmes.
        "programmes" programmes: Vec<String>,
        /// Its list of applicants, best first, which holds for each of its programmes.
        "prefs" prefs: Groups,
        /// Its scores by applicant, instead of a list.
        "scores" scores: Table<Written>,
    }
}

form! {
    /// Two applicants who rank pairs of places together.
    struct Couple {
        /// The two applicants.
        "members" members: Vec<String>,
        /// Pairs of places for the first and the second, best first; `null` is no place.
        "prefs" prefs: Vec<Vec<Option<String>>>,
    }
}

form! {
    /// The published rule.
    struct Rules {
        /// `deferred-acceptance`, `serial-dictatorship`, `top-trading-cycles` or `immediate-acceptance`.
        "mechanism" mechanism: String,
        /// `applicants` or `programmes`.
        "proposing" proposing: String,
        /// `refuse`, `lottery`, `stable-improvement-cycles`, `max-size` or `max-size-exact`.
        "ties" ties: String,
        /// Where the draw comes from.
        "lottery" lottery: Lottery,
        /// `roth-peranson` or `exact`.
        "couples" couples: String,
        /// `close-or-fill-exact` or `extended-seats`.
        "lower" lower: String,
        /// `refuse` or `exact`.
        "overlapping" overlapping: String,
    }
}

form! {
    /// The source of the draw; exactly one member.
    struct Lottery {
        /// The seed in hexadecimal.
        "seed" seed: String,
        /// A named round of a public beacon that lies after the sealing of the market.
        "beacon" beacon: Beacon,
        /// SHA-256 commitments of the parties, whose values are revealed after the sealing.
        "commit_reveal" commit_reveal: Vec<Commitment>,
        /// Applicants in an order drawn elsewhere, for reproduction.
        "order" order: Vec<String>,
    }
}

form! {
    /// A round of a public beacon.
    struct Beacon {
        /// The chain hash of the drand network, in hexadecimal.
        "chain" chain: String,
        /// The number of the round.
        "round" round: Written,
    }
}

form! {
    /// One party's commitment.
    struct Commitment {
        /// Who committed.
        "party" party: String,
        /// SHA-256 of the value that the party will reveal, in hexadecimal.
        "sha256" sha256: String,
    }
}

/// Members of an object in the order written, with repeated keys kept so that they can be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<T>(pub Vec<(String, T)>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = Table<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Table<T>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Table(members))
            }
        }
        deserializer.deserialize_map(Members(std::marker::PhantomData))
    }
}

/// An order with equals: a list whose items are ids or lists of ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups(pub Vec<Vec<String>>);

impl Serialize for Groups {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}

impl<'de> Deserialize<'de> for Groups {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "an id or a list of ids")]
        enum Item {
            One(String),
            Equals(Vec<String>),
        }
        struct Items;
        impl<'de> Visitor<'de> for Items {
            type Value = Groups;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of ids or of lists of ids")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Groups, A::Error> {
                let mut groups = Vec::new();
                while let Some(item) = seq.next_element()? {
                    groups.push(match item {
                        Item::One(id) => vec![id],
                        Item::Equals(ids) => ids,
                    });
                }
                Ok(Groups(groups))
            }
        }
        deserializer.deserialize_seq(Items)
    }
}

impl Schema for String {
    fn schema() -> Json<'static> {
        object([("type", text("string"))])
    }
}

impl Schema for Written {
    fn schema() -> Json<'static> {
        let pattern =
            object([("type", text("string")), ("pattern", text(r"^-?\d{1,18}(\.\d{1,18})?$"))]);
        object([("anyOf", Json::Arr(vec![object([("type", text("integer"))]), pattern]))])
    }
}

impl Schema for Groups {
    fn schema() -> Json<'static> {
        let equals = object([("type", text("array")), ("items", String::schema())]);
        let item = object([("anyOf", Json::Arr(vec![String::schema(), equals]))]);
        object([("type", text("array")), ("items", item)])
    }
}

impl<T: Schema> Schema for Table<T> {
    fn schema() -> Json<'static> {
        object([("type", text("object")), ("additionalProperties", T::schema())])
    }
}

impl<T: Schema> Schema for Vec<T> {
    fn schema() -> Json<'static> {
        object([("type", text("array")), ("items", T::schema())])
    }
}

impl<T: Schema> Schema for Option<T> {
    fn schema() -> Json<'static> {
        object([("anyOf", Json::Arr(vec![T::schema(), object([("type", text("null"))])]))])
    }
}

/// The JSON Schema of the form.
#[must_use]
pub fn schema() -> Json<'static> {
    let mut schema = Market::schema();
    if let Json::Obj(members) = &mut schema {
        members.push(("$schema".into(), text("https://json-schema.org/draft/2020-12/schema")));
        members.push(("title".into(), text("kelisim-market/1")));
        members.push(("required".into(), Json::Arr(vec![text("applicants"), text("programmes")])));
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_schema_is_the_one_of_the_types() {
        let at = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/formats/market.schema.json");
        let made = schema().pretty();
        if std::env::var_os("KELISIM_WRITE_SCHEMA").is_some() {
            std::fs::write(at, &made).unwrap();
        }
        let published = std::fs::read_to_string(at).unwrap();
        assert_eq!(
            published, made,
            "write it anew with KELISIM_WRITE_SCHEMA=1 cargo test -p kelisim-allocation schema"
        );
    }

    #[test]
    fn repeated_keys_and_unknown_members_are_kept_for_the_checker() {
        let market: Market = serde_json::from_str(
            r#"{"applicants":{"a":{"prefs":["p",["q","r"]]},"a":{"pref":[]}},"colour":1}"#,
        )
        .unwrap();
        let applicants = market.applicants.unwrap().0;
        assert_eq!(applicants.len(), 2);
        assert_eq!(
            applicants[0].1.prefs.as_ref().unwrap().0,
            [vec!["p".to_owned()], vec!["q".into(), "r".into()]]
        );
        assert!(applicants[1].1.unknown.contains_key("pref"));
        assert!(market.unknown.contains_key("colour"));
    }
}
