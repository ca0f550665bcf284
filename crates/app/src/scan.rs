//! Lists with a filter that is computed: rows are read a page at a time, until enough of them fit.

use std::pin::Pin;

use kelisim_store::reading::{Body, DayCursor};
use serde::de::DeserializeOwned;

use crate::Result;
use crate::context::Context;
use crate::lookup::read_all;

/// How many rows are read at a time where a filter is computed.
pub(crate) const PAGE: i64 = 200;
/// How many rows one list reads at most before it says where to go on.
const SCAN: usize = 5_000;

/// Rows on their way from the store.
type Fetched<'f> = Pin<Box<dyn Future<Output = kelisim_store::Result<Vec<Body>>> + Send + 'f>>;

/// A list that is read.
pub(crate) struct Scan {
    /// Where it begins.
    pub(crate) after: Option<DayCursor>,
    /// How many rows are wanted.
    pub(crate) limit: usize,
    /// Whether rows may be left out by what is computed.
    pub(crate) computed: bool,
}

impl Scan {
    /// Everything, as far as one list is read.
    pub(crate) const ALL: Self = Self { after: None, limit: usize::MAX, computed: true };

    /// Reads rows with `fetch` until as many fit `line` as are wanted; gives them, and where the list goes on.
    pub(crate) async fn run<'f, T: DeserializeOwned, L>(
        self,
        ctx: &Context<'_>,
        fetch: impl Fn(Option<DayCursor>, i64) -> Fetched<'f>,
        place: impl Fn(&T) -> DayCursor,
        line: impl Fn(&T) -> Option<L>,
    ) -> Result<(Vec<L>, Option<DayCursor>)> {
        let page = if self.computed {
            PAGE
        } else {
            i64::try_from(self.limit).unwrap_or(PAGE).saturating_add(1)
        };
        let (mut lines, mut read, mut after) = (Vec::new(), 0, self.after);
        loop {
            let bodies = fetch(after, page).await?;
            let whole = i64::try_from(bodies.len()).unwrap_or(i64::MAX) < page;
            for it in read_all::<T>(ctx, bodies).await? {
                if lines.len() == self.limit {
                    // One more row is there: the list goes on behind the last one read.
                    return Ok((lines, after));
                }
                read += 1;
                after = Some(place(&it));
                lines.extend(line(&it));
            }
            if whole {
                return Ok((lines, None));
            }
            if read >= SCAN {
                return Ok((lines, after));
            }
        }
    }
}
