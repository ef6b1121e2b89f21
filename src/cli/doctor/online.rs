//! What needs Zoom: the way to it, the clock, the sign-in, and what may be read.

use chrono::TimeDelta;
use tokio::time::timeout;
use url::Url;

use super::super::Environment;
use super::LIMIT;
use super::finding::Finding;
use crate::app::Problem;
use crate::auth::SignedIn;
use crate::clock;
use crate::config::{self, ZoomSettings};
use crate::model::{Access, Feature, Proxy, grouped, innermost};
use crate::worker::{self, Concern, Services, examine, problem};
use crate::zoom::{self, Reached};

/// A clock that is this wrong makes tokens look fresh that are not.
const WORST_CLOCK: TimeDelta = TimeDelta::seconds(60);

const PROXY: &str = "proxy";
const CERTIFICATES: &str = "certificates";
const SIGN_IN_SERVER: &str = "sign-in server";
const API: &str = "API";
const CLOCK: &str = "clock";
const STORE: &str = "credential store";
const SIGN_IN: &str = "sign-in";
const SCOPES: &str = "scopes";
const TOKEN: &str = "token";
const ZOOM_PHONE: &str = "Zoom Phone";
const BUDGET: &str = "rate budget";

/// All of these, not done.
pub fn skipped(why: &str) -> impl Iterator<Item = Finding> {
    [PROXY, CERTIFICATES, SIGN_IN_SERVER, API, CLOCK, STORE, SIGN_IN, SCOPES, TOKEN, ZOOM_PHONE, BUDGET]
        .into_iter()
        .map(move |check| Finding::skipped(check, why))
}

/// The way to both hosts, and how far our clock is from theirs. No token is sent.
pub async fn network(zoom: &ZoomSettings, environment: Environment) -> [Finding; 5] {
    let ZoomSettings { auth_url, api_url, proxy, .. } = zoom;
    let ((auth, first), (api, second)) =
        tokio::join!(reach(SIGN_IN_SERVER, auth_url, proxy), reach(API, api_url, proxy));
    let clock = first
        .or(second)
        .map_or_else(|| Finding::skipped(CLOCK, "neither host said what time it is"), clock_is_ahead_by);
    [way(zoom), certificates(environment), auth, api, clock]
}

/// Whose certificates are trusted. On Linux these variables take the place of the system's.
fn certificates(environment: Environment) -> Finding {
    let places = ["SSL_CERT_FILE", "SSL_CERT_DIR"];
    let set = places.into_iter().filter_map(|name| Some((name, environment(name).filter(|place| !place.is_empty())?)));
    let set: Vec<String> = set.map(|(name, place)| format!("{name} ({place})")).collect();
    if set.is_empty() || !cfg!(target_os = "linux") {
        return Finding::ok(CERTIFICATES, "those that this system trusts");
    }
    Finding::ok(CERTIFICATES, format!("only those of {}, in place of the system's", set.join(" and ")))
}

/// What is between us and Zoom. The address is told without user and password.
fn way(zoom: &ZoomSettings) -> Finding {
    let hosts = [&zoom.auth_url, &zoom.api_url];
    let mut hosts = hosts.into_iter().filter(|url| !config::is_loopback(url)).filter_map(Url::host_str);
    let blocked = hosts.find_map(|host| zoom.proxy.check(host).err());
    match (blocked, zoom.proxy.named()) {
        (Some(error), _) => failed(PROXY, &zoom::Error::from(zoom::ErrorKind::Proxy(error)).into()),
        (None, Err(error)) => Finding::ok(PROXY, format!("not needed for these hosts; {error}")),
        (None, Ok(Some((variable, host)))) => Finding::ok(PROXY, format!("{variable} names {host}")),
        (None, Ok(None)) => Finding::ok(PROXY, "none is named by HTTPS_PROXY or ALL_PROXY"),
    }
}

