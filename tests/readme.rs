//! The README is held to the program: its tables are made from the program's own, and what it quotes is there.
//! `UPDATE_README=1 cargo test --test readme` writes the tables anew.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ringlog::app::{BROWSER_CAUSES, Binding, Place, bindings};
use ringlog::export;
use ringlog::model::query::{Field, Query};
use ringlog::model::{Access, Feature, Scopes};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// The text of all source files.
fn source(folder: &Path) -> String {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| if path.is_dir() { source(&path) } else { fs::read_to_string(path).unwrap() };
    paths.into_iter().map(read).collect()
}

/// In the README between `<!-- name -->` and `<!-- /name -->` stands `made`.
fn assert_section(name: &str, made: &str) {
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let text = readme();
    let from = text.find(&begin).unwrap() + begin.len();
    let to = from + text[from..].find(&end).unwrap();
    let made = format!("\n{}\n\n", made.trim());
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(root().join("README.md"), format!("{}{made}{}", &text[..from], &text[to..])).unwrap();
    } else {
        assert_eq!(&text[from..to], made, "run: UPDATE_README=1 cargo test --test readme");
    }
}

fn table(head: [&str; 2], rows: impl IntoIterator<Item = [String; 2]>) -> String {
    let mut table = format!("| {} | {} |\n| --- | --- |\n", head[0], head[1]);
    for [first, second] in rows {
        table.push_str(&format!("| {} | {} |\n", first.replace('|', "\\|"), second.replace('|', "\\|")));
    }
    table
}

/// Code in a table, whatever it holds.
fn code(text: &str) -> String {
    format!("`{text}`")
}

fn own(place: Place) -> impl Iterator<Item = &'static Binding> {
    bindings(place).filter(move |binding| binding.place == place)
}

fn key_row(binding: &Binding) -> [String; 2] {
    let keys: Vec<String> = binding.keys.iter().map(|key| code(&key.to_string())).collect();
    [keys.join(", "), binding.words.to_owned()]
}

/// A test of its own for each section would write over the others' sections.
#[test]
fn tables_of_the_readme_are_those_of_the_program() {
    let mut keys = String::new();
    for (title, places) in [
        ("Everywhere", &[Place::Always, Place::Everywhere][..]),
        ("In the list of calls", &[Place::List]),
        ("In a call", &[Place::Detail]),
        ("While typing a query", &[Place::Query]),
        ("While signing in", &[Place::Login]),
        ("Accounts and access", &[Place::Access]),
        ("In the copy menu", &[Place::Copy]),
    ] {
        let rows = places.iter().flat_map(|place| own(*place)).map(key_row);
        keys.push_str(&format!("**{title}**\n\n{}\n", table(["key", "does"], rows)));
    }
    assert_section("keys", &keys);

    let fields = Field::ALL.map(|field| [code(&field.to_string()), field.takes().to_owned()]);
    let examples = EXAMPLES.map(|[_, example]| code(example));
    let rows = fields.into_iter().zip(examples).map(|([field, takes], example)| [field, format!("{takes} | {example}")]);
    let mut made = "| field | takes | for example |\n| --- | --- | --- |\n".to_owned();
    for [field, rest] in rows {
        made.push_str(&format!("| {field} | {rest} |\n"));
    }
    assert_section("fields", &made);

    let columns: Vec<String> = export::column_names().map(code).collect();
    assert_section("columns", &columns.join(", "));

    let causes = BROWSER_CAUSES.map(|cause| [cause.shows.to_owned(), cause.helps.to_owned()]);
    assert_section("causes", &table(["the browser shows", "what helps"], causes));

    let faults = fs::read_to_string(root().join("src/demo/faults.rs")).unwrap();
    let made: String = faults
        .lines()
        .filter_map(|line| line.strip_prefix("//! "))
        .skip_while(|line| !line.starts_with("| word"))
        .take_while(|line| !line.starts_with("Example"))
        .map(|line| match line {
            _ if line.starts_with("| word") || line.starts_with("| ---") || line.starts_with("| `") => format!("{line}\n"),
            _ => format!("\n{line}\n\n"),
        })
        .collect();
    assert_section("faults", &made);
}

/// An example of each field, in the order of [`Field::ALL`].
const EXAMPLES: [[&str; 2]; 22] = [
    ["last", "last:7d"],
    ["from", "from:2026-11-01"],
    ["to", "to:yesterday"],
    ["on", "on:mon,tue"],
    ["dir", "dir:in"],
    ["result", "result:missed,abandoned"],
    ["queue", "queue:Support"],
    ["user", "user:lindqvist"],
    ["party", "party:\"Harbor Dental\""],
    ["number", "number:0134"],
    ["with", "with:+12025550134"],
    ["ext", "ext:2003"],
    ["site", "site:=HQ"],
    ["dept", "dept:sales"],
    ["cost", "cost:CC-330"],
    ["group", "group:=\"\""],
    ["talk", "talk:>2m"],
    ["wait", "wait:>=30s"],
    ["hold", "hold:<1m30s"],
    ["dur", "dur:=0"],
    ["has", "has:recording,voicemail"],
    ["is", "-is:spam"],
];

