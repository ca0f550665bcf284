//! Visits of experts: entered, staffed, permitted, counted, followed up; what is refused; and who sees what of them.

use axum::http::StatusCode;
use kelisim_domain::user::Role;
use serde_json::Value;

use crate::forms::send_from as send;
use crate::house::{CSRF, House, Reply, on_each_engine};

const PASSAGE: &str = "150+places+a+year";

/// An officer at work on one visit.
struct Work<'a> {
    house: &'a House,
    cookie: String,
    url: String,
    source: String,
}

impl<'a> Work<'a> {
    async fn begin(house: &'a House) -> Self {
        let cookie = house.session("KG", Role::Officer).await;
        let source = house.things[&("KG", "TR")].source.to_string();
        let typed = "direction=in&partner=TR&from=2025-09-01&until=2025-09-05&place=Osh\
                     &title_en=Transplant+team&hosts=KG";
        let reply = send(house, &cookie, "/en/visits/new", typed).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let url = reply.location().to_owned();
        Self { house, cookie, url, source }
    }

    async fn send(&self, act: &str, typed: &str) -> Reply {
        send(self.house, &self.cookie, &format!("{}/{act}", self.url), typed).await
    }

    fn cited(&self, typed: &str) -> String {
        format!("{typed}&source={}&passage={PASSAGE}", self.source)
    }

    async fn done(&self, act: &str, typed: &str) {
        let reply = self.send(act, typed).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{act} {typed}: {}", reply.text);
    }

    /// An act that is refused: the sentence is there and what was typed is kept.
    async fn refused(&self, act: &str, typed: &str, sentence: &str) {
        let reply = self.send(act, typed).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{act} {typed}: {}", reply.text);
        assert!(reply.text.contains(sentence), "{act} {typed}: {sentence}: {}", reply.text);
    }

