//! The clock of a rehearsal: a call is played from its opening to its released result in an afternoon.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context as _, bail};
use jiff::{SignedDuration, Timestamp};
use kelisim_app::Clock;

use super::SystemClock;

/// Most seconds a rehearsal is ahead of the machine: ten years.
const MOST: i64 = 10 * 366 * 86_400;

/// The clock of the machine, ahead by as many seconds as a file says at that moment. It never goes back, and a file
/// that says something else leaves it where it is. Only the demonstration has one.
#[derive(Debug)]
pub struct RehearsalClock {
    file: PathBuf,
    ahead: AtomicI64,
}

impl RehearsalClock {
    /// The clock of a file.
    ///
    /// # Errors
    /// When the file cannot be read or does not hold a number of seconds from 0 to ten years.
    pub fn open(file: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("reading {}, the clock of the rehearsal", file.display()))?;
        let Some(ahead) = seconds(&text) else {
            bail!(
                "{} does not say how far ahead the clock is: write a whole number of seconds from 0 to {MOST}",
                file.display()
            );
        };
        Ok(Self { file: file.to_owned(), ahead: AtomicI64::new(ahead) })
    }
}

fn seconds(text: &str) -> Option<i64> {
    text.trim().parse().ok().filter(|ahead| (0..=MOST).contains(ahead))
}

impl Clock for RehearsalClock {
    fn now(&self) -> Timestamp {
        let said =
            std::fs::read_to_string(&self.file).ok().as_deref().and_then(seconds).unwrap_or(0);
        let ahead = self.ahead.fetch_max(said, Ordering::SeqCst).max(said);
        SystemClock.now().saturating_add(SignedDuration::from_secs(ahead)).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;

    #[test]
    fn a_rehearsal_goes_ahead_by_what_its_file_says_and_never_back() {
        let scratch = Scratch::new();
        let file = scratch.path.join("ahead");
        assert!(RehearsalClock::open(&file).is_err(), "no file");
        for wrong in ["", "soon", "-1", "1.5", "999999999999"] {
            std::fs::write(&file, wrong).unwrap();
            assert!(RehearsalClock::open(&file).is_err(), "{wrong}");
        }
        std::fs::write(&file, "0\n").unwrap();
        let clock = RehearsalClock::open(&file).unwrap();
        let ahead = || clock.now().duration_since(SystemClock.now()).as_secs();
        assert!(ahead() <= 0);
        std::fs::write(&file, "3600").unwrap();
        assert!((3590..=3600).contains(&ahead()));
        for less in ["10", "nonsense"] {
            std::fs::write(&file, less).unwrap();
            assert!((3590..=3600).contains(&ahead()), "{less}");
        }
        std::fs::remove_file(&file).unwrap();
        assert!((3590..=3600).contains(&ahead()));
    }
}
