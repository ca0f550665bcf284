//! A form as a list of inputs: written once, filled with what was typed, marked where a rule says no.

use askama::Template;
use axum::http::StatusCode;
use kelisim_app::lookup::Directory;
use kelisim_app::{AppError, commitment, communique};
use kelisim_domain::Refusal;
use kelisim_domain::commitment::Standing;
use kelisim_domain::party::PartyCode;
use kelisim_i18n::Locale;
use uuid::Uuid;

use crate::answer::{Answer, page_with};
use crate::form::{Choice, Field};
use crate::posted::Fields;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// How a field is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Control {
    /// One line.
    Line,
    /// Several lines, in the language with this tag.
    Area(&'static str),
    /// One of a list.
    Select(Vec<Choice>),
    /// Any number of a list; the values are kept with spaces between them.
    Several(Vec<Choice>),
    /// A file.
    File,
}

/// A field with its control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) field: Field,
    pub(crate) control: Control,
}

impl Input {
    /// One line of text.
    pub(crate) fn line(name: &'static str, label: &str) -> Self {
        Self { field: Field::text(name, label), control: Control::Line }
    }

    /// Several lines of text in the language of the page.
    pub(crate) fn area(l: Locale, name: &'static str, label: &str) -> Self {
        Self { field: Field::text(name, label), control: Control::Area(l.tag()) }
    }

    /// One of a list; nothing is chosen beforehand.
    pub(crate) fn select(l: Locale, name: &'static str, label: &str, choices: Vec<Choice>) -> Self {
        let none = Choice { value: String::new(), label: l.t("sheet-choose").to_owned() };
        let choices = std::iter::once(none).chain(choices).collect();
        Self { field: Field::text(name, label), control: Control::Select(choices) }
    }

    /// A file.
    pub(crate) fn file(name: &'static str, label: &str) -> Self {
        Self { field: Field { kind: "file", ..Field::text(name, label) }, control: Control::File }
    }

    /// Any number of a list.
    pub(crate) fn several(name: &'static str, label: &str, choices: Vec<Choice>) -> Self {
        let field = Field { optional: true, ..Field::text(name, label) };
        Self { field, control: Control::Several(choices) }
    }

    /// With a sentence under the label.
    pub(crate) fn hint(mut self, hint: &str) -> Self {
        self.field.hint = Some(hint.to_owned());
        self
    }

    /// It may stay empty.
    pub(crate) fn optional(mut self) -> Self {
        self.field.optional = true;
        self
    }

    /// Some of the list have to be chosen.
    pub(crate) fn needed(mut self) -> Self {
        self.field.optional = false;
        self
    }

    /// Whether a choice of several is among the values.
    pub(crate) fn has(&self, value: &str) -> bool {
        self.field.value.split(' ').any(|chosen| chosen == value)
    }
}

