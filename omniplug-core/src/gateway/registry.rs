//! The gateway itself: contracts, and what a host registers.

use super::call::verdict;
use super::{Call, Contract, Issue, Transformer, Validator, config};
use crate::manifest::{ExtensionPoint, Manifest};
use crate::sandbox::Reply;
use crate::{Error, ErrorKind, Result, json_schema};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// So many issues of a schema are named.
const MAX_ISSUES: usize = 100;

/// Checks calls before and results after an execution. The [module](super) says what each point takes.
///
/// A gateway is made once and shared; clones share what was registered before.
#[derive(Clone)]
pub struct Gateway {
    contracts: BTreeMap<ExtensionPoint, Contract>,
    validators: Vec<(ExtensionPoint, Arc<dyn Validator>)>,
    transformers: Vec<(ExtensionPoint, Arc<dyn Transformer>)>,
}

impl Default for Gateway {
    /// A gateway with the default contracts of the ten extension points.
    fn default() -> Self {
        let mut gateway =
            Self { contracts: BTreeMap::new(), validators: Vec::new(), transformers: Vec::new() };
        gateway.register_contracts(ExtensionPoint::ALL.map(Contract::of));
        gateway
    }
}

impl Gateway {
    /// Puts contracts in the place of those that their extension points had.
    pub fn register_contracts(&mut self, contracts: impl IntoIterator<Item = Contract>) {
        for contract in contracts {
            self.contracts.insert(contract.point, contract);
        }
    }

    /// Adds a check of calls at an extension point.
    pub fn register_validator(
        &mut self,
        point: ExtensionPoint,
        validator: impl Validator + 'static,
    ) {
        self.validators.push((point, Arc::new(validator)));
    }

    /// Adds a change of results at an extension point.
    pub fn register_transformer(
        &mut self,
        point: ExtensionPoint,
        transformer: impl Transformer + 'static,
    ) {
        self.transformers.push((point, Arc::new(transformer)));
    }

    /// Completes a configuration: fills in the manifest's defaults, in the manifest's order. A `null` means
    /// the default.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) that lists all unknown names and wrong values.
    pub fn config(
        &self,
        manifest: &Manifest,
        given: &Map<String, Value>,
    ) -> Result<Map<String, Value>> {
        config::complete(manifest, given)
    }

    /// Checks a call before a sandbox starts. Returns the parameters with the defaults filled in that the
    /// manifest's schema has for them at its top level.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) that lists all that is wrong, with path and remedy.
    pub fn check_call(
        &self,
        manifest: &Manifest,
        point: ExtensionPoint,
        call: &Call<'_>,
    ) -> Result<Map<String, Value>> {
        if !manifest.extension_points.contains(&point) {
            let served: Vec<_> =
                manifest.extension_points.iter().map(|point| format!("`{point}`")).collect();
            return Err(Error::new(
                ErrorKind::InvalidInput,
                format!("`{}` does not serve the extension point `{point}`", manifest.name),
            )
            .with_hint(format!("it serves {}", served.join(", "))));
        }
        let schema = manifest.parameters_at(point);
        let parameters = fill(schema, call.parameters);
        let call = Call { parameters: &parameters, ..*call };
        let mut issues = match schema {
            Some(schema) => schema_issues(schema, &parameters)?,
            None => Vec::new(),
        };
        let contract = self.contracts.get(&point);
        issues.extend(contract.map_or_else(Vec::new, |c| c.check_call(&call, schema.is_some())));
        for (at, validator) in &self.validators {
            if *at == point {
                issues.extend(validator.check(&call));
            }
        }
        verdict(&format!("the call of `{}` at `{point}`", manifest.name), &issues)?;
        Ok(parameters)
    }

    /// Checks a plugin's answer and hands it through the transformers.
    ///
    /// # Errors
    /// - [`InvalidInput`](ErrorKind::InvalidInput) when the data does not have the shape of the contract.
    /// - Whatever a transformer answers.
    pub fn finish(&self, point: ExtensionPoint, reply: Reply) -> Result<Reply> {
        let issue = self.contracts.get(&point).and_then(|c| c.check_output(&reply.data));
        verdict(&format!("the result at `{point}`"), issue.as_slice())?;
        self.transformers
            .iter()
            .filter(|(at, _)| *at == point)
            .try_fold(reply, |reply, (_, transformer)| transformer.transform(reply))
    }
}

