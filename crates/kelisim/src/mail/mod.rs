//! Mails about notices: what waits is written in the language of the person and given to the carrier.
//!
//! A mail says that something is there to be read, and nothing else. One that the carrier did not take is tried again;
//! each try stands in the log of the notice. When the house stops between carrying and noting, a mail can come twice.
//!
//! The one mail that carries more is a link to a new password, for whoever asked for it.

mod carrier;
mod recovery;
#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use jiff::SignedDuration;
use kelisim_app::notice::{Mailing, mailed, mails_due};
use kelisim_app::recover::{self, letters_due};
use kelisim_app::{Actor, App, Context};
use kelisim_domain::text::Language;
use kelisim_i18n::Locale;

pub use carrier::{Carrier, Mail, Mails};

/// How long the post rests between two rounds.
const REST: Duration = Duration::from_secs(10);
/// How long the lease lasts when its holder is gone; a round ends well before.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// Longest round.
const ROUND: Duration = Duration::from_secs(5 * 60);

/// One process's post: of several processes one sends at a time.
pub struct Post {
    app: App,
    carrier: Carrier,
    holder: String,
    /// Address under which people reach the pages, for the link.
    base: Option<String>,
}

impl Post {
    /// A post with a name of its own.
    pub fn new(app: App, carrier: Carrier, base: Option<String>) -> Self {
        let holder = app.context(Actor::System).new_id().to_string();
        Self { app, carrier, holder, base }
    }

    /// One round: carries what waits, when the lease can be had. Gives how many mails the carrier took.
    ///
    /// # Errors
    /// When the store cannot be read or written. The next round tries again.
    pub async fn round(&self) -> anyhow::Result<u64> {
        let ctx = self.app.context(Actor::System);
        let until = ctx.now.saturating_add(LEASE)?;
        let lease = self.app.store().lease("post", &self.holder, ctx.now, until).await;
        if lease.context("taking the lease of the post")?.is_none() {
            return Ok(0);
        }
        let begun = Instant::now();
        // Somebody waits for a link at this moment; a notice can wait a little, and waits for no link that fails.
        let links = self.links(&ctx, begun).await.unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "links to new passwords failed");
            0
        });
        Ok(links + self.notices(&ctx, begun).await?)
    }

    /// Carries links to new passwords that were asked for.
    async fn links(&self, ctx: &Context<'_>, begun: Instant) -> anyhow::Result<u64> {
        let Some(base) = self.base.as_deref().filter(|_| self.carrier.carries()) else {
            return Ok(0);
        };
        let mut carried = 0;
        for letter in letters_due(ctx).await.context("reading who lost a password")? {
            if begun.elapsed() > ROUND {
                break;
            }
            let links = recover::links(ctx, &letter).await.context("making links")?;
            let mail = recovery::mail(base, &letter, &links);
            match self.carrier.carry(&letter.to, mail, ctx.now).await {
                Ok(_) => {
                    recover::carried(ctx, &letter).await.context("noting a mail")?;
                    carried += 1;
                }
                Err(answer) => tracing::warn!(answer, "a mail with a link was not taken"),
            }
        }
        Ok(carried)
    }

    /// Carries mails about notices.
    async fn notices(&self, ctx: &Context<'_>, begun: Instant) -> anyhow::Result<u64> {
        let mailings = mails_due(ctx).await.context("reading which mails are due")?;
        let mut carried = 0;
        for mut mailing in mailings {
            if begun.elapsed() > ROUND {
                break;
            }
            if !self.carrier.carries() {
                mailing.to = None;
            }
            let answer = match &mailing.to {
                None => Ok(String::new()),
                Some(to) => self.carrier.carry(to, self.mail(&mailing), ctx.now).await,
            };
            match &answer {
                Ok(_) if mailing.to.is_some() => carried += 1,
                Ok(_) => {}
                Err(answer) => tracing::warn!(answer, "a mail was not taken"),
            }
            mailed(ctx, &mailing, self.carrier.name(), answer).await.context("noting a mail")?;
        }
        Ok(carried)
    }

    fn mail(&self, mailing: &Mailing) -> Mail {
        let languages: &[Language] =
            mailing.language.as_ref().map_or(Language::ALL, std::slice::from_ref);
        let locales = languages.iter().filter_map(|language| Locale::from_tag(language.code()));
        let parts: Vec<String> = locales.map(|l| self.text(l)).collect();
        let subject = match mailing.language.and_then(|it| Locale::from_tag(it.code())) {
            Some(l) => l.term("mail", "subject").to_owned(),
            None => "Kelisim".to_owned(),
        };
        Mail {
            id: mailing.notices.first().map(|id| id.uuid()).unwrap_or_default(),
            subject,
            text: parts.join("\n\n"),
        }
    }

    fn text(&self, l: Locale) -> String {
        let mut text = l.term("mail", "text").to_owned();
        if let Some(base) = &self.base {
            let base = base.trim_end_matches('/');
            text += &format!("\n{base}/{}/notices", l.tag());
        }
        text + "\n" + l.term("mail", "why")
    }

    /// Rounds without end.
    pub async fn run(&self) {
        loop {
            match self.round().await {
                Ok(0) => {}
                Ok(mails) => tracing::info!(mails, carrier = self.carrier.name(), "mails carried"),
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "a round of the post failed");
                }
            }
            tokio::time::sleep(REST).await;
        }
    }
}
