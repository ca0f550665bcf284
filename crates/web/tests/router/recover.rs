//! A lost password: what whoever asks is told, what the mail opens, and what nobody else can do with it.

use axum::http::StatusCode;
use jiff::civil::Date;
use kelisim_app::recover::{self, letters_due};
use kelisim_app::sign_in::resume;
use kelisim_app::{Actor, AppError};
use kelisim_domain::user::Role;
use kelisim_web::Settings;

use crate::applications::{Doctor, open_call, register};
use crate::forms::get;
use crate::house::{House, PASSWORD, Reply, on_each_engine_with};

const NEW: &str = "saiga-tulip-korall-118";
const DAY: i64 = 86_400;

fn mails() -> Settings {
    Settings { mails: true, ..Settings::default() }
}

async fn ask(house: &House, email: &str) -> Reply {
    house.post("/en/lost-password", None, &format!("email={email}")).await
}

/// The mails that wait, as the post carries them: the address, and the tokens with the day each account was opened.
async fn letters(house: &House) -> Vec<(String, Vec<(String, Date)>)> {
    let ctx = house.app.context(Actor::System);
    let mut all = Vec::new();
    for letter in letters_due(&ctx).await.unwrap() {
        let links = recover::links(&ctx, &letter).await.unwrap();
        recover::carried(&ctx, &letter).await.unwrap();
        all.push((letter.to, links));
    }
    all
}

/// The path of the only link of the only mail that waits.
async fn link(house: &House, email: &str) -> String {
    assert_eq!(ask(house, email).await.location(), "/en/lost-password?sent=1");
    let letters = letters(house).await;
    let [(to, links)] = &*letters else { panic!("{letters:?}") };
    assert_eq!((to.as_str(), links.len()), (email, 1));
    format!("/en/new-password/{}", links[0].0)
}

async fn set(house: &House, link: &str, born: &str, password: &str) -> Reply {
    let body = format!("born={born}&new_password={password}&again={password}");
    house.post(link, None, &body).await
}

