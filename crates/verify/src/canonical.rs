//! Canonical JSON (RFC 8785) of values without fractions: writing it, and reading nothing else.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Value;

use crate::scan;

/// The canonical text of a value.
#[must_use]
pub fn canonical(value: &Value) -> String {
    let mut out = String::new();
    put(value, &mut out);
    out
}

fn put(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                put(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            // Bytes below 0xEE begin characters whose order is the same in UTF-8 and in UTF-16.
            let plain = members.keys().all(|key| key.bytes().all(|byte| byte < 0xEE));
            let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
            if !plain {
                sorted.sort_by_cached_key(|(key, _)| key.encode_utf16().collect::<Vec<u16>>());
            } else if !sorted.is_sorted_by_key(|(key, _)| *key) {
                sorted.sort_by_key(|(key, _)| *key);
            }
            out.push('{');
            for (at, (key, value)) in sorted.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                quote(key, out);
                out.push(':');
                put(value, out);
            }
            out.push('}');
        }
        Value::String(text) => quote(text, out),
        other => out.push_str(&other.to_string()),
    }
}

/// Writes a string in quotes with the shortest escapes.
pub(crate) fn quote(text: &str, out: &mut String) {
    out.push('"');
    if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        out.push_str(text);
        out.push('"');
        return;
    }
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", control as u32)),
            other => out.push(other),
        }
    }
    out.push('"');
}

/// How many lists and objects may lie in one another.
const DEPTH: usize = 100;

/// Reads canonical text and nothing else, from front to back; what is read is borrowed from the text.
///
/// `None` stands for text that is not canonical: a blank, a name out of order or there twice, a letter escaped that need
/// not be.
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// Begins at the front.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// Whether everything was read.
    pub(crate) fn ended(&self) -> bool {
        self.at == self.text.len()
    }

    /// What was read since a place.
    pub(crate) fn since(&self, from: usize) -> &'a str {
        &self.text[from..self.at]
    }

    /// How many bytes were read.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next byte.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    /// Reads an object; `each` gets the name of each member and reads its value.
    pub(crate) fn members(
        &mut self,
        mut each: impl FnMut(&mut Self, Cow<'a, str>) -> Option<()>,
    ) -> Option<()> {
        self.eat(b'{')?;
        if self.eat(b'}').is_some() {
            return Some(());
        }
        let mut last: Option<Cow<'a, str>> = None;
        loop {
            let name = self.string()?;
            if last.is_some_and(|last| order(&last, &name) != Ordering::Less) {
                return None;
            }
            last = Some(name.clone());
            self.eat(b':')?;
            each(self, name)?;
            if self.eat(b'}').is_some() {
                return Some(());
            }
            self.eat(b',')?;
        }
    }

    /// Reads any value and gives its text.
    pub(crate) fn value(&mut self) -> Option<&'a str> {
        let from = self.at;
        self.depth += 1;
        match self.peek().filter(|_| self.depth < DEPTH)? {
            b'{' => self.members(|reader, _| reader.value().map(drop))?,
            b'[' => self.list()?,
            b'"' => drop(self.string()?),
            _ => self.word()?,
        }
        self.depth -= 1;
        Some(self.since(from))
    }

    fn list(&mut self) -> Option<()> {
        self.eat(b'[')?;
        if self.eat(b']').is_some() {
            return Some(());
        }
        loop {
            self.value()?;
            if self.eat(b']').is_some() {
                return Some(());
            }
            self.eat(b',')?;
        }
    }

    /// A whole number that every reader holds exactly (RFC 7493, section 2.2), or `true`, `false`, `null`.
    fn word(&mut self) -> Option<()> {
        let rest = &self.text.as_bytes()[self.at..];
        let digits = rest.iter().take(15).take_while(|byte| byte.is_ascii_digit()).count();
        let ends = matches!(rest.get(digits), None | Some(b',' | b'}' | b']'));
        if ends && digits > 0 && (rest[0] != b'0' || digits == 1) {
            self.at += digits;
            return Some(());
        }
        let end = rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']'));
        let word = &self.text[self.at..self.at + end.unwrap_or(rest.len())];
        let whole = |number: i64| number.unsigned_abs() < 1 << 53 && number.to_string() == word;
        let known = ["true", "false", "null"].contains(&word) || word.parse().is_ok_and(whole);
        known.then(|| self.at += word.len())
    }

    /// A string without its quotes.
    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.eat(b'"')?;
        let from = self.at;
        let mut end = from + scan::first(&self.text.as_bytes()[from..], b' ', [b'"', b'\\'])?;
        if self.text.as_bytes()[end] == b'"' {
            self.at = end + 1;
            return Some(Cow::Borrowed(&self.text[from..end]));
        }
        while self.text.as_bytes().get(end)? != &b'"' {
            end += if self.text.as_bytes()[end] == b'\\' { 2 } else { 1 };
        }
        self.at = end + 1;
        let whole = &self.text[from - 1..=end];
        let read: String = serde_json::from_str(whole).ok()?;
        let mut again = String::with_capacity(whole.len());
        quote(&read, &mut again);
        (again == whole).then_some(Cow::Owned(read))
    }
}

