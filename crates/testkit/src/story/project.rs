//! Projects.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::aggregate::fold;
use kelisim_domain::id::ProjectId;
use kelisim_domain::project::{Against, Aspect, Linked, Project, Slip};
use kelisim_store::project::ProjectFilter;
use kelisim_store::reading::{DayCursor, Kind, Scope};
use kelisim_store::replay::rebuild;
use kelisim_store::{Store, StoreError};
use uuid::Uuid;

use super::{all, everything, ids, last_day, of, with};
use crate::{Pledge, World};

async fn shown(store: &dyn Store, id: ProjectId) -> Project {
    let body = store.one(Kind::Project, id.uuid(), last_day()).await.unwrap().unwrap();
    serde_json::from_str(&body.body).unwrap()
}

/// Row, links, baselines and history say the same, before and after a rebuild; an earlier day shows an earlier plan.
pub async fn a_project_is_read_back_with_its_baselines_and_rebuilds_to_the_same_bytes(
    store: Arc<dyn Store>,
) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let commitment = world.pledge(&pledge, date(2018, 11, 2));
    let (id, [built, licensed]) = world.project(&pledge);
    world.commit(&*store).await.unwrap();
    world.milestone(id, built, Aspect::Planned, "2017-08-31", date(2016, 5, 1));
    world.serve(id, commitment);
    world.commit(&*store).await.unwrap();
    world.freeze(id, "Decree");
    let frozen = world.entries(id).last().unwrap().version;
    world.commit(&*store).await.unwrap();
    world.milestone(id, built, Aspect::Claimed, "2017-11", date(2017, 12, 1));
    world.milestone(id, licensed, Aspect::Forecast, "2030", date(2018, 1, 1));
    world.commit(&*store).await.unwrap();
    let folded: Project = fold(world.entries(id)).unwrap().unwrap();
    let kept = shown(&*store, id).await;
    assert_eq!(kept, folded);
    let plan = kept.plan(world.today(), Against::Baseline(frozen));
    assert_eq!(plan.row(built).unwrap().slip, Slip::Range { least: 62, most: 91 });
    assert!(kept.baseline(frozen).unwrap().what.is_whole());
    // What was known before the building was reported: one milestone, and no baseline yet.
    let early = store.one(Kind::Project, id.uuid(), date(2017, 10, 1)).await.unwrap().unwrap();
    let early: Project = serde_json::from_str(&early.body).unwrap();
    assert_eq!((early.milestones.len(), early.baselines.len()), (1, 0));
    assert_eq!(early.plan(date(2017, 10, 1), Against::FirstWord).tally.overdue, 1);

    let serves = ProjectFilter { serves: Some(Linked::Commitment(commitment)) };
    let which = async |scope: Scope| {
        ids(&store.projects(&scope, &serves, last_day(), None, 9).await.unwrap())
    };
    assert_eq!(which(of("KG")).await, [id.uuid()]);
    assert!(which(of("KZ")).await.is_empty(), "another registry's project");
    assert!(which(Scope { public_only: true, ..all() }).await.is_empty(), "not published");
    // Entry 6 is the link.
    world.withdraw_word(id, 6);
    world.commit(&*store).await.unwrap();
    assert!(which(of("KG")).await.is_empty());
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}

/// Projects go on where they ended, the one of which something became known last first, within their scope.
pub async fn projects_page_without_gap_or_repeat_within_their_scope(store: Arc<dyn Store>) {
    let mut world = World::new();
    let (turkey, russia) = (Pledge::new("KG", "TR"), Pledge::new("KG", "RU"));
    let mut expected: Vec<Uuid> = Vec::new();
    for _ in 0..5 {
        for pledge in [&turkey, &russia] {
            expected.push(world.project(pledge).0.uuid());
        }
        world.project(&Pledge::new("KZ", "TR"));
    }
    world.commit(&*store).await.unwrap();
    // All of one day: the ids alone decide.
    expected.sort_unstable_by(|a, b| b.cmp(a));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let none = ProjectFilter::default();
        let rows = store.projects(&of("KG"), &none, last_day(), after, 3).await.unwrap();
        let Some(last) = rows.last() else { break };
        let it: Project = serde_json::from_str(&last.body).unwrap();
        after = Some(DayCursor { day: it.moved_on(), id: last.id });
        seen.extend(ids(&rows));
    }
    assert_eq!(seen, expected);
    let count = async |scope: Scope| {
        let none = ProjectFilter::default();
        store.projects(&scope, &none, last_day(), None, 100).await.unwrap().len()
    };
    assert_eq!(count(with("TR", of("KG"))).await, 5);
    assert_eq!(count(with("TR", all())).await, 10);
    assert_eq!(count(with("RU", of("KG"))).await, 5);
}

/// Two officers freeze one plan at once: one is written, the other is late and leaves no trace.
pub async fn of_two_hands_on_one_project_one_is_late(store: Arc<dyn Store>) {
    let mut world = World::new();
    let (id, [built, _]) = world.project(&Pledge::new("KG", "TR"));
    world.commit(&*store).await.unwrap();
    let mut late = world.clone();
    late.milestone(id, built, Aspect::Planned, "2030", date(2020, 1, 1));
    world.freeze(id, "Plan");
    world.commit(&*store).await.unwrap();
    let before = everything(&*store).await;
    let refused = late.commit(&*store).await.unwrap_err();
    assert!(matches!(refused, StoreError::Stale { .. }), "{refused:?}");
    assert_eq!(everything(&*store).await, before);
}
