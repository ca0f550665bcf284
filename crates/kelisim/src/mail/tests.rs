//! Mails as they go out: to a folder, and to an SMTP server that takes, refuses, or is not there.

use jiff::SignedDuration;
use kelisim_app::register::{RegisterForm, register};
use kelisim_app::{Actor, recover};
use kelisim_domain::id::{NoticeId, StreamId, UserId};
use kelisim_domain::notice::{Mail as State, Subject};
use kelisim_domain::text::Language;
use kelisim_domain::user::Role;
use kelisim_store::Change;
use kelisim_store::notice::{Notice, Wish};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use super::{Carrier, Mails, Post};
use crate::demo_record;
use crate::demo_record::accounts::account_of;
use crate::testing::World;

/// What the thing is called; it must stand in no mail.
const TITLE: &str = "Протокол, о котором никому не говорят";

async fn world(world: &World) -> UserId {
    world.load_demo().await;
    demo_record::open_accounts(&world.house.app).await.unwrap();
    account_of(Role::Officer, "KG".parse().unwrap())
}

async fn tell(world: &World, to: UserId) -> NoticeId {
    let id = world.house.app.context(Actor::System).new_id();
    let notice = Notice {
        id: NoticeId::new(id),
        to,
        subject: Subject::Charged,
        aggregate: "commitment".to_owned(),
        thing: StreamId::new(id),
        title: format!("{{\"record\":\"ru\",\"ru\":\"{TITLE}\"}}"),
        made_at: world.now(),
        read_at: None,
        mail: State::Waiting,
    };
    let change = Change { notices: vec![notice], ..Change::default() };
    world.house.store().commit(&change).await.unwrap();
    NoticeId::new(id)
}

fn post(world: &World, mail: &str) -> Post {
    let told = Mails { mail: mail.to_owned(), ..Mails::default() };
    let carrier = Carrier::new(&told, &world.house.data).unwrap();
    Post::new(world.house.app.clone(), carrier, Some("https://kelisim.example/".to_owned()))
}

async fn state(world: &World, of: UserId, id: NoticeId) -> State {
    let notices = world.house.store().notices_of(of, None, 100).await.unwrap();
    notices.iter().find(|notice| notice.id == id).unwrap().mail
}

fn outbox(world: &World) -> Vec<String> {
    let folder = world.house.data.file("outbox");
    let files = std::fs::read_dir(folder).unwrap();
    files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

/// The body of a mail as a person reads it. Lettre chooses how it travels; ours is never base64 of something unseen.
fn read(mail: &str) -> String {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    let head = head.to_lowercase();
    if head.contains("quoted-printable") {
        let mut bytes = Vec::new();
        let mut signs = body.replace("=\r\n", "").into_bytes().into_iter();
        while let Some(sign) = signs.next() {
            let code: Vec<u8> =
                if sign == b'=' { signs.by_ref().take(2).collect() } else { vec![] };
            match std::str::from_utf8(&code).ok().filter(|code| !code.is_empty()) {
                Some(code) => bytes.push(u8::from_str_radix(code, 16).unwrap()),
                None => bytes.push(sign),
            }
        }
        return String::from_utf8(bytes).unwrap();
    }
    if head.contains("base64") {
        return String::from_utf8(unpacked(body)).unwrap();
    }
    body.to_owned()
}

fn unpacked(body: &str) -> Vec<u8> {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for sign in body.bytes() {
        let Some(value) = SIGNS.iter().position(|known| *known == sign) else { continue };
        bits = (bits << 6) | u32::try_from(value).unwrap();
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap());
        }
    }
    bytes
}

#[tokio::test]
async fn several_notices_make_one_mail_in_the_chosen_language_that_tells_nothing() {
    for it in World::each().await {
        let officer = world(&it).await;
        let post = post(&it, "folder");
        let wish = Wish { no_mail: false, language: Some("ky".to_owned()) };
        it.house.store().set_wish(officer, &wish).await.unwrap();
        let (one, two) = (tell(&it, officer).await, tell(&it, officer).await);
        assert_eq!(post.round().await.unwrap(), 1);
        let mails = outbox(&it);
        let [mail] = &*mails else { panic!("{mails:?}") };
        let text = read(mail);
        assert!(text.contains("Окуу үчүн системага кириңиз."), "{text}");
        assert!(text.contains("https://kelisim.example/ky/notices"), "{text}");
        assert!(!text.contains(TITLE) && !text.contains("читать"), "{text}");
        for id in [one, two] {
            assert_eq!(state(&it, officer, id).await, State::Sent);
            let log = it.house.store().deliveries(id).await.unwrap();
            assert_eq!((log.len(), log[0].carrier.as_str()), (1, "folder"));
        }
        assert_eq!(post.round().await.unwrap(), 0);
        assert_eq!(outbox(&it).len(), 1);
        it.end().await;
    }
}

