//! Officers with forms and programs with a token, at work on one house while something breaks.

use std::net::SocketAddr;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::load::{Baton, Phase, Told, Worker, commitments};
use super::program::{Program, Runner};
use super::random::Random;

/// All who work in one round.
pub struct Crew<'a> {
    /// Where the server listens.
    pub address: SocketAddr,
    /// The cookie of the officers' session.
    pub cookie: &'a str,
    /// The programs; one for each line of places.
    pub program: Option<&'a Program>,
    /// What all marks of the round begin with.
    pub name: String,
    /// How long the house may take to be of use again.
    pub patience: Duration,
    /// After how long without an answer an officer goes on with something else; none, where an answer must come.
    pub gives_up: Option<Duration>,
}

impl Crew<'_> {
    /// Officers who work at the same time.
    pub const OFFICERS: usize = 4;

    /// Works until `strike` has told the baton how it ends. It is called when everybody's first write was acknowledged.
    pub fn work(
        &self,
        random: &mut Random,
        strike: impl FnOnce(&Baton) -> Result<()>,
    ) -> Result<Told> {
        let ids = commitments(self.address, self.cookie)?;
        if ids.len() < Self::OFFICERS {
            bail!("{} commitments are too few for {} officers", ids.len(), Self::OFFICERS);
        }
        let baton = Baton::default();
        let deadline = Instant::now() + self.patience;
        let (first, begun) = channel();
        let officers: Vec<Worker<'_>> = ids
            .chunks(ids.len().div_ceil(Self::OFFICERS))
            .enumerate()
            .map(|(number, commitments)| Worker {
                address: self.address,
                cookie: self.cookie,
                commitments,
                name: format!("{} w{number}", self.name),
                random: Random::new(random.next()),
                baton: &baton,
                deadline,
                gives_up: self.gives_up,
                first: Some(first.clone()),
            })
            .collect();
        let programs: Vec<Runner<'_>> = self
            .program
            .iter()
            .flat_map(|program| program.lines.iter().enumerate().map(move |line| (program, line)))
            .map(|(program, (number, line))| Runner {
                address: self.address,
                token: &program.token,
                line,
                name: format!("{} p{number}", self.name),
                baton: &baton,
                deadline,
                first: Some(first.clone()),
            })
            .collect();
        drop(first);
        let count = officers.len() + programs.len();
        thread::scope(|scope| {
            let mut working = Vec::new();
            for officer in officers {
                working.push(scope.spawn(|| officer.work()));
            }
            for program in programs {
                working.push(scope.spawn(|| program.work()));
            }
            // Under load: everybody's first write was acknowledged, or somebody has failed.
            for () in begun.iter().take(count) {}
            let struck = strike(&baton);
            if struck.is_err() {
                baton.tell(Phase::Stop);
            }
            let mut told = Told::default();
            for working in working {
                match working.join() {
                    Ok(one) => told.add(one),
                    Err(_) => told.wrong.push("somebody's thread broke".to_owned()),
                }
            }
            told.pause = baton.longest();
            struck.map(|()| told)
        })
    }
}
