//! Papers the house gave out.

use std::sync::Arc;

use jiff::civil::date;
use kelisim_domain::journal::Hash;
use kelisim_domain::paper::{Paper, Why};
use kelisim_domain::quota::Account;
use kelisim_domain::user::Role;
use kelisim_store::Store;
use kelisim_store::reading::{Kind, Scope};
use kelisim_store::replay::rebuild;

use super::{everything, last_day, of};
use crate::{Pledge, World};

/// Papers are listed by number within their scope and found by what they are about; the keys they were signed with stay
/// known after they were withdrawn; they rebuild to the same bytes.
pub async fn papers_are_listed_by_number_within_their_scope_and_rebuild(store: Arc<dyn Store>) {
    let mut world = World::new();
    let pledge = Pledge::new("KG", "TR");
    let commitment = world.pledge(&pledge, date(2018, 11, 2));
    let line = world.quota_line(&pledge, commitment, 2026, 40);
    world.walk(line, 40, Account::Confirmed);
    let call = world.call(&pledge, line, 4);
    world.publish_call(call);
    assert_eq!(store.signers().await.unwrap(), []);
    let mut all = Vec::new();
    for n in 0..5 {
        let who = world.user("KG", Role::Applicant, &format!("holder{n}@example.kg"));
        let application = world.application(&pledge, call, who);
        all.push((application, world.paper(&pledge, application, who)));
    }
    world.commit(&*store).await.unwrap();
    world.withdraw_paper(all[0].1);
    world.commit(&*store).await.unwrap();
    let (mut seen, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = store.papers(&of("KG"), after.as_deref(), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        let last: Paper = serde_json::from_str(&last.body).unwrap();
        after = Some(last.description.number.to_string());
        seen.extend(page.iter().map(|body| body.id));
    }
    assert_eq!(seen.len(), 5);
    let count = async |scope: Scope| store.papers(&scope, None, 100).await.unwrap().len();
    let partner = |code: &str| Scope { partners: Some(vec![code.parse().unwrap()]), ..of("KG") };
    assert_eq!(count(of("KZ")).await, 0);
    assert_eq!((count(partner("TR")).await, count(partner("RU")).await), (5, 0));
    let public = Scope { registry: None, partners: None, public_only: true };
    assert_eq!(count(public).await, 0, "nothing of it is public");
    let about = store.papers_about(all[0].0.into()).await.unwrap();
    assert_eq!(about.iter().map(|body| body.id).collect::<Vec<_>>(), [all[0].1.uuid()]);
    let body = store.one(Kind::Paper, all[0].1.uuid(), last_day()).await.unwrap().unwrap();
    let kept: Paper = serde_json::from_str(&body.body).unwrap();
    assert_eq!(kept.withdrawn.map(|said| said.what), Some(Why::Replaced));
    assert_eq!(store.signers().await.unwrap(), [Hash([1; 32])]);
    let before = everything(&*store).await;
    rebuild(&*store, &world.people, &mut |_| {}).await.unwrap();
    assert_eq!(everything(&*store).await, before);
}
