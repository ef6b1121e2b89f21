//! Recordings, voicemail, their files and jobs: what is kept, found and gone on with.

use std::path::PathBuf;

use super::*;

fn id_of(number: u64) -> String {
    format!("9f1c2b3a4d5e6f70{number:016x}")
}

fn recording(number: u64, call: u64, start: i64) -> Recording {
    Recording {
        id: RecordingId::new(&id_of(number)),
        call_id: CallId::new(&format!("{}_1", 7_381_204_455_190_000_000 + call)),
        call_element_id: CallElementId::new(&uuid(1_000_000 + number)),
        caller: Speaker { name: "R. Alvarez".into(), number: "+12025550134".into(), number_type: Some(2) },
        direction: Direction::Inbound,
        date_time: Some(at(start)),
        duration: Some(Duration::from_secs(428)),
        recording_type: "Automatic".into(),
        download_url: "https://zoom.us/v2/phone/recording/download/a".into(),
        extra: serde_json::from_str(r#"{"site":{"id":"s","name":""},"disclaimer_status":0}"#).unwrap(),
        ..Recording::default()
    }
}

fn voicemail(number: u64, said: &str) -> Voicemail {
    Voicemail {
        id: VoicemailId::new(&id_of(number)),
        date_time: Some(at(5)),
        status: "unread".into(),
        transcription: Transcription { content: said.into(), status: (!said.is_empty()).then_some(2) },
        ..Voicemail::default()
    }
}

fn listed(kind: MediaKind, rows: impl IntoIterator<Item = Media>, covered: Option<Span>) -> MediaPage {
    let progress = covered.map(|slice| SliceProgress { slice, state: SliceState::Done });
    MediaPage { kind, rows: rows.into_iter().collect(), progress }
}

fn recordings(rows: impl IntoIterator<Item = Recording>) -> MediaPage {
    listed(MediaKind::Recording, rows.into_iter().map(Media::Recording), Some(slice(0, 100)))
}

#[tokio::test]
async fn recordings_come_back_as_zoom_sent_them_newest_first_and_once() {
    let archive = archive();
    let mut undated = recording(70, 1, 0);
    undated.date_time = None;
    let mut rows: Vec<Recording> =
        (0..70u64).map(|number| recording(number, 1, i64::try_from(number).unwrap() / 2)).collect();
    rows.push(undated);
    let saved = archive.handle.save_media(recordings(rows.clone())).await.unwrap();
    assert_eq!((saved.new, saved.changed, saved.rows.len()), (71, 0, 71));
    let again = archive.handle.save_media(recordings(rows.clone())).await.unwrap();
    assert_eq!(again, MediaSaved::default(), "the same page again changes nothing");

    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let (page, next) = archive.handle.media_page(MediaKind::Recording, after, 7).await.unwrap();
        let Some(next) = next else { break };
        all.extend(page);
        after = Some(next);
    }
    assert_eq!(all.len(), 71, "pages neither repeat nor leave out rows of one moment");
    assert!(all.windows(2).all(|pair| pair[0].at >= pair[1].at), "newest first, undated last");
    assert_eq!(archive.handle.media_count(MediaKind::Recording).await.unwrap(), 71);
    assert_eq!(archive.handle.media_count(MediaKind::Voicemail).await.unwrap(), 0);
    let whole = archive.handle.media(MediaId::Recording(rows[3].id.clone())).await.unwrap();
    assert_eq!(whole, Some(Media::Recording(rows[3].clone())));
    let coverage = archive.handle.media_coverage(MediaKind::Recording).await.unwrap();
    assert_eq!(coverage.spans(), [slice(0, 100)]);
    assert_eq!(archive.handle.media_coverage(MediaKind::Voicemail).await.unwrap(), Coverage::new());
}

