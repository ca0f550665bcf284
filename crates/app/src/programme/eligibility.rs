//! Rules of a call asked with the answers of a person, before any application. Nothing of it is stored.

use std::collections::{BTreeMap, BTreeSet};

use kelisim_domain::Refusal;
use kelisim_domain::country::CountryCode;
use kelisim_domain::programme::call::Terms;
use kelisim_domain::programme::question::{Answer, Question};
use kelisim_domain::programme::region;
use kelisim_domain::text::Text4;
use kelisim_eligibility::{Names, Outcome, Rule, Type, Value, What};

/// The names a rule may ask for.
fn names() -> Names {
    let mut names = Names::default();
    for question in Question::ALL {
        let (of, codes) = match question.answer() {
            Answer::YesNo => (Type::YesNo, None),
            Answer::Whole { .. } => (Type::Whole, None),
            Answer::Country => (Type::Code, None),
            Answer::Region => (Type::Code, Some(region::CODES)),
            Answer::OneOf(codes) => (Type::Code, Some(codes)),
        };
        names.add(question.code(), of, codes);
    }
    names
}

/// Reads a rule, or says what does not fit and where.
pub(super) fn read(text: &str) -> Result<Rule, Refusal> {
    Rule::read(text, &names()).map_err(|wrong| {
        let refusal = match wrong.what {
            What::Empty => Refusal::new("rule-empty"),
            What::TooLong => Refusal::new("rule-too-long"),
            What::TooDeep => Refusal::new("rule-too-deep"),
            What::Form => Refusal::new("rule-form"),
            What::Name => Refusal::new("rule-name"),
            What::Code => Refusal::new("rule-code"),
            What::NotHere => Refusal::new("rule-not-here"),
            What::Types => Refusal::new("rule-types"),
            What::NoAnswer => Refusal::new("rule-no-answer"),
            What::AsksNothing => Refusal::new("rule-asks-nothing"),
        };
        refusal.with("at", wrong.at.to_string()).with("piece", wrong.piece)
    })
}

/// The questions the rules of a call ask, in the order of the list of questions.
#[must_use]
pub fn questions(terms: &Terms) -> Vec<Question> {
    let asked: BTreeSet<String> = terms
        .rules
        .iter()
        .filter_map(|item| read(&item.what.expression).ok())
        .flat_map(|rule| rule.asks().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    Question::ALL.iter().copied().filter(|question| asked.contains(question.code())).collect()
}

/// A rule with what it says to the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it asks for, in words.
    pub reason: Text4,
    /// The expression.
    pub expression: String,
    /// The questions it asks.
    pub asks: Vec<Question>,
    /// Whether it holds; nothing, when an answer is missing without which it cannot be told.
    pub holds: Option<bool>,
}

/// What the rules of a call say to answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Each rule, in the order of the call.
    pub rules: Vec<Told>,
}

impl Checked {
    /// Whether all rules hold; nothing, while one of those that do not fail cannot be told.
    #[must_use]
    pub fn fits(&self) -> Option<bool> {
        if self.rules.iter().any(|told| told.holds == Some(false)) {
            return Some(false);
        }
        self.rules.iter().all(|told| told.holds == Some(true)).then_some(true)
    }
}

