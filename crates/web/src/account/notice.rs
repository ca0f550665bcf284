//! Notices of the own account: what others did that waits for the person or concerns it, and how it wants to be told.

use askama::Template;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::notice::{self, Line, NoticeCursor, WishForm};
use kelisim_domain::id::{NoticeId, StreamId};
use kelisim_domain::notice::{Mail, Subject};
use kelisim_i18n::Locale;

use crate::answer::{Answer, see_other};
use crate::form::Choice;
use crate::journal::place;
use crate::posted::Posted;
use crate::sheet::{self, Input, Sheet, Start};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::Told;

/// The notices, and the form that says how to be told.
#[derive(Template)]
#[template(path = "notices.html")]
struct NoticesPage {
    shell: Shell,
    rows: Vec<Row>,
    /// Marks all as read, where something is unread.
    all: Option<Sheet>,
    next: Option<String>,
    warnings: Vec<String>,
    wish: Sheet,
}

/// A notice as a row.
struct Row {
    words: &'static str,
    thing: Told,
    /// The page of the thing, where it has one.
    href: Option<String>,
    when: String,
    machine: String,
    mail: Mail,
    /// What the carrier said when it was tried in vain.
    trouble: Option<String>,
    /// The button that marks it as read, while it is unread.
    read: Option<Sheet>,
}

impl Row {
    fn new(visit: &Visit, names: &Directory, line: Line) -> Self {
        let l = visit.locale;
        let notice = line.notice;
        let read = notice.read_at.is_none().then(|| {
            let action = visit.at("/notices/read");
            Sheet::new(&action, l.t("notice-mark"), Vec::new()).with("id", notice.id).tone("")
        });
        Self {
            words: l.term("notice", notice.subject.code()),
            thing: Told::new(l, &line.title),
            href: href(visit, names, notice.subject, &notice.aggregate, notice.thing),
            when: l.instant_short(notice.made_at, visit.zone()),
            machine: notice.made_at.to_string(),
            mail: notice.mail,
            trouble: line.tried.map(|tried| tried.answer),
            read,
        }
    }
}

/// Where a notice leads: the page on which the person does what it speaks of.
fn href(
    visit: &Visit,
    names: &Directory,
    subject: Subject,
    aggregate: &str,
    thing: StreamId,
) -> Option<String> {
    match subject {
        // The page of a party goes by its code.
        Subject::PartyMerged | Subject::PartyParted => {
            let code = names.parties.keys().find(|code| code.stream() == thing)?;
            Some(visit.at(&format!("/parties/{code}")))
        }
        // A reviewer is led to the own desk, whatever the thing is.
        Subject::ReviewAssigned
        | Subject::ReviewDue
        | Subject::ReviewToMend
        | Subject::ScoresCarried => Some(visit.at("/reviews")),
        Subject::ReviewLate => Some(visit.at(&format!("/calls/{thing}/reviews"))),
        Subject::ReviewObjected => Some(visit.at(&format!("/applications/{thing}/review"))),
        Subject::ScoresWait => Some(visit.at(&format!("/calls/{thing}/scores"))),
        _ => place(visit, aggregate).map(|place| visit.at(&format!("/{place}/{thing}"))),
    }
}

/// The page.
pub(super) async fn list(visit: Visit) -> Answer {
    write(&visit, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let (lines, next) = notice::list(&ctx, visit.after::<NoticeCursor>()).await?;
    let there = notice::wish(&ctx).await?;
    let mails = ["yes", "no"].map(|code| Choice::new(code, l.term("notice_mail", code)));
    let languages = Locale::ALL.iter().map(|it| Choice::new(it.tag(), it.endonym()));
    let mut tongues = vec![Choice::new("", l.t("notice-all-languages"))];
    tongues.extend(languages);
    let inputs = vec![
        Input::select(l, "mail", l.t("notice-mails"), mails.into()).hint(l.t("notice-mails-hint")),
        Input::select(l, "language", l.t("notice-mail-language"), tongues).optional(),
    ];
    let sheet =
        Sheet::new(&visit.at("/notices/wish"), l.t("notice-keep"), inputs).fill(
            |name| match name {
                "mail" => Some(&*there.mail),
                "language" => Some(&*there.language),
                _ => None,
            },
        );
    let shell = visit.shell(l.t("notices-title"), Nav::Notices).await?;
    let names = directory(&visit.context()).await?;
    let all = (shell.counts.notices > 0).then(|| {
        Sheet::new(&visit.at("/notices/read"), l.t("notice-mark-all"), Vec::new()).tone("")
    });
    sheet::answer(
        &start.refusals,
        &NoticesPage {
            shell,
            rows: lines.into_iter().map(|line| Row::new(visit, &names, line)).collect(),
            all,
            next: next.map(|next| visit.at("/notices") + &visit.going_on(&next)),
            warnings: start.warnings(l),
            wish: start.apply(l, sheet),
        },
    )
}

/// Marks one notice as read, or all.
pub(super) async fn read(posted: Posted) -> Answer {
    let visit = &posted.visit;
    let id = match posted.fields.get("id") {
        "" => Ok(None),
        id => id.parse::<NoticeId>().map(Some),
    };
    // What names no notice marks none; the list says which there are.
    let Ok(id) = id else { return Ok(see_other(&visit.at("/notices"))) };
    match notice::mark_read(&visit.context(), id).await {
        Ok(()) => Ok(see_other(&visit.at("/notices"))),
        Err(error) => Err(posted.failed(error).await),
    }
}

/// Notes how the person wants to be told.
pub(super) async fn wish(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: WishForm = fields.form();
    match notice::set_wish(&visit.context(), &form).await {
        Ok(()) => Ok(see_other(&visit.at("/notices"))),
        Err(kelisim_app::AppError::Refused(refusals)) => {
            write(visit, Start::refused(fields, refusals)).await
        }
        Err(error) => Err(posted.failed(error).await),
    }
}
