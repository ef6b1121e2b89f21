//! Everything beside the call lists: paths, steps, recordings, voicemails, downloads, people, and who may ask.

use ringlog::demo::world::{Call, Transcript};
use ringlog::demo::{AppKind, Downloads, Shape};
use serde_json::{Value, json};

use crate::schema;
use crate::support::{Zoom, location, read, world};

const MONTH: &str = "from=2026-10-21&to=2026-11-20";
const NOBODY: &str = "nObOdYnObOdYnObOdYnObO";

/// The newest call that `is` so.
fn newest(is: impl Fn(&Call) -> bool) -> Call {
    let world = world();
    (0..world.len()).rev().map(|index| world.call(index)).find(is).unwrap()
}

#[tokio::test]
async fn a_call_path_is_told_in_every_shape() {
    let call = newest(|call| call.legs.len() > 2);
    for (shape, id, array) in [
        (Shape::Old, "id", "call_path"),
        (Shape::New, "call_history_uuid", "call_elements"),
        (Shape::Both, "call_history_uuid", "call_path"),
    ] {
        let zoom = Zoom::start(|options| options.shape = shape).await;
        let person = zoom.person().await;
        let path = person.get(&format!("/v2/phone/call_history/{}", call.call_history_uuid)).await.body;
        assert_eq!(path[id], call.call_history_uuid.to_string());
        assert_eq!(path[array].as_array().unwrap().len(), call.legs.len());
        let element = person.get(&format!("/v2/phone/call_element/{}", call.legs[1].call_element_id)).await.body;
        assert_eq!(element["call_history_uuid"], call.call_history_uuid.to_string());
        assert_eq!(element["segment"], call.legs[1].segment);
        for nothing in ["call_history", "call_element"] {
            let reply = person.get(&format!("/v2/phone/{nothing}/20261103-00000000-0000-4000-8000-000000000000")).await;
            assert_eq!(reply.refusal(), (404, 404));
        }
    }
}

#[tokio::test]
async fn recordings_are_listed_and_found_by_step_and_by_call() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let rows = person.all(&format!("/v2/phone/recordings?{MONTH}&page_size=40"), "recordings").await;
    let expected: usize = recorded().map(|call| call.recordings.iter().filter(|one| !one.deleted).count()).sum();
    assert!(expected > 40, "several pages");
    assert_eq!(rows.len(), expected);
    for (filter, field, value) in [
        ("owner_type=callQueue", "/owner/type", "callQueue"),
        ("owner_type=user", "/owner/type", "user"),
        ("recording_type=Automatic", "/recording_type", "Automatic"),
        ("recording_type=OnDemand", "/recording_type", "OnDemand"),
    ] {
        let path = format!("/v2/phone/recordings?{MONTH}&page_size=300&{filter}");
        let found = person.all(&path, "recordings").await;
        let expected = rows.iter().filter(|row| row.pointer(field) == Some(&json!(value))).count();
        assert!(expected > 0, "{filter}");
        assert_eq!(found.len(), expected, "{filter}");
    }

    let row = &rows[0];
    let element = row["call_element_id"].as_str().unwrap();
    let by_element = person.get(&format!("/v2/phone/call_element/{element}/recording")).await;
    assert_eq!(by_element.body["id"], row["id"]);
    for id in [row["call_log_id"].as_str().unwrap(), row["call_id"].as_str().unwrap()] {
        let by_call = person.get(&format!("/v2/phone/call_logs/{id}/recordings")).await;
        assert_eq!(by_call.body["call_id"], row["call_id"], "{id}");
    }
    let silent = newest(|call| call.recordings.is_empty());
    let element = silent.legs[0].call_element_id;
    let none = person.get(&format!("/v2/phone/call_element/{element}/recording")).await;
    assert_eq!(none.refusal(), (404, 404));
    assert_eq!(none.body["message"], format!("Recording does not exist for {element}."));
    let none = person.get("/v2/phone/call_logs/7381577733310099887/recordings").await;
    assert_eq!(none.refusal(), (404, 1001));
    assert_eq!(none.body["message"], "Recording does not exist: \"7381577733310099887\".");
}

/// The calls of the month with recordings.
fn recorded() -> impl Iterator<Item = Call> {
    let world = world();
    let (from, to) = ("2026-10-21T00:00:00Z".parse().unwrap(), "2026-11-20T23:59:59Z".parse().unwrap());
    let calls: Vec<_> = world.calls_between(from, to).map(|index| world.call(index)).collect();
    calls.into_iter().filter(|call| !call.recordings.is_empty())
}

