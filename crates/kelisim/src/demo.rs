//! `kelisim demo`: the whole house on true facts, in one command.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use kelisim_app::{Clock, Entropy as _};
use kelisim_domain::registry::{Registry, RegistryCode};
use kelisim_store::reading::Kind;

use crate::demo_record::{self, REGISTRIES, Record};
use crate::mail::{Carrier, Mails};
use crate::schedule::Daily;
use crate::serve;
use crate::wiring::{House, OsEntropy, Place, RehearsalClock, SystemClock};

/// What `demo` is told.
#[derive(clap::Args)]
pub struct Args {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder to keep the demonstration in. Default: a temporary one, removed at the end.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Database: sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME. Default: a file in the folder.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Rehearse: a file with the seconds by which the clock of the demonstration is ahead; it may grow meanwhile.
    #[arg(long, value_name = "FILE")]
    ahead: Option<PathBuf>,
}

impl std::fmt::Debug for Args {
    /// The address is left out, since a password may stand in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Args").field("listen", &self.listen).finish_non_exhaustive()
    }
}

/// A folder that goes with the process.
struct Temporary(Option<PathBuf>);

impl Temporary {
    fn new() -> Self {
        let mut random = [0; 8];
        OsEntropy.fill(&mut random);
        let name = format!("kelisim-demo-{:016x}", u64::from_le_bytes(random));
        Self(Some(std::env::temp_dir().join(name)))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if let Some(path) = &self.0
            && let Err(error) = std::fs::remove_dir_all(path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, path = %path.display(), "the temporary folder stays behind");
        }
    }
}

/// Loads the demonstration and serves it until told to stop.
///
/// # Errors
/// When a place cannot be opened, the address is taken, or the database holds a real registry.
pub async fn run(args: Args) -> anyhow::Result<()> {
    // Listened for from the first moment on, so that a start that is broken off leaves no folder behind.
    let stop = serve::stopped();
    tokio::pin!(stop);
    let temporary = match args.data {
        Some(_) => Temporary(None),
        None => Temporary::new(),
    };
    let data = args.data.or_else(|| temporary.0.clone()).unwrap_or_default();
    let place = Place { data, database: args.database };
    let clock: Arc<dyn Clock> = match &args.ahead {
        Some(file) => Arc::new(RehearsalClock::open(file)?),
        None => Arc::new(SystemClock),
    };
    let listener = serve::listen(args.listen).await?;
    let address = listener.local_addr().context("reading the address listened on")?;
    let mut house = tokio::select! {
        house = prepare(&place, clock, address, temporary.0.is_some()) => house?,
        () = &mut stop => return Ok(()),
    };
    let (told, stopped) = tokio::sync::oneshot::channel();
    let until = async {
        // An error means that the sender is gone, which is the end as well.
        let _ = stopped.await;
    };
    // The demonstration keeps backups as a real house does, in its own folder.
    let scheduled = house.keep_backups(&Daily::into_folder(&house.data.folder("backups")?)?);
    let served = {
        let carrier = Carrier::new(&Mails::default(), &house.data)?;
        let serving = serve::serve(&house, listener, serve::Door::default(), carrier, until);
        tokio::pin!(serving);
        tokio::select! {
            served = &mut serving => served,
            () = scheduled.run() => Ok(()),
            () = &mut stop => {
                // Nobody listening any more means that the server has ended by itself.
                let _ = told.send(());
                serving.await
            }
        }
    };
    house.close().await;
    served
}

