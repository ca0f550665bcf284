//! The certificate: what a stranger needs to check an answer.
//!
//! One canonical JSON object (RFC 8785) with `body`, `signature` and, in the sealed form only, `sealed`. The body holds
//! the hash of the sealed part, so that one signature covers both, and whoever takes `sealed` out has the public form.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use crate::canonical::{Json, count, object, text};
use crate::engine::couples;
use crate::engine::lower::LowerRule;
use crate::flat::{Assignment, Flat, NONE, leaf_of};
use crate::merkle::{self, Hash, hex};
use crate::outcome::{self, Outcome};
use crate::tree::Yield;

/// Pools with fewer eligible competitors than this keep their figures to themselves.
pub const FEWEST_SHOWN: usize = 3;

/// One input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// `market`, or for tables `preferences`, `priorities`, `capacities`, `rules`.
    pub role: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Hashes of the sealed input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Role and SHA-256 of each file, by role.
    pub files: Vec<(&'static str, Hash)>,
    /// SHA-256 of the file; of several, SHA-256 over their hashes in order of role.
    pub input: Hash,
    /// SHA-256("kelisim-salt-key/1" ‖ 0x00 ‖ all bytes in order of role): known only to holders of the input.
    pub salt_key: Hash,
}

impl Seal {
    /// Hashes the input files.
    #[must_use]
    pub fn new(inputs: &[Input]) -> Self {
        let mut sorted: Vec<&Input> = inputs.iter().collect();
        sorted.sort_by_key(|input| input.role);
        let files: Vec<(&'static str, Hash)> =
            sorted.iter().map(|input| (input.role, Sha256::digest(&input.bytes).into())).collect();
        let input = match files.as_slice() {
            [(_, only)] => *only,
            _ => {
                let mut hash = Sha256::new();
                files.iter().for_each(|(_, file)| hash.update(file));
                hash.finalize().into()
            }
        };
        let mut salt = Sha256::new();
        salt.update(b"kelisim-salt-key/1\0");
        sorted.iter().for_each(|input| salt.update(&input.bytes));
        Self { files, input, salt_key: salt.finalize().into() }
    }
}

/// Who signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signer {
    /// An authority with a secret key of 32 bytes.
    Authority(Hash),
    /// Nobody in particular: a key made from the sealed input. It shows that the file is whole, not who issued it.
    Market,
}

/// A certificate in both forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// With every cut-off and every row; for ministries, the appeals panel and auditors.
    pub sealed: String,
    /// Without them.
    pub public: String,
}

/// The canonical row of one applicant.
#[must_use]
pub fn row(applicant: &str, place: Option<&str>) -> String {
    object([("applicant", text(applicant)), ("place", place.map_or(Json::Null, text))]).canonical()
}

/// Leaves of the Merkle tree, in the byte order of applicants' ids, with those applicants.
#[must_use]
pub fn rows(flat: &Flat, assignment: &Assignment, salt_key: &Hash) -> (Vec<u32>, Vec<Hash>) {
    let order = flat.applicants.sorted();
    let leaves = order
        .iter()
        .map(|&applicant| {
            let id = flat.applicants.get(applicant);
            let place = assignment.leaf(flat, applicant).map(|leaf| flat.places.get(leaf));
            merkle::leaf(&merkle::salt(salt_key, id), &row(id, place))
        })
        .collect();
    (order, leaves)
}

/// What a certificate is made of besides the answer.
pub struct Signing<'a> {
    /// The canonical bytes of [`Outcome::json`].
    pub report: &'a str,
    /// What turned up for a beacon or a commit–reveal; null for other sources.
    pub origin: Json<'a>,
    /// Who signs.
    pub signer: &'a Signer,
}