/// The order of names: by UTF-16 code units (RFC 8785, section 3.2.3). That is the order of bytes, but that characters
/// of four bytes, which begin with 0xF0 to 0xF4, come before those that begin with 0xEE and 0xEF.
fn order(left: &str, right: &str) -> Ordering {
    let weight = |byte: u8| if matches!(byte, 0xEE | 0xEF) { byte + 0x10 } else { byte };
    match left.bytes().zip(right.bytes()).find(|(a, b)| a != b) {
        Some((a, b)) => weight(a).cmp(&weight(b)),
        None => left.len().cmp(&right.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str) -> bool {
        let mut reader = Reader::new(text);
        reader.value().is_some() && reader.ended()
    }

    #[test]
    fn what_is_written_canonically_is_read_whole() {
        let value: Value = serde_json::from_str(
            r#"{"b":[1,-2,{"x":null}],"a":"q\"\\\u0001\n/é","\ud83d\ude00":true,"\uffee":0,"":[],"e":{}}"#,
        )
        .unwrap();
        assert!(reads(&canonical(&value)), "{}", canonical(&value));
    }

    #[test]
    fn whatever_else_says_the_same_is_not_read() {
        for text in [
            "",
            " 1",
            "1 ",
            "01",
            "-0",
            "1.0",
            "1.5",
            "9007199254740992",
            "-9223372036854775808",
            "1e3",
            "nul",
            "\"a",
            "\"a\\",
            "\"\\u0041\"",
            "\"\\u000A\"",
            "\"\\u000a\"",
            "\"\\/\"",
            "\"\u{1}\"",
            "[1, 2]",
            "[1,]",
            "[1",
            "{\"a\":1,}",
            "{\"b\":1,\"a\":2}",
            "{\"a\":1,\"a\":2}",
            "{\"\u{ffee}\":1,\"\u{1f600}\":2}",
            "{\"a\" :1}",
            "{a:1}",
            "[[1]]]",
        ] {
            assert!(!reads(text), "{text}");
        }
        assert!(!reads(&"[".repeat(100_000)));
        assert!(reads(&format!("{}{}", "[".repeat(90), "]".repeat(90))));
    }

    #[test]
    fn names_are_in_the_order_of_their_code_units() {
        let names = [
            "",
            "a",
            "aa",
            "ab",
            "b",
            "é",
            "z\u{7ff}",
            "\u{800}",
            "\u{d7ff}",
            "\u{e000}",
            "\u{ffee}",
            "\u{ffff}",
            "\u{10000}",
            "\u{1f600}",
            "\u{1f601}",
            "\u{10ffff}",
            "a\u{ffee}",
            "a\u{1f600}",
        ];
        for left in names {
            for right in names {
                let units = left.encode_utf16().cmp(right.encode_utf16());
                assert_eq!(order(left, right), units, "{left} {right}");
            }
        }
    }
}
