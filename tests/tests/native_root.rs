//! The native sandbox over a root folder instead of the host's system.

use omniplug_core::sandbox::native::{NativeOptions, NativeSandbox};
use omniplug_core::sandbox::{Language, Origin, Sandbox, Status};
use omniplug_tests::fixture::Fixture;
use serde_json::json;
use std::path::Path;
use std::process::Command;

/// Copies the system's Python, its library and what they link to into a folder of the usual shape.
const MAKE_ROOT: &str = r#"
set -eu
root=$1
python=$(readlink -f /usr/bin/python3)
library=$(/usr/bin/python3 -I -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
mkdir -p "$root/usr/bin" "$root/usr/lib" "$root/usr/lib64" "$root/etc"
ln -s usr/bin usr/lib usr/lib64 "$root/"
cp "$python" "$root/usr/bin/python3"
cp /usr/bin/env "$root/usr/bin/env"
mkdir -p "$root$library"
cp -r "$library/." "$root$library/"
ldd "$python" /usr/bin/env "$library"/lib-dynload/*.so 2>/dev/null |
    grep -o '/[^ )]*' | grep -v : | sort -u | while read -r file; do
    cp -nL --parents "$file" "$root" 2>/dev/null || cp -nL "$file" "$root/usr/lib/"
done
echo from-the-root-folder > "$root/usr/lib/mark"
"#;

#[tokio::test]
async fn a_root_folder_takes_the_place_of_the_hosts_system() {
    if !Path::new("/usr/bin/python3").exists() {
        return omniplug_tests::skip::skip("native_root", "there is no `/usr/bin/python3` to copy");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("root");
    let made = Command::new("sh").args(["-c", MAKE_ROOT, "sh"]).arg(&root).status();
    assert!(made.expect("sh runs").success(), "the root folder is made");
    let sandbox = NativeSandbox::new(NativeOptions {
        python: "python3".into(),
        root: Some(root.clone()),
        ..NativeOptions::new(folder.path().join("runner"))
    });
    let interpreter = sandbox
        .interpreter(Language::Python, None, &|_| {})
        .await
        .expect("Python in the root folder");
    assert_eq!(interpreter.executable, Path::new("/usr/bin/python3"));
    let system = interpreter.system.expect("a system that is not the host's");
    assert_eq!(system.origin, Origin::Root(root.clone()));
    assert!(system.platform.contains("linux_"), "{}", system.platform);
    assert!(system.programs.contains("python3") && !system.programs.contains("sh"));
    let code = "import os\n\
        def execute(data):\n    \
            return {'mark': open('/usr/lib/mark').read(), 'programs': sorted(os.listdir('/usr/bin'))}\n";
    let outcome = Fixture::new(Language::Python, code).run(&sandbox, json!(1)).await;
    assert_eq!(outcome.status, Status::Success, "{:?}", outcome.failure);
    let data = outcome.reply.expect("a reply").data;
    assert_eq!(
        data.json(),
        &json!({"mark": "from-the-root-folder\n", "programs": ["env", "python3"]})
    );
}
