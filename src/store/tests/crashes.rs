//! What a killed program, a power cut or a writer that nobody waits for leaves behind.

use super::super::file::beside;
use super::super::writer::Writer;
use super::*;

const PAGES: u64 = 20;
const PAGE: u64 = 50;

/// Page `number` of one slice, with the token of the next page or, on the last, the end of the slice.
fn numbered_page(number: u64) -> Page {
    let calls = (number * PAGE..(number + 1) * PAGE).map(|number| call(number, number.cast_signed())).collect();
    let state = if number + 1 == PAGES { SliceState::Done } else { SliceState::Open(token(&number.to_string())) };
    page(PageRows::Calls(calls), state)
}

/// What is written reaches the disk in this order, so a power cut leaves the file and a beginning of its log; the last bytes
/// may be anything.
fn power_cuts(points: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = name("default").path(folder.path());
    let mut writer = Writer::open(&path).unwrap();
    writer.write(|work| work.db.execute_batch("PRAGMA wal_autocheckpoint = 0")).unwrap();
    for number in 0..PAGES {
        writer.write(|work| progress::save(&numbered_page(number), work)).unwrap();
    }
    let log = std::fs::read(beside(&path, "-wal")).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for point in 0..=points {
        let after = tempfile::tempdir().unwrap();
        let copy = name("default").path(after.path());
        std::fs::copy(&path, &copy).unwrap();
        let mut cut = log[..log.len() * point / points].to_vec();
        if point % 2 == 1 {
            let torn = cut.len() - 512;
            cut[torn..].fill(0xa5);
        }
        std::fs::write(beside(&copy, "-wal"), cut).unwrap();

        let mut again = Writer::open(&copy).unwrap();
        let mut reader = read::Reader::open(&copy).unwrap();
        let (rows, open, coverage) =
            reader.read(|db, _| Ok((read::count(db)?, progress::open_slices(db)?, progress::coverage(db)?))).unwrap();
        assert_eq!(rows % PAGE, 0, "half a page at {point}");
        let pages = rows / PAGE;
        let expected = (1..PAGES).contains(&pages).then(|| (pages - 1).to_string());
        assert_eq!(open.first().map(|slice| slice.token.next_page_token.as_raw().to_owned()), expected, "at {point}");
        assert_eq!(coverage.spans().is_empty(), pages < PAGES, "at {point}");
        let check: String = reader.read(|db, _| db.query_row("PRAGMA integrity_check", [], |row| row.get(0))).unwrap();
        assert_eq!(check, "ok", "at {point}");

        if point % 4 == 0 {
            for number in pages..PAGES {
                again.write(|work| progress::save(&numbered_page(number), work)).unwrap();
            }
            assert_eq!(reader.read(|db, _| read::count(db)).unwrap(), PAGES * PAGE, "after going on from {point}");
        }
        seen.insert(pages);
    }
    assert!(seen.len() > points.min(30) / 2, "too few pages were cut off: {seen:?}");
}

#[test]
fn after_a_power_cut_rows_and_progress_tell_the_same() {
    power_cuts(25);
}

#[test]
#[ignore = "full size of SECURITY rows E1 and E13"]
fn after_two_hundred_power_cuts_rows_and_progress_tell_the_same() {
    power_cuts(200);
}

#[test]
fn an_archive_that_somebody_has_open_is_never_put_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = name("default").path(folder.path());
    let handle = Handle::open(folder.path(), &name("default")).unwrap();
    assert!(matches!(quarantine(&path, at(0)), Err(Error::Locked { .. })));
    let calls = handle.calls(Vec::new()).unwrap();
    drop(handle);
    assert!(matches!(quarantine(&path, at(0)), Err(Error::Locked { .. })), "an export still reads");
    drop(calls);
    let aside = quarantine(&path, at(0)).unwrap();
    assert!(aside.exists() && !path.exists());
}

#[tokio::test]
async fn whoever_closes_an_archive_moves_its_log_into_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = name("default").path(folder.path());
    let handle = Handle::open(folder.path(), &name("default")).unwrap();
    handle.save_page(calls_page((0..9).map(|number| call(number, 0)))).await.unwrap();
    assert!(beside(&path, "-wal").exists());
    drop(handle);
    assert!(!beside(&path, "-wal").exists());
}

/// To change a new file to its log takes it for one alone, and SQLite does not wait there: whoever is second is told at once.
#[test]
fn a_new_archive_that_many_open_at_once_opens_for_all() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let path = name("default").path(folder.path());
        let together = std::sync::Barrier::new(8);
        std::thread::scope(|scope| {
            let opened: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        together.wait();
                        Writer::open(&path).map(drop)
                    })
                })
                .collect();
            for opened in opened {
                opened.join().unwrap().unwrap();
            }
        });
    }
}

/// What one of many writers is told: its number, for how many seconds, and in which folder.
const WRITES: &str = "RINGLOG_TEST_WRITES";

