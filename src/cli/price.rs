//! Asking before work that costs much.

use std::io::{self, IsTerminal as _};

use super::failure::{Failure, INTERRUPTED, USAGE};
use super::output::say;
use crate::app::Price;

/// Shows the price and asks; where nobody can answer, that is a refusal. `left` says how things stand after a no.
pub(super) async fn agree(price: Price, left: &str) -> Result<(), Failure> {
    let told = price.lines().join("\n  ");
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Failure::new(USAGE, format!("this is a lot, so say --yes to it ({left}):\n  {told}")));
    }
    say(format_args!("{told}\nGo on? [y/N]"));
    let answer = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map(|_| line)
    })
    .await;
    match answer {
        Ok(Ok(line)) if matches!(line.trim(), "y" | "Y" | "yes") => Ok(()),
        Ok(_) | Err(_) => Err(Failure::new(INTERRUPTED, left)),
    }
}
