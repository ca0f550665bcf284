//! What a document is, read back.

use super::*;

const LETTERS: &str = "Ә ә Ғ ғ Қ қ Ң ң Ө ө Ұ ұ Ү ү Һ һ І і";

fn sheet(blocks: Vec<Block>) -> Sheet {
    Sheet {
        title: "Келесі кездесуге материалдар".to_owned(),
        author: "KG".to_owned(),
        language: "kk".to_owned(),
        made_on: Date::constant(2026, 2, 1),
        blocks,
        footer: vec!["8f2c".repeat(16)],
    }
}

fn made(sheet: &Sheet) -> Vec<u8> {
    render(sheet, &|page, of| format!("{page} / {of}")).unwrap()
}

fn read_back(bytes: &[u8]) -> (lopdf::Document, String) {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).unwrap();
    (document, text)
}

fn long_table(rows: usize) -> Block {
    let columns = vec![Column::words("Commitment", 6), Column::figures("Promised", 2)];
    let row =
        |n: usize| vec![Text::plain(format!("row {n} of the table")), Text::plain(n.to_string())];
    Block::Table(Table::of(columns, (0..rows).map(row).collect()))
}

#[test]
fn letters_of_four_languages_are_copied_out_as_they_were_written() {
    let words = format!("{LETTERS} Ёё Йй №1 «150» – 2026 ж. Şifa İı");
    for voice in [Voice::Plain, Voice::Strong, Voice::Source] {
        let (_, text) =
            read_back(&made(&sheet(vec![Block::Paragraph(Text::of(voice, words.as_str()))])));
        assert!(text.contains(&words), "{voice:?}: {text}");
    }
}

#[test]
fn every_letter_of_the_four_languages_has_a_glyph_in_every_face() {
    let faces = face::Faces::read().unwrap();
    let cyrillic = ('А'..='я').chain("ЁёӘәҒғҚқҢңӨөҰұҮүҺһІі".chars());
    let latin = ('!'..='~').chain("ÇçĞğİıÖöŞşÜü№«»–—…•“”„’ \u{a0}\u{202f}".chars());
    for letter in cyrillic.chain(latin) {
        for cut in face::Cut::ALL {
            assert_ne!(faces.of(cut).glyph(letter), 0, "{letter} in {cut:?}");
        }
    }
}

#[test]
fn a_letter_without_a_glyph_is_drawn_as_a_box_and_copied_whole() {
    let (_, text) = read_back(&made(&sheet(vec![Block::Paragraph(Text::plain("核医学 العربية"))])));
    assert!(text.contains("核医学"), "{text}");
}

#[test]
fn letters_typed_as_letter_and_mark_are_composed() {
    let (_, text) =
        read_back(&made(&sheet(vec![Block::Paragraph(Text::plain("и\u{306} е\u{308}"))])));
    assert!(text.contains("й ё"), "{text}");
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    let it = sheet(vec![long_table(200), Block::Paragraph(Text::plain(LETTERS))]);
    assert_eq!(made(&it), made(&it.clone()));
}

#[test]
fn a_long_table_has_its_heads_and_a_number_on_every_page() {
    let (document, _) = read_back(&made(&sheet(vec![long_table(200)])));
    let pages = document.get_pages();
    assert!(pages.len() > 4);
    for number in pages.keys() {
        let text = document.extract_text(&[*number]).unwrap();
        assert!(text.contains("Promised"), "page {number}: {text}");
        assert!(text.contains(&format!("{number} / {}", pages.len())), "page {number}: {text}");
        assert!(text.contains("8f2c8f2c"), "page {number}: {text}");
    }
    let all: Vec<u32> = pages.keys().copied().collect();
    let text = document.extract_text(&all).unwrap();
    for n in 0..200 {
        assert_eq!(text.matches(&format!("row {n} of the table")).count(), 1, "row {n}");
    }
}

