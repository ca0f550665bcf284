//! Contradictions that were found by rule and that nobody has taken up.

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::contradiction::{About, Claim, Found, Seen, look, one};
use kelisim_app::lookup::{Directory, directory};
use kelisim_domain::contradiction::Says;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::figure::Figure;
use kelisim_domain::id::StreamId;
use kelisim_domain::topic::{Channel, Unit};
use kelisim_i18n::{Arg, Locale};

use super::card::SideCard;
use crate::answer::{Answer, page};
use crate::commitment::shown::Wording;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

#[derive(Template)]
#[template(path = "conflicts_seen.html")]
struct SeenPage {
    shell: Shell,
    /// Found on record, then found in texts.
    groups: Vec<(&'static str, Vec<SeenCard>)>,
    more: bool,
}

/// One contradiction.
struct SeenCard {
    id: String,
    title: Told,
    rule: &'static str,
    partner: Option<String>,
    commitment_href: Option<String>,
    sides: Vec<SideCard>,
    raise_href: String,
}

/// Shows what was found.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    let found = look(&ctx).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let cards = |seen: &[Seen]| seen.iter().map(|it| card(&visit, &names, &found, it)).collect();
    page(&SeenPage {
        shell: visit.shell(l.t("seen-title"), Nav::Conflicts).await?,
        groups: vec![
            (l.t("seen-on-record"), cards(&found.on_record)),
            (l.t("seen-in-texts"), cards(&found.in_texts)),
        ],
        more: found.more,
    })
}

fn card(visit: &Visit, names: &Directory, found: &Found, seen: &Seen) -> SeenCard {
    let l = visit.locale;
    let wording = Wording { locale: l, names, sources: &found.sources, place: "commitments" };
    SeenCard {
        id: seen.key.to_string(),
        title: match &seen.title {
            About::Thing(title) => Told::new(l, title),
            About::Words(_) => own(l, l.term("rule", seen.rule.code()).to_owned()),
        },
        rule: seen.rule.code(),
        partner: seen.partner.as_ref().map(|code| words::party(l, names, code)),
        commitment_href: seen.commitment.map(|id| visit.at(&format!("/commitments/{id}"))),
        sides: (seen.sides.iter())
            .map(|side| SideCard {
                claim: own(l, claim(l, names, &side.claim)),
                quote: wording.quoted(&side.quotation),
                chosen: false,
            })
            .collect(),
        raise_href: visit.at(&format!("/conflicts/new?seen={}", seen.key)),
    }
}

/// Words in the language of the page.
fn own(l: Locale, text: String) -> Told {
    Told { text, lang: words::language(l).code(), other: false }
}

/// What a statement says, in a few words.
fn claim(l: Locale, names: &Directory, claim: &Claim) -> String {
    let says = match claim {
        Claim::Words(words) => return words.clone(),
        Claim::Says(says) => says,
    };
    match says {
        Says::Quantity(quantity) => words::quantity(l, quantity),
        Says::Places { places, period, channel } => {
            through(l, &words::figure(l, *places), *period, *channel)
        }
        Says::Act { kind, party, on } => {
            let act = l.term("act_kind", kind.code());
            format!("{act}: {}, {}", words::party(l, names, party), l.edtf(&on.to_string()))
        }
        Says::Stage(stage) => l.term("shown", words::shown(*stage)).to_owned(),
        Says::Delivery(delivery) => l.term("delivery", delivery.code()).to_owned(),
        Says::Deadline(deadline) => {
            l.format("seen-deadline", &[("date", Arg::Str(&l.edtf(&deadline.to_string())))])
        }
        Says::Value { value, unit, period, subject, channel } => {
            let told = amount(l, *value, *unit);
            let told = through(l, &told, *period, *channel);
            format!("{told} · {}", words::party(l, names, subject))
        }
    }
}

fn amount(l: Locale, value: Figure, unit: Unit) -> String {
    l.quantity(&value.to_string(), unit.code(), "once")
}

/// A number with its period and channel.
fn through(l: Locale, number: &str, period: Edtf, channel: Option<Channel>) -> String {
    let channel = channel.map_or(l.t("seen-all-channels"), |c| l.term("channel", c.code()));
    format!("{number} · {} · {channel}", l.edtf(&period.to_string()))
}

/// What the form for raising is filled with; empty when what was found has been taken up meanwhile.
pub(super) async fn filled(
    visit: &Visit,
) -> Result<BTreeMap<&'static str, String>, kelisim_app::AppError> {
    let ctx = visit.context();
    let Some(key) = visit.asked("seen").map(StreamId::new) else { return Ok(BTreeMap::new()) };
    let Some(seen) = one(&ctx, key).await? else { return Ok(BTreeMap::new()) };
    let (l, names) = (visit.locale, directory(&ctx).await?);
    let mut fields = BTreeMap::from([("rule", seen.rule.code().to_owned())]);
    if let About::Thing(title) = &seen.title {
        let rule = l.term("rule", seen.rule.code());
        fields.insert("title", format!("{}: {rule}", words::text(l, title).0));
    }
    fields.extend(seen.partner.map(|code| ("partner", code.to_string())));
    fields.extend(seen.commitment.map(|id| ("commitment", id.to_string())));
    let sides = [["source_a", "passage_a", "claim_a"], ["source_b", "passage_b", "claim_b"]];
    for (side, [source, passage, said]) in seen.sides.iter().zip(sides) {
        fields.insert(source, side.quotation.source.to_string());
        fields.insert(passage, side.quotation.exact.clone());
        fields.insert(said, claim(l, &names, &side.claim));
    }
    Ok(fields)
}
