//! Indicators: defined, counted otherwise, held against figures; what is refused; and who sees what of them.

use axum::http::StatusCode;
use kelisim_domain::user::Role;
use serde_json::Value;

use crate::forms::send_from as send;
use crate::house::{House, Reply, on_each_engine};

/// An officer at work.
struct Work<'a> {
    house: &'a House,
    cookie: String,
    source: String,
}

const DEFINED: &str = "measure=operated_abroad&unit=patient&periodicity=year&geography=TR&owner=KG\
                       &office=Department&title_en=Operated+abroad&what_en=Operations+abroad\
                       &how_en=By+lists";

impl<'a> Work<'a> {
    async fn begin(house: &'a House) -> Self {
        let cookie = house.session("KG", Role::Officer).await;
        let source = house.things[&("KG", "TR")].source.to_string();
        Self { house, cookie, source }
    }

    async fn send(&self, path: &str, typed: &str) -> Reply {
        send(self.house, &self.cookie, path, typed).await
    }

    async fn done(&self, path: &str, typed: &str) -> String {
        let reply = self.send(path, typed).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path} {typed}: {}", reply.text);
        reply.location().to_owned()
    }

    async fn refused(&self, path: &str, typed: &str, sentence: &str) {
        let reply = self.send(path, typed).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}: {}", reply.text);
        assert!(reply.text.contains(sentence), "{typed}: {sentence}: {}", reply.text);
    }

    async fn page(&self, path: &str) -> String {
        let page = self.house.get(path, Some(&self.cookie)).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        page.text
    }

    fn figure(&self, period: &str, value: &str, more: &str) -> String {
        format!(
            "measure=operated_abroad&name=Operated&period={period}&value={value}&unit=patient\
             &partner=TR&subject=TR&source={}&passage=150+places+a+year{more}",
            self.source
        )
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_indicator_is_defined_and_figures_of_its_code_become_its_series() {
    on_each_engine(async |house: &House| {
        let work = Work::begin(house).await;
        // Figures that were booked before anybody defined their code belong to it.
        let first = work.done("/en/figures/new", &work.figure("2021", "30", "")).await;
        let list = work.page("/en/indicators").await;
        assert!(list.contains("operated_abroad: 1 on record") && list.contains("treated: "));
        let form = work.page("/en/indicators/new?measure=operated_abroad").await;
        assert!(form.contains("value=\"operated_abroad\""));
        let url = work.done("/en/indicators/new", DEFINED).await;
        assert!(!work.page("/en/indicators").await.contains("operated_abroad: 1 on record"));
        assert!(work.page(&first).await.contains("Operated abroad"), "the figure names it");
        work.done("/en/figures/new", &work.figure("2024", "86", "")).await;
        work.done("/en/figures/new", &work.figure("2025", "48", "")).await;
        let page = work.page(&url).await;
        assert_eq!(page.matches("not reported").count(), 2, "2022 and 2023 are missing: {page}");
        assert_eq!(page.matches("class=\"ln\"").count(), 1);
        assert_eq!(page.matches("class=\"dot\"").count(), 3);
        // Another source says otherwise: both are shown.
        work.done("/en/figures/new", &work.figure("2025", "50", "")).await;
        assert!(work.page(&url).await.contains("Sources disagree"));
        let method = "from=2025&how_en=By+the+register&why=A+register+was+opened";
        work.done(&format!("{url}/method"), method).await;
        let page = work.page(&url).await;
        assert!(page.contains("The method changed") && page.contains("A register was opened"));
        assert!(!page.contains("class=\"ln\""), "no line leads across the break: {page}");
        let entry = page.split("<li id=\"v").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let back = format!("fact={entry}&reason=Typed+twice");
        work.done(&format!("{url}/withdraw"), &back).await;
        assert!(!work.page(&url).await.contains("The method changed"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_fit_a_definition_is_refused_and_a_revision_says_why() {
    on_each_engine(async |house: &House| {
        let work = Work::begin(house).await;
        let new = "/en/indicators/new";
        work.refused(new, "", "Choose from the list").await;
        let bad = DEFINED.replace("measure=operated_abroad", "measure=Operated!");
        work.refused(new, &bad, "measure").await;
        let nobody = DEFINED.replace("owner=KG", "owner=");
        work.refused(new, &nobody, "An office belongs to an owner").await;
        work.refused(new, &DEFINED.replace("geography=TR", "geography=XQ"), "XQ").await;
        let nothing = DEFINED.replace("what_en=Operations+abroad", "what_en=+");
        work.refused(new, &nothing, "what_en").await;
        let url = work.done(new, DEFINED).await;
        work.refused(new, DEFINED, "operated_abroad has an indicator already").await;
        let other = DEFINED.replace("measure=operated_abroad", "measure=another");
        work.refused(&format!("{url}/describe"), &other, "The code cannot be changed").await;
        work.refused(&format!("{url}/method"), "from=2025&how_en=x&why=", "why").await;
        work.refused(&format!("{url}/withdraw"), "fact=1&reason=x", "first method").await;
        work.refused(&format!("{url}/withdraw"), "fact=99&reason=x", "no such change").await;
        let unit = work.figure("2025", "48", "&unit=bed").replacen("&unit=patient", "", 1);
        work.refused("/en/figures/new", &unit, "counted in another unit: patients").await;
        let away = work.figure("2025", "48", "&subject=KG").replacen("&subject=TR", "", 1);
        work.refused("/en/figures/new", &away, "defined for TR only").await;
        let figure = work.done("/en/figures/new", &work.figure("2025", "48", "")).await;
        let cited = format!("source={}&passage=150+places+a+year", work.source);
        let revise = format!("{figure}/revise");
        work.refused(&revise, &format!("value=50&{cited}"), "Say why").await;
        work.done(&revise, &format!("value=48&{cited}")).await;
        work.done(&revise, &format!("value=50&{cited}&note=Two+came+late")).await;
        let page = work.page(&url).await;
        assert!(page.contains("Two came late") && page.contains("before: 48 patients"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_sees_what_is_published_and_a_table_and_json_say_the_same() {
    on_each_engine(async |house: &House| {
        let work = Work::begin(house).await;
        let url = work.done("/en/indicators/new", DEFINED).await;
        let figure = work.done("/en/figures/new", &work.figure("2024", "86", "")).await;
        work.done("/en/figures/new", &work.figure("2025", "48", "")).await;
        let id = url.rsplit('/').next().unwrap();
        let (open, json) =
            (format!("/en/public-indicators/{id}"), format!("/api/v1/indicators/{id}"));
        for path in [&open, &json] {
            assert_eq!(house.get(path, None).await.status, StatusCode::NOT_FOUND);
        }
        let partner = house.session("KG", Role::Partner).await;
        assert_eq!(house.get(&url, Some(&partner)).await.status, StatusCode::NOT_FOUND);
        work.done(&format!("{url}/publish"), "public=1").await;
        work.done(&format!("{figure}/publish"), "public=1").await;
        house.clock.advance(10);
        let page = house.get(&open, None).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("86 patients") && !page.text.contains("48 patients"));
        assert_eq!(house.get(&url, Some(&partner)).await.status, StatusCode::OK);
        let away = house.session("KZ", Role::Officer).await;
        assert_eq!(house.get(&url, Some(&away)).await.status, StatusCode::NOT_FOUND);
        let reply = house.get(&json, None).await;
        let told: Value = serde_json::from_str(&reply.text).unwrap();
        assert_eq!(told["measure"], "operated_abroad");
        assert_eq!(told["series"][0]["places"].as_array().unwrap().len(), 1);
        assert_eq!(told["series"][0]["places"][0]["figures"][0]["values"][0]["value"], "86");
        let list = house.get("/api/v1/indicators?unit=patient&geography=TR", None).await;
        assert!(list.text.contains("operated_abroad"));
        let none = house.get("/api/v1/indicators?unit=dose", None).await;
        assert!(!none.text.contains("operated_abroad"));
        let bad = house.get("/api/v1/indicators?unit=horse", None).await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST);
        let table = house.get("/en/indicators.csv?unit=patient", Some(&work.cookie)).await.text;
        assert!(table.contains("operated_abroad,Operated abroad,Operations abroad,patient,TR"));
        let found = work.page("/en/search?q=operated+abroad").await;
        assert!(found.contains(&format!("/en/indicators/{id}")), "{found}");
        for language in ["kk", "ky", "ru"] {
            let page = house.get(&open.replace("/en/", &format!("/{language}/")), None).await;
            assert_eq!(page.status, StatusCode::OK, "{language}");
        }
    })
    .await;
}
