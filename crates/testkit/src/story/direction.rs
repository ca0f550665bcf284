//! Directions.

use std::sync::Arc;

use kelisim_domain::programme::direction::{Direction, State};
use kelisim_store::Store;
use kelisim_store::reading::{Kind, Scope};
use kelisim_store::replay::rebuild;

use super::{all, everything, last_day, of};
use crate::World;

/// Directions page by their ids, within their registry and state; nobody outside sees any, and a rebuild writes the same.
pub async fn directions_page_within_their_scope_and_rebuild_to_the_same_bytes(
    store: Arc<dyn Store>,
) {
    let mut world = World::new();
    let mut ids: Vec<_> = (1..=5).map(|people| world.direction("KG", "TR", people)).collect();
    world.direction("KZ", "TR", 1);
    world.commit(&*store).await.unwrap();
    world.accept_direction(ids[2]);
    world.commit(&*store).await.unwrap();
    let body = store.one(Kind::Direction, ids[2].uuid(), last_day()).await.unwrap().unwrap();
    let kept: Direction = serde_json::from_str(&body.body).unwrap();
    assert_eq!((kept.state, kept.wish.people), (State::Accepted, 3));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let rows = store.directions(&of("KG"), None, last_day(), after, 2).await.unwrap();
        let Some(last) = rows.last() else { break };
        let last: Direction = serde_json::from_str(&last.body).unwrap();
        after = Some(last.id.uuid());
        let read = |body: &kelisim_store::reading::Body| {
            serde_json::from_str::<Direction>(&body.body).unwrap().id
        };
        seen.extend(rows.iter().map(read));
    }
    ids.sort_unstable_by_key(|id| id.uuid());
    assert_eq!(seen, ids);
    let count = async |scope: Scope, state| {
        store.directions(&scope, state, last_day(), None, 100).await.unwrap().len()
    };
    assert_eq!(count(of("KZ"), None).await, 1);
    assert_eq!(count(of("KG"), Some(State::Accepted)).await, 1);
    assert_eq!(count(of("KG"), Some(State::Proposed)).await, 4);
    assert_eq!(count(Scope { public_only: true, ..all() }, None).await, 0);
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}
