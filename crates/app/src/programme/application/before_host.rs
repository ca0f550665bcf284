//! Those who came to the host's side, for the answers of the hosts.

use kelisim_domain::id::ApplicationId;
use kelisim_domain::programme::application::{Application, Content, ReceiptNumber, Stage};
use kelisim_domain::programme::call::Call;
use kelisim_store::application::ApplicationFilter;

use super::open;
use crate::Result;
use crate::context::Context;
use crate::lookup::read_all;

/// One who came to the host's side. Nothing here goes to a page as it stands: it holds the choices.
#[derive(Debug, Clone)]
pub(in crate::programme) struct BeforeHost {
    pub(in crate::programme) id: ApplicationId,
    pub(in crate::programme) receipt: ReceiptNumber,
    pub(in crate::programme) name: String,
    /// Numbers of seats, the one wanted most first.
    pub(in crate::programme) choices: Vec<u32>,
    /// Numbers of the seats whose host does not take the person.
    pub(in crate::programme) refused: Vec<u32>,
    pub(in crate::programme) stage: Stage,
}

/// Everybody who was nominated in a call and stands, in the order of the receipts, which is drawn. The caller authorises.
/// People who were forgotten are not among them.
pub(in crate::programme) async fn before_host(
    ctx: &Context<'_>,
    call: &Call,
) -> Result<Vec<BeforeHost>> {
    let filter = ApplicationFilter { call: Some(call.id), ..ApplicationFilter::default() };
    let bodies = ctx.store().applications(&ctx.scope(), &filter, None, i64::MAX).await?;
    let mut all = Vec::new();
    for it in read_all::<Application>(ctx, bodies).await? {
        let stage = it.stage(ctx.now);
        if !stage.is_hosts() {
            continue;
        }
        let content: Option<Content> = open(ctx, it.description.applicant, &it.sent.what.content)?;
        let Some(content) = content else { continue };
        all.push(BeforeHost {
            id: it.id,
            receipt: it.description.receipt,
            name: content.person.latin(),
            choices: content.choices,
            refused: it.refused,
            stage,
        });
    }
    Ok(all)
}
