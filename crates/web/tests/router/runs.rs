//! The run of a call, from the candidates to the released result, as officers, a partner and a visitor meet it.

use std::time::Duration;

use axum::http::StatusCode;
use kelisim_app::programme::run::{self, BroughtFile, COLUMNS, CommitForm, Headings, RevealForm};
use kelisim_app::{Actor, AppError, Context, Signed};
use kelisim_domain::id::{CallId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::quota::Account;
use kelisim_domain::text::Language;
use kelisim_domain::user::Role;

use crate::calls::{at, balance, begin, line, publish, seat};
use crate::forms::{OFFICER, PARTNER, get, ok};
use crate::house::{House, on_each_engine};

/// Longer than any computing here takes.
const PATIENCE: Duration = Duration::from_secs(300);

/// An officer of the registry, a while after applications closed.
fn officer(house: &House, n: u128) -> Context<'_> {
    let signed = Signed {
        id: UserId::new(uuid::Uuid::from_u128(n)),
        name: format!("Officer {n}"),
        registry: "KG".parse().unwrap(),
        role: Role::Officer,
        partners: Vec::new(),
        pass: None,
    };
    let mut ctx = house.app.context(Actor::User(signed));
    ctx.now = "2026-06-20T08:00:00Z".parse().unwrap();
    ctx
}

fn refused<T: std::fmt::Debug>(done: Result<T, AppError>) -> &'static str {
    match done {
        Err(AppError::Refused(refusals)) => refusals[0].code,
        other => panic!("{other:?} is no refusal"),
    }
}

fn table(rows: &str) -> BroughtFile {
    let bytes = format!("code,score,choices,region,refused\n{rows}").into_bytes();
    let sheets = kelisim_exchange::sheet::read(&bytes).unwrap();
    BroughtFile { name: "candidates.csv".to_owned(), bytes, sheets }
}

fn headings() -> Headings {
    COLUMNS.iter().map(|column| ((*column).to_owned(), *column)).collect()
}

async fn version(ctx: &Context<'_>, id: CallId) -> i64 {
    run::page(ctx, id).await.unwrap().run.map_or(0, |run| run.version)
}

/// A published call with two confirmed places in each of two specialties; gives its id and the numbers of its seats.
async fn call(house: &House) -> (String, CallId, u32, u32) {
    let line = line(house).await;
    let id = begin(house).await;
    let url = at(&id);
    ok(house, &url, "seat", &seat(line, 2)).await;
    ok(house, &url, "seat", &seat(line, 2).replace("31.08.56", "31.08.57")).await;
    ok(house, &url, "submit", "").await;
    publish(house, &id).await.unwrap();
    let call = CallId::new(id.parse().unwrap());
    let seen = kelisim_app::programme::page(&officer(house, 1), call, None).await.unwrap();
    let seats: Vec<u32> = seen.call.terms().unwrap().seats.iter().map(|s| s.number).collect();
    for number in &seats {
        ok(house, &url, "seated", &format!("seat={number}&places=2")).await;
    }
    (id, call, seats[0], seats[1])
}

fn commitment(n: u8) -> (String, String) {
    (Hash::of(&[n; 32]).to_string(), format!("{n:02x}").repeat(32))
}

/// Both sides commit, by two persons.
async fn commit(house: &House, call: CallId) {
    for (actor, party, n) in [(1, "KG", 7), (2, "TR", 8)] {
        let ctx = officer(house, actor);
        let form = CommitForm { party: party.to_owned(), sha256: commitment(n).0 };
        run::commit(&ctx, call, version(&ctx, call).await, &form).await.unwrap();
    }
}

async fn reveal(house: &House, call: CallId) {
    let ctx = officer(house, 1);
    for (party, n) in [("KG", 7), ("TR", 8)] {
        let form = RevealForm { party: party.to_owned(), value: commitment(n).1 };
        run::reveal(&ctx, call, version(&ctx, call).await, &form).await.unwrap();
    }
}

/// Candidates brought and accepted.
async fn candidates(house: &House, call: CallId, rows: &str) {
    let (one, two) = (officer(house, 1), officer(house, 2));
    run::bring(&one, call, version(&one, call).await, &headings(), table(rows)).await.unwrap();
    let seen = run::page(&two, call).await.unwrap().run.unwrap();
    let hash = seen.waiting().unwrap().hash.to_string();
    assert_eq!(refused(run::accept(&one, call, seen.version, &hash).await), "run-own-list");
    run::accept(&two, call, seen.version, &hash).await.unwrap();
}

