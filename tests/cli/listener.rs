//! The listener of a sign-in, seen from outside the process: its sockets, its memory, its end.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use url::Url;
use vt100::Screen;

use crate::support::figure::figure;
use crate::support::process::Process;
use crate::support::pty::Pty;
use crate::support::ringlog::Home;
use crate::support::zoom::Zoom;
use crate::support::{browser, eventually};

fn port(page: &str) -> u16 {
    let page = Url::parse(page).unwrap();
    let redirect = page.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1.into_owned();
    Url::parse(&redirect).unwrap().port().unwrap()
}

/// The addresses on which a process listens, by the system's tables.
fn listening(process: u32) -> Vec<String> {
    const LISTEN: &str = "0A";
    let own: BTreeSet<String> = fs::read_dir(format!("/proc/{process}/fd"))
        .unwrap()
        .filter_map(|entry| fs::read_link(entry.ok()?.path()).ok()?.to_str().map(str::to_owned))
        .filter_map(|target| Some(target.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned()))
        .collect();
    let tables = ["tcp", "tcp6", "udp", "udp6"];
    let tables = tables.map(|table| fs::read_to_string(format!("/proc/net/{table}")).unwrap_or_default());
    let rows =
        tables.iter().flat_map(|table| table.lines().skip(1).map(|row| row.split_whitespace().collect::<Vec<_>>()));
    rows.filter(|row| row[3] == LISTEN && own.contains(row[9])).map(|row| row[1].to_owned()).collect()
}

/// Every address of this machine but the loopback that is listened on.
fn other_addresses() -> Vec<IpAddr> {
    let mut found = vec![IpAddr::V6(Ipv6Addr::LOCALHOST)];
    let table = fs::read_to_string("/proc/net/fib_trie").unwrap_or_default();
    let mut last = "";
    for line in table.lines() {
        match line.trim().strip_prefix("|-- ") {
            Some(address) => last = address,
            None if line.contains("/32 host LOCAL") => found.extend(last.parse::<Ipv4Addr>().ok().map(IpAddr::V4)),
            None => {}
        }
    }
    found.retain(|address| *address != IpAddr::V4(Ipv4Addr::LOCALHOST));
    found
}

#[test]
fn while_a_sign_in_waits_there_is_one_socket_and_it_is_loopback() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let login = home.start(&["auth", "login", "--no-browser"]);
    let page = login.sign_in_page();
    let port = port(&page);
    assert_eq!(listening(login.id()), [format!("0100007F:{port:04X}")]);
    for address in other_addresses() {
        let reached = TcpStream::connect_timeout(&SocketAddr::new(address, port), Duration::from_secs(2));
        assert!(reached.is_err(), "{address} answers");
    }
    browser::allow(&page);
    login.wait().expect(0);
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "nothing listens after the answer");
}

/// The system's threads of a process.
fn threads(process: u32) -> usize {
    fs::read_dir(format!("/proc/{process}/task")).unwrap().count()
}

#[test]
fn on_the_screen_nothing_listens_before_and_after_a_sign_in_and_giving_up_leaves_nothing() {
    let zoom = Zoom::start(|_| {});
    // On SSH no browser is started, and the address stands on the screen.
    let home = Home::at(&zoom).with("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22");
    let mut screen = Pty::start(home.in_terminal(&[]), 120, 36);
    screen.wait_for("Enter");
    let process = screen.process_id();
    let gone = |_: &Screen| listening(process).is_empty();
    assert_eq!(listening(process), [] as [String; 0], "before anybody asked for a sign-in");
    let (mut took, mut most) = (Vec::new(), 0);
    for time in 0..6 {
        screen.press("\r");
        screen.wait_for("Waiting on 127.0.0.1");
        assert_eq!(listening(process).len(), 1);
        took.push(screen.answered("\x1b", "the wait to end", |screen| !screen.contents().contains("Waiting on")));
        screen.wait_until("the socket to go", gone);
        if time == 0 {
            most = threads(process);
        }
    }
    assert!(took.iter().min().unwrap() < &Duration::from_millis(200), "{took:?}");
    eventually("the threads to go", || (threads(process) <= most).then_some(()));
    screen.press("\r");
    screen.wait_for("Waiting on 127.0.0.1");
    let rows = screen.rows();
    let address = rows.iter().skip_while(|row| !row.contains("http")).take_while(|row| !row.contains("[y]"));
    browser::allow(&address.map(|row| row.trim()).collect::<String>());
    screen.wait_for("1,500 of 1,500");
    assert_eq!(listening(process), [] as [String; 0], "after it");
    assert_eq!(screen.leave(), 0);
}