#[tokio::test]
async fn audio_comes_behind_a_redirect_that_needs_no_bearer_or_directly() {
    for (downloads, redirected) in [(Downloads::Redirect, true), (Downloads::Direct, false)] {
        let zoom = Zoom::start(|options| options.downloads = downloads).await;
        let person = zoom.person().await;
        let recording = &person.get(&format!("/v2/phone/recordings?{MONTH}")).await.body["recordings"][0];
        let voicemail = &person.get(&format!("/v2/phone/voice_mails?{MONTH}")).await.body["voice_mails"][0];
        for row in [recording, voicemail] {
            let url = row["download_url"].as_str().unwrap();
            assert_eq!(read(zoom.get_request(url)).await.refusal(), (401, 124), "the address alone is not enough");
            let mut answer = person.request(url).send().await.unwrap();
            if redirected {
                let signed = location(&answer);
                let forged =
                    signed.as_str().replace("/files/recording/", "/files/voicemail/").replace("/files/", "/files//");
                assert_ne!(zoom.get_request(&forged).send().await.unwrap().status(), 200);
                answer = zoom.get_request(signed.as_str()).send().await.unwrap();
            }
            assert_eq!(answer.status(), 200);
            assert_eq!(answer.headers()["content-type"], "audio/mpeg");
        }
        for kind in ["recording", "voice_mails"] {
            let none = person.get(&format!("/v2/phone/{kind}/download/{NOBODY}")).await;
            assert_eq!((none.refusal(), &none.body["message"]), ((400, 404), &json!("File does not exist.")));
        }
    }
}

#[tokio::test]
async fn a_transcript_is_there_or_still_being_made_or_not_at_all() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let with = |state| {
        let is = move |one: &&ringlog::demo::world::Recording| one.transcript == state;
        let call = newest(|call| call.recordings.iter().any(|one| is(&one)));
        call.recordings.iter().find(is).unwrap().id.to_string()
    };
    let path = |id: String| format!("/v2/phone/recording_transcript/download/{id}");
    let ready = with(Transcript::Ready);
    let file = location(&person.request(&path(ready.clone())).send().await.unwrap());
    let reply = read(zoom.get_request(file.as_str())).await;
    schema::check("get", &path(ready.clone()), &reply);
    assert_eq!(reply.body["recording_id"], ready);
    assert!(!reply.body["timeline"].as_array().unwrap().is_empty());
    assert_eq!(person.get(&path(with(Transcript::InProgress))).await.refusal(), (400, 12002));
    assert_eq!(person.get(&path(with(Transcript::None))).await.refusal(), (400, 404));
}

#[tokio::test]
async fn voicemails_are_listed_filtered_and_told_in_detail() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let list = |filter: &str| format!("/v2/phone/voice_mails?{MONTH}&page_size=300&{filter}");
    let all = person.all(&list(""), "voice_mails").await;
    let heard = person.all(&list("status=read"), "voice_mails").await;
    let unheard = person.all(&list("status=unread"), "voice_mails").await;
    assert!(!heard.is_empty() && !unheard.is_empty());
    assert_eq!(heard.len() + unheard.len(), all.len());
    assert!(heard.iter().all(|row| row["status"] == "read"));
    let trashed = person.all(&list("trashed=true"), "voice_mails").await;
    assert!(trashed.iter().all(|row| row["deleted_time"].is_string()));
    assert_eq!(person.get(&list("owner_type=robot")).await.refusal(), (400, 300));

    let id = all[0]["id"].as_str().unwrap();
    let detail = person.get(&format!("/v2/phone/voice_mails/{id}")).await.body;
    assert_eq!(detail["id"], id);
    assert!(detail["transcription"]["status"].is_number());
    let element = all[0]["call_element_id"].as_str().unwrap();
    assert_eq!(person.get(&format!("/v2/phone/call_element/{element}/voice_mail")).await.body["id"], id);
    assert_eq!(person.get(&format!("/v2/phone/voice_mails/{}", "0".repeat(32))).await.refusal(), (400, 300));
    let silent = newest(|call| call.voicemail.is_none()).legs[0].call_element_id;
    assert_eq!(person.get(&format!("/v2/phone/call_element/{silent}/voice_mail")).await.refusal(), (404, 404));
}

