//! Drafts that the engine proposes for a communiqué: where they lie, what they say, and that nothing of them is in the
//! record before a person confirms it.

use axum::http::StatusCode;
use kelisim_domain::id::SourceId;
use kelisim_domain::user::Role;

use crate::house::{CSRF, House, on_each_engine};

const TEXT: &str = "Министры здравоохранения Кыргызстана и Турции встретились в Анкаре.\n\
    Турция ежегодно будет бесплатно лечить 150 граждан Кыргызстана. \
    Стороны обсудили строительство онкологического центра в Бишкеке.";
const PROMISE: &str = "Турция ежегодно будет бесплатно лечить 150 граждан Кыргызстана";

fn encoded(fields: &[(&str, &str)]) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("csrf", CSRF);
    for (name, value) in fields {
        body.append_pair(name, value);
    }
    body.finish()
}

/// Enters the text and gives the address of its page.
async fn enter(house: &House, cookie: &str) -> String {
    let id = uuid::Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0001).to_string();
    let body = encoded(&[
        ("id", &id),
        ("title", "Встреча министров"),
        ("kind", "communique"),
        ("tier", "2"),
        ("publisher", "Министерство здравоохранения"),
        ("published_on", "2025-05-20"),
        ("language", "ru"),
        ("text", TEXT),
    ]);
    let reply = house.post("/en/communiques/new", Some(cookie), &body).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    reply.location().to_owned()
}

async fn propose(house: &House, cookie: &str, page: &str) -> String {
    let reply = house.post(&format!("{page}/propose"), Some(cookie), &encoded(&[])).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    reply.location().to_owned()
}

fn source_of(page: &str) -> SourceId {
    SourceId::new(page.rsplit('/').next().unwrap().parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn proposals_are_drafts_on_their_passages_and_not_in_the_record() {
    on_each_engine(async |house: &House| {
        let cookie = house.session("KG", Role::Officer).await;
        let page = enter(house, &cookie).await;
        let before = house.dump().await;
        let shown = propose(house, &cookie, &page).await;
        assert!(shown.contains("proposed=2"), "{shown}");
        assert_eq!(house.dump().await, before, "a proposal is in no reading table of the record");
        let drafts = house.store.drafts(source_of(&page)).await.unwrap();
        assert_eq!(drafts.len(), 2);
        assert!(drafts.iter().all(|d| d.state == "open" && d.body.contains("\"proposal\"")));
        // The page marks the passage, tags the draft and shows what it rests on.
        let promise = drafts.iter().find(|d| d.body.contains(PROMISE)).unwrap();
        let reply = house.get(&format!("{page}?p={}", promise.id), Some(&cookie)).await;
        assert_eq!(reply.status, StatusCode::OK);
        for words in ["proposed", "What the proposal rests on", "plan or expectation", "cues.csv:"]
        {
            assert!(reply.text.contains(words), "{words}\n{}", reply.text);
        }
        assert!(reply.text.contains(PROMISE));
        // Asking again adds nothing.
        let again = propose(house, &cookie, &page).await;
        assert!(again.contains("proposed=0"), "{again}");
        assert_eq!(house.store.drafts(source_of(&page)).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_proposal_is_rejected_edited_or_confirmed_by_a_person() {
    on_each_engine(async |house: &House| {
        let cookie = house.session("KG", Role::Officer).await;
        let page = enter(house, &cookie).await;
        propose(house, &cookie, &page).await;
        let drafts = house.store.drafts(source_of(&page)).await.unwrap();
        let promise = drafts.iter().find(|d| d.body.contains(PROMISE)).unwrap();
        let talk = drafts.iter().find(|d| d.id != promise.id).unwrap();
        let of = |id| format!("{page}/passages/{id}");
        // Rejected stays rejected when proposals are asked for again.
        let reject = encoded(&[("action", "reject"), ("revision", "1")]);
        let reply = house.post(&of(talk.id), Some(&cookie), &reject).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        propose(house, &cookie, &page).await;
        let kept = house.store.draft(talk.id).await.unwrap().unwrap();
        assert_eq!(kept.state, "rejected");
        // Edited, it still says that it was proposed.
        let typed = |action| {
            encoded(&[
                ("action", action),
                ("revision", if action == "save" { "1" } else { "2" }),
                ("kind", "commitment"),
                ("passage", PROMISE),
                ("title", "Treatment in Türkiye"),
                ("partner", "TR"),
                ("promisors", "TR"),
                ("beneficiaries", "KG"),
                ("topic", "treatment"),
                ("stage", "S4"),
                ("quantity", "150"),
                ("unit", "patient"),
                ("per", "year"),
            ])
        };
        let reply = house.post(&of(promise.id), Some(&cookie), &typed("save")).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let edited = house.store.draft(promise.id).await.unwrap().unwrap();
        assert!(edited.body.contains("Treatment in") && edited.body.contains("\"proposal\""));
        let before = house.dump().await;
        // Confirmed, it is a commitment.
        let reply = house.post(&of(promise.id), Some(&cookie), &typed("confirm")).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        assert_ne!(house.dump().await, before);
        let reply = house.get(&format!("/en/commitments/{}", promise.id), Some(&cookie)).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert!(reply.text.contains("Treatment in Türkiye"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_person_marked_is_not_proposed_again() {
    on_each_engine(async |house: &House| {
        let cookie = house.session("KG", Role::Officer).await;
        let page = enter(house, &cookie).await;
        let id = uuid::Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0002);
        let body = encoded(&[
            ("action", "save"),
            ("revision", "0"),
            ("kind", "commitment"),
            ("passage", PROMISE),
        ]);
        let reply = house.post(&format!("{page}/passages/{id}"), Some(&cookie), &body).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let shown = propose(house, &cookie, &page).await;
        assert!(shown.contains("proposed=1"), "{shown}");
        let drafts = house.store.drafts(source_of(&page)).await.unwrap();
        let own = drafts.iter().find(|d| d.id.uuid() == id).unwrap();
        assert!(!own.body.contains("\"proposal\""), "an officer's own draft is told apart");
    })
    .await;
}
