use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, Meta, NoPersons};
use crate::id::{CallId, StreamId, UserId};
use crate::journal::Hash;
use crate::user::Sealed;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn meta(version: i64, instant: &str) -> Meta {
    let recorded_at = at(instant);
    let known_on = recorded_at.to_zoned(jiff::tz::TimeZone::UTC).date();
    Meta { version, known_on, recorded_at, actor: None }
}

fn sealed() -> Sealed {
    Sealed { nonce: "00".to_owned(), text: "11".to_owned() }
}

fn sent(n: u8) -> Sent {
    Sent {
        edition: 0,
        terms: Hash::ZERO,
        content: sealed(),
        hash: Hash([n; 32]),
        files: Vec::new(),
    }
}

fn submitted() -> Application {
    let description = Description {
        registry: "KG".parse().unwrap(),
        partner: "RU".parse().unwrap(),
        call: CallId::new(Uuid::from_u128(1)),
        applicant: UserId::new(Uuid::from_u128(2)),
        receipt: ReceiptNumber::drawn("KG".parse().unwrap(), [7; 12]),
        made_up: false,
    };
    let event = Event::Submitted { description, sent: sent(1) };
    Application::begin(StreamId::new(Uuid::from_u128(3)), event, meta(1, "2026-04-01T00:00:00Z"))
        .unwrap()
}

fn then(it: &mut Application, event: Event, instant: &str) -> Result<Stage, &'static str> {
    let next = meta(it.version + 1, instant);
    it.then(event, next).map_err(|refusal: Refusal| refusal.code)?;
    Ok(it.stage(at(instant)))
}

fn judged(home: Home) -> Event {
    Event::Judged { home, reason: None, words: None }
}

fn returned(by: Side, due: &str) -> Event {
    Event::Returned { by, due: at(due), words: sealed() }
}

#[test]
fn an_application_goes_from_the_doctor_to_the_host_and_each_side_owns_its_state() {
    let mut it = submitted();
    let day = "2026-04-02T00:00:00Z";
    assert_eq!(then(&mut it, judged(Home::Nominated), day), Err("application-not-here"));
    assert_eq!(then(&mut it, judged(Home::Eligible), day), Ok(Stage::Eligible));
    let early = Event::HostVerified { refused: Vec::new(), words: None };
    assert_eq!(then(&mut it, early.clone(), day), Err("application-not-here"));
    assert_eq!(then(&mut it, judged(Home::Nominated), day), Ok(Stage::Nominated));
    assert_eq!((it.home, it.host), (Home::Nominated, Some(Host::Pending)));
    assert_eq!(then(&mut it, judged(Home::NotSelected), day), Err("application-not-here"));
    assert_eq!(then(&mut it, early.clone(), day), Ok(Stage::Verified));
    assert_eq!((it.home, it.host), (Home::Nominated, Some(Host::Verified)));
    assert_eq!(then(&mut it, early, day), Err("application-not-here"), "a host answers once");
}

#[test]
fn whoever_says_no_gives_a_reason_and_words() {
    let day = "2026-04-02T00:00:00Z";
    let no = |home, reason, words| Event::Judged { home, reason, words };
    let mut it = submitted();
    for (event, code) in [
        (no(Home::Ineligible, None, Some(sealed())), "application-reason-unknown"),
        (
            no(Home::Ineligible, Some(Reason::Capacity), Some(sealed())),
            "application-reason-unknown",
        ),
        (no(Home::Ineligible, Some(Reason::Rules), None), "text-empty"),
        (no(Home::Eligible, Some(Reason::Rules), None), "application-reason-unknown"),
    ] {
        assert_eq!(then(&mut it, event, day), Err(code));
    }
    let event = no(Home::Ineligible, Some(Reason::Rules), Some(sealed()));
    assert_eq!(then(&mut it, event, day), Ok(Stage::Ineligible));
    assert_eq!(it.steps.last().unwrap().what.reason, Some(Reason::Rules));
    assert_eq!(then(&mut it, Event::Withdrawn, day), Err("application-over"));
}

