//! `kelisim verify-credential`: checks a paper's credential on this machine, without a network.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use jiff::Timestamp;
use kelisim_app::Clock as _;
use kelisim_verify::credential::{Fault, LONGEST, fingerprint, parse, read_multikey};

use crate::Outcome;
use crate::wiring::SystemClock;

/// What `verify-credential` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The credential.
    file: PathBuf,
    /// The key that must have signed: as `z6Mk…`, as 64 hexadecimal digits, or its fingerprint as it was read out.
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

/// Whether a key is the one that was named.
fn is(key: &[u8; 32], wanted: &str) -> anyhow::Result<bool> {
    let plain: String = wanted.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some(read) = read_multikey(&plain) {
        return Ok(read == *key);
    }
    let plain = plain.to_ascii_lowercase();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    match plain.len() {
        64 if plain.bytes().all(|b| b.is_ascii_hexdigit()) => Ok(plain == hex),
        32 if plain.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Ok(plain == fingerprint(key).replace(' ', ""))
        }
        _ => bail!(
            "{wanted} is no key: give z6Mk…, 64 hexadecimal digits, or a fingerprint of 8 groups of 4"
        ),
    }
}

/// Checks a credential.
///
/// # Errors
/// When the file cannot be read or the key makes no sense.
pub fn run(args: &Args) -> anyhow::Result<Outcome> {
    let file = std::fs::File::open(&args.file);
    let file = file.with_context(|| format!("opening {}", args.file.display()))?;
    let mut bytes = Vec::new();
    let most = u64::try_from(LONGEST + 1)?;
    file.take(most)
        .read_to_end(&mut bytes)
        .with_context(|| format!("reading {}", args.file.display()))?;
    let mut said = String::new();
    let whole = report(&mut said, &bytes, args.key.as_deref())?;
    // A reader that has read enough and hangs up is no failure.
    let _ = std::io::stdout().write_all(said.as_bytes());
    Ok(if whole { Outcome::Fine } else { Outcome::FaultFound })
}

/// Says what was found; gives whether all is well.
fn report(said: &mut String, bytes: &[u8], wanted: Option<&str>) -> anyhow::Result<bool> {
    let credential = match parse(bytes) {
        Ok(credential) => credential,
        Err(fault) => {
            writeln!(said, "not good  {fault}")?;
            return Ok(false);
        }
    };
    let now = SystemClock.now();
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now).to_string();
    let wanted = wanted.map(|wanted| is(&credential.key, wanted)).transpose()?;
    let fault = credential.check(Some(&now), &[]).err();
    let fault = fault.or((wanted == Some(false)).then_some(Fault::Key));
    match fault {
        None => writeln!(said, "whole     {}", shown(&credential.kind))?,
        Some(fault) => writeln!(said, "not good  {fault}")?,
    }
    let name = credential.issuer_name.as_deref().unwrap_or("");
    writeln!(said, "issuer    {} {}", shown(name), shown(&credential.issuer))?;
    writeln!(said, "issued    {}", credential.valid_from)?;
    if let Some(number) = credential.subject.get("number").and_then(|number| number.as_str()) {
        writeln!(said, "number    {}", shown(number))?;
    }
    writeln!(said, "key       {}", fingerprint(&credential.key))?;
    if wanted.is_none() {
        said.push_str(
            "Whose key it is was not checked: compare it with the one the house shows, or name one with --key.\n",
        );
    }
    said.push_str("Whether it was withdrawn is known to the house alone: ask its page /check.\n");
    Ok(fault.is_none())
}

/// A text of a stranger as a terminal may be given it: nothing in it moves the cursor.
fn shown(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_in_three_ways_and_nothing_else() {
        let key = [7; 32];
        let name = kelisim_verify::credential::multikey(&key);
        for wanted in
            [name.as_str(), &"07".repeat(32), &fingerprint(&key), &fingerprint(&key).to_uppercase()]
        {
            assert!(is(&key, wanted).unwrap(), "{wanted}");
            assert!(!is(&[8; 32], wanted).unwrap(), "{wanted}");
        }
        assert!(is(&key, "0707").is_err());
    }

    #[test]
    fn what_a_stranger_wrote_moves_no_cursor() {
        assert_eq!(shown("a\u{1b}[2Jb\nc"), "a[2Jbc");
        let mut said = String::new();
        assert!(!report(&mut said, b"{}", None).unwrap());
        assert!(said.starts_with("not good"), "{said}");
    }
}
