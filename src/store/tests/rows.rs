//! What is kept, found and told.

use std::collections::HashSet;
use std::ops::ControlFlow;

use proptest::prelude::*;

use super::super::writer::Writer;
use super::*;

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
    assert_eq!(saved.batch.parties.iter().find(|(id, _)| *id == row.caller).unwrap().1, whole.caller.into());
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

#[tokio::test]
async fn what_the_path_taught_survives_the_next_sync() {
    let archive = archive();
    let key = archive.handle.save_page(calls_page([call(1, 0)])).await.unwrap().batch.rows[0].key;
    let saved = archive.handle.save_path(taught_path()).await.unwrap();
    // The menu answered in the first second, the person in the thirty-first.
    let row = &saved.batch.rows[0];
    assert_eq!((saved.changed, row.wait, row.talk), (1, Some(31), Some(59)));
    assert!(saved.batch.rows[0].flags.has(Flags::PATH) && saved.batch.rows[0].flags.has(Flags::RECORDING));
    assert_eq!(archive.handle.save_page(calls_page([call(1, 0)])).await.unwrap().changed, 0);
    let mut late = call(1, 0);
    late.spam = "Maybe Spam".into();
    assert_eq!(archive.handle.save_page(calls_page([late])).await.unwrap().changed, 1);
    let call = archive.handle.call(key).await.unwrap().unwrap();
    assert_eq!((call.wait, call.hold), (Some(Duration::from_secs(31)), Some(Duration::from_secs(30))));
    assert_eq!(call.talk_time(), Some(Duration::from_secs(59)));
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
    let seen: Vec<Call> = calls.whole().map(Result::unwrap).collect();
    assert_eq!((seen, calls.missing()), (vec![call(1, 1), call(2, 2), call(3, 3)], 1));
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

/// What a row for a table tells, with what numbers stand for.
fn told(row: &TableRow<'_>) -> String {
    let party = |party: Shared<'_, PartyRow>| {
        let PartyRow { name, did_number, ext_number, email, ext_type } = party.value;
        [name, did_number, ext_number, email, ext_type].map(Text::as_raw).join("|")
    };
    let (kind, owner) = (row.kind.value, row.owner.value);
    let words = [&kind.connect_type, &kind.call_type, &kind.account_code, kind.result.word()];
    let places = [&owner.site, &owner.department, &owner.cost_center];
    let times = (row.start_time, row.answer_time, row.end_time);
    let spans = (row.duration, row.talk, row.wait, row.hold);
    let ids = (row.call_history_uuid, row.call_id, kind.direction.as_raw(), row.flags);
    let texts = [words.map(Text::as_raw).join("|"), places.map(Text::as_raw).join("|")];
    let parties = [row.caller, row.callee, row.via(), row.handled_by].map(party);
    format!("{ids:?} {times:?} {spans:?} {texts:?} {parties:?}")
}

