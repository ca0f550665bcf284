//! Marks become the objects of a PDF file.

use std::collections::BTreeMap;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use pdf_writer::types::{
    ArtifactType, CidFontType, FontFlags, StructRole, SystemInfo, UnicodeCmap,
};
use pdf_writer::{Content, Date, Filter, Finish as _, Name, Pdf, Rect, Ref, Str, TextStr};
use subsetter::GlyphRemapper;

use super::bar::Look;
use super::face::{Cut, Face, Faces, Used};
use super::layout::{HEIGHT, Layout, Mark, Role, WIDTH};
use super::{Level, PdfError, Sheet, Voice};

const IDENTITY: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// Numbers of objects, in the order in which they are given out.
struct Refs(i32);

impl Refs {
    const fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }

    fn take(&mut self, count: usize) -> Vec<Ref> {
        (0..count).map(|_| self.next()).collect()
    }
}

/// What of a part stands on a page: a run of marks with a number of its own within the page.
struct Run {
    part: usize,
    page: usize,
    number: i32,
}

/// Writes the file.
///
/// # Errors
/// [`PdfError::TooLarge`]; [`PdfError::Face`].
pub fn write(sheet: &Sheet, faces: &Faces, layout: &Layout) -> Result<Vec<u8>, PdfError> {
    let mut pdf = Pdf::new();
    let mut refs = Refs(0);
    let (catalog, tree, info, root) = (refs.next(), refs.next(), refs.next(), refs.next());
    let pages = refs.take(layout.pages.len());
    let contents = refs.take(layout.pages.len());
    let elements = refs.take(layout.parts.len());
    let fonts = Cut::ALL.map(|cut| (cut, refs.next()));
    let letters = letters(layout)?;
    let mut runs = Vec::new();
    for (n, marks) in layout.pages.iter().enumerate() {
        let (Some(page), Some(content)) = (pages.get(n), contents.get(n)) else { continue };
        let drawn = draw(marks, n, &letters, &mut runs);
        pdf.stream(*content, &packed(&drawn)).filter(Filter::FlateDecode);
        let mut page = pdf.page(*page);
        page.media_box(Rect::new(0.0, 0.0, points(WIDTH), points(HEIGHT)));
        page.parent(tree).contents(*content).struct_parents(i32::try_from(n).unwrap_or(0));
        let mut resources = page.resources();
        let mut named = resources.fonts();
        for (cut, font) in fonts {
            named.pair(Name(cut.key()), font);
        }
    }
    pdf.pages(tree).kids(pages.iter().copied()).count(i32::try_from(pages.len()).unwrap_or(0));
    for ((cut, font), used) in fonts.into_iter().zip(&letters) {
        embed(&mut pdf, &mut refs, font, faces.of(cut), used)?;
    }
    structure(&mut pdf, &mut refs, layout, root, &elements, &pages, &runs);
    let outline = outline(&mut pdf, &mut refs, layout, &pages);
    describe(&mut pdf, info, sheet);
    let mut top = pdf.catalog(catalog);
    top.pages(tree).lang(TextStr(&sheet.language));
    top.mark_info().marked(true);
    top.pair(Name(b"StructTreeRoot"), root);
    top.viewer_preferences().display_doc_title(true);
    if let Some(outline) = outline {
        top.outlines(outline);
    }
    top.finish();
    Ok(pdf.finish())
}

/// The letters used of each face.
fn letters(layout: &Layout) -> Result<[Used; 3], PdfError> {
    let of = |cut: Cut| {
        let marks = layout.pages.iter().flatten();
        Used::of(marks.flat_map(move |mark| {
            match mark {
                Mark::Words { voice, words, .. } if Cut::of(*voice) == cut => words.as_str(),
                _ => "",
            }
            .chars()
        }))
    };
    let [regular, semibold, serif] = Cut::ALL;
    Ok([of(regular)?, of(semibold)?, of(serif)?])
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a page has less than a million thousandths of a point"
)]
pub fn points(thousandths: i32) -> f32 {
    thousandths as f32 / 1000.0
}

fn colour(voice: Voice) -> [f32; 3] {
    let [r, g, b] = match voice {
        Voice::Plain | Voice::Strong | Voice::Source => [16, 32, 30],
        Voice::Quiet => [67, 83, 79],
        Voice::Late => [163, 34, 58],
        Voice::Done => [10, 107, 102],
    };
    [r, g, b].map(|part: u8| f32::from(part) / 255.0)
}

