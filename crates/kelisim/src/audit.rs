//! `kelisim audit`: reruns a market, compares, and reports as text, JSON and a page with pictures.

use std::path::PathBuf;
use std::process::ExitCode;

use kelisim_allocation::audit::{self, Draws};
use kelisim_allocation::canonical::{Json, count, object, text};
use kelisim_allocation::engine;
use kelisim_allocation::flat::{Assignment, Flat};
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::problem::Problems;

use crate::market_file::{self, DrawFiles, Failure, Opened};
use crate::result_file::Matching;

/// Reruns a market, compares and reports.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The market: one JSON file, or tables, or a folder of them.
    #[arg(required = true)]
    market: Vec<PathBuf>,
    /// A result to compare with.
    #[arg(long)]
    result: Option<PathBuf>,
    /// How many draws to make when equals are drawn.
    #[arg(long, default_value_t = 1000)]
    draws: u32,
    /// Seed of these draws.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The same market with one thing changed, to see who is moved by it.
    #[arg(long)]
    changed: Vec<PathBuf>,
    /// Where to write the page.
    #[arg(long)]
    html: Option<PathBuf>,
    #[command(flatten)]
    draw: DrawFiles,
    /// Print JSON instead of text.
    #[arg(long)]
    json: bool,
}

/// Runs the command; exit code 1 when the result differs or somebody has justified envy.
pub fn run(args: &Args) -> ExitCode {
    market_file::finish(report(args))
}

struct Findings {
    differs: Option<Vec<String>>,
    moved: Option<Vec<String>>,
    envy: Vec<(String, String)>,
    prices: Vec<(String, i64, i64)>,
    draws: Option<Draws>,
    ranks: Vec<usize>,
    unplaced: usize,
}

