//! The first minute: signing in, and calls on screen while more come.

use crate::support::browser;
use crate::support::pty::Pty;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;

/// The address on the sign-in screen, put together from the rows it is spread over.
fn sign_in_page(terminal: &Pty) -> String {
    let rows = terminal.rows();
    let address = rows.iter().skip_while(|row| !row.contains("http")).take_while(|row| !row.contains("[y]"));
    address.map(|row| row.trim()).collect()
}

#[test]
fn who_is_not_signed_in_pastes_the_last_address_and_sees_calls() {
    for (columns, rows) in [(80, 24), (120, 36), (200, 50)] {
        let zoom = Zoom::start(|_| {});
        let home = Home::at(&zoom).with("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
        let mut terminal = Pty::start(home.in_terminal(&[]), columns, rows);
        terminal.wait_for("Sign in to Zoom");
        terminal.wait_for("Waiting on 127.0.0.1");
        let callback = browser::decide(&sign_in_page(&terminal), "allow");
        terminal.press("\x1b[200~http://127.0.0.1/not/this\x1b[201~");
        terminal
            .wait_until("a word about the wrong address", |screen| !screen.contents().contains("nothing pasted yet"));
        terminal.press(&format!("\x1b[200~{callback}\n\x1b[201~"));
        let all = "1,500 of 1,500";
        terminal.wait_for(all);
        assert!(!terminal.screen().contains("code="), "the code is on screen");
        terminal.press("q");
        assert_eq!(terminal.wait_exit(), 0);

        // The next start needs nobody, and shows the archive.
        let mut again = Pty::start(home.in_terminal(&[]), columns, rows);
        again.wait_for(all);
        again.press("q");
        assert_eq!(again.wait_exit(), 0);
    }
}

#[test]
fn an_address_that_the_terminal_types_is_taken_as_pasted() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom).with("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let mut terminal = Pty::start(home.in_terminal(&[]), 80, 24);
    terminal.wait_for("Waiting on 127.0.0.1");
    let callback = browser::decide(&sign_in_page(&terminal), "allow").to_string();
    // Without brackets, and with the line break of a window that was too narrow.
    let (head, rest) = callback.split_at(60);
    terminal.press(&format!("{head}\r{rest}\r"));
    terminal.wait_for("1,500 of 1,500");
    assert!(!terminal.screen().contains("code="), "the code is on screen");
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn whatever_the_terminal_had_on_its_screen_is_gone_before_the_first_frame() {
    let home = Home::new();
    let demo = Pty::start(home.in_terminal(&["demo", "--calls", "10"]), 80, 24);
    demo.wait_for("Started");
    let sent = demo.first_bytes();
    let at = |what: &str| sent.find(what).unwrap_or_else(|| panic!("no {what:?} in {sent:?}"));
    let (alternate, emptied) = (at("\x1b[?1049h"), at("\x1b[2J"));
    assert!(alternate < emptied, "{sent:?}");
    assert!(!sent[alternate + "\x1b[?1049h".len()..emptied].contains(char::is_alphanumeric), "{sent:?}");
}

#[test]
fn files_of_views_and_of_the_look_with_mistakes_are_told_at_the_start_and_kept() {
    let home = Home::new();
    home.configure("");
    let views = home.path().join("config/ringlog/views.toml");
    let text = "[[view]]\nname = \"Inbound\"\nquery = \"dir:in\"\n\n[[view]]\nname = \"b\"\nqurey = \"\"\n";
    std::fs::write(&views, text).unwrap();
    let look = home.path().join("state/ringlog/look.toml");
    std::fs::create_dir_all(look.parent().unwrap()).unwrap();
    std::fs::write(&look, "last = 3\n").unwrap();
    let zoom = Zoom::start(|_| {});
    let home = home
        .with("RINGLOG_CLIENT_ID", &zoom.running.client_id)
        .with("RINGLOG_AUTH_URL", &zoom.running.auth_url)
        .with("RINGLOG_API_URL", &zoom.running.api_url)
        .with("RINGLOG_CREDENTIAL_STORE", "file");
    home.sign_in();
    home.run(&["sync", "--last", "5d"]).expect(0);
    let mut terminal = Pty::start(home.in_terminal(&[]), 200, 50);
    terminal.wait_for("synced");
    let screen = terminal.screen();
    assert!(screen.contains("views.toml, line 7") && screen.contains("look.toml, line 1"), "{screen}");
    terminal.press("'");
    terminal.wait_for("Inbound");
    terminal.wait_for("! views.toml, line 7");
    terminal.press("\x1b");
    terminal.wait_gone("! views.toml");
    terminal.press("-");
    terminal.wait_gone("Party  ");
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
    assert_eq!(std::fs::read_to_string(views).unwrap(), text);
    assert_eq!(std::fs::read_to_string(look.with_file_name("look.toml.damaged")).unwrap(), "last = 3\n");
    assert!(std::fs::read_to_string(look).unwrap().contains("[last]"));
}

#[test]
fn a_browser_that_reaches_the_listener_is_enough() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom).with("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let mut terminal = Pty::start(home.in_terminal(&[]), 80, 24);
    terminal.wait_for("Waiting on 127.0.0.1");
    let landed = browser::allow(&sign_in_page(&terminal));
    assert_eq!(landed.address.path(), "/done");
    terminal.wait_for("1,500 of 1,500");
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn who_declines_reads_so_and_may_try_again() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom).with("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let mut terminal = Pty::start(home.in_terminal(&[]), 80, 24);
    terminal.wait_for("Waiting on 127.0.0.1");
    browser::deny(&sign_in_page(&terminal));
    terminal.wait_for("access_denied");
    terminal.press("r");
    terminal.wait_for("Waiting on 127.0.0.1");
    browser::allow(&sign_in_page(&terminal));
    terminal.wait_for("1,500 of 1,500");
}

#[test]
fn the_first_calls_show_while_the_rest_is_on_its_way() {
    // The first page comes at once, all others much later than anybody waits here.
    let zoom = Zoom::with_faults("on=/v2/phone/call_history nth=2 times=1000 delay=10m");
    let home = Home::signed_in(&zoom);
    let mut terminal = Pty::start(home.in_terminal(&[]), 80, 24);
    terminal.wait_until("calls while syncing", |screen| {
        let text = screen.contents();
        text.contains("syncing") && (text.contains("answered") || text.contains("missed"))
    });
    terminal.press("j j ");
    terminal.wait_for("2 marked");
    terminal.press("q");
    terminal.wait_exit();
}

#[test]
fn without_an_app_the_screen_tells_how_to_get_one() {
    let mut terminal = Pty::start(Home::new().in_terminal(&[]), 80, 24);
    terminal.wait_for("client_id");
    terminal.press("q");
    assert_eq!(terminal.wait_exit(), 0);
}
