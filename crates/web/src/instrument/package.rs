//! The package for a partner without an account: the text, what the house signed about it, and a page that works without
//! a network and signs the answer.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::paper::fingerprint;
use kelisim_app::{AppError, instrument};
use kelisim_domain::id::InstrumentId;
use kelisim_exchange::package::{file_name, pack};
use kelisim_i18n::Locale;

use crate::answer::{Answer, saved};
use crate::paper::faces;
use crate::routes::At;
use crate::visit::Visit;
use crate::words;

/// What reads and signs in the page: the two files that stand beside the checker, as one.
const CHECKS: &str = include_str!("../../../verify/js/credential.js");
const SIGNS: &str = include_str!("../../../verify/js/partner.js");
/// The line by which the one file takes the other in: in one module both stand already.
const TAKES_IN: &str = "import { CONTEXT, SIGNS, canonical, check, fingerprint, hex, read, sha256 } from \"./credential.js\";\n";
/// The files of a package besides the text.
const CREDENTIAL: &str = "package.json";
const PAGE: &str = "answer.html";

/// The page of a package.
#[derive(Template)]
#[template(path = "package.html")]
struct PackagePage {
    locale: Locale,
    title: String,
    facts: Vec<(&'static str, String)>,
    name: String,
    /// The credential; no sign in it ends the element it stands in.
    credential: String,
    program: String,
}

/// Gives the package of the present version.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let (id, number): (InstrumentId, i64) = (at.read("id")?, at.read("number")?);
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let it = instrument::one(&ctx, id).await?;
    let (l, d) = (visit.locale, &it.description);
    let faces = faces(&visit, words::language(l), d.registry, &d.partner, None).await?;
    let made = instrument::package(&ctx, id, number, &faces).await?;
    let hash = made.read.subject.get("content").and_then(|hash| hash.as_str()).unwrap_or_default();
    let name = beside(&made.name);
    let page = PackagePage {
        locale: l,
        title: words::text(l, &d.title).0,
        facts: vec![
            (l.t("package-from"), faces.registry.clone()),
            (l.t("package-to"), faces.partner.clone()),
            (l.t("package-text"), name.clone()),
            (l.t("package-hash"), hash.to_owned()),
            (l.t("package-house-key"), fingerprint(&made.read.key)),
        ],
        name: name.clone(),
        credential: made.credential.replace('<', "\\u003c"),
        program: format!("{CHECKS}\n{}", SIGNS.replace(TAKES_IN, "")),
    };
    let html = page.render().map_err(|e| AppError::internal("writing a package", e))?;
    let files: [(&str, &[u8]); 3] =
        [(PAGE, html.as_bytes()), (&name, &made.text), (CREDENTIAL, made.credential.as_bytes())];
    let packed = pack(&files).map_err(|e| AppError::internal("writing a package", e))?;
    Ok(saved(packed, "application/zip", &format!("kelisim-{id}.zip")))
}

/// The name of the text among the files of a package: never that of another one.
fn beside(name: &str) -> String {
    let name = file_name(name);
    let taken = [CREDENTIAL, PAGE].iter().any(|taken| name.eq_ignore_ascii_case(taken));
    if taken { format!("text-{name}") } else { name }
}

/// The answer by which a text was approved, as it came.
pub(super) async fn answer(at: At, visit: Visit) -> Answer {
    let (id, number): (InstrumentId, i64) = (at.read("id")?, at.read("number")?);
    let bytes = instrument::answer_file(&visit.context(), id, number).await?;
    Ok(saved(bytes, "application/octet-stream", &format!("answer-{number}.json")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_of_the_page_is_one_module_and_ends_no_element() {
        assert!(SIGNS.contains(TAKES_IN));
        let program = format!("{CHECKS}\n{}", SIGNS.replace(TAKES_IN, ""));
        assert!(!program.contains("./credential.js"));
        assert!(!program.to_ascii_lowercase().contains("</script"));
        assert!(!program.contains("<!--"));
    }

    #[test]
    fn a_text_never_takes_the_place_of_another_file() {
        assert_eq!(beside("Answer.html"), "text-Answer.html");
        assert_eq!(beside("package.json"), "text-package.json");
        assert_eq!(beside("Меморандум.docx"), "Меморандум.docx");
    }
}