/// Whether a host answers, and by how much our clock is ahead of its.
async fn reach(check: &'static str, url: &Url, proxy: &Proxy) -> (Finding, Option<TimeDelta>) {
    let host = url.host_str().unwrap_or_default();
    let through = proxy.on_the_way_to(host).filter(|_| !config::is_loopback(url));
    let by = through.map_or_else(String::new, |name| format!(" ({name} is set)"));
    match timeout(LIMIT, zoom::reach(url, proxy)).await {
        Ok(Err(zoom::Error { kind: zoom::ErrorKind::Proxy(_), .. })) => {
            (Finding::skipped(check, "the proxy has to be mended first"), None)
        }
        Ok(Ok(Reached { status: 407, .. })) => {
            let fix = "Put user and password into HTTPS_PROXY, or ask who runs the proxy.";
            (Finding::problem(check, 7, format!("the proxy before {host} asks for a password{by}"), fix), None)
        }
        Ok(Ok(Reached { status, date, took })) => {
            let detail = format!("{host} answers {status} in {} ms{by}", took.as_millis());
            (Finding::ok(check, detail), date.map(|date| clock::now() - date))
        }
        Ok(Err(error)) => {
            // The innermost cause is what a person can act on: "Connection refused", "certificate has expired".
            let cause = std::error::Error::source(&error.kind);
            let cause = cause.map_or_else(String::new, |cause| format!(": {}", innermost(cause)));
            let detail = format!("{host}: {error}{cause}{by}");
            let problem = problem::examining(&worker::Error::Zoom(error));
            let problem = Problem { cause: detail, ..problem };
            // Whatever stands in the way, it stands between us and Zoom.
            (Finding::from_problem(check, problem).with_code(7), None)
        }
        Err(_) => (no_answer(check), None),
    }
}

fn clock_is_ahead_by(ahead: TimeDelta) -> Finding {
    if ahead.abs() <= WORST_CLOCK {
        let within = match ahead.abs().num_seconds() + 1 {
            1 => "a second".to_owned(),
            seconds => format!("{seconds} seconds"),
        };
        return Finding::ok(CLOCK, format!("within {within} of the server's"));
    }
    let way = if ahead > TimeDelta::zero() { "ahead of" } else { "behind" };
    let by = match ahead.abs() {
        by if by < TimeDelta::minutes(2) => format!("{} seconds", by.num_seconds()),
        by if by < TimeDelta::hours(2) => format!("{} minutes", by.num_minutes()),
        by if by < TimeDelta::days(2) => format!("{} hours", by.num_hours()),
        by => format!("{} days", by.num_days()),
    };
    Finding::warning(
        CLOCK,
        format!("{by} {way} the server's"),
        "Set this machine's clock, or let it set itself (NTP): tokens and the time to fetch go by it.",
    )
}

/// The credential, and what it opens, each as far as the one before allows.
pub async fn sign_in(services: &Services) -> Vec<Finding> {
    let mut findings = vec![credential_store(services).await];
    match signed_in(services).await {
        Ok(signed_in) => {
            findings.push(Finding::ok(SIGN_IN, who(&signed_in)));
            findings.push(scopes(&signed_in));
            findings.extend(ask(services, &signed_in).await);
            findings.push(budget(services));
        }
        Err(finding) => {
            findings.push(finding);
            findings.extend(
                [SCOPES, TOKEN, ZOOM_PHONE, BUDGET]
                    .map(|check| Finding::skipped(check, "there is no sign-in to ask with")),
            );
        }
    }
    findings
}

/// What is known of the sign-in, or what keeps us from knowing it.
async fn signed_in(services: &Services) -> Result<SignedIn, Finding> {
    let session = match services.session() {
        Err(worker::Error::NotConfigured) => return Err(Finding::skipped(SIGN_IN, "there is no client id")),
        session => session.map_err(|error| failed(SIGN_IN, &error))?,
    };
    let known = timeout(LIMIT, session.signed_in()).await.map_err(|_| no_answer(SIGN_IN))?;
    let known = known.map_err(|error| failed(SIGN_IN, &error.into()))?;
    known.ok_or_else(|| failed(SIGN_IN, &worker::Error::NotSignedIn))
}

async fn credential_store(services: &Services) -> Finding {
    match timeout(LIMIT, examine::credential_store(services)).await {
        Ok(Ok(store)) => Finding::ok(STORE, format!("{store}; can be written")),
        Ok(Err(error)) => failed(STORE, &error),
        Err(_) => no_answer(STORE),
    }
}

