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
                tokio::task::spawn_blocking(move || open::that_detached(file)).await?
            }
            Self::Command(command) => browser::start_with(command, &file.to_string_lossy()),
        }
    }
}