#[test]
fn forged_callbacks_cost_no_request_and_the_right_one_is_answered_at_once() {
    let zoom = Zoom::start(|_| {});
    let login = Home::at(&zoom).start(&["auth", "login", "--no-browser"]);
    let page = login.sign_in_page();
    let port = port(&page);
    let state = Url::parse(&page).unwrap().query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let ask = |target: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let request = format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        let (mut answer, begun) = (String::new(), Instant::now());
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.read_to_string(&mut answer);
        (answer, begun.elapsed())
    };
    let mut quickest = Duration::MAX;
    for number in 0..200 {
        let target = match number % 4 {
            0 => format!("/callback?code=forged&state={}", state.to_lowercase()),
            1 => "/callback?code=forged".to_owned(),
            2 => format!("/callback?code=forged&code=twice&state={state}"),
            _ => format!("/callback?error=access_denied&state={number}"),
        };
        let (answer, took) = ask(&target);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{target}: {answer}");
        quickest = quickest.min(took);
    }
    assert_eq!(zoom.asked("grant authorization_code"), 0, "a forged code was tried");
    assert!(quickest < Duration::from_millis(500), "an answer takes {quickest:?}");
    browser::allow(&page);
    login.wait().expect(0);
    assert_eq!(zoom.asked("grant authorization_code"), 1);
}

/// In the kilobytes that the system counts.
fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn idle_and_dripping_connections_cost_little_memory_and_do_not_hold_up_the_answer() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let login = home.start(&["auth", "login", "--no-browser"]);
    let page = login.sign_in_page();
    let (port, before) = (port(&page), memory(login.id()));
    let idle: Vec<TcpStream> = (0..200).map(|_| TcpStream::connect(("127.0.0.1", port)).unwrap()).collect();
    let dripping: Vec<_> = (0..50)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
            thread::spawn(move || {
                for byte in b"GET /c" {
                    if stream.write_all(&[*byte]).is_err() {
                        return;
                    }
                    thread::park_timeout(Duration::from_millis(200));
                }
            })
        })
        .collect();
    // The oldest are pushed out, so all 250 have been seen.
    let mut first = idle.first().unwrap().try_clone().unwrap();
    first.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    assert!(!matches!(first.read(&mut [0]), Ok(1..)));
    // One that is refused is answered as the right one is; the quickest tells how long it takes.
    let refused = || {
        let begun = Instant::now();
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let request = format!("GET /callback?code=x HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        let _ = stream.write_all(request.as_bytes());
        let _ = stream.read_to_end(&mut Vec::new());
        begun.elapsed()
    };
    let quickest = (0..50).map(|_| refused()).min().unwrap();
    assert!(quickest < Duration::from_millis(500), "beside 250 connections an answer takes {quickest:?}");
    let grown = memory(login.id()).saturating_sub(before);
    assert!(grown < 10 * 1024, "{grown} kB more");
    browser::allow(&page);
    login.wait().expect(0);
    for thread in dripping {
        thread.join().unwrap();
    }
}

