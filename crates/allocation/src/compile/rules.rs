//! The rule and the source of the draw.

use sha2::{Digest, Sha256};

use super::{PublicValue, Sealed, unknown};
use crate::engine::couples::CoupleRule;
use crate::engine::exact::{self, Found};
use crate::engine::lower::{self, LowerRule};
use crate::engine::ties;
use crate::flat::{Flat, Mechanism, Rule, Side, Ties};
use crate::lottery::{self, Draw};
use crate::market::{Lottery, Market};
use crate::merkle::unhex;
use crate::problem::Problems;
use crate::scalar::digits;
use crate::tree::Yield;

/// The rules of a market.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen {
    pub(super) rule: Rule,
    pub(super) overlapping_exact: bool,
    pub(super) couples: CoupleRule,
    pub(super) lower: LowerRule,
}

fn one_of<T: Copy>(
    at: &str,
    value: Option<&str>,
    known: &[(&str, T)],
    or: T,
    problems: &mut Problems,
) -> T {
    let Some(value) = value else { return or };
    if let Some((_, found)) = known.iter().find(|(key, _)| *key == value) {
        return *found;
    }
    let keys: Vec<String> = known.iter().map(|(key, _)| format!("`{key}`")).collect();
    problems.add(
        at,
        format!("`{value}` is not known"),
        format!("write one of {}", keys.join(", ")),
    );
    or
}

pub(super) fn read(market: &Market, problems: &mut Problems) -> Chosen {
    let default = Rule::default();
    let Some(rules) = &market.rules else {
        return Chosen {
            rule: default,
            overlapping_exact: false,
            couples: CoupleRule::default(),
            lower: LowerRule::default(),
        };
    };
    unknown("rules", &rules.unknown, problems);
    let mechanisms = [
        Mechanism::DeferredAcceptance,
        Mechanism::SerialDictatorship,
        Mechanism::TopTradingCycles,
        Mechanism::ImmediateAcceptance,
    ]
    .map(|mechanism| (mechanism.key(), mechanism));
    let sides = [Side::Applicants, Side::Programmes].map(|side| (side.key(), side));
    let ties =
        [Ties::Refuse, Ties::Lottery, Ties::ImprovementCycles, Ties::MaxSize, Ties::MaxSizeExact]
            .map(|ties| (ties.key(), ties));
    let rule = Rule {
        mechanism: one_of(
            "rules.mechanism",
            rules.mechanism.as_deref(),
            &mechanisms,
            default.mechanism,
            problems,
        ),
        side: one_of("rules.proposing", rules.proposing.as_deref(), &sides, default.side, problems),
        ties: one_of("rules.ties", rules.ties.as_deref(), &ties, default.ties, problems),
    };
    let overlapping = [("refuse", false), ("exact", true)];
    let overlapping_exact =
        one_of("rules.overlapping", rules.overlapping.as_deref(), &overlapping, false, problems);
    let couples = [CoupleRule::RothPeranson, CoupleRule::Exact].map(|rule| (rule.key(), rule));
    let couples = one_of(
        "rules.couples",
        rules.couples.as_deref(),
        &couples,
        CoupleRule::default(),
        problems,
    );
    let lower = [LowerRule::CloseOrFill, LowerRule::ExtendedSeats].map(|rule| (rule.key(), rule));
    let lower =
        one_of("rules.lower", rules.lower.as_deref(), &lower, LowerRule::default(), problems);
    Chosen { rule, overlapping_exact, couples, lower }
}

/// The draw of the market.
pub(super) fn draw(market: &Market, sealed: &Sealed, problems: &mut Problems) -> Draw {
    let Some(lottery) = market.rules.as_ref().and_then(|rules| rules.lottery.as_ref()) else {
        return Draw::None;
    };
    unknown("rules.lottery", &lottery.unknown, problems);
    let sources = [
        lottery.seed.is_some(),
        lottery.beacon.is_some(),
        lottery.commit_reveal.is_some(),
        lottery.order.is_some(),
    ];
    if sources.iter().filter(|&&named| named).count() != 1 {
        problems.add(
            "rules.lottery",
            "it must name exactly one source",
            "keep one of `seed`, `beacon`, `commit_reveal`, `order`",
        );
        return Draw::None;
    }
    match source(lottery, sealed) {
        Ok(draw) => draw,
        Err((at, what, fix)) => {
            problems.add(format!("rules.lottery.{at}"), what, fix);
            Draw::None
        }
    }
}

