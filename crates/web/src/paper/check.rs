//! The public page on which anybody checks a paper: by its number and hash, or by its credential.
//!
//! With the script a credential is checked in the visitor's browser and only its number and hash are asked of the
//! register; without it the credential is sent here, checked and forgotten. Neither is written to a log.

use askama::Template;
use axum::http::StatusCode;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::paper::{self, Checked, Credential, Fault, Registered, fingerprint};
use kelisim_app::{Actor, Context};
use kelisim_domain::Refusal;
use kelisim_domain::journal::Hash;
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, page_with};
use crate::posted::Sent;
use crate::sheet::{Input, Sheet};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// A panel of what was found.
struct Found {
    id: &'static str,
    title: &'static str,
    /// Sentences with their look.
    says: Vec<(&'static str, String)>,
    facts: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "paper_check.html")]
struct CheckPage {
    shell: Shell,
    /// What the credential is found to be.
    credential: Option<Found>,
    /// What the register says.
    register: Option<Found>,
    by_text: Sheet,
    number: String,
    hash: String,
    /// Sentences of the script by code.
    words: Vec<(String, &'static str)>,
    /// Public keys of the house.
    keys: Vec<String>,
}

/// Asks the register, where the address names a paper.
pub(super) async fn form(visit: Visit) -> Answer {
    let ctx = visit.state.app.context(Actor::Public);
    let names = directory(&ctx).await?;
    let (number, hash) = (visit.chosen("number").trim(), visit.chosen("hash").trim());
    let register = if number.is_empty() && hash.is_empty() {
        None
    } else {
        let read = number.parse().ok().zip(Hash::from_hex(hash));
        let found = match read {
            Some((number, hash)) => paper::registered(&ctx, &number, hash).await?,
            None => None,
        };
        Some(registered(visit.locale, &names, found.as_ref()))
    };
    write(&visit, &ctx, &names, None, register, &[]).await
}

/// Checks a credential that was sent. Nothing of it is kept.
pub(super) async fn submit(sent: Sent) -> Answer {
    let visit = &sent.visit;
    let ctx = visit.state.app.context(Actor::Public);
    let names = directory(&ctx).await?;
    let text = sent.fields.get("credential").trim();
    if text.is_empty() {
        let refusal = Refusal::of("credential", "text-empty");
        return write(visit, &ctx, &names, None, None, &[refusal]).await;
    }
    let checked = paper::check(&ctx, text.as_bytes()).await?;
    let l = visit.locale;
    let register = checked.credential.is_some()
        && checked.fault.is_none()
        && (checked.ours || checked.registered.is_some());
    let register = register.then(|| registered(l, &names, checked.registered.as_ref()));
    write(visit, &ctx, &names, Some(credential(l, &checked)), register, &[]).await
}

async fn write(
    visit: &Visit,
    ctx: &Context<'_>,
    names: &Directory,
    credential: Option<Found>,
    register: Option<Found>,
    refusals: &[Refusal],
) -> Answer {
    let l = visit.locale;
    let here = visit.at("/check");
    let input = Input::area(l, "credential", l.t("check-text")).hint(l.t("check-text-hint"));
    let by_text = Sheet::new(&here, l.t("check-do"), vec![input]).refused(l, refusals);
    let keys = paper::keys(ctx).await?;
    let shell = visit.public_shell(l.t("check-title"), names);
    let faults = Fault::ALL
        .iter()
        .map(|fault| (format!("fault-{}", fault.code()), l.term("credential_fault", fault.code())));
    let labels = LABELS.iter().map(|(code, id)| ((*code).to_owned(), l.t(id)));
    let page = CheckPage {
        shell: Shell { here: Some(Nav::Promises), ..shell },
        credential,
        register,
        by_text,
        number: visit.chosen("number").chars().take(40).collect(),
        hash: visit.chosen("hash").chars().take(80).collect(),
        words: faults.chain(labels).collect(),
        keys: keys.all().map(|key| Hash(key).to_string()).collect(),
    };
    let status =
        if refusals.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &page)
}

/// What the script says, by code.
const LABELS: [(&str, &str); 14] = [
    ("title", "check-credential"),
    ("whole", "check-whole"),
    ("ours", "check-ours"),
    ("foreign", "check-foreign"),
    ("issuer", "paper-issuer"),
    ("kind", "check-kind"),
    ("number", "paper-number"),
    ("issued", "paper-issued"),
    ("key", "paper-key"),
    ("KelisimAllocationProtocol", "paper_kind-protocol"),
    ("KelisimNominationLetter", "paper_kind-nomination"),
    ("KelisimApplicationReceipt", "paper_kind-receipt"),
    ("KelisimOfferLetter", "paper_kind-offer"),
    ("KelisimCompletionCertificate", "paper_kind-completion"),
];

fn kind(l: Locale, credential: &Credential) -> String {
    let label = LABELS.iter().find(|(code, _)| *code == credential.kind);
    label.map_or_else(|| credential.kind.clone(), |(_, id)| l.t(id).to_owned())
}

fn credential(l: Locale, checked: &Checked) -> Found {
    let mut says = Vec::new();
    match checked.fault {
        Some(fault) => says.push(("", l.term("credential_fault", fault.code()).to_owned())),
        None => {
            says.push(("ok", l.t("check-whole").to_owned()));
            let (tone, ours) = match checked.ours {
                true => ("ok", l.t("check-ours")),
                false => ("", l.t("check-foreign")),
            };
            says.push((tone, ours.to_owned()));
        }
    }
    let facts = checked.credential.as_ref().map(|it| {
        let issuer = match &it.issuer_name {
            Some(name) => format!("{name} ({})", it.issuer),
            None => it.issuer.clone(),
        };
        let number = it.subject.get("number").and_then(|number| number.as_str());
        vec![
            (l.t("check-kind"), kind(l, it)),
            (l.t("paper-issuer"), issuer),
            (l.t("paper-number"), number.unwrap_or_else(|| l.t("not-named")).to_owned()),
            (l.t("paper-issued"), it.valid_from.clone()),
            (l.t("paper-key"), fingerprint(&it.key)),
        ]
    });
    Found {
        id: "h-credential",
        title: l.t("check-credential"),
        says,
        facts: facts.unwrap_or_default(),
    }
}

fn registered(l: Locale, names: &Directory, found: Option<&Registered>) -> Found {
    let Some(it) = found else {
        return Found {
            id: "h-register",
            title: l.t("check-register"),
            says: vec![("", l.t("check-unknown").to_owned())],
            facts: Vec::new(),
        };
    };
    let zone = kelisim_i18n::Zone::Utc;
    let registry = words::registry(l, names, it.registry);
    let mut says = match it.withdrawn {
        None => vec![("ok", l.t("check-holds").to_owned())],
        Some((why, at)) => {
            let (at, why) = (l.instant(at, zone), l.term("paper_why", why.code()));
            let args = [("at", Arg::Str(&at)), ("why", Arg::Str(why))];
            vec![("", l.format("check-withdrawn", &args))]
        }
    };
    if it.made_up {
        says.push(("info", l.t("paper-made-up").to_owned()));
    }
    Found {
        id: "h-register",
        title: l.t("check-register"),
        says,
        facts: vec![
            (l.t("check-kind"), l.term("paper_kind", it.kind.code()).to_owned()),
            (l.t("check-registry"), registry),
            (l.t("paper-number"), it.number.to_string()),
            (l.t("paper-issued"), l.instant(it.issued, zone)),
            (l.t("paper-language"), l.term("language_name", it.language.code()).to_owned()),
        ],
    }
}
