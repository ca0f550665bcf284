//! A marked passage as the page shows it: its line in the list, what was read out of it, and its form.

use kelisim_app::communique::{DraftForm, Marked};
use kelisim_app::lookup::Directory;
use kelisim_app::proposal::Proposal;
use kelisim_domain::Refusal;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::stage::{Shown, Stage};
use kelisim_domain::topic::{Per, Topic, Unit};
use kelisim_i18n::Locale;

use super::field::{choice, coded, elsewhere, field, parties, with_typed};
use crate::form::{Choice, Field, mistakes};
use crate::words::{self, Told};

/// Codes of measures that are offered; any other may be typed.
const MEASURES: [&str; 9] = [
    "treated",
    "operated",
    "trained",
    "places_used",
    "applications",
    "registered_medicines",
    "registered_devices",
    "beds",
    "members",
];

/// What the fields of a passage are filled and named with.
pub(super) struct Around<'a> {
    pub(super) locale: Locale,
    pub(super) names: &'a Directory,
    pub(super) registry: RegistryCode,
    pub(super) open: &'a [Commitment],
}

/// A marked passage in the list.
pub(super) struct Line {
    pub(super) n: usize,
    pub(super) id: String,
    /// `ok` for confirmed, `off` for rejected, empty for open.
    pub(super) tone: &'static str,
    pub(super) state: String,
    pub(super) title: String,
    /// Code and step of the stage shown; none for an indicator or where none was chosen.
    pub(super) stage: Option<(&'static str, i64)>,
    pub(super) is_indicator: bool,
    /// Whether the engine proposed it, rather than a person having marked it.
    pub(super) proposed: bool,
    pub(super) href: String,
    /// The passage shown open, when it is this one.
    pub(super) open: Option<Open>,
}

/// The passage shown open.
pub(super) struct Open {
    pub(super) revision: i64,
    pub(super) quote: String,
    pub(super) lang: String,
    /// What was read out of it, term and value.
    pub(super) facts: Vec<(&'static str, String)>,
    /// What a proposal rests on and what it leaves open, term and value.
    pub(super) basis: Vec<(&'static str, String)>,
    /// The chosen stage with its step, and whether it counts as a promise; only for a commitment.
    pub(super) stage: Option<(&'static str, i64, bool)>,
    /// Where what it became stands.
    pub(super) became: Option<String>,
    /// Its form, where the reader may change it.
    pub(super) form: Option<Box<Form>>,
}

/// The form of a passage.
pub(super) struct Form {
    pub(super) action: String,
    pub(super) revision: i64,
    pub(super) is_indicator: bool,
    /// Whether the fields are shown at once.
    pub(super) unfolded: bool,
    pub(super) passage: String,
    pub(super) near: String,
    pub(super) title: Field,
    pub(super) partner: Field,
    pub(super) parties: Vec<Choice>,
    pub(super) topic: Field,
    pub(super) topics: Vec<Choice>,
    pub(super) promisors: Field,
    pub(super) owing: Vec<Choice>,
    pub(super) beneficiaries: Field,
    pub(super) receiving: Vec<Choice>,
    pub(super) quantity: Field,
    pub(super) unit: Field,
    pub(super) units: Vec<Choice>,
    pub(super) per: Field,
    pub(super) pers: Vec<Choice>,
    pub(super) deadline: Field,
    pub(super) stage: Field,
    pub(super) stages: Vec<StageGroup>,
    pub(super) restates: Field,
    pub(super) against: Field,
    pub(super) commitments: Vec<Choice>,
    pub(super) measure: Field,
    pub(super) measures: Vec<Choice>,
    pub(super) period: Field,
    pub(super) subject: Field,
    pub(super) origin: Field,
    pub(super) countries: Vec<Choice>,
    pub(super) note: Field,
    pub(super) others: Vec<String>,
}

/// One of the five words with the stages it stands for.
pub(super) struct StageGroup {
    pub(super) shown: &'static str,
    pub(super) step: i64,
    pub(super) counts: bool,
    pub(super) stages: Vec<StageChoice>,
}

/// A stage to choose, with the verbs by which it is known.
pub(super) struct StageChoice {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) verbs: &'static str,
    pub(super) chosen: bool,
}

impl Form {
    fn fields(&self) -> [&Field; 16] {
        [
            &self.title,
            &self.partner,
            &self.topic,
            &self.promisors,
            &self.beneficiaries,
            &self.quantity,
            &self.unit,
            &self.per,
            &self.deadline,
            &self.stage,
            &self.restates,
            &self.measure,
            &self.period,
            &self.subject,
            &self.origin,
            &self.against,
        ]
    }

    /// What is wrong, in the order of the fields.
    pub(super) fn mistakes(&self) -> Vec<(&'static str, &str)> {
        let note = mistakes([&self.note]);
        let others = self.others.iter().map(|text| ("title", text.as_str()));
        mistakes(self.fields()).into_iter().chain(note).chain(others).collect()
    }
}

impl Around<'_> {
    /// A passage as a line of the list; `href` leads to it.
    pub(super) fn line(&self, n: usize, marked: &Marked, href: &str) -> Line {
        let l = self.locale;
        let form = &marked.form;
        let is_indicator = form.kind == "indicator";
        let stage = Stage::from_code(&form.stage).filter(|_| !is_indicator);
        let title = if form.title.trim().is_empty() {
            shortened(&marked.quotation.exact)
        } else {
            form.title.clone()
        };
        Line {
            n,
            id: marked.id.to_string(),
            tone: match marked.state.as_str() {
                "confirmed" => "ok",
                "rejected" => "off",
                _ => "",
            },
            state: marked.state.clone(),
            title,
            stage: stage.map(|stage| (words::shown(stage), words::step(stage))),
            is_indicator,
            proposed: marked.proposal.is_some(),
            href: format!("/{}{href}", l.tag()),
            open: None,
        }
    }

    /// A passage shown open, without its form.
    pub(super) fn opened(&self, marked: &Marked) -> Open {
        let form = &marked.form;
        let l = self.locale;
        let is_indicator = form.kind == "indicator";
        let stage = Stage::from_code(&form.stage).filter(|_| !is_indicator);
        let path = if is_indicator { "figures" } else { "commitments" };
        let became = (marked.state == "confirmed").then_some(form.became.as_str());
        Open {
            revision: marked.revision,
            quote: marked.quotation.exact.clone(),
            lang: marked.quotation.language.clone(),
            facts: if is_indicator { self.indicator(form) } else { self.commitment(form) },
            basis: marked.proposal.as_ref().map(|p| self.basis(p)).unwrap_or_default(),
            stage: stage.map(|s| (words::shown(s), words::step(s), s.is_promise())),
            became: became.map(|id| format!("/{}/{path}/{id}", l.tag())),
            form: None,
        }
    }

    fn commitment(&self, form: &DraftForm) -> Vec<(&'static str, String)> {
        let l = self.locale;
        let restated = self.commitments().into_iter().find(|c| c.value == form.restates);
        let mut facts = vec![
            (l.t("draft-owes"), self.named(&form.promisors)),
            (l.t("draft-to"), self.named(&form.beneficiaries)),
            (l.t("draft-quantity"), self.quantity(form, l.t("draft-none-stated"))),
            (l.t("draft-by"), self.date(&form.deadline, l.t("due-none"))),
        ];
        if let Some(restated) = restated.filter(|c| !c.value.is_empty()) {
            facts.push((l.t("draft-restates"), restated.label));
        }
        facts
    }

    fn indicator(&self, form: &DraftForm) -> Vec<(&'static str, String)> {
        let l = self.locale;
        vec![
            (l.t("draft-value"), self.quantity(form, l.t("draft-not-given"))),
            (l.t("draft-period"), self.date(&form.period, l.t("draft-not-given"))),
            (l.t("draft-subject"), self.party(&form.subject, l.t("draft-not-given"))),
            (l.t("draft-origin"), self.party(&form.origin, l.t("draft-none-stated"))),
        ]
    }

    /// What a proposal rests on: the words, how they were read, the rows, and what each open field could be.
    fn basis(&self, proposal: &Proposal) -> Vec<(&'static str, String)> {
        let l = self.locale;
        let mut basis = Vec::new();
        if !proposal.cue.is_empty() {
            basis.push((l.t("proposal-words"), proposal.cue.clone()));
        }
        if !proposal.predicate.is_empty() {
            basis.push((
                l.t("proposal-read-as"),
                l.term("predicate", &proposal.predicate).to_owned(),
            ));
        }
        if !proposal.delivery.is_empty() {
            let told = l.term("told_delivery", &proposal.delivery).to_owned();
            basis.push((l.t("proposal-delivery"), told));
        }
        if !proposal.rows.is_empty() {
            basis.push((l.t("proposal-rows"), proposal.rows.join(", ")));
        }
        basis.extend(proposal.also.iter().map(|also| (l.t("proposal-also"), also.clone())));
        basis.extend(proposal.uncertain.iter().map(|doubt| {
            let values: Vec<String> = doubt.candidates.iter().map(|c| self.name(c)).collect();
            let field = match doubt.field.as_str() {
                "partner" => l.t("draft-partner"),
                "promisors" => l.t("draft-owes"),
                "beneficiaries" => l.t("draft-to"),
                "deadline" => l.t("draft-by"),
                "unit" => l.t("draft-unit"),
                "stage" => l.t("draft-stage"),
                "topic" | "kind" => l.t("draft-topic"),
                _ => l.t("draft-quantity"),
            };
            let list = values.join(", ");
            (field, l.format("proposal-candidates", &[("list", (&list).into())]))
        }));
        basis
    }

    /// A quantity as it was typed; what is no number stays as it is.
    fn quantity(&self, form: &DraftForm, none: &str) -> String {
        let l = self.locale;
        let typed = form.quantity.trim();
        if typed.is_empty() {
            return none.to_owned();
        }
        let per = if form.kind == "indicator" { "once" } else { form.per.as_str() };
        match (typed.parse::<kelisim_domain::figure::Figure>(), Unit::from_code(&form.unit)) {
            (Ok(value), Some(unit)) => l.quantity(&value.to_string(), unit.code(), per),
            _ => typed.to_owned(),
        }
    }

    fn date(&self, typed: &str, none: &str) -> String {
        if typed.trim().is_empty() {
            return none.to_owned();
        }
        kelisim_app::typed::read_date(typed)
            .map_or_else(|_| typed.to_owned(), |date| self.locale.edtf(&date.to_string()))
    }

    fn party(&self, code: &str, none: &str) -> String {
        if code.trim().is_empty() {
            return none.to_owned();
        }
        self.name(code)
    }

    fn name(&self, code: &str) -> String {
        code.parse::<PartyCode>()
            .map_or_else(|_| code.to_owned(), |code| words::party(self.locale, self.names, &code))
    }

    /// Several parties, or that the text names nobody.
    fn named(&self, codes: &str) -> String {
        let names: Vec<String> = codes.split_whitespace().map(|code| self.name(code)).collect();
        if names.is_empty() { self.locale.t("draft-nobody").to_owned() } else { names.join(", ") }
    }

    /// Who can owe or receive: nobody named, one party, or both sides.
    fn sides(&self, partner: &str, typed: &str) -> Vec<Choice> {
        let l = self.locale;
        let own = self.registry.to_string();
        let mut choices = vec![choice("", l.t("draft-nobody"))];
        if !partner.is_empty() && partner != own {
            let both = format!("{own} {partner}");
            choices.push(choice(&both, &self.named(&both)));
        }
        choices.extend(parties(l, self.names));
        with_typed(choices, typed, &self.named(typed))
    }

    fn commitments(&self) -> Vec<Choice> {
        self.open
            .iter()
            .map(|it| {
                let title = Told::new(self.locale, &it.description.title).text;
                let partner = words::party(self.locale, self.names, &it.description.partner);
                choice(&it.id.to_string(), &format!("{partner}: {title}"))
            })
            .collect()
    }

    /// The form with what was typed and what was refused.
    pub(super) fn form(
        &self,
        action: String,
        revision: i64,
        typed: &DraftForm,
        refusals: &[Refusal],
    ) -> Form {
        let l = self.locale;
        let is_indicator = typed.kind == "indicator";
        let field = |name, label, value: &str| field(l, name, label, value, refusals);
        let none_or_party = |label| {
            let mut choices = vec![choice("", label)];
            choices.extend(parties(l, self.names));
            choices
        };
        let mut form = Form {
            action,
            revision,
            is_indicator,
            unfolded: !refusals.is_empty() || typed.title.trim().is_empty(),
            passage: typed.passage.clone(),
            near: typed.near.clone(),
            title: field("title", l.t("draft-what"), &typed.title),
            partner: field("partner", l.t("draft-partner"), &typed.partner),
            parties: with_typed(none_or_party(l.t("draft-choose")), &typed.partner, &typed.partner),
            topic: field("topic", l.t("draft-topic"), &typed.topic),
            topics: with_choose(l, coded(l, "topic", Topic::ALL.iter().map(|topic| topic.code()))),
            promisors: field("promisors", l.t("draft-owes"), &typed.promisors).that_may_be_empty(),
            owing: self.sides(&typed.partner, &typed.promisors),
            beneficiaries: field("beneficiaries", l.t("draft-to"), &typed.beneficiaries)
                .that_may_be_empty(),
            receiving: self.sides(&typed.partner, &typed.beneficiaries),
            quantity: field("quantity", l.t("draft-quantity"), &typed.quantity).that_may_be_empty(),
            unit: field("unit", l.t("draft-unit"), &typed.unit).that_may_be_empty(),
            units: with_choose(l, coded(l, "unit_name", Unit::ALL.iter().map(|unit| unit.code()))),
            per: field("per", l.t("draft-per"), &typed.per).that_may_be_empty(),
            pers: coded(l, "per", Per::ALL.iter().map(|per| per.code())),
            deadline: field("deadline", l.t("draft-by"), &typed.deadline)
                .with_hint(l.t("draft-date-hint"))
                .that_may_be_empty(),
            stage: field("stage", l.t("draft-stage"), &typed.stage),
            stages: stages(l, &typed.stage),
            restates: field("restates", l.t("draft-restates"), &typed.restates).that_may_be_empty(),
            against: field("against", l.t("draft-against"), &typed.against).that_may_be_empty(),
            commitments: self.commitments(),
            measure: field("measure", l.t("draft-measure"), &typed.measure)
                .with_hint(l.t("draft-measure-hint")),
            measures: coded(l, "measure", MEASURES),
            period: field("period", l.t("draft-period"), &typed.period)
                .with_hint(l.t("draft-date-hint")),
            subject: field("subject", l.t("draft-subject"), &typed.subject),
            origin: field("origin", l.t("draft-origin"), &typed.origin).that_may_be_empty(),
            countries: none_or_party(l.t("draft-choose")),
            note: field("note", l.t("draft-note"), &typed.note).that_may_be_empty(),
            others: Vec::new(),
        };
        let mut all = form.fields().to_vec();
        all.push(&form.note);
        form.others = elsewhere(l, &all, refusals);
        form
    }
}

fn with_choose(l: Locale, choices: Vec<Choice>) -> Vec<Choice> {
    std::iter::once(choice("", l.t("draft-choose"))).chain(choices).collect()
}

/// The five words, each with its stages and the verbs by which they are known.
fn stages(l: Locale, chosen: &str) -> Vec<StageGroup> {
    Shown::ALL
        .into_iter()
        .map(|shown| {
            let of_word = Stage::ALL.into_iter().filter(|stage| stage.shown() == shown);
            let stages: Vec<Stage> = of_word.collect();
            let first = stages.first().copied().unwrap_or(Stage::S0);
            StageGroup {
                shown: words::shown(first),
                step: words::step(first),
                counts: first.is_promise(),
                stages: stages
                    .into_iter()
                    .map(|stage| StageChoice {
                        code: stage.code(),
                        name: l.term("stage", stage.code()),
                        verbs: l.term("verbs", stage.code()),
                        chosen: stage.code() == chosen,
                    })
                    .collect(),
            }
        })
        .collect()
}

/// The beginning of a passage, for a line without a title.
fn shortened(passage: &str) -> String {
    let mut chars = passage.chars();
    let start: String = chars.by_ref().take(80).collect();
    if chars.next().is_some() { format!("{}…", start.trim_end()) } else { start }
}

#[cfg(test)]
mod tests {
    use kelisim_domain::observation::Measure;

    use super::*;

    #[test]
    fn every_measure_that_is_offered_is_one() {
        for code in MEASURES {
            assert_eq!(Measure::new(code).unwrap().as_str(), code);
        }
        for code in Measure::DELIVERED {
            assert!(MEASURES.contains(&code), "{code}");
        }
    }

    #[test]
    fn the_five_words_hold_the_nine_stages_and_say_which_count() {
        let groups = stages(Locale::En, "S4");
        let codes: Vec<_> = groups.iter().flat_map(|g| &g.stages).map(|s| s.code).collect();
        assert_eq!(codes, Stage::ALL.map(Stage::code));
        let counting: Vec<_> = groups.iter().filter(|g| g.counts).map(|g| g.shown).collect();
        assert_eq!(counting, ["agreed", "signed", "in_force"]);
        let chosen = groups.iter().flat_map(|g| &g.stages).filter(|s| s.chosen).count();
        assert_eq!(chosen, 1);
    }

    #[test]
    fn a_long_passage_is_shortened_between_characters() {
        assert_eq!(shortened("қысқа"), "қысқа");
        let long = shortened(&"ұ".repeat(81));
        assert_eq!(long.chars().count(), 81);
        assert!(long.ends_with('…'));
    }
}
