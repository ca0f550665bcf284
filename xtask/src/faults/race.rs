//! Two hundred clients reach for the last place at the same moment, round after round, over the API.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Barrier;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::house::House;
use super::http::Connection;
use super::program::Program;
use super::report::Report;
use super::{Plan, Which};
use crate::cluster::{Cluster, Durability};

/// How many reach for it.
const CLIENTS: usize = 200;
/// Rounds on one line, so that no line becomes longer than those of a ministry.
const ROUNDS_OF_A_LINE: u32 = 25;

/// What one client was told.
type Answered = Result<(u16, bool), String>;

/// Runs the rounds on each database.
pub fn run(plan: &Plan) -> Result<Report> {
    let mut report = Report::of("race");
    report.heading("database    rounds  clients  one taker  refusals that name the account  worst round ms  seconds");
    for (name, which) in [("SQLite", Which::Sqlite), ("PostgreSQL", Which::Postgres)] {
        if plan.is_on(which) {
            println!("\n== {name} ==");
            lane(plan, name, which == Which::Postgres, &mut report)?;
        }
    }
    Ok(report)
}

fn lane(plan: &Plan, name: &str, postgres: bool, report: &mut Report) -> Result<()> {
    let begun = Instant::now();
    let cluster = if postgres { Some(Cluster::start(Durability::Kept)?) } else { None };
    let house = House::new(&plan.binary, cluster.as_ref().map(Cluster::url))?;
    let account = house.load()?;
    let served = house.serve()?;
    let cookie = served.sign_in(&account)?;
    let program = Program::open(served.address(), &cookie, 0)?;
    let mut api = Connection::open(served.address())?;
    let (mut rounds, mut won, mut refused, mut worst) = (0, 0_usize, 0_usize, 0);
    let mut line = String::new();
    while rounds < plan.rounds && plan.goes_on() {
        if rounds.is_multiple_of(ROUNDS_OF_A_LINE) {
            line = program.line(&mut api, &format!("Race {rounds}"), ROUNDS_OF_A_LINE)?;
            for step in ["pledged-confirmed", "confirmed-released"] {
                let key = format!("{line} {step}");
                let answer = program.step(&mut api, &line, step, ROUNDS_OF_A_LINE, &key)?;
                if answer.status != 200 {
                    bail!("{step} answers {}: {}", answer.status, answer.body);
                }
            }
        }
        rounds += 1;
        let key = format!("seat {rounds}");
        let seated = program.step(&mut api, &line, "released-seated", 1, &key)?;
        if seated.status != 200 {
            bail!("round {rounds}: the place cannot be seated: {}", seated.body);
        }
        let started = Instant::now();
        let answers = reach(served.address(), &program, &line, rounds)?;
        worst = worst.max(started.elapsed().as_millis());
        let mut others = BTreeMap::new();
        let mut takers = 0;
        for answer in answers {
            match answer {
                Ok((200, _)) => takers += 1,
                Ok((422, true)) => refused += 1,
                Ok((status, _)) => *others.entry(format!("answered {status}")).or_insert(0) += 1,
                Err(error) => *others.entry(error).or_insert(0) += 1,
            }
        }
        won += usize::from(takers == 1);
        if takers != 1 {
            report.fault(format!("{name}, round {rounds}: {takers} took the last place"));
        }
        for (what, count) in others {
            report.fault(format!("{name}, round {rounds}: {count} times {what}"));
        }
        let taken = u64::from((rounds - 1) % ROUNDS_OF_A_LINE + 1);
        let places = |api: &mut Connection, account| program.places(api, &line, account);
        let left = [places(&mut api, "seated")?, places(&mut api, "allocated")?];
        if left != [0, taken] {
            report.fault(format!("{name}, round {rounds}: seated and allocated are {left:?}"));
        }
        if rounds.is_multiple_of(ROUNDS_OF_A_LINE) || rounds == plan.rounds {
            println!("round {rounds}/{}: {won} with one taker, {refused} refused", plan.rounds);
        }
    }
    served.stop()?;
    if let Err(error) = house.verify(None) {
        report.fault(format!("{name}: {error:#}"));
    }
    if let Some(apart) = house.rebuilt_otherwise()? {
        report.fault(format!("{name}: {apart}"));
    }
    let seconds = begun.elapsed().as_secs();
    let row = format!(
        "{name:<10}  {rounds:>6}  {CLIENTS:>7}  {won:>9}  {refused:>31}  {worst:>14}  {seconds:>7}"
    );
    report.row(row, rounds.try_into().context("counting rounds")?);
    Ok(())
}

/// Everybody connects, waits for all the others and then reaches.
fn reach(address: SocketAddr, program: &Program, line: &str, round: u32) -> Result<Vec<Answered>> {
    let barrier = Barrier::new(CLIENTS);
    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let barrier = &barrier;
                // Two hundred stacks, of which little is used.
                thread::Builder::new().stack_size(256 << 10).spawn_scoped(scope, move || {
                    let connection = Connection::open(address);
                    barrier.wait();
                    let key = format!("take {round} {client}");
                    let answer = connection.and_then(|mut api| {
                        program.step(&mut api, line, "seated-allocated", 1, &key)
                    });
                    answer
                        .map(|answer| (answer.status, answer.body.contains("quota-not-enough")))
                        .map_err(|error| format!("{error:#}"))
                })
            })
            .collect::<std::io::Result<_>>()
            .context("starting clients")?;
        let answers = clients.into_iter().map(|client| {
            client.join().unwrap_or_else(|_| Err("a client's thread broke".to_owned()))
        });
        Ok(answers.collect())
    })
}
