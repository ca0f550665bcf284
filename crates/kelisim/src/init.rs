//! `kelisim init`: a registry and its first administrator. Everybody else gets an account from an administrator.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use anyhow::{Context as _, bail};
use kelisim_app::Context;
use kelisim_app::growing::{About, Growing};
use kelisim_domain::id::UserId;
use kelisim_domain::party::{self, DatedName, Party, PartyCode, PartyKind};
use kelisim_domain::registry::{self, Registry, RegistryCode};
use kelisim_domain::text::{Language, Text4, tidy_line};
use kelisim_domain::user::{self, AccountState, PersonFields, Role, User};
use kelisim_i18n::{Country, Locale};
use kelisim_store::Change;
use kelisim_store::reading::Kind;
use kelisim_store::work::Credential;

use crate::demo_record::told;
use crate::password;
use crate::wiring::{House, OsEntropy, Place};

/// Shortest password that is taken.
const SHORTEST: usize = 12;

/// What `init` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Home state of the registry, by its country code, for example KG.
    #[arg(long, value_name = "COUNTRY")]
    registry: RegistryCode,
    /// Address the first administrator signs in with.
    #[arg(long)]
    email: String,
    /// Name of the first administrator, as shown to colleagues.
    #[arg(long)]
    name: String,
    /// Makes a password and prints it once, instead of reading one from the standard input.
    #[arg(long)]
    generate: bool,
    /// Name of the registry in Kazakh.
    #[arg(long, value_name = "TEXT")]
    name_kk: Option<String>,
    /// Name of the registry in Kyrgyz.
    #[arg(long, value_name = "TEXT")]
    name_ky: Option<String>,
    /// Name of the registry in Russian.
    #[arg(long, value_name = "TEXT")]
    name_ru: Option<String>,
    /// Name of the registry in English.
    #[arg(long, value_name = "TEXT")]
    name_en: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// Opens the registry and the account.
///
/// # Errors
/// When the registry has an administrator, something typed does not fit, or a place cannot be opened.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let house = House::open(&args.place).await?;
    // Asked before the password, so that nobody types one in vain.
    refuse_a_second_time(&house, args.registry).await?;
    let (password, must_change) = if args.generate {
        (password::readable(&OsEntropy), true)
    } else {
        (read_password()?, false)
    };
    open(&house, &args, &password, must_change).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "registry {} is open; administrator {}", args.registry, args.email)?;
    if args.generate {
        writeln!(out, "password {password}")?;
        writeln!(out, "It is shown this once and has to be changed at the first sign-in.")?;
    }
    drop(out);
    house.close().await;
    Ok(())
}

/// Reads a password: unseen from a terminal, else the first line of the standard input.
fn read_password() -> anyhow::Result<String> {
    let terminal = std::io::stdin().is_terminal();
    if terminal {
        eprint!("Password of the administrator ({SHORTEST} characters or more, not shown): ");
    }
    let hidden = Unseen::begin();
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    drop(hidden);
    if terminal {
        eprintln!();
    }
    read.context("reading the password from the standard input")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("no password was given: type one, pipe one in, or let one be made with --generate");
    }
    Ok(password.to_owned())
}

/// Keeps a terminal from showing what is typed, until dropped.
struct Unseen {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Unseen {
    #[cfg(unix)]
    fn begin() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        // What is no terminal shows nothing anyway.
        let Ok(before) = tcgetattr(std::io::stdin()) else { return Self { before: None } };
        let mut now = before.clone();
        now.local_modes.remove(LocalModes::ECHO);
        let set = tcsetattr(std::io::stdin(), OptionalActions::Flush, &now);
        Self { before: set.is_ok().then_some(before) }
    }

    #[cfg(not(unix))]
    const fn begin() -> Self {
        Self {}
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(before) = &self.before {
            use rustix::termios::{OptionalActions, tcsetattr};
            // The terminal is gone when this fails, and nobody sees it any more.
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, before);
        }
    }
}

async fn refuse_a_second_time(house: &House, registry: RegistryCode) -> anyhow::Result<()> {
    for body in house.store().users(registry).await.context("reading the accounts")? {
        let user: User = serde_json::from_str(&body.body).context("reading an account")?;
        if user.role == Role::Administrator && user.state == AccountState::Active {
            bail!(
                "registry {registry} has an administrator already; that person opens further accounts on the page of users"
            );
        }
    }
    Ok(())
}

async fn open(house: &House, args: &Args, password: &str, must_change: bool) -> anyhow::Result<()> {
    let email = user::email(&args.email)
        .ok()
        .with_context(|| format!("{:?} is no address to sign in with: --email", args.email))?;
    let name = tidy_line(&args.name);
    if name.is_empty() {
        bail!("the administrator needs a name: --name");
    }
    if password.chars().count() < SHORTEST {
        bail!("the password is too short: {SHORTEST} characters or more");
    }
    let ctx = house.system();
    let mut change = Change::default();
    let held = house.store().all(Kind::Registry).await.context("reading the registries")?;
    if !held.iter().any(|body| body.id == args.registry.stream().uuid()) {
        let event = registry::Event::Named {
            code: args.registry,
            name: registry_name(args)?,
            demonstration: false,
        };
        let mut growing = Growing::<Registry>::new(args.registry.stream());
        growing.push(&ctx, &event, About::TODAY).map_err(told)?;
        change.appends.push(growing.finish(&ctx)?);
    }
    enter_states(house, &ctx, &mut change).await?;
    let user = UserId::new(ctx.new_id());
    let opened = user::Event::Opened {
        registry: args.registry,
        role: Role::Administrator,
        partners: Vec::new(),
        person: house.app.persons().seal_fields(user, &PersonFields { email, name })?,
    };
    let mut growing = Growing::<User>::new(user.into());
    growing.push(&ctx, &opened, About::TODAY).map_err(told)?;
    change.appends.push(growing.finish(&ctx)?);
    let password = password::hash(password, &OsEntropy)?;
    change.credentials.push(Credential {
        user,
        password,
        must_change,
        totp: None,
        totp_step: 0,
        door: None,
    });
    house.store().commit(&change).await.context("opening the registry and the account")
}

