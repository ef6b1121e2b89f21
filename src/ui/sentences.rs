//! The state in sentences, for the line mode: no frame, no cursor, nothing that a screen reader would stumble over. Every line
//! is told once, when it becomes true.

mod lists;

pub use lists::{jobs, media, media_row};

use super::{call_list, format, text};
use crate::app::{self, Attempt, Banner, Focus, LINES, Loadable, Overlay, Problem, Remedy, Session, State, WaitKind};
use crate::index::RowView;
use crate::model::{CallElement, Direction, Party, Text, Zone, grouped, query::misread, why::why};

/// What was told last, so that only what changed is told next.
#[derive(Debug, Default)]
pub struct Teller {
    told: Told,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Told {
    session: String,
    archive: String,
    sync: String,
    sign_in: String,
    notice: String,
    problem: String,
    asked: String,
    call: Vec<String>,
    log: Vec<String>,
}

impl Teller {
    /// What became true since it was asked last, in the order to say it.
    pub fn news(&mut self, state: &State) -> Vec<String> {
        let now = Told {
            session: session(state),
            archive: archive(state),
            sync: sync(state),
            sign_in: sign_in(state),
            notice: state.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default(),
            problem: problem_told(state),
            asked: lists::asked(state),
            call: read_call(state),
            log: lists::log(state),
        };
        let before = std::mem::replace(&mut self.told, now);
        let now = &self.told;
        let pairs = [
            (&before.session, &now.session),
            (&before.archive, &now.archive),
            (&before.sync, &now.sync),
            (&before.sign_in, &now.sign_in),
            (&before.notice, &now.notice),
            (&before.problem, &now.problem),
            (&before.asked, &now.asked),
        ];
        let changed = pairs.into_iter().filter(|(before, now)| before != now && !now.is_empty());
        let mut lines: Vec<String> = changed.flat_map(|(_, now)| now.lines().map(str::to_owned)).collect();
        for (before, now) in [(&before.call, &now.call), (&before.log, &now.log)] {
            if before != now {
                lines.extend(now.iter().cloned());
            }
        }
        lines
    }

    /// Forgets the notice that was told last: the next line may earn the same one.
    pub fn forget_notice(&mut self) {
        self.told.notice.clear();
    }

