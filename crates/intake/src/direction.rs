//! Who gives and who receives, from case frames; nothing is said when the text does not tell.

use crate::item::Candidate;
use crate::lexicon::tables;
use crate::party::{Mention, Role};
use crate::vocabulary::{Class, Kind, Naming};

/// Giver and receiver by country index, and the rule that told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Direction {
    /// Who gives.
    pub from: Option<u16>,
    /// Who receives.
    pub to: Option<u16>,
    /// Rule.
    pub rule: Option<&'static str>,
}

/// The countries of a document, as far as directions need them.
#[derive(Debug, Clone)]
pub struct Sides {
    /// Countries that act, in the order of their first mention.
    pub countries: Vec<u16>,
    /// The country whose ministry, cities or readers the text is about.
    pub home: Option<u16>,
}

impl Sides {
    /// The second of two sides.
    #[must_use]
    pub fn other(&self, one: u16) -> Option<u16> {
        match self.countries.as_slice() {
            [a, b] if *a == one => Some(*b),
            [a, b] if *b == one => Some(*a),
            _ => None,
        }
    }

    /// The foreign side when the home side is known and there is one other.
    fn partner(&self) -> Option<(u16, u16)> {
        let home = self.home?;
        self.other(home).map(|other| (other, home))
    }
}

fn with(mentions: &[&Mention], role: Role, not: Option<u16>) -> Option<u16> {
    mentions.iter().find(|m| m.role == role && Some(m.country) != not).map(|m| m.country)
}

/// Reads the direction of an item from the mentions of its passage, then of its sentence, then of the document.
#[must_use]
pub fn read(
    candidate: &Candidate,
    all: &[Mention],
    sentence: (usize, usize),
    sides: &Sides,
    sharing: &[usize],
) -> Direction {
    let within = |first: usize, end: usize| -> Vec<&Mention> {
        all.iter().filter(|m| m.first >= first && m.last < end).collect()
    };
    if candidate.kind() == Kind::ExpertExchange
        && let Some(direction) = shared(candidate, &within, sides, sharing)
    {
        return direction;
    }
    if candidate.predicate.class == Class::Request
        && candidate.kind() != Kind::MultilateralBody
        && let Some(asks) = asking(candidate, &within(sentence.0, sentence.1), sides)
    {
        return asked_for(candidate, asks, sides);
    }
    let mut scopes = vec![within(candidate.first, candidate.end), within(sentence.0, sentence.1)];
    for (first, end) in &candidate.also {
        scopes.push(within(*first, *end));
    }
    let mut found = Direction::default();
    for scope in &scopes {
        found = by_kind(candidate, scope, sides);
        if found.from.is_some() || found.to.is_some() {
            break;
        }
    }
    complete(candidate, found, sides)
}

/// "The Belarusian side asked for easier admission of its medicines": who asks is whose products they are. Else who asks
/// receives.
fn asked_for(candidate: &Candidate, asks: u16, sides: &Sides) -> Direction {
    let (asks, other) = (Some(asks), sides.other(asks));
    if candidate.kind() == Kind::MedicinesRegister {
        let rule = Some("the side that asks brings its products");
        return Direction { from: asks, to: other, rule };
    }
    Direction { from: other, to: asks, rule: Some("the side that asks receives") }
}

/// Who asks: "the Kyrgyz side", or the country that acts before the verb.
fn asking(candidate: &Candidate, mentions: &[&Mention], sides: &Sides) -> Option<u16> {
    let before = |m: &Mention| m.last < candidate.predicate.first;
    let acts = |m: &&&Mention| m.role == Role::Actor && !m.asked && before(m);
    let side = mentions.iter().find(|m| m.side && !m.asked && before(m));
    let asked = || mentions.iter().find(|m| m.side && (m.asked || !before(m)));
    side.or_else(|| mentions.iter().find(acts))
        .map(|m| m.country)
        .or_else(|| asked().and_then(|m| sides.other(m.country)))
}

/// "Kazakhstan will share its experience with Mongolia": the subject gives, the companion receives.
fn shared<'m>(
    candidate: &Candidate,
    within: &dyn Fn(usize, usize) -> Vec<&'m Mention>,
    sides: &Sides,
    sharing: &[usize],
) -> Option<Direction> {
    let spans =
        std::iter::once((candidate.first, candidate.end)).chain(candidate.also.iter().copied());
    for (first, end) in spans {
        if !sharing.iter().any(|t| *t >= first && *t < end) {
            continue;
        }
        let scope = within(first, end);
        let to = with(&scope, Role::With, None).or_else(|| with(&scope, Role::Recipient, None));
        let from = with(&scope, Role::Actor, to)
            .or_else(|| with(&scope, Role::People, to))
            .or_else(|| to.and_then(|t| sides.other(t)));
        if from.is_some() {
            let to = to.or_else(|| from.and_then(|f| sides.other(f)));
            return Some(Direction { from, to, rule: Some("one side shares with the other") });
        }
    }
    None
}

