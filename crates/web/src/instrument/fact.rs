//! The forms on an instrument, each as a list of inputs.

use kelisim_app::instrument::{self, LANGUAGES, Wanted};
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::{AppError, Result};
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{
    ActKind, Answer, ChangeKind, Ending, Instrument, LengthUnit, Level, Side, Type,
};
use kelisim_domain::text::Language;
use kelisim_domain::topic::Topic;
use kelisim_domain::user::Role;
use kelisim_i18n::{Arg, Locale};

use crate::form::Choice;
use crate::sheet::{self, Input, Part, Sheet};
use crate::visit::Visit;
use crate::words;

/// Codes of a list with their words.
pub(crate) fn coded<'a>(
    l: Locale,
    prefix: &str,
    codes: impl Iterator<Item = &'a str>,
) -> Vec<Choice> {
    codes.map(|code| Choice::new(code, l.term(prefix, code))).collect()
}

/// The source and the passage a fact rests on.
pub(crate) async fn evidence(visit: &Visit, optional: bool) -> Result<Part> {
    let l = visit.locale;
    let source = Input::select(l, "source", l.t("source"), sheet::sources(visit).await?);
    let passage =
        Input::area(l, "passage", l.t("conflict-passage")).hint(l.t("conflict-passage-hint"));
    let (legend, inputs) = if optional {
        (l.t("instrument-part-letter"), vec![source.optional(), passage.optional()])
    } else {
        (l.t("instrument-part-source"), vec![source, passage])
    };
    Ok(Part { legend: Some(legend.to_owned()), inputs })
}

pub(crate) fn part(legend: &str, inputs: Vec<Input>) -> Part {
    Part { legend: Some(legend.to_owned()), inputs }
}

/// What is said about an instrument.
pub(super) fn description(l: Locale, names: &Directory, others: Vec<Choice>) -> Vec<Part> {
    let parties = || sheet::parties(l, names);
    let what = vec![
        Input::select(
            l,
            "kind",
            l.t("instrument-kind"),
            coded(l, "instrument_type", Type::ALL.iter().map(|k| k.code())),
        ),
        Input::select(
            l,
            "level",
            l.t("instrument-level"),
            coded(l, "instrument_level", Level::ALL.iter().map(|k| k.code())),
        ),
        Input::select(l, "partner", l.t("figure-partner"), parties()),
        Input {
            field: crate::form::Field::text("parties", l.t("instrument-parties")),
            control: sheet::Control::Several(parties()),
        }
        .hint(l.t("instrument-parties-hint")),
    ];
    let titles = vec![
        Input::line("title_kk", l.t("instrument-title-kk")).optional(),
        Input::line("title_ky", l.t("instrument-title-ky")).optional(),
        Input::line("title_ru", l.t("instrument-title-ru")).optional(),
        Input::line("title_en", l.t("instrument-title-en")).optional(),
    ];
    let about = vec![
        Input::select(
            l,
            "topic",
            l.t("fact-topic"),
            coded(l, "topic", Topic::ALL.iter().map(|t| t.code())),
        ),
        Input::line("subject", l.t("instrument-subject"))
            .hint(l.t("instrument-subject-hint"))
            .optional(),
        Input::several(
            "languages",
            l.t("instrument-languages"),
            coded(l, "language_name", LANGUAGES.into_iter()),
        ),
        Input::line("depositary", l.t("instrument-depositary"))
            .hint(l.t("instrument-depositary-hint"))
            .optional(),
        Input::select(l, "parent", l.t("instrument-parent"), others)
            .hint(l.t("instrument-parent-hint"))
            .optional(),
    ];
    vec![
        part(l.t("instrument-part-what"), what),
        part(l.t("instrument-part-title"), titles),
        part(l.t("instrument-part-about"), about),
    ]
}

/// Instruments of the registry to choose from.
pub(crate) async fn others(visit: &Visit, but: Option<InstrumentId>) -> Result<Vec<Choice>> {
    let found = instrument::list(&visit.context(), &Wanted::default(), None, 200).await?;
    let others = found.lines.iter().map(|line| &line.instrument).filter(|it| Some(it.id) != but);
    Ok(sheet::sorted(
        visit.locale,
        others.map(|it| {
            Choice::new(it.id.to_string(), words::text(visit.locale, &it.description.title).0)
        }),
    ))
}

