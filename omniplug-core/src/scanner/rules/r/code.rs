//! Text that becomes code, and functions that are found by name.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static EVALUATED_TEXT: Rule = Rule {
    id: "R101",
    name: "eval-of-text",
    language: RuleLanguage::R,
    group: Group::CodeExecution,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 95,
    aliases: &["B307"],
    capability: Some(Capability::DynamicCode),
    title: "text is run as code",
    explanation: "Text that is parsed and evaluated can do whatever the process can; nobody who reads the file sees what.",
    remedy: "Call the function itself, or build the call with `as.call` from names that are fixed.",
    example: Example {
        bad: "run <- function(code) eval(parse(text = code))\n",
        good: "scale_by <- function(x, data) eval(substitute(x), data)\n",
    },
};

pub(in crate::scanner) static SOURCED_CODE: Rule = Rule {
    id: "R102",
    name: "source-of-code",
    language: RuleLanguage::R,
    group: Group::CodeExecution,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 829,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "a file is run as code",
    explanation: "`source` runs what a file or an address holds at that moment, which no scan of this package has seen.",
    remedy: "Ship the code in the package.",
    example: Example {
        bad: "source(\"https://example.org/setup.R\")\n",
        good: "source(\"helpers.R\")\n",
    },
};

pub(in crate::scanner) static FUNCTION_BY_NAME: Rule = Rule {
    id: "R103",
    name: "dangerous-function-by-name",
    language: RuleLanguage::R,
    group: Group::Reflection,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 470,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "a dangerous function is looked up by its name",
    explanation: "A function that starts programs or runs text is fetched with a string, so that its name does not stand where it is called.",
    remedy: "Call it by its name, or leave it out.",
    example: Example {
        bad: "get(\"system\")(\"id\")\n",
        good: "summary_of <- function(x) get(\"mean\")(x)\n",
    },
};

pub(in crate::scanner) static COMPUTED_FUNCTION: Rule = Rule {
    id: "R104",
    name: "computed-function-name",
    language: RuleLanguage::R,
    group: Group::Reflection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 470,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "the name of a function comes from outside",
    explanation: "Whoever chooses the name chooses what runs.",
    remedy: "Choose from a fixed list: `switch(name, mean = mean, median = median)`.",
    example: Example {
        bad: "do.call(Sys.getenv(\"STEP\"), list(1))\n",
        good: "all_rows <- function(parts) do.call(\"rbind\", parts)\n",
    },
};

pub(in crate::scanner) static NAMESPACE_REACH: Rule = Rule {
    id: "R105",
    name: "function-out-of-environment",
    language: RuleLanguage::R,
    group: Group::Reflection,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 470,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "a dangerous function is taken out of an environment",
    explanation: "`baseenv()$f` calls a base function without naming it in a call, which ordinary code has no reason for.",
    remedy: "Call it by its name, or leave it out.",
    example: Example {
        bad: "baseenv()$system(\"id\")\n",
        good: "tolerance <- asNamespace(\"stats\")$sd(1:3)\n",
    },
};

pub(in crate::scanner) static REPLACED_BODY: Rule = Rule {
    id: "R106",
    name: "function-body-replaced",
    language: RuleLanguage::R,
    group: Group::Reflection,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 913,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "the body of a function is replaced",
    explanation: "What a function does is then no longer what its text says.",
    remedy: "Define a new function.",
    example: Example {
        bad: "area <- function(r) r\nbody(area) <- quote(readline())\n",
        good: "area <- function(r) pi * r^2\n",
    },
};

pub(in crate::scanner) static OTHER_LANGUAGE: Rule = Rule {
    id: "R107",
    name: "code-of-another-language",
    language: RuleLanguage::R,
    group: Group::CodeExecution,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 95,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "text is run as code of another language",
    explanation: "Python, Julia or JavaScript text inside of R escapes what reads the R code.",
    remedy: "Ship the code as a file of its own language, or call the function you need.",
    example: Example {
        bad: "reticulate::py_run_string(\"import os; os.system('id')\")\n",
        good: "np <- reticulate::import(\"numpy\")\nnp$mean(c(1, 2))\n",
    },
};

pub(in crate::scanner) static INTERNAL_CALL: Rule = Rule {
    id: "R108",
    name: "internal-call",
    language: RuleLanguage::R,
    group: Group::Reflection,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 470,
    aliases: &[],
    capability: None,
    title: "R's internal functions are called",
    explanation: "`.Internal` passes by the checks of the functions around it.",
    remedy: "Use the public function.",
    example: Example { bad: ".Internal(inspect(1))\n", good: "total <- sum(1:3)\n" },
};

pub(in crate::scanner) static FUNCTION_HANDED_OVER: Rule = Rule {
    id: "R109",
    name: "dangerous-function-handed-over",
    language: RuleLanguage::R,
    group: Group::CodeExecution,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 470,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "a dangerous function is handed over",
    explanation: "A function that starts programs or runs text is passed on, to be called where its name does not stand.",
    remedy: "Pass a function that does the one thing that is needed.",
    example: Example {
        bad: "schedule(base::system, \"id\")\n",
        good: "schedule(base::mean, 1:3)\n",
    },
};
