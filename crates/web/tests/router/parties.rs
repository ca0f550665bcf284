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

const MERGE: &str = "/en/parties/KG-CARDIO/merge";

/// Two records of one hospital; the second one has a figure of its own. Gives the address of the figure.
async fn entered_twice(house: &House, officer: &str) -> String {
    for (code, name) in [("KG-NHC", "National+Heart+Centre"), ("KG-CARDIO", "Cardiology+Institute")]
    {
        let typed = format!("code={code}&kind=hospital&country=KG&name_en={name}");
        let reply = send(house, officer, NEW, &typed).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    }
    let source = house.things[&("KG", "TR")].source;
    let typed = format!(
        "measure=treated&name=Treated+hearts&period=2024&value=31&unit=patient&partner=KG-CARDIO\
         &subject=KG-CARDIO&source={source}&passage=150+places+a+year"
    );
    let booked = send(house, officer, "/en/figures/new", &typed).await;
    assert_eq!(booked.status, StatusCode::SEE_OTHER, "{}", booked.text);
    booked.location().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_records_of_one_party_are_read_as_one_and_are_taken_apart_again() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        let figure = entered_twice(house, &officer).await;
        let preview = house.get(&format!("{MERGE}?into=KG-NHC"), Some(&officer)).await.text;
        for words in ["Figures", "Cardiology Institute (KG-CARDIO)", "becomes a further record of"]
        {
            assert!(preview.contains(words), "{words}: {preview}");
        }
        assert!(!preview.contains("Some things name both"), "{preview}");
        let typed = "into=KG-NHC&reason=One+entry+in+the+state+register";
        let done = send(house, &officer, MERGE, typed).await;
        assert_eq!(done.status, StatusCode::CONFLICT, "without the version of the page");
        let form = format!("csrf={CSRF}&version=1&{typed}");
        for _ in 0..2 {
            let done = house.post(MERGE, Some(&officer), &form).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
            assert_eq!(done.location(), "/en/parties/KG-NHC");
        }
        // Officers of every registry are told: all of them read their own record otherwise from now on.
        let elsewhere = house.session("KZ", Role::Officer).await;
        let told = house.get("/en/notices", Some(&elsewhere)).await.text;
        assert!(
            told.contains("now read as one") && told.contains("/en/parties/KG-CARDIO"),
            "{told}"
        );
        let own = house.get("/en/notices", Some(&officer)).await.text;
        assert!(!own.contains("now read as one"), "whoever acts is not told: {own}");
        // Old addresses lead on, with what was asked for.
        for (from, to) in [
            ("/en/parties/KG-CARDIO", "/en/parties/KG-NHC"),
            ("/ky/partners/KG-CARDIO?on=2026-02-01", "/ky/partners/KG-NHC?on=2026-02-01"),
            (
                "/ru/partners/KG-CARDIO/brief?on=2026-02-01",
                "/ru/partners/KG-NHC/brief?on=2026-02-01",
            ),
            ("/en/partners/KG-CARDIO/brief.pdf", "/en/partners/KG-NHC/brief.pdf"),
            ("/kk/partners/KG-CARDIO/pack", "/kk/partners/KG-NHC/pack"),
            ("/en/partners/KG-CARDIO/pack.pdf", "/en/partners/KG-NHC/pack.pdf"),
        ] {
            let old = house.get(from, Some(&officer)).await;
            assert_eq!((old.status, old.location()), (StatusCode::SEE_OTHER, to));
        }
        let page = house.get("/en/parties/KG-NHC", Some(&officer)).await.text;
        for words in ["Also entered as", "Cardiology Institute", "One entry in the state register"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        // What was written with the one is that of the other: its page, the figure, search, lists, choices.
        let with = house.get("/en/partners/KG-NHC", Some(&officer)).await.text;
        assert!(with.contains("Treated hearts"), "{with}");
        let shown = house.get(&figure, Some(&officer)).await.text;
        assert!(
            shown.contains("National Heart Centre") && !shown.contains("Cardiology"),
            "{shown}"
        );
        for word in ["Cardiology", "National+Heart"] {
            let found = house.get(&format!("/en/search?q={word}"), Some(&officer)).await.text;
            assert!(found.contains(&figure), "{word}: {found}");
            assert!(
                found.contains("/en/parties/KG-NHC") && !found.contains("KG-CARDIO"),
                "{found}"
            );
        }
        let csv = house.get("/en/parties.csv", Some(&officer)).await.text;
        assert!(csv.contains("KG-NHC") && !csv.contains("KG-CARDIO"), "{csv}");
        let choices = house.get("/en/figures/new", Some(&officer)).await.text;
        assert!(choices.contains("value=\"KG-NHC\"") && !choices.contains("KG-CARDIO"));
        let foreign = house.session("KZ", Role::Reader).await;
        let old = house.get("/en/parties/KG-CARDIO", Some(&foreign)).await;
        assert_eq!(old.location(), "/en/parties/KG-NHC", "parties belong to all registries");
        // The journal keeps both halves, and the figure as it was written.
        let auditor = house.session("KG", Role::Auditor).await;
        let stream = figure.replace("/en/figures/", "/en/journal/streams/");
        let stream = house.get(&stream, Some(&auditor)).await.text;
        assert!(stream.contains("KG-CARDIO"), "{stream}");
        // Readings that are made anew from the journal say the same.
        let persons = house.app.persons();
        kelisim_store::replay::rebuild(&*house.store, persons, &mut |_| {}).await.unwrap();
        let again = house.get("/en/partners/KG-NHC", Some(&officer)).await.text;
        assert!(again.contains("Treated hearts"), "{again}");
        // Taken apart each has its own again.
        let apart = "/en/parties/KG-CARDIO/apart";
        let empty = send(house, &officer, apart, "reason=").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = send(house, &officer, apart, "reason=Two+houses").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let with = house.get("/en/partners/KG-NHC", Some(&officer)).await.text;
        assert!(!with.contains("Treated hearts"), "{with}");
        let with = house.get("/en/partners/KG-CARDIO", Some(&officer)).await.text;
        assert!(with.contains("Treated hearts"), "{with}");
        assert_eq!(house.get(apart, Some(&officer)).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_second_record_is_not_merged_and_what_was_typed_is_kept() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        entered_twice(house, &officer).await;
        for typed in [
            "code=XX-MOH&kind=ministry&name_en=Ministry",
            "code=KZ-NHC&kind=hospital&country=KZ&name_en=Far",
        ] {
            send(house, &officer, NEW, typed).await;
        }
        let merge = async |code: &str, version: i64, typed: &str| {
            let form = format!("csrf={CSRF}&version={version}&{typed}");
            house.post(&format!("/en/parties/{code}/merge"), Some(&officer), &form).await
        };
        for (into, sentence) in [
            ("KG-CARDIO", "KG-CARDIO and KG-CARDIO are one record"),
            ("XX-MOH", "KG-CARDIO is a hospital, XX-MOH is a ministry"),
            ("KZ-NHC", "KG-CARDIO belongs to KG, KZ-NHC to KZ"),
            ("NOBODY", "NOBODY"),
        ] {
            let reply = merge("KG-CARDIO", 1, &format!("into={into}&reason=Because+I+know")).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{into}");
            assert!(reply.text.contains(sentence), "{into}: {}", reply.text);
        }
        let silent = merge("KG-CARDIO", 1, "into=KG-NHC&reason=").await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        // The state of a registry stays, and whoever has an account for one of two keeps the rights as they are.
        let home = merge("KG", 1, "into=TR&reason=x").await;
        assert!(home.text.contains("KG is the state of a registry"), "{}", home.text);
        let accounts = merge("TR", 1, "into=RU&reason=x").await;
        assert!(accounts.text.contains("changes nobody"), "{}", accounts.text);
        assert_eq!(merge("XQ9", 1, "into=TR&reason=x").await.status, StatusCode::NOT_FOUND);
        // Two at once: one is done, the other is told; no way leads back in a circle.
        let there = async { merge("KG-CARDIO", 1, "into=KG-NHC&reason=x").await };
        let back = async { merge("KG-NHC", 1, "into=KG-CARDIO&reason=x").await };
        let (there, back) = tokio::join!(there, back);
        let done = [&there, &back].into_iter().filter(|it| it.status == StatusCode::SEE_OTHER);
        assert_eq!(done.count(), 1, "{} {}", there.text, back.text);
        let (goes, stays) = if there.status == StatusCode::SEE_OTHER {
            ("KG-CARDIO", "KG-NHC")
        } else {
            ("KG-NHC", "KG-CARDIO")
        };
        let again = merge(goes, 2, "into=XX-MOH&reason=x").await;
        assert!(again.text.contains("is already read as"), "{}", again.text);
        let circle = merge(stays, 2, &format!("into={goes}&reason=x")).await;
        assert!(circle.text.contains("is itself read as"), "{}", circle.text);
        let reader = house.session("KG", Role::Reader).await;
        let path = format!("/en/parties/{stays}");
        let page = house.get(&path, Some(&reader)).await.text;
        assert!(page.contains("Also entered as") && !page.contains("/apart"), "{page}");
    })
    .await;
}