    async fn page(&self) -> String {
        let page = self.house.get(&self.url, Some(&self.cookie)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        page.text
    }

    /// The entry that a select of a form offers for some words.
    async fn entry(&self, act: &str, words: &str) -> String {
        let form = self.house.get(&format!("{}/{act}", self.url), Some(&self.cookie)).await.text;
        let before = form.split(words).next().unwrap();
        before.rsplit("<option value=\"").next().unwrap().split('"').next().unwrap().to_owned()
    }
}

const OPERATION: &str = "specialty=RU-2013%2F31.08.68&procedure=Nephrectomy";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visit_is_planned_permitted_held_counted_and_followed_up() {
    on_each_engine(async |house: &House| {
        let work = Work::begin(house).await;
        work.done("expert", "code=u1&role=surgeon&specialty=RU-2013%2F31.08.68").await;
        work.done("expert", "code=L1&role=lecturer&count=2").await;
        work.done("step", "to=invited&on=2025-07").await;
        work.refused("step", "to=permitted&on=2025-08-20", "U1 operates and has no permission")
            .await;
        let surgeon = work.entry("permit", ">U1<").await;
        let permit = format!("expert={surgeon}&document=Order+12&authority=Ministry");
        work.refused(
            "permit",
            &format!("{permit}&from=2025-09-05&until=2025-09-01"),
            "before the first",
        )
        .await;
        work.done("permit", &format!("{permit}&from=2025-09-01&until=2025-09-05")).await;
        work.done("step", "to=permitted&on=2025-08-20").await;
        work.done("step", "to=on_site&on=2025-09-01").await;
        for day in ["2025-09-02", "2025-09-03"] {
            work.done("operate", &format!("on={day}&{OPERATION}&lead=U1&local=NH-1")).await;
        }
        work.done("count", "counter=lectures&on=2025-09-02&value=3").await;
        work.done("report", &work.cited("counter=joint_operations&value=5")).await;
        let page = work.page().await;
        assert!(page.contains("3 unexplained"), "{page}");
        assert!(
            page.contains("no source reports it"),
            "three lectures were entered, none reported"
        );
        let operation = work.entry("judge", "2 September 2025").await;
        work.done(
            "judge",
            &format!("operation={operation}&repeatable=yes&by=Head+of+surgery&on=2025-09-04"),
        )
        .await;
        assert!(work.page().await.contains("1 of 2 can be repeated; 1 judged"));
        work.done("agree", "matter=Send+two+urologists&due=2026-01").await;
        work.done("step", "to=reported&on=2025-09-06").await;
        work.refused("step", "to=followed_up&on=2025-09-07", "still open").await;
        let agreed = work.entry("done", "Send two urologists").await;
        work.done("done", &format!("agreed={agreed}&on=2025-10-01")).await;
        work.done("step", "to=followed_up&on=2025-10-02").await;
        assert!(work.page().await.contains("Followed up"));
        let wrong = work.entry("withdraw", "Joint operation, Urology: 3 September").await;
        work.done("withdraw", &format!("fact={wrong}&reason=Entered+twice")).await;
        assert!(work.page().await.contains("4 unexplained"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_makes_no_sense_of_a_visit_is_refused_by_name() {
    on_each_engine(async |house: &House| {
        let work = Work::begin(house).await;
        let cookie = &work.cookie;
        let new = async |typed: &str, sentence: &str| {
            let typed = format!("partner=TR&title_en=X&{typed}");
            let reply = send(house, cookie, "/en/visits/new", &typed).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}: {}", reply.text);
            assert!(reply.text.contains(sentence), "{typed}: {}", reply.text);
        };
        new("direction=in&from=2025-09-05&until=2025-09-01", "before the first one").await;
        new("direction=in&until=2025-09-01", "Enter the first day").await;
        new("direction=up", "come or go").await;
        let foreign = house.things[&("KZ", "RU")];
        new(&format!("direction=in&commitment={}", foreign.commitment), "no such commitment").await;
        let residency = house.things[&("KG", "TR")].quota;
        new(&format!("direction=in&line={residency}"), "has no such line").await;
        work.done("expert", "code=U1&role=surgeon").await;
        work.refused("expert", "code=U1", "U1 is in the team already").await;
        work.refused("expert", "code=Dr+Ivanov", "is no name").await;
        work.refused("expert", "code=U2&role=surgeon&count=2", "entered alone").await;
        for value in ["-3", "99999999", "many"] {
            let typed = work.cited(&format!("counter=lectures&value={value}"));
            work.refused("report", &typed, "whole number").await;
        }
        work.refused("report", "counter=lectures&value=24", "source").await;
        work.done("report", &work.cited("counter=lectures&value=24")).await;
        work.refused(
            "report",
            &work.cited("counter=lectures&value=25"),
            "reports this total already",
        )
        .await;
        let lead = format!("{OPERATION}&lead=U1");
        work.refused("operate", &format!("on=2025-09-06&{lead}"), "outside the days").await;
        let surgeon = work.entry("permit", ">U1<").await;
        let permit = "document=Order&authority=Ministry&from=2025-09-01&until=2025-09-02";
        work.done("permit", &format!("expert={surgeon}&{permit}")).await;
        work.refused("operate", &format!("on=2025-09-03&{lead}"), "No permission of U1 holds")
            .await;
        work.refused("operate", &format!("on=2025-09-02&{lead}&local=U1"), "stands twice").await;
        work.refused("count", "counter=operations&on=2025-09-02&value=2", "one by one").await;
        work.refused("step", "to=cancelled&on=2025-08-01", "Say why").await;
        work.refused("publish", "public=1", "No passage says what this visit is").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_of_the_house_are_on_no_page_of_a_visitor() {
    on_each_engine(async |house: &House| {
        let things = house.things[&("KG", "TR")];
        for role in [Role::Officer, Role::Partner] {
            let cookie = house.session("KG", role).await;
            let inner =
                house.get(&format!("/en/visits/{}", things.visit), Some(&cookie)).await.text;
            assert!(inner.contains("Nephrectomy") && inner.contains("15 unexplained"), "{inner}");
        }
        for path in [
            format!("/en/public-visits/{}", things.visit),
            format!("/api/v1/visits/{}", things.visit),
            "/ru/public-visits".to_owned(),
            "/api/v1/visits?partner=TR&direction=in&state=on_site".to_owned(),
        ] {
            let open = house.get(&path, None).await;
            assert_eq!(open.status, StatusCode::OK, "{path}: {}", open.text);
            for hidden in ["Nephrectomy", "NH-1", "U1", "unexplained", "urologists"] {
                assert!(!open.text.contains(hidden), "{hidden} on {path}");
            }
            assert!(
                open.text.contains(&things.visit.to_string()) || path.contains("public-visits/")
            );
        }
        let json = house.get(&format!("/api/v1/visits/{}", things.visit), None).await.text;
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&json["state"], &json["direction"]), (&"on_site".into(), &"in".into()));
        assert_eq!(json["counters"][0]["counter"], "joint_operations");
        assert_eq!(json["counters"][0]["reported"], 16);
        assert_eq!(json["team"], Value::Null, "no passage names the surgeon");
        let none = house.get("/api/v1/visits?state=cancelled", None).await.text;
        assert!(none.contains("\"items\":[]"), "{none}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn visits_are_listed_found_known_on_days_and_leave_as_tables() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        let things = house.things[&("KG", "TR")];
        let href = format!("/en/visits/{}", things.visit);
        for (path, there) in [
            ("/en/visits", true),
            ("/en/visits?direction=in&state=on_site&partner=TR", true),
            ("/en/visits?state=cancelled", false),
            ("/en/visits?direction=out", false),
            ("/en/search?q=Mission+of+specialists", true),
            ("/en/calendar", true),
        ] {
            let page = house.get(path, Some(&officer)).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(page.text.contains(&href), there, "{path}: {}", page.text);
        }
        let early = house.get(&format!("{href}?on=2025-08-15"), Some(&officer)).await;
        assert!(early.text.contains("Planned") && !early.text.contains("Nephrectomy"));
        let before = house.get(&format!("{href}?on=2025-08-01"), Some(&officer)).await;
        assert_eq!(before.status, StatusCode::NOT_FOUND);
        let csv = house.get("/ru/visits.csv?partner=TR", Some(&officer)).await;
        let row = csv.text.lines().find(|line| line.contains(&things.visit.to_string())).unwrap();
        let start = ",KG,TR,in,on_site,Mission of specialists,2025-08-18/2025-08-22,";
        assert!(row.contains(start), "{row}");
        assert!(row.contains(",1,0,,,16,1,"), "a team of one, 16 reported, 1 entered: {row}");
        let xlsx = house.get("/en/visits.xlsx", Some(&officer)).await;
        assert!(xlsx.text.starts_with("PK"));
        let ics = house.get("/en/calendar.ics", Some(&officer)).await.text;
        assert!(ics.contains("Agreed at a visit: Send two urologists"), "{ics}");
        let public = house.get("/en/promises.ics", None).await.text;
        assert!(!public.contains("urologists"), "no passage names it");
        let foreign = house.session("KZ", Role::Officer).await;
        assert_eq!(house.get(&href, Some(&foreign)).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_officers_at_one_visit_one_is_late_and_loses_nothing_typed() {
    on_each_engine(async |house: &House| {
        let work = Work::begin(house).await;
        let stale = format!("csrf={CSRF}&version=1&matter=My+words&due=2026");
        work.done("agree", "matter=Others").await;
        let path = format!("{}/agree", work.url);
        let reply = house.post(&path, Some(&work.cookie), &stale).await;
        assert_eq!(reply.status, StatusCode::CONFLICT);
        let kept = reply.text.split("href=\"").find(|part| part.contains("kept=")).unwrap();
        let kept = kept.split('"').next().unwrap().replace("&amp;", "&");
        let page = house.get(&kept, Some(&work.cookie)).await.text;
        assert!(page.contains("My words"), "{page}");
    })
    .await;
}
