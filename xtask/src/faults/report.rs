//! What came of a scene: a table, remarks, and what did not hold.

use super::ledger::Ledger;

/// What came of a scene.
#[derive(Debug, Default)]
pub struct Report {
    name: &'static str,
    heading: String,
    rows: Vec<String>,
    tried: usize,
    faults: Vec<String>,
}

impl Report {
    /// An empty one.
    pub fn of(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    /// Adds a lane whose officers and programs were held against the journal.
    pub fn ledger(&mut self, lane: &str, ledger: &Ledger) {
        self.heading = Ledger::heading("lane");
        self.rows.push(ledger.row(lane));
        self.tried += ledger.acknowledged();
        self.faults.extend(ledger.faults().iter().map(|fault| format!("{lane}: {fault}")));
    }

    /// Names the columns.
    pub fn heading(&mut self, heading: &str) {
        heading.clone_into(&mut self.heading);
    }

    /// Adds a row of another kind, with how much was tried in it.
    pub fn row(&mut self, row: String, tried: usize) {
        self.rows.push(row);
        self.tried += tried;
    }

    /// Adds what did not hold.
    pub fn fault(&mut self, fault: String) {
        println!("FAULT: {fault}");
        self.faults.push(fault);
    }

    /// How much was tried.
    pub const fn tried(&self) -> usize {
        self.tried
    }

    /// How much did not hold.
    pub const fn faults(&self) -> usize {
        self.faults.len()
    }

    /// Prints the table and what did not hold.
    pub fn print(&self) {
        println!("\n{}", self.heading);
        for row in &self.rows {
            println!("{row}");
        }
        for fault in &self.faults {
            println!("FAULT, {fault}");
        }
    }

    /// One line.
    pub fn summary(&self) -> String {
        let Self { name, tried, faults, .. } = self;
        format!("faults {name}: {tried} tried, {} faults", faults.len())
    }
}
