//! One request to an OpenAI-compatible endpoint over plain HTTP, bounded in time and size.
//!
//! Meant for a model on the same machine or network; `https` is left to a local proxy, so that no TLS library is
//! linked for an option that is off by default.

use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use anyhow::{Context, bail};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// Longest silence while the answer is awaited.
const SILENCE: Duration = Duration::from_secs(60);
/// Most bytes of an answer.
const LIMIT: u64 = 4 << 20;

/// Sends a chat request to `BASE/chat/completions` and gives the body of the answer.
pub fn post(base: &str, body: &str) -> anyhow::Result<String> {
    post_within(base, body, SILENCE)
}

fn post_within(base: &str, body: &str, silence: Duration) -> anyhow::Result<String> {
    let rest = base.strip_prefix("http://").with_context(|| {
        format!("`{base}` is not an http:// address: name a local endpoint or proxy")
    })?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let address = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let target = address
        .to_socket_addrs()
        .with_context(|| format!("`{host}` is not known"))?
        .next()
        .with_context(|| format!("`{host}` has no address"))?;
    let mut stream = TcpStream::connect_timeout(&target, CONNECT)
        .with_context(|| format!("{host} does not answer: is the endpoint running?"))?;
    stream.set_read_timeout(Some(silence))?;
    stream.set_write_timeout(Some(silence))?;
    let path = path.trim_end_matches('/');
    let path = if path.is_empty() { String::new() } else { format!("/{path}") };
    write!(
        stream,
        "POST {path}/chat/completions HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Accept: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .context("the endpoint closed the connection")?;
    let mut bytes = Vec::new();
    stream
        .take(LIMIT)
        .read_to_end(&mut bytes)
        .with_context(|| format!("the endpoint was silent for {} s", silence.as_secs()))?;
    answer(&bytes)
}

/// Takes the body out of an answer; plain, with a length, or in chunks.
fn answer(bytes: &[u8]) -> anyhow::Result<String> {
    let at = bytes.windows(4).position(|w| w == b"\r\n\r\n").context("the answer is not HTTP")?;
    let head = String::from_utf8_lossy(bytes.get(..at).unwrap_or(&[])).into_owned();
    let body = bytes.get(at + 4..).unwrap_or(&[]);
    let mut lines = head.lines();
    let status = lines.next().and_then(|l| l.split(' ').nth(1)).unwrap_or("");
    match status {
        "200" => {}
        "429" => bail!("the endpoint is busy (429): try again later"),
        "401" | "403" => {
            bail!("the endpoint refuses ({status}): it wants a key, which is not sent")
        }
        other => bail!("the endpoint answered with status {other}"),
    }
    let chunked = lines.any(|l| {
        let lower = l.to_ascii_lowercase();
        lower.starts_with("transfer-encoding:") && lower.contains("chunked")
    });
    let body = if chunked { chunks(body)? } else { body.to_vec() };
    String::from_utf8(body).context("the answer is not UTF-8")
}

fn chunks(mut rest: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let at = rest.windows(2).position(|w| w == b"\r\n").context("a chunk is cut")?;
        let size = String::from_utf8_lossy(rest.get(..at).unwrap_or(&[])).into_owned();
        let size = usize::from_str_radix(size.split(';').next().unwrap_or("").trim(), 16)
            .context("a chunk has no size")?;
        if size == 0 {
            return Ok(body);
        }
        let end = (at + 2).checked_add(size).context("a chunk is too large")?;
        body.extend_from_slice(rest.get(at + 2..end).context("a chunk is cut")?);
        rest = rest.get(end + 2..).context("a chunk is cut")?;
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;
    use std::time::Duration;

    use kelisim_intake::opinion::{self, OpinionError};

    use super::post_within;

    const TEXT: &str = "Кыргызстан и Турция. Стороны договорились о строительстве центра.";

    /// A stand-in endpoint that answers one request with the given bytes, or keeps silent.
    fn stand_in(answer: Option<&'static str>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut buffer = [0; 65_536];
            let mut seen = Vec::new();
            while !seen.windows(4).any(|w| w == b"\r\n\r\n") {
                let n = stream.read(&mut buffer).unwrap();
                seen.extend_from_slice(&buffer[..n]);
            }
            match answer {
                Some(answer) => {
                    stream.write_all(answer.as_bytes()).unwrap();
                    // The rest of the request is read, so that closing does not reset the connection.
                    stream.shutdown(std::net::Shutdown::Write).unwrap();
                    while stream.read(&mut buffer).is_ok_and(|n| n > 0) {}
                }
                None => while stream.read(&mut buffer).is_ok_and(|n| n > 0) {},
            }
        });
        format!("http://{address}/v1")
    }

    fn ask(answer: Option<&'static str>) -> anyhow::Result<String> {
        post_within(&stand_in(answer), &opinion::request("m", TEXT), Duration::from_millis(300))
    }

    #[test]
    fn a_good_answer_is_verified_and_a_wrong_span_thrown_away() {
        let body = ask(Some(concat!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n",
            r#"{"choices":[{"message":{"content":"```json\n{\"items\":[{\"kind\":\"facility_project\",\"stage\":\"S5\",\"evidence\":\"Стороны договорились о строительстве центра\"},{\"kind\":\"training\",\"evidence\":\"двадцать врачей\"}]}\n```"}}]}"#
        )))
        .unwrap();
        let opinion = opinion::verify(&body, TEXT).unwrap();
        assert_eq!(opinion.proposals.len(), 1);
        assert_eq!(
            (opinion.proposals[0].passage.start, opinion.proposals[0].passage.end),
            (21, 64)
        );
        assert_eq!(opinion.rejected.len(), 1);
    }

    #[test]
    fn chunks_are_joined() {
        let body = ask(Some("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n")).unwrap();
        assert_eq!(body, "{\"a\":1}");
    }

    #[test]
    fn garbage_half_json_and_an_odd_message_are_errors() {
        assert!(ask(Some("garbage")).is_err());
        let half = ask(Some("HTTP/1.1 200 OK\r\n\r\n{\"choices\":[{\"mess")).unwrap();
        assert!(matches!(opinion::verify(&half, TEXT), Err(OpinionError::NotJson(_))));
        let odd = ask(Some("HTTP/1.1 200 OK\r\n\r\n{\"choices\":[]}")).unwrap();
        assert_eq!(opinion::verify(&odd, TEXT), Err(OpinionError::NoMessage));
        let chat = ask(Some("HTTP/1.1 200 OK\r\n\r\n{\"choices\":[{\"message\":{\"content\":\"Sure! Here it is\"}}]}")).unwrap();
        assert!(matches!(opinion::verify(&chat, TEXT), Err(OpinionError::NotItems(_))));
    }

    #[test]
    fn a_busy_endpoint_and_silence_are_said_in_words() {
        let busy = ask(Some("HTTP/1.1 429 Too Many Requests\r\n\r\n")).unwrap_err();
        assert!(busy.to_string().contains("try again later"));
        let silent = ask(None).unwrap_err();
        assert!(silent.to_string().contains("silent"));
    }

    #[test]
    fn another_scheme_is_refused() {
        assert!(post_within("https://example.org", "{}", Duration::from_millis(10)).is_err());
    }
}