#[test]
fn it_is_given_back_twice_at_most_and_goes_on_where_it_was_stopped() {
    let (one, two, three) =
        ("2026-04-02T00:00:00Z", "2026-04-03T00:00:00Z", "2026-04-09T00:00:00Z");
    let mut it = submitted();
    assert_eq!(then(&mut it, returned(Side::Home, one), one), Err("application-due-past"));
    assert_eq!(then(&mut it, returned(Side::Home, three), one), Ok(Stage::Correction));
    assert_eq!(then(&mut it, returned(Side::Home, three), one), Err("application-not-here"));
    assert_eq!(then(&mut it, Event::Replaced { sent: sent(2) }, two), Ok(Stage::Submitted));
    assert_eq!(it.due, None);
    then(&mut it, judged(Home::Eligible), two).unwrap();
    then(&mut it, judged(Home::Nominated), two).unwrap();
    assert_eq!(then(&mut it, returned(Side::Host, three), two), Ok(Stage::Returned));
    assert_eq!(then(&mut it, Event::Replaced { sent: sent(3) }, two), Ok(Stage::Nominated));
    assert_eq!(it.sent.what.hash, Hash([3; 32]));
    assert_eq!(then(&mut it, returned(Side::Host, three), two), Err("application-loops-over"));
}

#[test]
fn what_is_not_mended_by_its_day_is_ineligible_to_the_second() {
    let (one, due) = ("2026-04-02T00:00:00Z", "2026-04-09T12:00:00Z");
    let mut it = submitted();
    then(&mut it, returned(Side::Home, due), one).unwrap();
    assert_eq!(it.stage(at("2026-04-09T11:59:59.999999Z")), Stage::Correction);
    assert_eq!(it.stage(at(due)), Stage::Ineligible);
    let again = Event::Replaced { sent: sent(2) };
    assert_eq!(then(&mut it, again.clone(), due), Err("application-due-passed"));
    assert_eq!(then(&mut it, again, "2026-04-09T11:59:59Z"), Ok(Stage::Submitted));
}

#[test]
fn a_withdrawal_is_taken_back_within_a_day_and_not_a_second_later() {
    let (one, last, late) =
        ("2026-04-02T00:00:00Z", "2026-04-02T23:59:59.999999Z", "2026-04-03T00:00:00Z");
    let mut it = submitted();
    assert_eq!(then(&mut it, Event::Restored, one), Err("application-not-withdrawn"));
    assert_eq!(then(&mut it, Event::Withdrawn, one), Ok(Stage::Withdrawn));
    assert_eq!(then(&mut it, Event::Withdrawn, one), Err("application-withdrawn"));
    assert_eq!(then(&mut it, judged(Home::Eligible), one), Err("application-withdrawn"));
    assert_eq!(then(&mut it.clone(), Event::Restored, late), Err("application-undo-over"));
    assert_eq!(then(&mut it, Event::Restored, last), Ok(Stage::Submitted));
}

#[test]
fn once_it_is_judged_it_is_not_replaced_but_later_documents_are_added() {
    let day = "2026-04-02T00:00:00Z";
    let mut it = submitted();
    assert_eq!(then(&mut it, Event::Replaced { sent: sent(2) }, day), Ok(Stage::Submitted));
    then(&mut it, judged(Home::Eligible), day).unwrap();
    let (again, more) = (Event::Replaced { sent: sent(3) }, Event::Supplemented { sent: sent(4) });
    assert_eq!(then(&mut it, again, day), Err("application-not-open"));
    assert_eq!(then(&mut it, more, day), Ok(Stage::Eligible));
    assert_eq!(it.sent.what.hash, Hash([4; 32]));
}

#[test]
fn it_is_read_back_from_its_row_which_names_nobody() {
    let it = submitted();
    let rows = it.project(&NoPersons).unwrap().readings;
    let back: Application = serde_json::from_str(&rows[0].body).unwrap();
    assert_eq!(back, it);
}

