//! Keys of partners.

use std::sync::Arc;

use kelisim_domain::partner_key::{PartnerKey, State};
use kelisim_store::Store;
use kelisim_store::reading::{Kind, Scope};
use kelisim_store::replay::rebuild;

use super::{all, everything, last_day, of};
use crate::World;

/// Keys are listed within their registry and partner; nobody outside sees any, and a rebuild writes the same.
pub async fn keys_of_partners_are_listed_within_their_scope_and_rebuild(store: Arc<dyn Store>) {
    let mut world = World::new();
    let one = world.partner_key("KG", "TR", b"one");
    let two = world.partner_key("KG", "RU", b"two");
    world.partner_key("KZ", "TR", b"one");
    world.commit(&*store).await.unwrap();
    world.confirm_partner_key(one);
    world.withdraw_partner_key(two);
    world.commit(&*store).await.unwrap();
    let states = async |scope: Scope| {
        let rows = store.partner_keys(&scope, 100).await.unwrap();
        let read = |body: &kelisim_store::reading::Body| {
            let key: PartnerKey = serde_json::from_str(&body.body).unwrap();
            (key.id.uuid(), key.state())
        };
        rows.iter().map(read).collect::<Vec<_>>()
    };
    let mut kept = vec![(one.uuid(), State::Confirmed), (two.uuid(), State::Withdrawn)];
    kept.sort_unstable_by_key(|(id, _)| *id);
    assert_eq!(states(of("KG")).await, kept);
    assert_eq!(states(of("KZ")).await.len(), 1);
    let partners = Some(vec!["TR".parse().unwrap()]);
    assert_eq!(states(Scope { partners, ..of("KG") }).await, [(one.uuid(), State::Confirmed)]);
    assert!(states(Scope { public_only: true, ..all() }).await.is_empty());
    assert!(store.one(Kind::PartnerKey, one.uuid(), last_day()).await.unwrap().is_some());
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}
