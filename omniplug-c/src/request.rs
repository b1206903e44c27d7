//! Calls of plugins, as they are described.

#![expect(unsafe_code, reason = "exports")]

use crate::arguments::{given, over_defaults};
use crate::data::Data;
use crate::error::{Error, guard, quiet};
use omniplug_core::manager::ExecutionRequest;
use omniplug_core::manifest::ExtensionPoint;
use omniplug_core::{ErrorKind, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::time::Duration;

/// A call of a plugin, to be made once or often. It never changes, so any number of threads may use it at once.
#[derive(Debug)]
pub struct Request(pub(crate) ExecutionRequest);

/// A request without its input, times in seconds.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Fields {
    extension_point: Option<ExtensionPoint>,
    parameters: Map<String, Value>,
    metadata: Map<String, Value>,
    user_id: Option<String>,
    workspace_id: Option<String>,
    timeout: Option<f64>,
    seed: Option<u64>,
    longest_wait: Option<f64>,
}

impl Fields {
    fn request(self, input: Option<&Data>) -> Result<ExecutionRequest> {
        Ok(ExecutionRequest {
            extension_point: self.extension_point,
            input: input.map(|data| data.0.clone()).unwrap_or_default(),
            parameters: self.parameters,
            metadata: self.metadata,
            user_id: self.user_id,
            workspace_id: self.workspace_id,
            timeout: seconds(self.timeout, "timeout")?,
            seed: self.seed,
            longest_wait: seconds(self.longest_wait, "longest_wait")?,
        })
    }
}

fn seconds(number: Option<f64>, name: &str) -> Result<Option<Duration>> {
    number.map(Duration::try_from_secs_f64).transpose().map_err(|error| {
        omniplug_core::Error::new(
            ErrorKind::InvalidInput,
            format!("the field `{name}` is no number of seconds"),
        )
        .with_source(error)
    })
}

/// Describes a call of a plugin.
///
/// - `fields`: a JSON object, or `NULL` for a call without any. Its fields are `extension_point` (else the manifest's
///   first), `parameters` and `metadata` (objects), `user_id`, `workspace_id`, `timeout` and `longest_wait` (seconds)
///   and `seed` (below 2 to the 53rd).
/// - `input`: the data, or `NULL` for null. It is shared, not copied, and may be freed before the request.
///
/// Thread-safe.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_request_new(
    fields: *const c_char,
    input: Option<&Data>,
    request: Option<&mut MaybeUninit<*mut Request>>,
) -> Option<Box<Error>> {
    guard(|| {
        let to = given(request, "request")?;
        let request = over_defaults::<Fields>(fields, "fields")?.request(input)?;
        to.write(Box::into_raw(Box::new(Request(request))));
        Ok(())
    })
}

/// Frees a request; `NULL` is nothing.
///
/// Not while another thread uses it.
#[unsafe(no_mangle)]
pub extern "C" fn omniplug_request_free(request: Option<Box<Request>>) {
    quiet((), || drop(request));
}
