//! Finding things by words: what each reader finds, and that nobody finds what belongs to others.

use axum::http::StatusCode;
use kelisim_domain::user::Role;

use crate::house::{House, on_each_engine};

async fn found(house: &House, registry: &'static str, role: Role, query: &str) -> String {
    let cookie = house.session(registry, role).await;
    let query: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
    let reply = house.get(&format!("/en/search?q={query}"), Some(&cookie)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    reply.text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_reader_finds_within_what_is_theirs() {
    on_each_engine(async |house: &House| {
        let things = house.things[&("KG", "TR")];
        let href = format!("/en/commitments/{}", things.commitment);
        let russian = format!("/en/commitments/{}", house.things[&("KG", "RU")].commitment);
        let officer = found(house, "KG", Role::Officer, "Turkey").await;
        assert!(officer.contains(&href), "{officer}");
        let partner = found(house, "KG", Role::Partner, "Turkey").await;
        assert!(partner.contains(&href), "{partner}");
        for (registry, role, words) in
            [("KZ", Role::Officer, "Turkey"), ("KG", Role::Partner, "Russia")]
        {
            let text = found(house, registry, role, words).await;
            assert!(!text.contains(&href) || words == "Russia", "{text}");
            assert!(!text.contains(&russian), "{text}");
        }
        // A source concerns no partner: the partner's people come to it from what rests on it.
        let source = format!("/en/communiques/{}", things.source);
        assert!(found(house, "KG", Role::Officer, "communique").await.contains(&source));
        assert!(!found(house, "KG", Role::Partner, "communique").await.contains(&source));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_typed_gets_a_page() {
    on_each_engine(async |house: &House| {
        let long = "слово ".repeat(2_000);
        for typed in [
            "",
            " ",
            "—",
            "%",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
            "\u{0}",
            "🦠",
            long.as_str(),
        ] {
            let text = found(house, "KG", Role::Officer, typed).await;
            assert!(!text.contains("<script>alert"), "{text}");
        }
        let nothing = found(house, "KG", Role::Officer, "zzzzqqqq Turkey").await;
        assert!(nothing.contains("Not found anywhere: zzzzqqqq"), "{nothing}");
    })
    .await;
}
