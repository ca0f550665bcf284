//! Rules that are called efficient, and those under which ranking truthfully is called best beside them, against every
//! matching and every list of small markets.

use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::flat::{Assignment, Flat, NONE};
use kelisim_allocation::guarantee;
use kelisim_allocation::read::json;

use crate::random::Random;
use crate::rounds;

const PLACES: [&str; 3] = ["p0", "p1", "p2"];

/// A market but for what each applicant ranks.
struct Parts {
    prefs: Vec<Vec<String>>,
    rest: String,
    /// Whether the first two places together have one place only.
    capped: bool,
}

impl Parts {
    fn new(random: &mut Random, mechanism: &str) -> Self {
        let people: Vec<String> = (0..4).map(|at| format!("a{at}")).collect();
        let places = PLACES.map(str::to_owned);
        let prefs = people.iter().map(|_| random.some(&places, 1)).collect();
        let fewest = if mechanism == "top-trading-cycles" { random.below(5) } else { 4 };
        let programmes: Vec<String> = PLACES
            .iter()
            .map(|id| {
                let (capacity, listed) = (1 + random.below(2), random.some(&people, fewest));
                format!("{id:?}:{{\"capacity\":{capacity},\"prefs\":{listed:?}}}")
            })
            .collect();
        let capped = mechanism == "serial-dictatorship" && random.below(2) == 0;
        let quota = "{\"id\":\"q\",\"members\":[\"p0\",\"p1\"],\"cap\":1}";
        let more = match mechanism {
            "serial-dictatorship" => format!(
                "\"order\":{:?},\"quotas\":[{}],",
                random.some(&people, 4),
                if capped { quota } else { "" }
            ),
            "top-trading-cycles" if random.below(2) == 0 => {
                "\"owners\":{\"a0\":\"p1\",\"a1\":\"p0\"},".to_owned()
            }
            _ => String::new(),
        };
        let rest = format!(
            "\"programmes\":{{{}}},{more}\"rules\":{{\"mechanism\":{mechanism:?}}}",
            programmes.join(",")
        );
        Self { prefs, rest, capped }
    }

    fn flat(&self) -> Flat {
        let own = self.prefs.iter().enumerate();
        let applicants: Vec<String> =
            own.map(|(at, prefs)| format!("\"a{at}\":{{\"prefs\":{prefs:?}}}")).collect();
        let text = format!("{{\"applicants\":{{{}}},{}}}", applicants.join(","), self.rest);
        read(&text)
    }

    fn fits(&self, flat: &Flat, answer: &Assignment) -> bool {
        let held = answer.held(flat);
        let within = held.iter().zip(&flat.capacity).all(|(held, &cap)| held.len() <= cap as usize);
        let name = |leaf: usize| flat.places.get(leaf as u32);
        let first = (0..3).filter(|&leaf| name(leaf) != "p2").map(|leaf| held[leaf].len());
        within && !(self.capped && first.sum::<usize>() > 1)
    }
}