fn by_kind(candidate: &Candidate, scope: &[&Mention], sides: &Sides) -> Direction {
    let told = |from, to, rule| Direction { from, to, rule: Some(rule) };
    match candidate.kind() {
        Kind::TreatmentQuota | Kind::Training | Kind::Internship | Kind::Residency => {
            let people = with(scope, Role::People, None);
            // "Israeli specialists held a seminar for 60 Kazakh doctors": who holds it gives.
            if candidate.kind() == Kind::Training
                && let Some(teachers) = people
                && (holds(candidate) || teach(candidate, scope))
            {
                let taught = with(scope, Role::People, Some(teachers));
                let to = taught.or_else(|| sides.other(teachers));
                return told(Some(teachers), to, "who holds the course gives");
            }
            // "Kazakhstan took 12 doctors into residency": who takes people in gives.
            if let Some(host) = taker(candidate, scope, people) {
                let to = people.filter(|p| *p != host).or_else(|| sides.other(host));
                return told(Some(host), to, "who takes people in gives");
            }
            // "The Uzbek side is ready to treat 50 residents of Batken in Fergana": the side that offers gives, unless
            // the place is elsewhere.
            let offers =
                matches!(candidate.predicate.class, Class::Intend | Class::Propose | Class::Agree);
            let side = scope
                .iter()
                .find(|m| m.side && !m.asked && m.first <= candidate.clause_first + 1)
                .filter(|_| offers)
                .map(|m| m.country);
            if let Some(giver) = side
                && people != Some(giver)
                && scope.iter().all(|m| m.role != Role::Place || m.country == giver)
            {
                return told(Some(giver), sides.other(giver), "the side that offers gives");
            }
            let dative = with(scope, Role::Recipient, people);
            // "nurses are sent to Tokyo": whoever is not at home is the host; "places for Kyrgyzstan" receive.
            let host = dative.filter(|d| sides.home.is_some_and(|h| h != *d));
            let place = with(scope, Role::Place, people)
                .or_else(|| with(scope, Role::Maker, people))
                .or(host);
            // Courses held at home are given by the guests.
            if candidate.kind() == Kind::Training
                && people.is_none()
                && host.is_none()
                && place.is_some()
                && place == sides.home
            {
                let guests = place.and_then(|p| sides.other(p));
                return Direction { from: guests, to: place, rule: Some("courses held at home") };
            }
            let to = people.or_else(|| dative.filter(|d| host.is_none() && place != Some(*d)));
            match (place, to) {
                (Some(p), Some(t)) => {
                    told(Some(p), Some(t), "people of one side in institutions of the other")
                }
                (Some(p), None) => {
                    told(Some(p), sides.other(p), "institutions of the side that hosts")
                }
                (None, Some(t)) => {
                    told(sides.other(t), Some(t), "people of the side that receives")
                }
                (None, None) => {
                    // "Hungary intends to raise the number of scholarships", "Germany is interested in training engineers".
                    guest_gives(candidate, scope, sides, 3, |m| m.role == Role::Actor)
                }
            }
        }
        Kind::SupplyAid => {
            // "Türkiye received ten ventilators from Kazakhstan": who gets the goods receives.
            if let Some(to) = taker(candidate, scope, None) {
                let maker = with(scope, Role::Maker, Some(to));
                return told(maker.or_else(|| sides.other(to)), Some(to), "who gets it receives");
            }
            let named = with(scope, Role::Recipient, None);
            if let (Some(to), Some(from)) = (named, with(scope, Role::Actor, named)) {
                return told(Some(from), Some(to), "giver in the subject, receiver in the dative");
            }
            if sides.countries.len() > 2 && sides.home.is_some() {
                return told(None, sides.home, "several givers, the home side receives");
            }
            if let Some(maker) = with(scope, Role::Maker, None)
                && named.is_none()
            {
                let to = sides.other(maker).or(sides.home.filter(|h| *h != maker));
                return told(Some(maker), to, "goods of one side");
            }
            let to = named.or_else(|| {
                let giver = with(scope, Role::Actor, None)?;
                with(scope, Role::Place, Some(giver))
            });
            let from = with(scope, Role::Actor, to);
            // Two sides in one clause: the first gives, the second receives.
            let to = to.or_else(|| from.and_then(|f| with(scope, Role::Actor, Some(f))));
            match (from, to) {
                (Some(f), Some(t)) => {
                    told(Some(f), Some(t), "giver in the subject, receiver in the dative")
                }
                (None, Some(t)) => told(sides.other(t), Some(t), "receiver in the dative"),
                (Some(f), None) => {
                    if sides.home == Some(f) && !gives(candidate) {
                        told(sides.other(f), Some(f), "the home side receives")
                    } else {
                        told(Some(f), sides.other(f).or(sides.home), "giver in the subject")
                    }
                }
                (None, None) => Direction::default(),
            }
        }
        Kind::MedicinesRegister | Kind::Localisation => {
            let maker =
                with(scope, Role::Maker, None).or_else(|| with(scope, Role::Actor, sides.home));
            let place = with(scope, Role::Place, maker);
            match (maker, place) {
                (Some(m), Some(p)) => told(Some(m), Some(p), "products of one side in the other"),
                (None, Some(p)) => told(sides.other(p), Some(p), "place of production or register"),
                (Some(m), None) => told(
                    Some(m),
                    sides.other(m).or(sides.home.filter(|h| *h != m)),
                    "makers of one side",
                ),
                (None, None) => Direction::default(),
            }
        }
        Kind::FacilityProject => {
            // "A Chinese university opened a branch in Almaty": the case tells the place, the adjective the builder.
            let place = scope
                .iter()
                .find(|m| m.role == Role::Place && m.naming != Naming::Adjective)
                .map(|m| m.country)
                .or_else(|| with(scope, Role::Place, None))
                .or_else(|| with(scope, Role::Recipient, None));
            if candidate.predicate.class == Class::Approve {
                return Direction {
                    from: None,
                    to: place.or(sides.home),
                    rule: Some("a state decides for itself"),
                };
            }
            match place {
                Some(p) => told(sides.other(p), Some(p), "the facility stands here"),
                None => Direction::default(),
            }
        }
        Kind::ExpertExchange => {
            if mutual(candidate) {
                return Direction::default();
            }
            let experts = with(scope, Role::People, None);
            match experts.or_else(|| with(scope, Role::Actor, sides.home)) {
                Some(e) => told(Some(e), sides.other(e), "experts of one side"),
                None => Direction::default(),
            }
        }
        Kind::MultilateralBody => {
            if matches!(candidate.predicate.class, Class::Propose | Class::Request)
                && let Some(guest) = with(scope, Role::Actor, sides.home)
            {
                return told(Some(guest), sides.home, "the side that is invited gives");
            }
            let host = with(scope, Role::Place, None)
                .or_else(|| with(scope, Role::Actor, None))
                .or(sides.home);
            host.map_or(Direction::default(), |h| told(Some(h), None, "host of the body"))
        }
        Kind::Other => {
            let experts = with(scope, Role::People, None);
            experts.map_or(Direction::default(), |e| {
                told(Some(e), sides.other(e), "people of one side act")
            })
        }
        // "The German side undertook to hand over software", "Türkiye will introduce its system": the guest that acts gives.
        Kind::DigitalHealth if !candidate.common => {
            let acts = matches!(
                candidate.predicate.class,
                Class::Agree
                    | Class::Plan
                    | Class::Do
                    | Class::Propose
                    | Class::Intend
                    | Class::Run
            );
            if !acts {
                return Direction::default();
            }
            guest_gives(candidate, scope, sides, 1, |m| {
                (m.role == Role::Actor || m.side) && !m.asked
            })
        }
        _ => Direction::default(),
    }
}

