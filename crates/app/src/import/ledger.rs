//! Rows that are moves of places. Each is held against the line as the rows above it leave it, so that a table whose rows
//! fit one by one and not one after another is refused where it breaks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::aggregate::Aggregate as _;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{MoveId, QuotaLineId};
use kelisim_domain::quota::{
    Account, Booked, Event as Change, LineShown, Move, Pledge, QuotaLine, Reason,
};
use kelisim_store::reading::Kind;

use super::judge::{Deed, Event, Outcome, Row, Scene};
use crate::context::Known;
use crate::growing::Growing;
use crate::lookup;
use crate::quota::{places, read_reason, read_step};
use crate::typed::{Typed, read_day};
use crate::{AppError, Result};

/// The lines that rows name.
pub(super) struct Moves {
    lines: BTreeMap<QuotaLineId, Line>,
}

struct Line {
    /// As the rows so far leave it.
    now: QuotaLine,
    /// How many moves it has without them.
    there: usize,
}

/// What a row says, before its line is asked.
struct Wanted {
    id: MoveId,
    places: u64,
    on: Date,
    step: Step,
    note: Option<kelisim_domain::text::Text4>,
}

enum Step {
    /// Further places that the table names.
    Stated,
    /// From one account to another, and to another line where they leave this one.
    Moved(Account, Account, Reason, Option<QuotaLineId>),
}

impl Moves {
    pub(super) async fn load(scene: &Scene<'_>) -> Result<Self> {
        let named: BTreeSet<QuotaLineId> = ["line", "other_line"]
            .into_iter()
            .flat_map(|column| scene.texts_of(column))
            .filter_map(|text| text.trim().parse().ok())
            .collect();
        let mut lines = BTreeMap::new();
        for id in named {
            let shown = lookup::latest::<LineShown>(scene.ctx, Kind::QuotaLine, id.uuid()).await;
            match shown {
                Ok(shown) if shown.description.registry == scene.registry => {}
                Ok(_) | Err(AppError::NotFound) => continue,
                Err(error) => return Err(error),
            }
            let now = Growing::<QuotaLine>::load(scene.ctx, id.into()).await?.state()?.clone();
            lines.insert(id, Line { there: now.moves.len(), now });
        }
        Ok(Self { lines })
    }

    pub(super) fn judge(&mut self, row: &mut Row<'_>) -> Option<Outcome> {
        let id = row.fields.get("line").trim().parse::<QuotaLineId>().ok();
        let id = id.filter(|id| self.lines.contains_key(id));
        let mut typed = Typed::default();
        let id = typed.take("line", id.ok_or(Refusal::new("import-line-unknown")));
        let wanted = self.read(row, &mut typed);
        let (id, wanted) = row.settle(typed, id.zip(wanted))?;
        if !row.is_right() {
            return None;
        }
        let line = self.lines.get(&id)?;
        if let Some(like) = line.like(&wanted) {
            let note = Refusal::new("import-move-like").with("n", like.version.to_string());
            row.remark("line", note);
        }
        match self.book(row, id, wanted) {
            Ok(deeds) => Some(Outcome::New(deeds)),
            Err(refusal) => {
                row.refuse(vec![in_columns(refusal)]);
                None
            }
        }
    }

    fn read(&self, row: &mut Row<'_>, typed: &mut Typed) -> Option<Wanted> {
        let get = |name| row.fields.get(name);
        let n = places(typed, &get("places"));
        let on = typed.take("on", read_day(&get("on")));
        let note = typed.optional_text("note", row.scene.language, &get("note"));
        let (from, to) = (get("from"), get("to"));
        let step = if from.is_empty() && to == Account::Pledged.code() {
            let fits = matches!(get("reason").as_str(), "" | "stated");
            let read = if fits { Ok(()) } else { Err(Refusal::new("quota-reason-not-here")) };
            typed.take("reason", read).map(|()| Step::Stated)
        } else {
            let step = typed.take("to", read_step(&format!("{from}-{to}")));
            let reason = step.and_then(|s| typed.take("reason", read_reason(s, &get("reason"))));
            let other = step.and_then(|(_, to)| self.receiver(typed, to, &get("other_line")));
            step.zip(reason)
                .zip(other)
                .map(|(((from, to), reason), other)| Step::Moved(from, to, reason, other))
        };
        let stays = !matches!(step, Some(Step::Moved(_, to, ..)) if to.leaves_line());
        if stays && step.is_some() && !get("other_line").is_empty() {
            row.remark("other_line", Refusal::new("import-other-idle"));
        }
        let id = MoveId::new(row.scene.ctx.new_id());
        Some(Wanted { id, places: n?, on: on?, step: step?, note: note? })
    }

