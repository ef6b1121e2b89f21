//! States to begin a test from, and what a person does to them.

use chrono::{DateTime, TimeDelta, Utc};

use super::account::ProfileEntry;
use super::effect::Effect;
use super::key::{Key, KeyCode};
use super::login::SignInWays;
use super::message::{CallDetail, Message, SignIn, SignedIn, SyncOutcome, SyncProgress};
use super::problem::{Problem, Remedy};
use super::request::RequestId;
use super::screen::Screen;
use super::state::{Setup, State};
use super::update::{settle, start, update};
use crate::model::{
    Access, Account, Batch, Call, CallHistoryUuid, CallId, CallKey, CallResult, CallRow, CallText, Coverage, Direction,
    Flags, Look, PartyId, PartyRow, Scopes, Span, WordId, Zone,
};

/// The time at which tests begin.
pub fn now() -> DateTime<Utc> {
    "2026-11-20T13:00:00Z".parse().unwrap()
}

pub const NAMES: [&str; 4] = ["R. Alvarez", "Northwind Ltd", "Harbor Dental", "J. Lindqvist"];

/// Call `number`: larger is newer, ten minutes apart; every third one missed, every fifth one outbound.
pub fn row(number: i64) -> CallRow {
    let party = PartyId(u32::try_from(number.rem_euclid(4)).unwrap());
    let queue = PartyId(4);
    let outbound = number % 5 == 0;
    CallRow {
        key: CallKey(number),
        start_time: now() - TimeDelta::days(30) + TimeDelta::minutes(10 * number),
        direction: if outbound { Direction::Outbound } else { Direction::Inbound },
        caller: if outbound { queue } else { party },
        callee: if outbound { party } else { queue },
        result: CallResult::new(if number % 3 == 0 { "no_answer" } else { "answered" }.into()),
        wait: Some(5),
        talk: (number % 3 != 0).then_some(60),
        hold: None,
        duration: Some(65),
        site: WordId::default(),
        department: WordId::default(),
        cost_center: WordId::default(),
        group: WordId::default(),
        flags: Flags::default(),
    }
}

/// Calls with these numbers.
pub fn calls(numbers: impl IntoIterator<Item = i64>) -> Batch {
    let person = |(place, name): (usize, &&str)| {
        let number = format!("+1202555010{place}");
        let party = PartyRow { name: (**name).into(), did_number: number.into(), ..PartyRow::default() };
        (PartyId(u32::try_from(place).unwrap()), party)
    };
    let queue = PartyRow { name: "Support".into(), ext_type: "call_queue".into(), ..PartyRow::default() };
    let mut parties: Vec<_> = NAMES.iter().enumerate().map(person).collect();
    parties.push((PartyId(4), queue));
    Batch { parties, rows: numbers.into_iter().map(row).collect(), ..Batch::default() }
}

/// What a state begins from.
pub fn setup(screen: Screen) -> Setup {
    Setup {
        version: "0.1.0",
        now: now(),
        zone: Zone::Utc,
        look: Look::default(),
        screen,
        is_ssh: false,
        demo: false,
        client_configured: true,
        config_path: "~/.config/ringlog/config.toml".to_owned(),
        archive_label: String::new(),
        profiles: Vec::new(),
        sign_in: SignInWays::default(),
        rates: crate::model::Rates::default(),
        notice: None,
    }
}

/// A state at the start, with the numbers of the two questions it asks.
pub fn started(columns: u16, rows: u16) -> (State, RequestId, RequestId) {
    let mut state = State::new(setup(Screen { columns, rows }));
    match start(&mut state).as_slice() {
        [Effect::LoadArchive { request: archive }, Effect::RestoreSession { request: session }] => {
            (state, *archive, *session)
        }
        other => panic!("{other:?}"),
    }
}

/// Signed in, with `count` calls from the archive, and the sync that begins by itself over.
pub fn ready(columns: u16, rows: u16, count: i64) -> State {
    let (mut state, archive, session) = started(columns, rows);
    let _ = update(&mut state, Message::ArchiveBatch { request: archive, batch: calls(0..count) });
    let _ = update(&mut state, Message::ArchiveLoaded { request: archive, result: Ok(Coverage::new()) });
    let effects = update(&mut state, Message::SessionRestored { request: session, result: Ok(Some(somebody())) });
    let sync = sync_of(&effects);
    let _ = update(&mut state, Message::SyncEnded { request: sync, result: Ok(outcome(0)) });
    settle(&mut state);
    state
}

