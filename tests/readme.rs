//! The README is held to the program: its tables are made from the program's own, and what it quotes is there.
//! `UPDATE_README=1 cargo test --test readme` writes the tables anew.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests do")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use ringlog::app::{BROWSER_CAUSES, Binding, Group, Keymap, Place};
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
    // Not all of them are text.
    let read = |path: PathBuf| {
        if path.is_dir() { source(&path) } else { String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned() }
    };
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

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// The keys of a place's own, by their headings in the help.
fn keys_of(title: &str, place: Place) -> String {
    let keymap = Keymap::default();
    let mut table = format!("**{title}**\n\n| | key | does |\n| --- | --- | --- |\n");
    for group in Group::ALL {
        let mut heading = group.title();
        let own = |binding: &&Binding| binding.group == group && belongs(binding.place, place);
        // Where everything is above everything, a binding comes twice.
        let mut shown = BTreeSet::new();
        for binding in keymap.bindings(place).filter(own) {
            let keys: Vec<String> = binding.keys.iter().map(|key| code(&key.to_string())).collect();
            let keys = keys.join(", ");
            if shown.insert(keys.clone()) {
                let heading = std::mem::take(&mut heading);
                let _ = writeln!(table, "| {heading} | {keys} | {} |", binding.words); // a String takes all
            }
        }
    }
    table
}

/// What works while typing too stands with what works everywhere.
fn belongs(of: Place, place: Place) -> bool {
    of == place || (of == Place::Always && place == Place::Everywhere)
}

/// A test of its own for each section would write over the others' sections.
#[test]
fn tables_of_the_readme_are_those_of_the_program() {
    let places = [
        ("Everywhere", Place::Everywhere),
        ("In the list of calls", Place::List),
        ("In a call", Place::Detail),
        ("In the counts by value", Place::Facets),
        ("In the saved views", Place::SavedViews),
        ("While typing a query", Place::Query),
        ("Before there is an app to sign in with", Place::NoApp),
        ("Before a sign-in", Place::Login),
        ("While the browser has to come back", Place::LoginBrowser),
        ("While a code has to be typed elsewhere", Place::LoginDevice),
        ("When a sign-in failed", Place::LoginFailed),
        ("In accounts and access", Place::Access),
        ("In recordings", Place::Recordings),
        ("In voicemail", Place::Voicemail),
        ("In stats", Place::Stats),
        ("In jobs", Place::Jobs),
        ("In the days fetched", Place::Coverage),
        ("In the copy menu", Place::Copy),
    ];
    let keys = places.map(|(title, place)| keys_of(title, place));
    assert_section("keys", &keys.join("\n"));

    let rows = Field::ALL.into_iter().zip(EXAMPLES).map(|(field, [_, example])| {
        format!("| {} | {} | {} |\n", code(&field.to_string()), field.takes(), code(example))
    });
    let head = "| field | takes | for example |\n| --- | --- | --- |\n".to_owned();
    assert_section("fields", &(head + &rows.collect::<String>()));

    let columns: Vec<String> = export::column_names().map(code).collect();
    assert_section("columns", &columns.join(", "));

    let rows = BROWSER_CAUSES.map(|cause| format!("| {} | {} |\n", cause.shows, cause.helps));
    assert_section("causes", &format!("| the browser shows | what helps |\n| --- | --- |\n{}", rows.concat()));

    let faults = fs::read_to_string(root().join("src/demo/faults.rs")).unwrap();
    let made: String = faults
        .lines()
        .filter_map(|line| line.strip_prefix("//! "))
        .skip_while(|line| !line.starts_with("| word"))
        .take_while(|line| !line.starts_with("Example"))
        .map(|line| match line {
            _ if line.starts_with("| word") || line.starts_with("| ---") || line.starts_with("| `") => {
                format!("{line}\n")
            }
            _ => format!("\n{line}\n\n"),
        })
        .collect();
    assert_section("faults", &made);
}

