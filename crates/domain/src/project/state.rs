//! The entries of a project and the rules of its moves.
//!
//! Words come in any order: an officer may enter the opening before the plan it was late for. A rule that says no looks
//! at the whole set, never at what happened to be entered first; which word counts is decided by the day from which it
//! was known.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Aspect, Baseline, Dependency, Description, Event, Link, Linked, Milestone, Point, Snapshot,
    Word, chain,
};
use crate::Refusal;
use crate::aggregate::{
    Aggregate, Meta, OpenPerson, Projection, QuotationRow, Row, ServesRow, readings_over, show,
    whole,
};
use crate::canonical::{CanonicalError, to_canonical};
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::findable::Findable;
use crate::id::{CommitmentId, InstrumentId, MilestoneId, ProjectId, StreamId};
use crate::journal::Hash;
use crate::quotation::Quotation;
use crate::text::Text4;

/// How many milestones a project may have.
pub const MOST_MILESTONES: usize = 300;

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// What it is.
    pub description: Description,
    /// The passage it was begun from, where there is one.
    pub begun: Said<Option<Quotation>>,
    /// Its milestones, in the order they were added; [`Project::milestones_in_order`] gives them as pages show them.
    pub milestones: Vec<Said<Milestone>>,
    /// What waits for what.
    pub depends: Vec<Said<Dependency>>,
    /// What people say of the days.
    pub words: Vec<Said<Word>>,
    /// Plans that were frozen, oldest first.
    pub baselines: Vec<Said<Baseline>>,
    /// What it serves.
    pub links: Vec<Said<Link>>,
    /// Whether everybody may see what rests on published passages.
    pub public: bool,
    /// Version of the last entry that concerns the whole.
    described: i64,
    /// Version of the last entry that is known, for stale forms.
    pub version: i64,
}

impl Baseline {
    /// Freezes a plan under a name.
    ///
    /// # Errors
    /// When the plan has no canonical form.
    pub fn of(name: Text4, snapshot: Snapshot) -> Result<Self, CanonicalError> {
        let hash = Hash::of(to_canonical(&snapshot)?.as_bytes());
        Ok(Self { name, hash, snapshot })
    }

    /// Whether the snapshot is still what was frozen. What everybody is shown of it may hold less.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        to_canonical(&self.snapshot).is_ok_and(|text| Hash::of(text.as_bytes()) == self.hash)
    }

    /// A milestone as it stood.
    #[must_use]
    pub fn point(&self, milestone: MilestoneId) -> Option<&Point> {
        self.snapshot.milestones.iter().find(|point| point.milestone == milestone)
    }
}

/// Which of two words about one milestone counts: the one known last; of one day the forecast before the plan, then
/// the one entered last.
fn weight(said: &Said<Word>) -> (Date, Aspect, i64) {
    (said.meta.known_on, said.what.aspect, said.meta.version)
}

impl Project {
    /// A milestone.
    #[must_use]
    pub fn milestone(&self, id: MilestoneId) -> Option<&Milestone> {
        self.milestones.iter().map(|said| &said.what).find(|milestone| milestone.id == id)
    }

    /// What waits for what.
    pub fn dependencies(&self) -> impl Iterator<Item = &Dependency> {
        self.depends.iter().map(|said| &said.what)
    }

    /// A word by the version that entered it.
    #[must_use]
    pub fn word(&self, version: i64) -> Option<&Said<Word>> {
        self.words.iter().find(|said| said.meta.version == version)
    }

    /// A baseline by the version that froze it.
    #[must_use]
    pub fn baseline(&self, version: i64) -> Option<&Said<Baseline>> {
        self.baselines.iter().find(|said| said.meta.version == version)
    }

    /// What is said of one milestone.
    pub fn words_on(&self, id: MilestoneId) -> impl Iterator<Item = &Said<Word>> {
        self.words.iter().filter(move |said| said.what.milestone == id)
    }

    /// The last word of a kind about a milestone.
    #[must_use]
    pub fn last(&self, id: MilestoneId, aspect: Aspect) -> Option<&Said<Word>> {
        self.words_on(id).filter(|said| said.what.aspect == aspect).max_by_key(|said| weight(said))
    }

