//! Applications that went all the way to a run: sent, nominated, verified by the host's side and scored by two made-up
//! reviewers, so that a run over many of them can be measured.
//!
//! They are sent as people send them; what officers, the host's side and reviewers enter is written to the journal by the
//! same rules, many applications in one transaction. Once the windows to object are over, nothing but the run is missing.

use anyhow::{Context as _, anyhow};
use jiff::SignedDuration;
use kelisim_app::growing::{About, Growing};
use kelisim_app::{Actor, App, Context, Signed};
use kelisim_domain::Refusal;
use kelisim_domain::id::{ApplicationId, UserId};
use kelisim_domain::programme::application::{self as sent, Application, Home};
use kelisim_domain::programme::call::Terms;
use kelisim_domain::programme::review::{self, Comments, Given, Review, SeatCode, Weight, window};
use kelisim_domain::programme::run::Score;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::user::Role;
use kelisim_store::{Append, Change};

use super::random::Random;
use crate::demo_record::told;

/// How far the two totals may be apart, in per cent: no third reviewer is wanted.
const APART: u64 = 8;
/// By when scores are wanted.
const DUE: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Who does the work of the house for all of them.
pub(super) struct Hands {
    /// An officer.
    pub officer: UserId,
    /// Two reviewers.
    pub reviewers: [UserId; 2],
}

/// What every review of a call needs.
pub(super) struct Reviewing<'a> {
    pub app: &'a App,
    pub registry: RegistryCode,
    pub terms: &'a Terms,
    pub hands: &'a Hands,
}

impl Reviewing<'_> {
    fn actor(&self, id: UserId, role: Role) -> Context<'_> {
        let name = "Made up".to_owned();
        let (partners, pass) = (Vec::new(), None);
        let who = Signed { id, name, registry: self.registry, role, partners, pass };
        self.app.context(Actor::User(who))
    }

    /// Writes what was entered about some applications, in one transaction.
    pub async fn settle(&self, some: &[(ApplicationId, Random)]) -> anyhow::Result<()> {
        let mut change = Change::default();
        for (id, random) in some {
            let officer = self.actor(self.hands.officer, Role::Officer);
            let mut growing =
                Growing::<Application>::load(&officer, (*id).into()).await.map_err(told)?;
            for home in [Home::Eligible, Home::Nominated] {
                let judged = sent::Event::Judged { home, reason: None, words: None };
                growing.push(&officer, &judged, About::TODAY).map_err(told)?;
            }
            let verified = sent::Event::HostVerified { refused: Vec::new(), words: None };
            let host = self.app.context(Actor::System);
            growing.push(&host, &verified, About::TODAY).map_err(told)?;
            let it = growing.state().map_err(told)?.clone();
            change.appends.push(growing.finish(&officer)?);
            change.appends.push(self.review(&officer, &it, random.clone())?);
        }
        change.appends.sort_by_key(|append| append.stream.stream);
        self.app.store().commit(&change).await.context("entering reviews")
    }

    fn weights(&self) -> Vec<Weight> {
        let weight = |number, per_cent| Weight { criterion: number, per_cent };
        let criteria = self.terms.criteria.iter();
        let mut all: Vec<Weight> =
            criteria.map(|item| weight(item.number, item.what.weight)).collect();
        all.sort_by_key(|weight| weight.criterion);
        all
    }

    /// The review of an application, scored by both and shown to the applicant.
    fn review(
        &self,
        officer: &Context<'_>,
        it: &Application,
        mut random: Random,
    ) -> anyhow::Result<Append> {
        let d = &it.description;
        let weights = self.weights();
        let mut growing = Growing::<Review>::new(Review::of(it.id).into());
        let description = review::Description {
            registry: d.registry,
            partner: d.partner.clone(),
            call: d.call,
            application: it.id,
            applicant: d.applicant,
            receipt: d.receipt.clone(),
            weights: weights.clone(),
        };
        let begun = review::Event::Begun { description };
        growing.push(officer, &begun, About::TODAY).map_err(told)?;
        let comments = Comments {
            told: Some(Text4::new(Language::En, "Made up.").map_err(refused)?),
            ..Comments::default()
        };
        let comments = serde_json::to_string(&comments).context("writing a comment")?;
        let best = 40 + random.below(60 - APART);
        for reviewer in self.hands.reviewers {
            let code = drawn(&mut random);
            let ctx = self.actor(reviewer, Role::Reviewer);
            let scores = weights.iter().map(|weight| {
                let score = format!("{}.{}", best + random.below(APART), random.below(10));
                Ok(Given { criterion: weight.criterion, score: Score::read(&score)? })
            });
            let scores = scores.collect::<Result<Vec<Given>, Refusal>>();
            let scores = scores.map_err(refused)?;
            let comments = self.app.persons().seal(d.applicant, &comments)?;
            let due = officer.now + DUE;
            let assigned = review::Event::Assigned { code: code.clone(), reviewer, due };
            growing.push(officer, &assigned, About::TODAY).map_err(told)?;
            let opened = review::Event::Opened { code: code.clone() };
            growing.push(&ctx, &opened, About::TODAY).map_err(told)?;
            let scored = review::Event::Scored { code, scores, comments };
            growing.push(&ctx, &scored, About::TODAY).map_err(told)?;
        }
        let until = window(officer.now, &self.terms.zone);
        growing.push(officer, &review::Event::Shown { until }, About::TODAY).map_err(told)?;
        Ok(growing.finish(officer)?)
    }
}

#[expect(clippy::needless_pass_by_value, reason = "given to map_err")]
fn refused(refusal: Refusal) -> anyhow::Error {
    anyhow!("a made-up review: {refusal}")
}

fn drawn(random: &mut Random) -> SeatCode {
    let mut bytes = [0; 12];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::try_from(random.next() >> (at % 8 * 8) & 0xff).unwrap_or(0);
    }
    SeatCode::drawn(bytes)
}
