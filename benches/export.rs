//! How fast calls are written as CSV: rows for each second of processor time, against `sqlite3 -csv` on a table of the same
//! texts. `cargo bench --bench export -- 1000000` writes up to a million.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::expect_used, reason = "a bench that cannot go on has nothing better to do than to say why")]

mod support;

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use ringlog::export::{Options, column_names};
use ringlog::model::{CallKey, Zone};
use support::profile::{Limits, Profile};
use support::{Times, sizes, system};

const RUNS: usize = 5;

fn main() {
    system::print_machine();
    for calls in sizes(100_000) {
        let profile = Profile::new(calls, Limits::None);
        profile.fetch();
        let archive = profile.archive();
        let folder = tempfile::tempdir().expect("a folder");
        let (csv, database) = (folder.path().join("calls.csv"), folder.path().join("calls.db"));
        let keys = keys(&archive);
        let ours = Times::of((0..RUNS).map(|_| write(&archive, keys.clone(), &csv)));
        let rows = f64::from(u32::try_from(keys.len()).unwrap_or(u32::MAX));
        print!("{:>9} calls   ringlog {:>9.0} rows/CPU s", keys.len(), rows / ours.least() * 1e3);
        if import(&csv, &database) {
            let theirs = Times::of((0..RUNS).map(|_| sqlite3(&database, &folder.path().join("theirs.csv"))));
            let ratio = theirs.least() / ours.least();
            println!("   sqlite3 -csv {:>9.0} rows/CPU s   {ratio:.1}x", rows / theirs.least() * 1e3);
        } else {
            println!("   sqlite3 is not installed");
        }
        println!("          memory at its peak {:.0} MB", system::peak_memory(std::process::id()));
    }
}

fn keys(archive: &ringlog::store::Handle) -> Vec<CallKey> {
    let mut batches = archive.load(32_768).expect("the archive can be read");
    let mut keys = Vec::new();
    while let Some(batch) = batches.blocking_recv() {
        keys.extend(batch.expect("a batch").rows.iter().map(|row| row.key));
    }
    keys
}

/// Processor time to write these calls to a file.
fn write(archive: &ringlog::store::Handle, keys: Vec<CallKey>, path: &Path) -> Duration {
    let before = own_cpu();
    let calls = archive.calls(keys).expect("the archive can be read");
    let mut out = BufWriter::new(File::create(path).expect("a file"));
    // As a file is written, which is what the other program does too.
    let options = Options { zone: Zone::Utc, escape: false, ..Options::default() };
    ringlog::export::write(&mut out, calls, options, |_| ControlFlow::Continue(())).expect("the calls are written");
    out.flush().expect("the calls are written");
    own_cpu().saturating_sub(before)
}

fn own_cpu() -> Duration {
    system::cpu("self").0
}

/// Makes a table of texts out of what we wrote; false without the program.
fn import(csv: &Path, database: &Path) -> bool {
    let import = format!(".import --csv {} call", csv.display());
    Command::new("sqlite3")
        .arg(database)
        .arg(import)
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Processor time of `sqlite3` to write the same.
fn sqlite3(database: &Path, path: &Path) -> Duration {
    let before = system::cpu("self").1;
    let columns: Vec<String> = column_names().map(|name| format!("\"{name}\"")).collect();
    let select = format!("SELECT {} FROM call", columns.join(", "));
    let out = File::create(path).expect("a file");
    let written = Command::new("sqlite3").args(["-csv", "-header"]).arg(database).arg(select).stdout(out).status();
    assert!(written.is_ok_and(|status| status.success()), "sqlite3 writes the table");
    system::cpu("self").1.saturating_sub(before)
}
