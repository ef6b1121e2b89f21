//! What holds whatever a person and the worker do.

use std::collections::HashSet;

use proptest::prelude::*;

use super::account::Session;
use super::effect::Effect;
use super::key::Key;
use super::keymap::{Keymap, Place};
use super::message::{MediaOutcome, Message, Paste, Pointer};
use super::problem::Remedy;
use super::saved_views::built_in_views;
use super::state::State;
use super::testing::{calls, coverage, detail, outcome, problem, progress, row, somebody, started, tick};
use super::update::{settle, update};
use crate::model::{Batch, CallKey};

/// Something that may happen.
#[derive(Clone, Debug)]
enum Step {
    Key(Key),
    Paste(String),
    Resize(u16, u16),
    Click(u16, u16),
    Wheel(u16, u16, bool),
    Tick(i64),
    Answer(usize, bool, Vec<i64>),
}

fn keys() -> impl Strategy<Value = Key> {
    let bound: Vec<Key> = keymap_keys();
    prop_oneof![8 => prop::sample::select(bound), 1 => any::<char>().prop_map(Key::char)]
}

fn keymap_keys() -> Vec<Key> {
    let places = [
        Place::List,
        Place::Detail,
        Place::Query,
        Place::Login,
        Place::LoginFailed,
        Place::LoginBrowser,
        Place::LoginDevice,
        Place::Access,
        Place::Stats,
        Place::Coverage,
        Place::Export,
        Place::Help,
        Place::Sort,
        Place::Columns,
        Place::Facets,
        Place::SavedViews,
        Place::Palette,
        Place::Recordings,
        Place::Voicemail,
        Place::Jobs,
        Place::Price,
        Place::ListPrice,
        Place::DetailFind,
    ];
    let keymap = Keymap::default();
    let bindings = places.into_iter().flat_map(|place| keymap.bindings(place));
    bindings.flat_map(|binding| binding.keys.iter()).copied().collect()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        12 => keys().prop_map(Step::Key),
        1 => ".{0,12}".prop_map(Step::Paste),
        1 => prop_oneof![(0..260u16, 0..80u16), Just((0, 0)), Just((u16::MAX, 1)), Just((80, 24)), Just((160, 50))]
            .prop_map(|(columns, rows)| Step::Resize(columns, rows)),
        1 => (0..200u16, 0..60u16).prop_map(|(column, row)| Step::Click(column, row)),
        1 => (0..200u16, 0..60u16, any::<bool>()).prop_map(|(column, row, down)| Step::Wheel(column, row, down)),
        1 => (0..5i64).prop_map(Step::Tick),
        4 => (any::<usize>(), any::<bool>(), prop::collection::vec(0..400i64, 0..40))
            .prop_map(|(which, good, numbers)| Step::Answer(which, good, numbers)),
    ];
    prop::collection::vec(step, 0..80)
}

