//! The finished call of the demonstration: its run goes the way people go, step by step, over candidates that are made up.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use kelisim_app::growing::{About, Growing};
use kelisim_app::programme::run::{self, BroughtFile, COLUMNS, CommitForm, Headings, RevealForm};
use kelisim_app::programme::{self, SeatedForm};
use kelisim_app::{Actor, App, Context, Signed};
use kelisim_domain::id::{CallId, StreamId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::call::{Call, Description, Event, PhaseKind, Terms};
use kelisim_domain::quota::QuotaLine;
use kelisim_domain::user::Role;

use super::Record;
use super::call::{officer, terms};
use super::call_file;
use super::load::{stream_of, told};

/// Longer than the computing of the demonstration's run takes on any machine.
const PATIENCE: Duration = Duration::from_secs(600);

/// Writes the calls that are finished, each on the days of its own.
///
/// # Errors
/// When a step is refused, which a test rules out.
pub(super) async fn finish(app: &App, record: &Record) -> anyhow::Result<()> {
    for file in &record.calls {
        if let Some(candidates) = file.candidates {
            Finished::new(app, file).await?.play(candidates).await.context(file.key.clone())?;
        }
    }
    Ok(())
}

/// A call on its way to the end.
struct Finished<'a> {
    app: &'a App,
    id: CallId,
    description: Description,
    terms: Terms,
    /// When its result was announced.
    result: Timestamp,
}

impl<'a> Finished<'a> {
    async fn new(app: &'a App, file: &call_file::Call) -> anyhow::Result<Self> {
        let ctx = app.context(Actor::System);
        let stream = stream_of("quota", &file.line);
        let line = Growing::<QuotaLine>::load(&ctx, stream).await.map_err(told)?;
        let line = line.state().map_err(told)?;
        let (registry, partner) = (line.description.registry, line.description.partner.clone());
        let terms = terms(&ctx, file, line.id)?;
        let result = terms.phase(PhaseKind::Result).context("no day of the result")?.from;
        let id = CallId::new(stream_of("call", &file.key).uuid());
        Ok(Self { app, id, description: Description { registry, partner }, terms, result })
    }

