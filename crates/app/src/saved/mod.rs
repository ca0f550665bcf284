//! Lists that people save: a list of the console with its filters, under a name.
//!
//! A saved list holds no rows and opens nothing: whoever opens it asks the list itself, with their own rights. It is
//! work of the house outside the journal, carried with the record and gone with its owner.

mod filter;

use std::collections::BTreeMap;

use kelisim_domain::Refusal;
use kelisim_domain::id::{SavedListId, UserId};
use kelisim_domain::saved::{ListName, ListOf, MOST};
use kelisim_domain::user::Role;
use kelisim_store::saved::{Saved, SavedList};
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::{Actor, Context, Signed};
use crate::lookup::{colleagues, directory};
use crate::{AppError, Result};

pub use filter::{CALL, Filters, Value};

/// What is typed about a saved list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedForm {
    /// Its name.
    pub name: String,
    /// `yes` when colleagues of the registry see it.
    pub shared: String,
}

/// A saved list as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its id.
    pub id: SavedListId,
    /// The list of the console.
    pub of: ListOf,
    /// What its owner calls it.
    pub name: String,
    /// What it chooses; what can no longer be chosen is left out of it and told in `faults`.
    pub filters: Filters,
    /// Filters the list no longer has, values they no longer have, parties this reader may not choose.
    pub faults: Vec<Refusal>,
    /// Whether colleagues see it.
    pub shared: bool,
    /// Whether it is the reader's own.
    pub mine: bool,
    /// The owner's name, for colleagues; nothing for one's own.
    pub owner: Option<String>,
}

impl Shown {
    /// Whether it can be opened with what is left of its filters.
    #[must_use]
    pub fn opens(&self) -> bool {
        self.faults.iter().all(|fault| fault.code != "saved-filter-needed")
    }
}

/// Whether a person has this list of the console at all.
fn has(user: &Signed, of: ListOf) -> bool {
    match of {
        ListOf::Applications => {
            user.may(Action::CheckApplications) || user.may(Action::VerifyApplications)
        }
        ListOf::Candidates | ListOf::Placements | ListOf::Letters | ListOf::Communiques => {
            user.may(Action::ReadSources)
        }
        _ => user.may(Action::ReadRecord),
    }
}

/// Whether a person shares with colleagues and is shown what they share: those who work in the registry itself. The
/// other side's people keep their own lists; they are not told who works here and what is looked at.
fn among_colleagues(user: &Signed) -> bool {
    user.may(Action::ReadSources)
}

fn reader<'a>(ctx: &'a Context<'_>) -> Result<&'a Signed> {
    ctx.authorise(Action::ReadRecord)?;
    match &ctx.actor {
        Actor::User(user) => Ok(user),
        _ => Err(AppError::SignedOut),
    }
}

fn sees(user: &Signed, list: &SavedList) -> bool {
    let shared = list.shared && among_colleagues(user);
    list.registry == user.registry && (list.owner == user.id || shared)
}

/// The lists a person saved and those colleagues share, in order of name.
///
/// # Errors
/// As [`Context::authorise`] for who has no lists.
pub async fn lists(ctx: &Context<'_>) -> Result<Vec<Shown>> {
    let user = reader(ctx)?;
    let mut found = ctx.store().saved_lists(user.id, user.registry).await?;
    found.retain(|list| sees(user, list));
    shown(ctx, user, found).await
}

/// The same, of one list of the console.
///
/// # Errors
/// As [`lists`].
pub async fn lists_of(ctx: &Context<'_>, of: ListOf) -> Result<Vec<Shown>> {
    let user = reader(ctx)?;
    let mut found = ctx.store().saved_lists(user.id, user.registry).await?;
    found.retain(|list| list.of == of.code() && sees(user, list));
    shown(ctx, user, found).await
}

/// One of them.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's, for one that is not shared, and for a list the reader does not have.
pub async fn list(ctx: &Context<'_>, id: SavedListId) -> Result<Shown> {
    let user = reader(ctx)?;
    let found = ctx.store().saved_list(id).await?.filter(|list| sees(user, list));
    shown(ctx, user, found.into_iter().collect()).await?.pop().ok_or(AppError::NotFound)
}