async fn sign(house: &House, call: CallId, actor: u128, capacity: &str) {
    let ctx = officer(house, actor);
    let seen = run::page(&ctx, call).await.unwrap().run.unwrap();
    let computed = seen.current().unwrap().computed.as_ref().unwrap();
    let hash = computed.what.certificate.to_string();
    run::sign(&ctx, call, seen.version, capacity, &hash).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_goes_from_candidates_to_a_released_result_that_anybody_checks() {
    on_each_engine(async |house: &House| {
        let (id, call, first, other) = call(house).await;
        let ctx = officer(house, 1);
        assert_eq!(refused(run::freeze(&ctx, call, 0).await), "run-not-begun");
        let wrong = table("Aida Osmonova,90,1,,\n");
        assert_eq!(
            refused(run::bring(&ctx, call, 0, &headings(), wrong).await),
            "candidates-column-person"
        );
        let rows = format!(
            "KG-0001,95,{first} {other},,\nKG-0002,90,{first} {other},,\nKG-0003,85,{first},,\n\
             KG-0004,80,{first} {other},KG-T,{other}\nKG-0005,70,{other},,\nKG-0006,60,{other},,\n"
        );
        candidates(house, call, &rows).await;
        let at_run = version(&ctx, call).await;
        assert_eq!(refused(run::freeze(&ctx, call, at_run).await), "run-no-commitments");
        commit(house, call).await;
        let mut early = officer(house, 1);
        early.now = "2026-04-10T08:00:00Z".parse().unwrap();
        let at_run = version(&ctx, call).await;
        assert_eq!(refused(run::freeze(&early, call, at_run).await), "call-still-open");
        run::freeze(&ctx, call, at_run).await.unwrap();
        let url = at(&id);
        crate::forms::refused(
            house,
            &url,
            "cancel",
            "title_kk=K&title_ky=K&title_ru=R&title_en=E",
            "A run is under way",
        )
        .await;
        reveal(house, call).await;
        run::compute(&ctx, call, version(&ctx, call).await, PATIENCE).await.unwrap();
        let page = get(house, OFFICER, &format!("{url}/run")).await;
        assert!(page.text.contains("Computed and checked"), "{}", page.text);
        assert!(page.text.contains("4 of 6 candidates have a place; 4 places in all."));
        sign(house, call, 1, "chair").await;
        sign(house, call, 2, "second").await;
        let results = format!("/en/results/{id}");
        assert_eq!(house.get(&results, None).await.status, StatusCode::NOT_FOUND, "not released");
        assert_eq!(get(house, PARTNER, &format!("{url}/run")).await.status, StatusCode::FORBIDDEN);
        let at_run = version(&ctx, call).await;
        run::release(&ctx, call, at_run).await.unwrap();
        let own = kelisim_app::programme::page(&ctx, call, None).await.unwrap();
        let quota = own.call.lines().next().unwrap();
        assert_eq!(balance(house, quota, Account::Seated).await, 0);
        assert_eq!(balance(house, quota, Account::Allocated).await, 4);

        for language in ["kk", "ky", "ru", "en"] {
            let page = house.get(&format!("/{language}/results/{id}"), None).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.text.contains("KG-0001"), "no candidate stands on the public page");
        }
        let certificate = house.get(&format!("{results}/certificate.json"), None).await;
        assert!(certificate.text.starts_with("{\"body\":") && !certificate.text.contains("KG-000"));
        let row = run::row(&ctx, call, "KG-0004").await.unwrap().unwrap();
        let public = house.app.context(Actor::Public);
        let told = run::explained(&public, call, row.as_bytes()).await.unwrap();
        assert_eq!(told.given, None);
        let reasons: Vec<&str> = told.unmet.iter().map(|reason| reason.code).collect();
        assert_eq!(reasons, ["below-cutoff", "not-acceptable"]);
        let changed = row.replace("KG-0004", "KG-0001");
        assert_eq!(
            refused(run::explained(&public, call, changed.as_bytes()).await),
            "row-refused",
            "nobody asks for another's row"
        );
        assert_eq!(refused(run::explained(&public, call, b" ").await), "row-missing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sealed_files_are_for_officers_auditors_and_the_partner_and_rows_for_the_house() {
    on_each_engine(async |house: &House| {
        let (id, call, first, other) = call(house).await;
        candidates(house, call, &format!("KG-0001,95,{first} {other},,\nKG-0002,90,{first},,\n"))
            .await;
        commit(house, call).await;
        let ctx = officer(house, 1);
        run::freeze(&ctx, call, version(&ctx, call).await).await.unwrap();
        let url = at(&id);
        let sign_of = async |role: Role, path: &str| {
            get(house, ("KG", role), &format!("{url}/{path}")).await.status == StatusCode::OK
        };
        assert!(sign_of(Role::Officer, "run-files/market.json").await);
        assert!(!sign_of(Role::Partner, "run-files/market.json").await, "not before the release");
        reveal(house, call).await;
        run::compute(&ctx, call, version(&ctx, call).await, PATIENCE).await.unwrap();
        sign(house, call, 3, "chair").await;
        sign(house, call, 4, "second").await;
        run::release(&ctx, call, version(&ctx, call).await).await.unwrap();
        for path in ["run-files/market.json", "run-files/certificate.json", "run-files/result.json"]
        {
            for (role, may) in [
                (Role::Officer, true),
                (Role::Auditor, true),
                (Role::Partner, true),
                (Role::Reader, false),
            ] {
                assert_eq!(sign_of(role, path).await, may, "{role:?} {path}");
            }
        }
        for (path, roles) in [
            ("candidates", [true, true, true, false]),
            ("candidates.csv", [true, true, true, false]),
            ("candidates.xlsx", [true, true, true, false]),
            ("rows/KG-0001", [true, false, false, false]),
        ] {
            let all = [Role::Officer, Role::Auditor, Role::Reader, Role::Partner];
            for (role, may) in all.into_iter().zip(roles) {
                assert_eq!(sign_of(role, path).await, may, "{role:?} {path}");
            }
        }
        let seen = get(house, PARTNER, &url).await.text;
        assert!(seen.contains("run-files/market.json"), "the partner's ministry finds the files");
        let list = get(house, OFFICER, &format!("{url}/candidates?code=kg-0002")).await.text;
        assert!(list.contains("KG-0002") && !list.contains("KG-0001"));
        assert_eq!(run::row(&ctx, call, "KG-9").await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_discarded_run_lets_terms_and_list_change_again_and_stays_on_record() {
    on_each_engine(async |house: &House| {
        let (id, call, first, _) = call(house).await;
        candidates(house, call, &format!("KG-0001,95,{first},,\n")).await;
        commit(house, call).await;
        let ctx = officer(house, 1);
        run::freeze(&ctx, call, version(&ctx, call).await).await.unwrap();
        let list = table(&format!("KG-0001,96,{first},,\n"));
        let at_run = version(&ctx, call).await;
        assert_eq!(
            refused(run::bring(&ctx, call, at_run, &headings(), list.clone()).await),
            "run-is-frozen"
        );
        assert_eq!(
            refused(run::discard(&ctx, call, at_run, Language::En, " ").await),
            "text-empty"
        );
        run::discard(&ctx, call, at_run, Language::En, "A score was wrong").await.unwrap();
        let at_run = version(&ctx, call).await;
        run::bring(&ctx, call, at_run, &headings(), list).await.unwrap();
        let two = officer(house, 2);
        let changes = run::changes(&two, call).await.unwrap();
        assert_eq!(
            changes[0].score.as_ref().map(|(old, new)| (old.to_string(), new.to_string())),
            Some(("95".to_owned(), "96".to_owned()))
        );
        let page = get(house, OFFICER, &format!("{}/run", at(&id))).await.text;
        assert!(page.contains("Run 1 discarded") && page.contains("A score was wrong"));
        assert!(page.contains("other scores 1"), "{page}");
        let form = get(house, OFFICER, &format!("{}/run/accept", at(&id))).await.text;
        assert!(form.contains("KG-0001: Score: 95 → 96"), "{form}");
    })
    .await;
}
