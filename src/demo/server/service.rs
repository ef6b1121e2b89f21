//! What all handlers share: the options, the world, what was granted, what was counted.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

use chrono::{DateTime, Utc};

use crate::demo::faults::Player;
use crate::demo::server::limits::Limits;
use crate::demo::server::oauth::device::Devices;
use crate::demo::server::oauth::grants::Grants;
use crate::demo::server::options::Options;
use crate::demo::server::rules::page_token::PageTokens;
use crate::demo::server::rules::scopes;
use crate::demo::server::rules::window::Window;
use crate::demo::world::{Company, User, World};

/// The service, as handlers hold it.
pub type Shared = Arc<Service>;

/// The registered Marketplace app. One id serves as public client, confidential client and server-to-server app, which
/// are three ids at Zoom, so that a newcomer has one thing to paste.
#[derive(Clone, Debug)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// `client_secret`.
    pub secret: String,
    /// `account_id`.
    pub account_id: String,
}

const CLIENT_ID: &str = "rL9dEmOaPpCl1eNtId0001";

/// One matching row: the call, and which part of it when a call can give several rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// [`crate::demo::world::Call::index`].
    pub call: u32,
    /// Which step, or which recording, of the call.
    pub part: u32,
}

impl Place {
    /// Half the size of two `usize`, for the millions of places a wide filter finds.
    pub fn new(call: u64, part: usize) -> Self {
        Self { call: u32::try_from(call).unwrap_or(u32::MAX), part: u32::try_from(part).unwrap_or(u32::MAX) }
    }
}

/// What a filter was asked: the fingerprint of its query, the window, and the calls there were.
pub type Question = (u64, Window, Range<u64>);

/// How many filtered lists are kept. A list that was forgotten is found again, so this bounds memory and nothing else.
const FOUND_KEPT: usize = 16;

/// All that handlers share.
pub struct Service {
    /// What the stand-in was asked to be.
    pub options: Options,
    /// `http://127.0.0.1:PORT`: host of OAuth and of the API.
    pub base_url: String,
    /// The registered app.
    pub client: Client,
    /// The scopes every grant gets.
    pub scopes: Vec<String>,
    /// Codes, sessions, tokens.
    pub grants: Mutex<Grants>,
    /// Devices that wait.
    pub devices: Mutex<Devices>,
    /// Rate limit counters.
    pub limits: Mutex<Limits>,
    /// The fault script in play.
    pub player: Mutex<Player>,
    /// Signs page tokens.
    pub page_tokens: PageTokens,
    world: RwLock<World>,
    found: Mutex<VecDeque<(Question, Arc<Vec<Place>>)>>,
    counts: Mutex<BTreeMap<String, u64>>,
}

impl Service {
    /// A service reached at `base_url`. `seed` makes its secrets.
    pub fn new(options: Options, base_url: String, seed: [u8; 32]) -> Self {
        let world = World::new(options.world);
        let mut grants = Grants::new(seed, options.refresh_reuse, options.access_life);
        let client = Client {
            id: CLIENT_ID.to_owned(),
            secret: grants.secret(24),
            account_id: world.company().account_id.clone(),
        };
        let mut key = [0; 32];
        let secret = grants.secret(24); // 32 characters
        key.copy_from_slice(secret.as_bytes());
        Self {
            scopes: options.scopes.clone().unwrap_or_else(|| scopes::all(options.app)),
            player: Mutex::new(Player::new(options.faults.clone())),
            page_tokens: PageTokens::new(key),
            world: RwLock::new(world),
            grants: Mutex::new(grants),
            devices: Mutex::default(),
            limits: Mutex::default(),
            found: Mutex::default(),
            counts: Mutex::default(),
            options,
            base_url,
            client,
        }
    }

    /// The time by the service's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.options.clock.now()
    }

    /// The company and its calls, as of now.
    pub fn world(&self) -> RwLockReadGuard<'_, World> {
        // A reader in a long scan must not make the others wait: the calls of this minute can come a little later.
        if let Ok(mut world) = self.world.try_write() {
            world.advance(self.now());
        }
        self.world.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The person who signs in: the company's first user.
    pub fn person(company: &Company) -> Option<&User> {
        company.users.first()
    }

    /// The rows that answer `question`; `find` is asked when nobody remembers.
    pub fn found(&self, question: Question, find: impl FnOnce() -> Vec<Place>) -> Arc<Vec<Place>> {
        let known = lock(&self.found).iter().find(|(asked, _)| *asked == question).map(|(_, rows)| Arc::clone(rows));
        known.unwrap_or_else(|| {
            let rows = Arc::new(find());
            let mut found = lock(&self.found);
            found.truncate(FOUND_KEPT - 1);
            found.push_front((question, Arc::clone(&rows)));
            rows
        })
    }

    /// Counts one request, or one grant, by name.
    pub fn count(&self, name: &str) {
        *lock(&self.counts).entry(name.to_owned()).or_default() += 1;
    }

    /// How often each name was counted.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        lock(&self.counts).clone()
    }
}

/// The value behind `mutex`, also when a handler panicked while it held it: every change made under these locks is
/// whole at every step.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
