//! Signing in and out.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::error::Error;
use super::profile;
use super::services::{Services, is_out_of_reach};
use crate::app::{CallsAfter, DeviceCode, Message, RequestId, SignIn, SignedIn};
use crate::auth::{self, Attempt, Code, DeviceAuthorization, SessionError, SignOut};
use crate::clock;
use crate::model::{Access, Account, Feature, Text};
use crate::store;
use crate::zoom::{self, ErrorKind};

/// Under this name the archive keeps the requests sent today, so that a restart does not start the day anew.
const USAGE: &str = "usage";

/// Keeps the requests sent today.
pub(super) async fn keep_usage(archive: &store::Handle, client: &zoom::Client) -> Result<(), Error> {
    if let Ok(used) = serde_json::to_string(&client.usage()) {
        archive.set_meta(USAGE, used).await?;
    }
    Ok(())
}

/// What is told while a sign-in is in memory because its store refuses it.
pub(super) const NOT_SAVED: &str =
    "The renewed sign-in is not saved: its store refuses it. ringlog goes on trying; \"ringlog doctor\" says more";

/// How the browser leg of a sign-in is driven from outside.
pub(super) struct BrowserLeg {
    pub request: RequestId,
    pub open_browser: bool,
    pub messages: mpsc::Sender<Message>,
    /// Codes from pasted addresses.
    pub pasted: mpsc::Receiver<Code>,
    /// Where the running attempt is shown to the rest of the worker.
    pub begun: Box<dyn Fn(Arc<Attempt>) + Send + Sync>,
    pub cancel: CancellationToken,
}

/// Uses the stored credential, if there is one. Nothing is asked of Zoom unless the account's name is not known yet.
pub(super) async fn restore(services: &Services) -> Result<Option<SignedIn>, Error> {
    match services.session()?.signed_in().await? {
        Some(signed_in) => take_up(services, signed_in).await.map(Some),
        None => Ok(None),
    }
}

/// Signs in: by browser, or for a server-to-server app by asking.
pub(super) async fn sign_in(services: &Services, leg: BrowserLeg) -> Result<SignedIn, Error> {
    let session = services.session()?;
    let app = services.app()?;
    if let auth::Client::ServerToServer { .. } = app {
        session.access_token().await?;
        let signed_in = session.signed_in().await?.ok_or(Error::NotSignedIn)?;
        return take_up(services, signed_in).await;
    }
    session.check_way().map_err(SessionError::from)?;
    let session = with_a_place_to_keep(services, session).await?;
    let code = code(services, &app, leg).await?;
    let signed_in = session.sign_in(code).await?;
    take_up(services, signed_in).await
}

/// Before the browser opens or a code is asked for: a keychain that cannot be used is noticed now, not when the code is spent.
async fn with_a_place_to_keep(services: &Services, session: auth::Session) -> Result<auth::Session, Error> {
    match session.check_store().await {
        Err(problem) if is_out_of_reach(&problem) => services.keep_in_memory(&problem),
        checked => {
            checked.map_err(SessionError::from)?;
            Ok(session)
        }
    }
}

/// Signs in by a code for another device, and tells what to type where.
pub(super) async fn by_device_code(
    services: &Services,
    request: RequestId,
    messages: &mpsc::Sender<Message>,
) -> Result<SignedIn, Error> {
    with_a_place_to_keep(services, services.session()?).await?;
    let code = request_device_code(services).await?;
    let told = DeviceCode {
        user_code: code.user_code.to_string(),
        page: code.verification_uri.to_string(),
        host: code.verification_uri.host_str().unwrap_or_default().to_owned(),
        deadline: clock::now() + delta(code.expires_in),
    };
    tell(messages, Message::DeviceCodeGiven { request, code: told }).await;
    with_device(services, code).await
}

/// Begins the device flow.
pub(super) async fn request_device_code(services: &Services) -> Result<DeviceAuthorization, Error> {
    match services.app()? {
        auth::Client::Public { .. } => Err(Error::NoSecret),
        auth::Client::ServerToServer { .. } => Err(Error::NoPerson),
        auth::Client::Confidential { .. } => Ok(services.session()?.request_device_code().await?),
    }
}

/// Signs in once the person has approved the code.
pub(super) async fn with_device(services: &Services, code: DeviceAuthorization) -> Result<SignedIn, Error> {
    let signed_in = services.session()?.sign_in_with_device(code).await?;
    take_up(services, signed_in).await
}

/// Waits for the browser, or for the pasted address, whichever is first.
async fn code(services: &Services, app: &auth::Client, mut leg: BrowserLeg) -> Result<Code, Error> {
    let zoom = &services.setup.zoom;
    let endpoints = auth::Endpoints::new(&zoom.auth_url)?;
    let attempt = Arc::new(Attempt::begin(&endpoints, app.client_id(), zoom.redirect_port).await?);
    (leg.begun)(Arc::clone(&attempt));
    let wait = zoom.login_timeout;
    let sign_in = SignIn {
        url: attempt.url().to_owned(),
        port: attempt.port(),
        deadline: clock::now() + delta(wait),
        ends_with_ringlog: services.store_problem().is_some(),
    };
    tell(&leg.messages, Message::SignInStarted { request: leg.request, sign_in }).await;
    let open = async {
        if leg.open_browser {
            open(services, &attempt, leg.request, &leg.messages).await;
        }
        std::future::pending::<()>().await;
    };
    let code = tokio::select! {
        code = attempt.wait(wait, &leg.cancel) => code?,
        Some(code) = leg.pasted.recv() => code,
        () = open => return Err(Error::Cancelled),
    };
    tell(&leg.messages, Message::BrowserReturned { request: leg.request }).await;
    Ok(code)
}