/// Opens the house, loads what is not there yet, opens the accounts, and says how to come in.
async fn prepare(
    place: &Place,
    clock: Arc<dyn Clock>,
    address: SocketAddr,
    temporary: bool,
) -> anyhow::Result<House> {
    let house = House::open_by(place, clock).await?;
    if !is_loaded(&house).await? {
        let loaded = demo_record::load(&house.app, &Record::read()?).await?;
        tracing::debug!(loaded.streams, loaded.entries, "demonstration loaded");
    }
    let accounts = demo_record::open_accounts(&house.app).await?;
    eprintln!(
        "Kelisim, demonstration. The facts are true and carry their sources; the accounts are made up."
    );
    eprintln!(
        "Open http://{address} in a browser. Each line beginning with sign-in is one account:"
    );
    eprintln!("role, registry, address, password. The passwords are new with each start.");
    let folder = place.data.display();
    match (temporary, &place.database) {
        (true, None) => {
            eprintln!("Everything lies in {folder} and is removed at the end (Ctrl+C).");
        }
        (true, Some(_)) => {
            eprintln!(
                "The keys of the accounts lie in {folder} and are removed at the end (Ctrl+C);"
            );
            eprintln!(
                "to start on this database once more, name a folder with --data from the first start on."
            );
        }
        (false, _) => eprintln!("Everything stays in {folder}; stop with Ctrl+C."),
    }
    let mut out = std::io::stdout().lock();
    let written = (|| {
        writeln!(out, "listening http://{address}")?;
        for account in &accounts {
            let (role, registry) = (account.role.code(), account.registry);
            writeln!(out, "sign-in {role} {registry} {} {}", account.email, account.password)?;
        }
        writeln!(out, "ready")?;
        out.flush()
    })();
    drop(out);
    written.context("writing to the standard output")?;
    Ok(house)
}

/// Whether the record is there already. A real registry is never written to.
async fn is_loaded(house: &House) -> anyhow::Result<bool> {
    let mut found = 0;
    for body in house.store().all(Kind::Registry).await.context("reading the registries")? {
        let registry: Registry = serde_json::from_str(&body.body).context("reading a registry")?;
        if !registry.demonstration {
            bail!(
                "{} holds the real registry {}; the demonstration needs a database of its own",
                house.store().describe(),
                registry.code
            );
        }
        for (code, _) in REGISTRIES {
            found += usize::from(registry.code == code.parse::<RegistryCode>()?);
        }
    }
    Ok(found == REGISTRIES.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Scratch, World};
    use argon2::{Argon2, PasswordVerifier as _};
    use kelisim_domain::user::Role;

    #[tokio::test]
    async fn every_role_of_both_registries_can_sign_in_and_a_second_start_changes_the_passwords() {
        for world in World::each().await {
            world.load_demo().await;
            let first = demo_record::open_accounts(&world.house.app).await.unwrap();
            assert_eq!(first.len(), 2 * Role::COLLEAGUES.len());
            let second = demo_record::open_accounts(&world.house.app).await.unwrap();
            let store = world.house.store();
            for (old, new) in first.iter().zip(&second) {
                assert_eq!(old.email, new.email);
                let user = store.user_by_email(&new.email).await.unwrap().unwrap();
                let kept = store.credential(user).await.unwrap().unwrap();
                let takes = |password: &str| {
                    Argon2::default().verify_password(password.as_bytes(), &*kept.password).is_ok()
                };
                assert!(takes(&new.password) && !takes(&old.password) && !kept.must_change);
            }
            world.end().await;
        }
    }

    #[tokio::test]
    async fn a_database_with_the_demonstration_is_not_loaded_again() {
        for world in World::each().await {
            assert!(!is_loaded(&world.house).await.unwrap());
            world.load_demo().await;
            assert!(is_loaded(&world.house).await.unwrap());
            world.end().await;
        }
    }

    #[tokio::test]
    async fn a_start_whose_keys_are_elsewhere_says_what_to_do() {
        let scratch = Scratch::new();
        let database = Some(scratch.path.join("shared.db").display().to_string());
        let at = |name: &str| Place { data: scratch.path.join(name), database: database.clone() };
        let address = "127.0.0.1:1".parse().unwrap();
        let clock = || -> Arc<dyn Clock> { Arc::new(SystemClock) };
        prepare(&at("one"), clock(), address, false).await.unwrap().close().await;
        prepare(&at("one"), clock(), address, false).await.unwrap().close().await;
        let Err(error) = prepare(&at("two"), clock(), address, false).await else {
            panic!("the keys lie in the other folder")
        };
        assert!(format!("{error:#}").contains("--data"), "{error:#}");
    }
}
