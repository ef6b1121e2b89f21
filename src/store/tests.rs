//! The archive as the rest of ringlog sees it: what is kept, what is told, and what survives a fault.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use proptest::prelude::*;

use crate::model::*;

use super::writer::Writer;
use super::*;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000 + seconds, 0).unwrap()
}

fn uuid(number: u64) -> String {
    format!("20260921-{:08x}-0000-4000-8000-{number:012x}", number.wrapping_mul(0x9e37_79b9) & 0xffff_ffff)
}

fn party(name: &str, number: &str) -> Party {
    Party { name: name.into(), did_number: number.into(), ..Party::default() }
}

fn call(number: u64, start: i64) -> Call {
    Call {
        call_history_uuid: CallHistoryUuid::new(&uuid(number)),
        call_id: CallId::new(&(7_381_204_455_190_000_000 + number).to_string()),
        direction: Direction::Inbound,
        international: Some(false),
        start_time: at(start),
        answer_time: Some(at(start + 5)),
        end_time: Some(at(start + 65)),
        duration: Some(Duration::from_secs(65)),
        talk: None,
        wait: None,
        hold: None,
        connect_type: "external".into(),
        call_type: "general".into(),
        call_result: CallResult::new("answered".into()),
        caller: party(&format!("Caller {}", number % 97), &format!("+1202555{:04}", 100 + number % 97)),
        callee: Party { ext_type: "call_queue".into(), ..party("Dispatch", "+12025550120") },
        handled_by: Operator::default(),
        site_name: "Harbor Office".into(),
        site_id: "site-1".into(),
        department: "Field Support".into(),
        cost_center: Text::default(),
        group_id: "group-1".into(),
        spam: Text::default(),
        recording_status: RecordingStatus::NonRecorded,
        recording_id: RecordingId::default(),
        voicemail_id: VoicemailId::default(),
        hide_caller_id: None,
        end_to_end: Some(true),
        caller_account_code: Text::default(),
        callee_account_code: Text::default(),
        extra: serde_json::from_str(r#"{"sbc_name":"","new":{"deep":null}}"#).unwrap(),
    }
}

fn step(call: u64, number: u64, start: i64) -> CallElement {
    CallElement {
        call_element_id: CallElementId::new(&uuid(1_000_000 + number)),
        call_history_uuid: CallHistoryUuid::new(&uuid(call)),
        call_id: CallId::new("7381204455190012345"),
        direction: Direction::Inbound,
        connect_type: "external".into(),
        call_type: "general".into(),
        caller: party("R. Alvarez", "+12025550134"),
        callee: party("Mara Lindqvist", "+12025550143"),
        start_time: Some(at(start)),
        answer_time: None,
        end_time: Some(at(start + 30)),
        event: "ring_to_member".into(),
        result: CallResult::new("no_answer".into()),
        result_reason: Text::default(),
        operator: Operator { name: "Mara Lindqvist".into(), ext_type: "user".into(), ..Operator::default() },
        press_key: Text::default(),
        client_code: Text::default(),
        segment: None,
        node: None,
        is_node: None,
        recording_id: RecordingId::default(),
        recording_type: Text::default(),
        voicemail_id: VoicemailId::default(),
        talk_time: None,
        hold_time: None,
        wait_time: Some(Duration::from_secs(8)),
        department: Text::default(),
        cost_center: Text::default(),
        site_id: Text::default(),
        site_name: Text::default(),
        group_id: Text::default(),
        hide_caller_id: None,
        end_to_end: None,
        device_private_ip: Text::default(),
        device_public_ip: Text::default(),
        caller_account_code: Text::default(),
        callee_account_code: Text::default(),
        extra: serde_json::Map::new(),
    }
}

fn slice(from: i64, to: i64) -> Span {
    Span { from: at(from), to: at(to) }
}

fn token(text: &str) -> PageToken {
    PageToken { next_page_token: text.into(), issued_at: at(0) }
}

fn page(rows: PageRows, state: SliceState) -> Page {
    Page { rows, progress: SliceProgress { slice: slice(0, 86_400), state } }
}

fn calls_page(calls: impl IntoIterator<Item = Call>) -> Page {
    page(PageRows::Calls(calls.into_iter().collect()), SliceState::Done)
}

fn steps_page(steps: impl IntoIterator<Item = CallElement>) -> Page {
    page(PageRows::Elements(steps.into_iter().collect()), SliceState::Open(token("next")))
}

struct Archive {
    folder: tempfile::TempDir,
    handle: Handle,
}

fn name(profile: &str) -> ArchiveName {
    let account = Account {
        account_id: "account".into(),
        user_id: "user".into(),
        name: "Test".into(),
        email: "test@example.com".into(),
        access: Access::Account,
    };
    ArchiveName::new(profile, &account)
}

fn archive() -> Archive {
    let folder = tempfile::tempdir().unwrap();
    let handle = Handle::open(folder.path(), &name("default")).unwrap();
    Archive { folder, handle }
}

async fn load(handle: &Handle) -> Vec<Batch> {
    let mut batches = handle.load(1000).unwrap();
    let mut all = Vec::new();
    while let Some(batch) = batches.recv().await {
        all.push(batch.unwrap());
    }
    all
}

async fn all_calls(handle: &Handle) -> Vec<Call> {
    let keys = load(handle).await.into_iter().flat_map(|batch| batch.rows).map(|row| row.key).collect();
    handle.calls(keys).unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn a_call_comes_back_as_it_was() {
    let archive = archive();
    let mut odd = call(2, 10);
    odd.call_history_uuid = CallHistoryUuid::new("an id of another form");
    odd.call_id = CallId::new("7381204455190012345_1");
    odd.direction = Direction::Other("sideways".into());
    odd.answer_time = Some(at(3));
    odd.duration = None;
    odd.caller = Party::default();
    odd.recording_id = RecordingId::new("9f1c2b3a4d5e6f708192a3b4c5d6e7f8");
    odd.voicemail_id = VoicemailId::new("short");
    odd.extra = serde_json::Map::new();
    let calls = [odd, call(1, 0)];
    let saved = archive.handle.save_page(calls_page(calls.clone())).await.unwrap();
    assert_eq!((saved.new, saved.changed), (2, 0));
    assert_eq!(all_calls(&archive.handle).await, calls);
    assert_eq!(archive.handle.call(saved.batch.rows[0].key).await.unwrap().as_ref(), Some(&calls[1]));
}

#[tokio::test]
async fn the_same_page_again_changes_nothing_and_keys_stay() {
    let archive = archive();
    let calls: Vec<Call> = (0..300).map(|number| call(number, 7)).collect();
    let first = archive.handle.save_page(calls_page(calls.clone())).await.unwrap();
    let again = archive.handle.save_page(calls_page(calls.iter().rev().cloned())).await.unwrap();
    assert_eq!((again.new, again.changed, again.batch), (0, 0, Batch::default()));
    let mut edited = calls[5].clone();
    edited.call_result = CallResult::new("voicemail".into());
    let changed = archive.handle.save_page(calls_page([edited, call(300, 8)])).await.unwrap();
    assert_eq!((changed.new, changed.changed), (1, 1));
    assert!(first.batch.rows.iter().any(|row| row.key == changed.batch.rows[0].key), "an edit keeps its key");
}

#[tokio::test]
async fn more_calls_in_one_moment_than_tiebreaks_are_all_kept_with_their_start() {
    let archive = archive();
    let calls: Vec<Call> = (0..1500).map(|number| call(number, 7)).collect();
    archive.handle.save_page(calls_page(calls.clone())).await.unwrap();
    let again = archive.handle.save_page(calls_page(calls)).await.unwrap();
    assert_eq!((again.new, again.changed), (0, 0));
    let kept = all_calls(&archive.handle).await;
    assert_eq!(kept.len(), 1500);
    assert!(kept.iter().all(|call| call.start_time == at(7)));
}

#[tokio::test]
async fn batches_name_nothing_that_was_not_sent_before() {
    let archive = archive();
    let saved = archive.handle.save_page(calls_page((0..3000).map(|number| call(number, 1)))).await.unwrap();
    let page = archive.handle.first_page(20).await.unwrap();
    assert_eq!(page.rows.len(), 20);
    for batches in [vec![saved.batch], vec![page], load(&archive.handle).await] {
        let (mut parties, mut words) = (std::collections::HashSet::new(), std::collections::HashSet::from([WordId(0)]));
        for batch in batches {
            parties.extend(batch.parties.into_iter().map(|(id, _)| id));
            words.extend(batch.words.into_iter().map(|(id, _)| id));
            for row in batch.rows {
                assert!(parties.contains(&row.caller) && parties.contains(&row.callee));
                assert!([row.site, row.department, row.cost_center, row.group].iter().all(|word| words.contains(word)));
            }
        }
    }
}

#[tokio::test]
async fn a_row_of_the_list_says_what_the_call_says() {
    let archive = archive();
    let saved = archive.handle.save_page(calls_page([call(1, 0)])).await.unwrap();
    let row = &saved.batch.rows[0];
    let whole = call(1, 0);
    assert_eq!((row.start_time, row.wait, row.duration), (whole.start_time, None, Some(65)));
    assert_eq!(row.talk.map(u64::from), whole.talk_time().map(|talk| talk.as_secs()));
    assert_eq!(row.flags, whole.flags());
    let word = |id| saved.batch.words.iter().find(|(known, _)| *known == id).map(|(_, word)| word.as_raw());
    assert_eq!((word(row.site), word(row.department)), (Some("Harbor Office"), Some("Field Support")));
    assert_eq!(saved.batch.parties.iter().find(|(id, _)| *id == row.caller).unwrap().1, whole.caller);
    assert_eq!(load(&archive.handle).await.last().unwrap().rows, saved.batch.rows);
}

#[tokio::test]
async fn pages_come_newest_first() {
    let archive = archive();
    archive
        .handle
        .save_page(calls_page([3, 1, 5, 2, 4].map(|number| call(number, number.cast_signed()))))
        .await
        .unwrap();
    let starts = |batch: &Batch| batch.rows.iter().map(|row| row.start_time).collect::<Vec<_>>();
    assert_eq!(starts(&archive.handle.first_page(2).await.unwrap()), [at(5), at(4)]);
    assert_eq!(starts(load(&archive.handle).await.last().unwrap()), [at(5), at(4), at(3), at(2), at(1)]);
}

#[tokio::test]
async fn steps_of_one_call_on_two_pages_are_one_call() {
    let archive = archive();
    let later = step(1, 2, 100);
    let first = archive.handle.save_page(steps_page([later.clone(), step(2, 3, 50)])).await.unwrap();
    assert_eq!(first.new, 2);
    let mut earlier = step(1, 1, 90);
    earlier.result = CallResult::new("answered".into());
    earlier.hold_time = Some(Duration::from_secs(12));
    let second = archive.handle.save_page(steps_page([earlier.clone(), later.clone()])).await.unwrap();
    assert_eq!((second.new, second.changed), (0, 1));
    let old_key = first.batch.rows.iter().find(|row| row.start_time == at(100)).unwrap().key;
    assert_eq!(second.batch.removed, [old_key], "the start moved, and so did the key");
    let calls = all_calls(&archive.handle).await;
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0], fold(&[earlier, later]).unwrap());
    assert_eq!((calls[0].hold, calls[0].start_time), (Some(Duration::from_secs(12)), at(90)));
}

