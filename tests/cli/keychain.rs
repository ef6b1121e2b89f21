//! A keychain that is missing, or hangs: the screen goes on, and no token reaches a disk.

use std::fs;
use std::os::unix::net::UnixListener;

use crate::support::browser;
use crate::support::pty::Pty;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// A home that keeps the sign-in in the keychain, behind a session bus at this path.
fn with_bus(zoom: &Zoom, name: &str) -> Home {
    let home = Home::at(zoom).with("RINGLOG_CREDENTIAL_STORE", "keyring");
    let bus = format!("unix:path={}", home.path().join(name).display());
    home.with("DBUS_SESSION_BUS_ADDRESS", &bus)
}

/// A bus that takes connections and never says a word.
fn that_hangs(zoom: &Zoom) -> (Home, UnixListener) {
    let home = with_bus(zoom, "bus");
    let bus = UnixListener::bind(home.path().join("bus")).unwrap();
    (home, bus)
}

fn assert_no_token_on_disk(home: &Home) {
    // Tokens of the stand-in are hundreds of letters without a space.
    let is_token = |text: &str| {
        text.split(|letter: char| !letter.is_ascii_alphanumeric() && !"-_".contains(letter))
            .any(|word| word.len() > 300)
    };
    for file in home.files().into_iter().filter(|path| path.is_file()) {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        assert!(!is_token(&text), "{} holds a token", file.display());
    }
}

#[test]
fn without_a_keychain_nobody_is_sent_to_the_browser_for_nothing() {
    let zoom = Zoom::start(|_| {});
    let home = with_bus(&zoom, "nowhere");
    let ended = home.run(&["auth", "login", "--no-browser"]).expect(2).says("keychain").says("credential_store");
    assert!(!ended.stderr.contains("/oauth/authorize"), "{}", ended.stderr);
    assert_no_token_on_disk(&home);
}

#[test]
fn a_keychain_that_hangs_is_given_up_after_three_seconds() {
    let zoom = Zoom::start(|_| {});
    let (home, _bus) = that_hangs(&zoom);
    home.run(&["auth", "login", "--no-browser"]).expect(2).says("did not answer within 3 seconds");
    home.run(&["auth", "status"]).expect(4).says("did not answer");
}

#[test]
fn with_a_keychain_that_hangs_the_screen_answers_and_the_sign_in_stays_in_memory() {
    let zoom = Zoom::start(|_| {});
    let (home, _bus) = that_hangs(&zoom);
    let home = home.with("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let mut terminal = Pty::start(home.in_terminal(&[]), 120, 36);
    // The keychain is being asked, and the keys work.
    terminal.wait_for("? help");
    terminal.press("?");
    terminal.wait_for("Keys for");
    terminal.press("\x1b");
    terminal.wait_for("Waiting on 127.0.0.1");
    let rows = terminal.rows();
    let address = rows.iter().skip_while(|row| !row.contains("http")).take_while(|row| !row.contains("[y]"));
    let page: String = address.map(|row| row.trim()).collect();
    let callback = browser::decide(&page, "allow");
    terminal.press(&format!("\x1b[200~{callback}\x1b[201~"));
    terminal.wait_for("This sign-in ends with ringlog");
    terminal.wait_for("1,500 of 1,500");
    assert_no_token_on_disk(&home);
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
    home.run(&["auth", "status"]).expect(4);
    assert_no_token_on_disk(&home);
}
