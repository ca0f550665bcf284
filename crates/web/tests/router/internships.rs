//! Programmes without a run as people meet them: directions, teams, places by name, the host's own steps, appeals of those without a
//! place, the pipeline with acts on many rows, reminders.

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use kelisim_app::growing::{About, Growing};
use kelisim_app::programme::placement::{self as places, NameForm, OfferForm};
use kelisim_app::programme::remind::remind;
use kelisim_app::programme::{self as uses, SeatedForm, SubmitForm};
use kelisim_app::{Actor, Context, Signed};
use kelisim_domain::id::{ApplicationId, CallId, MoveId, QuotaLineId, UserId};
use kelisim_domain::programme::Kind;
use kelisim_domain::programme::application::{Application, Stage};
use kelisim_domain::programme::call::{
    Call, Class, Description, Document, Event, Funding, Mechanism, Phase, PhaseKind, Rule, Seat,
    Terms,
};
use kelisim_domain::programme::direction::{Direction, State};
use kelisim_domain::programme::placement::Placement;
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_domain::quota::{self, Account, Move, QuotaLine, Reason};
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::user::Role;

use crate::applications::{Doctor, decided};
use crate::forms::{OFFICER, PARTNER, after, get, post, send_from};
use crate::house::{House, Reply, on_each_engine};

const READER: (&str, Role) = ("KG", Role::Reader);
const DAY: i64 = 24;

fn all(words: &str) -> Text4 {
    Text4::all(Language::Ru, words, words, words, words).unwrap()
}

/// One of two officers at this moment.
fn person(house: &House, n: u128) -> Context<'_> {
    let signed = Signed {
        id: UserId::new(uuid::Uuid::from_u128(0xa0 + n)),
        name: format!("Officer {n}"),
        registry: "KG".parse().unwrap(),
        role: Role::Officer,
        partners: Vec::new(),
        pass: None,
    };
    house.app.context(Actor::User(signed))
}

/// Somebody of a hospital of the partner.
fn hospital<'h>(house: &'h House, code: &str) -> Context<'h> {
    let signed = Signed {
        id: UserId::new(uuid::Uuid::from_u128(0xc1)),
        name: "Hospital".to_owned(),
        registry: "KG".parse().unwrap(),
        role: Role::Partner,
        partners: vec![code.parse().unwrap()],
        pass: None,
    };
    house.app.context(Actor::User(signed))
}

/// Terms of a call whose places are given by name; applications are open from an hour ago for a day.
fn terms(now: Timestamp, kind: Kind, line: QuotaLineId, count: u64) -> Terms {
    let mut terms = Terms::new(kind, all("Training of teams"), "Asia/Bishkek".parse().unwrap());
    terms.about = Some(all("Made up for a test"));
    terms.mechanism = Mechanism::Nomination;
    let seat = terms.item(Seat {
        line,
        host: "BURDENKO".parse().unwrap(),
        specialty: SpecialtyCode::read("RU-2013/31.08.56").unwrap(),
        places: count,
        funding: Funding::HostState,
    });
    terms.seats.push(seat);
    let document = terms.item(Document { name: all("Diploma"), class: Class::Hard });
    terms.documents.push(document);
    let rule = Rule { expression: "medical_diploma".to_owned(), reason: all("A diploma") };
    let rule = terms.item(rule);
    terms.rules.push(rule);
    let at = |hours: i64| now + SignedDuration::from_hours(hours);
    for (kind, from, to) in [
        (PhaseKind::Applications, -1, DAY),
        (PhaseKind::Result, 2 * DAY, 2 * DAY),
        (PhaseKind::Start, 30 * DAY, 30 * DAY),
    ] {
        let phase = terms.item(Phase { kind, from: at(from), to: at(to) });
        terms.phases.push(phase);
    }
    terms
}

/// A published call of the house whose places are given by name.
struct ByName<'h> {
    house: &'h House,
    call: CallId,
    line: QuotaLineId,
}

