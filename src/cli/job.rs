//! Working a job off without a screen, with progress on standard error.

use super::driver::Driver;
use super::failure::{Failure, INTERRUPTED, PARTLY};
use super::output::{put, say};
use super::progress::ProgressLine;
use crate::app::{Effect, JobProgress, JobWork, Message};
use crate::clock;
use crate::model::{Job, JobId, Text, Zone, grouped};

/// The jobs of the archive.
pub(super) async fn all(driver: &mut Driver) -> Result<Vec<Job>, Failure> {
    let request = driver.issue();
    driver.start(Effect::ListJobs { request });
    loop {
        match driver.next().await? {
            None => return Err(Failure::new(INTERRUPTED, "interrupted")),
            Some(Message::JobsListed { result, .. }) => return Ok(result?),
            Some(_) => {}
        }
    }
}

/// Works a job off, with the path of each file on standard output as it is whole. Gives the exit code.
pub(super) async fn run(driver: &mut Driver, work: JobWork, zone: Zone) -> Result<u8, Failure> {
    let request = driver.issue();
    driver.start(Effect::RunJob { request, work, zone });
    let mut line = ProgressLine::new();
    let mut id = None;
    let result = loop {
        match driver.next().await? {
            None => driver.start(Effect::Stop { request }),
            Some(Message::JobProgressed { row, progress, .. }) => {
                id = Some(progress.job.id);
                if let Some(path) = row.and_then(|row| row.file) {
                    line.end();
                    put(path.display())?;
                }
                line.show(&words(&progress));
            }
            Some(Message::Waiting { wait: Some(wait), .. }) => line.wait(wait),
            Some(Message::JobEnded { result, .. }) => break result,
            Some(_) => {}
        }
    };
    line.end();
    let told = match id {
        Some(id) => tell_log(driver, id).await?,
        None => 0,
    };
    match result? {
        Some(job) => Ok(ended(&job, told)),
        None => Err(Failure::new(INTERRUPTED, "interrupted: the same command goes on from there")),
    }
}

/// `312 of 1,204, 2 failed  40 MB  0:48 left`
fn words(progress: &JobProgress) -> String {
    let job = &progress.job;
    let megabytes = (job.bytes + progress.under_way) / 1_000_000;
    let failed = if job.failed > 0 { format!(", {} failed", grouped(job.failed)) } else { String::new() };
    let bytes = if megabytes > 0 { format!("  {megabytes} MB") } else { String::new() };
    let left = progress.eta.map_or_else(String::new, |eta| {
        let seconds = (eta - clock::now()).num_seconds().max(0);
        format!("  {}:{:02} left", seconds / 60, seconds % 60)
    });
    format!("{} of {}{failed}{bytes}{left}", grouped(job.done), grouped(job.items))
}

/// How a job ended whose log has `told` lines.
fn ended(job: &Job, told: u64) -> u8 {
    if told < job.failed {
        say(format_args!("… these are the last {} of {} that failed", grouped(told), grouped(job.failed)));
    }
    say(format_args!("{} done, {} failed", grouped(job.done), grouped(job.failed)));
    if job.failed > 0 { PARTLY } else { 0 }
}

/// Which items failed, and why: the lines of the log. Gives how many there were.
async fn tell_log(driver: &mut Driver, job: JobId) -> Result<u64, Failure> {
    let request = driver.issue();
    driver.start(Effect::ReadJobLog { request, job });
    loop {
        match driver.next().await? {
            None => return Ok(0),
            Some(Message::JobLogRead { result, .. }) => {
                let lines = result?;
                for line in &lines {
                    say(Text::new(&line.text));
                }
                return Ok(lines.len() as u64);
            }
            Some(_) => {}
        }
    }
}