fn taught_path() -> CallPath {
    let leg = |number, start, result: &str, ext_type: &str, name: &str| {
        let mut leg = step(1, number, start);
        leg.segment = Some(number.cast_signed());
        leg.result = CallResult::new(result.into());
        leg.answer_time = Some(at(start + 1));
        leg.hold_time = Some(Duration::from_secs(10));
        leg.operator = Operator { name: name.into(), ext_type: ext_type.into(), ..Operator::default() };
        leg
    };
    let mut person = leg(3, 30, "answered", "user", "Mara Lindqvist");
    person.recording_id = RecordingId::new("9f1c2b3a4d5e6f708192a3b4c5d6e7f8");
    CallPath {
        call_history_uuid: CallHistoryUuid::new(&uuid(1)),
        fetched_at: at(900),
        elements: vec![
            leg(1, 0, "answered", "auto_receptionist", "Main Menu"),
            leg(2, 10, "answered", "call_queue", "Dispatch"),
            person,
        ],
        extra: serde_json::from_str(r#"{"caller_name":"R. Alvarez"}"#).unwrap(),
    }
}

#[tokio::test]
async fn what_the_path_taught_survives_the_next_sync() {
    let archive = archive();
    let key = archive.handle.save_page(calls_page([call(1, 0)])).await.unwrap().batch.rows[0].key;
    let saved = archive.handle.save_path(taught_path()).await.unwrap();
    assert_eq!((saved.changed, saved.batch.rows[0].wait), (1, Some(31)));
    assert!(saved.batch.rows[0].flags.has(Flags::PATH) && saved.batch.rows[0].flags.has(Flags::RECORDING));
    assert_eq!(archive.handle.save_page(calls_page([call(1, 0)])).await.unwrap().changed, 0);
    let mut late = call(1, 0);
    late.spam = "Maybe Spam".into();
    assert_eq!(archive.handle.save_page(calls_page([late])).await.unwrap().changed, 1);
    let call = archive.handle.call(key).await.unwrap().unwrap();
    assert_eq!((call.wait, call.hold), (Some(Duration::from_secs(31)), Some(Duration::from_secs(30))));
    assert_eq!((call.handled_by.name.as_raw(), call.spam.as_raw()), ("Mara Lindqvist", "Maybe Spam"));
    assert_eq!(call.recording_id.as_raw(), "9f1c2b3a4d5e6f708192a3b4c5d6e7f8");
    assert_eq!(archive.handle.path_of(key).await.unwrap(), Some(taught_path()));
}

#[tokio::test]
async fn a_path_of_an_unknown_call_waits_for_it() {
    let archive = archive();
    assert_eq!(archive.handle.save_path(taught_path()).await.unwrap(), Saved::default());
    let saved = archive.handle.save_page(calls_page([call(1, 0)])).await.unwrap();
    assert_eq!(archive.handle.path_of(saved.batch.rows[0].key).await.unwrap(), Some(taught_path()));
}

#[tokio::test]
async fn a_slice_is_covered_after_its_last_page_only() {
    let archive = archive();
    let page = |rows, state| Page { rows, progress: SliceProgress { slice: slice(0, 60), state } };
    let more = page(PageRows::Calls(vec![call(1, 1)]), SliceState::Open(token("first")));
    archive.handle.save_page(more).await.unwrap();
    archive.handle.save_page(page(PageRows::Calls(vec![]), SliceState::Open(token("second")))).await.unwrap();
    assert_eq!(archive.handle.coverage().await.unwrap(), Coverage::new());
    let open = OpenSlice { slice: slice(0, 60), token: token("second") };
    assert_eq!(archive.handle.open_slices().await.unwrap(), [open]);
    archive.handle.save_page(page(PageRows::Calls(vec![]), SliceState::Done)).await.unwrap();
    assert_eq!(archive.handle.open_slices().await.unwrap(), []);
    assert_eq!(archive.handle.coverage().await.unwrap().spans(), [slice(0, 60)]);
}

#[test]
fn a_page_that_fails_half_way_leaves_nothing_and_the_next_one_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = name("default").path(folder.path());
    let mut writer = Writer::open(&path).unwrap();
    let failing = |writer: &mut Writer| {
        writer.write(|work| {
            progress::save(&calls_page((0..200).map(|number| call(number, 0))), work)?;
            Err::<(), _>(rusqlite::Error::InvalidQuery)
        })
    };
    assert!(matches!(failing(&mut writer), Err(Error::Refused(_))));
    let mut reader = read::Reader::open(&path).unwrap();
    let (calls, coverage) = reader.read(|db, _| Ok((read::count(db)?, progress::coverage(db)?))).unwrap();
    assert_eq!((calls, coverage), (0, Coverage::new()));
    // The people that the failed page named must be stored again, not remembered.
    let saved = writer.write(|work| progress::save(&calls_page([call(5, 0)]), work)).unwrap();
    let kept = reader.read(|db, values| read::call(saved.batch.rows[0].key, db, values)).unwrap();
    assert_eq!(kept, Some(call(5, 0)));
}

