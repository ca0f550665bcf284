use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, Meta, NoPersons, Row};
use crate::id::{CallId, QuotaLineId, StreamId, UserId};
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::programme::Kind;
use crate::programme::call::{
    self, Call, Class, Criterion, Document, Funding, Phase, PhaseKind, Precedence, Reserve, Seat,
    Seated, Terms, Ties,
};
use crate::programme::specialty::SpecialtyCode;
use crate::quota::{Account, Reason};
use crate::text::{Language, Text4};

const LATE: &str = "2026-06-20T08:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn on(instant: &str, version: i64, actor: u128) -> Meta {
    let actor = Some(UserId::new(Uuid::from_u128(actor)));
    let later = jiff::SignedDuration::from_secs(version);
    Meta { version, known_on: date(2026, 6, 20), recorded_at: at(instant) + later, actor }
}

fn all4(text: &str) -> Text4 {
    Text4::all(Language::Ru, text, text, text, text).unwrap()
}

fn line(n: u128) -> QuotaLineId {
    QuotaLineId::new(Uuid::from_u128(0x10 + n))
}

/// Three seats of one line, one of another, two places kept for Talas.
fn terms() -> Terms {
    let mut terms = Terms::new(Kind::Residency, all4("Residency"), "Asia/Bishkek".parse().unwrap());
    terms.about = Some(all4("About"));
    for (own, host, specialty, places) in [
        (0, "BURDENKO", "56", 3),
        (0, "ALMAZOV", "56", 2),
        (0, "BLOKHIN", "57", 2),
        (1, "KULAKOV", "01", 1),
    ] {
        let seat = terms.item(Seat {
            line: line(own),
            host: host.parse().unwrap(),
            specialty: SpecialtyCode::read(&format!("RU-2013/31.08.{specialty}")).unwrap(),
            places,
            funding: Funding::HostState,
        });
        terms.seats.push(seat);
    }
    let reserve = terms.item(Reserve { region: "KG-T".to_owned(), places: 2 });
    terms.reserves.push(reserve);
    let document = terms.item(Document { name: all4("Diploma"), class: Class::Hard });
    terms.documents.push(document);
    let criterion = terms.item(Criterion { name: all4("Examination"), weight: 100 });
    terms.criteria.push(criterion);
    for (kind, from, to) in [
        (PhaseKind::Applications, "2026-04-01T03:00:00Z", "2026-05-01T11:00:00Z"),
        (PhaseKind::Result, "2026-06-15T06:00:00Z", "2026-06-15T06:00:00Z"),
        (PhaseKind::Start, "2026-09-01T00:00:00Z", "2026-09-01T00:00:00Z"),
    ] {
        let phase = terms.item(Phase { kind, from: at(from), to: at(to) });
        terms.phases.push(phase);
    }
    terms
}

/// A published call of which hosts confirmed all places but one.
fn published(terms: Terms) -> Call {
    let description =
        call::Description { registry: "KG".parse().unwrap(), partner: "RU".parse().unwrap() };
    let stream = StreamId::new(Uuid::from_u128(1));
    let hash = terms.hash().unwrap();
    let begun = call::Event::Begun { description, terms };
    let mut call = Call::begin(stream, begun, on("2026-03-01T00:00:00Z", 1, 1)).unwrap();
    let mut then = |event, version, actor| {
        call.then(event, on("2026-03-02T00:00:00Z", version, actor)).unwrap();
    };
    then(call::Event::Submitted { why: None }, 2, 1);
    then(call::Event::Published { hash }, 3, 2);
    for (n, (seat, places)) in [(1, 2), (2, 2), (3, 2), (4, 1)].into_iter().enumerate() {
        let seated = Seated { seat, places };
        then(call::Event::Seated { seated }, 4 + i64::try_from(n).unwrap(), 1);
    }
    call
}

fn candidate(code: &str, score: &str, choices: &[u32]) -> Candidate {
    Candidate {
        code: code.to_owned(),
        choices: choices.to_vec(),
        region: None,
        score: Score::read(score).unwrap(),
        hosts_refused: Vec::new(),
        host_places: BTreeMap::new(),
    }
}

fn value(n: u8) -> String {
    format!("{n:02x}").repeat(32)
}

fn hash_of(n: u8) -> Hash {
    Hash::of(&[n; 32])
}

struct Giving {
    run: Run,
    version: i64,
}

impl Giving {
    fn begun() -> Self {
        let description = Description {
            registry: "KG".parse().unwrap(),
            partner: "RU".parse().unwrap(),
            call: CallId::new(Uuid::from_u128(1)),
        };
        let stream = Run::of(description.call).into();
        let run = Run::begin(stream, Event::Begun { description }, on(LATE, 1, 1)).unwrap();
        Self { run, version: 1 }
    }