#[tokio::test]
async fn users_have_their_own_recordings_voicemails_and_summaries() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let recorded = newest(|call| call.recordings.iter().any(|one| !one.deleted && one.owner.user_id().is_some()));
    let recording = recorded.recordings.iter().find(|one| one.owner.user_id().is_some()).unwrap();
    let user = recording.owner.user_id().unwrap();
    let rows = person.all(&format!("/v2/phone/users/{user}/recordings?{MONTH}&page_size=300"), "recordings").await;
    assert!(rows.iter().any(|row| row["id"] == recording.id.to_string()));

    let left = newest(|call| call.voicemail.as_ref().is_some_and(|one| !one.deleted && one.owner.user_id().is_some()));
    let voicemail = left.voicemail.unwrap();
    let user = voicemail.owner.user_id().unwrap();
    let rows = person.all(&format!("/v2/phone/users/{user}/voice_mails?{MONTH}&page_size=300"), "voice_mails").await;
    assert!(rows.iter().any(|row| row["id"] == voicemail.id.to_string()));

    let summed = newest(|call| call.ai_summary.is_some());
    let summary = summed.ai_summary.unwrap();
    let user = summary.owner.user_id().unwrap();
    let body = person.get(&format!("/v2/phone/user/{user}/ai_call_summary/{}", summary.id)).await.body;
    assert_eq!(body["ai_call_summary_id"], summary.id.to_string());
    let other = world().company().users.iter().find(|other| other.id != user).unwrap().id.clone();
    assert_eq!(
        person.get(&format!("/v2/phone/user/{other}/ai_call_summary/{}", summary.id)).await.refusal(),
        (404, 404)
    );
}

#[tokio::test]
async fn people_and_sites_are_listed_in_pages() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let users = person.all("/v2/phone/users?page_size=9", "users").await;
    assert_eq!(users.len(), world().company().users.len());
    let active = person.all("/v2/phone/users?page_size=100&status=activate", "users").await;
    assert!(active.iter().all(|user| user["status"] == "activate"));
    assert_eq!(person.all("/v2/phone/users?page_size=100&calling_type=200", "users").await.len(), users.len());
    assert!(person.all("/v2/phone/users?page_size=100&calling_type=300", "users").await.is_empty());
    for wrong in ["page_size=101", "status=asleep", "calling_type=cheap"] {
        assert_eq!(person.get(&format!("/v2/phone/users?{wrong}")).await.refusal(), (400, 300), "{wrong}");
    }
    let site = &users[5]["site"]["id"];
    let there = person.all(&format!("/v2/phone/users?page_size=100&site_id={}", site.as_str().unwrap()), "users").await;
    assert_eq!(there.len(), users.iter().filter(|user| user["site"]["id"] == *site).count());
    let email = users[7]["email"].as_str().unwrap();
    let found = person.all(&format!("/v2/phone/users?page_size=100&keyword={email}"), "users").await;
    assert_eq!(found, [users[7].clone()]);
    assert_eq!(person.all("/v2/phone/sites?page_size=2", "sites").await.len(), 3);

    let id = users[7]["id"].as_str().unwrap();
    let profile = person.get(&format!("/v2/phone/users/{id}")).await.body;
    assert_eq!((&profile["email"], &profile["id"]), (&json!(email), &json!(id)));
    assert_eq!(person.get(&format!("/v2/users/{email}")).await.body["id"], id, "an e-mail address is as good");
}

#[tokio::test]
async fn nobody_is_told_in_the_words_of_each_endpoint() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    for (path, code) in [
        (format!("/v2/phone/users/{NOBODY}/call_history"), 300),
        (format!("/v2/phone/users/{NOBODY}/call_history/sync"), 300),
        (format!("/v2/phone/users/{NOBODY}/recordings"), 1001),
        (format!("/v2/phone/users/{NOBODY}/voice_mails"), 1001),
        (format!("/v2/phone/users/{NOBODY}"), 1001),
        (format!("/v2/users/{NOBODY}"), 1001),
    ] {
        let reply = person.get(&path).await;
        assert_eq!(reply.refusal(), (404, code), "{path}");
        assert_eq!(reply.body["message"], format!("User does not exist: {NOBODY}."));
    }
}