#[test]
fn a_row_taller_than_a_page_is_parted_and_loses_nothing() {
    let words: Vec<String> = (0..1500).map(|n| format!("w{n}")).collect();
    let columns = vec![Column::words("A", 1), Column::words("B", 1)];
    let rows = vec![vec![Text::plain("short"), Text::plain(words.join(" "))]];
    let (document, text) = read_back(&made(&sheet(vec![Block::Table(Table::of(columns, rows))])));
    assert!(document.get_pages().len() > 1);
    let seen: std::collections::BTreeSet<&str> = text.split_whitespace().collect();
    assert!(words.iter().all(|word| seen.contains(word.as_str())));
}

#[test]
fn a_long_quotation_runs_over_pages_and_headings_never_end_one() {
    let words = "сөйлем ".repeat(4_000);
    let heading = Block::Heading { level: Level::Part, words: "Тараздар".to_owned() };
    let quote = Block::Quote { words, from: Text::plain("24.kg, 2026-01-10") };
    let (document, text) = read_back(&made(&sheet(vec![heading, quote])));
    assert!(document.get_pages().len() > 5);
    assert_eq!(text.matches("сөйлем").count(), 4_000);
}

#[test]
fn the_file_says_its_title_language_outline_and_structure() {
    let heading =
        Block::Heading { level: Level::Part, words: "Ашық уәделер".to_owned() };
    let (document, _) = read_back(&made(&sheet(vec![heading, long_table(3)])));
    let catalog = document.catalog().unwrap();
    for key in ["Lang", "StructTreeRoot", "Outlines", "MarkInfo"] {
        assert!(catalog.has(key.as_bytes()), "{key}");
    }
}

#[test]
fn bad_input_gives_a_document_all_the_same() {
    for words in ["", "\n\n\n", "\0\u{7}\u{feff}", "\u{202e}abc", &"x".repeat(20_000)] {
        let blocks = vec![
            Block::Heading { level: Level::Title, words: words.to_owned() },
            Block::Paragraph(Text::plain(words)),
            Block::Quote { words: words.to_owned(), from: Text::default() },
            Block::Table(Table::of(Vec::new(), vec![vec![Text::plain(words)]])),
        ];
        read_back(&made(&sheet(blocks)));
    }
    let (document, _) = read_back(&made(&sheet(Vec::new())));
    assert_eq!(document.get_pages().len(), 1);
}

#[test]
fn bars_stand_beside_the_words_of_their_row_on_whatever_page() {
    let columns = vec![Column::words("Commitment", 6), Column::bars("Delivered", 3)];
    let row = |n: usize| vec![Text::plain(format!("row {n}"))];
    let bar = Bar { promised: Some(150), delivered: Some(48), talk: false };
    let rows: Vec<_> = (0..120).map(row).collect();
    let bars = vec![bar; rows.len()];
    let it = sheet(vec![Block::Table(Table { columns, rows, bars })]);
    let faces = face::Faces::read().unwrap();
    let layout = layout::lay_out(&it, &faces, &|_, _| String::new()).unwrap();
    assert!(layout.pages.len() > 1);
    let mut boxes = 0;
    for page in &layout.pages {
        for mark in page {
            if let layout::Mark::Box { y, height, .. } = mark {
                boxes += 1;
                let beside = |m: &layout::Mark| {
                    matches!(m, layout::Mark::Words { y: on, words, .. }
                        if words.starts_with("row") && *on > *y && *on < *y + 2 * *height)
                };
                assert!(page.iter().any(beside), "a box at {y} without its words");
            }
        }
    }
    assert_eq!(boxes, 240, "a hollow and a solid one for each row");
    read_back(&made(&it));
}

#[test]
fn a_code_is_drawn_with_its_words_and_the_same_twice() {
    let code = Code { side: 21, dark: (0..441).map(|n| n % 3 == 0).collect() };
    let blocks = vec![Block::Code(code, Text::plain("Нөмірі KG-1"))];
    let bytes = made(&sheet(blocks.clone()));
    assert_eq!(bytes, made(&sheet(blocks)));
    let (document, text) = read_back(&bytes);
    assert!(text.contains("Нөмірі KG-1"), "{text}");
    let page = document.get_pages()[&1];
    let drawn = document.get_page_content(page);
    let drawn = String::from_utf8_lossy(&drawn);
    assert_eq!(drawn.matches(" re").count(), 147, "one rectangle for each run of dark modules");
}
