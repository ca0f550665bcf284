//! Counting tests by what their runners print.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed, failed and were skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that ran and held.
    pub passed: u64,
    /// Tests that did not hold, or broke off.
    pub failed: u64,
    /// Tests that their runner left out.
    pub skipped: u64,
}

impl Tally {
    /// Reads one line of `cargo test`; only the closing line of each test program counts.
    pub fn read_cargo(&mut self, line: &str) {
        let Some(rest) = line.trim_start().strip_prefix("test result: ") else { return };
        let Some((_, counts)) = rest.split_once(". ") else { return };
        for part in counts.split(';') {
            let mut words = part.split_whitespace();
            let (Some(number), Some(kind)) = (words.next(), words.next()) else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match kind {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.skipped += number,
                _ => {}
            }
        }
    }

    /// Reads one line of Node's test runner; only the lines of its summary count.
    ///
    /// A summary line starts with a sign (`#` or `ℹ`), at the beginning of the line.
    pub fn read_node(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) else {
            return;
        };
        let mut words = rest.split(' ');
        let (Some(kind), Some(number), None) = (words.next(), words.next(), words.next()) else {
            return;
        };
        let Ok(number) = number.parse::<u64>() else { return };
        match kind {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The plain closing line: `N passed, N failed`, with `, N skipped` when some were.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn tally(read: fn(&mut Tally, &str), text: &str) -> Tally {
        let mut tally = Tally::default();
        text.lines().for_each(|line| read(&mut tally, line));
        tally
    }

    #[test]
    fn closing_lines_of_cargo_are_added_up() {
        let text = "\
running 2 tests
test a ... ok
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s

test result: FAILED. 4 passed; 5 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s";
        let expected = Tally { passed: 6, failed: 5, skipped: 1 };
        assert_eq!(tally(Tally::read_cargo, text), expected);
    }

    #[test]
    fn a_test_named_like_a_closing_line_is_not_counted() {
        assert_eq!(tally(Tally::read_cargo, "test result ... ok"), Tally::default());
    }

    #[test]
    fn the_summary_of_node_is_read_in_both_of_its_forms() {
        let spec =
            "✔ it holds (1ms)\nℹ tests 9\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 1";
        let expected = Tally { passed: 5, failed: 2, skipped: 2 };
        assert_eq!(tally(Tally::read_node, spec), expected);
        let tap =
            "ok 1 - it holds\n# tests 9\n# pass 5\n# fail 1\n# cancelled 1\n# skipped 1\n# todo 1";
        assert_eq!(tally(Tally::read_node, tap), expected);
    }

    #[test]
    fn a_note_of_a_test_is_not_a_summary() {
        assert_eq!(tally(Tally::read_node, "# pass 5 of them\n    # pass 3"), Tally::default());
    }

    #[test]
    fn skipped_tests_are_named_only_when_there_are_some() {
        assert_eq!(Tally { passed: 3, failed: 0, skipped: 0 }.to_string(), "3 passed, 0 failed");
        let some = Tally { passed: 3, failed: 1, skipped: 2 };
        assert_eq!(some.to_string(), "3 passed, 1 failed, 2 skipped");
    }
}
