//! The disk is full.

use jiff::SignedDuration;

use super::browser::{Browser, typed};
use super::{assert_whole, said};
use crate::testing::World;
use crate::wiring::Opened;

/// The file can always take a few more small changes; never so many.
const TRIES: u32 = 200;

#[tokio::test]
async fn a_full_disk_is_named_nothing_is_half_written_and_reading_goes_on() {
    let world = World::sqlite().await;
    let Opened::Sqlite(store) = &world.opened else { panic!("this world is on SQLite") };
    let browser = Browser::of(&world).await;
    let id = browser.a_commitment().await;
    let path = format!("/ru/commitments/{id}/judge");
    let form = typed(browser.get(&path).await.form(), "verdict", "on_track");

    store.limit(1).await.unwrap();
    let mut refused = None;
    for number in 0..TRIES {
        let evidence = format!("Проверка {number}. {}", "Длинное обоснование. ".repeat(60));
        let form = typed(typed(form.clone(), "evidence", &evidence), "version", &{
            said(&world, &id).await.len().to_string()
        });
        let page = browser.post(&path, &form).await;
        if page.status != 303 {
            refused = Some((page, evidence));
            break;
        }
    }
    let (page, evidence) = refused.unwrap();
    assert_eq!(page.status, 507, "{}", page.body);
    assert!(page.body.contains("Диск сервера заполнен"), "{}", page.body);
    assert!(page.body.contains(evidence.trim()), "{}", page.body);
    let before = said(&world, &id).await;
    assert!(!before.iter().any(|payload| payload.contains(evidence.trim())));
    // The connection was replaced after the refusal, and with it went its limit.
    store.limit(1).await.unwrap();
    // A session is marked as used now and then, which a full disk cannot take: reading goes on all the same.
    world.clock.advance(SignedDuration::from_mins(5));
    for path in ["/ru/overview", &format!("/ru/commitments/{id}"), "/health"] {
        assert_eq!(browser.get(path).await.status, 200, "{path}");
    }

    store.limit(u32::MAX - 1).await.unwrap();
    let page = browser.post(&path, &page.form()).await;
    assert_eq!((page.status, page.location), (303, format!("/ru/commitments/{id}")));
    let after = said(&world, &id).await;
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.last().unwrap().contains(evidence.trim()));
    assert_whole(&world).await;
    world.end().await;
}
