//! Indicators, and the figures that belong to them.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::aggregate::fold;
use kelisim_domain::indicator::{Event, Indicator};
use kelisim_domain::stage::Stage;
use kelisim_domain::topic::Unit;
use kelisim_store::indicator::IndicatorFilter;
use kelisim_store::reading::{DayCursor, Kind, Scope};
use kelisim_store::replay::rebuild;
use kelisim_store::{Store, StoreError};

use super::{all, everything, ids, last_day, of};
use crate::World;
use crate::world::Pledge;

/// Row and history say the same, before and after a rebuild; a code has one indicator in each registry.
pub async fn an_indicator_is_read_back_and_rebuilds_to_the_same_bytes(store: Arc<dyn Store>) {
    let mut world = World::new();
    let id = world.indicator("KG", "treated");
    world.indicator("KZ", "treated");
    world.commit(&*store).await.unwrap();
    let changed = world.counts_otherwise(id, "2024");
    world.counts_otherwise(id, "2026");
    world.commit(&*store).await.unwrap();
    world.withdraw_method(id, changed);
    world.event::<Indicator>(id, Event::Published, world.today());
    world.commit(&*store).await.unwrap();
    let body = store.one(Kind::Indicator, id.uuid(), last_day()).await.unwrap().unwrap();
    let kept: Indicator = serde_json::from_str(&body.body).unwrap();
    assert_eq!(kept, fold(world.entries(id)).unwrap().unwrap());
    assert_eq!((kept.methods.len(), kept.public), (2, true));
    let mut twice = world.clone();
    twice.indicator("KG", "treated");
    let taken = twice.commit(&*store).await;
    assert!(matches!(taken, Err(StoreError::Taken { .. })), "{taken:?}");
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}

/// Indicators go on where they ended, within their scope and filter; codes of figures that nobody defined are told.
pub async fn indicators_page_and_figures_belong_to_them_by_code(store: Arc<dyn Store>) {
    let mut world = World::new();
    let mut own = Vec::new();
    for n in 0..7 {
        own.push(world.indicator("KG", &format!("measure_{n}")).uuid());
        world.indicator("KZ", &format!("measure_{n}"));
    }
    let pledge = Pledge::new("KG", "TR").stage(Stage::S7).value(150);
    let source = world.source("KG", "48 were treated", date(2025, 11, 3));
    let quotation = world.quote(source, "48 were treated");
    let first = world.observation(&pledge, None, 2024, 48, &quotation);
    let second = world.observation(&pledge, None, 2025, 50, &quotation);
    world.commit(&*store).await.unwrap();
    own.sort_unstable_by(|a, b| b.cmp(a));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let none = IndicatorFilter::default();
        let rows = store.indicators(&of("KG"), &none, last_day(), after, 3).await.unwrap();
        let Some(last) = rows.last() else { break };
        let it: Indicator = serde_json::from_str(&last.body).unwrap();
        after = Some(DayCursor { day: it.moved_on(), id: last.id });
        seen.extend(ids(&rows));
    }
    assert_eq!(seen, own);
    let count = async |scope: Scope, filter: IndicatorFilter| {
        store.indicators(&scope, &filter, last_day(), None, 100).await.unwrap().len()
    };
    let one = IndicatorFilter { measure: Some("measure_3".to_owned()), ..Default::default() };
    assert_eq!(count(all(), one.clone()).await, 2);
    assert_eq!(count(of("KG"), one).await, 1);
    let devices = IndicatorFilter { unit: Some(Unit::Device), ..Default::default() };
    assert_eq!(count(all(), devices).await, 0);
    let owned = IndicatorFilter {
        owners: Some(vec!["KZ".parse().unwrap(), "TR".parse().unwrap()]),
        ..Default::default()
    };
    assert_eq!(count(all(), owned).await, 7);
    let public = Scope { public_only: true, ..all() };
    assert_eq!(count(public, IndicatorFilter::default()).await, 0, "none was published");
    let open = store.undefined(&of("KG"), 10).await.unwrap();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].measure.as_str(), open[0].figures), ("treated", 2));
    let kg = "KG".parse().unwrap();
    let figures = store.figures_of(&of("KG"), kg, "treated", last_day(), 10).await.unwrap();
    assert_eq!(ids(&figures), [second.uuid(), first.uuid()], "the newest period first");
    let narrow = Scope { partners: Some(vec!["RU".parse().unwrap()]), ..of("KG") };
    let none = store.figures_of(&narrow, kg, "treated", last_day(), 10).await.unwrap();
    assert!(none.is_empty() && store.undefined(&narrow, 10).await.unwrap().is_empty());
    world.indicator("KG", "treated");
    world.commit(&*store).await.unwrap();
    assert!(store.undefined(&of("KG"), 10).await.unwrap().is_empty());
}
