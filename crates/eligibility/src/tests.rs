use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const REGIONS: &[&str] = &["KG-B", "KG-N", "KG-T"];

fn names() -> Names {
    let mut names = Names::default();
    names.add("age", Type::Whole, None);
    names.add("diploma", Type::YesNo, None);
    names.add("citizenship", Type::Code, None);
    names.add("region", Type::Code, Some(REGIONS));
    names
}

fn wrong(text: &str) -> (What, usize, String) {
    let wrong = Rule::read(text, &names()).unwrap_err();
    (wrong.what, wrong.at, wrong.piece)
}

fn ask(text: &str, answers: &[(&'static str, Value)]) -> Outcome {
    let rule = Rule::read(text, &names()).unwrap_or_else(|wrong| panic!("{text}: {wrong}"));
    rule.ask(&answers.iter().cloned().collect::<BTreeMap<_, _>>())
}

#[test]
fn rules_hold_fail_or_cannot_be_told() {
    let of = |age: i64| [("age", Value::Whole(age)), ("diploma", Value::YesNo(true))];
    let rule = "age >= 25 && age <= 45 && diploma";
    assert_eq!(ask(rule, &of(25)), Outcome::Holds);
    assert_eq!(ask(rule, &of(45)), Outcome::Holds);
    assert_eq!(ask(rule, &of(46)), Outcome::Fails);
    assert_eq!(ask(rule, &[]), Outcome::Unknown);
    // What is missing matters only where it decides.
    assert_eq!(ask("diploma || age < 30", &[("diploma", Value::YesNo(true))]), Outcome::Holds);
    assert_eq!(ask("diploma && age < 30", &[("diploma", Value::YesNo(false))]), Outcome::Fails);
    let talas = [("region", Value::Code("KG-T".to_owned()))];
    assert_eq!(ask(r#"region in ["KG-T", "KG-N"]"#, &talas), Outcome::Holds);
    assert_eq!(ask(r#"!(region == "KG-T")"#, &talas), Outcome::Fails);
    assert_eq!(ask("(diploma ? 30 : 40) > age", &of(35)), Outcome::Fails);
    assert_eq!(ask("age + 9223372036854775807 > 0", &of(1)), Outcome::Unknown);
}

#[test]
fn what_does_not_fit_is_told_with_its_place() {
    assert_eq!(wrong("  "), (What::Empty, 1, String::new()));
    assert_eq!(wrong("age >= 25 && salary > 10"), (What::Name, 14, "salary".to_owned()));
    assert_eq!(wrong("age >="), (What::Form, 7, String::new()));
    assert_eq!(wrong("age"), (What::NoAnswer, 1, "age".to_owned()));
    assert_eq!(wrong("1 < 2").0, What::AsksNothing);
    assert_eq!(wrong(r#"region == "KG-X""#), (What::Code, 11, r#""KG-X""#.to_owned()));
    assert_eq!(wrong(r#"age == "25""#).0, What::Types);
    assert_eq!(wrong("diploma > false").0, What::Types);
    assert_eq!(wrong(r#"region in []"#).0, What::Types);
    for not_here in [
        "age > 25.5",
        "size(citizenship) == 2",
        "citizenship.startsWith('K')",
        "[1, 2].exists(x, x == age)",
        "age * 2 > 50",
        "citizenship.length > 2",
        "age in {1: 2}",
        "age == null",
    ] {
        let what = wrong(not_here).0;
        assert!(matches!(what, What::NotHere | What::Types), "{not_here}: {what:?}");
    }
    assert_eq!(wrong(&"x".repeat(401)).0, What::TooLong);
    assert_eq!(wrong(&format!("{}diploma{}", "(".repeat(30), ")".repeat(30))).0, What::TooDeep);
    assert_eq!(wrong(&format!("{}diploma", "!".repeat(60))).0, What::TooDeep);
}

#[test]
fn a_rule_tells_what_it_asks_for() {
    let rule = Rule::read(r#"citizenship == "KG" && (age < 35 || diploma)"#, &names()).unwrap();
    assert_eq!(rule.asks().collect::<Vec<_>>(), ["age", "citizenship", "diploma"]);
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_stop(text in "\\PC{0,120}") {
        let _ = Rule::read(&text, &names());
    }

    #[test]
    fn pieces_of_rules_in_any_order_never_stop_it(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "age", "diploma", "region", "\"KG-T\"", "(", ")", "&&", "||", "!", "-", "==", "in", "[", "]", ",", "?", ":",
            "1", "9223372036854775808", ".", "exists", "true", "'", "\n", "ҚР",
        ]), 0..40),
        age in any::<i64>(),
    ) {
        if let Ok(rule) = Rule::read(&pieces.join(" "), &names()) {
            let answers = BTreeMap::from([("age", Value::Whole(age)), ("diploma", Value::YesNo(true))]);
            let first = rule.ask(&answers);
            prop_assert_eq!(first, rule.ask(&answers));
        }
    }
}
