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
        profile.fill();
        let archive = profile.archive();
        let folder = tempfile::tempdir().expect("a folder");
        let [csv, flat, joined, theirs] =
            ["calls.csv", "flat.db", "joined.db", "theirs.csv"].map(|name| folder.path().join(name));
        let keys = keys(&archive);
        let rows = f64::from(u32::try_from(keys.len()).unwrap_or(u32::MAX));
        println!("\n{} calls, rows for each second of processor time", keys.len());
        let tell = |what, times: &Times| println!("  {what:<52}{:>12.0}", rows / times.least() * 1e3);
        let ours = Times::of((0..RUNS).map(|_| write(&archive, keys.clone(), &csv)));
        tell("ringlog", &ours);
        println!("  memory at its peak, the list of keys in it: {:.0} MB", system::peak_memory(std::process::id()));
        if !import(&csv, &flat) {
            println!("  sqlite3 is not installed");
            continue;
        }
        let columns: Vec<String> = column_names().map(|name| format!("\"{name}\"")).collect();
        let select = format!("SELECT {} FROM call", columns.join(", "));
        let times = Times::of((0..RUNS).map(|_| sqlite3(&flat, &select, &theirs)));
        tell("sqlite3 -csv, a flat table of the same texts", &times);
        println!("  {:<52}{:>12.1}", "times that", times.least() / ours.least());
        archive_of_sqlite3::make(archive.path(), &csv, &keys, &joined);
        let times = Times::of((0..RUNS).map(|_| sqlite3(&joined, archive_of_sqlite3::SELECT, &theirs)));
        archive_of_sqlite3::compare(&csv, &theirs);
        tell("sqlite3 -csv, the same from the archive's tables", &times);
        println!("  {:<52}{:>12.1}", "times that", times.least() / ours.least());
    }
}

