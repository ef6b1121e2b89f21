//! Asking Zoom: one request, with its turn, its token, its tries and its waits.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, HeaderMap, HeaderValue, IF_RANGE, LOCATION, RANGE};
use reqwest::{Response, StatusCode};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::breaker::Breaker;
use super::download::{Download, Resume};
use super::error::{BoxError, Error, ErrorKind, RateLimit, refusal};
use super::hosts::{TrustedHosts, untrusted};
use super::limiter::{Label, Limiter, Plan, Turn, Usage};
use super::{http, rate_limit, retry};
use crate::clock;
use crate::model::{Proxy, Span, Text};

/// Redirects of one download, as many as a chain needs that is no loop.
const MOST_REDIRECTS: usize = 5;
/// Renewals of one request. More than one is needed only where tokens live for seconds.
const MOST_RENEWALS: u32 = 5;
/// A shorter wait is not worth a word on screen.
const SHORTEST_NOTICED: Duration = Duration::from_secs(1);

/// Gives the access token. The worker puts the signed-in session behind it.
pub trait Authorizer: Send + Sync {
    /// The `Authorization` header, marked sensitive.
    fn bearer(&self) -> BoxFuture<'_, Result<HeaderValue, AuthorizeError>>;

    /// A header with a renewed token, after Zoom refused `rejected`; one that was renewed meanwhile will do.
    fn renewed(&self, rejected: HeaderValue) -> BoxFuture<'_, Result<HeaderValue, AuthorizeError>>;

    /// `api_url` of the token answer: downloads may point there.
    fn api_url(&self) -> Option<Url>;

    /// True when the token of this header was fresh from the sign-in server when it was sent at `sent`. One that another
    /// process received, or that has been in use for a while, may have come to its end on the way.
    fn was_fresh(&self, bearer: &HeaderValue, sent: Instant) -> bool {
        let _ = (bearer, sent);
        true
    }
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum AuthorizeError {
    /// The person has to sign in.
    #[error("sign-in needed")]
    SignInNeeded(#[source] BoxError),
    /// The sign-in server has trouble: it may work in a moment.
    #[error("the sign-in server has trouble")]
    Passing(#[source] BoxError),
    /// It may work later.
    #[error("the access token could not be renewed")]
    Failed(#[source] BoxError),
}

impl From<AuthorizeError> for Error {
    fn from(error: AuthorizeError) -> Self {
        match error {
            AuthorizeError::SignInNeeded(source) => ErrorKind::SignInNeeded(source).into(),
            AuthorizeError::Passing(source) | AuthorizeError::Failed(source) => ErrorKind::TokenRefresh(source).into(),
        }
    }
}

/// What happens while a request takes longer than it should, for the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Nothing is sent before `until`.
    Waiting {
        /// When it goes on.
        until: DateTime<Utc>,
        /// Which limit; `None` when it is our own pace.
        limit: Option<RateLimit>,
    },
    /// A try failed, another follows.
    Retrying {
        /// Number of the try that follows, from 2.
        attempt: u32,
        /// When it follows.
        at: DateTime<Utc>,
    },
    /// After any of these: it goes on.
    Resumed,
}

type Notify = Arc<dyn Fn(Notice) + Send + Sync>;

/// Zoom's API for one sign-in. Clones share the connections, the pace and the budget for retries.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    cancel: CancellationToken,
    notify: Option<Notify>,
}

struct Shared {
    http: reqwest::Client,
    api: Url,
    proxy: Proxy,
    authorizer: Arc<dyn Authorizer>,
    limiter: Limiter,
    budget: retry::Budget,
    breaker: Breaker,
    clock: ServerClock,
}

/// What is to be fetched.
pub(super) struct Request {
    pub url: Url,
    pub label: Label,
    pub want: Want,
    /// What of a file is here already.
    pub resume: Option<Resume>,
}

/// What the answer is to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// JSON from the API itself.
    Json,
    /// A file, perhaps elsewhere: redirects are followed, without the token once they leave.
    File,
    /// A file of sound, perhaps elsewhere, or the rest of one.
    Audio,
}

impl Client {
    /// A client for the API at `api` (without `/v2`) through `proxy`, having sent `usage` today.
    ///
    /// # Errors
    /// [`ErrorKind::UntrustedAddress`] when `api` is neither https nor http on literal loopback, [`ErrorKind::Setup`] when
    /// there are no root certificates.
    pub fn new(
        api: Url,
        proxy: Proxy,
        plan: Plan,
        usage: Usage,
        authorizer: Arc<dyn Authorizer>,
    ) -> Result<Self, Error> {
        TrustedHosts::new(&api, None)?;
        let http = http::client(&api, &proxy)?;
        let limiter = Limiter::new(plan, usage);
        let shared = Shared {
            http,
            api,
            proxy,
            authorizer,
            limiter,
            budget: retry::Budget::new(),
            breaker: Breaker::default(),
            clock: ServerClock::default(),
        };
        Ok(Self { shared: Arc::new(shared), cancel: CancellationToken::new(), notify: None })
    }

