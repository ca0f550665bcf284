//! Applicants by the thousand to one open call of a demonstration: each with an account, documents and a draft that lacks
//! nothing, so that an opening hour can be measured.
//!
//! Documents and drafts go through the use cases that people go through. Accounts are opened without a door, so nobody
//! signs in to one with a password: their sessions are written to a file, one token a line.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, anyhow, bail};
use jiff::SignedDuration;
use kelisim_app::growing::{About, Growing};
use kelisim_app::programme::application::{self, DraftForm, Kept, ProfileForm, Upload};
use kelisim_app::programme::{self, Wanted, questions};
use kelisim_app::{Actor, App, Context, Signed};
use kelisim_domain::id::{CallId, PieceId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::call::{Call, Class, Stage, Terms};
use kelisim_domain::programme::question::{Answer, LEVELS, Question};
use kelisim_domain::programme::region;
use kelisim_domain::registry::{Registry, RegistryCode};
use kelisim_domain::user::{self, PersonFields, Role, User};
use kelisim_store::Change;
use kelisim_store::reading::Kind;
use kelisim_store::work::{Credential, Session};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

use super::random::Random;
use super::reviewed::{Hands, Reviewing};
use crate::demo_record::accounts::account_of;
use crate::demo_record::told;
use crate::keep::Progress;
use crate::password;
use crate::wiring::{House, OsEntropy, Place, create_private};

/// Applicants whose accounts are opened in one transaction.
const PER_CHANGE: u64 = 50;
/// Hands at work at once: they wait for the disk more than they compute.
const HANDS: usize = 8;
/// How long the sessions hold.
const HELD: SignedDuration = SignedDuration::from_hours(12);
/// Choices of one applicant at most.
const CHOICES: u64 = 4;

/// What `synth applicants` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many applicants.
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    count: u64,
    /// The open call they apply to. Default: the only open one.
    #[arg(long, value_name = "ID")]
    call: Option<uuid::Uuid>,
    /// Bytes of each document.
    #[arg(long, value_name = "BYTES", default_value_t = 40_000, value_parser = clap::value_parser!(u64).range(64..=8_000_000))]
    document: u64,
    /// File for the sessions, one token a line; it must not be there yet.
    #[arg(long, value_name = "FILE")]
    sessions: PathBuf,
    /// Each sends the draft, and it is nominated, verified and scored by two made-up reviewers: once the windows to
    /// object are over, only the run is missing.
    #[arg(long)]
    reviewed: bool,
    /// The same seed gives the same answers, choices and scores.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    place: Place,
}

/// Makes the applicants.
///
/// # Errors
/// When there is no such call of a demonstration, it asks for what a made-up applicant cannot answer, or something
/// cannot be written.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let file = create_private(&args.sessions)
        .with_context(|| format!("making {}", args.sessions.display()))?;
    let house = House::open_existing(&args.place).await?;
    let size = Size { count: args.count, document: args.document, reviewed: args.reviewed };
    let made = make(&house, args.call.map(CallId::new), size, args.seed).await;
    house.close().await;
    let mut file = std::io::BufWriter::new(file);
    for token in made? {
        writeln!(file, "{token}").context("writing the sessions")?;
    }
    file.flush().context("writing the sessions")
}

/// How much is made up.
#[derive(Debug, Clone, Copy)]
struct Size {
    count: u64,
    document: u64,
    reviewed: bool,
}

/// What all of them need to know.
struct Opening {
    call: CallId,
    registry: RegistryCode,
    terms: Terms,
    consents: Vec<String>,
    /// Hash of a password that nobody was told.
    password: String,
    /// Who enters what comes after the sending, where that is wanted.
    hands: Option<Hands>,
    size: Size,
    seed: u64,
}

/// Makes the applicants and gives the tokens of their sessions.
async fn make(
    house: &House,
    call: Option<CallId>,
    size: Size,
    seed: u64,
) -> anyhow::Result<Vec<String>> {
    let opening = Arc::new(opening(house, call, size, seed).await?);
    let next = Arc::new(AtomicU64::new(0));
    let tokens = Arc::new(Mutex::new(Vec::new()));
    let progress = Arc::new(Mutex::new(Progress::new("applicants", size.count)));
    let mut hands = JoinSet::new();
    for _ in 0..HANDS {
        let (app, opening) = (house.app.clone(), Arc::clone(&opening));
        let (next, tokens, progress) =
            (Arc::clone(&next), Arc::clone(&tokens), Arc::clone(&progress));
        hands.spawn(async move {
            loop {
                let first = next.fetch_add(PER_CHANGE, Ordering::Relaxed);
                if first >= opening.size.count {
                    return anyhow::Ok(());
                }
                let last = (first + PER_CHANGE).min(opening.size.count);
                let made = opening.some(&app, first..last).await?;
                progress.lock().await.add(last - first);
                tokens.lock().await.extend(made);
            }
        });
    }
    while let Some(ended) = hands.join_next().await {
        ended.context("waiting for a hand")??;
    }
    let tokens = std::mem::take(&mut *tokens.lock().await);
    Ok(tokens)
}

