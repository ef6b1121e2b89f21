//! Downloads: audio and transcripts, directly or behind a redirect to a signed address that needs no bearer.

use std::time::Duration;

use axum::Json;
use axum::extract::{Extension, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Answer, Asked};
use crate::demo::answers;
use crate::demo::audio;
use crate::demo::server::mishaps::Twists;
use crate::demo::server::options::Downloads;
use crate::demo::server::refusal::Refusal;
use crate::demo::server::service::{Service, Shared};
use crate::demo::world::{Transcript, World};

/// `GET /phone/recording/download/{fileId}`.
pub fn recording(asked: &Asked) -> Answer {
    audio(asked, "recording")
}

/// `GET /phone/voice_mails/download/{fileId}`.
pub fn voicemail(asked: &Asked) -> Answer {
    audio(asked, "voicemail")
}

/// `GET /phone/recording_transcript/download/{recordingId}`: always behind a redirect.
pub fn transcript(asked: &Asked) -> Answer {
    let found = asked.world.index_of_recording(asked.id()).ok_or_else(Refusal::no_file)?;
    let call = asked.world.call(found.0);
    let recording = call.recordings.get(found.1).ok_or_else(Refusal::no_file)?;
    match recording.transcript {
        Transcript::None => Err(Refusal::no_file()),
        Transcript::InProgress => Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            12002,
            "This recording is still in the process of being transcribed. Reopen this recording in a few minutes.",
        )),
        Transcript::Ready => Ok(redirect(asked.service, "transcript", asked.id())),
    }
}

fn audio(asked: &Asked, kind: &str) -> Answer {
    let file = file(asked.world, kind, asked.id(), asked.twists).ok_or_else(Refusal::no_file)?;
    Ok(match asked.service.options.downloads {
        Downloads::Direct => file,
        Downloads::Redirect => redirect(asked.service, kind, asked.id()),
    })
}

fn redirect(service: &Service, kind: &str, id: &str) -> Response {
    let seal = service.page_tokens.seal(&format!("{kind} {id}"));
    let address = format!("{}/files/{kind}/{id}/{seal}", service.base_url);
    (StatusCode::FOUND, [(header::LOCATION, address)]).into_response()
}

/// `GET /files/{kind}/{id}/{seal}`: what a redirect leads to. The seal is the permission.
pub async fn signed(
    State(service): State<Shared>,
    Extension(twists): Extension<Twists>,
    Path((kind, id, seal)): Path<(String, String, String)>,
) -> Response {
    if service.page_tokens.seal(&format!("{kind} {id}")) != seal {
        return Refusal::not_found().into_response();
    }
    file(&service.world(), &kind, &id, twists).unwrap_or_else(|| Refusal::not_found().into_response())
}

fn file(world: &World, kind: &str, id: &str, twists: Twists) -> Option<Response> {
    match kind {
        "recording" => {
            let (index, place) = world.index_of_recording_file(id).or_else(|| world.index_of_recording(id))?;
            Some(mpeg(id, world.call(index).recordings.get(place)?.duration(), twists))
        }
        "voicemail" => {
            let index = world.index_of_voicemail_file(id).or_else(|| world.index_of_voicemail(id))?;
            Some(mpeg(id, world.call(index).voicemail?.duration, twists))
        }
        "transcript" => {
            let (index, place) = world.index_of_recording(id)?;
            let call = world.call(index);
            let recording = call.recordings.get(place)?;
            Some(Json(answers::transcript(world.company(), &call, recording)).into_response())
        }
        _ => None,
    }
}

/// The audio, with the entity tag by which a client can go on with it.
fn mpeg(id: &str, seconds: u32, twists: Twists) -> Response {
    let seconds = if twists.other_file { seconds + 7 } else { seconds };
    let bytes = audio::mpeg(Duration::from_secs(seconds.into()));
    let etag = format!("\"{id}-{seconds}\"");
    ([(header::CONTENT_TYPE, audio::CONTENT_TYPE.to_owned()), (header::ETAG, etag)], bytes).into_response()
}
