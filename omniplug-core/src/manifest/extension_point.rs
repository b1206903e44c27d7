//! The places where a host calls plugins.

use crate::{Error, ErrorKind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A place where a host calls plugins.
///
/// What each takes and gives by default is described with [`Gateway`](crate::gateway::Gateway).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionPoint {
    /// Reads data from a source that the parameters name.
    DataImport,
    /// Turns data into a form for another program.
    DataExport,
    /// Cleans, scales, filters or fills a table.
    Preprocessing,
    /// Makes new columns from those of a table.
    FeatureEngineering,
    /// Computes a result from data.
    Analysis,
    /// Fits a model to a table.
    ModelTraining,
    /// Measures how good a model or its predictions are.
    ModelEvaluation,
    /// Draws data.
    Visualization,
    /// Writes a report about data.
    ReportGeneration,
    /// Exchanges data with an external service.
    Integration,
}

impl ExtensionPoint {
    /// All ten, in the order in which an analysis usually meets them.
    pub const ALL: [Self; 10] = [
        Self::DataImport,
        Self::Preprocessing,
        Self::FeatureEngineering,
        Self::Analysis,
        Self::ModelTraining,
        Self::ModelEvaluation,
        Self::Visualization,
        Self::ReportGeneration,
        Self::DataExport,
        Self::Integration,
    ];

    /// The stable name in `snake_case`, as in manifests and records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DataImport => "data_import",
            Self::DataExport => "data_export",
            Self::Preprocessing => "preprocessing",
            Self::FeatureEngineering => "feature_engineering",
            Self::Analysis => "analysis",
            Self::ModelTraining => "model_training",
            Self::ModelEvaluation => "model_evaluation",
            Self::Visualization => "visualization",
            Self::ReportGeneration => "report_generation",
            Self::Integration => "integration",
        }
    }

    /// One line for people that says what plugins do at this point.
    pub fn description(self) -> &'static str {
        match self {
            Self::DataImport => "reads data from a source that the parameters name",
            Self::DataExport => "turns data into a form for another program",
            Self::Preprocessing => "cleans, scales, filters or fills a table",
            Self::FeatureEngineering => "makes new columns from those of a table",
            Self::Analysis => "computes a result from data",
            Self::ModelTraining => "fits a model to a table",
            Self::ModelEvaluation => "measures how good a model or its predictions are",
            Self::Visualization => "draws data",
            Self::ReportGeneration => "writes a report about data",
            Self::Integration => "exchanges data with an external service",
        }
    }
}

impl fmt::Display for ExtensionPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ExtensionPoint {
    type Err = Error;

    /// Reads a stable name; any other text is an [`InvalidInput`](ErrorKind::InvalidInput) error.
    fn from_str(text: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|point| point.as_str() == text).ok_or_else(|| {
            Error::new(
                ErrorKind::InvalidInput,
                format!("no extension point is called `{}`", text.escape_debug()),
            )
            .with_hint(format!("the extension points are {}", names()))
        })
    }
}

fn names() -> String {
    ExtensionPoint::ALL.map(|point| format!("`{point}`")).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_is_read_from_its_own_name_and_from_its_serialized_form() {
        for point in ExtensionPoint::ALL {
            assert_eq!(point.as_str().parse::<ExtensionPoint>().unwrap(), point);
            assert_eq!(serde_json::to_value(point).unwrap(), point.as_str());
            assert!(!point.description().is_empty());
        }
    }

    #[test]
    fn a_wrong_name_is_answered_with_the_right_ones() {
        let error = "analyse".parse::<ExtensionPoint>().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(error.message(), "no extension point is called `analyse`");
        assert!(error.hint().unwrap().contains("`analysis`"));
    }
}
