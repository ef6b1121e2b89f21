//! `ringlog auth login --device`: a code to type on another device. Only when asked for by name, since such codes are phished.

use super::failure::{Failure, INTERRUPTED};
use super::output::say;
use super::{Context, auth};
use crate::worker::problem;

/// Shows the code and waits until it is approved.
pub(super) async fn login(context: Context) -> Result<u8, Failure> {
    let services = &context.services;
    auth::can_be_kept(&context).await?;
    let code = services.request_device_code().await.map_err(|error| problem::signing_in(&error))?;
    let minutes = code.expires_in.as_secs().div_ceil(60);
    let page = &code.verification_uri;
    say(format_args!("Open this page in a browser, on any device:\n\n{page}\n"));
    say(format_args!("and type this code there within {minutes} minutes:\n\n{}\n", code.user_code));
    say(format_args!(
        "The page belongs to {}. Type only a code that you asked for yourself. Waiting; Ctrl+C gives up.",
        page.host_str().unwrap_or_default()
    ));
    let who = tokio::select! {
        who = services.sign_in_with_device(code) => who.map_err(|error| problem::signing_in(&error))?,
        _ = tokio::signal::ctrl_c() => {
            return Err(Failure::new(INTERRUPTED, "sign-in canceled; nothing was changed"));
        }
    };
    auth::welcome(&who);
    Ok(0)
}
