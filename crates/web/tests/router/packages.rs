//! A partner without an account approves a text by a signed file; keys of partners, as two officers meet them.

use std::io::Read as _;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ed25519_compact::{KeyPair, Seed};
use kelisim_app::paper::{fingerprint, multikey};
use kelisim_app::partner_key::{self, ConfirmForm};
use kelisim_app::{Actor, AppError, Context, Signed};
use kelisim_domain::canonical::to_canonical;
use kelisim_domain::id::{InstrumentId, PartnerKeyId, UserId};
use kelisim_domain::instrument::{Instrument, Side};
use kelisim_domain::journal::Hash;
use kelisim_domain::text::Language;
use kelisim_domain::user::Role;
use kelisim_store::reading::Kind;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::forms::{OFFICER, PARTNER, get, ok, post, refused, send_from, version};
use crate::house::{House, on_each_engine};

const TEXT: &str = "150 treatments a year";

/// A second officer of the registry.
fn second(house: &House) -> Context<'_> {
    house.app.context(Actor::User(Signed {
        id: UserId::new(Uuid::from_u128(2)),
        name: "Officer 2".to_owned(),
        registry: "KG".parse().unwrap(),
        role: Role::Officer,
        partners: Vec::new(),
        pass: None,
    }))
}

fn pair(seed: u8) -> KeyPair {
    KeyPair::from_seed(Seed::new([seed; 32]))
}

fn base58(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut signs: Vec<u32> = Vec::new();
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for sign in &mut signs {
            carry += *sign << 8;
            *sign = carry % 58;
            carry /= 58;
        }
        while carry > 0 {
            signs.push(carry % 58);
            carry /= 58;
        }
    }
    signs.extend(bytes.iter().take_while(|byte| **byte == 0).map(|_| 0));
    signs.iter().rev().map(|sign| char::from(LETTERS[usize::try_from(*sign).unwrap()])).collect()
}

/// What a partner's own program signs.
fn signed(pair: &KeyPair, kind: &str, subject: &Value) -> String {
    let name = multikey(&pair.pk);
    let issuer = format!("did:key:{name}");
    let context = json!(["https://www.w3.org/ns/credentials/v2"]);
    let mut document = json!({
        "@context": context,
        "type": ["VerifiableCredential", kind],
        "issuer": {"id": issuer, "name": "Directorate of health services abroad"},
        "validFrom": "2025-11-03T08:00:00Z",
        "credentialSubject": subject,
    });
    let mut proof = json!({
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2025-11-03T08:00:00Z",
        "verificationMethod": format!("{issuer}#{name}"),
        "proofPurpose": "assertionMethod",
    });
    let mut both = Vec::new();
    both.extend(Sha256::digest(to_canonical(&proof).unwrap()));
    both.extend(Sha256::digest(to_canonical(&document).unwrap()));
    let signature = pair.sk.sign(&both, None);
    proof["proofValue"] = format!("z{}", base58(signature.as_ref())).into();
    document["proof"] = proof;
    document.to_string()
}

fn subject(id: &str, version: i64, text: &str) -> Value {
    json!({
        "decision": "approved", "language": "ru", "instrument": id, "version": version,
        "content": Hash::of(text.as_bytes()).to_string(), "remark": "Пункт 3 без замечаний",
    })
}

fn approves(pair: &KeyPair, id: &str, version: i64, text: &str) -> String {
    signed(pair, "KelisimTextAnswer", &subject(id, version, text))
}

/// Enters an instrument with a text as its second entry; gives its id.
async fn with_text(house: &House) -> String {
    let source = house.things[&("KG", "TR")].source;
    let body = format!(
        "kind=agreement&level=government&partner=TR&parties=KG&parties=TR&title_en=Agreement&topic=facility&source={source}&passage=150+places+a+year"
    );
    let reply = post(house, OFFICER, "/en/instruments/new", &body).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let id = reply.location().rsplit('/').next().unwrap().to_owned();
    let body = format!("name=%2F..%2FAgreement.txt&text={}", TEXT.replace(' ', "+"));
    ok(house, &at(&id), "draft", &body).await;
    id
}

fn at(id: &str) -> String {
    format!("/en/instruments/{id}")
}

async fn state(house: &House, id: &str) -> Instrument {
    let id: InstrumentId = id.parse().unwrap();
    let day = jiff::civil::date(2100, 1, 1);
    let body = house.store.one(Kind::Instrument, id.uuid(), day).await.unwrap().unwrap();
    serde_json::from_str(&body.body).unwrap()
}

/// Enters a key as the first officer; gives its id.
async fn entered(house: &House, pair: &KeyPair) -> PartnerKeyId {
    let cookie = house.session(OFFICER.0, OFFICER.1).await;
    let form = format!("partner=TR&key={}&holder=Directorate", multikey(&pair.pk));
    let reply = send_from(house, &cookie, "/en/partner-keys/new", &form).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    reply.location().rsplit('/').next().unwrap().parse().unwrap()
}

