//! The log of SQLite is cut and changed at each frame, after the server was killed.
//!
//! While a program writes, the end of the log is noted after each answer. A record whose log is damaged at a place must
//! hold everything that was acknowledged before the log reached that place, nothing half, and verify. What lay behind is
//! gone, which SQLite does without a word: where a seal covered it, `kelisim journal verify --exported` has to name it.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::json;

use super::Plan;
use super::house::{Entries, House};
use super::http::Connection;
use super::load::{MARK, Write};
use super::program::Program;
use super::random::Random;
use super::report::Report;
use crate::process;

/// Writes before the seal, and after it.
const WRITES: (u32, u32) = (3, 3);
/// How long a seal is waited for.
const SEALED: Duration = Duration::from_secs(60);
/// Bytes of the head of the log, and of each frame's head.
const HEAD: usize = 32;
const FRAME_HEAD: usize = 24;

/// A move that was acknowledged, and where the log ended then.
struct Noted {
    write: Write,
    end: End,
}

/// How far a log has come: its salt is another one after each reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct End {
    salt: [u8; 8],
    frames: usize,
}

/// How the log is damaged.
#[derive(Debug, Clone, Copy)]
enum Damage {
    CutAtFrame,
    CutWithin,
    HeadChanged,
    PageChanged,
}

impl Damage {
    const ALL: [Self; 4] =
        [Self::CutAtFrame, Self::CutWithin, Self::HeadChanged, Self::PageChanged];
}

/// What came of it.
#[derive(Debug, Default)]
struct Count {
    damaged: usize,
    /// Records that held all acknowledged moves.
    whole: usize,
    /// Records that lack moves that lay behind the damage.
    shorter: usize,
    /// Of these: moves that a seal covered, and the loss was named.
    named: usize,
}

/// Writes, kills, damages at each frame from the last one back, and looks.
pub fn run(plan: &Plan) -> Result<Report> {
    let mut report = Report::of("wal");
    let begun = Instant::now();
    let house = House::new(&plan.binary, None)?;
    let account = house.load()?;
    let mut served = house.serve()?;
    let cookie = served.sign_in(&account)?;
    let program = Program::open(served.address(), &cookie, 1)?;
    let mut api = Connection::open(served.address())?;
    let mut noted = Vec::new();
    for number in 0..WRITES.0 {
        noted.push(write(&house, &mut api, &program, number)?);
    }
    let covered = noted.len();
    let sealed = sealed(&house)?;
    for number in WRITES.0..WRITES.0 + WRITES.1 {
        noted.push(write(&house, &mut api, &program, number)?);
    }
    served.kill()?;
    let specimen = Specimen::take(house.folder())?;
    let last = specimen.end().context("the log is empty")?;
    println!(
        "{} frames of {} bytes; {} moves, {covered} of them sealed",
        last.frames,
        specimen.frame(),
        noted.len()
    );
    let mut random = Random::new(plan.seed);
    let mut count = Count::default();
    let frames = last.frames.min(usize::try_from(plan.rounds).context("counting frames")?);
    for (step, frame) in (last.frames - frames..last.frames).rev().enumerate() {
        if !plan.goes_on() {
            println!("the time is over: {step} of {frames} frames");
            break;
        }
        for damage in Damage::ALL {
            specimen.lay(house.folder(), frame, damage, &mut random)?;
            let lost_seal = sealed.salt == last.salt && frame < sealed.frames;
            look(&house, &noted, covered, last, frame, lost_seal, &mut count).unwrap_or_else(
                |error| report.fault(format!("frame {frame}, {damage:?}: {error:#}")),
            );
        }
        if step % 25 == 0 {
            println!("{} of {frames} frames: {count:?}", step + 1);
        }
    }
    let Count { damaged, whole, shorter, named } = count;
    report.heading(
        "frames  damages  all there  later ones gone  sealed ones gone and named  seconds",
    );
    let seconds = begun.elapsed().as_secs();
    let frames = damaged / Damage::ALL.len();
    report.row(
        format!("{frames:>6}  {damaged:>7}  {whole:>9}  {shorter:>15}  {named:>26}  {seconds:>7}"),
        damaged,
    );
    Ok(report)
}

/// One move, and where the log ends when it is acknowledged.
fn write(house: &House, api: &mut Connection, program: &Program, number: u32) -> Result<Noted> {
    let line = program.lines.first().context("no line was opened")?;
    let mark = format!("{MARK}n{number}.");
    let body = json!({ "step": "pledged-confirmed", "places": 1, "note": mark });
    let path = format!("/api/v1/quotas/{line}/move");
    let answer = api.send(&path, &program.token, &mark, &body)?;
    if answer.status != 200 {
        bail!("a move is answered {}: {}", answer.status, answer.body);
    }
    let told: serde_json::Value =
        serde_json::from_str(&answer.body).context("reading an answer")?;
    let version = told.get("version").and_then(serde_json::Value::as_i64).context("no version")?;
    let write = Write { stream: line.clone(), version, kind: "quota.moved", mark };
    let end = end_of(&fs::read(log(house.folder())).context("reading the log")?);
    Ok(Noted { write, end: end.context("nothing is in the log")? })
}

/// Waits until everything is sealed and the seal is exported; gives where the log ends then.
fn sealed(house: &House) -> Result<End> {
    let until = Instant::now() + SEALED;
    let folder = house.folder().join("seals");
    let exported = || -> Option<std::time::SystemTime> {
        let files = fs::read_dir(&folder).ok()?.flatten();
        files.filter_map(|file| file.metadata().ok()?.modified().ok()).max()
    };
    let before = exported();
    // The next seal is made within seconds, and covers what was written before it began.
    while exported() == before {
        if Instant::now() > until {
            bail!("no seal was exported in {} s", SEALED.as_secs());
        }
        thread::sleep(Duration::from_millis(50));
    }
    let end = end_of(&fs::read(log(house.folder())).context("reading the log")?);
    end.context("nothing is in the log")
}

