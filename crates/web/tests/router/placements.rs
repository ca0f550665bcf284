//! Places from the released result on, as officers and doctors meet them: offered, declined, passed on, too late, accepted.

use axum::http::StatusCode;
use kelisim_app::growing::{About, Growing};
use kelisim_app::programme::run::{self, BroughtFile, COLUMNS, CommitForm, Headings, RevealForm};
use kelisim_app::programme::{self as uses, SeatedForm};
use kelisim_app::{Actor, Context, Signed};
use kelisim_domain::id::{ApplicationId, CallId, MoveId, QuotaLineId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::application::Application;
use kelisim_domain::programme::placement::Placement;
use kelisim_domain::quota::{self, Account, Move, QuotaLine, Reason};
use kelisim_domain::user::Role;

use crate::applications::Doctor;
use crate::forms::{OFFICER, PARTNER, after, get, post};
use crate::house::{House, on_each_engine};

/// A call of the house whose run is released: one place, and doctors who want it, the best score first.
pub struct Released<'h> {
    house: &'h House,
    pub call: CallId,
    line: QuotaLineId,
    pub doctors: Vec<Doctor<'h>>,
    pub applications: Vec<ApplicationId>,
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

impl<'h> Released<'h> {
    pub async fn new(house: &'h House, doctors: usize) -> Self {
        let things = house.things[&("KG", "TR")];
        let (call, line) = (things.call, things.quota);
        house.clock.advance(48 * 3_600);
        let mut it = Self { house, call, line, doctors: Vec::new(), applications: Vec::new() };
        for n in 0..doctors {
            let doctor = Doctor::new(house, &format!("doctor{n}@example.kg")).await;
            it.applications.push(doctor.apply(call).await);
            it.doctors.push(doctor);
        }
        it.places().await;
        // Applications are closed, and the day of the result has come.
        house.clock.advance(62 * 24 * 3_600);
        it.run().await;
        it.sign_in().await;
        it
    }

    /// Sessions ended meanwhile.
    pub async fn sign_in(&mut self) {
        for (n, doctor) in self.doctors.iter_mut().enumerate() {
            *doctor = Doctor::again(self.house, &format!("doctor{n}@example.kg")).await;
        }
    }

    /// The house's call was published without its moves: they are made good here, and one place is confirmed by its host.
    async fn places(&self) {
        let ctx = self.house.app.context(Actor::System);
        let mut line = Growing::<QuotaLine>::load(&ctx, self.line.into()).await.unwrap();
        for (n, (from, to, call)) in [
            (Account::Pledged, Account::Confirmed, None),
            (Account::Confirmed, Account::Released, Some(self.call)),
        ]
        .into_iter()
        .enumerate()
        {
            let step = Move {
                id: MoveId::new(uuid::Uuid::from_u128(0xb0 + u128::try_from(n).unwrap())),
                from,
                to,
                places: 12,
                on: ctx.today(),
                reason: Reason::InCourse,
                other: None,
                quotation: None,
                note: None,
                call,
                placement: None,
            };
            line.push(&ctx, &quota::Event::Moved { step }, About::TODAY).unwrap();
        }
        line.commit(&ctx).await.unwrap();
        let form = SeatedForm { seat: "1".to_owned(), places: "1".to_owned() };
        let version =
            Growing::<kelisim_domain::programme::call::Call>::load(&ctx, self.call.into())
                .await
                .unwrap()
                .state()
                .unwrap()
                .version;
        uses::seated(&person(self.house, 1), self.call, version, &form).await.unwrap();
    }

    async fn code(&self, n: usize) -> String {
        let ctx = self.house.app.context(Actor::System);
        let it = Growing::<Application>::load(&ctx, self.applications[n].into()).await.unwrap();
        it.state().unwrap().description.receipt.to_string()
    }

    async fn version(&self) -> i64 {
        let seen = run::page(&person(self.house, 1), self.call).await.unwrap();
        seen.run.map_or(0, |run| run.version)
    }

    /// The run, step by step, over the receipts of the doctors.
    async fn run(&self) {
        let (call, one, two) = (self.call, person(self.house, 1), person(self.house, 2));
        let mut table = format!("{}\n", COLUMNS.join(","));
        for n in 0..self.doctors.len() {
            table += &format!("{},{},1,KG-N,\n", self.code(n).await, 90 - n);
        }
        let bytes = table.into_bytes();
        let sheets = kelisim_exchange::sheet::read(&bytes).unwrap();
        let headings: Headings = COLUMNS.iter().map(|own| ((*own).to_owned(), *own)).collect();
        let file = BroughtFile { name: "list.csv".to_owned(), bytes, sheets };
        run::bring(&one, call, 0, &headings, file).await.unwrap();
        let seen = run::page(&two, call).await.unwrap().run.unwrap();
        let hash = seen.waiting().unwrap().hash.to_string();
        run::accept(&two, call, seen.version, &hash).await.unwrap();
        let values = ["KG", "TR"].map(|side| (side, Hash::of(side.as_bytes())));
        for ((party, value), ctx) in values.iter().zip([&one, &two]) {
            let sha256 = Hash::of(&value.0).to_string();
            let form = CommitForm { party: (*party).to_owned(), sha256 };
            run::commit(ctx, call, self.version().await, &form).await.unwrap();
        }
        run::freeze(&one, call, self.version().await).await.unwrap();
        for (party, value) in &values {
            let form = RevealForm { party: (*party).to_owned(), value: value.to_string() };
            run::reveal(&one, call, self.version().await, &form).await.unwrap();
        }
        let patience = std::time::Duration::from_secs(60);
        run::compute(&one, call, self.version().await, patience).await.unwrap();
        for (ctx, capacity) in [(&one, "chair"), (&two, "second")] {
            let seen = run::page(ctx, call).await.unwrap().run.unwrap();
            let said = seen.current().unwrap().computed.clone().unwrap();
            let certificate = said.what.certificate.to_string();
            run::sign(ctx, call, seen.version, capacity, &certificate).await.unwrap();
        }
        run::release(&one, call, self.version().await).await.unwrap();
    }

    pub async fn balance(&self, account: Account) -> u64 {
        let ctx = self.house.app.context(Actor::System);
        let line = Growing::<QuotaLine>::load(&ctx, self.line.into()).await.unwrap();
        line.state().unwrap().balances.get(account)
    }

    /// Sends a form of the placements of the call.
    pub async fn all(&self, act: &str, body: &str) -> crate::house::Reply {
        let path = format!("/en/calls/{}/placements/{act}", self.call);
        let form = get(self.house, OFFICER, &path).await;
        assert_eq!(form.status, StatusCode::OK, "{act}: {}", form.text);
        post(self.house, OFFICER, &path, body).await
    }

    async fn page(&self, n: usize, language: &str) -> String {
        let path = format!("/{language}/applications/{}", self.applications[n]);
        let page = self.doctors[n].get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        page.text
    }

    pub async fn answer(&self, n: usize, act: &str) -> crate::house::Reply {
        let path = format!("/en/applications/{}/place/{act}", self.applications[n]);
        let form = self.doctors[n].get(&path).await;
        assert_eq!(form.status, StatusCode::OK, "{act}: {}", form.text);
        let version = after(&form.text, "name=\"version\" value=\"").to_owned();
        self.doctors[n].post(&path, &format!("version={version}")).await
    }

    async fn placement(&self, n: usize) -> String {
        format!("/en/placements/{}", Placement::of(self.call, &self.code(n).await))
    }

    /// An officer enters a step.
    pub async fn step(&self, n: usize, act: &str, body: &str) -> crate::house::Reply {
        let path = format!("{}/{act}", self.placement(n).await);
        let form = get(self.house, OFFICER, &path).await;
        assert_eq!(form.status, StatusCode::OK, "{act}: {}", form.text);
        let version = after(&form.text, "name=\"version\" value=\"").to_owned();
        post(self.house, OFFICER, &path, &format!("version={version}&{body}")).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_is_declined_passed_on_runs_out_and_is_accepted_by_the_next() {
    on_each_engine(async |house: &House| {
        let mut it = Released::new(house, 3).await;
        assert!(!it.page(0, "en").await.contains("Your place"), "nothing is offered yet");
        let list = format!("/en/calls/{}/placements", it.call);
        let page = get(house, OFFICER, &list).await;
        assert!(page.text.contains("Offer what the run gave"), "{}", page.text);
        let bad = it.all("offer", "days=0&holidays=32.13.2026").await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bad.text);
        let done = it.all("offer", "days=5&holidays=").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let again = it.all("offer", "days=5").await;
        assert!(again.text.contains("offered already"), "{}", again.text);
        assert_eq!(
            [it.balance(Account::Allocated).await, it.balance(Account::Offered).await],
            [0, 1]
        );

        // The doctor reads what it is, until when, in which zone, in every language, and is told of it.
        for (language, words) in [
            ("en", "A place is offered to you"),
            ("ru", "Вам предложено место"),
            ("kk", "ұсынылды"),
            ("ky", "сунушталды"),
        ] {
            let page = it.page(0, language).await;
            assert!(page.contains(words) && page.contains("Asia/Bishkek"), "{words}: {page}");
        }
        let notices = it.doctors[0].get("/en/notices").await;
        assert!(notices.text.contains("A place is offered to you"), "{}", notices.text);
        // Another's is not there, for doctors and for the host's side.
        let own = format!("/en/applications/{}/place/accepted", it.applications[0]);
        assert_eq!(it.doctors[1].get(&own).await.status, StatusCode::NOT_FOUND);
        let none = format!("/en/applications/{}/place/accepted", it.applications[1]);
        assert_eq!(it.doctors[1].get(&none).await.status, StatusCode::NOT_FOUND, "no offer");
        let one = it.placement(0).await;
        assert_eq!(get(house, PARTNER, &one).await.status, StatusCode::FORBIDDEN);
        assert_eq!(get(house, ("KZ", Role::Officer), &one).await.status, StatusCode::NOT_FOUND);
        assert_eq!(it.doctors[0].get(&one).await.status, StatusCode::FORBIDDEN);
        // What is an officer's is not the doctor's to do.
        let enrol = format!("/en/applications/{}/place/enrolled", it.applications[0]);
        let refused = it.doctors[0].post(&enrol, "version=1").await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND);

        assert_eq!(it.answer(0, "declined").await.status, StatusCode::SEE_OTHER);
        assert!(it.page(0, "en").await.contains("no longer yours"));
        assert_eq!(it.balance(Account::Returned).await, 1);
        let told = get(house, OFFICER, "/en/notices").await;
        assert!(told.text.contains("A candidate answered"), "{}", told.text);

        let next = get(house, OFFICER, &format!("{list}/promote")).await;
        assert!(next.text.contains(&it.code(1).await), "the second by score: {}", next.text);
        assert!(!next.text.contains(&it.code(2).await));
        assert_eq!(it.all("promote", "days=5").await.status, StatusCode::SEE_OTHER);
        house.clock.advance(9 * 24 * 3_600);
        it.sign_in().await;
        let late = it.page(1, "en").await;
        assert!(late.contains("The time to answer ended") && !late.contains("place/accepted"));
        let path = format!("/en/applications/{}/place/accepted", it.applications[1]);
        let refused = it.doctors[1].post(&path, "version=1").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("The time to answer has passed"), "{}", refused.text);
        let nobody = it.all("promote", "days=5").await;
        assert!(nobody.text.contains("No place came back"), "not before the lapse is written down");
        assert_eq!(it.all("lapse", "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(it.all("promote", "days=5").await.status, StatusCode::SEE_OTHER);
        assert_eq!(it.answer(2, "accepted").await.status, StatusCode::SEE_OTHER);
        assert_eq!(it.balance(Account::Accepted).await, 1);

        let bare = it.step(2, "enrolled", "").await;
        assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(bare.text.contains("A step before this one is missing"), "{}", bare.text);
        for (act, body) in
            [("arrived", ""), ("enrolled", "paper=12-3/45"), ("completed", "paper=7")]
        {
            let reply = it.step(2, act, body).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{act}: {}", reply.text);
        }
        assert_eq!(
            [it.balance(Account::Accepted).await, it.balance(Account::Completed).await],
            [0, 1]
        );
        let csv = get(house, OFFICER, &format!("{list}.csv")).await;
        assert!(csv.text.contains("completed") && csv.text.contains("no_answer"), "{}", csv.text);
        let filtered = get(house, OFFICER, &format!("{list}?stage=completed")).await;
        assert!(filtered.text.contains("Placements: 1"), "{}", filtered.text);
        let public = house.get(&format!("/en/results/{}", it.call), None).await;
        assert!(public.text.contains("Too few to be told"), "{}", public.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_appeal_harms_nobody_and_is_decided_by_another_hand() {
    on_each_engine(async |house: &House| {
        let it = Released::new(house, 2).await;
        let code = it.code(1).await;
        let reply = it.all("appeal", "code=KG26-9999&ground=procedure").await;
        assert!(reply.text.contains("No candidate of this call"), "{}", reply.text);
        let placed = it.code(0).await;
        let reply = it.all("appeal", &format!("code={placed}&ground=procedure")).await;
        assert!(reply.text.contains("The run gave this candidate a place"), "{}", reply.text);
        let reply = it.all("appeal", &format!("code={code}&ground=procedure")).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let page = it.page(1, "en").await;
        assert!(page.contains("Your appeal is being looked at"), "{page}");
        // The officer of the house entered it, so another one decides; there is no place that would harm nobody.
        let reply = it.step(1, "uphold", "seat=1&paper=3&days=5").await;
        assert!(reply.text.contains("No place of this kind is free"), "{}", reply.text);
        let reply = it.step(1, "appeal_rejected", "note=In+order&paper=3").await;
        assert!(reply.text.contains("Whoever entered the appeal"), "{}", reply.text);
        // Once the place came back, the one next on the list goes first.
        assert_eq!(it.all("offer", "days=5").await.status, StatusCode::SEE_OTHER);
        assert_eq!(it.answer(0, "declined").await.status, StatusCode::SEE_OTHER);
        let reply = it.step(1, "uphold", "seat=1&paper=3&days=5").await;
        assert!(reply.text.contains("Somebody is next"), "{}", reply.text);
        assert_eq!(it.balance(Account::Returned).await, 1, "nothing moved");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_follows_the_place_and_a_certificate_its_completion() {
    on_each_engine(async |house: &House| {
        let it = Released::new(house, 2).await;
        let papers = |n: usize| format!("/en/applications/{}/papers", it.applications[n]);
        let early = it.doctors[0].post(&papers(0), "kind=offer&language=ru").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.text.contains("only while a place is offered"), "{}", early.text);
        assert_eq!(it.all("offer", "days=5&holidays=").await.status, StatusCode::SEE_OTHER);
        assert!(it.doctors[0].get(&papers(0)).await.text.contains("Letter of offer"));
        let letter = it.doctors[0].post(&papers(0), "kind=offer&language=ru").await;
        assert_eq!(letter.status, StatusCode::SEE_OTHER, "{}", letter.text);
        let letter = letter.location().to_owned();
        let text = it.doctors[0].get(&format!("{letter}/credential.json")).await.text;
        for told in ["\"KelisimOfferLetter\"", "\"answerBy\":\"20", "\"place\":\"1. ", "Асанова"]
        {
            assert!(text.contains(told), "{told}: {text}");
        }
        let pdf = it.doctors[0].get(&format!("{letter}/paper.pdf")).await;
        assert!(pdf.text.starts_with("%PDF-"), "{}", pdf.status);
        for who in [OFFICER, PARTNER] {
            assert_eq!(get(house, who, &letter).await.status, StatusCode::OK, "{who:?}");
        }
        for stranger in [("KZ", Role::Officer), ("KG", Role::Reader)] {
            assert_eq!(get(house, stranger, &letter).await.status, StatusCode::NOT_FOUND);
        }
        assert_eq!(it.doctors[1].get(&letter).await.status, StatusCode::NOT_FOUND);
        let no = it.doctors[0].post(&papers(0), "kind=completion&language=ru").await;
        assert!(no.text.contains("only once the completion"), "{}", no.text);

        // The place comes back, and the letter with it, in one step.
        assert_eq!(it.answer(0, "declined").await.status, StatusCode::SEE_OTHER);
        let page = it.doctors[0].get(&letter).await.text;
        assert!(page.contains("The decision it states no longer holds"), "{page}");
        let no = it.doctors[0].post(&papers(0), "kind=offer&language=ru").await;
        assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", no.text);

        assert_eq!(it.all("promote", "days=5").await.status, StatusCode::SEE_OTHER);
        let next = post(house, OFFICER, &papers(1), "kind=offer&language=kk").await;
        let next = next.location().to_owned();
        assert_eq!(it.answer(1, "accepted").await.status, StatusCode::SEE_OTHER);
        assert!(
            it.doctors[1].get(&next).await.text.contains("In force"),
            "an answer changes no letter"
        );
        for (act, body) in
            [("arrived", ""), ("enrolled", "paper=12-3"), ("completed", "paper=77-B")]
        {
            assert_eq!(it.step(1, act, body).await.status, StatusCode::SEE_OTHER, "{act}");
        }
        let done = it.doctors[1].post(&papers(1), "kind=completion&language=ky").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let done = done.location().to_owned();
        let text = it.doctors[1].get(&format!("{done}/credential.json")).await.text;
        for told in ["\"KelisimCompletionCertificate\"", "\"basis\":\"77-B\"", "\"completed\":\"20"]
        {
            assert!(text.contains(told), "{told}: {text}");
        }
        let pdf = get(house, PARTNER, &format!("{done}/paper.pdf")).await;
        assert!(pdf.text.starts_with("%PDF-"), "the host holds its own");
        let public = house.app.context(Actor::Public);
        let found = kelisim_app::paper::check(&public, text.as_bytes()).await.unwrap();
        assert_eq!((found.fault, found.ours), (None, true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_got_no_place_appeals_by_themselves_within_five_working_days_and_once() {
    on_each_engine(async |house: &House| {
        let it = Released::new(house, 3).await;
        let path = |n: usize| format!("/en/applications/{}/place/appealed", it.applications[n]);
        let page = it.page(1, "ru").await;
        assert!(page.contains("Место вам не выделено") && page.contains("Asia/Bishkek"), "{page}");
        let placed = it.doctors[0].get(&path(0)).await;
        assert_eq!(placed.status, StatusCode::NOT_FOUND, "whoever was given a place waits for it");
        let other = it.doctors[2].post(&path(1), "ground=procedure").await;
        assert_eq!(other.status, StatusCode::NOT_FOUND, "another's");
        let bad = it.doctors[1].post(&path(1), "ground=grade").await;
        assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", bad.text);
        let done = it.doctors[1].post(&path(1), "ground=procedure").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        let told = get(house, OFFICER, "/en/notices").await;
        assert!(told.text.contains("An appeal came in"), "{}", told.text);
        let page = get(house, OFFICER, &it.placement(1).await).await;
        assert!(page.text.contains("entered by the candidate"), "{}", page.text);
        let again = it.doctors[1].post(&path(1), "ground=procedure&version=1").await;
        assert_ne!(again.status, StatusCode::SEE_OTHER, "once: {}", again.text);
        // Later than five working days nobody is asked any more.
        house.clock.advance(9 * 24 * 3_600);
        let late = Doctor::again(house, "doctor2@example.kg").await;
        let page = late.get(&format!("/en/applications/{}", it.applications[2])).await;
        assert!(!page.text.contains("No place was given to you"), "{}", page.text);
        assert_eq!(late.post(&path(2), "ground=data").await.status, StatusCode::NOT_FOUND);
    })
    .await;
}
