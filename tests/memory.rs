//! What is left of a refresh token in our own memory once nobody needs it.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a helper that cannot do its part fails its test")]

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;

use ringlog::auth::{Client, Endpoints, FileVault, Identity, Record, TokenResponse, Vault};
use secrecy::zeroize::Zeroizing;
use url::Url;

const MASK: u8 = 0xa5;
/// The allocator writes over the first bytes of what is freed, so only the rest of a token is looked for.
const OVERWRITTEN: usize = 40;

/// A token that this test knows in disguise only, so that it finds none of its own making.
struct Canary(Vec<u8>);

impl Canary {
    fn new() -> Self {
        let mut bytes = vec![0; 240];
        getrandom::fill(&mut bytes).unwrap();
        for byte in &mut bytes {
            *byte = (b'a' + *byte % 26) ^ MASK;
        }
        Self(bytes)
    }

    /// The token between two texts, in a buffer that is wiped.
    fn within(&self, before: &str, after: &str) -> Zeroizing<Vec<u8>> {
        let mut text = Zeroizing::new(Vec::with_capacity(before.len() + self.0.len() + after.len()));
        text.extend_from_slice(before.as_bytes());
        text.extend(self.0.iter().map(|byte| byte ^ MASK));
        text.extend_from_slice(after.as_bytes());
        text
    }

    fn count_in(&self, memory: &[u8]) -> usize {
        let wanted = &self.0[OVERWRITTEN..];
        let is_here = |at: usize| memory[at..].iter().zip(wanted).all(|(byte, masked)| byte ^ MASK == *masked);
        let last = memory.len().saturating_sub(wanted.len() - 1);
        memchr::memchr_iter(wanted[0] ^ MASK, &memory[..last]).filter(|at| is_here(*at)).count()
    }

    /// How often it stands in what this process can write to.
    fn copies(&self) -> usize {
        const PIECE: usize = 1 << 20;
        let memory = File::open("/proc/self/mem").unwrap();
        let mut piece = vec![0; PIECE];
        let mut found = 0;
        // It would find there what it is about to read.
        let own = piece.as_ptr().addr() as u64;
        let own = own..own + PIECE as u64;
        for line in fs::read_to_string("/proc/self/maps").unwrap().lines().filter(|line| line.contains(" rw-p ")) {
            let (from, to) = line.split_whitespace().next().unwrap().split_once('-').unwrap();
            let [from, to] = [from, to].map(|address| u64::from_str_radix(address, 16).unwrap());
            for (mut from, to) in [(from, to.min(own.start)), (from.max(own.end), to)] {
                while from < to {
                    let wanted = PIECE.min(usize::try_from(to - from).unwrap());
                    // What was given back meanwhile cannot be read.
                    let count = memory.read_at(&mut piece[..wanted], from).unwrap_or(0);
                    found += self.count_in(&piece[..count]);
                    if count < wanted || from + count as u64 >= to {
                        break;
                    }
                    // One copy may lie across two pieces, none in both.
                    from += (count - (self.0.len() - OVERWRITTEN - 1)) as u64;
                }
            }
        }
        piece.fill(0);
        found
    }
}

/// Fills the gaps of the heap and leaves new ones of all sizes, each between blocks in use: what grows has to move.
fn crowded_heap() -> Vec<Vec<u8>> {
    let mut blocks: Vec<Vec<u8>> = (0..8_000).map(|number| vec![1; 64 << (number / 2 % 8)]).collect();
    let mut at = 0;
    blocks.retain(|_| {
        at += 1;
        at % 2 == 0
    });
    blocks
}

const RECORD: [&str; 2] = [
    r#"{"identity":{"issuer":"https://zoom.us","token_endpoint":"https://zoom.us/oauth/token","client_id":"app","account":""},
        "refresh_token":""#,
    r#"","access_token":"invented-and-as-long-as-those-of-zoom-invented-and-as-long-as-those-of-zoom-invented-and-as-long-as-those-of-zoom",
        "access_due_at":"2026-11-22T10:00:00Z","scopes":[],"api_url":null,"account":null,
        "saved_at":"2026-11-22T09:00:00Z","generation":1}"#,
];
const ANSWER: [&str; 2] = [
    r#"{"access_token":"invented","token_type":"bearer","expires_in":3599,"scope":"user:read:user","refresh_token":""#,
    r#""}"#,
];

#[test]
fn a_refresh_token_leaves_no_copy_on_its_way_from_an_answer_to_the_vault() {
    let canary = Canary::new();
    assert_eq!(canary.copies(), 0);
    let crowd = crowded_heap();
    let identity = {
        let endpoints = Endpoints::new(&Url::parse("https://zoom.us").unwrap()).unwrap();
        Identity::new(&endpoints, &Client::Public { client_id: "app".into() }, "")
    };
    let folder = tempfile::tempdir().unwrap();
    let vault = FileVault::new(folder.path().join("credentials"));
    {
        let body = canary.within(ANSWER[0], ANSWER[1]);
        let answer = TokenResponse::parse(&body, true).unwrap();
        assert_eq!(canary.copies(), 2, "the body and the answer");
        drop(body);
        let record: Record = serde_json::from_slice(&canary.within(RECORD[0], RECORD[1])).unwrap();
        vault.save(&record).unwrap();
        let kept = vault.load(&identity).unwrap().unwrap();
        assert_eq!(canary.copies(), 3, "the answer, the record, and the record that was kept");
        drop((answer, kept));
    }
    assert_eq!(canary.copies(), 0);
    drop(crowd);
}
