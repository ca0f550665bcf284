//! Canonical JSON (RFC 8785) of values without fractions.

use serde_json::Value;

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
