//! What falls due when, as each reader may know it.

use axum::http::StatusCode;
use kelisim_domain::user::Role;

use crate::house::{House, Reply, on_each_engine};

async fn get(house: &House, who: Option<(&'static str, Role)>, path: &str) -> Reply {
    let cookie = match who {
        Some((registry, role)) => Some(house.session(registry, role).await),
        None => None,
    };
    let reply = house.get(path, cookie.as_deref()).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text);
    reply
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_reader_is_shown_the_days_of_what_is_theirs() {
    on_each_engine(async |house: &House| {
        let own = house.things[&("KG", "TR")];
        let other = house.things[&("KG", "RU")];
        let foreign = house.things[&("KZ", "TR")];
        let shown = |text: &str, thing: &crate::house::Things| {
            text.contains(&format!("/quotas/{}", thing.quota))
        };
        for (who, ru, kz) in [
            (("KG", Role::Officer), true, false),
            (("KG", Role::Partner), false, false),
            (("KZ", Role::Reader), false, true),
        ] {
            let page = get(house, Some(who), "/en/calendar").await.text;
            assert_eq!(shown(&page, &own), who.0 == "KG", "{who:?}: {page}");
            assert_eq!((shown(&page, &other), shown(&page, &foreign)), (ru, kz), "{who:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calendars_of_people_are_given_the_same_days() {
    on_each_engine(async |house: &House| {
        let own = house.things[&("KG", "TR")];
        let file = get(house, Some(("KG", Role::Officer)), "/ky/calendar.ics").await;
        assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
        assert_eq!(file.header("cache-control"), "no-store");
        let uid = |id: &dyn std::fmt::Display| format!("UID:{id}.period@kelisim");
        let lines = file.text.replace("\r\n ", "");
        assert!(lines.contains(&uid(&own.quota)), "{lines}");
        assert!(lines.contains("DTSTART;VALUE=DATE:20261231"), "{lines}");
        // The licence of each project is expected in 2030; that rests on no passage and is the registry's alone.
        assert!(lines.contains("DTSTART;VALUE=DATE:20301231"), "{lines}");
        let everybody = get(house, None, "/en/promises.ics").await;
        let lines = everybody.text.replace("\r\n ", "");
        assert!(!lines.contains("DTSTART;VALUE=DATE:20301231"), "{lines}");
        for thing in house.things.values() {
            assert!(lines.contains(&uid(&thing.quota)), "{lines}");
            assert!(!lines.contains(&thing.hidden.to_string()), "{lines}");
        }
        let mark = everybody.header("etag").to_owned();
        let again = get(house, None, "/en/promises.ics").await;
        assert_eq!((again.header("etag"), &again.text), (mark.as_str(), &everybody.text));
    })
    .await;
}