#[tokio::test]
async fn a_user_managed_app_reads_its_own_through_me_and_nothing_else() {
    let zoom = Zoom::start(|options| options.app = AppKind::UserManaged).await;
    let person = zoom.person().await;
    let me = person.get("/v2/users/me").await.body["id"].as_str().unwrap().to_owned();
    for own in ["call_history", "recordings", "voice_mails"] {
        assert_eq!(person.get(&format!("/v2/phone/users/me/{own}")).await.status, 200, "{own}");
        assert_eq!(person.get(&format!("/v2/phone/users/{me}/{own}")).await.refusal(), (400, 4700), "{own}");
    }
    for (path, scopes) in [
        ("/v2/phone/call_history", "phone:read:list_call_logs:admin"),
        ("/v2/phone/call_history/20261103-00000000-0000-4000-8000-000000000000", "phone:read:call_log:admin"),
        ("/v2/phone/recordings", "phone:read:list_call_recordings:admin"),
        ("/v2/phone/voice_mails", "phone:read:list_voicemails:admin"),
        ("/v2/phone/users", "phone:read:list_users:admin"),
        ("/v2/phone/sites", "phone:read:list_sites:admin"),
    ] {
        let reply = person.get(path).await;
        assert_eq!(reply.refusal(), (400, 4711), "{path}");
        assert_eq!(reply.body["message"], format!("Invalid access token, does not contain scopes:[{scopes}]."));
    }
}

#[tokio::test]
async fn what_was_not_granted_is_refused_and_classic_scopes_do_as_well() {
    let zoom = Zoom::start(|options| options.scopes = Some(vec!["phone_call_log:read:admin".into()])).await;
    assert_eq!(zoom.sign_in().await["scope"], "phone_call_log:read:admin");
    let person = zoom.person().await;
    assert_eq!(person.get("/v2/phone/call_history").await.status, 200);
    let reply = person.get("/v2/users/me").await;
    let expected = "Invalid access token, does not contain scopes:[user:read:user, user:read:user:admin].";
    assert_eq!((reply.refusal(), reply.body["message"].as_str()), ((400, 4711), Some(expected)));
}

#[tokio::test]
async fn every_answer_has_a_tracking_id_and_wrong_paths_and_methods_have_bodies() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let good = person.get("/v2/users/me").await;
    let anonymous = read(zoom.get_request("/v2/users/me")).await;
    assert_eq!(anonymous.refusal(), (401, 124));
    let lost = read(person.request("/v2/phone/call_historie")).await;
    assert_eq!(lost.refusal(), (404, 404));
    let posted = read(zoom.post_request("/v2/phone/call_history", &[])).await;
    assert_eq!(posted.refusal(), (405, 405));
    let ids = [&good, &anonymous, &lost, &posted].map(|reply| reply.header("x-zm-trackingid").to_owned());
    assert!(ids.iter().all(|id| !id.is_empty()) && ids[0] != ids[1]);
    assert_eq!(zoom.running.stats()["/v2/users/{user}"], 2);
}

#[tokio::test]
async fn a_head_request_has_the_headers_and_no_body() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let (client, request) = person.request("/v2/users/me").build_split();
    let mut request = request.unwrap();
    *request.method_mut() = reqwest::Method::HEAD;
    let response = client.execute(request).await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert!(response.bytes().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_stopped_stand_in_frees_its_port_while_clients_keep_connections() {
    let zoom = Zoom::start(|_| {}).await;
    zoom.sign_in().await;
    let port = zoom.url("/").port().unwrap();
    zoom.running.shutdown().await;
    assert!(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err());
}

#[tokio::test]
async fn refusals_have_the_shape_of_the_samples() {
    let zoom = Zoom::start(|_| {}).await;
    let person = zoom.person().await;
    let sample = |name: &str| -> Value {
        let path = format!("{}/tests/fixtures/zoom/samples/{name}.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    for (path, name) in [
        ("/v2/phone/call_history?from=x&to=x", "error.400_300_validation"),
        ("/v2/phone/users/me/call_history?page_size=x", "error.400_301_param"),
        ("/v2/phone/call_history?next_page_token=x", "error.400_400_page_token"),
        ("/v2/phone/recording/download/x", "error.400_404_file"),
        ("/v2/phone/users/uS3rNoBoDy000000000000/call_history", "error.404_300_user"),
        ("/v2/phone/users/uS3rNoBoDy000000000000/recordings", "error.404_1001_user"),
        ("/v2/phone/call_logs/7381577733310099887/recordings", "error.404_1001_recording"),
        (
            "/v2/phone/call_element/20261104-b7f10a35-92dd-4c68-8a1e-5f6a7b8c9d0e/recording",
            "error.404_404_recording_element",
        ),
        ("/v2/phone/call_history/x", "error.404_call_path"),
    ] {
        assert_eq!(person.get(path).await.body, sample(name), "{path}");
    }
    let stranger = read(zoom.get_request("/v2/users/me")).await;
    assert_eq!(stranger.body, sample("error.401_124_invalid"));
}
