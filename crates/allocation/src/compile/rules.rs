//! The rule and the source of the draw.

use sha2::{Digest, Sha256};

use super::{PublicValue, Sealed, unknown};
use crate::engine::couples::{self, CoupleRule};
use crate::engine::crossing::{self, Found};
use crate::engine::lower::{self, LowerRule};
use crate::engine::ties;
use crate::flat::{Flat, Mechanism, Rule, Side, Ties};
use crate::lottery::{self, Draw};
use crate::market::{Lottery, Market};
use crate::merkle::unhex;
use crate::problem::Problems;
use crate::scalar::digits;

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
    if side == Side::Programmes && deferred && (tree_binds || special) {
        problems.add(
            "rules.proposing",
            "programmes can propose only where no quota, reserve or slot joins them",
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
    crossing(chosen, flat, tree_binds || special, problems);
    if flat.tree.nodes.iter().any(|node| node.floor > 0) {
        problems.add(
            "quotas",
            "floors of quotas are met by `exact` only",
            "set rules.overlapping to `exact`, or use `lower` of programmes",
        );
    }
    if !flat.lower.is_empty() {
        let alone = flat.tree.nodes.is_empty() && !special && flat.couples.is_empty();
        let drawn = matches!(equals, Ties::Refuse | Ties::Lottery);
        let one_pool = (0..flat.leaves() as u32).all(|leaf| {
            flat.lower[leaf as usize] == 0
                || flat.programmes.get(flat.programme_of[leaf as usize]) == flat.places.get(leaf)
        });
        if !deferred || side == Side::Programmes || !alone || !drawn || !one_pool {
            problems.add(
                "rules.lower",
                "lower quotas are for deferred acceptance with applicants proposing, strict or drawn lists, and without caps, lines, reserves, slots or couples",
                "leave the other feature or `lower` out",
            );
        } else if chosen.lower == LowerRule::CloseOrFill
            && lower::closing_cost(flat) > lower::CLOSING_BUDGET
        {
            problems.add(
                "rules.lower",
                "there are too many lower quotas to try every set of closed programmes",
                "use `extended-seats` or fewer lower quotas",
            );
        } else if let (LowerRule::ExtendedSeats, Some(why)) =
            (chosen.lower, lower::unmeetable(flat))
        {
            problems.add("rules.lower", why, "`extended-seats` needs enough applicants and places, and complete lists; or use `close-or-fill-exact`");
        }
    }
    if !flat.couples.is_empty() {
        let alone = flat.tree.nodes.is_empty() && !special;
        if !deferred
            || side == Side::Programmes
            || !alone
            || !matches!(equals, Ties::Refuse | Ties::Lottery)
        {
            problems.add(
                "couples",
                "they are for deferred acceptance with applicants proposing, strict or drawn lists, and without caps, lines that bind, reserves or slots",
                "leave the other feature out, or let the members apply one by one",
            );
        } else if chosen.couples == CoupleRule::Exact
            && couples::answers(flat).is_none_or(|answers| answers > couples::EXACT_BUDGET)
        {
            problems.add(
                "rules.couples",
                format!(
                    "`exact` looks at every answer, and there are more than {}",
                    couples::EXACT_BUDGET
                ),
                "use `roth-peranson`",
            );
        }
    }
    if matches!(equals, Ties::ImprovementCycles | Ties::MaxSize | Ties::MaxSizeExact)
        && (!deferred || side == Side::Programmes || tree_binds || special)
    {
        problems.add(
            "rules.ties",
            format!("`{}` is for deferred acceptance with applicants proposing and without caps, reserves or slots", equals.key()),
            "use `lottery`",
        );
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

/// What quotas that may cross can stand beside, and whether the search for the best answer ends.
fn crossing(chosen: &Chosen, flat: &Flat, joined: bool, problems: &mut Problems) {
    if flat.crossing.is_empty() {
        return;
    }
    let Rule { mechanism, side, ties } = chosen.rule;
    let alone = !joined && flat.couples.is_empty() && flat.lower.is_empty();
    let asked = mechanism == Mechanism::DeferredAcceptance && side == Side::Applicants;
    if !asked || !alone || !matches!(ties, Ties::Refuse | Ties::Lottery) {
        problems.add(
            "rules.overlapping",
            "`exact` is for deferred acceptance with applicants proposing, strict or drawn lists, and without leads, lines that bind, reserves, slots, couples or lower quotas",
            "leave the other feature out, or nest the quotas",
        );
    } else if problems.is_empty() {
        match crossing::run(flat) {
            Found::Best(_) => {}
            Found::Nothing => problems.add(
                "quotas",
                "no answer is within all caps and floors",
                "lower a floor or raise a cap",
            ),
            Found::TooMany => problems.add(
                "rules.overlapping",
                "there are too many answers for `exact` to look at",
                "nest the quotas",
            ),
        }
    }
}
