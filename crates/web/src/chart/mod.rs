//! Charts as SVG with real text, each with a table of the same numbers.
//!
//! Every chart is a struct whose texts (finding, description, labels of parts, sources) come in as written in the
//! language of the page; standing words of charts are taken from the bundles by its locale. The functions are pure:
//! the same struct gives the same bytes, coordinates are whole tenths and no floating point is used. All text is
//! escaped here, so the strings are put into a template with `|safe`.

mod bars;
mod burn;
mod compare;
mod gantt;
pub(crate) mod markup;
mod promise_bar;
mod strip;
mod trend;
mod years;

pub use bars::{Bar, Bars, Form};
pub use burn::{Burn, Point};
pub use compare::{Compare, Reading, sparkline};
pub use gantt::{Gantt, Lane, Mark};
pub use promise_bar::PromiseBar;
pub use strip::{Part, Strip, Tone};
pub use trend::{Spot, Trend};
pub use years::{Promised, SourceLink, Year, YearChart};
