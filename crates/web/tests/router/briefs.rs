//! The brief on a partner: a page and a document that say the same, to whoever may read the partner's page.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use kelisim_domain::user::Role;

use crate::house::{House, on_each_engine};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_brief_says_on_paper_what_it_says_on_the_page() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        for (tag, promised) in [
            ("kk", "Уәде етілгені және орындалғаны"),
            ("ky", "Убада кылынганы жана аткарылганы"),
            ("ru", "Обещано и исполнено"),
            ("en", "Promised and delivered"),
        ] {
            let path = format!("/{tag}/partners/TR/brief");
            let page = house.get(&path, Some(&officer)).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            assert!(page.text.contains(promised), "{tag}");
            assert!(page.text.contains("150 places a year"), "both sides are quoted");
            assert!(page.text.contains("class=\"pd\""), "{tag}: a bar");
            let began = Instant::now();
            let pdf = house.get(&format!("{path}.pdf"), Some(&officer)).await;
            assert!(began.elapsed() < Duration::from_secs(5), "unoptimised: {:?}", began.elapsed());
            assert_eq!(pdf.header("content-type"), "application/pdf");
            assert!(pdf.text.starts_with("%PDF-"), "{tag}");
            let again = house.get(&format!("{path}.pdf"), Some(&officer)).await;
            assert_eq!(pdf.text, again.text, "{tag}: the same brief gives the same bytes");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_brief_holds_what_its_reader_may_see_and_what_was_known() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        let partner = house.session("KG", Role::Partner).await;
        for path in ["/en/partners/XX/brief", "/en/partners/nobody%20here/brief.pdf"] {
            let nobody = house.get(path, Some(&officer)).await;
            assert_eq!(nobody.status, StatusCode::NOT_FOUND, "{path}");
        }
        let own = house.get("/en/partners/TR/brief", Some(&partner)).await;
        assert_eq!(own.status, StatusCode::OK);
        assert!(!own.text.contains("05-12/3391"), "letters are work of the house");
        let other = house.get("/en/partners/RU/brief", Some(&partner)).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
        let before = house.get("/en/partners/TR/brief?on=1999-01-01", Some(&officer)).await;
        assert_eq!(before.status, StatusCode::OK, "{}", before.text);
        assert!(before.text.contains("Nothing is on record."));
        assert!(!before.text.contains("150 places a year"), "nobody knew of it");
        let pdf = house.get("/en/partners/TR/brief.pdf?on=1999-01-01", Some(&officer)).await;
        assert_eq!(pdf.status, StatusCode::OK);
        assert!(pdf.header("content-disposition").contains("1999-01-01"));
    })
    .await;
}
