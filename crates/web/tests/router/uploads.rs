//! Files that doctors send in parts, and what a script keeps while they type.

use axum::http::StatusCode;
use kelisim_domain::journal::Hash;

use crate::applications::{Doctor, open_call};
use crate::house::{House, Reply, on_each_engine};

/// A file of several parts that ends as a PDF does.
fn file() -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend((0..5_000_u32).flat_map(|n| format!("{n:08x}\n").into_bytes()));
    file.extend(b"%%EOF\n");
    file
}

async fn begin(doctor: &Doctor<'_>, bytes: &[u8]) -> Reply {
    let body = format!("name=diploma.pdf&size={}&sha256={}", bytes.len(), Hash::of(bytes));
    doctor.post("/en/my/uploads", &body).await
}

async fn part(doctor: &Doctor<'_>, id: &str, start: usize, bytes: &[u8]) -> Reply {
    let start = start.to_string();
    doctor.file(&format!("/en/my/uploads/{id}"), &[("start", start.as_str())], "part", bytes).await
}

fn received(reply: &Reply) -> usize {
    assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text);
    reply.header("kelisim-received").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_goes_on_where_the_line_broke_and_becomes_one_document() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let bytes = file();
        let begun = begin(&doctor, &bytes).await;
        assert_eq!(received(&begun), 0);
        let id = begun.header("kelisim-upload").to_owned();
        assert_eq!(received(&part(&doctor, &id, 0, &bytes[..20_000]).await), 20_000);
        // The answer was lost and the same part comes again; then the page is opened anew.
        assert_eq!(received(&part(&doctor, &id, 0, &bytes[..20_000]).await), 20_000);
        assert_eq!(received(&part(&doctor, &id, 30_000, &bytes[30_000..]).await), 20_000);
        let again = begin(&doctor, &bytes).await;
        assert_eq!((received(&again), again.header("kelisim-upload")), (20_000, id.as_str()));

        let early = doctor.post("/en/my/documents", &format!("upload={id}")).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.text.contains("20000 of 45015 bytes"), "{}", early.text);
        assert_eq!(received(&part(&doctor, &id, 20_000, &bytes[20_000..]).await), bytes.len());
        let revision = doctor.revision(call).await;
        let body = format!("version={revision}&document=2&upload={id}");
        let taken = doctor.post(&format!("/en/apply/{call}/documents"), &body).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.text);
        // The same form sent twice.
        let twice = doctor.post("/en/my/documents", &format!("upload={id}")).await;
        assert_eq!(twice.status, StatusCode::SEE_OTHER, "{}", twice.text);
        let documents = doctor.get("/en/my/documents").await.text;
        assert_eq!(documents.matches(&Hash::of(&bytes).to_string()).count(), 1, "{documents}");
        let copy = doctor.get(&format!("/en/my/documents/{id}")).await;
        assert_eq!(copy.text.as_bytes(), bytes);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_part_that_does_not_fit_another_persons_file_and_a_wrong_hash_leave_nothing() {
    on_each_engine(async |house: &House| {
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let other = Doctor::new(house, "other@example.kg").await;
        let bytes = file();
        for (body, words) in [
            ("name=a&size=x&sha256=00", "not the one that was announced"),
            ("name=a&size=9&sha256=zz", "not the one that was announced"),
        ] {
            let reply = doctor.post("/en/my/uploads", body).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(reply.text.contains(words), "{}", reply.text);
        }
        for size in [0, 9 << 20] {
            let body = format!("name=a&size={size}&sha256={}", Hash::of(&bytes));
            let reply = doctor.post("/en/my/uploads", &body).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{size}");
        }
        let id = begin(&doctor, &bytes).await.header("kelisim-upload").to_owned();
        let stolen = part(&other, &id, 0, &bytes[..10]).await;
        assert_eq!(stolen.status, StatusCode::NOT_FOUND, "another person's");
        assert_ne!(
            begin(&other, &bytes).await.header("kelisim-upload"),
            id,
            "an upload of the own"
        );
        for (start, bytes) in [(0, &b""[..]), (bytes.len() - 4, &bytes[..10]), (usize::MAX, b"a")] {
            let reply = part(&doctor, &id, start, bytes).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{start}");
        }
        let wrong = vec![b'x'; bytes.len()];
        assert_eq!(received(&part(&doctor, &id, 0, &wrong).await), bytes.len());
        let refused = doctor.post("/en/my/documents", &format!("upload={id}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("not the one that was announced"), "{}", refused.text);
        assert_eq!(received(&begin(&doctor, &bytes).await), 0, "it is sent anew");
        for n in 0..4_u8 {
            assert_eq!(received(&begin(&doctor, &[n; 9]).await), 0);
        }
        let full = begin(&doctor, b"one more").await;
        assert_eq!(full.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(full.text.contains("5 files"), "{}", full.text);
        assert!(doctor.get("/en/my/documents").await.text.contains("Nothing here yet"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_script_keeps_what_is_typed_and_the_whole_order_and_a_slower_tab_keeps_nothing() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let person = format!("/en/apply/{call}/person");
        let kept = doctor.post(&person, "version=0&quiet=1&employer=Clinic").await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.text);
        assert_eq!(kept.header("kelisim-version"), "1");
        assert!(doctor.get(&format!("/en/apply/{call}")).await.text.contains("Clinic"));
        let late = doctor.post(&person, "version=0&quiet=1&employer=Other").await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.text.contains("person?kept="), "what was typed comes back: {}", late.text);

        let choices = format!("/en/apply/{call}/choices");
        let added = doctor.post(&choices, "version=1&do=add&seat=1").await;
        assert_eq!(added.status, StatusCode::SEE_OTHER);
        for seats in ["", "1 1", "1 2", "x"] {
            let body = format!("version=2&do=order&seats={seats}");
            let refused = doctor.post(&choices, &body).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{seats}");
        }
        let same = doctor.post(&choices, "version=2&do=order&seats=1&quiet=1").await;
        assert_eq!((same.status, same.header("kelisim-version")), (StatusCode::NO_CONTENT, "3"));
    })
    .await;
}