#[tokio::test]
async fn whoever_chose_no_language_gets_all_four_and_whoever_wants_none_gets_no_mail() {
    for it in World::each().await {
        let officer = world(&it).await;
        let post = post(&it, "folder");
        tell(&it, officer).await;
        assert_eq!(post.round().await.unwrap(), 1);
        let text = read(&outbox(&it)[0]);
        for words in ["жүйеге кіріңіз", "системага кириңиз", "чтобы прочитать", "Sign in to read"]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
        let wish = Wish { no_mail: true, language: None };
        it.house.store().set_wish(officer, &wish).await.unwrap();
        let unwanted = tell(&it, officer).await;
        let nobody = UserId::new(it.house.app.context(Actor::System).new_id());
        let lost = tell(&it, nobody).await;
        assert_eq!(post.round().await.unwrap(), 0);
        assert_eq!(state(&it, officer, unwanted).await, State::Unwanted);
        assert_eq!(state(&it, nobody, lost).await, State::Unwanted);
        // What was read meanwhile needs no mail.
        it.house.store().set_wish(officer, &Wish::default()).await.unwrap();
        let seen = tell(&it, officer).await;
        assert!(it.house.store().mark_read(officer, Some(seen), it.now()).await.unwrap());
        assert_eq!(post.round().await.unwrap(), 0);
        assert_eq!(state(&it, officer, seen).await, State::Unwanted);
        assert_eq!(outbox(&it).len(), 1);
        it.end().await;
    }
}

#[tokio::test]
async fn a_link_to_a_new_password_goes_out_at_once_and_once_in_the_language_it_was_asked_in() {
    for it in World::each().await {
        let public = it.house.app.context(Actor::Public);
        let form = |password: &str| RegisterForm {
            registry: "KG".to_owned(),
            email: "lost@doctor.example".to_owned(),
            new_password: password.to_owned(),
            again: password.to_owned(),
        };
        it.load_demo().await;
        register(&public, &form("a first made-up password"), "here").await.unwrap();
        let asked = |language| recover::ask(&public, "lost@doctor.example", language, "here");
        asked(Language::Kk).await.unwrap();
        // A server that is away is tried again, with a new link.
        let away = post(&it, "smtp://127.0.0.1:1");
        assert_eq!(away.round().await.unwrap(), 0);
        // Until then another post has the lease.
        it.clock.advance(SignedDuration::from_mins(11));
        let folder = post(&it, "folder");
        assert_eq!(folder.round().await.unwrap(), 1);
        assert_eq!(folder.round().await.unwrap(), 0, "once");
        let text = read(&outbox(&it)[0]);
        assert!(text.contains("жаңа құпиясөз сұрады"), "{text}");
        assert!(!text.contains("lost@doctor.example"), "{text}");
        let (_, rest) = text.split_once("https://kelisim.example/kk/new-password/").unwrap();
        let token: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        let public = it.house.app.context(Actor::Public);
        assert_eq!(recover::asks(&public, &token).await.unwrap(), recover::Asks::Password);

        // Several accounts: each has a line of its own with its day.
        register(&public, &form("a second made-up password"), "here").await.unwrap();
        recover::ask(&public, "lost@doctor.example", Language::En, "here").await.unwrap();
        assert_eq!(folder.round().await.unwrap(), 1);
        let texts: Vec<String> = outbox(&it).iter().map(|mail| read(mail)).collect();
        let several = texts.iter().find(|text| text.contains("several accounts")).unwrap();
        assert_eq!(several.matches("https://kelisim.example/en/new-password/").count(), 2);
        it.end().await;
    }
}

