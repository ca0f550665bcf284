//! A house that is served, with an officer signed in and programs at hand, and what all of them were told so far.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::crew::Crew;
use super::house::{House, Served};
use super::ledger::Ledger;
use super::load::{Baton, Told};
use super::program::Program;
use super::random::Random;

/// Programs that work beside the officers.
const PROGRAMS: u32 = 2;

/// A house at work.
pub struct Stage {
    /// The house.
    pub house: House,
    /// Its server; none between two of them.
    pub served: Option<Served>,
    /// What everybody was told.
    pub ledger: Ledger,
    /// Chooses moments.
    pub random: Random,
    /// After how long without an answer an officer goes on with something else; none, where an answer must come.
    pub gives_up: Option<Duration>,
    cookie: String,
    program: Program,
    begun: Instant,
}

impl Stage {
    /// Loads the demonstration, starts the server, signs an officer in and makes a token and its lines.
    pub fn open(house: House, seed: u64) -> Result<Self> {
        let begun = Instant::now();
        let account = house.load()?;
        let served = house.serve()?;
        let cookie = served.sign_in(&account)?;
        let program = Program::open(served.address(), &cookie, PROGRAMS)?;
        let (ledger, random) = (Ledger::default(), Random::new(seed));
        Ok(Self {
            house,
            served: Some(served),
            ledger,
            random,
            gives_up: None,
            cookie,
            program,
            begun,
        })
    }

    /// Everybody works until `strike` has told the baton how it ends.
    pub fn work(
        &mut self,
        name: String,
        patience: Duration,
        strike: impl FnOnce(&Baton) -> Result<()>,
    ) -> Result<Told> {
        let address = self.served.as_ref().context("nothing serves")?.address();
        let program = Some(&self.program);
        let crew = Crew {
            address,
            cookie: &self.cookie,
            program,
            name,
            patience,
            gives_up: self.gives_up,
        };
        crew.work(&mut Random::new(self.random.next()), strike)
    }

    /// Holds what was told against the journal, read past the server.
    pub fn check(&mut self, told: Told) -> Result<()> {
        let verified = self.house.verify(self.ledger.root())?;
        let entries = self.house.entries()?;
        self.ledger.check(told, verified, &entries);
        Ok(())
    }

    /// Ends the server, writes the reading tables anew and compares them.
    pub fn finish(mut self) -> Result<Ledger> {
        if let Some(served) = self.served.take() {
            served.stop()?;
        }
        self.ledger.rebuilt(self.house.rebuilt_otherwise()?);
        self.ledger.took(self.begun.elapsed());
        Ok(self.ledger)
    }
}