type Trouble = (&'static str, String, &'static str);

fn source(lottery: &Lottery, sealed: &Sealed) -> Result<Draw, Trouble> {
    if let Some(order) = &lottery.order {
        return Ok(Draw::Order(order.clone()));
    }
    if let Some(text) = &lottery.seed {
        return match unhex(text).filter(|seed| !seed.is_empty()) {
            Some(seed) => Ok(Draw::Seed(seed)),
            None => Err((
                "seed",
                format!("`{text}` is not hexadecimal"),
                "write the seed as pairs of 0-9 and a-f",
            )),
        };
    }
    if let Some(beacon) = &lottery.beacon {
        let announced = beacon.round.as_ref().and_then(|round| digits::<u64>(&round.0));
        let Some(announced) = announced else {
            return Err((
                "beacon",
                "the round is missing or no number".into(),
                "name the round before sealing",
            ));
        };
        return match &sealed.public {
            Some(PublicValue::Beacon { round, randomness }) if *round == announced => {
                Ok(Draw::Seed(lottery::seed(&sealed.input, randomness).to_vec()))
            }
            Some(PublicValue::Beacon { round, .. }) => Err((
                "beacon",
                format!("round {round} was given, round {announced} was announced"),
                "give the announced round",
            )),
            _ => Err((
                "beacon",
                format!("the value of round {announced} is missing"),
                "give the file of the round with --beacon",
            )),
        };
    }
    let commitments = lottery.commit_reveal.as_deref().unwrap_or_default();
    if commitments.len() < 2 {
        return Err((
            "commit_reveal",
            "it needs the commitments of two parties or more".into(),
            "add the missing party",
        ));
    }
    let Some(PublicValue::Revealed(revealed)) = &sealed.public else {
        return Err((
            "commit_reveal",
            "the revealed values are missing".into(),
            "give them with --reveal",
        ));
    };
    let mut values = Vec::new();
    for commitment in commitments {
        let party = commitment.party.as_deref().unwrap_or_default();
        let Some((_, value)) = revealed.iter().find(|(name, _)| name == party) else {
            return Err((
                "commit_reveal",
                format!("`{party}` has not revealed a value"),
                "wait for it or apply the announced fallback",
            ));
        };
        let expected = commitment.sha256.as_deref().and_then(unhex);
        if expected.as_deref() != Some(Sha256::digest(value).as_slice()) {
            return Err((
                "commit_reveal",
                format!("the value of `{party}` does not match its commitment"),
                "ask the party for the committed value",
            ));
        }
        values.push(value.as_slice());
    }
    Ok(Draw::Seed(lottery::seed(&sealed.input, &lottery::reveal(values)).to_vec()))
}

