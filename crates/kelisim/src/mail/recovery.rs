//! The mail with a link to a new password.

use jiff::civil::Date;
use kelisim_app::recover::Letter;
use kelisim_i18n::Locale;

use super::Mail;

/// The mail, in the language of the page on which the link was asked for. It names nobody and nothing but the address of
/// the page.
pub(super) fn mail(base: &str, letter: &Letter, links: &[(String, Date)]) -> Mail {
    let l = Locale::from_tag(letter.language.code()).unwrap_or(Locale::En);
    let base = base.trim_end_matches('/');
    let url = |token: &str| format!("{base}/{}/new-password/{token}", l.tag());
    let mut lines = vec![l.term("recover_mail", "text").to_owned()];
    match links {
        [(token, _)] => lines.push(url(token)),
        several => {
            lines.push(l.term("recover_mail", "several").to_owned());
            let line =
                |(token, day): &(String, Date)| format!("{}: {}", l.date_long(*day), url(token));
            lines.extend(several.iter().map(line));
        }
    }
    lines.push(l.term("recover_mail", "why").to_owned());
    Mail {
        id: letter.asked,
        subject: l.term("recover_mail", "subject").to_owned(),
        text: lines.join("\n\n"),
    }
}
