use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, Meta, NoPersons, Row};
use crate::edtf::Edtf;
use crate::id::{BodyId, SourceId, StreamId};
use crate::meeting::{Decision, MeetingState};
use crate::quotation::Quotation;
use crate::stage::Stage;
use crate::text::{Language, Text4};
use crate::topic::Per;

const TODAY: Date = date(2026, 2, 10);

fn meta(version: i64, known_on: Date) -> Meta {
    let recorded_at = Timestamp::from_second(1_770_000_000 + version).unwrap();
    Meta { version, known_on, recorded_at, actor: None }
}

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

fn passage() -> Quotation {
    let text = "A coalition of countries on primary care.";
    Quotation::find(SourceId::new(stream().uuid()), "en", text, text, None).unwrap()
}

fn stream() -> StreamId {
    StreamId::named("body", "test")
}

fn on(text: &str) -> Edtf {
    text.parse().unwrap()
}

fn party(code: &str) -> Who {
    Who::Party { party: code.parse().unwrap() }
}

fn office(name: &str) -> Who {
    Who::Office { party: "TR".parse().unwrap(), name: words(name) }
}

fn description() -> Description {
    Description {
        registry: "KZ".parse().unwrap(),
        partner: "WHO".parse().unwrap(),
        kind: BodyKind::Coalition,
        title: words("Coalition on primary health care"),
        host: Some("KZ".parse().unwrap()),
        parent: None,
    }
}

/// A body under test with the number of its entries.
struct Growing(Body);

impl Growing {
    fn new() -> Self {
        let event = Event::Entered { description: description(), quotation: passage() };
        Self(Body::begin(stream(), event, meta(1, date(2023, 10, 23))).unwrap())
    }

    /// Adds an event; gives its version.
    fn add_on(&mut self, event: Event, known_on: Date) -> Result<i64, Refusal> {
        let version = self.0.version + 1;
        let before = self.0.clone();
        let done = self.0.then(event, meta(version, known_on));
        if done.is_err() {
            assert_eq!(self.0, before, "a refused entry leaves no trace");
        }
        done.map(|()| version)
    }

    fn add(&mut self, event: Event) -> Result<i64, Refusal> {
        self.add_on(event, TODAY)
    }

    fn refused(&mut self, event: Event) -> &'static str {
        self.add(event).unwrap_err().code
    }
}

fn joined(who: Who, role: MemberRole, from: Option<&str>, until: Option<&str>) -> Event {
    let (from, until) = (from.map(on), until.map(on));
    Event::MemberJoined { member: Member { who, role, from, until, quotation: passage() } }
}

fn member(code: &str, from: Option<&str>, until: Option<&str>) -> Event {
    joined(party(code), MemberRole::Member, from, until)
}

fn left(member: i64, day: &str) -> Event {
    Event::MemberLeft { left: Left { member, on: on(day), quotation: passage() } }
}

fn session(number: Option<u16>, state: MeetingState, day: &str, cited: bool) -> Session {
    let quotation = cited.then(passage);
    Session { of: None, number, state, date: on(day), place: None, meeting: None, quotation }
}

fn sits(session: Session) -> Event {
    Event::SessionStated { session }
}

fn invited_who(who: Who) -> Event {
    let (matter, quotation) = (None, None);
    let invitation = Invitation { who, role: MemberRole::Member, matter, quotation };
    Event::InvitationPlanned { invitation }
}

fn moved(invitation: i64, step: Move, day: &str) -> Event {
    let quotation = matches!(step, Move::Acceded | Move::Left).then(passage);
    let step = InvitationStep { invitation, step, on: on(day), note: None, quotation };
    Event::InvitationMoved { step }
}

fn money(stage: Stage, value: &str, of: Option<i64>) -> Event {
    let amount =
        Amount { value: value.parse().unwrap(), currency: Some(Currency::Usd), per: Per::Year };
    Event::Pledged {
        pledge: Pledge {
            of,
            by: party("KZ"),
            gift: Gift::Money,
            matter: words("costs of the office"),
            amount: Some(amount),
            stage,
            when: None,
            quotation: passage(),
        },
    }
}

