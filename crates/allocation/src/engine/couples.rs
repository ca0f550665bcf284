//! Couples: two applicants with one joint list over pairs of places.
//!
//! A stable answer need not exist and finding one is NP-complete (Ronn 1990). `roth-peranson` takes one unit, a single or a
//! couple, after the other and repairs what each displaces, in the manner of Roth, Peranson 1999; `exact` looks at
//! every answer and gives one with the fewest blocking units (after Manlove, McBride, Trimble 2017). What blocks
//! follows Manlove and McBride: a programme takes both members of a couple when it has two places left, or one
//! and prefers at least one of them to somebody it holds, or none and prefers each to a different one.

use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};

/// Answers that the exact search looks at before it gives up.
pub const EXACT_BUDGET: u64 = 20_000_000;

/// How couples are handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CoupleRule {
    /// One unit after the other with repairs.
    #[default]
    RothPeranson,
    /// Fewest blocking units.
    Exact,
}

/// A single or a couple with its options, best first; each option is an entry for each member or [`NONE`].
#[derive(Debug, Clone)]
struct Unit {
    members: Vec<u32>,
    options: Vec<[u32; 2]>,
}

struct Run<'a> {
    flat: &'a Flat,
    units: Vec<Unit>,
    unit_of: Vec<u32>,
    /// The option of each unit; its number of options when it has none.
    chosen: Vec<usize>,
    /// Ranks held by each leaf, best first.
    held: Vec<Vec<u32>>,
}

impl CoupleRule {
    /// The word for it in a market.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::RothPeranson => "roth-peranson",
            Self::Exact => "exact",
        }
    }
}

/// Runs the rule.
#[must_use]
pub fn run(flat: &Flat, rule: CoupleRule) -> Assignment {
    let mut run = Run::new(flat);
    match rule {
        CoupleRule::RothPeranson => run.repair(),
        CoupleRule::Exact => run.exact(),
    }
    run.assignment()
}

/// How many answers the exact search would have to look at, or `None` beyond counting.
#[must_use]
pub fn answers(flat: &Flat) -> Option<u64> {
    let run = Run::new(flat);
    run.units
        .iter()
        .try_fold(1u64, |product, unit| product.checked_mul(unit.options.len() as u64 + 1))
}

/// A single or a couple that would be taken at places it prefers, and which: an entry for each member or [`NONE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// One applicant, or both members of a couple.
    pub members: Vec<u32>,
    /// The best entries that would be taken, one for each member.
    pub entries: Vec<u32>,
}

/// Units that block an answer.
#[must_use]
pub fn blocks(flat: &Flat, assignment: &Assignment) -> Vec<Block> {
    let mut run = Run::new(flat);
    for (unit, chosen) in run.units.iter().zip(run.chosen.iter_mut()) {
        let own = unit.entries(assignment);
        *chosen =
            unit.options.iter().position(|&option| option == own).unwrap_or(unit.options.len());
    }
    run.held = assignment.held(flat);
    let found = (0..run.units.len()).filter_map(|unit| {
        let option = run.units[unit].options[run.better(unit)?];
        let members = run.units[unit].members.clone();
        let entries = option[..members.len()].to_vec();
        Some(Block { members, entries })
    });
    found.collect()
}

/// Units that block an answer: the first member and the entry that it would take (of the second when the first has none).
#[must_use]
pub fn blocking(flat: &Flat, assignment: &Assignment) -> Vec<(u32, u32)> {
    let first = |block: Block| {
        let taken = |(_, entry): &(u32, u32)| *entry != NONE;
        block.members.into_iter().zip(block.entries).find(taken)
    };
    blocks(flat, assignment).into_iter().filter_map(first).collect()
}

/// What became of a pair that a couple prefers to its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// This leaf does not accept the member who asks for it.
    NotAcceptable(u32),
    /// This leaf would not take whoever asks for it.
    Refused(u32),
    /// Both would be taken: the couple blocks the answer.
    Taken,
}

/// What became of a pair of leaves of a couple.
#[must_use]
pub fn verdict(flat: &Flat, assignment: &Assignment, couple: usize, pair: [u32; 2]) -> Verdict {
    let members = flat.couples[couple].members;
    let mut option = [NONE, NONE];
    for at in 0..2 {
        if pair[at] != NONE {
            match flat.entry_at(members[at], pair[at]) {
                Some(entry) => option[at] = entry,
                None => return Verdict::NotAcceptable(pair[at]),
            }
        }
    }
    let mut run = Run::new(flat);
    run.held = assignment.held(flat);
    let own = run.units[couple].entries(assignment);
    let options = &run.units[couple].options;
    run.chosen[couple] = options.iter().position(|&other| other == own).unwrap_or(options.len());
    match run.displaces(couple, option) {
        Ok(_) => Verdict::Taken,
        Err(leaf) => Verdict::Refused(leaf),
    }
}

