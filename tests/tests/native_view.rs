//! What the native sandbox shows of the host's system is a choice: most of it has no name inside.

use omniplug_core::sandbox::Language;
use omniplug_tests::fixture::{Fixture, native};
use serde_json::json;

#[tokio::test]
async fn folders_that_no_plugin_needs_have_no_name_inside() {
    let code = "
import os
def execute(data):
    return [path for path in data if os.path.exists(path)]
";
    let fixture = Fixture::new(Language::Python, code);
    let paths = json!(["/var", "/run", "/sys", "/boot", "/srv", "/etc/shadow"]);
    let outcome = fixture.run(&native(true), paths).await;
    assert_eq!(outcome.reply.unwrap().data.to_json(), json!([]));
}
