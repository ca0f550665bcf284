//! Backups written, broken on purpose, and read back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kelisim_app::growing::{About, Growing};
use kelisim_domain::id::{DraftId, SourceId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::registry::{self, Registry};
use kelisim_domain::text::{Language, Text4};
use kelisim_store::Change;
use kelisim_store::verify::verify;
use kelisim_store::work::{Credential, Draft};
use sqlx::Connection as _;

use super::*;
use crate::keeper::seal_all;
use crate::restore::restore;
use crate::testing::{Scratch, World};
use crate::wiring::{DataDir, Database, FilePersonKeys};

/// The demonstration with its accounts, sealed but for a little, and a draft.
async fn filled(world: &World) {
    world.load_demo().await;
    crate::demo_record::open_accounts(&world.house.app).await.unwrap();
    seal_all(world.house.store(), world.now(), 100, |_| {}).await.unwrap();
    small(world).await;
}

/// One stream, one draft, one text, one credential.
async fn small(world: &World) {
    let ctx = world.house.system();
    let code = "MN".parse().unwrap();
    let named = registry::Event::Named {
        code,
        name: Text4::new(Language::En, "Registry of Mongolia").unwrap(),
        demonstration: true,
    };
    let mut growing = Growing::<Registry>::new(code.stream());
    growing.push(&ctx, &named, About::TODAY).unwrap();
    let mut change = Change { appends: vec![growing.finish(&ctx).unwrap()], ..Change::default() };
    change.drafts.push(Draft {
        id: DraftId::new(ctx.new_id()),
        source: SourceId::new(ctx.new_id()),
        registry: code,
        author: None,
        state: "open".to_owned(),
        start: 0,
        body: "{}".to_owned(),
        revision: 1,
        written_at: ctx.now,
    });
    change.blobs.push((Hash::of(b"words"), b"words".to_vec()));
    change.credentials.push(Credential {
        user: UserId::new(ctx.new_id()),
        password: "hash".to_owned(),
        must_change: false,
        totp: None,
        totp_step: 0,
        door: None,
    });
    world.house.store().commit(&change).await.unwrap();
}

async fn made(world: &World, name: &str) -> PathBuf {
    let path = world.house.data.file(name);
    write(world.house.store(), &path, world.now()).await.unwrap();
    path
}

fn keys(world: &World) -> BTreeMap<UserId, [u8; 32]> {
    let folder = FilePersonKeys::open(&world.house.data).unwrap();
    KeysFile::of(&folder, world.now()).unwrap().keys
}

/// What is said when the backup is opened or restored.
async fn refused(path: &Path, target: &World) -> String {
    let opened = BackupFile::open(path);
    let mut file = match opened {
        Ok(file) => file,
        Err(error) => return format!("{error:#}"),
    };
    let data = &target.house.data;
    let done = restore(&mut file, &target.opened, data, BTreeMap::new(), true).await;
    format!("{:#}", done.unwrap_err())
}

#[tokio::test]
async fn a_backup_is_restored_on_each_engine_and_backed_up_again_it_is_the_same_file() {
    for world in World::each().await {
        filled(&world).await;
        let path = made(&world, "first.backup").await;
        let bytes = fs::read(&path).unwrap();
        let said = BackupFile::open(&path).unwrap().said().clone();
        assert!(said.entries > said.streams && said.streams > 100, "{said:?}");
        assert!(said.parts.iter().all(|part| part.records > 0), "{said:?}");
        for target in World::each().await {
            let mut file = BackupFile::open(&path).unwrap();
            let done =
                restore(&mut file, &target.opened, &target.house.data, keys(&world), false).await;
            let done = done.unwrap();
            assert_eq!((done.keys, done.missing), (keys(&world).len(), 0));
            assert_eq!(keys(&target), keys(&world));
            let (here, there) = (world.house.store(), target.house.store());
            assert_eq!(there.dump().await.unwrap(), here.dump().await.unwrap());
            let last = said.seal.as_ref().unwrap().hash;
            let report = verify(there, &[last], &mut |_| {}).await.unwrap();
            assert!(report.holds(), "{:?}", report.faults);
            let again = made(&target, "again.backup").await;
            assert!(fs::read(again).unwrap() == bytes, "one moment, one record, other bytes");
            let second = refused(&path, &target).await;
            assert!(second.contains("holds a record already"), "{second}");
            target.end().await;
        }
        // At another moment only the instant and the hash over it differ.
        world.clock.advance(jiff::SignedDuration::from_secs(1));
        let later = fs::read(made(&world, "later.backup").await).unwrap();
        assert!(later != bytes && later[4096..] == bytes[4096..]);
        world.end().await;
    }
}

#[tokio::test]
async fn every_changed_byte_and_every_cut_is_refused() {
    let world = World::sqlite().await;
    small(&world).await;
    seal_all(world.house.store(), world.now(), 100, |_| {}).await.unwrap();
    let bytes = fs::read(made(&world, "small.backup").await).unwrap();
    assert!(bytes.len() < 8_000, "{}", bytes.len());
    let scratch = Scratch::new();
    let path = scratch.path.join("broken.backup");
    let told = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        match BackupFile::open(&path) {
            Ok(_) => panic!("taken"),
            Err(error) => format!("{error:#}"),
        }
    };
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let told = told(&changed);
        assert!(told.contains("cannot be used"), "byte {at}: {told}");
        let expected = match at {
            0..15 => "does not begin like a backup",
            // The version of the form: another one, or none.
            15..17 => "",
            17..4096 => "header is damaged",
            _ => "damaged in its part",
        };
        assert!(told.contains(expected), "byte {at}: {told}");
    }
    for length in (0..bytes.len()).step_by(7).chain([4095, 4096, bytes.len() - 1]) {
        let told = told(&bytes[..length]);
        assert!(told.contains("cut off") || told.contains("does not begin"), "{length}: {told}");
    }
    let longer = [bytes.as_slice(), b"\n"].concat();
    assert!(told(&longer).contains("1 bytes stand behind its end"));
    let text = String::from_utf8_lossy(&bytes[..4096]).replacen("backup/1", "backup/9", 1);
    let other = [text.as_bytes(), &bytes[4096..]].concat();
    assert!(told(&other).contains("form 9, and this version of kelisim reads form 1 only"));
    assert!(told(b"PK\x03\x04 something else").contains("does not begin like a backup"));
    world.end().await;
}