/// Finds the call and reads what it asks for.
async fn opening(
    house: &House,
    wanted: Option<CallId>,
    size: Size,
    seed: u64,
) -> anyhow::Result<Opening> {
    let public = house.app.context(Actor::Public);
    let call = match wanted {
        Some(id) => programme::page(&public, id, None).await.map_err(told)?.call,
        None => only_open(&public).await?,
    };
    let registry = call.description.registry;
    for body in house.store().all(Kind::Registry).await.context("reading the registries")? {
        let it: Registry = serde_json::from_str(&body.body).context("reading a registry")?;
        if it.code == registry && !it.demonstration {
            bail!(
                "{registry} is a real registry; made-up applicants apply to a demonstration only"
            );
        }
    }
    if call.stage(public.now) != Stage::Open {
        bail!("the call {} takes no applications now", call.id);
    }
    let terms = call.terms().context("the call has no terms")?.clone();
    let names = kelisim_app::lookup::directory(&public).await.map_err(told)?;
    let hosts = terms.seats.iter().map(|seat| {
        let host = names.parties.get(&seat.what.host);
        host.and_then(|host| host.country).or(seat.what.host.country())
    });
    let mut consents: Vec<String> = hosts
        .chain([call.description.partner.country()])
        .flatten()
        .map(|country| country.as_str().to_owned())
        .collect();
    consents.sort_unstable();
    consents.dedup();
    let password = password::hash(&password::readable(&OsEntropy), &OsEntropy)?;
    let (call, hands) = (call.id, None);
    let mut opening = Opening { call, registry, terms, consents, password, hands, size, seed };
    if size.reviewed {
        opening.hands = Some(opening.hands(&house.app).await?);
    }
    Ok(opening)
}

async fn only_open(ctx: &Context<'_>) -> anyhow::Result<Call> {
    let wanted = Wanted { stage: Some(Stage::Open), ..Wanted::default() };
    let mut found = programme::list(ctx, &wanted, None, 2).await.map_err(told)?.calls;
    match (found.pop(), found.pop()) {
        (Some(call), None) => Ok(call),
        (None, _) => bail!("no call is open; begin a demonstration first"),
        (Some(_), Some(_)) => bail!("more than one call is open; name one with --call"),
    }
}

impl Opening {
    /// An account without a door, among what is to be written.
    fn account(
        &self,
        app: &App,
        role: Role,
        (name, email): (&str, String),
        change: &mut Change,
    ) -> anyhow::Result<UserId> {
        let ctx = app.context(Actor::System);
        let id = UserId::new(ctx.new_id());
        let fields = PersonFields { email, name: name.to_owned() };
        let opened = user::Event::Opened {
            registry: self.registry,
            role,
            partners: Vec::new(),
            person: app.persons().seal_fields(id, &fields)?,
        };
        let mut growing = Growing::<User>::new(id.into());
        growing.push(&ctx, &opened, About::TODAY).map_err(told)?;
        change.appends.push(growing.finish(&ctx)?);
        change.credentials.push(Credential {
            user: id,
            password: self.password.clone(),
            must_change: false,
            totp: None,
            totp_step: 0,
            door: None,
        });
        Ok(id)
    }

    /// The officer of the demonstration and two reviewers of its own.
    async fn hands(&self, app: &App) -> anyhow::Result<Hands> {
        let mut change = Change::default();
        let mut reviewer = |name: &str| {
            let email = format!("{}@synth.example", app.context(Actor::System).new_id());
            self.account(app, Role::Reviewer, (name, email), &mut change)
        };
        let reviewers = [reviewer("First reviewer")?, reviewer("Second reviewer")?];
        app.store().commit(&change).await.context("opening accounts")?;
        Ok(Hands { officer: account_of(Role::Officer, self.registry), reviewers })
    }

