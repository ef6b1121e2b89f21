//! A real keychain: gnome-keyring on a session bus of its own, with everything in a folder that goes away. It needs `dbus-daemon`,
//! `dbus-send` and `gnome-keyring-daemon`, so it runs where they are asked for: `cargo test --test keyring -- --ignored`, which
//! `.ci/run` does. Credential Manager of Windows and its limits have no counterpart here.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a helper that cannot do its part fails its test")]

#[path = "support/mod.rs"]
mod support;

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ringlog::demo::RefreshReuse;
use support::eventually;
use support::figure::figure;
use support::process::Process;
use support::pty::Pty;
use support::ringlog::Home;
use support::zoom::Zoom;
use tempfile::TempDir;

/// A keychain that outlives its daemons.
struct Keyring {
    folder: TempDir,
    daemons: Vec<Child>,
}

impl Keyring {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["home", "run", "data/keyrings"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        fs::set_permissions(folder.path().join("run"), fs::Permissions::from_mode(0o700)).unwrap();
        let mut keyring = Self { folder, daemons: Vec::new() };
        keyring.unlock();
        keyring
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn bus(&self) -> String {
        format!("unix:path={}", self.path("bus").display())
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var("PATH").unwrap())
            .env("HOME", self.path("home"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Starts the bus and the daemon, and unlocks what is kept.
    fn unlock(&mut self) {
        self.begin(true);
    }

    fn begin(&mut self, unlocked: bool) {
        let address = format!("--address={}", self.bus());
        let bus = self.command("dbus-daemon").args(["--session", "--nofork", "--nopidfile", &address]).spawn();
        self.daemons.push(bus.expect("dbus-daemon is not installed"));
        eventually("the bus", || self.path("bus").exists().then_some(()));
        let mut daemon = self.command("gnome-keyring-daemon");
        daemon.args(["--foreground", "--components=secrets"]).stdin(Stdio::piped());
        if unlocked {
            daemon.arg("--unlock");
        }
        let mut daemon = daemon.spawn().expect("gnome-keyring-daemon is not installed");
        daemon.stdin.take().unwrap().write_all(b"test").unwrap();
        self.daemons.push(daemon);
        eventually("the Secret Service", || {
            let mut ask = self.command("dbus-send");
            ask.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
            ask.args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]);
            let answer = ask.stdout(Stdio::piped()).output().expect("dbus-send is not installed");
            String::from_utf8_lossy(&answer.stdout).contains("boolean true").then_some(())
        });
    }

    /// Ends the session, and begins another with what was kept.
    fn begin_another_session(&mut self) {
        self.end();
        self.unlock();
    }

    /// The same, in which nobody has unlocked it.
    fn begin_a_locked_session(&mut self) {
        self.end();
        self.begin(false);
    }

    /// Types the password into the daemon that runs. Source: gnome-keyring, gkd-control-server.c: a byte for who asks, then the
    /// length of the packet, the number of what to do, and the password with its own length.
    fn unlock_this_session(&self) {
        const UNLOCK: u32 = 1;
        let mut daemon = UnixStream::connect(self.path("run/keyring/control")).unwrap();
        let packet = [8 + 4 + 4, UNLOCK, 4].map(u32::to_be_bytes).concat();
        daemon.write_all(&[b"\0", packet.as_slice(), b"test"].concat()).unwrap();
        let mut answer = [0; 8];
        daemon.read_exact(&mut answer).unwrap();
        assert_eq!(answer, [0, 0, 0, 8, 0, 0, 0, 0], "it was not unlocked");
    }

    fn end(&mut self) {
        self.stop();
        // A bus that was killed leaves its socket behind.
        let _ = fs::remove_file(self.path("bus"));
    }

    fn stop(&mut self) {
        for mut daemon in self.daemons.drain(..).rev() {
            // It may have ended with the bus.
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
    }

    /// A home whose sign-in is in this keychain.
    fn home(&self, zoom: &Zoom) -> Home {
        Home::at(zoom)
            .with("RINGLOG_CREDENTIAL_STORE", "keyring")
            .with("DBUS_SESSION_BUS_ADDRESS", &self.bus())
            .with("XDG_RUNTIME_DIR", &self.path("run").display().to_string())
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        self.stop();
    }
}

/// How often something is done: what the full size asks for, or so few.
fn rounds(few: usize) -> usize {
    std::env::var("RINGLOG_TEST_SESSIONS").map_or(few, |number| number.parse().unwrap())
}

#[test]
#[ignore = "needs dbus-daemon and gnome-keyring-daemon; .ci/run runs it"]
fn a_sign_in_outlives_the_session_of_its_keychain() {
    let zoom = Zoom::start(|_| {});
    let mut keyring = Keyring::start();
    let home = keyring.home(&zoom);
    home.sign_in();
    let sessions = rounds(5);
    for _ in 0..sessions {
        keyring.begin_another_session();
        home.run(&["auth", "refresh"]).expect(0);
    }
    let status = home.run(&["auth", "status"]).expect(0).stdout;
    assert!(status.contains("Secret Service"), "{status}");
    assert_eq!(zoom.asked("grant refresh_token"), sessions as u64);
    let doctor = home.run(&["doctor"]).stdout;
    assert!(doctor.lines().any(|line| line.starts_with("ok") && line.contains("Secret Service")), "{doctor}");
    home.run(&["auth", "logout"]).expect(0);
    home.run(&["auth", "status"]).expect(4);
    assert!(!home.files().iter().any(|path| path.to_string_lossy().contains("credential")));
}

/// What is kept is locked, and nobody is there to type its password.
#[test]
#[ignore = "needs dbus-daemon and gnome-keyring-daemon; .ci/run runs it"]
fn a_keychain_that_is_locked_is_told_of_and_no_token_reaches_a_disk() {
    let zoom = Zoom::start(|_| {});
    let mut keyring = Keyring::start();
    let home = keyring.home(&zoom);
    home.sign_in();
    keyring.begin_a_locked_session();
    for (arguments, code) in [(&["auth", "status"][..], 4), (&["sync"], 2), (&["auth", "login", "--no-browser"], 2)] {
        let begun = Instant::now();
        let ended = home.run(arguments);
        figure(&format!("{arguments:?} with a locked keychain: {:.1?}", begun.elapsed()));
        assert_eq!(ended.code, code, "{arguments:?}: {ended:?}");
        assert!(ended.stderr.contains("keychain"), "{arguments:?}: {ended:?}");
        assert!(!ended.stderr.contains("/oauth/authorize"), "nobody is sent to a browser for nothing: {ended:?}");
    }
    let doctor = home.run(&["doctor"]).stdout;
    assert!(doctor.lines().any(|line| line.starts_with("problem  credential store")), "{doctor}");
    assert!(!home.files().iter().any(|path| path.to_string_lossy().contains("credential")));
    assert_eq!(zoom.asked("grant refresh_token"), 0);
    // Unlocked again, the sign-in is as it was.
    keyring.begin_another_session();
    home.run(&["auth", "refresh"]).expect(0);
}

/// The login screen says that it is locked; once it is unlocked, a key takes the stored sign-in up without a browser.
#[test]
#[ignore = "needs dbus-daemon and gnome-keyring-daemon; .ci/run runs it"]
fn a_keychain_that_is_locked_is_asked_again_from_the_login_screen() {
    let zoom = Zoom::start(|_| {});
    let mut keyring = Keyring::start();
    let home = keyring.home(&zoom);
    home.sign_in();
    keyring.begin_a_locked_session();
    let mut terminal = Pty::start(home.in_terminal(&[]), 80, 24);
    terminal.wait_for("Could not ask the keychain");
    terminal.wait_for("Unlock the system keychain");
    terminal.press("r");
    terminal.wait_for("Trying the stored sign-in");
    terminal.wait_for("Could not ask the keychain");
    keyring.unlock_this_session();
    terminal.press("r");
    terminal.wait_for("1,500 of 1,500");
    assert_eq!(terminal.leave(), 0);
    assert_eq!(zoom.asked("grant authorization_code"), 1, "nobody signed in a second time");
}

/// One credential, sixteen processes whose folders all differ: the lock is where no setting moves it.
#[test]
#[ignore = "needs dbus-daemon and gnome-keyring-daemon; .ci/run runs it"]
fn sixteen_processes_with_folders_of_their_own_share_one_renewal_at_a_time() {
    let zoom = Zoom::start(|options| {
        (options.world.calls, options.world.days) = (60, 20);
        options.refresh_reuse = RefreshReuse::EndsSession;
    });
    let keyring = Keyring::start();
    let first = keyring.home(&zoom);
    first.sign_in();
    let all_at_once = |arguments: &[&str]| {
        let processes: Vec<Process> = (0..16)
            .map(|number| {
                let mut command = first.command(arguments);
                for folder in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
                    command.env(folder, first.path().join(format!("{folder}-{number}")));
                }
                Process::start(&mut command)
            })
            .collect();
        for process in processes {
            process.wait().expect(0);
        }
    };
    // Each finds that Zoom refuses the token, which only Zoom's clock says is over; one of them renews it for all.
    let expiries = rounds(3);
    for expiry in 1..=expiries {
        zoom.advance(Duration::from_hours(2));
        all_at_once(&["sync", "--last", "1d"]);
        assert_eq!(zoom.asked("grant refresh_token"), expiry as u64);
    }
    // Each renews it, one after the other.
    all_at_once(&["auth", "refresh"]);
    first.run(&["auth", "refresh"]).expect(0);
}
