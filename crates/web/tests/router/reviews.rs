//! Reviews as reviewers, officers and a doctor meet them, and the way from scores to the run.

use axum::http::StatusCode;
use kelisim_app::account::{AccountForm, open_by_system};
use kelisim_app::programme::run::{self, CommitForm, RevealForm};
use kelisim_app::{Actor, AppError, Context, Signed};
use kelisim_domain::id::{ApplicationId, CallId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::user::Role;
use kelisim_store::work::Session;

use crate::applications::{Doctor, decided, open_call};
use crate::forms::{OFFICER, PARTNER, after, get, post};
use crate::house::{CSRF, House, PASSWORD, Reply, TOKEN, on_each_engine};

/// What of the doctor of these tests names the person, or narrows down who it is.
const NAMING: [&str; 12] = [
    "ASANOVA",
    "AIGUL",
    "Асанова",
    "Naryn",
    "KG-N",
    "1996",
    "диплом.pdf",
    "doctor@example.kg",
    "Your order of places",
    "/applications/",
    "citizenship",
    "SHA-256",
];

/// A reviewer with a session.
pub struct Judge<'h> {
    house: &'h House,
    pub id: UserId,
    cookie: String,
}

impl<'h> Judge<'h> {
    async fn new(house: &'h House, n: u8) -> Self {
        let ctx = house.app.context(Actor::System);
        let id = UserId::new(ctx.new_id());
        let form = AccountForm {
            name: format!("Reviewer {n}"),
            email: format!("reviewer{n}@example.kg"),
            role: "reviewer".to_owned(),
            partners: String::new(),
        };
        open_by_system(&ctx, "KG".parse().unwrap(), id, &form, PASSWORD).await.unwrap();
        Self::signed_in(house, id).await
    }

    async fn signed_in(house: &'h House, id: UserId) -> Self {
        let ctx = house.app.context(Actor::System);
        let token = ctx.new_token();
        let session = Session {
            token: Hash::of(token.as_bytes()),
            user: id,
            csrf: TOKEN.to_owned(),
            began_at: ctx.now,
            seen_at: ctx.now,
            ends_at: ctx.now + jiff::SignedDuration::from_hours(1),
            second_factor: true,
        };
        house.store.begin_session(&session).await.unwrap();
        Self { house, id, cookie: format!("kelisim={token}") }
    }

    /// The same person, days later.
    pub async fn again(&self) -> Self {
        Self::signed_in(self.house, self.id).await
    }

    /// A reviewer with a declaration.
    pub async fn declared(house: &'h House, n: u8, body: &str) -> Self {
        let judge = Self::new(house, n).await;
        judge.declare(body).await;
        judge
    }

    async fn declare(&self, body: &str) {
        let form = self.get("/en/reviews/declaration").await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.text);
        let version = after(&form.text, "name=\"version\" value=\"").to_owned();
        let reply =
            self.post("/en/reviews/declaration", &format!("version={version}&{body}")).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.house.get(path, Some(&self.cookie)).await
    }

    pub async fn post(&self, path: &str, body: &str) -> Reply {
        self.house.post(path, Some(&self.cookie), &format!("csrf={CSRF}&{body}")).await
    }

    /// The codes of the files on the desk.
    pub async fn codes(&self) -> Vec<String> {
        let desk = self.get("/en/reviews").await.text;
        desk.split("/en/reviews/")
            .skip(1)
            .filter_map(|rest| rest.get(..12))
            .filter(|code| code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
            .map(str::to_owned)
            .collect()
    }

    /// The code of the only file on the desk.
    pub async fn code(&self) -> Option<String> {
        let mut codes = self.codes().await;
        assert!(codes.len() < 2, "{codes:?}");
        codes.pop()
    }

    async fn revision(&self, code: &str) -> String {
        let page = self.get(&format!("/en/reviews/{code}")).await;
        after(&page.text, "name=\"version\" value=\"").to_owned()
    }

    pub async fn send(&self, code: &str, body: &str) -> Reply {
        let revision = self.revision(code).await;
        self.post(&format!("/en/reviews/{code}"), &format!("version={revision}&{body}")).await
    }

    /// Opens the only file and gives a score.
    pub async fn judge(&self, score: &str) -> String {
        let code = self.code().await.unwrap();
        self.score(&code, score).await;
        code
    }

    /// Opens a file and gives a score.
    pub async fn score(&self, code: &str, score: &str) {
        let open = self.post(&format!("/en/reviews/{code}/open"), "").await;
        assert_eq!(open.status, StatusCode::SEE_OTHER, "{}", open.text);
        let body = format!("score_1={score}&told=Good+work+{score}&inside=Inner+{score}&do=give");
        let given = self.send(code, &body).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
    }
}