/// Makes and signs the certificate.
#[must_use]
pub fn make(
    outcome: &Outcome<'_>,
    flat: &Flat,
    assignment: &Assignment,
    seal: &Seal,
    signing: Signing<'_>,
) -> Certificate {
    let matching = outcome.matching().canonical();
    let (_, leaves) = rows(flat, assignment, &seal.salt_key);
    let sealed = sealed(outcome, flat, assignment, seal).canonical();
    let (pools, withheld) = pools(outcome, flat);
    let places: usize = flat.capacity.iter().map(|&capacity| capacity as usize).sum();
    let totals = object([
        ("applicants", count(flat.people())),
        ("placed", count(assignment.placed())),
        ("places", count(places)),
        ("pools", count(flat.leaves())),
    ]);
    let inputs = seal
        .files
        .iter()
        .map(|(role, hash)| object([("role", text(*role)), ("sha256", text(hex(hash)))]));
    let body = object([
        ("format", text("kelisim-certificate/1")),
        ("engine", text(concat!("kelisim-allocation ", env!("CARGO_PKG_VERSION")))),
        ("inputs", Json::Arr(inputs.collect())),
        ("input", text(hex(&seal.input))),
        ("rules", outcome::rules(flat)),
        ("lottery", outcome::lottery(&flat.draw)),
        ("lottery_origin", signing.origin),
        ("matching", text(hex(&Sha256::digest(&matching)))),
        ("report", text(hex(&Sha256::digest(signing.report)))),
        ("stable", Json::Bool(outcome.stable())),
        ("blocking_pairs", count(outcome.blocking().len())),
        ("totals", totals),
        (
            "rows",
            object([("count", count(leaves.len())), ("root", text(hex(&merkle::root(leaves))))]),
        ),
        ("pools", pools),
        ("pools_withheld", count(withheld)),
        ("sealed", text(hex(&Sha256::digest(&sealed)))),
    ])
    .canonical();
    let signature = sign(&body, seal, signing.signer).canonical();
    Certificate {
        sealed: format!("{{\"body\":{body},\"sealed\":{sealed},\"signature\":{signature}}}\n"),
        public: format!("{{\"body\":{body},\"signature\":{signature}}}\n"),
    }
}

fn sign(body: &str, seal: &Seal, signer: &Signer) -> Json<'static> {
    let (seed, name) = match signer {
        Signer::Authority(seed) => (*seed, "authority"),
        Signer::Market => {
            let mut hash = Sha256::new();
            hash.update(b"kelisim-run-key/1\0");
            hash.update(seal.salt_key);
            (hash.finalize().into(), "market")
        }
    };
    let pair = ed25519_compact::KeyPair::from_seed(ed25519_compact::Seed::new(seed));
    let value = pair.sk.sign(body.as_bytes(), None);
    object([
        ("algorithm", text("Ed25519")),
        ("key", text(hex(pair.pk.as_ref()))),
        ("signer", text(name)),
        ("value", text(hex(value.as_ref()))),
    ])
}

fn sealed<'a>(
    outcome: &Outcome<'a>,
    flat: &'a Flat,
    assignment: &Assignment,
    seal: &Seal,
) -> Json<'a> {
    let pools = flat.places.sorted().into_iter().map(|leaf| {
        let last = outcome.checker().worst(leaf).map_or(Json::Null, |rank| {
            text(flat.applicants.get(flat.competitors(leaf)[rank as usize]))
        });
        (
            Cow::Borrowed(flat.places.get(leaf)),
            object([("used", count(outcome.checker().count(leaf) as usize)), ("last", last)]),
        )
    });
    let pools = Json::Obj(pools.collect());
    let mut last: Vec<Option<(u32, u32)>> = vec![None; flat.tree.nodes.len()];
    for applicant in 0..flat.people() as u32 {
        let Some(leaf) = assignment.leaf(flat, applicant) else { continue };
        for node in flat.tree.above(leaf) {
            if let Yield::Merit(order) = &flat.tree.nodes[node as usize].yields {
                last[node as usize] =
                    last[node as usize].max(Some((order[applicant as usize], applicant)));
            }
        }
    }
    let quotas = flat.tree.nodes.iter().enumerate().map(|(number, node)| {
        object([
            ("kind", text(node.origin.key())),
            ("name", text(node.name.as_str())),
            ("used", count(outcome.checker().node_count(number as u32) as usize)),
            ("last", last[number].map_or(Json::Null, |(_, who)| text(flat.applicants.get(who)))),
        ])
    });
    let sets = flat.crossing.iter().map(|set| {
        let inside =
            |who: &u32| assignment.leaf(flat, *who).is_some_and(|leaf| set.leaves.contains(&leaf));
        let holders: Vec<u32> = (0..flat.people() as u32).filter(inside).collect();
        let last = holders.iter().max_by_key(|&&who| set.order[who as usize]);
        object([
            ("kind", text(set.origin.key())),
            ("name", text(set.name.as_str())),
            ("used", count(holders.len())),
            ("last", last.map_or(Json::Null, |&who| text(flat.applicants.get(who)))),
        ])
    });
    let mut quotas: Vec<Json<'_>> = quotas.chain(sets).collect();
    quotas.sort_by_key(Json::canonical);
    let mut members = vec![
        ("salt_key", text(hex(&seal.salt_key))),
        ("matching", outcome.matching()),
        ("pools", pools),
        ("quotas", Json::Arr(quotas)),
    ];
    if !(flat.couples.is_empty() && flat.lower.is_empty() && flat.crossing.is_empty()) {
        members.push(("blocking", blocking(outcome, flat, assignment)));
        members.push(("closed", closed(outcome, flat)));
    }
    Json::Obj(members.into_iter().map(|(key, value)| (Cow::Borrowed(key), value)).collect())
}