/// Holds a damaged record against what was acknowledged.
fn look(
    house: &House,
    noted: &[Noted],
    covered: usize,
    last: End,
    frame: usize,
    lost_seal: bool,
    count: &mut Count,
) -> Result<()> {
    count.damaged += 1;
    let named = !process::succeeds(house.command().args(["journal", "verify", "--exported"]))?;
    if named {
        // Nothing but what is held outside the database may say so.
        house.verify(None)?;
    }
    let entries = house.entries()?;
    let is_there = |noted: &Noted| {
        let key = (noted.write.stream.clone(), noted.write.version);
        entries.get(&key).is_some_and(|entry| entry.payload.contains(&noted.write.mark))
    };
    let there = noted.iter().take_while(|noted| is_there(noted)).count();
    if let Some(after) = noted.iter().skip(there).find(|noted| is_there(noted)) {
        bail!("{} is there and an earlier one is not", after.write.mark);
    }
    // Acknowledged before the log reached the damage, or written into the database before the log began anew.
    let kept = |noted: &&Noted| noted.end.salt != last.salt || noted.end.frames <= frame;
    let due = noted.iter().take_while(kept).count();
    if there < due {
        bail!("{there} moves are there and {due} were acknowledged before the damage");
    }
    if marks(&entries) != there {
        bail!("{} moves are there, {there} of them were acknowledged", marks(&entries));
    }
    if there < covered && !named {
        bail!("{there} of {covered} sealed moves are there, and nobody says so");
    }
    if named && !lost_seal {
        bail!("a loss is named, and the seal lay before the damage");
    }
    count.whole += usize::from(there == noted.len());
    count.shorter += usize::from(there < noted.len());
    count.named += usize::from(there < covered && named);
    Ok(())
}

fn marks(entries: &Entries) -> usize {
    entries.values().filter(|entry| entry.payload.contains(MARK)).count()
}

fn log(folder: &Path) -> PathBuf {
    folder.join("kelisim.db-wal")
}

/// The database and its log as the killed server left them.
struct Specimen {
    database: Vec<u8>,
    log: Vec<u8>,
}

impl Specimen {
    fn take(folder: &Path) -> Result<Self> {
        let database = fs::read(folder.join("kelisim.db")).context("reading the database")?;
        Ok(Self { database, log: fs::read(log(folder)).context("reading the log")? })
    }

    fn end(&self) -> Option<End> {
        end_of(&self.log)
    }

    fn frame(&self) -> usize {
        frame_of(&self.log).unwrap_or(0)
    }

    /// Lays both down again, the log damaged in a frame.
    fn lay(&self, folder: &Path, frame: usize, damage: Damage, random: &mut Random) -> Result<()> {
        let size = self.frame();
        let start = HEAD + frame * size;
        let mut within = |from: usize, to: usize| {
            start + from + usize::try_from(random.below((to - from) as u64)).unwrap_or(0)
        };
        let mut bytes = self.log.clone();
        match damage {
            Damage::CutAtFrame => bytes.truncate(start),
            Damage::CutWithin => bytes.truncate(within(1, size)),
            Damage::HeadChanged => change(&mut bytes, within(0, FRAME_HEAD)),
            Damage::PageChanged => change(&mut bytes, within(FRAME_HEAD, size)),
        }
        // What the last look left beside the database.
        drop(fs::remove_file(folder.join("kelisim.db-shm")));
        fs::write(folder.join("kelisim.db"), &self.database).context("laying the database down")?;
        fs::write(log(folder), bytes).context("laying the log down")
    }
}

/// Changes one bit of a byte.
fn change(bytes: &mut [u8], at: usize) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 0x10;
    }
}

/// Bytes of a frame with its head: the head of the log names the size of a page.
fn frame_of(log: &[u8]) -> Option<usize> {
    let page = u32::from_be_bytes(log.get(8..12)?.try_into().ok()?);
    Some(FRAME_HEAD + usize::try_from(page).ok()?)
}

/// The last frame of the newest part of a log that ends a transaction.
fn end_of(log: &[u8]) -> Option<End> {
    let size = frame_of(log)?;
    let salt: [u8; 8] = log.get(16..24)?.try_into().ok()?;
    let mut frames = 0;
    for (number, frame) in (1..).zip(log.get(HEAD..)?.chunks_exact(size)) {
        if frame.get(8..16)? != salt.as_slice() {
            break;
        }
        // The last frame of a transaction names how large the database is then.
        if frame.get(4..8)? != [0; 4] {
            frames = number;
        }
    }
    Some(End { salt, frames })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_log_is_its_last_whole_transaction_of_the_same_salt() {
        let mut log = vec![0; HEAD];
        log[8..12].copy_from_slice(&512_u32.to_be_bytes());
        log[16..24].copy_from_slice(b"saltsalt");
        assert_eq!(end_of(&log).unwrap().frames, 0);
        for (ends, salt) in [
            (1_u32, b"saltsalt"),
            (0, b"saltsalt"),
            (9, b"saltsalt"),
            (0, b"saltsalt"),
            (7, b"elsesalt"),
        ] {
            let mut frame = vec![0; FRAME_HEAD + 512];
            frame[4..8].copy_from_slice(&ends.to_be_bytes());
            frame[8..16].copy_from_slice(salt);
            log.extend(frame);
        }
        assert_eq!(end_of(&log).unwrap(), End { salt: *b"saltsalt", frames: 3 });
        assert_eq!(end_of(b"short"), None);
    }
}
