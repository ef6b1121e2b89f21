//! Turning the wheel: terminal in, messages to `app`, effects to `worker`, frames out, and the terminal given back whatever
//! happens. Imports `app`, `ui`, `worker` and `model`. It never decides what a key means.

mod event_loop;
mod inbox;
mod input;
mod lines;
mod panic_hook;
mod scrolling;
mod signals;
mod terminal;

pub use event_loop::{Ended, run};
pub use lines::run_lines;
pub use panic_hook::{FAULT_MESSAGE, fault_of_a_command, install as install_panic_hook};
pub use signals::Signals;
pub use terminal::{Error, Screen};
