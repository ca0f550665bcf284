//! In whose charge commitments are: giving it, and what is in one's own.

use kelisim_domain::Refusal;
use kelisim_domain::commitment::{Charge, Commitment, Event, Holder};
use kelisim_domain::id::{CommitmentId, UserId};
use kelisim_domain::notice::Subject;
use kelisim_domain::text::{Language, tidy_line};
use kelisim_domain::user::{AccountState, Role};
use kelisim_store::reading::CommitmentFilter;
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::access::Action;
use crate::commitment::{Line, lines, load};
use crate::context::Context;
use crate::growing::About;
use crate::lookup::{last_day, read_all};
use crate::notice::Told;
use crate::sign_in::Account;
use crate::typed::Typed;

/// What is typed to give a commitment into somebody's charge. Each is an account or an office, not both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChargeForm {
    /// Id of the account that answers for it.
    pub responsible: String,
    /// The office that answers for it.
    pub responsible_office: String,
    /// Id of the account that stands in.
    pub deputy: String,
    /// The office that stands in.
    pub deputy_office: String,
}

impl ChargeForm {
    /// The form as it stands for a commitment, for a reader of a language.
    #[must_use]
    pub fn of(commitment: &Commitment, language: Language) -> Self {
        let charge = commitment.charge();
        let account = |holder: Option<&Holder>| match holder {
            Some(Holder::Account { user }) => user.to_string(),
            _ => String::new(),
        };
        let office = |holder: Option<&Holder>| match holder {
            Some(Holder::Office { office }) => office.shown(language).0.to_owned(),
            _ => String::new(),
        };
        let responsible = charge.and_then(|c| c.responsible.as_ref());
        let deputy = charge.and_then(|c| c.deputy.as_ref());
        Self {
            responsible: account(responsible),
            responsible_office: office(responsible),
            deputy: account(deputy),
            deputy_office: office(deputy),
        }
    }
}

/// People of the registry who can be given charge: accounts in use, but not those of a partner. With the name of each.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn choices(ctx: &Context<'_>) -> Result<Vec<(UserId, String)>> {
    ctx.authorise(Action::KeepRecord)?;
    let accounts: Vec<Account> = read_all(ctx, ctx.store().users(ctx.registry()?).await?).await?;
    let can = |it: &Account| {
        it.user.state == AccountState::Active
            && !matches!(it.user.role, Role::Partner | Role::Applicant | Role::Reviewer)
    };
    let named = accounts.into_iter().filter(can);
    Ok(named.filter_map(|it| Some((it.user.id, it.fields?.name))).collect())
}

/// Gives a commitment into somebody's charge, or takes it from whoever has it.
///
/// # Errors
/// Each field that does not fit; `holder-two`, `holder-unknown`, `deputy-alone`, `deputy-same`, `charge-same`;
/// [`crate::AppError::Stale`].
pub async fn give(
    ctx: &Context<'_>,
    id: CommitmentId,
    version: i64,
    language: Language,
    form: &ChargeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let known = choices(ctx).await?;
    let old = growing.state()?.charge().cloned();
    let (had, had_deputy) = old.map_or((None, None), |c| (c.responsible, c.deputy));
    let before = (had.clone(), had_deputy.clone());
    let title = growing.state()?.description.title.clone();
    let mut typed = Typed::default();
    let reader = Reader { known: &known, language };
    let responsible = reader.holder(
        &mut typed,
        ["responsible", "responsible_office"],
        [&form.responsible, &form.responsible_office],
        had,
    );
    let deputy = reader.holder(
        &mut typed,
        ["deputy", "deputy_office"],
        [&form.deputy, &form.deputy_office],
        had_deputy,
    );
    let (responsible, deputy) = typed.all1(responsible.zip(deputy))?;
    // Whoever had it before knows.
    let new = [(&responsible, &before.0), (&deputy, &before.1)];
    let to = new.into_iter().filter(|(new, had)| new != had).filter_map(|(new, _)| match new {
        Some(Holder::Account { user }) => Some(*user),
        _ => None,
    });
    let told = Told { to: to.collect(), subject: Subject::Charged, title: &title };
    let charge = Charge { responsible, deputy };
    growing.record_and_tell(ctx, &Event::Charged { charge }, About::TODAY, told).await
}

struct Reader<'a> {
    known: &'a [(UserId, String)],
    language: Language,
}

impl Reader<'_> {
    /// An account or an office; the inner option says whether there is one. An office that is there stays as it was
    /// written while nobody types another one.
    fn holder(
        &self,
        typed: &mut Typed,
        [account_field, office_field]: [&'static str; 2],
        [account, office]: [&String; 2],
        had: Option<Holder>,
    ) -> Option<Option<Holder>> {
        let (account, office) = (account.trim(), tidy_line(office));
        match (account.is_empty(), office.is_empty()) {
            (true, true) => Some(None),
            (false, false) => {
                typed.refuse(Refusal::of(office_field, "holder-two"));
                None
            }
            (false, true) => {
                let user = account.parse::<UserId>().ok();
                let user = user.filter(|user| self.known.iter().any(|(known, _)| known == user));
                let user = typed.take(account_field, user.ok_or(Refusal::new("holder-unknown")));
                user.map(|user| Some(Holder::Account { user }))
            }
            (true, false) => match had {
                Some(Holder::Office { office: same }) if same.shown(self.language).0 == office => {
                    Some(Some(Holder::Office { office: same }))
                }
                _ => typed
                    .text(office_field, self.language, &office)
                    .map(|office| Some(Holder::Office { office })),
            },
        }
    }
}

/// Commitments in the charge of the actor that stand open, as the responsible or the deputy, in the order of the list.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn mine(ctx: &Context<'_>, limit: i64) -> Result<Vec<Line>> {
    ctx.authorise(Action::ReadRecord)?;
    let Some(user) = ctx.user() else { return Ok(Vec::new()) };
    let scope = ctx.scope();
    let filter =
        CommitmentFilter { charged: Some(user), open_only: true, ..CommitmentFilter::default() };
    let bodies = ctx.store().commitments(&scope, &filter, last_day(), None, limit).await?;
    lines(ctx, &scope, bodies, None).await
}
