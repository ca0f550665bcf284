//! The promise bar: a hollow track for what was promised, a solid bar for what was delivered.

use std::fmt::Write as _;

use super::markup::{per_cent, share};

/// A bar beside its text; the text says the numbers, so the picture is hidden from readers of speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PromiseBar {
    /// What was promised; without a number there is no bar.
    pub promised: Option<u64>,
    /// What was delivered, where a figure exists.
    pub delivered: Option<u64>,
    /// Whether the words are only talks: a dashed track, never filled.
    pub talk: bool,
}

impl From<PromiseBar> for kelisim_exchange::pdf::Bar {
    fn from(bar: PromiseBar) -> Self {
        let PromiseBar { promised, delivered, talk } = bar;
        Self { promised, delivered, talk }
    }
}

impl PromiseBar {
    /// The bar, or nothing where no number was promised.
    #[must_use]
    pub fn svg(&self) -> String {
        let open = "<svg class=\"pd\" height=\"12\" aria-hidden=\"true\">";
        if self.talk {
            return format!(
                "{open}<rect class=\"p talk\" width=\"100%\" height=\"12\" rx=\"2\"/></svg>"
            );
        }
        let Some(promised) = self.promised.filter(|promised| *promised > 0) else {
            return String::new();
        };
        let delivered = self.delivered.unwrap_or(0);
        let whole = promised.max(delivered);
        let track = per_cent(share(promised, whole, 10_000).max(50));
        let mut svg = format!("{open}<rect class=\"p\" width=\"{track}\" height=\"12\" rx=\"2\"/>");
        if delivered > 0 {
            let bar = per_cent(share(delivered, whole, 10_000).max(50));
            let _ = write!(svg, "<rect class=\"d\" width=\"{bar}\" height=\"12\" rx=\"2\"/>");
            if delivered > promised {
                // The end of the promise stays visible on the bar that went past it.
                let _ = write!(svg, "<rect class=\"o\" width=\"{track}\" height=\"12\" rx=\"2\"/>");
            }
        }
        svg.push_str("</svg>");
        svg
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(promised: Option<u64>, delivered: Option<u64>) -> String {
        PromiseBar { promised, delivered, talk: false }.svg()
    }

    #[test]
    fn delivered_is_a_share_of_promised() {
        assert!(svg(Some(150), Some(48)).contains("class=\"d\" width=\"32%\""));
        assert!(svg(Some(150), Some(150)).contains("class=\"d\" width=\"100%\""));
    }

    #[test]
    fn more_than_promised_shortens_the_track_and_not_the_bar() {
        let svg = svg(Some(30), Some(60));
        assert!(
            svg.contains("class=\"p\" width=\"50%\"") && svg.contains("class=\"d\" width=\"100%\"")
        );
    }

    #[test]
    fn no_number_is_no_bar_and_no_figure_is_no_filling() {
        assert_eq!(svg(None, Some(48)), "");
        assert_eq!(svg(Some(0), None), "");
        assert!(!svg(Some(150), None).contains("class=\"d\""));
        assert!(!svg(Some(150), Some(0)).contains("class=\"d\""));
        assert!(svg(Some(u64::MAX), Some(1)).contains("class=\"d\" width=\"0.5%\""));
    }

    #[test]
    fn talks_are_dashed_whatever_the_numbers() {
        let svg = PromiseBar { promised: Some(9), delivered: Some(9), talk: true }.svg();
        assert!(svg.contains("p talk") && !svg.contains("class=\"d\""));
    }
}