impl Unit {
    fn entries(&self, assignment: &Assignment) -> [u32; 2] {
        let entry =
            |at: usize| self.members.get(at).map_or(NONE, |&who| assignment.entry[who as usize]);
        [entry(0), entry(1)]
    }
}

impl<'a> Run<'a> {
    fn new(flat: &'a Flat) -> Self {
        let mut unit_of = vec![NONE; flat.people()];
        let mut units = Vec::new();
        for couple in &flat.couples {
            let entry = |member: usize, leaf: u32| {
                if leaf == NONE { Some(NONE) } else { flat.entry_at(couple.members[member], leaf) }
            };
            let options =
                couple.prefs.iter().filter_map(|&[a, b]| Some([entry(0, a)?, entry(1, b)?]));
            let options = options.filter(|option| *option != [NONE, NONE]).collect();
            couple.members.iter().for_each(|&who| unit_of[who as usize] = units.len() as u32);
            units.push(Unit { members: couple.members.to_vec(), options });
        }
        for who in 0..flat.people() as u32 {
            if unit_of[who as usize] == NONE {
                unit_of[who as usize] = units.len() as u32;
                let options = flat.span(who).map(|entry| [entry as u32, NONE]).collect();
                units.push(Unit { members: vec![who], options });
            }
        }
        let chosen = units.iter().map(|unit| unit.options.len()).collect();
        Self { flat, units, unit_of, chosen, held: vec![Vec::new(); flat.leaves()] }
    }

    fn assignment(&self) -> Assignment {
        let mut assignment = Assignment::empty(self.flat);
        for (unit, &chosen) in self.units.iter().zip(&self.chosen) {
            let Some(option) = unit.options.get(chosen) else { continue };
            for (&who, &entry) in unit.members.iter().zip(option) {
                assignment.entry[who as usize] = entry;
            }
        }
        assignment
    }

    fn place(&self, entry: u32) -> (u32, u32) {
        let packed = self.flat.entries[entry as usize];
        (leaf_of(packed), rank_of(packed))
    }

    /// Who of a leaf would go to let `newcomers` in, given who of it leaves; `None` when it would not take them.
    fn displaced(&self, leaf: u32, newcomers: &[u32], leaving: &[u32]) -> Option<Vec<u32>> {
        let stay: Vec<u32> = self.held[leaf as usize]
            .iter()
            .copied()
            .filter(|rank| !leaving.contains(rank))
            .collect();
        let capacity = self.flat.capacity[leaf as usize] as usize;
        let over = (stay.len() + newcomers.len()).saturating_sub(capacity);
        let out: Vec<u32> = stay.iter().rev().take(over).copied().collect();
        if out.len() < over {
            return None;
        }
        let mut new = newcomers.to_vec();
        new.sort_unstable();
        // With one to go, one of the newcomers must be better; with two, each better than a different one.
        let mut worst = out.clone();
        worst.sort_unstable();
        let good = match (new.as_slice(), worst.as_slice()) {
            (_, []) => true,
            ([own], [other]) => own < other,
            ([first, _], [other]) => first < other,
            ([first, second], [other, last]) => first < other && second < last,
            _ => false,
        };
        good.then_some(out)
    }

    /// Whom an option would displace, by leaf; `None` when it would not be taken.
    fn would_displace(&self, unit: usize, option: [u32; 2]) -> Option<Vec<(u32, u32)>> {
        self.displaces(unit, option).ok()
    }

    /// As [`Run::would_displace`], with the first leaf that would not take it.
    fn displaces(&self, unit: usize, option: [u32; 2]) -> Result<Vec<(u32, u32)>, u32> {
        let current =
            self.units[unit].options.get(self.chosen[unit]).copied().unwrap_or([NONE, NONE]);
        let own: Vec<(u32, u32)> = current
            .iter()
            .filter(|&&entry| entry != NONE)
            .map(|&entry| self.place(entry))
            .collect();
        let wanted: Vec<(u32, u32)> =
            option.iter().filter(|&&entry| entry != NONE).map(|&entry| self.place(entry)).collect();
        let mut out = Vec::new();
        let mut leaves: Vec<u32> = wanted.iter().map(|&(leaf, _)| leaf).collect();
        leaves.dedup();
        for leaf in leaves {
            let new: Vec<u32> = wanted
                .iter()
                .filter(|place| place.0 == leaf && !own.contains(place))
                .map(|place| place.1)
                .collect();
            let leaving: Vec<u32> = own
                .iter()
                .filter(|place| place.0 == leaf && !wanted.contains(place))
                .map(|place| place.1)
                .collect();
            let staying: Vec<u32> = own
                .iter()
                .filter(|place| place.0 == leaf && wanted.contains(place))
                .map(|place| place.1)
                .collect();
            let gone =
                self.displaced(leaf, &new, &[leaving.as_slice(), staying.as_slice()].concat());
            let gone =
                if staying.is_empty() { gone } else { self.beside(leaf, &new, &leaving, &staying) };
            out.extend(gone.ok_or(leaf)?.into_iter().map(|rank| (leaf, rank)));
        }
        Ok(out)
    }

