//! Draws the pictures of the README: starts the real program in a terminal of its own, presses keys, and writes what stands on
//! the screen to assets/pictures/ as SVG.
//!
//! `cargo build --release && cargo run --release --example pictures`, or with the program to picture as the argument.

#[path = "../../tests/support/pty.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
#[expect(clippy::unwrap_used, clippy::expect_used, reason = "a terminal that cannot be had ends the run")]
mod pty;
mod svg;

use std::cell::RefCell;
use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use portable_pty::CommandBuilder;
use pty::Pty;

/// What to picture.
struct Scene {
    /// Name of the file, without its ending.
    name: &'static str,
    /// Arguments of the program.
    arguments: &'static [&'static str],
    columns: u16,
    rows: u16,
    /// Says that the screen is there.
    first: &'static str,
    /// What to press, and what to wait for after it.
    steps: &'static [(&'static str, &'static str)],
}

const DEMO: &[&str] = &["demo", "--seed", "1", "--calls", "9000"];

const SCENES: [Scene; 5] = [
    Scene {
        name: "list",
        arguments: DEMO,
        columns: 120,
        rows: 36,
        first: "synced",
        steps: &[("/last:30d dir:in\r", "of 9,000"), ("   ", "3 marked"), ("jjjjjjjj", "CALL PATH")],
    },
    Scene {
        name: "detail",
        arguments: DEMO,
        columns: 80,
        rows: 24,
        first: "synced",
        steps: &[("/queue:accounts talk:>2m\r", "of 9,000"), ("\r", "CALL PATH")],
    },
    Scene {
        name: "export",
        arguments: DEMO,
        columns: 80,
        rows: 24,
        first: "synced",
        steps: &[("   ", "3 marked"), ("e", "Export calls")],
    },
    Scene { name: "sign-in", arguments: &[], columns: 80, rows: 24, first: "Waiting on 127.0.0.1", steps: &[] },
    Scene {
        name: "wide",
        arguments: DEMO,
        columns: 200,
        rows: 50,
        first: "synced",
        steps: &[("/result:answered\r", "of 9,000"), ("jjj", "CALL PATH")],
    },
];

fn main() -> Result<()> {
    let program = program()?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/pictures");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for scene in &SCENES {
        let path = folder.join(scene.name).with_extension("svg");
        fs::write(&path, picture(&program, scene)?).with_context(|| format!("cannot write {}", path.display()))?;
        writeln!(io::stdout(), "{}", path.display())?;
    }
    Ok(())
}

/// The program that was named, else the one that was built beside this example.
fn program() -> Result<PathBuf> {
    let program = match env::args_os().nth(1) {
        Some(path) => PathBuf::from(path),
        None => env::current_exe()?.with_file_name("").join("../ringlog"),
    };
    ensure!(program.is_file(), "there is no program {}: build it first, cargo build --release", program.display());
    Ok(program.canonicalize()?)
}

fn picture(program: &Path, scene: &Scene) -> Result<String> {
    let home = tempfile::tempdir().context("cannot make a folder for the program to work in")?;
    let mut terminal = Pty::start(command(program, scene, home.path()), scene.columns, scene.rows);
    terminal.wait_for(scene.first);
    for (keys, shown) in scene.steps {
        settle(&terminal);
        terminal.press(keys);
        terminal.wait_for(shown);
    }
    settle(&terminal);
    Ok(terminal.inspect(svg::picture))
}

/// The program in a world of its own: nothing of the person's settings, files or time zone shows in a picture. The client id is
/// made up; the sign-in page is never opened, so nobody is asked about it.
fn command(program: &Path, scene: &Scene, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.args(scene.arguments);
    command.cwd(home);
    command.env_clear();
    for (name, value) in [
        ("TERM", "xterm-256color"),
        ("TZ", "America/New_York"),
        ("LANG", "C.UTF-8"),
        ("BROWSER", "true"),
        ("PATH", "/usr/bin:/bin"),
        ("RINGLOG_CLIENT_ID", "Ex4mpleCl1entId"),
        ("RINGLOG_CREDENTIAL_STORE", "memory"),
        ("RINGLOG_REDIRECT_PORT", "53682"),
    ] {
        command.env(name, value);
    }
    command.env("HOME", home);
    command
}

/// Waits until nothing has changed for a while.
fn settle(terminal: &Pty) {
    const STILL: Duration = Duration::from_millis(700);
    let last = RefCell::new((String::new(), Instant::now()));
    terminal.wait_until("a screen that stands still", |screen| {
        let contents = screen.contents();
        let mut last = last.borrow_mut();
        if last.0 != contents {
            *last = (contents, Instant::now());
        }
        last.1.elapsed() >= STILL
    });
}