#[tokio::test]
async fn a_list_does_not_take_away_what_a_voicemail_said_but_tells_that_it_was_heard() {
    let archive = archive();
    let save = |voicemail: Voicemail| {
        archive.handle.save_media(listed(MediaKind::Voicemail, [Media::Voicemail(voicemail)], None))
    };
    save(voicemail(1, "")).await.unwrap();
    let mut told = voicemail(1, "Please call back.");
    told.extra.insert("voice_mail_task".to_owned(), serde_json::json!({ "content": "Call back." }));
    assert_eq!(save(told).await.unwrap().changed, 1);
    let mut heard = voicemail(1, "");
    heard.status = "read".into();
    let saved = save(heard).await.unwrap();
    assert_eq!((saved.rows[0].word.as_raw(), saved.rows[0].said.as_raw()), ("read", "Please call back."));
    let Some(Media::Voicemail(kept)) = archive.handle.media(saved.rows[0].id.clone()).await.unwrap() else { panic!() };
    assert!(kept.extra.contains_key("voice_mail_task"));
}

#[tokio::test]
async fn a_recording_and_its_call_find_each_other() {
    let archive = archive();
    let calls = [call(1, 0), call(2, 50), call(3, 40 * 86_400)];
    let saved = archive.handle.save_page(calls_page(calls)).await.unwrap();
    let steps = PageRows::Elements(vec![step(4, 9, 90)]);
    let own = archive.handle.save_page(page(steps, SliceState::Done)).await.unwrap().batch.rows[0].key;
    let key = |start: i64| saved.batch.rows.iter().find(|row| row.start_time == at(start)).unwrap().key;
    let stranger = recording(20, 77, 60);
    // 1 and 2 meet their call by its id, 9 by its step; call 3 began long after the recording that names it.
    let by_step = Recording { call_id: CallId::default(), ..recording(9, 0, 95) };
    let rows = [recording(1, 1, 3), recording(2, 1, 9), by_step, recording(3, 3, 0), stranger];
    archive.handle.save_media(recordings(rows.clone())).await.unwrap();
    let mut found = Vec::new();
    for row in &rows {
        found.push(archive.handle.call_of_media(MediaId::Recording(row.id.clone())).await.unwrap());
    }
    assert_eq!(found, [Some(key(0)), Some(key(0)), Some(own), None, None]);
    let of = async |key| archive.handle.media_of_call(MediaKind::Recording, key).await.unwrap();
    assert_eq!(of(key(0)).await, [Media::Recording(rows[0].clone()), Media::Recording(rows[1].clone())]);
    assert_eq!(of(own).await, [Media::Recording(rows[2].clone())]);
    assert_eq!(of(key(50)).await, []);
}

#[tokio::test]
async fn a_file_counts_when_it_is_whole() {
    let archive = archive();
    archive.handle.save_media(recordings([recording(1, 1, 0)])).await.unwrap();
    let id = MediaId::new(MediaKind::Recording, &id_of(1));
    let begun = MediaFile {
        path: PathBuf::from("/tmp/r/2026/09/a.mp3"),
        validator: Some("\"one\"".to_owned()),
        bytes: Some(1000),
        saved: None,
    };
    archive.handle.save_media_file(id.clone(), begun.clone()).await.unwrap();
    assert_eq!(archive.handle.media_file(id.clone()).await.unwrap(), Some(begun.clone()));
    assert_eq!(archive.handle.media_row(id.clone()).await.unwrap().unwrap().file, None);
    let whole = MediaFile { saved: Some(at(7)), ..begun };
    archive.handle.save_media_file(id.clone(), whole.clone()).await.unwrap();
    let (rows, _) = archive.handle.media_page(MediaKind::Recording, None, 9).await.unwrap();
    assert_eq!(rows[0].file, Some(whole.path));
}

