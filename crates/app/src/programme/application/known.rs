//! What an account knows of its applicant, by which the person can be told from somebody else who reads the same mailbox.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kelisim_domain::id::UserId;
use kelisim_domain::programme::application::{Application, Content};
use kelisim_store::application::PieceKind;

use super::{ProfileForm, draft, open};
use crate::Result;
use crate::context::Context;
use crate::lookup::read_all;
use crate::typed::read_day;

/// What an account knows of its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Known {
    /// It holds nothing about a person.
    Nothing,
    /// The day of birth, as the profile, a draft or an application says; several when they say different ones.
    Born(BTreeSet<Date>),
    /// It holds something about a person, and no day of birth that can be read.
    Nobody,
}

/// What an account knows. The caller authorises.
pub(crate) async fn known(ctx: &Context<'_>, person: UserId) -> Result<Known> {
    let (mut days, mut holds, mut forms) = (BTreeSet::new(), false, Vec::new());
    for piece in ctx.store().pieces(person).await? {
        match piece.kind {
            PieceKind::Profile => forms.extend(open::<ProfileForm>(ctx, person, &piece.sealed)?),
            PieceKind::Document => holds = true,
            PieceKind::Draft => {
                let form = draft::read(ctx, &piece)?.map(|draft| draft.form);
                holds |= form.as_ref().is_some_and(|form| !form.team.is_empty());
                forms.extend(form.map(|form| form.person));
            }
        }
    }
    for form in forms {
        holds |= form != empty(&form.reuse);
        days.extend(read_day(&form.born).ok());
    }
    let bodies = ctx.store().applications_of(person).await?;
    for it in read_all::<Application>(ctx, bodies).await? {
        let content: Option<Content> = open(ctx, person, &it.sent.what.content)?;
        holds = true;
        days.extend(content.map(|content| content.person.born));
    }
    Ok(match (days.is_empty(), holds) {
        (false, _) => Known::Born(days),
        (true, true) => Known::Nobody,
        (true, false) => Known::Nothing,
    })
}

fn empty(reuse: &str) -> ProfileForm {
    ProfileForm { reuse: reuse.to_owned(), ..ProfileForm::default() }
}