#[tokio::test]
async fn rows_for_tables_tell_what_whole_calls_tell() {
    let archive = archive();
    let mut odd = call(4, 40);
    odd.call_history_uuid = CallHistoryUuid::new("an id of another form");
    odd.call_id = CallId::new("7381204455190012345_1");
    odd.direction = Direction::Outbound;
    odd.answer_time = None;
    odd.caller = Party { ext_type: "call_queue".into(), ..party("Dispatch", "") };
    odd.site_name = Text::default();
    odd.caller_account_code = Text::default();
    odd.callee_account_code = "92".into();
    let mut summed_up = call(3, 30);
    summed_up.answer_time = Some(at(31));
    summed_up.talk = None;
    summed_up.call_result = CallResult::new("answered".into());
    summed_up.extra = serde_json::from_str(r#"{"ai_call_summary_id":"s1"}"#).unwrap();
    let left = Call { call_result: CallResult::new("voicemail".into()), ..call(2, 20) };
    archive.handle.save_page(calls_page([odd, summed_up, left, call(1, 10)])).await.unwrap();
    archive.handle.save_path(taught_path()).await.unwrap();
    let keys: Vec<CallKey> = archive.handle.first_page(9).await.unwrap().rows.iter().map(|row| row.key).collect();
    let line = TranscriptLine { text: "A parcel is late.".into(), ..TranscriptLine::default() };
    let read = Transcript { recording_id: RecordingId::new("r"), lines: vec![line], ..Transcript::default() };
    archive.handle.save_spoken(keys[3], Spoken::Transcript(read), at(0)).await.unwrap();

    let whole = all_calls(&archive.handle).await;
    let whole: Vec<String> = whole.iter().map(|call| told(&CallParts::of(call).row(call))).collect();
    let (mut rows, mut calls) = (Vec::new(), archive.handle.calls(keys).unwrap());
    while calls
        .next_rows(&mut |row| {
            rows.push(told(row));
            ControlFlow::Continue(())
        })
        .unwrap()
    {}
    assert_eq!((rows.len(), rows), (4, whole));

    let listed: Vec<Flags> = archive.handle.first_page(9).await.unwrap().rows.iter().map(|row| row.flags).collect();
    let exported: Vec<Flags> = all_calls(&archive.handle).await.iter().map(Call::flags).collect();
    assert_eq!(exported, listed, "what was read of a call is told alike in the list and in exports");
    assert!(listed[3].has(Flags::TRANSCRIPT) && listed[3].has(Flags::PATH));
}

#[tokio::test]
async fn a_selection_comes_whole_and_in_order_however_its_calls_lie() {
    let archive = archive();
    archive.handle.save_page(calls_page((0..1_000).map(|number| call(number, number.cast_signed())))).await.unwrap();
    let all: Vec<CallKey> = archive.handle.first_page(1_000).await.unwrap().rows.iter().map(|row| row.key).collect();
    let every = |step: usize| all.iter().copied().step_by(step).collect::<Vec<_>>();
    let rising: Vec<CallKey> = all.iter().rev().copied().collect();
    let mixed = [&every(1)[..70], &every(97), &every(3)[300..], &rising[5..80]].concat();
    for (keys, gap) in [(every(1), 20), (every(2), 1_000), (every(50), 3), (rising, 7), (mixed, 9)] {
        // Here and there a key that names no call.
        let with_gap = |(place, key): (usize, &CallKey)| {
            [Some(*key), (place % gap == 0).then_some(CallKey(key.0 - 1))].into_iter().flatten()
        };
        let wanted: Vec<CallKey> = keys.iter().enumerate().flat_map(with_gap).collect();
        let missing = wanted.len() - keys.len();
        let mut expected = Vec::new();
        for key in &keys {
            expected.push(archive.handle.call(*key).await.unwrap().unwrap().call_history_uuid);
        }
        let mut calls = archive.handle.calls(wanted).unwrap();
        let found: Vec<CallHistoryUuid> = calls.whole().map(|call| call.unwrap().call_history_uuid).collect();
        assert_eq!((found, calls.missing()), (expected, missing as u64));
    }
}

/// All calls of an archive of which two threads read one half each.
async fn load_in_halves(handle: &Handle) -> Vec<CallRow> {
    let mut batches = handle.load(10).unwrap();
    let (mut rows, mut words, mut parties) = (Vec::new(), HashSet::from([WordId(0)]), HashSet::new());
    while let Some(batch) = batches.recv().await {
        let batch = batch.unwrap();
        words.extend(batch.words.iter().map(|(id, _)| *id));
        parties.extend(batch.parties.iter().map(|(id, _)| *id));
        assert!(batch.rows.is_sorted_by(|newer, older| newer.key > older.key));
        for row in &batch.rows {
            assert!(words.contains(&row.site) && parties.contains(&row.caller) && parties.contains(&row.callee));
        }
        rows.extend(batch.rows);
    }
    rows
}

#[tokio::test]
async fn each_call_comes_once_where_two_threads_read() {
    let archive = archive();
    let saved =
        archive.handle.save_page(calls_page((0..3000).map(|number| call(number, 60 * number.cast_signed())))).await;
    let mut rows = load_in_halves(&archive.handle).await;
    rows.sort_by_key(|row| row.key);
    assert_eq!(rows, saved.unwrap().batch.rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_moves_while_all_are_read_is_neither_missed_nor_read_twice() {
    let archive = archive();
    let page = |late: i64| calls_page((0..300).map(move |number| call(number, 60 * number.cast_signed() + late)));
    archive.handle.save_page(page(0)).await.unwrap();
    let moving = async {
        // From the oldest end to the newest, and back.
        for turn in 1..60 {
            let start = if turn % 2 == 0 { 0 } else { 600 * 60 };
            archive.handle.save_page(calls_page([call(0, start)])).await.unwrap();
        }
    };
    let reading = async {
        for _ in 0..60 {
            let rows = load_in_halves(&archive.handle).await;
            assert_eq!(rows.len(), 300);
        }
    };
    tokio::join!(moving, reading);
}
