//! Three nodes of PostgreSQL under Patroni and etcd behind HAProxy, all on loopback: the leader is killed, paused and cut
//! off while everybody works, and takes its place again.

mod nodes;

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use self::nodes::{NODES, Nodes};
use super::Plan;
use super::house::House;
use super::ledger::Ledger;
use super::load::Phase;
use super::report::Report;
use super::stage::Stage;
use crate::process;

/// How long the house may take to be of use again, from the beginning of a round.
const PATIENCE: Duration = Duration::from_secs(240);
/// How long an officer waits for an answer.
const GIVES_UP: Duration = Duration::from_secs(45);
/// How long another node may take to lead.
const LEADS: Duration = Duration::from_secs(120);
/// How long the cluster may take to be whole again after a round.
const WHOLE: Duration = Duration::from_secs(180);

/// What happens to the node that leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blow {
    /// Patroni and PostgreSQL are killed at once, as when the machine is lost.
    NodeLost,
    /// PostgreSQL alone is killed; Patroni sees it.
    ServerKilled,
    /// Both are paused with SIGSTOP for longer than the lock lasts, and go on as if nothing had been.
    Paused,
    /// Its member of etcd is killed: Patroni asks the other two.
    EtcdMemberLost,
    /// Its Patroni reaches no etcd at all: two members are killed, no node may lead until they are back.
    EtcdMajorityLost,
    /// `patronictl switchover`, as before a planned change.
    Switchover,
}

impl Blow {
    const ALL: [(Self, &str); 6] = [
        (Self::NodeLost, "node lost"),
        (Self::ServerKilled, "PostgreSQL killed"),
        (Self::Paused, "leader paused 40 s"),
        (Self::EtcdMemberLost, "its etcd killed"),
        (Self::EtcdMajorityLost, "two etcd killed, 40 s"),
        (Self::Switchover, "switchover"),
    ];
}

/// How long a pause or the loss of etcd lasts: twice the lock and a little.
const LONG: Duration = Duration::from_secs(40);

/// Starts the nodes and strikes the leader in each way, as often as the plan has rounds.
pub fn run(plan: &Plan) -> Result<Report> {
    let missing: Vec<&str> =
        [("patroni", "patroni"), ("etcd", "etcd-server"), ("haproxy", "haproxy")]
            .into_iter()
            .filter(|(program, _)| nodes::program(program).is_none())
            .map(|(_, package)| package)
            .collect();
    if !missing.is_empty() {
        bail!(
            "missing: {}; install what these Debian packages hold, then start again:\n\n    \
             apt-get update && apt-get install --yes --no-install-recommends {}\n",
            missing.join(", "),
            missing.join(" ")
        );
    }
    let mut report = Report::of("patroni");
    println!("starting three nodes");
    let begun = Instant::now();
    let mut nodes = Nodes::start()?;
    println!("whole after {} s: {} leads", begun.elapsed().as_secs(), nodes.leader()?);
    let house = House::new(&plan.binary, Some(&nodes.url()))?;
    let mut stage = Stage::open(house, plan.seed)?;
    stage.gives_up = Some(GIVES_UP);
    let mut changes = Vec::new();
    for (blow, name) in Blow::ALL {
        println!("\n== {name} ==");
        // One record for all, one table row for each.
        stage.ledger = stage.ledger.next();
        for round in 1..=plan.rounds {
            if !plan.goes_on() {
                break;
            }
            let before = nodes.leader()?;
            let moment = Duration::from_millis(stage.random.below(plan.latest));
            let told = stage.work(format!("{blow:?} r{round}"), PATIENCE, |baton| {
                thread::sleep(moment);
                strike(&mut nodes, blow, &before)?;
                baton.tell(Phase::Finish);
                Ok(())
            })?;
            let after = nodes.leader()?;
            let pause = told.pause;
            nodes.mend(WHOLE)?;
            stage.check(told)?;
            println!("{before} led, then {after}; longest pause {} ms", pause.as_millis());
            println!("{}", stage.ledger.line(round, plan.rounds));
            changes.push((name, before != after));
        }
        report.ledger(name, &stage.ledger);
    }
    for (_, name) in Blow::ALL {
        let rounds = changes.iter().filter(|(blow, _)| *blow == name);
        let changed = rounds.clone().filter(|(_, changed)| *changed).count();
        report.row(
            format!("{name}: another node led after {changed} of {} rounds", rounds.count()),
            0,
        );
    }
    stage.ledger = Ledger::default();
    let ledger = stage.finish()?;
    for fault in ledger.faults() {
        report.fault(fault.clone());
    }
    Ok(report)
}

fn strike(nodes: &mut Nodes, blow: Blow, leader: &str) -> Result<()> {
    let number = NODES.iter().position(|node| *node == leader).context("nobody leads")?;
    match blow {
        Blow::NodeLost => {
            nodes.kill_node(number)?;
            nodes.wait_for_another(leader, LEADS)
        }
        Blow::ServerKilled => {
            process::signal(nodes.postmaster(number)?, "KILL")?;
            nodes.wait_for_leader(LEADS)
        }
        Blow::Paused => {
            let all = nodes.all_of(number)?;
            for id in &all {
                process::signal(*id, "STOP")?;
            }
            thread::sleep(LONG);
            for id in &all {
                // One may have been ended meanwhile by nobody but itself.
                drop(process::signal(*id, "CONT"));
            }
            nodes.wait_for_leader(LEADS)
        }
        Blow::EtcdMemberLost => {
            nodes.kill_etcd(number)?;
            thread::sleep(LONG);
            nodes.wait_for_leader(LEADS)
        }
        Blow::EtcdMajorityLost => {
            nodes.kill_etcd(number)?;
            nodes.kill_etcd((number + 1) % NODES.len())?;
            thread::sleep(LONG);
            nodes.start_etcd()?;
            nodes.wait_for_leader(LEADS)
        }
        Blow::Switchover => {
            let mut switchover = Command::new("patronictl");
            switchover.arg("-c").arg(nodes.configuration(0));
            process::output(switchover.args(["switchover", "--force", "--master", leader]))?;
            nodes.wait_for_another(leader, LEADS)
        }
    }
}
