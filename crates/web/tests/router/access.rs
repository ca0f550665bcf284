//! Every route × everybody × own thing, another registry's thing, another partner's thing.
//!
//! What is expected stands in `access.txt`, one line for each route: who may, for a thing of the own registry with the
//! own partner; for the same thing of another registry; and what the partner account is answered for a thing of its
//! registry with another partner.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::http::StatusCode;
use kelisim_domain::id::PaperId;
use kelisim_domain::paper::Paper;
use kelisim_domain::user::Role;
use kelisim_store::reading::Kind;

use crate::house::{CSRF, House, REGISTRIES, Reply, Things, on_each_engine};

const EXPECTED: &str = include_str!("access.txt");

/// A reply in one sign. See the head of `access.txt`.
fn sign(method: &str, reply: &Reply) -> char {
    let to_sign_in = reply.location().contains("/sign-in?return_to=");
    match reply.status {
        StatusCode::OK => '.',
        StatusCode::SEE_OTHER if to_sign_in => 's',
        StatusCode::SEE_OTHER if method == "GET" => '>',
        StatusCode::SEE_OTHER | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT => '.',
        StatusCode::UNAUTHORIZED => 'u',
        StatusCode::FORBIDDEN => 'f',
        StatusCode::NOT_FOUND => 'n',
        other => panic!("{other} is no answer of the table: {}", reply.text),
    }
}

/// What an act of `/commitments/{id}/{act}` may be.
const ACTS: [&str; 8] =
    ["report", "quota", "judge", "charge", "describe", "withdraw", "publish", "unpublish"];

/// What an act of `/instruments/{id}/{act}` may be.
const INSTRUMENT_ACTS: [&str; 12] = [
    "act", "clause", "force", "change", "link", "draft", "signed", "send", "answer", "describe",
    "withdraw", "publish",
];

/// What an act of `/meetings/{id}/{act}` may be.
const MEETING_ACTS: [&str; 7] =
    ["describe", "delegation", "agenda", "decide", "ask", "withdraw", "publish"];

/// What an act of `/bodies/{id}/{act}` may be.
const BODY_ACTS: [&str; 13] = [
    "describe", "mandate", "standing", "join", "leave", "session", "decide", "pledge", "deliver",
    "invite", "move", "withdraw", "publish",
];

/// What an act of `/visits/{id}/{act}` may be.
const VISIT_ACTS: [&str; 12] = [
    "describe", "step", "expert", "permit", "report", "count", "operate", "judge", "agree", "done",
    "withdraw", "publish",
];

/// What an act of `/indicators/{id}/{act}` may be.
const INDICATOR_ACTS: [&str; 4] = ["describe", "method", "withdraw", "publish"];

/// What an act of `/projects/{id}/{act}` may be. The milestone whose name is corrected is named in the query, so that
/// one has a test of its own.
const PROJECT_ACTS: [&str; 10] = [
    "describe",
    "milestone",
    "remove",
    "depend",
    "undepend",
    "say",
    "freeze",
    "link",
    "withdraw",
    "publish",
];

/// What an act of `/calls/{id}/{act}` may be.
const CALL_ACTS: [&str; 15] = [
    "describe",
    "seat",
    "reserve",
    "document",
    "criterion",
    "phase",
    "rule",
    "remove",
    "submit",
    "return",
    "drop",
    "publish",
    "seated",
    "outage",
    "cancel",
];

/// What an act of `/calls/{id}/run/{act}` may be.
const RUN_ACTS: [&str; 9] =
    ["accept", "refuse", "commit", "freeze", "reveal", "compute", "sign", "release", "discard"];

/// The number of a paper.
async fn number(house: &House, id: PaperId) -> String {
    let day = jiff::civil::date(2100, 1, 1);
    let body = house.store.one(Kind::Paper, id.uuid(), day).await.unwrap().unwrap();
    let paper: Paper = serde_json::from_str(&body.body).unwrap();
    paper.description.number.to_string()
}