fn withdrawn(version: i64) -> Event {
    Event::FactWithdrawn { version, reason: words("typed by mistake") }
}

#[test]
fn nobody_is_a_member_twice_in_one_role_at_one_time() {
    let mut it = Growing::new();
    it.add(member("TR", Some("2024"), None)).unwrap();
    assert_eq!(it.refused(member("TR", Some("2024"), None)), "body-member-twice");
    assert_eq!(it.refused(member("TR", Some("2025-03"), None)), "body-member-overlap");
    assert_eq!(it.refused(member("TR", Some("2023"), Some("2025"))), "body-member-overlap");
    // Before it, in another role, or somebody else.
    it.add(member("TR", Some("2022"), Some("2024"))).unwrap();
    it.add(joined(party("TR"), MemberRole::Chair, Some("2025"), None)).unwrap();
    it.add(member("RU", Some("2024"), None)).unwrap();
    assert_eq!(it.0.memberships().len(), 4);
}

#[test]
fn rough_dates_are_refused_only_when_no_choice_of_days_keeps_them_apart() {
    let mut it = Growing::new();
    it.add(member("TR", Some("2024"), Some("2024-06"))).unwrap();
    it.add(member("TR", Some("2024"), Some("2024"))).unwrap();
    assert_eq!(
        it.refused(member("TR", Some("2023-01-01"), Some("2025-01-01"))),
        "body-member-overlap"
    );
    // Where no source says since when, a member had joined by the day it was known.
    let mut it = Growing::new();
    it.add(member("TR", None, None)).unwrap();
    assert_eq!(it.refused(member("TR", None, None)), "body-member-twice");
    assert_eq!(it.refused(member("TR", Some("2026-01"), None)), "body-member-overlap");
}

#[test]
fn one_office_has_one_name_whatever_the_case_of_its_letters() {
    let mut it = Growing::new();
    it.add(joined(office("Minister of Health"), MemberRole::Chair, Some("2024"), None)).unwrap();
    let again = joined(office("minister of health"), MemberRole::Chair, Some("2025"), None);
    assert_eq!(it.refused(again), "body-member-overlap");
    it.add(joined(office("Ambassador"), MemberRole::Chair, Some("2025"), None)).unwrap();
}

#[test]
fn nobody_leaves_before_joining_nor_twice_nor_tomorrow() {
    let mut it = Growing::new();
    assert_eq!(it.refused(member("TR", Some("2025"), Some("2024"))), "body-left-before-joined");
    let version = it.add(member("TR", Some("2025-03"), None)).unwrap();
    assert_eq!(it.refused(left(version, "2025-02")), "body-left-before-joined");
    assert_eq!(it.refused(left(version, "2026-03")), "body-not-yet");
    assert_eq!(it.refused(left(99, "2026-01")), "body-no-member");
    it.add(left(version, "2026-01")).unwrap();
    assert_eq!(it.refused(left(version, "2026-02")), "body-left-already");
    let memberships = it.0.memberships();
    assert_eq!(memberships[0].until, Some(on("2026-01")));
    assert!(memberships[0].holds(date(2025, 12, 31)) && !memberships[0].holds(TODAY));
    // It may come back.
    it.add(member("TR", Some("2026-02"), None)).unwrap();
    // Whoever was a member by mistake was never one, and never left.
    it.add(withdrawn(version)).unwrap();
    assert!(it.0.lefts.is_empty());
}

#[test]
fn a_body_does_not_invite_itself_nor_its_host_nor_a_member() {
    let mut it = Growing::new();
    let itself = Who::Body { body: BodyId::new(stream().uuid()) };
    assert_eq!(it.refused(invited_who(itself.clone())), "body-invites-itself");
    assert_eq!(it.refused(invited_who(party("KZ"))), "body-invites-itself");
    assert_eq!(it.refused(joined(itself, MemberRole::Member, None, None)), "body-itself");
    it.add(member("TR", Some("2024"), None)).unwrap();
    assert_eq!(it.refused(invited_who(party("TR"))), "body-invites-member");
    it.add(invited_who(party("IN"))).unwrap();
    assert_eq!(it.refused(invited_who(party("IN"))), "body-invited-already");
    // Nor does it come to invite itself by another host, nor belong to itself.
    let host = Description { host: Some("IN".parse().unwrap()), ..description() };
    assert_eq!(it.refused(Event::Described { description: host }), "body-invites-itself");
    let parent = Description { parent: Some(it.0.id), ..description() };
    assert_eq!(it.refused(Event::Described { description: parent }), "body-itself");
}

