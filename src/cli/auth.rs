//! `ringlog auth`.

use std::io::BufRead as _;

use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::args::LoginArgs;
use super::driver::Driver;
use super::failure::{Failure, INTERRUPTED, USAGE};
use super::output::{put, say};
use super::{Context, profiles, ssh};
use crate::app::{CallsAfter, Effect, Message, Paste, SignInWays, SignedIn};
use crate::auth::{Client, SessionError, SignOut};
use crate::export::terminal_safe;
use crate::model::{Access, Feature, grouped};
use crate::worker::problem;

/// `ringlog auth login`
pub(super) async fn login(context: Context, arguments: &LoginArgs) -> Result<u8, Failure> {
    can_be_kept(&context).await?;
    let ways = ssh::ways(&context);
    let has_browser = !context.is_ssh() || (context.environment)("BROWSER").is_some();
    let open_browser = !arguments.no_browser && !arguments.paste && has_browser;
    let mut driver = Driver::new(context.services)?;
    let request = driver.issue();
    driver.start(Effect::SignIn { request, open_browser });
    let mut lines = None;
    // What was pasted last is looked at: a line after it is read once that is refused.
    let mut pasted = false;
    loop {
        let message = tokio::select! {
            message = driver.next() => message?,
            line = next_line(&mut lines), if !pasted => {
                let Some(line) = line else {
                    driver.start(Effect::CancelSignIn { attempt: request });
                    driver.finish().await;
                    let words = "standard input ended before the address was pasted; nothing was changed";
                    return Err(Failure::new(1, words));
                };
                pasted = true;
                driver.start(Effect::UsePastedAddress { attempt: request, pasted: line });
                continue;
            }
        };
        match message {
            None => {
                driver.start(Effect::CancelSignIn { attempt: request });
                driver.finish().await;
                return Err(Failure::new(INTERRUPTED, "sign-in canceled; nothing was changed"));
            }
            Some(Message::SignInStarted { sign_in, .. }) => {
                say(format_args!("Open this page in a browser, and allow ringlog to read:\n\n{}\n", sign_in.url));
                if arguments.paste {
                    say("Then paste the whole address of the page it ends on, and press Enter:");
                    lines = Some(pasted_lines()?);
                } else {
                    tell_of_ssh(&ways, sign_in.port);
                    say(format_args!("Waiting for it on 127.0.0.1:{}; Ctrl+C gives up.", sign_in.port));
                }
            }
            Some(Message::BrowserFailed { cause, .. }) => say(cause),
            Some(Message::PasteRefused { cause, .. }) => {
                pasted = false;
                say(format_args!("{cause}\nPaste again:"));
            }
            Some(Message::SignInEnded { result, .. }) => {
                let ended = result.map_err(Failure::from);
                driver.finish().await;
                let who = ended?.ok_or_else(|| Failure::new(INTERRUPTED, "sign-in canceled"))?;
                welcome(&who);
                return Ok(0);
            }
            Some(_) => {}
        }
    }
}

/// Over SSH the last page cannot reach ringlog by itself: says what to do about it.
fn tell_of_ssh(ways: &SignInWays, port: u16) {
    let Some(tunnel) = ways.tunnel(port) else { return };
    say("You are on SSH. So that the last page reaches ringlog, first run this where your browser is:\n");
    say(format_args!("  {tunnel}\n"));
    if !ways.has_fixed_port {
        say(format_args!("The port is a new one each time; with redirect_port = {port} the line stays the same."));
    }
    say("Without that: ringlog auth login --paste takes the address of the last page instead.");
    if ways.has_device_code {
        say("Or type a code on another device: ringlog auth login --device.");
    }
    say("If it does not work: ringlog doctor.\n");
}

/// Without a screen a credential that cannot be kept would be gone at once: that is told before anybody signs in.
pub(super) async fn can_be_kept(context: &Context) -> Result<(), Failure> {
    let app = context.services.app().map_err(|error| problem::signing_in(&error))?;
    if matches!(app, Client::ServerToServer { .. }) {
        // It asks for a token whenever it needs one, and keeps nothing.
        return Ok(());
    }
    let session = context.services.session().map_err(|error| problem::signing_in(&error))?;
    let kept = session.check_store().await;
    Ok(kept.map_err(|error| problem::signing_in(&SessionError::from(error).into()))?)
}

/// Says who has signed in.
pub(super) fn welcome(who: &SignedIn) {
    say(format_args!("Signed in as {}: {}.", who.account.label(), reach(who)));
    say(format_args!("The sign-in is kept in: {}", who.kept_in));
    if let Some(warning) = &who.warning {
        say(warning);
    }
}

/// Lines of standard input, read on a thread of their own that ends with the process.
fn pasted_lines() -> Result<mpsc::Receiver<Paste>, Failure> {
    let (sender, lines) = mpsc::channel(1);
    let read = move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.blocking_send(Paste::new(line)).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new()
        .name("paste".to_owned())
        .spawn(read)
        .map_err(|error| Failure::new(1, format!("cannot read standard input: {error}")))?;
    Ok(lines)
}

async fn next_line(lines: &mut Option<mpsc::Receiver<Paste>>) -> Option<Paste> {
    match lines {
        Some(lines) => lines.recv().await,
        None => std::future::pending().await,
    }
}

fn reach(who: &SignedIn) -> &'static str {
    match who.account.access {
        Access::Account => "all calls of the account",
        Access::Own => "your own calls",
    }
}

