//! Formats that can run code when they are read.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static UNSERIALIZED: Rule = Rule {
    id: "R301",
    name: "unserialized-data",
    language: RuleLanguage::R,
    group: Group::Deserialization,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 502,
    aliases: &["B301", "B302"],
    capability: Some(Capability::DynamicCode),
    title: "serialized R objects are read",
    explanation: "R's serialized objects can hold promises, active bindings and functions that run when they are touched.",
    remedy: "Read data formats: CSV, JSON, Parquet.",
    example: Example {
        bad: "model <- readRDS(url(\"https://example.org/model.rds\"))\n",
        good: "rows <- read.csv(\"rows.csv\")\n",
    },
};

pub(in crate::scanner) static YAML_EXPRESSIONS: Rule = Rule {
    id: "R302",
    name: "yaml-expressions",
    language: RuleLanguage::R,
    group: Group::Deserialization,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 502,
    aliases: &["B506"],
    capability: Some(Capability::DynamicCode),
    title: "YAML may run R code",
    explanation: "`eval.expr = TRUE` and handlers for `expr` run what the document says.",
    remedy: "Leave `eval.expr` at `FALSE`.",
    example: Example {
        bad: "settings <- yaml::yaml.load(text, eval.expr = TRUE)\n",
        good: "settings <- yaml::yaml.load(text)\n",
    },
};