/// The form of a new instrument.
pub(super) async fn enter(visit: &Visit) -> Result<Sheet> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let mut parts = description(l, &names, others(visit, None).await?);
    parts.push(evidence(visit, false).await?);
    Ok(Sheet::of_parts(&visit.at("/instruments/new"), l.t("instrument-enter"), parts))
}

/// The form of the description, filled with what stands in the record.
pub(super) async fn describe(visit: &Visit, it: &Instrument) -> Result<Sheet> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let d = &it.description;
    let parts = description(l, &names, others(visit, Some(it.id)).await?);
    let title = |language| d.title.get(language).unwrap_or_default().to_owned();
    let text = |t: &Option<kelisim_domain::text::Text4>| {
        t.as_ref().map(|t| words::text(l, t).0).unwrap_or_default()
    };
    let parties: Vec<String> = d.parties.iter().map(ToString::to_string).collect();
    let there = [
        ("kind", d.kind.code().to_owned()),
        ("level", d.level.code().to_owned()),
        ("partner", d.partner.to_string()),
        ("parties", parties.join(" ")),
        ("title_kk", title(Language::Kk)),
        ("title_ky", title(Language::Ky)),
        ("title_ru", title(Language::Ru)),
        ("title_en", title(Language::En)),
        ("topic", d.topic.code().to_owned()),
        ("subject", text(&d.subject)),
        ("languages", d.languages.join(" ")),
        ("depositary", text(&d.depositary)),
        ("parent", d.parent.map(|id| id.to_string()).unwrap_or_default()),
    ];
    Ok(Sheet::of_parts(&act(visit, it, "describe"), l.t("act-describe"), parts)
        .fill(|name| there.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())))
}

fn act(visit: &Visit, it: &Instrument, act: &str) -> String {
    visit.at(&format!("/instruments/{}/{act}", it.id))
}

/// What a party did.
pub(super) async fn acted(visit: &Visit, it: &Instrument) -> Result<Sheet> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let parties = it.description.parties.iter();
    let parties = parties.map(|p| Choice::new(p.as_str(), words::party(l, &names, p))).collect();
    let inputs = vec![
        Input::select(l, "party", l.t("instrument-party"), parties),
        Input::select(
            l,
            "kind",
            l.t("instrument-act"),
            coded(l, "act_kind", ActKind::ALL.iter().map(|k| k.code())),
        ),
        Input::line("on", l.t("instrument-on")).hint(l.t("instrument-on-hint")),
        Input::line("place", l.t("instrument-place")).optional(),
        Input::area(l, "note", l.t("quota-note")).hint(l.t("instrument-note-hint")).optional(),
    ];
    let parts = vec![part(l.t("instrument-part-act"), inputs), evidence(visit, false).await?];
    Ok(Sheet::of_parts(&act(visit, it, "act"), l.t("instrument-do-act"), parts))
}

/// A number and its unit, which may stay empty.
fn length(l: Locale, name: &'static str, unit: &'static str, label: &str) -> [Input; 2] {
    let units = coded(l, "length_unit", LengthUnit::ALL.iter().map(|u| u.code()));
    let unit_label = l.format("instrument-unit-of", &[("what", Arg::Str(label))]);
    [Input::line(name, label).optional(), Input::select(l, unit, &unit_label, units).optional()]
}