/// The name given, else "Registry of" the country, in each language.
fn registry_name(args: &Args) -> anyhow::Result<Text4> {
    let code = args.registry.as_str();
    let country = Country::by_code(code).with_context(|| format!("no country {code}"))?;
    let or = |given: &Option<String>, default: String| given.clone().unwrap_or(default);
    let kk = or(&args.name_kk, format!("{} тізілімі", country.name(Locale::Kk)));
    let ky = or(&args.name_ky, format!("{} реестри", country.name(Locale::Ky)));
    let ru = or(&args.name_ru, format!("Реестр: {}", country.name(Locale::Ru)));
    let en = or(&args.name_en, format!("Registry of {}", country.name(Locale::En)));
    Text4::all(Language::Ru, &kk, &ky, &ru, &en).context("the name of the registry")
}

/// Enters every state of ISO 3166-1 that is not there yet, so that any of them can be a partner from the first day on.
async fn enter_states(house: &House, ctx: &Context<'_>, change: &mut Change) -> anyhow::Result<()> {
    let held = house.store().all(Kind::Party).await.context("reading the parties")?;
    for country in Country::all() {
        let code: PartyCode = country.alpha2.parse()?;
        if held.iter().any(|body| body.id == code.stream().uuid()) {
            continue;
        }
        change.appends.push(state(ctx, country, code)?);
    }
    Ok(())
}

/// A state as a party, by its names in four languages.
///
/// # Errors
/// When the rules refuse it.
pub fn state(
    ctx: &Context<'_>,
    country: &Country,
    code: PartyCode,
) -> anyhow::Result<kelisim_store::Append> {
    let [kk, ky, ru, en] = Locale::ALL.map(|locale| country.name(locale));
    let name = Text4::all(Language::Ru, kk, ky, ru, en)?;
    let stream = code.stream();
    let described = party::Event::Described(Party {
        code,
        kind: PartyKind::State,
        country: Some(country.alpha2.parse()?),
        parent: None,
        names: vec![DatedName { from: None, to: None, name }],
        merged: None,
        joined: Vec::new(),
    });
    let mut growing = Growing::<Party>::new(stream);
    growing.push(ctx, &described, About::TODAY).map_err(told)?;
    Ok(growing.finish(ctx)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    fn args(email: &str) -> Args {
        let place = Place { data: "unused".into(), database: None };
        Args {
            registry: "KG".parse().unwrap(),
            email: email.to_owned(),
            name: "First  person".to_owned(),
            generate: false,
            name_kk: None,
            name_ky: None,
            name_ru: None,
            name_en: Some("Our registry".to_owned()),
            place,
        }
    }

    #[tokio::test]
    async fn the_first_administrator_is_there_and_a_second_start_is_refused_with_what_to_do() {
        for world in World::each().await {
            let house = &world.house;
            let kg = "KG".parse().unwrap();
            refuse_a_second_time(house, kg).await.unwrap();
            open(house, &args("First@moh.example"), "long enough, surely", false).await.unwrap();
            let user = house.store().user_by_email("first@moh.example").await.unwrap().unwrap();
            assert!(house.store().credential(user).await.unwrap().is_some());
            let error = refuse_a_second_time(house, kg).await.unwrap_err();
            assert!(format!("{error:#}").contains("page of users"), "{error:#}");
            refuse_a_second_time(house, "KZ".parse().unwrap()).await.unwrap();
            let body = house.store().all(Kind::Registry).await.unwrap().remove(0).body;
            let registry: Registry = serde_json::from_str(&body).unwrap();
            assert_eq!(registry.name.get(Language::En), Some("Our registry"));
            assert_eq!(registry.name.get(Language::Ru), Some("Реестр: Кыргызстан"));
            let parties = house.store().all(Kind::Party).await.unwrap();
            assert_eq!(parties.len(), Country::all().len());
            world.end().await;
        }
    }

    #[tokio::test]
    async fn what_does_not_fit_is_named_and_nothing_is_written() {
        for world in World::each().await {
            for (email, password, told) in [
                ("nobody", "long enough, surely", "--email"),
                ("a@b.example", "short", "too short"),
            ] {
                let error = open(&world.house, &args(email), password, false).await.unwrap_err();
                assert!(format!("{error:#}").contains(told), "{error:#}");
            }
            assert_eq!(world.house.store().all(Kind::Registry).await.unwrap(), []);
            world.end().await;
        }
    }

    #[tokio::test]
    async fn an_address_that_somebody_has_is_refused() {
        for world in World::each().await {
            let house = &world.house;
            open(house, &args("a@b.example"), "long enough, surely", false).await.unwrap();
            let mut other = args("a@b.example");
            other.registry = "KZ".parse().unwrap();
            let error = open(house, &other, "long enough, surely", false).await.unwrap_err();
            assert!(format!("{error:#}").contains("email is taken"), "{error:#}");
            world.end().await;
        }
    }
}
