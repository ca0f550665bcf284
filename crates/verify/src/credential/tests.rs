use serde_json::json;

use super::*;

/// The vector of W3C Data Integrity EdDSA Cryptosuites 1.0 for `eddsa-jcs-2022` (w3c/vc-di-eddsa, TestVectors).
const W3C: &str = r#"{"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],
"id":"urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33","type":["VerifiableCredential","AlumniCredential"],
"name":"Alumni Credential","description":"A minimum viable example of an Alumni Credential.",
"issuer":"https://vc.example/issuers/5678","validFrom":"2023-01-01T00:00:00Z",
"credentialSubject":{"id":"did:example:abcdefgh","alumniOf":"The School of Examples"},
"proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","created":"2023-02-24T23:36:38Z",
"verificationMethod":"https://vc.example/issuers/5678#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
"proofPurpose":"assertionMethod",
"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],
"proofValue":"z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4"}}"#;

fn pair(seed: u8) -> ed25519_compact::KeyPair {
    ed25519_compact::KeyPair::from_seed(ed25519_compact::Seed::new([seed; 32]))
}

fn issued(seed: u8, change: impl Fn(&mut Value)) -> Value {
    let pair = pair(seed);
    let name = multikey(&pair.pk);
    let issuer = format!("did:key:{name}");
    let context = json!([CONTEXT, "https://www.w3.org/ns/credentials/undefined-terms/v2"]);
    let mut document = json!({
        "@context": context,
        "id": "urn:uuid:0193",
        "type": ["VerifiableCredential", "KelisimReceipt"],
        "issuer": {"id": issuer, "name": "Ministry"},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2027-01-01T00:00:00Z",
        "credentialSubject": {"number": "KG-1", "places": 3},
    });
    let mut settings = json!({
        "@context": context,
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": format!("{issuer}#{name}"),
        "proofPurpose": "assertionMethod",
    });
    let signature = pair.sk.sign(to_sign(&document, &settings), None);
    settings["proofValue"] = Value::from(format!("z{}", base58::encode(signature.as_ref())));
    document["proof"] = settings;
    change(&mut document);
    document
}

fn fault(document: &Value) -> Option<Fault> {
    let now = Some("2026-06-01T00:00:00Z");
    parse(document.to_string().as_bytes()).and_then(|it| it.check(now, &[])).err()
}

#[test]
fn the_vector_of_the_standard_holds_and_one_changed_letter_breaks_it() {
    let read = parse(W3C.as_bytes()).unwrap();
    assert_eq!(read.check(Some("2026-01-01T00:00:00Z"), &[]), Ok(()));
    assert_eq!((read.kind.as_str(), read.issuer_name.as_deref()), ("AlumniCredential", None));
    let changed = W3C.replace("School of Examples", "School of Exampies");
    assert_eq!(parse(changed.as_bytes()).unwrap().check(None, &[]), Err(Fault::Changed));
}

#[test]
fn a_credential_holds_however_it_is_laid_out_and_has_one_hash() {
    let document = issued(1, |_| {});
    let (close, wide) = (document.to_string(), serde_json::to_string_pretty(&document).unwrap());
    let (one, two) = (parse(close.as_bytes()).unwrap(), parse(wide.as_bytes()).unwrap());
    assert_eq!(one, two);
    assert_eq!(
        one.check(Some("2026-06-01T00:00:00Z"), &[pair(1).pk.as_ref().try_into().unwrap()]),
        Ok(())
    );
    assert_eq!(one.issuer_name.as_deref(), Some("Ministry"));
}

