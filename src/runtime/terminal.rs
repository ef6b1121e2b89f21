//! The terminal, borrowed and given back.

use std::fmt;
use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write as _};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste};
use crossterm::terminal::{Clear, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{Command, cursor, execute};
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use super::scrolling::Scrolling;

/// A larger terminal gets a frame of this size: nobody reads more, and a made-up size must not cost gigabytes.
const MAX_SIDE: u16 = 1000;

/// True between entering and giving back, so that giving back twice does nothing.
static BORROWED: AtomicBool = AtomicBool::new(false);

/// Why there is no screen to draw on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Input or output is no terminal.
    #[error("ringlog needs a terminal to draw on; without one use: ringlog calls list, ringlog export, ringlog sync")]
    NoTerminal,
    /// `TERM=dumb`.
    #[error("this terminal (TERM=dumb) cannot draw a screen; use: ringlog calls list, ringlog export, ringlog sync")]
    Dumb,
    /// Started with `&`.
    #[error("ringlog was started in the background; bring it to the front: fg")]
    Background,
    /// The terminal does not take orders.
    #[error("the terminal does not answer: {0}")]
    Io(#[from] io::Error),
}

/// The terminal in our modes: raw, alternate screen, mouse, bracketed paste. Dropping it gives the terminal back.
pub struct Screen {
    /// Never dropped: its own clean-up writes to a standard error that may be gone, which is a panic, and ours is done by then.
    terminal: ManuallyDrop<Terminal<Scrolling<BufWriter<Stdout>>>>,
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When there is none, or it is not ours to take; no mode was touched then.
    pub fn open(term: Option<&str>) -> Result<Self, Error> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(Error::NoTerminal);
        }
        if term == Some("dumb") {
            return Err(Error::Dumb);
        }
        if in_background() {
            return Err(Error::Background);
        }
        enter()?;
        let opened = (|| {
            let (columns, rows) = crossterm::terminal::size()?;
            let area = frame_area(columns, rows);
            let backend = Scrolling::new(BufWriter::with_capacity(1 << 16, io::stdout()), area);
            Terminal::with_options(backend, TerminalOptions { viewport: Viewport::Fixed(area) })
        })();
        match opened {
            Ok(terminal) => Ok(Self { terminal: ManuallyDrop::new(terminal) }),
            Err(error) => {
                give_back();
                Err(error.into())
            }
        }
    }

    /// The size in columns and rows, as large as we draw.
    #[must_use]
    pub fn size(&mut self) -> (u16, u16) {
        let area = self.terminal.get_frame().area();
        (area.width, area.height)
    }

    /// Paints one frame; only the cells that changed are sent, and lines that moved are not. A terminal without cells gets none.
    ///
    /// # Errors
    /// When the terminal does not take the bytes.
    pub fn draw(&mut self, paint: impl FnOnce(&mut Frame)) -> io::Result<()> {
        let (columns, rows) = self.size();
        if columns > 0 && rows > 0 {
            self.terminal.draw(paint)?;
        }
        Ok(())
    }

    /// Takes a new size; everything is painted anew with the next frame.
    ///
    /// # Errors
    /// When the terminal does not take the bytes.
    pub fn resize(&mut self, columns: u16, rows: u16) -> io::Result<()> {
        let area = frame_area(columns, rows);
        self.terminal.backend_mut().blank(area)?;
        self.terminal.resize(area)
    }

    /// Paints everything anew with the next frame, over whatever others wrote.
    ///
    /// # Errors
    /// When the terminal does not take the bytes.
    pub fn forget(&mut self) -> io::Result<()> {
        let (columns, rows) = crossterm::terminal::size()?;
        self.resize(columns, rows)
    }

    /// Sends text to the clipboard of the terminal (OSC 52), which works over SSH. Nothing says whether it was taken.
    ///
    /// # Errors
    /// When the terminal does not take the bytes.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Gives the terminal back, stops the job until the shell continues it, and takes the terminal again. Where no shell
    /// could continue it nothing happens, and `false` comes back.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<bool> {
        if !has_job_control() {
            return Ok(false);
        }
        give_back();
        stop_job();
        self.resume()?;
        Ok(true)
    }

    /// Takes the terminal again after the shell continued us.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn resume(&mut self) -> io::Result<()> {
        give_back();
        enter()?;
        self.forget()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Asks for clicks and the wheel, in decimal form. Not for every motion, as crossterm's own command does: over a slow link
/// each would cost bytes and wake us for nothing.
struct EnableButtons;

impl Command for EnableButtons {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str("\x1b[?1000h\x1b[?1006h")
    }
}

fn frame_area(columns: u16, rows: u16) -> Rect {
    Rect::new(0, 0, columns.min(MAX_SIDE), rows.min(MAX_SIDE))
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    BORROWED.store(true, Ordering::SeqCst);
    // Not every terminal empties the alternate screen, and of the first frame only what is no blank is sent.
    let empty = Clear(crossterm::terminal::ClearType::All);
    execute!(io::stdout(), EnterAlternateScreen, empty, EnableButtons, EnableBracketedPaste, cursor::Hide)
        .inspect_err(|_| give_back())
}

/// Gives the terminal back: every mode we set, in reverse. Safe to call at any time, from a panic too; the second call does
/// nothing. Errors are dropped, since a terminal that is gone needs nothing back.
pub(super) fn give_back() {
    if !BORROWED.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    let _ = execute!(out, DisableMouseCapture, DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

fn in_background() -> bool {
    rustix::termios::tcgetpgrp(rustix::stdio::stdin()).is_ok_and(|front| front != rustix::process::getpgrp())
}

/// A group that shares its leader with the session was started by no job-control shell: stopped, nobody would wake it.
fn has_job_control() -> bool {
    rustix::process::getsid(None).is_ok_and(|session| session != rustix::process::getpgrp())
}

/// Stops the whole job, as the terminal's own suspend key does, so that a parent such as `cargo run` stops with us.
fn stop_job() {
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::STOP);
}
