//! Recordings, transcripts, voicemail and AI summaries.

use url::Url;

use super::client::Client;
use super::download::{Download, Resume};
use super::error::{Error, ErrorKind};
use super::limiter::Label;
use super::page::{Page, PageToken};
use super::{convert, decode, window};
use crate::model::{
    Access, AiSummary, CallElementId, Recording, RecordingId, Span, Text, Transcript, Voicemail, VoicemailId,
};

/// Rows of a page: the most that every one of these lists gives. Source: Zoom Phone API, userRecordings and
/// userVoiceMails, whose schemas say 100 where the text says 300, checked 2026-11-22.
pub const MEDIA_A_PAGE: u32 = 100;

/// One page of recordings or of voicemail to ask for.
#[derive(Clone, Debug)]
pub struct MediaRequest {
    /// The account's, or the own ones.
    pub access: Access,
    /// Which time; at most a month.
    pub span: Span,
    /// Which page; `None` for the first.
    pub next_page_token: Option<PageToken>,
}

impl Client {
    /// A page of recordings. Medium.
    ///
    /// # Errors
    /// All that a request can meet.
    pub async fn recordings(&self, request: &MediaRequest) -> Result<Page<Recording>, Error> {
        let url = match request.access {
            Access::Account => self.url(&["phone", "recordings"]),
            Access::Own => self.url(&["phone", "users", "me", "recordings"]),
        }?;
        let body = self.json(listed(url, request), Label::Medium).await?;
        decode::page(&body, |page| page.recordings, |row| convert::recording(decode::fields(row)?))
    }

    /// The recording of one step. Light. Which one comes when there are several is undocumented.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when there is none; all that a request can meet.
    pub async fn recording(&self, element: &CallElementId) -> Result<Recording, Error> {
        let url = self.url(&["phone", "call_element", element.as_raw(), "recording"])?;
        let body = self.json(url, Label::Light).await?;
        convert::recording(decode::object(&body)?).map_err(decode::unusable)
    }

    /// Opens the audio behind the `download_url` of a recording or a voicemail. Medium.
    ///
    /// # Errors
    /// [`ErrorKind::UntrustedAddress`] when the address is not Zoom's, [`ErrorKind::NotAudio`] when a web page came
    /// instead, [`ErrorKind::NotFound`]; all that a request can meet.
    pub async fn download(&self, download_url: &Text) -> Result<Download, Error> {
        self.download_rest(download_url, None).await
    }

    /// As [`Client::download`], without what is here already, if it is still the same file. Medium.
    ///
    /// # Errors
    /// As [`Client::download`], and [`ErrorKind::WrongPart`] when what came does not fit to what is here.
    pub async fn download_rest(&self, download_url: &Text, resume: Option<Resume>) -> Result<Download, Error> {
        match download_url.as_raw().parse() {
            Ok(url) => self.audio_file(url, Label::Medium, resume).await,
            Err(_) => Err(ErrorKind::UntrustedAddress { host: Text::default() }.into()),
        }
    }

    /// What was said in a recording. Light.
    ///
    /// # Errors
    /// [`ErrorKind::Transcript`] says why there is none; all that a request can meet.
    pub async fn transcript(&self, recording: &RecordingId) -> Result<Transcript, Error> {
        let url = self.url(&["phone", "recording_transcript", "download", recording.as_raw()])?;
        let body = self.json_file(url, Label::Light).await?;
        Ok(convert::transcript(decode::object(&body)?))
    }

    /// A page of voicemail. Heavy for the account, medium for a person.
    ///
    /// # Errors
    /// All that a request can meet.
    pub async fn voicemails(&self, request: &MediaRequest) -> Result<Page<Voicemail>, Error> {
        let (url, label) = match request.access {
            Access::Account => (self.url(&["phone", "voice_mails"])?, Label::Heavy),
            Access::Own => (self.url(&["phone", "users", "me", "voice_mails"])?, Label::Medium),
        };
        let body = self.json(listed(url, request), label).await?;
        decode::page(&body, |page| page.voice_mails, |row| convert::voicemail(decode::fields(row)?))
    }

    /// One voicemail, with what was said. Light.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] when it is gone; all that a request can meet.
    pub async fn voicemail(&self, voicemail: &VoicemailId) -> Result<Voicemail, Error> {
        let url = self.url(&["phone", "voice_mails", voicemail.as_raw()])?;
        let body = self.json(url, Label::Light).await?;
        convert::voicemail(decode::object(&body)?).map_err(decode::unusable)
    }

    /// The AI summary of a call; `user` is a Zoom user id, or `me`. Medium.
    ///
    /// # Errors
    /// [`ErrorKind::NotPermitted`] has been seen although scopes looked right; all that a request can meet.
    pub async fn ai_summary(&self, user: &str, summary: &Text) -> Result<AiSummary, Error> {
        let url = self.url(&["phone", "user", user, "ai_call_summary", summary.as_raw()])?;
        let body = self.json(url, Label::Medium).await?;
        convert::ai_summary(decode::object(&body)?).map_err(decode::unusable)
    }
}

fn listed(mut url: Url, request: &MediaRequest) -> Url {
    url.query_pairs_mut().append_pair("page_size", &MEDIA_A_PAGE.to_string());
    window::ask(url, request.span, request.next_page_token.as_ref())
}
