#![allow(
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::uninlined_format_args,
    missing_docs
)]
use kelisim_intake::lexicon::{Mask, Payload, scan, swallow, tables};
use kelisim_intake::text::Text;
use kelisim_intake::{Options, draft, language, layout, party, predicate};
use std::io::Read;
fn main() {
    let mut s = String::new();
    std::io::stdin().read_to_string(&mut s).unwrap();
    let g = language::identify(&s);
    let text = Text::new(&s, g.language);
    let mut m = Vec::new();
    scan(&text, 0, text.tokens.len(), g.language.bit(), &Mask::default(), &mut m);
    let lines = layout::lines(&text, &m);
    let sent = layout::sentences(&text, &lines, g.language, None);
    swallow(&mut m);
    for p in party::countries(&text, &m, g.language) {
        println!(
            "  C {} {:?} {:?} {:?}",
            party::code(p.country),
            p.naming,
            p.role,
            text.quote(p.first, p.last)
        );
    }
    for x in &sent {
        println!(
            "## {:?} title={} bullet={} | {}",
            x.language,
            x.title,
            x.bullet,
            text.quote(x.first, x.end - 1)
        );
        for t in x.first..x.end {
            let w: Vec<String> = m
                .iter()
                .filter(|k| k.first as usize == t)
                .filter_map(|k| {
                    let r = &tables::ROWS[k.row as usize];
                    let l = if k.last > k.first {
                        format!("..{}", text.fold(k.last as usize))
                    } else {
                        String::new()
                    };
                    match k.payload {
                        Payload::Term(f) => Some(format!("{f:?}{l}")),
                        Payload::Cue(c, f) => {
                            Some(format!("<{c:?} {f:?} {}:{}{l}>", r.file, r.line))
                        }
                        Payload::Unit(u) => Some(format!("u:{u}{l}")),
                        Payload::Number(n, _) => Some(format!("n{n}")),
                        Payload::Time(tw, _) => Some(format!("t:{tw:?}{l}")),
                        _ => None,
                    }
                })
                .collect();
            if !w.is_empty() {
                println!("     {} : {}", text.fold(t), w.join(" "));
            }
        }
        for p in predicate::find(&text, &m, x.first, x.end, x.language) {
            println!(
                "  P {:?} {:?} neg={} gov={} {:?} {}",
                p.class,
                p.form,
                p.negated,
                p.governs(),
                text.quote(p.first, p.last),
                p.rule
            );
        }
    }
    let d = draft(&s, &Options::default()).unwrap();
    println!(
        "date {:?} parties {:?}",
        d.date,
        d.parties.iter().map(|p| p.code.clone()).collect::<Vec<_>>()
    );
    for i in d.items {
        println!(
            "* {} {} {} q={:?} d={:?} {:?}>{:?} {:?} | {} [{}; {}]",
            i.kind,
            i.stage,
            i.delivery,
            i.quantity.map(|q| q.value + " " + &q.unit),
            i.deadline.map(|d| d.edtf),
            i.from_party,
            i.to_party,
            i.specialties,
            i.evidence.exact,
            i.kind_basis.rule,
            i.stage_basis.rule
        );
    }
    for c in &d.citations {
        println!("CIT {:?}", c);
    }
    for i in d.indicators {
        println!(
            "+ {} {} {} {:?} {:?} | {}",
            i.name, i.value, i.unit, i.subject_country, i.origin_country, i.evidence.exact
        );
    }
}
