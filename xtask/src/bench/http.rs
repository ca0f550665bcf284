//! As much HTTP as the driver needs: one connection that is kept, answers with a stated length.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Longer than any answer should take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Larger than any page.
const LARGEST: usize = 64 << 20;

/// A connection with the cookie of its session.
pub struct Client {
    stream: BufReader<TcpStream>,
    /// What is sent as `Cookie`.
    pub cookie: String,
}

/// What came back.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Where it leads.
    pub location: String,
    /// The cookie that was set.
    pub cookie: Option<String>,
    /// The page.
    pub body: String,
}

impl Client {
    /// Connects.
    pub fn open(address: SocketAddr, cookie: &str) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&address, PATIENCE).context("connecting")?;
        stream.set_read_timeout(Some(PATIENCE)).context("setting a limit of time")?;
        stream.set_nodelay(true).context("sending without delay")?;
        Ok(Self { stream: BufReader::new(stream), cookie: cookie.to_owned() })
    }

    /// Asks for a page.
    pub fn get(&mut self, path: &str) -> Result<Reply> {
        self.send(&format!("GET {path}"), "")
    }

    /// Sends a form.
    pub fn post(&mut self, path: &str, form: &str) -> Result<Reply> {
        self.send(&format!("POST {path}"), form)
    }

    fn send(&mut self, line: &str, body: &str) -> Result<Reply> {
        let length = body.len();
        let request = format!(
            "{line} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}",
            self.cookie
        );
        self.stream
            .get_mut()
            .write_all(request.as_bytes())
            .with_context(|| format!("sending {line}"))?;
        self.read().with_context(|| format!("reading what {line} is answered"))
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the connection was closed");
        }
        Ok(line.trim_end().to_owned())
    }

    fn read(&mut self) -> Result<Reply> {
        let first = self.line()?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        let Some(status) = status else { bail!("no HTTP: {first}") };
        let mut reply =
            Reply { status, location: String::new(), cookie: None, body: String::new() };
        let mut length = 0;
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else { break };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().context("reading a length")?,
                "location" => value.clone_into(&mut reply.location),
                "set-cookie" => reply.cookie = value.split(';').next().map(str::to_owned),
                _ => {}
            }
        }
        if length > LARGEST {
            bail!("an answer of {length} bytes");
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        reply.body = String::from_utf8_lossy(&body).into_owned();
        Ok(reply)
    }
}
