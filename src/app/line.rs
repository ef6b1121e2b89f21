//! Line by line, for screen readers and terminals that cannot do more: what a person types is a command, and the state is the
//! same as on the screen.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::account;
use super::browse;
use super::call_detail;
use super::downloads;
use super::effect::{Effect, ExportFormat, ExportJob, ExportTarget, SyncRange};
use super::everywhere;
use super::export_dialog;
use super::filter;
use super::going;
use super::jobs;
use super::line_lists;
use super::login;
use super::message::Paste;
use super::overlay::{self, Overlay, Question};
use super::saved_views;
use super::state::{State, View};
use super::sync;
use super::texts;
use crate::model::{Text, query::Query};

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Tell the calls of this page.
    List,
    /// The next page.
    Next,
    /// The page before.
    Previous,
    /// The newest calls, or the first ones in the order of the list.
    First,
    /// The other end of the list.
    Last,
    /// Tell all about the call with this number in the list, counted from 1.
    Read(usize),
    /// Show the calls that this query asks for.
    Filter(String),
    /// Tell the saved views.
    Views,
    /// Show what the saved view of this name asks for.
    View(String),
    /// Tell the calls, after another list.
    Calls,
    /// Tell the recordings.
    Recordings,
    /// Tell the voicemail.
    Voicemail,
    /// Tell the jobs.
    Jobs,
    /// Download the recording or voicemail with this number in the list, or those of the call with it.
    Get(usize),
    /// Play the recording or voicemail with this number.
    Play(usize),
    /// Go on with the job with this number.
    Resume(usize),
    /// End the job with this number.
    Cancel(usize),
    /// Agree to what was told.
    Yes,
    /// Do not.
    No,
    /// Show the calls of those to call back, among the calls that this query asks for.
    Callbacks(String),
    /// Tell how the calls that match ended, and how long people waited and talked.
    Stats,
    /// Mark the call with this number, or take its mark away.
    Mark(usize),
    /// Mark all calls that match, or none.
    MarkAll,
    /// Write the marked calls, or all that match where none is marked. Without a name the usual one is taken.
    Export(Option<PathBuf>),
    /// Fetch how the marked calls went, or those that match.
    Paths,
    /// Read what was said in the marked calls, or in those that match.
    Texts,
    /// Fetch what is newer.
    Sync,
    /// Fetch all that is missing of the time that Zoom keeps.
    SyncAll,
    /// Stop what runs.
    Stop,
    /// Sign in with the browser.
    SignIn,
    /// The address the browser ended on.
    Address(Paste),
    /// Do what helps against the last problem.
    Again,
    /// Times in the person's zone, or in UTC.
    Zone,
    /// Who is signed in, how fresh the calls are, and what runs.
    Status,
    /// The commands.
    Help,
    /// End.
    Quit,
}

/// A line that is no command.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// The first word is no command.
    #[error("there is no such command; type help for the list")]
    Unknown,
    /// A number of a call is missing.
    #[error("say which call, such as mark 12, or mark all")]
    WhichCall,
    /// A number in the list is missing.
    #[error("say which, such as get 3: its number in the list")]
    WhichRow,
    /// The name of a view is missing.
    #[error("say which view, such as view Missed today; views lists them")]
    WhichView,
}

impl Line {
    /// False for what can be said in any list without leaving it.
    const fn is_about_calls(&self) -> bool {
        !matches!(
            self,
            Self::Status
                | Self::Help
                | Self::Zone
                | Self::Stop
                | Self::Sync
                | Self::SyncAll
                | Self::SignIn
                | Self::Address(_)
                | Self::No
                | Self::Play(_)
                | Self::Resume(_)
                | Self::Cancel(_)
        )
    }
}

impl FromStr for Line {
    type Err = LineError;

