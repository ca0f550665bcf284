//! `kelisim restore`: a backup into an empty database, whole or not at all.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};
use kelisim_app::person::PersonKeys as _;
use kelisim_app::{App, Clock};
use kelisim_domain::aggregate::Aggregate as _;
use kelisim_domain::id::UserId;
use kelisim_domain::user::User;
use kelisim_store::StoreError;
use kelisim_store::keep::{CarryError, Part, Record, carry};
use kelisim_store::replay::ReplayError;

use crate::Outcome;
use crate::keep::{BackupFile, Given, KeysFile, Progress};
use crate::wiring::{DataDir, Database, FilePersonKeys, Opened, OsEntropy, Place, SystemClock};

/// What `restore` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The backup.
    from: PathBuf,
    /// Empty database to write it into: sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME. Default: that of
    /// --database, else DIR/kelisim.db.
    #[arg(long, value_name = "URL", conflicts_with = "check")]
    into: Option<String>,
    /// Copy of the keys of persons that belongs to the backup.
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Takes a copy of keys that is older than thirty days. People who were forgotten since would be named again.
    #[arg(long, requires = "keys")]
    expired_keys: bool,
    /// Restores though keys of persons are missing: their accounts stay without a name and cannot sign in.
    #[arg(long)]
    without_keys: bool,
    /// Only compares the file with what it says of itself, and writes nothing.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    place: Place,
}

/// Checks the backup and writes it into the database.
///
/// # Errors
/// When the file is not whole, the database holds a record, or something fails; the database is as empty as before.
pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    let mut file = BackupFile::open(&args.from)?;
    let header = file.said().clone();
    println!(
        "{}: made at {}, {} streams, {} entries; every byte is as it was written",
        file.path().display(),
        header.made_at,
        header.streams,
        header.entries
    );
    if args.check {
        return Ok(Outcome::Fine);
    }
    let clock = SystemClock;
    let keys = match &args.keys {
        None => BTreeMap::new(),
        Some(path) => {
            let keys = KeysFile::read(path)?;
            if keys.is_expired(clock.now()) && !args.expired_keys {
                bail!(
                    "the copy of keys in {} is older than thirty days (made at {}); people who were forgotten since would be named again; give --expired-keys if that is right",
                    path.display(),
                    keys.made_at
                );
            }
            keys.keys
        }
    };
    let database = match &args.into {
        Some(url) => Database::parse(url)?,
        None => args.place.database()?,
    };
    let data = DataDir::open(&args.place.data)?;
    let opened = database.open().await?;
    let restored = restore(&mut file, &opened, &data, keys, args.without_keys).await;
    let told = restored.and_then(|done| tell(&file, &opened, &done));
    opened.close().await;
    told.map(|()| Outcome::Fine)
}

fn tell(file: &BackupFile, opened: &Opened, done: &Restored) -> anyhow::Result<()> {
    let header = file.said();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "restored into {} in {} s: {} records; reading tables written anew from {} entries; every chain and seal holds",
        opened.store().describe(),
        done.seconds,
        done.records,
        header.entries
    )?;
    match &header.seal {
        Some(seal) => writeln!(out, "last seal {}: {}", seal.number, seal.hash)?,
        None => writeln!(out, "nothing was sealed yet")?,
    }
    writeln!(out, "keys of persons: {} put, {} missing", done.keys, done.missing)?;
    writeln!(out, "Sessions, tries and kept forms are not in a backup: everybody signs in anew.")?;
    Ok(())
}

/// What a restore did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// Records written.
    pub records: u64,
    /// Keys put into the folder.
    pub keys: usize,
    /// Accounts whose key is missing.
    pub missing: usize,
    /// How long it took.
    pub seconds: u64,
}

/// Which accounts have, or had, a key.
#[derive(Debug, Default)]
struct Accounts {
    /// Not forgotten.
    kept: Vec<UserId>,
    forgotten: Vec<UserId>,
}

impl Accounts {
    fn see(&mut self, records: &[Record]) {
        for record in records {
            let Record::Stream(stream) = record else { continue };
            if stream.kind != User::NAME {
                continue;
            }
            let user = UserId::new(stream.head.stream.uuid());
            let last = stream.entries.last().map(|(_, entry)| entry.new.kind.as_str());
            let list =
                if last == Some("user.forgotten") { &mut self.forgotten } else { &mut self.kept };
            list.push(user);
        }
    }
}