/// The message that closes an effect, or nothing where it asks for no answer.
fn answer(effect: &Effect, good: bool, numbers: &[i64]) -> Option<Message> {
    let refused = || problem(Remedy::Retry);
    Some(match effect {
        Effect::RestoreSession { request } => {
            Message::SessionRestored { request: *request, result: if good { Ok(Some(somebody())) } else { Ok(None) } }
        }
        Effect::SignIn { request, .. } | Effect::SignInWithDevice { request } => {
            Message::SignInEnded { request: *request, result: if good { Ok(Some(somebody())) } else { Err(refused()) } }
        }
        Effect::SignOut { request, calls } => {
            Message::SignedOut { request: *request, result: if good { Ok(*calls) } else { Err(refused()) } }
        }
        Effect::LoadArchive { request } => {
            Message::ArchiveLoaded { request: *request, result: if good { Ok(coverage()) } else { Err(refused()) } }
        }
        Effect::Sync { request, .. } => Message::SyncEnded {
            request: *request,
            result: if good { Ok(outcome(3)) } else { Err(problem(Remedy::SignIn)) },
        },
        Effect::LoadDetail { request, key, .. } => Message::DetailLoaded {
            request: *request,
            result: if good { Ok(detail(*key, calls(numbers.iter().copied()))) } else { Err(refused()) },
        },
        Effect::LoadPart { request, part, .. } => Message::PartLoaded {
            request: *request,
            part: *part,
            result: if good { Ok(Box::default()) } else { Err(refused()) },
        },
        Effect::SearchSaid { request, .. } => {
            let calls = numbers.iter().map(|number| CallKey(*number)).collect();
            let result = if good { Ok(calls) } else { Err(refused()) };
            Message::SaidFound { request: *request, result }
        }
        Effect::Export { request, .. } => Message::ExportEnded {
            request: *request,
            result: if good { Ok(None) } else { Err(problem(Remedy::Rename)) },
        },
        Effect::ReadViews { request } | Effect::ChangeViews { request, .. } => Message::ViewsChanged {
            request: *request,
            result: if good { Ok(built_in_views().into()) } else { Err(refused()) },
        },
        Effect::KeepDefaultLook { request, .. } => {
            Message::DefaultLookKept { request: *request, result: if good { Ok(()) } else { Err(refused()) } }
        }
        Effect::WriteSheet { request, .. } => {
            Message::SheetWritten { request: *request, result: Err(problem(Remedy::Rename)) }
        }
        Effect::LoadMedia { request, .. } => {
            Message::MediaLoaded { request: *request, result: if good { Ok(coverage()) } else { Err(refused()) } }
        }
        Effect::SyncMedia { request, .. } => Message::MediaSynced {
            request: *request,
            result: if good { Ok(MediaOutcome::default()) } else { Err(refused()) },
        },
        Effect::PlayMedia { request, .. } => {
            Message::MediaPlayed { request: *request, row: None, result: if good { Ok(None) } else { Err(refused()) } }
        }
        Effect::ReadVoicemail { request, .. } => Message::VoicemailRead { request: *request, result: Err(refused()) },
        Effect::FindCallOfMedia { request, .. } => {
            Message::CallOfMedia { request: *request, result: Ok(numbers.first().map(|number| CallKey(*number))) }
        }
        Effect::FindMediaOfCalls { request, .. } => {
            Message::MediaOfCalls { request: *request, result: if good { Ok(Vec::new()) } else { Err(refused()) } }
        }
        Effect::ListJobs { request }
        | Effect::ForgetJobs { request }
        | Effect::PutOffJob { request, .. }
        | Effect::SetJobState { request, .. } => {
            Message::JobsListed { request: *request, result: if good { Ok(Vec::new()) } else { Err(refused()) } }
        }
        Effect::RunJob { request, .. } => {
            Message::JobEnded { request: *request, result: if good { Ok(None) } else { Err(refused()) } }
        }
        Effect::ReadExport { request, .. } => Message::ExportRead { request: *request, result: Ok(None) },
        Effect::ReadJobLog { request, .. } => Message::JobLogRead { request: *request, result: Ok(Vec::new()) },
        Effect::ReadJson { request, .. } => {
            Message::JsonRead { request: *request, result: if good { Ok("{}".to_owned()) } else { Err(refused()) } }
        }
        Effect::ReadTasks { request } => Message::TasksRead { request: *request, result: Ok(Vec::new()) },
        Effect::KeepLook { .. }
        | Effect::Stop { .. }
        | Effect::OpenFolder { .. }
        | Effect::UsePastedAddress { .. }
        | Effect::CancelSignIn { .. }
        | Effect::OpenSignInPage { .. }
        | Effect::CancelSync { .. }
        | Effect::CancelExport { .. }
        | Effect::Copy { .. }
        | Effect::Suspend
        | Effect::Redraw => return None,
    })
}