    fn then(&mut self, event: Event, actor: u128) -> Result<(), &'static str> {
        self.version += 1;
        let done = self.run.then(event, on(LATE, self.version, actor));
        done.map_err(|refusal: Refusal| refusal.code)
    }

    fn bring(&mut self, n: u8, actor: u128) -> Result<(), &'static str> {
        let file = File { name: "list.csv".to_owned(), sha256: hash_of(100 + n), size: 10 };
        let differs = Differs::default();
        self.then(Event::Brought { file, hash: hash_of(n), candidates: 3, differs }, actor)
    }

    fn commit(&mut self, party: &str, n: u8, actor: u128) -> Result<(), &'static str> {
        let party = party.parse().unwrap();
        self.then(Event::Committed { party, sha256: hash_of(n) }, actor)
    }

    fn reveal(&mut self, party: &str, n: u8) -> Result<(), &'static str> {
        self.then(Event::Revealed { party: party.parse().unwrap(), value: value(n) }, 1)
    }

    fn freeze(&mut self) -> Result<(), &'static str> {
        let frozen = Frozen {
            input: hash_of(50),
            size: 1,
            edition: 0,
            terms: hash_of(51),
            list: 1,
            candidates: 3,
            places: 7,
        };
        self.then(Event::Frozen { frozen }, 1)
    }

    fn compute(&mut self, trouble: &[&str]) -> Result<(), &'static str> {
        let computed = Computed {
            certificate: hash_of(60),
            public: hash_of(61),
            result: hash_of(62),
            placed: 3,
            stable: true,
            given: vec![Seated { seat: 1, places: 2 }],
        };
        self.then(Event::Computed { computed }, 1)?;
        let trouble = trouble.iter().map(|text| (*text).to_owned()).collect();
        self.then(Event::Checked { checked: Checked { checks: 9, trouble } }, 1)
    }

    fn sign(&mut self, capacity: As, certificate: u8, actor: u128) -> Result<(), &'static str> {
        self.then(Event::Signed { capacity, certificate: hash_of(certificate) }, actor)
    }

    fn drawn() -> Self {
        let mut it = Self::begun();
        it.bring(1, 1).unwrap();
        it.then(Event::Accepted { list: 1, hash: hash_of(1) }, 2).unwrap();
        it.commit("KG", 10, 1).unwrap();
        it.commit("RU", 11, 2).unwrap();
        it.freeze().unwrap();
        it.reveal("KG", 10).unwrap();
        it.reveal("RU", 11).unwrap();
        it
    }

    fn release(&mut self, planned: &str) -> Result<(), &'static str> {
        self.then(Event::Released { certificate: hash_of(60), planned: at(planned) }, 1)
    }
}

#[test]
fn a_list_counts_only_when_another_person_accepted_what_was_brought() {
    let mut it = Giving::begun();
    it.bring(1, 1).unwrap();
    assert_eq!(it.bring(2, 2), Err("run-list-waits"));
    assert_eq!(it.then(Event::Accepted { list: 1, hash: hash_of(1) }, 1), Err("run-own-list"));
    assert_eq!(it.then(Event::Accepted { list: 1, hash: hash_of(2) }, 2), Err("run-other-list"));
    assert!(it.run.accepted().is_none());
    it.then(Event::Accepted { list: 1, hash: hash_of(1) }, 2).unwrap();
    assert_eq!(it.bring(1, 3), Err("run-list-same"));
    it.bring(2, 3).unwrap();
    it.then(Event::Refused { list: 2, why: all4("Shifted") }, 3).unwrap();
    assert_eq!(it.run.accepted().unwrap().number, 1, "what was put aside changes nothing");
}

#[test]
fn two_persons_commit_for_two_sides_and_only_what_was_committed_to_is_revealed() {
    let mut it = Giving::begun();
    it.bring(1, 1).unwrap();
    it.then(Event::Accepted { list: 1, hash: hash_of(1) }, 2).unwrap();
    assert_eq!(it.freeze(), Err("run-no-commitments"));
    assert_eq!(it.commit("TR", 10, 1), Err("run-no-such-side"));
    it.commit("KG", 10, 1).unwrap();
    assert_eq!(it.commit("KG", 12, 2), Err("run-committed-already"));
    assert_eq!(it.commit("RU", 11, 1), Err("run-same-hand"));
    assert_eq!(it.commit("RU", 10, 2), Err("run-same-commitment"));
    it.commit("RU", 11, 2).unwrap();
    assert_eq!(it.reveal("KG", 10), Err("run-not-frozen"));
    it.freeze().unwrap();
    assert_eq!(it.bring(2, 1), Err("run-is-frozen"));
    assert_eq!(it.reveal("KG", 11), Err("run-value-other"));
    it.reveal("KG", 10).unwrap();
    assert_eq!(it.reveal("KG", 10), Err("run-revealed-already"));
    assert_eq!(it.compute(&[]), Err("run-not-drawn"));
    it.reveal("RU", 11).unwrap();
    assert_eq!(it.run.stage(), Stage::Drawn);
}