    /// The same client for one job: ends with [`ErrorKind::Cancelled`] when `cancel` is, and tells `notify` of waits.
    /// `notify` is called from the request itself and must not block.
    #[must_use]
    pub fn watched(&self, cancel: CancellationToken, notify: impl Fn(Notice) + Send + Sync + 'static) -> Self {
        Self { shared: Arc::clone(&self.shared), cancel, notify: Some(Arc::new(notify)) }
    }

    /// The same, keeping one pace with every process that shares `file`, whose folder is there.
    #[must_use]
    pub fn sharing(self, file: PathBuf) -> Self {
        self.shared.limiter.share(file);
        self
    }

    /// How many of the requests that Zoom counts by the day are ours to send; `None` without a pace.
    #[must_use]
    pub fn daily_share(&self) -> Option<u32> {
        self.shared.limiter.daily_share()
    }

    /// Requests sent today, to be kept between runs.
    #[must_use]
    pub fn usage(&self) -> Usage {
        self.shared.limiter.usage(clock::now().date_naive())
    }

    /// The part of `span` that is not after the server's own now, as its last answer told it: of what it has not seen yet it
    /// could not answer, whatever the clock here says. All of it where the two clocks differ by less than a minute.
    #[must_use]
    pub fn until_its_now(&self, span: Span) -> Span {
        match self.shared.clock.last() {
            Some(now) if span.to > now + ServerClock::TOLERANCE => Span { to: now.max(span.from), ..span },
            Some(_) | None => span,
        }
    }

    /// An address under `/v2`, each of `segments` encoded. Zoom wants identifiers that hold a slash encoded twice.
    pub(super) fn url(&self, segments: &[&str]) -> Result<Url, Error> {
        // Such a segment would silently ask for something else: the list instead of one of its rows.
        if segments.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
            return Err(ErrorKind::NotFound { message: Text::new("no such identifier") }.into());
        }
        let mut url = self.shared.api.clone();
        url.path_segments_mut()
            .map_err(|()| untrusted(&self.shared.api))?
            .pop_if_empty()
            .push("v2")
            .extend(segments.iter().map(|segment| segment.replace('/', "%2F")));
        Ok(url)
    }

    /// Fetches JSON from the API.
    pub(super) async fn json(&self, url: Url, label: Label) -> Result<String, Error> {
        let request = Request { url, label, want: Want::Json, resume: None };
        self.fetch(&request, http::json_body).await
    }

    /// Fetches a JSON file that may lie elsewhere.
    pub(super) async fn json_file(&self, url: Url, label: Label) -> Result<String, Error> {
        self.fetch(&Request { url, label, want: Want::File, resume: None }, http::json_body).await
    }

    /// Opens an audio file that may lie elsewhere; it is read by the caller.
    pub(super) async fn audio_file(&self, url: Url, label: Label, resume: Option<Resume>) -> Result<Download, Error> {
        let request = Request { url, label, want: Want::Audio, resume };
        let response = self.fetch(&request, http::audio_answer).await?;
        Download::new(response, self.cancel.clone())
    }

    async fn fetch<T>(&self, request: &Request, read: impl AsyncFn(Response) -> Result<T, Error>) -> Result<T, Error> {
        tokio::select! {
            biased;
            () = self.cancel.cancelled() => Err(ErrorKind::Cancelled.into()),
            result = self.tries(request, read) => result,
        }
    }

