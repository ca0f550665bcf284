//! Placements.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::id::UserId;
use kelisim_domain::programme::placement::{Placement, Stage};
use kelisim_store::Store;
use kelisim_store::reading::{Kind, Scope};
use kelisim_store::replay::rebuild;

use super::{all, everything, last_day, of};
use crate::{Pledge, World};

/// Placements of a call page in the order of their codes, those of another call and registry are not among them, nobody outside
/// sees any, and a rebuild writes the same.
pub async fn placements_page_by_code_within_their_scope_and_rebuild_to_the_same_bytes(
    store: Arc<dyn Store>,
) {
    let mut world = World::new();
    world.actor = Some(UserId::new(world.id()));
    let pledge = Pledge::new("KG", "TR");
    let commitment = world.pledge(&pledge, date(2018, 11, 2));
    let line = world.quota_line(&pledge, commitment, 2026, 9);
    let (call, other) = (world.call(&pledge, line, 1), world.call(&pledge, line, 1));
    // Entered in another order than that of the codes.
    for n in [4, 1, 5, 3, 2] {
        world.appeal_without_place(&pledge, call, &format!("KG26-{n}"));
    }
    world.appeal_without_place(&pledge, other, "KG26-1");
    world.commit(&*store).await.unwrap();
    let id = Placement::of(call, "KG26-3");
    let body = store.one(Kind::Placement, id.uuid(), last_day()).await.unwrap().unwrap();
    let kept: Placement = serde_json::from_str(&body.body).unwrap();
    assert_eq!((kept.id, kept.stage), (id, Stage::Asked));
    let (mut seen, mut after) = (Vec::new(), None::<String>);
    loop {
        let rows =
            store.placements(&of("KG"), call, last_day(), after.as_deref(), 2).await.unwrap();
        let Some(last) = rows.last() else { break };
        let last: Placement = serde_json::from_str(&last.body).unwrap();
        after = Some(last.description.code);
        seen.extend(
            rows.iter()
                .map(|row| serde_json::from_str::<Placement>(&row.body).unwrap().description.code),
        );
    }
    assert_eq!(seen, ["KG26-1", "KG26-2", "KG26-3", "KG26-4", "KG26-5"]);
    let count = async |scope: Scope| {
        store.placements(&scope, call, last_day(), None, 100).await.unwrap().len()
    };
    assert_eq!(count(of("KZ")).await, 0);
    assert_eq!(count(Scope { public_only: true, ..all() }).await, 0);
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}