    /// Makes some of the applicants: the accounts in one transaction, then what each keeps.
    async fn some(&self, app: &App, range: std::ops::Range<u64>) -> anyhow::Result<Vec<String>> {
        let mut change = Change::default();
        let mut people = Vec::new();
        for number in range {
            let name = format!("Made up {}", letters(number));
            let email = format!("applicant-{number}@synth.example");
            let id = self.account(app, Role::Applicant, (&name, email), &mut change)?;
            people.push((number, id, name));
        }
        app.store().commit(&change).await.context("opening accounts")?;
        let (mut tokens, mut sent) = (Vec::new(), Vec::new());
        for (number, id, name) in people {
            let who = Signed {
                id,
                name,
                registry: self.registry,
                role: Role::Applicant,
                partners: Vec::new(),
                pass: None,
            };
            let ctx = app.context(Actor::User(who));
            self.draft(&ctx, number).await?;
            if self.size.reviewed {
                let id = application::submit(&ctx, self.call, 1).await.map_err(told)?;
                sent.push((id, Random::new(self.seed.wrapping_add(1), number)));
            }
            tokens.push(begin_session(&ctx, app, id).await?);
        }
        if let Some(hands) = &self.hands {
            let (registry, terms) = (self.registry, &self.terms);
            Reviewing { app, registry, terms, hands }.settle(&sent).await?;
        }
        Ok(tokens)
    }

    /// Uploads the documents and keeps a draft that lacks nothing.
    async fn draft(&self, ctx: &Context<'_>, number: u64) -> anyhow::Result<()> {
        let mut random = Random::new(self.seed, number);
        let mut documents = BTreeMap::new();
        for item in self.terms.documents.iter().filter(|item| item.what.class == Class::Hard) {
            let id = PieceId::new(ctx.new_id());
            let bytes = document(&mut random, self.size.document)?;
            let name = format!("document-{}.pdf", item.number);
            let upload = Upload { id, name: &name, bytes: &bytes, replaces: None };
            application::upload(ctx, upload).await.map_err(told)?;
            documents.insert(item.number, id);
        }
        let form = DraftForm {
            person: self.person(&mut random, number),
            answers: self.answers(&mut random),
            choices: self.choices(&mut random),
            documents,
            consents: self.consents.clone(),
            team: String::new(),
        };
        let kept = application::keep_draft(ctx, self.call, 0, &form).await.map_err(told)?;
        if let Kept::Conflict(_) = kept {
            bail!("the draft of applicant {number} is there already");
        }
        if number == 0 {
            // The others are made the same way, so one of them is asked.
            let lacks = application::lacks(ctx, self.call).await.map_err(told)?;
            if !lacks.is_empty() {
                let lacks: Vec<String> = lacks.iter().map(ToString::to_string).collect();
                bail!("the call asks for what no made-up applicant has: {}", lacks.join(", "));
            }
        }
        Ok(())
    }

    fn person(&self, random: &mut Random, number: u64) -> ProfileForm {
        let regions: Vec<&str> = region::of(self.registry).collect();
        let born = 1985 + random.below(12);
        let name = letters(number);
        ProfileForm {
            family: "MADE-UP".to_owned(),
            given: name.clone(),
            own_name: format!("Made up {name}"),
            born: format!("{born}-0{}-1{}", 1 + random.below(9), random.below(10)),
            citizenship: self.registry.as_str().to_owned(),
            region: random.one_of(&regions, "").to_owned(),
            employer: "Made-up hospital".to_owned(),
            specialty: "Medicine".to_owned(),
            phone: String::new(),
            reuse: "1".to_owned(),
        }
    }

    /// What fits most calls: yes to what is wanted, a good level, an age in the middle.
    fn answers(&self, random: &mut Random) -> BTreeMap<String, String> {
        let regions: Vec<&str> = region::of(self.registry).collect();
        let answer = |question: Question| match question.answer() {
            Answer::YesNo if question == Question::FormerParticipant => "no".to_owned(),
            Answer::YesNo => "yes".to_owned(),
            Answer::Whole { .. } if question == Question::Age => "30".to_owned(),
            Answer::Whole { .. } if question == Question::Graduated => "2018".to_owned(),
            Answer::Whole { .. } => "5".to_owned(),
            Answer::Country => self.registry.as_str().to_owned(),
            Answer::Region => regions.first().copied().unwrap_or_default().to_owned(),
            Answer::OneOf(_) => LEVELS.get(4).copied().unwrap_or_default().to_owned(),
        };
        let mut answers: BTreeMap<String, String> = questions(&self.terms)
            .into_iter()
            .map(|question| (question.code().to_owned(), answer(question)))
            .collect();
        if let Some(region) = answers.get_mut(Question::Region.code()) {
            random.one_of(&regions, "").clone_into(region);
        }
        answers
    }

    /// Some of the seats in any order, each once.
    fn choices(&self, random: &mut Random) -> Vec<u32> {
        let mut left: Vec<u32> = self.terms.seats.iter().map(|seat| seat.number).collect();
        let mut chosen = Vec::new();
        for _ in 0..=random.below(CHOICES) {
            let at = random.below(u64::try_from(left.len()).unwrap_or(0));
            let Ok(at) = usize::try_from(at) else { break };
            if at < left.len() {
                chosen.push(left.swap_remove(at));
            }
        }
        chosen
    }
}