    /// Tries until there is an answer, an error that trying does not mend, or too many of them.
    async fn tries<T>(&self, request: &Request, read: impl AsyncFn(Response) -> Result<T, Error>) -> Result<T, Error> {
        let shared = &*self.shared;
        http::check_way(&shared.proxy, &request.url)?;
        shared.budget.earn();
        let mut bearer = self.authorized(None).await?;
        let (mut tried, mut refused, mut renewals) = (1, 0, 0);
        let mut at_once = false;
        loop {
            // A token just renewed is used at once: while it waited for a turn it could be replaced again.
            if !std::mem::take(&mut at_once) {
                self.await_turn(request.label).await?;
            }
            let sent = Instant::now();
            let error = match self.attempt(request, &bearer, &read).await {
                Ok(answer) => return Ok(answer),
                Err(Failed::Error(error)) => error,
                Err(Failed::RateLimited(met)) => {
                    refused += 1;
                    self.await_rate(request.label, met, refused).await?;
                    continue;
                }
            };
            let is_final = || renewals > 0 && shared.authorizer.was_fresh(&bearer, sent);
            if matches!(error.kind, ErrorKind::Unauthorized { .. }) && renewals < MOST_RENEWALS && !is_final() {
                (renewals, at_once) = (renewals + 1, true);
                bearer = self.authorized(Some(&bearer)).await?;
            } else if error.is_passing()
                && tried < retry::TRIES
                && !shared.breaker.is_open(&request.url.origin(), Instant::now())
                && shared.budget.spend()
            {
                tracing::debug!(%error, tried, "trying again");
                let pause = retry::pause(tried);
                tried += 1;
                self.pause(Notice::Retrying { attempt: tried, at: from_now(pause) }, Instant::now() + pause).await;
            } else {
                return Err(error);
            }
        }
    }

    /// A token, another one than `rejected`. A sign-in server in trouble is asked again as the API is, out of the same budget.
    async fn authorized(&self, rejected: Option<&HeaderValue>) -> Result<HeaderValue, Error> {
        let authorizer = &self.shared.authorizer;
        let mut tried = 1;
        loop {
            let given = match rejected {
                Some(rejected) => authorizer.renewed(rejected.clone()).await,
                None => authorizer.bearer().await,
            };
            match given {
                Err(AuthorizeError::Passing(error)) if tried < retry::TRIES && self.shared.budget.spend() => {
                    tracing::debug!(%error, tried, "asking for a token again");
                    let pause = retry::pause(tried);
                    tried += 1;
                    self.pause(Notice::Retrying { attempt: tried, at: from_now(pause) }, Instant::now() + pause).await;
                }
                answer => return Ok(answer?),
            }
        }
    }

    /// Waits for a turn at our own pace.
    async fn await_turn(&self, label: Label) -> Result<(), Error> {
        loop {
            let now = Instant::now();
            match self.shared.limiter.turn(label, now, clock::now()) {
                Turn::Now => return Ok(()),
                Turn::Closed(kind, until) => return Err(ErrorKind::RateLimited { kind, until }.into()),
                Turn::At(at) if at - now >= SHORTEST_NOTICED => {
                    self.pause(Notice::Waiting { until: from_now(at - now), limit: None }, at).await;
                }
                Turn::At(at) => sleep_until(at).await,
            }
        }
    }

    /// Waits out a refusal for the rate, or gives it to the caller when it lasts too long.
    async fn await_rate(&self, label: Label, met: rate_limit::Met, refused: u32) -> Result<(), Error> {
        let now = clock::now();
        let wait = met.until.map_or_else(
            || retry::wait(refused),
            |until| retry::after_hint((until - now).to_std().unwrap_or_default()),
        );
        let until = from_now(wait);
        let limited = |until| Err(ErrorKind::RateLimited { kind: met.kind, until }.into());
        let too_long = match met.kind {
            RateLimit::Daily | RateLimit::DailyShare => true,
            RateLimit::PerSecond | RateLimit::Concurrent => wait > retry::LONGEST_WAIT,
        };
        if too_long {
            let named = met.until.unwrap_or(until);
            self.shared.limiter.close(label, met.kind, named);
            return limited(named);
        }
        let resume = Instant::now() + wait;
        self.shared.limiter.hold(label, resume);
        if refused > retry::WAITS {
            return limited(until);
        }
        self.pause(Notice::Waiting { until, limit: Some(met.kind) }, resume).await;
        Ok(())
    }

    async fn pause(&self, notice: Notice, until: Instant) {
        self.tell(notice);
        sleep_until(until).await;
        self.tell(Notice::Resumed);
    }

    fn tell(&self, notice: Notice) {
        if let Some(notify) = &self.notify {
            notify(notice);
        }
    }