/// The addresses a route stands for, with its parameters filled in by name.
async fn addresses(
    house: &House,
    path: &str,
    registry: &'static str,
    partner: &'static str,
) -> Vec<String> {
    let things: Things = house.things[&(registry, partner)];
    let path = path.replace("{lang}", "en").replace("{code}", partner);
    let path = path.replace("{passage}", &things.draft.to_string()).replace("{number}", "2");
    let path = path.replace("{piece}", &things.draft.to_string());
    let path = match path.contains("{paper}") {
        true => path.replace("{paper}", &number(house, things.paper).await),
        false => path,
    };
    let path = path.replace("/templates/{kind}", "/templates/parties");
    let path = path.replace("/run-files/{name}", "/run-files/market.json");
    // No list is saved in this house: whose list opens to whom has tests of its own.
    let path = path.replace("{list}", "018f0000-0000-7000-8000-000000000001");
    let path = path.replace("/calendar/{file}", "/calendar/nothing.ics");
    let id = match path.trim_start_matches("/en").trim_start_matches("/api/v1") {
        p if p.starts_with("/commitments") || p.starts_with("/promises") => {
            things.commitment.to_string()
        }
        p if p.starts_with("/figures") => things.observation.to_string(),
        p if p.starts_with("/conflicts") => things.conflict.to_string(),
        p if p.starts_with("/quotas") => things.quota.to_string(),
        p if p.starts_with("/instruments") || p.starts_with("/agreements") => {
            things.instrument.to_string()
        }
        p if p.starts_with("/meetings") || p.starts_with("/public-meetings") => {
            things.meeting.to_string()
        }
        p if p.starts_with("/bodies") || p.starts_with("/public-bodies") => things.body.to_string(),
        p if p.starts_with("/letters/") => {
            let of = [
                ("commitment", things.commitment.to_string()),
                ("instrument", things.instrument.to_string()),
                ("quota", things.quota.to_string()),
                ("meeting", things.meeting.to_string()),
                ("observation", things.observation.to_string()),
                ("conflict", things.conflict.to_string()),
                ("body", things.body.to_string()),
            ];
            return of.map(|(kind, id)| path.replace("{kind}", kind).replace("{id}", &id)).to_vec();
        }
        p if p.starts_with("/indicators") || p.starts_with("/public-indicators") => {
            things.indicator.to_string()
        }
        p if p.starts_with("/visits") || p.starts_with("/public-visits") => {
            things.visit.to_string()
        }
        p if ["/calls", "/open-calls", "/results"].iter().any(|own| p.starts_with(own)) => {
            things.call.to_string()
        }
        p if p.starts_with("/placements") || p.starts_with("/stays/") => {
            things.placement.to_string()
        }
        p if p.starts_with("/directions") => things.direction.to_string(),
        p if p.starts_with("/partner-keys") => things.key.to_string(),
        p if p.starts_with("/apply") => things.call.to_string(),
        p if p.starts_with("/applications") => things.application.to_string(),
        p if p.starts_with("/projects") || p.starts_with("/progress") => things.project.to_string(),
        p if p.starts_with("/communiques") || p.starts_with("/sources") => {
            things.source.to_string()
        }
        p if p.starts_with("/imports") => things.import.to_string(),
        p if p.starts_with("/journal/streams") => things.commitment.to_string(),
        p if p.starts_with("/users") => house.people[&(registry, Role::Reader)].to_string(),
        p => {
            assert!(!p.contains("{id}"), "say in this test what {{id}} of {p} is");
            String::new()
        }
    };
    let path = path.replace("{id}", &id).replace("{call}", &id).replace("{application}", &id);
    let path = path.replace("{placement}", &id);
    let path = path.replace("{part}", "person").replace("{document}", "1");
    let path = path.replace("{review}", "000000000000");
    let path = path.replace("{token}", &"0".repeat(64));
    let path = path.replace("{upload}", "00000000-0000-0000-0000-000000000001");
    let path = path.replace("/place/{act}", "/place/accepted");
    // Giving back is what an officer and a host can do; what is one side's alone has tests of its own.
    let path = match path.contains("/applications/") {
        true => path.replace("{act}", "return"),
        false => path,
    };
    if path.contains("/instruments/") && path.contains("{act}") {
        INSTRUMENT_ACTS.iter().map(|act| path.replace("{act}", act)).collect()
    } else if path.contains("/partner-keys/") && path.contains("{act}") {
        ["confirm", "withdraw"].map(|act| path.replace("{act}", act)).to_vec()
    } else if path.contains("/meetings/") && path.contains("{act}") {
        MEETING_ACTS.iter().map(|act| path.replace("{act}", act)).collect()
    } else if path.contains("/bodies/") && path.contains("{act}") {
        BODY_ACTS.iter().map(|act| path.replace("{act}", act)).collect()
    } else if path.contains("/indicators/") && path.contains("{act}") {
        INDICATOR_ACTS.iter().map(|act| path.replace("{act}", act)).collect()
    } else if path.contains("/visits/") && path.contains("{act}") {
        VISIT_ACTS.iter().map(|act| path.replace("{act}", act)).collect()
    } else if path.contains("/placements/{act}") {
        ["offer", "lapse", "promote", "appeal"].map(|act| path.replace("{act}", act)).to_vec()
    } else if path.contains("/placements/") && path.contains("{act}") {
        ["accepted", "enrolled", "duty_begun", "uphold"]
            .map(|act| path.replace("{act}", act))
            .to_vec()
    } else if path.contains("/answers/{act}") {
        ["give", "sign"].map(|act| path.replace("{act}", &format!("{act}?host=BURDENKO"))).to_vec()
    } else if path.contains("/run/{act}") {
        RUN_ACTS.iter().map(|act| path.replace("{act}", act)).collect()
    } else if path.contains("/calls/") && path.contains("{act}") {
        CALL_ACTS.iter().map(|act| path.replace("{act}", act)).collect()
    } else if path.contains("/projects/") && path.contains("{act}") {
        PROJECT_ACTS.iter().map(|act| path.replace("{act}", act)).collect()
    } else if path.contains("{act}") {
        ACTS.iter().map(|act| path.replace("{act}", act)).collect()
    } else {
        assert!(!path.contains('{'), "say in this test what the parameters of {path} are");
        vec![path]
    }
}

