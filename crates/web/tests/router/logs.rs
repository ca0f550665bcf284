//! Logs say what happened and never who or what was written.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use kelisim_domain::user::Role;
use tracing_subscriber::fmt::MakeWriter;

use crate::house::{
    CSRF, House, LETTER, PASSWORD, REGISTRIES, TOKEN, email_of, name_of, on_each_engine,
};

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Captured {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// Everything this test executable logs from now on, to the last detail. One process has one log.
fn captured() -> &'static Captured {
    static LOG: OnceLock<Captured> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Captured::default();
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(log.clone())
            .init();
        log
    })
}

/// Walks through the house as people do: wrong and right passwords, pages, forms that are taken and refused.
async fn walk(house: &House) -> Vec<String> {
    let mut secrets = vec![PASSWORD.to_owned(), TOKEN.to_owned(), LETTER.to_owned()];
    for registry in REGISTRIES {
        for role in Role::COLLEAGUES {
            let (email, name) = (email_of(registry, role), name_of(registry, role));
            let wrong = format!("email={email}&password=wrong-wrong-wrong");
            house.post("/en/sign-in", None, &wrong).await;
            let cookie = house.session(registry, role).await;
            secrets.push(cookie.trim_start_matches("kelisim=").to_owned());
            let things = house.things[&(registry, "TR")];
            for path in [
                "/en/overview".to_owned(),
                "/ru/partners".to_owned(),
                "/kk/users".to_owned(),
                "/ky/journal".to_owned(),
                format!("/en/commitments/{}", things.commitment),
                format!("/en/communiques/{}", things.source),
                format!("/en/sources/{}", things.source),
                format!("/en/promises/{}", things.commitment),
                "/en/promises.csv".to_owned(),
            ] {
                let reply = house.get(&path, Some(&cookie)).await;
                assert!(!reply.status.is_server_error(), "{path}: {}", reply.text);
            }
            let scopes = if role == Role::Reader { "calendar" } else { "promises-read" };
            let today = house.app.context(kelisim_app::Actor::System).today();
            let form = format!("csrf={CSRF}&name={name}&scopes={scopes}&ends_on={today}");
            let made = house.post("/en/account/tokens", Some(&cookie), &form).await.text;
            let at = made.find("kelisim_").unwrap_or_else(|| panic!("no token: {made}"));
            let token: String = made[at..].chars().take(72).collect();
            house.get(&format!("/en/calendar/{token}.ics"), None).await;
            let request = axum::http::Request::get("/api/v1/promises");
            let request = request.header("authorization", format!("Bearer {token}"));
            house.send(request.body(axum::body::Body::empty()).unwrap()).await;
            secrets.push(token);
            let evidence = format!("{LETTER} {name} {email}");
            let form = format!("csrf={CSRF}&version=1&verdict=at_risk&evidence={evidence}");
            let path = format!("/en/commitments/{}/judge", things.hidden);
            house.post(&path, Some(&cookie), &form).await;
            house.post(&path, Some(&cookie), &form.replace(CSRF, "x")).await;
            secrets.extend([email, name]);
        }
    }
    let form = format!("email={}&password={PASSWORD}", email_of("KG", Role::Officer));
    let reply = house.post("/en/sign-in", None, &form).await;
    let token = reply.header("set-cookie").split(['=', ';']).nth(1).unwrap().to_owned();
    assert_eq!(token.len(), 64, "{reply:?}");
    secrets.push(token);
    secrets.push("wrong-wrong-wrong".to_owned());
    secrets
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_name_address_password_token_or_letter_is_logged() {
    let log = captured();
    on_each_engine(async |house: &House| {
        let secrets = walk(house).await;
        // The log is at work: statements of the database stand in it, and what we say ourselves.
        tracing::info!(word = "heard", "the log is at work");
        let text = log.text();
        assert!(
            text.contains("the log is at work") && text.contains("sqlx"),
            "nothing was captured"
        );
        for secret in secrets {
            let place = text.find(&secret).map(|at| {
                let from = text[..at].rfind('\n').map_or(0, |n| n + 1);
                text[from..]
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .chars()
                    .take(400)
                    .collect::<String>()
            });
            assert_eq!(place, None, "logged: {secret}");
        }
    })
    .await;
}