fn fill(schema: Option<&Value>, given: &Map<String, Value>) -> Map<String, Value> {
    let mut parameters = given.clone();
    let properties = schema.and_then(|schema| schema.get("properties")).and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        if let Some(default) = property.get("default")
            && !parameters.contains_key(name)
        {
            parameters.insert(name.clone(), default.clone());
        }
    }
    parameters
}

fn schema_issues(schema: &Value, parameters: &Map<String, Value>) -> Result<Vec<Issue>> {
    let validator = json_schema::compile(schema).map_err(|error| {
        Error::new(ErrorKind::InvalidManifest, format!("the schema of the parameters {error}"))
            .with_hint("the plugin's author mends the manifest")
    })?;
    let value = Value::Object(parameters.clone());
    let found = json_schema::findings(&validator, &value, MAX_ISSUES);
    Ok(found.into_iter().map(|finding| Issue::found("parameters", finding)).collect())
}

impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway")
            .field("contracts", &self.contracts)
            .field("validators", &self.validators.len())
            .field("transformers", &self.transformers.len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::Payload;
    use serde_json::json;

    fn manifest(more: &Value) -> Manifest {
        let mut fields = json!({
            "name": "Example", "version": "1.0.0", "author": "A", "description": "D",
            "language": "python", "entry_point": "main.py",
            "extension_points": ExtensionPoint::ALL,
        });
        for (name, value) in more.as_object().unwrap() {
            fields[name] = value.clone();
        }
        Manifest::parse(&fields.to_string()).unwrap().manifest
    }

    fn map(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[expect(clippy::needless_pass_by_value, reason = "calls read better with literals")]
    fn call(
        gateway: &Gateway,
        manifest: &Manifest,
        point: ExtensionPoint,
        parameters: Value,
        data: Value,
    ) -> Result<Map<String, Value>> {
        let call = Call {
            parameters: &map(&parameters),
            metadata: &Map::new(),
            input: &Payload::new(data, Vec::new()).unwrap(),
        };
        gateway.check_call(manifest, point, &call)
    }

    fn reply(data: Value) -> Reply {
        Reply { data: Payload::new(data, Vec::new()).unwrap(), ..Reply::default() }
    }

    #[test]
    fn each_default_contract_takes_good_and_refuses_bad_data() {
        use ExtensionPoint as P;
        let table = json!([{"a": 1}]);
        let (gateway, manifest) = (Gateway::default(), manifest(&json!({})));
        for (point, bad_input, good_output, bad_output) in [
            (P::DataImport, None, json!("x"), json!(null)),
            (P::Preprocessing, Some(json!([1, 2])), table.clone(), json!(1)),
            (P::FeatureEngineering, Some(json!("a")), table.clone(), json!("a")),
            (P::Analysis, Some(json!(null)), json!(3), json!(null)),
            (P::ModelTraining, Some(json!([1])), json!("model"), json!(true)),
            (P::ModelEvaluation, Some(json!(1)), json!({"r2": 1}), json!(0.5)),
            (P::Visualization, Some(json!(null)), json!("<svg/>"), json!([])),
            (P::ReportGeneration, Some(json!(null)), json!({"text": "x"}), json!("")),
            (P::DataExport, Some(json!(null)), json!("a,b"), json!(null)),
            (P::Integration, None, json!(1), json!(null)),
        ] {
            let good = call(&gateway, &manifest, point, json!({}), table.clone());
            assert!(good.is_ok(), "{point}: {good:?}");
            if let Some(bad) = bad_input {
                let error = call(&gateway, &manifest, point, json!({}), bad).unwrap_err();
                assert_eq!(error.kind(), ErrorKind::InvalidInput);
                assert!(error.message().contains("`data`"), "{error}");
            }
            assert!(gateway.finish(point, reply(good_output)).is_ok(), "{point}");
            assert!(gateway.finish(point, reply(bad_output)).is_err(), "{point}");
        }
        let nothing = call(&gateway, &manifest, P::DataImport, json!({}), json!(null));
        assert!(nothing.is_ok());
    }

    #[test]
    fn a_schema_fills_defaults_and_names_every_problem() {
        let manifest = manifest(&json!({"parameters": {"analysis": {
            "type": "object", "required": ["k"], "additionalProperties": false,
            "properties": {
                "method": {"enum": ["pearson", "spearman"], "default": "pearson"},
                "k": {"type": "integer", "minimum": 1},
            },
        }}}));
        let gateway = Gateway::default();
        let at = ExtensionPoint::Analysis;
        let filled = call(&gateway, &manifest, at, json!({"k": 2}), json!([1])).unwrap();
        assert_eq!(Value::Object(filled), json!({"k": 2, "method": "pearson"}));
        let wrong = json!({"method": "pearsn", "k": 0, "x": 1});
        let error = call(&gateway, &manifest, at, wrong, json!(null)).unwrap_err();
        for text in [
            "4 problems",
            "`parameters.method` is none of the values to choose from\nhint: did you mean `pearson`?",
            "`parameters.k` is too small\nhint: make it at least 1",
            "`parameters.x` is not a field",
            "`data` is missing",
        ] {
            assert!(error.message().contains(text), "{text} is not in {error}");
        }
    }

    #[test]
    fn known_parameters_have_their_type_unless_a_schema_says_otherwise() {
        let gateway = Gateway::default();
        let at = ExtensionPoint::Analysis;
        let numbered = json!({"method": 3});
        let plain = manifest(&json!({}));
        assert!(call(&gateway, &plain, at, numbered.clone(), json!([1])).is_err());
        let own = manifest(&json!({"parameters": {"analysis": {
            "properties": {"method": {"type": "integer"}},
        }}}));
        assert!(call(&gateway, &own, at, numbered, json!([1])).is_ok());
    }

    #[test]
    fn the_older_contracts_require_their_parameters() {
        let mut gateway = Gateway::default();
        gateway.register_contracts(Contract::omniscope());
        let manifest = manifest(&json!({}));
        let at = ExtensionPoint::DataImport;
        let error = call(&gateway, &manifest, at, json!({}), json!(null)).unwrap_err();
        assert!(error.message().contains("`parameters.source`"));
        assert!(error.message().contains("`parameters.format`"));
        let given = json!({"source": "a.csv", "format": "csv"});
        assert!(call(&gateway, &manifest, at, given, json!(null)).is_ok());
    }

    #[test]
    fn a_host_adds_checks_and_changes() {
        let mut gateway = Gateway::default();
        let at = ExtensionPoint::Analysis;
        gateway.register_validator(at, |call: &Call<'_>| match call.metadata.get("unit") {
            Some(_) => Vec::new(),
            None => vec![Issue::new("metadata.unit", "is missing", "name the unit")],
        });
        gateway.register_transformer(at, |mut reply: Reply| {
            reply.warnings.push("one".into());
            Ok(reply)
        });
        gateway.register_transformer(at, |mut reply: Reply| {
            reply.warnings.push("two".into());
            Ok(reply)
        });
        let error = call(&gateway, &manifest(&json!({})), at, json!({}), json!(1)).unwrap_err();
        assert_eq!(error.hint(), Some("name the unit"));
        assert_eq!(gateway.finish(at, reply(json!(1))).unwrap().warnings, ["one", "two"]);
        let other = gateway.finish(ExtensionPoint::Integration, reply(json!(1))).unwrap();
        assert!(other.warnings.is_empty());
    }

    #[test]
    fn a_point_that_the_plugin_does_not_serve_is_refused() {
        let manifest = manifest(&json!({"extension_points": ["analysis"]}));
        let at = ExtensionPoint::Integration;
        let error = call(&Gateway::default(), &manifest, at, json!({}), json!(1)).unwrap_err();
        assert_eq!(error.hint(), Some("it serves `analysis`"));
    }

    #[test]
    fn a_configuration_is_filled_and_checked_without_telling_values() {
        let manifest = manifest(&json!({"config": {
            "bins": {"type": "int", "default": 10},
            "mode": {"type": "select", "options": ["fast", "exact"]},
            "key": {"type": "string"},
        }}));
        let gateway = Gateway::default();
        let full = gateway.config(&manifest, &map(&json!({"mode": "fast", "bins": null}))).unwrap();
        assert_eq!(Value::Object(full), json!({"bins": 10, "mode": "fast"}));
        let wrong = map(&json!({"bin": 5, "mode": "slow", "key": 31337}));
        let error = gateway.config(&manifest, &wrong).unwrap_err().to_string();
        assert!(error.contains("3 problems"), "{error}");
        assert!(error.contains("did you mean `bins`?"), "{error}");
        assert!(error.contains("`config.mode` is none of the options"), "{error}");
        assert!(!error.contains("31337"), "{error}");
    }
}
