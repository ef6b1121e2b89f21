//! The screens as a person sees them.

use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, CellWidth};

use chrono::TimeDelta;

use super::samples;
use super::theme::Theme;
use crate::app::testing;
use crate::app::{self, Effect, Key, KeyCode, Message, Paste, Place, RequestId, Screen, Setup, State};
use crate::model::Batch;

/// The sizes that every view is looked at in.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 50)];

/// Takes a snapshot at every size.
macro_rules! looks {
    ($name:literal, $show:expr) => {
        for (columns, rows) in $crate::ui::tests::SIZES {
            let shown: $crate::ui::tests::Shown = ($show)(columns, rows);
            insta::assert_snapshot!(format!("{}_{columns}x{rows}", $name), $crate::ui::tests::screen_of(&shown.state));
        }
    };
}

/// The request of the effect of that kind.
macro_rules! request_of {
    ($effects:expr, $kind:ident) => {
        $crate::ui::tests::request_of(&$effects, |effect| {
            if let $crate::app::Effect::$kind { request, .. } = effect { Some(*request) } else { None }
        })
    };
}

mod any_size;
mod callbacks;
mod calls;
mod covered;
mod detail;
mod dialogs;
mod hostile;
mod line_hints;
mod media;
mod sign_in;
mod states;
mod stats;

/// How long it takes, as the quickest of some tells: whatever else the machine does, one of two hundred is let through. It ends with
/// the first below `limit`.
fn quickest(limit: Duration, mut run: impl FnMut()) -> Duration {
    let mut least = Duration::MAX;
    for _ in 0..200 {
        let begun = Instant::now();
        run();
        least = least.min(begun.elapsed());
        if least < limit {
            break;
        }
    }
    least
}

/// The cells of the screen.
fn buffer_of(state: &State, theme: &Theme) -> Buffer {
    let (columns, rows) = (state.screen.columns, state.screen.rows);
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| super::draw_in(frame, state, theme)).unwrap();
    terminal.backend().buffer().clone()
}

/// The cells of the screen, in the look that the state asks for.
fn drawn(state: &State) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(state.screen.columns, state.screen.rows)).unwrap();
    terminal.draw(|frame| super::draw(frame, state)).unwrap();
    terminal.backend().buffer().clone()
}

/// The screen as text, without what hangs over at the right.
fn screen_of(state: &State) -> String {
    let buffer = drawn(state);
    let row = |row: u16| {
        let mut shown = String::new();
        let mut column = 0;
        while column < buffer.area.width {
            let symbol = buffer[(column, row)].symbol();
            shown.push_str(symbol);
            // The cell behind a wide character belongs to it.
            column += symbol.cell_width().max(1);
        }
        shown
    };
    (0..buffer.area.height).map(|line| row(line).trim_end().to_owned() + "\n").collect()
}

/// A ringlog that was just started on a terminal of this size.
struct Shown {
    state: State,
    archive: RequestId,
    session: RequestId,
    /// The detail that was last asked for.
    detail: Option<RequestId>,
}

impl Shown {
    fn start(columns: u16, rows: u16) -> Self {
        let mut state = State::new(Setup {
            now: samples::now(),
            zone: "Europe/Paris".parse().unwrap(),
            archive_label: "admin@example.com".to_owned(),
            ..testing::setup(Screen { columns, rows })
        });
        let effects = app::start(&mut state);
        let asked = |wanted: fn(&Effect) -> Option<RequestId>| effects.iter().find_map(wanted).unwrap();
        let archive = asked(|effect| if let Effect::LoadArchive { request } = effect { Some(*request) } else { None });
        let session =
            asked(|effect| if let Effect::RestoreSession { request } = effect { Some(*request) } else { None });
        Self { state, archive, session, detail: None }
    }

    /// Signed in, with the calls of `batch` in the archive, synced two minutes ago.
    fn with(columns: u16, rows: u16, batch: Batch) -> Self {
        let mut shown = Self::start(columns, rows);
        shown.load(batch);
        let request = sync_of(&shown.sign_in());
        shown.tell(Message::SyncEnded { request, result: Ok(samples::outcome()) });
        // The word about the sync goes by itself.
        shown.wait(60);
        shown
    }

    fn calls(columns: u16, rows: u16) -> Self {
        Self::with(columns, rows, samples::batch())
    }

    fn load(&mut self, batch: Batch) {
        let request = self.archive;
        self.tell(Message::ArchiveBatch { request, batch });
        self.tell(Message::ArchiveLoaded { request, result: Ok(samples::coverage()) });
    }

    /// Time passes.
    fn wait(&mut self, seconds: i64) -> Vec<Effect> {
        let now = self.state.now + TimeDelta::seconds(seconds);
        self.tell(Message::Tick(now))
    }

    /// The selection rests, and its detail comes where it is in sight.
    fn rest(&mut self) {
        self.wait(1);
        if let Some(request) = self.detail.take() {
            self.tell(Message::DetailLoaded { request, result: Ok(Box::new(samples::detail())) });
        }
    }

    /// Takes the stored sign-in; a sync begins.
    fn sign_in(&mut self) -> Vec<Effect> {
        let request = self.session;
        self.tell(Message::SessionRestored { request, result: Ok(Some(samples::signed_in())) })
    }

    /// One message, and what the runtime does before the next frame.
    fn tell(&mut self, message: Message) -> Vec<Effect> {
        let effects = app::update(&mut self.state, message);
        app::settle(&mut self.state);
        for effect in &effects {
            if let Effect::LoadDetail { request, .. } = effect {
                self.detail = Some(*request);
            }
        }
        effects
    }

    fn paste(&mut self, text: &str) {
        self.tell(Message::Pasted(Paste::new(text.to_owned())));
    }

    fn press(&mut self, keys: &str) -> Vec<Effect> {
        keys.chars().flat_map(|letter| self.key(KeyCode::Char(letter))).collect()
    }

    /// A key; to a question a moment after it was asked, since nobody answers what was not there to be read.
    fn key(&mut self, code: KeyCode) -> Vec<Effect> {
        if matches!(self.state.place(), Place::SignOut | Place::Question) {
            let now = self.state.now + TimeDelta::milliseconds(1);
            self.tell(Message::Tick(now));
        }
        self.tell(Message::Key(Key::plain(code)))
    }
}

/// The requests of the effects that `pick` picks.
fn request_of(effects: &[Effect], pick: fn(&Effect) -> Option<RequestId>) -> RequestId {
    effects.iter().find_map(pick).unwrap_or_else(|| panic!("none of {effects:?}"))
}

fn sync_of(effects: &[Effect]) -> RequestId {
    request_of!(effects, Sync)
}