/// A program for the tests below: it writes pages, with a checkpoint after each, and leaves the number of those that it wrote.
#[test]
#[ignore = "not a test: the program that tests of many writers run"]
fn a_program_that_writes() {
    let Ok(order) = std::env::var(WRITES) else { return };
    let [writer, seconds, folder] = order.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{order:?}") };
    let (writer, seconds): (u64, u64) = (writer.parse().unwrap(), seconds.parse().unwrap());
    let folder = std::path::Path::new(folder);
    let path = name("default").path(folder);
    let end = std::time::Instant::now() + Duration::from_secs(seconds);
    let mut archive = loop {
        match Writer::open(&path) {
            // Those that were first may keep one of them waiting for long.
            Err(Error::Locked { .. }) => {}
            opened => break opened.unwrap(),
        }
    };
    let mut pages: u64 = 0;
    while pages == 0 || std::time::Instant::now() < end {
        // Times that the others have too, and ids of its own.
        let calls = (pages * 10..(pages + 1) * 10).map(|number| call((writer << 32) + number, number.cast_signed()));
        let page = calls_page(calls);
        let saved = loop {
            match archive.write(|work| progress::save(&page, work)) {
                // The others may keep one of them waiting for long; then nothing of the page is there.
                Err(Error::Locked { .. }) => {}
                saved => break saved.unwrap(),
            }
        };
        assert_eq!(saved.new, 10);
        assert!(matches!(archive.tidy(), Ok(()) | Err(Error::Locked { .. })));
        pages += 1;
    }
    drop(archive);
    std::fs::write(folder.join(format!("pages-{writer}")), pages.to_string()).unwrap();
}

/// Several processes that write, with a checkpoint after each page: what SQLite's WAL-reset bug, mended in 3.51.3, lost rows in.
fn writers_lose_nothing(seconds: u64) {
    const WRITERS: u64 = 4;
    let folder = tempfile::tempdir().unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--ignored", "--exact", "store::tests::crashes::a_program_that_writes"])
                .env(WRITES, format!("{writer} {seconds} {}", folder.path().display()))
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut writer in writers {
        assert!(writer.wait().unwrap().success());
    }
    let pages = (0..WRITERS).map(|writer| {
        let pages = std::fs::read_to_string(folder.path().join(format!("pages-{writer}"))).unwrap();
        pages.parse::<u64>().unwrap()
    });
    let pages: Vec<u64> = pages.collect();
    let mut reader = read::Reader::open(&name("default").path(folder.path())).unwrap();
    assert_eq!(reader.read(|db, _| read::count(db)).unwrap(), pages.iter().sum::<u64>() * 10, "{pages:?} were written");
    let check: String = reader.read(|db, _| db.query_row("PRAGMA integrity_check", [], |row| row.get(0))).unwrap();
    assert_eq!(check, "ok");
    let told =
        format!("{WRITERS} processes wrote {pages:?} pages in {seconds} seconds, with a checkpoint after each\n");
    std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes()).unwrap();
}

#[test]
fn many_that_write_and_checkpoint_at_once_lose_nothing() {
    writers_lose_nothing(2);
}

#[test]
#[ignore = "full size of SECURITY row E2: half an hour, or RINGLOG_TEST_WRITE_SECONDS"]
fn many_that_write_and_checkpoint_for_long_lose_nothing() {
    let seconds = std::env::var("RINGLOG_TEST_WRITE_SECONDS").map_or(1_800, |seconds| seconds.parse().unwrap());
    writers_lose_nothing(seconds);
}

/// Whatever is asked for by id is a value to SQLite, never a part of a statement.
#[test]
fn no_id_that_is_asked_for_is_understood_as_sql() {
    let folder = tempfile::tempdir().unwrap();
    let path = name("default").path(folder.path());
    let mut writer = Writer::open(&path).unwrap();
    writer.write(|work| progress::save(&calls_page((0..50).map(|number| call(number, 0))), work)).unwrap();
    let mut reader = read::Reader::open(&path).unwrap();
    let pieces = [
        "'",
        "\"",
        "%",
        "_",
        ";",
        "--",
        "\0",
        ")",
        " OR 1=1",
        "DROP TABLE call",
        "20260921",
        "7381204455",
        "\u{10ffff}",
        "*",
        "?1",
    ];
    let mut dice: u64 = 5;
    for _ in 0..10_000 {
        let mut id = String::new();
        for _ in 0..=dice % 5 {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            id.push_str(pieces[usize::try_from(dice >> 33).unwrap() % pieces.len()]);
        }
        let found = reader.read(|db, _| read::by_id(&id, db)).unwrap_or_else(|error| panic!("{id:?}: {error}"));
        assert!(found.is_empty() || id.starts_with("20260921") || id.starts_with("7381204455"), "{id:?}: {found:?}");
    }
    assert_eq!(reader.read(|db, _| read::count(db)).unwrap(), 50);
}
