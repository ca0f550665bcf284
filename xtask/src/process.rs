//! Running other programs: what they print is shown as it comes, and read along where somebody counts.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{env, fs, io, thread};

use anyhow::{Context, Result, anyhow, bail};

/// Runs a program and fails when it does.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {}", name(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// How long a program that has begun to print may be silent: the longest test of all takes four minutes.
const SILENCE: Duration = Duration::from_secs(600);

/// Runs a program, passing each line of its standard output on and to `read`, and fails when it does.
///
/// What has begun to print and then says nothing for ten minutes hangs: the programs it started are killed, so that it can
/// go on with the next, and the line behind which it hung is named.
pub fn run_reading(command: &mut Command, read: impl FnMut(&str)) -> Result<()> {
    run_watched(command, SILENCE, read)
}

fn run_watched(command: &mut Command, silence: Duration, mut read: impl FnMut(&str)) -> Result<()> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {}", name(command)))?;
    let stdout = child.stdout.take().context("the output of a program that was just started")?;
    let (says, lines) = mpsc::channel();
    let reader = thread::spawn(move || pass_on(stdout, &says));
    // What is built before the first line is printed may take as long as it takes.
    let mut limit = Duration::MAX;
    let mut last = String::new();
    let mut hung = Vec::new();
    loop {
        match lines.recv_timeout(limit) {
            Ok(line) => {
                read(&line);
                last = line;
                limit = silence;
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                hung.push(format!("after `{last}`"));
                println!("nothing was said for {} s {}", silence.as_secs(), hung[hung.len() - 1]);
                let mut started = descendants(child.id())?;
                if started.is_empty() {
                    started.push(child.id());
                }
                for process in started {
                    // One that ended by itself meanwhile is no trouble.
                    let _gone = signal(process, "KILL");
                }
            }
        }
    }
    let read_all = reader.join().map_err(|_| anyhow!("reading what a program prints"))?;
    read_all.context("passing on what a program prints")?;
    let status = child.wait().with_context(|| format!("waiting for {}", name(command)))?;
    if !hung.is_empty() {
        bail!("{} hung {}", name(command), hung.join(", "));
    }
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// Shows each line as it comes and hands it over.
fn pass_on(from: impl io::Read, to: &mpsc::Sender<String>) -> io::Result<()> {
    let mut lines = BufReader::new(from);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let mut terminal = io::stdout().lock();
        terminal.write_all(&line)?;
        terminal.flush()?;
        // Whoever counts has gone: there is nobody left to hand it to.
        let _gone = to.send(String::from_utf8_lossy(&line).trim_end().to_owned());
        line.clear();
    }
    Ok(())
}

/// All processes that a process started, and that those started.
fn descendants(of: u32) -> Result<Vec<u32>> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc").context("reading /proc")? {
        let path = entry.context("reading /proc")?.path();
        let Some(process) = path.file_name().and_then(|it| it.to_str()?.parse::<u32>().ok()) else {
            continue;
        };
        // One that has ended since the folder was read has no parent any more.
        let Ok(stat) = fs::read_to_string(path.join("stat")) else { continue };
        // The name stands in brackets and may have spaces; state and parent follow it.
        let parent = stat.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1));
        if let Some(parent) = parent.and_then(|it| it.parse::<u32>().ok()) {
            parents.push((process, parent));
        }
    }
    let mut found = vec![of];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(process, _)| *process));
        next += 1;
    }
    found.remove(0);
    Ok(found)
}

/// What a program prints on its standard output; fails, with what it said, when it does.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("starting {}", name(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}: {}", name(command), output.status, said.trim());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("reading what {} prints", name(command)))
}

/// Whether a program says that it succeeded; what it prints goes nowhere.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    Ok(quiet.status().with_context(|| format!("starting {}", name(command)))?.success())
}

/// Sends a signal, such as `KILL`, to a process; fails when it is not there.
pub fn signal(process: u32, signal: &str) -> Result<()> {
    let line = r#"kill -s "$1" "$2""#;
    let process = process.to_string();
    output(Command::new("sh").args(["-c", line, "kill", signal, &process])).map(drop)
}

/// The first folder of the path that holds `program`, joined with it.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_name().unwrap_or(command.get_program());
    let first = command.get_args().next().map(|argument| argument.to_string_lossy());
    format!(
        "`{}`",
        [program.to_string_lossy()].into_iter().chain(first).collect::<Vec<_>>().join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(script: &str, silence: Duration) -> (Vec<String>, Result<()>) {
        let mut lines = Vec::new();
        let mut shell = Command::new("sh");
        let ended =
            run_watched(shell.args(["-c", script]), silence, |line| lines.push(line.to_owned()));
        (lines, ended)
    }

    #[test]
    fn what_a_program_says_is_read_line_by_line_and_its_failure_told() {
        let (lines, ended) = heard("echo one; echo two; exit 3", SILENCE);
        assert_eq!(lines, ["one", "two"]);
        assert!(ended.unwrap_err().to_string().contains("exit status: 3"));
        assert!(heard("true", SILENCE).1.is_ok());
    }

    #[test]
    fn what_hangs_is_killed_with_its_line_and_the_rest_goes_on() {
        let silence = Duration::from_millis(300);
        let (lines, ended) = heard("echo begun; sleep 600; echo went on", silence);
        assert_eq!(lines, ["begun", "went on"]);
        assert!(ended.unwrap_err().to_string().contains("hung after `begun`"));
    }
}
