//! The history of an instrument: every fact with its passage, and the work on its texts.

use std::collections::BTreeMap;

use kelisim_domain::aggregate::Meta;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::text::Text4;
use kelisim_i18n::{Arg, Zone};

use super::shown::Naming;
use crate::commitment::shown::Quoted;
use crate::words::{self, Told};

/// Something in the history.
pub(crate) struct Happened {
    pub(crate) version: i64,
    pub(crate) machine: String,
    pub(crate) date: String,
    pub(crate) what: String,
    pub(crate) details: Vec<Told>,
    pub(crate) quote: Option<Quoted>,
    pub(crate) entered: String,
}

/// A fact on its way to the page: where it was entered, what it says, its details and its passage.
type Fact<'a> = (Meta, String, Vec<Told>, Option<&'a Quotation>);

impl Naming<'_> {
    /// Everything on record, the latest known first.
    pub(super) fn history(&self) -> Vec<Happened> {
        let (l, it) = (self.l, self.it());
        let mut all: Vec<Fact<'_>> = Vec::new();
        let told = |text: &Text4| Told::new(l, text);
        let e = &it.entered;
        all.push((e.meta, l.t("instrument-h-entered").to_owned(), Vec::new(), Some(&e.what)));
        for s in &it.clauses {
            let rows = self.clause(&s.what.clause).into_iter();
            let rows = rows.map(|(name, value)| self.own(format!("{name}: {value}"))).collect();
            all.push((
                s.meta,
                l.t("instrument-h-clause").to_owned(),
                rows,
                Some(&s.what.quotation),
            ));
        }
        for s in &it.acts {
            let date = l.edtf(&s.what.on.to_string());
            let (party, kind) = (self.party(&s.what.party), l.term("act_kind", s.what.kind.code()));
            let args =
                [("party", Arg::Str(&party)), ("act", Arg::Str(kind)), ("date", Arg::Str(&date))];
            let details = s.what.place.iter().chain(&s.what.note).map(told).collect();
            all.push((
                s.meta,
                l.format("instrument-h-act", &args),
                details,
                Some(&s.what.quotation),
            ));
        }
        for s in &it.reports {
            let date = l.edtf(&s.what.on.to_string());
            let what = l.format("instrument-h-force", &[("date", Arg::Str(&date))]);
            all.push((s.meta, what, Vec::new(), Some(&s.what.quotation)));
        }
        for s in &it.changes {
            let date = l.edtf(&s.what.on.to_string());
            let kind = l.term("change_kind", s.what.kind.code());
            let args = [("what", Arg::Str(kind)), ("date", Arg::Str(&date))];
            let details = s.what.note.iter().map(told).collect();
            all.push((
                s.meta,
                l.format("instrument-h-change", &args),
                details,
                Some(&s.what.quotation),
            ));
        }
        self.work(&mut all);
        for s in &it.links {
            let Some(commitment) = self.page.commitments.get(&s.what.commitment) else { continue };
            let details = vec![told(&commitment.description.title)];
            all.push((
                s.meta,
                l.t("instrument-h-link").to_owned(),
                details,
                Some(&s.what.quotation),
            ));
        }
        all.sort_by_key(|(meta, ..)| std::cmp::Reverse((meta.known_on, meta.version)));
        let happened = |(meta, what, details, quotation): Fact<'_>| Happened {
            version: meta.version,
            machine: meta.known_on.to_string(),
            date: l.date_long(meta.known_on),
            what,
            details,
            quote: quotation.and_then(|q| self.quoted(q)),
            entered: l.instant_short(meta.recorded_at, Zone::Utc),
        };
        all.into_iter().map(happened).collect()
    }

    /// Texts and their approvals, drafts sent and answers.
    fn work<'a>(&'a self, all: &mut Vec<Fact<'a>>) {
        let (l, it) = (self.l, self.it());
        let told = |text: &Text4| Told::new(l, text);
        for s in &it.drafts {
            let what = l.format("instrument-h-draft", &[("name", Arg::Str(&s.what.name))]);
            all.push((s.meta, what, s.what.note.iter().map(told).collect(), None));
        }
        for s in &it.approvals {
            let a = &s.what.approval;
            let side = l.term("text_side", a.side.code());
            let hash = a.hash.short();
            let args = [("side", Arg::Str(side)), ("hash", Arg::Str(&hash))];
            let details = a.note.iter().map(told).collect();
            all.push((
                s.meta,
                l.format("instrument-h-approved", &args),
                details,
                a.quotation.as_ref(),
            ));
        }
        let agencies: BTreeMap<i64, String> =
            it.sent.iter().map(|s| (s.meta.version, words::text(l, &s.what.agency).0)).collect();
        for s in &it.sent {
            let agency = agencies.get(&s.meta.version).cloned().unwrap_or_default();
            let date = l.edtf(&s.what.sent.to_string());
            let args = [("agency", Arg::Str(&agency)), ("date", Arg::Str(&date))];
            let details = s.what.matter.iter().map(told).collect();
            all.push((
                s.meta,
                l.format("instrument-h-sent", &args),
                details,
                s.what.quotation.as_ref(),
            ));
        }
        for s in &it.replies {
            let agency = agencies.get(&s.what.step).cloned().unwrap_or_default();
            let answer = l.term("approval_answer", s.what.answer.code());
            let args = [("agency", Arg::Str(&agency)), ("answer", Arg::Str(answer))];
            let details = s.what.remark.iter().map(told).collect();
            all.push((
                s.meta,
                l.format("instrument-h-answer", &args),
                details,
                s.what.quotation.as_ref(),
            ));
        }
    }
}
