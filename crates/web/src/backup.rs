//! The page of backups, for administrators: how they are planned, which there are, and how the last ones went.

use std::time::Duration;

use askama::Template;
use axum::http::HeaderValue;
use jiff::Timestamp;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::backup::{self, BackupFile, Planned, Trouble};
use kelisim_app::under_way::{Phase, Progress};
use kelisim_domain::Refusal;
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, page_with, see_other};
use crate::apply::panel::size;
use crate::posted::Posted;
use crate::routes::{Access, Routes};
use crate::sheet::Sheet;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// How long an answer waits for the work before it shows how far it has come.
const PATIENCE: Duration = Duration::from_millis(400);

/// The routes of this page.
pub(crate) fn add(routes: Routes) -> Routes {
    let manage = Access::Right(Action::ManageAccounts);
    routes
        .get("/{lang}/backups", manage, show)
        .get("/{lang}/backups/make", manage, show)
        .post("/{lang}/backups/make", manage, make)
        .get("/{lang}/backups/check", manage, show)
        .post("/{lang}/backups/check", manage, check)
}

/// A backup as a row.
struct Row {
    made: String,
    machine: String,
    size: String,
    name: String,
    /// Entries, schema, last seal and hash; nothing of a file that cannot be read.
    held: Option<Held>,
    /// Look, icon and words of how it was checked, and when.
    state: (&'static str, &'static str, &'static str),
    when: String,
    check: Option<Sheet>,
}

struct Held {
    entries: String,
    schema: String,
    seal: Option<(String, String)>,
    hash: String,
}

/// How far the work has come.
struct Work {
    words: &'static str,
    done: u64,
    total: u64,
}

#[derive(Template)]
#[template(path = "backups.html")]
struct BackupsPage {
    shell: Shell,
    progress: Option<Work>,
    says: Vec<String>,
    /// How they are planned; nothing when none are.
    facts: Option<Vec<(&'static str, String)>>,
    good: String,
    failed: Option<String>,
    make: Option<Sheet>,
    rows: Vec<Row>,
    /// The commands that restore the newest one.
    restore: Option<String>,
}

async fn show(visit: Visit) -> Answer {
    write(&visit, &[]).await
}

async fn write(visit: &Visit, refusals: &[Refusal]) -> Answer {
    let l = visit.locale;
    let seen = backup::page(&visit.context()).await?;
    let busy = seen.progress.is_some();
    let (files, unread) = match &seen.found.files {
        Ok(files) => (files.as_slice(), None),
        Err(trouble) => (&[][..], Some(words::refusal(l, &backup::refusal(*trouble)))),
    };
    let told = if refusals.is_empty() { &*seen.trouble } else { refusals };
    let says = told.iter().map(|refusal| words::refusal(l, refusal));
    let at = |at: Timestamp| l.instant_short(at, visit.zone());
    let failed = seen.found.last_failed.map(|(when, why)| {
        let why = l.term("backup_trouble", why.code());
        l.format("backup-failed-at", &[("at", Arg::Str(&at(when))), ("why", Arg::Str(why))])
    });
    let is_planned = seen.planned.is_some();
    let make = || Sheet::new(&visit.at("/backups/make"), l.t("backup-make"), Vec::new());
    let page = BackupsPage {
        progress: seen.progress.map(|progress| work(l, progress)),
        says: says.chain(unread).collect(),
        facts: seen.planned.as_ref().map(|planned| facts(l, planned)),
        good: seen.found.last_good.map_or_else(|| l.t("backup-never").to_owned(), at),
        failed,
        make: (is_planned && !busy).then(make),
        rows: files.iter().map(|file| row(visit, file, busy)).collect(),
        restore: seen.planned.as_ref().map(|planned| restore(planned, files)),
        shell: visit.shell(l.t("backups-title"), Nav::Backups).await?,
    };
    let mut response = page_with(status(refusals), &page)?;
    if busy {
        // Asked for again every other second while this goes on, without a script.
        let again = format!("2; url={}", visit.at("/backups"));
        if let Ok(again) = HeaderValue::from_str(&again) {
            response.headers_mut().insert("refresh", again);
        }
    }
    Ok(response)
}

const fn status(refusals: &[Refusal]) -> axum::http::StatusCode {
    if refusals.is_empty() {
        axum::http::StatusCode::OK
    } else {
        axum::http::StatusCode::UNPROCESSABLE_ENTITY
    }
}

fn work(l: Locale, progress: Progress) -> Work {
    let words = match progress.phase {
        Phase::Reading => l.t("backup-phase-reading"),
        _ => l.t("backup-phase-packing"),
    };
    Work { words, done: progress.done, total: progress.total.max(1) }
}

fn facts(l: Locale, planned: &Planned) -> Vec<(&'static str, String)> {
    let hour = planned.at.strftime("%H:%M").to_string();
    let keep = i64::try_from(planned.keep).unwrap_or(i64::MAX);
    let keys = if planned.keys { l.t("backup-keys-yes") } else { l.t("backup-keys-no") };
    vec![
        (l.t("backup-every"), l.format("backup-daily", &[("at", Arg::Str(&hour))])),
        (l.t("backup-keep"), l.number(keep)),
        (l.t("backup-folder"), planned.folder.clone()),
        (l.t("backup-keys"), keys.to_owned()),
        (l.t("backup-database"), l.term("database", planned.database).to_owned()),
    ]
}

fn row(visit: &Visit, file: &BackupFile, busy: bool) -> Row {
    let l = visit.locale;
    let state = match (&file.held, file.checked) {
        (Err(trouble), _) => ("late", "x", l.term("backup_trouble", trouble.code())),
        (Ok(_), Some((_, true))) => ("ok", "circle-check", l.t("backup-holds")),
        (Ok(_), Some((_, false))) => {
            ("late", "x", l.term("backup_trouble", Trouble::Damaged.code()))
        }
        (Ok(_), None) => ("dash", "circle-dashed", l.t("backup-unchecked")),
    };
    let check = Sheet::new(&visit.at("/backups/check"), l.t("backup-check"), Vec::new());
    Row {
        made: l.instant_short(file.made_at, visit.zone()),
        machine: file.made_at.to_string(),
        size: size(l, file.bytes),
        name: file.name.clone(),
        held: file.held.as_ref().ok().map(|held| Held {
            entries: l.number(i64::try_from(held.entries).unwrap_or(i64::MAX)),
            schema: held.schema.to_string(),
            seal: held.seal.map(|(number, hash)| (l.number(number), hash.to_string())),
            hash: held.hash.to_string(),
        }),
        state,
        when: file.checked.map(|it| l.instant_short(it.0, visit.zone())).unwrap_or_default(),
        check: (!busy).then(|| check.with("name", &file.name).tone("")),
    }
}

/// A word of a command line, so that a folder with a blank in its name is one word.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    if word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// The commands that put the newest good backup into an empty database.
fn restore(planned: &Planned, files: &[BackupFile]) -> String {
    let good = files.iter().find(|it| it.held.is_ok() && it.checked.is_none_or(|it| it.1));
    let name = good.map_or("kelisim-….backup", |it| it.name.as_str());
    let file = quoted(&format!("{}/{name}", planned.folder.trim_end_matches('/')));
    let keys = if planned.keys {
        format!(" \\\n     --keys {}", name.replace(".backup", ".keys"))
    } else {
        String::new()
    };
    let root = good.and_then(|it| it.held.as_ref().ok()).and_then(|held| held.seal);
    let root = root.map_or_else(String::new, |(_, hash)| format!(" --root {hash}"));
    [
        format!("sudo kelisim-admin restore {file} --check"),
        "sudo systemctl stop kelisim".to_owned(),
        format!("sudo kelisim-admin restore {file}{keys}"),
        format!("sudo kelisim-admin journal verify{root}"),
        "sudo systemctl start kelisim".to_owned(),
    ]
    .join("\n")
}

async fn answered(posted: &Posted, done: Result<(), AppError>) -> Answer {
    match done {
        Ok(()) => Ok(see_other(&posted.visit.at("/backups"))),
        Err(AppError::Refused(refusals)) => write(&posted.visit, &refusals).await,
        Err(error) => Err(posted.failed(error).await),
    }
}

async fn make(posted: Posted) -> Answer {
    let done = backup::make(&posted.visit.context(), PATIENCE).await;
    answered(&posted, done).await
}

async fn check(posted: Posted) -> Answer {
    let name = posted.fields.get("name");
    let done = backup::check(&posted.visit.context(), name, PATIENCE).await;
    answered(&posted, done).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_a_blank_is_one_word_of_the_command() {
        assert_eq!(quoted("/var/backups/kelisim"), "/var/backups/kelisim");
        assert_eq!(quoted("/a b/it's"), "'/a b/it'\\''s'");
    }
}
