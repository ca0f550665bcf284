//! A page of panels: facts, links and forms one under another, as they are read on a telephone.

use askama::Template;
use kelisim_app::programme::application::Seen;
use kelisim_domain::Refusal;
use kelisim_domain::programme::application::Stage;
use kelisim_i18n::{Arg, Locale};

use crate::answer::Answer;
use crate::sheet::{self, Sheet};
use crate::shell::Shell;

/// A line of a panel.
pub(crate) struct Row {
    pub(crate) href: Option<String>,
    pub(crate) text: String,
    pub(crate) meta: String,
    /// Look, icon and word of a chip.
    pub(crate) chip: Option<(&'static str, &'static str, &'static str)>,
    /// Forms of one button each: what is done to this line.
    pub(crate) forms: Vec<Sheet>,
}

/// Something under a heading.
#[derive(Default)]
pub(crate) struct Panel {
    pub(crate) id: &'static str,
    pub(crate) title: String,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) rows: Vec<Row>,
    pub(crate) note: Option<String>,
    pub(crate) links: Vec<(String, &'static str)>,
    pub(crate) sheets: Vec<Sheet>,
}

/// The page.
#[derive(Template)]
#[template(path = "applying.html")]
pub(crate) struct PanelPage {
    pub(crate) shell: Shell,
    pub(crate) crumb: Option<(String, String)>,
    pub(crate) lead: String,
    /// Sentences with their look.
    pub(crate) says: Vec<(&'static str, String)>,
    pub(crate) panels: Vec<Panel>,
    pub(crate) wrong: Vec<(&'static str, String)>,
}

impl PanelPage {
    fn mistakes(&self) -> Vec<(&str, &str)> {
        self.wrong.iter().map(|(field, text)| (*field, text.as_str())).collect()
    }

    /// Whether a script keeps what is typed here and sends files in parts.
    fn keeps(&self) -> bool {
        self.panels.iter().any(|panel| panel.sheets.iter().any(Sheet::has_file))
    }

    /// A sentence for that script, which puts its own values between the braces.
    fn said(&self, id: &str) -> String {
        let names = ["time", "name", "size", "sha256", "done"];
        let values: Vec<String> = names.iter().map(|name| format!("{{{name}}}")).collect();
        let of = |(name, value): (&&'static str, &String)| (*name, value.clone());
        let values: Vec<(&str, String)> = names.iter().zip(&values).map(of).collect();
        let args: Vec<(&str, Arg<'_>)> =
            values.iter().map(|(name, value)| (*name, Arg::Str(value))).collect();
        self.shell.locale.format(id, &args)
    }

    /// The page as an answer; 422 where a rule said no.
    pub(crate) fn answer(&self, refusals: &[Refusal]) -> Answer {
        sheet::answer(refusals, self)
    }
}

/// The look of the word for a stage.
pub(crate) fn chip(l: Locale, stage: Stage) -> (&'static str, &'static str, &'static str) {
    let (tone, icon) = match stage {
        Stage::Submitted | Stage::Eligible | Stage::Nominated => ("info", "clock"),
        Stage::Correction | Stage::Returned => ("risk", "triangle-alert"),
        Stage::Verified => ("ok", "circle-check"),
        Stage::Ineligible | Stage::NotSelected | Stage::Refused => ("late", "x"),
        Stage::Withdrawn => ("dash", "x"),
    };
    (tone, icon, l.term("application_stage", stage.code()))
}

/// Who acts next, what can be done, and by when.
pub(crate) fn next(l: Locale, seen: &Seen) -> String {
    let code = format!("{}-{}", seen.audience.code(), seen.stage.code());
    let sentence = l.term("application_next", &code);
    let open = matches!(seen.stage, Stage::Correction | Stage::Returned);
    let zone = seen.call.terms().map(|terms| &terms.zone);
    let by = match (seen.due.filter(|_| open), seen.undo_until, zone) {
        (Some(due), _, Some(zone)) => Some(crate::programme::shown::instant(l, zone, due)),
        (None, Some(until), Some(zone)) => Some(crate::programme::shown::instant(l, zone, until)),
        _ => None,
    };
    match by {
        Some(by) => {
            let by = l.format("application-by", &[("at", Arg::Str(&by))]);
            format!("{sentence} {by}")
        }
        None => sentence.to_owned(),
    }
}

/// How large a file is, in words.
pub(crate) fn size(l: Locale, bytes: u64) -> String {
    let kb = i64::try_from(bytes.div_ceil(1024)).unwrap_or(i64::MAX);
    l.format("application-size", &[("kb", kb.into())])
}
