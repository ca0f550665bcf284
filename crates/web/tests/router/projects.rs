//! Projects as an officer, a partner and a visitor meet them.

use axum::http::StatusCode;
use kelisim_domain::user::Role;
use serde_json::Value;

use crate::forms::{OFFICER, PARTNER, after, get, ok, post, refused, version};
use crate::house::{House, REASON, email_of, name_of, on_each_engine};

fn at(id: &str) -> String {
    format!("/en/projects/{id}")
}

const ABOUT: &str = "partner=TR&parties=KG&parties=TR&title_en=New+clinic&topic=facility&site=Osh";

/// Begins a project; gives its id.
async fn begin(house: &House, more: &str) -> String {
    let reply = post(house, OFFICER, "/en/projects/new", &format!("{ABOUT}&{more}")).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    reply.location().rsplit('/').next().unwrap().to_owned()
}

/// Adds a milestone with its form; gives its id.
async fn milestone(house: &House, id: &str, kind: &str, title: &str) -> String {
    let form = get(house, OFFICER, &format!("/en/projects/{id}/milestone")).await;
    let made = after(&form.text, "name=\"milestone\" value=\"").to_owned();
    let body = format!("milestone={made}&kind={kind}&title_en={title}");
    ok(house, &at(id), "milestone", &body).await;
    // Sending it twice adds it once.
    refused(house, &at(id), "milestone", &body, "in the plan already").await;
    made
}

