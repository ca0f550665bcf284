//! What the engine drafted of texts.

use std::sync::Arc;

use jiff::civil::{Date, date};
use kelisim_domain::id::SourceId;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_store::Store;
use kelisim_store::drafted::Drafted;

use crate::World;

fn drafted(source: SourceId, registry: RegistryCode, edition: i64, on: Date, n: u32) -> Drafted {
    let (keys, draft) = (format!("{{\"n\":{n}}}"), format!("[{n}]"));
    Drafted { source, registry, edition, published_on: on, keys, draft }
}

/// Each text is drafted once for an edition and a day; the newest come first; another registry's are its own.
pub async fn drafts_are_kept_until_the_edition_or_the_day_changes(store: Arc<dyn Store>) {
    let mut world = World::new();
    let (early, late) = (date(2024, 3, 1), date(2025, 3, 1));
    let first = world.source("KG", "The first text.", early);
    let second = world.source("KG", "The second text.", late);
    world.source("KZ", "A text of another registry.", late);
    world.commit(&*store).await.unwrap();
    let kg: RegistryCode = "KG".parse().unwrap();
    let left = async |edition, limit| -> Vec<SourceId> {
        let rows = store.undrafted(kg, edition, limit).await.unwrap();
        let read = |body: &str| serde_json::from_str::<Source>(body).unwrap().id;
        rows.iter().map(|row| read(&row.body)).collect()
    };
    assert_eq!(left(1, 10).await, [second, first]);
    assert_eq!(left(1, 1).await, [second]);
    store.keep_drafts(&[]).await.unwrap();
    let both = [drafted(first, kg, 1, early, 1), drafted(second, kg, 1, late, 2)];
    store.keep_drafts(&both).await.unwrap();
    assert!(left(1, 10).await.is_empty());
    let keys = store.draft_keys(kg, 1).await.unwrap();
    let expected = [(second, "{\"n\":2}".to_owned()), (first, "{\"n\":1}".to_owned())];
    assert_eq!(keys, expected);
    assert!(store.draft_keys("KZ".parse().unwrap(), 1).await.unwrap().is_empty());
    let one = store.drafts_of(&[first]).await.unwrap();
    assert_eq!(one, [(first, "[1]".to_owned())]);
    assert!(store.drafts_of(&[]).await.unwrap().is_empty());
    // The engine drafts otherwise, or the day of a text was corrected: it is drafted anew, in place of the old draft.
    assert_eq!(left(2, 10).await, [second, first]);
    store.keep_drafts(&[drafted(first, kg, 1, late, 3)]).await.unwrap();
    assert_eq!(left(1, 10).await, [first]);
    store.keep_drafts(&[drafted(first, kg, 2, early, 4)]).await.unwrap();
    assert_eq!(left(2, 10).await, [second]);
    assert_eq!(store.drafts_of(&[first]).await.unwrap(), [(first, "[4]".to_owned())]);
    assert_eq!(store.draft_keys(kg, 1).await.unwrap().len(), 1);
}