fn read(text: &str) -> Flat {
    let market = json::read("m", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
    compile(&market, &Sealed::default()).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

fn every(flat: &Flat, who: usize, answer: &mut Assignment, visit: &mut impl FnMut(&Assignment)) {
    if who == flat.people() {
        return visit(answer);
    }
    for entry in flat.span(who as u32).map(|entry| entry as u32).chain([NONE]) {
        answer.entry[who] = entry;
        every(flat, who + 1, answer, visit);
    }
}

#[test]
fn under_rules_called_efficient_nobody_can_be_better_off_without_another_being_worse_off() {
    for mechanism in ["serial-dictatorship", "top-trading-cycles", "immediate-acceptance"] {
        let mut random = Random(31);
        for _ in 0..rounds() / 3 {
            let parts = Parts::new(&mut random, mechanism);
            let flat = parts.flat();
            let answer = engine::run(&flat);
            assert!(parts.fits(&flat, &answer), "{mechanism} {:?} {}", parts.prefs, parts.rest);
            every(&flat, 0, &mut Assignment::empty(&flat), &mut |other| {
                let mut pairs = other.entry.iter().zip(&answer.entry);
                let better = other != &answer && pairs.all(|(other, own)| other <= own);
                let why = format!("{mechanism} {:?} {}: {other:?}", parts.prefs, parts.rest);
                assert!(!(better && parts.fits(&flat, other)), "{why}");
            });
        }
    }
}

#[test]
fn no_other_list_gives_a_better_place_where_truth_is_called_best() {
    let mut lists = vec![Vec::new()];
    for length in 0..3 {
        let longer = lists.iter().filter(|list: &&Vec<String>| list.len() == length);
        let more = longer.flat_map(|list| {
            let free = PLACES.iter().filter(|place| !list.iter().any(|other| other == *place));
            free.map(|place| [list.as_slice(), &[(*place).to_owned()]].concat())
        });
        let more: Vec<Vec<String>> = more.collect();
        lists.extend(more);
    }
    assert_eq!(lists.len(), 16);
    let mut gained = 0;
    for mechanism in ["serial-dictatorship", "top-trading-cycles", "immediate-acceptance"] {
        let mut random = Random(32);
        for _ in 0..rounds() / 30 {
            let mut parts = Parts::new(&mut random, mechanism);
            let flat = parts.flat();
            let answer = engine::run(&flat);
            for who in 0..4 {
                let truth = parts.prefs[who].clone();
                let worth = |place: Option<&str>| {
                    let at = truth.iter().position(|other| Some(other.as_str()) == place);
                    at.unwrap_or(if place.is_none() { 3 } else { 4 })
                };
                let place = |flat: &Flat, answer: &Assignment| {
                    answer.leaf(flat, who as u32).map(|leaf| flat.places.get(leaf).to_owned())
                };
                let own = worth(place(&flat, &answer).as_deref());
                for list in &lists {
                    parts.prefs[who].clone_from(list);
                    let changed = parts.flat();
                    let other = worth(place(&changed, &engine::run(&changed)).as_deref());
                    if mechanism == "immediate-acceptance" {
                        gained += usize::from(other < own);
                    } else {
                        assert!(other >= own, "{mechanism} {truth:?} {list:?} {}", parts.rest);
                    }
                }
                parts.prefs[who] = truth;
            }
        }
    }
    assert!(gained > 0, "immediate acceptance rewards another list than the true one");
}

#[test]
fn a_place_trades_for_whomever_it_ranks_first_though_they_do_not_rank_it() {
    let market = |own: &str| {
        read(&format!(
            "{{\"applicants\":{{\"a0\":{{\"prefs\":{own}}},\"a1\":{{\"prefs\":[\"p0\",\"p1\"]}},\"a2\":{{\"prefs\":[\"p1\"]}}}},\
            \"programmes\":{{\"p0\":{{\"capacity\":1,\"prefs\":[\"a0\",\"a1\"]}},\"p1\":{{\"capacity\":1,\"prefs\":[\"a1\",\"a2\",\"a0\"]}}}},\
            \"rules\":{{\"mechanism\":\"top-trading-cycles\"}}}}"
        ))
    };
    for own in ["[\"p1\"]", "[\"p1\",\"p0\"]"] {
        let flat = market(own);
        let answer = engine::run(&flat);
        let place = |who| answer.leaf(&flat, who).map(|leaf| flat.places.get(leaf));
        assert_eq!([place(0), place(1), place(2)], [Some("p1"), Some("p0"), None], "{own}");
        let holds = guarantee::of(&flat);
        let holds = holds.iter().find(|own| own.property == "strategy-proof");
        assert_eq!(holds.map(|own| own.basis), Some(guarantee::Basis::Tested));
    }
}

#[test]
fn a_place_without_a_list_ranks_everybody_alike_also_those_who_do_not_ask() {
    let market = |rules: &str| {
        let text = format!(
            "{{\"applicants\":{{\"a0\":{{\"prefs\":[\"p0\"]}},\"a1\":{{\"prefs\":[\"p1\"]}}}},\
            \"programmes\":{{\"p0\":{{\"capacity\":1}},\"p1\":{{\"capacity\":1}}}},\
            \"rules\":{{\"mechanism\":\"top-trading-cycles\"{rules}}}}}"
        );
        let market = json::read("m", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
        compile(&market, &Sealed::default()).map_err(|problems| problems.to_string())
    };
    let refused = market("").unwrap_err();
    assert!(refused.contains("`a0` and `a1` are equal and the rule refuses ties"), "{refused}");
    let flat = market(",\"ties\":\"lottery\",\"lottery\":{\"seed\":\"01\"}").unwrap();
    let points = flat.points.iter().map(|points| points.iter().map(|one| one.class).collect());
    assert_eq!(points.collect::<Vec<Vec<u32>>>(), [[0, 0], [0, 0]]);
    let answer = engine::run(&flat);
    let place = |who| answer.leaf(&flat, who).map(|leaf| flat.places.get(leaf));
    assert_eq!([place(0), place(1)], [Some("p0"), Some("p1")]);
}
