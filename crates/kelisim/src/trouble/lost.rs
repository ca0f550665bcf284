//! The database goes away in the middle of a request.

use super::browser::{Browser, typed};
use super::proxy::{Proxy, Wire};
use super::{assert_whole, said};
use crate::testing::World;

const TYPED: &str = "Проверка: «связь» <прервана>";
const TYPED_IN_PAGE: &str = "Проверка: «связь» &#60;прервана&#62;";

async fn world() -> Option<(World, Proxy)> {
    let mut proxy = None;
    let world = World::on_postgres(|url| {
        let (wire, through) = Proxy::to(&url);
        proxy = Some(wire);
        through
    })
    .await?;
    Some((world, proxy.unwrap()))
}

/// A connection that was used a moment ago is trusted for that moment: one that broke within it fails its next request.
async fn moment() {
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_while_the_database_is_lost_comes_back_whole_and_goes_through_later() {
    let Some((world, proxy)) = world().await else { return };
    let browser = Browser::of(&world).await;
    let id = browser.a_commitment().await;
    let path = format!("/ru/commitments/{id}/describe");
    let form = typed(browser.get(&path).await.form(), "title_ru", TYPED);
    let before = said(&world, &id).await;

    proxy.is(Wire::Cut);
    let page = browser.post(&path, &form).await;
    assert_eq!(page.status, 503, "{}", page.body);
    assert!(page.body.contains("Нет связи с базой данных"), "{}", page.body);
    assert!(page.body.contains(TYPED_IN_PAGE), "{}", page.body);
    for path in ["/ru/overview", "/ky/commitments", "/health"] {
        assert_eq!(browser.get(path).await.status, 503, "{path}");
    }

    proxy.is(Wire::Whole);
    moment().await;
    for path in ["/health", "/ru/overview", "/ky/commitments"] {
        assert_eq!(browser.get(path).await.status, 200, "{path}");
    }
    assert_eq!(said(&world, &id).await, before);
    let again = page.form();
    let sent = |name: &str| form.iter().find(|(field, _)| field == name).unwrap();
    for name in ["title_ru", "title_en", "version", "topic"] {
        assert!(again.contains(sent(name)), "{name}");
    }
    let page = browser.post(&path, &again).await;
    assert_eq!((page.status, page.location), (303, format!("/ru/commitments/{id}")));
    let after = said(&world, &id).await;
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.last().unwrap().contains(TYPED));
    assert_whole(&world).await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_whose_answer_is_lost_is_found_and_not_written_twice() {
    let Some((world, proxy)) = world().await else { return };
    let browser = Browser::of(&world).await;
    let id = browser.a_commitment().await;
    let path = format!("/ru/commitments/{id}/describe");
    let form = typed(browser.get(&path).await.form(), "title_ru", TYPED);
    let before = said(&world, &id).await;

    proxy.is(Wire::LosesCommit { stays: false });
    let page = browser.post(&path, &form).await;
    assert_eq!(page.status, 303, "{}", page.body);
    let after = said(&world, &id).await;
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.last().unwrap().contains(TYPED));
    assert_whole(&world).await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_it_cannot_be_known_whether_it_was_saved_the_page_says_so_and_sending_again_is_safe() {
    let Some((world, proxy)) = world().await else { return };
    let browser = Browser::of(&world).await;
    let id = browser.a_commitment().await;
    let path = format!("/ru/commitments/{id}/describe");
    let form = typed(browser.get(&path).await.form(), "title_ru", TYPED);
    let before = said(&world, &id).await;

    proxy.is(Wire::LosesCommit { stays: true });
    let page = browser.post(&path, &form).await;
    assert_eq!(page.status, 503, "{}", page.body);
    assert!(page.body.contains("Неизвестно, сохранено ли это"), "{}", page.body);
    assert!(page.body.contains(TYPED_IN_PAGE), "{}", page.body);

    proxy.is(Wire::Whole);
    moment().await;
    let page = browser.post(&path, &page.form()).await;
    assert_eq!(page.status, 409, "{}", page.body);
    let after = said(&world, &id).await;
    assert_eq!(after.len(), before.len() + 1);
    assert!(after.last().unwrap().contains(TYPED));
    assert_whole(&world).await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_that_is_lost_without_a_word_is_given_up_and_a_new_one_is_used() {
    let Some((world, proxy)) = world().await else { return };
    let browser = Browser::of(&world).await;
    let id = browser.a_commitment().await;
    let path = format!("/ru/commitments/{id}/describe");
    let form = typed(browser.get(&path).await.form(), "title_ru", TYPED);

    proxy.forget();
    moment().await;
    let page = browser.post(&path, &form).await;
    assert_eq!(page.status, 303, "{}", page.body);
    assert!(said(&world, &id).await.last().unwrap().contains(TYPED));

    // Lines that were lost while nobody used them do not keep the house from ending.
    proxy.forget();
    let ended = tokio::time::timeout(std::time::Duration::from_secs(60), world.end()).await;
    assert!(ended.is_ok(), "the house waits for an answer that never comes");
}
