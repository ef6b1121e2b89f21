//! The binary under test in a throw-away home.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use portable_pty::CommandBuilder;
use rusqlite::Connection;
use tempfile::TempDir;

use super::browser;
use super::faked_time::faked_time;
use super::process::{Ended, Process};
use super::zoom::Zoom;

const BINARY: &str = env!("CARGO_BIN_EXE_ringlog");

/// A home with nothing in it, and the settings that lead to a stand-in. Nothing of the person's own environment gets in.
pub struct Home {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Home {
    /// A home without settings.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("work")).unwrap();
        let home = Self { folder, variables: faked_time() };
        let below = |name: &str| home.path().join(name).display().to_string();
        let (config, data, state) = (below("config"), below("data"), below("state"));
        let home_folder = home.path().display().to_string();
        home.with("HOME", &home_folder)
            .with("XDG_CONFIG_HOME", &config)
            .with("XDG_DATA_HOME", &data)
            .with("XDG_STATE_HOME", &state)
            .with("PATH", &std::env::var("PATH").unwrap())
            .with("TZ", "UTC")
            .with("TERM", "xterm-256color")
    }

    /// A home for the stand-in's public client, with the credential in a file.
    pub fn at(zoom: &Zoom) -> Self {
        Self::new()
            .with("RINGLOG_CLIENT_ID", &zoom.running.client_id)
            .with("RINGLOG_AUTH_URL", &zoom.running.auth_url)
            .with("RINGLOG_API_URL", &zoom.running.api_url)
            .with("RINGLOG_CREDENTIAL_STORE", "file")
    }

    /// The same, signed in.
    pub fn signed_in(zoom: &Zoom) -> Self {
        let home = Self::at(zoom);
        home.sign_in();
        home
    }

