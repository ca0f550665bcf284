//! Applications as doctors, officers and the host's side meet them.

use axum::http::StatusCode;
use jiff::SignedDuration;
use kelisim_app::Actor;
use kelisim_app::programme::application as uses;
use kelisim_app::sign_in::resume;
use kelisim_domain::id::{ApplicationId, CallId};
use kelisim_domain::programme::application::Stage;
use kelisim_domain::user::Role;

use crate::forms::{OFFICER, PARTNER, after, get, post};
use crate::house::{House, PASSWORD, Reply, on_each_engine};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\nDiploma of a made-up doctor\n%%EOF\n";

/// A doctor with a session of an account the doctor opened.
pub struct Doctor<'h> {
    house: &'h House,
    cookie: String,
}

pub async fn register(house: &House, email: &str, password: &str) -> Reply {
    let body = format!("registry=KG&email={email}&new_password={password}&again={password}");
    house.post("/en/register", None, &body).await
}

impl<'h> Doctor<'h> {
    pub async fn new(house: &'h House, email: &str) -> Self {
        let reply = register(house, email, PASSWORD).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
        Self { house, cookie }
    }

    /// The same doctor on another day: sessions end.
    pub async fn again(house: &'h House, email: &str) -> Self {
        let body = format!("email={email}&password={PASSWORD}&return_to=/my");
        let reply = house.post("/en/sign-in", None, &body).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
        Self { house, cookie }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.house.get(path, Some(&self.cookie)).await
    }

    async fn csrf(&self) -> String {
        let page = self.get("/en/my").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        after(&page.text, "name=\"csrf\" value=\"").to_owned()
    }

    pub async fn post(&self, path: &str, body: &str) -> Reply {
        let body = format!("csrf={}&{body}", self.csrf().await);
        self.house.post(path, Some(&self.cookie), &body).await
    }

    /// Sends a part of the draft from the page as it is.
    pub async fn part(&self, call: CallId, part: &str, body: &str) -> Reply {
        let revision = self.revision(call).await;
        let path = format!("/en/apply/{call}/{part}");
        self.post(&path, &format!("version={revision}&{body}")).await
    }

    pub async fn revision(&self, call: CallId) -> i64 {
        let page = self.get(&format!("/en/apply/{call}")).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        after(&page.text, "name=\"version\" value=\"").parse().unwrap()
    }

