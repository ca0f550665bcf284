//! Scores by a table, as two officers, the reviewers and the file meet them.

use axum::http::StatusCode;
use kelisim_app::programme::remind::remind;
use kelisim_app::programme::review::{self, BookForm};
use kelisim_app::programme::run::BroughtFile;
use kelisim_domain::id::{ApplicationId, CallId, ImportId};
use kelisim_domain::text::Language;
use kelisim_exchange::workbook::{Cell, Heading, Table, write};

use crate::applications::{Doctor, open_call};
use crate::forms::{OFFICER, after, get, post};
use crate::house::{CSRF, House, Reply, on_each_engine};
use crate::reviews::{CLEAN, Judge, assign, board, eligible, officer, receipt, refused};

async fn csv(house: &House, call: CallId) -> String {
    let reply = get(house, OFFICER, &format!("/en/calls/{call}/scores.csv")).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    reply.text.trim_start_matches('\u{feff}').to_owned()
}

async fn bring(house: &House, call: CallId, text: &str, basis: &str) -> Reply {
    let path = format!("/en/calls/{call}/scores");
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let file =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"scores.csv\"\r\n\r\n";
    let id = house.app.context(kelisim_app::Actor::System).new_id();
    let body = [
        part("csrf", CSRF),
        part("id", &id.to_string()),
        part("basis", basis),
        format!("{file}{text}\r\n--b--\r\n"),
    ];
    let cookie = house.session(OFFICER.0, OFFICER.1).await;
    let kind = "multipart/form-data; boundary=b";
    house.post_as(&path, Some(&cookie), kind, body.concat().into_bytes()).await
}

/// The table with a score in each row.
fn filled(text: &str, scores: &[&str]) -> String {
    let mut lines = text.lines();
    let head = lines.next().unwrap().to_owned();
    let rows = lines.zip(scores).map(|(line, score)| {
        let cells: Vec<&str> = line.split(',').collect();
        let [code, _, mark] = cells.as_slice() else { panic!("{line}") };
        format!("{code},{score},{mark}")
    });
    std::iter::once(head).chain(rows).collect::<Vec<_>>().join("\r\n")
}

async fn open(judge: &Judge<'_>) -> String {
    let code = judge.code().await.unwrap();
    let open = judge.post(&format!("/en/reviews/{code}/open"), "").await;
    assert_eq!(open.status, StatusCode::SEE_OTHER, "{}", open.text);
    code
}

