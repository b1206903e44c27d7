//! Analysing Python comes back from every text: `cargo +nightly fuzz run python -- -max_total_time=600`.
#![no_main]

mod faults;

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: faults::abort_but_for_the_parser(), |text: &str| {
    omniplug_core::scanner::count_python_findings(text);
});
