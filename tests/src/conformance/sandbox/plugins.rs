//! What plugins are given and how they are found.

use super::means::{data, execute, open, python};
use crate::fixture::{Fixture, request};
use omniplug_core::payload::{Payload, csv};
use omniplug_core::sandbox::{Control, Language, Sandbox, SessionSpec, Status};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A class, a named class, a function and a script run; each answers three times its input.
pub async fn all_forms_of_entry_points_run(sandbox: &dyn Sandbox, language: Language) {
    let (file, forms) = match language {
        Language::Python => ("main.py", PYTHON_FORMS),
        Language::R => ("main.R", R_FORMS),
    };
    for (suffix, code) in forms {
        let fixture = Fixture::new(language, code);
        let spec = SessionSpec { entry_point: format!("{file}{suffix}"), ..fixture.spec() };
        let session = sandbox.open(spec).await.expect("a session opens");
        let outcome = execute(session.as_ref(), json!(14)).await;
        assert_eq!(data(&outcome), json!(42), "{language}: {code}");
    }
}

const PYTHON_FORMS: &[(&str, &str)] = &[
    (
        "",
        "class Plugin:
    def __init__(self, context): self.id = context['plugin_id']
    def validate_input(self, given): return self.id == 'id'
    def execute(self, given): return {'data': given.data * 3}
    def cleanup(self): pass",
    ),
    (
        ":Second",
        "class First:\n def execute(self, given): return 0\nclass Second:\n def execute(self, given): return given.data * 3",
    ),
    ("", "def execute(given): return given['data'] * 3"),
    (
        "",
        "import json
with open('/plugin/input.json') as file:
    given = json.load(file)
with open('/plugin/output.json', 'w') as file:
    json.dump({'data': given['data'] * 3}, file)",
    ),
];

const R_FORMS: &[(&str, &str)] = &[
    (
        "",
        "Plugin <- setRefClass('Plugin', fields = list(context = 'list'), methods = list(
  initialize = function(context, ...) { context <<- context },
  validate_input = function(given) context$plugin_id == 'id',
  execute = function(given) list(data = given$data * 3),
  cleanup = function() NULL))",
    ),
    (
        ":second",
        "first <- function(given) 0\nsecond <- function(given) given$data * 3\nexecute <- first",
    ),
    ("", "execute <- function(given) given$data * 3"),
    (
        "",
        "text <- readLines('/plugin/input.json', warn = FALSE)
data <- as.numeric(sub('.*\"data\": *([0-9.]+).*', '\\\\1', paste(text, collapse = '')))
writeLines(sprintf('{\"data\": %d}', as.integer(data * 3)), '/plugin/output.json')",
    ),
];

/// Code may compute in processes of its own, forked and spawned.
pub async fn plugins_may_start_processes(sandbox: &dyn Sandbox) {
    let fixture = python(
        "import multiprocessing
def square(number): return number * number
def execute(given):
    results = []
    for method in ['fork', 'spawn']:
        with multiprocessing.get_context(method).Pool(2) as pool:
            results.append(pool.map(square, range(4)))
    return results",
    );
    let session = open(sandbox, &fixture, |_| {}).await;
    let outcome = execute(session.as_ref(), json!(null)).await;
    assert_eq!(data(&outcome), json!([[0, 1, 4, 9], [0, 1, 4, 9]]));
}

/// All columns of a table arrive, and come back as they were.
pub async fn tables_go_there_and_back(sandbox: &dyn Sandbox) {
    let mut text = String::from("number,whole,name,yes\n");
    for row in 0..1000 {
        writeln!(text, "{}.5,{row},name {row},{}", row, row % 2 == 0).expect("text grows");
    }
    let table = csv::read(text.as_bytes(), &csv::Options::default()).expect("a table");
    let fixture = python("def execute(given): return {'data': given.data}");
    let session = open(sandbox, &fixture, |_| {}).await;
    let mut request = request(json!(null));
    request.input = Payload::from_table(table.clone()).expect("a payload");
    let outcome = session.execute(request, &Control::default()).await.expect("the sandbox works");
    assert_eq!(outcome.status, Status::Success, "{outcome:#?}");
    let reply = outcome.reply.expect("a success has a reply");
    let back = reply.data.as_table().expect("the answer is a table");
    assert_eq!(back.num_rows(), 1000);
    assert_eq!(reply.data.to_json(), Payload::from_table(table).expect("a payload").to_json());
}

/// 16 MB of JSON arrive and come back.
pub async fn large_json_goes_there_and_back(sandbox: &dyn Sandbox) {
    let words: Vec<Value> =
        (0..500_000).map(|number| json!(format!("a word of some length {number:08}"))).collect();
    let input = Value::Array(words);
    let fixture = python("def execute(given): return {'data': given.data}");
    let session = open(sandbox, &fixture, |limits| {
        limits.memory = 1 << 30;
        limits.output = 32 << 20;
    })
    .await;
    assert!(data(&execute(session.as_ref(), input.clone()).await) == input);
}

/// Context, parameters, metadata and data reach the plugin as they were given.
pub async fn the_request_reaches_the_plugin_whole(sandbox: &dyn Sandbox) {
    let fixture = python(
        "def execute(given):
    return [given.data, given.parameters, given.metadata, sorted(given.context)]",
    );
    let session = open(sandbox, &fixture, |_| {}).await;
    let mut request = request(json!({"ü": [1, 2.5, null, true, "\u{1f9ea}"]}));
    request.parameters.insert("method".into(), json!("z-score"));
    request.metadata.insert("source".into(), json!({"file": "x.csv"}));
    let outcome = session.execute(request, &Control::default()).await.expect("the sandbox works");
    let context = [
        "config",
        "execution_id",
        "permissions",
        "plugin_id",
        "plugin_name",
        "user_id",
        "workspace_id",
    ];
    assert_eq!(
        data(&outcome),
        json!([
            {"ü": [1, 2.5, null, true, "\u{1f9ea}"]},
            {"method": "z-score"},
            {"source": {"file": "x.csv"}},
            context,
        ])
    );
}