/// What it says of its validity.
pub(super) async fn clause(visit: &Visit, it: &Instrument) -> Result<Sheet> {
    let l = visit.locale;
    let rules = ["on_signature", "on_last_notification", "after_ratifications", "on_date"];
    let mut entry = vec![
        Input::select(
            l,
            "entry",
            l.t("instrument-entry"),
            coded(l, "instrument_entry", rules.into_iter()),
        )
        .hint(l.t("instrument-entry-hint"))
        .optional(),
        Input::line("count", l.t("instrument-count")).hint(l.t("instrument-count-hint")).optional(),
    ];
    entry.extend(length(l, "wait", "wait_unit", l.t("instrument-wait")));
    let provisional = vec![
        Choice::new("signature", l.t("instrument-provisional-signature")),
        Choice::new("date", l.t("instrument-provisional-date")),
    ];
    entry.extend([
        Input::line("date", l.t("instrument-entry-date")).optional(),
        Input::select(l, "provisional", l.t("instrument-provisional"), provisional).optional(),
        Input::line("provisional_date", l.t("instrument-provisional-day")).optional(),
    ]);
    let mut term: Vec<Input> =
        length(l, "duration", "duration_unit", l.t("instrument-duration")).into();
    term.push(
        Input::line("until", l.t("instrument-until")).hint(l.t("instrument-until-hint")).optional(),
    );
    term.extend(length(l, "renewal", "renewal_unit", l.t("instrument-renewal")));
    term.extend(length(l, "notice", "notice_unit", l.t("instrument-notice")));
    let endings = coded(l, "instrument_ending", Ending::ALL.iter().map(|e| e.code()));
    term.extend([
        Input::select(l, "ending", l.t("instrument-ending"), endings).optional(),
        Input::line("since", l.t("instrument-since")).hint(l.t("instrument-since-hint")).optional(),
    ]);
    let parts = vec![
        part(l.t("instrument-part-entry"), entry),
        part(l.t("instrument-part-term"), term),
        evidence(visit, false).await?,
    ];
    Ok(Sheet::of_parts(&act(visit, it, "clause"), l.t("instrument-do-clause"), parts))
}

/// A stated day of entry into force.
pub(super) async fn force(visit: &Visit, it: &Instrument) -> Result<Sheet> {
    let l = visit.locale;
    let inputs =
        vec![Input::line("on", l.t("instrument-force-on")).hint(l.t("instrument-on-hint"))];
    let parts = vec![part(l.t("instrument-part-force"), inputs), evidence(visit, false).await?];
    Ok(Sheet::of_parts(&act(visit, it, "force"), l.t("instrument-do-force"), parts))
}

/// A change of the whole.
pub(super) async fn change(visit: &Visit, it: &Instrument) -> Result<Sheet> {
    let l = visit.locale;
    let kinds = coded(l, "change_kind", ChangeKind::ALL.iter().map(|k| k.code()));
    let inputs = vec![
        Input::select(l, "kind", l.t("instrument-change"), kinds),
        Input::line("on", l.t("instrument-on")).hint(l.t("instrument-on-hint")),
        Input::select(l, "by", l.t("instrument-by"), others(visit, Some(it.id)).await?).optional(),
        Input::area(l, "note", l.t("quota-note")).hint(l.t("instrument-note-hint")).optional(),
    ];
    let parts = vec![part(l.t("instrument-part-change"), inputs), evidence(visit, false).await?];
    Ok(Sheet::of_parts(&act(visit, it, "change"), l.t("instrument-do-change"), parts))
}

/// A commitment that stands in it.
pub(super) async fn link(visit: &Visit, it: &Instrument) -> Result<Sheet> {
    let l = visit.locale;
    let commitments = sheet::commitments(visit).await?;
    let inputs = vec![Input::select(l, "commitment", l.t("source-commitment"), commitments)];
    let parts = vec![part(l.t("instrument-part-link"), inputs), evidence(visit, false).await?];
    Ok(Sheet::of_parts(&act(visit, it, "link"), l.t("instrument-do-link"), parts))
}

/// A version of the text.
pub(super) fn draft(visit: &Visit, it: &Instrument) -> Sheet {
    let l = visit.locale;
    let inputs = vec![
        Input::line("name", l.t("instrument-draft-name")).hint(l.t("instrument-draft-name-hint")),
        Input::file("file", l.t("instrument-draft-file"))
            .hint(l.t("instrument-draft-file-hint"))
            .optional(),
        Input::area(l, "text", l.t("instrument-draft-text")).optional(),
        Input::area(l, "note", l.t("instrument-draft-note")).optional(),
    ];
    Sheet::new(&act(visit, it, "draft"), l.t("instrument-do-draft"), inputs)
}