    /// The officer of the demonstration, some hours before the result.
    fn first(&self, before: i64) -> Context<'a> {
        self.at(officer(self.app, self.description.registry), before)
    }

    /// A second person, made up as the candidates are: no account is hers.
    fn second(&self, before: i64) -> Context<'a> {
        let person = StreamId::named("demo-person", self.description.registry.as_str());
        let signed = Signed {
            id: UserId::new(person.uuid()),
            name: "Second officer (demonstration)".to_owned(),
            registry: self.description.registry,
            role: Role::Officer,
            partners: Vec::new(),
            pass: None,
        };
        self.at(self.app.context(Actor::User(signed)), before)
    }

    fn at(&self, mut ctx: Context<'a>, before: i64) -> Context<'a> {
        let ago = SignedDuration::from_hours(before);
        ctx.now = self.result.checked_sub(ago).unwrap_or(self.result);
        ctx
    }

    async fn version(&self) -> anyhow::Result<i64> {
        let seen = run::page(&self.first(0), self.id).await.map_err(told)?;
        Ok(seen.run.map_or(0, |run| run.version))
    }

    async fn play(&self, candidates: u32) -> anyhow::Result<()> {
        self.publish().await?;
        self.gather(candidates).await?;
        let (first, second) = (self.first(5 * 24), self.second(5 * 24));
        let values = ["KG", "RU"].map(|side| Hash::of(format!("made up for {side}").as_bytes()));
        let sides = [self.description.registry.to_string(), self.description.partner.to_string()];
        for ((ctx, party), value) in [&first, &second].into_iter().zip(&sides).zip(&values) {
            let form = CommitForm { party: party.clone(), sha256: Hash::of(&value.0).to_string() };
            run::commit(ctx, self.id, self.version().await?, &form).await.map_err(told)?;
        }
        run::freeze(&self.first(4 * 24), self.id, self.version().await?).await.map_err(told)?;
        for (party, value) in sides.iter().zip(&values) {
            let form = RevealForm { party: party.clone(), value: value.to_string() };
            let ctx = self.first(3 * 24);
            run::reveal(&ctx, self.id, self.version().await?, &form).await.map_err(told)?;
        }
        let ctx = self.first(3 * 24 - 1);
        run::compute(&ctx, self.id, self.version().await?, PATIENCE).await.map_err(told)?;
        for (ctx, capacity) in [(self.first(48), "chair"), (self.second(47), "second")] {
            let seen = run::page(&ctx, self.id).await.map_err(told)?.run.context("no run")?;
            let attempt = seen.current().context("no run under way")?;
            let computed = attempt.computed.as_ref().context("nothing computed")?;
            let certificate = computed.what.certificate.to_string();
            run::sign(&ctx, self.id, seen.version, capacity, &certificate).await.map_err(told)?;
        }
        run::release(&self.first(0), self.id, self.version().await?).await.map_err(told)?;
        super::placement::play(self.id, &|days| self.first(-24 * days)).await
    }

    /// Drafted from its file, published by the officer, its places confirmed by the hosts.
    async fn publish(&self) -> anyhow::Result<()> {
        let opens = 81 * 24;
        let drafting = self.at(self.app.context(Actor::System), opens);
        let hash = self.terms.hash()?;
        let mut growing = Growing::<Call>::new(self.id.into());
        let begun =
            Event::Begun { description: self.description.clone(), terms: self.terms.clone() };
        growing.push(&drafting, &begun, About::TODAY).map_err(told)?;
        growing.push(&drafting, &Event::Submitted { why: None }, About::TODAY).map_err(told)?;
        growing.commit(&drafting).await.map_err(told)?;
        let publishing = self.first(opens - 1);
        programme::publish(&publishing, self.id, 2, &hash.to_string()).await.map_err(told)?;
        for (version, seat) in (3..).zip(&self.terms.seats) {
            let form =
                SeatedForm { seat: seat.number.to_string(), places: seat.what.places.to_string() };
            programme::seated(&self.first(60 * 24), self.id, version, &form).await.map_err(told)?;
        }
        Ok(())
    }

    async fn gather(&self, candidates: u32) -> anyhow::Result<()> {
        let bytes = self.table(candidates).into_bytes();
        let sheets = kelisim_exchange::sheet::read(&bytes)
            .map_err(|refusal| anyhow::anyhow!("{}", refusal.code))?;
        let headings: Headings = COLUMNS.iter().map(|own| ((*own).to_owned(), *own)).collect();
        let file = BroughtFile { name: "candidates.csv".to_owned(), bytes, sheets };
        run::bring(&self.first(8 * 24), self.id, 0, &headings, file).await.map_err(told)?;
        let accepting = self.second(7 * 24);
        let seen = run::page(&accepting, self.id).await.map_err(told)?.run.context("no run")?;
        let hash = seen.waiting().context("no list waits")?.hash.to_string();
        run::accept(&accepting, self.id, seen.version, &hash).await.map_err(told)
    }

    /// Candidates as the hash of their code makes them: the same on every machine, nobody's likeness.
    fn table(&self, candidates: u32) -> String {
        let seats: Vec<u32> = self.terms.seats.iter().map(|seat| seat.number).collect();
        let mut text = format!("{}\n", COLUMNS.join(","));
        for n in 1..=candidates {
            let code = format!("KG25-{n:04}");
            let Hash([a, b, c, d, e, f, ..]) = Hash::of(code.as_bytes());
            let score = 60 + u32::from(a) % 40;
            let half = u32::from(b) % 10;
            let mut own = seats.clone();
            let turn = usize::from(c) % own.len().max(1);
            own.rotate_left(turn);
            own.truncate(2 + usize::from(d) % 3);
            let choices: Vec<String> = own.iter().map(u32::to_string).collect();
            let region = match e % 8 {
                0 => "KG-T",
                1 => "KG-N",
                2 => "KG-B",
                3 => "KG-O",
                _ => "KG-GB",
            };
            let refused = choices.first().filter(|_| f % 16 == 0).map_or("", String::as_str);
            // Writing to a text does not fail.
            let _ =
                writeln!(text, "{code},{score}.{half},{},{region},{refused}", choices.join(" "));
        }
        text
    }
}
