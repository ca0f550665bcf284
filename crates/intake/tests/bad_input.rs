//! Bad input gives a clear message or an honest draft, never a panic and never a guess.

use kelisim_intake::engine::LONGEST;
use kelisim_intake::{DraftError, Options, draft};

#[test]
fn a_text_longer_than_any_communique_is_refused_by_its_size() {
    let text = "слово ".repeat(LONGEST / 11 + 1);
    let error = draft(&text, &Options::default()).unwrap_err();
    assert_eq!(error, DraftError::TooLong { found: text.len(), limit: LONGEST });
    assert!(error.to_string().contains("split it"));
}

#[test]
fn right_to_left_words_between_others_move_no_passage() {
    let text = "Министры здравоохранения Кыргызстана и Турции встретились. \u{202e}مذكرة\u{202c} וזכרון Стороны договорились об обмене специалистами.";
    let found = draft(text, &Options::default()).unwrap();
    let scalars: Vec<char> = text.chars().collect();
    assert_eq!(found.items.len(), 1);
    for item in &found.items {
        let (start, end) = (item.evidence.start as usize, item.evidence.end as usize);
        assert_eq!(scalars[start..end].iter().collect::<String>(), item.evidence.exact);
    }
}

#[test]
fn a_text_of_signs_and_numbers_holds_nothing() {
    for text in ["12 34 56", "— ¶ … «»", "\u{200b}\u{feff}.", "0 0 0 0 0 0"] {
        let found = draft(text, &Options::default()).unwrap();
        assert!(found.items.is_empty() && found.indicators.is_empty(), "{text:?}");
    }
}

#[cfg(feature = "readers")]
mod files {
    use kelisim_intake::reader::{FILE_LIMIT, ReadError, read};

    #[test]
    fn more_than_200_megabytes_are_refused_unread() {
        let error = read(&vec![b'a'; FILE_LIMIT + 1]).unwrap_err();
        assert_eq!(error, ReadError::TooLarge { found: FILE_LIMIT + 1, limit: FILE_LIMIT });
    }

    #[test]
    fn nothing_pictures_and_programs_are_named() {
        assert_eq!(read(b"").unwrap_err(), ReadError::Empty);
        let pictures: [&[u8]; 4] = [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"\xff\xd8\xff\xe0\0\x10JFIF\0",
            b"GIF89a\x01\0\x01\0",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0",
        ];
        for bytes in pictures {
            let error = read(bytes).unwrap_err();
            assert!(matches!(error, ReadError::NotText { .. }), "{error}");
            assert!(error.to_string().contains("paste the text"), "{error}");
        }
    }

    #[test]
    fn a_lone_surrogate_gives_text_and_no_panic() {
        let mut bytes = vec![0xff, 0xfe];
        for unit in "Стороны обсудили".encode_utf16().chain([0xd800]).chain(" квоту".encode_utf16())
        {
            bytes.extend(unit.to_le_bytes());
        }
        let document = read(&bytes).unwrap();
        assert!(document.text.starts_with("Стороны обсудили"), "{}", document.text);
        assert!(document.text.ends_with("квоту"), "{}", document.text);
    }

    #[test]
    fn a_pdf_that_asks_for_a_password_says_so() {
        let pdf = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n3 0 obj\n<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <0000000000000000000000000000000000000000000000000000000000000000> /U <0000000000000000000000000000000000000000000000000000000000000000> >>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000110 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] >>\nstartxref\n336\n%%EOF\n";
        let error = read(pdf).unwrap_err();
        assert!(
            matches!(error, ReadError::Password { .. } | ReadError::Damaged { .. }),
            "{error:?}"
        );
    }
}
