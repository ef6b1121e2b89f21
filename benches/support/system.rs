//! What Linux tells of a process. Source: proc(5).

use std::fs;
use std::process::Command;
use std::time::Duration;

/// Processor time in clock ticks of 10 ms: of the process, and of its children that have ended.
pub fn cpu(process: &str) -> (Duration, Duration) {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("Linux with /proc");
    let (_, fields) = stat.rsplit_once(") ").expect("a command name in brackets");
    let ticks: Vec<u64> = fields.split(' ').map(|field| field.parse().unwrap_or(0)).collect();
    let time = |first: usize| Duration::from_millis(10 * (ticks[first] + ticks[first + 1]));
    (time(11), time(13))
}

/// Times that a thread of the process waited for something, and so was woken.
pub fn wake_ups(process: u32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{process}/task")).expect("Linux with /proc");
    threads
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("status")).ok())
        .filter_map(|status| field(&status, "voluntary_ctxt_switches:"))
        .sum()
}

/// The most memory that the process has had in use, in MB; pages of mapped files are in it.
pub fn peak_memory(process: u32) -> f64 {
    memory(process, "VmHWM:")
}

/// The memory that the process has in use, in MB, without pages of mapped files.
pub fn own_memory(process: u32) -> f64 {
    memory(process, "RssAnon:")
}

fn memory(process: u32, name: &str) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("Linux with /proc");
    let kilobytes = u32::try_from(field(&status, name).unwrap_or(0)).unwrap_or(u32::MAX);
    f64::from(kilobytes) / 1024.0
}

fn field(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Prints what the figures were measured on.
pub fn print_machine() {
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let date = Command::new("date").arg("+%Y-%m-%d").output().map(|date| date.stdout).unwrap_or_default();
    println!(
        "{}: {processors} processors, load {}",
        String::from_utf8_lossy(&date).trim(),
        load.split(' ').next().unwrap_or("?")
    );
}
