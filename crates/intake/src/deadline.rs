//! The date of an item: which of the dates around it is its own, and what it bounds.

use std::collections::BTreeSet;

use crate::date::{Bound, Day, Mention, Told};
use crate::draft::{Basis, Deadline, Uncertain};
use crate::engine::Reading;
use crate::item::{self, Candidate};
use crate::lexicon::Payload;
pub(crate) use crate::occasion::{ceremony, done};
use crate::occasion::{first_group, offered, past_participle, promised};
use crate::predicate::attributive;
use crate::text::TokenKind;
use crate::vocabulary::{Class, Feature, Form, Kind};

/// A stretch of the text in which the date of an item may stand.
struct Place {
    sentence: usize,
    span: (usize, usize),
    /// Where that is, for the officer.
    rule: &'static str,
}

const PASSAGE: &str = "date of the passage";
const VALIDITY: &str = "how long the document holds, told after it";
const FINISHED: &str = "when what has begun is to be finished";
const FOLLOWING: &str = "date of the sentence that goes on about it";

impl Reading<'_> {
    /// The date of an item, from the nearest place that has one.
    pub(crate) fn deadline(&self, candidate: &Candidate) -> Option<Deadline> {
        let places = self.places(candidate)?;
        let (mention, rule) = self.nearest(&places, candidate)?;
        let promised = promised(&candidate.predicate);
        let mention = self.since_its_signing(mention, candidate);
        let mention = self.in_its_year(mention, promised, candidate);
        let behind = self.today.is_some_and(|t| mention.day < t && mention.day.year < t.year);
        let bound = match mention.bound {
            // "In 2024 the ministries agreed": the day of the promise, not the day it is due.
            Bound::On if promised && !behind => Bound::End,
            Bound::On if promised => Bound::On,
            // "postponed to the fourth quarter"; "is being built, it will be finished in autumn"
            Bound::On
                if matches!(candidate.predicate.class, Class::Stop | Class::Run)
                    && self.ahead(&mention) =>
            {
                Bound::End
            }
            Bound::On
                if matches!(candidate.predicate.class, Class::Run | Class::State | Class::Stop) =>
            {
                Bound::Start
            }
            other => other,
        };
        let iso = mention.day.iso();
        let (kind, edtf) = match bound {
            Bound::End => (Some("end"), format!("../{iso}")),
            Bound::Start => (Some("start"), format!("{iso}/..")),
            Bound::On => (None, iso.clone()),
        };
        let told = if mention.relative { ", relative to the document's date" } else { "" };
        Some(Deadline {
            date: iso,
            edtf,
            kind: kind.map(str::to_owned),
            basis: Basis {
                cue: self.quotation(mention.first, mention.last + 1),
                rule: format!("{rule}{told}"),
                row: None,
            },
        })
    }

    /// "was signed last November for four years": how long a document holds counts from the day on which it was signed, where
    /// the same sentence names that day.
    fn since_its_signing(&self, mention: Mention, candidate: &Candidate) -> Mention {
        let signed =
            |d: &&Mention| d.bound == Bound::On && d.told == Told::Date && d.last < mention.first;
        if mention.told != Told::Validity || candidate.predicate.class != Class::Sign {
            return mention;
        }
        let day =
            self.dates.get(candidate.sentence).and_then(|d| d.iter().find(signed)).map(|d| d.day);
        match (day, self.today) {
            (Some(day), Some(today)) if day.year < today.year => {
                let year = mention.day.year - (today.year - day.year);
                Mention { day: Day { year, ..mention.day }, ..mention }
            }
            _ => mention,
        }
    }

    /// The date of the nearest place that has one; of a signed document how long it holds counts before the day on which
    /// it was signed, of a facility told in several passages the day on which it will be there.
    fn nearest(&self, places: &[Place], candidate: &Candidate) -> Option<(Mention, &'static str)> {
        let told = |place: &Place| Some((self.date_in(place, candidate)?, place.rule));
        let first = places.iter().find_map(told)?;
        if candidate.kind() == Kind::Instrument && first.0.bound == Bound::On {
            let holds = places.iter().filter(|p| p.rule == VALIDITY).find_map(told);
            return Some(holds.unwrap_or(first));
        }
        if candidate.kind() == Kind::FacilityProject && promised(&candidate.predicate) {
            let own = places.iter().filter(|p| p.rule == first.1 && p.rule == PASSAGE);
            let last = own.filter_map(told).filter(|t| t.0.bound == Bound::End);
            return last.max_by_key(|t| t.0.day).or(Some(first));
        }
        Some(first)
    }

    /// "against 98 a year earlier", "чем в прошлом году", "былтыркыга салыштырмалуу": the date of what a figure is compared
    /// with.
    fn compared(&self, date: &Mention) -> bool {
        const WITH: &[&str] = &["against", "than", "чем", "против", "compared", "сравнению"];
        // "no later than June" compares nothing.
        let bound = date.bound != Bound::On;
        !bound
            && ((1..=4)
                .filter_map(|back| date.first.checked_sub(back))
                .any(|t| WITH.contains(&self.text.fold(t)))
                || ["салыштыр", "қарағанда"]
                    .iter()
                    .any(|w| (1..=2).any(|step| self.text.fold(date.last + step).starts_with(w))))
    }

    /// Whether a date lies after the document's.
    pub(crate) fn ahead(&self, mention: &Mention) -> bool {
        self.today.is_some_and(|t| {
            mention.day.year > t.year
                || mention.told == Told::Length
                || mention.day.year == t.year && mention.day.month > t.month
        })
    }

    /// "set up a working group, its first sitting is scheduled for 20 May": a date of what is planned, outside the passage
    /// that tells what was done.
    fn planned_apart(&self, candidate: &Candidate, date: &Mention) -> bool {
        let inside = date.first >= candidate.first && date.last < candidate.end;
        let comma = (candidate.predicate.last + 1..date.first)
            .any(|t| self.text.tokens.get(t).is_some_and(|k| matches!(k.sign, ',' | ';')));
        let from = self.matches.partition_point(|m| (m.first as usize) <= candidate.predicate.last);
        let planned = self
            .matches
            .get(from..)
            .unwrap_or(&[])
            .iter()
            .take_while(|m| (m.first as usize) < candidate.clause_end)
            .any(|m| matches!(m.payload, Payload::Cue(Class::Plan, _)));
        done(&candidate.predicate) && comma && planned && (!inside || date.bound != Bound::Start)
    }

    /// Where the date of an item may stand, the nearest place first.
    fn places(&self, candidate: &Candidate) -> Option<Vec<Place>> {
        let mut places: Vec<Place> = self.finishing(candidate).into_iter().collect();
        let passages = self.spans(candidate).into_iter().map(|(sentence, span)| Place {
            sentence,
            span,
            rule: PASSAGE,
        });
        places.extend(passages);
        let mut add = |sentence, span, rule| places.push(Place { sentence, span, rule });
        // The only date of a clause belongs to all its items.
        let clause = (candidate.clause_first, candidate.clause_end);
        let dates = self.dates.get(candidate.sentence)?;
        let mut inside = dates.iter().filter(|d| d.first >= clause.0 && d.last < clause.1);
        if let (Some(date), None) = (inside.next(), inside.next())
            && !self.of_a_neighbour(candidate, date)
        {
            add(candidate.sentence, clause, "only date of the clause");
        }
        // "will be delivered in two batches: six by May, the rest by November": what the rest of the sentence specifies.
        if let Some(own) = self.sentences.get(candidate.sentence)
            && self.text.tokens.get(candidate.end).is_some_and(|t| t.sign == ':')
            && !self.candidates.iter().any(|c| c.first > candidate.end && c.first < own.end)
        {
            add(candidate.sentence, (candidate.end, own.end), "what the sentence specifies");
        }
        // "In 2026 Türkiye will build a hospital and train doctors": a date that opens the sentence holds for all of it.
        let sentence = self.sentences.get(candidate.sentence)?;
        if let Some(opens) = dates.iter().find(|d| d.first <= sentence.first + 2)
            && opens.last < candidate.first
            && opens.bound != Bound::Start
            && promised(&candidate.predicate)
        {
            let span = (opens.first, opens.last + 1);
            add(candidate.sentence, span, "date that opens the sentence");
        }
        // "By the end of 2026 the sides intend to: …": the date of the lead-in holds for its list.
        if let Some(lead) = self.lead_of(candidate.sentence)
            && let Some(s) = self.sentences.get(lead)
        {
            add(lead, (s.first, s.end), "date of the lead-in");
        }
        let going_on = matches!(candidate.predicate.class, Class::Do | Class::Run | Class::Stop)
            && candidate.predicate.form != Form::Future;
        // "The ceremony was held on 26 September": the day on which it was done.
        let held = |s: &crate::layout::Sentence| {
            done(&candidate.predicate)
                && (s.first..s.end.min(s.first + 4)).any(|t| ceremony(self.text.fold(t)))
        };
        if let Some(next) = candidate.follows
            && let Some(s) = self.sentences.get(next)
            && (!going_on || held(s))
            && !(offered(&candidate.predicate)
                && (s.first..s.end.min(s.first + 5))
                    .any(|t| first_group(self.text.fold(t), self.text.fold(t + 1))))
        {
            add(next, (s.first, s.end), FOLLOWING);
        }
        // "Under the memorandum, which is valid for three years, …": how long a signed document holds is told after it.
        if candidate.kind() == Kind::Instrument
            && matches!(candidate.predicate.class, Class::Sign | Class::Approve)
        {
            // "…was signed; it remains in force for five years"
            if let Some(own) = self.sentences.get(candidate.sentence)
                && self.holds((candidate.end, own.end))
            {
                add(candidate.sentence, (candidate.end, own.end), VALIDITY);
            }
            for next in candidate.sentence + 1..candidate.sentence + 3 {
                let told = self.dates.get(next).is_some_and(|d| {
                    d.iter().any(|d| d.told == Told::Validity && self.valid(d.first))
                });
                if let Some(s) = self.sentences.get(next)
                    && (told || self.holds_on(candidate, next))
                {
                    add(next, (s.first, s.end), VALIDITY);
                }
            }
        }
        Some(places)
    }

    /// "обучение медсестер и разработку программы до декабря": a date after the noun of another item is that item's, a date
    /// that opens the clause holds for all of it.
    fn of_a_neighbour(&self, candidate: &Candidate, date: &Mention) -> bool {
        let same = |c: &&Candidate| {
            c.sentence == candidate.sentence
                && (c.clause_first, c.clause_end) == (candidate.clause_first, candidate.clause_end)
                && c.predicate.first == candidate.predicate.first
                && c.predicate.class == Class::Provide
        };
        let opens = !self.candidates.iter().filter(same).any(|c| c.anchor < date.first);
        !opens
            && self.candidates.iter().filter(same).any(|c| {
                (c.first, c.anchor) != (candidate.first, candidate.anchor)
                    && c.first <= date.first
                    && date.last < c.end
            })
    }

    /// "Construction began last autumn, it is to be finished in two years": the rest of the sentence, or the sentence that
    /// goes on about it, where they say when what has begun will be finished.
    fn finishing(&self, candidate: &Candidate) -> Option<Place> {
        #[rustfmt::skip]
        const FINISH: &[&str] = &["заверш", "законч", "достро", "сдать", "сдадут", "сдача", "сдачу", "complet", "finish", "handed",
            "аяқта", "бітір", "бітеді", "тапсыр", "аякта", "бүтүр", "бүтөт", "бүткөр", "тапшыр"];
        const BEGIN: &[&str] = &["start", "begin", "начн", "начат", "баст", "башта"];
        // "is due to start in June and to be completed by 2029"
        let starts = (candidate.first..candidate.end)
            .any(|t| BEGIN.iter().any(|w| self.text.fold(t).starts_with(w)));
        let begun = matches!(candidate.predicate.class, Class::Do | Class::Run)
            && !matches!(candidate.predicate.form, Form::Future | Form::Infinitive)
            || starts;
        if !begun || !matches!(candidate.kind(), Kind::FacilityProject | Kind::DigitalHealth) {
            return None;
        }
        let own = self.sentences.get(candidate.sentence)?;
        let rest = (candidate.sentence, (candidate.end, own.end));
        let next = candidate.follows.and_then(|n| Some((n, self.sentences.get(n)?)));
        let next = next.map(|(n, s)| (n, (s.first, s.end)));
        [Some(rest), next].into_iter().flatten().find_map(|(sentence, span)| {
            let other = self.candidates.iter().any(|c| c.first >= span.0 && c.first < span.1);
            let told =
                (span.0..span.1).any(|t| FINISH.iter().any(|w| self.text.fold(t).starts_with(w)));
            let due = self
                .dates
                .get(sentence)?
                .iter()
                .any(|d| d.first >= span.0 && d.last < span.1 && d.bound == Bound::End);
            (told && due && !other).then_some(Place { sentence, span, rule: FINISHED })
        })
    }

    /// Whether words say that a document holds for some time: "действует до 2030 года", "2030-жылга чейин колдонулат".
    fn holds(&self, span: (usize, usize)) -> bool {
        #[rustfmt::skip]
        const HOLDS: &[&str] = &["valid", "force", "runs", "covers", "expires", "lasts", "действует", "действителен", "рассчитан",
            "охватывает", "истекает", "продлится", "заключен", "реализуется", "жарамды", "күшінде", "қолданылады", "есептелген",
            "қамтиды", "жасалды", "жасалған", "асырылады", "күчүндө", "колдонулат", "эсептелген", "камтыйт", "түзүлдү", "түзүлгөн", "ашырылат", "ашат"];
        (span.0..span.1).any(|t| HOLDS.iter().any(|w| self.text.fold(t).starts_with(w)))
    }

    /// Whether a sentence goes on about the document of an item and says for how long it holds.
    pub(crate) fn holds_on(&self, candidate: &Candidate, sentence: usize) -> bool {
        let Some(s) = self.sentences.get(sentence) else { return false };
        let head = (s.first, s.end.min(s.first + 3));
        let document =
            Feature::Document.bit() | Feature::WeakDocument.bit() | Feature::Project.bit();
        let names = item::features(&self.matches, head.0, head.1) & document != 0
            || matches!(self.text.fold(s.first), "it" | "он" | "она" | "оно" | "ол" | "ал");
        let due = |d: &Mention| d.bound == Bound::End || d.told == Told::Validity;
        candidate.kind() == Kind::Instrument
            && candidate.sentence < sentence
            && names
            && self.holds((s.first, s.end))
            && self.dates.get(sentence).is_some_and(|d| d.iter().any(due))
    }

    /// Whether the words before a length say that something is valid for it.
    fn valid(&self, token: usize) -> bool {
        const VALID: &[&str] =
            &["valid", "действ", "рассчитан", "заключен", "жарамды", "күчүндө", "күшінде"];
        (1..=4)
            .filter_map(|back| token.checked_sub(back))
            .chain([token])
            .any(|t| VALID.iter().any(|w| self.text.fold(t).starts_with(w)))
    }

    /// The date of a place that can be the item's: the last of several, since a due date is said last.
    fn date_in(&self, place: &Place, candidate: &Candidate) -> Option<Mention> {
        let document = candidate.kind() == Kind::Instrument;
        let promised = promised(&candidate.predicate);
        let fits = |d: &&Mention| {
            let dateline = d.bound == Bound::On
                && d.day.day > 0
                && Some(d.day) == self.today
                && self.days.is_empty()
                && !(place.rule == PASSAGE
                    && candidate.predicate.class == Class::Sign
                    && self.dateline.is_none_or(|l| l.1 < d.first))
                && (place.rule != FOLLOWING
                    || self.dateline.is_some_and(|l| l.0 <= d.last && d.first <= l.1));
            let right = match d.told {
                // "treated 400 patients in two weeks" tells how long it took.
                Told::Length => promised || document || !done(&candidate.predicate),
                Told::Validity => document,
                Told::Date | Told::Years => true,
                // "On Monday the sides agreed to train": a day behind the text is when they spoke.
                Told::Weekday => {
                    done(&candidate.predicate) || candidate.predicate.class == Class::Sign
                }
            };
            // What is said later of a document is when it ends, not when it was signed.
            let due = (place.rule != VALIDITY || d.told == Told::Validity || d.bound == Bound::End)
                && (place.rule != FOLLOWING
                    || !document
                    || d.bound == Bound::End
                    || self.enters_into_force(place.span));
            // "a hospital, announced three years ago, was suspended": the day of the participle.
            let told_aside = d.relative
                && d.first.checked_sub(2).is_some_and(|b| {
                    self.text.tokens.get(b).is_some_and(|t| t.sign == ',')
                        && self.text.fold(b + 1).ends_with("ed")
                });
            // "…, said the ministry on 6 November": the day of the report.
            let of_report = d.bound == Bound::On && Some(d.day) == self.today && self.reported(d);
            // "Last year 180 patients …" after a promise tells of something else.
            let over = place.rule == FOLLOWING
                && !done(&candidate.predicate)
                && self.today.is_some_and(|t| d.day.year < t.year);
            let spoken = self.of_the_act(d, place.rule, candidate)
                || self.of_participle(d, candidate)
                || self.of_a_tender(d);
            // "The memorandum signed in 2017 will be renewed": what lies behind is not when it is due.
            let past = promised
                && !matches!(candidate.predicate.class, Class::Agree | Class::Provide)
                && d.bound == Bound::On
                && self.today.is_some_and(|t| d.day.year < t.year);
            d.first >= place.span.0
                && d.last < place.span.1
                && !past
                && !spoken
                && !self.compared(d)
                && !self.planned_apart(candidate, d)
                && !dateline
                && !of_report
                && !over
                && !told_aside
                && right
                && due
        };
        let dates: Vec<&Mention> = self.dates.get(place.sentence)?.iter().filter(fits).collect();
        // "The signing of the plan for 2026–2028 is expected in May": the years belong to the document's name.
        let named = document
            && promised
            && dates.iter().any(|d| d.told == Told::Date && d.bound != Bound::Start);
        let mut dates = dates.into_iter().filter(|d| !named || d.told != Told::Years);
        let one = dates.next()?;
        // "work starts in April, the object is due in 2019"
        Some(dates.fold(*one, |best, d| {
            if d.day.year >= best.day.year && d.bound != Bound::Start { *d } else { best }
        }))
    }

    /// "At a meeting on 16 February the sides agreed …", "17 ақпанда министрлер талқылады", "This was announced on
    /// Monday, 16 February": a day behind the document is when they spoke, not when it is due.
    fn of_the_act(&self, date: &Mention, rule: &str, candidate: &Candidate) -> bool {
        let Some(today) = self.today else { return false };
        let p = &candidate.predicate;
        let speech = matches!(
            p.class,
            Class::Agree
                | Class::Propose
                | Class::Discuss
                | Class::Request
                | Class::Interest
                | Class::Intend
        ) || p.class == Class::Approve
            && !matches!(candidate.kind(), Kind::Instrument | Kind::Regulation);
        if date.bound != Bound::On || !(speech || promised(p) && rule == FOLLOWING) {
            return false;
        }
        let day = date.day;
        let before = (day.year, day.month) < (today.year, today.month)
            || day.day > 0 && today.day > 0 && day <= today;
        let lately = today.month.saturating_sub(day.month) <= 3;
        // A month without a year may be the next one: "agreed to open a clinic in January".
        let told = !date.relative || date.this_year || day.day > 0 && lately || rule == FOLLOWING;
        day.month > 0 && before && told
    }

    /// "It will enter into force on 1 July", "ол 1 шілдеде күшіне енеді".
    fn enters_into_force(&self, span: (usize, usize)) -> bool {
        (span.0..span.1)
            .any(|t| matches!(self.text.fold(t), "force" | "силу" | "күшіне" | "күчүнө"))
    }

    /// "the tender will be announced in May", "тендер августка чейин жарыяланат": when bids are called for.
    fn of_a_tender(&self, date: &Mention) -> bool {
        const TENDERS: &[&str] = &["тендер", "tender", "аукцион", "auction"];
        let near = date.first.saturating_sub(5)..date.last + 4;
        near.filter(|t| *t < date.first || *t > date.last)
            .any(|t| TENDERS.iter().any(|w| self.text.fold(t).starts_with(w)))
    }

    /// "under the memorandum signed in January", "2018 жылы ашылған аурухана": the date of a participle that describes a
    /// noun.
    fn of_participle(&self, date: &Mention, candidate: &Candidate) -> bool {
        let p = &candidate.predicate;
        let own = |t: usize| t >= p.first && t <= p.last;
        if date.bound == Bound::End {
            return false;
        }
        let head_final =
            self.sentences.get(candidate.sentence).is_some_and(|s| s.language.head_final());
        let word = |t: usize| self.text.tokens.get(t).is_some_and(|k| k.kind == TokenKind::Word);
        if head_final {
            const PAST: &[&str] =
                &["ған", "ген", "қан", "кен", "ган", "гон", "гөн", "кан", "кон", "көн"];
            return (date.last + 1..date.last + 6)
                .take_while(|t| word(*t) && *t < candidate.clause_end)
                .find(|t| PAST.iter().any(|e| self.text.fold(*t).ends_with(e)))
                // "2024 жылы Түркия су басқан Ақтөбеге … жіберді": the subject after the date begins the clause itself.
                .filter(|t| !self.subject_between(date.last, *t))
                .is_some_and(|t| {
                    !own(t) && attributive(self.text, t, candidate.clause_end) && word(t + 1)
                });
        }
        if date.bound != Bound::On {
            return false;
        }
        let Some(at) = (1..=3)
            .filter_map(|back| date.first.checked_sub(back))
            .take_while(|t| word(*t))
            .find(|t| past_participle(self.text.fold(*t)))
        else {
            return false;
        };
        let before = at.checked_sub(1).map_or("", |b| self.text.fold(b));
        let helped = matches!(
            before,
            "was"
                | "were"
                | "be"
                | "been"
                | "is"
                | "are"
                | "has"
                | "have"
                | "had"
                | "being"
                | "not"
        );
        // What a subject did: "Kazakhstan opened in 2018 …".
        let named = self.countries.iter().any(|m| m.last + 1 == at);
        !own(at) && !helped && !named && at > candidate.clause_first
    }

    /// Whether a country that acts stands between two tokens.
    fn subject_between(&self, from: usize, to: usize) -> bool {
        self.countries
            .iter()
            .any(|m| m.first > from && m.last < to && m.role == crate::party::Role::Actor)
    }

    /// Whether a date stands beside the words that only name who said the sentence: "отметил посол 16 января 2026 года",
    /// "деп билдирди министрлик 2025-жылдын 25-ноябрында".
    fn reported(&self, date: &Mention) -> bool {
        let from = self.matches.partition_point(|m| (m.first as usize) + 7 < date.first);
        let near = self.matches.get(from..).unwrap_or(&[]);
        let mut cues = near
            .iter()
            .take_while(|m| (m.first as usize) < date.first)
            .filter(|m| (m.last as usize) < date.first)
            .filter_map(|m| match m.payload {
                Payload::Cue(class, _) => Some((class, m.last as usize)),
                _ => None,
            });
        let said = cues.by_ref().filter(|c| c.0 == Class::Report).map(|c| c.1).last();
        let comma = |from: usize| {
            (from + 1..date.first).any(|t| self.text.tokens.get(t).is_some_and(|k| k.sign == ','))
        };
        said.is_some_and(|at| !comma(at) && cues.all(|c| c.1 < at))
    }

    /// The sentence that leads in to the list in which a bullet stands.
    fn lead_of(&self, sentence: usize) -> Option<usize> {
        self.sentences.get(sentence).filter(|s| s.bullet)?;
        let before = self.sentences.get(..sentence)?;
        before.iter().rposition(|s| !s.bullet)
    }

    /// A month without a year lies ahead of the document when it is promised, behind it when it is told as done.
    fn in_its_year(&self, mention: Mention, promised: bool, candidate: &Candidate) -> Mention {
        let p = &candidate.predicate;
        // "ratified in December", said in February; what was decided for November lies ahead.
        let paper = matches!(candidate.kind(), Kind::Instrument | Kind::Regulation)
            && matches!(p.class, Class::Sign | Class::Approve)
            && mention.first >= candidate.clause_first
            && mention.last < candidate.clause_end;
        let mut mention = mention;
        let Some(today) = self.today.filter(|t| t.month > 0) else { return mention };
        let assumed = mention.relative
            && mention.told == Told::Date
            && mention.day.month > 0
            && mention.day.year == today.year
            && !mention.this_year;
        // "to be set up by 1 May", said in November: what has to be done by a day lies ahead, whoever decided it.
        let ahead = promised || mention.bound == Bound::End && !done(p);
        // "have been advising since October", said in March.
        let since = mention.bound == Bound::Start && !promised;
        if assumed && ahead && mention.day.month < today.month {
            mention.day.year += 1;
        } else if assumed
            && (since
                || (p.class == Class::Do || paper)
                    && p.form == Form::Past
                    && mention.bound == Bound::On)
            && mention.day.month > today.month
        {
            mention.day.year -= 1;
        }
        mention
    }

    /// Names the dates of the passage that were not taken.
    pub(crate) fn doubt_date(
        &self,
        candidate: &Candidate,
        taken: Option<&Deadline>,
        uncertain: &mut Vec<Uncertain>,
    ) {
        let Some(dates) = self.dates.get(candidate.sentence) else { return };
        let found: BTreeSet<String> = dates
            .iter()
            .filter(|d| d.first >= candidate.first && d.last < candidate.end)
            .map(|d| d.day.iso())
            .filter(|iso| taken.is_none_or(|t| t.date != *iso))
            .collect();
        if taken.is_some() && !found.is_empty() {
            uncertain.push(Uncertain {
                field: "deadline".to_owned(),
                candidates: found.into_iter().collect(),
                reason: "the passage holds several dates".to_owned(),
            });
        }
    }
}