#[test]
fn a_program_killed_within_a_page_leaves_the_archive_as_before_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let path = name("default").path(folder.path());
    let mut writer = Writer::open(&path).unwrap();
    writer.write(|work| progress::save(&calls_page([call(1, 1)]), work)).unwrap();
    let killed = tempfile::tempdir().unwrap();
    let copy = name("default").path(killed.path());
    let beside = |path: &PathBuf, suffix: &str| PathBuf::from(format!("{}{suffix}", path.display()));
    writer
        .write(|work| {
            // Small enough a cache to spill: half a page is in the log when the files are copied.
            work.db.execute_batch("PRAGMA cache_size = 1; PRAGMA cache_spill = 1")?;
            progress::save(&calls_page((2..2000).map(|number| call(number, 0))), work)?;
            assert!(beside(&path, "-wal").metadata().unwrap().len() > 200_000, "half a page is in the log");
            for suffix in ["", "-wal"] {
                std::fs::copy(beside(&path, suffix), beside(&copy, suffix)).unwrap();
            }
            Ok(())
        })
        .unwrap();
    drop(Writer::open(&copy).unwrap());
    let mut reader = read::Reader::open(&copy).unwrap();
    assert_eq!(reader.read(|db, _| read::count(db)).unwrap(), 1);
    let check: String = reader.read(|db, _| db.query_row("PRAGMA integrity_check", [], |row| row.get(0))).unwrap();
    assert_eq!(check, "ok");
}

