//! `ringlog recordings` and `ringlog voicemail`.

use serde_json::{Value, json};

use super::Context;
use super::args::{Limit, ListFormat, MediaGetArgs, MediaListArgs, MediaTextArgs};
use super::calls::{fitted, span};
use super::driver::Driver;
use super::failure::{Failure, INTERRUPTED, PARTLY};
use super::job;
use super::output::{put, say};
use super::price::agree;
use super::progress::ProgressLine;
use super::sheet;
use crate::app::{self, Effect, JobWork, Known, MediaOutcome, Message, Price, Spend, media_words};
use crate::export::{Format, terminal_safe};
use crate::model::{Direction, JobKind, MediaKind, MediaRow, Sheet, SheetCell, Speaker, Text, Zone, grouped};

/// `… list`
pub(super) async fn list(context: Context, kind: MediaKind, arguments: &MediaListArgs) -> Result<u8, Failure> {
    let zone = context.zone;
    let mut driver = Driver::new(context.services)?;
    let code = if arguments.offline { 0 } else { fetch_list(&mut driver, kind, arguments.yes).await? };
    let all = load(&mut driver, kind).await?;
    driver.finish().await;
    let total = all.len();
    let mut rows = app::with_words(all, &arguments.words.join(" "));
    let matching = rows.len();
    if let Limit::Rows(most) = arguments.limit {
        rows.truncate(most);
    }
    match arguments.form.format() {
        ListFormat::Table => {
            put(HEADER)?;
            rows.iter().try_for_each(|row| put(table_row(row, zone)))?;
        }
        ListFormat::Json => {
            let complete = code == 0 && !arguments.offline;
            let told: Vec<Value> = rows.iter().map(json_row).collect();
            let whole = json!({ "complete": complete, "total": matching, "shown": rows.len(), rows_name(kind): told });
            put(terminal_safe(&whole.to_string()))?;
        }
        ListFormat::Jsonl => {
            rows.iter().try_for_each(|row| put(terminal_safe(&json_row(row).to_string())))?;
        }
        ListFormat::Csv => sheet::write(&as_sheet(kind, &rows, zone), Format::Csv)?,
        ListFormat::Tsv => sheet::write(&as_sheet(kind, &rows, zone), Format::Tsv)?,
    }
    let asked = if arguments.offline { " in the archive; Zoom was not asked" } else { "" };
    say(format_args!("{} of {} {}{asked}", grouped(matching as u64), grouped(total as u64), media_words(kind)));
    if rows.len() < matching {
        say(format_args!("{} shown; --limit all shows every one", grouped(rows.len() as u64)));
    }
    Ok(code)
}

const HEADER: &str =
    "D  STARTED              PARTY                      WITH                    LENGTH  KIND       FILE  ID";

/// The name of a side, else its number.
fn label(side: &Speaker) -> String {
    let label = [&side.name, &side.number].into_iter().find(|text| !text.is_empty());
    label.map_or_else(|| "(anonymous)".to_owned(), ToString::to_string)
}

fn table_row(row: &MediaRow, zone: Zone) -> String {
    let direction = match row.direction {
        Direction::Inbound => '<',
        Direction::Outbound => '>',
        Direction::Other(_) => '?',
    };
    format!(
        "{direction}  {}  {}  {}  {:>7}  {}  {:<4}  {}",
        fitted(&row.at.map_or_else(String::new, |at| zone.at(at).format("%Y-%m-%d %H:%M:%S").to_string()), 19),
        fitted(&label(row.other_side()), 25),
        fitted(&label(row.our_side()), 20),
        span(row.duration),
        fitted(&row.word.to_string(), 9),
        if row.file.is_some() { "yes" } else { "" },
        crate::model::Text::new(row.id.as_raw()),
    )
}

const fn rows_name(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Recording => "recordings",
        MediaKind::Voicemail => "voicemail",
    }
}

