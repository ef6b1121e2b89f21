//! The real program in a pseudo-terminal, at 10 thousand calls and more, beside the least that a program on the same libraries
//! does: `cargo bench --bench screen -- 1000000` goes up to a million, with the word `only` it measures nothing smaller. The
//! variable `RINGLOG_BENCH_KEEP` names a folder that keeps the archives for the next run, and the word `prepare` makes them and
//! measures nothing: ten million calls take minutes to fetch. The words `keys` and `fetching` ask for one piece: the second is
//! the largest size while its last days are fetched.
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::expect_used, reason = "a bench that cannot go on has nothing better to do than to say why")]

mod support;

use std::time::{Duration, Instant};

use ringlog::model::grouped;
use support::profile::{Access, Limits, Profile, program};
use support::terminal::{Answer, Terminal};
use support::{Times, is_asked, is_named, sizes, system};
use vt100::Screen;

const PIECES: [&str; 2] = ["keys", "fetching"];
const STARTS: usize = 11;
const PRESSES: usize = 30;
/// So many days are about 60,000 of a million calls.
const LACKING: i64 = 11;
/// Between two keys of somebody who reads.
const REST: Duration = Duration::from_millis(150);
/// As much of a row as tells it from others.
const SELECTED: u16 = 60;
const IDLE: Duration = Duration::from_secs(10);
/// The sync after a start has ended by then: it asks for two days again, five pages a second.
const SYNC: Duration = Duration::from_secs(8);
/// Names that the stand-in gives people; each is looked for once.
const NEEDLES: [&str; 8] = ["kov", "lind", "oka", "ber", "mar", "555", "son", "xqz"];

fn main() {
    if std::env::args().any(|argument| argument == floor::ARGUMENT) {
        let each_key = std::env::args().any(|argument| argument == floor::EACH_KEY);
        return floor::run(each_key).expect("a terminal");
    }
    if is_named("prepare") {
        return sizes(100_000).into_iter().for_each(|calls| {
            Profile::new(calls, Limits::None).fill();
        });
    }
    system::print_machine();
    if is_asked("keys", &PIECES) {
        let floor = measure_floor();
        println!("\nbare ratatui");
        floor.print(None);
        for calls in sizes(100_000) {
            let profile = Profile::new(calls, Limits::None);
            let calls = profile.fill();
            println!("\n{} calls; in brackets: times bare ratatui", grouped(calls));
            measure(&profile, calls).print(Some(&floor));
        }
    }
    if is_asked("fetching", &PIECES) {
        println!("\nwhile the last {LACKING} days are fetched");
        measure_fetching(&Profile::apart(sizes(100_000).pop().unwrap_or_default(), Limits::None, Access::Account));
    }
}