/// Which features the chosen mechanism can carry together.
pub(super) fn combine(chosen: &Chosen, flat: &Flat, problems: &mut Problems) {
    let Rule { mechanism, side, ties: equals } = chosen.rule;
    let at = "rules.mechanism";
    let use_da = "use `deferred-acceptance` with applicants proposing";
    let tree_binds =
        (0..flat.tree.nodes.len() as u32).any(|node| flat.tree.can_bind(node, &flat.capacity));
    let special = !flat.reserves.is_empty() || !flat.slots.is_empty();
    let deferred = mechanism == Mechanism::DeferredAcceptance;
    if side == Side::Programmes && !deferred {
        problems.add(
            "rules.proposing",
            format!("`programmes` means nothing under `{}`", mechanism.key()),
            "leave it out",
        );
    }
    if side == Side::Programmes && deferred && !flat.slots.is_empty() {
        problems.add(
            "rules.proposing",
            "where places of one programme rank differently its choice is not substitutable, on which an answer that is best for programmes rests (Kominers, Sönmez 2016)",
            "let applicants propose",
        );
    }
    if !deferred && special {
        problems.add(at, format!("`{}` does not know reserves or slots", mechanism.key()), use_da);
    }
    if matches!(mechanism, Mechanism::TopTradingCycles | Mechanism::ImmediateAcceptance)
        && tree_binds
    {
        problems.add(
            at,
            format!("`{}` does not know caps over several programmes", mechanism.key()),
            use_da,
        );
    }
    if mechanism == Mechanism::SerialDictatorship && flat.order.is_empty() && flat.people() > 0 {
        problems.add(
            "order",
            "serial dictatorship needs a published order",
            "add `order`, or a lottery for a random one",
        );
    }
    if mechanism != Mechanism::TopTradingCycles && !flat.owned.is_empty() {
        problems.add(
            "owners",
            format!("`{}` does not exchange places already held", mechanism.key()),
            "use `top-trading-cycles` or leave owners out",
        );
    }
    crossing(chosen, flat, problems);
    if flat.tree.nodes.iter().any(|node| node.floor > 0) {
        problems.add(
            "quotas",
            "floors of quotas are met by `exact` only",
            "set rules.overlapping to `exact`, or use `lower` of programmes",
        );
    }
    let asked =
        deferred && side == Side::Applicants && matches!(equals, Ties::Refuse | Ties::Lottery);
    lower_quotas(chosen, flat, asked, problems);
    couples(flat, asked, problems);
    if matches!(equals, Ties::ImprovementCycles | Ties::MaxSize | Ties::MaxSizeExact) {
        let equals = equals.key();
        if !deferred || side == Side::Programmes {
            problems.add(
                "rules.ties",
                format!("`{equals}` is for deferred acceptance with applicants proposing"),
                "use `lottery`",
            );
        } else if tree_binds || special {
            problems.add(
                "rules.ties",
                format!("`{equals}` leaves equals equal, and a cap, lead, line, reserve or slot that binds does not say whom of them it takes (Erdil, Ergin 2008 and Király 2013 are about lists of single programmes)"),
                "use `lottery`, which orders all equals once, or leave the other feature out",
            );
        }
    }
    if equals == Ties::MaxSizeExact
        && ties::answers(flat).is_none_or(|answers| answers > ties::EXACT_BUDGET)
    {
        problems.add(
            "rules.ties",
            format!(
                "`max-size-exact` looks at every answer, and there are more than {}",
                ties::EXACT_BUDGET
            ),
            "use `max-size`, which places at least two thirds of the most",
        );
    }
}

/// What lower quotas can stand beside.
fn lower_quotas(chosen: &Chosen, flat: &Flat, asked: bool, problems: &mut Problems) {
    let Some(doubtful) = flat.lower.iter().position(|&lower| lower > 0) else { return };
    let at = "rules.lower";
    let lines = (0..flat.leaves() as u32).find(|&leaf| {
        flat.lower[leaf as usize] > 0
            && flat.programmes.get(flat.programme_of[leaf as usize]) != flat.places.get(leaf)
    });
    if !asked || !flat.couples.is_empty() {
        problems.add(
            at,
            "lower quotas are for deferred acceptance with applicants proposing, strict or drawn lists, and without couples",
            "leave the other feature or `lower` out",
        );
    } else if let Some(leaf) = lines {
        let id = flat.programmes.get(flat.programme_of[leaf as usize]);
        problems.add(
            format!("programmes.{id}.lower"),
            "it has lines, with all of which it would close at once, while whoever checks a certificate is told of single pools that closed",
            "make each line a programme of its own; in small markets a quota with a `floor` over them and rules.overlapping `exact` makes sure of as many",
        );
    } else if chosen.lower == LowerRule::ExtendedSeats {
        let alone = flat.tree.nodes.is_empty()
            && flat.crossing.is_empty()
            && flat.reserves.is_empty()
            && flat.slots.is_empty();
        if !alone {
            problems.add(
                at,
                "`extended-seats` is proved for markets without caps, lines that bind, reserves and slots (Fragiadakis et al. 2016)",
                "use `close-or-fill-exact`, or leave the other feature out",
            );
        } else if let Some(why) = lower::unmeetable(flat) {
            problems.add(at, why, "`extended-seats` needs enough applicants and places, and complete lists; or use `close-or-fill-exact`");
        }
    } else if flat.crossing.is_empty() {
        if let Some(leaf) = (doubtful..flat.leaves()).find(|&leaf| joined(flat, leaf as u32)) {
            let id = flat.places.get(leaf as u32);
            problems.add(
                format!("programmes.{id}.lower"),
                "under a cap or lead, beside hard reserves or in a market with slots a programme may hold more in one stable answer than in another, so that trying closed programmes would not find every answer",
                "set rules.overlapping to `exact` with an `order` for each quota, or leave the other feature out",
            );
        } else if lower::closing_cost(flat) > lower::CLOSING_BUDGET {
            problems.add(
                at,
                "there are too many lower quotas to try every set of closed programmes",
                "use `extended-seats` or fewer lower quotas",
            );
        }
    }
}