/// Zoom's names for the id, and for what kind or state it is.
const fn names(kind: MediaKind) -> (&'static str, &'static str) {
    match kind {
        MediaKind::Recording => ("recording_id", "recording_type"),
        MediaKind::Voicemail => ("voicemail_id", "status"),
    }
}

/// The rows as a table for sheets: the fields of [`json_row`], times in the person's zone.
fn as_sheet(kind: MediaKind, rows: &[MediaRow], zone: Zone) -> Sheet {
    let (id, word) = names(kind);
    let mut columns = vec![
        id,
        "date_time",
        "direction",
        "caller_name",
        "caller_number",
        "callee_name",
        "callee_number",
        "duration_s",
        "owner",
        word,
        "file",
    ];
    if kind == MediaKind::Voicemail {
        columns.push("text");
    }
    let cells = |row: &MediaRow| {
        let text = |text: &Text| SheetCell::Text(text.clone());
        let at = |at| zone.at(at).format("%Y-%m-%dT%H:%M:%S%:z").to_string();
        let mut cells = vec![
            SheetCell::Text(row.id.as_raw().into()),
            SheetCell::Own(row.at.map(at).unwrap_or_default()),
            SheetCell::Text(row.direction.word()),
            text(&row.caller.name),
            text(&row.caller.number),
            text(&row.callee.name),
            text(&row.callee.number),
            SheetCell::Seconds(row.duration.map(|span| span.as_secs())),
            text(&row.owner),
            text(&row.word),
            SheetCell::Text(row.file.as_ref().map(|file| Text::new(&file.to_string_lossy())).unwrap_or_default()),
        ];
        if kind == MediaKind::Voicemail {
            cells.push(text(&row.said));
        }
        cells
    };
    Sheet { name: rows_name(kind), covers: String::new(), columns, rows: rows.iter().map(cells).collect() }
}

fn json_row(row: &MediaRow) -> Value {
    let (id, kind) = names(row.id.kind());
    let mut told = json!({
        id: row.id.as_raw(),
        "date_time": row.at,
        "direction": row.direction.word(),
        "caller_name": row.caller.name,
        "caller_number": row.caller.number,
        "callee_name": row.callee.name,
        "callee_number": row.callee.number,
        "duration_s": row.duration.map(|span| span.as_secs()),
        "owner": row.owner,
        kind: row.word,
        "file": row.file,
    });
    if row.id.kind() == MediaKind::Voicemail {
        told["text"] = json!(row.said);
    }
    told
}

/// Lists at Zoom what the archive lacks; gives the exit code so far. What costs much is asked about, unless `yes`.
async fn fetch_list(driver: &mut Driver, kind: MediaKind, yes: bool) -> Result<u8, Failure> {
    driver.restore().await?;
    let mut outcome = list_at_zoom(driver, kind, if yes { Spend::Agreed } else { Spend::Free }).await?;
    if let Some(price) = outcome.asks {
        agree(price, "what was listed so far is kept, and --offline shows it").await?;
        outcome = list_at_zoom(driver, kind, Spend::Agreed).await?;
    }
    if outcome.cancelled {
        return Err(Failure::new(INTERRUPTED, "interrupted: what was listed is in the archive"));
    }
    if let Some(problem) = outcome.failed {
        say(format_args!("Not listed to its end: {}", problem.cause));
        return Ok(PARTLY);
    }
    Ok(0)
}

/// Lists, with progress on standard error.
async fn list_at_zoom(driver: &mut Driver, kind: MediaKind, spend: Spend) -> Result<MediaOutcome, Failure> {
    let request = driver.issue();
    driver.start(Effect::SyncMedia { request, kind, spend });
    let mut line = ProgressLine::new();
    let outcome = loop {
        match driver.next().await? {
            None => driver.start(Effect::Stop { request }),
            Some(Message::MediaProgressed { progress, .. }) => line.show(&format!(
                "{} listed, stretch {} of {}",
                grouped(progress.rows),
                progress.slices_done,
                progress.slices
            )),
            Some(Message::Waiting { wait: Some(wait), .. }) => line.wait(wait),
            Some(Message::MediaSynced { result, .. }) => break result,
            Some(_) => {}
        }
    };
    line.end();
    Ok(outcome?)
}

