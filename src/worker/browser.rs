//! Opening the sign-in page.

use std::io;
use std::process::{Command, Stdio};
use std::thread;

use url::Url;

/// What opens the sign-in page.
#[derive(Clone, Debug)]
pub enum Browser {
    /// The system's own way.
    System,
    /// What `BROWSER` says: commands separated by colons, tried in turn; `%s` stands for the address, else it comes last.
    Command(String),
    /// A person is not needed: the stand-in approves, so a request that follows its redirect to our listener is enough.
    StandIn,
}

impl Browser {
    /// The browser that the environment asks for.
    #[must_use]
    pub fn from_environment(environment: &dyn Fn(&str) -> Option<String>) -> Self {
        environment("BROWSER").filter(|command| !command.trim().is_empty()).map_or(Self::System, Self::Command)
    }

    /// Opens a page that we built ourselves. It does not wait for the browser, and lets it write nowhere.
    ///
    /// # Errors
    /// When nothing could be started; the address still works in any browser.
    pub async fn open(&self, page: &Url) -> io::Result<()> {
        match self {
            Self::System => {
                let page = page.to_string();
                tokio::task::spawn_blocking(move || start_first(open::commands(page))).await?
            }
            Self::Command(commands) => {
                let commands = commands.split(':').filter_map(|command| command_for(command, page.as_str()));
                start_first(commands)
            }
            Self::StandIn => follow(page.clone()).await,
        }
    }
}

/// A command with the address as one argument; no shell reads it.
fn command_for(command: &str, page: &str) -> Option<Command> {
    let mut words = command.split_whitespace();
    let mut made = Command::new(words.next()?);
    made.args(words.map(|word| word.replace("%s", page)));
    if !command.contains("%s") {
        made.arg(page);
    }
    Some(made)
}

/// Starts the first command that can be started.
fn start_first(commands: impl IntoIterator<Item = Command>) -> io::Result<()> {
    let mut failed = io::Error::from(io::ErrorKind::NotFound);
    for command in commands {
        match start(command) {
            Ok(()) => return Ok(()),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// Starts a browser. What is ours in the environment, a client secret perhaps, is not for it or for what it starts.
fn start(mut command: Command) -> io::Result<()> {
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.as_encoded_bytes().starts_with(b"RINGLOG_")) {
        command.env_remove(name);
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    // Somebody has to take note of its end, or it stays in the process table.
    thread::Builder::new().name("browser".to_owned()).spawn(move || child.wait())?;
    Ok(())
}

/// Does what a browser does with a page that redirects, on loopback only.
async fn follow(page: Url) -> io::Result<()> {
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().map_err(io::Error::other)?;
    client.get(page).send().await.and_then(reqwest::Response::error_for_status).map_err(io::Error::other)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_browser_variable_is_none() {
        assert!(matches!(Browser::from_environment(&|_| Some("  ".to_owned())), Browser::System));
        assert!(matches!(Browser::from_environment(&|_| None), Browser::System));
    }

    #[tokio::test]
    async fn the_address_is_one_argument_and_no_shell_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let (script, heard) = (folder.path().join("browser"), folder.path().join("heard"));
        std::fs::write(
            &script,
            format!("#!/bin/sh\nprintf '%s|' \"$@\" > {0}.new && mv {0}.new {0}\n", heard.display()),
        )
        .unwrap();
        std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let page = Url::parse("http://127.0.0.1:9/oauth/authorize?a=1&b=$(touch%20x);c").unwrap();
        Browser::Command(format!("/nonexistent/one:{} --new %s", script.display())).open(&page).await.unwrap();
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while !heard.exists() {
            assert!(std::time::Instant::now() < deadline, "the browser command never ran");
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(std::fs::read_to_string(heard).unwrap(), format!("--new|{page}|"));
    }
}