    fn from_str(typed: &str) -> Result<Self, LineError> {
        let typed = typed.trim();
        if let Some(query) = typed.strip_prefix('/') {
            return Ok(Self::Filter(query.trim().to_owned()));
        }
        if typed.starts_with("http://") || typed.starts_with("https://") {
            return Ok(Self::Address(Paste::new(typed.to_owned())));
        }
        let (word, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let rest = rest.trim();
        Ok(match (word.to_ascii_lowercase().as_str(), rest) {
            ("" | "next" | "n", "") => Self::Next,
            ("list" | "l", "") => Self::List,
            ("previous" | "prev" | "p", "") => Self::Previous,
            ("first", "") => Self::First,
            ("last", "") => Self::Last,
            ("views", "") => Self::Views,
            ("view", "") => return Err(LineError::WhichView),
            ("view", name) => Self::View(name.to_owned()),
            ("calls", "") => Self::Calls,
            ("recordings", "") => Self::Recordings,
            ("voicemail", "") => Self::Voicemail,
            ("jobs", "") => Self::Jobs,
            ("get", number) => Self::Get(row(number)?),
            ("play", number) => Self::Play(row(number)?),
            ("resume", number) => Self::Resume(row(number)?),
            ("cancel", number) => Self::Cancel(row(number)?),
            ("yes", "") => Self::Yes,
            ("no", "") => Self::No,
            ("callbacks", query) => Self::Callbacks(query.to_owned()),
            ("stats", "") => Self::Stats,
            ("mark" | "m", "all") => Self::MarkAll,
            ("mark" | "m", number) => Self::Mark(number.parse().map_err(|_| LineError::WhichCall)?),
            ("export" | "e", "") => Self::Export(None),
            ("export" | "e", path) => Self::Export(Some(PathBuf::from(path))),
            ("paths", "") => Self::Paths,
            ("texts", "") => Self::Texts,
            ("sync" | "r", "") => Self::Sync,
            ("sync", "all") => Self::SyncAll,
            ("stop", "") => Self::Stop,
            ("login", "") => Self::SignIn,
            ("again", "") => Self::Again,
            ("zone", "") => Self::Zone,
            ("status", "") => Self::Status,
            ("help" | "h" | "?", "") => Self::Help,
            ("quit" | "q" | "exit", "") => Self::Quit,
            (number, "") => Self::Read(number.parse().map_err(|_| LineError::Unknown)?),
            _ => return Err(LineError::Unknown),
        })
    }
}

fn row(number: &str) -> Result<usize, LineError> {
    number.parse().map_err(|_| LineError::WhichRow)
}

/// Does what a line asks for.
pub(super) fn obey(state: &mut State, line: Line) -> Vec<Effect> {
    // What was said is about the line before.
    state.notice = None;
    if line == Line::Again {
        return again(state);
    }
    if line == Line::Yes {
        return line_lists::yes(state);
    }
    let was_asked = matches!(state.overlays.last(), Some(Overlay::Question(Question::Quit)));
    state.overlays.clear();
    if let Some(effects) = line_lists::obey(state, &line) {
        return effects;
    }
    if line.is_about_calls() {
        state.view = View::Calls;
        let _ = call_detail::leave(state);
    }
    match line {
        Line::Get(number) => with_call(state, number, downloads::download_of_call),
        Line::Play(_) => state.notify("recordings or voicemail, then play and a number of that list"),
        Line::Resume(_) | Line::Cancel(_) => state.notify("jobs, then this and a number of that list"),
        Line::List
        | Line::Calls
        | Line::Recordings
        | Line::Voicemail
        | Line::Jobs
        | Line::Status
        | Line::Help
        | Line::Views
        | Line::Again
        | Line::Yes
        | Line::No => Vec::new(),
        Line::Next => turn_page(state, 1),
        Line::Previous => turn_page(state, -1),
        Line::First => going::first(state),
        Line::Last => going::last(state),
        Line::Read(number) => with_call(state, number, call_detail::open),
        Line::Mark(number) => with_call(state, number, browse::mark),
        Line::MarkAll => browse::mark_all(state),
        Line::Filter(text) => filter_by(state, &text),
        Line::View(name) => open_view(state, &name),
        Line::Callbacks(query) => filter_by(state, format!("needs:callback {query}").trim_end()),
        Line::Stats => everywhere::show_stats(state),
        Line::Export(path) => export(state, path),
        Line::Paths => jobs::fetch_paths(state),
        Line::Texts => texts::fetch(state),
        Line::Sync => sync::newer(state),
        Line::SyncAll => sync::begin(state, SyncRange::All),
        Line::Stop => everywhere::interrupt(state),
        Line::SignIn => login::begin(state),
        Line::Address(pasted) => login::use_address(state, pasted),
        Line::Zone => everywhere::cycle_zone(state),
        Line::Quit => everywhere::quit_by_line(state, was_asked),
    }
}

/// The remedy of the problem that was told, else of the sign-in that is missing.
fn again(state: &mut State) -> Vec<Effect> {
    if state.overlays.last().and_then(Overlay::problem).is_some() {
        overlay::remedy(state)
    } else if state.session.who().is_none() {
        account::help_out(state)
    } else {
        sync::newer(state)
    }
}

fn turn_page(state: &mut State, pages: isize) -> Vec<Effect> {
    let rows = state.panes().list_rows();
    let lines = pages * isize::try_from(rows).unwrap_or(isize::MAX);
    state.calls.scroll(lines, rows);
    let top = state.calls.offset();
    state.calls.go_to(top);
    Vec::new()
}

fn with_call(state: &mut State, number: usize, act: fn(&mut State) -> Vec<Effect>) -> Vec<Effect> {
    let matching = state.calls.matching();
    if !(1..=matching).contains(&number) {
        return state.notify(if matching == 0 {
            "there are no calls in the list".to_owned()
        } else {
            format!("say a number from 1 to {matching}")
        });
    }
    state.calls.go_to(number - 1);
    act(state)
}

fn filter_by(state: &mut State, text: &str) -> Vec<Effect> {
    match Query::asked(text, state.context()) {
        Ok(query) => {
            let effects = filter::set(state, query);
            state.calls.go_to(0);
            effects
        }
        Err(error) => state.notify(error.to_string()),
    }
}

fn open_view(state: &mut State, name: &str) -> Vec<Effect> {
    match state.views.offered().into_iter().find(|offered| offered.view.is_called(name)) {
        Some(offered) => {
            let effects = saved_views::open_view(state, &offered.view);
            state.calls.go_to(0);
            effects
        }
        None => state.notify(format!("there is no view {}; type views for the list", Text::new(name))),
    }
}

fn export(state: &mut State, path: Option<PathBuf>) -> Vec<Effect> {
    let marked = state.calls.marked_keys(state.context());
    let (keys, time) = if marked.is_empty() {
        (state.calls.matching_keys(), state.calls.matching_time())
    } else {
        (marked, state.calls.marked_time(state.context()))
    };
    if keys.is_empty() {
        return state.notify("there are no calls to export");
    }
    let format = path.as_deref().map_or(ExportFormat::Csv, format_of);
    let zone = state.setup.zone;
    let target = path.map_or_else(
        || ExportTarget::DefaultName(export_dialog::default_name(state, time, zone, format)),
        |path| ExportTarget::File { path, replace: false },
    );
    export_dialog::write(state, ExportJob { keys, format, excel: false, zone, target, repeats: None })
}

/// The form that a file's name ends in; CSV for any other name.
fn format_of(path: &Path) -> ExportFormat {
    let ends_in = |format: &ExportFormat| path.extension().is_some_and(|end| end == format.extension());
    ExportFormat::ALL.into_iter().find(ends_in).unwrap_or(ExportFormat::Csv)
}

#[cfg(test)]
mod tests {
    use super::super::line_words::LINES;
    use super::super::message::Message;
    use super::super::testing::{press, ready, selected};
    use super::super::update::{settle, update};
    use super::*;

