//! The pack for the next meeting, in the words of a language: what the page and the printed document both say.

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::commitment::Line;
use kelisim_app::instrument;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::meeting::{About, News, Pack, Question, What, pack, pack_with};
use kelisim_domain::commitment::{Gap, Standing};
use kelisim_domain::id::MeetingId;
use kelisim_domain::party::PartyCode;
use kelisim_i18n::{Arg, Locale};

use super::shown::dated;
use crate::answer::{Answer, page, see_other};
use crate::body::list::BodyRow;
use crate::cited::{self, Numbered, SourceRow, known, rests_on};
use crate::commitment::shown::{ConflictCard, Wording};
use crate::instrument::list::InstrumentRow;
use crate::overview::CommitmentRow;
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// A commitment of the pack.
pub(crate) struct OpenRow {
    pub(crate) row: CommitmentRow,
    /// In whose charge it is.
    pub(crate) charge: Option<String>,
    /// Numbers of the sources of its figures and dates.
    pub(crate) cited: String,
}

/// Something that became known.
pub(super) struct NewsRow {
    pub(super) machine: String,
    pub(super) date: String,
    pub(super) what: String,
    pub(super) href: String,
    pub(super) title: Told,
    pub(super) cited: String,
}

/// An instrument.
pub(crate) struct WayRow {
    pub(crate) row: InstrumentRow,
    pub(crate) cited: String,
}

/// A joint body.
pub(crate) struct JointRow {
    pub(crate) row: BodyRow,
    pub(crate) cited: String,
}

/// A question.
pub(super) struct AskedRow {
    pub(super) words: String,
    pub(super) href: Option<String>,
    /// Whether an officer noted it.
    pub(super) noted: bool,
}

/// The pack in words.
pub(super) struct Shown {
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) author: String,
    pub(super) day: jiff::civil::Date,
    /// How many commitments stand where, in a sentence.
    pub(super) counts: String,
    pub(super) agenda: Vec<Told>,
    pub(super) questions: Vec<AskedRow>,
    pub(super) open: Vec<OpenRow>,
    pub(super) more: bool,
    /// Since when news are listed, in a sentence.
    pub(super) since: String,
    pub(super) news: Vec<NewsRow>,
    pub(super) conflicts: Vec<ConflictCard>,
    pub(super) on_the_way: Vec<WayRow>,
    pub(super) bodies: Vec<JointRow>,
    pub(super) sources: Vec<SourceRow>,
    pub(super) seal: String,
    /// Where the page came from and where the document is.
    pub(super) back: (String, String),
    pub(super) pdf: String,
}

#[derive(Template)]
#[template(path = "pack.html")]
struct PackPage {
    shell: Shell,
    p: Shown,
}

/// The pack for a meeting.
pub(super) async fn of_meeting(at: At, visit: Visit) -> Answer {
    show(&visit, read_of_meeting(&at, &visit).await?).await
}

/// The pack for the next meeting with a partner.
pub(super) async fn with_partner(at: At, visit: Visit) -> Answer {
    let pack = read_with_partner(&at, &visit).await?;
    match moved(&at, &visit, &pack, "pack")? {
        Some(stays) => Ok(see_other(&stays)),
        None => show(&visit, pack).await,
    }
}

/// The same of the party that stays, where the one the address names was entered twice and merged.
pub(super) fn moved(
    at: &At,
    visit: &Visit,
    pack: &Pack,
    name: &str,
) -> Result<Option<String>, crate::answer::Failure> {
    let code: PartyCode = at.read("code")?;
    let stays = &pack.partner;
    Ok((*stays != code).then(|| visit.at_filtered(&format!("/partners/{stays}/{name}"))))
}

/// The pack an address names by its meeting.
pub(super) async fn read_of_meeting(
    at: &At,
    visit: &Visit,
) -> Result<Pack, crate::answer::Failure> {
    let id: MeetingId = at.read("id")?;
    Ok(pack(&visit.context(), id).await?)
}

/// The pack an address names by its partner.
pub(super) async fn read_with_partner(
    at: &At,
    visit: &Visit,
) -> Result<Pack, crate::answer::Failure> {
    let code: PartyCode = at.read("code")?;
    Ok(pack_with(&visit.context(), &code).await?)
}

async fn show(visit: &Visit, pack: Pack) -> Answer {
    let names = directory(&visit.context()).await?;
    let p = Naming { l: visit.locale, names: &names, pack: &pack }.shown();
    page(&PackPage { shell: visit.shell(&p.title, Nav::Meetings).await?, p })
}

/// What is needed to put a pack into words.
pub(super) struct Naming<'a> {
    pub(super) l: Locale,
    pub(super) names: &'a Directory,
    pub(super) pack: &'a Pack,
}