    /// One try, redirects of a file included: in half a minute, but for the sound of an audio file.
    async fn attempt<T>(
        &self,
        request: &Request,
        bearer: &HeaderValue,
        read: &impl AsyncFn(Response) -> Result<T, Error>,
    ) -> Result<T, Failed> {
        let hosts = TrustedHosts::new(&self.shared.api, self.shared.authorizer.api_url().as_ref())?;
        if !hosts.trusts(&request.url) {
            return Err(untrusted(&request.url).into());
        }
        let deadline = Instant::now() + http::ANSWER_TIMEOUT;
        let mut url = request.url.clone();
        // Invariant: once false, never true again; a redirect that comes back gets no token either.
        let mut with_token = true;
        for _ in 0..=MOST_REDIRECTS {
            let response = self.send(&url, with_token.then_some(bearer), request, deadline).await?;
            if !http::is_redirect(response.status()) {
                return self.answer(response, with_token, deadline, read).await;
            }
            if request.want == Want::Json {
                return Err(ErrorKind::NotJson { content_type: http::content_type(response.headers()) }.into());
            }
            let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
            let next = location.and_then(|location| url.join(location).ok()).ok_or_else(|| untrusted(&url))?;
            if !hosts.may_visit(&next) {
                return Err(untrusted(&next).into());
            }
            with_token = with_token && next.origin() == url.origin();
            url = next;
        }
        Err(ErrorKind::TooManyRedirects.into())
    }

    async fn send(
        &self,
        url: &Url,
        bearer: Option<&HeaderValue>,
        wanted: &Request,
        deadline: Instant,
    ) -> Result<Response, Error> {
        http::check_way(&self.shared.proxy, url)?;
        let mut request = self.shared.http.get(url.clone()).header(ACCEPT, "application/json, audio/*, */*;q=0.5");
        if wanted.want == Want::Audio {
            // Lengths and parts are those of the file itself.
            request = request.header(ACCEPT_ENCODING, "identity");
        }
        if let Some(Resume { from, validator }) = &wanted.resume {
            request = request.header(RANGE, format!("bytes={from}-")).header(IF_RANGE, validator);
        }
        if let Some(bearer) = bearer {
            request = request.header(AUTHORIZATION, bearer.clone());
        }
        let breaker = &self.shared.breaker;
        let now = Instant::now();
        let leave =
            breaker.ask(url.origin(), now).map_err(|until| ErrorKind::Resting { until: from_now(until - now) })?;
        let answer = http::in_time(deadline, async { request.send().await.map_err(http::failure) }).await;
        match &answer {
            Ok(response) if !response.status().is_server_error() => breaker.answered(&leave),
            Err(error) if !error.is_at_the_host() => {}
            Ok(_) | Err(_) => breaker.failed(leave, Instant::now(), retry::spread),
        }
        answer
    }

    async fn answer<T>(
        &self,
        response: Response,
        from_zoom: bool,
        deadline: Instant,
        read: &impl AsyncFn(Response) -> Result<T, Error>,
    ) -> Result<T, Failed> {
        let (status, headers) = (response.status(), response.headers().clone());
        let tracking_id = http::tracking_id(&headers);
        if status.is_success() {
            if from_zoom {
                self.shared.clock.note(&headers);
            }
            let answer = http::in_time(deadline, read(response)).await;
            return answer.map_err(|error| error.tracked(tracking_id).into());
        }
        let html = http::is_html(&http::content_type(&headers));
        let body = http::in_time(deadline, http::body(response, http::REFUSAL_LIMIT)).await.unwrap_or_default();
        let kind = refusal(status, html, &body);
        if status == StatusCode::TOO_MANY_REQUESTS {
            let message = if let ErrorKind::Refused { message, .. } = &kind { message.as_raw() } else { "" };
            return Err(Failed::RateLimited(rate_limit::met(&headers, message, clock::now())));
        }
        // A storage host that refuses a signed address knows nothing of our token: renewing it would help nobody.
        if let (false, ErrorKind::Unauthorized { message }) = (from_zoom, &kind) {
            return Err(Error::from(ErrorKind::NotPermitted { message: message.clone() }).tracked(tracking_id).into());
        }
        Err(Error::from(kind).tracked(tracking_id).into())
    }
}

/// What the server's clock said last.
#[derive(Default)]
struct ServerClock(Mutex<Option<DateTime<Utc>>>);

impl ServerClock {
    /// Further than this, one of two clocks is wrong.
    const TOLERANCE: TimeDelta = TimeDelta::minutes(1);

    fn note(&self, headers: &HeaderMap) {
        if let Some(date) = http::date(headers) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(date);
        }
    }

    fn last(&self) -> Option<DateTime<Utc>> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("api", &self.shared.api.as_str()).finish_non_exhaustive()
    }
}

/// Why a try gave no answer.
enum Failed {
    RateLimited(rate_limit::Met),
    Error(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<ErrorKind> for Failed {
    fn from(kind: ErrorKind) -> Self {
        Self::Error(kind.into())
    }
}

fn from_now(wait: Duration) -> DateTime<Utc> {
    let wait = TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX);
    clock::now().checked_add_signed(wait).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