/// Opens the page of the running attempt.
pub(super) async fn open(services: &Services, attempt: &Attempt, request: RequestId, messages: &mpsc::Sender<Message>) {
    let opened = match Url::parse(attempt.url()) {
        Ok(page) => services.setup.browser.open(&page).await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    if let Err(cause) = opened {
        let cause = format!("no browser could be started here: {}", Text::new(&cause));
        tell(messages, Message::BrowserFailed { request, cause }).await;
    }
}

/// From a token to a working sign-in: who it is, what it opens, its archive.
async fn take_up(services: &Services, signed_in: auth::SignedIn) -> Result<SignedIn, Error> {
    let session = services.session()?;
    let access = signed_in.scopes.access().ok_or(Error::NoCallScope)?;
    let client = services.connect(Some(signed_in.api_url.clone()), zoom::Usage::default())?;
    let known = signed_in.account.filter(|known| known.access == access);
    let account = if let Some(account) = known {
        account
    } else {
        let account = match &services.setup.zoom.account_id {
            Some(account_id) => Account { account_id: account_id.as_str().into(), ..nameless(access) },
            None if signed_in.scopes.allow(Feature::WhoAmI) => who_am_i(&client, access).await?,
            None => stranger(access),
        };
        if let Err(error) = session.remember_account(account.clone()).await {
            tracing::warn!(%error, "the account's name could not be kept with the credential");
        }
        account
    };
    let archive = services.open_archive(&account).await?;
    let used = archive.meta(USAGE).await?.and_then(|json| serde_json::from_str(&json).ok());
    if let Some(used) = used {
        services.connect(Some(signed_in.api_url.clone()), used)?;
    }
    profile::remember(&services.setup, &account);
    let in_memory = services.store_problem().map(|problem| {
        format!("This sign-in ends with ringlog: {problem}. Unlock the keychain, or set credential_store = \"file\"")
    });
    let warning = in_memory.or_else(|| session.is_unsaved().then(|| NOT_SAVED.to_owned()));
    let kept_in = match services.app()? {
        auth::Client::ServerToServer { .. } => "nowhere: the app asks for a token whenever it needs one".to_owned(),
        auth::Client::Public { .. } | auth::Client::Confidential { .. } => session.store(),
    };
    Ok(SignedIn { account, scopes: signed_in.scopes, kept_in, warning })
}

/// The person behind the token. One who may not ask for their own name can still see calls.
async fn who_am_i(client: &zoom::Client, access: Access) -> Result<Account, Error> {
    match client.me(access).await {
        Err(error)
            if matches!(
                error.kind,
                ErrorKind::MissingScope { .. } | ErrorKind::NotPermitted { .. } | ErrorKind::NotFound { .. }
            ) =>
        {
            tracing::warn!(%error, "Zoom did not say who is signed in");
            Ok(stranger(access))
        }
        answer => Ok(answer?),
    }
}

/// What is known of an account without a person.
fn nameless(access: Access) -> Account {
    Account {
        account_id: Text::default(),
        user_id: Text::default(),
        name: Text::default(),
        email: Text::default(),
        access,
    }
}

/// Somebody whom Zoom does not name. Each such sign-in gets an archive of its own, since two of them may be two people.
fn stranger(access: Access) -> Account {
    let mark: Text = format!("unnamed {}", clock::now().format("%Y-%m-%d %H:%M:%S%.6f")).into();
    Account { account_id: mark.clone(), user_id: mark, ..nameless(access) }
}

/// How a sign-out went.
#[derive(Debug)]
pub struct SignedOut {
    /// What became of the sign-in.
    pub sign_in: SignOut,
    /// Why the calls here could not be deleted, where that was asked for.
    pub calls: Result<(), Error>,
}

/// Forgets the credential here, then revokes it at Zoom as far as it can be reached. Deletes the calls here too, if asked for.
pub(super) async fn sign_out(services: &Services, calls: CallsAfter) -> Result<SignedOut, Error> {
    // The credential tells whose they are, so they are looked for while it is there.
    let archive = match calls {
        CallsAfter::Kept => None,
        CallsAfter::Deleted => archive_of_this_profile(services).await?,
    };
    services.disconnect();
    let sign_in = services.session()?.sign_out().await?;
    let calls = match archive {
        Some(archive) => services.delete(&archive).await,
        None => Ok(()),
    };
    Ok(SignedOut { sign_in, calls })
}

/// The archive of whoever is signed in with this profile, or was last.
async fn archive_of_this_profile(services: &Services) -> Result<Option<store::Handle>, Error> {
    let stored = services.session()?.signed_in().await.ok().flatten().and_then(|signed_in| signed_in.account);
    match stored {
        Some(account) => services.open_archive(&account).await.map(Some),
        None => services.archive().await,
    }
}

fn delta(wait: Duration) -> TimeDelta {
    TimeDelta::from_std(wait).unwrap_or(TimeDelta::MAX)
}

/// The screen may be closing; then nobody needs to know.
pub(super) async fn tell(messages: &mpsc::Sender<Message>, message: Message) {
    let _ = messages.send(message).await;
}