async fn page(house: &House, id: &str, query: &str) -> String {
    let reply = get(house, OFFICER, &format!("/en/projects/{id}{query}")).await;
    assert_eq!(reply.status, StatusCode::OK, "{query}");
    reply.text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_project_is_begun_planned_frozen_and_slips() {
    on_each_engine(async |house: &House| {
        let things = house.things[&("KG", "TR")];
        let links = format!("commitment={}&instrument={}", things.commitment, things.instrument);
        let id = begin(house, &links).await;
        assert!(page(house, &id, "").await.contains("There are no milestones yet"));
        let built = milestone(house, &id, "construction", "Walls").await;
        let licensed = milestone(house, &id, "licence", "Permission").await;
        let evidence = format!("source={}&passage=150+places+a+year", things.source);
        ok(
            house,
            &at(&id),
            "say",
            &format!("milestone={built}&aspect=planned&on=2027-01-31&{evidence}"),
        )
        .await;
        ok(house, &at(&id), "depend", &format!("after={licensed}&before={built}&lag=30")).await;
        ok(house, &at(&id), "freeze", "name=Decree").await;
        ok(
            house,
            &at(&id),
            "say",
            &format!("milestone={built}&aspect=forecast&on=2028-01-31&reason=No+steel"),
        )
        .await;
        let seen = page(house, &id, "").await;
        // What people say, what the chain says beside it, who said why, and how far it moved.
        for words in [
            "31 January 2028",
            "said first: 31 January 2027",
            "365 days later",
            "by the chain not before 1 March 2028, after: Walls",
            "moved once; first to last: 365 days later",
            "No steel",
            &name_of("KG", Role::Officer),
            "no day on record",
            "Agreement on treatment",
            "f-soft",
            "f-late",
        ] {
            assert!(seen.contains(words), "{words}: {seen}");
        }
        let frozen = after(&seen, "?baseline=").split('#').next().unwrap().to_owned();
        let seen = page(house, &id, &format!("?baseline={frozen}")).await;
        assert!(seen.contains("Decree → the plan as it stands"), "{seen}");
        assert!(seen.contains("in the baseline: 31 January 2027"), "{seen}");
        // Another baseline, and the two against each other.
        ok(house, &at(&id), "freeze", "name=Second").await;
        let second = version(house, &at(&id)).await;
        let seen = page(house, &id, &format!("?baseline={frozen}&with={second}")).await;
        assert!(seen.contains("Decree → Second"), "{seen}");
        // From the commitment, the instrument, the partner, the search and the overview it is a click away.
        for path in [
            format!("/en/commitments/{}", things.commitment),
            format!("/en/instruments/{}", things.instrument),
            "/en/partners/TR".to_owned(),
            "/en/search?q=clinic".to_owned(),
            "/en/projects?having=slipped".to_owned(),
        ] {
            let text = get(house, OFFICER, &path).await.text;
            assert!(text.contains(&format!("/en/projects/{id}")), "{path}: {text}");
        }
        let overview = get(house, OFFICER, "/en/overview").await.text;
        assert!(overview.contains("moved later") && overview.contains("having=slipped"));
        // Begun from the promise: its parties, matter and title are there already.
        let from = format!("/en/projects/new?commitment={}", things.commitment);
        let form = get(house, OFFICER, &from).await;
        let title = after(&form.text, "name=\"title_en\" value=\"");
        assert!(!title.is_empty(), "{}", form.text);
        let hidden = house.things[&("KZ", "TR")].commitment;
        let foreign = get(house, OFFICER, &format!("/en/projects/new?commitment={hidden}")).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        // A name is corrected; the baseline keeps the one it was frozen with.
        let form =
            get(house, OFFICER, &format!("/en/projects/{id}/rename?milestone={built}")).await;
        assert!(form.text.contains("value=\"Walls\""), "{}", form.text);
        let body = format!("milestone={built}&kind=construction&title_en=Walls+and+roof");
        ok(house, &at(&id), "rename", &body).await;
        assert!(page(house, &id, "").await.contains("Walls and roof"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_makes_no_sense_is_refused_and_given_back() {
    on_each_engine(async |house: &House| {
        for (body, words) in [
            ("partner=TR&parties=KG&topic=facility", "at least two parties"),
            ("partner=TR&parties=KG&parties=TR&topic=facility", "Nothing is entered"),
            (&*format!("{ABOUT}&template=palace"), "no such template"),
        ] {
            let reply = post(house, OFFICER, "/en/projects/new", body).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert!(reply.text.contains(words), "{body}: {}", reply.text);
        }
        let id = begin(house, "").await;
        let (one, two, three) = (
            milestone(house, &id, "construction", "One").await,
            milestone(house, &id, "licence", "Two").await,
            milestone(house, &id, "first_patient", "Three").await,
        );
        ok(house, &at(&id), "depend", &format!("before={one}&after={two}")).await;
        ok(house, &at(&id), "depend", &format!("before={two}&after={three}")).await;
        ok(house, &at(&id), "freeze", "name=Plan").await;
        let frozen = version(house, &at(&id)).await;
        let before = house.dump().await;
        let forecast = format!("milestone={one}&aspect=forecast");
        for (act, body, words) in [
            // A circle names its way.
            ("depend", format!("before={three}&after={one}"), "One → Two → Three → One"),
            ("depend", format!("before={one}&after={one}"), "cannot wait for itself"),
            ("depend", format!("before={one}&after={two}"), "waits for the other already"),
            ("depend", format!("before={one}&after={three}&lag=-3"), "from 0 to 3650"),
            ("depend", format!("before={one}&after={id}"), "no such milestone"),
            ("undepend", format!("dependency={one}.{three}"), "no such dependency"),
            ("undepend", "dependency=x".to_owned(), "no such dependency"),
            ("say", format!("{forecast}&on=2030"), "A forecast needs a reason"),
            ("say", format!("{forecast}&on=31.02.2030&reason=x"), "There is no such date"),
            ("say", format!("milestone={one}&aspect=planned"), "Enter the day"),
            ("say", format!("milestone={one}&aspect=claimed&on=2031"), "still to come"),
            ("say", format!("milestone={one}&aspect=confirmed&on=2020"), "on what evidence"),
            ("say", format!("milestone={one}&aspect=done&on=2020"), "Choose what is said"),
            ("milestone", format!("milestone={id}&kind=tower&title_en=x"), "Choose the kind"),
            ("milestone", format!("milestone={id}&kind=audit&title_en=+"), "Nothing is entered"),
            (
                "milestone",
                format!("milestone={id}&kind=audit&title_en=x&phase=100"),
                "from 0 to 99",
            ),
            ("freeze", "name=plan".to_owned(), "of this name is there already"),
            ("freeze", "name=Old&known=1999-01-01".to_owned(), "no milestones to freeze"),
            ("link", String::new(), "Choose one of the two"),
            // A baseline is deleted while it is shown.
            ("withdraw", format!("fact={frozen}&reason=gone"), "stays for ever"),
            ("withdraw", "fact=999&reason=gone".to_owned(), "or it was withdrawn"),
            ("remove", format!("milestone={one}"), "Nothing is entered"),
        ] {
            refused(house, &at(&id), act, &body, words).await;
        }
        let kept = format!("{forecast}&on=soon&reason=Kept+%3Cwords%3E");
        let reply = refused(house, &at(&id), "say", &kept, "Kept &#60;words&#62;").await;
        assert!(reply.text.contains("value=\"soon\""), "{}", reply.text);
        assert_eq!(house.dump().await, before);
        // A baseline that is not on record: the page says so and shows the plan.
        let seen = page(house, &id, "?baseline=4711").await;
        assert!(seen.contains("There is no such baseline on record"), "{seen}");
        // A form made before another hand changed the project.
        let stale = format!("version=2&{forecast}&on=2030&reason=x");
        let reply = post(house, OFFICER, &format!("/en/projects/{id}/say"), &stale).await;
        assert_eq!(reply.status, StatusCode::CONFLICT);
        for path in ["nonsense", "rename", "rename?milestone=x"] {
            let none = get(house, OFFICER, &format!("/en/projects/{id}/{path}")).await;
            assert_eq!(none.status, StatusCode::NOT_FOUND, "{path}");
        }
        // What is taken out of the plan leaves it with its dependencies; the baseline keeps it.
        ok(house, &at(&id), "remove", &format!("milestone={two}&reason=another+project")).await;
        let seen = page(house, &id, &format!("?baseline={frozen}")).await;
        assert!(seen.contains("no longer in the plan"), "{seen}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_template_gives_milestones_and_no_days() {
    on_each_engine(async |house: &House| {
        let id = begin(house, "template=nuclear_medicine_centre").await;
        let seen = page(house, &id, "").await;
        assert!(seen.contains("31 without a day") && seen.contains("Commissioning"), "{seen}");
        assert_eq!(seen.matches("class=\"f-gap\"").count(), 32, "31 lanes and the key");
        let kk = get(house, OFFICER, &format!("/kk/projects/{id}")).await;
        assert!(kk.text.contains("Радиациялық қорғау жобасы"), "{}", kk.text);
        // The same form again begins nothing new.
        let before = version(house, &at(&id)).await;
        let again = format!("{ABOUT}&template=nuclear_medicine_centre&id={id}");
        let reply = post(house, OFFICER, "/en/projects/new", &again).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        assert_eq!(version(house, &at(&id)).await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_sees_what_rests_on_passages_and_no_more() {
    on_each_engine(async |house: &House| {
        let id = house.things[&("KG", "TR")].project;
        let shows = async |who: Option<(&'static str, Role)>, path: String| {
            let reply = match who {
                Some(who) => get(house, who, &path).await,
                None => house.get(&path, None).await,
            };
            assert_eq!(reply.status, StatusCode::OK, "{path}");
            assert!(!reply.text.contains(&email_of("KG", Role::Officer)));
            (reply.text.contains("2017-11") || reply.text.contains("November 2017"), {
                reply.text.contains(REASON) || reply.text.contains("2030")
            })
        };
        let console = format!("/en/projects/{id}");
        assert_eq!(shows(Some(OFFICER), console.clone()).await, (true, true));
        assert_eq!(shows(Some(PARTNER), console).await, (true, false));
        assert_eq!(shows(None, format!("/en/progress/{id}")).await, (true, false));
        assert_eq!(shows(None, format!("/api/v1/projects/{id}")).await, (true, false));
        // The baseline is there with its hash, without the day that rests on no passage.
        let text = house.get(&format!("/api/v1/projects/{id}"), None).await.text;
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["baselines"][0]["hash"].as_str().unwrap().len(), 64);
        assert_eq!(json["baselines"][0]["days"].as_array().unwrap().len(), 1);
        let list = house.get("/en/progress", None).await.text;
        assert!(list.contains(&format!("/en/progress/{id}")), "{list}");
        // Nothing before it is published, nothing of another registry.
        let hidden = begin(house, "").await;
        for path in [format!("/en/progress/{hidden}"), format!("/api/v1/projects/{hidden}")] {
            assert_eq!(house.get(&path, None).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(!house.get("/en/progress", None).await.text.contains(&hidden));
        let foreign = get(house, ("KZ", Role::Officer), &format!("/en/projects/{hidden}")).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        ok(house, &at(&hidden), "publish", "public=1").await;
        let open = house.get(&format!("/en/progress/{hidden}"), None).await;
        assert_eq!(open.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_are_filtered_go_on_and_are_a_table() {
    on_each_engine(async |house: &House| {
        let id = begin(house, "").await;
        let list = async |query: &str| {
            get(house, OFFICER, &format!("/en/projects{query}")).await.text.contains(&id)
        };
        assert!(list("").await && list("?partner=TR").await && list("?having=nonsense").await);
        assert!(!list("?partner=RU").await && !list("?having=slipped").await);
        let csv = get(house, OFFICER, "/ru/projects.csv").await;
        assert!(csv.header("content-type").starts_with("text/csv"));
        // Two seeded projects with two milestones each, the new one without any, and the head.
        assert_eq!(csv.text.matches("\r\n").count(), 2 * 2 + 1 + 1, "{}", csv.text);
        assert!(
            csv.text.contains(",construction,,built,claimed,2017-08-31,,,2017-11,"),
            "{}",
            csv.text
        );
        let mut seen = std::collections::BTreeSet::new();
        let mut path = "/api/v1/projects?limit=1".to_owned();
        loop {
            let part: Value = serde_json::from_str(&house.get(&path, None).await.text).unwrap();
            let items = part["items"].as_array().unwrap();
            assert!(items.len() <= 1);
            seen.extend(items.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
            let Some(next) = part["next"].as_str() else { break };
            path = format!("/api/v1/projects?limit=1&after={next}");
        }
        assert_eq!(seen.len(), house.things.len());
        // As it was known before the building was reported; the house's own plan is not yet there.
        let thing = house.things[&("KG", "TR")].project;
        let early = page(house, &thing.to_string(), "?on=2017-10-01").await;
        assert!(
            early.contains("overdue: 31 days") && !early.contains("Plan of the house"),
            "{early}"
        );
        let none = get(house, OFFICER, &format!("/en/projects/{thing}?on=2016-01-01")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    })
    .await;
}
