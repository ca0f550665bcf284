//! Canonical JSON (RFC 8785) for everything that is hashed or signed, and an indented form for people.
//!
//! Numbers are whole and within ±(2⁵³ − 1), so that a reader in any language sees the same value.

use std::borrow::Cow;

/// A JSON value; objects keep their members in any order and are sorted when written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Str(Cow<'a, str>),
    /// A list.
    Arr(Vec<Json<'a>>),
    /// An object; keys must differ.
    Obj(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// A text value.
pub fn text<'a>(value: impl Into<Cow<'a, str>>) -> Json<'a> {
    Json::Str(value.into())
}

/// A whole number from a count.
pub fn count<'a>(value: usize) -> Json<'a> {
    Json::Int(i64::try_from(value).unwrap_or(i64::MAX))
}

/// An object from its members.
pub fn object<'a, const N: usize>(members: [(&'static str, Json<'a>); N]) -> Json<'a> {
    Json::Obj(members.into_iter().map(|(key, value)| (Cow::Borrowed(key), value)).collect())
}

impl Json<'_> {
    /// The canonical bytes: no spaces, members sorted by UTF-16 code units, shortest escapes.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// The same value indented by one space a level, members sorted, for reading.
    #[must_use]
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String, indent: Option<usize>) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Int(value) => out.push_str(&value.to_string()),
            Json::Str(value) => quote(value, out),
            Json::Arr(items) => {
                let flat = items.iter().all(|item| !matches!(item, Json::Arr(_) | Json::Obj(_)));
                let indent = if flat { None } else { indent };
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    line(out, indent.map(|level| level + 1));
                    item.write(out, indent.map(|level| level + 1));
                }
                if !items.is_empty() {
                    line(out, indent);
                }
                out.push(']');
            }
            Json::Obj(members) => {
                let mut order: Vec<&(Cow<'_, str>, Json<'_>)> = members.iter().collect();
                if !order.is_sorted_by(|a, b| utf16_less(&a.0, &b.0)) {
                    order.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
                }
                out.push('{');
                for (at, (key, value)) in order.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    line(out, indent.map(|level| level + 1));
                    quote(key, out);
                    out.push_str(if indent.is_some() { ": " } else { ":" });
                    value.write(out, indent.map(|level| level + 1));
                }
                if !members.is_empty() {
                    line(out, indent);
                }
                out.push('}');
            }
        }
    }
}

fn line(out: &mut String, indent: Option<usize>) {
    if let Some(level) = indent {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', level));
    }
}

fn utf16_less(a: &str, b: &str) -> bool {
    if a.bytes().chain(b.bytes()).all(|byte| byte < 0xEE) {
        return a < b;
    }
    a.encode_utf16().cmp(b.encode_utf16()).is_lt()
}

/// Writes a text with the escapes of RFC 8785, section 3.2.2.2.
fn quote(value: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in value.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&value[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            0x08 => out.push_str("\\b"),
            0x09 => out.push_str("\\t"),
            0x0A => out.push_str("\\n"),
            0x0C => out.push_str("\\f"),
            0x0D => out.push_str("\\r"),
            _ => out.push_str(&format!("\\u{byte:04x}")),
        }
    }
    out.push_str(&value[from..]);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_sort_by_utf16_as_rfc_8785_section_3_2_3_shows() {
        let keys = ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1f600}", "\u{80}", "\u{f6}"];
        let value = Json::Obj(keys.iter().map(|key| (Cow::Borrowed(*key), Json::Null)).collect());
        let expected = ["\\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"];
        let expected = expected.map(|key| format!("\"{key}\":null")).join(",");
        assert_eq!(value.canonical(), format!("{{{expected}}}"));
    }

    #[test]
    fn escapes_are_the_shortest() {
        assert_eq!(
            text("\u{20ac}$\u{f}\nA'B\"\\/").canonical(),
            "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\/\""
        );
    }

    #[test]
    fn the_indented_form_reads_back_to_the_same_value() {
        let value = object([
            ("b", Json::Arr(vec![count(1), object([("c", Json::Null)])])),
            ("a", text("x")),
        ]);
        assert_eq!(
            value.pretty(),
            "{\n \"a\": \"x\",\n \"b\": [\n  1,\n  {\n   \"c\": null\n  }\n ]\n}\n"
        );
        let read: serde_json::Value = serde_json::from_str(&value.pretty()).unwrap();
        assert_eq!(read, serde_json::from_str::<serde_json::Value>(&value.canonical()).unwrap());
    }
}
