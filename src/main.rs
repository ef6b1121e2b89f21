//! Arguments, log file and wiring.

fn main() {}
