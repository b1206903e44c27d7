//! Closing a session waits until nothing of it is left, whatever it was doing ahead of requests.

use omniplug_core::sandbox::{Control, Language, Sandbox, SessionSpec, Start};
use omniplug_tests::fixture::{Fixture, native, request};
use serde_json::json;

/// The processes that this one started, also those that ended and were not collected.
fn children() -> std::io::Result<String> {
    let tasks = std::fs::read_dir("/proc/self/task")?.flatten();
    Ok(tasks
        .filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok())
        .collect())
}

#[tokio::test]
async fn nothing_is_left_of_a_session_that_was_closed_while_its_next_execution_was_made_ready() {
    let fixture = Fixture::new(Language::Python, "def execute(data): return data");
    let sandbox = native(true);
    for pause in 0..12 {
        let spec = SessionSpec { start: Start::Warm, ..fixture.spec() };
        let session = sandbox.open(spec).await.unwrap();
        session.execute(request(json!(1)), &Control::default()).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_micros(250 * pause)).await;
        session.close().await.unwrap();
        assert_eq!(children().unwrap(), "", "after a pause of {pause}");
    }
}
