//! What an extension point takes and gives.

use super::{Call, Issue, Shape};
use crate::manifest::{ConfigType, ExtensionPoint};
use crate::payload::Payload;

/// What an extension point takes and gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// The extension point.
    pub point: ExtensionPoint,
    /// What the input data must look like.
    pub input: Shape,
    /// Parameters that mean the same for every plugin at the point.
    pub parameters: Vec<KnownParameter>,
    /// What the result's data must look like.
    pub output: Shape,
}

/// A parameter that means the same for every plugin at an extension point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownParameter {
    /// Its name.
    pub name: String,
    /// What its value is.
    pub kind: ConfigType,
    /// Whether a call must have it, also where the manifest has a schema of its own.
    pub required: bool,
}

impl Contract {
    /// The default contract of an extension point, as the table of the [module](super) has it.
    pub fn of(point: ExtensionPoint) -> Self {
        use ExtensionPoint as Point;
        let (input, texts, output): (_, &[&str], _) = match point {
            Point::DataImport => (Shape::Anything, &["source", "format"], Shape::Present),
            Point::Preprocessing | Point::FeatureEngineering => {
                (Shape::Table, &[], Shape::Structured)
            }
            Point::Analysis => (Shape::Present, &["method"], Shape::Present),
            Point::ModelTraining => (Shape::TableOrObject, &[], Shape::StructuredOrText),
            Point::ModelEvaluation => (Shape::Structured, &[], Shape::Metrics),
            Point::Visualization => (Shape::Present, &["chart_type"], Shape::Content),
            Point::ReportGeneration => (Shape::Present, &["format"], Shape::Content),
            Point::DataExport => (Shape::Present, &["format"], Shape::Present),
            Point::Integration => (Shape::Anything, &[], Shape::Present),
        };
        let known = |name: &&str| KnownParameter {
            name: (*name).to_owned(),
            kind: ConfigType::String,
            required: false,
        };
        Self { point, input, parameters: texts.iter().map(known).collect(), output }
    }

    /// The contracts of OmniScope's older gateway: as the default ones, and `data_import` requires `source`
    /// and `format`, `analysis` requires `method`, `visualization` requires `chart_type`.
    pub fn omniscope() -> Vec<Self> {
        use ExtensionPoint as Point;
        let strict = [Point::DataImport, Point::Analysis, Point::Visualization];
        let mut contracts: Vec<Self> = Point::ALL.into_iter().map(Self::of).collect();
        for contract in &mut contracts {
            for parameter in &mut contract.parameters {
                parameter.required = strict.contains(&contract.point);
            }
        }
        contracts
    }

    /// Says what is wrong with a call. `has_schema` is whether the manifest has a schema for the point's
    /// parameters, which then alone says what their values are.
    pub fn check_call(&self, call: &Call<'_>, has_schema: bool) -> Vec<Issue> {
        let mut issues = Vec::new();
        for parameter in &self.parameters {
            let path = format!("parameters.{}", parameter.name);
            let kind = parameter.kind.as_str();
            match call.parameters.get(&parameter.name) {
                None if parameter.required => issues.push(Issue::new(
                    path,
                    format!("is missing; `{}` requires it", self.point),
                    format!("give it a value of type `{kind}`"),
                )),
                Some(value) if !has_schema && !parameter.kind.accepts(value) => {
                    issues.push(Issue::new(
                        path,
                        format!("is not of type `{kind}`"),
                        format!("give it a value of type `{kind}`"),
                    ));
                }
                _ => {}
            }
        }
        let hint = format!("`{}` works on it; give the plugin such data", self.point);
        issues.extend(shape_issue(self.input, call.input, hint));
        issues
    }

    /// Says what is wrong with a result's data.
    pub fn check_output(&self, data: &Payload) -> Option<Issue> {
        let hint = format!("a plugin at `{}` has to return it", self.point);
        shape_issue(self.output, data, hint)
    }
}

fn shape_issue(shape: Shape, data: &Payload, hint: String) -> Option<Issue> {
    (!shape.fits(data)).then(|| match shape {
        Shape::Present => Issue::new("data", "is missing or `null`", hint),
        _ => Issue::new("data", format!("is not {}", shape.description()), hint),
    })
}