pub fn somebody() -> SignedIn {
    SignedIn {
        account: Account {
            account_id: "acct".into(),
            user_id: "user".into(),
            name: "Admin".into(),
            email: "admin@example.com".into(),
            access: Access::Account,
        },
        scopes: Scopes::parse("phone:read:list_call_logs:admin"),
        kept_in: "memory".to_owned(),
        warning: None,
    }
}

/// A profile that nobody has signed in with yet.
pub fn profile(name: &str, is_current: bool) -> ProfileEntry {
    ProfileEntry { name: name.parse().unwrap(), label: String::new(), access: None, is_current }
}

pub fn outcome(new: u64) -> SyncOutcome {
    SyncOutcome {
        new,
        changed: 0,
        bad_rows: 0,
        complete: true,
        cancelled: false,
        asks: None,
        failed: Vec::new(),
        coverage: coverage(),
        at: now(),
    }
}

pub fn coverage() -> Coverage {
    let mut coverage = Coverage::new();
    coverage.add(Span { from: now() - TimeDelta::days(180), to: now() });
    coverage
}

pub fn progress() -> SyncProgress {
    SyncProgress {
        calls: 300,
        total: Some(50_000),
        slices_done: 0,
        slices: 6,
        rate: 210.0,
        requests_today: 1,
        eta: None,
        coverage: Coverage::new(),
    }
}

pub fn sign_in() -> SignIn {
    SignIn {
        url: "https://zoom.us/oauth/authorize?x".to_owned(),
        port: 47_113,
        deadline: now() + TimeDelta::minutes(5),
        ends_with_ringlog: false,
    }
}

pub fn problem(remedy: Remedy) -> Problem {
    Problem {
        headline: "Could not fetch calls from Zoom".to_owned(),
        cause: "no answer".to_owned(),
        safe: "The calls on screen are in the archive".to_owned(),
        steps: Vec::new(),
        remedy,
    }
}

/// The sync that effects ask for.
pub fn sync_of(effects: &[Effect]) -> RequestId {
    let found =
        effects.iter().find_map(|effect| if let Effect::Sync { request, .. } = effect { Some(*request) } else { None });
    found.unwrap_or_else(|| panic!("no sync in {effects:?}"))
}

/// Presses keys, each after what the one before it showed was read: letters as they are, `⏎` for Enter, `⎋` for Esc, `⇥` for
/// Tab, `␣` for Space.
pub fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    let pressed = keys.chars().map(|letter| match letter {
        '⏎' => Key::plain(KeyCode::Enter),
        '⎋' => Key::plain(KeyCode::Esc),
        '⇥' => Key::plain(KeyCode::Tab),
        '␣' => Key::char(' '),
        letter => Key::char(letter),
    });
    let mut effects = Vec::new();
    for key in pressed {
        state.unread_until = None;
        effects.extend(update(state, Message::Key(key)));
    }
    settle(state);
    effects
}

/// The selected call.
pub fn selected(state: &State) -> Option<i64> {
    state.calls.selected_row().map(|row| row.key().0)
}

/// A call with ids.
fn call() -> Call {
    Call {
        call_history_uuid: CallHistoryUuid::new("20261120-7f3c"),
        call_id: CallId::new("7434"),
        direction: Direction::Inbound,
        start_time: now(),
        call_result: CallResult::new("answered".into()),
        ..Call::default()
    }
}

/// The answer about a call, with what it changes in the list.
pub fn detail(key: CallKey, batch: Batch) -> Box<CallDetail> {
    Box::new(CallDetail { key, call: call(), steps: Vec::new(), path: Ok(None), text: CallText::default(), batch })
}

/// Lets time go by.
pub fn tick(state: &mut State, seconds: i64) -> Vec<Effect> {
    let then = state.now + TimeDelta::seconds(seconds);
    update(state, Message::Tick(then))
}

/// The calls with these numbers again, with what was learned of them.
pub fn learn(state: &mut State, numbers: std::ops::Range<i64>, learned: Flags) {
    let request = sync_of(&press(state, "r"));
    let mut batch = calls(numbers);
    batch.rows.iter_mut().for_each(|row| row.flags = learned);
    let _ = update(state, Message::SyncProgressed { request, batch, progress: progress() });
    let _ = update(state, Message::SyncEnded { request, result: Ok(outcome(0)) });
    settle(state);
}