    fn say(state: &mut State, line: &str) -> Vec<Effect> {
        let effects = update(state, Message::Line(line.parse().unwrap()));
        settle(state);
        effects
    }

    #[test]
    fn every_command_of_the_help_is_one() {
        for (typed, _) in LINES {
            assert!(typed.parse::<Line>().is_ok(), "{typed}");
        }
        assert_eq!("sing".parse::<Line>(), Err(LineError::Unknown));
        assert_eq!("next 3".parse::<Line>(), Err(LineError::Unknown));
        assert_eq!("mark me".parse::<Line>(), Err(LineError::WhichCall));
        assert_eq!("  ".parse(), Ok(Line::Next));
        assert_eq!("view".parse::<Line>(), Err(LineError::WhichView));
    }

    #[test]
    fn a_saved_view_is_opened_by_its_name() {
        let mut state = ready(80, 27, 50);
        say(&mut state, "view to call back");
        assert_eq!(state.filter.applied, "needs:callback");
        say(&mut state, "/");
        say(&mut state, "callbacks");
        assert_eq!(state.filter.applied, "needs:callback");
        say(&mut state, "callbacks Alvarez last:2w");
        assert_eq!(state.filter.applied, "needs:callback Alvarez last:2w");
        say(&mut state, "view nothing");
        assert!(state.notice.as_ref().is_some_and(|notice| notice.text.contains("there is no view nothing")));
        say(&mut state, "/");
        say(&mut state, "stats");
        assert_eq!(state.stats.figures().map(|figures| figures.all.results.calls()), Some(50));
    }