/// Who would be taken where, under the rules that allow it as long as it is stated.
fn blocking<'a>(outcome: &Outcome<'_>, flat: &'a Flat, assignment: &Assignment) -> Json<'a> {
    let place = |&entry: &u32| match entry {
        NONE => Json::Null,
        entry => text(flat.places.get(leaf_of(flat.entries[entry as usize]))),
    };
    let say = |members: &[u32], entries: &[u32]| {
        let ids = members.iter().map(|&who| text(flat.applicants.get(who)));
        object([
            ("applicants", Json::Arr(ids.collect())),
            ("places", Json::Arr(entries.iter().map(place).collect())),
        ])
    };
    let mut all: Vec<Json<'a>> = if flat.couples.is_empty() {
        outcome.blocking().iter().map(|&(who, entry)| say(&[who], &[entry])).collect()
    } else {
        let blocks = couples::blocks(flat, assignment).into_iter();
        blocks.map(|block| say(&block.members, &block.entries)).collect()
    };
    all.sort_by_key(Json::canonical);
    Json::Arr(all)
}

/// Closed programmes that enough applicants would rather have; null where no programme may close.
fn closed<'a>(outcome: &Outcome<'_>, flat: &'a Flat) -> Json<'a> {
    if flat.lower.is_empty() || flat.lower_rule == LowerRule::ExtendedSeats {
        return Json::Null;
    }
    let mut all = outcome.closed_with_enough();
    all.sort_by_key(|&(leaf, _)| flat.places.get(leaf));
    let say = |(leaf, wanted): (u32, u32)| {
        object([("place", text(flat.places.get(leaf))), ("wanted_by", count(wanted as usize))])
    };
    Json::Arr(all.into_iter().map(say).collect())
}

/// Figures of pools that are large enough to be shown, and how many are not.
fn pools(outcome: &Outcome<'_>, flat: &Flat) -> (Json<'static>, usize) {
    let mut shown = Vec::new();
    let mut withheld = 0;
    for leaf in flat.places.sorted() {
        let competitors = flat.competitors(leaf).len();
        if competitors < FEWEST_SHOWN {
            withheld += 1;
            continue;
        }
        let worst = outcome.checker().worst(leaf);
        shown.push(object([
            ("place", text(flat.places.get(leaf).to_owned())),
            ("capacity", count(flat.capacity[leaf as usize] as usize)),
            ("competitors", count(competitors)),
            ("used", count(outcome.checker().count(leaf) as usize)),
            ("cutoff", worst.map_or(Json::Null, |rank| count(rank as usize + 1))),
        ]));
    }
    (Json::Arr(shown), withheld)
}

/// One applicant's own row with its proof, in the form `kelisim-row/1`; `None` for an unknown applicant.
#[must_use]
pub fn own_row(
    flat: &Flat,
    assignment: &Assignment,
    salt_key: &Hash,
    applicant: &str,
) -> Option<String> {
    let (order, leaves) = rows(flat, assignment, salt_key);
    let at = order.iter().position(|&number| flat.applicants.get(number) == applicant)?;
    let place = assignment.leaf(flat, order[at]).map(|leaf| flat.places.get(leaf));
    let path = merkle::proof(leaves, at).into_iter().map(|step| {
        object([
            ("side", text(if step.left { "left" } else { "right" })),
            ("hash", text(hex(&step.hash))),
        ])
    });
    let proof = object([
        ("format", text("kelisim-row/1")),
        ("applicant", text(applicant)),
        ("place", place.map_or(Json::Null, text)),
        ("salt", text(hex(&merkle::salt(salt_key, applicant)))),
        ("path", Json::Arr(path.collect())),
    ]);
    Some(proof.canonical() + "\n")
}