/// A batch that a running sync or archive may bring, taking some calls away.
fn batch_for(effect: &Effect, numbers: &[i64]) -> Option<Message> {
    let batch = Batch { removed: numbers.iter().take(2).map(|number| CallKey(*number)).collect(), ..calls([]) };
    let batch = Batch { rows: numbers.iter().skip(2).map(|number| row(*number)).collect(), ..batch };
    if let Effect::LoadArchive { request } = effect {
        Some(Message::ArchiveBatch { request: *request, batch })
    } else if let Effect::Sync { request, .. } = effect {
        Some(Message::SyncProgressed { request: *request, batch, progress: progress() })
    } else {
        None
    }
}

fn check(state: &State) {
    let (selected, offset, matching) = (state.calls.selected(), state.calls.offset(), state.calls.matching());
    assert!(selected < matching || (selected, matching) == (0, 0), "{selected} of {matching}");
    assert!(offset <= selected, "{offset} is below {selected}");
    let rows = state.panes().list_rows();
    assert!(rows == 0 || selected - offset < rows, "{selected} is out of sight from {offset} with {rows} rows");
    let columns = state.list_columns();
    assert!(columns.iter().any(|choice| choice.column == state.calls.column()), "the column cursor is out of sight");
    let kinds: HashSet<_> = state.overlays.iter().map(std::mem::discriminant).collect();
    assert_eq!(kinds.len(), state.overlays.len(), "layers pile up: {:?}", state.overlays);
    for list in [&state.recordings, &state.voicemail] {
        assert!(list.selected() < list.matching() || (list.selected(), list.matching()) == (0, 0));
    }
    if let Some((first, last)) = state.calls.stretch() {
        assert!(first <= last && last < matching);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_sequence_of_keys_and_answers_breaks_an_invariant(steps in steps(), columns in 0..220u16, rows in 0..60u16) {
        let (mut state, ..) = started(columns, rows);
        // The two questions of the start, under new numbers.
        let mut open: Vec<Effect> = super::update::start(&mut state);
        for step in steps {
            let effects = match step {
                Step::Key(key) => update(&mut state, Message::Key(key)),
                Step::Paste(text) => update(&mut state, Message::Pasted(Paste::new(text))),
                Step::Resize(columns, rows) => update(&mut state, Message::Resized { columns, rows }),
                Step::Click(column, row) => update(&mut state, Message::Pointer(Pointer::Click { column, row })),
                Step::Wheel(column, row, true) => update(&mut state, Message::Pointer(Pointer::ScrollDown { column, row })),
                Step::Wheel(column, row, false) => update(&mut state, Message::Pointer(Pointer::ScrollUp { column, row })),
                Step::Tick(seconds) => tick(&mut state, seconds),
                Step::Answer(which, good, numbers) => {
                    if open.is_empty() {
                        continue;
                    }
                    let place = which % open.len();
                    match batch_for(&open[place], &numbers) {
                        Some(batch) if numbers.len() > 2 => update(&mut state, batch),
                        _ => answer(&open.remove(place), good, &numbers).map_or_else(Vec::new, |message| update(&mut state, message)),
                    }
                }
            };
            open.extend(effects.into_iter().filter(|effect| answer(effect, true, &[]).is_some()));
            check(&state);
            settle(&mut state);
            check(&state);
            prop_assert!(state.calls.matching() <= state.calls.total());
        }
        // Every question is answered in the end, and nothing is waited for any more.
        while let Some(effect) = open.pop() {
            if let Some(message) = answer(&effect, false, &[]) {
                let effects = update(&mut state, message).into_iter();
                open.extend(effects.filter(|effect| answer(effect, true, &[]).is_some()));
            }
        }
        settle(&mut state);
        check(&state);
        prop_assert!(state.sync.running.is_none() && state.export.is_none() && state.jobs.running.is_empty());
        prop_assert!(state.archive.awaited().is_none() && state.detail.value.awaited().is_none());
        prop_assert!(state.login.attempt.request().is_none());
        let waits = matches!(state.session, Session::Restoring { .. } | Session::SigningOut { .. });
        prop_assert!(!waits, "still waiting: {:?}", state.session);
    }
}
