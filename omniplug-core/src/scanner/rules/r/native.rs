//! Machine code.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static LIBRARY_LOADED: Rule = Rule {
    id: "R701",
    name: "library-loaded",
    language: RuleLanguage::R,
    group: Group::NativeCode,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 114,
    aliases: &[],
    capability: Some(Capability::Native),
    title: "a native library is loaded",
    explanation: "Machine code is not read by this scan and does not ask R for anything.",
    remedy: "Use a package that declares its library.",
    example: Example { bad: "dyn.load(\"helper.so\")\n", good: "library(stats)\n" },
};

pub(in crate::scanner) static NATIVE_CALL: Rule = Rule {
    id: "R702",
    name: "native-call",
    language: RuleLanguage::R,
    group: Group::NativeCode,
    severity: Severity::Info,
    confidence: Confidence::High,
    cwe: 114,
    aliases: &[],
    capability: Some(Capability::Native),
    title: "machine code is called",
    explanation: "What it does is not in the R code.",
    remedy: "Name the routine of the own package: `.Call(C_routine, x)`.",
    example: Example { bad: ".C(\"system\", \"id\")\n", good: "y <- sqrt(2)\n" },
};

pub(in crate::scanner) static COMPILED_CODE: Rule = Rule {
    id: "R703",
    name: "compiled-code",
    language: RuleLanguage::R,
    group: Group::NativeCode,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 95,
    aliases: &[],
    capability: Some(Capability::Native),
    title: "C++, C or Fortran is compiled and loaded while the code runs",
    explanation: "Text becomes machine code, which no sandbox of the language holds.",
    remedy: "Compile it when the package is built.",
    example: Example {
        bad: "Rcpp::cppFunction(\"int f() { return 1; }\")\n",
        good: "f <- function() 1L\n",
    },
};