/// The guest that acts gives: one not at home that opens the clause, at most `late` words in, before the verb.
fn guest_gives(
    candidate: &Candidate,
    scope: &[&Mention],
    sides: &Sides,
    late: usize,
    acts: impl Fn(&Mention) -> bool,
) -> Direction {
    let guest = scope.iter().find(|m| {
        acts(m)
            && m.last < candidate.predicate.first
            && m.first <= candidate.clause_first + late
            && Some(m.country) != sides.home
    });
    guest.map_or(Direction::default(), |m| Direction {
        from: Some(m.country),
        to: sides.other(m.country),
        rule: Some("the guest that acts gives"),
    })
}

/// Who takes in or gets: the subject next before the verb.
fn taker(candidate: &Candidate, scope: &[&Mention], not: Option<u16>) -> Option<u16> {
    let verb = candidate.takes?;
    let subject = scope.iter().rfind(|m| m.role == Role::Actor && !m.asked && m.last < verb);
    // "A university in Baku takes in Kazakh students": an institution abroad is the host.
    let abroad = |c: u16| scope.iter().any(|m| m.role == Role::Place && m.country != c);
    subject.map(|m| m.country).filter(|c| Some(*c) != not && !abroad(*c))
}

/// Whether the verb says that its subject gives: "will hand over", "передаст", "береді".
fn gives(candidate: &Candidate) -> bool {
    #[rustfmt::skip]
    const GIVING: &[&str] = &["переда", "предостав", "направ", "выдел", "пода", "отправ", "give", "gave", "donat", "provid", "send",
        "sent", "hand", "бер", "жібер", "жөнөт", "табыста", "тапшыр", "сыйла", "бөл", "белек"];
    candidate
        .predicate
        .row
        .and_then(|row| tables::ROWS.get(row as usize))
        .is_some_and(|row| GIVING.iter().any(|g| row.first.stem.starts_with(g)))
}