/// `ringlog auth status`
pub(super) async fn status(context: &Context, json: bool) -> Result<u8, Failure> {
    let who = signed_in(context).await?;
    if let Some(problem) = context.services.store_problem() {
        say(format_args!(
            "{problem}. Unlock the keychain, or set credential_store = \"file\" under [zoom] in config.toml"
        ));
    }
    let others = profiles::others(context).await;
    if json {
        return status_as_json(context, who.as_ref(), &others);
    }
    let profile = context.profiles.current();
    let Some(who) = who else {
        let which = if profile.is_default() { String::new() } else { format!(" -a {profile}") };
        if context.services.unread().is_some() {
            put("Not known: a sign-in would be in the keychain.")?;
        } else {
            put(format_args!("Not signed in. Sign in with: ringlog auth login{which}"))?;
        }
        tell_of_others(&others)?;
        return Ok(4);
    };
    if context.profiles.are_several() {
        put(format_args!("Profile    {profile}"))?;
    }
    put(format_args!("Signed in  {}  {}", who.account.label(), who.account.name))?;
    put(format_args!("Account    {}: {}", who.account.account_id, reach(&who)))?;
    put(format_args!("Kept in    {}", who.kept_in))?;
    put(format_args!("Settings   {}", context.config_file.display()))?;
    put(format_args!("Log        {}", context.log_file.display()))?;
    if let Some(archive) = archive_line(context).await {
        put(format_args!("Archive    {archive}"))?;
    }
    put("\nCan do")?;
    for feature in Feature::ALL {
        let state = if who.scopes.allow(feature) {
            "ok".to_owned()
        } else {
            feature
                .scope_for(who.account.access)
                .map_or_else(|| "not in this kind of app".to_owned(), |scope| format!("missing: {scope}"))
        };
        put(format_args!("  {:<30} {state}", feature.words()))?;
    }
    tell_of_others(&others)?;
    Ok(0)
}

fn tell_of_others(others: &[profiles::Other]) -> Result<(), Failure> {
    if !others.is_empty() {
        put("\nOther profiles")?;
    }
    others.iter().try_for_each(|other| put(format_args!("  {}", other.words())))
}

async fn archive_line(context: &Context) -> Option<String> {
    let archive = context.services.archive().await.ok().flatten()?;
    let count = archive.count().await.ok()?;
    Some(format!("{} calls in {}", grouped(count), archive.path().display()))
}

fn status_as_json(context: &Context, who: Option<&SignedIn>, others: &[profiles::Other]) -> Result<u8, Failure> {
    let mut status = json!({ "signed_in": false });
    if let Some(who) = who {
        status = signed_in_as_json(context, who);
    }
    // With one profile there is nothing to tell apart.
    if !others.is_empty() {
        status["profile"] = context.profiles.current().as_str().into();
        status["other_profiles"] = others.iter().map(profiles::Other::as_json).collect();
    }
    put(terminal_safe(&status.to_string()))?;
    Ok(if who.is_some() { 0 } else { 4 })
}

fn signed_in_as_json(context: &Context, who: &SignedIn) -> Value {
    let features: serde_json::Map<String, Value> = Feature::ALL
        .into_iter()
        .map(|feature| (feature.words().to_owned(), who.scopes.allow(feature).into()))
        .collect();
    json!({
        "signed_in": true,
        "account_id": who.account.account_id,
        "user_id": who.account.user_id,
        "name": who.account.name,
        "email": who.account.email,
        "access": who.account.access,
        "scopes": who.scopes,
        "features": features,
        "kept_in": who.kept_in,
        "config_file": context.config_file.display().to_string(),
        "log_file": context.log_file.display().to_string(),
    })
}

/// Who is signed in, without a worker: nothing here takes long.
async fn signed_in(context: &Context) -> Result<Option<SignedIn>, Failure> {
    Ok(context.services.restore().await.map_err(|error| problem::restoring(&error))?)
}

/// Why a Server-to-Server app cannot be signed out of.
const SERVER_TO_SERVER: &str = "a Server-to-Server app gets a token whenever it needs one\n  \
    To end that, remove RINGLOG_CLIENT_SECRET, or client_secret_file in config.toml, or the app at Zoom";

/// `ringlog auth logout`
pub(super) async fn logout(context: &Context, purge: bool) -> Result<u8, Failure> {
    let calls = if purge { CallsAfter::Deleted } else { CallsAfter::Kept };
    let has_sign_in = !matches!(context.services.app(), Ok(Client::ServerToServer { .. }));
    if !has_sign_in && !purge {
        return Err(Failure::new(USAGE, format!("there is no sign-in to forget: {SERVER_TO_SERVER}")));
    }
    let done = context.services.sign_out(calls).await.map_err(|error| problem::signing_out(&error))?;
    if has_sign_in {
        say(match done.sign_in {
            SignOut::NobodyWas => "Nobody was signed in: there was no sign-in to forget or to revoke.",
            SignOut::Revoked => "Signed out: the sign-in is forgotten here and revoked at Zoom.",
            SignOut::OnlyHere => {
                "Signed out: the sign-in is forgotten here. Zoom could not be told; its token ends by itself."
            }
        });
    } else {
        say(format_args!("There was no sign-in to forget: {SERVER_TO_SERVER}."));
    }
    done.calls.map_err(|error| problem::deleting_calls(&error))?;
    say(match calls {
        CallsAfter::Kept => "The archive stays.",
        CallsAfter::Deleted => "This profile's calls are deleted from this machine; exports and downloaded files stay.",
    });
    Ok(0)
}

/// `ringlog auth refresh`
pub(super) async fn refresh(context: &Context) -> Result<u8, Failure> {
    context.services.renew().await.map_err(|error| problem::restoring(&error))?;
    say("The sign-in holds: Zoom gave a fresh access token.");
    Ok(0)
}