/// An example of each field, in the order of [`Field::ALL`].
const EXAMPLES: [[&str; 2]; 26] = [
    ["last", "last:7d"],
    ["from", "from:2026-11-01"],
    ["to", "to:yesterday"],
    ["on", "on:mon,tue"],
    ["weekday", "weekday:mon,tue"],
    ["hour", "hour:9,10"],
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
    ["said", "said:\"call me back\""],
    ["needs", "needs:callback"],
];

#[test]
fn every_query_in_the_readme_can_be_read() {
    for (field, [name, example]) in Field::ALL.into_iter().zip(EXAMPLES) {
        assert_eq!(field.name(), name);
        let query = Query::parse(example).unwrap();
        assert_eq!(query.terms()[0].clause.field(), Some(field), "{example}");
    }
    let text = readme();
    let quoted = text.match_indices('\'').map(|(at, _)| &text[at + 1..]).filter_map(|rest| rest.split_once('\''));
    let queries: Vec<&str> = quoted.map(|(inside, _)| inside).filter(|inside| is_query(inside)).collect();
    assert!(queries.len() >= 4, "{queries:?}");
    let block = text.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let lines = block.lines().map(|line| line.split("   ").next().unwrap());
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
    let source = |name: &str| fs::read_to_string(root().join("src").join(name)).unwrap();
    let config = source("config.rs") + &source("config/profiles.rs");
    assert_eq!(variables(&listed.join("\n")), variables(&config));
    let file = fs::read_to_string(root().join("src/config/file.rs")).unwrap();
    for row in listed {
        // The row of the profiles names a table, whose keys have rows of their own.
        let Some((_, key)) = quoted(row).next().unwrap().split_once("] ") else { continue };
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

/// Each test that the table of what ringlog survives names is a test, and each that is left out of an ordinary run stands in it.
#[test]
fn the_tests_of_what_ringlog_survives_are_there() {
    let table = fs::read_to_string(root().join("docs/SECURITY-TESTS.md")).unwrap();
    let code = source(&root().join("src")) + &source(&root().join("tests"));
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| row")).collect();
    assert!(rows.len() > 60, "{}", rows.len());
    for row in rows.iter().filter(|row| !row.starts_with("| ---")) {
        let cells: Vec<&str> = row.split(" | ").collect();
        assert_eq!(cells.len(), 5, "{row}");
        for name in cells[2].split('`').skip(1).step_by(2).filter(|name| !name.contains(['.', '/', ' '])) {
            assert!(code.contains(&format!("fn {name}(")), "{name} is no test: {row}");
        }
    }
    // Found by the words of its reason, as they stand in the code.
    for left_out in code.split("#[ignore").skip(1) {
        let name = left_out.split("fn ").nth(1).and_then(|rest| rest.split('(').next()).unwrap();
        let is_test = left_out.starts_with(" = \"") && !name.starts_with("a_program_that_");
        assert!(!is_test || table.contains(&format!("`{name}`")), "{name} stands in no row");
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

#[test]
fn the_table_of_rooms_is_the_one_that_is_checked() {
    let layering = fs::read_to_string(root().join("tests/layering.rs")).unwrap();
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let rows = rows_below(&text, "| room | job | may import |");
    let words =
        |line: &str, mark: char| -> Vec<String> { line.split(mark).skip(1).step_by(2).map(str::to_owned).collect() };
    let table = layering.split("= [\n").nth(1).unwrap().split("\n];").next().unwrap();
    let table: String = table.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let checked: Vec<Vec<String>> =
        table.split(']').filter(|row| row.contains('"')).map(|row| words(row, '"')).collect();
    assert_eq!(rows.len(), checked.len());
    for (row, checked) in rows.into_iter().zip(checked) {
        let [_, room, _, imports, _] = row.split('|').collect::<Vec<_>>()[..] else { panic!("{row}") };
        assert_eq!(words(room, '`')[0], checked[0]);
        let every_other = imports.contains("every other room");
        let none = imports.contains("nothing");
        if !every_other && !none {
            assert_eq!(words(imports, '`'), checked[1..], "{}", checked[0]);
        }
        assert_eq!(none, checked.len() == 1, "{}", checked[0]);
    }
}