/// Whether the predicate says that its subject teaches rather than learns.
fn holds(candidate: &Candidate) -> bool {
    #[rustfmt::skip]
    const HOLDING: &[&str] = &["провел", "провед", "организ", "прочит", "өткіз", "өткөр", "ұйымдастыр", "уюштур",
        "held", "hold", "conduct", "organi", "taught", "teach", "gave", "give", "delivered", "шеберлік", "мастер"];
    candidate
        .predicate
        .row
        .and_then(|row| tables::ROWS.get(row as usize))
        .is_some_and(|row| HOLDING.iter().any(|h| row.first.stem.starts_with(h)))
}

/// "Russian specialists trained 120 nurses": the people that open the clause before a verb of teaching teach.
fn teach(candidate: &Candidate, scope: &[&Mention]) -> bool {
    candidate.teaches
        && scope.iter().find(|m| m.role == Role::People).is_some_and(|m| {
            m.naming == Naming::Adjective
                && m.first <= candidate.clause_first + 1
                && m.last < candidate.predicate.first
        })
}

/// An exchange has no giver unless one side shares with the other.
fn mutual(candidate: &Candidate) -> bool {
    matches!(candidate.frame.name, "exchange" | "exchange beside a document")
}

/// Where a side is still open, two countries and a home side settle what is one-sided by nature.
fn complete(candidate: &Candidate, found: Direction, sides: &Sides) -> Direction {
    let mut found = found;
    if found.from.is_some() || found.to.is_some() {
        return found;
    }
    // "joint exercises of the services of both countries": nobody gives.
    let mutual_by_nature =
        matches!(candidate.kind(), Kind::Training | Kind::Instrument | Kind::DigitalHealth);
    if candidate.common
        && mutual_by_nature
        && !matches!(candidate.predicate.class, Class::Do | Class::Run)
    {
        return found;
    }
    let one_sided = match candidate.kind() {
        Kind::TreatmentQuota
        | Kind::Internship
        | Kind::Residency
        | Kind::FacilityProject
        | Kind::MedicinesRegister
        | Kind::SupplyAid => true,
        Kind::Training | Kind::Localisation => true,
        Kind::DigitalHealth => sides.countries.len() < 2,
        Kind::Instrument => candidate.one_sided,
        Kind::Other if matches!(candidate.frame.name, "investment" | "office") => true,
        // Who visits comes from the other side, whether it is done or to come.
        Kind::ExpertExchange if candidate.frame.name.starts_with("visiting experts") => {
            !candidate.common
        }
        Kind::Other | Kind::ExpertExchange => {
            matches!(candidate.predicate.class, Class::Do | Class::Run) && !mutual(candidate)
        }
        _ => false,
    };
    if !one_sided {
        return found;
    }
    if let Some((from, to)) = sides.partner() {
        found = Direction {
            from: Some(from),
            to: Some(to),
            rule: Some("the other of two sides gives to the home side"),
        };
    } else if matches!(
        candidate.kind(),
        Kind::FacilityProject
            | Kind::Localisation
            | Kind::SupplyAid
            | Kind::Training
            | Kind::Internship
            | Kind::DigitalHealth
    ) && let Some(home) = sides.home
    {
        found = Direction { from: None, to: Some(home), rule: Some("home side") };
    }
    found
}