#[tokio::test]
async fn a_job_is_gone_on_with_where_it_was_left() {
    let archive = archive();
    let new = NewJob {
        kind: JobKind::Recordings,
        target: "/tmp/recordings".to_owned(),
        items: (0..5).map(id_of).collect(),
        begun: at(0),
        start: None,
        span: None,
    };
    let id = archive.handle.begin_job(new).await.unwrap();
    let line = |second: i64, text: &str| JobLine { at: at(second), text: text.to_owned() };
    archive.handle.settle_job_item(id, 0, ItemState::Done, 100, line(1, "")).await.unwrap();
    archive.handle.settle_job_item(id, 1, ItemState::Failed, 0, line(2, "no right to download")).await.unwrap();
    archive.handle.settle_job_item(id, 2, ItemState::Done, 50, line(3, "")).await.unwrap();

    let again = Handle::open(archive.folder.path(), &name("default")).unwrap();
    let job = again.job(id).await.unwrap().unwrap();
    assert_eq!((job.state, job.items, job.done, job.failed, job.bytes), (JobState::Running, 5, 2, 1, 150));
    assert_eq!((job.changed, job.target.as_str()), (at(3), "/tmp/recordings"));
    assert_eq!(again.job_to_do(id).await.unwrap(), [(3, id_of(3)), (4, id_of(4))]);
    again.retry_job(id).await.unwrap();
    assert_eq!(again.job_to_do(id).await.unwrap()[0], (1, id_of(1)));
    again.set_job_state(id, JobState::Cancelled, at(9)).await.unwrap();
    assert_eq!(again.jobs().await.unwrap()[0].state, JobState::Cancelled);
    assert_eq!(again.job_lines(id, 9).await.unwrap(), [line(2, "no right to download")]);
    again.purge().await.unwrap();
    assert_eq!(again.jobs().await.unwrap(), []);
}

#[tokio::test]
async fn a_job_that_waits_is_taken_up_once() {
    let archive = archive();
    let new = NewJob {
        kind: JobKind::Calls,
        target: String::new(),
        items: Vec::new(),
        begun: at(0),
        start: Some(at(900)),
        span: Some(slice(0, 100)),
    };
    let id = archive.handle.begin_job(new).await.unwrap();
    let again = Handle::open(archive.folder.path(), &name("default")).unwrap();
    let job = again.job(id).await.unwrap().unwrap();
    assert_eq!((job.state, job.start, job.span), (JobState::Waiting, Some(at(900)), Some(slice(0, 100))));
    assert!(archive.handle.take_up_job(id, at(900)).await.unwrap());
    assert!(!again.take_up_job(id, at(900)).await.unwrap(), "another ringlog has it");
    again.put_off_job(id, at(2_000), at(1_000)).await.unwrap();
    assert_eq!(again.job(id).await.unwrap().unwrap().start, Some(at(2_000)));
    again.set_job_state(id, JobState::Cancelled, at(1_001)).await.unwrap();
    assert_eq!(again.job(id).await.unwrap().unwrap().start, None);
}

#[tokio::test]
async fn the_newest_exports_that_came_to_nothing_keep_what_they_are_repeated_with() {
    let archive = archive();
    let again =
        |number: u32| Again { settings: format!("csv {number}"), items: vec!["7".to_owned(), number.to_string()] };
    let failed = |id, again| EndedJob {
        id,
        kind: JobKind::Export,
        state: JobState::Failed,
        target: String::new(),
        span: None,
        begun: at(0),
        ended: at(1),
        bytes: 0,
        outcome: "no room on the disk".to_owned(),
        lines: Vec::new(),
        again,
    };
    let mut ids = Vec::new();
    for number in 0..4 {
        ids.push(archive.handle.note_ended_job(failed(None, Some(again(number)))).await.unwrap());
    }
    assert_eq!(archive.handle.job_again(ids[0]).await.unwrap(), None, "the oldest is told, and no more");
    assert_eq!(archive.handle.job_again(ids[3]).await.unwrap(), Some(again(3)));

    let done = EndedJob { state: JobState::Done, ..failed(Some(ids[3]), None) };
    assert_eq!(archive.handle.note_ended_job(done).await.unwrap(), ids[3], "it is the same job, which is done now");
    assert_eq!(archive.handle.job_again(ids[3]).await.unwrap(), None);
    let jobs = archive.handle.jobs().await.unwrap();
    assert_eq!((jobs.len(), jobs[0].state, jobs[0].items, jobs[1].items), (4, JobState::Done, 0, 2));
}