async fn begin_session(ctx: &Context<'_>, app: &App, user: UserId) -> anyhow::Result<String> {
    let token = ctx.new_token();
    let session = Session {
        token: Hash::of(token.as_bytes()),
        user,
        csrf: ctx.new_token(),
        began_at: ctx.now,
        seen_at: ctx.now,
        ends_at: ctx.now + HELD,
        second_factor: true,
    };
    app.store().begin_session(&session).await.context("beginning a session")?;
    Ok(token)
}

/// A number as letters, since a name has no digits: 0 is `Aaaa`, 1 is `Aaab`.
fn letters(number: u64) -> String {
    let mut rest = number;
    let mut signs = [b'a'; 4];
    for sign in signs.iter_mut().rev() {
        *sign += u8::try_from(rest % 26).unwrap_or(0);
        rest /= 26;
    }
    let (first, others) = signs.split_at(1);
    let text = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
    text(first).to_uppercase() + &text(others)
}

/// A file that begins and ends as a PDF does, of this many bytes, like no other.
fn document(random: &mut Random, bytes: u64) -> anyhow::Result<Vec<u8>> {
    let size = usize::try_from(bytes).map_err(|_| anyhow!("a document of {bytes} bytes"))?;
    let (head, tail) = (b"%PDF-1.4\n% made up ".as_slice(), b"\n%%EOF\n".as_slice());
    let mut file = Vec::with_capacity(size);
    file.extend_from_slice(head);
    while file.len() + tail.len() < size {
        file.extend_from_slice(format!("{:016x}\n", random.next()).as_bytes());
    }
    file.truncate(size.saturating_sub(tail.len()));
    file.extend_from_slice(tail);
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;
    use kelisim_app::sign_in;

    const SMALL: Size = Size { count: 60, document: 400, reviewed: false };

    #[test]
    fn letters_count_on_and_a_document_has_its_size() {
        assert_eq!([0, 1, 26, 20_000].map(letters), ["Aaaa", "Aaab", "Aaba", "Bdpg"]);
        let mut random = Random::new(1, 1);
        let one = document(&mut random, 400).unwrap();
        assert_eq!(one.len(), 400);
        assert_ne!(one, document(&mut random, 400).unwrap());
    }

    #[tokio::test]
    async fn each_one_is_signed_in_and_can_send_what_is_kept() {
        for world in World::each().await {
            let error = make(&world.house, None, SMALL, 1).await.unwrap_err();
            assert!(error.to_string().contains("no call is open"), "{error:#}");
            world.load_demo().await;
            let tokens = make(&world.house, None, SMALL, 1).await.unwrap();
            assert_eq!(tokens.len(), 60);
            let app = &world.house.app;
            let call = only_open(&app.context(Actor::Public)).await.unwrap().id;
            let mut receipts = std::collections::BTreeSet::new();
            for token in tokens {
                let who = sign_in::resume(app, &token).await.unwrap().unwrap().who;
                assert_eq!(who.role, Role::Applicant);
                let ctx = app.context(Actor::User(who));
                let sent = application::submit(&ctx, call, 1).await.unwrap();
                let seen = application::page(&ctx, sent).await.unwrap();
                assert!(seen.made_up && !seen.content.unwrap().choices.is_empty());
                receipts.insert(seen.receipt);
            }
            assert_eq!(receipts.len(), 60);
            world.end().await;
        }
    }

    #[tokio::test]
    async fn those_that_were_reviewed_lack_nothing_but_the_end_of_the_window() {
        for world in World::each().await {
            world.load_demo().await;
            let size = Size { count: 60, document: 100, reviewed: true };
            make(&world.house, None, size, 1).await.unwrap();
            let app = &world.house.app;
            let call = only_open(&app.context(Actor::Public)).await.unwrap();
            let registry = call.description.registry;
            let mut ctx = app.context(Actor::User(Signed {
                id: account_of(Role::Officer, registry),
                name: "Officer".to_owned(),
                registry,
                role: Role::Officer,
                partners: Vec::new(),
                pass: None,
            }));
            let before = programme::run::gathered(&ctx, call.id).await.unwrap();
            assert_eq!(before.candidates.len(), 0);
            assert!(before.left.iter().all(|left| left.why == "open"), "{:?}", before.left);
            ctx.now += SignedDuration::from_hours(8 * 24);
            let after = programme::run::gathered(&ctx, call.id).await.unwrap();
            assert_eq!((after.candidates.len(), after.left.len()), (60, 0));
            let scores: std::collections::BTreeSet<String> =
                after.candidates.iter().map(|one| one.score.to_string()).collect();
            assert!(scores.len() > 20, "{scores:?}");
            world.end().await;
        }
    }
}
