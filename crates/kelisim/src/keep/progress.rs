//! How far a long piece of work has come, how fast it goes, and how long it will take.

use std::time::{Duration, Instant};

/// Says on the standard error, every two seconds, how far it has come.
pub struct Progress {
    what: &'static str,
    total: u64,
    done: u64,
    begun: Instant,
    said: Instant,
}

impl Progress {
    /// Begins; `what` are the things that are counted.
    pub fn new(what: &'static str, total: u64) -> Self {
        let begun = Instant::now();
        Self { what, total, done: 0, begun, said: begun }
    }

    /// More of them are done.
    pub fn add(&mut self, things: u64) {
        self.done += things;
        if self.said.elapsed() >= Duration::from_secs(2) {
            self.said = Instant::now();
            eprintln!("{}", told(self.what, self.done, self.total, self.begun.elapsed()));
        }
    }

    /// How many are done.
    pub const fn done(&self) -> u64 {
        self.done
    }

    /// How long it took.
    pub fn took(&self) -> Duration {
        self.begun.elapsed()
    }
}

fn told(what: &str, done: u64, total: u64, took: Duration) -> String {
    let millis = took.as_millis().max(1);
    let rate = u128::from(done) * 1000 / millis;
    let left = u128::from(total.saturating_sub(done)) * millis / u128::from(done.max(1)) / 1000;
    format!("{done} of {total} {what}, {rate} a second, {} left", clock(left))
}

/// Seconds as minutes and seconds.
fn clock(seconds: u128) -> String {
    format!("about {}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_remaining_time_follow_from_what_is_done() {
        let text = told("records", 500, 2_000, Duration::from_secs(50));
        assert_eq!(text, "500 of 2000 records, 10 a second, about 2:30 left");
        let text = told("records", 0, 0, Duration::ZERO);
        assert_eq!(text, "0 of 0 records, 0 a second, about 0:00 left");
    }
}
