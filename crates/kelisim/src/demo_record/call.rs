//! The calls of the demonstration: under a line whose total was published, with a split that is made up and says so.

use anyhow::Context as _;
use jiff::SignedDuration;
use kelisim_app::growing::{About, Growing};
use kelisim_app::{Actor, App, Context, Signed};
use kelisim_domain::id::{CallId, MoveId, QuotaLineId};
use kelisim_domain::programme::Kind;
use kelisim_domain::programme::call::{
    Call, Criterion, Description, Document, Event, Funding, Phase, Rule, Seat, Take, Terms, moves,
};
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_domain::quota::{self, Account, Move, QuotaLine, Reason};
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::Role;

use super::accounts::account_of;
use super::call_file;
use super::load::{Loader, stream_of, told};

/// The officer of the demonstration who publishes what was drafted from the files.
pub(super) fn officer(app: &App, registry: RegistryCode) -> Context<'_> {
    app.context(Actor::User(Signed {
        id: account_of(Role::Officer, registry),
        name: "Officer (demonstration)".to_owned(),
        registry,
        role: Role::Officer,
        partners: Vec::new(),
        pass: None,
    }))
}

impl Loader<'_> {
    /// The moves that the calls of a line make, with the made-up confirmation of its places before them.
    pub(super) fn calls_of(
        &mut self,
        key: &str,
        line: &mut Growing<QuotaLine>,
    ) -> anyhow::Result<()> {
        let record = self.record;
        let mut confirmed_once = false;
        for file in record.calls.iter().filter(|call| call.line == key) {
            let (id, places) = {
                let state = line.state()?;
                (state.id, state.balances.get(Account::Pledged))
            };
            let description = line.state()?.description.clone();
            let own = Description { registry: description.registry, partner: description.partner };
            let confirmed = Move {
                id: MoveId::new(stream_of("move", &format!("{key}/confirmed")).uuid()),
                from: Account::Pledged,
                to: Account::Confirmed,
                places,
                on: self.ctx.today(),
                reason: Reason::InCourse,
                other: None,
                quotation: None,
                note: Some(file.confirmed.text()?),
                call: None,
                placement: None,
            };
            if !confirmed_once {
                let step = confirmed.clone();
                line.push(self.ctx, &quota::Event::Moved { step }, About::TODAY).map_err(told)?;
                confirmed_once = true;
            }
            // What is finished is made afterwards, step by step on the days of its own.
            if file.candidates.is_some() {
                continue;
            }
            let (call, takes) = self.call(file, id, own)?;
            for (n, take) in takes.into_iter().enumerate() {
                let move_key = format!("{}/{n}", file.key);
                let step = Move {
                    id: MoveId::new(stream_of("move", &move_key).uuid()),
                    from: take.from,
                    to: take.to,
                    places: take.places,
                    reason: take.reason,
                    note: None,
                    call: Some(call),
                    placement: None,
                    ..confirmed.clone()
                };
                line.push(self.ctx, &quota::Event::Moved { step }, About::TODAY).map_err(told)?;
            }
        }
        Ok(())
    }

    /// A call with everything it needs, drafted from its file and published by the officer.
    fn call(
        &mut self,
        file: &call_file::Call,
        line: QuotaLineId,
        description: Description,
    ) -> anyhow::Result<(CallId, Vec<Take>)> {
        let id = CallId::new(stream_of("call", &file.key).uuid());
        let officer = officer(self.app, description.registry);
        let terms = terms(self.ctx, file, line)?;
        let hash = terms.hash()?;
        let mut growing = Growing::<Call>::new(id.into());
        let begun = Event::Begun { description, terms };
        growing.push(self.ctx, &begun, About::TODAY).map_err(told)?;
        let submitted = Event::Submitted { why: None };
        growing.push(self.ctx, &submitted, About::TODAY).map_err(told)?;
        let before = growing.state()?.clone();
        growing.push(&officer, &Event::Published { hash }, About::TODAY).map_err(told)?;
        let takes = moves(Some(&before), growing.state()?);
        self.add(growing)?;
        Ok((id, takes))
    }
}

/// The terms of a file, with its days counted from today.
pub(super) fn terms(
    ctx: &Context<'_>,
    file: &call_file::Call,
    line: QuotaLineId,
) -> anyhow::Result<Terms> {
    let mut terms = Terms::new(Kind::Residency, file.title.text()?, file.zone.clone());
    terms.about = Some(file.about.text()?);
    terms.made_up = true;
    for seat in &file.seat {
        let specialty = SpecialtyCode::read(&seat.specialty)
            .with_context(|| format!("no specialty {}", seat.specialty))?;
        let seat = Seat {
            line,
            host: seat.host.clone(),
            specialty,
            places: seat.places,
            funding: Funding::HostState,
        };
        let seat = terms.item(seat);
        terms.seats.push(seat);
    }
    for reserve in &file.reserve {
        let reserve = terms.item(reserve.clone());
        terms.reserves.push(reserve);
    }
    for document in &file.document {
        let document = Document { name: document.name.text()?, class: document.class };
        let document = terms.item(document);
        terms.documents.push(document);
    }
    for criterion in &file.criterion {
        let criterion = Criterion { name: criterion.name.text()?, weight: criterion.weight };
        let criterion = terms.item(criterion);
        terms.criteria.push(criterion);
    }
    for rule in &file.rule {
        let rule = Rule { expression: rule.expression.clone(), reason: rule.reason.text()? };
        let rule = terms.item(rule);
        terms.rules.push(rule);
    }
    // Days begin at nine in the morning by the clocks of the call.
    let today = ctx.today().at(9, 0, 0, 0);
    let day = |days: i64| -> anyhow::Result<jiff::Timestamp> {
        let local = today.checked_add(SignedDuration::from_hours(24 * days))?;
        Ok(terms.zone.instant(local)?)
    };
    let phases: Vec<Phase> = file
        .phase
        .iter()
        .map(|phase| Ok(Phase { kind: phase.kind, from: day(phase.from)?, to: day(phase.to)? }))
        .collect::<anyhow::Result<_>>()?;
    for phase in phases {
        let phase = terms.item(phase);
        terms.phases.push(phase);
    }
    Ok(terms)
}