#[test]
fn two_different_persons_sign_one_certificate_and_it_is_not_released_early() {
    let mut it = Giving::drawn();
    it.compute(&[]).unwrap();
    assert_eq!(it.compute(&[]), Err("run-not-drawn"), "a run is computed once");
    assert_eq!(it.sign(As::Chair, 61, 1), Err("run-other-certificate"));
    it.sign(As::Chair, 60, 1).unwrap();
    assert_eq!(it.sign(As::Second, 60, 1), Err("run-own-signature"));
    assert_eq!(it.sign(As::Chair, 60, 2), Err("run-capacity-taken"));
    assert_eq!(it.release("2026-06-15T06:00:00Z"), Err("run-not-signed"));
    it.sign(As::Second, 60, 2).unwrap();
    assert_eq!(it.sign(As::Second, 60, 3), Err("run-signed-already"));
    assert!(it.run.published().is_none(), "nobody outside sees it before");
    assert_eq!(it.release("2026-06-25T06:00:00Z"), Err("run-too-early"));
    it.release("2026-06-15T06:00:00Z").unwrap();
    assert_eq!(it.then(Event::Discarded { why: all4("No") }, 1), Err("run-not-frozen"));
    assert_eq!(it.freeze(), Err("run-is-frozen"), "one run counts");
    let seen = serde_json::to_string(&it.run.published().unwrap()).unwrap();
    assert!(!seen.contains("\"actor\"") && !seen.contains("list.csv"), "{seen}");
    let rows = it.run.project(&NoPersons).unwrap().readings;
    assert!(matches!(rows.last().unwrap().row, Row::Run { state: "released", public: true, .. }));
}

#[test]
fn what_the_verifier_refuses_stops_the_way_and_a_discarded_run_stays_on_record() {
    let mut it = Giving::drawn();
    it.compute(&["signature: it does not belong to this text"]).unwrap();
    assert_eq!(it.run.stage(), Stage::Failed);
    assert_eq!(it.sign(As::Chair, 60, 2), Err("run-check-failed"));
    it.then(Event::Discarded { why: all4("The check failed") }, 1).unwrap();
    assert_eq!((it.run.stage(), it.run.attempts.len()), (Stage::Gathering, 1));
    assert_eq!(it.freeze(), Err("run-no-commitments"), "both sides commit anew");
}