async fn compared(house: &House, id: PartnerKeyId, told: &str) -> Result<(), AppError> {
    let ctx = second(house);
    let version = partner_key::one(&ctx, id).await.unwrap().version;
    let form = ConfirmForm { fingerprint: told.to_owned(), way: "By telephone".to_owned() };
    partner_key::confirm(&ctx, id, version, Language::En, &form).await
}

fn form(answer: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("answer", answer).finish()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_counts_when_it_is_whole_of_this_text_and_by_a_key_two_people_stand_for() {
    on_each_engine(async |house: &House| {
        let (id, other) = (with_text(house).await, with_text(house).await);
        let (url, own) = (at(&id), pair(7));
        let told = fingerprint(&own.pk);
        let good = approves(&own, &id, 2, TEXT);
        let refused = async |answer: &str, words: &str| {
            let reply = refused(house, &url, "signed", &form(answer), words).await;
            assert!(reply.text.contains("name=\"answer\""), "{}", reply.text);
        };
        refused(&good, "which nobody entered").await;
        let key = entered(house, &own).await;
        refused(&good, "no second person has compared").await;
        refused(&good, &told).await;
        // Whoever entered it does not compare it, and what was heard has to be the same.
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let confirm = format!("/en/partner-keys/{key}/confirm");
        let typed = format!("fingerprint={}&way=By+telephone", told.replace(' ', "+"));
        let reply = send_from(house, &cookie, &confirm, &typed).await;
        assert!(reply.text.contains("You entered this key"), "{}", reply.text);
        let wrong = compared(house, key, &told.replace('a', "b").replace('1', "2")).await;
        let Err(AppError::Refused(refusals)) = wrong else { panic!("{wrong:?}") };
        assert_eq!(refusals[0].code, "partner-key-differs");
        compared(house, key, &told.to_uppercase().replace(' ', "-")).await.unwrap();

        let before = house.dump().await;
        refused("", "cannot be read").await;
        refused("{\"a\":1}", "no signature of the kind").await;
        refused(&good.replace("Directorate of", "Directorate on"), "changed after it was signed")
            .await;
        refused(&" ".repeat(300 * 1024), "cannot be read").await;
        refused(&format!("{{\"a\":\"{}\"}}", "x".repeat(300 * 1024)), "longer than 256 KiB").await;
        refused(&signed(&own, "KelisimTextPackage", &subject(&id, 2, TEXT)), "approves no text")
            .await;
        let mut refusing = subject(&id, 2, TEXT);
        refusing["decision"] = "refused".into();
        refused(&signed(&own, "KelisimTextAnswer", &refusing), "approves no text").await;
        refused(&approves(&own, &other, 2, TEXT), "about another instrument").await;
        refused(&approves(&own, &id, 2, "151 treatments"), "newer version").await;
        refused(&approves(&own, &id, 1, TEXT), "newer version").await;
        refused(&approves(&pair(8), &id, 2, TEXT), "which nobody entered").await;
        assert_eq!(house.dump().await, before, "a refused answer writes nothing");

        ok(house, &url, "signed", &form(&good)).await;
        let page = get(house, OFFICER, &url).await;
        assert!(page.text.contains("Signed answer") && page.text.contains(&told), "{}", page.text);
        assert!(!page.text.contains("package.zip"), "there is nothing left to ask");
        let it = state(house, &id).await;
        let approval = &it.approvals[0].what.approval;
        assert_eq!((approval.side, approval.hash), (Side::Partner, Hash::of(TEXT.as_bytes())));
        assert_eq!(
            approval.note.as_ref().unwrap().get(Language::Ru),
            Some("Пункт 3 без замечаний")
        );
        let answer = format!("{url}/answers/{}", it.approvals[0].meta.version);
        for who in [OFFICER, PARTNER] {
            let file = get(house, who, &answer).await;
            assert_eq!((file.status, file.text.as_str()), (StatusCode::OK, good.as_str()));
            assert_eq!(file.header("content-type"), "application/octet-stream");
        }
        assert_eq!(get(house, ("KZ", Role::Officer), &answer).await.status, StatusCode::NOT_FOUND);
        refused(&good, "approves this text already").await;

        // A key that was withdrawn counts for nothing that comes later, and does not come back.
        let body = "name=Two&text=160+treatments";
        ok(house, &url, "draft", body).await;
        let v = state(house, &id).await.drafts[1].meta.version;
        let ctx = second(house);
        let at_version = partner_key::one(&ctx, key).await.unwrap().version;
        partner_key::withdraw(&ctx, key, at_version, "other_hands").await.unwrap();
        refused(&approves(&own, &id, v, "160 treatments"), "which was withdrawn").await;
        let again = format!("partner=TR&key={}&holder=D", multikey(&own.pk));
        let reply = send_from(house, &cookie, "/en/partner-keys/new", &again).await;
        assert!(reply.text.contains("was entered before"), "{}", reply.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_of_another_partner_of_the_house_or_of_nobody_signs_nothing() {
    on_each_engine(async |house: &House| {
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let key = multikey(&pair(9).pk);
        for (form, words) in [
            ("partner=TR&key=z6Mk&holder=D".to_owned(), "This is no public key"),
            (format!("partner=QQ&key={key}&holder=D"), "error"),
            (format!("partner=TR&key={key}&holder="), "error"),
            (format!("partner=TR&key={}&holder=D", multikey(&pair(42).pk)), "key of this house"),
            (format!("partner=TR&key={}&holder=D", multikey(&[9; 32])), "key of this house"),
        ] {
            let reply = send_from(house, &cookie, "/en/partner-keys/new", &form).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
            assert!(reply.text.contains(words), "{form}: {}", reply.text);
        }
        // A key of Russia signs nothing for Türkiye.
        let broken = format!("partner=RU&key={}+%0A{}&holder=D", &key[..20], &key[20..]);
        let reply = send_from(house, &cookie, "/en/partner-keys/new", &broken).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let id: PartnerKeyId = reply.location().rsplit('/').next().unwrap().parse().unwrap();
        compared(house, id, &fingerprint(&pair(9).pk)).await.unwrap();
        let text = with_text(house).await;
        let answer = approves(&pair(9), &text, 2, TEXT);
        refused(house, &at(&text), "signed", &form(&answer), "belongs to another partner").await;
        // Other officers were told that it waits; the list shows it in four languages, to the house alone.
        for language in ["kk", "ky", "ru", "en"] {
            let list = get(house, OFFICER, &format!("/{language}/partner-keys")).await;
            assert!(list.text.contains(&fingerprint(&pair(9).pk)), "{}", list.text);
        }
        let elsewhere = get(house, ("KZ", Role::Officer), "/en/partner-keys").await;
        assert!(!elsewhere.text.contains(&fingerprint(&pair(9).pk)));
        let partners = get(house, PARTNER, "/en/partners").await;
        assert!(!partners.text.contains("/partner-keys"), "{}", partners.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_package_holds_the_text_what_the_house_signed_and_a_page() {
    on_each_engine(async |house: &House| {
        let id = with_text(house).await;
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let path = format!("/ky/instruments/{id}/drafts/2/package.zip");
        let (status, bytes) = house.file(&path, &cookie).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(
            house.file(&path, &cookie).await.1,
            bytes,
            "the same version gives the same bytes"
        );
        let mut packed = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            packed.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!(read("_.._Agreement.txt"), TEXT);
        let page = read("answer.html");
        assert!(page.contains("Жактыруу үчүн текст") && page.contains("id=\"package\""), "{page}");
        let text = read("package.json");
        let public = house.app.context(Actor::Public);
        let checked = kelisim_app::paper::check(&public, text.as_bytes()).await.unwrap();
        assert!(checked.fault.is_none() && checked.ours, "{checked:?}");
        let told = checked.credential.unwrap().subject;
        assert_eq!(told["content"], Hash::of(TEXT.as_bytes()).to_string());
        assert_eq!((&told["instrument"], &told["version"]), (&json!(id), &json!(2)));
        // A version that is not the present one has no package.
        ok(house, &at(&id), "draft", "name=Two&text=Other+words").await;
        let old = get(house, OFFICER, &path).await;
        assert_eq!(old.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn browser_program_and_file_approve_the_same_hash() {
    on_each_engine(async |house: &House| {
        let mut ids = Vec::new();
        for _ in 0..3 {
            let id = with_text(house).await;
            let hash = Hash::of(TEXT.as_bytes());
            ok(house, &at(&id), "approve", &format!("side=home&hash={hash}")).await;
            ids.push((version(house, &at(&id)).await, id));
        }
        let hash = Hash::of(TEXT.as_bytes());
        let [(one, by_browser), (two, by_program), (_, by_file)] = &ids[..] else { panic!() };
        let path = format!("/en/instruments/{by_browser}/approve");
        let form_of = format!("version={one}&side=partner&hash={hash}");
        assert_eq!(post(house, PARTNER, &path, &form_of).await.status, StatusCode::SEE_OTHER);

        let scopes = "texts-approve";
        let token = crate::tokens::token(house, PARTNER, scopes).await;
        let request = Request::post(format!("/api/v1/instruments/{by_program}/approve"))
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/json")
            .header("content-language", "en")
            .header("idempotency-key", "\"approve-1\"")
            .header("if-match", format!("\"v{two}\""));
        let said = json!({"side": "partner", "hash": hash.to_string()}).to_string();
        let reply = house.send(request.body(Body::from(said)).unwrap()).await;
        assert!(reply.status.is_success(), "{} {}", reply.status, reply.text);

        let own = pair(7);
        let key = entered(house, &own).await;
        compared(house, key, &fingerprint(&own.pk)).await.unwrap();
        ok(house, &at(by_file), "signed", &form(&approves(&own, by_file, 2, TEXT))).await;

        for id in [by_browser, by_program, by_file] {
            let it = state(house, id).await;
            let approved: Vec<(Side, Hash)> = it
                .approvals
                .iter()
                .map(|said| (said.what.approval.side, said.what.approval.hash))
                .collect();
            assert_eq!(approved, [(Side::Home, hash), (Side::Partner, hash)]);
            let page = get(house, PARTNER, &at(id)).await;
            assert!(page.text.contains("text agreed by both sides"), "{}", page.text);
        }
    })
    .await;
}