/// Of so many sign-ins that want the same port, one gets it; the others say which port is taken.
fn one_of(many: usize) {
    let zoom = Zoom::start(|_| {});
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let homes: Vec<Home> =
        (0..many).map(|_| Home::at(&zoom).with("RINGLOG_REDIRECT_PORT", &port.to_string())).collect();
    let logins: Vec<Process> = homes.iter().map(|home| home.start(&["auth", "login", "--no-browser"])).collect();
    let mut winners = Vec::new();
    for login in logins {
        match login.line_or_end(|line| line.starts_with("http")) {
            Some(page) => winners.push((login, page)),
            None => drop(login.wait().expect(2).says(&port.to_string())),
        }
    }
    assert_eq!(winners.len(), 1);
    for (login, page) in winners {
        browser::allow(&page);
        login.wait().expect(0);
    }
}

#[test]
fn of_eight_sign_ins_with_one_port_one_wins() {
    one_of(8);
}

#[test]
#[ignore = "full size: a hundred processes"]
fn of_a_hundred_sign_ins_with_one_port_one_wins() {
    one_of(100);
}

/// Interrupted at some point of the wait, so often, the prompt is back and the port is free.
fn interrupted(times: usize) {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let mut took = Vec::new();
    for time in 0..times {
        let login = home.start(&["auth", "login", "--no-browser"]);
        let port = port(&login.sign_in_page());
        for _ in 0..time % 4 {
            let _ = TcpStream::connect(("127.0.0.1", port)).unwrap().write_all(b"GET /callback?code=x HTTP/1.1\r\n");
        }
        let pressed = Instant::now();
        login.signal(Signal::INT);
        login.wait().expect(130).says("nothing was changed");
        took.push(pressed.elapsed());
        assert!(
            TcpListener::bind(("127.0.0.1", port)).is_ok()
                || eventually("the port", || { TcpListener::bind(("127.0.0.1", port)).is_ok().then_some(true) })
        );
    }
    took.sort_unstable();
    figure(&format!("the prompt is back after {:.0?}, at most {:.0?}", took[times / 2], took[times - 1]));
    // Of many the quickest tells how long it takes, whatever else the machine does.
    assert!(took[0] < Duration::from_millis(300), "the prompt is back after {took:?}");
    home.run(&["auth", "status"]).expect(4);
}

#[test]
fn an_interrupt_ends_the_wait_and_frees_the_port() {
    interrupted(5);
}

#[test]
#[ignore = "full size: fifty processes, one after the other"]
fn fifty_interrupts_end_the_wait_and_free_the_port() {
    interrupted(50);
}

#[test]
fn nothing_in_the_working_folder_and_no_foreign_variable_changes_the_sign_in() {
    let zoom = Zoom::start(|_| {});
    let evil = "client_id = \"evil\"\nauth_url = \"https://example.com\"\nredirect_host = \"0.0.0.0\"\n";
    let mut home = Home::at(&zoom);
    for name in [
        "CALLBACK_HOST",
        "CALLBACK_URL",
        "REDIRECT_URI",
        "HOST",
        "PORT",
        "BIND",
        "LISTEN",
        "OAUTH_CALLBACK",
        "OAUTH_REDIRECT_URI",
        "ZOOM_CLIENT_ID",
        "ZOOM_AUTH_URL",
        "ZOOM_REDIRECT_URI",
        "CLIENT_ID",
        "AUTH_URL",
        "RINGLOG_CALLBACK_HOST",
        "RINGLOG_REDIRECT_HOST",
        "RINGLOG_REDIRECT_URI",
        "RINGLOG_BIND",
        "RINGLOG_HOST",
        "RINGLOG_SCOPE",
    ] {
        home = home.with(name, "0.0.0.0");
    }
    for name in ["config.toml", ".env", "ringlog.toml", ".ringlog.toml", ".ringlog/config.toml", "ringlog/config.toml"]
    {
        let path = home.work().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("[zoom]\n{evil}\nRINGLOG_CLIENT_ID=evil\n")).unwrap();
    }
    let login = home.start(&["auth", "login", "--no-browser"]);
    let page = login.sign_in_page();
    assert!(page.starts_with(&format!("{}/oauth/authorize?", zoom.running.auth_url)), "{page}");
    assert!(
        page.contains(&format!("client_id={}&redirect_uri=http%3A%2F%2F127.0.0.1%3A", zoom.running.client_id)),
        "{page}"
    );
    assert!(!page.contains("0.0.0.0") && !page.contains("scope="), "{page}");
    assert_eq!(listening(login.id()).len(), 1);
    browser::allow(&page);
    login.wait().expect(0);
}