/// A backup whose header says something else, and says it soundly.
fn rewritten(path: &Path, from: &str, to: &str) {
    let bytes = fs::read(path).unwrap();
    let text = String::from_utf8(bytes[..4096].to_vec()).unwrap();
    let mut lines = text.splitn(3, '\n');
    let (mark, json) = (lines.next().unwrap(), lines.next().unwrap().replace(from, to));
    let said = format!("{mark}\n{json}\n");
    let mut head = format!("{said}{}\n", Hash::of(said.as_bytes())).into_bytes();
    head.resize(4095, b' ');
    head.push(b'\n');
    fs::write(path, [head.as_slice(), &bytes[4096..]].concat()).unwrap();
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_the_database_stays_empty() {
    let world = World::sqlite().await;
    small(&world).await;
    let path = made(&world, "newer.backup").await;
    let schema = world.house.store().schema();
    rewritten(&path, &format!("\"schema\":{schema}"), "\"schema\":9999");
    for target in World::each().await {
        let told = refused(&path, &target).await;
        assert!(told.contains("newer version of kelisim (schema 9999"), "{told}");
        assert!(target.house.store().fill().await.unwrap().is_some());
        target.end().await;
    }
    world.end().await;
}

#[tokio::test]
async fn a_record_that_was_tampered_with_is_not_backed_up() {
    for world in World::each().await {
        filled(&world).await;
        let path = world.house.data.file("tampered.backup");
        let sql = "UPDATE journal_entry SET known_on = '1999-01-01' WHERE kind = 'registry.named'";
        match &world.database {
            Database::Sqlite(file) => {
                let url = format!("sqlite:{}", file.display());
                let mut hand = sqlx::SqliteConnection::connect(&url).await.unwrap();
                sqlx::query(sql).execute(&mut hand).await.unwrap();
            }
            Database::Postgres(url) => {
                let mut hand = sqlx::PgConnection::connect(url).await.unwrap();
                sqlx::query(sql).execute(&mut hand).await.unwrap();
            }
        }
        let error = write(world.house.store(), &path, world.now()).await.unwrap_err();
        assert!(error.is::<Unsound>(), "{error:#}");
        assert!(!path.exists());
        let left: Vec<_> = fs::read_dir(path.parent().unwrap())
            .unwrap()
            .filter(|entry| entry.as_ref().unwrap().path().to_string_lossy().contains(".new"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
        world.end().await;
    }
}

#[tokio::test]
async fn keys_that_are_missing_or_foreign_are_named_and_nothing_is_kept() {
    for target in World::each().await {
        let world = World::sqlite().await;
        filled(&world).await;
        let path = made(&world, "a.backup").await;
        let data = &target.house.data;
        let mut file = BackupFile::open(&path).unwrap();
        let error = restore(&mut file, &target.opened, data, BTreeMap::new(), false).await;
        let told = format!("{:#}", error.unwrap_err());
        assert!(told.contains("are missing") && told.contains("--keys"), "{told}");
        assert!(target.house.store().dump().await.unwrap().is_empty());
        let mut foreign = keys(&world);
        let one = *foreign.keys().next().unwrap();
        let folder = FilePersonKeys::open(data).unwrap();
        kelisim_app::person::PersonKeys::put(&folder, one, &[3; 32]).unwrap();
        let mut file = BackupFile::open(&path).unwrap();
        let error = restore(&mut file, &target.opened, data, foreign.clone(), false).await;
        assert!(format!("{:#}", error.unwrap_err()).contains("another key"));
        kelisim_app::person::PersonKeys::destroy(&folder, one).unwrap();
        foreign.remove(&one);
        let mut file = BackupFile::open(&path).unwrap();
        let done = restore(&mut file, &target.opened, data, foreign, true).await.unwrap();
        assert_eq!(done.missing, 1);
        target.end().await;
        world.end().await;
    }
}

#[tokio::test]
async fn who_was_forgotten_before_the_backup_gets_no_key_back() {
    let world = World::sqlite().await;
    filled(&world).await;
    let before = keys(&world);
    let store = world.house.store();
    let kg = "KG".parse().unwrap();
    let user = store.users(kg).await.unwrap().remove(0);
    let user: kelisim_domain::user::User = serde_json::from_str(&user.body).unwrap();
    let ctx = world.house.system();
    use kelisim_app::account::{Move, change_state};
    change_state(&ctx, user.id, user.version, Move::Disable).await.map_err(drop).unwrap();
    change_state(&ctx, user.id, user.version + 1, Move::Forget).await.map_err(drop).unwrap();
    let path = made(&world, "a.backup").await;
    let target = World::sqlite().await;
    let mut file = BackupFile::open(&path).unwrap();
    let data = &target.house.data;
    let done = restore(&mut file, &target.opened, data, before.clone(), false).await.unwrap();
    assert_eq!(done.keys, before.len() - 1);
    assert!(!keys(&target).contains_key(&user.id));
    target.end().await;
    world.end().await;
}

#[tokio::test]
async fn without_room_it_is_said_so_and_with_room_the_same_can_be_done() {
    let world = World::sqlite().await;
    filled(&world).await;
    let path = made(&world, "a.backup").await;
    let target = World::sqlite().await;
    let crate::wiring::Opened::Sqlite(sqlite) = &target.opened else { panic!() };
    sqlite.limit(10).await.unwrap();
    let told = refused(&path, &target).await;
    assert!(told.contains("no room left") && told.contains("nothing was kept"), "{told}");
    sqlite.limit(1_000_000).await.unwrap();
    let mut file = BackupFile::open(&path).unwrap();
    let data = DataDir::open(&target.house.data.file("other")).unwrap();
    restore(&mut file, &target.opened, &data, keys(&world), false).await.unwrap();
    target.end().await;
    world.end().await;
}

#[tokio::test]
async fn a_file_that_is_there_is_never_written_over_and_what_a_killed_one_left_is_cleared() {
    let world = World::sqlite().await;
    small(&world).await;
    let path = made(&world, "a.backup").await;
    let before = fs::read(&path).unwrap();
    let error = write(world.house.store(), &path, world.now()).await.unwrap_err();
    assert!(error.to_string().contains("is there already"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
    let left = world.house.data.file(".b.backup.1.new");
    let half = world.house.data.file(".c.backup.2.new");
    let foreign = world.house.data.file(".notes.new");
    fs::write(&left, [0; 5_000]).unwrap();
    fs::write(&half, &before[..4_200]).unwrap();
    fs::write(&foreign, "somebody else's").unwrap();
    made(&world, "d.backup").await;
    assert!(!left.exists() && !half.exists() && foreign.exists());
    let error = write(world.house.store(), Path::new("/nowhere/a.backup"), world.now()).await;
    assert!(error.unwrap_err().to_string().contains("no folder /nowhere"));
    world.end().await;
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_a_backup() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::sqlite().await;
    small(&world).await;
    let path = made(&world, "a.backup").await;
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    world.end().await;
}