#[tokio::test]
async fn a_call_is_found_by_its_ids_and_by_a_beginning_that_is_its_own() {
    let archive = archive();
    let mut odd = call(3, 2);
    odd.call_history_uuid = CallHistoryUuid::new("zq7-old-form");
    archive.handle.save_page(calls_page([call(1, 0), call(2, 1), odd])).await.unwrap();
    let newest_first: Vec<CallKey> =
        archive.handle.first_page(9).await.unwrap().rows.iter().map(|row| row.key).collect();
    let [third, second, first] = newest_first[..] else { panic!("three calls") };
    for (id, found) in [
        (uuid(1), vec![first]),
        (uuid(2)[..14].to_owned(), vec![second]),
        (uuid(2)[..19].to_owned(), vec![second]),
        ("7381204455190000002".to_owned(), vec![second]),
        ("zq7-old-".to_owned(), vec![third]),
        ("2026092".to_owned(), vec![]),
        ("20260921".to_owned(), vec![second, first]),
        ("73812044".to_owned(), vec![third, second]),
        ("20260921-%".to_owned(), vec![]),
        (String::new(), vec![]),
    ] {
        assert_eq!(archive.handle.calls_by_id(id.clone()).await.unwrap(), found, "{id}");
    }
}

#[tokio::test]
async fn an_export_sees_one_moment_in_the_order_asked_for() {
    let archive = archive();
    archive.handle.save_page(calls_page([1, 2, 3].map(|number| call(number, number.cast_signed())))).await.unwrap();
    let mut keys: Vec<CallKey> = archive.handle.first_page(9).await.unwrap().rows.iter().map(|row| row.key).collect();
    keys.reverse();
    keys.insert(1, CallKey(1));
    let mut calls = archive.handle.calls(keys).unwrap();
    let mut edited = call(2, 2);
    edited.spam = "Maybe Spam".into();
    assert_eq!(archive.handle.save_page(calls_page([edited])).await.unwrap().changed, 1);
    archive.handle.tidy().await.unwrap();
    let seen: Vec<Call> = calls.by_ref().map(Result::unwrap).collect();
    assert_eq!((seen, calls.missing()), (vec![call(1, 1), call(2, 2), call(3, 3)], 1));
}

