//! Forms of a thing as an officer sends them: with the version the thing has.

use axum::http::StatusCode;
use kelisim_domain::user::Role;

use crate::house::{CSRF, House, Reply};

pub const OFFICER: (&str, Role) = ("KG", Role::Officer);
pub const PARTNER: (&str, Role) = ("KG", Role::Partner);

pub async fn get(house: &House, who: (&'static str, Role), path: &str) -> Reply {
    let cookie = house.session(who.0, who.1).await;
    house.get(path, Some(&cookie)).await
}

pub async fn post(house: &House, who: (&'static str, Role), path: &str, body: &str) -> Reply {
    let cookie = house.session(who.0, who.1).await;
    house.post(path, Some(&cookie), &format!("csrf={CSRF}&{body}")).await
}

/// What stands behind the first mark up to a quotation mark.
pub fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    let (_, rest) = text.split_once(mark).unwrap_or_else(|| panic!("{mark} in {text}"));
    rest.split('"').next().unwrap()
}

/// The version the forms of a thing are made for.
pub async fn version(house: &House, url: &str) -> i64 {
    let page = get(house, OFFICER, &format!("{url}/publish")).await;
    after(&page.text, "name=\"version\" value=\"").parse().unwrap()
}

/// Sends a form of the thing at an address with its present version.
pub async fn send(house: &House, url: &str, act: &str, body: &str) -> Reply {
    let version = version(house, url).await;
    post(house, OFFICER, &format!("{url}/{act}"), &format!("version={version}&{body}")).await
}

pub async fn ok(house: &House, url: &str, act: &str, body: &str) {
    let reply = send(house, url, act, body).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{act} {body}: {}", reply.text);
}

pub async fn refused(house: &House, url: &str, act: &str, body: &str, words: &str) -> Reply {
    let reply = send(house, url, act, body).await;
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{act} {body}");
    assert!(reply.text.contains(words), "{act} {body}: {words}: {}", reply.text);
    reply
}

/// Sends a form of a page: what is typed, with the version the page was made from.
pub async fn send_from(house: &House, cookie: &str, path: &str, typed: &str) -> Reply {
    let form = house.get(path, Some(cookie)).await;
    assert_eq!(form.status, StatusCode::OK, "{path}: {}", form.text);
    let hidden = |name: &str| {
        let at = form.text.split(&format!("name=\"{name}\" value=\"")).nth(1);
        at.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    };
    let body = format!("csrf={CSRF}&version={}&id={}&{typed}", hidden("version"), hidden("id"));
    house.post(path, Some(cookie), &body).await
}
