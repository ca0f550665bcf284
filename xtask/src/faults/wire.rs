//! The line between Kelisim and PostgreSQL is cut, stalled, slowed, half-closed and lost while everybody works.

use std::thread;
use std::time::Duration;

use anyhow::Result;

use super::Plan;
use super::house::House;
use super::ledger::Ledger;
use super::load::Phase;
use super::proxy::{Proxy, Wire};
use super::report::Report;
use super::stage::Stage;
use crate::cluster::{Cluster, Durability};

/// How long the house may take to be of use again, from the beginning of a round.
const PATIENCE: Duration = Duration::from_secs(150);
/// How long an officer waits for an answer over a line that says nothing.
const GIVES_UP: Duration = Duration::from_secs(20);
/// Shortest and longest fault.
const SECONDS: (u64, u64) = (1, 12);

const KINDS: [(Wire, &str); 5] = [
    (Wire::Cut, "cut"),
    (Wire::Stalled, "stalled"),
    (Wire::Slow, "slow, 150 ms a piece"),
    (Wire::HalfClosed, "half-closed"),
    (Wire::Lost, "lost without a word"),
];

/// Breaks the line in each way, as often as the plan has rounds.
pub fn run(plan: &Plan) -> Result<Report> {
    let mut report = Report::of("wire");
    for (number, (wire, name)) in (0..).zip(KINDS) {
        println!("\n== {name} ==");
        report.ledger(name, &lane(plan, number, wire)?);
    }
    Ok(report)
}

fn lane(plan: &Plan, number: u64, wire: Wire) -> Result<Ledger> {
    let cluster = Cluster::start(Durability::Kept)?;
    let (proxy, through) = Proxy::to(cluster.url())?;
    let house = House::new(&plan.binary, Some(&through))?;
    let mut stage = Stage::open(house, plan.seed ^ number)?;
    if wire == Wire::Lost {
        // Nothing tells the house that a connection is dead but its own patience.
        stage.gives_up = Some(GIVES_UP);
    }
    for round in 1..=plan.rounds {
        if !plan.goes_on() {
            break;
        }
        let moment = Duration::from_millis(stage.random.below(plan.latest));
        let (shortest, longest) = SECONDS;
        let fault = Duration::from_millis(
            shortest * 1_000 + stage.random.below((longest - shortest) * 1_000),
        );
        let told = stage.work(format!("r{round}"), PATIENCE, |baton| {
            thread::sleep(moment);
            proxy.is(wire);
            thread::sleep(fault);
            proxy.is(Wire::Whole);
            baton.tell(Phase::Finish);
            Ok(())
        });
        proxy.is(Wire::Whole);
        let told = told?;
        println!("{} ms: longest pause {} ms", fault.as_millis(), told.pause.as_millis());
        stage.check(told)?;
        println!("{}", stage.ledger.line(round, plan.rounds));
    }
    stage.finish()
}
