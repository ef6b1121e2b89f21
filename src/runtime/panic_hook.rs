//! What happens on a panic: the terminal is given back if the screen died, the place is logged, and no data is.

use std::panic::PanicHookInfo;
use std::sync::{Mutex, PoisonError};

use super::terminal;

/// What a person is told when the screen died.
pub const FAULT_MESSAGE: &str = "ringlog came upon a fault of its own and had to close. Every call that was fetched is safe in the archive. \
     The place of the fault is in the log; please report it with the last lines of that file.";

/// Where the last panic was.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// What a person is told when a command without a screen died. It may have had no log.
#[must_use]
pub fn fault_of_a_command() -> String {
    let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
    format!(
        "ringlog came upon a fault of its own and had to stop. Every call that was fetched is safe in the archive.\n  \
         Please report it with its place: {place}"
    )
}

/// Installs the hook. Call it on the thread that will draw: a panic there gives the terminal back, a panic elsewhere must
/// not, since the screen lives on.
///
/// The message of a panic can quote data, so only its place is logged.
pub fn install() {
    let screen_thread = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        let on_screen_thread = std::thread::current().id() == screen_thread;
        if on_screen_thread {
            terminal::give_back();
        }
        let place = info.location().map_or_else(|| "unknown place".to_owned(), ToString::to_string);
        tracing::error!(%place, on_screen_thread, "panic");
        *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
}
