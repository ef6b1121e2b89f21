//! What was said, read for many calls at once: what it makes findable, what it asks for, and what is told of the rest.

use ringlog::demo::world::{Transcript, topic};

use crate::support::process::Ended;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

const TRANSCRIPTS: &str = "/v2/phone/recording_transcript/download/{recording_id}";
/// Calls of which Zoom has all by now.
const OLD: &str = "to:-8d";

fn synced(zoom: &Zoom) -> Home {
    let home = Home::signed_in(zoom);
    home.run(&["sync", "--all"]).expect(0);
    home
}

fn fetch(home: &Home, what: &str) -> Ended {
    home.run(&["calls", "fetch", OLD, what, "--yes"])
}

/// What a search in what was said tells of how much it looked through.
fn searched(home: &Home, words: &str) -> Ended {
    home.run(&["calls", "list", OLD, &format!("said:{words}"), "--format", "jsonl"]).expect(0)
}

#[test]
fn what_was_said_is_read_once_and_a_search_in_it_is_complete_then() {
    let zoom = Zoom::start(|options| options.world.calls = 300);
    let home = synced(&zoom);
    let told = searched(&home, "invoice");
    assert!(told.stderr.contains("nothing was read yet of the "), "{}", told.stderr);
    assert!(told.stderr.contains("ringlog calls fetch --texts reads them"), "{}", told.stderr);

    // What is searched for decides nothing of what has to be read.
    let ended = home.run(&["calls", "fetch", OLD, "said:invoice", "--texts", "--yes"]).expect(0);
    assert!(ended.stderr.contains(" done, 0 failed"), "{}", ended.stderr);
    let told = searched(&home, "invoice");
    assert!(!told.stderr.contains("--texts"), "{}", told.stderr);
    assert!(told.stderr.contains("voicemail is not ruled out"), "{}", told.stderr);
    fetch(&home, "--paths").expect(0);
    // The paths may have named more voicemail.
    fetch(&home, "--texts").expect(0);
    let told = searched(&home, "invoice");
    assert!(told.stderr.contains("complete for this time"), "{}", told.stderr);

    let old = ringlog::clock::now() - chrono::TimeDelta::days(9);
    let calls = zoom.calls();
    let ready = calls.iter().filter(|call| call.start_time < old).find(|call| {
        call.recordings.iter().any(|recording| !recording.deleted && recording.transcript == Transcript::Ready)
    });
    let call = ready.expect("the made-up calls have a transcript");
    let line = topic(call.topic).lines[0].text;
    let words: String = line.split(|letter: char| !letter.is_alphanumeric()).take(1).collect();
    let found = searched(&home, &words).stdout;
    assert!(found.contains(&call.call_history_uuid.to_string()), "{words}: {found}");

    let asked = zoom.asked(TRANSCRIPTS);
    assert!(asked > 0);
    let again = fetch(&home, "--texts").expect(0);
    assert!(again.stderr.contains("what was said is in the archive already"), "{}", again.stderr);
    assert_eq!(zoom.asked(TRANSCRIPTS), asked, "what Zoom does not have is not asked for again either");
    let nobody = home.run(&["calls", "fetch", "party:nobody-of-that-name", "--texts"]).expect(0);
    assert!(nobody.stderr.contains("no call matches"), "{}", nobody.stderr);
}

#[test]
fn calls_whose_texts_cannot_be_had_are_named_and_tried_again() {
    let zoom = Zoom::start(|options| {
        options.world.calls = 200;
        options.faults = "on=/v2/phone/recording_transcript nth=1 status=403".parse().unwrap();
    });
    let home = synced(&zoom);
    let ended = fetch(&home, "--texts").expect(3);
    assert!(ended.stderr.contains(" done, 1 failed"), "{}", ended.stderr);
    assert!(
        ended.stderr.lines().any(|line| line.starts_with("call ") && line.contains("not permitted")),
        "{}",
        ended.stderr
    );
    assert!(searched(&home, "invoice").stderr.contains("calls with a recording or a voicemail were read"));
    let again = fetch(&home, "--texts").expect(0);
    assert!(again.stderr.contains("1 done, 0 failed"), "{}", again.stderr);
}

#[test]
fn without_the_scopes_it_is_refused_and_they_are_named() {
    let zoom = Zoom::start(|options| {
        options.world.calls = 50;
        options.scopes = Some(vec!["phone:read:list_call_logs:admin".to_owned()]);
    });
    let home = synced(&zoom);
    let ended = fetch(&home, "--texts").expect(5);
    assert!(ended.stderr.contains("phone:read:recording_transcript:admin"), "{}", ended.stderr);
    assert!(ended.stderr.contains("phone:read:voicemail:admin"), "{}", ended.stderr);
    let ended = fetch(&home, "--paths").expect(5);
    assert!(ended.stderr.contains("phone:read:call_log:admin"), "{}", ended.stderr);
}