    /// By what a milestone is reached. What was checked outranks what is only reported.
    #[must_use]
    pub fn reached(&self, id: MilestoneId) -> Option<&Said<Word>> {
        self.last(id, Aspect::Confirmed).or_else(|| self.last(id, Aspect::Claimed))
    }

    /// When a milestone is expected by now, as people say: the last of plan and forecasts.
    #[must_use]
    pub fn expected(&self, id: MilestoneId) -> Option<&Said<Word>> {
        let expects =
            |said: &&Said<Word>| matches!(said.what.aspect, Aspect::Planned | Aspect::Forecast);
        self.words_on(id).filter(expects).max_by_key(|said| weight(said))
    }

    /// When a milestone was expected first.
    #[must_use]
    pub fn first_word(&self, id: MilestoneId) -> Option<&Said<Word>> {
        let expects = |said: &&Said<Word>| {
            matches!(said.what.aspect, Aspect::Planned | Aspect::Forecast) && said.what.on.is_some()
        };
        self.words_on(id).filter(expects).min_by_key(|said| weight(said))
    }

    /// The word that says when a milestone was reached, else when it is expected.
    #[must_use]
    pub fn counts(&self, id: MilestoneId) -> Option<&Said<Word>> {
        self.reached(id).or_else(|| self.expected(id))
    }

    /// The milestones by phase, then by their day, those without a day last, then by kind.
    #[must_use]
    pub fn milestones_in_order(&self) -> Vec<&Milestone> {
        let mut all: Vec<&Milestone> = self.milestones.iter().map(|said| &said.what).collect();
        all.sort_by_key(|m| {
            let on = self.counts(m.id).and_then(|said| said.what.on);
            (m.phase.unwrap_or(u8::MAX), on.map_or(Date::MAX, Edtf::last_day), m.kind, m.id)
        });
        all
    }

    /// The way that a dependency would close into a circle: from what would wait to what it waits for. Nothing when it
    /// closes none.
    #[must_use]
    pub fn circle(&self, dependency: Dependency) -> Option<Vec<&Milestone>> {
        let all: Vec<Dependency> = self.dependencies().copied().collect();
        let way = chain::way(&all, dependency.after, dependency.before)?;
        Some(way.into_iter().filter_map(|id| self.milestone(id)).collect())
    }

    /// The plan as it stands, or as it was known on an earlier day. Nothing when the project was not yet known then.
    #[must_use]
    pub fn snapshot(&self, as_known_on: Option<Date>) -> Option<Snapshot> {
        let then = match as_known_on {
            Some(day) => self.known_on(day)?,
            None => self.clone(),
        };
        let mut milestones: Vec<Point> =
            then.milestones.iter().map(|m| then.point(&m.what)).collect();
        milestones.sort_by_key(|point| point.milestone);
        let mut dependencies: Vec<Dependency> = then.dependencies().copied().collect();
        dependencies.sort_unstable();
        Some(Snapshot { as_known_on, milestones, dependencies })
    }

    fn point(&self, milestone: &Milestone) -> Point {
        let said = self.counts(milestone.id).map(|said| &said.what);
        let said = said.filter(|word| word.on.is_some());
        Point {
            milestone: milestone.id,
            kind: milestone.kind,
            title: milestone.title.clone(),
            phase: milestone.phase,
            on: said.and_then(|word| word.on),
            aspect: said.map(|word| word.aspect),
            quoted: said.is_some_and(|word| word.quotation.is_some()),
        }
    }

    /// What everybody may see: days that rest on passages, without the remarks of the house and its dependencies.
    #[must_use]
    pub fn published(&self) -> Self {
        let mut this = self.clone();
        this.words.retain(|said| said.what.quotation.is_some());
        for said in &mut this.words {
            said.what.reason = None;
            said.meta.actor = None;
        }
        this.depends.clear();
        for said in &mut this.baselines {
            let snapshot = &mut said.what.snapshot;
            snapshot.dependencies.clear();
            for point in snapshot.milestones.iter_mut().filter(|point| !point.quoted) {
                (point.on, point.aspect) = (None, None);
            }
        }
        this
    }

