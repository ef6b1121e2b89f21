//! The bodies of the fuzz targets, over their seeds, over seeds with a few bytes changed, and over random bytes.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "../fuzz/bodies/mod.rs"]
mod bodies;

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

/// A seed with some bytes changed, put in or left out.
fn mutated(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<Index>(), any::<u8>(), 0..3_u8);
    (prop::sample::select(seeds), prop::collection::vec(change, 1..6)).prop_map(|(mut bytes, changes)| {
        for (at, byte, how) in changes {
            let at = at.index(bytes.len() + 1);
            match how {
                0 => bytes.insert(at, byte),
                1 if at < bytes.len() => bytes[at] = byte,
                _ if at < bytes.len() => drop(bytes.remove(at)),
                _ => {}
            }
        }
        bytes
    })
}

#[test]
fn the_bodies_hold_for_their_seeds_and_for_what_comes_near() {
    for (name, body) in bodies::ALL {
        let seeds = seeds(name);
        assert!(seeds.len() >= 5, "{name}");
        seeds.iter().for_each(|seed| body(seed));
        let mut runner = TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
        let run = |bytes: Vec<u8>| {
            body(&bytes);
            Ok(())
        };
        runner.run(&mutated(seeds), run).unwrap_or_else(|failed| panic!("{name}: {failed}"));
        runner.run(&prop::collection::vec(any::<u8>(), 0..64), run).unwrap_or_else(|failed| panic!("{name}: {failed}"));
    }
}

#[test]
fn each_body_has_its_target() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    for (name, _) in bodies::ALL {
        assert!(root.join("targets").join(format!("{name}.rs")).is_file(), "{name}");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
