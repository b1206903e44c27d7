//! The gateway: extension points as contracts.
//!
//! Before a sandbox starts, a [`Gateway`] checks a call against the contract of its extension point, against
//! the parameters' JSON schema in the manifest and against the validators that the host registered. After
//! it, the gateway checks the plugin's answer and hands it through the host's transformers.
//!
//! | point | input data | parameters with a known type | result data |
//! | --- | --- | --- | --- |
//! | `data_import` | anything, also nothing | `source`, `format`: text | not null |
//! | `preprocessing` | a table | | a table, list or object |
//! | `feature_engineering` | a table | | a table, list or object |
//! | `analysis` | not null | `method`: text | not null |
//! | `model_training` | a table or an object | | a table, list, object or text |
//! | `model_evaluation` | a table, list or object | | a table or an object, not empty: the metrics |
//! | `visualization` | not null | `chart_type`: text | an object or text, not empty |
//! | `report_generation` | not null | `format`: text | an object or text, not empty |
//! | `data_export` | not null | `format`: text | not null |
//! | `integration` | anything | | not null |
//!
//! A table is an attached table, a list of objects, a list of equally long lists of single values, or an
//! object of equally long columns. Known parameters may be left out, since plugins have defaults of their
//! own; where the manifest has a schema for the point's parameters, that schema alone says what is right.
//! [`Contract::omniscope`] has the stricter contracts of OmniScope's older gateway.

mod call;
mod config;
mod contract;
mod registry;
mod shape;

pub use call::{Call, Issue};
pub use contract::{Contract, KnownParameter};
pub use registry::Gateway;
pub use shape::Shape;

use crate::Result;
use crate::sandbox::Reply;

/// A host's own check of calls at an extension point. Closures are validators.
///
/// - It runs after the contract and the schema, on parameters with their defaults filled in, and also when
///   those found something, so that a caller hears of everything at once.
/// - Any issue refuses the call before a sandbox starts.
pub trait Validator: Send + Sync {
    /// Says what is wrong with a call; nothing when it is right.
    fn check(&self, call: &Call<'_>) -> Vec<Issue>;
}

impl<F> Validator for F
where
    F: Fn(&Call<'_>) -> Vec<Issue> + Send + Sync,
{
    fn check(&self, call: &Call<'_>) -> Vec<Issue> {
        self(call)
    }
}

/// A host's own change of results at an extension point. Closures are transformers.
///
/// - Transformers run in the order of registration, each on the result of the one before.
/// - An error fails the execution with it.
pub trait Transformer: Send + Sync {
    /// Changes a plugin's answer.
    fn transform(&self, reply: Reply) -> Result<Reply>;
}

impl<F> Transformer for F
where
    F: Fn(Reply) -> Result<Reply> + Send + Sync,
{
    fn transform(&self, reply: Reply) -> Result<Reply> {
        self(reply)
    }
}
