//! Two processes on one database.

use jiff::SignedDuration;

use super::browser::{Browser, typed};
use super::{assert_whole, said};
use crate::keeper::{Keeper, Sealed};
use crate::testing::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_houses_on_one_server_share_sessions_and_changes_and_one_of_them_seals() {
    let Some(world) = World::on_postgres(|url| url).await else { return };
    let here = Browser::of(&world).await;
    let other = world.second().await;
    let there = here.at(&other);
    let id = here.a_commitment().await;

    let path = format!("/ru/commitments/{id}/describe");
    let form = there.get(&path).await.form();
    let sent = here.post(&path, &typed(form.clone(), "title_ru", "Сказано здесь")).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let seen = there.get(&format!("/ru/commitments/{id}")).await;
    assert_eq!(seen.status, 200);
    assert!(seen.body.contains("Сказано здесь"), "{}", seen.body);
    let late = there.post(&path, &typed(form, "title_ru", "Сказано там")).await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert!(!said(&world, &id).await.iter().any(|payload| payload.contains("Сказано там")));

    let one = Keeper::new(world.house.app.clone(), world.house.data.clone());
    let two = Keeper::new(other.app.clone(), other.data.clone());
    let sealed = one.round().await.unwrap();
    assert!(sealed.heads > 100, "{sealed:?}");
    for title in ["Второй раз", "Третий раз"] {
        let sent =
            there.post(&path, &typed(there.get(&path).await.form(), "title_ru", title)).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        assert_eq!(two.round().await.unwrap(), Sealed::default(), "the lease is with the first");
        assert_eq!(one.round().await.unwrap(), Sealed { seals: 1, heads: 1 });
    }
    let form = here.get(&path).await.form();
    assert_eq!(here.post(&path, &typed(form, "title_ru", "Ещё раз")).await.status, 303);
    world.clock.advance(SignedDuration::from_secs(31));
    assert_eq!(two.round().await.unwrap(), Sealed { seals: 1, heads: 1 }, "the lease has run out");
    assert_eq!(world.house.store().seals(0, 10).await.unwrap().len(), 4);
    assert_whole(&world).await;
    other.close().await;
    world.end().await;
}
