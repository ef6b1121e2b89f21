//! Standard output is data, standard error is words. A reader that has gone away ends the command quietly.

use std::fmt::Display;
use std::io::{self, Write};

use super::failure::Failure;

/// Says something to the person, on standard error. There is nobody to tell when that is closed.
pub fn say(words: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{words}");
}

/// Gives what the parser answers instead of a command: help and the version as data, mistakes as words. Gives the exit code.
#[must_use]
pub fn answered(answer: &clap::Error) -> u8 {
    match answer.print().and_then(|()| io::stdout().flush()) {
        Err(error) if !answer.use_stderr() => {
            let failure = unwritable(&error);
            if failure.code != 0 {
                say(format_args!("ringlog: {}", failure.words()));
            }
            failure.code
        }
        Ok(()) | Err(_) => u8::try_from(answer.exit_code()).unwrap_or(2),
    }
}

/// Writes a line of data.
///
/// # Errors
/// A quiet failure when the reader has gone away.
pub(super) fn put(line: impl Display) -> Result<(), Failure> {
    writeln!(io::stdout().lock(), "{line}").map_err(|error| unwritable(&error))
}

/// What it means that standard output takes no more.
pub(super) fn unwritable(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        // `ringlog calls list | head` is no failure.
        Failure::new(0, "")
    } else {
        Failure::new(1, format!("cannot write to standard output: {error}"))
    }
}

/// JSON lines as one JSON array: a comma between lines instead of an end of line.
pub(super) struct AsArray<W> {
    out: W,
    between: bool,
}

impl<W: Write> AsArray<W> {
    /// Writes the elements to `out`; the brackets are the caller's.
    pub(super) const fn new(out: W) -> Self {
        Self { out, between: false }
    }
}

impl<W: Write> Write for AsArray<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            if std::mem::take(&mut self.between) {
                self.out.write_all(b",\n")?;
            }
            let ended = line.strip_suffix(b"\n");
            self.out.write_all(ended.unwrap_or(line))?;
            self.between = ended.is_some();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_the_elements_of_an_array_however_they_are_cut() {
        for cut in 1..12 {
            let mut array = AsArray::new(Vec::new());
            for piece in b"{\"a\":1}\n{\"a\":2}\n".chunks(cut) {
                array.write_all(piece).unwrap();
            }
            assert_eq!(String::from_utf8(array.out).unwrap(), "{\"a\":1},\n{\"a\":2}");
        }
    }
}
