//! The page of backups: for administrators alone, in plain words, with work that goes on beside the requests.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::time;
use kelisim_app::backup::{BackupFile, BackupPlace, Found, Held, Planned, Steps, Trouble};
use kelisim_domain::journal::Hash;
use kelisim_domain::user::Role;
use kelisim_web::Settings;

use crate::house::{CSRF, House, Reply, on_each_engine};

/// A folder that does as it is told.
#[derive(Default)]
struct Folder {
    files: Mutex<Vec<BackupFile>>,
    trouble: Mutex<Option<Trouble>>,
    failed: Mutex<Option<(Timestamp, Trouble)>>,
    made: AtomicUsize,
    /// While it is set, work goes on.
    slow: AtomicBool,
}

impl Folder {
    fn add(&self, made_at: Timestamp, held: Result<Held, Trouble>) -> String {
        let name = format!("kelisim-{}.backup", made_at.strftime("%Y%m%dT%H%M%SZ"));
        let file = BackupFile { name: name.clone(), made_at, bytes: 70_000, held, checked: None };
        self.files.lock().unwrap().insert(0, file);
        name
    }

    async fn work(&self) -> Result<(), Trouble> {
        while self.slow.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
        self.trouble.lock().unwrap().map_or(Ok(()), Err)
    }
}

fn held() -> Held {
    let hash = Hash::of(b"header");
    Held { schema: 22, streams: 9, entries: 1_234, seal: Some((17, Hash::of(b"seal"))), hash }
}

#[async_trait]
impl BackupPlace for Folder {
    fn planned(&self) -> Option<Planned> {
        Some(Planned {
            folder: "/var/backups/of the house".to_owned(),
            at: time(20, 0, 0, 0),
            keep: 14,
            keys: true,
            database: "sqlite",
        })
    }

    async fn found(&self) -> Found {
        let files = self.files.lock().unwrap().clone();
        let last_good = files.first().map(|file| file.made_at);
        Found { files: Ok(files), last_good, last_failed: *self.failed.lock().unwrap() }
    }

    async fn make(&self, now: Timestamp, steps: Steps) -> Result<(), Trouble> {
        steps.packed(3, 7);
        let done = self.work().await;
        match done {
            Ok(()) => {
                self.made.fetch_add(1, Ordering::SeqCst);
                self.add(now, Ok(held()));
            }
            Err(why) => *self.failed.lock().unwrap() = Some((now, why)),
        }
        done
    }

    async fn check(&self, name: &str, now: Timestamp, steps: Steps) -> Result<(), Trouble> {
        steps.read(5, 9);
        let done = self.work().await;
        for file in self.files.lock().unwrap().iter_mut().filter(|file| file.name == name) {
            file.checked = Some((now, done.is_ok()));
        }
        done
    }
}

/// The same house with a folder of backups.
fn with(house: &House, folder: &Arc<Folder>) -> House {
    let place: Arc<dyn BackupPlace> = Arc::clone(folder) as Arc<dyn BackupPlace>;
    let app = house.app.clone().with_backups(place);
    House {
        router: kelisim_web::router(app.clone(), Settings::default()),
        app,
        clock: house.clock.clone(),
        store: Arc::clone(&house.store),
        people: house.people.clone(),
        things: house.things.clone(),
    }
}

async fn post(house: &House, cookie: &str, act: &str, name: &str) -> Reply {
    let form = format!("csrf={CSRF}&name={name}");
    house.post(&format!("/en/backups/{act}"), Some(cookie), &form).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_house_without_a_folder_says_so_and_how_to_name_one() {
    on_each_engine(async |house: &House| {
        let administrator = house.session("KG", Role::Administrator).await;
        for language in ["kk", "ky", "ru", "en"] {
            let page = house.get(&format!("/{language}/backups"), Some(&administrator)).await.text;
            assert!(page.contains("KELISIM_BACKUP_TO=/var/backups/kelisim"), "{page}");
            assert!(!page.contains("backups/make"), "nothing can be started: {page}");
        }
        let reply = post(house, &administrator, "make", "").await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.text.contains("No folder for backups is named."), "{}", reply.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_makes_a_backup_sees_what_it_holds_and_has_it_checked() {
    on_each_engine(async |house: &House| {
        let folder = Arc::new(Folder::default());
        let house = with(house, &folder);
        let administrator = house.session("KG", Role::Administrator).await;
        let made = post(&house, &administrator, "make", "").await;
        assert_eq!(made.location(), "/en/backups");
        let page = house.get("/en/backups", Some(&administrator)).await.text;
        for told in [
            "1,234",
            &Hash::of(b"seal").to_string(),
            &Hash::of(b"header").to_string(),
            "each day at 20:00 UTC",
            "not checked here",
            "restore &#39;/var/backups/of the house/kelisim-",
        ] {
            let other = told.replace("&#39;", "&#x27;");
            assert!(page.contains(told) || page.contains(&other), "{told}: {page}");
        }
        // A second one right behind it would push an older one out of the folder.
        let again = post(&house, &administrator, "make", "").await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("less than 10 minutes old"), "{}", again.text);
        assert_eq!(folder.made.load(Ordering::SeqCst), 1);
        let name = folder.files.lock().unwrap()[0].name.clone();
        let checked = post(&house, &administrator, "check", &name).await;
        assert_eq!(checked.location(), "/en/backups");
        let page = house.get("/ky/backups", Some(&administrator)).await.text;
        assert!(page.contains("бардык байттар жазылгандай"), "{page}");
        *folder.trouble.lock().unwrap() = Some(Trouble::Damaged);
        let bad = post(&house, &administrator, "check", &name).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.text.contains("The file is damaged, cut off or of another version."));
        for other in ["../kelisim.db", "kelisim-20200101T000000Z.backup", ""] {
            let reply = post(&house, &administrator, "check", other).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{other}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_fails_is_told_in_plain_words_and_one_that_lasts_shows_how_far_it_is() {
    on_each_engine(async |house: &House| {
        let folder = Arc::new(Folder::default());
        let house = with(house, &folder);
        let administrator = house.session("KG", Role::Administrator).await;
        *folder.trouble.lock().unwrap() = Some(Trouble::NoRoom);
        let failed = post(&house, &administrator, "make", "").await;
        assert_eq!(failed.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = house.get("/en/backups", Some(&administrator)).await.text;
        assert!(page.contains("there is no room in the folder. Make room"), "{page}");
        assert!(page.contains("The backup was not made"), "what came of the last try: {page}");
        *folder.trouble.lock().unwrap() = None;
        folder.slow.store(true, Ordering::SeqCst);
        let begun = post(&house, &administrator, "make", "").await;
        assert_eq!(begun.location(), "/en/backups", "the answer does not wait for the work");
        let page = house.get("/en/backups", Some(&administrator)).await;
        assert!(page.text.contains("<progress value=\"3\" max=\"7\""), "{}", page.text);
        assert_eq!(page.header("refresh"), "2; url=/en/backups");
        // Asking again begins nothing.
        assert_eq!(post(&house, &administrator, "make", "").await.status, StatusCode::SEE_OTHER);
        folder.slow.store(false, Ordering::SeqCst);
        while folder.made.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        loop {
            let page = house.get("/en/backups", Some(&administrator)).await;
            if page.header("refresh").is_empty() {
                assert!(!page.text.contains("<progress") && page.text.contains("1,234"));
                break;
            }
            tokio::task::yield_now().await;
        }
        assert_eq!(folder.made.load(Ordering::SeqCst), 1);
    })
    .await;
}
