//! Where everything stands: blocks become marks on pages.

use super::bar::{Look, boxes};
use super::face::{Cut, Face, Faces};
use super::line::{Line, lines};
use super::{Bar, Block, Code, Column, Level, Of, PdfError, Sheet, Table, Text, Voice};

/// A4, in thousandths of a point.
pub const WIDTH: i32 = 595_276;
/// Its height.
pub const HEIGHT: i32 = 841_890;
const SIDE: i32 = 56_000;
const TOP: i32 = 56_000;
/// What is kept free for the foot.
const FOOT: i32 = 76_000;
const INNER: i32 = WIDTH - 2 * SIDE;
const LOWEST: i32 = HEIGHT - FOOT;
/// Space between the columns of a table.
const GAP: i32 = 8_000;
/// Largest side of a code.
const CODE: i32 = 110_000;
const MOST_PAGES: usize = 10_000;

/// Something drawn. Heights are measured from the top of the page to the line on which letters stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// Words.
    Words {
        /// From the left edge.
        x: i32,
        /// From the top edge.
        y: i32,
        /// How they are said.
        voice: Voice,
        /// Size of the letters.
        size: i32,
        /// The words.
        words: String,
        /// The part of the document they are; none for the foot of a page.
        part: Option<usize>,
    },
    /// A level line.
    Rule {
        /// From the left edge.
        x: i32,
        /// From the top edge.
        y: i32,
        /// How long.
        length: i32,
        /// Whether it stands under heads.
        heavy: bool,
    },
    /// An upright line beside a quoted passage.
    Bar {
        /// From the left edge.
        x: i32,
        /// Its upper end.
        from: i32,
        /// Its lower end.
        to: i32,
    },
    /// A box of a bar.
    Box {
        /// From the left edge.
        x: i32,
        /// Its upper edge, from the top.
        y: i32,
        /// How wide.
        width: i32,
        /// How high.
        height: i32,
        /// How it looks.
        look: Look,
    },
    /// A square code.
    Code {
        /// From the left edge.
        x: i32,
        /// Its upper edge, from the top.
        y: i32,
        /// How wide one module is.
        module: i32,
        /// Its modules.
        code: Code,
    },
}

/// What a part of the document is, for reading aloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading.
    Heading(Level),
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// A passage of a source.
    Quote,
    /// A table.
    Table,
    /// A row of it.
    Row,
    /// A head.
    Head,
    /// A cell.
    Cell,
}

/// A part of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub role: Role,
    /// The part it stands in; none, when in the document itself.
    pub within: Option<usize>,
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The words of the heading.
    pub words: String,
    /// Its page, from 0.
    pub page: usize,
    /// How far from the top.
    pub y: i32,
}

/// Where everything stands.
#[derive(Debug, Default)]
pub struct Layout {
    /// Marks of each page.
    pub pages: Vec<Vec<Mark>>,
    /// Parts, in the order of reading.
    pub parts: Vec<Part>,
    /// Headings of parts, in order.
    pub outline: Vec<Entry>,
}

/// How a kind of text stands.
#[derive(Clone, Copy)]
struct Style {
    size: i32,
    /// From line to line.
    step: i32,
    before: i32,
    after: i32,
}

const BODY: Style = Style { size: 9_500, step: 13_500, before: 0, after: 5_000 };
const QUOTED: Style = Style { size: 9_500, step: 14_000, before: 1_000, after: 1_500 };
const CELL: Style = Style { size: 8_500, step: 11_500, before: 3_500, after: 4_000 };
const SMALL: Style = Style { size: 7_000, step: 9_000, before: 0, after: 0 };

const fn heading(level: Level) -> Style {
    match level {
        Level::Title => Style { size: 19_000, step: 24_000, before: 0, after: 6_000 },
        Level::Part => Style { size: 13_000, step: 17_000, before: 14_000, after: 5_000 },
        Level::Thing => Style { size: 10_500, step: 14_000, before: 8_000, after: 3_000 },
    }
}

