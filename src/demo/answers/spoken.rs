//! What was said: the transcript file of a recording, and the AI summary of a call.

use serde_json::{Value, json};

use crate::demo::world::{AiSummary, Call, Company, Direction, Line, Party, Recording, topic};

/// The JSON file behind `GET /phone/recording_transcript/download/{recordingId}`.
#[must_use]
pub fn transcript(company: &Company, call: &Call, recording: &Recording) -> Value {
    let Some(leg) = call.legs.get(recording.leg) else { return Value::Null };
    let (inside, outside) = match leg.direction {
        Direction::Inbound => (&leg.callee, &leg.caller),
        Direction::Outbound => (&leg.caller, &leg.callee),
    };
    let lines = topic(call.topic).lines;
    let length = u64::from(recording.duration()) * 1000;
    let part = length / (lines.len() as u64 + 1);
    let timeline = lines.iter().zip(1..).map(|(line, place)| {
        let speaker = if line.by_company { inside } else { outside };
        let from = part * place - part / 2;
        spoken(line, speaker, from, from + part / 2)
    });
    json!({
        "type": "zoom_transcript",
        "ver": 1,
        "recording_id": recording.id,
        "meeting_id": "",
        "account_id": company.account_id,
        "host_id": leg.owner.user_id().unwrap_or_default(),
        "recording_start": recording.start_time,
        "recording_end": recording.end_time,
        "timeline": timeline.collect::<Vec<_>>(),
    })
}

fn spoken(line: &Line, speaker: &Party, from: u64, to: u64) -> Value {
    let number = speaker.short_number();
    let users: Vec<Value> = speaker
        .user_id()
        .map(|user_id| {
            json!({
                "username": speaker.name,
                "multiple_people": false,
                "user_id": number,
                "zoom_userid": user_id,
                "client_type": 0,
            })
        })
        .into_iter()
        .collect();
    let raw: String = line.text.to_lowercase().chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).collect();
    json!({
        "text": line.text,
        "raw_text": raw,
        "ts": clock(from),
        "end_ts": clock(to),
        "userIds": if users.is_empty() { vec![] } else { vec![&number] },
        "users": users,
        "userId": number,
        "channelMark": if line.by_company { "R" } else { "L" },
    })
}

/// Milliseconds as `hh:mm:ss.mmm`.
fn clock(milliseconds: u64) -> String {
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    format!("{:02}:{:02}:{:02}.{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// The answer of `GET /phone/user/{userId}/ai_call_summary/{aiCallSummaryId}`.
#[must_use]
pub fn ai_summary(company: &Company, call: &Call, summary: &AiSummary) -> Value {
    let topic = topic(call.topic);
    let mut body = json!({
        "ai_call_summary_id": summary.id,
        "account_id": company.account_id,
        "call_id": call.legs.get(summary.leg).map_or(call.call_id, |leg| leg.call_id),
        "user_id": summary.owner.user_id().unwrap_or_default(),
        "transcript_language": "en",
        "call_summary": topic.summary,
        "next_steps": topic.next_steps,
        "detailed_summary": topic.detailed,
        "created_time": summary.created_time,
        "modified_time": summary.created_time,
        "edited": summary.edited,
    });
    if let Some(liked) = summary.liked {
        body["call_summary_rate"] = json!(if liked { "thumb_up" } else { "thumb_down" });
    }
    body
}

#[cfg(test)]
mod tests {
    #[test]
    fn times_of_a_transcript_have_hours_and_milliseconds() {
        assert_eq!(super::clock(480), "00:00:00.480");
        assert_eq!(super::clock(3_725_004), "01:02:05.004");
    }
}