#[test]
fn every_query_in_the_readme_can_be_read() {
    for (field, [name, example]) in Field::ALL.into_iter().zip(EXAMPLES) {
        assert_eq!(field.name(), name);
        let query = Query::parse(example).unwrap();
        assert_eq!(query.terms()[0].clause.field(), Some(field), "{example}");
    }
    let text = readme();
    let quoted = text.match_indices("'").map(|(at, _)| &text[at + 1..]).filter_map(|rest| rest.split_once('\''));
    let queries: Vec<&str> = quoted.map(|(inside, _)| inside).filter(|inside| is_query(inside)).collect();
    assert!(queries.len() >= 4, "{queries:?}");
    let block = text.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let lines = block.lines().map(|line| line.split("   ").next().unwrap().split(" that week").next().unwrap());
    for query in queries.into_iter().chain(lines) {
        assert!(Query::parse(query).is_ok(), "{query}");
    }
}

fn is_query(text: &str) -> bool {
    !text.contains('\n') && Field::ALL.iter().any(|field| text.contains(&field.to_string()))
}

/// The rows of the table that begins with this head.
fn rows_below<'a>(text: &'a str, head: &str) -> Vec<&'a str> {
    let table = &text[text.find(head).unwrap()..];
    table.lines().skip(2).take_while(|line| line.starts_with('|')).collect()
}

/// What stands in backquotes in a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[test]
fn words_that_the_readme_explains_are_words_of_the_program() {
    let source = source(&root().join("src"));
    let text = readme();
    let rows = rows_below(&text, "| words | what helps |");
    assert!(rows.len() > 20);
    for row in rows {
        let words = quoted(row).next().unwrap();
        assert!(source.contains(words) || FROM_ZOOM.contains(&words), "{words}");
    }
}

/// Zoom's own words, which the program passes on.
const FROM_ZOOM: [&str; 1] = ["Invalid client_id or client_secret"];

#[test]
fn settings_of_the_readme_are_those_of_the_program() {
    let variables = |text: &str| -> BTreeSet<String> {
        text.match_indices("RINGLOG_")
            .map(|(at, _)| &text[at..])
            .map(|rest| rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect())
            .collect()
    };
    let text = readme();
    let listed = rows_below(&text, "| table and key | environment |");
    let config = fs::read_to_string(root().join("src/config.rs")).unwrap();
    assert_eq!(variables(&listed.join("\n")), variables(&config));
    let file = fs::read_to_string(root().join("src/config/file.rs")).unwrap();
    for row in listed {
        let key = quoted(row).next().unwrap().split_once("] ").unwrap().1;
        assert!(file.contains(&format!("pub {key}: Option<")), "{key}");
    }
}

#[test]
fn manifests_ask_for_scopes_that_ringlog_knows_and_the_readme_explains_and_only_read() {
    let text = readme();
    for (name, access) in [("admin", Access::Account), ("user", Access::Own)] {
        let manifest = fs::read_to_string(root().join(format!("assets/zoom-app-{name}-managed.json"))).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        let oauth = &manifest["oauth_information"];
        assert_eq!(oauth["development_redirect_uri"], "http://127.0.0.1/callback");
        let scopes = oauth["scopes"].as_array().unwrap();
        let scopes: Vec<&str> = scopes.iter().map(|scope| scope["scope"].as_str().unwrap()).collect();
        for scope in &scopes {
            assert!(scope.contains(":read:"), "{scope}");
            assert_eq!(scope.ends_with(":admin"), access == Access::Account, "{scope}");
            assert!(text.contains(&code(scope)), "{scope} is not explained");
        }
        let granted = Scopes::parse(&scopes.join(" "));
        assert_eq!(granted.access(), Some(access));
        assert!(granted.allow(Feature::WhoAmI));
    }
}

#[test]
fn every_file_that_the_readme_names_is_there() {
    for document in ["README.md", "ARCHITECTURE.md", "SECURITY.md"] {
        let text = fs::read_to_string(root().join(document)).unwrap();
        let links = text.match_indices("](").map(|(at, _)| text[at + 2..].split(')').next().unwrap());
        for link in links.filter(|link| !link.starts_with('#') && !link.starts_with("http")) {
            assert!(root().join(link).exists(), "{document}: {link}");
        }
    }
}