#[test]
fn an_invitation_is_planned_sent_answered_and_acceded_in_this_order() {
    let mut it = Growing::new();
    let id = it.add(invited_who(party("IN"))).unwrap();
    assert_eq!(it.0.invited()[0].is_at(), Where::Planned);
    assert_eq!(it.refused(moved(id, Move::AnsweredYes, "2026-01-20")), "body-step-order");
    assert_eq!(it.refused(moved(99, Move::Sent, "2026-01-10")), "body-no-invitation");
    assert_eq!(it.refused(moved(id, Move::Sent, "2026-03-10")), "body-not-yet");
    it.add(moved(id, Move::Sent, "2026-01-10")).unwrap();
    assert_eq!(it.refused(moved(id, Move::Acceded, "2026-01-11")), "body-step-order");
    assert_eq!(it.refused(moved(id, Move::AnsweredYes, "2026-01-05")), "body-step-before");
    it.add(moved(id, Move::AnsweredLater, "2026-01-15")).unwrap();
    it.add(moved(id, Move::AnsweredYes, "2026-01-20")).unwrap();
    assert!(it.0.memberships().is_empty(), "a yes is no accession");
    let bare = InvitationStep {
        invitation: id,
        step: Move::Acceded,
        on: on("2026-02-01"),
        note: None,
        quotation: None,
    };
    let bare = Event::InvitationMoved { step: bare };
    assert_eq!(it.refused(bare), "body-accession-evidence");
    it.add(moved(id, Move::Acceded, "2026-02-01")).unwrap();
    let memberships = it.0.memberships();
    assert_eq!((memberships[0].from, memberships[0].acceded), (Some(on("2026-02-01")), true));
    assert!(!memberships[0].holds(date(2026, 1, 31)) && memberships[0].holds(date(2026, 2, 1)));
    // A member by accession is not entered a second time.
    assert_eq!(it.refused(member("IN", Some("2026-02-05"), None)), "body-member-overlap");
    it.add(moved(id, Move::Left, "2026-02-09")).unwrap();
    assert_eq!(it.0.memberships()[0].until, Some(on("2026-02-09")));
    assert_eq!(it.0.invited()[0].is_at(), Where::Left);
    it.add(invited_who(party("IN"))).unwrap();
}

#[test]
fn an_answer_is_given_once_and_corrected_with_a_reason_only() {
    let mut it = Growing::new();
    let id = it.add(invited_who(party("IN"))).unwrap();
    it.add(moved(id, Move::Sent, "2026-01-10")).unwrap();
    let no = it.add(moved(id, Move::AnsweredNo, "2026-01-20")).unwrap();
    for step in [Move::AnsweredNo, Move::AnsweredYes, Move::AnsweredLater] {
        assert_eq!(it.refused(moved(id, step, "2026-01-21")), "body-answered-already");
    }
    it.add(withdrawn(no)).unwrap();
    let yes = it.add(moved(id, Move::AnsweredYes, "2026-01-21")).unwrap();
    it.add(moved(id, Move::Acceded, "2026-02-01")).unwrap();
    // What an accession rests on is not taken from under it.
    assert_eq!(it.refused(withdrawn(yes)), "body-step-order");
    assert_eq!(it.refused(withdrawn(1)), "body-description-stays");
    assert_eq!(it.refused(withdrawn(77)), "body-no-such-fact");
    it.add(withdrawn(id)).unwrap();
    assert!(it.0.steps.is_empty() && it.0.memberships().is_empty());
}