/// A server that answers `RCPT` with these lines, one for each mail, and then takes everything. Gives what it was sent.
async fn server(answers: &'static [&'static str]) -> (u16, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let serving = tokio::spawn(async move {
        let mut taken = Vec::new();
        for answer in answers.iter().chain(["250 ok"].iter()) {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            stream.write_all(b"220 stand-in\r\n").await.unwrap();
            let (mut line, mut mail, mut in_mail) = (String::new(), String::new(), false);
            loop {
                line.clear();
                if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                    break;
                }
                let reply = match line.get(..4).unwrap_or_default() {
                    _ if in_mail && line != ".\r\n" => {
                        mail += &line;
                        continue;
                    }
                    _ if in_mail => {
                        in_mail = false;
                        taken.push(std::mem::take(&mut mail));
                        "250 kept"
                    }
                    "EHLO" => "250 stand-in",
                    "RCPT" => answer,
                    "DATA" => {
                        in_mail = true;
                        "354 go on"
                    }
                    "QUIT" => "221 bye",
                    _ => "250 ok",
                };
                if stream.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() {
                    break;
                }
            }
        }
        taken
    });
    (port, serving)
}

#[tokio::test]
async fn a_mail_that_was_refused_is_tried_again_and_the_log_names_nobody() {
    for it in World::each().await {
        let officer = world(&it).await;
        let (port, serving) = server(&["451 4.3.0 <officer@example.kg> try later"]).await;
        let post = post(&it, &format!("smtp://127.0.0.1:{port}"));
        let id = tell(&it, officer).await;
        assert_eq!(post.round().await.unwrap(), 0);
        assert_eq!(state(&it, officer, id).await, State::Waiting);
        let log = it.house.store().deliveries(id).await.unwrap();
        assert_eq!(log[0].answer, "the server cannot take the mail now: 451");
        // Not before its time.
        it.clock.advance(SignedDuration::from_mins(4));
        assert_eq!(post.round().await.unwrap(), 0);
        it.clock.advance(SignedDuration::from_mins(2));
        assert_eq!(post.round().await.unwrap(), 1);
        assert_eq!(state(&it, officer, id).await, State::Sent);
        assert_eq!(it.house.store().deliveries(id).await.unwrap().len(), 2);
        let taken = serving.await.unwrap();
        assert_eq!(taken.len(), 1);
        assert!(!read(&taken[0]).contains(TITLE));
        it.end().await;
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_given_up_after_the_last_pause() {
    let it = World::sqlite().await;
    let officer = world(&it).await;
    // A port that was free a moment ago and has no listener.
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let post = post(&it, &format!("smtp://127.0.0.1:{port}"));
    let id = tell(&it, officer).await;
    for round in 1..=6 {
        assert_eq!(post.round().await.unwrap(), 0);
        let wanted = if round < 6 { State::Waiting } else { State::Failed };
        assert_eq!(state(&it, officer, id).await, wanted, "round {round}");
        it.clock.advance(SignedDuration::from_hours(25));
    }
    assert_eq!(post.round().await.unwrap(), 0);
    let log = it.house.store().deliveries(id).await.unwrap();
    assert_eq!(log.len(), 6);
    assert!(log.iter().all(|tried| tried.answer == "the server cannot be reached"), "{log:?}");
    it.end().await;
}

#[tokio::test]
async fn of_two_processes_one_carries_a_mail() {
    for it in World::each().await {
        let officer = world(&it).await;
        tell(&it, officer).await;
        let (one, two) = (post(&it, "folder"), post(&it, "folder"));
        let (first, second) = tokio::join!(one.round(), two.round());
        assert_eq!(first.unwrap() + second.unwrap(), 1);
        it.end().await;
    }
}

#[tokio::test]
async fn a_carrier_that_makes_no_sense_is_refused_without_its_password() {
    let it = World::sqlite().await;
    for mail in ["", "post", "http://a:secret@b", "smtp://a:secret@[b", "smtps://"] {
        let told = Mails { mail: mail.to_owned(), ..Mails::default() };
        let refused = format!("{:#}", Carrier::new(&told, &it.house.data).unwrap_err());
        assert!(refused.contains("--mail") && !refused.contains("secret"), "{mail}: {refused}");
    }
    let told = Mails { mail_from: "nobody".to_owned(), ..Mails::default() };
    assert!(Carrier::new(&told, &it.house.data).is_err());
    it.end().await;
}
