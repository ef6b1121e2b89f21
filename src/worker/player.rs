//! Playing a file that is here. No address from Zoom ever gets this far.

use std::io;
use std::path::Path;

use super::browser;

/// What plays a file.
#[derive(Clone, Debug, Default)]
pub enum Player {
    /// The system's own way to open such a file.
    #[default]
    System,
    /// A command: `%s` stands for the file, else it comes last; no shell reads it.
    Command(String),
}

/// Why the system opened nothing. What its launcher says of itself is for programmers, and names the file once more.
fn in_words(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::other("nothing on this system opens such a file"),
    }
}

impl Player {
    /// The player that the settings name.
    #[must_use]
    pub fn named(command: Option<String>) -> Self {
        command.map_or(Self::System, Self::Command)
    }

    /// Plays `file`, which must be an absolute path, and does not wait for the end.
    ///
    /// # Errors
    /// When nothing could be started.
    pub async fn play(&self, file: &Path) -> io::Result<()> {
        if !file.is_absolute() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        match self {
            Self::System => {
                let file = file.to_owned();
                let opened = tokio::task::spawn_blocking(move || open::that_detached(file)).await?;
                opened.map_err(|error| in_words(&error))
            }
            Self::Command(command) => browser::start_with(command, &file.to_string_lossy()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_launcher_says_of_itself_is_not_told() {
        let said =
            io::Error::other("Launcher \"xdg-open\" \"/tmp/one.mp3\" failed with ExitStatus(unix_wait_status(768))");
        assert_eq!(in_words(&said).to_string(), "nothing on this system opens such a file");
        let missing = io::Error::from_raw_os_error(2);
        assert_eq!(in_words(&missing).to_string(), missing.to_string());
    }
}
