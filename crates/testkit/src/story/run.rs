//! Runs.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::id::{CallId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::run::{Description, Differs, Event, File, Run};
use kelisim_store::Store;
use kelisim_store::reading::{DayCursor, Kind, Scope};
use kelisim_store::replay::rebuild;

use super::{all, everything, ids, last_day, of};
use crate::{Pledge, World};

/// The first list of candidates of a call, brought by one person and accepted by another.
fn gather(world: &mut World, pledge: &Pledge, call: CallId, bytes: &[u8]) {
    let run = Run::of(call);
    let description =
        Description { registry: pledge.registry, partner: pledge.partner.clone(), call };
    let hash = Hash::of(bytes);
    let file = File { name: "list.csv".to_owned(), sha256: hash, size: 3 };
    let brought = Event::Brought { file, hash, candidates: 3, differs: Differs::default() };
    let append =
        world.grow::<Run>(run, &[Event::Begun { description }, brought], world.today(), None);
    let pending = world.pending();
    pending.appends.push(append);
    pending.blobs.push((hash, bytes.to_vec()));
    let second = UserId::new(world.id());
    let first = world.actor.replace(second);
    world.event::<Run>(run, Event::Accepted { list: 1, hash }, world.today());
    world.actor = first;
}

/// Lists and their files are what they were, before and after a rebuild; runs page within their scope, and nobody outside
/// sees one that is not released.
pub async fn a_run_is_kept_with_its_files_and_rebuilds_to_the_same_bytes(store: Arc<dyn Store>) {
    let mut world = World::new();
    world.actor = Some(UserId::new(world.id()));
    let (turkey, russia) = (Pledge::new("KG", "TR"), Pledge::new("KG", "RU"));
    let mut calls = Vec::new();
    for n in 0..6_u8 {
        let pledge = if n < 4 { &turkey } else { &russia };
        let commitment = world.pledge(pledge, date(2018, 11, 2));
        let line = world.quota_line(pledge, commitment, 2026, 9);
        let call = world.call(pledge, line, 1);
        gather(&mut world, pledge, call, &[n; 3]);
        world.commit(&*store).await.unwrap();
        calls.push(call);
    }
    let body = store.one(Kind::Run, Run::of(calls[2]).uuid(), last_day()).await.unwrap().unwrap();
    let kept: Run = serde_json::from_str(&body.body).unwrap();
    let list = kept.accepted().unwrap();
    assert_eq!((list.number, list.candidates), (1, 3));
    assert_eq!(store.blob(list.hash).await.unwrap(), Some(vec![2; 3]));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let rows = store.runs(&of("KG"), last_day(), after, 4).await.unwrap();
        let Some(last) = rows.last() else { break };
        let it: Run = serde_json::from_str(&last.body).unwrap();
        after = Some(DayCursor { day: it.released_on(), id: last.id });
        seen.extend(ids(&rows));
    }
    let mut distinct = seen.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!((seen.len(), distinct.len()), (6, 6));
    let count = async |scope: Scope| store.runs(&scope, last_day(), None, 100).await.unwrap().len();
    assert_eq!(count(of("KZ")).await, 0);
    assert_eq!(count(Scope { partners: Some(vec![russia.partner.clone()]), ..of("KG") }).await, 2);
    assert_eq!(count(Scope { public_only: true, ..all() }).await, 0, "none is released");
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}
