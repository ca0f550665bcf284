//! Reads JSON that means one thing to every reader (RFC 7493): no name twice, no number that is not whole and exact.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Fault, LONGEST};

/// How many lists and objects may lie in one another.
const DEPTH: u8 = 24;
/// Largest whole number that every reader holds exactly.
const EXACT: u64 = (1 << 53) - 1;

/// Reads a text.
///
/// # Errors
/// [`Fault::TooLong`], [`Fault::NotJson`], [`Fault::Twice`], [`Fault::Number`], [`Fault::Deep`].
pub fn read(bytes: &[u8]) -> Result<Value, Fault> {
    if bytes.len() > LONGEST {
        return Err(Fault::TooLong);
    }
    let fault = Cell::new(Fault::NotJson);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = One { depth: 0, fault: &fault }.deserialize(&mut reader);
    let value = value.map_err(|_| fault.get())?;
    reader.end().map_err(|_| Fault::NotJson)?;
    Ok(value)
}

#[derive(Clone, Copy)]
struct One<'f> {
    depth: u8,
    fault: &'f Cell<Fault>,
}

impl One<'_> {
    fn refuse<E: Error>(self, fault: Fault) -> E {
        self.fault.set(fault);
        E::custom(fault.code())
    }

    fn inside<E: Error>(self) -> Result<Self, E> {
        if self.depth >= DEPTH {
            return Err(self.refuse(Fault::Deep));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }
}

impl<'de> DeserializeSeed<'de> for One<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for One<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        if value > EXACT {
            return Err(self.refuse(Fault::Number));
        }
        Ok(Value::from(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        if value.unsigned_abs() > EXACT {
            return Err(self.refuse(Fault::Number));
        }
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Value, E> {
        Err(self.refuse(Fault::Number))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(inside)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let inside = self.inside()?;
        let mut members = Map::new();
        while let Some(name) = object.next_key::<String>()? {
            if members.contains_key(&name) {
                return Err(self.refuse(Fault::Twice));
            }
            members.insert(name, object.next_value_seed(inside)?);
        }
        Ok(Value::Object(members))
    }
}
