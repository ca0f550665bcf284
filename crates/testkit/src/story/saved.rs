//! Lists that people keep under a name.

use std::sync::Arc;

use kelisim_domain::id::{SavedListId, UserId};
use kelisim_store::saved::{Saved, SavedList};
use kelisim_store::{Change, Store};

use crate::World;

/// A list is saved once under a name of its own, seen by its owner and by colleagues it is shared with, renamed,
/// removed, bounded in number, and forgotten with its owner.
pub async fn lists_are_saved_shared_renamed_and_forgotten(store: Arc<dyn Store>) {
    let world = World::new();
    let (one, other) = (UserId::new(world.id()), UserId::new(world.id()));
    let (kg, kz) = (crate::registry("KG"), crate::registry("KZ"));
    let list = |owner, of: &str, name: &str| SavedList {
        id: SavedListId::new(world.id()),
        owner,
        registry: kg,
        of: of.to_owned(),
        name: name.to_owned(),
        filters: "{\"partner\":\"TR\"}".to_owned(),
        shared: false,
        saved_at: world.clock.now(),
    };
    let first = list(one, "commitments", "Өткөн");
    assert_eq!(store.save_list(&first, 2).await.unwrap(), Saved::Done);
    // The same form sent again; another list of that name; the same name for another list of the console.
    assert_eq!(store.save_list(&first, 2).await.unwrap(), Saved::Done);
    let twin = list(one, "commitments", "Өткөн");
    assert_eq!(store.save_list(&twin, 2).await.unwrap(), Saved::NameTaken);
    let second = list(one, "meetings", "Өткөн");
    assert_eq!(store.save_list(&second, 2).await.unwrap(), Saved::Done);
    let third = list(one, "bodies", "C");
    assert_eq!(store.save_list(&third, 2).await.unwrap(), Saved::Full);
    assert_eq!(
        store.save_list(&list(other, "commitments", "Өткөн"), 2).await.unwrap(),
        Saved::Done
    );
    assert_eq!(store.saved_list(first.id).await.unwrap().as_ref(), Some(&first));
    assert_eq!(store.saved_list(third.id).await.unwrap(), None);

    let named = async |user, registry| {
        let lists = store.saved_lists(user, registry).await.unwrap();
        lists.into_iter().map(|it| it.name).collect::<Vec<_>>()
    };
    assert_eq!(named(other, kg).await, ["Өткөн"]);
    let shared = SavedList { name: "A".to_owned(), shared: true, ..first.clone() };
    assert_eq!(store.change_saved_list(&shared).await.unwrap(), Saved::Done);
    assert_eq!(store.saved_list(first.id).await.unwrap(), Some(shared.clone()));
    assert_eq!(named(other, kg).await, ["A", "Өткөн"]);
    // Another hand's change is not made, and another registry sees nothing of it.
    let foreign = SavedList { owner: other, name: "B".to_owned(), ..shared.clone() };
    store.change_saved_list(&foreign).await.unwrap();
    assert_eq!(store.saved_list(first.id).await.unwrap(), Some(shared.clone()));
    assert_eq!(named(UserId::new(world.id()), kz).await, Vec::<String>::new());
    let clash = SavedList { of: "meetings".to_owned(), name: "Өткөн".to_owned(), ..shared };
    assert_eq!(store.change_saved_list(&clash).await.unwrap(), Saved::NameTaken);

    store.remove_saved_list(second.id).await.unwrap();
    store.remove_saved_list(second.id).await.unwrap();
    assert_eq!(named(one, kg).await, ["A"]);
    let forget = Change { forgotten: vec![one], ..Change::default() };
    store.commit(&forget).await.unwrap();
    assert_eq!(named(one, kg).await, Vec::<String>::new());
    assert_eq!(named(other, kg).await, ["Өткөн"]);
}