/// Writes a backup into an empty database.
///
/// # Errors
/// When the database holds a record, or something fails. It is as empty as before then, and the same can be tried again.
pub async fn restore(
    file: &mut BackupFile,
    opened: &Opened,
    data: &DataDir,
    keys: BTreeMap<UserId, [u8; 32]>,
    without_keys: bool,
) -> anyhow::Result<Restored> {
    let store = opened.store();
    let (schema, said) = (store.schema(), file.said().clone());
    if said.schema > schema {
        bail!(
            "the backup was made by a newer version of kelisim (schema {}, here {schema}); use that version",
            said.schema
        );
    }
    let place = store.describe();
    store.migrate().await.with_context(|| {
        format!("making the tables in {place}; if a newer version of kelisim made them, use that version")
    })?;
    let Some(fill) = store.fill().await.with_context(|| format!("beginning to fill {place}"))?
    else {
        bail!(
            "{place} holds a record already; a backup is written into an empty database only: name another one with --into"
        );
    };
    let folder = FilePersonKeys::open(data)?;
    let given = Given { keys: keys.clone(), folder: FilePersonKeys::open(data)? };
    let app = App::new(store, Arc::new(given), Arc::new(SystemClock), Arc::new(OsEntropy));
    let total = said.parts.iter().map(|part| part.records).sum();
    let mut progress = Progress::new("records", total);
    let accounts = std::sync::Mutex::new(Accounts::default());
    let mut seen = |part: Part, records: &[Record]| {
        progress.add(records.len() as u64);
        if part == Part::Journal {
            accounts.lock().unwrap_or_else(std::sync::PoisonError::into_inner).see(records);
        }
    };
    let mut put = (0, 0);
    let ready = async || {
        let accounts = accounts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        put = put_keys(&folder, &keys, &accounts, without_keys)
            .map_err(|error| CarryError::Origin(error.into()))?;
        Ok(())
    };
    carry(file, fill, app.persons(), &mut seen, ready)
        .await
        .map_err(|error| explained(error, &place))?;
    let (keys, missing) = put;
    let seconds = progress.took().as_secs();
    Ok(Restored { records: progress.done(), keys, missing, seconds })
}

/// Puts the keys of those who are not forgotten into the folder, and removes those of people who are.
fn put_keys(
    folder: &FilePersonKeys,
    given: &BTreeMap<UserId, [u8; 32]>,
    accounts: &Accounts,
    without_keys: bool,
) -> anyhow::Result<(usize, usize)> {
    let (mut new, mut missing) = (Vec::new(), 0);
    for user in &accounts.kept {
        match (folder.get(*user)?, given.get(user)) {
            (Some(held), Some(given)) if held != *given => bail!(
                "the folder of keys holds another key of person {user} than the copy that was given; name another folder with --data"
            ),
            (Some(_), _) => {}
            (None, Some(key)) => new.push((*user, *key)),
            (None, None) => missing += 1,
        }
    }
    if missing > 0 && !without_keys {
        bail!(
            "the keys of {missing} persons are missing: give the copy that was made with the backup with --keys, or --without-keys to leave these accounts without a name"
        );
    }
    for (user, key) in &new {
        folder.put(*user, key)?;
    }
    for user in &accounts.forgotten {
        folder.destroy(*user)?;
    }
    Ok((new.len(), missing))
}

/// One clear sentence of what went wrong and that nothing was kept.
pub fn explained(error: CarryError, place: &str) -> anyhow::Error {
    let full = matches!(
        &error,
        CarryError::Store(StoreError::Full)
            | CarryError::Replay(ReplayError::Store(StoreError::Full))
    );
    if full {
        return anyhow!(
            "there is no room left for {place}; make room and start again, nothing was kept"
        );
    }
    let told = match error {
        CarryError::Origin(error) => match error.downcast::<std::io::Error>() {
            Ok(error) => anyhow!(error).context("reading the backup"),
            Err(error) => anyhow!(error),
        },
        other => anyhow!(other),
    };
    told.context(format!("{place} was not filled and is as empty as before"))
}
