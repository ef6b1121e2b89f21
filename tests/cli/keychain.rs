//! A keychain that is missing, or hangs: the screen goes on, and no token reaches a disk.

use std::fs;
use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

use crate::support::browser;
use crate::support::figure::figure;
use crate::support::pty::Pty;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// From a key to its frame.
const AT_ONCE: Duration = Duration::from_millis(100);

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

/// What the login screen says of a keychain that cannot be asked.
const TOLD: &str = "Could not ask the keychain";

#[test]
fn with_a_keychain_that_hangs_the_screen_answers_and_the_sign_in_stays_in_memory() {
    let zoom = Zoom::start(|_| {});
    let (home, _bus) = that_hangs(&zoom);
    let home = home.with("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let mut terminal = Pty::start(home.in_terminal(&[]), 80, 24);
    terminal.wait_for(TOLD);
    for words in ["did not answer", "What it keeps stays there", "r asks the keychain again", "Enter signs in"] {
        terminal.wait_for(words);
    }
    terminal.press("r");
    terminal.wait_for("Trying the stored sign-in");
    terminal.wait_for(TOLD);
    terminal.resize(120, 36);
    terminal.press("\r");
    terminal.wait_for("this sign-in ends with ringlog");
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

/// Presses keys for as long as the keychain is asked, in so many starts. Gives the times from keys to frames, and from the first
/// frame to the word that nothing came.
fn keys_while_the_keychain_hangs(starts: usize) -> (Vec<Duration>, Vec<Duration>) {
    let zoom = Zoom::start(|_| {});
    let (home, _bus) = that_hangs(&zoom);
    let (mut answered, mut told) = (Vec::new(), Vec::new());
    for _ in 0..starts {
        let mut terminal = Pty::start(home.in_terminal(&[]), 80, 24);
        terminal.wait_for("? help");
        let begun = Instant::now();
        let shows = |words: &'static str| move |screen: &vt100::Screen| screen.contents().contains(words);
        // The help leaves the last row, and what is on its way behind it comes up when it is closed.
        while !shows(TOLD)(&terminal.inspect(vt100::Screen::clone)) {
            answered.push(terminal.answered("?", "the help", shows("Keys for")));
            answered.push(terminal.answered("\x1b", "its end", |screen| !shows("Keys for")(screen)));
        }
        told.push(begun.elapsed());
        assert_eq!(terminal.leave(), 0);
    }
    answered.sort_unstable();
    told.sort_unstable();
    let (keys, middle, last) = (answered.len(), answered[answered.len() / 2], answered[answered.len() - 1]);
    let (first, latest) = (told[0], told[told.len() - 1]);
    figure(&format!("{keys} keys while a keychain hangs: answered after {middle:.1?}, at most {last:.1?}"));
    figure(&format!("the login screen told of it after {first:.1?} to {latest:.1?}"));
    (answered, told)
}

#[test]
fn while_a_keychain_hangs_keys_are_answered() {
    let (answered, _) = keys_while_the_keychain_hangs(1);
    assert!(answered[0] < AT_ONCE, "{answered:?}");
}

#[test]
#[ignore = "full size of SECURITY row B6; it also measures"]
fn while_a_keychain_hangs_each_key_is_answered_at_once() {
    let (answered, told) = keys_while_the_keychain_hangs(20);
    let p99 = answered[answered.len() * 99 / 100];
    assert!(p99 < AT_ONCE, "p99 {p99:?}");
    assert!(told[0] < Duration::from_secs(4), "{told:?}");
}