    /// Sets a variable.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes the config file.
    pub fn configure(&self, text: &str) {
        let folder = self.path().join("config/ringlog");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("config.toml"), text).unwrap();
    }

    /// Signs in with arguments before the command, such as a profile.
    pub fn sign_in_with(&self, arguments: &[&str]) {
        let login = self.start(&[arguments, &["auth", "login", "--no-browser"]].concat());
        browser::allow(&login.sign_in_page());
        login.wait().expect(0);
    }

    /// The home folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder the binary is started in; nothing else is in it.
    pub fn work(&self) -> PathBuf {
        self.path().join("work")
    }

    /// `ringlog` with arguments.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.program(BINARY, arguments)
    }

    /// The same started by a shell that runs `prelude` first, such as `umask 000`.
    pub fn command_after(&self, prelude: &str, arguments: &[&str]) -> Command {
        let script = format!("{prelude}; exec \"$0\" \"$@\"");
        self.program("sh", &[&["-c", &script, BINARY], arguments].concat())
    }

    fn program(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(arguments).env_clear().envs(self.variables.iter().cloned()).current_dir(self.work());
        command
    }

    /// `ringlog` with arguments, for a terminal.
    pub fn in_terminal(&self, arguments: &[&str]) -> CommandBuilder {
        self.program_in_terminal(BINARY, arguments)
    }

    /// `ringlog` with arguments, for a terminal, started by a shell that runs `prelude` first.
    pub fn in_terminal_after(&self, prelude: &str, arguments: &[&str]) -> CommandBuilder {
        let script = format!("{prelude}; exec \"$0\" \"$@\"");
        self.program_in_terminal("sh", &[&["-c", &script, BINARY], arguments].concat())
    }

    /// The test program itself, for a terminal: only this one test of it, which is otherwise left out.
    pub fn test_in_terminal(&self, test: &str) -> CommandBuilder {
        let program = std::env::current_exe().unwrap().display().to_string();
        self.program_in_terminal(&program, &["--ignored", "--exact", test, "--nocapture"])
    }

    /// A shell that can suspend and resume programs, for a terminal; it knows the binary as `$ringlog`.
    pub fn shell_in_terminal(&self) -> CommandBuilder {
        let mut shell = self.program_in_terminal("bash", &["--norc", "--noprofile", "-i"]);
        shell.env("ringlog", BINARY);
        shell.env("PS1", "ready> ");
        shell
    }

    fn program_in_terminal(&self, program: &str, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command.cwd(self.work());
        command
    }

    /// Starts `ringlog` with arguments.
    pub fn start(&self, arguments: &[&str]) -> Process {
        Process::start(&mut self.command(arguments))
    }

    /// Runs `ringlog` to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.start(arguments).wait()
    }

    /// Signs in; the browser is a person who allows everything.
    pub fn sign_in(&self) {
        self.sign_in_with(&[]);
    }

    /// The files below the home, folders included.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path.clone());
                }
                found.push(path);
            }
        }
        found
    }

    /// The one file that holds the sign-in.
    pub fn credential(&self) -> PathBuf {
        let is_credential = |path: &PathBuf| path.to_string_lossy().contains("/credential-");
        self.files().into_iter().find(is_credential).expect("no credential was kept")
    }

    /// The settings, as environment variables.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The archive, if there is one.
    pub fn archive(&self) -> Option<PathBuf> {
        self.files().into_iter().find(|path| path.extension().is_some_and(|extension| extension == "db"))
    }

    /// The calls in the archive, which has to be whole; none where there is no archive. Looks into a copy, so that the next start
    /// finds what the last end left: one that was cut off is rolled back when it is opened.
    #[track_caller]
    pub fn calls_in_whole_archive(&self) -> BTreeSet<String> {
        let Some(archive) = self.archive() else { return BTreeSet::new() };
        let copy = tempfile::tempdir().unwrap();
        for end in ["", "-wal", "-journal"] {
            let file = PathBuf::from(format!("{}{end}", archive.display()));
            if file.exists() {
                fs::copy(&file, copy.path().join(file.file_name().unwrap())).unwrap();
            }
        }
        let archive = Connection::open(copy.path().join(archive.file_name().unwrap())).unwrap();
        let check: String = archive.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(check, "ok");
        // One that was killed at its start may have got as far as an empty file.
        let made = "SELECT count(*) FROM sqlite_schema WHERE name = 'call'";
        if archive.query_row(made, [], |row| row.get::<_, u32>(0)).unwrap() == 0 {
            return BTreeSet::new();
        }
        let mut calls = archive.prepare("SELECT quote(uuid) FROM call").unwrap();
        calls.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    }

    /// Removes the archive, its log and its lock.
    pub fn forget_archive(&self) {
        for path in self.files() {
            if path.to_string_lossy().contains(".db") {
                fs::remove_file(path).unwrap();
            }
        }
    }

    /// True when an archive was put aside as damaged.
    pub fn has_put_an_archive_aside(&self) -> bool {
        self.files().iter().any(|path| path.to_string_lossy().contains(".damaged-"))
    }

    /// Writes an executable script; gives its path.
    pub fn script(&self, name: &str, text: &str) -> String {
        let path = self.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        path.display().to_string()
    }

    /// Everything in the archive, exported: the header and the rows.
    pub fn exported(&self, name: &str) -> Table {
        self.run(&["export", "-o", name]).expect(0);
        Table::read(&self.work().join(name))
    }
}

/// A CSV file, read by somebody who knows nothing of how it was written.
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    pub fn read(path: &Path) -> Self {
        let mut reader = csv::Reader::from_path(path).unwrap();
        let strings = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let header = strings(reader.headers().unwrap());
        let rows = reader.records().map(|record| strings(&record.unwrap())).collect();
        Self { header, rows }
    }

    /// The cells of a column.
    pub fn column(&self, name: &str) -> Vec<&str> {
        let at = self.header.iter().position(|column| column == name).unwrap();
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }

    /// The calls in it; fails when one is there twice.
    pub fn calls(&self) -> BTreeSet<String> {
        let ids = self.column("call_history_uuid");
        let set: BTreeSet<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(set.len(), ids.len(), "a call stands in the export twice");
        set
    }
}