#[test]
fn the_market_is_what_terms_confirmed_places_and_candidates_say_and_nothing_else() {
    let call = published(terms());
    let mut one = candidate("KG-0001", "87.50", &[1, 4, 3]);
    one.hosts_refused = vec![4];
    one.region = Some("KG-T".to_owned());
    let other = candidate("KG-0002", "90", &[2, 1]);
    let meta = on(LATE, 1, 1);
    let commitments = [("KG", 10), ("RU", 11)].map(|(party, n)| Commitment {
        party: party.parse().unwrap(),
        sha256: hash_of(n),
        meta,
    });
    let bytes = market::market(&call, &[one.clone(), other.clone()], &commitments).unwrap();
    assert_eq!(bytes, market::market(&call, &[one, other], &commitments).unwrap());
    let market: serde_json::Value = serde_json::from_str(&bytes).unwrap();
    let programmes = market["programmes"].as_object().unwrap();
    assert_eq!(programmes["1-BURDENKO-31.08.56"]["capacity"], 2, "only what the host confirmed");
    assert_eq!(programmes["1-BURDENKO-31.08.56"]["scores"]["KG-0001"], "87.5");
    assert_eq!(
        programmes["4-KULAKOV-31.08.01"]["scores"],
        serde_json::json!({}),
        "refused by the host"
    );
    assert_eq!(market["applicants"]["KG-0001"]["types"], serde_json::json!(["region:KG-T"]));
    let quotas: Vec<(&str, u64)> = market["quotas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|quota| (quota["id"].as_str().unwrap(), quota["cap"].as_u64().unwrap()))
        .collect();
    assert_eq!(quotas, [("line-1-31.08.56", 4), ("line-1", 6)], "a line with one seat needs none");
    assert_eq!(market["rules"]["lottery"]["commit_reveal"][1]["party"], "RU");
    assert_eq!(market::seat_of("12-RU-ALMAZOV-31.08.30"), Some(12));
}

#[test]
fn where_hosts_order_their_order_stands_in_for_the_scores() {
    let mut terms = terms();
    terms.hosts_rank = true;
    let call = published(terms);
    let at = |code, score, places: &[(u32, u32)]| Candidate {
        host_places: places.iter().copied().collect(),
        ..candidate(code, score, &[1, 2])
    };
    let mut out = at("KG-0003", "99", &[(2, 2)]);
    out.hosts_refused = vec![1];
    let all = [at("KG-0001", "90", &[(1, 2), (2, 1)]), at("KG-0002", "10", &[(1, 1), (2, 3)]), out];
    let bytes = market::market(&call, &all, &[]).unwrap();
    let market: serde_json::Value = serde_json::from_str(&bytes).unwrap();
    let of = |name: &str| market["programmes"][name]["prefs"].clone();
    assert_eq!(of("1-BURDENKO-31.08.56"), serde_json::json!(["KG-0002", "KG-0001"]));
    let second = market["programmes"].as_object().unwrap().keys().find(|k| k.starts_with("2-"));
    assert_eq!(of(second.unwrap()), serde_json::json!(["KG-0001", "KG-0003", "KG-0002"]));
    assert!(!bytes.contains("scores"), "no score enters it");
    let twice = [at("KG-0001", "90", &[(1, 1), (2, 1)]), at("KG-0002", "10", &[(1, 1), (2, 2)])];
    assert_eq!(market::market(&call, &twice, &[]).unwrap_err().code, "run-not-ordered");
}

#[test]
fn answers_of_a_host_are_signed_by_another_person_and_as_they_were_given() {
    let mut it = Giving::begun();
    let host = || "BURDENKO".parse::<PartyCode>().unwrap();
    let give = |n| Event::Answered { host: host(), hash: hash_of(n) };
    let sign = |n| Event::AnswersSigned { host: host(), hash: hash_of(n) };
    assert_eq!(it.then(sign(7), 2), Err("answers-none"));
    it.then(give(7), 1).unwrap();
    assert_eq!(it.then(give(7), 1), Err("answers-same"));
    assert_eq!(it.then(sign(7), 1), Err("answers-own"));
    assert_eq!(it.then(sign(8), 2), Err("answers-other"));
    it.then(sign(7), 2).unwrap();
    assert_eq!(it.then(sign(7), 3), Err("answers-signed-already"));
    assert!(it.run.answers_of(&host()).unwrap().signed.is_some());
    it.then(give(8), 1).unwrap();
    assert!(it.run.answers_of(&host()).unwrap().signed.is_none(), "other answers, no signature");
    assert_eq!(it.run.answers.len(), 1);
    assert!(it.run.published().is_none(), "nothing of it is public before the release");
}

#[test]
fn kept_places_lie_where_most_is_left_and_never_more_than_there_are() {
    let capacity = [(1, 2), (2, 2), (3, 1)].into();
    let mut terms = terms();
    let kept = |terms: &Terms| -> Vec<(u32, u64)> {
        market::kept(terms, &capacity).iter().map(|(n, of)| (*n, of.values().sum())).collect()
    };
    assert_eq!(kept(&terms), [(1, 1), (2, 1)]);
    terms.reserves[0].what.places = 9;
    assert_eq!(kept(&terms), [(1, 2), (2, 2), (3, 1)]);
}

#[test]
fn what_the_announced_rule_cannot_do_is_refused_before_the_freeze() {
    let refused = |change: &dyn Fn(&mut Terms)| {
        let mut terms = terms();
        change(&mut terms);
        market::market(&published(terms), &[candidate("KG-0001", "1", &[1])], &[]).unwrap_err().code
    };
    assert_eq!(refused(&|terms| terms.hosts_rank = true), "run-not-ordered");
    assert_eq!(
        refused(&|terms| terms.ties = Ties::StableImprovementCycles),
        "run-rule-and-reserves"
    );
    let mut unconfirmed = published(terms());
    unconfirmed.seated.clear();
    let none = market::market(&unconfirmed, &[candidate("KG-0001", "1", &[1])], &[]);
    assert_eq!(none.unwrap_err().code, "run-no-places");
    let in_turn = market::market(
        &published(Terms {
            mechanism: call::Mechanism::SerialDictatorship,
            precedence: Precedence::OpenFirst,
            reserves: Vec::new(),
            ..terms()
        }),
        &[
            candidate("KG-0001", "9", &[1]),
            candidate("KG-0002", "10", &[1]),
            candidate("KG-0003", "9.0", &[1]),
        ],
        &[],
    );
    let market: serde_json::Value = serde_json::from_str(&in_turn.unwrap()).unwrap();
    assert_eq!(market["order"], serde_json::json!(["KG-0002", ["KG-0001", "KG-0003"]]));
}

#[test]
fn a_frozen_call_does_not_change_and_what_a_run_gave_moves_from_seated_to_allocated() {
    let mut call = published(terms());
    let input = hash_of(50);
    let early = call.clone().then(call::Event::Frozen { input }, on("2026-04-20T00:00:00Z", 9, 1));
    assert_eq!(early.unwrap_err().code, "call-still-open");
    call.then(call::Event::Frozen { input }, on(LATE, 9, 1)).unwrap();
    let refused = |event| call.clone().then(event, on(LATE, 10, 1)).unwrap_err().code;
    assert_eq!(refused(call::Event::Drafted { terms: terms() }), "call-is-frozen");
    assert_eq!(
        refused(call::Event::Seated { seated: Seated { seat: 1, places: 1 } }),
        "call-is-frozen"
    );
    assert_eq!(refused(call::Event::Cancelled { why: all4("Why") }), "call-is-frozen");
    let above = vec![Seated { seat: 1, places: 3 }];
    assert_eq!(refused(call::Event::Given { given: above }), "call-given-above");
    let mut thawed = call.clone();
    thawed.then(call::Event::Thawed, on(LATE, 10, 1)).unwrap();
    assert!(call::moves(Some(&call), &thawed).is_empty());
    let before = call.clone();
    let given = vec![Seated { seat: 1, places: 2 }, Seated { seat: 4, places: 1 }];
    call.then(call::Event::Given { given }, on(LATE, 10, 1)).unwrap();
    let takes: Vec<_> = call::moves(Some(&before), &call)
        .into_iter()
        .map(|take| (take.line, take.from, take.to, take.places, take.reason))
        .collect();
    let moved =
        |n, places| (line(n), Account::Seated, Account::Allocated, places, Reason::InCourse);
    assert_eq!(takes, [moved(0, 2), moved(1, 1)]);
    assert_eq!(call.held(line(0)), (1, 4), "what was not given stays held");
    let again = call.then(call::Event::Thawed, on(LATE, 11, 1));
    assert_eq!(again.unwrap_err().code, "call-not-frozen", "what was given stays given");
}

#[test]
fn codes_name_nobody_and_scores_are_exact() {
    for good in ["KG-0001", "r7", "2026-11-3F"].iter().filter(|code| code.len() > 2) {
        assert_eq!(code(good).unwrap(), good.to_uppercase());
    }
    for (bad, why) in [
        ("Aida Osmonova", "candidate-code-person"),
        ("aida@mail.kg", "candidate-code-person"),
        ("+996 555 123456", "candidate-code-person"),
        ("996555123456", "candidate-code-person"),
        ("7", "candidate-code"),
        ("KG_1", "candidate-code"),
    ] {
        assert_eq!(code(bad).unwrap_err().code, why, "{bad}");
    }
    for (text, read) in [("87,50", "87.5"), ("0090", "90"), ("0.000001", "0.000001"), ("0", "0")] {
        assert_eq!(Score::read(text).unwrap().to_string(), read);
    }
    for bad in ["", "-1", "1e3", "1.", ".5", "1.2.3", "1234567890"] {
        assert!(Score::read(bad).is_err(), "{bad}");
    }
    assert!(Score::read("9.5").unwrap().millionths() < Score::read("10").unwrap().millionths());
}

#[test]
fn differences_are_told_candidate_by_candidate() {
    let old =
        Candidates::new(vec![candidate("A1-1", "5", &[1]), candidate("A1-2", "6", &[1])]).unwrap();
    let new =
        Candidates::new(vec![candidate("A1-3", "7", &[2]), candidate("A1-2", "6.5", &[2, 1])])
            .unwrap();
    let changes = new.since(Some(&old));
    let told: Vec<(&str, What)> = changes.iter().map(|c| (c.code.as_str(), c.what)).collect();
    assert_eq!(told, [("A1-1", What::Gone), ("A1-2", What::Changed), ("A1-3", What::Added)]);
    let counted = Differs::count(&changes);
    let expected = Differs { added: 1, gone: 1, scores: 1, choices: 1, others: 0 };
    assert_eq!(counted, expected);
    assert!(new.since(Some(&new)).is_empty());
}
