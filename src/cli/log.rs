//! The log: a file, never the screen, for the owner's eyes only. Names, numbers and tokens are never written to it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tracing::Metadata;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::FilterFn;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::config::Settings;
use crate::files;

/// A larger log is put aside as `ringlog.log.1` at the next start.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Starts logging; gives the file. A log that cannot be written is no reason not to work.
pub(super) fn start(settings: &Settings) -> PathBuf {
    let path = settings.paths.state.join("ringlog.log");
    if let Ok(file) = open(&settings.paths.state, &path) {
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file));
        // A second start in one process, as tests do, keeps the first log.
        let _ = tracing_subscriber::registry()
            .with(lines.with_filter(settings.log_filter.clone()).with_filter(FilterFn::new(is_ours)))
            .try_init();
    }
    path
}

/// Libraries log what they send, tokens and addresses with codes among it: only their warnings are let in.
fn is_ours(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("ringlog") || *metadata.level() <= LevelFilter::WARN
}

fn open(folder: &Path, path: &Path) -> io::Result<File> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    if fs::metadata(path).is_ok_and(|known| known.len() > LARGEST) {
        fs::rename(path, path.with_extension("log.1"))?;
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true).mode(0o600);
    files::at_once(&mut options).open(path)
}
