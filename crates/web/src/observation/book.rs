//! Booking a reported figure.

use kelisim_app::Result;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::observation::{FigureForm, book};
use kelisim_domain::id::ObservationId;
use kelisim_domain::observation::Measure;
use kelisim_domain::topic::{Channel, Unit};
use kelisim_i18n::{Arg, Locale};

use crate::answer::Answer;
use crate::form::Choice;
use crate::posted::Posted;
use crate::sheet::{self, Head, Input, Part, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form.
pub(super) async fn form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = sheet(visit).await?.with("id", start.id(visit));
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Overview,
        title: l.t("figure-book").to_owned(),
        crumb: (visit.at("/overview"), l.term("nav", "overview")),
        lead: l.t("figure-book-lead"),
    };
    sheet.show(visit, &start, head).await
}

async fn sheet(visit: &Visit) -> Result<Sheet> {
    let l = visit.locale;
    let parts = vec![
        Part { legend: Some(l.t("figure-part-what").to_owned()), inputs: what(l) },
        Part { legend: Some(l.t("figure-part-where").to_owned()), inputs: place(visit).await? },
        Part {
            legend: Some(l.t("figure-part-source").to_owned()),
            inputs: vec![
                Input::select(l, "source", l.t("source"), sheet::sources(visit).await?),
                Input::area(l, "passage", l.t("conflict-passage"))
                    .hint(l.t("conflict-passage-hint")),
                Input::area(l, "note", l.t("figure-note")).optional(),
            ],
        },
    ];
    Ok(Sheet::of_parts(&visit.at("/figures/new"), l.t("figure-book"), parts))
}

fn what(l: Locale) -> Vec<Input> {
    let codes = Measure::DELIVERED.join(", ");
    let units = Unit::ALL.iter().map(|unit| Choice {
        value: unit.code().to_owned(),
        label: l.term("unit_name", unit.code()).to_owned(),
    });
    vec![
        Input::line("name", l.t("figure-name")),
        Input::line("measure", l.t("figure-measure"))
            .hint(&l.format("figure-measure-hint", &[("codes", Arg::Str(&codes))])),
        Input::line("value", l.t("figure-value")).hint(l.t("figure-value-hint")),
        Input::select(l, "unit", l.t("figure-unit"), sheet::sorted(l, units)),
        Input::line("period", l.t("figure-period")).hint(l.t("figure-period-hint")),
    ]
}

async fn place(visit: &Visit) -> Result<Vec<Input>> {
    let l = visit.locale;
    let parties = sheet::parties(l, &*directory(&visit.context()).await?);
    let channels = Channel::ALL.iter().map(|channel| Choice {
        value: channel.code().to_owned(),
        label: l.term("channel", channel.code()).to_owned(),
    });
    Ok(vec![
        Input::select(l, "partner", l.t("figure-partner"), parties.clone()),
        Input::select(l, "subject", l.t("figure-subject"), parties.clone()),
        Input::select(l, "origin", l.t("figure-origin"), parties).optional(),
        Input::select(l, "channel", l.t("figure-channel"), channels.collect()).optional(),
        Input::select(l, "commitment", l.t("figure-commitment"), sheet::commitments(visit).await?)
            .hint(l.t("figure-commitment-hint"))
            .optional(),
    ])
}

/// Takes the form.
pub(super) async fn submit(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: FigureForm = fields.form();
    let id = ObservationId::new(Start::refused(fields, Vec::new()).id(visit));
    let done = book(&visit.context(), id, words::language(visit.locale), &form).await;
    posted.answered(done, &format!("/figures/{id}"), |start| write(visit, start)).await
}