fn keys(archive: &ringlog::store::Handle) -> Vec<CallKey> {
    let mut batches = archive.load(32_768).expect("the archive can be read");
    let mut keys = Vec::new();
    while let Some(batch) = batches.blocking_recv() {
        keys.extend(batch.expect("a batch").rows.iter().map(|row| row.key));
    }
    // As the list stands, newest first.
    keys.sort_unstable_by(|a, b| b.cmp(a));
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

/// Processor time of `sqlite3` to write what it is asked for.
fn sqlite3(database: &Path, select: &str, path: &Path) -> Duration {
    let before = system::cpu("self").1;
    let out = File::create(path).expect("a file");
    let written = Command::new("sqlite3").args(["-csv", "-header"]).arg(database).arg(select).stdout(out).status();
    assert!(written.is_ok_and(|status| status.success()), "sqlite3 writes the table");
    system::cpu("self").1.saturating_sub(before)
}

/// The archive as `sqlite3` can read it: the same tables, and beside them, in its favour, ids and parties as plain text.
mod archive_of_sqlite3 {
    use std::path::Path;

    use ringlog::model::{CallKey, ResultGroup, unguarded};
    use rusqlite::{Connection, params};

    /// The columns of our export, from the archive's tables.
    pub const SELECT: &str = "
        WITH calls AS (
            SELECT c.*, (c.id >> 10) - c.late_ms AS start_ms, k.connect_type, k.call_type, k.call_result,
                wd.text AS direction, g.name AS result_group,
                iif(k.caller_account_code, k.caller_account_code, k.callee_account_code) AS account_code,
                iif(wd.text = 'outbound', c.caller, c.callee) AS via
            FROM call c JOIN kind k ON k.id = c.kind JOIN result_group g ON g.word = k.call_result
                LEFT JOIN word wd ON wd.id = k.direction)
        SELECT t.uuid AS call_history_uuid, c.call_id, c.direction,
            strftime('%Y-%m-%dT%H:%M:%S+00:00', start_ms / 1000, 'unixepoch') AS started_at,
            strftime('%Y-%m-%dT%H:%M:%SZ', start_ms / 1000, 'unixepoch') AS started_at_utc,
            strftime('%Y-%m-%dT%H:%M:%S+00:00', (start_ms + answer_ms) / 1000, 'unixepoch') AS answered_at,
            strftime('%Y-%m-%dT%H:%M:%S+00:00', (start_ms + end_ms) / 1000, 'unixepoch') AS ended_at,
            duration_ms / 1000 AS duration_s,
            coalesce(talk_ms, iif(result_group = 'answered', end_ms - answer_ms, NULL)) / 1000 AS talk_s,
            wait_ms / 1000 AS wait_s, hold_ms / 1000 AS hold_s, wr.text AS result, result_group,
            a.name AS caller_name, a.number AS caller_number, a.ext AS caller_ext, a.email AS caller_email,
            b.name AS callee_name, b.number AS callee_number, b.ext AS callee_ext, b.email AS callee_email,
            iif(v.routes, v.type, '') AS via_type,
            iif(v.routes, coalesce(nullif(v.name, ''), nullif(v.number, ''), nullif(v.ext, ''), v.email), '') AS via_name,
            coalesce(nullif(h.name, ''), h.ext) AS handled_by, ws.text AS site, wp.text AS department, wc.text AS cost_center,
            wa.text AS account_code, wt.text AS connect_type, wy.text AS call_type,
            trim(iif(flags & 1, 'recording', '') || iif(flags & 2, '|voicemail', '') || iif(flags & 8, '|ai', '')
                || iif(flags & 16, '|spam', '') || iif(flags & 32, '|intl', '') || iif(flags & 64, '|emergency', ''), '|')
                AS has
        FROM calls c JOIN uuid_text t ON t.id = c.id JOIN owner o ON o.id = c.owner
            JOIN party_text a ON a.id = c.caller JOIN party_text b ON b.id = c.callee JOIN party_text v ON v.id = c.via
            LEFT JOIN party_text h ON h.id = c.handled_by
            LEFT JOIN word wr ON wr.id = c.call_result
            LEFT JOIN word ws ON ws.id = iif(o.site_name, o.site_name, o.site_id)
            LEFT JOIN word wp ON wp.id = o.department LEFT JOIN word wc ON wc.id = o.cost_center
            LEFT JOIN word wa ON wa.id = c.account_code
            LEFT JOIN word wt ON wt.id = c.connect_type LEFT JOIN word wy ON wy.id = c.call_type
        ORDER BY c.id DESC";

    /// Copies the archive and adds the texts; the ids come from what we wrote for these keys.
    pub fn make(archive: &Path, csv: &Path, keys: &[CallKey], to: &Path) {
        let from = Connection::open(archive).expect("the archive opens");
        from.execute("VACUUM INTO ?1", [to.to_str()]).expect("a copy");
        let copy = Connection::open(to).expect("the copy opens");
        copy.execute_batch(
            "BEGIN;
             CREATE TABLE uuid_text (id INTEGER PRIMARY KEY, uuid TEXT);
             CREATE TABLE party_text (id INTEGER PRIMARY KEY, name, number, ext, email, type, routes);
             CREATE TABLE result_group (word INTEGER PRIMARY KEY, name TEXT);
             INSERT INTO result_group VALUES (0, 'other');",
        )
        .expect("tables");
        let mut ids = copy.prepare("INSERT INTO uuid_text VALUES (?1, ?2)").expect("a statement");
        let mut rows = csv::Reader::from_path(csv).expect("what we wrote");
        for (key, row) in keys.iter().zip(rows.records()) {
            ids.execute(params![key.0, &row.expect("a row")[0]]).expect("an id");
        }
        let mut parties =
            copy.prepare("INSERT INTO party_text VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)").expect("a statement");
        let mut packed = copy.prepare("SELECT id, fields FROM party").expect("a statement");
        let mut rows = packed.query([]).expect("parties");
        while let Some(row) = rows.next().expect("a party") {
            let fields: Vec<u8> = row.get(1).expect("fields");
            let [name, number, ext, email, _, kind] = unpacked(&fields);
            let routes =
                ["call_queue", "auto_receptionist", "shared_line_group", "group_call_pickup"].contains(&kind.as_str());
            let id: i64 = row.get(0).expect("an id");
            parties.execute(params![id, name, number, ext, email, kind, routes]).expect("a party");
        }
        let mut words = copy.prepare("SELECT id, text FROM word").expect("a statement");
        let mut rows = words.query([]).expect("words");
        while let Some(row) = rows.next().expect("a word") {
            let (id, word): (i64, String) = (row.get(0).expect("an id"), row.get(1).expect("a word"));
            let group = ResultGroup::of(&word).word();
            copy.execute("INSERT INTO result_group VALUES (?1, ?2)", params![id, group]).expect("a group");
        }
        copy.execute_batch("COMMIT").expect("all of it");
    }

    /// The first fields of a party, as src/store/fields.rs packs them.
    fn unpacked(mut packed: &[u8]) -> [String; 6] {
        let mut fields: [String; 6] = Default::default();
        while let [number, low, high, rest @ ..] = packed {
            let (text, rest) = rest.split_at(usize::from(u16::from_le_bytes([*low, *high])));
            if let Some(field) = fields.get_mut(usize::from(*number)) {
                *field = String::from_utf8_lossy(text).into_owned();
            }
            packed = rest;
        }
        fields
    }

    /// Both files have the same cells.
    pub fn compare(ours: &Path, theirs: &Path) {
        let [mut ours, mut theirs] = [ours, theirs].map(|path| csv::Reader::from_path(path).expect("a file"));
        for (line, (our, their)) in ours.records().zip(theirs.records()).enumerate() {
            let (our, their) = (our.expect("a row"), their.expect("a row"));
            assert!(our.iter().map(unguarded).eq(their.iter()), "row {line} differs:\n{our:?}\n{their:?}");
        }
    }
}