#[test]
fn a_number_is_read_as_people_copy_it() {
    let number =
        ReceiptNumber::drawn("KG".parse().unwrap(), [0, 1, 2, 3, 24, 25, 26, 27, 28, 29, 30, 31]);
    assert_eq!(number.as_str(), "KG-0123-RSTV-WXYZ");
    assert_eq!(" kg o i23 rstv-wxyz ".parse::<ReceiptNumber>(), Ok(number));
    for wrong in ["", "KG", "KG-0123-RSTV-WXY", "KG-0123-RSTV-WXYU", "K1-0123-RSTV-WXYZ", "ҚКГ"]
    {
        assert!(wrong.parse::<ReceiptNumber>().is_err(), "{wrong}");
    }
}

#[test]
fn files_are_known_by_what_is_in_them_and_half_a_file_is_none() {
    let png = |chunks: &[(&[u8; 4], usize)]| {
        let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, length) in chunks {
            bytes.extend(u32::try_from(*length).unwrap().to_be_bytes());
            bytes.extend(*kind);
            bytes.extend(vec![0; length + 4]);
        }
        bytes
    };
    let whole = png(&[(b"IHDR", 13), (b"IDAT", 40), (b"IEND", 0)]);
    let code = |bytes: &[u8]| FileKind::of(bytes).map_err(|refusal| refusal.code);
    assert_eq!(code(&whole), Ok(FileKind::Png));
    assert_eq!(code(&whole[..whole.len() - 5]), Err("document-broken"));
    assert_eq!(code(b"%PDF-1.7\n1 0 obj\n%%EOF\n"), Ok(FileKind::Pdf));
    assert_eq!(code(b"%PDF-1.7\n1 0 obj\n"), Err("document-broken"));
    assert_eq!(code(b"%PDF-1.7\n/Encrypt 5 0 R\n%%EOF\n"), Err("document-locked"));
    assert_eq!(code(&[0xff, 0xd8, 0xff, 0xe0, 1, 2, 0xff, 0xd9, 0, 0]), Ok(FileKind::Jpeg));
    assert_eq!(code(&[0xff, 0xd8, 0xff, 0xe0, 1, 2]), Err("document-broken"));
    assert_eq!(code(b"PK\x03\x04 a letter"), Err("document-kind"));
    assert_eq!(code(b"<html>diploma.pdf</html>"), Err("document-kind"));
    assert_eq!(code(b""), Err("document-empty"));
    assert_eq!(code(&vec![0; FileKind::MOST + 1]), Err("document-too-large"));
}

#[test]
fn a_name_is_written_as_in_the_passport() {
    assert_eq!(latin_name("  Asanova "), Ok("ASANOVA".to_owned()));
    assert_eq!(latin_name("O\u{2019}Neil-Bek"), Ok("O'NEIL-BEK".to_owned()));
    let code = |text: &str| latin_name(text).unwrap_err().code;
    assert_eq!(code("Асанова"), "name-not-latin");
    assert_eq!(code("-"), "name-not-latin");
    assert_eq!(code(" "), "text-empty");
}

#[test]
fn a_line_of_a_team_has_three_parts_and_a_name_in_latin_letters() {
    let read = |line: &str| Member::read(line).map(|one| one.name).map_err(|refusal| refusal.code);
    assert_eq!(read(" Asanov  Bektur ; surgery ; surgeon "), Ok("ASANOV BEKTUR".to_owned()));
    for bad in [
        "",
        ";;",
        "Asanov",
        "Asanov; surgery",
        "Asanov; surgery; surgeon; more",
        "Asanov; ; surgeon",
    ] {
        assert_eq!(read(bad), Err("application-team-form"), "{bad}");
    }
    assert_eq!(read("Асанов; хирургия; хирург"), Err("name-not-latin"));
    let long = "x".repeat(121);
    assert_eq!(read(&format!("Asanov; {long}; surgeon")), Err("text-too-long"));
}
