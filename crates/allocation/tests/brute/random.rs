//! Small random markets written in the public form.

use std::fmt::Write as _;

/// splitmix64: the same markets on every machine.
pub struct Random(pub u64);

impl Random {
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.draw() % limit as u64) as usize
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }

    pub fn some<T: Clone>(&mut self, items: &[T], at_least: usize) -> Vec<T> {
        let mut all = items.to_vec();
        self.shuffle(&mut all);
        let keep = at_least + self.below(all.len() - at_least + 1);
        all.truncate(keep);
        all
    }
}

/// How the caps of a market choose who gives way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Caps {
    None,
    /// Nested caps with one common order, which programmes follow too.
    Merit,
    Targets,
    Precedence,
    /// Precedence outside, a common order inside.
    Mixed,
    Lead,
}

/// What a market has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Features {
    pub caps: Caps,
    pub reserves: bool,
    pub lines: bool,
    pub slots: bool,
    pub ties: bool,
}

pub const PLAIN: Features =
    Features { caps: Caps::None, reserves: false, lines: false, slots: false, ties: false };

/// A market in parts, so that a test can change one list.
#[derive(Clone, Debug)]
pub struct Parts {
    pub prefs: Vec<Vec<Vec<String>>>,
    pub types: Vec<Vec<&'static str>>,
    pub rest: String,
}

impl Parts {
    pub fn json(&self) -> String {
        let applicants: Vec<String> = self
            .prefs
            .iter()
            .zip(&self.types)
            .enumerate()
            .map(|(at, (prefs, types))| {
                format!("\"a{at}\":{{\"prefs\":{prefs:?},\"types\":{types:?}}}")
            })
            .collect();
        format!("{{\"applicants\":{{{}}},{}}}", applicants.join(","), self.rest)
    }
}

pub fn market(random: &mut Random, features: Features) -> Parts {
    let people = 2 + random.below(3);
    let programmes = 2 + random.below(3);
    let ids: Vec<String> = (0..people).map(|at| format!("a{at}")).collect();
    let mut master = ids.clone();
    random.shuffle(&mut master);
    let follow = matches!(features.caps, Caps::Merit | Caps::Mixed);
    let mut places = Vec::new();
    let mut body = Vec::new();
    for number in 0..programmes {
        let mut fields = Vec::new();
        let capacity = random.below(3);
        let listed = {
            let mut listed = random.some(&ids, 1);
            if follow {
                listed.sort_by_key(|id| master.iter().position(|other| other == id));
            }
            listed
        };
        if features.caps == Caps::Lead && number < 2 {
            fields.push(format!("\"capacity\":{capacity}"));
            places.push(format!("p{number}"));
        } else if features.slots && random.below(2) == 0 {
            let mut slots = Vec::new();
            for _ in 0..1 + random.below(3) {
                let line = ["", "\"line\":\"x\",", "\"line\":\"y\","][random.below(3)];
                slots.push(format!("{{{line}\"order\":{:?}}}", random.some(&ids, 1)));
            }
            fields.push(
                "\"lines\":[{\"name\":\"x\",\"places\":2},{\"name\":\"y\",\"places\":2}]"
                    .to_owned(),
            );
            fields.push(format!(
                "\"capacity\":{},\"slots\":[{}]",
                1 + random.below(2),
                slots.join(",")
            ));
            places.push(format!("p{number}:x"));
            places.push(format!("p{number}:y"));
        } else if features.lines && random.below(2) == 0 {
            fields.push(format!(
                "\"capacity\":{capacity},\"lines\":[{{\"name\":\"x\",\"places\":1}},{{\"name\":\"y\",\"places\":{}}}],\"prefs\":{listed:?}",
                1 + random.below(2)
            ));
            places.push(format!("p{number}:x"));
            places.push(format!("p{number}:y"));
        } else {
            let prefs =
                if features.ties { in_groups(random, &listed) } else { format!("{listed:?}") };
            fields.push(format!("\"capacity\":{capacity},\"prefs\":{prefs}"));
            places.push(format!("p{number}"));
            if features.reserves && capacity > 0 {
                let kind = ["soft", "hard"][random.below(2)];
                let order = ["reserved-first", "open-first"][random.below(2)];
                let first = random.below(capacity + 1);
                let second = random.below(capacity - first + 1);
                fields.push(format!(
                    "\"precedence\":\"{order}\",\"reserves\":[{{\"type\":\"w\",\"places\":{first},\"kind\":\"{kind}\"}},{{\"type\":\"r\",\"places\":{second},\"kind\":\"{kind}\"}}]"
                ));
            }
        }
        body.push(format!("\"p{number}\":{{{}}}", fields.join(",")));
    }
    let mut rest = format!("\"programmes\":{{{}}}", body.join(","));
    caps(random, features.caps, programmes, &master, &mut rest);
    let ties = if features.ties {
        ",\"rules\":{\"ties\":\"lottery\",\"lottery\":{\"seed\":\"2a\"}}"
    } else {
        ""
    };
    rest.push_str(ties);
    let prefs = (0..people)
        .map(|_| random.some(&places, 0).into_iter().take(4).map(|place| vec![place]).collect())
        .collect();
    let types = (0..people).map(|_| random.some(&["w", "r"], 0)).collect();
    Parts { prefs, types, rest }
}

pub fn in_groups(random: &mut Random, listed: &[String]) -> String {
    let mut groups: Vec<Vec<&String>> = Vec::new();
    for id in listed {
        match groups.last_mut() {
            Some(last) if random.below(2) == 0 => last.push(id),
            _ => groups.push(vec![id]),
        }
    }
    format!("{groups:?}")
}

fn caps(random: &mut Random, caps: Caps, programmes: usize, master: &[String], out: &mut String) {
    let names: Vec<String> = (0..programmes).map(|at| format!("p{at}")).collect();
    let inner: Vec<String> = names.iter().take(2).cloned().collect();
    let mut outer = vec!["inner".to_owned()];
    outer.extend(names.iter().skip(2).cloned());
    let (low, high) = (1 + random.below(2), 1 + random.below(3));
    let order = format!("\"order\":{master:?}");
    let targets = |random: &mut Random, members: &[String], cap: usize| {
        let mut left = cap;
        let mut parts = Vec::new();
        for member in members {
            let own = random.below(left + 1);
            left -= own;
            parts.push(format!("{member:?}:{own}"));
        }
        format!("\"targets\":{{{}}}", parts.join(","))
    };
    let precedence = |random: &mut Random, members: &[String]| {
        let mut members = members.to_vec();
        random.shuffle(&mut members);
        format!("\"precedence\":{members:?}")
    };
    let (inner_rule, outer_rule) = match caps {
        Caps::None => return,
        Caps::Lead => {
            let _ = write!(
                out,
                ",\"leads\":{{\"lead\":{{\"capacity\":{low},\"programmes\":{inner:?},\"prefs\":{master:?}}}}}"
            );
            return;
        }
        Caps::Merit => (order.clone(), order),
        Caps::Mixed => (order, precedence(random, &outer)),
        Caps::Targets => (targets(random, &inner, low), targets(random, &outer, high)),
        Caps::Precedence => (precedence(random, &inner), precedence(random, &outer)),
    };
    let _ = write!(
        out,
        ",\"quotas\":[{{\"id\":\"outer\",\"members\":{outer:?},\"cap\":{high},{outer_rule}}},{{\"id\":\"inner\",\"members\":{inner:?},\"cap\":{low},{inner_rule}}}]"
    );
}