#[test]
fn what_was_held_has_a_day_that_has_begun_and_rests_on_something() {
    let mut it = Growing::new();
    let held = MeetingState::Held;
    assert_eq!(it.refused(sits(session(None, held, "2026-03", true))), "body-not-yet");
    assert_eq!(it.refused(sits(session(None, held, "2026-01", false))), "body-session-evidence");
    it.add(sits(session(Some(23), held, "2022-04-14", true))).unwrap();
    let again = session(Some(23), MeetingState::Planned, "2026-05", false);
    assert_eq!(it.refused(sits(again)), "body-session-number");
    let next = it.add(sits(session(Some(24), MeetingState::Planned, "2026-05", false))).unwrap();
    let of_next = |s: Session| sits(Session { of: Some(next), ..s });
    let decided = |session| {
        let (commitments, instruments) = (Vec::new(), Vec::new());
        let decision =
            Decision { matter: words("x"), commitments, instruments, quotation: passage() };
        Event::Decided { decided: DecisionOf { session, decision } }
    };
    assert_eq!(it.refused(decided(Some(next))), "body-session-not-held");
    assert_eq!(it.refused(decided(Some(99))), "body-no-session");
    let sitting = |it: &Growing| it.0.sittings()[0].session.state;
    assert_eq!((it.0.sittings().len(), sitting(&it)), (2, MeetingState::Planned));
    let word = of_next(session(Some(24), held, "2026-06-01", true));
    let early = it.add_on(word.clone(), date(2026, 5, 1)).unwrap_err();
    assert_eq!(early.code, "body-not-yet");
    it.add_on(word, date(2026, 6, 2)).unwrap();
    assert_eq!((it.0.sittings().len(), sitting(&it)), (2, held), "said anew, not a second one");
    it.add_on(decided(Some(next)), date(2026, 6, 2)).unwrap();
    let undone = of_next(session(Some(24), MeetingState::PutOff, "2026-06-01", false));
    let refused = it.add_on(undone, date(2026, 6, 3)).unwrap_err();
    assert_eq!(refused.code, "body-session-not-held");
}

#[test]
fn talk_is_in_no_total_and_a_word_said_again_is_no_second_promise() {
    let mut it = Growing::new();
    let talk = it.add_on(money(Stage::S1, "5000000", None), date(2024, 1, 1)).unwrap();
    assert!(it.0.promised_totals().is_empty());
    it.add_on(money(Stage::S7, "2000000", Some(talk)), date(2025, 1, 1)).unwrap();
    it.add_on(money(Stage::S7, "2000000", Some(talk)), date(2025, 2, 1)).unwrap();
    let total = it.0.promised_totals()[0];
    assert_eq!((total.sum.unwrap().to_string().as_str(), total.numbered), ("2000000", 1));
    assert!(it.0.delivered_totals().is_empty(), "a promise is no delivery");
    let delivery = |gift, pledge, currency, by| Event::Delivered {
        delivery: Delivery {
            pledge,
            by,
            gift,
            matter: words("first half"),
            amount: Some(Amount { value: "0.5".parse().unwrap(), currency, per: Per::Once }),
            on: on("2025"),
            quotation: passage(),
        },
    };
    let (usd, kz) = (Some(Currency::Usd), party("KZ"));
    let other = delivery(Gift::Money, Some(talk), usd, party("TR"));
    assert_eq!(it.refused(other), "body-other-pledge");
    let bare = delivery(Gift::Money, Some(talk), None, kz.clone());
    assert_eq!(it.refused(bare), "body-currency-missing");
    let experts = delivery(Gift::Experts, None, usd, kz.clone());
    assert_eq!(it.refused(experts), "body-currency-of-money");
    assert_eq!(it.refused(delivery(Gift::Money, Some(99), usd, kz.clone())), "body-no-pledge");
    it.add(delivery(Gift::Money, Some(talk), usd, kz.clone())).unwrap();
    it.add(delivery(Gift::Experts, None, None, kz)).unwrap();
    assert_eq!(it.0.pledged()[0].given.len(), 1);
    assert_eq!(it.0.unpromised().len(), 1);
    assert_eq!(it.0.delivered_totals().len(), 2, "money and experts are not added up");
    // A promise on which something was given is not taken from under it.
    assert_eq!(it.refused(withdrawn(talk)), "body-no-pledge");
}

