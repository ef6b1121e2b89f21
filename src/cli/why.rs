//! `ringlog why`: why a call ended as it did, and the steps that say so.

use serde_json::json;

use super::Context;
use super::calls::{archive, key_of, reading, span};
use super::driver::Driver;
use super::failure::{Failure, INTERRUPTED};
use super::output::{put, say};
use crate::app::{CallDetail, Effect, Message};
use crate::export::terminal_safe;
use crate::model::timeline::Step;
use crate::model::why::why;
use crate::model::{Batch, CallKey, CallText};
use crate::store;

/// Says why, on standard output; what is missing on standard error.
pub(super) async fn run(context: Context, id: String, as_json: bool) -> Result<u8, Failure> {
    let archive = archive(&context).await?;
    let key = key_of(&archive, id).await?;
    let detail = match in_archive(&archive, key).await? {
        Some(detail) => detail,
        None => fetched(context, key).await?,
    };
    if let Err(problem) = &detail.path {
        say(problem.summary());
    }
    let timeline = detail.timeline();
    let told = why(&detail.call, &timeline);
    let evidence = told.as_ref().map_or_else(Vec::new, |told| {
        told.evidence.iter().filter_map(|place| timeline.steps.get(*place)).collect::<Vec<_>>()
    });
    if as_json {
        let evidence: Vec<_> = evidence.into_iter().map(step_as_json).collect();
        let sentence = told.map(|told| told.sentence);
        let id = detail.call.call_history_uuid.as_raw();
        put(terminal_safe(&json!({ "call_history_uuid": id, "why": sentence, "evidence": evidence }).to_string()))?;
        return Ok(0);
    }
    match told {
        Some(told) => put(told.sentence)?,
        None => say("The steps of this call do not tell why it ended so."),
    }
    for step in evidence {
        let line = format!("  {:>7}  {} {}  {}", span(step.from()), step.title(), step.who(), step.result());
        put(line.trim_end())?;
    }
    Ok(0)
}

/// The call with its path, or the steps of the own list; `None` when the archive has neither.
async fn in_archive(archive: &store::Handle, key: CallKey) -> Result<Option<CallDetail>, Failure> {
    let call = archive.call(key).await.map_err(reading)?.ok_or_else(|| reading(store::Error::Closed))?;
    let path = archive.path_of(key).await.map_err(reading)?;
    let steps = archive.steps_of(key).await.map_err(reading)?;
    if path.is_none() && steps.is_empty() {
        return Ok(None);
    }
    Ok(Some(CallDetail { key, call, steps, path: Ok(path), text: CallText::default(), batch: Batch::default() }))
}

/// The call with the path that Zoom gives.
async fn fetched(context: Context, key: CallKey) -> Result<CallDetail, Failure> {
    say("How the call went is not in the archive: asking Zoom");
    let mut driver = Driver::new(context.services)?;
    driver.restore().await?;
    let request = driver.issue();
    driver.start(Effect::LoadDetail { request, key, fresh: false });
    let detail = loop {
        match driver.next().await? {
            Some(Message::DetailLoaded { result, .. }) => break result,
            Some(_) => {}
            None => return Err(Failure::new(INTERRUPTED, "interrupted")),
        }
    };
    driver.finish().await;
    let detail = detail?;
    // Without a path there is nothing to say, and the exit code says why.
    match detail.path {
        Err(problem) => Err(problem.into()),
        Ok(_) => Ok(*detail),
    }
}

fn step_as_json(step: &Step<'_>) -> serde_json::Value {
    let seconds = |span: Option<std::time::Duration>| span.map(|span| span.as_secs());
    json!({
        "step": step.title(),
        "who": step.who(),
        "from_seconds": seconds(step.from()),
        "to_seconds": seconds(step.to()),
        "call_element_ids": step.legs.iter().map(|leg| leg.call_element_id.as_raw()).collect::<Vec<_>>(),
        "event": step.leg().event.as_raw(),
        "result": step.leg().result.word().as_raw(),
        "result_reason": step.leg().result_reason.as_raw(),
    })
}