impl<'h> ByName<'h> {
    async fn new(house: &'h House, kind: Kind, count: u64) -> Self {
        let (one, two) = (person(house, 1), person(house, 2));
        let line = house.things[&("KG", "TR")].quota;
        let system = house.app.context(Actor::System);
        let mut ledger = Growing::<QuotaLine>::load(&system, line.into()).await.unwrap();
        let step = Move {
            id: MoveId::new(uuid::Uuid::from_u128(0xd0)),
            from: Account::Pledged,
            to: Account::Confirmed,
            places: 20,
            on: system.today(),
            reason: Reason::InCourse,
            other: None,
            quotation: None,
            note: None,
            call: None,
            placement: None,
        };
        ledger.push(&system, &quota::Event::Moved { step }, About::TODAY).unwrap();
        ledger.commit(&system).await.unwrap();
        let call = CallId::new(uuid::Uuid::from_u128(0xe0));
        let description =
            Description { registry: "KG".parse().unwrap(), partner: "TR".parse().unwrap() };
        let terms = terms(one.now, kind, line, count);
        let hash = terms.hash().unwrap().to_string();
        let begun = Event::Begun { description, terms };
        Growing::<Call>::new(call.into()).record(&one, &begun, About::TODAY).await.unwrap();
        let form = SubmitForm::default();
        uses::submit(&one, call, 1, Language::Ru, &form).await.unwrap();
        uses::publish(&two, call, 2, &hash).await.unwrap();
        let form = SeatedForm { seat: "1".to_owned(), places: count.to_string() };
        uses::seated(&one, call, 3, &form).await.unwrap();
        Self { house, call, line }
    }

    async fn balance(&self, account: Account) -> u64 {
        let ctx = self.house.app.context(Actor::System);
        let line = Growing::<QuotaLine>::load(&ctx, self.line.into()).await.unwrap();
        line.state().unwrap().held(self.call, account)
    }

    async fn code(&self, id: ApplicationId) -> String {
        let ctx = self.house.app.context(Actor::System);
        let it = Growing::<Application>::load(&ctx, id.into()).await.unwrap();
        it.state().unwrap().description.receipt.to_string()
    }

    /// Checked, nominated, taken by the host.
    async fn nominate(&self, id: ApplicationId) {
        decided(self.house, OFFICER, id, "judge", "home=eligible").await;
        decided(self.house, OFFICER, id, "judge", "home=nominated").await;
        decided(self.house, PARTNER, id, "verify", "").await;
    }

    async fn name(&self, codes: &[&str]) -> Result<usize, String> {
        let given: Vec<String> = codes.iter().map(|code| format!("{code}/1")).collect();
        let form = NameForm { given: given.join(" "), offer: OfferForm::default() };
        let done = places::name(&person(self.house, 1), self.call, &form).await;
        done.map_err(|error| match error {
            kelisim_app::AppError::Refused(all) => all[0].code.to_owned(),
            other => format!("{other:?}"),
        })
    }
}

