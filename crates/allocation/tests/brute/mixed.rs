//! Small random markets with sets of programmes that go by an order, couples and lower quotas, beside whatever else a market
//! may have.

use super::random::Random;

const PEOPLE: [&str; 4] = ["a", "b", "c", "d"];

/// What stands beside the sets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside {
    pub lead: bool,
    pub lines: bool,
    pub reserves: bool,
    pub slots: bool,
    pub lower: bool,
    pub couples: bool,
    /// Sets lie one in the other and go by one order, as the programmes do.
    pub nested: bool,
}

fn ids(items: &[&str]) -> Vec<String> {
    items.iter().map(|item| (*item).to_owned()).collect()
}

/// A market of four people and three programmes; with `exact` sets may cross.
pub fn market(random: &mut Random, beside: Beside, exact: bool) -> String {
    let people = ids(&PEOPLE);
    let master = random.some(&people, 4);
    let list = |random: &mut Random, least: usize| {
        let mut own = random.some(&people, least);
        if beside.nested {
            own.sort_by_key(|id| master.iter().position(|other| other == id));
        }
        own
    };
    let mut programmes = Vec::new();
    let mut places = Vec::new();
    for id in ["p", "q", "r"] {
        let capacity = random.below(3);
        let own = list(random, 2);
        let mut fields = format!("\"capacity\":{capacity},\"prefs\":{own:?}");
        match id {
            "r" if beside.lines => {
                fields = format!(
                    "\"capacity\":{},\"prefs\":{own:?},\"lines\":[{{\"name\":\"x\",\"places\":1}},{{\"name\":\"y\",\"places\":1}}]",
                    1 + random.below(2)
                );
                places.extend(ids(&["r:x", "r:y"]));
            }
            "q" if beside.slots => {
                let orders: Vec<String> = (0..1 + random.below(2))
                    .map(|_| format!("{{\"order\":{:?}}}", random.some(&people, 1)))
                    .collect();
                fields = format!("\"slots\":[{}]", orders.join(","));
                places.push(id.to_owned());
            }
            "p" if beside.reserves && capacity > 0 => {
                let kind =
                    ["soft", "hard"][random.below(if beside.lower && !exact { 1 } else { 2 })];
                let first = ["reserved-first", "open-first"][random.below(2)];
                let kept = 1 + random.below(capacity);
                fields.push_str(&format!(
                    ",\"precedence\":{first:?},\"reserves\":[{{\"type\":\"w\",\"places\":{kept},\"kind\":{kind:?}}}]"
                ));
                places.push(id.to_owned());
            }
            _ => places.push(id.to_owned()),
        }
        if beside.lower && !(id == "r" && beside.lines) && !(id == "q" && beside.slots) {
            fields.push_str(&format!(",\"lower\":{}", random.below(capacity + 1)));
        }
        programmes.push(format!("{id:?}:{{{fields}}}"));
    }
    let mut couples = String::new();
    if beside.couples {
        let options: Vec<String> = places.iter().map(|place| format!("{place:?}")).collect();
        let options: Vec<String> = options.into_iter().chain(["null".to_owned()]).collect();
        let pairs: Vec<String> = options
            .iter()
            .flat_map(|one| options.iter().map(move |other| format!("[{one},{other}]")))
            .filter(|pair| pair != "[null,null]")
            .collect();
        couples = format!(
            "\"couples\":[{{\"members\":[\"a\",\"b\"],\"prefs\":[{}]}}],",
            random.some(&pairs, 2).into_iter().take(6).collect::<Vec<_>>().join(",")
        );
    }
    let applicants: Vec<String> = PEOPLE
        .iter()
        .map(|id| {
            if beside.couples && (*id == "a" || *id == "b") {
                return format!("{id:?}:{{}}");
            }
            let types = random.some(&["w"], 0);
            format!("{id:?}:{{\"prefs\":{:?},\"types\":{types:?}}}", random.some(&places, 1))
        })
        .collect();
    let lead = if beside.lead {
        let own = if beside.nested { master.clone() } else { random.some(&people, 4) };
        format!(
            "\"leads\":{{\"l\":{{\"capacity\":{},\"programmes\":[\"p\",\"r\"],\"prefs\":{own:?}}}}},",
            1 + random.below(2)
        )
    } else {
        String::new()
    };
    let sets = match (beside.nested, beside.lead) {
        (true, true) => ["[\"l\"]", "[\"p\",\"q\",\"r\"]"],
        (true, false) => ["[\"p\",\"q\"]", "[\"p\",\"q\",\"r\"]"],
        (false, _) => ["[\"p\",\"q\"]", "[\"q\",\"r\"]"],
    };
    let quotas: Vec<String> = sets
        .iter()
        .enumerate()
        .map(|(at, members)| {
            let cap = 1 + random.below(2);
            let floor = if beside.nested { 0 } else { random.below(4).saturating_sub(2).min(cap) };
            let order = if beside.nested { master.clone() } else { random.some(&people, 4) };
            format!("{{\"id\":\"k{at}\",\"members\":{members},\"cap\":{cap},\"floor\":{floor},\"order\":{order:?}}}")
        })
        .collect();
    let overlapping = if exact { "\"overlapping\":\"exact\"," } else { "" };
    let rule = if exact { "exact" } else { ["exact", "roth-peranson"][random.below(2)] };
    format!(
        "{{\"applicants\":{{{}}},\"programmes\":{{{}}},{lead}{couples}\"quotas\":[{}],\"rules\":{{{overlapping}\"couples\":{rule:?}}}}}",
        applicants.join(","),
        programmes.join(","),
        quotas.join(",")
    )
}

/// Every set of features with the sets that may cross, and couples with nested ones.
pub fn combinations() -> Vec<(Beside, bool)> {
    let mut all = Vec::new();
    for bits in 0..32u8 {
        let on = |bit: u8| bits >> bit & 1 == 1;
        let (lead, lines, reserves, slots, lower) = (on(0), on(1), on(2), on(3), on(4));
        all.push((Beside { lead, lines, reserves, slots, lower, ..Beside::default() }, true));
    }
    for lead in [false, true] {
        all.push((Beside { lead, couples: true, ..Beside::default() }, true));
        all.push((Beside { lead, couples: true, nested: true, ..Beside::default() }, false));
    }
    all
}