#[tokio::test]
async fn what_has_ended_is_remembered_the_newest_of_each_kind_until_it_is_cleared() {
    let archive = archive();
    let ended = |kind, second: i64| EndedJob {
        id: None,
        kind,
        state: JobState::Failed,
        target: "/tmp/calls.csv".to_owned(),
        span: None,
        begun: at(second),
        ended: at(second + 3),
        bytes: 1_000,
        outcome: "312 new".to_owned(),
        lines: vec![JobLine { at: at(second), text: "no answer".to_owned() }],
        again: None,
    };
    let id = archive.handle.note_ended_job(ended(JobKind::Export, 0)).await.unwrap();
    for second in 1..=40 {
        archive.handle.note_ended_job(ended(JobKind::Calls, second)).await.unwrap();
    }
    let jobs = archive.handle.jobs().await.unwrap();
    assert_eq!(jobs.iter().filter(|job| job.kind == JobKind::Calls).count(), 3);
    assert_eq!(jobs[0].begun, at(40), "the newest stay");
    let export = jobs.last().unwrap();
    assert_eq!((export.id, export.worked, export.bytes), (id, Duration::from_secs(3), 1_000));
    assert_eq!((export.target.as_str(), export.outcome.as_str()), ("/tmp/calls.csv", "312 new"));
    assert_eq!(archive.handle.job_lines(id, 9).await.unwrap()[0].text, "no answer");
    let waits = NewJob {
        kind: JobKind::Calls,
        target: String::new(),
        items: Vec::new(),
        begun: at(50),
        start: Some(at(90)),
        span: None,
    };
    let waits = archive.handle.begin_job(waits).await.unwrap();
    archive.handle.note_ended_job(EndedJob { id: Some(waits), ..ended(JobKind::Calls, 90) }).await.unwrap();
    let job = archive.handle.job(waits).await.unwrap().unwrap();
    assert_eq!((job.begun, job.changed, job.start), (at(90), at(93), None));
    archive.handle.forget_jobs_that_are_over().await.unwrap();
    assert_eq!(archive.handle.jobs().await.unwrap(), []);
}

#[tokio::test]
async fn the_recordings_of_many_calls_are_found_with_their_files() {
    let archive = archive();
    let saved = archive.handle.save_page(calls_page([call(1, 0), call(2, 50)])).await.unwrap();
    let rows = [recording(1, 1, 3), recording(2, 2, 52), recording(3, 1, 9)];
    archive.handle.save_media(recordings(rows.clone())).await.unwrap();
    let whole = MediaFile { path: "/tmp/a.mp3".into(), validator: None, bytes: Some(8_000), saved: Some(at(7)) };
    archive.handle.save_media_file(MediaId::Recording(rows[1].id.clone()), whole).await.unwrap();
    let keys: Vec<CallKey> = saved.batch.rows.iter().map(|row| row.key).collect();
    let mut found = archive.handle.media_of_calls(keys).await.unwrap();
    found.sort_by(|one, other| one.id.cmp(&other.id));
    let told: Vec<_> = found.iter().map(|row| (row.id.as_raw(), row.bytes)).collect();
    assert_eq!(told, [(&*id_of(1), None), (&*id_of(2), Some(8_000)), (&*id_of(3), None)]);
}

#[tokio::test]
async fn a_list_that_was_cut_off_goes_on_at_its_page_and_a_covered_slice_forgets_it() {
    let archive = archive();
    let token = |text: &str| PageToken { next_page_token: text.into(), issued_at: at(7) };
    let [slice, whole] = [Span { from: at(0), to: at(100) }, Span { from: at(0), to: at(200) }];
    let page = |slice, state| MediaPage {
        kind: MediaKind::Recording,
        rows: Vec::new(),
        progress: Some(SliceProgress { slice, state }),
    };
    for text in ["first", "second"] {
        archive.handle.save_media(page(slice, SliceState::Open(token(text)))).await.unwrap();
    }
    let open = archive.handle.open_media_slices(MediaKind::Recording).await.unwrap();
    assert_eq!(open, [OpenSlice { slice, token: token("second") }]);
    assert_eq!(archive.handle.open_media_slices(MediaKind::Voicemail).await.unwrap(), []);
    archive.handle.save_media(page(whole, SliceState::Done)).await.unwrap();
    assert_eq!(archive.handle.open_media_slices(MediaKind::Recording).await.unwrap(), []);
}