async fn ok(reply: &Reply, what: &str) {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{what}: {}", reply.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_department_proposes_another_hand_decides_and_a_call_is_made_of_what_was_accepted() {
    on_each_engine(async |house: &House| {
        let reader = house.session("KG", Role::Reader).await;
        let officer = house.session("KG", Role::Officer).await;
        let wish = "department=Urology&specialty=RU-2013/31.08.68&partner=TR&host=TR&months=3&people=2&why=Transplants";
        let bad = send_from(house, &reader, "/en/directions/new", &wish.replace("months=3", "months=99")).await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bad.text.contains("Urology") && bad.text.contains("1 to 24"), "{}", bad.text);
        let made = send_from(house, &reader, "/en/directions/new", wish).await;
        ok(&made, "proposed").await;
        let path = made.location().to_owned();
        let notices = get(house, OFFICER, "/en/notices").await;
        assert!(notices.text.contains("A department proposed a direction"), "{}", notices.text);

        // Whoever only proposes decides nothing; another house and the partner do not find it.
        let accept = format!("{path}/accept");
        assert_eq!(get(house, READER, &accept).await.status, StatusCode::FORBIDDEN);
        assert_eq!(get(house, PARTNER, &path).await.status, StatusCode::FORBIDDEN);
        let away = get(house, ("KZ", Role::Officer), &path).await;
        assert_eq!(away.status, StatusCode::NOT_FOUND);
        let short = send_from(house, &officer, &accept, "people=1&note=").await;
        assert!(short.text.contains("tell the department why"), "{}", short.text);
        ok(&send_from(house, &officer, &accept, "people=1&note=One+place").await, "accepted").await;
        let again = send_from(house, &officer, &format!("{path}/refuse"), "reason=same&note=No").await;
        assert!(again.text.contains("is decided"), "{}", again.text);
        let own = get(house, READER, "/ru/notices").await;
        assert!(own.text.contains("По предложенному вами направлению"), "{}", own.text);

        // Nobody decides on what is the own.
        let made = send_from(house, &officer, "/en/directions/new", wish).await;
        let own = made.location().to_owned();
        let refused = send_from(house, &officer, &format!("{own}/accept"), "people=2").await;
        assert!(refused.text.contains("Whoever proposed a direction"), "{}", refused.text);

        // A call: places by host and specialty, and the direction is in it.
        let id = path.rsplit('/').next().unwrap();
        let line = house.things[&("KG", "TR")].quota;
        let form = format!(
            "directions={id}&kind=internship&line={line}&funding=host_state&zone=Asia/Bishkek&made_up=1&title_en=Internship"
        );
        let none = send_from(house, &officer, "/en/directions/call", &form.replace(id, "")).await;
        assert!(none.text.contains("Tick at least one"), "{}", none.text);
        let wrong = send_from(house, &officer, "/en/directions/call", &form).await;
        // The line of the house is one for treatment: its places are for nothing else.
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text);
        assert!(wrong.text.contains("Internship"), "what was typed is kept: {}", wrong.text);
        let ctx = house.app.context(Actor::System);
        let kept = Growing::<Direction>::load(&ctx, id.parse::<kelisim_domain::id::DirectionId>().unwrap().into());
        assert_eq!(kept.await.unwrap().state().unwrap().state, State::Accepted);
        let list = get(house, READER, "/kk/directions?state=accepted").await;
        assert!(list.text.contains(id) && !list.text.contains(own.rsplit('/').next().unwrap()));
        let csv = get(house, READER, "/en/directions.csv?state=accepted").await;
        assert!(csv.text.contains("TR,TR,RU-2013/31.08.68,3,2,1,accepted"), "{}", csv.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_team_is_given_a_place_for_each_of_its_people_and_the_host_enters_its_steps() {
    on_each_engine(async |house: &House| {
        let it = ByName::new(house, Kind::Team, 4).await;
        let doctor = Doctor::new(house, "team@example.kg").await;
        doctor.fill_with(it.call, 1, 2).await;
        let alone = doctor.part(it.call, "send", "").await;
        assert!(alone.text.contains("A team has 1 to 30 people"), "{}", alone.text);
        let bad = "team=ASANOV+BEKTUR";
        doctor.part(it.call, "team", bad).await;
        let told = doctor.part(it.call, "send", "").await;
        assert!(
            told.text.contains("ASANOV BEKTUR") && told.text.contains("three parts"),
            "{}",
            told.text
        );
        let five: String = (0..4)
            .map(|n| format!("ASANOV {};surgery;surgeon%0A", ["A", "B", "C", "D"][n]))
            .collect();
        doctor.part(it.call, "team", &format!("team={}", five.replace(' ', "+"))).await;
        let large = doctor.part(it.call, "send", "").await;
        assert!(
            large.text.contains("4 places") && large.text.contains("5 people"),
            "{}",
            large.text
        );
        doctor
            .part(it.call, "team", "team=ASANOV+A;surgery;surgeon%0AASANOV+B;nursing;nurse")
            .await;
        let sent = doctor.part(it.call, "send", "").await;
        ok(&sent, "sent").await;
        let id: ApplicationId = sent.location().rsplit('/').next().unwrap().parse().unwrap();
        let other = Doctor::new(house, "other@example.kg").await;
        other.fill_with(it.call, 1, 2).await;
        other.part(it.call, "team", "team=BEKOV+A;surgery;surgeon").await;
        let sent = other.part(it.call, "send", "").await;
        let rest: ApplicationId = sent.location().rsplit('/').next().unwrap().parse().unwrap();
        it.nominate(id).await;
        it.nominate(rest).await;
        let (code, second) = (it.code(id).await, it.code(rest).await);
        assert_eq!(it.name(&[&code]).await, Err("call-still-open".to_owned()));
        house.clock.advance(DAY * 3_600 + 3_600);
        assert_eq!(it.name(&["KG26-NONE"]).await, Err("placement-nominee-unknown".to_owned()));
        assert_eq!(it.name(&[&code, &code]).await, Err("placement-nominee-twice".to_owned()));
        assert_eq!(it.name(&[&code, &second]).await, Err("placement-seat-full".to_owned()));
        assert_eq!(it.balance(Account::Seated).await, 4, "nothing is half written");
        assert_eq!(it.name(&[&code]).await, Ok(1));
        let balances = [it.balance(Account::Seated).await, it.balance(Account::Offered).await];
        assert_eq!(balances, [1, 3], "three people, three places");

        // Whoever got none reads so and appeals by themselves; officers see who entered it.
        let other = Doctor::again(house, "other@example.kg").await;
        let page = other.get(&format!("/en/applications/{rest}")).await;
        assert!(page.text.contains("No place was given to you"), "{}", page.text);
        let path = format!("/en/applications/{rest}/place/appealed");
        assert_eq!(other.post(&path, "ground=").await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let doctor = Doctor::again(house, "team@example.kg").await;
        assert_eq!(doctor.post(&path, "ground=data").await.status, StatusCode::NOT_FOUND);
        ok(&other.post(&path, "ground=data").await, "appeal").await;
        let appeal = format!("/en/placements/{}", Placement::of(it.call, &second));
        let page = get(house, OFFICER, &appeal).await;
        assert!(page.text.contains("entered by the candidate"), "{}", page.text);
        let twice = other.post(&path, "version=1&ground=data").await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "once");

        // The host enters its own steps, and no other hospital finds the stay.
        let accept = format!("/en/applications/{id}/place/accepted");
        let form = doctor.get(&accept).await;
        let version = after(&form.text, "name=\"version\" value=\"").to_owned();
        ok(&doctor.post(&accept, &format!("version={version}")).await, "accepted").await;
        let placement = Placement::of(it.call, &code);
        let stays = get(house, PARTNER, "/en/stays").await;
        assert!(stays.text.contains(&code) && !stays.text.contains(&second), "{}", stays.text);
        let partner = house.session("KG", Role::Partner).await;
        let step = async |act: &str, body: &str| {
            send_from(house, &partner, &format!("/en/stays/{placement}/{act}"), body).await
        };
        ok(&step("invited", "paper=1-1").await, "invited").await;
        ok(&step("arrived", "").await, "arrived").await;
        assert_eq!(step("enrolled", "").await.status, StatusCode::UNPROCESSABLE_ENTITY, "no paper");
        ok(&step("enrolled", "paper=1-2").await, "enrolled").await;
        ok(&step("reported", "paper=1-3").await, "reported").await;
        assert_eq!(it.balance(Account::Enrolled).await, 3);
        let not_theirs = format!("/en/stays/{placement}/duty_begun");
        let csrf = post(house, PARTNER, &not_theirs, "version=1&months=3").await;
        assert_eq!(csrf.status, StatusCode::NOT_FOUND, "service at home is no host's affair");
        let page = get(house, OFFICER, &format!("/en/placements/{placement}")).await;
        assert!(page.text.contains("entered by the host"), "{}", page.text);
        let own = places::stay(&hospital(house, "BURDENKO"), placement).await;
        assert!(own.is_ok(), "the hospital has its own stays");
        let away = places::stay(&hospital(house, "BAKULEV"), placement).await;
        assert!(matches!(away, Err(kelisim_app::AppError::NotFound)), "another hospital");
        assert_eq!(
            get(house, OFFICER, &format!("/en/stays/{placement}")).await.status,
            StatusCode::FORBIDDEN
        );
        assert_eq!(
            get(house, ("KZ", Role::Partner), &format!("/en/stays/{placement}")).await.status,
            StatusCode::NOT_FOUND
        );
        ok(&step("completed", "paper=1-4").await, "completed").await;
        let ctx = house.app.context(Actor::System);
        let line = Growing::<QuotaLine>::load(&ctx, it.line.into()).await.unwrap();
        assert_eq!(line.state().unwrap().balances.get(Account::Completed), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_act_on_many_rows_is_shown_first_done_row_by_row_and_nothing_is_skipped_in_silence() {
    on_each_engine(async |house: &House| {
        let it = ByName::new(house, Kind::Internship, 3).await;
        let (mut ids, mut doctors) = (Vec::new(), Vec::new());
        for n in 0..3 {
            let doctor = Doctor::new(house, &format!("row{n}@example.kg")).await;
            ids.push(doctor.apply(it.call).await);
            doctors.push(doctor);
        }
        let board = format!("/en/calls/{}/board", it.call);
        let page = get(house, OFFICER, &board).await;
        assert_eq!(page.text.matches("name=\"rows\"").count(), 3, "{}", page.text);
        let key = |n: usize, version: i64| format!("a:{}:{version}", ids[n]);
        let rows = |keys: &[String]| {
            keys.iter().map(|key| format!("rows={key}")).collect::<Vec<_>>().join("&")
        };
        let send =
            async |to: &str, body: &str| post(house, OFFICER, &format!("{board}/{to}"), body).await;
        let none = send("preview", "act=judge-eligible").await;
        assert!(none.text.contains("Tick at least one row"), "{}", none.text);
        let no_act = send("preview", &rows(&[key(0, 1)])).await;
        assert!(no_act.text.contains("Choose what is to be done"), "{}", no_act.text);
        assert_eq!(no_act.text.matches(" checked>").count(), 1, "what was ticked stays ticked");

        // Meanwhile another hand judges the second.
        decided(house, OFFICER, ids[1], "judge", "home=eligible").await;
        let body = format!("act=judge-eligible&{}", rows(&[key(0, 1), key(1, 1), key(2, 1)]));
        let preview = send("preview", &body).await;
        assert_eq!(preview.status, StatusCode::OK, "{}", preview.text);
        assert!(preview.text.contains("Can be done: 2 of 3"), "{}", preview.text);
        assert!(preview.text.contains("Somebody changed this row meanwhile"), "{}", preview.text);
        assert_eq!(doctors[0].stage(ids[0]).await, Stage::Submitted, "a preview writes nothing");
        let done = send("do", &body).await;
        assert!(done.text.contains("Done: 2 of 3"), "{}", done.text);
        assert_eq!(doctors[0].stage(ids[0]).await, Stage::Eligible);
        let again = send("do", &body).await;
        assert!(again.text.contains("Done: 0 of 3"), "the same form twice: {}", again.text);

        // What a rule forbids is told with its words; what is to be typed once is asked for before anything is done.
        let body = format!("act=judge-eligible&{}", rows(&[key(0, 2)]));
        let refused = send("preview", &body).await;
        assert!(refused.text.contains("Can be done: 0 of 1"), "{}", refused.text);
        let body = format!("act=judge-not_selected&reason=&told=&{}", rows(&[key(0, 2)]));
        let missing = send("do", &body).await;
        assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", missing.text);
        assert_eq!(doctors[0].stage(ids[0]).await, Stage::Eligible);
        let body = format!("act=step-invited&paper=1-1&{}", rows(&[key(0, 2)]));
        assert!(send("do", &body).await.text.contains("No place is given yet"));
        let body = format!("act=judge-nominated&{}", rows(&[key(0, 2), key(2, 2)]));
        assert!(send("do", &body).await.text.contains("Done: 2 of 2"));
        assert_eq!(doctors[2].stage(ids[2]).await, Stage::Nominated);

        // Whose turn it is can be reminded, once a day.
        let body = format!("act=remind&{}", rows(&[key(0, 3)]));
        assert!(send("do", &body).await.text.contains("Done: 1 of 1"));
        send("do", &body).await;
        let told = get(house, PARTNER, "/en/notices").await;
        assert_eq!(told.text.matches("The next step is yours").count(), 1, "{}", told.text);

        // Filters and the table; a row of another call is not there.
        let page = get(house, OFFICER, &format!("{board}?state=application-nominated")).await;
        assert_eq!(page.text.matches("name=\"rows\"").count(), 2, "{}", page.text);
        let page = get(house, OFFICER, &format!("{board}?who=host&words=asanova")).await;
        assert_eq!(page.text.matches("name=\"rows\"").count(), 2, "{}", page.text);
        let csv = get(house, OFFICER, &format!("/en/calls/{}/board.csv?who=host", it.call)).await;
        assert_eq!(csv.text.lines().count(), 3, "{}", csv.text);
        let foreign = house.things[&("KG", "TR")].application;
        let body = format!("act=judge-eligible&rows=a:{foreign}:1");
        let gone = send("do", &body).await;
        assert!(gone.text.contains("There is no such row in this call"), "{}", gone.text);
        let away = get(house, ("KZ", Role::Officer), &board).await;
        assert_eq!(away.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_something_to_do_is_told_three_days_and_one_day_before_and_each_once() {
    on_each_engine(async |house: &House| {
        let it = ByName::new(house, Kind::Internship, 1).await;
        let doctor = Doctor::new(house, "told@example.kg").await;
        let id = doctor.apply(it.call).await;
        let mend = Doctor::new(house, "mend@example.kg").await;
        let other = mend.apply(it.call).await;
        it.nominate(id).await;
        let due = (house.clock.now() + SignedDuration::from_hours(100))
            .to_zoned(jiff::tz::TimeZone::get("Asia/Bishkek").unwrap());
        let due = due.strftime("%d.%m.%Y %H:%M").to_string().replace(' ', "+");
        decided(house, OFFICER, other, "return", &format!("defects=Diploma&due={due}")).await;
        house.clock.advance(DAY * 3_600 + 3_600);
        assert_eq!(it.name(&[&it.code(id).await]).await, Ok(1));
        let system = || house.app.context(Actor::System);
        let count = async |email: &str, words: &str| {
            let doctor = Doctor::again(house, email).await;
            doctor.get("/en/notices").await.text.matches(words).count()
        };
        let (offer, mending) = ("The time to answer the offer", "The time to mend");
        assert!(remind(&person(house, 1)).await.is_err(), "only the house reminds");
        remind(&system()).await.unwrap();
        assert_eq!(count("told@example.kg", offer).await, 0, "five working days are far");
        // 75 hours are left to mend: in four hours 71 are.
        house.clock.advance(4 * 3_600);
        for _ in 0..2 {
            remind(&system()).await.unwrap();
        }
        assert_eq!(count("mend@example.kg", mending).await, 1, "once");
        house.clock.advance(48 * 3_600);
        remind(&system()).await.unwrap();
        assert_eq!(count("mend@example.kg", mending).await, 2, "and once the day before");
        // The offer ends within ten days at the latest; each day is looked at.
        for _ in 0..9 {
            house.clock.advance(DAY * 3_600);
            remind(&system()).await.unwrap();
        }
        assert_eq!(count("told@example.kg", offer).await, 2);
        assert_eq!(count("mend@example.kg", mending).await, 2, "nothing after the deadline");
    })
    .await;
}
