//! What takes a mail and carries it away: an SMTP server, a folder, or nothing.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, bail};
use jiff::Timestamp;
use lettre::message::Mailbox;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};

use crate::wiring::{DataDir, replace};

/// How long a server may take for one mail.
const PATIENCE: Duration = Duration::from_secs(30);

/// What `serve` is told about mails.
#[derive(Debug, Clone, clap::Args)]
pub struct Mails {
    /// What carries mails about notices: `folder` (files in `outbox` of the data folder), `none`,
    /// `smtps://USER:PASSWORD@HOST` or `smtp://USER:PASSWORD@HOST:PORT?tls=required`.
    #[arg(
        long,
        value_name = "CARRIER",
        env = "KELISIM_MAIL",
        hide_env_values = true,
        default_value = "folder"
    )]
    pub(super) mail: String,
    /// Address the mails come from, such as `Kelisim <kelisim@ministry.example>`.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "KELISIM_MAIL_FROM",
        default_value = "Kelisim <kelisim@localhost>"
    )]
    pub(super) mail_from: String,
}

impl Default for Mails {
    fn default() -> Self {
        Self { mail: "folder".to_owned(), mail_from: "Kelisim <kelisim@localhost>".to_owned() }
    }
}

/// Carries mails.
#[derive(Debug)]
pub struct Carrier {
    from: Mailbox,
    way: Way,
}

#[derive(Debug)]
enum Way {
    Nothing,
    Folder(PathBuf),
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

impl Carrier {
    /// The carrier that was asked for.
    ///
    /// # Errors
    /// When it cannot be read, or the folder cannot be made. A password is in no error.
    pub fn new(told: &Mails, data: &DataDir) -> anyhow::Result<Self> {
        let from: Mailbox = told.mail_from.parse().with_context(|| {
            format!("--mail-from {} is no address such as a@b.example", told.mail_from)
        })?;
        let way = match told.mail.trim() {
            "none" => Way::Nothing,
            "folder" => Way::Folder(data.folder("outbox")?),
            url if url.starts_with("smtp://") || url.starts_with("smtps://") => {
                Way::Server(Box::new(server(url, &from)?))
            }
            _ => bail!(
                "--mail is `folder`, `none`, or an address that begins with smtps:// or smtp://"
            ),
        };
        Ok(Self { from, way })
    }

    /// Its name in the log of a notice.
    pub const fn name(&self) -> &'static str {
        match self.way {
            Way::Nothing => "none",
            Way::Folder(_) => "folder",
            Way::Server(_) => "smtp",
        }
    }

    /// Whether it carries anything.
    pub const fn carries(&self) -> bool {
        !matches!(self.way, Way::Nothing)
    }

    /// Whether what it carries stays on this machine.
    pub const fn stays_here(&self) -> bool {
        matches!(self.way, Way::Folder(_))
    }

    /// Carries one mail. Gives what the other end said, without addresses.
    ///
    /// # Errors
    /// What went wrong, in words without addresses and passwords.
    pub async fn carry(&self, to: &str, mail: Mail, now: Timestamp) -> Result<String, String> {
        let to: Address = to.parse().map_err(|_| "the address cannot be written to".to_owned())?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject)
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .date(std::time::SystemTime::from(now))
            .body(mail.text)
            .map_err(|error| format!("the mail cannot be written: {error}"))?;
        match &self.way {
            Way::Nothing => Ok(String::new()),
            Way::Folder(folder) => {
                replace(folder, &format!("{}.eml", mail.id), &message.formatted())
                    .map(|_| "written to the outbox".to_owned())
                    .map_err(|error| format!("the outbox cannot be written to: {error}"))
            }
            Way::Server(server) => match server.send(message).await {
                Ok(answer) => Ok(answer.code().to_string()),
                Err(error) => Err(trouble(&error)),
            },
        }
    }
}

/// A mail.
#[derive(Debug)]
pub struct Mail {
    /// Its id, for its name.
    pub id: uuid::Uuid,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

fn server(url: &str, from: &Mailbox) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    // The error of the address would repeat it, password and all.
    let Ok(builder) = AsyncSmtpTransport::<Tokio1Executor>::from_url(url) else {
        bail!(
            "--mail cannot be read; write smtps://USER:PASSWORD@HOST or smtp://HOST:PORT?tls=required"
        );
    };
    let domain = from.email.domain().to_owned();
    Ok(builder.hello_name(ClientId::Domain(domain)).timeout(Some(PATIENCE)).build())
}

/// What a server said no to, in words that name nobody: the text of a server may repeat the address.
fn trouble(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) if error.is_permanent() => format!("the server refused the mail: {code}"),
        Some(code) => format!("the server cannot take the mail now: {code}"),
        None if error.is_timeout() => "the server did not answer in time".to_owned(),
        None if error.is_tls() => "no secure connection to the server".to_owned(),
        None => "the server cannot be reached".to_owned(),
    }
}