    /// As known on a day: without whatever was published later. Nothing when it was not yet known.
    ///
    /// A passage that speaks of a milestone makes the milestone known from the day it was published, and the project
    /// with it; what rests on nobody but the writer is known from the day it was entered.
    #[must_use]
    pub fn known_on(&self, day: Date) -> Option<Self> {
        let mut this = self.clone();
        this.words.retain(|s| s.meta.known_on <= day);
        let spoken =
            |id: MilestoneId, words: &[Said<Word>]| words.iter().any(|s| s.what.milestone == id);
        this.milestones.retain(|s| s.meta.known_on <= day || spoken(s.what.id, &this.words));
        let there = |id: MilestoneId, all: &[Said<Milestone>]| all.iter().any(|s| s.what.id == id);
        this.depends.retain(|s| {
            s.meta.known_on <= day
                && there(s.what.before, &this.milestones)
                && there(s.what.after, &this.milestones)
        });
        this.baselines.retain(|s| s.meta.known_on <= day);
        this.links.retain(|s| s.meta.known_on <= day);
        let begun = this.begun.meta.known_on <= day;
        if !begun && this.words.is_empty() && this.links.is_empty() {
            return None;
        }
        this.version = this.metas().map(|m| m.version).max().unwrap_or(0).max(this.described);
        Some(this)
    }

