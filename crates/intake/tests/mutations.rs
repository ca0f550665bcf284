//! Texts and files that are cut, doubled, mixed and spoilt at random, with a fixed seed: every passage still lies on
//! the text, nothing panics. The coverage-guided targets are in `fuzz/intake/`.

use kelisim_intake::{Draft, Options, draft};

const TEXTS: [&str; 4] = [
    include_str!("texts/ru.txt"),
    include_str!("texts/kk.txt"),
    include_str!("texts/ky.txt"),
    include_str!("texts/en.txt"),
];

/// Pieces that have broken text tools before.
const ODD: [&str; 12] = [
    "\u{301}",
    "\u{200f}שלום",
    "\u{feff}",
    "👩‍⚕️",
    "\r\n\r\n",
    "İ",
    "ﬁ",
    "\u{0}",
    "999999999999999999999",
    "2025-13-45",
    "«",
    " date 2026-02-30 ",
];

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn check(text: &str, found: &Draft) {
    let scalars: Vec<char> = text.chars().collect();
    let passages = found
        .items
        .iter()
        .flat_map(|i| std::iter::once(&i.evidence).chain(&i.also))
        .chain(found.indicators.iter().map(|i| &i.evidence))
        .chain(found.parties.iter().filter_map(|p| p.quotation.as_ref()));
    for passage in passages {
        let quoted: String = scalars[passage.start as usize..passage.end as usize].iter().collect();
        assert_eq!(quoted, passage.exact, "in {text:?}");
    }
}

fn mutated(dice: &mut Dice) -> String {
    let mut letters: Vec<char> = TEXTS[dice.roll(4)].chars().collect();
    for _ in 0..=dice.roll(6) {
        let at = dice.roll(letters.len());
        let end = (at + dice.roll(60)).min(letters.len());
        match dice.roll(5) {
            0 => {
                letters.drain(at..end);
            }
            1 => {
                let copy: Vec<char> = letters[at..end].to_vec();
                letters.splice(at..at, copy);
            }
            2 => {
                letters.splice(at..at, ODD[dice.roll(ODD.len())].chars());
            }
            3 => {
                let other: Vec<char> = TEXTS[dice.roll(4)].chars().collect();
                let from = dice.roll(other.len());
                letters.splice(at..at, other[from..(from + 80).min(other.len())].iter().copied());
            }
            _ => letters.truncate(at),
        }
        if letters.is_empty() {
            letters.push('а');
        }
    }
    letters.into_iter().collect()
}

#[test]
fn passages_of_spoilt_texts_lie_on_them() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..3_000 {
        let text = mutated(&mut dice);
        if let Ok(found) = draft(&text, &Options::default()) {
            check(&text, &found);
        }
    }
}

#[test]
fn an_endless_line_is_drafted_in_bounded_time() {
    let text = "Стороны договорились об обмене опытом и ".repeat(10_000);
    let found = draft(&text, &Options::default());
    assert!(found.is_ok_and(|d| d.items.len() <= 1));
}

#[cfg(feature = "readers")]
#[test]
fn spoilt_files_give_text_or_a_message() {
    use kelisim_intake::reader::{TEXT_LIMIT, read};

    let letter = "From: a@example.org\r\nSubject: =?utf-8?B?0JLRgdGC0YDQtdGH0LA=?=\r\nDate: Thu, 12 Feb 2026 10:00:00 +0600\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n\r\n89TP0s/O2SDEz8fP18/SyczJ09gu\r\n";
    let page = "<!DOCTYPE html><html><body><article><h1>Health</h1><p>The sides agreed to build a hospital.</p></article></body></html>";
    let pdf = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length 30 >>\nstream\nBT (Health) Tj ET\nendstream\nendobj\ntrailer << /Size 5 /Root 1 0 R >>\n%%EOF";
    let zip = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x05\0\0\0a.txt\x03\0PK\x01\x02\x14\0\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\x05\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0a.txtPK\x05\x06\0\0\0\0\x01\0\x01\0\x33\0\0\0\x25\0\0\0\0\0";
    let seeds: [&[u8]; 5] =
        [letter.as_bytes(), page.as_bytes(), pdf.as_bytes(), zip, TEXTS[0].as_bytes()];
    let mut dice = Dice(0xd1b5_4a32_d192_ed03);
    for round in 0..2_000 {
        let mut bytes = seeds[round % seeds.len()].to_vec();
        for _ in 0..=dice.roll(8) {
            let at = dice.roll(bytes.len());
            match dice.roll(4) {
                0 => bytes[at] = dice.roll(256) as u8,
                1 => bytes.truncate(at.max(1)),
                2 => bytes.insert(at, dice.roll(256) as u8),
                _ => {
                    let end = (at + dice.roll(40)).min(bytes.len());
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
            }
        }
        if let Ok(document) = read(&bytes) {
            assert!(document.text.len() <= TEXT_LIMIT);
        }
    }
}
