//! The supplementary round of a call: what was left over and what came back is given in another one.

use axum::http::StatusCode;
use kelisim_domain::programme::placement::Placement;
use kelisim_domain::quota::Account;
use kelisim_domain::user::Role;

use crate::applications::Doctor;
use crate::calls::{at, publish};
use crate::forms::{OFFICER, PARTNER, after, get, ok, post, send_from};
use crate::house::{House, on_each_engine};
use crate::placements::Released;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn free_places_go_on_to_a_round_for_those_without_one() {
    on_each_engine(async |house: &House| {
        let mut it = Released::new(house, 3).await;
        assert_eq!(it.all("offer", "days=5").await.status, StatusCode::SEE_OTHER);
        assert_eq!(it.answer(0, "accepted").await.status, StatusCode::SEE_OTHER);
        let url = at(&it.call.to_string());
        let page = get(house, OFFICER, &url).await;
        assert!(page.text.contains(&format!("{}/round", it.call)), "{}", page.text);

        // While an appeal waits, its place is not given away.
        let appeal = format!("/en/applications/{}/place/appealed", it.applications[1]);
        let asked = it.doctors[1].post(&appeal, "ground=procedure").await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
        let round = format!("{url}/round");
        let form = get(house, OFFICER, &round).await;
        assert!(form.text.contains("11"), "what it would have: {}", form.text);
        let body = |form: &str| {
            let hidden = |name: &str| after(form, &format!("name=\"{name}\" value=\"")).to_owned();
            format!("version={}&id={}", hidden("version"), hidden("id"))
        };
        let waits = post(house, OFFICER, &round, &body(&form.text)).await;
        assert_eq!(waits.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(waits.text.contains("An appeal waits"), "{}", waits.text);
        let answered = it.step(1, "appeal_rejected", "note=In+order&paper=3").await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text);
        // The house has one more, of a candidate who did not apply here.
        let path = format!("/en/placements/{}", Placement::of(it.call, "KG26-0001"));
        let cookie = house.session("KG", Role::Officer).await;
        let path = format!("{path}/appeal_rejected");
        let answered = send_from(house, &cookie, &path, "note=In+order&paper=4").await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text);

        // Another's is not there.
        for who in [("KZ", Role::Officer), PARTNER] {
            let reply = post(house, who, &round, &body(&form.text)).await;
            assert_ne!(reply.status, StatusCode::SEE_OTHER, "{who:?}");
        }
        assert_eq!(it.balance(Account::Released).await, 11, "nothing moved");

        let form = get(house, OFFICER, &round).await;
        let begun = post(house, OFFICER, &round, &body(&form.text)).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
        let next = begun.location().rsplit('/').next().unwrap().to_owned();
        assert_ne!(next, it.call.to_string());
        let again = post(house, OFFICER, &round, &body(&form.text)).await;
        assert_eq!(again.location(), begun.location(), "the same form sent twice");
        for (account, places) in
            [(Account::Released, 0), (Account::Confirmed, 11), (Account::Accepted, 1)]
        {
            assert_eq!(it.balance(account).await, places, "{account:?}");
        }
        let form = get(house, OFFICER, &round).await;
        assert!(form.text.contains("No place of this call is free"), "{}", form.text);
        let none = post(house, OFFICER, &round, &body(&form.text)).await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", none.text);

        // A draft like any other: nobody else sees it, it lacks its days, a second person publishes it.
        let own = at(&next);
        let draft = get(house, OFFICER, &own).await;
        assert!(draft.text.contains("(supplementary round)"), "{}", draft.text);
        assert!(draft.text.contains("Supplementary round of:"), "{}", draft.text);
        let public = house.get(&format!("/ru/open-calls/{}", it.call), None).await;
        assert!(!public.text.contains(&next), "a draft is nobody's yet");
        ok(house, &own, "phase", "phase=applications&from=01.01.2026+09:00&to=31.12.2027+17:00")
            .await;
        ok(house, &own, "phase", "phase=result&from=2028-01-15+12:00").await;
        ok(house, &own, "phase", "phase=start&from=2028-03-01+00:00").await;
        ok(house, &own, "submit", "").await;
        publish(house, &next).await.unwrap();
        assert_eq!(it.balance(Account::Released).await, 11);
        for (call, other) in
            [(it.call.to_string(), next.clone()), (next.clone(), it.call.to_string())]
        {
            let page = house.get(&format!("/en/open-calls/{call}"), None).await;
            assert!(page.text.contains(&format!("/open-calls/{other}")), "{}", page.text);
        }

        // Whoever holds a place of the round before does not apply; whoever has none does.
        it.sign_in().await;
        let call = next.parse().unwrap();
        it.doctors[0].fill_with(call, 1, 2).await;
        let refused = it.doctors[0].part(call, "send", "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.text.contains("You hold a place from the round before"),
            "{}",
            refused.text
        );
        it.doctors[1].apply_with(call, 1, 2).await;
        Doctor::new(house, "later@example.kg").await.apply_with(call, 1, 2).await;

        // Given back, the own place is no bar any more, and can make another round.
        assert_eq!(it.answer(0, "declined").await.status, StatusCode::SEE_OTHER);
        let sent = it.doctors[0].part(call, "send", "").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let form = get(house, OFFICER, &round).await;
        let third = post(house, OFFICER, &round, &body(&form.text)).await;
        assert_eq!(third.status, StatusCode::SEE_OTHER, "{}", third.text);
        assert_eq!(it.balance(Account::Returned).await, 0);
        assert_eq!(it.balance(Account::Confirmed).await, 1);
        let promoted = it.all("promote", "days=5").await;
        assert!(promoted.text.contains("No place came back"), "{}", promoted.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_round_begins_before_a_result() {
    on_each_engine(async |house: &House| {
        let call = house.things[&("KG", "TR")].call;
        let round = format!("/en/calls/{call}/round");
        let form = get(house, OFFICER, &round).await;
        assert_eq!(form.status, StatusCode::OK);
        assert!(form.text.contains("after the result of a run is released"), "{}", form.text);
        let version = after(&form.text, "name=\"version\" value=\"").to_owned();
        let id = after(&form.text, "name=\"id\" value=\"").to_owned();
        let reply = post(house, OFFICER, &round, &format!("version={version}&id={id}")).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", reply.text);
        let none = house
            .get(&format!("/en/calls/{id}"), Some(&house.session("KG", Role::Officer).await))
            .await;
        assert_eq!(none.status, StatusCode::NOT_FOUND, "nothing was begun");
    })
    .await;
}