impl Naming<'_> {
    /// The pack in words.
    pub(super) fn shown(&self) -> Shown {
        let (l, pack) = (self.l, self.pack);
        let partner = words::party(l, self.names, &pack.partner);
        let author = words::registry(l, self.names, pack.registry);
        let mut cited = Numbered::default();
        let open = pack.open.iter().map(|line| self.open(line, &mut cited)).collect();
        let news = pack.news.iter().map(|it| self.news(it, &mut cited)).collect();
        let wording =
            Wording { locale: l, names: self.names, sources: &pack.sources, place: "commitments" };
        let on_the_way = pack.on_the_way.iter().map(|line| self.way(line, &mut cited)).collect();
        let joint = |it| JointRow {
            row: BodyRow::new(l, self.names, "bodies", it),
            cited: cited.cite(known(it.quotations().map(|(_, q)| q.source), &pack.sources)),
        };
        let bodies = pack.bodies.iter().map(joint).collect();
        let day = l.date_long(pack.day);
        Shown {
            title: l.format("pack-title", &[("partner", Arg::Str(&partner))]),
            lead: self.lead(&author, &day),
            counts: self.counts(),
            agenda: self.agenda(),
            questions: pack.questions.iter().map(|q| self.question(q)).collect(),
            open,
            more: pack.more,
            since: self.since(),
            news,
            conflicts: pack.conflicts.iter().map(|c| wording.conflict(c)).collect(),
            on_the_way,
            bodies,
            sources: cited::rows(l, &cited, &pack.sources),
            seal: cited::seal(l, pack.seal.as_ref()),
            back: self.back(&partner),
            pdf: self.pdf(),
            day: pack.day,
            author,
        }
    }

    fn lead(&self, author: &str, day: &str) -> String {
        let l = self.l;
        match &self.pack.meeting {
            Some(it) => {
                let meeting = dated(l, it).text;
                let args = [
                    ("meeting", Arg::Str(&meeting)),
                    ("author", Arg::Str(author)),
                    ("date", Arg::Str(day)),
                ];
                l.format("pack-lead-meeting", &args)
            }
            None => l.format("pack-lead", &[("author", Arg::Str(author)), ("date", Arg::Str(day))]),
        }
    }

    fn back(&self, partner: &str) -> (String, String) {
        let (l, pack) = (self.l, self.pack);
        match &pack.meeting {
            Some(it) => (format!("/{}/meetings/{}", l.tag(), it.id), dated(l, it).text),
            None => (format!("/{}/partners/{}", l.tag(), pack.partner), partner.to_owned()),
        }
    }

    fn pdf(&self) -> String {
        let (l, pack) = (self.l, self.pack);
        match &pack.meeting {
            Some(it) => format!("/{}/meetings/{}/pack.pdf", l.tag(), it.id),
            None => format!("/{}/partners/{}/pack.pdf", l.tag(), pack.partner),
        }
    }

    fn counts(&self) -> String {
        let l = self.l;
        let mut counts: BTreeMap<Standing, i64> = BTreeMap::new();
        for line in &self.pack.open {
            *counts.entry(line.standing).or_default() += 1;
        }
        let words = counts
            .into_iter()
            .map(|(standing, n)| format!("{}: {}", l.term("state", standing.code()), l.number(n)));
        words.collect::<Vec<_>>().join("; ")
    }

    fn agenda(&self) -> Vec<Told> {
        let points = self.pack.meeting.iter().flat_map(|it| &it.agenda);
        points.map(|said| Told::new(self.l, &said.what.matter)).collect()
    }

    fn since(&self) -> String {
        let l = self.l;
        match &self.pack.previous {
            Some(it) => {
                let meeting = dated(l, it).text;
                l.format("pack-since", &[("meeting", Arg::Str(&meeting))])
            }
            None => l.t("pack-since-ever").to_owned(),
        }
    }

    fn open(&self, line: &Line, cited: &mut Numbered) -> OpenRow {
        let ids = known(rests_on(line, &self.pack.reported), &self.pack.sources);
        OpenRow {
            row: CommitmentRow::new(self.l, line, ""),
            charge: line
                .commitment
                .charge()
                .and_then(|c| words::charge(self.l, c, &self.pack.colleagues)),
            cited: cited.cite(ids),
        }
    }

    fn news(&self, it: &News, cited: &mut Numbered) -> NewsRow {
        let l = self.l;
        let path = match it.about {
            About::Commitment(id) => format!("commitments/{id}"),
            About::Instrument(id) => format!("instruments/{id}"),
            About::Observation(id) => format!("figures/{id}"),
            About::Conflict(id) => format!("conflicts/{id}"),
        };
        let source = it.quotation.as_ref().map(|q| q.source);
        NewsRow {
            machine: it.known_on.to_string(),
            date: l.date_short(it.known_on),
            what: self.what(&it.what),
            href: format!("/{}/{path}", l.tag()),
            title: Told::new(l, &it.title),
            cited: cited.cite(source.filter(|id| self.pack.sources.contains_key(id))),
        }
    }

    fn what(&self, what: &What) -> String {
        let l = self.l;
        let dated = |word: &str, when: &kelisim_domain::edtf::Edtf| {
            format!("{word}, {}", l.edtf_short(&when.to_string()))
        };
        match what {
            What::New(stage) => {
                let stage = l.term("stage", stage.code());
                l.format("pack-new", &[("stage", Arg::Str(stage))])
            }
            What::Restated(Some(stage)) => {
                let stage = l.term("stage", stage.code());
                l.format("history-stage", &[("stage", Arg::Str(stage))])
            }
            What::Restated(None) => l.t("history-said").to_owned(),
            What::Places(period, channel, places) => l.format(
                "history-places",
                &[
                    ("period", Arg::Str(&l.edtf_short(&period.to_string()))),
                    ("places", Arg::Str(&words::figure(l, *places))),
                    ("channel", Arg::Str(l.term("channel", channel.code()))),
                ],
            ),
            What::Delivery(delivery) => {
                let word = l.term("delivery", delivery.code());
                l.format("history-delivery", &[("what", Arg::Str(word))])
            }
            What::Verdict(verdict) => {
                let word = l.term("verdict", verdict.code());
                l.format("history-verdict", &[("what", Arg::Str(word))])
            }
            What::Act(party, kind, on) => {
                let party = words::party(l, self.names, party);
                dated(&format!("{party}: {}", l.term("act_kind", kind.code())), on)
            }
            What::Changed(kind, on) => dated(l.term("change_kind", kind.code()), on),
            What::Figure(period, value) => {
                let value = words::figure(l, *value);
                format!("{}: {value}", l.edtf_short(&period.to_string()))
            }
            What::Conflict => l.t("pack-conflict-noticed").to_owned(),
        }
    }

    fn way(&self, line: &instrument::Line, cited: &mut Numbered) -> WayRow {
        let ids = line.instrument.quotations().map(|(_, q)| q.source);
        let ids = known(ids, &self.pack.sources);
        WayRow {
            row: InstrumentRow::new(self.l, self.names, "instruments", line, ""),
            cited: cited.cite(ids),
        }
    }

    fn question(&self, question: &Question) -> AskedRow {
        let l = self.l;
        let of = |title: &kelisim_domain::text::Text4| words::text(l, title).0;
        let at = |path: String| Some(format!("/{}/{path}", l.tag()));
        match question {
            Question::Noted { words: asked, commitment } => AskedRow {
                words: of(asked),
                href: commitment.and_then(|id| at(format!("commitments/{id}"))),
                noted: true,
            },
            Question::Conflict { conflict, words: asked } => AskedRow {
                words: of(asked),
                href: at(format!("conflicts/{conflict}")),
                noted: false,
            },
            Question::Gap { commitment, title, gap } => AskedRow {
                words: self.gap(&of(title), *gap),
                href: at(format!("commitments/{commitment}")),
                noted: false,
            },
            Question::Held { instrument, title, agency, days, overdue } => {
                let days = l.count("instrument-days", i64::from(*days));
                let (title, agency) = (of(title), of(agency));
                let args = [
                    ("title", Arg::Str(&title)),
                    ("agency", Arg::Str(&agency)),
                    ("days", Arg::Str(&days)),
                ];
                let words = if *overdue {
                    l.format("pack-ask-overdue-answer", &args)
                } else {
                    l.format("pack-ask-held", &args)
                };
                AskedRow { words, href: at(format!("instruments/{instrument}")), noted: false }
            }
            Question::Unsigned { instrument, title } => AskedRow {
                words: l.format("pack-ask-unsigned", &[("title", Arg::Str(&of(title)))]),
                href: at(format!("instruments/{instrument}")),
                noted: false,
            },
        }
    }

    fn gap(&self, title: &str, gap: Gap) -> String {
        let l = self.l;
        match gap {
            Gap::Overdue { due } => {
                let due = l.date_long(due);
                l.format(
                    "pack-ask-overdue",
                    &[("title", Arg::Str(title)), ("date", Arg::Str(&due))],
                )
            }
            Gap::Unexplained { year, places } => {
                let year = year.to_string();
                let n = i64::try_from(places).unwrap_or(i64::MAX);
                let args =
                    [("title", Arg::Str(title)), ("year", Arg::Str(&year)), ("n", Arg::Num(n))];
                l.format("pack-ask-unexplained", &args)
            }
            Gap::NoReport => l.format("pack-ask-report", &[("title", Arg::Str(title))]),
            Gap::NoNumber => l.format("pack-ask-number", &[("title", Arg::Str(title))]),
            Gap::NoDeadline => l.format("pack-ask-deadline", &[("title", Arg::Str(title))]),
        }
    }
}
