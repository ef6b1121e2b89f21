//! The stand-in for Zoom that the binary under test talks to, and the truth about its calls.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{Months, TimeDelta};
use ringlog::clock;
use ringlog::demo::world::{Call, World};
use ringlog::demo::{self, AppKind, Clock, Options, Plan, Running, Spec};
use tokio::runtime::{Builder, Runtime};

use super::finish;

/// A stand-in that serves until it is dropped. No rate limits and a stopped clock unless a test wants otherwise, so that
/// no call comes in meanwhile.
pub struct Zoom {
    pub running: Running,
    clock: Clock,
    spec: Spec,
    // Last: it goes when nothing needs it any more.
    runtime: Runtime,
}

impl Zoom {
    /// 1,500 calls over the last 100 days, and what a test `change`s.
    pub fn start(change: impl FnOnce(&mut Options)) -> Self {
        let now = clock::this_second();
        let mut options = Options {
            clock: Clock::stopped_at(now),
            plan: Plan::Unlimited,
            ..Options::new(Spec { seed: 5, calls: 1_500, days: 100, now })
        };
        change(&mut options);
        let (spec, clock) = (options.world, options.clock.clone());
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let running = runtime.block_on(demo::start(options)).unwrap();
        Self { running, clock, spec, runtime }
    }

    /// The same with a script of faults.
    pub fn with_faults(script: &str) -> Self {
        Self::start(|options| options.faults = script.parse().unwrap())
    }

    /// The calls there are, told by the world itself rather than asked of the server.
    pub fn calls(&self) -> Vec<Call> {
        let mut world = World::new(self.spec);
        world.advance(self.clock.now());
        (0..world.len()).map(|index| world.call(index)).collect()
    }

    /// The `call_history_uuid` of every call of the account that Zoom still has.
    pub fn account_calls(&self) -> BTreeSet<String> {
        let kept = self.clock.now().checked_sub_months(Months::new(6)).unwrap() + TimeDelta::days(1);
        let calls = self.calls().into_iter().filter(|call| call.start_time > kept);
        calls.map(|call| call.call_history_uuid.to_string()).collect()
    }

    /// The same of the calls that the person who signs in took part in.
    pub fn own_calls(&self) -> BTreeSet<String> {
        let world = World::new(self.spec);
        let person = world.company().users[0].id.clone();
        let theirs = |call: &Call| call.legs.iter().any(|leg| leg.owner.user_id() == Some(person.as_str()));
        self.calls().iter().filter(|call| theirs(call)).map(|call| call.call_history_uuid.to_string()).collect()
    }

    /// The set that a sign-in with this kind of app may see.
    pub fn calls_for(&self, app: AppKind) -> BTreeSet<String> {
        match app {
            AppKind::AdminManaged => self.account_calls(),
            AppKind::UserManaged => self.own_calls(),
        }
    }

    /// Moves the clock of the stand-in forward; people go on calling meanwhile.
    pub fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// How often a route was asked, such as `/v2/phone/call_history` or `grant refresh_token`.
    pub fn asked(&self, route: &str) -> u64 {
        self.running.stats().get(route).copied().unwrap_or(0)
    }

    /// The status that the API answers with to this access token.
    pub fn status_for(&self, access_token: &str) -> u16 {
        let address = format!("{}/v2/users/me", self.running.api_url);
        finish(async {
            let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
            client.get(address).bearer_auth(access_token).send().await.unwrap().status().as_u16()
        })
    }

    /// Stops it: from now on nobody listens there.
    pub fn stop(self) {
        let Self { running, runtime, .. } = self;
        runtime.block_on(running.shutdown());
        runtime.shutdown_background();
    }
}
