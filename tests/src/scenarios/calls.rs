//! The calls of scenarios.

use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use omniplug_core::manager::{Execution, ExecutionRequest};
use omniplug_core::options::{Options, over, over_defaults};
use omniplug_core::payload::Payload;
use omniplug_core::sandbox::Control;
use omniplug_core::scanner::{ScanRequest, rules};
use omniplug_core::{Builder, ErrorKind, Omniplug, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Reads a part of a scenario. What is wrong there is the scenario's fault.
fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the scenario has what the facade takes")
}

fn json<T: Serialize>(answer: Result<T>) -> Result<Value> {
    answer.map(|answer| serde_json::to_value(answer).expect("answers are JSON"))
}

/// What opens the home of a scenario.
pub(super) fn builder(home: &Path, arguments: &Value) -> Result<Builder> {
    let given = if arguments.is_null() { json!({}) } else { arguments.clone() };
    Ok(Options::read(given)?.builder().home(home))
}

/// The path of a source, which is written where the scenario has it inline.
fn source(root: &Path, folder: &Path, source: &Value) -> PathBuf {
    if let Some(path) = source.as_str() {
        return root.join(path);
    }
    let path = tempfile::tempdir_in(folder).expect("a folder for the source").keep();
    let write = |name: &str, content: &str| {
        let file = path.join(name);
        std::fs::create_dir_all(file.parent().unwrap_or(&path)).expect("a folder for the file");
        std::fs::write(file, content).expect("the source can be written");
    };
    write("manifest.json", &source["manifest"].to_string());
    for (name, content) in source["files"].as_object().into_iter().flatten() {
        write(name, content.as_str().unwrap_or_default());
    }
    path
}

/// The table of `{"x": [1, 2]}`.
fn table(columns: &Map<String, Value>) -> RecordBatch {
    let columns = columns.iter().map(|(name, values)| (name, column(values), true));
    RecordBatch::try_from_iter_with_nullable(columns).expect("the table is one")
}

/// Whole numbers as a column of `int64`, others as `float64`; truth values; texts.
fn column(values: &Value) -> ArrayRef {
    let values = values.as_array().map_or(&[][..], Vec::as_slice);
    let all = |is: fn(&Value) -> bool| values.iter().all(|value| value.is_null() || is(value));
    let each = values.iter();
    if all(Value::is_i64) {
        Arc::new(each.map(Value::as_i64).collect::<Int64Array>())
    } else if all(Value::is_number) {
        Arc::new(each.map(Value::as_f64).collect::<Float64Array>())
    } else if all(Value::is_boolean) {
        Arc::new(each.map(Value::as_bool).collect::<BooleanArray>())
    } else {
        Arc::new(each.map(Value::as_str).collect::<StringArray>())
    }
}

fn input(input: &Value) -> Result<Payload> {
    match input.as_object().filter(|object| object.len() == 1).and_then(|it| it.get("table")) {
        Some(Value::Object(columns)) => Payload::from_table(table(columns)),
        _ => Payload::from_json(input.clone()),
    }
}

fn request(arguments: &Value, data: &Value) -> Result<ExecutionRequest> {
    let seconds = |name: &str| arguments[name].as_f64().map(Duration::from_secs_f64);
    let object = |name: &str| arguments[name].as_object().cloned().unwrap_or_default();
    Ok(ExecutionRequest {
        extension_point: read(arguments["extension_point"].clone()),
        input: input(data)?,
        parameters: object("parameters"),
        metadata: object("metadata"),
        user_id: read(arguments["user_id"].clone()),
        workspace_id: read(arguments["workspace_id"].clone()),
        timeout: seconds("timeout"),
        seed: arguments["seed"].as_u64(),
        longest_wait: seconds("longest_wait"),
    })
}

fn execution(execution: &Execution) -> Value {
    let reply = execution.reply.as_ref().map(|reply| {
        json!({
            "data": reply.data.to_json(),
            "metadata": reply.metadata,
            "logs": reply.logs,
            "warnings": reply.warnings,
            "errors": reply.errors,
        })
    });
    json!({
        "record": execution.record, "reply": reply,
        "logs": execution.logs, "warnings": execution.warnings,
    })
}

async fn many(omniplug: &Omniplug, arguments: &Value, control: &Control) -> Value {
    let plugin = arguments["plugin"].as_str().unwrap_or_default();
    let inputs = arguments["inputs"].as_array().cloned().unwrap_or_default();
    let requests: Vec<_> = inputs.iter().map(|input| request(arguments, input)).collect();
    let mut executions = omniplug.execute_many(plugin, requests, control);
    let mut answers = Vec::new();
    while let Some(ended) = executions.next().await {
        answers.push(match ended {
            Ok(ended) => execution(&ended),
            Err(error) => json!({"error": error.kind().as_str()}),
        });
    }
    Value::Array(answers)
}

/// Makes a call and answers with JSON.
pub(super) async fn call(
    omniplug: &Omniplug,
    places: (&Path, &Path),
    verb: &str,
    arguments: &Value,
    control: &Control,
) -> Result<Value> {
    let plugin = arguments["plugin"].as_str();
    let named = plugin.unwrap_or_default();
    let source = |arguments: &Value| source(places.0, places.1, &arguments["source"]);
    match verb {
        "install" => {
            let options = over_defaults(without_source(arguments), "options")?;
            json(omniplug.install(source(arguments), options, control).await)
        }
        "uninstall" => json(omniplug.uninstall(named).await),
        "enable" => json(omniplug.enable(named).await),
        "disable" => json(omniplug.disable(named).await),
        "show" => json(omniplug.show(named).await),
        "list" => json(omniplug.list(&read(arguments.clone())).await),
        "configure" => json(omniplug.configure(named, read(arguments["changes"].clone())).await),
        "execute" => {
            let request = request(arguments, &arguments["input"])?;
            Ok(execution(&omniplug.execute(named, request, control).await?))
        }
        "execute_source" => {
            let request = request(arguments, &arguments["input"])?;
            let ended = omniplug.execute_source(source(arguments), request, control).await?;
            Ok(execution(&ended))
        }
        "execute_many" => Ok(many(omniplug, arguments, control).await),
        "executions" => json(omniplug.executions(&read(arguments.clone())).await),
        "statistics" => json(omniplug.statistics(plugin).await),
        "events" => {
            let limit = arguments["limit"].as_u64().unwrap_or(100);
            json(omniplug.events(plugin, u32::try_from(limit).unwrap_or(u32::MAX)).await)
        }
        "scan" => {
            json(omniplug.scan(&scan_request(omniplug, &source(arguments), arguments)?).await)
        }
        "audit" => {
            json(omniplug.audit(&scan_request(omniplug, &source(arguments), arguments)?).await)
        }
        "rules" => json(Ok(rules::all().collect::<Vec<_>>())),
        "sessions" => json(omniplug.sessions().await),
        "doctor" => json(Ok(omniplug.doctor().await)),
        "close" => {
            omniplug.close().await;
            Ok(Value::Null)
        }
        _ => Err(omniplug_core::Error::new(
            ErrorKind::InvalidInput,
            format!("this replayer does not know the call `{verb}`"),
        )),
    }
}

fn scan_request(omniplug: &Omniplug, path: &Path, arguments: &Value) -> Result<ScanRequest> {
    over(&omniplug.scan_request(path), without_source(arguments), "request")
}

fn without_source(arguments: &Value) -> Value {
    let mut rest = arguments.clone();
    rest.as_object_mut().map(|rest| rest.shift_remove("source"));
    rest
}
