//! Two real processes of `kelisim serve` on one PostgreSQL, as a ministry would run them.

#![expect(clippy::unwrap_used, reason = "a test stops where its processes cannot be had")]

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use sqlx::Connection as _;

const PASSWORD: &str = "long enough, surely";

/// A folder and a database that go with the test.
struct Place {
    folder: PathBuf,
    server: String,
    name: String,
}

impl Place {
    async fn new(server: &str) -> Self {
        let word = format!("{}_{:?}", std::process::id(), Instant::now());
        let word: String = word.chars().filter(char::is_ascii_digit).collect();
        let folder = std::env::temp_dir().join(format!("kelisim-processes-{word}"));
        std::fs::create_dir_all(folder.join("backups")).unwrap();
        let name = format!("kelisim_two_{word}");
        execute(server, format!("CREATE DATABASE {name}")).await;
        Self { folder, server: server.to_owned(), name }
    }

    fn url(&self) -> String {
        let (base, _) = self.server.rsplit_once('/').unwrap();
        format!("{base}/{}", self.name)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kelisim"));
        command.env("KELISIM_DATA", &self.folder).env("KELISIM_DATABASE", self.url());
        command.env("KELISIM_LOG", "info");
        command
    }

    fn run(&self, args: &[&str], typed: &str) -> Output {
        let mut command = self.command();
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    fn serve(&self, args: &[&str]) -> Served {
        let mut command = self.command();
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(args);
        let child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut served = Served { child, address: String::new() };
        let mut said = BufReader::new(served.child.stderr.take().unwrap());
        loop {
            let mut line = String::new();
            assert!(said.read_line(&mut line).unwrap() > 0, "the server did not start");
            let address = line.split_once("http://").map(|(_, rest)| rest.trim().to_owned());
            if let Some(address) = address {
                address.split_whitespace().next().unwrap().clone_into(&mut served.address);
                // Read to the end, so that the pipe never fills.
                std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
                return served;
            }
        }
    }

    async fn gone(self) {
        execute(&self.server, format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

async fn execute(server: &str, statement: String) {
    let mut connection = sqlx::PgConnection::connect(server).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// A server that runs; killed when dropped.
struct Served {
    child: Child,
    address: String,
}

struct Answer {
    status: u16,
    head: HashMap<String, String>,
    body: String,
}

impl Served {
    fn ask(&self, method: &str, path: &str, cookie: &str, form: &[(String, String)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let head = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Answer { status, head, body: body.to_owned() }
    }

    fn sign_in(&self, email: &str) -> String {
        let form = [("email", email), ("password", PASSWORD)];
        let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let answer = self.ask("POST", "/en/sign-in", "", &form);
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.head["set-cookie"].split(';').next().unwrap().to_owned()
    }

    /// Opens an account through the form, as the page gives it.
    fn open_account(&self, cookie: &str, name: &str, email: &str) -> Answer {
        let page = self.ask("GET", "/en/users/new", cookie, &[]);
        assert_eq!(page.status, 200, "{}", page.body);
        let form = page.body.split("<form").find(|form| form.contains("name=\"email\"")).unwrap();
        let mut fields: Vec<(String, String)> = form
            .split("<input")
            .filter(|tag| tag.contains("type=\"hidden\""))
            .map(|tag| (attribute(tag, "name"), attribute(tag, "value")))
            .collect();
        for (field, value) in [("name", name), ("email", email), ("role", "officer")] {
            fields.push((field.to_owned(), value.to_owned()));
        }
        self.ask("POST", "/en/users/new", cookie, &fields)
    }

    fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", "TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It has ended already when the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let (_, rest) = tag.split_once(&format!("{name}=\"")).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

fn text(output: &Output) -> String {
    let [out, told] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    format!("{out}{told}")
}

/// How many backups lie in a folder.
fn backups(folder: &Path) -> usize {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().ends_with(".backup")).count()
}

#[tokio::test]
async fn two_processes_on_one_server_are_one_house() {
    let Ok(server) = std::env::var("KELISIM_TEST_PG") else {
        eprintln!("SKIPPED on PostgreSQL: KELISIM_TEST_PG names no server");
        return;
    };
    let place = Place::new(&server).await;
    let opened = place.run(
        &["init", "--registry", "KG", "--email", "first@moh.example", "--name", "First"],
        &format!("{PASSWORD}\n"),
    );
    assert!(opened.status.success(), "{}", text(&opened));
    let folder = place.folder.join("backups");
    let shared = ["--backup-to", folder.to_str().unwrap()];
    let (one, two) = (place.serve(&shared), place.serve(&shared));

    // Signed in at one, good at the other; written at the other, seen at the first.
    let cookie = one.sign_in("first@moh.example");
    for round in 0..5 {
        let (writer, reader) = if round % 2 == 0 { (&two, &one) } else { (&one, &two) };
        let email = format!("officer{round}@moh.example");
        let answer = writer.open_account(&cookie, &format!("Officer {round}"), &email);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let list = reader.ask("GET", "/en/users", &cookie, &[]);
        assert!(list.status == 200 && list.body.contains(&format!("Officer {round}")));
        // The same address is refused at the other as well.
        let again = reader.open_account(&cookie, "Another", &email);
        assert_eq!(again.status, 422, "{}", again.body);
    }

    // The day's backup is made by one of them. Both looked when they started; wait for the slower one.
    let begun = Instant::now();
    while backups(&folder) == 0 && begun.elapsed() < Duration::from_secs(60) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    one.stop();
    two.stop();
    assert_eq!(backups(&folder), 1);

    // Everything is sealed once, in one chain, and what was made beside them verifies.
    let verified = place.run(&["journal", "verify"], "");
    assert!(verified.status.success(), "{}", text(&verified));
    assert!(text(&verified).contains("everything holds; last seal"), "{}", text(&verified));
    let doctor = place.run(&["doctor", "--backup-to", folder.to_str().unwrap(), "--thorough"], "");
    assert!(doctor.status.success(), "{}", text(&doctor));
    assert!(text(&doctor).contains("all is well"), "{}", text(&doctor));
    place.gone().await;
}