/// What was measured of a program.
struct Figures {
    lines: Vec<(&'static str, Times, Option<usize>)>,
    memory: [f64; 2],
    idle: (Duration, u64, usize),
}

impl Figures {
    fn print(&self, floor: Option<&Self>) {
        println!("  {:<34}{:>9}{:>9}{:>9}{:>8}", "ms", "least", "middle", "95 %", "bytes");
        for (what, times, bytes) in &self.lines {
            let bytes = bytes.map_or_else(String::new, |bytes| bytes.to_string());
            let least = floor.and_then(|floor| floor.lines.iter().find(|line| line.0 == *what));
            let ratio = least.map_or_else(String::new, |line| format!("  ({:.1})", times.least() / line.1.least()));
            let (least, middle, high) = (times.least(), times.middle(), times.high());
            println!("  {what:<34}{least:>9.2}{middle:>9.2}{high:>9.2}{bytes:>8}{ratio}");
        }
        let [peak, own] = self.memory;
        println!("  memory: {peak:.1} MB at its peak; {own:.1} MB without files at the end");
        let (cpu, wake_ups, bytes) = self.idle;
        println!("  idle {} s: {} ms of CPU, {wake_ups} wake-ups, {bytes} bytes", IDLE.as_secs(), cpu.as_millis());
    }
}

fn cursor_is_there(screen: &Screen) -> bool {
    screen.rows(0, 1).any(|sign| sign == ">")
}

/// The row that tells how many calls there are.
fn count_line(screen: &Screen) -> String {
    screen.rows(0, u16::MAX).nth(1).unwrap_or_default()
}

/// True when all calls are in memory: `n` of as many, and at least those fetched. The stand-in's people go on calling.
fn all_are_there(screen: &Screen, least: u64) -> bool {
    let count_line = count_line(screen);
    let Some((before, after)) = count_line.split_once(" of ") else { return false };
    let number = |word: Option<&str>| word.and_then(|word| word.replace(',', "").parse::<u64>().ok());
    let (matching, total) = (number(before.split_whitespace().last()), number(after.split_whitespace().next()));
    matching == total && total >= Some(least)
}

fn measure(profile: &Profile, calls: u64) -> Figures {
    let environment = profile.environment();
    let (mut first_row, mut searchable) = (Vec::new(), Vec::new());
    let start = || Terminal::start(&program(), &[], &environment);
    for _ in 0..STARTS {
        let mut ringlog = start();
        first_row.push(ringlog.until("the first row", cursor_is_there));
        searchable.push(ringlog.until("all calls", |screen| all_are_there(screen, calls)));
    }
    let mut ringlog = start();
    ringlog.until("all calls", |screen| all_are_there(screen, calls));
    let mut lines = vec![
        ("exec to first row", Times::of(first_row), None),
        ("exec to all calls searchable", Times::of(searchable), None),
    ];
    // The sync after the start runs now.
    lines.push(("line down while a sync runs", Times::of((0..PRESSES).map(|_| line_down(&mut ringlog))), None));
    ringlog.listen(SYNC);
    lines.extend(keys(&mut ringlog));
    let needles = NEEDLES.map(|needle| {
        ringlog.press("/");
        let answer = ringlog.press(needle);
        ringlog.press("\u{15}\r");
        answer
    });
    lines.push(line("a needle never searched before", needles.into()));
    // The figures of all calls are new each time: the query between changes what they are of.
    let figures = (0..15).map(|_| {
        let answer = ringlog.press("4");
        ringlog.press("1/xqz\r");
        ringlog.press("/\u{15}\r");
        answer
    });
    lines.push(line("the figures of all calls", figures.collect()));
    let memory = [system::peak_memory(ringlog.process()), system::own_memory(ringlog.process())];
    Figures { lines, memory, idle: idle(&mut ringlog) }
}

/// The row under the cursor.
fn selected(screen: &Screen) -> Option<String> {
    screen.rows(0, SELECTED).find(|row| row.starts_with('>'))
}

/// A line down, until the cursor is on another row; the frames of a sync are no answer.
fn line_down(ringlog: &mut Terminal) -> Duration {
    let before = selected(ringlog.screen());
    ringlog.answer("j", "the cursor on another row", |screen| selected(screen) != before)
}

/// Keys and memory while the calls of the last days come into an archive of all the others, at the pace that we keep.
fn measure_fetching(profile: &Profile) {
    let there = profile.fetch_but(LACKING).outcome.new;
    let mut ringlog = Terminal::start(&program(), &[], &profile.environment());
    let is_fetching = |screen: &Screen| screen.rows(0, u16::MAX).next().is_some_and(|row| row.contains("syncing"));
    ringlog.until("all calls that were fetched", |screen| all_are_there(screen, there) && is_fetching(screen));
    let cpu = |ringlog: &Terminal| system::cpu(&ringlog.process().to_string()).0;
    let (before, begun) = (cpu(&ringlog), Instant::now());
    let mut presses = Vec::new();
    while is_fetching(ringlog.screen()) {
        presses.push(line_down(&mut ringlog));
        ringlog.listen(REST);
    }
    let (took, cpu) = (begun.elapsed().as_secs_f64(), cpu(&ringlog).saturating_sub(before).as_secs_f64());
    let (memory, count, times) = (system::peak_memory(ringlog.process()), presses.len(), Times::of(presses));
    println!(
        "  into {} calls came the rest in {took:.0} s, with {cpu:.1} s of CPU; then: {}",
        grouped(there),
        count_line(ringlog.screen())
    );
    println!(
        "  line down, {count} times: {:.2} ms, middle {:.2}, 95 % {:.2}",
        times.least(),
        times.middle(),
        times.high()
    );
    println!("  memory: {memory:.1} MB at its peak");
}

fn measure_floor() -> Figures {
    let program = std::env::current_exe().expect("the bench has a path").display().to_string();
    let environment = [("TERM".to_owned(), "xterm-256color".to_owned())];
    let start = || Terminal::start(&program, &[floor::ARGUMENT], &environment);
    let first_row = (0..STARTS).map(|_| start().until("the first row", cursor_is_there));
    let mut lines = vec![("exec to first row", Times::of(first_row), None)];
    lines.push(line("100 lines down, a frame each", each_key_a_frame(&program, &environment)));
    let mut bare = start();
    bare.until("the first row", cursor_is_there);
    bare.listen(Duration::from_millis(200));
    lines.extend(keys(&mut bare));
    let memory = [system::peak_memory(bare.process()), system::own_memory(bare.process())];
    Figures { lines, memory, idle: idle(&mut bare) }
}

/// What a program pays that does not take all waiting keys before it draws.
fn each_key_a_frame(program: &str, environment: &[(String, String)]) -> Vec<Answer> {
    let mut bare = Terminal::start(program, &[floor::ARGUMENT, floor::EACH_KEY], environment);
    bare.until("the first row", cursor_is_there);
    (0..9).map(|_| bare.press(&"j".repeat(100))).collect()
}

/// The keys that both programs know.
fn keys(program: &mut Terminal) -> Vec<(&'static str, Times, Option<usize>)> {
    let mut press = |what, keys: &[&str], presses| {
        line(what, (0..presses).map(|turn| program.press(keys[turn % keys.len()])).collect())
    };
    vec![
        press("line down", &["j"], PRESSES),
        press("page down", &["\u{1b}[6~"], PRESSES),
        press("end, home", &["\u{1b}[4~", "\u{1b}[1~"], PRESSES),
        press("100 lines down at once", &[&"j".repeat(100)], 9),
    ]
}

/// Times, and the bytes of the middle answer.
fn line(what: &'static str, answers: Vec<Answer>) -> (&'static str, Times, Option<usize>) {
    let mut bytes: Vec<usize> = answers.iter().map(|answer| answer.bytes).collect();
    bytes.sort_unstable();
    let middle = bytes.get(bytes.len() / 2).copied();
    (what, Times::of(answers.into_iter().map(|answer| answer.took)), middle)
}

/// Processor time, wake-ups and bytes of a program that nobody touches.
fn idle(program: &mut Terminal) -> (Duration, u64, usize) {
    program.listen(Duration::from_secs(2));
    let look = |process: u32| (system::cpu(&process.to_string()).0, system::wake_ups(process));
    let before = look(program.process());
    let bytes = program.listen(IDLE);
    let after = look(program.process());
    (after.0.saturating_sub(before.0), after.1 - before.1, bytes)
}

/// The least that a list on these libraries does: a million lines made up as they are drawn, the same keys, a frame for all
/// keys that wait. It ends with its terminal.
mod floor {
    use std::io;
    use std::time::Duration;