async fn shown(ctx: &Context<'_>, user: &Signed, lists: Vec<SavedList>) -> Result<Vec<Shown>> {
    let names = directory(ctx).await?;
    let others: Vec<UserId> =
        lists.iter().map(|list| list.owner).filter(|owner| *owner != user.id).collect();
    let people = if others.is_empty() { BTreeMap::new() } else { colleagues(ctx, others).await? };
    let mut told = Vec::new();
    for list in lists {
        let Some(of) = ListOf::from_code(&list.of).filter(|of| has(user, *of)) else { continue };
        let kept: BTreeMap<String, String> = serde_json::from_str(&list.filters)
            .map_err(|error| AppError::internal("the filters of a saved list", error))?;
        let (mut filters, mut faults) = Filters::read(of, &kept);
        faults.extend(filters.keep_parties(|name, code| {
            let own = user.role != Role::Partner || name != "partner";
            names.parties.contains_key(code) && (own || user.partners.contains(code))
        }));
        let mine = list.owner == user.id;
        told.push(Shown {
            id: list.id,
            of,
            name: list.name,
            filters,
            faults,
            shared: list.shared,
            mine,
            owner: if mine { None } else { people.get(&list.owner).cloned() },
        });
    }
    Ok(told)
}

fn shared(user: &Signed, form: &SavedForm) -> Result<bool> {
    let wanted = form.shared == "yes";
    if wanted && !among_colleagues(user) { Err(AppError::Forbidden) } else { Ok(wanted) }
}

fn told(saved: Saved, name: &str) -> Result<()> {
    let refusal = match saved {
        Saved::Done => return Ok(()),
        Saved::NameTaken => Refusal::of("name", "saved-name-taken").with("name", name),
        Saved::Full => Refusal::new("saved-full").with("most", MOST.to_string()),
    };
    Err(refusal.into())
}

/// Whether the person has this list of the console, so that it can be saved.
///
/// # Errors
/// [`AppError::NotFound`] when not.
pub fn offers(ctx: &Context<'_>, of: ListOf) -> Result<()> {
    if has(reader(ctx)?, of) { Ok(()) } else { Err(AppError::NotFound) }
}

/// Saves a list with these filters under a name. Sending the same form twice saves it once.
///
/// # Errors
/// Refused: a name that is empty, too long or taken; what is no filter of the list or no value of it; more than a
/// person may have. [`AppError::NotFound`] for a list the person does not have.
pub async fn save(
    ctx: &Context<'_>,
    id: SavedListId,
    of: ListOf,
    asked: &BTreeMap<String, String>,
    form: &SavedForm,
) -> Result<()> {
    offers(ctx, of)?;
    let user = reader(ctx)?;
    let shared = shared(user, form)?;
    let (mut filters, mut refusals) = Filters::read(of, asked);
    let names = directory(ctx).await?;
    refusals.extend(filters.keep_parties(|_, code| names.parties.contains_key(code)));
    let name = ListName::read(&form.name).map_err(|refusal| refusals.push(refusal));
    let (Ok(name), true) = (name, refusals.is_empty()) else {
        return Err(AppError::Refused(refusals));
    };
    let list = SavedList {
        id,
        owner: user.id,
        registry: user.registry,
        of: of.code().to_owned(),
        name: name.as_str().to_owned(),
        filters: serde_json::to_string(&filters.texts())
            .map_err(|error| AppError::internal("the filters of a list", error))?,
        shared,
        saved_at: ctx.now,
    };
    let most = i64::try_from(MOST).unwrap_or(i64::MAX);
    told(ctx.store().save_list(&list, most).await?, &list.name)
}

/// The own list with this id, as it is kept.
async fn own(ctx: &Context<'_>, id: SavedListId) -> Result<SavedList> {
    let user = reader(ctx)?;
    let list = ctx.store().saved_list(id).await?.filter(|list| sees(user, list));
    let list = list.ok_or(AppError::NotFound)?;
    // A colleague who sees it may know of it and not change it.
    if list.owner == user.id { Ok(list) } else { Err(AppError::Forbidden) }
}

/// Gives an own list another name, shares it with colleagues or ends that.
///
/// # Errors
/// [`AppError::NotFound`] for a list one does not see, [`AppError::Forbidden`] for a colleague's; refused as [`save`].
pub async fn change(ctx: &Context<'_>, id: SavedListId, form: &SavedForm) -> Result<()> {
    let list = own(ctx, id).await?;
    let shared = shared(reader(ctx)?, form)?;
    let name = ListName::read(&form.name)?.as_str().to_owned();
    let list = SavedList { name, shared, saved_at: ctx.now, ..list };
    told(ctx.store().change_saved_list(&list).await?, &list.name)
}

/// Removes an own list. An administrator removes what a colleague shared, too: whoever left cannot do it any more.
///
/// # Errors
/// As [`change`].
pub async fn remove(ctx: &Context<'_>, id: SavedListId) -> Result<()> {
    match own(ctx, id).await {
        Ok(_) => {}
        Err(AppError::Forbidden) => ctx.authorise(Action::ManageAccounts)?,
        Err(error) => return Err(error),
    }
    Ok(ctx.store().remove_saved_list(id).await?)
}