/// What one visitor or account is answered; several addresses of one route are answered alike.
async fn ask(
    house: &House,
    method: &str,
    addresses: &[String],
    who: Option<(&'static str, Role)>,
) -> char {
    let mut signs = Vec::new();
    for address in addresses {
        let cookie = match who {
            Some((registry, role)) => Some(house.session(registry, role).await),
            None => None,
        };
        let reply = match method {
            "GET" => house.get(address, cookie.as_deref()).await,
            _ => house.post(address, cookie.as_deref(), &format!("csrf={CSRF}&version=0")).await,
        };
        signs.push(sign(method, &reply));
    }
    assert!(signs.windows(2).all(|w| w[0] == w[1]), "{method} {addresses:?} {who:?}: {signs:?}");
    signs[0]
}

/// The line of a route as the house really answers, from the accounts of one registry.
async fn line(house: &House, method: &str, path: &str, home: &'static str) -> String {
    let away = REGISTRIES.into_iter().find(|r| *r != home).unwrap();
    let mut columns = Vec::new();
    let everybody = || {
        std::iter::once(None).chain(Role::COLLEAGUES.iter().map(move |role| Some((home, *role))))
    };
    let things = ["{id}", "{application}", "{paper}", "{placement}"];
    let has_thing = things.iter().any(|part| path.contains(part));
    for (shown, registry) in [(true, home), (has_thing, away)] {
        let addresses = addresses(house, path, registry, "TR").await;
        let mut column = String::new();
        for who in everybody().filter(|_| shown) {
            column.push(ask(house, method, &addresses, who).await);
        }
        columns.push(column);
    }
    let other = addresses(house, path, home, "RU").await;
    let has_partner = (has_thing && !path.contains("/users/")) || path.contains("{code}");
    columns.push(if has_partner {
        ask(house, method, &other, Some((home, Role::Partner))).await.to_string()
    } else {
        String::new()
    });
    let shown: Vec<String> =
        columns.into_iter().map(|c| if c.is_empty() { "-".to_owned() } else { c }).collect();
    format!("{method:<4} {path:<52} {:<7} {:<7} {}", shown[0], shown[1], shown[2])
}

fn expected() -> BTreeMap<(String, String), String> {
    let lines = EXPECTED.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    lines
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            assert_eq!(words.len(), 5, "{line}");
            ((words[0].to_owned(), words[1].to_owned()), line.trim_end().to_owned())
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_route_answers_everybody_as_the_table_says() {
    on_each_engine(async |house: &House| {
        let mut expected = expected();
        let mut wrong = String::new();
        for route in kelisim_web::table() {
            let key = (route.method.to_owned(), route.path.to_owned());
            let wanted = expected.remove(&key).unwrap_or_default();
            for home in REGISTRIES {
                let found = line(house, route.method, route.path, home).await;
                if found.split_whitespace().ne(wanted.split_whitespace()) {
                    writeln!(wrong, "{home}: {found}\n   : {wanted}").unwrap();
                }
            }
        }
        for line in expected.values() {
            writeln!(wrong, "no such route: {line}").unwrap();
        }
        assert!(wrong.is_empty(), "found, and below it what access.txt says:\n{wrong}");
    })
    .await;
}

/// The table of the routes says who may; the table of the test says what is answered. They must not contradict.
#[test]
fn what_needs_a_right_is_never_given_to_a_visitor_nor_over_the_border() {
    use kelisim_web::routes::Access;
    let expected = expected();
    for route in kelisim_web::table() {
        let key = (route.method.to_owned(), route.path.to_owned());
        let line = expected.get(&key).unwrap_or_else(|| panic!("no entry for {key:?}"));
        let words: Vec<&str> = line.split_whitespace().collect();
        // What only leads on to another page, whoever asks, gives nothing away.
        let leads_on = words[2].chars().all(|sign| sign == '>');
        if let Access::Right(action) = route.access
            && !leads_on
        {
            assert!(words[2].starts_with(['s', 'u', 'n']), "{line}");
            assert!(words[3] == "-" || !words[3].contains('.'), "{line}");
            for (role, sign) in Role::COLLEAGUES.iter().zip(words[2].chars().skip(1)) {
                let may = kelisim_app::access::may(*role, action);
                // Whoever may is told that there is no such thing, where the house has none to show.
                let let_in = matches!(sign, '.' | '>') || (may && sign == 'n');
                assert_eq!(may, let_in, "{} {line}", role.code());
            }
        }
    }
}