pub async fn assign(house: &House, call: CallId) -> Reply {
    let path = format!("/en/calls/{call}/reviews/assign");
    post(house, OFFICER, &path, "due=2031-01-10+18:00").await
}

pub async fn board(house: &House, call: CallId) -> String {
    get(house, OFFICER, &format!("/en/calls/{call}/reviews.csv")).await.text
}

/// A doctor's application that fulfils the rules.
pub async fn eligible(house: &House, doctor: &Doctor<'_>, call: CallId) -> ApplicationId {
    let id = doctor.apply(call).await;
    decided(house, OFFICER, id, "judge", "home=eligible").await;
    id
}

pub async fn receipt(house: &House, id: ApplicationId) -> String {
    let page = get(house, OFFICER, &format!("/en/applications/{id}")).await.text;
    after(&page, "<h1>KG-").split('<').next().map(|rest| format!("KG-{rest}")).unwrap()
}

pub const CLEAN: &str = "employers=Osh+clinic&region=KG-O&supervised=&kin=";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_in_conflict_never_gets_the_file_and_a_later_conflict_voids_the_scores() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let id = eligible(house, &doctor, call).await;
        let nobody = assign(house, call).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nobody.text.contains("No reviewer of the registry"), "{}", nobody.text);
        assert!(nobody.text.contains("2031-01-10 18:00"), "what was typed is kept");

        let silent = Judge::new(house, 0).await;
        let mut conflicted = Vec::new();
        for (n, own) in [
            // A word more than "Naryn hospital", and left two years ago: it is the same employer.
            (1, "employers=Hospital+of+Naryn,+2024&region="),
            (2, "employers=Osh+clinic&region=KG-N"),
            (3, "employers=Osh+clinic&region=&kin=%D0%90%D1%81%D0%B0%D0%BD%D0%BE%D0%B2%D0%B0"),
            (4, "employers=Osh+clinic&region=&supervised=Aigul+Asanova"),
        ] {
            conflicted.push(Judge::declared(house, n, own).await);
        }
        let one = Judge::declared(house, 5, CLEAN).await;
        assert_eq!(assign(house, call).await.status, StatusCode::SEE_OTHER);
        for judge in conflicted.iter().chain([&silent]) {
            assert_eq!(judge.code().await, None);
        }
        let line = board(house, call).await;
        let receipt = receipt(house, id).await;
        assert!(line.contains(&format!("{receipt},wanted,1,0,no,0,,")), "{line}");

        let two = Judge::declared(house, 6, CLEAN).await;
        assert_eq!(assign(house, call).await.status, StatusCode::SEE_OTHER);
        let code = one.judge("80").await;
        two.judge("90").await;
        assert!(board(house, call).await.contains(&format!("{receipt},scored,2,2,no,0,10,85")));
        // A reviewer remembers an employer: the file is gone, the scores are void and stay on record.
        one.declare("employers=Naryn+hospital,+2025&region=").await;
        assert_eq!(one.code().await, None);
        for path in ["", "/documents/2"] {
            let gone = one.get(&format!("/en/reviews/{code}{path}")).await;
            assert_eq!(gone.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(board(house, call).await.contains(&format!("{receipt},wanted,1,1,no,1,,")));
        let page = get(house, OFFICER, &format!("/en/applications/{id}/review")).await.text;
        assert!(page.contains("Conflict found") && page.contains("Total 80"), "{page}");
        assert!(!page.contains("Reviewer 5 ") && !page.contains("reviewer5"), "no names");
        // Declared by hand: another ground, the same end.
        let own = two.code().await.unwrap();
        let path = format!("/en/reviews/{own}/conflict");
        let no = two.post(&path, "ground=").await;
        assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(two.post(&path, "ground=other").await.status, StatusCode::SEE_OTHER);
        assert!(board(house, call).await.contains(&format!("{receipt},wanted,0,0,no,2,,")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reviewer_learns_from_nothing_whose_file_it_is_nor_who_else_reads_it() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let id = eligible(house, &doctor, call).await;
        let receipt = receipt(house, id).await;
        let (one, two) =
            (Judge::declared(house, 1, CLEAN).await, Judge::declared(house, 2, CLEAN).await);
        assign(house, call).await;
        let (code, other) = (one.code().await.unwrap(), two.code().await.unwrap());
        assert_ne!(code, other, "two reviewers cannot compare what they have");
        let closed = one.get(&format!("/en/reviews/{code}")).await;
        assert!(!closed.text.contains("Surgery"), "nothing before it is opened");
        let early = "version=0&score_1=80&told=x&do=give";
        let early = one.post(&format!("/en/reviews/{code}"), early).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            one.post(&format!("/en/reviews/{code}/open"), "").await.status,
            StatusCode::SEE_OTHER
        );
        two.judge("90").await;
        // The diploma itself names the person; a blackened copy is all that is read of it.
        let hidden = one.get(&format!("/en/reviews/{code}/documents/2")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        add_copy(house, id).await;
        let copy = one.get(&format!("/en/reviews/{code}/documents/2")).await;
        assert_eq!((copy.status, copy.text.as_str()), (StatusCode::OK, BLACK));
        assert!(copy.header("content-disposition").contains("document-2.pdf"));

        for language in ["kk", "ky", "ru", "en"] {
            for path in ["", &format!("/{code}"), "/declaration"] {
                let page = one.get(&format!("/{language}/reviews{path}")).await;
                assert_eq!(page.status, StatusCode::OK, "{path}");
                let text = page.text.replace("reviews/declaration", "");
                // The list of regions to choose from stands in the declaration whoever applies.
                let naming = NAMING.iter().filter(|_| path != "/declaration");
                for word in naming.copied().chain([receipt.as_str(), other.as_str()]) {
                    assert!(!text.contains(word), "{language}{path}: {word}");
                }
                assert!(!text.contains(&id.to_string()) && !text.contains("Good work"), "{path}");
            }
        }
        // Guessing: other ids, counters, history, lists, search, exports and their parameters.
        let review = kelisim_domain::programme::review::Review::of(id);
        for path in [
            format!("/en/reviews/{other}"),
            format!("/en/reviews/{receipt}"),
            format!("/en/reviews/{id}"),
            format!("/en/reviews/{}", code.to_lowercase()),
            "/en/reviews/000000000000".to_owned(),
            format!("/en/reviews/{other}/documents/2"),
        ] {
            assert_eq!(one.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        for act in ["open", "conflict"] {
            let reply = one.post(&format!("/en/reviews/{other}/{act}"), "ground=kin").await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{act}");
        }
        for path in [
            format!("/en/applications/{id}"),
            format!("/en/applications/{id}/documents/2"),
            format!("/en/applications/{id}/review"),
            format!("/en/applications/{id}/copies/2"),
            format!("/en/calls/{call}"),
            format!("/en/calls/{call}/applications?stage=eligible"),
            format!("/en/calls/{call}/applications.csv"),
            format!("/en/calls/{call}/reviews?standing=third"),
            format!("/en/calls/{call}/reviews.xlsx"),
            format!("/en/calls/{call}/candidates?code={receipt}"),
            format!("/en/calls/{call}/run"),
            format!("/en/journal/streams/{review}"),
            "/en/overview".to_owned(),
            "/en/users".to_owned(),
            "/en/search?q=Asanova".to_owned(),
        ] {
            assert_eq!(one.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let notices = one.get("/en/notices").await.text;
        assert!(!notices.contains(&receipt) && !notices.contains("ASANOVA"));
        // The other way round: the doctor and officers do not learn who judges.
        let told = get(house, OFFICER, &format!("/en/applications/{id}/review")).await.text;
        for secret in ["Reviewer 1 ", "reviewer1@", "reviewer2@", code.as_str()] {
            assert!(!told.contains(secret), "{secret}");
        }
        let dump = house.dump().await.join("\n");
        let clear =
            dump.lines().find(|line| line.contains("Good work") || line.contains("Osh clinic"));
        assert_eq!(clear, None, "comments and declarations are sealed");
    })
    .await;
}

const BLACK: &str = "%PDF-1.7\n1 0 obj\nA copy without names\n%%EOF\n";

async fn add_copy(house: &House, id: ApplicationId) {
    let path = format!("/en/applications/{id}/review/copy");
    let form = get(house, OFFICER, &path).await;
    let version = after(&form.text, "name=\"version\" value=\"").to_owned();
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Asanova.pdf\"\r\n\r\n";
    let body = [
        part("csrf", CSRF),
        part("version", &version),
        part("document", "2"),
        format!("{file}{BLACK}\r\n--b--\r\n"),
    ];
    let cookie = house.session(OFFICER.0, OFFICER.1).await;
    let kind = "multipart/form-data; boundary=b";
    let reply = house.post_as(&path, Some(&cookie), kind, body.concat().into_bytes()).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scores_are_kept_as_they_are_typed_and_what_does_not_fit_is_told_field_by_field() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        eligible(house, &doctor, call).await;
        let judge = Judge::declared(house, 1, CLEAN).await;
        assign(house, call).await;
        let code = judge.code().await.unwrap();
        judge.post(&format!("/en/reviews/{code}/open"), "").await;
        let old = judge.revision(&code).await;
        let kept = judge.send(&code, "score_1=eighty&told=Half+a+sentence").await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let page = judge.get(&format!("/ru/reviews/{code}")).await.text;
        assert!(page.contains("value=\"eighty\"") && page.contains("Half a sentence"), "{page}");
        // A second tab that was opened before.
        let path = format!("/en/reviews/{code}");
        let late = judge.post(&path, &format!("version={old}&score_1=10&told=Second+tab")).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.text);
        let back = after(&late.text, &format!("href=\"/en/reviews/{code}?kept=")).to_owned();
        let back =
            judge.get(&format!("/en/reviews/{code}?kept={}", back.replace("&amp;", "&"))).await;
        assert!(back.text.contains("Second tab"), "{}", back.text);
        for (body, words) in [
            ("score_1=101&told=x&do=give", "A score is from 0 to 100"),
            ("score_1=70.125&told=x&do=give", "At most two digits"),
            ("score_1=&told=x&do=give", "score_1"),
            ("score_1=70&told=&do=give", "told"),
        ] {
            let no = judge.send(&code, body).await;
            assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert!(no.text.contains(words), "{body}: {}", no.text);
        }
        let given = judge.send(&code, "score_1=70,5&told=Clear+work&do=give").await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        let again = judge.send(&code, "score_1=75&told=Clear+work&do=give").await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a change has a reason");
        let again = judge.send(&code, "score_1=75&told=Clear+work&why=Added+up&do=give").await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
        let page = judge.get(&path).await.text;
        assert!(page.contains("Total 75") && page.contains("Total 70.5"), "the old ones stay");
    })
    .await;
}

/// An officer of the registry as of now.
pub fn officer(house: &House, n: u128) -> Context<'_> {
    house.app.context(Actor::User(Signed {
        id: UserId::new(uuid::Uuid::from_u128(n)),
        name: format!("Officer {n}"),
        registry: "KG".parse().unwrap(),
        role: Role::Officer,
        partners: Vec::new(),
        pass: None,
    }))
}

pub fn refused<T: std::fmt::Debug>(done: Result<T, AppError>) -> &'static str {
    match done {
        Err(AppError::Refused(refusals)) => refusals[0].code,
        other => panic!("{other:?} is no refusal"),
    }
}