#[test]
fn the_latest_published_word_says_how_far_it_has_come() {
    let mut it = Growing::new();
    assert_eq!(it.0.standing(), None, "not said is not proposed");
    let said = |standing, on| Event::StandingStated {
        foundation: Foundation {
            standing,
            on,
            instrument: None,
            meeting: None,
            quotation: passage(),
        },
    };
    it.add_on(said(Standing::AtWork, Some(on("2024"))), date(2026, 2, 1)).unwrap();
    it.add_on(said(Standing::Proposed, None), date(2023, 10, 23)).unwrap();
    it.add_on(said(Standing::Planned, Some(on("2027"))), date(2024, 3, 13)).unwrap();
    assert_eq!(it.0.standing(), Some(Standing::AtWork));
    let early = it.0.known_on(date(2025, 1, 1)).unwrap();
    assert_eq!(early.standing(), Some(Standing::Planned));
    assert_eq!(it.refused(said(Standing::AtWork, Some(on("2027")))), "body-not-yet");
    assert!(it.0.known_on(date(2023, 10, 22)).is_none());
}

#[test]
fn partner_and_visitor_see_no_invitation_that_no_passage_names() {
    let mut it = Growing::new();
    let id = it.add(invited_who(party("IN"))).unwrap();
    it.add(moved(id, Move::Sent, "2026-01-10")).unwrap();
    it.add(sits(session(Some(2), MeetingState::Planned, "2026-05", false))).unwrap();
    let (shared, published) = (it.0.shared(), it.0.published());
    assert_eq!((shared.invitations.len(), shared.steps.len(), shared.sessions.len()), (0, 0, 1));
    assert_eq!(published.sessions.len(), 0);
    let projection = it.0.project(&NoPersons).unwrap();
    let Row::Body { ahead_on, .. } = &projection.readings.last().unwrap().row else {
        panic!("a row of bodies")
    };
    assert_eq!(*ahead_on, Some(date(2026, 5, 31)));
}

proptest! {
    /// Whatever is entered in whatever order: nobody is a member twice at one time, what is refused changes nothing, and
    /// what was known on a day grows with the days.
    #[test]
    fn no_sequence_of_entries_breaks_the_rules(
        steps in prop::collection::vec((0_u8..10, 1_i64..14, 0_i8..20), 0..40),
    ) {
        let mut it = Growing::new();
        let parties = ["TR", "RU", "IN"];
        for (kind, target, day) in steps {
            let who = parties[usize::try_from(target).unwrap() % 3];
            let year = (2020 + i64::from(day) / 3).to_string();
            let stated = format!("2026-01-{:02}", 1 + day);
            let event = match kind {
                0 => member(who, Some(&year), None),
                1 => left(target, &stated),
                2 => invited_who(party(who)),
                3 => moved(target, Move::Sent, &stated),
                4 => moved(target, Move::AnsweredYes, &stated),
                5 => moved(target, Move::Acceded, &stated),
                6 => moved(target, Move::Left, &stated),
                7 => withdrawn(target),
                8 => sits(session(Some(u16::try_from(target).unwrap()), MeetingState::Planned, "2027", false)),
                _ => money(Stage::S5, "1", None),
            };
            let known = date(2026, 1, 15 + day.min(16));
            let _refused_or_not = it.add_on(event, known);
            let open = |code: &str| {
                let members = it.0.memberships();
                members.iter().filter(|m| m.until.is_none() && m.who == party(code)).count()
            };
            for code in parties {
                prop_assert!(open(code) <= 1, "{} is a member twice", code);
            }
        }
        let projection = it.0.project(&NoPersons).unwrap();
        for pair in projection.readings.windows(2) {
            prop_assert_eq!(pair[0].known_to, pair[1].known_from);
        }
        let shown: Body = serde_json::from_str(&projection.readings.last().unwrap().body).unwrap();
        prop_assert_eq!(shown, it.0);
    }
}