    /// The line that places go to, where they leave their own.
    fn receiver(&self, typed: &mut Typed, to: Account, text: &str) -> Option<Option<QuotaLineId>> {
        if !to.leaves_line() {
            return Some(None);
        }
        let other = text.trim().parse().ok().filter(|id| self.lines.contains_key(id));
        typed.take("other_line", other.ok_or(Refusal::new("quota-other-missing"))).map(Some)
    }

    /// Books the row on its line, and on the line its places go to: on both, or on neither.
    fn book(
        &mut self,
        row: &Row<'_>,
        id: QuotaLineId,
        wanted: Wanted,
    ) -> std::result::Result<Vec<Deed>, Refusal> {
        let Wanted { id: entry, places, on, step, note } = wanted;
        let quotation = row.quotation.clone();
        let Step::Moved(from, to, reason, other) = step else {
            let pledge = Pledge { id: entry, places, on, quotation, note };
            return Ok(vec![self.push(row, id, on, Change::Pledged { pledge })?]);
        };
        let quotation = Some(quotation);
        let step = Move {
            id: entry,
            from,
            to,
            places,
            on,
            reason,
            other,
            quotation,
            note,
            call: None,
            placement: None,
        };
        let moved = Change::Moved { step };
        let Some(other) = other else { return Ok(vec![self.push(row, id, on, moved)?]) };
        let gone = || Refusal::of("line", "import-line-unknown");
        let before = self.lines.get(&id).ok_or_else(gone)?.now.clone();
        before.may_give(to, &self.lines.get(&other).ok_or_else(gone)?.now)?;
        let given = self.push(row, id, on, moved)?;
        let received = Change::Received { id: entry, line: id, places, on, reason };
        match self.push(row, other, on, received) {
            Ok(received) => Ok(vec![given, received]),
            Err(refusal) => {
                if let Some(line) = self.lines.get_mut(&id) {
                    line.now = before;
                }
                Err(refusal)
            }
        }
    }

    /// One event on one line, by the rules. The line stays as it was when they refuse.
    fn push(
        &mut self,
        row: &Row<'_>,
        id: QuotaLineId,
        on: Date,
        event: Change,
    ) -> std::result::Result<Deed, Refusal> {
        let line = self.lines.get_mut(&id).ok_or(Refusal::of("line", "import-line-unknown"))?;
        let meta = row.scene.ctx.meta(line.now.version + 1, Known::Today);
        line.now.then(event.clone(), meta)?;
        Ok(Deed {
            stream: id.into(),
            grows: true,
            valid_from: Some(Edtf::day(on)),
            event: Event::Quota(Box::new(event)),
        })
    }
}

impl Line {
    /// A move in the book, from before the table, that says the same as a row. Two places may well go the same way on
    /// one day, so it is only remarked.
    fn like(&self, wanted: &Wanted) -> Option<&Booked> {
        let (from, to, reason) = match wanted.step {
            Step::Stated => (None, Some(Account::Pledged), Reason::Stated),
            Step::Moved(from, to, reason, _) => (Some(from), Some(to), reason),
        };
        let same = |m: &&Booked| {
            (m.from, m.to, m.reason, m.places, m.on) == (from, to, reason, wanted.places, wanted.on)
        };
        self.now.moves.iter().take(self.there).find(same)
    }
}

/// A rule's refusal under the column that the row can be mended in.
fn in_columns(refusal: Refusal) -> Refusal {
    let field = match refusal.field {
        Some("step") => Some("to"),
        Some("other") => Some("other_line"),
        field => field,
    };
    Refusal { field, ..refusal }
}