fn draw(marks: &[Mark], page: usize, letters: &[Used; 3], runs: &mut Vec<Run>) -> Vec<u8> {
    let mut content = Content::new();
    let (mut open, mut number): (Option<Option<usize>>, i32) = (None, 0);
    for mark in marks {
        let part = match mark {
            Mark::Words { part, .. } => *part,
            Mark::Rule { .. } | Mark::Bar { .. } | Mark::Box { .. } | Mark::Code { .. } => None,
        };
        if open != Some(part) {
            if open.is_some() {
                content.end_marked_content();
            }
            if let Some(part) = part {
                content
                    .begin_marked_content_with_properties(Name(b"Span"))
                    .properties()
                    .identify(number);
                runs.push(Run { part, page, number });
                number += 1;
            } else {
                content
                    .begin_marked_content_with_properties(Name(b"Artifact"))
                    .properties()
                    .artifact()
                    .kind(ArtifactType::Layout);
            }
            open = Some(part);
        }
        draw_one(&mut content, mark, letters);
    }
    if open.is_some() {
        content.end_marked_content();
    }
    content.finish().to_vec()
}

fn draw_one(content: &mut Content, mark: &Mark, letters: &[Used; 3]) {
    match mark {
        Mark::Words { x, y, voice, size, words, .. } => {
            let cut = Cut::of(*voice);
            let [regular, semibold, serif] = letters;
            let used = match cut {
                Cut::Regular => regular,
                Cut::Semibold => semibold,
                Cut::Serif => serif,
            };
            let [r, g, b] = colour(*voice);
            content.begin_text().set_font(Name(cut.key()), points(*size)).set_fill_rgb(r, g, b);
            content.set_text_matrix([1.0, 0.0, 0.0, 1.0, points(*x), points(HEIGHT - *y)]);
            content.show(Str(&used.encode(words))).end_text();
        }
        Mark::Rule { x, y, length, heavy } => {
            let grey = if *heavy { 0.45 } else { 0.82 };
            let y = points(HEIGHT - *y);
            content.set_stroke_gray(grey).set_line_width(if *heavy { 0.8 } else { 0.5 });
            content.move_to(points(*x), y).line_to(points(*x + *length), y).stroke();
        }
        Mark::Bar { x, from, to } => {
            content.set_stroke_rgb(47.0 / 255.0, 79.0 / 255.0, 168.0 / 255.0).set_line_width(1.5);
            content.move_to(points(*x), points(HEIGHT - *from));
            content.line_to(points(*x), points(HEIGHT - *to)).stroke();
        }
        Mark::Box { x, y, width, height, look } => {
            let (x, y) = (points(*x), points(HEIGHT - *y - *height));
            let (width, height) = (points(*width), points(*height));
            look.choose(content);
            content.rect(x, y, width, height);
            if *look == Look::Solid {
                content.fill_nonzero();
            } else {
                content.stroke();
            }
            content.set_dash_pattern([], 0.0);
        }
        Mark::Code { x, y, module, code } => code.draw(content, *x, *y, *module),
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    let _ = out.write_all(bytes);
    out.finish().unwrap_or_default()
}

/// Puts the used part of a face into the file.
fn embed(
    pdf: &mut Pdf,
    refs: &mut Refs,
    font: Ref,
    face: &Face,
    used: &Used,
) -> Result<(), PdfError> {
    let (cid, descriptor, unicode, file, glyphs) =
        (refs.next(), refs.next(), refs.next(), refs.next(), refs.next());
    let mut kept = GlyphRemapper::new();
    let mut map = vec![0_u8, 0];
    let mut widths = vec![500.0_f32];
    let mut copied: UnicodeCmap<u16> = UnicodeCmap::new(Name(b"Letters"), IDENTITY);
    for (letter, number) in used.iter() {
        map.extend(kept.remap(face.glyph(letter)).to_be_bytes());
        #[expect(clippy::cast_precision_loss, reason = "a width is at most a few thousand")]
        widths.push(face.advance(letter) as f32);
        copied.pair(number, letter);
    }
    let subset = subsetter::subset(face.file, 0, &kept).map_err(|_| PdfError::Face(face.name))?;
    // Six capitals before the name say that it is a part of the face. All files have the same parts under other names.
    let name = format!("KELISI+{}", face.name);
    let name = Name(name.as_bytes());
    pdf.type0_font(font)
        .base_font(name)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(cid)
        .to_unicode(unicode);
    let mut it = pdf.cid_font(cid);
    it.subtype(CidFontType::Type2).base_font(name).system_info(IDENTITY);
    it.font_descriptor(descriptor).default_width(500.0).cid_to_gid_map_stream(glyphs);
    it.widths().consecutive(0, widths);
    it.finish();
    let measures = face.measures();
    let [left, bottom, right, top] = measures.bounds.map(f32::from);
    pdf.font_descriptor(descriptor)
        .name(name)
        .flags(FontFlags::SYMBOLIC)
        .bbox(Rect::new(left, bottom, right, top))
        .italic_angle(0.0)
        .ascent(f32::from(measures.ascent))
        .descent(f32::from(measures.descent))
        .cap_height(f32::from(measures.capitals))
        .stem_v(80.0)
        .font_file2(file);
    pdf.cmap(unicode, &packed(&copied.finish())).filter(Filter::FlateDecode);
    let length = i32::try_from(subset.len()).unwrap_or(0);
    pdf.stream(file, &packed(&subset)).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
    pdf.stream(glyphs, &packed(&map)).filter(Filter::FlateDecode);
    Ok(())
}

const fn role(role: Role) -> StructRole {
    match role {
        Role::Heading(Level::Title) => StructRole::H1,
        Role::Heading(Level::Part) => StructRole::H2,
        Role::Heading(Level::Thing) => StructRole::H3,
        Role::Paragraph | Role::Item => StructRole::P,
        Role::Quote => StructRole::BlockQuote,
        Role::Table => StructRole::Table,
        Role::Row => StructRole::TR,
        Role::Head => StructRole::TH,
        Role::Cell => StructRole::TD,
    }
}

/// The tree by which the document is read aloud, and which part each run of a page belongs to.
fn structure(
    pdf: &mut Pdf,
    refs: &mut Refs,
    layout: &Layout,
    root: Ref,
    elements: &[Ref],
    pages: &[Ref],
    runs: &[Run],
) {
    let document = refs.next();
    let mut runs_of: BTreeMap<usize, Vec<&Run>> = BTreeMap::new();
    let mut within: BTreeMap<Option<usize>, Vec<Ref>> = BTreeMap::new();
    let mut on_page: BTreeMap<usize, Vec<Ref>> = BTreeMap::new();
    for run in runs {
        runs_of.entry(run.part).or_default().push(run);
        on_page.entry(run.page).or_default().extend(elements.get(run.part));
    }
    for (part, id) in layout.parts.iter().zip(elements) {
        within.entry(part.within).or_default().push(*id);
    }
    for (n, (part, id)) in layout.parts.iter().zip(elements).enumerate() {
        let mut element = pdf.struct_element(*id);
        element.kind(role(part.role));
        element.parent(part.within.and_then(|p| elements.get(p)).copied().unwrap_or(document));
        let mut children = element.children();
        for run in runs_of.get(&n).into_iter().flatten() {
            if let Some(page) = pages.get(run.page) {
                children.marked_content_ref().page(*page).marked_content_id(run.number);
            }
        }
        for child in within.get(&Some(n)).into_iter().flatten() {
            children.struct_element(*child);
        }
    }
    let mut whole = pdf.struct_element(document);
    whole.kind(StructRole::Document).parent(root);
    let mut children = whole.children();
    for child in within.get(&None).into_iter().flatten() {
        children.struct_element(*child);
    }
    children.finish();
    whole.finish();
    let lists = refs.take(pages.len());
    for (n, list) in lists.iter().enumerate() {
        let of = on_page.get(&n).into_iter().flatten().copied();
        pdf.indirect(*list).array().items(of);
    }
    let mut top = pdf.indirect(root).start::<pdf_writer::writers::StructTreeRoot<'_>>();
    top.child(document);
    let mut tree = top.parent_tree();
    let mut numbers = tree.nums();
    for (n, list) in (0_i32..).zip(&lists) {
        numbers.insert(n, *list);
    }
}

fn outline(pdf: &mut Pdf, refs: &mut Refs, layout: &Layout, pages: &[Ref]) -> Option<Ref> {
    let items = refs.take(layout.outline.len());
    let (first, last) = (*items.first()?, *items.last()?);
    let root = refs.next();
    pdf.outline(root).first(first).last(last).count(i32::try_from(items.len()).unwrap_or(0));
    for (n, (entry, id)) in layout.outline.iter().zip(&items).enumerate() {
        let mut item = pdf.outline_item(*id);
        item.title(TextStr(&entry.words)).parent(root);
        if let Some(before) = n.checked_sub(1).and_then(|n| items.get(n)) {
            item.prev(*before);
        }
        if let Some(next) = items.get(n + 1) {
            item.next(*next);
        }
        if let Some(page) = pages.get(entry.page) {
            item.dest().page(*page).xyz(0.0, points(HEIGHT - entry.y), None);
        }
    }
    Some(root)
}

fn describe(pdf: &mut Pdf, info: Ref, sheet: &Sheet) {
    let day = sheet.made_on;
    let year = u16::try_from(day.year()).unwrap_or(0);
    let month = u8::try_from(day.month()).unwrap_or(1);
    let date = Date::new(year).month(month).day(u8::try_from(day.day()).unwrap_or(1));
    let mut it = pdf.document_info(info);
    it.title(TextStr(&sheet.title)).author(TextStr(&sheet.author)).creator(TextStr("Kelisim"));
    it.creation_date(date);
}