#[test]
fn no_browser_is_started_for_an_address_that_is_none_of_a_server() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom);
    let opened = home.path().join("opened");
    let hook = home.script("browser", &format!("#!/bin/sh\ntouch {}\n", opened.display()));
    let home = home.with("BROWSER", &hook);
    for address in [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://127.0.0.1/",
        "http://zoom.us",
        "http://localhost:4000",
        "https://user:secret@zoom.us",
        "https://zoom.us/?a=$(id)",
        "https://zoom.us/#`id`",
        "https://",
        "-rf",
        "--help",
        "$(touch x)",
        "zoom.us; id",
        "\u{1b}]0;x\u{7}",
    ] {
        let home = home.command(&["auth", "login"]).env("RINGLOG_AUTH_URL", address).output().unwrap();
        assert_eq!(home.status.code(), Some(2), "{address:?}: {home:?}");
        assert!(!home.stderr.contains(&0x1b), "{address:?}");
    }
    assert!(!opened.exists());
}

#[test]
fn the_browser_gets_the_address_and_nothing_else_of_ours() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom).with("RINGLOG_CLIENT_SECRET", &zoom.running.client_secret).with("KEPT", "as it is");
    let told = home.path().join("told");
    let script = format!("#!/bin/sh\necho $$ > {0}.new; mv {0}.new {0}\nexec sleep 60\n", told.display());
    let home = {
        let hook = home.script("browser", &script);
        home.with("BROWSER", &hook)
    };
    let login = home.start(&["auth", "login"]);
    let page = login.sign_in_page();
    let id: u32 = eventually("the browser", || fs::read_to_string(&told).ok()).trim().parse().unwrap();
    let read = |what: &str| fs::read_to_string(format!("/proc/{id}/{what}")).unwrap();
    // The shell has become `sleep` by then, with the environment it was given.
    let environment = eventually("the environment", || Some(read("environ")).filter(|text| !text.is_empty()));
    let arguments = [login.arguments(), read("cmdline")].concat();
    rustix::process::kill_process(rustix::process::Pid::from_raw(id.try_into().unwrap()).unwrap(), Signal::TERM)
        .unwrap();
    assert!(environment.contains("KEPT=as it is"));
    assert!(!environment.contains("RINGLOG_"), "{}", environment.replace('\0', "\n"));
    for place in [&environment, &arguments] {
        assert!(!place.contains(&zoom.running.client_secret));
    }
    browser::allow(&page);
    login.wait().expect(0);
}

#[test]
fn over_ssh_the_line_that_lets_the_browser_in_is_printed() {
    let zoom = Zoom::start(|_| {});
    let home = Home::at(&zoom).with("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.7 2222").with("USER", "alvarez");
    let login = home.start(&["auth", "login"]);
    let page = login.sign_in_page();
    let port = port(&page);
    let line = login.line("the line for ssh", |line| line.contains("ssh -L"));
    assert_eq!(line.trim(), format!("ssh -L {port}:127.0.0.1:{port} -p 2222 alvarez@192.0.2.7"));
    login.line("the port as a setting", |line| line.contains(&format!("redirect_port = {port}")));
    login.line("the pointer to the checks", |line| line.contains("ringlog doctor"));
    browser::allow(&page);
    login.wait().expect(0);
}
