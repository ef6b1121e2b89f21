//! A person at the screen, without a terminal: keys go in, frames come out, the real worker does the work.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ringlog::app::{self, DetailPlace, Effect, ExportTarget, Key, KeyCode, Message, Overlay, Screen, State};
use ringlog::clock;
use ringlog::config::{Paths, Settings};
use ringlog::model::{Look, Zone};
use ringlog::ui;
use ringlog::worker::{Browser, Services, Setup, Worker};
use tokio::sync::mpsc::{Receiver, channel};
use tokio::time::timeout;

use super::support::zoom::Zoom;

/// Longer than any wait that one request may take.
const PATIENCE: Duration = Duration::from_secs(100);
const SIZE: (u16, u16) = (160, 40);

/// How often somebody who waits presses a key.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// At once, when something has begun.
    pub at_first: usize,
    /// And then, this often.
    pub every: Duration,
}

impl Keys {
    /// Enough to see that keys are answered.
    pub const FEW: Self = Self { at_first: 1, every: Duration::from_secs(1) };
    /// Enough to say how soon.
    pub const MANY: Self = Self { at_first: 50, every: Duration::from_millis(25) };
}

/// Somebody who uses ringlog in `folder`.
pub struct Person {
    pub state: State,
    worker: Worker,
    inbox: Receiver<Message>,
    terminal: Terminal<TestBackend>,
    folder: PathBuf,
    keys: Keys,
    next_key: Instant,
    /// The time from each key to the frame that shows what it did.
    pub answered: Vec<Duration>,
}

impl Person {
    /// Starts ringlog, with the detail pane closed, so that nothing is asked for but what the person asks for.
    pub fn start(zoom: &Zoom, folder: &Path, keys: Keys) -> Self {
        let (columns, rows) = SIZE;
        let (sender, inbox) = channel(1024);
        let services = services(zoom, folder);
        let state = State::new(app::Setup {
            version: "0.0.0",
            now: clock::now(),
            zone: Zone::Utc,
            look: Look::default(),
            screen: Screen { columns, rows },
            is_ssh: false,
            demo: false,
            client_configured: true,
            config_path: String::new(),
            archive_label: String::new(),
            profiles: Vec::new(),
            sign_in: app::SignInWays::default(),
            rates: ringlog::model::Rates::default(),
            notice: None,
        });
        let mut person = Self {
            state,
            worker: Worker::new(services, sender),
            inbox,
            terminal: Terminal::new(TestBackend::new(columns, rows)).unwrap(),
            folder: folder.to_owned(),
            keys,
            next_key: Instant::now() + keys.every,
            answered: Vec::new(),
        };
        person.state.detail.place = DetailPlace::Hidden;
        let effects = app::start(&mut person.state);
        person.carry_out(effects);
        person.draw();
        person
    }

    /// Presses keys: letters as they are, `⏎` for Enter, `⎋` for Esc.
    pub fn press(&mut self, keys: &str) {
        for letter in keys.chars() {
            let begun = Instant::now();
            let key = match letter {
                '⏎' => Key::plain(KeyCode::Enter),
                '⎋' => Key::plain(KeyCode::Esc),
                letter => Key::char(letter),
            };
            self.take(Message::Tick(clock::now()));
            self.take(Message::Key(key));
            self.draw();
            self.answered.push(begun.elapsed());
        }
    }

    /// Presses keys now that something is under way; each is answered.
    pub fn press_some(&mut self, under_way: &str) -> Result<(), String> {
        (0..self.keys.at_first).try_for_each(|_| self.press_one(Instant::now(), under_way))
    }

    /// Asks for the help with a key that was due at some moment, and closes it.
    fn press_one(&mut self, due: Instant, under_way: &str) -> Result<(), String> {
        let is_help = |state: &State| matches!(state.overlays.last(), Some(Overlay::Help(_)));
        let waited = due.elapsed();
        self.press("?");
        if let Some(answered) = self.answered.last_mut() {
            *answered += waited;
        }
        let screen = self.screen();
        if !is_help(&self.state) || !screen.contains("this help") {
            return Err(format!("? shows no help while {under_way} is under way:\n{screen}"));
        }
        self.press("⎋");
        if is_help(&self.state) { Err("Esc does not close the help".to_owned()) } else { Ok(()) }
    }

    /// Goes on until `reached`.
    pub async fn until(&mut self, what: &str, reached: impl Fn(&State) -> bool) -> Result<(), String> {
        let deadline = Instant::now() + PATIENCE;
        while !reached(&self.state) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(format!("waited in vain for {what}; the screen says:\n{}", self.screen()));
            }
            let tick = app::next_tick(&self.state).map(|at| (at - clock::now()).to_std().unwrap_or_default());
            let next_key = self.next_key.saturating_duration_since(Instant::now());
            let message = timeout(tick.unwrap_or(left).min(left).min(next_key), self.inbox.recv()).await;
            self.take(Message::Tick(clock::now()));
            if let Ok(message) = message {
                self.take(message.ok_or("the worker is gone")?);
            }
            self.draw();
            // After what came meanwhile, so that a key that had to wait for it tells how long.
            let due = self.next_key;
            if Instant::now() >= due {
                self.press_one(due, what)?;
                self.next_key = Instant::now() + self.keys.every;
            }
        }
        Ok(())
    }

    /// What is on the screen.
    pub fn screen(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        let rows = buffer.content.chunks(usize::from(buffer.area.width));
        rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>() + "\n").collect()
    }

    /// Ends ringlog.
    pub async fn end(self) {
        self.worker.finish().await;
    }

    /// Where an export goes.
    pub fn exported(&self) -> PathBuf {
        self.folder.join("calls.csv")
    }

    fn take(&mut self, message: Message) {
        let effects = app::update(&mut self.state, message);
        self.carry_out(effects);
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Export { request, mut job } = effect {
                job.target = ExportTarget::File { path: self.exported(), replace: false };
                self.worker.start(Effect::Export { request, job });
            } else {
                self.worker.start(effect);
            }
        }
    }

    fn draw(&mut self) {
        app::settle(&mut self.state);
        let state = &self.state;
        self.terminal.draw(|frame| ui::draw(frame, state)).unwrap();
    }
}

/// The archives in the data folder.
pub fn archives(data: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(data).into_iter().flatten().flatten();
    files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|kind| kind == "db")).collect()
}

/// Takes the sign-in away.
pub fn forget_sign_in(folder: &Path) {
    for file in std::fs::read_dir(folder.join("data")).unwrap().flatten() {
        if file.file_name().to_string_lossy().starts_with("credential-") {
            std::fs::remove_file(file.path()).unwrap();
        }
    }
}

fn services(zoom: &Zoom, folder: &Path) -> Services {
    let below = |name: &str| folder.join(name);
    let paths = Paths { config: below("config"), data: below("data"), state: below("state"), locks: below("locks") };
    let environment = |name: &str| {
        Some(match name {
            "RINGLOG_CLIENT_ID" => zoom.running.client_id.clone(),
            "RINGLOG_AUTH_URL" => zoom.running.auth_url.clone(),
            "RINGLOG_API_URL" => zoom.running.api_url.clone(),
            "RINGLOG_CREDENTIAL_STORE" => "file".to_owned(),
            _ => return None,
        })
    };
    let settings = Settings::read_at(paths, &environment).unwrap();
    let profile = settings.profiles.current().clone();
    Services::new(Setup {
        profile,
        zoom: settings.zoom,
        paths: settings.paths,
        files: settings.files,
        browser: Browser::StandIn,
        paced: false,
    })
}