/// Whether a programme with a lower quota does not stand alone.
fn joined(flat: &Flat, leaf: u32) -> bool {
    let capped = flat.tree.above(leaf).any(|node| flat.tree.can_give_way(node, &flat.capacity));
    let hard = flat.reserves.get(&leaf).is_some_and(|reserves| reserves.hard);
    flat.lower[leaf as usize] > 0 && (capped || hard || !flat.slots.is_empty())
}

/// What couples can stand beside.
fn couples(flat: &Flat, asked: bool, problems: &mut Problems) {
    if flat.couples.is_empty() {
        return;
    }
    if !asked || !flat.reserves.is_empty() || !flat.slots.is_empty() {
        problems.add(
            "couples",
            "they are for deferred acceptance with applicants proposing, strict or drawn lists, and without reserves or slots, for which it is not defined when two newcomers are taken together",
            "leave the other feature out, or let the members apply one by one",
        );
    }
    let numbers = flat.tree.nodes.iter().enumerate().find(|(number, node)| {
        !matches!(node.yields, Yield::Merit(_))
            && flat.tree.can_give_way(*number as u32, &flat.capacity)
    });
    if let Some((_, node)) = numbers {
        problems.add(
            "couples",
            format!("`{}` goes by numbers of places, and beside couples it must be an order that says who gives way", node.name),
            "give the quota an `order`, and a programme with lines as many places as its lines together",
        );
    }
}

/// What quotas that may cross can stand beside, and whether the search for the best answer ends.
fn crossing(chosen: &Chosen, flat: &Flat, problems: &mut Problems) {
    if flat.crossing.is_empty() {
        return;
    }
    let Rule { mechanism, side, ties } = chosen.rule;
    let asked = mechanism == Mechanism::DeferredAcceptance && side == Side::Applicants;
    if !asked || !matches!(ties, Ties::Refuse | Ties::Lottery) {
        problems.add(
            "rules.overlapping",
            "`exact` is for deferred acceptance with applicants proposing and strict or drawn lists",
            "leave the other feature out, or nest the quotas",
        );
    }
    if !flat.couples.is_empty() && chosen.couples != CoupleRule::Exact {
        problems.add(
            "rules.couples",
            "beside quotas that may cross couples need the search",
            "set rules.couples to `exact`",
        );
    }
}

/// Whether the search for the best answer ends, where there is one.
pub(super) fn search(chosen: &Chosen, flat: &Flat, problems: &mut Problems) {
    let coupled = !flat.couples.is_empty() && chosen.couples == CoupleRule::Exact;
    if !problems.is_empty() || (flat.crossing.is_empty() && !coupled) {
        return;
    }
    match exact::run(flat) {
        Found::Best(_) => {}
        Found::Nothing => problems.add(
            "quotas",
            "no answer is within all caps, floors and lower quotas",
            "lower a floor or raise a cap",
        ),
        Found::TooMany if coupled => problems.add(
            "rules.couples",
            "there are too many answers for `exact` to look at, and repairs found none that is stable",
            "use `roth-peranson`",
        ),
        Found::TooMany => problems.add(
            "rules.overlapping",
            "there are too many answers for `exact` to look at",
            "nest the quotas",
        ),
    }
}
