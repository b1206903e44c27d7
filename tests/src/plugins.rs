//! Small plugins for the tests of the command line, which need nothing but Python's standard library.

use crate::command::Omniplug;
use std::path::PathBuf;

/// The manifest of a plugin that multiplies by the parameter `factor` and adds the configured `offset`.
pub const SCALER: &str = r#"{
  "name": "scaler",
  "version": "1.2.0",
  "author": "A. Author",
  "description": "Multiplies numbers",
  "language": "python",
  "entry_point": "main.py",
  "extension_points": ["analysis"],
  "config": {"offset": {"type": "number", "default": 0, "description": "What to add"}},
  "parameters": {"analysis": {
    "type": "object",
    "properties": {"factor": {"type": "number"}},
    "additionalProperties": false
  }}
}"#;

const SCALER_CODE: &str = "\
def execute(data, config, factor=2):
    def scale(value):
        return value * factor + config['offset'] if isinstance(value, (int, float)) else value

    if isinstance(data, str):
        raise TypeError('text can not be scaled')
    if isinstance(data, dict):
        return type(data)({name: [scale(value) for value in data[name]] for name in data})
    return [scale(value) for value in data]
";

/// Writes that plugin.
pub fn scaler(omniplug: &Omniplug, folder: &str) -> PathBuf {
    omniplug.write(&format!("{folder}/main.py"), SCALER_CODE);
    omniplug.write(&format!("{folder}/manifest.json"), SCALER);
    omniplug.folder().join(folder)
}

/// Writes a plugin with that name and code; its extension point needs no input.
pub fn with_code(omniplug: &Omniplug, name: &str, code: &str) -> PathBuf {
    omniplug.write(&format!("{name}/main.py"), code);
    let manifest = serde_json::json!({
        "name": name, "version": "1.0.0", "author": "A. Author", "description": "Is for a test",
        "language": "python", "entry_point": "main.py", "extension_points": ["data_import"],
    });
    omniplug.write(&format!("{name}/manifest.json"), &manifest.to_string());
    omniplug.folder().join(name)
}