    /// As [`Run::displaced`] where one member of the couple stays and must not be the one who goes.
    fn beside(&self, leaf: u32, new: &[u32], leaving: &[u32], staying: &[u32]) -> Option<Vec<u32>> {
        let others: Vec<u32> = self.held[leaf as usize]
            .iter()
            .copied()
            .filter(|rank| !leaving.contains(rank) && !staying.contains(rank))
            .collect();
        let over = (others.len() + staying.len() + new.len())
            .saturating_sub(self.flat.capacity[leaf as usize] as usize);
        match (over, new, others.last()) {
            (0, ..) => Some(Vec::new()),
            (1, [own], Some(&worst)) if *own < worst => Some(vec![worst]),
            _ => None,
        }
    }

    /// The best option that a unit prefers to what it has and that would be taken.
    fn better(&self, unit: usize) -> Option<usize> {
        (0..self.chosen[unit])
            .find(|&at| self.would_displace(unit, self.units[unit].options[at]).is_some())
    }

    fn leave(&mut self, unit: usize) {
        if let Some(&option) = self.units[unit].options.get(self.chosen[unit]) {
            for entry in option.into_iter().filter(|&entry| entry != NONE) {
                let (leaf, rank) = self.place(entry);
                self.held[leaf as usize].retain(|&other| other != rank);
            }
        }
        self.chosen[unit] = self.units[unit].options.len();
    }

    fn take(&mut self, unit: usize, at: usize) {
        self.leave(unit);
        self.chosen[unit] = at;
        for entry in self.units[unit].options[at].into_iter().filter(|&entry| entry != NONE) {
            let (leaf, rank) = self.place(entry);
            let held = &mut self.held[leaf as usize];
            let position = held.partition_point(|&other| other < rank);
            held.insert(position, rank);
        }
    }

    /// Units ask in turn; who is displaced asks again, a couple gives up both places, and whoever would be taken at a
    /// place that was given up asks again. Ends when nobody blocks, or after many steps without that.
    fn repair(&mut self) {
        let singles = (0..self.units.len()).filter(|&unit| self.units[unit].members.len() == 1);
        let couples = (0..self.units.len()).filter(|&unit| self.units[unit].members.len() == 2);
        let mut turn: std::collections::VecDeque<usize> = singles.chain(couples).collect();
        let mut steps = 200 * self.units.len() + 1000;
        let mut best: Option<(usize, Vec<usize>, Vec<Vec<u32>>)> = None;
        while let Some(unit) = turn.pop_front() {
            steps -= 1;
            if steps == 0 {
                break;
            }
            if let Some(at) = self.better(unit) {
                let out =
                    self.would_displace(unit, self.units[unit].options[at]).unwrap_or_default();
                let gone: Vec<usize> = out
                    .into_iter()
                    .map(|(leaf, rank)| {
                        self.unit_of[self.flat.competitors(leaf)[rank as usize] as usize] as usize
                    })
                    .collect();
                for other in gone {
                    self.leave(other);
                    turn.push_back(other);
                }
                self.take(unit, at);
            }
            if turn.is_empty() {
                let again: Vec<usize> =
                    (0..self.units.len()).filter(|&unit| self.better(unit).is_some()).collect();
                if best.as_ref().is_none_or(|(fewest, ..)| again.len() < *fewest) {
                    best = Some((again.len(), self.chosen.clone(), self.held.clone()));
                }
                turn.extend(again);
            }
        }
        if let Some((_, chosen, held)) = best {
            self.chosen = chosen;
            self.held = held;
        }
    }

    /// Looks at every answer within capacities; the first with the fewest blocking units wins.
    fn exact(&mut self) {
        self.repair();
        let fewest = (0..self.units.len()).filter(|&unit| self.better(unit).is_some()).count();
        let mut best = (fewest, self.chosen.clone(), self.held.clone());
        for unit in 0..self.units.len() {
            self.leave(unit);
        }
        self.search(0, &mut best);
        (_, self.chosen, self.held) = best;
    }

    fn search(&mut self, unit: usize, best: &mut (usize, Vec<usize>, Vec<Vec<u32>>)) {
        if best.0 == 0 {
            return;
        }
        if unit == self.units.len() {
            let blocking = (0..unit).filter(|&unit| self.better(unit).is_some()).count();
            if blocking < best.0 {
                *best = (blocking, self.chosen.clone(), self.held.clone());
            }
            return;
        }
        for at in 0..self.units[unit].options.len() {
            self.take(unit, at);
            let fits =
                self.units[unit].options[at].iter().filter(|&&entry| entry != NONE).all(|&entry| {
                    let leaf = self.place(entry).0 as usize;
                    self.held[leaf].len() <= self.flat.capacity[leaf] as usize
                });
            if fits {
                self.search(unit + 1, best);
            }
            self.leave(unit);
        }
        self.search(unit + 1, best);
    }
}