fn who(signed_in: &SignedIn) -> String {
    let renewed = signed_in.renewed_at.format("%Y-%m-%d %H:%M UTC");
    match &signed_in.account {
        Some(account) if !account.label().is_empty() => format!("{}, tokens of {renewed}", account.label()),
        Some(_) | None => format!("somebody whom Zoom did not name, tokens of {renewed}"),
    }
}

/// What the app may read, and which scope is missing for what.
fn scopes(signed_in: &SignedIn) -> Finding {
    let Some(access) = signed_in.scopes.access() else {
        return failed(SCOPES, &worker::Error::NoCallScope);
    };
    let can_have = Feature::ALL.into_iter().filter_map(|feature| Some((feature, feature.scope_for(access)?)));
    let (granted, missing): (Vec<_>, Vec<_>) = can_have.partition(|(feature, _)| signed_in.scopes.allow(*feature));
    let reach = match access {
        Access::Account => "all calls of the account",
        Access::Own => "your own calls",
    };
    if missing.is_empty() {
        return Finding::ok(SCOPES, format!("{reach}; all {} features", granted.len()));
    }
    let missing: Vec<_> =
        missing.into_iter().map(|(feature, scope)| format!("to {}: {scope}", feature.words())).collect();
    Finding::warning(
        SCOPES,
        format!("{reach}; {} of {} features", granted.len(), granted.len() + missing.len()),
        format!("Add to the app the scopes of what you want, then sign in again: {}", missing.join("; ")),
    )
}

/// One cheap request tells whether the token is good, and whether Zoom Phone is there and open to this person.
async fn ask(services: &Services, signed_in: &SignedIn) -> [Finding; 2] {
    if let Err(finding) = token(services).await {
        return [finding, Finding::skipped(ZOOM_PHONE, "there is no token")];
    }
    let Some(access) = signed_in.scopes.access() else {
        let token = Finding::ok(TOKEN, "Zoom gave one");
        return [token, Finding::skipped(ZOOM_PHONE, "the app has no scope to list calls")];
    };
    let good = Finding::ok(TOKEN, "Zoom takes it");
    match examine::zoom_phone(services, signed_in, access, LIMIT).await {
        Ok(()) => [good, Finding::ok(ZOOM_PHONE, "Zoom gives calls")],
        Err(error) if error.concerns() == Concern::SignIn => {
            [failed(TOKEN, &error), Finding::skipped(ZOOM_PHONE, "Zoom does not take the token")]
        }
        Err(error) => {
            let asked = failed(ZOOM_PHONE, &error);
            let token =
                if asked.is_about_the_network() { Finding::skipped(TOKEN, "Zoom did not answer") } else { good };
            [token, asked]
        }
    }
}

/// How much of the day's requests is left to us. The one that was just asked is counted where Zoom counts it.
fn budget(services: &Services) -> Finding {
    match examine::daily_budget(services) {
        None => Finding::skipped(BUDGET, "nothing was asked"),
        Some((used, share)) => {
            let detail = format!(
                "{} of {} heavy requests today (UTC) by ringlog here; other apps of the account are not known",
                grouped(used.into()),
                grouped(share.into())
            );
            if used < share {
                return Finding::ok(BUDGET, detail);
            }
            Finding::warning(BUDGET, detail, "Fetching goes on after 00:00 UTC; what is in the archive can be read.")
        }
    }
}

/// Sees that there is a token, renewed if it was due.
async fn token(services: &Services) -> Result<(), Finding> {
    let session = services.session().map_err(|error| failed(TOKEN, &error))?;
    let given = timeout(LIMIT, session.access_token()).await.map_err(|_| no_answer(TOKEN))?;
    given.map(drop).map_err(|error| failed(TOKEN, &error.into()))
}

fn failed(check: &'static str, error: &worker::Error) -> Finding {
    Finding::from_problem(check, problem::examining(error))
}

fn no_answer(check: &'static str) -> Finding {
    Finding::problem(
        check,
        7,
        format!("no answer within {} seconds", LIMIT.as_secs()),
        "Check the network, then try again.",
    )
}