/// Inputs that belong together, under a heading where there are several groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) legend: Option<String>,
    pub(crate) inputs: Vec<Input>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// Where it is sent.
    pub(crate) action: String,
    /// What goes with it unseen, such as the version it was made from.
    pub(crate) hidden: Vec<(&'static str, String)>,
    pub(crate) parts: Vec<Part>,
    /// The word on the button.
    pub(crate) submit: String,
    /// What a second button does with the same fields, where there is one: the value of `do` and its word.
    pub(crate) also: Option<(&'static str, String)>,
    /// The look of the button: `go`, `no` or empty.
    pub(crate) tone: &'static str,
    /// Why a rule says no to the whole.
    pub(crate) general: Vec<String>,
}

impl Sheet {
    /// A form of one part.
    pub(crate) fn new(action: &str, submit: &str, inputs: Vec<Input>) -> Self {
        Self::of_parts(action, submit, vec![Part { legend: None, inputs }])
    }

    /// A form of several parts.
    pub(crate) fn of_parts(action: &str, submit: &str, parts: Vec<Part>) -> Self {
        Self {
            action: action.to_owned(),
            hidden: Vec::new(),
            parts,
            submit: submit.to_owned(),
            also: None,
            tone: "go",
            general: Vec::new(),
        }
    }

    /// With a value that goes unseen.
    pub(crate) fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.hidden.push((name, format!("{value}")));
        self
    }

    /// With a second button.
    pub(crate) fn also(mut self, does: &'static str, word: &str) -> Self {
        self.also = Some((does, word.to_owned()));
        self
    }

    /// Another look of the button.
    pub(crate) fn tone(mut self, tone: &'static str) -> Self {
        self.tone = tone;
        self
    }

    /// Fills in what was typed, or what is there already.
    pub(crate) fn fill<'a>(mut self, typed: impl Fn(&'static str) -> Option<&'a str>) -> Self {
        for input in
            self.inputs_mut().filter(|input| !["password", "file"].contains(&input.field.kind))
        {
            if let Some(value) = typed(input.field.name) {
                value.clone_into(&mut input.field.value);
            }
        }
        self
    }

    /// Marks the fields a rule says no to; what belongs to no field of this form stands at the top.
    pub(crate) fn refused(mut self, l: Locale, refusals: &[Refusal]) -> Self {
        for refusal in refusals {
            let sentence = words::refusal(l, refusal);
            let inputs = self.parts.iter_mut().flat_map(|part| part.inputs.iter_mut());
            match inputs.map(|i| &mut i.field).find(|field| Some(field.name) == refusal.field) {
                Some(field) => field.error = Some(sentence),
                None => self.general.push(sentence),
            }
        }
        self
    }

    /// Whether a file goes with it.
    pub(crate) fn has_file(&self) -> bool {
        let mut inputs = self.parts.iter().flat_map(|part| part.inputs.iter());
        inputs.any(|input| input.control == Control::File)
    }

    fn inputs_mut(&mut self) -> impl Iterator<Item = &mut Input> {
        self.parts.iter_mut().flat_map(|part| part.inputs.iter_mut())
    }

    /// The mistakes for the summary: field and sentence. What concerns the whole leads to the first field.
    pub(crate) fn mistakes(&self) -> Vec<(&str, &str)> {
        let fields = || self.parts.iter().flat_map(|part| part.inputs.iter().map(|i| &i.field));
        let first = fields().next().map_or("main", |field| field.name);
        let general = self.general.iter().map(|text| (first, text.as_str()));
        general
            .chain(fields().filter_map(|f| f.error.as_deref().map(|text| (f.name, text))))
            .collect()
    }
}

/// What a form starts from, beside what stands in the record.
#[derive(Default)]
pub(crate) struct Start {
    /// What was typed, where something was.
    pub(crate) typed: Option<Fields>,
    /// Why a rule said no to it.
    pub(crate) refusals: Vec<Refusal>,
    /// Whether another hand was faster.
    pub(crate) stale: bool,
}

impl Start {
    /// What was kept when the session had ended or another hand was faster; else nothing.
    pub(crate) async fn kept(visit: &Visit) -> Result<Self, AppError> {
        let typed = visit.kept().await?;
        Ok(Self { stale: typed.is_some() && visit.is_stale(), typed, refusals: Vec::new() })
    }

    /// What was sent and refused.
    pub(crate) fn refused(fields: &Fields, refusals: Vec<Refusal>) -> Self {
        Self { typed: Some(fields.clone()), refusals, stale: false }
    }

    /// Fills a form with what was typed, and marks what was refused.
    pub(crate) fn apply(&self, l: Locale, sheet: Sheet) -> Sheet {
        let typed = self.typed.as_ref();
        sheet.fill(|name| typed.map(|fields| fields.get(name))).refused(l, &self.refusals)
    }

    /// What a person has to know before going on.
    pub(crate) fn warnings(&self, l: Locale) -> Vec<String> {
        let text = match (&self.typed, self.stale, &*self.refusals) {
            (Some(_), true, _) => l.t("sheet-stale"),
            (Some(_), false, []) => l.t("sheet-kept"),
            _ => return Vec::new(),
        };
        vec![text.to_owned()]
    }

    /// The id of the thing that is entered, made with the form; sending it twice enters it once.
    pub(crate) fn id(&self, visit: &Visit) -> Uuid {
        let sent = self.typed.as_ref().and_then(|fields| fields.get("id").parse().ok());
        sent.unwrap_or_else(|| visit.context().new_id())
    }
}