pub async fn version(ctx: &Context<'_>, id: CallId) -> i64 {
    run::page(ctx, id).await.unwrap().run.map_or(0, |run| run.version)
}

async fn act(doctor: &Doctor<'_>, path: &str, body: &str) -> Reply {
    let form = doctor.get(path).await;
    let version = after(&form.text, "name=\"version\" value=\"").to_owned();
    doctor.post(path, &format!("version={version}&{body}")).await
}

const DAY: i64 = 86_400;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_three_reviewers_over_an_objection_to_candidates_a_frozen_run_and_the_own_result() {
    on_each_engine(async |house: &House| {
        let (_, call, seat, _) = crate::runs::call(house).await;
        house.clock.advance(34 * DAY);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let page = kelisim_app::programme::page(&officer(house, 1), call, None).await.unwrap();
        let document = page.call.terms().unwrap().documents[0].number;
        let id = doctor.apply_with(call, seat, document).await;
        decided(house, OFFICER, id, "judge", "home=eligible").await;
        let receipt = receipt(house, id).await;
        let judges =
            [Judge::declared(house, 1, CLEAN).await, Judge::declared(house, 2, CLEAN).await];
        assign(house, call).await;
        let code = judges[0].judge("60").await;
        judges[1].judge("90").await;
        assert!(board(house, call).await.contains(&format!("{receipt},third,2,2,no,0,30,")));
        let own = format!("/en/applications/{id}");
        assert!(!doctor.get(&own).await.text.contains("h-scores"), "not before all are there");
        let third = Judge::declared(house, 3, CLEAN).await;
        assign(house, call).await;
        third.judge("80").await;
        // 60, 80, 90: the two nearest make 85.
        assert!(board(house, call).await.contains(&format!("{receipt},scored,3,3,no,0,30,85")));
        decided(house, OFFICER, id, "judge", "home=nominated").await;
        decided(house, PARTNER, id, "verify", "told=Welcome").await;

        let show = format!("/en/calls/{call}/reviews/show");
        assert_eq!(post(house, OFFICER, &show, "").await.status, StatusCode::SEE_OTHER);
        let again = post(house, OFFICER, &show, "").await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = doctor.get(&own).await.text;
        for words in ["Your scores", ">85<", "Good work 80", "you can object"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Inner 80") && !page.contains("Reviewer 1 "), "{page}");
        let one = officer(house, 1);
        let now = version(&one, call).await;
        assert_eq!(refused(run::gather(&one, call, now, PATIENCE).await), "run-nobody-ready");
        let why = run::gathered(&one, call).await.unwrap().left;
        assert!(why.iter().any(|l| l.receipt.as_str() == receipt && l.why == "open"), "{why:?}");

        let empty = act(&doctor, &format!("{own}/object"), "grounds=rule&words=").await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = act(&doctor, &format!("{own}/object"), "grounds=arithmetic&words=Sum").await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
        let other = Doctor::new(house, "other@example.kg").await;
        assert_eq!(other.get(&format!("{own}/object")).await.status, StatusCode::NOT_FOUND);
        house.clock.advance(20 * DAY);
        let doctor = Doctor::again(house, "doctor@example.kg").await;
        let why = run::gathered(&officer(house, 1), call).await.unwrap().left;
        assert!(
            why.iter().any(|l| l.receipt.as_str() == receipt && l.why == "objected"),
            "{why:?}"
        );
        let answer = format!("{own}/review/answer");
        let form = get(house, OFFICER, &answer).await.text;
        let at = after(&form, "name=\"version\" value=\"").to_owned();
        let done =
            post(house, OFFICER, &answer, &format!("version={at}&upheld=yes&words=It+was")).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        // The reviewer mends it with a reason; the doctor sees the new result with a window of its own.
        let body = "score_1=86&told=Added+up+anew&why=The+sum+was+wrong&do=give";
        assert_eq!(judges[0].again().await.send(&code, body).await.status, StatusCode::SEE_OTHER);
        assert!(!doctor.get(&own).await.text.contains(">85<"), "what is void is not shown");
        assert_eq!(post(house, OFFICER, &show, "").await.status, StatusCode::SEE_OTHER);
        let page = doctor.get(&own).await.text;
        assert!(page.contains(">88<") && page.contains("It was"), "86 and 90 are nearest: {page}");
        house.clock.advance(20 * DAY);

        let url = format!("/en/calls/{call}");
        let page = get(house, OFFICER, &format!("{url}/run/gather")).await.text;
        assert!(page.contains("Candidates: 1"), "{page}");
        let (one, two) = (officer(house, 1), officer(house, 2));
        run::gather(&one, call, version(&one, call).await, PATIENCE).await.unwrap();
        let seen = run::page(&two, call).await.unwrap().run.unwrap();
        let hash = seen.waiting().unwrap().hash.to_string();
        let difference = get(house, OFFICER, &format!("{url}/run/accept")).await.text;
        assert!(difference.contains(&receipt), "{difference}");
        let steps = get(house, OFFICER, &format!("{url}/run")).await.text;
        assert!(steps.contains("from applications"), "{steps}");
        assert_eq!(refused(run::accept(&one, call, seen.version, &hash).await), "run-own-list");
        run::accept(&two, call, seen.version, &hash).await.unwrap();
        both_commit(&one, &two, call).await;
        // What changes between the list and the freeze is noticed.
        let body = "score_1=90&told=Once+more&why=A+second+look&do=give";
        assert_eq!(judges[0].again().await.send(&code, body).await.status, StatusCode::SEE_OTHER);
        let at_run = version(&one, call).await;
        assert_eq!(refused(run::freeze(&one, call, at_run).await), "review-other-scores");
        post(house, OFFICER, &show, "").await;
        assert_eq!(
            refused(run::freeze(&officer(house, 1), call, at_run).await),
            "review-window-open"
        );
        house.clock.advance(10 * DAY);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let one = officer(house, 1);
        assert_eq!(refused(run::freeze(&one, call, at_run).await), "review-other-scores");
        // The answer need not wait for it: the page of the run tells as long as it lasts.
        run::gather(&one, call, at_run, std::time::Duration::ZERO).await.unwrap();
        while run::page(&one, call).await.unwrap().progress.is_some() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        let two = officer(house, 2);
        let seen = run::page(&two, call).await.unwrap().run.unwrap();
        let hash = seen.waiting().unwrap().hash.to_string();
        let changes = run::changes(&two, call).await.unwrap();
        let (before, now) = changes[0].score.clone().unwrap();
        assert_eq!((before.to_string().as_str(), now.to_string().as_str()), ("88", "90"));
        run::accept(&two, call, seen.version, &hash).await.unwrap();
        run::freeze(&one, call, version(&one, call).await).await.unwrap();

        let late = "version=0&score_1=10&told=x&why=y&do=give";
        let late = judges[0].again().await.post(&format!("/en/reviews/{code}"), late).await;
        assert_eq!(
            late.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "nothing changes after the freeze"
        );
        assert!(doctor.get(&own).await.text.contains("is frozen"));
        assert_eq!(doctor.get(&format!("{own}/result")).await.status, StatusCode::NOT_FOUND);
        both_reveal(&one, call).await;
        for (ctx, capacity) in [(&one, "chair"), (&two, "second")] {
            let seen = run::page(ctx, call).await.unwrap().run.unwrap();
            let computed = seen.current().unwrap().computed.as_ref().unwrap();
            let hash = computed.what.certificate.to_string();
            run::sign(ctx, call, seen.version, capacity, &hash).await.unwrap();
        }
        house.clock.advance(40 * DAY);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let other = Doctor::new(house, "other@example.kg").await;
        let one = officer(house, 1);
        run::release(&one, call, version(&one, call).await).await.unwrap();
        let result = doctor.get(&format!("{own}/result")).await;
        assert!(
            result.text.contains(&receipt) && result.text.contains("Türkiye"),
            "{}",
            result.text
        );
        let row = doctor.get(&format!("{own}/row")).await;
        let public = house.app.context(Actor::Public);
        let told = run::explained(&public, call, row.text.as_bytes()).await.unwrap();
        assert_eq!((told.code.as_str(), told.given), (receipt.as_str(), Some((seat, Some(1)))));
        assert_eq!(other.get(&format!("{own}/row")).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

/// How long a test waits for long work.
pub(crate) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// Both sides commit to values of their own, each by another hand.
pub(crate) async fn both_commit(one: &Context<'_>, two: &Context<'_>, call: CallId) {
    for (ctx, party, n) in [(one, "KG", 7_u8), (two, "TR", 8)] {
        let sha256 = Hash::of(&[n; 32]).to_string();
        let form = CommitForm { party: party.to_owned(), sha256 };
        run::commit(ctx, call, version(ctx, call).await, &form).await.unwrap();
    }
}

/// Both values are told, and the run is computed.
pub(crate) async fn both_reveal(one: &Context<'_>, call: CallId) {
    for (party, n) in [("KG", 7_u8), ("TR", 8)] {
        let form = RevealForm { party: party.to_owned(), value: format!("{n:02x}").repeat(32) };
        run::reveal(one, call, version(one, call).await, &form).await.unwrap();
    }
    run::compute(one, call, version(one, call).await, PATIENCE).await.unwrap();
}
