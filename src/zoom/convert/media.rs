//! Recordings, voicemail and what was written about them.

use std::time::Duration;

use super::super::page::BadRowReason;
use super::super::wire::Fields;
use crate::model::{
    AiSummary, CallElementId, CallId, Direction, MediaOwner, Recording, RecordingId, Speaker, Transcript,
    TranscriptLine, Transcription, Trash, Voicemail, VoicemailId,
};

/// A recording, from a list or by itself.
pub fn recording(mut row: Fields) -> Result<Recording, BadRowReason> {
    let id = RecordingId::new(row.text("id").as_raw());
    if id.is_empty() {
        return Err(BadRowReason::NoId);
    }
    Ok(Recording {
        id,
        call_id: CallId::new(row.text("call_id").as_raw()),
        call_element_id: step(&mut row),
        caller: speaker(&mut row, ["caller_name", "caller_number", "caller_number_type"]),
        callee: speaker(&mut row, ["callee_name", "callee_number", "callee_number_type"]),
        direction: Direction::from(row.text("direction")),
        date_time: row.time("date_time"),
        end_time: row.time("end_time"),
        duration: row.seconds("duration"),
        recording_type: row.text("recording_type"),
        owner: owner(&mut row),
        download_url: row.text("download_url"),
        transcript_download_url: row.text("transcript_download_url"),
        trash: trash(&mut row),
        extra: row.into_extra(),
    })
}

/// A voicemail, from a list or by itself.
pub fn voicemail(mut row: Fields) -> Result<Voicemail, BadRowReason> {
    let id = VoicemailId::new(row.text("id").as_raw());
    if id.is_empty() {
        return Err(BadRowReason::NoId);
    }
    let mut said = row.object("transcription");
    let transcription = Transcription { content: said.text("content"), status: said.integer("status") };
    row.put_back("transcription", said);
    Ok(Voicemail {
        id,
        call_id: CallId::new(row.text("call_id").as_raw()),
        call_element_id: step(&mut row),
        caller: speaker(&mut row, ["caller_name", "caller_number", "caller_number_type"]),
        callee: speaker(&mut row, ["callee_name", "callee_number", "callee_number_type"]),
        date_time: row.time("date_time"),
        duration: row.seconds("duration"),
        status: row.text("status"),
        owner: owner(&mut row),
        download_url: row.text("download_url"),
        transcription,
        trash: trash(&mut row),
        extra: row.into_extra(),
    })
}

/// The AI summary of a call.
pub fn ai_summary(mut summary: Fields) -> Result<AiSummary, BadRowReason> {
    let id = summary.text("ai_call_summary_id");
    if id.is_empty() {
        return Err(BadRowReason::NoId);
    }
    Ok(AiSummary {
        id,
        call_id: CallId::new(summary.text("call_id").as_raw()),
        language: summary.text("transcript_language"),
        summary: summary.text("call_summary"),
        next_steps: summary.text("next_steps"),
        detailed_summary: summary.text("detailed_summary"),
        created_time: summary.time("created_time"),
        edited: summary.flag("edited"),
        extra: summary.into_extra(),
    })
}

/// What was said in a recording.
pub fn transcript(mut file: Fields) -> Transcript {
    Transcript {
        recording_id: RecordingId::new(file.text("recording_id").as_raw()),
        recording_start: file.time("recording_start"),
        lines: file.list("timeline").into_iter().map(line).collect(),
    }
}

fn line(mut line: Fields) -> TranscriptLine {
    let name = line.list("users").into_iter().map(|mut user| user.text("username")).find(|name| !name.is_empty());
    TranscriptLine {
        start: offset(line.text("ts").as_raw()),
        end: offset(line.text("end_ts").as_raw()),
        speaker: name.unwrap_or_else(|| line.text("userId")),
        text: line.text("text"),
    }
}

/// `hh:mm:ss.mmm` as a span.
fn offset(time: &str) -> Option<Duration> {
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = clock.splitn(3, ':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    let milliseconds: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    let seconds = u64::from(hours) * 3600 + u64::from(minutes) * 60 + u64::from(seconds);
    Some(Duration::from_secs(seconds) + Duration::from_millis(milliseconds))
}

/// The step it belongs to: the name changed twice. The oldest, `call_log_id`, lacks the date in front, so it names no step
/// that we know and stays in `extra`.
fn step(row: &mut Fields) -> CallElementId {
    let new = row.text("call_element_id");
    CallElementId::new(if new.is_empty() { row.text("call_history_id") } else { new }.as_raw())
}

fn speaker(row: &mut Fields, [name, number, number_type]: [&str; 3]) -> Speaker {
    Speaker { name: row.text(name), number: row.text(number), number_type: row.integer(number_type) }
}

fn owner(row: &mut Fields) -> MediaOwner {
    let mut owner = row.object("owner");
    let read = MediaOwner {
        id: owner.text("id"),
        name: owner.text("name"),
        extension_number: owner.text("extension_number"),
        owner_type: owner.text("type"),
    };
    row.put_back("owner", owner);
    read
}

/// The days left come under two spellings. Source: Zoom Phone API, recording operations, checked 2026-11-22.
fn trash(row: &mut Fields) -> Trash {
    Trash {
        deleted_time: row.time("deleted_time"),
        days_left: row
            .integer("days_left_auto_permantely_delete")
            .or_else(|| row.integer("days_left_auto_permanently_delete")),
        soft_deleted_type: row.text("soft_deleted_type"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_in_a_transcript_are_read_and_nonsense_is_not() {
        assert_eq!(offset("00:00:02.900"), Some(Duration::from_millis(2_900)));
        assert_eq!(offset("01:02:03.5"), Some(Duration::from_millis(3_723_500)));
        assert_eq!(offset("00:00:07"), Some(Duration::from_secs(7)));
        for nonsense in ["", "7", "00:07", "a:b:c", "00:00:00.é", "99999999999:00:00"] {
            assert_eq!(offset(nonsense), None, "{nonsense}");
        }
    }
}