    /// Where and when everything on record was entered.
    pub fn metas(&self) -> impl Iterator<Item = &Meta> + '_ {
        std::iter::once(&self.begun.meta)
            .chain(self.milestones.iter().map(|s| &s.meta))
            .chain(self.depends.iter().map(|s| &s.meta))
            .chain(self.words.iter().map(|s| &s.meta))
            .chain(self.baselines.iter().map(|s| &s.meta))
            .chain(self.links.iter().map(|s| &s.meta))
    }

    /// Every passage it rests on, with the entry that quotes it.
    pub fn quotations(&self) -> impl Iterator<Item = (i64, &Quotation)> + '_ {
        let begun = self.begun.what.iter().map(|q| (self.begun.meta.version, q));
        let words = self.words.iter();
        let words = words.filter_map(|s| Some((s.meta.version, s.what.quotation.as_ref()?)));
        let links = self.links.iter();
        let links = links.filter_map(|s| Some((s.meta.version, s.what.quotation.as_ref()?)));
        begun.chain(words).chain(links)
    }

    /// Commitments it serves.
    pub fn commitments(&self) -> impl Iterator<Item = CommitmentId> {
        self.links.iter().filter_map(|said| match said.what.to {
            Linked::Commitment(id) => Some(id),
            Linked::Instrument(_) => None,
        })
    }

    /// Instruments it serves.
    pub fn instruments(&self) -> impl Iterator<Item = InstrumentId> {
        self.links.iter().filter_map(|said| match said.what.to {
            Linked::Instrument(id) => Some(id),
            Linked::Commitment(_) => None,
        })
    }

    /// The day on which something of it became known last, by which lists are sorted.
    #[must_use]
    pub fn moved_on(&self) -> Date {
        self.metas().map(|meta| meta.known_on).max().unwrap_or(self.begun.meta.known_on)
    }

    fn row(&self) -> Row {
        let d = &self.description;
        Row::Project {
            registry: d.registry,
            partner: d.partner.clone(),
            moved_on: self.moved_on(),
            public: self.public,
        }
    }

    fn add(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Begun { .. } => return Err(Refusal::new("project-begun-already")),
            Event::Described { description } => {
                if description.registry != self.description.registry {
                    return Err(Refusal::new("registry-code-fixed"));
                }
                self.description = description;
                self.described = meta.version;
            }
            Event::MilestoneAdded { milestone } => self.add_milestone(milestone, meta)?,
            Event::MilestoneDescribed { milestone } => {
                let there = self.milestones.iter_mut().find(|s| s.what.id == milestone.id);
                there.ok_or(Refusal::of("milestone", "project-no-milestone"))?.what = milestone;
                self.described = meta.version;
            }
            Event::MilestoneRemoved { milestone, .. } => {
                self.has(milestone, "milestone")?;
                self.milestones.retain(|s| s.what.id != milestone);
                self.words.retain(|s| s.what.milestone != milestone);
                self.depends.retain(|s| s.what.before != milestone && s.what.after != milestone);
                self.described = meta.version;
            }
            Event::DependencyAdded { dependency } => self.depend(dependency, meta)?,
            Event::DependencyRemoved { before, after } => {
                let count = self.depends.len();
                self.depends.retain(|s| (s.what.before, s.what.after) != (before, after));
                if self.depends.len() == count {
                    return Err(Refusal::of("dependency", "project-no-dependency"));
                }
                self.described = meta.version;
            }
            Event::Dated { word } => self.say(word, meta)?,
            Event::BaselineFrozen { baseline } => self.freeze(baseline, meta)?,
            Event::LinkAdded { link } => {
                if self.links.iter().any(|s| s.what.to == link.to) {
                    return Err(Refusal::of("to", "project-linked-already"));
                }
                self.links.push(Said { meta, what: link });
            }
            Event::FactWithdrawn { version, .. } => {
                self.withdraw(version)?;
                self.described = meta.version;
            }
            Event::Published | Event::Unpublished => {
                show(&mut self.public, matches!(event, Event::Published))?;
                self.described = meta.version;
            }
        }
        self.version = meta.version;
        Ok(())
    }

    fn has(&self, milestone: MilestoneId, field: &'static str) -> Result<(), Refusal> {
        match self.milestone(milestone) {
            Some(_) => Ok(()),
            None => Err(Refusal::of(field, "project-no-milestone")),
        }
    }

    fn add_milestone(&mut self, milestone: Milestone, meta: Meta) -> Result<(), Refusal> {
        if self.milestone(milestone.id).is_some() {
            return Err(Refusal::new("project-milestone-there"));
        }
        if self.milestones.len() >= MOST_MILESTONES {
            return Err(Refusal::new("project-too-many").with("most", MOST_MILESTONES.to_string()));
        }
        self.milestones.push(Said { meta, what: milestone });
        Ok(())
    }

    /// Rule: nothing waits for itself, not even by way of others.
    fn depend(&mut self, dependency: Dependency, meta: Meta) -> Result<(), Refusal> {
        let Dependency { before, after, .. } = dependency;
        self.has(before, "before")?;
        self.has(after, "after")?;
        if before == after {
            return Err(Refusal::of("before", "project-waits-for-itself"));
        }
        if self.dependencies().any(|d| (d.before, d.after) == (before, after)) {
            return Err(Refusal::of("before", "project-depends-already"));
        }
        if let Some(circle) = self.circle(dependency) {
            let names = circle.iter().chain(circle.first());
            let names: Vec<&str> = names.map(|m| m.title.shown(m.title.record).0).collect();
            return Err(Refusal::of("before", "project-cycle").with("path", names.join(" → ")));
        }
        self.depends.push(Said { meta, what: dependency });
        Ok(())
    }

    /// Rule: only a forecast may be without a day, and it says why; what happened is not later than the day it is known
    /// from; what was checked says by what.
    fn say(&mut self, word: Word, meta: Meta) -> Result<(), Refusal> {
        self.has(word.milestone, "milestone")?;
        match (word.aspect, word.on) {
            (Aspect::Forecast, _) if word.reason.is_none() => {
                return Err(Refusal::of("reason", "project-reason-missing"));
            }
            (Aspect::Forecast, None) => {}
            (_, None) => return Err(Refusal::of("on", "project-day-missing")),
            // With one day of grace, since the day of entry is by Coordinated Universal Time.
            (aspect, Some(on)) => {
                let latest = meta.known_on.tomorrow().unwrap_or(meta.known_on);
                if aspect.is_past() && on.first_day() > latest {
                    return Err(Refusal::of("on", "project-date-ahead"));
                }
            }
        }
        if word.aspect == Aspect::Confirmed && word.quotation.is_none() && word.reason.is_none() {
            return Err(Refusal::of("reason", "project-evidence-missing"));
        }
        self.words.push(Said { meta, what: word });
        Ok(())
    }

    /// Rule: a baseline is what its hash says, has a name of its own, and holds no plan of a day to come.
    fn freeze(&mut self, baseline: Baseline, meta: Meta) -> Result<(), Refusal> {
        if !baseline.is_whole() {
            return Err(Refusal::new("project-baseline-hash"));
        }
        let name = |text: &Text4| text.shown(text.record).0.to_lowercase();
        if self.baselines.iter().any(|s| name(&s.what.name) == name(&baseline.name)) {
            return Err(Refusal::of("name", "project-baseline-name"));
        }
        if baseline.snapshot.milestones.is_empty() {
            return Err(Refusal::of("known", "project-baseline-empty"));
        }
        let latest = meta.known_on.tomorrow().unwrap_or(meta.known_on);
        if baseline.snapshot.as_known_on.is_some_and(|day| day > latest) {
            return Err(Refusal::of("known", "project-date-ahead"));
        }
        self.baselines.push(Said { meta, what: baseline });
        Ok(())
    }

    /// Rule: words and links can be taken back; a baseline stays for ever, and so does what it was begun from.
    fn withdraw(&mut self, version: i64) -> Result<(), Refusal> {
        if self.baseline(version).is_some() {
            return Err(Refusal::of("fact", "project-baseline-stays"));
        }
        let before = self.words.len() + self.links.len();
        self.words.retain(|s| s.meta.version != version);
        self.links.retain(|s| s.meta.version != version);
        if self.words.len() + self.links.len() == before {
            return Err(Refusal::of("fact", "project-no-such-fact"));
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Refusal> {
        let parties = &self.description.parties;
        let twice =
            parties.iter().enumerate().any(|(n, p)| parties.iter().skip(n + 1).any(|q| p == q));
        if parties.len() < 2 || twice {
            return Err(Refusal::of("parties", "project-two-parties"));
        }
        Ok(())
    }
}

impl Aggregate for Project {
    const NAME: &'static str = "project";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Begun { .. } => "begun",
            Event::Described { .. } => "described",
            Event::MilestoneAdded { .. } => "milestone_added",
            Event::MilestoneDescribed { .. } => "milestone_described",
            Event::MilestoneRemoved { .. } => "milestone_removed",
            Event::DependencyAdded { .. } => "dependency_added",
            Event::DependencyRemoved { .. } => "dependency_removed",
            Event::Dated { .. } => "dated",
            Event::BaselineFrozen { .. } => "baseline_frozen",
            Event::LinkAdded { .. } => "link_added",
            Event::FactWithdrawn { .. } => "fact_withdrawn",
            Event::Published => "published",
            Event::Unpublished => "unpublished",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Begun { description, quotation } = event else {
            return Err(Refusal::new("project-not-begun"));
        };
        let this = Self {
            id: ProjectId::new(stream.uuid()),
            description,
            begun: Said { meta, what: quotation },
            milestones: Vec::new(),
            depends: Vec::new(),
            words: Vec::new(),
            baselines: Vec::new(),
            links: Vec::new(),
            public: false,
            described: meta.version,
            version: meta.version,
        };
        this.check()?;
        Ok(this)
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        whole(self, |next| {
            next.add(event, meta)?;
            next.check()
        })
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let readings = readings_over(self.metas().map(|m| m.known_on), |day| {
            let known = self.known_on(day)?;
            let row = known.row();
            Some((known, row))
        })?;
        let quotations = self.quotations().map(|(number, q)| QuotationRow::of(number, q)).collect();
        let commitments = self.commitments().map(CommitmentId::uuid);
        let commitments = commitments.map(|thing| ServesRow { kind: "commitment", thing });
        let instruments = self.instruments().map(InstrumentId::uuid);
        let instruments = instruments.map(|thing| ServesRow { kind: "instrument", thing });
        let serves = commitments.chain(instruments).collect();
        let d = &self.description;
        let texts = std::iter::once(&d.title).chain(&d.site);
        let days = self.milestones.iter().filter_map(|m| self.counts(m.what.id)?.what.on);
        let day = days.map(Edtf::last_day).max();
        let day = day.unwrap_or(self.begun.meta.known_on);
        let findable = Some(Findable::by(d.registry, Some(&d.partner), self.public, day, texts));
        Ok(Projection { readings, quotations, serves, findable, ..Projection::default() })
    }
}
