//! Words and verbs by which the date of an item is told from the date of what stands around it.

use crate::predicate::Predicate;
use crate::vocabulary::{Class, Form};

/// Whether a predicate looks ahead: then its date is when it is due.
pub(crate) fn promised(p: &Predicate) -> bool {
    matches!(p.class, Class::Plan | Class::Agree | Class::Provide | Class::Propose | Class::Intend)
        || (p.form == Form::Future
        // A document enters into force on its day, not by it.
        && p.class != Class::InForce)
}

/// Whether a predicate tells what is over.
pub(crate) fn done(p: &Predicate) -> bool {
    matches!(p.class, Class::Do | Class::Attend) && p.form == Form::Past
}

/// Whether a predicate only offers, wishes or asks: when the first group could come is no date of an offer.
pub(crate) const fn offered(p: &Predicate) -> bool {
    matches!(
        p.class,
        Class::Propose | Class::Intend | Class::Interest | Class::Request | Class::Discuss
    )
}

/// "Первая группа", "алғашқы топ", "the first cohort": the words of a sentence about who goes first.
pub(crate) fn first_group(word: &str, next: &str) -> bool {
    #[rustfmt::skip]
    const FIRST: &[&str] = &["первая", "первый", "первые", "first", "алғашқы", "бірінші", "алгачкы", "биринчи"];
    #[rustfmt::skip]
    const GROUP: &[&str] = &["групп", "поток", "заезд", "слушател", "group", "cohort", "intake", "batch", "trainees", "participants",
        "топ", "лек", "партия"];
    FIRST.contains(&word) && GROUP.iter().any(|g| next.starts_with(g))
}

/// Words for the occasion on which something is handed over or opened.
pub(crate) fn ceremony(word: &str) -> bool {
    #[rustfmt::skip]
    const OCCASIONS: &[&str] = &["церемони", "мероприят", "передач", "рәсім", "шара", "аземи", "аземде", "ceremony", "handover",
        "тапшыруу", "табыстау", "открыти", "opening", "shipment", "consignment", "груз", "партия", "жүк", "топтама"];
    OCCASIONS.iter().any(|w| word.starts_with(w))
}

/// Whether a word is a past participle that may describe a noun: "signed", "подписанному".
pub(crate) fn past_participle(word: &str) -> bool {
    #[rustfmt::skip]
    const RUSSIAN: &[&str] = &["анный", "анная", "анное", "анные", "анного", "анной", "анному", "анным", "анных", "анную", "енный",
        "енная", "енное", "енные", "енного", "енной", "енному", "енным", "енных", "енную", "ытый", "ытая", "ытое", "ытые",
        "ытого", "ытой", "ытому", "ытым", "ытых", "ытую", "вшийся", "вшаяся", "вшееся", "вшиеся", "вшегося", "вшейся"];
    #[rustfmt::skip]
    const ENGLISH: &[&str] = &["signed", "opened", "held", "built", "launched", "announced", "established", "concluded",
        "adopted", "reached", "approved", "begun", "started", "completed", "created", "inaugurated", "delivered", "agreed",
        "promised", "pledged", "donated"];
    RUSSIAN.iter().any(|e| word.ends_with(e)) || ENGLISH.contains(&word)
}