/// Says where everything stands.
///
/// # Errors
/// [`PdfError::TooLarge`].
pub fn lay_out(
    sheet: &Sheet,
    faces: &Faces,
    page_of: &dyn Fn(usize, usize) -> String,
) -> Result<Layout, PdfError> {
    let mut pen =
        Pen { faces, layout: Layout { pages: vec![Vec::new()], ..Layout::default() }, y: TOP };
    for block in &sheet.blocks {
        match block {
            Block::Heading { level, words } => pen.heading(*level, words),
            Block::Paragraph(text) => pen.paragraph(text),
            Block::Item(text) => pen.item(text),
            Block::Quote { words, from } => pen.quote(words, from),
            Block::Table(table) => pen.table(table),
            Block::Code(code, words) => pen.code(code, words),
        }
        if pen.layout.pages.len() > MOST_PAGES {
            return Err(PdfError::TooLarge("pages"));
        }
    }
    pen.feet(sheet, page_of);
    Ok(pen.layout)
}

struct Pen<'a> {
    faces: &'a Faces,
    layout: Layout,
    y: i32,
}

impl Pen<'_> {
    fn part(&mut self, role: Role, within: Option<usize>) -> usize {
        self.layout.parts.push(Part { role, within });
        self.layout.parts.len() - 1
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.layout.pages.last_mut() {
            page.push(mark);
        }
    }

    fn turn(&mut self) {
        self.layout.pages.push(Vec::new());
        self.y = TOP;
    }

    fn at_top(&self) -> bool {
        self.layout.pages.last().is_none_or(Vec::is_empty)
    }

    fn room(&self) -> i32 {
        LOWEST - self.y
    }

    fn heading(&mut self, level: Level, words: &str) {
        let style = heading(level);
        let lines = lines(self.faces, &Text::of(Voice::Strong, words), style.size, INNER);
        // A heading never stands at the foot of a page without what it is over.
        let tall = style.before + style.step * count(&lines) + style.after + 4 * BODY.step;
        if tall > self.room() && !self.at_top() {
            self.turn();
        } else if !self.at_top() {
            self.y += style.before;
        }
        if level == Level::Part {
            let page = self.layout.pages.len() - 1;
            self.layout.outline.push(Entry { words: words.to_owned(), page, y: self.y });
        }
        let part = self.part(Role::Heading(level), None);
        self.run(&lines, style, SIDE, part);
        self.y += style.after;
    }

    fn paragraph(&mut self, text: &Text) {
        let lines = lines(self.faces, text, BODY.size, INNER);
        let part = self.part(Role::Paragraph, None);
        self.run(&lines, BODY, SIDE, part);
        self.y += BODY.after;
    }

    fn item(&mut self, text: &Text) {
        let indent = 12_000;
        let lines = lines(self.faces, text, BODY.size, INNER - indent);
        let part = self.part(Role::Item, None);
        if BODY.step > self.room() {
            self.turn();
        }
        let y = self.y + baseline(BODY);
        self.words(SIDE, y, Voice::Quiet, BODY.size, "–", Some(part));
        self.run(&lines, BODY, SIDE + indent, part);
        self.y += 2_000;
    }

    fn quote(&mut self, words: &str, from: &Text) {
        let (faces, indent) = (self.faces, 12_000);
        let mut quoted = lines(faces, &Text::of(Voice::Source, words), QUOTED.size, INNER - indent);
        let by = lines(faces, from, CELL.size, INNER - indent);
        self.y += QUOTED.before;
        let part = self.part(Role::Quote, None);
        while !quoted.is_empty() {
            if QUOTED.step * count(&quoted).min(2) > self.room() && !self.at_top() {
                self.turn();
            }
            let fit = usize::try_from(self.room() / QUOTED.step).unwrap_or(1).max(1);
            let rest = quoted.split_off(fit.min(quoted.len()));
            let top = self.y;
            self.run(&quoted, QUOTED, SIDE + indent, part);
            self.mark(Mark::Bar { x: SIDE + 3_000, from: top + 2_000, to: self.y });
            quoted = rest;
        }
        let part = self.part(Role::Paragraph, None);
        self.run(&by, CELL, SIDE + indent, part);
        self.y += BODY.after;
    }

    /// A code and its words stay on one page.
    fn code(&mut self, code: &Code, words: &Text) {
        // A module of half a millimetre is read from a bad copy.
        let module = (CODE / code.wide().max(1)).max(1);
        let side = module * code.wide();
        let lines = lines(self.faces, words, CELL.size, INNER - side - GAP);
        let tall = side.max(CELL.step * count(&lines));
        if tall > self.room() && !self.at_top() {
            self.turn();
        }
        let top = self.y;
        self.mark(Mark::Code { x: SIDE, y: top, module, code: code.clone() });
        let part = self.part(Role::Paragraph, None);
        self.y += GAP;
        self.run(&lines, CELL, SIDE + side + GAP, part);
        self.y = self.y.max(top + tall) + BODY.after;
    }

    /// Lines one under another; what does not fit goes to the next page.
    fn run(&mut self, lines: &[Line], style: Style, x: i32, part: usize) {
        for line in lines {
            if style.step > self.room() {
                self.turn();
            }
            self.line(line, style, x, self.y, part);
            self.y += style.step;
        }
    }

    fn line(&mut self, line: &Line, style: Style, x: i32, top: i32, part: usize) {
        let (mut x, y) = (x, top + baseline(style));
        for piece in &line.pieces {
            self.words(x, y, piece.voice, style.size, &piece.words, Some(part));
            x += piece.width;
        }
    }

    fn words(&mut self, x: i32, y: i32, voice: Voice, size: i32, words: &str, part: Option<usize>) {
        if !words.is_empty() {
            self.mark(Mark::Words { x, y, voice, size, words: words.to_owned(), part });
        }
    }

    fn table(&mut self, table: &Table) {
        let places = places(&table.columns);
        if places.is_empty() || table.rows.is_empty() {
            return;
        }
        let part = self.part(Role::Table, None);
        let heads: Vec<Vec<Line>> = table
            .columns
            .iter()
            .zip(&places)
            .map(|(column, place)| {
                let text = Text::of(Voice::Quiet, column.head.as_str());
                lines(self.faces, &text, CELL.size, place.width)
            })
            .collect();
        self.y += 2_000;
        if tall(&heads) + 3 * CELL.step > self.room() && !self.at_top() {
            self.turn();
        }
        self.heads(&heads, &places, part);
        for (n, row) in table.rows.iter().enumerate() {
            let cells: Vec<Vec<Line>> = places
                .iter()
                .enumerate()
                .map(|(n, place)| {
                    row.get(n)
                        .map(|cell| lines(self.faces, cell, CELL.size, place.width))
                        .unwrap_or_default()
                })
                .collect();
            self.row(cells, table.bars.get(n), &heads, &places, part);
        }
        self.y += 8_000;
    }

    fn heads(&mut self, heads: &[Vec<Line>], places: &[Place], table: usize) {
        let row = self.part(Role::Row, Some(table));
        self.cells(heads, places, row, Role::Head);
        self.mark(Mark::Rule { x: SIDE, y: self.y, length: INNER, heavy: true });
    }

    /// A row stays on one page where it can; one taller than a page is parted between lines.
    fn row(
        &mut self,
        mut cells: Vec<Vec<Line>>,
        bar: Option<&Bar>,
        heads: &[Vec<Line>],
        places: &[Place],
        table: usize,
    ) {
        let row = self.part(Role::Row, Some(table));
        let whole_page = LOWEST - TOP - tall(heads);
        if tall(&cells) > self.room() && tall(&cells) <= whole_page {
            self.turn();
            self.heads(heads, places, table);
        }
        if tall(&cells) <= self.room() {
            self.bar(bar, places);
        }
        while tall(&cells) > self.room() {
            let fit = (self.room() - CELL.before - CELL.after) / CELL.step;
            if fit < 1 {
                self.turn();
                self.heads(heads, places, table);
                continue;
            }
            let fit = usize::try_from(fit).unwrap_or(1);
            let rest = cells.iter_mut().map(|cell| cell.split_off(fit.min(cell.len()))).collect();
            self.cells(&cells, places, row, Role::Cell);
            self.turn();
            self.heads(heads, places, table);
            cells = rest;
        }
        self.cells(&cells, places, row, Role::Cell);
        self.mark(Mark::Rule { x: SIDE, y: self.y, length: INNER, heavy: false });
    }

    /// The bar of a row, beside the first line of its words.
    fn bar(&mut self, bar: Option<&Bar>, places: &[Place]) {
        let place = places.iter().find(|place| place.of == Of::Bars);
        let (Some(bar), Some(place)) = (bar, place) else { return };
        let (y, height) = (self.y + CELL.before + 2_000, CELL.step - 4_000);
        for (width, look) in boxes(bar, place.width) {
            self.mark(Mark::Box { x: place.x, y, width, height, look });
        }
    }

    fn cells(&mut self, cells: &[Vec<Line>], places: &[Place], row: usize, role: Role) {
        let top = self.y + CELL.before;
        for (cell, place) in cells.iter().zip(places) {
            let part = self.part(role, Some(row));
            for (n, line) in (0_i32..).zip(cell) {
                let free = place.width - line.width(self.faces, CELL.size);
                let x = if place.of == Of::Figures { place.x + free } else { place.x };
                self.line(line, CELL, x, top + n * CELL.step, part);
            }
        }
        self.y += tall(cells);
    }

    /// The foot of every page, once their number is known.
    fn feet(&mut self, sheet: &Sheet, page_of: &dyn Fn(usize, usize) -> String) {
        let all = self.layout.pages.len();
        let face: &Face = self.faces.of(Cut::Regular);
        let mut feet: Vec<Line> = Vec::new();
        for words in &sheet.footer {
            let text = Text::of(Voice::Quiet, words.as_str());
            feet.extend(lines(self.faces, &text, SMALL.size, INNER - 70_000));
        }
        feet.truncate(5);
        for (n, page) in self.layout.pages.iter_mut().enumerate() {
            let top = LOWEST + 14_000;
            page.push(Mark::Rule { x: SIDE, y: top - 6_000, length: INNER, heavy: false });
            for (line_no, line) in (0_i32..).zip(&feet) {
                for piece in &line.pieces {
                    let y = top + line_no * SMALL.step + baseline(SMALL);
                    page.push(foot(SIDE, y, piece.words.clone()));
                }
            }
            let words = page_of(n + 1, all);
            let x = SIDE + INNER - face.width(&words, SMALL.size);
            page.push(foot(x, top + baseline(SMALL), words));
        }
    }
}

const fn foot(x: i32, y: i32, words: String) -> Mark {
    Mark::Words { x, y, voice: Voice::Quiet, size: SMALL.size, words, part: None }
}

/// Where a column stands.
struct Place {
    x: i32,
    width: i32,
    of: Of,
}

fn places(columns: &[Column]) -> Vec<Place> {
    let shares: i32 = columns.iter().map(|column| i32::from(column.share.max(1))).sum();
    let gaps = GAP * i32::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    let (mut x, free) = (SIDE, (INNER - gaps).max(1));
    let mut places = Vec::new();
    for column in columns {
        let width = free / shares.max(1) * i32::from(column.share.max(1));
        places.push(Place { x, width, of: column.of });
        x += width + GAP;
    }
    places
}

/// How far below the top of a line its letters stand.
const fn baseline(style: Style) -> i32 {
    style.step - (style.step - style.size) / 2 - style.size / 5
}

fn count(lines: &[Line]) -> i32 {
    i32::try_from(lines.len()).unwrap_or(i32::MAX / BODY.step)
}

fn tall(cells: &[Vec<Line>]) -> i32 {
    CELL.before + CELL.after + CELL.step * cells.iter().map(|cell| count(cell)).max().unwrap_or(0)
}