#[tokio::test]
async fn nothing_of_a_purged_archive_is_left_in_its_files() {
    let archive = archive();
    let mut canary = call(1, 0);
    canary.caller.name = "Canary McCanaryface".into();
    canary.extra = serde_json::from_str(r#"{"note":"Canary McCanaryface"}"#).unwrap();
    archive.handle.save_page(calls_page([canary])).await.unwrap();
    archive.handle.save_page(calls_page((2..500).map(|number| call(number, 0)))).await.unwrap();
    archive.handle.purge().await.unwrap();
    assert_eq!(archive.handle.count().await.unwrap(), 0);
    for file in std::fs::read_dir(archive.folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(memchr::memmem::find(&bytes, b"McCanaryface").is_none());
    }
    // Ids start where they ended: columns in memory that still name old people never show new ones under them.
    let saved = archive.handle.save_page(calls_page([call(1, 0)])).await.unwrap();
    assert!(saved.batch.parties.iter().all(|(id, _)| id.0 > 90));
}

#[tokio::test]
async fn what_one_account_may_see_is_never_shown_to_another() {
    let archive = archive();
    archive.handle.save_page(calls_page([call(1, 0)])).await.unwrap();
    let other = Handle::open(archive.folder.path(), &name("other")).unwrap();
    assert_eq!(other.count().await.unwrap(), 0);
    assert_eq!(other.coverage().await.unwrap(), Coverage::new());
    assert_eq!(archive.handle.stats().await.unwrap().newest, Some(at(0)));
}

#[tokio::test]
async fn two_programs_share_an_archive_and_one_may_empty_it() {
    let one = archive();
    let other = Handle::open(one.folder.path(), &name("default")).unwrap();
    one.handle.save_page(calls_page([call(1, 1)])).await.unwrap();
    assert_eq!(other.save_page(calls_page([call(1, 1), call(2, 2)])).await.unwrap().new, 1);
    assert_eq!(all_calls(&one.handle).await, [call(2, 2), call(1, 1)]);
    other.purge().await.unwrap();
    // The people that `one` remembers are gone: they must be stored again.
    assert_eq!(one.handle.save_page(calls_page([call(1, 1)])).await.unwrap().new, 1);
    assert_eq!(all_calls(&other).await, [call(1, 1)]);
}

#[tokio::test]
async fn an_account_is_remembered() {
    let archive = archive();
    assert_eq!(archive.handle.account().await.unwrap(), None);
    let account = Account {
        account_id: "aB3".into(),
        user_id: Text::default(),
        name: "Ada".into(),
        email: "ada@example.com".into(),
        access: Access::Own,
    };
    archive.handle.set_account(&account).await.unwrap();
    archive.handle.set_meta("sync", "1".into()).await.unwrap();
    archive.handle.set_meta("sync", "2".into()).await.unwrap();
    assert_eq!(archive.handle.account().await.unwrap(), Some(account));
    assert_eq!(archive.handle.meta("sync").await.unwrap().as_deref(), Some("2"));
}

#[test]
fn files_of_the_archive_are_for_the_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    let mut writer = Writer::open(&name("default").path(&inner)).unwrap();
    writer.write(|work| progress::save(&calls_page([call(1, 0)]), work)).unwrap();
    let files: Vec<_> = std::fs::read_dir(&inner).unwrap().map(|file| file.unwrap()).collect();
    assert_eq!(files.len(), 3, "the file, its log, and the index of that");
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", file.path().display());
    }
    assert_eq!(inner.metadata().unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn an_archive_of_a_newer_ringlog_is_refused_and_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = name("default").path(folder.path());
    drop(Writer::open(&path).unwrap());
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = Handle::open(folder.path(), &name("default")).unwrap_err();
    assert!(matches!(error, Error::Newer { found: 99, .. }), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_file_that_is_no_archive_is_damaged_until_it_is_put_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = name("default").path(folder.path());
    std::fs::write(&path, "this is no database ".repeat(100)).unwrap();
    assert!(matches!(Handle::open(folder.path(), &name("default")), Err(Error::Damaged { .. })));
    let aside = quarantine(&path, at(0)).unwrap();
    assert!(aside.exists() && aside.to_string_lossy().contains(".damaged-2026"), "{}", aside.display());
    let handle = Handle::open(folder.path(), &name("default")).unwrap();
    assert_eq!(handle.count().await.unwrap(), 0);
}

#[test]
fn a_folder_that_cannot_be_made_is_not_a_damaged_archive() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert!(matches!(Handle::open(&file, &name("default")), Err(Error::Io { .. })));
}