    pub async fn file(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        name: &str,
        bytes: &[u8],
    ) -> Reply {
        let csrf = self.csrf().await;
        let mut body = Vec::new();
        for (field, value) in [("csrf", csrf.as_str())].iter().chain(fields) {
            let part = format!(
                "--b\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        let head = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n--b--\r\n");
        let kind = "multipart/form-data; boundary=b";
        self.house.post_as(path, Some(&self.cookie), kind, body).await
    }

    /// Fills in everything the call of the house asks for.
    pub async fn fill(&self, call: CallId) {
        self.fill_with(call, 1, 2).await;
    }

    /// The same for a call whose place and document have other numbers.
    pub async fn fill_with(&self, call: CallId, seat: u32, document: u32) {
        let (choice, document) = (format!("do=add&seat={seat}"), document.to_string());
        let person = "family=Asanova&given=Aigul&own_name=%D0%90%D1%81%D0%B0%D0%BD%D0%BE%D0%B2%D0%B0\
            &born=15.03.1996&citizenship=KG&region=KG-N&employer=Naryn+hospital&specialty=Surgery&phone=";
        for (part, body) in [
            ("person", person),
            ("answers", "age=30&medical_diploma=yes&accepts_return_service=yes"),
            ("choices", choice.as_str()),
            ("consents", "consents=TR"),
        ] {
            let reply = self.part(call, part, body).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{part}: {}", reply.text);
        }
        let revision = self.revision(call).await.to_string();
        let fields = [("version", revision.as_str()), ("document", document.as_str())];
        let path = format!("/en/apply/{call}/documents");
        let reply = self.file(&path, &fields, "диплом.pdf", PDF).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    }

    async fn send(&self, call: CallId) -> Reply {
        self.part(call, "send", "").await
    }

    /// A whole application; gives its id.
    pub async fn apply(&self, call: CallId) -> ApplicationId {
        self.apply_with(call, 1, 2).await
    }

    /// The same for a call whose place and document have other numbers.
    pub async fn apply_with(&self, call: CallId, seat: u32, document: u32) -> ApplicationId {
        self.fill_with(call, seat, document).await;
        let reply = self.send(call).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        reply.location().rsplit('/').next().unwrap().parse().unwrap()
    }

    pub async fn stage(&self, id: ApplicationId) -> Stage {
        let token = self.cookie.split_once('=').unwrap().1;
        let who = resume(&self.house.app, token).await.unwrap().unwrap().who;
        uses::page(&self.house.app.context(Actor::User(who)), id).await.unwrap().stage
    }

    async fn act(&self, id: ApplicationId, act: &str) -> Reply {
        let path = format!("/en/applications/{id}/{act}");
        let form = self.get(&path).await;
        let version = after(&form.text, "name=\"version\" value=\"").to_owned();
        self.post(&path, &format!("version={version}")).await
    }
}

/// An officer or the host's side does something to an application as it is.
async fn decide(
    house: &House,
    who: (&'static str, Role),
    id: ApplicationId,
    act: &str,
    body: &str,
) -> Reply {
    let path = format!("/en/applications/{id}/{act}");
    let form = get(house, who, &path).await;
    assert_eq!(form.status, StatusCode::OK, "{act}: {}", form.text);
    let version = after(&form.text, "name=\"version\" value=\"").to_owned();
    post(house, who, &path, &format!("version={version}&{body}")).await
}

pub async fn decided(
    house: &House,
    who: (&'static str, Role),
    id: ApplicationId,
    act: &str,
    body: &str,
) {
    let reply = decide(house, who, id, act, body).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{act} {body}: {}", reply.text);
}

/// The call of the house, on a day on which it takes applications.
pub fn open_call(house: &House) -> CallId {
    house.clock.advance(48 * 3_600);
    house.things[&("KG", "TR")].call
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_doctor_applies_mends_is_nominated_and_accepted_and_each_side_sees_its_own() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let id = doctor.apply(call).await;
        let page = doctor.get(&format!("/en/applications/{id}")).await;
        let sha = kelisim_domain::journal::Hash::of(PDF).to_string();
        for told in ["ASANOVA AIGUL", "диплом.pdf", sha.as_str(), "An officer of the ministry"]
        {
            assert!(page.text.contains(told), "{told}: {}", page.text);
        }
        let host = doctor.get(&format!("/en/applications/{id}/host")).await;
        assert!(!host.text.contains("Your order of places"), "{}", host.text);
        let hidden = get(house, PARTNER, &format!("/en/applications/{id}")).await;
        assert_eq!(hidden.status, StatusCode::NOT_FOUND, "not before it is nominated");

        decided(
            house,
            OFFICER,
            id,
            "return",
            "defects=Page+2+is+dark%0AStamp&due=10.03.2026+18:00",
        )
        .await;
        assert_eq!(doctor.stage(id).await, Stage::Correction);
        let page = doctor.get(&format!("/ky/applications/{id}")).await;
        assert!(page.text.contains("Page 2 is dark") && page.text.contains("Кезек сизде"));
        assert_eq!(doctor.act(id, "mend").await.status, StatusCode::SEE_OTHER);
        assert_eq!(doctor.send(call).await.status, StatusCode::SEE_OTHER);
        assert_eq!(doctor.stage(id).await, Stage::Submitted);

        let no = decide(house, OFFICER, id, "judge", "home=ineligible").await;
        assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(no.text.contains("Choose a reason"), "{}", no.text);
        decided(house, OFFICER, id, "judge", "home=eligible&inside=Inner+note").await;
        let page = doctor.get(&format!("/en/applications/{id}")).await;
        assert!(!page.text.contains("Inner note"), "that is for the management");
        decided(house, OFFICER, id, "judge", "home=nominated").await;
        let page = get(house, PARTNER, &format!("/ru/applications/{id}")).await;
        assert!(
            page.text.contains("ASANOVA") && page.text.contains("Ваша очередь"),
            "{}",
            page.text
        );
        assert!(!page.text.contains("Inner note") && !page.text.contains("h-choices"));
        decided(house, PARTNER, id, "verify", "told=Welcome").await;
        assert_eq!(doctor.stage(id).await, Stage::Verified);
        let list = get(house, OFFICER, &format!("/en/calls/{call}/applications.csv")).await;
        assert!(list.text.contains("ASANOVA AIGUL,KG-N,verified"), "{}", list.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_is_its_doctors_and_a_draft_is_nobody_elses() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let (one, two) = (
            Doctor::new(house, "one@example.kg").await,
            Doctor::new(house, "two@example.kg").await,
        );
        let id = one.apply(call).await;
        for path in ["", "/host", "/documents/2", "/withdraw", "/judge"] {
            let reply = two.get(&format!("/en/applications/{id}{path}")).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        }
        let foreign = get(house, ("KZ", Role::Officer), &format!("/en/applications/{id}")).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        for who in [Role::Administrator, Role::Reader, Role::Auditor] {
            let reply = get(house, ("KG", who), &format!("/en/applications/{id}")).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{}", who.code());
        }
        let own = one.get(&format!("/en/applications/{id}/documents/2")).await;
        assert_eq!((own.status, own.text.as_bytes()), (StatusCode::OK, PDF));
        let documents = one.get("/en/my/documents").await;
        let document = after(&documents.text, "/en/my/documents/").to_owned();
        let stolen = two.get(&format!("/en/my/documents/{document}")).await;
        assert_eq!(stolen.status, StatusCode::NOT_FOUND);
        // The other registry's call is not there for a doctor of this one.
        let away = house.things[&("KZ", "TR")].call;
        assert_eq!(two.get(&format!("/en/apply/{away}")).await.status, StatusCode::NOT_FOUND);
        // An applicant has nothing of the console.
        for path in ["/en/overview", "/en/commitments", "/en/calls", "/en/users", "/en/search?q=a"]
        {
            assert_eq!(one.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let dump = house.dump().await.join("\n");
        for secret in ["ASANOVA", "Naryn hospital", "one@example.kg"] {
            let shown =
                dump.lines().find(|line| line.contains(secret) && !line.starts_with("account:"));
            assert_eq!(shown, None, "{secret} is sealed");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn registering_says_nothing_about_an_address_and_nobody_takes_one_away() {
    on_each_engine(async |house: &House| {
        let (other, staff) = ("otter-sable-korall-117", "seeded.officer.kg@people.example");
        let first = register(house, "same@example.kg", PASSWORD).await;
        let second = register(house, "same@example.kg", other).await;
        let known = register(house, staff, other).await;
        for reply in [&first, &second, &known] {
            assert_eq!((reply.status, reply.location()), (StatusCode::SEE_OTHER, "/en/my"));
        }
        let again = register(house, "same@example.kg", PASSWORD).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "the same form sent twice signs in");
        let sign_in = async |email: &str, password: &str| {
            let body = format!("email={email}&password={password}&return_to=/overview");
            house.post("/en/sign-in", None, &body).await
        };
        assert_eq!(sign_in("same@example.kg", PASSWORD).await.location(), "/en/my");
        assert_eq!(sign_in("same@example.kg", other).await.location(), "/en/my");
        assert_eq!(sign_in(staff, PASSWORD).await.location(), "/en/overview", "the colleague");
        assert_eq!(sign_in(staff, other).await.location(), "/en/my");
        let wrong = sign_in("same@example.kg", "wrong-wrong-wrong").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let short = register(house, "x@example.kg", "short").await;
        assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(short.text.contains("x@example.kg") && !short.text.contains("value=\"short\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_claimed_has_to_be_there_and_bad_files_are_told_and_not_kept() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let kept = doctor.part(call, "answers", "medical_diploma=no").await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let lacks = doctor.send(call).await;
        assert_eq!(lacks.status, StatusCode::UNPROCESSABLE_ENTITY);
        for told in [
            "“Diploma” has to come with the application",
            "By your answers this rule is not fulfilled: “A diploma",
            "Choose one place at least",
        ] {
            assert!(lacks.text.contains(told), "{told}: {}", lacks.text);
        }
        let large = vec![0; 9 << 20];
        for (name, bytes, words) in [
            ("diploma.pdf", b"PK\x03\x04".as_slice(), "Only PDF, JPEG and PNG"),
            ("diploma.pdf", &PDF[..20], "ends in the middle"),
            ("diploma.pdf", &large, "larger than 8 MB"),
        ] {
            let reply = doctor.file("/en/my/documents", &[], name, bytes).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(reply.text.contains(words), "{words}: {}", reply.text);
        }
        assert!(doctor.get("/en/my/documents").await.text.contains("Nothing here yet"));
        doctor.fill(call).await;
        let documents = doctor.get("/en/my/documents").await;
        let document = after(&documents.text, "/en/my/documents/").to_owned();
        let gone = doctor.post(&format!("/en/my/documents/{document}"), "").await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER);
        let lacks = doctor.send(call).await;
        assert!(lacks.text.contains("cannot be read"), "{}", lacks.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_tabs_one_is_late_and_what_it_typed_comes_back_as_after_an_ended_session() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        doctor.part(call, "person", "employer=First+tab").await;
        let stale =
            doctor.post(&format!("/en/apply/{call}/person"), "version=0&employer=Second+tab").await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.text);
        let kept = after(&stale.text, "person?kept=").split('&').next().unwrap().to_owned();
        let back = format!("/en/apply/{call}/person?kept={kept}&stale=1");
        assert!(doctor.get(&back).await.text.contains("Second tab"));
        assert!(doctor.get(&format!("/en/apply/{call}")).await.text.contains("First tab"));
        // The session ends while the places are put in order.
        let body = "csrf=x&version=1&do=add&seat=1";
        let ended = house.post(&format!("/en/apply/{call}/choices"), None, body).await;
        let to = ended.location();
        assert!(to.contains("/sign-in?return_to=") && to.contains("kept"), "{to}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_close_holds_to_the_second_and_the_grace_is_for_what_was_begun() {
    on_each_engine(async |house: &House| {
        let call = house.things[&("KG", "TR")].call;
        let (_, closes) = {
            let ctx = house.app.context(Actor::Public);
            kelisim_app::programme::page(&ctx, call, None)
                .await
                .unwrap()
                .call
                .applications()
                .unwrap()
        };
        let to = |at: jiff::Timestamp| {
            house.clock.advance(at.duration_since(house.clock.now()).as_secs());
        };
        to(closes - SignedDuration::from_secs(1));
        let begun = Doctor::new(house, "begun@example.kg").await;
        begun.fill(call).await;
        to(closes);
        let late = Doctor::new(house, "late@example.kg").await;
        let refused = late.part(call, "answers", "medical_diploma=yes").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        assert!(refused.text.contains("takes no applications now"), "{}", refused.text);
        to(closes + SignedDuration::from_secs(15 * 60 - 1));
        assert_eq!(begun.send(call).await.status, StatusCode::SEE_OTHER, "within the grace");
        let other = Doctor::new(house, "other@example.kg").await;
        to(closes + SignedDuration::from_mins(15));
        assert_eq!(other.get(&format!("/en/apply/{call}")).await.status, StatusCode::OK);
        assert_eq!(
            other.part(call, "answers", "medical_diploma=yes").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_withdrawal_is_undone_within_a_day_and_a_person_who_is_forgotten_leaves_hashes_only() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let id = doctor.apply(call).await;
        assert_eq!(doctor.act(id, "withdraw").await.status, StatusCode::SEE_OTHER);
        assert_eq!(doctor.stage(id).await, Stage::Withdrawn);
        assert_eq!(doctor.act(id, "restore").await.status, StatusCode::SEE_OTHER);
        assert_eq!(doctor.stage(id).await, Stage::Submitted);
        let export = doctor.get("/en/my/export").await;
        let data: serde_json::Value = serde_json::from_str(&export.text).unwrap();
        assert_eq!(data["applications"][0]["content"]["person"]["family"], "ASANOVA");
        assert_eq!(data["account"]["email"], "doctor@example.kg");
        let wrong = doctor.post("/en/my/forget", "password=wrong").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text);
        let gone = doctor.post("/en/my/forget", &format!("password={PASSWORD}")).await;
        assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
        assert!(doctor.get("/en/my").await.location().contains("/sign-in"));
        let page = get(house, OFFICER, &format!("/en/applications/{id}")).await;
        assert!(page.text.contains("data was erased") && !page.text.contains("ASANOVA"));
        let written = decide(house, OFFICER, id, "judge", "home=eligible&told=Dear+Asanova").await;
        assert!(written.text.contains("Nothing more is written"), "{}", written.text);
        let report = kelisim_store::verify::verify(house.store.as_ref(), &[], &mut |_| {}).await;
        assert!(report.unwrap().holds(), "the chain stays whole");
    })
    .await;
}
