use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use encoding_rs::WINDOWS_1251;

use super::*;
use kelisim_domain::sheet::Odd;

fn cells(sheet: &Sheet) -> Vec<Vec<&str>> {
    sheet.lines.iter().map(|line| line.cells.iter().map(String::as_str).collect()).collect()
}

fn one(bytes: &[u8]) -> Sheet {
    read(bytes).unwrap().remove(0)
}

fn refused(bytes: &[u8]) -> &'static str {
    read(bytes).unwrap_err().code
}

#[test]
fn a_table_is_read_with_the_separator_and_encoding_it_was_written_in() {
    let expected = vec![vec!["Партнёр", "Значение"], vec!["Турция", "3,5"]];
    let text = "Партнёр;Значение\r\nТурция;3,5\r\n";
    let old: Vec<u8> = WINDOWS_1251.encode(text).0.into_owned();
    let wide: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked = format!("\u{feff}{text}");
    for bytes in [text.as_bytes(), &old, &wide, marked.as_bytes()] {
        assert_eq!(cells(&one(bytes)), expected);
    }
    let commas = "Партнёр,Значение\nТурция,\"3,5\"\n";
    assert_eq!(cells(&one(commas.as_bytes())), expected);
    assert_eq!(cells(&one(text.replace(';', "\t").as_bytes())), expected);
    let named = one(format!("sep=;\r\n{text}").as_bytes());
    assert_eq!(cells(&named), expected);
    assert_eq!(named.lines[0].number, 2);
}

#[test]
fn letters_that_an_old_encoding_lost_are_noticed() {
    let text = "partner;note\nТ?ркия;Келди?\n";
    let bytes = WINDOWS_1251.encode(text).0.into_owned();
    let sheet = one(&bytes);
    assert_eq!(sheet.lines[1].odd, [(0, Odd::Lost)]);
    assert!(one(text.as_bytes()).lines[1].odd.is_empty(), "in UTF-8 a question mark is one");
}

#[test]
fn quoted_cells_keep_their_signs_and_lines_keep_their_numbers() {
    let sheet = one(b"a,b\n\"x\ny\",\"say \"\"150\"\"\"\n\n\nz,'=1+1\n");
    assert_eq!(cells(&sheet), [vec!["a", "b"], vec!["x y", "say \"150\""], vec!["z", "=1+1"]]);
    assert_eq!(sheet.lines.iter().map(|l| l.number).collect::<Vec<_>>(), [1, 2, 6]);
    assert_eq!(refused(b"a,b\n\"x,1\n"), "file-quotes");
}

#[test]
fn files_that_are_no_tables_or_too_large_are_refused_with_a_reason() {
    assert_eq!(refused(b" \r\n"), "file-empty");
    assert_eq!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "file-old-workbook");
    assert_eq!(refused(b"PK\x03\x04 and nothing more"), "file-broken");
    assert_eq!(refused(b"a\0b,c\n"), "file-binary");
    assert_eq!(refused(&vec![b'a'; FILE + 1]), "file-large");
    assert_eq!(refused("1,2\n".repeat(LINES + 1).as_bytes()), "file-lines");
    assert_eq!(refused("1,2\n".repeat(1_000_000).as_bytes()), "file-lines");
    assert_eq!(refused(",".repeat(80).as_bytes()), "file-empty");
    assert_eq!(refused(format!("{}x\n", ",".repeat(80)).as_bytes()), "file-columns");
}

#[test]
fn a_bomb_is_measured_before_anything_in_it_is_read() {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default();
    archive.start_file("xl/worksheets/sheet1.xml", packed).unwrap();
    archive.write_all(&vec![b' '; 9 << 20]).unwrap();
    let mut bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 100_000, "{} bytes", bytes.len());
    assert_eq!(xlsx::measure(&bytes, 8 << 20).unwrap_err().code, "file-unpacks");
    assert!(xlsx::measure(&bytes, 9 << 20).is_ok());
    // An archive that says it is small and is not.
    let size = u32::to_le_bytes(9 << 20);
    for at in (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == size).collect::<Vec<_>>() {
        bytes[at..at + 4].copy_from_slice(&u32::to_le_bytes(1_000));
    }
    let code = xlsx::measure(&bytes, 8 << 20).unwrap_err().code;
    assert!(["file-unpacks", "file-broken"].contains(&code), "{code}");
}

fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

#[test]
fn cells_of_a_workbook_come_as_they_were_meant() {
    let bytes = workbook(|sheet| {
        let day = Format::new().set_num_format("dd.mm.yyyy");
        sheet.write(0, 0, "Ел").unwrap();
        sheet.write(0, 2, "Мәні").unwrap();
        sheet.write(2, 0, "Түркия").unwrap();
        sheet.write(2, 2, 0.1 + 0.2).unwrap();
        let at = ExcelDateTime::from_ymd(2026, 3, 15).unwrap();
        sheet.write_datetime_with_format(2, 3, at, &day).unwrap();
        sheet.write(2, 4, 46_096).unwrap();
        sheet.write(2, 5, true).unwrap();
        sheet.write_formula(2, 6, Formula::new("=40+8").set_result("48")).unwrap();
    });
    let sheet = one(&bytes);
    assert_eq!(
        cells(&sheet),
        [vec!["Ел", "", "Мәні"], vec!["Түркия", "", "0.3", "2026-03-15", "46096", "", "48"]]
    );
    assert_eq!(sheet.lines[1].number, 3);
    assert_eq!(sheet.lines[1].odd, [(5, Odd::Truth), (6, Odd::Formula)]);
}

#[test]
fn merged_cells_are_named_in_every_line_they_cover() {
    let bytes = workbook(|sheet| {
        sheet.write(0, 0, "partner").unwrap();
        sheet.write(1, 1, "1").unwrap();
        sheet.write(2, 1, "2").unwrap();
        sheet.merge_range(1, 0, 2, 0, "TR", &Format::new()).unwrap();
    });
    let sheet = one(&bytes);
    assert_eq!(sheet.lines[1].odd, [(0, Odd::Merged)]);
    assert_eq!(sheet.lines[2].odd, [(0, Odd::Merged)]);
    assert!(sheet.lines[0].odd.is_empty());
}

#[test]
fn a_far_off_cell_costs_nothing_and_is_refused() {
    let bytes = workbook(|sheet| {
        sheet.write(1_048_575, 16_383, "x").unwrap();
    });
    assert_eq!(refused(&bytes), "file-columns");
    let bytes = workbook(|sheet| {
        sheet.write(1_048_575, 0, "x").unwrap();
    });
    assert_eq!(one(&bytes).lines[0].number, 1_048_576);
}

proptest::proptest! {
    #[test]
    fn whatever_the_bytes_are_reading_them_ends_without_a_fault(bytes in proptest::collection::vec(0u8.., 0..400)) {
        if let Ok(sheets) = read(&bytes) {
            for line in sheets.iter().flat_map(|sheet| &sheet.lines) {
                proptest::prop_assert!(line.cells.len() <= COLUMNS as usize);
            }
        }
    }
}
