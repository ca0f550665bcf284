//! The bar of a promise: a hollow box for what was promised, a solid one for what was delivered.

use pdf_writer::Content;

use super::Bar;

/// How a box looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Promised.
    Hollow,
    /// Delivered.
    Solid,
    /// Only talked about.
    Dashed,
}

impl Look {
    /// Sets the colours and lines of the boxes that follow.
    pub fn choose(self, content: &mut Content) {
        let [blue, green, grey] = [[47_u8, 79, 168], [10, 107, 102], [110, 122, 119]]
            .map(|c| c.map(|p| f32::from(p) / 255.0));
        match self {
            Self::Solid => content.set_fill_rgb(green[0], green[1], green[2]),
            Self::Hollow => content.set_stroke_rgb(blue[0], blue[1], blue[2]).set_line_width(0.8),
            Self::Dashed => content
                .set_stroke_rgb(grey[0], grey[1], grey[2])
                .set_line_width(0.8)
                .set_dash_pattern([2.0, 2.0], 0.0),
        };
    }
}

/// The least a box is wide, so that one place of ten thousand is still seen.
const LEAST: i32 = 600;

/// The boxes of a bar in a column this wide, in the order they are drawn.
///
/// Rule: the longer of the two fills the column. Of more than was promised, the end of the promise stays visible on the
/// solid box. Without a promised number there is no box, whatever was delivered.
pub fn boxes(bar: &Bar, width: i32) -> Vec<(i32, Look)> {
    if bar.talk {
        return vec![(width, Look::Dashed)];
    }
    let Some(promised) = bar.promised.filter(|n| *n > 0) else { return Vec::new() };
    let delivered = bar.delivered.unwrap_or(0);
    let whole = i128::from(promised.max(delivered));
    let share = |n: u64| {
        let part = i128::from(width) * i128::from(n) / whole;
        i32::try_from(part).unwrap_or(width).max(LEAST)
    };
    let hollow = (share(promised), Look::Hollow);
    if delivered == 0 { vec![hollow] } else { vec![(share(delivered), Look::Solid), hollow] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(promised: Option<u64>, delivered: Option<u64>) -> Vec<(i32, Look)> {
        boxes(&Bar { promised, delivered, talk: false }, 100_000)
    }

    #[test]
    fn delivered_is_a_share_of_promised_and_more_shortens_the_promise() {
        assert_eq!(of(Some(150), Some(48)), [(32_000, Look::Solid), (100_000, Look::Hollow)]);
        assert_eq!(of(Some(30), Some(60)), [(100_000, Look::Solid), (50_000, Look::Hollow)]);
        assert_eq!(of(Some(u64::MAX), Some(1)), [(LEAST, Look::Solid), (100_000, Look::Hollow)]);
    }

    #[test]
    fn no_number_is_no_bar_and_no_figure_fills_nothing() {
        assert_eq!(of(None, Some(48)), []);
        assert_eq!(of(Some(0), None), []);
        assert_eq!(of(Some(9), None), [(100_000, Look::Hollow)]);
        assert_eq!(of(Some(9), Some(0)), [(100_000, Look::Hollow)]);
    }

    #[test]
    fn talks_are_dashed_whatever_the_numbers() {
        let bar = Bar { promised: Some(9), delivered: Some(9), talk: true };
        assert_eq!(boxes(&bar, 100_000), [(100_000, Look::Dashed)]);
    }
}
