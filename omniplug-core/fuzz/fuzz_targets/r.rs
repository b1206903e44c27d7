//! Analysing R comes back from every text: `cargo +nightly fuzz run r -- -max_total_time=600`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    omniplug_core::scanner::count_r_findings(text);
});
