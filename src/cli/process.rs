//! What the process leaves to others: no picture of its memory, where tokens and names are.

use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};

/// Takes away core dumps and, on Linux, the reading of our memory by other programs of the same person. What the system does
/// not allow is left as it is.
pub(super) fn close_to_others() {
    let limit = getrlimit(Resource::Core);
    // The upper limit stays: programs that we start may raise their own again.
    let refused = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: limit.maximum }).err();
    #[cfg(target_os = "linux")]
    let refused =
        refused.or(rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable).err());
    if let Some(error) = refused {
        tracing::warn!(%error, "the memory of this process may be read by others");
    }
}

/// A file that grows over the limit of the system is an error of that write, and not the end of the program. It must be called
/// inside a tokio runtime.
pub(super) fn survive_file_size_limit() {
    // The handler stays when its receiver is dropped.
    if let Err(error) = signal(SignalKind::from_raw(Signal::XFSZ.as_raw())) {
        tracing::warn!(%error, "a limit of file sizes would end the program");
    }
}
