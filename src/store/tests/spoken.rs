//! What was said: kept with its call, found by its words, gone when it is forgotten.

use super::*;
use crate::model::query::Pattern;

fn pattern(text: &str, exact: bool) -> Pattern {
    Pattern { text: text.to_owned(), exact }
}

fn transcript(lines: &[&str]) -> Transcript {
    let lines = lines.iter().map(|text| TranscriptLine { text: (*text).into(), ..TranscriptLine::default() });
    Transcript {
        recording_id: RecordingId::new("9f1c2b3a4d5e6f708192a3b4c5d6e7f8"),
        lines: lines.collect(),
        ..Transcript::default()
    }
}

fn voicemail(said: &str) -> Voicemail {
    Voicemail {
        id: VoicemailId::new("88e1aa00bb11cc22dd33ee44ff556677"),
        call_id: call(2, 20).call_id,
        transcription: Transcription { content: said.into(), status: Some(2) },
        extra: serde_json::from_str(r#"{"voice_mail_task":{"content":"Send the Café invoice"}}"#).unwrap(),
        ..Voicemail::default()
    }
}

/// The keys of two calls: of the first a recording was read, of the second a voicemail.
async fn two_calls(archive: &Archive) -> [CallKey; 2] {
    let saved = archive.handle.save_page(calls_page([call(1, 10), call(2, 20)])).await.unwrap();
    let [first, second] = [saved.batch.rows[0].key, saved.batch.rows[1].key];
    let said = Spoken::Transcript(transcript(&["Harbor Office, Mara speaking.", "I am calling about a parcel."]));
    archive.handle.save_spoken(first, said, at(0)).await.unwrap();
    let left = voicemail("Please call me back about the parcels.");
    let page = MediaPage { kind: MediaKind::Voicemail, rows: vec![Media::Voicemail(left.clone())], progress: None };
    archive.handle.save_media(page).await.unwrap();
    archive.handle.save_spoken(second, Spoken::Voicemail(Box::new(left)), at(0)).await.unwrap();
    [first, second]
}

#[tokio::test]
async fn words_find_the_calls_they_were_said_in() {
    let archive = archive();
    let [first, second] = two_calls(&archive).await;
    let said = async |text: &str, exact| archive.handle.said(pattern(text, exact)).await.unwrap();
    assert_eq!(said("parcel", false).await, [second, first], "a word that goes on is found too, newest first");
    assert_eq!(said("parcel", true).await, [first], "the whole word only");
    assert_eq!(said("call me back", false).await, [second], "words side by side");
    assert_eq!(said("back me", false).await, []);
    assert_eq!(said("cafe", false).await, [second], "what the task says, without regard to accents");
    for odd in ["", "\"", "NEAR(", "* OR parcel", "-", "parcel\" OR \"mara"] {
        let _ = said(odd, false).await;
    }
    assert_eq!(said("\" OR parcel", true).await, [], "nothing in it is an operator");
}

#[tokio::test]
async fn a_voicemail_that_was_read_is_found_by_its_words_before_or_after_its_call_came() {
    let archive = archive();
    let left = voicemail("The glass of my lantern cracked.");
    let id = MediaId::Voicemail(left.id.clone());
    let page = MediaPage { kind: MediaKind::Voicemail, rows: vec![Media::Voicemail(left)], progress: None };
    archive.handle.save_media(page).await.unwrap();
    assert_eq!(archive.handle.keep_said(id.clone(), at(0)).await.unwrap().batch.rows, [], "its call is not here");
    let saved = archive.handle.save_page(calls_page([call(2, 20)])).await.unwrap();
    let key = saved.batch.rows[0].key;
    let kept = archive.handle.keep_all_said(at(1)).await.unwrap();
    assert!(kept.batch.rows[0].flags.has(Flags::TRANSCRIPT));
    assert_eq!(archive.handle.said(pattern("lantern", true)).await.unwrap(), [key]);
    assert!(kept.batch.rows[0].flags.has(Flags::VOICEMAIL_READ), "there is nothing more to ask");
    assert_eq!(archive.handle.keep_all_said(at(2)).await.unwrap().batch.rows, [], "once is enough");
    archive.handle.keep_said(id, at(3)).await.unwrap();
    assert_eq!(archive.handle.said(pattern("lantern", true)).await.unwrap(), [key]);
}

#[tokio::test]
async fn what_was_said_comes_back_with_its_call_and_marks_it() {
    let archive = archive();
    let [first, second] = two_calls(&archive).await;
    let text = archive.handle.text_of_call(second).await.unwrap();
    assert_eq!(text.voicemails, [voicemail("Please call me back about the parcels.")]);
    let summary = AiSummary { id: "sum".into(), summary: "A parcel is late.".into(), ..AiSummary::default() };
    let saved = archive.handle.save_spoken(first, Spoken::Summary(summary.clone()), at(1)).await.unwrap();
    assert!(saved.batch.rows[0].flags.has(Flags::AI_SUMMARY) && saved.batch.rows[0].flags.has(Flags::TRANSCRIPT));
    assert_eq!(archive.handle.text_of_call(first).await.unwrap().summaries, [summary]);
    let again = Call { site_name: "Elsewhere".into(), ..call(1, 10) };
    let saved = archive.handle.save_page(calls_page([again])).await.unwrap();
    assert!(saved.batch.rows[0].flags.has(Flags::TRANSCRIPT), "a list row read later does not take the mark away");
}

#[tokio::test]
async fn words_read_anew_take_the_place_of_the_old_ones() {
    let archive = archive();
    let [first, _] = two_calls(&archive).await;
    archive.handle.save_spoken(first, Spoken::Transcript(transcript(&["Nothing of the kind."])), at(2)).await.unwrap();
    let said = async |text: &str| archive.handle.said(pattern(text, true)).await.unwrap();
    assert_eq!((said("mara").await, said("kind").await), (vec![], vec![first]));
}

#[tokio::test]
async fn what_was_said_is_found_at_its_call_after_that_moved() {
    let archive = archive();
    let [first, second] = two_calls(&archive).await;
    let page = calls_page([call(1, 30), call(3, 10)]);
    let moved = archive.handle.save_page(page).await.unwrap();
    assert_eq!(moved.batch.removed, [first], "the start moved, and so did the key");
    let now_at = moved.batch.rows.iter().find(|row| row.start_time == at(30)).unwrap().key;
    let said = async |text: &str| archive.handle.said(pattern(text, false)).await.unwrap();
    assert_eq!(said("parcel").await, [now_at, second]);
    assert_eq!(said("mara").await, [now_at], "and not at the call that has its old time");
    archive.handle.save_spoken(now_at, Spoken::Transcript(transcript(&["A lantern."])), at(40)).await.unwrap();
    assert_eq!((said("mara").await, said("lantern").await), (vec![], vec![now_at]));
}

/// The table that leads from words to calls came after the words.
#[tokio::test]
async fn what_was_read_by_an_older_ringlog_is_found() {
    let archive = archive();
    let [first, second] = two_calls(&archive).await;
    let (folder, path) = (archive.folder, archive.handle.path().to_owned());
    drop(archive.handle);
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch("DROP TABLE spoken_call; PRAGMA user_version = 6").unwrap();
    drop(old);
    let handle = Handle::open(folder.path(), &name("default")).unwrap();
    assert_eq!(handle.said(pattern("parcel", false)).await.unwrap(), [second, first]);
}

#[tokio::test]
async fn forgetting_leaves_no_word_in_the_files() {
    let archive = archive();
    two_calls(&archive).await;
    archive.handle.purge().await.unwrap();
    assert_eq!(archive.handle.said(pattern("parcel", false)).await.unwrap(), []);
    for file in std::fs::read_dir(archive.handle.path().parent().unwrap()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for word in [&b"parcel"[..], b"Parcel", b"Mara"] {
            assert!(!bytes.windows(word.len()).any(|found| found == word), "a word is left");
        }
    }
}