#[test]
fn every_changed_byte_of_the_text_is_noticed() {
    let text = issued(2, |_| {}).to_string();
    for at in 0..text.len() {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        let holds = parse(&bytes).is_ok_and(|it| it.check(None, &[]).is_ok());
        assert!(!holds, "byte {at}: {}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn time_key_and_issuer_are_told_apart() {
    let read = parse(issued(3, |_| {}).to_string().as_bytes()).unwrap();
    assert_eq!(read.check(Some("2025-12-31T23:59:59Z"), &[]), Err(Fault::NotYet));
    assert_eq!(read.check(Some("2026-01-01T00:00:00Z"), &[]), Ok(()));
    assert_eq!(read.check(Some("2027-01-01T00:00:00Z"), &[]), Err(Fault::Expired));
    assert_eq!(read.check(None, &[[9; 32]]), Err(Fault::Key));
    assert_eq!(read.check(None, &[[9; 32], read.key]), Ok(()));
    let other = multikey(&pair(4).pk);
    let stolen = issued(3, |it| it["issuer"]["id"] = Value::from(format!("did:key:{other}")));
    assert_eq!(fault(&stolen), Some(Fault::Issuer));
    let other_key = issued(3, |it| {
        it["issuer"]["id"] = Value::from(format!("did:key:{other}"));
        it["proof"]["verificationMethod"] = Value::from(format!("did:key:{other}#{other}"));
    });
    assert_eq!(fault(&other_key), Some(Fault::Changed));
    let two_names = issued(3, |it| {
        let name = multikey(&pair(3).pk);
        it["issuer"]["id"] = Value::from(format!("did:key:{other}"));
        it["proof"]["verificationMethod"] = Value::from(format!("did:key:{other}#{name}"));
    });
    assert_eq!(fault(&two_names), Some(Fault::Issuer));
}

#[test]
fn what_is_no_credential_is_refused_by_its_own_name() {
    let text = issued(5, |_| {}).to_string();
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    for (bytes, wanted) in [
        (String::new(), Fault::NotJson),
        ("{".to_owned(), Fault::NotJson),
        (format!("{text} x"), Fault::NotJson),
        (
            text.replacen("{\"@context\"", "{\"id\":\"a\",\"id\":\"b\",\"@context\"", 1),
            Fault::Twice,
        ),
        (text.replace("\"places\":3", "\"places\":3.0"), Fault::Number),
        (text.replace("\"places\":3", "\"places\":9007199254740992"), Fault::Number),
        (text.replace("\"places\":3", "\"places\":-0"), Fault::Number),
        (text.replace("\"places\":3", "\"places\":1e400"), Fault::NotJson),
        (deep, Fault::Deep),
        ("[]".to_owned(), Fault::NotCredential),
        ("{}".to_owned(), Fault::Proof),
        (" ".repeat(10 << 20), Fault::TooLong),
    ] {
        let start: String = bytes.chars().take(60).collect();
        assert_eq!(parse(bytes.as_bytes()).unwrap_err(), wanted, "{start}");
    }
    assert_eq!(parse(&[b'"', 0xff, b'"']), Err(Fault::NotJson));
    for (name, wanted) in [
        ("@context", Fault::NotCredential),
        ("type", Fault::NotCredential),
        ("issuer", Fault::NotCredential),
        ("validFrom", Fault::NotCredential),
        ("credentialSubject", Fault::NotCredential),
        ("proof", Fault::Proof),
    ] {
        let less = issued(5, |it| drop(it.as_object_mut().unwrap().remove(name)));
        assert_eq!(fault(&less), Some(wanted), "{name}");
    }
    for name in
        ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "proofValue"]
    {
        let less = issued(5, |it| drop(it["proof"].as_object_mut().unwrap().remove(name)));
        assert_eq!(fault(&less), Some(Fault::Proof), "{name}");
        let other = issued(5, |it| it["proof"][name] = Value::from("x"));
        assert_eq!(fault(&other), Some(Fault::Proof), "{name}");
    }
    let more = issued(5, |it| it["proof"]["nonce"] = Value::from("1"));
    assert_eq!(fault(&more), Some(Fault::Proof));
    let local = issued(5, |it| it["validFrom"] = Value::from("2026-01-01T00:00:00+06:00"));
    assert_eq!(fault(&local), Some(Fault::NotCredential));
}

#[test]
fn base_58_keeps_zeros_and_refuses_other_letters_and_lengths() {
    for bytes in [vec![], vec![0], vec![0, 0, 1], vec![255; 34], (0..64).collect::<Vec<u8>>()] {
        let text = base58::encode(&bytes);
        assert_eq!(base58::decode(&text, bytes.len()), Some(bytes.clone()), "{text}");
        assert_eq!(base58::decode(&text, bytes.len() + 1), None);
    }
    assert_eq!(base58::encode(b"Hello World!"), "2NEpo7TZRRrLZSi2U");
    assert_eq!(base58::decode("0OIl", 3), None);
    assert_eq!(base58::decode(&"2".repeat(1_000_000), 64), None);
}

#[test]
fn canonical_text_is_that_of_rfc_8785() {
    // RFC 8785, section 3.2.3: names in the order of their UTF-16 units.
    let value: Value = serde_json::from_str(
        r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
            "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#,
    )
    .unwrap();
    let names = ["\\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"];
    let text = canonical(&value);
    let places: Vec<usize> =
        names.iter().map(|name| text.find(&format!("\"{name}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{text}");
    // Section 3.2.2.2: the shortest escapes and no others.
    let value: Value =
        serde_json::from_str(r#""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#).unwrap();
    assert_eq!(canonical(&value), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
}