    /// Forgets what was told of the selected call or job, so that it is told again.
    pub fn forget_read(&mut self) {
        self.told.call.clear();
        self.told.log.clear();
    }
}

/// The calls of the page, each on a line with its number.
#[must_use]
pub fn page(state: &State) -> Vec<String> {
    let (matching, total) = (state.calls.matching(), state.calls.total());
    let query = match state.filter.applied.as_str() {
        "" => "all calls".to_owned(),
        query => text::typed(query),
    };
    if matching == 0 {
        let hidden = state.calls.hidden_by().iter().map(|by| {
            let meant = by.nearest.as_ref().map(|name| format!(" Did you mean {}?", text::whole(name)));
            format!("Nothing matches {}.{}", text::typed(&by.term), meant.unwrap_or_default())
        });
        let none = if total == 0 {
            "No calls are in the archive.".to_owned()
        } else {
            format!("None of {} matches {query}.", format::counted(total as u64, "call", "calls"))
        };
        let missing = state.missing().unwrap_or_default();
        let missing = missing.iter().map(|one| format!("Not all is known: {}.", one.words(&state.ways())));
        let misread = misread(&state.filter.query).map(|words| format!("{words}."));
        return std::iter::once(none).chain(hidden).chain(missing).chain(misread).collect();
    }
    let first = state.calls.offset();
    let last = (first + state.panes().list_rows()).min(matching);
    let missing = state.missing().unwrap_or_default();
    let covered = if missing.is_empty() { String::new() } else { format!("{} ", state.filter.query.unsure_word()) };
    let mut lines = vec![format!(
        "Calls {} to {} of {covered}{}: {query}.",
        grouped(first as u64 + 1),
        grouped(last as u64),
        grouped(matching as u64)
    )];
    lines.extend(missing.iter().map(|missing| format!("Not all is known: {}.", missing.words(&state.ways()))));
    let calls = (first..last).filter_map(|position| Some((position, state.calls.row(position)?)));
    lines.extend(calls.map(|(position, call)| {
        let marked = if state.calls.is_marked(position) { ", marked" } else { "" };
        format!("{}. {}{marked}", position + 1, in_a_line(call, state.zone))
    }));
    lines
}

/// `missed, from R. Alvarez +1 202 555 0134, to Support, 2026-11-20 14:03, waited 0:48, voicemail`
fn in_a_line(call: RowView<'_>, zone: Zone) -> String {
    let party = |party| {
        let (label, number) = (call_list::party(party), format::phone(&party.did_number));
        if number.is_empty() || party.name.is_empty() { label } else { format!("{label} {number}") }
    };
    let mut facts = vec![
        call_list::result(call),
        format!("from {}", party(call.caller())),
        format!("to {}", party(call.callee())),
        format::minute_of_year(call.start_time(), zone),
    ];
    for (word, span) in [("waited", call.wait()), ("talked", call.talk())] {
        facts.extend(span.map(|span| format!("{word} {}", format::span(span.as_secs()))));
    }
    facts.extend(call.flags().shown().map(|(_, _, word)| word.to_owned()));
    facts.join(", ")
}

/// Who is signed in, how fresh the calls are, and what runs.
#[must_use]
pub fn status(state: &State) -> Vec<String> {
    let fresh = state.sync.synced_at.map_or_else(
        || "Not synced in this session.".to_owned(),
        |then| format!("Synced {}.", format::age(then, state.now)),
    );
    let told = [session(state), archive(state), fresh, sync(state), sign_in(state), marks(state)];
    told.iter().flat_map(|words| words.lines()).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// How many calls are marked.
#[must_use]
pub fn marks(state: &State) -> String {
    match state.calls.marks().len() {
        0 => "No call is marked.".to_owned(),
        marked => format!("{} marked.", format::counted(marked as u64, "call is", "calls are")),
    }
}

/// The saved views, with what they ask for.
#[must_use]
pub fn views(state: &State) -> Vec<String> {
    let views = state.views.offered().into_iter();
    let views = views.map(|offered| format!("{}: {}", Text::new(&offered.view.name), text::typed(&offered.view.query)));
    views.chain(state.views.left_alone_words()).collect()
}

/// The figures of the calls that match, and what they cover.
#[must_use]
pub fn stats(state: &State) -> Vec<String> {
    state.stats.figures().map_or_else(Vec::new, |figures| {
        let mut lines = super::stats::in_sentences(figures);
        lines.push(format!("{}.", app::covers(state)));
        lines
    })
}

/// The commands.
#[must_use]
pub fn help() -> Vec<String> {
    LINES.iter().map(|(typed, does)| format!("{typed}: {does}")).collect()
}

fn session(state: &State) -> String {
    match &state.session {
        Session::Restoring { .. } => String::new(),
        Session::SignedOut => "Nobody is signed in. Type login.".to_owned(),
        Session::Lost(problem) => told(problem),
        Session::SignedIn(who) => {
            let warning = who.warning.as_ref().map(|warning| format!("\n{warning}")).unwrap_or_default();
            format!("Signed in: {}.{warning}", text::whole(who.account.label()))
        }
        Session::SigningOut { .. } => "Signing out.".to_owned(),
    }
}

fn archive(state: &State) -> String {
    match &state.archive {
        Loadable::Idle | Loadable::Loading { .. } => String::new(),
        Loadable::Ready(_) if state.sync.running.is_some() => String::new(),
        Loadable::Ready(_) => {
            format!("{} in the archive.", format::counted(state.calls.total() as u64, "call is", "calls are"))
        }
        Loadable::Failed { problem, .. } => told(problem),
    }
}

/// A sync, told once a slice, and its waits.
fn sync(state: &State) -> String {
    let Some(running) = &state.sync.running else { return String::new() };
    if let Some(Banner::Waiting(wait)) = state.banner() {
        let why = match wait.kind {
            WaitKind::PerSecond | WaitKind::Concurrent => "Zoom asked to wait",
            WaitKind::Daily => "Zoom's limit for today is reached: waiting",
            WaitKind::Trouble => "Zoom or the network has trouble: trying again",
        };
        return format!("{why} until {}.", format::second(wait.until, state.zone));
    }
    match &running.progress {
        None => "Fetching calls from Zoom.".to_owned(),
        Some(progress) => format!("Fetching: {} of {} parts done.", progress.slices_done, progress.slices),
    }
}

fn sign_in(state: &State) -> String {
    match &state.login.attempt {
        Attempt::Idle => String::new(),
        Attempt::Starting { .. } => "Preparing the sign-in page.".to_owned(),
        Attempt::Waiting { sign_in, .. } => {
            let refused = state.login.refused.as_ref().map(|cause| format!("\n{cause}")).unwrap_or_default();
            let unkept = "The keychain cannot be used, so this sign-in ends with ringlog.\n";
            let unkept = if sign_in.ends_with_ringlog { unkept } else { "" };
            format!(
                "{unkept}Open this address in a browser and allow access. Then come back, or paste the address that the browser \
                 ended on.\n{}{refused}",
                sign_in.url
            )
        }
        Attempt::Device { code, .. } => {
            format!("On any device, open this address and type the code {}.\n{}", code.user_code, code.page)
        }
        Attempt::Exchanging { .. } => "The browser is back. Asking Zoom for a token.".to_owned(),
        // What the matter is was told of the sign-in that there was.
        Attempt::Failed { problem } if problem.remedy == Remedy::Unlock && state.session.who().is_none() => {
            "To sign in with the browser, until ringlog ends, type login.".to_owned()
        }
        Attempt::Failed { problem } => told(problem),
    }
}

fn problem_told(state: &State) -> String {
    let problem = state.overlays.iter().rev().find_map(Overlay::problem);
    problem.or(state.sync.problem.as_ref()).map(told).unwrap_or_default()
}

/// A problem: what, why, what is safe, and what to do.
fn told(problem: &Problem) -> String {
    let mut lines = vec![format!("Problem: {}", problem.summary()), problem.safe.clone()];
    lines.extend(problem.steps.iter().cloned());
    lines.push("Type again for what helps.".to_owned());
    lines.join("\n")
}

/// The call that is being read, once its detail is here.
fn read_call(state: &State) -> Vec<String> {
    if state.focus == Focus::List {
        return Vec::new();
    }
    let Some(detail) = state.detail.value.shown() else {
        return state
            .detail
            .value
            .problem()
            .map(told)
            .iter()
            .flat_map(|words| words.lines())
            .map(str::to_owned)
            .collect();
    };
    let (call, zone) = (&detail.call, state.zone);
    let (group, word) = (call.call_result.group(), text::whole(call.call_result.word()));
    let result = if word.is_empty() || word == group.word() {
        group.word().to_owned()
    } else {
        format!("{} ({word})", group.word())
    };
    let direction = match &call.direction {
        Direction::Inbound => "Inbound",
        Direction::Outbound => "Outbound",
        Direction::Other(_) => "Call",
    };
    let mut lines = vec![
        format!("{direction}, {result}, {}.", format::both_zones(call.start_time, zone)),
        format!("From {}.", party_in_full(&call.caller)),
        format!("To {}.", party_in_full(&call.callee)),
    ];
    let spans = [("waited", call.wait), ("talked", call.talk_time()), ("held", call.hold), ("in all", call.duration)];
    let spans: Vec<String> = spans
        .iter()
        .filter_map(|(word, span)| Some(format!("{word} {}", format::span(span.as_ref()?.as_secs()))))
        .collect();
    if !spans.is_empty() {
        lines.push(format!("Times: {}.", spans.join(", ")));
    }
    lines.extend(why(call, &detail.timeline()).map(|told| format!("Why: {}", told.sentence)));
    let said = detail.text.voicemails.iter().map(|voicemail| text::whole(&voicemail.transcription.content));
    lines.extend(said.filter(|words| !words.is_empty()).map(|words| format!("Voicemail: {words}")));
    match &detail.path {
        Ok(Some(path)) => lines.extend(steps(&path.elements, zone)),
        Ok(None) => lines.extend(steps(&detail.steps, zone)),
        Err(problem) => lines.extend(told(problem).lines().map(str::to_owned)),
    }
    lines.push(format!("Id: {}", call.call_history_uuid));
    lines
}

fn party_in_full(party: &Party) -> String {
    let label = party.label().map_or_else(|| "an anonymous caller".to_owned(), text::whole);
    let number = format::phone(party.number());
    if number.is_empty() || party.name.is_empty() { label } else { format!("{label}, {number}") }
}

fn steps(elements: &[CallElement], zone: Zone) -> Vec<String> {
    let step = |(place, step): (usize, &CallElement)| {
        let shown = |word: &Text| (!word.is_empty()).then(|| text::whole(word).replace('_', " "));
        let at = step.start_time.map(|at| zone.at(at).format("%H:%M:%S").to_string());
        let who = Some(step.who()).filter(|who| !who.is_empty());
        let pressed = (!step.press_key.is_empty()).then(|| format!("pressed {}", text::whole(&step.press_key)));
        let spans = [("waited", step.wait_time), ("talked", step.talk_time), ("held", step.hold_time)];
        let spans =
            spans.into_iter().filter_map(|(word, span)| Some(format!("{word} {}", format::span(span?.as_secs()))));
        let facts =
            [at, shown(&step.event), who, shown(&step.result.word().clone()), shown(&step.result_reason), pressed];
        let facts: Vec<String> = facts.into_iter().flatten().chain(spans).collect();
        format!("Step {}: {}.", place + 1, facts.join(", "))
    };
    elements.iter().enumerate().map(step).collect()
}