/// The approval of the present text. A person of the partner approves for the partner alone.
pub(super) async fn approve(visit: &Visit, it: &Instrument) -> Result<Sheet> {
    let l = visit.locale;
    let present = it.draft().ok_or(AppError::NotFound)?;
    let partner = visit.who.as_ref().is_some_and(|r| r.who.role == Role::Partner);
    let note = Input::area(l, "note", l.t("quota-note")).optional();
    let hash = present.what.hash;
    let action = act(visit, it, "approve");
    let sheet = if partner {
        Sheet::new(&action, l.t("instrument-do-approve"), vec![note])
            .with("side", Side::Partner.code())
    } else {
        let sides = coded(l, "text_side", Side::ALL.iter().map(|s| s.code()));
        let inputs = vec![Input::select(l, "side", l.t("instrument-side"), sides), note];
        let parts =
            vec![part(l.t("instrument-part-approve"), inputs), evidence(visit, true).await?];
        Sheet::of_parts(&action, l.t("instrument-do-approve"), parts)
    };
    Ok(sheet.with("hash", hash))
}

/// The signed answer of a partner that has no account.
pub(super) fn signed(visit: &Visit, it: &Instrument) -> Result<Sheet> {
    let l = visit.locale;
    it.draft().ok_or(AppError::NotFound)?;
    let inputs = vec![
        Input::file("file", l.t("instrument-signed-file")).optional(),
        Input::area(l, "answer", l.t("instrument-signed-text"))
            .hint(l.t("instrument-signed-hint"))
            .optional(),
    ];
    Ok(Sheet::new(&act(visit, it, "signed"), l.t("instrument-do-signed"), inputs))
}

/// A draft that goes to an agency.
pub(super) async fn send(visit: &Visit, it: &Instrument) -> Result<Sheet> {
    let l = visit.locale;
    let inputs = vec![
        Input::line("agency", l.t("instrument-agency")),
        Input::line("sent", l.t("instrument-sent")).hint(l.t("quota-on-hint")).optional(),
        Input::line("due", l.t("instrument-due")).optional(),
        Input::area(l, "matter", l.t("instrument-matter")).optional(),
    ];
    let parts = vec![part(l.t("instrument-part-send"), inputs), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&act(visit, it, "send"), l.t("instrument-do-send"), parts))
}

/// The answer of an agency.
pub(super) async fn answer(visit: &Visit, it: &Instrument) -> Result<Sheet> {
    let l = visit.locale;
    let open = it.steps().filter(|shown| shown.reply.is_none());
    let open = open.map(|shown| {
        let agency = words::text(l, &shown.step.what.agency).0;
        let sent = l.edtf_short(&shown.step.what.sent.to_string());
        Choice::new(shown.step.meta.version.to_string(), format!("{agency} · {sent}"))
    });
    let answers = coded(l, "approval_answer", Answer::ALL.iter().map(|a| a.code()));
    let inputs = vec![
        Input::select(l, "step", l.t("instrument-agency"), open.collect()),
        Input::select(l, "answer", l.t("instrument-answer"), answers),
        Input::line("on", l.t("instrument-answer-on")).hint(l.t("quota-on-hint")).optional(),
        Input::area(l, "remark", l.t("instrument-remark")).optional(),
    ];
    let parts = vec![part(l.t("instrument-part-answer"), inputs), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&act(visit, it, "answer"), l.t("instrument-do-answer"), parts))
}

/// Facts that can be taken back.
pub(super) fn withdraw(visit: &Visit, it: &Instrument, facts: Vec<Choice>) -> Sheet {
    let l = visit.locale;
    let inputs = vec![
        Input::select(l, "fact", l.t("instrument-fact"), facts),
        Input::area(l, "reason", l.t("quota-why")),
    ];
    Sheet::new(&act(visit, it, "withdraw"), l.t("instrument-do-withdraw"), inputs).tone("no")
}

/// Publication.
pub(super) fn publish(visit: &Visit, it: &Instrument) -> Sheet {
    let l = visit.locale;
    let word = if it.public { l.t("act-unpublish") } else { l.t("act-publish") };
    Sheet::new(&act(visit, it, "publish"), word, Vec::new())
        .with("public", u8::from(!it.public))
        .tone("")
}
