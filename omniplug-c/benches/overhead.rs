//! What the C interface adds to the Rust facade: the median of showing and of listing a plugin, in turns in one run.

#![expect(clippy::unwrap_used, reason = "a bench ends where its means fail")]

use omniplug::{omniplug_free, omniplug_list, omniplug_open, omniplug_show, omniplug_text_free};
use omniplug_core::manager::{InstallOptions, PluginFilter};
use omniplug_core::{Omniplug, blocking, sandbox::Control};
use std::ffi::{CStr, CString, c_char};
use std::mem::MaybeUninit;
use std::ptr;
use std::time::{Duration, Instant};

const RUNS: usize = 2000;
const MANIFEST: &str = r#"{"name": "plain", "version": "1.0.0", "author": "A. Author", "description": "Is for a bench",
    "language": "python", "entry_point": "main.py", "extension_points": ["integration"]}"#;

fn timed(call: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    call();
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn compare(what: &str, rust: impl Fn(), c: impl Fn()) {
    let times: (Vec<_>, Vec<_>) = (0..RUNS).map(|_| (timed(&rust), timed(&c))).unzip();
    let (rust, c) = (median(times.0), median(times.1));
    println!("{what}: Rust {rust:?}, C {c:?}, {:?} more", c.saturating_sub(rust));
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let plugin = folder.path().join("plain");
    std::fs::create_dir(&plugin).unwrap();
    std::fs::write(plugin.join("manifest.json"), MANIFEST).unwrap();
    std::fs::write(plugin.join("main.py"), "def execute(data):\n    return data\n").unwrap();
    let home = folder.path().join("home");
    let rust = blocking::Omniplug::open(Omniplug::builder().home(&home)).unwrap();
    rust.install(&plugin, InstallOptions::default(), &Control::default()).unwrap();

    let options = CString::new(serde_json::json!({ "home": home }).to_string()).unwrap();
    let mut opened = MaybeUninit::new(ptr::null_mut());
    assert!(omniplug_open(options.as_ptr(), Some(&mut opened)).is_none());
    #[expect(unsafe_code, reason = "the call succeeded")]
    // SAFETY: the handle was written, and nobody else has it.
    let c = unsafe { Box::from_raw(opened.assume_init()) };
    let ask = |call: &dyn Fn(&mut MaybeUninit<*mut c_char>)| {
        let mut answer = MaybeUninit::new(ptr::null_mut());
        call(&mut answer);
        #[expect(unsafe_code, reason = "it was null from the start")]
        // SAFETY: it was initialized with null.
        let answer = unsafe { answer.assume_init() };
        assert!(!answer.is_null());
        omniplug_text_free(answer);
    };
    let name: &CStr = c"plain";
    compare(
        "show",
        || drop(rust.show("plain").unwrap()),
        || ask(&|to| assert!(omniplug_show(Some(&c), name.as_ptr(), Some(to)).is_none())),
    );
    compare(
        "list",
        || drop(rust.list(&PluginFilter::default()).unwrap()),
        || ask(&|to| assert!(omniplug_list(Some(&c), ptr::null(), Some(to)).is_none())),
    );
    omniplug_free(Some(c));
}
