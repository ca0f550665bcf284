//! The demonstration record: true facts with their addresses, in the files of `crates/kelisim/demo`.
//!
//! [`Record::read`] reads the files, which are part of the executable; [`mod@load`] writes them through the journal by the
//! same rules that hold for people. Ids come from the keys of the files, so that pages keep their addresses.

pub mod accounts;
mod body;
mod body_file;
mod call;
mod call_file;
mod file;
mod indicator;
mod load;
mod placement;
mod project;
mod project_file;
mod run;
mod visit;

pub use accounts::open_accounts;
pub use file::Record;
pub use load::{load, told};

use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::{Refusal, registry};

/// The registries of the demonstration, each with the partner whose officer gets an account.
pub const REGISTRIES: [(&str, &str); 2] = [("KG", "TR"), ("KZ", "IN")];

/// What a registry of the demonstration is called.
fn named(code: RegistryCode) -> Result<registry::Event, Refusal> {
    let [kk, ky, ru, en] = match code.as_str() {
        "KG" => [
            "Қырғыз Республикасының Денсаулық сақтау министрлігі, көрсетілім тізілімі",
            "Кыргыз Республикасынын Саламаттык сактоо министрлиги, көрсөтмө реестр",
            "Министерство здравоохранения Кыргызской Республики, демонстрационный реестр",
            "Ministry of Health of the Kyrgyz Republic, demonstration registry",
        ],
        _ => [
            "Қазақстан Республикасының Денсаулық сақтау министрлігі, көрсетілім тізілімі",
            "Казакстан Республикасынын Саламаттык сактоо министрлиги, көрсөтмө реестр",
            "Министерство здравоохранения Республики Казахстан, демонстрационный реестр",
            "Ministry of Healthcare of the Republic of Kazakhstan, demonstration registry",
        ],
    };
    let name = Text4::all(Language::Ru, kk, ky, ru, en)?;
    Ok(registry::Event::Named { code, name, demonstration: true })
}

#[cfg(test)]
pub use load::stream_of;

#[cfg(test)]
mod tests;