    #[test]
    fn paths_and_texts_are_fetched_by_a_word_and_so_is_all_that_is_missing() {
        let mut state = ready(80, 27, 50);
        assert!(matches!(&say(&mut state, "paths")[..], [Effect::RunJob { .. }]));
        let told = state.notice.as_ref().unwrap().text.clone();
        assert_eq!(told, "jobs shows how far it is");
        say(&mut state, "texts");
        assert!(state.notice.as_ref().unwrap().text.contains("(login)"), "{:?}", state.notice);
        assert!(matches!(say(&mut state, "sync all")[..], [Effect::Sync { range: SyncRange::All, .. }]));
    }

    #[test]
    fn quitting_asks_once_while_a_job_runs() {
        for answer in ["yes", "quit"] {
            let mut state = ready(80, 27, 50);
            press(&mut state, "B");
            say(&mut state, "quit");
            assert!(matches!(state.overlays.last(), Some(Overlay::Question(Question::Quit))) && !state.quit);
            say(&mut state, "no");
            assert!(state.overlays.is_empty() && !state.quit);
            say(&mut state, "quit");
            say(&mut state, answer);
            assert!(state.quit, "{answer}");
        }
    }

    #[test]
    fn a_price_is_answered_by_a_word_and_numbers_are_of_the_open_list() {
        let mut state = ready(80, 27, 50);
        assert_eq!("get".parse::<Line>(), Err(LineError::WhichRow));
        assert!(matches!(&say(&mut state, "get 2")[..], [Effect::FindMediaOfCalls { keys, .. }] if keys[0].0 == 48));
        say(&mut state, "voicemail");
        assert_eq!(state.view, View::Voicemail);
        say(&mut state, "1");
        assert!(state.notice.as_ref().is_some_and(|notice| notice.text == "the list is empty"));
        say(&mut state, "status");
        assert_eq!(state.view, View::Voicemail, "what is about no list leaves none");
        say(&mut state, "calls");
        assert_eq!(state.view, View::Calls);
        say(&mut state, "yes");
        assert!(state.notice.as_ref().is_some_and(|notice| notice.text == "nothing waits for an answer"));
    }

    #[test]
    fn pages_turn_without_a_gap_and_end_at_the_ends() {
        let mut state = ready(80, 27, 50);
        assert_eq!(state.panes().list_rows(), 20);
        assert_eq!(state.calls.offset(), 0);
        say(&mut state, "next");
        assert_eq!(state.calls.offset(), 20);
        say(&mut state, "");
        assert_eq!(state.calls.offset(), 30, "the last page is full");
        say(&mut state, "previous");
        assert_eq!(state.calls.offset(), 10);
        say(&mut state, "first");
        assert_eq!(state.calls.offset(), 0);
    }

    #[test]
    fn a_number_is_a_place_in_the_list() {
        let mut state = ready(80, 27, 50);
        let effects = say(&mut state, "3");
        assert_eq!(selected(&state), Some(47));
        assert!(matches!(effects.as_slice(), [Effect::LoadDetail { key, .. }] if key.0 == 47), "{effects:?}");
        for beyond in ["0", "51"] {
            assert_eq!(say(&mut state, beyond), []);
            assert!(state.notice.as_ref().is_some_and(|notice| notice.text.contains("from 1 to 50")));
        }
    }

    #[test]
    fn what_was_said_is_about_the_line_before() {
        let mut state = ready(80, 27, 50);
        say(&mut state, "mark 99");
        assert!(state.notice.is_some());
        say(&mut state, "mark 9");
        assert_eq!(state.notice, None);
    }

    #[test]
    fn marks_decide_what_is_exported_and_the_name_in_which_form() {
        let mut state = ready(80, 27, 50);
        say(&mut state, "mark 2");
        say(&mut state, "mark 4");
        let effects = say(&mut state, "export some.jsonl");
        let [Effect::Export { job, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(job.keys.iter().map(|key| key.0).collect::<Vec<_>>(), [48, 46]);
        assert_eq!(job.format, ExportFormat::JsonLines);
    }

    #[test]
    fn a_wrong_query_keeps_the_list_and_names_the_word() {
        let mut state = ready(80, 27, 50);
        say(&mut state, "/ result:mised");
        assert_eq!((state.calls.matching(), state.filter.applied.as_str()), (50, ""));
        assert!(state.notice.as_ref().is_some_and(|notice| notice.text.contains("missed")));
        press(&mut state, "j");
        assert_eq!(selected(&state), Some(48), "the keys of the screen go on working");
    }
}
