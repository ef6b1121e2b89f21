//! In the line mode every hint is something that can be typed there: no sentence names a key of the screen.

use super::*;
use crate::app::{LINES, LineError, settle, update};
use crate::model::{Job, JobId, JobKind, JobState};
use crate::ui::sentences::{self, Teller};

/// Words that follow the key in a hint.
const DOES: [&str; 24] = [
    "again", "asks", "at", "begins", "changes", "chooses", "ends", "fetches", "goes", "in", "looks", "on", "opens",
    "quits", "reads", "shows", "signs", "stops", "takes", "then", "tries", "undoes", "works", "writes",
];

/// The key that a sentence tells to press, if it does.
fn named_key(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let trimmed = |word: &str| word.trim_matches(|sign: char| ",.;:()".contains(sign)).to_owned();
    let long = ["Esc", "Enter", "Tab", "Space", "PgUp", "PgDn", "F1"];
    let is_long = |word: &str| word.starts_with("Ctrl+") || word.starts_with("Shift+") || long.contains(&word);
    if let Some(found) = words.iter().map(|word| trimmed(word)).find(|word| is_long(word)) {
        return Some(found);
    }
    words.windows(2).find_map(|pair| {
        let (key, does) = (trimmed(pair[0]), trimmed(pair[1]));
        let is_key = key.chars().count() == 1 && !pair[0].ends_with(['.', ':']) && key != "a";
        (is_key && DOES.contains(&does.as_str())).then(|| format!("{key} {does}"))
    })
}

/// All that the line mode tells of a state.
fn told(state: &State) -> Vec<String> {
    let mut all = Teller::default().news(state);
    let pages = [sentences::page, sentences::media, sentences::media_row, sentences::jobs, sentences::status];
    all.extend(pages.iter().flat_map(|page| page(state)));
    all.extend(sentences::views(state));
    all.extend(sentences::stats(state));
    all.extend(sentences::help());
    all
}

/// Says what can be said, and gives what was told after it.
fn say(state: &mut State, line: &str) -> Vec<String> {
    let _ = update(state, Message::Line(line.parse().unwrap()));
    settle(state);
    told(state)
}

fn check(when: &str, told: &[String]) {
    for sentence in told {
        assert_eq!(named_key(sentence), None, "{when}: {sentence}");
    }
}

#[test]
fn a_key_in_a_sentence_is_seen() {
    for sentence in
        ["calls are being fetched already; Ctrl+C stops that", "1, then e writes it anew", "(B fetches them)"]
    {
        assert!(named_key(sentence).is_some(), "{sentence}");
    }
    assert_eq!(named_key("Jobs 1 to 1 of 1. It is over; resume and its number goes on"), None);
}

/// Every command of the help in a state, one after the other.
fn say_all(state: &mut State, when: &str) {
    for (line, _) in LINES.iter().filter(|(line, _)| *line != "quit") {
        let said = say(state, line);
        check(&format!("{when}, {line}"), &said);
    }
}

#[test]
fn no_sentence_of_the_line_mode_names_a_key() {
    let mut state = Shown::calls(80, 27).state.by_line();
    say_all(&mut state, "calls");
    for query in
        ["/ hold:>0", "/ has:vm", "/ has:transcript", "/ has:ai", "/ said:invoice", "/ from:2020-01-01", "/ nobody"]
    {
        let said = say(&mut state, query);
        check(query, &said);
    }
    let setup = testing::setup(Screen { columns: 80, rows: 27 });
    let mut unsigned = State::new(Setup { client_configured: false, ..setup }).by_line();
    let _ = crate::app::start(&mut unsigned);
    say_all(&mut unsigned, "nobody signed in");
}

#[test]
fn no_job_of_any_kind_and_state_tells_to_press_a_key() {
    let kinds = [
        JobKind::Recordings,
        JobKind::Voicemail,
        JobKind::Media,
        JobKind::Paths,
        JobKind::Texts,
        JobKind::Calls,
        JobKind::Export,
    ];
    let states =
        [JobState::Waiting, JobState::Running, JobState::Paused, JobState::Done, JobState::Cancelled, JobState::Failed];
    for (kind, stands, start) in kinds
        .into_iter()
        .flat_map(|kind| states.into_iter().flat_map(move |stands| [-60, 60].map(|minutes| (kind, stands, minutes))))
    {
        let mut state = Shown::calls(80, 27).state.by_line();
        let effects = update(&mut state, Message::Line("jobs".parse().unwrap()));
        let request = request_of!(effects, ListJobs);
        let items = if kind == JobKind::Calls { 0 } else { 12 };
        let job = Job {
            id: JobId(3),
            kind,
            state: stands,
            target: String::new(),
            start: (stands == JobState::Waiting).then(|| samples::now() + TimeDelta::minutes(start)),
            span: None,
            begun: samples::now(),
            changed: samples::now(),
            items,
            done: 3.min(items),
            failed: 2.min(items),
            bytes: 0,
            worked: std::time::Duration::ZERO,
            outcome: String::new(),
        };
        let _ = update(&mut state, Message::JobsListed { request, result: Ok(vec![job]) });
        check(&format!("{kind:?} {stands:?}"), &told(&state));
        let said = say(&mut state, "1");
        check(&format!("{kind:?} {stands:?}, 1"), &said);
        for line in ["resume 1", "cancel 1", "stop", "quit"] {
            let said = say(&mut state, line);
            check(&format!("{kind:?} {stands:?}, {line}"), &said);
        }
    }
    let words = [LineError::Unknown, LineError::WhichCall, LineError::WhichRow, LineError::WhichView];
    check("a line that is none", &words.map(|error| error.to_string()));
}
