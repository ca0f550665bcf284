//! A small client for pages of our own server: one connection, one request at a time.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection that is kept open.
#[derive(Debug)]
pub struct Connection {
    stream: BufReader<TcpStream>,
    host: SocketAddr,
}

/// An answer, read to its end.
#[derive(Debug, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where it leads, for a redirect.
    pub location: String,
    /// The cookie it sets, name and value.
    pub cookie: String,
    /// The page.
    pub body: String,
}

impl Connection {
    /// Connects.
    pub fn open(host: SocketAddr) -> Result<Self> {
        Self::open_for(host, PATIENCE)
    }

    /// Connects, and waits no longer than this for each piece of an answer.
    pub fn open_for(host: SocketAddr, patience: Duration) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&host, patience).context("connecting")?;
        stream.set_read_timeout(Some(patience)).context("setting how long to wait")?;
        stream.set_nodelay(true).context("sending at once")?;
        Ok(Self { stream: BufReader::new(stream), host })
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str, cookie: &str) -> Result<Answer> {
        self.ask(&format!("GET {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\n\r\n", self.host))
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, cookie: &str, form: &str) -> Result<Answer> {
        let (host, length) = (self.host, form.len());
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\ncontent-length: {length}\r\n\
             content-type: application/x-www-form-urlencoded\r\n\r\n{form}"
        ))
    }

    /// Asks as a program for something of the API.
    pub fn ask_as(&mut self, path: &str, token: &str) -> Result<Answer> {
        let host = self.host;
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\r\n"
        ))
    }

    /// Asks as a program for a change, under a key.
    pub fn send(
        &mut self,
        path: &str,
        token: &str,
        key: &str,
        body: &serde_json::Value,
    ) -> Result<Answer> {
        let (host, body) = (self.host, body.to_string());
        let length = body.len();
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\
             idempotency-key: \"{key}\"\r\ncontent-language: en\r\ncontent-length: {length}\r\n\
             content-type: application/json\r\n\r\n{body}"
        ))
    }

    fn ask(&mut self, request: &str) -> Result<Answer> {
        self.stream.get_mut().write_all(request.as_bytes()).context("sending")?;
        let mut answer = Answer::default();
        let first = self.line()?;
        let status = first.split(' ').nth(1).unwrap_or_default();
        answer.status = status.parse().with_context(|| format!("no status in {first:?}"))?;
        let mut length = 0;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').context("a header without a colon")?;
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().context("reading a length")?,
                "transfer-encoding" => bail!("an answer in pieces is not expected of our server"),
                "location" => value.clone_into(&mut answer.location),
                "set-cookie" => {
                    value.split(';').next().unwrap_or_default().clone_into(&mut answer.cookie);
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).context("reading a page")?;
        answer.body = String::from_utf8(body).context("a page that is no text")?;
        Ok(answer)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line).context("reading an answer")?;
        match line.strip_suffix("\r\n") {
            Some(line) => Ok(line.to_owned()),
            None => bail!("the answer broke off"),
        }
    }
}

/// What stands between two texts, the first time.
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

/// Fields as a form is sent.
pub fn encoded(fields: &[(String, String)]) -> String {
    let mut form = String::new();
    for (name, value) in fields {
        if !form.is_empty() {
            form.push('&');
        }
        encode(&mut form, name);
        form.push('=');
        encode(&mut form, value);
    }
    form
}

fn encode(form: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            form.push(char::from(byte));
        } else {
            form.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// The fields of the form on a page that carries a version, as they stand there.
pub fn fields(page: &str) -> Vec<(String, String)> {
    let with_version = page.split("<form").find(|form| form.contains("name=\"version\""));
    let form = with_version.and_then(|form| form.split("</form>").next()).unwrap_or_default();
    let mut fields: Vec<(String, String)> = Vec::new();
    for part in form.split('<').skip(1) {
        let (tag, after) = part.split_once('>').unwrap_or((part, ""));
        let value = |name: &str| attribute(tag, name).map(plain);
        if tag.starts_with("input") || tag.starts_with("select") {
            fields.extend(value("name").map(|name| (name, value("value").unwrap_or_default())));
        } else if tag.starts_with("textarea") {
            fields.extend(value("name").map(|name| (name, plain(after.trim_start_matches('\n')))));
        } else if tag.starts_with("option")
            && tag.contains(" selected")
            && let Some((_, chosen)) = fields.last_mut()
        {
            *chosen = value("value").unwrap_or_default();
        }
    }
    fields
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

fn plain(text: &str) -> String {
    let mut plain = text.to_owned();
    for (code, sign) in
        [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")]
    {
        plain = plain.replace(code, sign);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_stands_and_sent_as_browsers_do() {
        let page = r#"<form><input name="csrf" value="x"></form><form method="post"><input type="hidden"
            name="csrf" value="t"><input type="hidden" name="version" value="3"><input id="a" name="a" required
            value="&#34;ө&#38;b&#34;"><select name="topic"><option value="x">X</option><option value="y"
            selected>Y</option></select><textarea name="why">
one</textarea></form><form></form>"#
            .replace("\n            ", " ");
        let fields = fields(&page);
        let read: Vec<_> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(
            read,
            [("csrf", "t"), ("version", "3"), ("a", "\"ө&b\""), ("topic", "y"), ("why", "one")]
        );
        assert_eq!(encoded(&fields), "csrf=t&version=3&a=%22%D3%A9%26b%22&topic=y&why=one");
    }
}