#[test]
fn a_lock_held_elsewhere_is_said_to_be_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = name("default").path(folder.path());
    drop(Writer::open(&path).unwrap());
    let (one, other) = (rusqlite::Connection::open(&path).unwrap(), rusqlite::Connection::open(&path).unwrap());
    one.execute_batch("BEGIN IMMEDIATE").unwrap();
    other.busy_timeout(Duration::ZERO).unwrap();
    let error = other.execute_batch("BEGIN IMMEDIATE").unwrap_err();
    assert!(matches!(Error::sql(&path, error), Error::Locked { .. }));
}

#[test]
fn a_full_disk_is_said_to_be_one_and_keeps_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = name("default").path(folder.path());
    let mut writer = Writer::open(&path).unwrap();
    writer.write(|work| progress::save(&calls_page([call(1, 0)]), work)).unwrap();
    let result = writer.write(|work| {
        work.db.execute_batch("PRAGMA max_page_count = 1")?;
        progress::save(&calls_page((2..5000).map(|number| call(number, 0))), work)
    });
    assert!(matches!(result, Err(Error::DiskFull { .. })), "{result:?}");
    assert_eq!(read::Reader::open(&path).unwrap().read(|db, _| read::count(db)).unwrap(), 1);
}

/// Everything that reads, on a file that may be damaged; errors are fine, a panic or an endless loop is not.
async fn read_everything(folder: &std::path::Path) -> Result<u64, Error> {
    let handle = Handle::open(folder, &name("default"))?;
    let mut keys = Vec::new();
    let mut batches = handle.load(100)?;
    while let Some(batch) = batches.recv().await {
        keys.extend(batch?.rows.into_iter().map(|row| row.key));
    }
    for key in keys.iter().take(5) {
        handle.path_of(*key).await?;
    }
    handle.coverage().await?;
    handle.open_slices().await?;
    handle.first_page(10).await?;
    handle.stats().await?;
    handle.save_page(calls_page([call(9_999, 3)])).await?;
    for call in handle.calls(keys)? {
        call?;
    }
    handle.count().await
}