/// What stands over a form that is a page of its own.
pub(crate) struct Head {
    pub(crate) nav: Nav,
    pub(crate) title: String,
    /// Where the person came from: address and name.
    pub(crate) crumb: (String, &'static str),
    pub(crate) lead: &'static str,
}

impl Sheet {
    /// The form as a page, with what was typed; 422 where a rule said no to it.
    pub(crate) async fn show(self, visit: &Visit, start: &Start, head: Head) -> Answer {
        self.show_with(visit, start, head, Vec::new()).await
    }

    /// The same, with more that a person has to know before going on.
    pub(crate) async fn show_with(
        self,
        visit: &Visit,
        start: &Start,
        head: Head,
        more: Vec<String>,
    ) -> Answer {
        let mut warnings = start.warnings(visit.locale);
        warnings.extend(more);
        let page = SheetPage {
            shell: visit.shell(&head.title, head.nav).await?,
            crumb: head.crumb,
            lead: head.lead,
            warnings,
            sheet: start.apply(visit.locale, self),
        };
        answer(&start.refusals, &page)
    }
}

/// A page that is a form and nothing else.
#[derive(Template)]
#[template(path = "sheet_page.html")]
struct SheetPage {
    shell: Shell,
    crumb: (String, &'static str),
    lead: &'static str,
    warnings: Vec<String>,
    sheet: Sheet,
}

/// A page with a form; 422 where a rule said no.
pub(crate) fn answer(refusals: &[Refusal], page: &impl Template) -> Answer {
    let status =
        if refusals.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, page)
}

/// Parties to choose from, in the alphabet of the language.
pub(crate) fn parties(l: Locale, names: &Directory) -> Vec<Choice> {
    let choice = |code: &PartyCode| Choice::new(code.as_str(), words::party(l, names, code));
    sorted(l, names.standing().map(|party| choice(&party.code)))
}

/// Commitments of the registry that still stand, to choose from.
pub(crate) async fn commitments(visit: &Visit) -> Result<Vec<Choice>, AppError> {
    let list = commitment::list(&visit.context(), &Default::default(), None, None, 200).await?;
    let closed = [Standing::Lapsed, Standing::Replaced];
    let open = list.lines.iter().filter(|line| !closed.contains(&line.standing));
    Ok(sorted(
        visit.locale,
        open.map(|line| Choice {
            value: line.commitment.id.to_string(),
            label: words::text(visit.locale, &line.commitment.description.title).0,
        }),
    ))
}

/// Sources of the registry to choose from, newest first.
pub(crate) async fn sources(visit: &Visit) -> Result<Vec<Choice>, AppError> {
    let choices = communique::choices(&visit.context()).await?;
    let label = |title| words::text(visit.locale, &title).0;
    Ok(choices
        .into_iter()
        .map(|(id, title)| Choice { value: id.to_string(), label: label(title) })
        .collect())
}

/// Choices in the alphabet of the language.
pub(crate) fn sorted(l: Locale, choices: impl Iterator<Item = Choice>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = choices.collect();
    l.sort_by_name(&mut choices, |choice| &choice.label);
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let secret = Input { field: Field::password("password", "P"), control: Control::Line };
        let inputs =
            vec![Input::line("value", "V"), Input::several("partners", "N", vec![]), secret];
        Sheet::new("/x", "Go", inputs)
    }

    #[test]
    fn what_was_typed_is_kept_except_passwords() {
        let filled = sheet().fill(|name| (name != "value").then_some("TR KG"));
        let inputs = &filled.parts[0].inputs;
        assert_eq!(inputs[0].field.value, "");
        assert!(inputs[1].has("KG") && !inputs[1].has("K"));
        assert_eq!(inputs[2].field.value, "");
    }

    #[test]
    fn a_refusal_stands_at_its_field_and_one_without_a_field_at_the_top() {
        let refusals = [
            Refusal::of("value", "number-form").with("text", "x"),
            Refusal::new("user-active"),
            Refusal::of("elsewhere", "text-empty"),
        ];
        let marked = sheet().refused(Locale::En, &refusals);
        let mistakes = marked.mistakes();
        assert_eq!(mistakes.iter().map(|m| m.0).collect::<Vec<_>>(), ["value"; 3]);
        assert_eq!(mistakes[0].1, "The account can be used already.");
        assert!(marked.parts[0].inputs[0].field.error.as_ref().unwrap().contains("“x”"));
    }
}
