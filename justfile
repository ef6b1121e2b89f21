# What CI runs.
check:
    .ci/run

# What ringlog must survive, in full numbers. Most of two hours.
full-size word="":
    .ci/full-size {{word}}

# The screen, on made-up calls.
demo *arguments:
    cargo run --release -- demo {{arguments}}

# The tests that start the program, as if it were so much later (99d, 3h): over midnight, at the end of February. Needs faketime.
later time:
    FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1 cargo test --test cli --test terminal --test downloads \
        --config 'target."cfg(all())".runner = ["faketime", "-m", "-f", "+{{time}}"]'

# Look at changed snapshots of the screens. Needs cargo-insta.
snap:
    cargo insta test --review

# What the release binary takes on 20,000 calls, and on how many you like: docs/PERFORMANCE.md.
figures:
    cargo build --release
    .ci/figures target/release/ringlog

# Draw the pictures of the README again, from the real screens, and look at the difference.
pictures:
    cargo build --release
    cargo run --release --example pictures

# Write the tables of the README anew.
readme:
    UPDATE_README=1 cargo test --test readme

# Write the list of crates anew, after a change of Cargo.lock.
dependencies:
    .ci/dependencies >docs/dependencies.txt

# Fuzz every target for so many seconds. Needs cargo-fuzz.
fuzz seconds="60":
    .ci/fuzz {{seconds}}
