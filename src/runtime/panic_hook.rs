//! What happens on a panic: the terminal is given back if the screen died, the place is logged, and no data is.

use std::panic::PanicHookInfo;

use super::terminal;

/// What a person is told when the screen died.
pub const FAULT_MESSAGE: &str = "ringlog came upon a fault of its own and had to close. Every call that was fetched is safe in the archive. \
     The place of the fault is in the log; please report it with the last lines of that file.";

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
    }));
}
