//! Parties: entered once, called otherwise from a day on, and never written over.

use axum::http::StatusCode;
use kelisim_domain::user::Role;

use crate::forms::send_from as send;
use crate::house::{CSRF, House, on_each_engine};

const NEW: &str = "/en/parties/new";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_party_is_entered_once_and_what_was_typed_is_kept() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        for (typed, sentence) in [
            ("code=%D2%9A%D0%A0&kind=ministry&name_en=Mine", "is no code of a party"),
            ("code=XQ9&kind=state&name_en=Mine", "two-letter code of its country"),
            ("code=XQ9&kind=&name_en=Mine", "Choose what the party is"),
            ("code=XQ9&kind=ministry&parent=NOBODY&name_en=Mine", "NOBODY"),
            ("code=TR&kind=state&name_en=Mine", "Another party has the code TR"),
        ] {
            let reply = send(house, &officer, NEW, typed).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            assert!(reply.text.contains(sentence), "{typed}: {}", reply.text);
            assert!(reply.text.contains("value=\"Mine\""), "{typed}: what was typed is kept");
        }
        let nameless = send(house, &officer, NEW, "code=XQ9&kind=ministry").await;
        assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
        let typed = "code=tr-moh&kind=ministry&country=TR&parent=TR&name_en=Ministry+of+Health";
        for _ in 0..2 {
            let reply = send(house, &officer, NEW, typed).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
            assert_eq!(reply.location(), "/en/parties/TR-MOH");
        }
        let other = typed.replace("Health", "Defence");
        let reply = send(house, &officer, NEW, &other).await;
        assert!(reply.text.contains("Another party has the code TR-MOH"), "{}", reply.text);
        // It can be chosen at once, is part of its state, and the other registry has it too.
        let figure = house.get("/en/figures/new", Some(&officer)).await.text;
        assert!(figure.contains("value=\"TR-MOH\""));
        let state = house.get("/en/parties/TR", Some(&officer)).await.text;
        assert!(state.contains("/en/parties/TR-MOH"), "{state}");
        let foreign = house.session("KZ", Role::Reader).await;
        let seen = house.get("/en/parties/TR-MOH", Some(&foreign)).await;
        assert!(seen.text.contains("Ministry of Health"));
        let nobody = house.get("/en/parties/XQ9", Some(&officer)).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
        let csv = house.get("/en/parties.csv", Some(&officer)).await.text;
        assert!(csv.contains("TR-MOH,ministry,TR,TR,,,,,,Ministry of Health,true"), "{csv}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_party_is_called_otherwise_from_a_day_on_and_the_old_name_stays() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        let typed = "code=QQ-MOH&kind=ministry&name_en=Ministry+of+Health";
        send(house, &officer, NEW, typed).await;
        let path = "/en/parties/QQ-MOH/name";
        for (typed, sentence) in [
            ("name_en=Another+one", "For another name say since when"),
            ("name_en=Ministry+of+Health", "Nothing is new"),
            ("from=the+day+before&name_en=Another+one", "the day before"),
        ] {
            let reply = send(house, &officer, path, typed).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
            assert!(reply.text.contains(sentence), "{typed}: {}", reply.text);
        }
        let filled = "name_ru=%D0%9C%D0%B8%D0%BD%D0%B7%D0%B4%D1%80%D0%B0%D0%B2";
        let reply = send(house, &officer, path, filled).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let reply =
            send(house, &officer, path, "from=2021&name_en=Ministry+of+Health+and+Care").await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let page = house.get("/en/parties/QQ-MOH", Some(&officer)).await.text;
        for words in ["Ministry of Health and Care", "Since 2021", "Минздрав", "From the beginning"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        let reply = send(house, &officer, path, "from=2019&name_en=Older").await;
        assert!(reply.text.contains("begins on the same day or later"), "{}", reply.text);
        // Of two hands that read the same version the second is told.
        let stale = format!("csrf={CSRF}&version=1&from=2030&name_en=Late");
        let reply = house.post(path, Some(&officer), &stale).await;
        assert_eq!(reply.status, StatusCode::CONFLICT, "{}", reply.text);
    })
    .await;
}
