//! A square code for a camera: its modules as rectangles, with what it says in words beside it.

use pdf_writer::Content;

use super::layout::HEIGHT;
use super::write::points;

/// A square of dark and light modules, row by row, without the free margin around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Modules of one side.
    pub side: usize,
    /// Whether each is dark.
    pub dark: Vec<bool>,
}

/// Free modules around the code; readers need four.
pub const MARGIN: i32 = 4;

impl Code {
    /// Modules of one side with the margin.
    pub fn wide(&self) -> i32 {
        i32::try_from(self.side).unwrap_or(i32::MAX / 4) + 2 * MARGIN
    }

    /// Runs of dark modules: row, first column, how many. Fewer rectangles than modules, and no seams within a row.
    fn runs(&self) -> Vec<(i32, i32, i32)> {
        let mut runs = Vec::new();
        for (y, row) in (0_i32..).zip(self.dark.chunks(self.side.max(1))) {
            let mut begun: Option<i32> = None;
            for (x, dark) in (0_i32..).zip(row.iter().copied().chain([false])) {
                match (begun, dark) {
                    (None, true) => begun = Some(x),
                    (Some(from), false) => {
                        runs.push((y, from, x - from));
                        begun = None;
                    }
                    _ => {}
                }
            }
        }
        runs
    }

    /// Draws it with its margin into a square of this place; black, whatever the page looks like.
    pub fn draw(&self, content: &mut Content, x: i32, y: i32, module: i32) {
        content.set_fill_gray(0.0);
        for (row, from, length) in self.runs() {
            let left = x + (from + MARGIN) * module;
            let low = y + (row + MARGIN + 1) * module;
            content.rect(
                points(left),
                points(HEIGHT - low),
                points(length * module),
                points(module),
            );
        }
        content.fill_nonzero();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_drawn_in_runs_and_ends_at_its_end() {
        let code =
            Code { side: 3, dark: vec![true, true, false, false, true, true, true, false, true] };
        assert_eq!(code.runs(), [(0, 0, 2), (1, 1, 2), (2, 0, 1), (2, 2, 1)]);
        assert_eq!(code.wide(), 11);
        assert_eq!(Code { side: 0, dark: Vec::new() }.runs(), []);
    }
}
