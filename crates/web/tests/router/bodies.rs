//! Joint bodies: entered, joined, sitting, promised to, invited; what is refused; and who sees what of them.

use axum::http::StatusCode;
use kelisim_domain::user::Role;
use serde_json::Value;

use crate::forms::send_from as send;
use crate::house::{CSRF, House, Reply, on_each_engine};

const PASSAGE: &str = "150+places+a+year";

/// An officer at work on one body.
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
        let typed = format!(
            "kind=coalition&partner=TR&host=KG&title_en=Coalition+of+clinics&source={source}&passage={PASSAGE}"
        );
        let reply = send(house, &cookie, "/en/bodies/new", &typed).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let url = reply.location().to_owned();
        Self { house, cookie, url, source }
    }

    async fn send(&self, act: &str, typed: &str) -> Reply {
        send(self.house, &self.cookie, &format!("{}/{act}", self.url), typed).await
    }

    fn cited(&self) -> String {
        format!("source={}&passage={PASSAGE}", self.source)
    }

    /// Does an act that rests on a passage.
    async fn done(&self, act: &str, typed: &str) {
        let reply = self.send(act, &format!("{typed}&{}", self.cited())).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{act} {typed}: {}", reply.text);
    }

    /// An act that is refused: the sentence is there and what was typed is kept.
    async fn refused(&self, act: &str, typed: &str, sentence: &str) {
        let reply = self.send(act, &format!("{typed}&{}", self.cited())).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{act} {typed}: {}", reply.text);
        assert!(reply.text.contains(sentence), "{act} {typed}: {}", reply.text);
        assert!(
            reply.text.contains("150 places a year</textarea>"),
            "{act}: what was typed is kept"
        );
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_is_founded_joined_sits_decides_and_is_given_to() {
    on_each_engine(async |house: &House| {
        let work = Work::begin(house).await;
        let things = house.things[&("KG", "TR")];
        assert!(work.page().await.contains("Not stated"), "nobody said that it is at work");
        let by = format!("instrument={}&meeting={}", things.instrument, things.meeting);
        work.refused("standing", "standing=at_work&on=2031", "The day has not come").await;
        work.done("standing", &format!("standing=at_work&on=2025-11&{by}")).await;
        work.done("mandate", "matter=Shared+training").await;
        let member = "who=party&party=TR&role=member";
        work.refused("join", &format!("{member}&from=2025&until=2024"), "leaves before joining")
            .await;
        work.refused("join", &format!("{member}&from=2025-02-30"), "2025-02-30").await;
        work.refused("join", "who=party&party=XX&role=member", "XX").await;
        work.refused("join", "who=office&party=TR&role=member", "Coalition").await;
        work.done("join", &format!("{member}&from=2025-03-01")).await;
        work.refused("join", &format!("{member}&from=2025-03-01"), "on record in this role").await;
        work.refused("join", &format!("{member}&from=2024&until=2026"), "overlaps").await;
        let office = "who=office&party=KG&name=Minister+of+Health&role=chair";
        work.done("join", &format!("{office}&from=2025")).await;
        let entry = work.entry("leave", "Minister of Health").await;
        work.refused("leave", &format!("member={entry}&on=2024"), "leaves before joining").await;
        work.done("leave", &format!("member={entry}&on=2025-10-01")).await;
        work.refused("leave", &format!("member={entry}&on=2025-10-02"), "left already").await;

        work.refused("session", "state=held&date=2031&number=1", "The day has not come").await;
        work.refused("session", "state=held&date=2025-05&number=none", "whole number from 1").await;
        let held = format!("state=held&date=2025-11-03&number=1&meeting={}", things.meeting);
        let reply = work.send("session", &held).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "a meeting on record needs no passage");
        work.refused("session", "state=planned&date=2030-05&number=1", "has this number").await;
        let reply = work.send("session", "state=planned&date=2030-05&number=2").await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let planned = work.entry("session", "Session 2, planned").await;
        let matter = format!("matter=Exchange+of+nurses&commitments={}", things.commitment);
        work.refused("decide", &format!("session={planned}&{matter}"), "that was held").await;
        work.done("decide", &matter).await;

        let money = "who=party&party=TR&gift=money&matter=Costs&value=1+000+000&per=once";
        work.refused("pledge", &format!("{money}&stage=S7"), "Money has a currency").await;
        work.refused("pledge", &format!("{money}&currency=USD&stage=S9"), "stage").await;
        work.refused("pledge", "who=party&party=TR&gift=experts&matter=x&value=-2&stage=S5", "-2")
            .await;
        work.done("pledge", &format!("{money}&currency=USD&stage=S7")).await;
        let talk =
            "who=party&party=TR&gift=experts&matter=Talk+of+experts&value=12&per=once&stage=S1";
        work.done("pledge", talk).await;
        let promise = work.entry("deliver", "Costs").await;
        let part = "who=party&party=TR&gift=money&matter=First+part&value=250000&currency=USD";
        work.refused("deliver", &format!("{part}&on=2031"), "The day has not come").await;
        work.done("deliver", &format!("{part}&on=2025-11&pledge={promise}")).await;

        let page = work.page().await;
        for words in [
            "At work",
            "Shared training",
            "since 1 March 2025",
            "Minister of Health",
            "not a member now",
            "Session 2",
            "Exchange of nurses",
            "1,000,000 USD",
            "250,000 USD",
            "Talk of experts",
            "not counted as a promise",
        ] {
            assert!(page.to_lowercase().contains(&words.to_lowercase()), "{words}: {page}");
        }
        assert!(page.contains(&things.commitment.to_string()), "the decision leads to it");
        let totals =
            page.split("<dl class=\"kv\">").find(|part| part.contains("1,000,000")).unwrap();
        let totals = totals.split("</dl>").next().unwrap();
        assert!(!totals.contains("12"), "talk is in no total: {totals}");
        let early = house.get(&format!("{}?on=2025-11-02", work.url), Some(&work.cookie)).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND, "not yet known that day");
        // What was entered by mistake goes with its reason, and stays in the journal.
        let fact = work.entry("withdraw", "Talk, ").await;
        work.done("withdraw", &format!("fact={fact}&reason=Heard+wrongly")).await;
        assert!(!work.page().await.contains("Talk of experts"));
        let id = work.url.rsplit('/').next().unwrap();
        let journal = format!("/en/journal/streams/{id}");
        let auditor = house.session("KG", Role::Auditor).await;
        let journal = house.get(&journal, Some(&auditor)).await.text;
        assert!(journal.contains("Heard wrongly") && journal.contains("Talk of experts"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_leads_to_membership_by_its_own_steps_only() {
    on_each_engine(async |house: &House| {
        let work = Work::begin(house).await;
        let id = work.url.rsplit('/').next().unwrap().to_owned();
        let invite = |who: &str| format!("{who}&role=member&matter=experts");
        work.refused("invite", &invite(&format!("who=body&body={id}")), "does not invite itself")
            .await;
        work.refused("invite", &invite("who=party&party=KG"), "does not invite itself").await;
        let foreign = house.things[&("KZ", "TR")].body;
        let foreign = invite(&format!("who=body&body={foreign}"));
        work.refused("invite", &foreign, "no such body").await;
        let planned = work.send("invite", &invite("who=party&party=TR")).await;
        assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.text);
        work.refused("invite", &invite("who=party&party=TR"), "open already").await;
        let entry = work.entry("move", "to be sent").await;
        let step = |step: &str, on: &str| format!("invitation={entry}&step={step}&on={on}");
        work.refused("move", &step("yes", "2025-10"), "does not follow").await;
        let sent = work.send("move", &step("sent", "2025-09-01")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        work.refused("move", &step("yes", "2025-08"), "before that of the step before").await;
        work.done("move", &step("yes", "2025-10-01")).await;
        for answer in ["yes", "no", "later"] {
            work.refused("move", &step(answer, "2025-10-02"), "answered already").await;
        }
        let bare = work.send("move", &step("acceded", "2025-10-15")).await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.text.contains("rest on a passage"), "{}", bare.text);
        work.done("move", &step("acceded", "2025-10-15")).await;
        let page = work.page().await;
        assert!(page.contains("since 15 October 2025") && page.contains("by invitation"), "{page}");
        work.refused("join", "who=party&party=TR&role=member&from=2025-11", "overlaps").await;
        work.refused("invite", &invite("who=party&party=TR"), "is a member is not invited").await;
        // An answer given by mistake is taken back in order, with a reason, and another one entered.
        let yes = work.entry("withdraw", "answered: yes").await;
        let reply = work.send("withdraw", &format!("fact={yes}&reason=wrong")).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.text.contains("does not follow"), "{}", reply.text);
        let acceded = work.entry("withdraw", "acceded").await;
        for (fact, reason) in [(&acceded, "not+yet"), (&yes, "it+was+a+no")] {
            let reply = work.send("withdraw", &format!("fact={fact}&reason={reason}")).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        }
        work.done("move", &step("no", "2025-10-02")).await;
        assert!(work.page().await.contains("declined"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_work_of_the_house_is_on_no_page_of_a_partner_or_a_visitor() {
    on_each_engine(async |house: &House| {
        let things = house.things[&("KG", "TR")];
        let officer = house.session("KG", Role::Officer).await;
        let partner = house.session("KG", Role::Partner).await;
        let console = format!("/en/bodies/{}", things.body);
        let inner = house.get(&console, Some(&officer)).await.text;
        assert!(inner.contains("Japan") && inner.contains("Session 2"), "{inner}");
        let shared = house.get(&console, Some(&partner)).await.text;
        assert!(!shared.contains("Japan") && shared.contains("Session 2"));
        for path in [
            format!("/en/public-bodies/{}", things.body),
            format!("/api/v1/bodies/{}", things.body),
        ] {
            let open = house.get(&path, None).await;
            assert_eq!(open.status, StatusCode::OK, "{path}");
            assert!(!open.text.contains("Japan") && !open.text.contains("JP"), "{path}");
            assert!(!open.text.contains("2030"), "a session that no passage names: {path}");
        }
        let json = house.get(&format!("/api/v1/bodies/{}", things.body), None).await.text;
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["members"][0]["who"]["party"], "TR");
        assert_eq!(json["promised_totals"][0]["sum"], "2000000");
        assert_eq!(json["delivered_totals"][0]["sum"], "500000");
        assert_eq!(json["outcomes"][0], things.commitment.to_string());
        assert_eq!(json["foundation"]["standing"], "at_work");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_are_listed_found_and_leave_as_tables() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        let things = house.things[&("KG", "TR")];
        let href = format!("/en/bodies/{}", things.body);
        for (path, there) in [
            ("/en/bodies", true),
            ("/en/bodies?standing=at_work&kind=coalition&partner=TR", true),
            ("/en/bodies?standing=ended", false),
            ("/en/bodies?kind=commission", false),
            ("/en/search?q=Coalition+for+primary+care", true),
            ("/en/partners/TR", true),
            ("/en/calendar", true),
        ] {
            let page = house.get(path, Some(&officer)).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert_eq!(page.text.contains(&href), there, "{path}: {}", page.text);
        }
        let csv = house.get("/ru/bodies.csv?partner=TR", Some(&officer)).await;
        assert!(csv.header("content-type").starts_with("text/csv"));
        let row = csv.text.lines().find(|line| line.contains(&things.body.to_string())).unwrap();
        assert!(
            row.contains(",KG,TR,coalition,Coalition for primary care,at_work,2025-11-03,"),
            "{row}"
        );
        assert!(row.trim_end().ends_with(",1,0,1,1,1,0,1,1"), "{row}");
        let xlsx = house.get("/en/bodies.xlsx", Some(&officer)).await;
        assert!(xlsx.text.starts_with("PK"));
        let foreign = house.session("KZ", Role::Officer).await;
        assert_eq!(house.get(&href, Some(&foreign)).await.status, StatusCode::NOT_FOUND);
        let open = house.get("/kk/public-bodies", None).await;
        assert!(open.text.contains(&things.body.to_string()));
        let ics = house.get("/en/calendar.ics", Some(&officer)).await.text;
        assert!(ics.contains("Session 2 is planned"), "{ics}");
        let public = house.get("/en/promises.ics", None).await.text;
        assert!(!public.contains("Session 2"), "no passage names it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_officers_one_is_late_and_loses_nothing_typed() {
    on_each_engine(async |house: &House| {
        let work = Work::begin(house).await;
        let stale = format!(
            "csrf={CSRF}&version=1&matter=My+words&source={}&passage={PASSAGE}",
            work.source
        );
        work.done("mandate", "matter=Others").await;
        let path = format!("{}/mandate", work.url);
        let reply = house.post(&path, Some(&work.cookie), &stale).await;
        assert_eq!(reply.status, StatusCode::CONFLICT);
        assert!(reply.text.contains("kept="), "{}", reply.text);
        let kept = reply.text.split("href=\"").find(|part| part.contains("kept=")).unwrap();
        let kept = kept.split('"').next().unwrap().replace("&amp;", "&");
        let form = house.get(&kept, Some(&work.cookie)).await;
        assert!(form.text.contains("My words"), "{kept}: {}", form.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_are_listed_by_who_belongs_to_them_now() {
    on_each_engine(async |house: &House| {
        let work = Work::begin(house).await;
        work.done("join", "who=party&party=TR&role=member&from=2020-01-01").await;
        let id = work.url.rsplit('/').next().unwrap().to_owned();
        let listed = async |query: &str| {
            let list = house.get(&format!("/en/bodies{query}"), Some(&work.cookie)).await;
            assert_eq!(list.status, StatusCode::OK);
            list.text.contains(&id)
        };
        assert!(listed("").await && listed("?member=TR").await);
        assert!(!listed("?member=RU").await, "nobody of that party belongs to it");
        assert!(listed("?member=nonsense").await, "what makes no sense chooses nothing");
        let csv = house.get("/en/bodies.csv?member=RU", Some(&work.cookie)).await.text;
        assert!(!csv.contains(&id));
    })
    .await;
}