#[tokio::test]
async fn a_file_damaged_anywhere_gives_an_error_or_reads_but_never_a_panic() {
    let whole = archive();
    whole.handle.save_page(calls_page((0..400).map(|number| call(number, number.cast_signed())))).await.unwrap();
    whole.handle.save_path(taught_path()).await.unwrap();
    whole.handle.tidy().await.unwrap();
    let bytes = std::fs::read(whole.handle.path()).unwrap();
    let mut damaged = 0;
    for place in 0..100 {
        let folder = tempfile::tempdir().unwrap();
        let at = bytes.len() * place / 100;
        let mut broken = bytes.clone();
        if place % 2 == 0 {
            broken[at..].iter_mut().take(64).for_each(|byte| *byte ^= 0xff);
        } else {
            broken.truncate(at);
        }
        std::fs::write(name("default").path(folder.path()), broken).unwrap();
        match read_everything(folder.path()).await {
            Ok(_) => {}
            Err(Error::Damaged { .. }) => damaged += 1,
            Err(error) => panic!("place {place}: {error:?}"),
        }
    }
    assert!(damaged > 50, "only {damaged} of 100 were noticed");
}

#[tokio::test]
async fn a_hundred_thousand_calls_are_kept_whole() {
    let archive = archive();
    for page in 0..20_u64 {
        // Three calls a second, as in a busy account.
        let calls = (page * 5000..(page + 1) * 5000).map(|number| call(number, (number / 3).cast_signed()));
        assert_eq!(archive.handle.save_page(calls_page(calls)).await.unwrap().new, 5000);
    }
    archive.handle.tidy().await.unwrap();
    let rows: usize = load(&archive.handle).await.iter().map(|batch| batch.rows.len()).sum();
    let stats = archive.handle.stats().await.unwrap();
    assert_eq!((rows, stats.calls), (100_000, 100_000));
    assert!(stats.bytes < 16_000_000, "{} bytes", stats.bytes);
    let db = rusqlite::Connection::open(archive.handle.path()).unwrap();
    let check: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Pages in any order, again and again, leave the newest form of each call once.
    #[test]
    fn the_archive_agrees_with_a_map(writes in prop::collection::vec((0..12_u64, 0..4_i64, 0..3_u8), 1..60)) {
        let folder = tempfile::tempdir().unwrap();
        let path = name("default").path(folder.path());
        let mut writer = Writer::open(&path).unwrap();
        let mut expected = std::collections::BTreeMap::new();
        let mut index = std::collections::BTreeMap::new();
        for (number, start, result) in writes {
            let mut call = call(number, start);
            call.call_result = CallResult::new(["answered", "voicemail", "no_answer"][usize::from(result)].into());
            let saved = writer.write(|work| progress::save(&calls_page([call.clone()]), work)).unwrap();
            expected.insert(call.call_history_uuid.clone(), call);
            saved.batch.removed.iter().for_each(|key| { index.remove(key); });
            index.extend(saved.batch.rows.into_iter().map(|row| (row.key, row)));
        }
        let mut reader = read::Reader::open(&path).unwrap();
        let kept = reader.read(|db, values| {
            index.keys().map(|key| read::call(*key, db, values)).collect::<rusqlite::Result<Vec<_>>>()
        }).unwrap();
        let kept: std::collections::BTreeMap<_, _> =
            kept.into_iter().flatten().map(|call| (call.call_history_uuid.clone(), call)).collect();
        prop_assert_eq!(index.len(), expected.len());
        prop_assert_eq!(kept, expected);
    }
}
