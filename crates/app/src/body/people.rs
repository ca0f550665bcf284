//! Who belongs to a body, who was invited, and what came of it.

use kelisim_domain::Refusal;
use kelisim_domain::body::{
    Event, Invitation, InvitationStep, Left, Member, MemberRole, Move, Who,
};
use kelisim_domain::id::BodyId;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::Language;
use serde::{Deserialize, Serialize};

use super::enter::{known, load, named};
use crate::Result;
use crate::context::Context;
use crate::growing::About;
use crate::instrument::{about, optional_cited};
use crate::lookup::directory;
use crate::observation::cited_in;
use crate::typed::Typed;

/// What is typed to name somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WhoForm {
    /// What it is: a party, an agency, an office or a body.
    pub who: String,
    /// Code of the party.
    pub party: String,
    /// Name of the agency or office.
    pub name: String,
    /// Id of the body.
    pub body: String,
}

/// Reads who is meant. What a kind does not need is not looked at.
pub(super) async fn who(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    language: Language,
    form: &WhoForm,
) -> Result<Option<Who>> {
    let names = directory(ctx).await?;
    Ok(match form.who.as_str() {
        "party" => known(typed, &names, "party", &form.party).map(|party| Who::Party { party }),
        "agency" | "office" => {
            let party = known(typed, &names, "party", &form.party);
            let name = typed.text("name", language, &form.name);
            party.zip(name).map(|(party, name)| match form.who.as_str() {
                "agency" => Who::Agency { party, name },
                _ => Who::Office { party, name },
            })
        }
        "body" => match named(ctx, typed, registry, "body", &form.body).await? {
            Some(Some(body)) => Some(Who::Body { body }),
            Some(None) => {
                typed.refuse(Refusal::of("body", "body-unknown"));
                None
            }
            None => None,
        },
        _ => {
            typed.refuse(Refusal::of("who", "body-who-unknown"));
            None
        }
    })
}

fn role(typed: &mut Typed, code: &str) -> Option<MemberRole> {
    typed.take("role", MemberRole::from_code(code).ok_or(Refusal::new("body-role-unknown")))
}

/// The version of an entry that a form names.
pub(super) fn entry(
    typed: &mut Typed,
    field: &'static str,
    text: &str,
    unknown: Refusal,
) -> Option<i64> {
    typed.take(field, text.trim().parse::<i64>().map_err(|_| unknown))
}

/// What is typed about a member.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JoinForm {
    /// Who.
    #[serde(flatten)]
    pub who: WhoForm,
    /// Code of the role.
    pub role: String,
    /// Since when.
    pub from: String,
    /// Until when.
    pub until: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters a member, with the passage that names it.
///
/// # Errors
/// Each field that does not fit; `body-member-twice`, `body-member-overlap`, `body-left-before-joined`, `body-itself`;
/// [`crate::AppError::Stale`].
pub async fn join(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    language: Language,
    form: &JoinForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let who = who(ctx, &mut typed, registry, language, &form.who).await?;
    let role = role(&mut typed, &form.role);
    let from = typed.optional_date("from", &form.from);
    let until = typed.optional_date("until", &form.until);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let read = (|| {
        let (quotation, known_on) = cited?;
        let about = About::source(quotation.source, known_on);
        let about = About { valid_from: from?, ..about };
        Some((Member { who: who?, role: role?, from: from?, until: until?, quotation }, about))
    })();
    let (member, about) = typed.all1(read)?;
    growing.record(ctx, &Event::MemberJoined { member }, about).await
}

/// What is typed when a member left.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeaveForm {
    /// The version that entered the member.
    pub member: String,
    /// When it left.
    pub on: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters that a member left, with the passage that says so.
///
/// # Errors
/// Each field that does not fit; `body-no-member`, `body-left-already`, `body-left-before-joined`, `body-not-yet`;
/// [`crate::AppError::Stale`].
pub async fn leave(ctx: &Context<'_>, id: BodyId, version: i64, form: &LeaveForm) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let member = entry(&mut typed, "member", &form.member, Refusal::new("body-no-member"));
    let on = typed.date("on", &form.on);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let (member, on, (quotation, known_on)) = typed.all3(member, on, cited)?;
    let about = About { valid_from: Some(on), ..About::source(quotation.source, known_on) };
    growing.record(ctx, &Event::MemberLeft { left: Left { member, on, quotation } }, about).await
}

/// What is typed to plan an invitation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteForm {
    /// Who.
    #[serde(flatten)]
    pub who: WhoForm,
    /// Code of the role.
    pub role: String,
    /// What is asked or offered.
    pub matter: String,
    /// Id of the source, where one says so.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Plans an invitation.
///
/// # Errors
/// Each field that does not fit; `body-invites-itself`, `body-invites-member`, `body-invited-already`;
/// [`crate::AppError::Stale`].
pub async fn invite(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    language: Language,
    form: &InviteForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let who = who(ctx, &mut typed, registry, language, &form.who).await?;
    let role = role(&mut typed, &form.role);
    let matter = typed.optional_text("matter", language, &form.matter);
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let read = (|| Some((who?, role?, matter?, cited?)))();
    let (who, role, matter, cited) = typed.all1(read)?;
    let about = about(cited.as_ref());
    let quotation = cited.map(|(quotation, _)| quotation);
    let invitation = Invitation { who, role, matter, quotation };
    growing.record(ctx, &Event::InvitationPlanned { invitation }, about).await
}

/// What is typed about what happened to an invitation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    /// The version that entered the invitation.
    pub invitation: String,
    /// Code of what happened.
    pub step: String,
    /// When.
    pub on: String,
    /// A remark.
    pub note: String,
    /// Id of the source, where one says so.
    pub source: String,
    /// The passage.
    pub passage: String,
}

/// Enters what happened to an invitation: sent, answered, acceded, left. Whoever acceded is a member from that day.
///
/// # Errors
/// Each field that does not fit; `body-no-invitation`, `body-answered-already`, `body-step-order`, `body-step-before`,
/// `body-accession-evidence`, `body-not-yet`; [`crate::AppError::Stale`].
pub async fn step(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    language: Language,
    form: &MoveForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let invitation =
        entry(&mut typed, "invitation", &form.invitation, Refusal::new("body-no-invitation"));
    let step = Move::from_code(&form.step).ok_or(Refusal::new("body-step-unknown"));
    let step = typed.take("step", step);
    let on = typed.date("on", &form.on);
    let note = typed.optional_text("note", language, &form.note);
    let cited = optional_cited(ctx, &mut typed, &form.source, &form.passage).await?;
    let read = (|| Some((invitation?, step?, on?, note?, cited?)))();
    let (invitation, step, on, note, cited) = typed.all1(read)?;
    let about = About { valid_from: Some(on), ..about(cited.as_ref()) };
    let quotation = cited.map(|(quotation, _)| quotation);
    let step = InvitationStep { invitation, step, on, note, quotation };
    growing.record(ctx, &Event::InvitationMoved { step }, about).await
}
