//! A run in words, for officers and for everybody.

use std::collections::BTreeMap;

use kelisim_app::lookup::Directory;
use kelisim_app::programme::run::{Explained, Figures};
use kelisim_domain::programme::call::Terms;
use kelisim_i18n::{Arg, Locale};

use crate::words;

/// Names of seats by their number: specialty and host.
pub(crate) fn seats(l: Locale, names: &Directory, terms: &Terms) -> BTreeMap<u32, String> {
    let one =
        |item: &kelisim_domain::programme::call::Item<kelisim_domain::programme::call::Seat>| {
            let specialty = item.what.specialty.known();
            let plain = || item.what.specialty.to_string();
            let specialty = specialty.map_or_else(plain, |known| words::text(l, &known.name).0);
            let host = words::party(l, names, &item.what.host);
            (item.number, format!("{}. {specialty}, {host}", item.number))
        };
    terms.seats.iter().map(one).collect()
}

/// The name of a seat; its number where the terms do not have it.
pub(crate) fn seat(names: &BTreeMap<u32, String>, number: u32) -> String {
    names.get(&number).cloned().unwrap_or_else(|| number.to_string())
}

/// Figures of a seat.
pub(crate) struct PoolRow {
    pub(crate) seat: String,
    pub(crate) given: String,
    pub(crate) competitors: String,
    pub(crate) cutoff: String,
    pub(crate) binds: bool,
}

/// Figures of a cap.
pub(crate) struct QuotaRow {
    pub(crate) name: String,
    pub(crate) seats: String,
    pub(crate) given: String,
    pub(crate) binds: bool,
}

/// Figures of a result.
pub(crate) struct FiguresTold {
    pub(crate) total: String,
    pub(crate) stable: bool,
    pub(crate) pools: Vec<PoolRow>,
    pub(crate) withheld: Option<String>,
    pub(crate) quotas: Vec<QuotaRow>,
    pub(crate) ranks: Vec<(String, String)>,
}

fn of(l: Locale, used: u64, all: u64) -> String {
    let (used, all) = (used.to_string(), all.to_string());
    l.format("run-of", &[("used", Arg::Str(&used)), ("all", Arg::Str(&all))])
}

/// Figures in words.
pub(crate) fn figures(l: Locale, names: &BTreeMap<u32, String>, f: &Figures) -> FiguresTold {
    let wide = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let (placed, applicants, places) =
        (f.placed.to_string(), f.applicants.to_string(), f.places.to_string());
    let args = [
        ("placed", Arg::Str(&placed)),
        ("applicants", Arg::Str(&applicants)),
        ("places", Arg::Str(&places)),
    ];
    FiguresTold {
        total: l.format("run-total", &args),
        stable: f.stable,
        pools: f
            .pools
            .iter()
            .map(|pool| PoolRow {
                seat: seat(names, pool.seat),
                given: of(l, pool.used, pool.capacity),
                competitors: pool.competitors.to_string(),
                cutoff: pool.cutoff.map_or_else(|| l.t("not-named").to_owned(), |n| n.to_string()),
                binds: pool.binds == Some(true),
            })
            .collect(),
        withheld: (f.withheld > 0).then(|| l.count("run-withheld", wide(f.withheld))),
        quotas: f
            .quotas
            .iter()
            .map(|quota| QuotaRow {
                name: quota.name.clone(),
                seats: quota.seats.iter().map(u32::to_string).collect::<Vec<_>>().join(", "),
                given: of(l, quota.used, quota.cap),
                binds: quota.binds,
            })
            .collect(),
        ranks: f
            .by_rank
            .iter()
            .enumerate()
            .map(|(n, count)| {
                let rank = (n + 1).to_string();
                (l.format("run-rank", &[("rank", Arg::Str(&rank))]), count.to_string())
            })
            .collect(),
    }
}

/// The answer to one candidate, sentence by sentence.
pub(crate) fn explained(
    l: Locale,
    names: &BTreeMap<u32, String>,
    it: &Explained,
) -> (String, Vec<(String, String)>) {
    let head = match it.given {
        Some((number, rank)) => {
            let (place, rank) = (seat(names, number), rank.unwrap_or(1).to_string());
            let args = [
                ("code", Arg::Str(it.code.as_str())),
                ("place", Arg::Str(&place)),
                ("rank", Arg::Str(&rank)),
            ];
            l.format("result-given", &args)
        }
        None => l.format("result-not-given", &[("code", Arg::Str(it.code.as_str()))]),
    };
    let unmet = it.unmet.iter().map(|reason| {
        let rank = reason.rank.to_string();
        let choice = l.format("run-rank", &[("rank", Arg::Str(&rank))]);
        let why = match (reason.code, reason.positions) {
            ("below-cutoff", Some((own, last, all))) => {
                let (own, last, all) = (own.to_string(), last.to_string(), all.to_string());
                let args =
                    [("own", Arg::Str(&own)), ("last", Arg::Str(&last)), ("all", Arg::Str(&all))];
                l.format("result-why-position", &args)
            }
            ("below-cutoff", None) => l.t("result-why-small").to_owned(),
            ("not-acceptable", _) => l.t("result-why-refused").to_owned(),
            ("quota", _) => l.t("result-why-quota").to_owned(),
            ("taken-before", _) => l.t("result-why-turn").to_owned(),
            _ => l.t("result-why-other").to_owned(),
        };
        (format!("{choice}: {}", seat(names, reason.seat)), why)
    });
    (head, unmet.collect())
}