/// All rows of the archive, newest first.
async fn load(driver: &mut Driver, kind: MediaKind) -> Result<Vec<MediaRow>, Failure> {
    let request = driver.issue();
    driver.start(Effect::LoadMedia { request, kind });
    let mut all = Vec::new();
    loop {
        match driver.next().await? {
            None => return Err(Failure::new(INTERRUPTED, "interrupted")),
            Some(Message::MediaBatch { rows, .. }) => all.extend(rows),
            Some(Message::MediaLoaded { result, .. }) => {
                result?;
                return Ok(all);
            }
            Some(_) => {}
        }
    }
}

/// `… get`
pub(super) async fn get(context: Context, kind: MediaKind, arguments: MediaGetArgs) -> Result<u8, Failure> {
    let (zone, rates) = (context.zone, context.services.rates());
    let mut driver = Driver::new(context.services)?;
    let listed = if arguments.offline {
        driver.restore().await?;
        0
    } else {
        fetch_list(&mut driver, kind, arguments.yes).await?
    };
    let rows = app::with_words(load(&mut driver, kind).await?, &arguments.words.join(" "));
    if rows.is_empty() {
        if arguments.words.is_empty() {
            say("there is nothing to download");
        } else {
            say(format_args!("no {} with these words", media_words(kind)));
        }
        driver.finish().await;
        return Ok(listed);
    }
    let work = match kind {
        MediaKind::Recording => JobKind::Recordings,
        MediaKind::Voicemail => JobKind::Voicemail,
    };
    let seconds = rows.iter().filter_map(|row| row.duration).map(|span| span.as_secs()).sum();
    let known = Known::of(work, &rows, &job::all(&mut driver).await?);
    let price = Price::of_job(rows.len() as u64, work, seconds, rates, known);
    if price.is_asked_about() && !arguments.yes {
        agree(price, "nothing was downloaded").await?;
    }
    let items = rows.iter().map(|row| row.id.as_raw().to_owned()).collect();
    let done = job::run(&mut driver, JobWork::New { kind: work, items, folder: arguments.dir }, zone).await;
    driver.finish().await;
    done.map(|code| code.max(listed))
}

/// `ringlog voicemail text`
pub(super) async fn text(context: Context, arguments: &MediaTextArgs) -> Result<u8, Failure> {
    let zone = context.zone;
    let mut driver = Driver::new(context.services)?;
    let listed = fetch_list(&mut driver, MediaKind::Voicemail, arguments.yes).await?;
    let all = load(&mut driver, MediaKind::Voicemail).await?;
    let rows = app::with_words(all, &arguments.words.join(" "));
    if rows.is_empty() {
        say("no voicemail with these words");
    }
    let mut code = listed;
    for row in rows {
        let request = driver.issue();
        driver.start(Effect::ReadVoicemail { request, id: row.id.clone() });
        let read = loop {
            match driver.next().await? {
                None => return Err(Failure::new(INTERRUPTED, "interrupted")),
                Some(Message::VoicemailRead { result, .. }) => break result?.row,
                Some(_) => {}
            }
        };
        let at = row.at.map_or_else(String::new, |at| zone.at(at).format("%Y-%m-%d %H:%M:%S").to_string());
        put(format_args!("{at}  {}  {}", row.caller.name, row.caller.number))?;
        if read.said.is_empty() {
            let id = crate::model::Text::new(row.id.as_raw());
            say(format_args!("no text of the voicemail by {}, {at} ({id})", label(&row.caller)));
            code = PARTLY;
        } else {
            put(format_args!("  {}", read.said))?;
        }
    }
    driver.finish().await;
    Ok(code)
}