    use crossterm::event::{self, Event, KeyCode};
    use ratatui::style::{Modifier, Style};
    use ratatui::text::Line;

    /// Makes the bench be this program.
    pub const ARGUMENT: &str = "--floor";
    /// Makes it draw after each key, as most lists do.
    pub const EACH_KEY: &str = "--each-key";
    const LINES: usize = 1_000_000;

    #[expect(clippy::wildcard_enum_match_arm, reason = "other keys mean nothing here")]
    pub fn run(each_key: bool) -> io::Result<()> {
        let mut terminal = ratatui::try_init()?;
        let (mut selected, mut offset) = (0_usize, 0_usize);
        loop {
            let mut page = 0;
            terminal.draw(|frame| {
                page = usize::from(frame.area().height);
                offset = offset.clamp((selected + 1).saturating_sub(page), selected);
                let lines = (offset..LINES).zip(frame.area().rows());
                for (line, area) in lines {
                    let (sign, style) = if line == selected {
                        (">", Style::new().add_modifier(Modifier::REVERSED))
                    } else {
                        (" ", Style::new())
                    };
                    let text =
                        format!("{sign}  2026-11-{:02} 12:34  R. Alvarez {line:>12}  +1 202 555 0100", line % 30);
                    frame.render_widget(Line::styled(text, style), area);
                }
            })?;
            loop {
                if let Event::Key(key) = event::read()? {
                    selected = match key.code {
                        KeyCode::Char('j') => (selected + 1).min(LINES - 1),
                        KeyCode::PageDown => (selected + page).min(LINES - 1),
                        KeyCode::Home => 0,
                        KeyCode::End => LINES - 1,
                        _ => selected,
                    };
                }
                // Not zero: crossterm does not look then.
                if each_key || !event::poll(Duration::from_micros(50))? {
                    break;
                }
            }
        }
    }
}