/// Reads answers as they were typed; what is empty is not answered.
///
/// # Errors
/// Each answer that makes no sense, with its question as the field.
pub fn answers(
    questions: &[Question],
    typed: impl Fn(&'static str) -> String,
) -> Result<BTreeMap<&'static str, Value>, Vec<Refusal>> {
    let (mut answers, mut refusals) = (BTreeMap::new(), Vec::new());
    for question in questions {
        let text = typed(question.code());
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let unknown = || Refusal::of(question.code(), "answer-unknown").with("text", text);
        let read = match question.answer() {
            Answer::YesNo => match text {
                "yes" => Ok(Value::YesNo(true)),
                "no" => Ok(Value::YesNo(false)),
                _ => Err(unknown()),
            },
            Answer::Whole { least, most } => {
                let number = text.parse::<i64>().ok().filter(|n| (least..=most).contains(n));
                number.map(Value::Whole).ok_or_else(|| {
                    Refusal::of(question.code(), "answer-range")
                        .with("least", least.to_string())
                        .with("most", most.to_string())
                })
            }
            Answer::Country => text
                .parse::<CountryCode>()
                .map(|country| Value::Code(country.as_str().to_owned()))
                .map_err(|_| unknown()),
            Answer::Region => {
                region::read(text).map(|code| Value::Code(code.to_owned())).ok_or_else(unknown)
            }
            Answer::OneOf(codes) => match codes.iter().find(|code| **code == text) {
                Some(code) => Ok(Value::Code((*code).to_owned())),
                None => Err(unknown()),
            },
        };
        match read {
            Ok(value) => drop(answers.insert(question.code(), value)),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() { Ok(answers) } else { Err(refusals) }
}

/// Asks the rules of a call.
///
/// A rule that an older edition of the language let through and that is read no more cannot be told.
#[must_use]
pub fn checked(terms: &Terms, answers: &BTreeMap<&'static str, Value>) -> Checked {
    let told = |item: &kelisim_domain::programme::call::Rule| {
        let rule = read(&item.expression).ok();
        let asks: Vec<String> =
            rule.iter().flat_map(|rule| rule.asks().map(str::to_owned)).collect();
        let answers = answers.iter().map(|(name, value)| (*name, value.clone())).collect();
        Told {
            reason: item.reason.clone(),
            expression: item.expression.clone(),
            asks: Question::ALL
                .iter()
                .copied()
                .filter(|question| asks.iter().any(|name| name == question.code()))
                .collect(),
            holds: match rule.map(|rule| rule.ask(&answers)) {
                Some(Outcome::Holds) => Some(true),
                Some(Outcome::Fails) => Some(false),
                Some(Outcome::Unknown) | None => None,
            },
        }
    };
    Checked { rules: terms.rules.iter().map(|item| told(&item.what)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kelisim_domain::programme::Kind;
    use kelisim_domain::programme::call;
    use kelisim_domain::text::Language;

    #[test]
    fn the_usual_rules_of_every_kind_can_be_read() {
        for kind in Kind::ALL {
            for usual in kind.shape().rules {
                assert!(read(usual.expression).is_ok(), "{kind:?}: {}", usual.expression);
            }
        }
    }

    fn terms(rules: &[&str]) -> Terms {
        let words = |text: &str| Text4::new(Language::En, text).unwrap();
        let zone = "Asia/Bishkek".parse().unwrap();
        let mut terms = Terms::new(Kind::Residency, words("t"), zone);
        for expression in rules {
            let rule = call::Rule { expression: (*expression).to_owned(), reason: words("why") };
            let rule = terms.item(rule);
            terms.rules.push(rule);
        }
        terms
    }

    #[test]
    fn a_person_sees_which_rule_fails_and_only_what_is_asked_is_asked() {
        let terms = terms(&["age < 35", r#"citizenship == "KG" || medical_diploma"#]);
        let asked = questions(&terms);
        assert_eq!(asked, [Question::Age, Question::Citizenship, Question::MedicalDiploma]);
        let typed = |age: &'static str, diploma: &'static str| {
            answers(&asked, move |name| {
                match name {
                    "age" => age,
                    "medical_diploma" => diploma,
                    _ => "",
                }
                .to_owned()
            })
        };
        let told = checked(&terms, &typed("40", "yes").unwrap());
        assert_eq!(
            told.rules.iter().map(|r| r.holds).collect::<Vec<_>>(),
            [Some(false), Some(true)]
        );
        assert_eq!(told.fits(), Some(false));
        assert_eq!(checked(&terms, &typed("30", "").unwrap()).fits(), None);
        assert_eq!(checked(&terms, &typed("30", "yes").unwrap()).fits(), Some(true));
        let wrong = typed("400", "perhaps").unwrap_err();
        let wrong: Vec<_> = wrong.iter().map(|r| (r.field.unwrap(), r.code)).collect();
        assert_eq!(wrong, [("age", "answer-range"), ("medical_diploma", "answer-unknown")]);
    }

    #[test]
    fn what_does_not_fit_in_a_rule_is_told_with_its_place() {
        let refusal = read("age < 35 && wage > 3").unwrap_err();
        assert_eq!(refusal.code, "rule-name");
        assert_eq!(refusal.args, [("at", "13".to_owned()), ("piece", "wage".to_owned())]);
    }
}
