//! What is wrong is named all at once, with the place and what to do.

use kelisim_allocation::compile::{PublicValue, Sealed, compile};
use kelisim_allocation::read::json;

fn problems(text: &str) -> String {
    match json::read("market.json", text.as_bytes()) {
        Err(problems) => problems.to_string(),
        Ok(market) => compile(&market, &Sealed::default())
            .map_or_else(|problems| problems.to_string(), |_| String::new()),
    }
}

fn names(text: &str, expected: &[&str]) {
    let found = problems(text);
    for part in expected {
        assert!(found.contains(part), "`{part}` is not in:\n{found}");
    }
}

#[test]
fn everything_wrong_with_a_market_is_listed_at_once() {
    names(
        r#"{"colour":1,"applicants":{"a":{"prefs":["p","p","nowhere","p:gold"]},"a":{"prefs":[]},"b":{"pref":["p"]}},
        "programmes":{"p":{"capacity":-1,"prefs":["a","ghost","a"]},"q":{"capacity":2147483648,"scores":{"a":"ten","b":1.5}},
        "r":{"lines":[{"name":"x","places":0}]},"s":{}},
        "couples":[{"members":["a"],"prefs":[]}],
        "rules":{"ties":"coin","lottery":{"seed":"xyz"}}}"#,
        &[
            "market: `colour` is not known there",
            "applicants.a: is listed twice",
            "applicants.a.prefs: `p` is listed twice",
            "applicants.a.prefs: `nowhere` is not a programme",
            "applicants.a.prefs: `p:gold` is not a programme line",
            "applicants.b: `pref` is not known there",
            "programmes.p.capacity: -1 is below zero",
            "programmes.p.prefs: `ghost` is not an applicant",
            "programmes.p.prefs: `a` is listed twice",
            "programmes.q.capacity: 2147483648 is above",
            "programmes.q.scores.a: `ten` is not a score",
            "programmes.q.scores.b: `1.5 (a JSON number with a point)` is not a score",
            "programmes.r.lines[0]: line `x` has no places",
            "programmes.s: `capacity` is missing",
            "couples[0]: has 1 members instead of two",
            "rules.ties: `coin` is not known",
            "rules.lottery.seed: `xyz` is not hexadecimal",
        ],
    );
}

#[test]
fn ties_are_refused_by_name_where_the_rule_refuses_them() {
    let market = |rules: &str| {
        format!(
            r#"{{"applicants":{{"a":{{"prefs":["p"]}},"b":{{"prefs":["p"]}}}},"programmes":{{"p":{{"capacity":1,"scores":{{"a":5,"b":"5.0"}}}}}}{rules}}}"#
        )
    };
    names(&market(""), &["programmes.p: `a` and `b` are equal and the rule refuses ties"]);
    names(&market(r#","rules":{"ties":"lottery"}"#), &["are equal and no lottery is named"]);
    names(
        &market(r#","rules":{"ties":"lottery","lottery":{"order":["a"]}}"#),
        &["the drawn order does not name all of them"],
    );
    assert_eq!(
        problems(&market(r#","rules":{"ties":"lottery","lottery":{"order":["b","a"]}}"#)),
        ""
    );
}

#[test]
fn crossing_and_cyclic_quotas_are_named() {
    let market = |quotas: &str| {
        format!(
            r#"{{"applicants":{{}},"programmes":{{"p":{{"capacity":1}},"q":{{"capacity":1}},"r":{{"capacity":1}}}},"quotas":[{quotas}]}}"#
        )
    };
    names(
        &market(
            r#"{"id":"one","members":["p","q"],"cap":1},{"id":"two","members":["q","r"],"cap":1}"#,
        ),
        &["`one` and `two` cross"],
    );
    names(
        &market(r#"{"id":"one","members":["two"],"cap":1},{"id":"two","members":["one"],"cap":1}"#),
        &["holds itself by way of"],
    );
    names(
        &market(r#"{"id":"one","members":["p","p","ghost"],"cap":-4}"#),
        &["`p` is already in it", "`ghost` is not known", "-4 is below zero"],
    );
}

#[test]
fn an_order_of_a_quota_that_contradicts_its_members_is_refused_with_both_people() {
    names(
        r#"{"applicants":{"a":{"prefs":["p"]},"b":{"prefs":["p"]}},"programmes":{"p":{"capacity":2,"prefs":["a","b"]}},
        "quotas":[{"id":"n","members":["p"],"cap":1,"order":["b","a"]}]}"#,
        &["`p` puts `a` before `b` and the order of the quota the other way round"],
    );
}

#[test]
fn text_that_is_no_market_is_named_by_line() {
    names("{\n\"applicants\": [\n", &["market.json line 2"]);
    names("{\"applicants\":{}} trailing", &["market.json line 1"]);
    names("   ", &["the file is empty"]);
    let problems = json::read("m", b"{\n\n\xff").unwrap_err().to_string();
    assert!(problems.contains("m line 3: the text is not UTF-8"), "{problems}");
}

#[test]
fn a_draw_needs_what_was_announced() {
    let text = r#"{"applicants":{"a":{"prefs":[]}},"programmes":{},"rules":{"lottery":{"beacon":{"chain":"ab","round":7}}}}"#;
    let market = json::read("m", text.as_bytes()).unwrap();
    let with = |public| compile(&market, &Sealed { input: [1; 32], public }).map(|flat| flat.draw);
    assert!(with(None).unwrap_err().to_string().contains("the value of round 7 is missing"));
    let round = |round| Some(PublicValue::Beacon { round, randomness: vec![9] });
    assert!(
        with(round(8))
            .unwrap_err()
            .to_string()
            .contains("round 8 was given, round 7 was announced")
    );
    assert!(with(round(7)).is_ok());
}

/// Found by fuzzing: the quick reader kept what the careful one trims.
#[test]
fn both_readers_of_tables_take_the_same_ids() {
    use kelisim_allocation::read::{csv, fast};
    let capacities = "programme,capacity\np,1\n";
    for id in ["a\r\r", "\ta", "a\u{c}", " a", "\"a\""] {
        let both = format!("applicant,programme,rank,programme_rank\n{id},p,1,1\n");
        assert!(fast::read(both.as_bytes(), capacities.as_bytes()).is_none(), "{id:?}");
        let sources = [both.as_bytes(), capacities.as_bytes()].map(|bytes| csv::Source {
            file: "table",
            kind: csv::kind(bytes).unwrap(),
            bytes,
        });
        let market = csv::read(&sources, None).unwrap();
        let ids: Vec<String> =
            market.applicants.iter().flat_map(|table| &table.0).map(|(id, _)| id.clone()).collect();
        assert_eq!(ids, ["a"], "{id:?}");
    }
    let windows = "applicant,programme,rank,programme_rank\r\na,p,1,1\r\n";
    assert!(fast::read(windows.as_bytes(), capacities.as_bytes()).is_some());
}