fn report(args: &Args) -> Result<ExitCode, Failure> {
    let Opened { flat, .. } = market_file::open(&args.market, &args.draw)?;
    market_file::progress(&flat, "rerunning");
    let answer = engine::run(&flat);
    let outcome = Outcome::new(&flat, &answer);
    let name = |who: &u32| flat.applicants.get(*who).to_owned();
    let differs = match &args.result {
        None => None,
        Some(path) => {
            let other = Matching::read(path)?.assignment(&flat)?;
            Some(audit::differences((&flat, &answer), (&flat, &other)).iter().map(name).collect())
        }
    };
    let moved = if args.changed.is_empty() { None } else { Some(moved(args, &flat, &answer)?) };
    let prices = flat.tree.nodes.iter().enumerate().map(|(number, node)| {
        let (more, fewer) = audit::shadow_price(&flat, &answer, number);
        (node.name.clone(), more, fewer)
    });
    let envy = outcome.blocking().iter().map(|&(who, entry)| {
        let leaf = kelisim_allocation::flat::leaf_of(flat.entries[entry as usize]);
        (name(&who), flat.places.get(leaf).to_owned())
    });
    let drawn = !flat.candidate_class.is_empty() && args.draws > 0;
    let mut ranks = Vec::new();
    for who in 0..flat.people() as u32 {
        let entry = answer.entry[who as usize];
        if answer.leaf(&flat, who).is_some() {
            let rank = flat.listed_rank(who, entry) as usize;
            ranks.resize(ranks.len().max(rank), 0);
            ranks[rank - 1] += 1;
        }
    }
    let findings = Findings {
        differs,
        moved,
        envy: envy.collect(),
        prices: prices.collect(),
        draws: drawn.then(|| audit::draws(&flat, args.draws, args.seed)),
        ranks,
        unplaced: flat.people() - answer.placed(),
    };
    if let Some(path) = &args.html {
        market_file::write(path, findings.page().as_bytes())?;
    }
    market_file::print(&if args.json { findings.json().pretty() } else { findings.text() })?;
    let good = findings.envy.is_empty() && findings.differs.as_ref().is_none_or(Vec::is_empty);
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn moved(args: &Args, flat: &Flat, answer: &Assignment) -> Result<Vec<String>, Failure> {
    let other = market_file::open(&args.changed, &args.draw)?.flat;
    if other.applicants != flat.applicants || other.places != flat.places {
        let problem = Problems::one(
            "--changed",
            "it has other applicants or places",
            "change one thing of one person only",
        );
        return Err(Failure::Input(problem));
    }
    let again = engine::run(&other);
    let moved = audit::differences((flat, answer), (&other, &again));
    Ok(moved.into_iter().map(|who| flat.applicants.get(who).to_owned()).collect())
}

impl Findings {
    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        match &self.differs {
            None => {}
            Some(list) if list.is_empty() => {
                lines.push("the result is what a rerun gives".to_owned());
            }
            Some(list) => lines.push(format!(
                "the result differs from a rerun for {}: {}",
                list.len(),
                list.join(", ")
            )),
        }
        match self.envy.as_slice() {
            [] => lines.push("nobody has justified envy".to_owned()),
            list => {
                let shown: Vec<String> =
                    list.iter().take(20).map(|(who, place)| format!("{who} at {place}")).collect();
                lines.push(format!(
                    "justified envy or an empty place wanted, as the rule of this market allows ({}): {}",
                    list.len(),
                    shown.join(", ")
                ));
            }
        }
        for (name, more, fewer) in &self.prices {
            lines.push(format!(
                "cap {name}: one place more seats {more} more, one fewer seats {fewer} fewer"
            ));
        }
        if let Some(draws) = &self.draws {
            let (least, most) = draws.placed;
            lines.push(format!("{} draws: {least} to {most} placed; the draw decides for {} applicants whether they have a place", draws.draws, draws.decided_by_lot()));
        }
        if let Some(list) = &self.moved {
            lines.push(match list.len() {
                0 => "the change moves nobody".to_owned(),
                number => format!("the change moves {number}: {}", list.join(", ")),
            });
        }
        let ranks: Vec<String> = self.ranks.iter().map(usize::to_string).collect();
        lines.push(format!(
            "placed by preference: {}; without a place: {}",
            ranks.join(", "),
            self.unplaced
        ));
        lines
    }

    fn text(&self) -> String {
        self.lines().join("\n") + "\n"
    }

    fn json(&self) -> Json<'_> {
        let names = |list: &Option<Vec<String>>| match list {
            None => Json::Null,
            Some(list) => Json::Arr(list.iter().map(|name| text(name.clone())).collect()),
        };
        let envy = self.envy.iter().map(|(who, place)| {
            object([("applicant", text(who.as_str())), ("place", text(place.as_str()))])
        });
        let prices = self.prices.iter().map(|(name, more, fewer)| {
            object([
                ("cap", text(name.as_str())),
                ("one_more_seats", Json::Int(*more)),
                ("one_fewer_unseats", Json::Int(*fewer)),
            ])
        });
        let draws = self.draws.as_ref().map_or(Json::Null, |draws| {
            object([
                ("draws", count(draws.draws as usize)),
                ("fewest_placed", count(draws.placed.0)),
                ("most_placed", count(draws.placed.1)),
                ("decided_by_lot", count(draws.decided_by_lot())),
            ])
        });
        object([
            ("format", text("kelisim-audit/1")),
            ("differs", names(&self.differs)),
            ("moved_by_change", names(&self.moved)),
            ("justified_envy", Json::Arr(envy.collect())),
            ("caps", Json::Arr(prices.collect())),
            ("draws", draws),
            (
                "placed_by_preference",
                Json::Arr(self.ranks.iter().map(|&number| count(number)).collect()),
            ),
            ("unplaced", count(self.unplaced)),
        ])
    }

    fn page(&self) -> String {
        let items: String =
            self.lines().iter().map(|line| format!("<li>{}</li>\n", escape(line))).collect();
        let ranks: Vec<(String, usize)> = self
            .ranks
            .iter()
            .enumerate()
            .map(|(at, &number)| ((at + 1).to_string(), number))
            .collect();
        let mut pictures = bars("Placed by preference", &ranks);
        if let Some(draws) = &self.draws {
            let histogram: Vec<(String, usize)> = draws
                .histogram
                .iter()
                .map(|(placed, times)| (placed.to_string(), *times as usize))
                .collect();
            pictures.push_str(&bars("Applicants placed, by draws", &histogram));
        }
        format!(
            "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Audit of an allocation</title>\n<style>body{{font:1rem/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}}text{{font:12px system-ui}}rect{{fill:#1f6f6b}}</style>\n<h1>Audit of an allocation</h1>\n<ul>\n{items}</ul>\n{pictures}</html>\n"
        )
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A picture of whole numbers as bars, with the numbers beside them.
fn bars(title: &str, values: &[(String, usize)]) -> String {
    let most = values.iter().map(|(_, value)| *value).max().unwrap_or(0).max(1);
    let height = values.len() * 22 + 4;
    let mut out = format!(
        "<h2>{title}</h2>\n<svg role=\"img\" aria-label=\"{title}\" width=\"520\" height=\"{height}\">\n"
    );
    for (at, (label, value)) in values.iter().enumerate() {
        let top = at * 22;
        let width = value * 380 / most;
        out.push_str(&format!(
            "<text x=\"0\" y=\"{}\">{}</text><rect x=\"60\" y=\"{}\" width=\"{width}\" height=\"16\"/><text x=\"{}\" y=\"{}\">{value}</text>\n",
            top + 15, escape(label), top + 3, width + 66, top + 15
        ));
    }
    out + "</svg>\n"
}