async fn opens(house: &House, email: &str, password: &str) -> bool {
    let body = format!("email={email}&password={password}&return_to=/my");
    house.post("/en/sign-in", None, &body).await.status == StatusCode::SEE_OTHER
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_and_the_day_of_birth_open_the_account_once_and_end_everything_else() {
    on_each_engine_with(mails, async |house: &House| {
        let email = "doctor@example.kg";
        let call = open_call(house);
        let doctor = Doctor::new(house, email).await;
        doctor.fill(call).await;
        let (link, before) = (link(house, email).await, self::link(house, email).await);
        // Whoever tried every password there is comes in by the link all the same.
        for n in 0..11 {
            assert!(!opens(house, email, &format!("guess number {n}")).await);
        }
        let page = house.get(&link, None).await;
        assert!(page.text.contains("Day of birth") && page.text.contains(&link), "{}", page.text);
        assert!(!page.text.contains(email) && !page.text.contains("Asanova"), "names nobody");

        let wrong = set(house, &link, "16.03.1996", NEW).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("not the day of birth") && wrong.text.contains("16.03.1996"));
        for (born, password, words) in [
            ("tomorrow", NEW, "tomorrow"),
            ("", NEW, "Day of birth"),
            ("15.03.1996", "short", "12"),
        ] {
            let refused = set(house, &link, born, password).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            assert!(refused.text.contains(words), "{words}: {}", refused.text);
        }
        let body = format!("born=15.03.1996&new_password={NEW}&again=saiga-tulip-korall-119");
        let differ = house.post(&link, None, &body).await;
        assert_eq!(differ.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(doctor.get("/en/my").await.status, StatusCode::OK, "nothing changed so far");

        let done = set(house, &link, "15.03.1996", NEW).await;
        assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/en/my"));
        let cookie = done.header("set-cookie").split(';').next().unwrap().to_owned();
        let own = house.get(&format!("/en/apply/{call}"), Some(&cookie)).await;
        assert!(own.text.contains("Asanova"), "the draft is there: {}", own.text);
        let old = doctor.get("/en/my").await;
        assert!(old.location().contains("/sign-in"), "the session before ended");
        house.clock.advance(901);
        assert!(opens(house, email, NEW).await && !opens(house, email, PASSWORD).await);

        // Neither this link nor the one that came before it works again.
        for used in [&link, &before] {
            let over = house.get(used, None).await;
            assert!(over.text.contains("used already"), "{}", over.text);
            let again = set(house, used, "15.03.1996", PASSWORD).await;
            assert_eq!(again.location(), used.as_str());
        }
        assert!(!opens(house, email, PASSWORD).await);
        let journal = get(house, ("KG", Role::Auditor), "/en/journal").await;
        assert!(journal.text.contains("Password set anew by a link"), "{}", journal.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_asks_learns_nothing_and_only_applicants_get_a_mail() {
    on_each_engine_with(mails, async |house: &House| {
        let staff = "seeded.officer.kg@people.example";
        let email = "doctor@example.kg";
        Doctor::new(house, email).await;
        let told = [ask(house, email).await, ask(house, staff).await, ask(house, "no@x.kg").await];
        for reply in &told {
            let said = (reply.status, reply.location(), reply.header("set-cookie"));
            assert_eq!(said, (StatusCode::SEE_OTHER, "/en/lost-password?sent=1", ""));
        }
        let page = house.get("/en/lost-password?sent=1", None).await.text;
        assert!(page.contains("a mail with a link is on its way"), "{page}");
        let to: Vec<String> = letters(house).await.into_iter().map(|(to, _)| to).collect();
        assert_eq!(to, [email]);
        assert!(letters(house).await.is_empty(), "each is carried once");

        let wrong = ask(house, "no address").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("no address"), "what was typed stays");
        for _ in 0..2 {
            ask(house, email).await;
        }
        let many = ask(house, email).await;
        assert_eq!(many.status, StatusCode::TOO_MANY_REQUESTS, "no mailbox is flooded");

        // Nobody but the house reads what waits.
        let public = house.app.context(Actor::Public);
        assert!(matches!(letters_due(&public).await, Err(AppError::Forbidden)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_ends_after_an_hour_and_guesses_are_few() {
    on_each_engine_with(mails, async |house: &House| {
        let email = "doctor@example.kg";
        let call = open_call(house);
        let doctor = Doctor::new(house, email).await;
        doctor.fill(call).await;
        let open = link(house, email).await;
        for day in 1..6 {
            let wrong = set(house, &open, &format!("0{day}.01.1990"), NEW).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text);
        }
        let another = link(house, email).await;
        for open in [&open, &another] {
            let sixth = set(house, open, "15.03.1996", NEW).await;
            assert_eq!(sixth.status, StatusCode::TOO_MANY_REQUESTS, "not even the right one");
        }
        house.clock.advance(3_601);
        let over = house.get(&open, None).await;
        assert!(over.text.contains("older than an hour"), "{}", over.text);
        assert_eq!(set(house, &open, "15.03.1996", NEW).await.location(), open);
        assert!(opens(house, email, PASSWORD).await);

        // What nobody carried within the hour is not carried later.
        ask(house, email).await;
        house.clock.advance(2 * 3_600);
        assert!(letters(house).await.is_empty());
        house.clock.advance(DAY);
        let open = link(house, email).await;
        assert_eq!(set(house, &open, "15.03.1996", NEW).await.location(), "/en/my", "another day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_account_of_an_address_has_its_own_link() {
    on_each_engine_with(mails, async |house: &House| {
        let email = "same@example.kg";
        let call = open_call(house);
        let first = Doctor::new(house, email).await;
        first.fill(call).await;
        house.clock.advance(3 * DAY);
        let other = "otter-sable-korall-117";
        assert_eq!(register(house, email, other).await.status, StatusCode::SEE_OTHER);
        ask(house, email).await;
        let letters = letters(house).await;
        let [(_, links)] = &*letters else { panic!("{letters:?}") };
        let [(older, earlier), (newer, later)] = &**links else { panic!("{links:?}") };
        assert_eq!(
            later.since(*earlier).unwrap().get_days(),
            3,
            "the one that knows a person first"
        );
        let at = |token: &str| format!("/en/new-password/{token}");

        // The one that holds nothing asks for no day of birth; a password opens one account only.
        let page = house.get(&at(newer), None).await.text;
        assert!(!page.contains("Day of birth"), "{page}");
        let taken = set(house, &at(newer), "", PASSWORD).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY, "opens the other account");
        assert_eq!(set(house, &at(newer), "", NEW).await.location(), "/en/my");
        assert!(opens(house, email, PASSWORD).await, "the other account is as it was");
        // The own old password may be set again.
        assert_eq!(set(house, &at(older), "15.03.1996", PASSWORD).await.location(), "/en/my");
        assert!(opens(house, email, NEW).await && opens(house, email, PASSWORD).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn papers_without_a_day_of_birth_and_a_house_without_mails_lead_to_the_office() {
    on_each_engine_with(mails, async |house: &House| {
        let email = "doctor@example.kg";
        let doctor = Doctor::new(house, email).await;
        let pdf = b"%PDF-1.7\n1 0 obj\nDiploma of a made-up doctor\n%%EOF\n";
        let kept = doctor.file("/en/my/documents", &[], "diploma.pdf", pdf).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);
        let open = link(house, email).await;
        let page = house.get(&open, None).await.text;
        assert!(page.contains("Ask the office") && !page.contains("new_password"), "{page}");
        let refused = set(house, &open, "15.03.1996", NEW).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(opens(house, email, PASSWORD).await && !opens(house, email, NEW).await);
    })
    .await;
    on_each_engine_with(Settings::default, async |house: &House| {
        let page = house.get("/en/lost-password", None).await.text;
        assert!(page.contains("sends no mails") && !page.contains("name=\"email\""), "{page}");
        assert_eq!(ask(house, "a@example.kg").await.location(), "/en/lost-password");
        assert!(letters(house).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_factor_outlives_a_new_password_and_a_closed_account_stays_closed() {
    on_each_engine_with(mails, async |house: &House| {
        let email = "doctor@example.kg";
        let reply = register(house, email, PASSWORD).await;
        let token = reply.header("set-cookie").split(['=', ';']).nth(1).unwrap().to_owned();
        let who = resume(&house.app, &token).await.unwrap().unwrap().who;
        let id = who.id;
        let ctx = house.app.context(Actor::User(who));
        let credential = house.store.credential(id).await.unwrap().unwrap();
        let sealed = house.app.persons().seal(id, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP").unwrap();
        let set_up = kelisim_store::work::Credential { totp: Some(sealed), ..credential };
        house.store.set_credential(&set_up).await.unwrap();
        let open = link(house, email).await;
        let done = set(house, &open, "", NEW).await;
        let cookie = done.header("set-cookie").split(';').next().unwrap().to_owned();
        let my = house.get("/en/my", Some(&cookie)).await;
        assert!(my.location().contains("/sign-in"), "the code is still asked for: {}", my.text);

        let last = link(house, email).await;
        kelisim_app::register::forget_me(&ctx, NEW).await.unwrap();
        assert!(house.get(&last, None).await.text.contains("used already"));
        ask(house, email).await;
        assert!(letters(house).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_use_a_link_at_once_one_is_late() {
    on_each_engine_with(mails, async |house: &House| {
        let email = "doctor@example.kg";
        Doctor::new(house, email).await;
        let open = link(house, email).await;
        let other = "saiga-tulip-korall-119";
        let (one, two) = tokio::join!(set(house, &open, "", NEW), set(house, &open, "", other));
        let came_in = [one.location(), two.location()].map(|to| to == "/en/my");
        assert_ne!(came_in[0], came_in[1], "{} {}", one.text, two.text);
        assert_eq!(opens(house, email, NEW).await, came_in[0]);
        assert_eq!(opens(house, email, other).await, came_in[1]);
    })
    .await;
}