/// An application with two reviewers, both of whom opened the file.
async fn two<'h>(house: &'h House) -> (CallId, ApplicationId, [Judge<'h>; 2]) {
    let call = open_call(house);
    let doctor = Doctor::new(house, "doctor@example.kg").await;
    let id = eligible(house, &doctor, call).await;
    let judges = [Judge::declared(house, 1, CLEAN).await, Judge::declared(house, 2, CLEAN).await];
    assert_eq!(assign(house, call).await.status, StatusCode::SEE_OTHER);
    let early = get(house, OFFICER, &format!("/en/calls/{call}/scores.csv")).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody opened a file");
    let page = get(house, OFFICER, &format!("/en/calls/{call}/scores")).await.text;
    assert!(page.contains("No file has been opened") && !page.contains("scores.xlsx"), "{page}");
    for judge in &judges {
        open(judge).await;
    }
    (call, id, judges)
}

async fn waiting(house: &House, call: CallId) -> Option<(ImportId, i64)> {
    let books = review::books(&officer(house, 2), call, Language::En).await.unwrap();
    books.waiting.first().map(|one| (one.id, one.revision))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_is_written_once_another_officer_saw_each_difference_and_names_nobody() {
    on_each_engine(async |house: &House| {
        let (call, id, judges) = two(house).await;
        let receipt = receipt(house, id).await;
        let text = csv(house, call).await;
        assert_eq!(text.lines().count(), 3, "{text}");
        let codes = [judges[0].code().await.unwrap(), judges[1].code().await.unwrap()];
        for secret in [&receipt, &id.to_string(), "ASANOVA", "Асанова", "Reviewer"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        let brought = bring(house, call, &filled(&text, &["70", "80.5"]), "Minutes 7").await;
        assert_eq!(brought.status, StatusCode::SEE_OTHER, "{}", brought.text);
        assert!(
            board(house, call).await.contains(&format!("{receipt},at_work,2,0,")),
            "nothing yet"
        );
        let page = get(house, OFFICER, &format!("/en/calls/{call}/scores")).await.text;
        for told in ["none → 70", "none → 80.5", "Minutes 7", "You brought this table", "SHA-256"]
        {
            assert!(page.contains(told), "{told}: {page}");
        }
        for secret in [&receipt, &id.to_string(), "ASANOVA", "Reviewer 1"] {
            assert!(!page.contains(secret), "{secret}");
        }
        let (table, revision) = waiting(house, call).await.unwrap();
        let accept = format!("/en/calls/{call}/scores/accept");
        let own = post(house, OFFICER, &accept, &format!("id={table}&version={revision}")).await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", own.text);
        assert!(own.text.contains("You brought this table"), "{}", own.text);
        let twice = bring(house, call, &filled(&text, &["1", "2"]), "Minutes 8").await;
        assert!(twice.text.contains("waits for a second person"), "{}", twice.text);
        let list = get(house, OFFICER, "/en/imports").await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.text);
        let import = get(house, OFFICER, &format!("/en/imports/{table}")).await;
        assert_eq!(import.status, StatusCode::NOT_FOUND, "it is no table for the record");

        let second = officer(house, 2);
        let other = house.things[&("KG", "RU")].call;
        let foreign = review::accept(&second, other, table, revision).await;
        assert!(matches!(foreign, Err(kelisim_app::AppError::NotFound)), "{foreign:?}");
        review::accept(&second, call, table, revision).await.unwrap();
        assert!(
            board(house, call).await.contains(&format!("{receipt},scored,2,2,no,0,10.5,75.25"))
        );
        let again = review::accept(&second, call, table, revision).await;
        assert!(matches!(again, Err(kelisim_app::AppError::Stale)), "{again:?}");
        let whole = get(house, OFFICER, &format!("/en/applications/{id}/review")).await.text;
        assert!(whole.contains("From a table, SHA-256") && whole.contains("Minutes 7"), "{whole}");
        for (judge, code) in judges.iter().zip(&codes) {
            let desk = judge.get(&format!("/en/reviews/{code}")).await.text;
            assert!(desk.contains("From a table, SHA-256"), "{desk}");
            let told = judge.get("/en/notices").await.text;
            assert!(told.contains("entered from a table") && !told.contains(&receipt), "{told}");
            assert!(told.contains("href=\"/en/reviews\"") && !told.contains(&id.to_string()));
        }
        // A reviewer whose score came out wrong changes it as one that was typed.
        let mended = "score_1=71&told=Read+anew&why=Wrongly+copied&do=give";
        let mended = judges[0].send(&codes[0], mended).await;
        assert_eq!(mended.status, StatusCode::SEE_OTHER, "{}", mended.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shifted_or_changed_table_is_refused_as_a_whole_and_nothing_waits() {
    on_each_engine(async |house: &House| {
        let (call, _, judges) = two(house).await;
        let text = csv(house, call).await;
        let good = filled(&text, &["70", "80"]);
        let lines: Vec<&str> = good.split("\r\n").collect();
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let shifted: Vec<String> = lines
            .iter()
            .map(|line| {
                let cells = cells(line);
                format!("{},{},{}", cells[1], cells[0], cells[2])
            })
            .collect();
        let pushed = |line: &str| {
            let cells = cells(line);
            format!("{},,{},{}", cells[0], cells[1], cells[2])
        };
        let (a, b) = (cells(lines[1]), cells(lines[2]));
        let cases: Vec<(String, &str)> = vec![
            (shifted.join("\r\n"), "columns have shifted"),
            (good.replace(",check", ""), "is missing"),
            (good.replacen("code,", "code,Name,", 1), "was not in the table"),
            (
                [lines[0].to_owned(), pushed(lines[1]), lines[2].to_owned()].join("\r\n"),
                "beyond the last column",
            ),
            ([lines[0], lines[1], lines[1]].join("\r\n"), "stands there twice"),
            ([lines[0], lines[1]].join("\r\n"), "Rows are missing: 1"),
            (good.replacen(&a[0], "ZZZZ-ZZZZ-ZZZZ", 1), "is not in the table of this call"),
            // The codes were sorted without what stands beside them.
            (
                format!("{}\r\n{},{},{}\r\n{},{},{}", lines[0], b[0], a[1], a[2], a[0], b[1], b[2]),
                "beside the check of another row",
            ),
            (good.replace(",70,", ",170,"), "is not between 0 and 100"),
            (good.replace(",70,", ",seventy,"), "is no number"),
            (good.replace("S1-", "S9-"), "the table has the form S9"),
            (text.clone(), "Nothing in the table differs"),
        ];
        for (table, words) in cases {
            let no = bring(house, call, &table, "Minutes 7").await;
            assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
            assert!(no.text.contains(words), "{words}: {}", no.text);
            assert!(no.text.contains("value=\"Minutes 7\""), "{words}: what was typed is kept");
            assert_eq!(waiting(house, call).await, None, "{words}");
        }
        let no = bring(house, call, &good, "").await;
        assert_eq!(no.status, StatusCode::UNPROCESSABLE_ENTITY, "scores rest on something");
        // A reviewer scores in the browser meanwhile: the table knows nothing of it.
        assert_eq!(bring(house, call, &good, "Minutes 7").await.status, StatusCode::SEE_OTHER);
        let (table, revision) = waiting(house, call).await.unwrap();
        let code = judges[0].code().await.unwrap();
        let given = judges[0].send(&code, "score_1=55&told=Own+words&do=give").await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        let late = review::accept(&officer(house, 2), call, table, revision).await;
        assert_eq!(refused(late), "scores-state-changed");
        let page = get(house, OFFICER, &format!("/en/calls/{call}/scores")).await.text;
        assert!(page.contains("can only be put aside"), "{page}");
        let version = after(&page, "name=\"version\" value=\"").to_owned();
        let aside = format!("/en/calls/{call}/scores/aside");
        let aside = post(house, OFFICER, &aside, &format!("id={table}&version={version}")).await;
        assert_eq!(aside.status, StatusCode::SEE_OTHER, "{}", aside.text);
        let no = bring(house, call, &good, "Minutes 7").await;
        assert!(no.text.contains("scored since the table was taken out"), "{}", no.text);
        assert_eq!(waiting(house, call).await, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_workbook_comes_back_with_exact_scores_and_a_reviewer_in_conflict_stops_it() {
    on_each_engine(async |house: &House| {
        let (call, _, judges) = two(house).await;
        let first = officer(house, 3);
        let out = review::take_out(&first, call, Language::Ru).await.unwrap();
        let rows = out.rows.iter().zip(["87.5", "0"]).map(|((code, _, mark), score)| {
            let text = |text: &str| Cell::Text(text.to_owned());
            vec![text(code), Cell::Number(score.to_owned()), text(mark)]
        });
        let headings = out.headings.iter().map(|text| Heading::new(text)).collect();
        let bytes =
            write(&[Table { name: "scores".to_owned(), headings, rows: rows.collect() }]).unwrap();
        let sheets = kelisim_exchange::sheet::read(&bytes).unwrap();
        let file = BroughtFile { name: "scores.xlsx".to_owned(), bytes, sheets };
        let table = ImportId::new(first.new_id());
        let form = BookForm { basis: "Minutes 7".to_owned() };
        review::bring(&first, call, table, Language::En, &form, file.clone()).await.unwrap();
        // Sent twice, it is there once.
        review::bring(&first, call, table, Language::En, &form, file).await.unwrap();
        let books = review::books(&first, call, Language::En).await.unwrap();
        assert_eq!((books.waiting.len(), books.rows, books.scored), (1, 2, 0));
        let mut new: Vec<String> =
            books.waiting[0].differs.iter().map(|one| one.new[0].to_string()).collect();
        new.sort();
        assert_eq!(new, ["0", "87.5"], "a score of nothing is a score");
        assert_eq!(refused(review::accept(&first, call, table, 1).await), "scores-same-hand");
        // A reviewer remembers an employer: the file is lost at once, and the table with it.
        let form = judges[1].get("/en/reviews/declaration").await;
        let version = after(&form.text, "name=\"version\" value=\"").to_owned();
        let body = format!("version={version}&employers=Naryn+hospital&region=");
        judges[1].post("/en/reviews/declaration", &body).await;
        let late = review::accept(&officer(house, 4), call, table, 1).await;
        assert_eq!(refused(late), "scores-state-changed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reviewers_officers_and_the_doctor_are_told_of_what_waits_for_them_and_of_nothing_else() {
    on_each_engine(async |house: &House| {
        let (call, id, judges) = two(house).await;
        let receipt = receipt(house, id).await;
        let notices = async |judge: &Judge<'_>| judge.get("/en/notices").await.text;
        let first = notices(&judges[0]).await;
        assert_eq!(first.matches("have come to your desk").count(), 1, "{first}");
        assert!(first.contains("href=\"/en/reviews\""), "{first}");
        let system = house.app.context(kelisim_app::Actor::System);
        assert_eq!(remind(&system).await.unwrap(), 0, "nothing is due");
        let who = house.app.context(officer(house, 2).actor);
        assert!(remind(&who).await.is_err(), "the house reminds, nobody else");

        // 2031-01-10 18:00 in Bishkek; the day before, whoever has not scored is reminded, once.
        let due: jiff::Timestamp = "2031-01-10T12:00:00Z".parse().unwrap();
        let code = judges[1].code().await.unwrap();
        let given = judges[1].send(&code, "score_1=80&told=Own+words&do=give").await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        house.clock.advance(due.as_second() - system.now.as_second() - 86_400);
        for _ in 0..2 {
            let system = house.app.context(kelisim_app::Actor::System);
            assert_eq!(remind(&system).await.unwrap(), 1);
        }
        let [one, two] = [judges[0].again().await, judges[1].again().await];
        let told = notices(&one).await;
        assert_eq!(told.matches("wanted within two days").count(), 1, "{told}");
        assert!(!told.contains(&receipt) && !told.contains(&id.to_string()), "{told}");
        assert!(
            !notices(&two).await.contains("wanted within two days"),
            "who scored is left alone"
        );
        house.clock.advance(2 * 86_400);
        let system = house.app.context(kelisim_app::Actor::System);
        remind(&system).await.unwrap();
        let late = get(house, OFFICER, "/en/notices").await.text;
        assert!(late.contains("Scores of reviewers are late"), "{late}");
        assert!(late.contains(&format!("href=\"/en/calls/{call}/reviews\"")), "{late}");

        let one = one.again().await;
        let code = one.code().await.unwrap();
        let given = one.send(&code, "score_1=80&told=Own+words&do=give").await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        let show = format!("/en/calls/{call}/reviews/show");
        assert_eq!(post(house, OFFICER, &show, "").await.status, StatusCode::SEE_OTHER);
        let doctor = Doctor::again(house, "doctor@example.kg").await;
        assert!(doctor.get("/en/notices").await.text.contains("Your scores are shown"));
        let path = format!("/en/applications/{id}/object");
        let form = doctor.get(&path).await;
        let version = after(&form.text, "name=\"version\" value=\"").to_owned();
        let body = format!("version={version}&grounds=arithmetic&words=Sum");
        assert_eq!(doctor.post(&path, &body).await.status, StatusCode::SEE_OTHER);
        let told = get(house, OFFICER, "/en/notices").await.text;
        assert!(told.contains("objection waits for an answer"), "{told}");
        assert!(told.contains(&format!("href=\"/en/applications/{id}/review\"")), "{told}");
        let answer = format!("/en/applications/{id}/review/answer");
        let form = get(house, OFFICER, &answer).await.text;
        let version = after(&form, "name=\"version\" value=\"").to_owned();
        let body = format!("version={version}&upheld=yes&words=It+was");
        assert_eq!(post(house, OFFICER, &answer, &body).await.status, StatusCode::SEE_OTHER);
        assert!(doctor.get("/en/notices").await.text.contains("objection was answered"));
        let told = notices(&one).await;
        assert!(told.contains("Look at your scores again") && !told.contains(&receipt), "{told}");
        assert!(
            !told.contains("objection waits"),
            "what is the officers' is not told to reviewers"
        );
    })
    .await;
}
