//! Rules on what a package depends on.
//!
//! Their examples are folders as those of packages' rules; what lies in `advisories` is the database.

use crate::scanner::{Confidence, Example, Group, Rule, RuleLanguage, Severity};

/// All of them, by id.
pub(in crate::scanner) const RULES: &[&Rule] =
    &[&MALICIOUS, &VULNERABLE, &MAY_BE_VULNERABLE, &LOOKS_LIKE, &UNPINNED, &YANKED, &FROM_A_PLACE];

const BASE: Rule = Rule {
    id: "",
    name: "",
    language: RuleLanguage::Dependency,
    group: Group::Dependencies,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 1395,
    aliases: &[],
    capability: None,
    title: "",
    explanation: "",
    remedy: "",
    example: Example { bad: "", good: "" },
};

pub(in crate::scanner) const MALICIOUS: Rule = Rule {
    id: "DEP001",
    name: "malicious-package",
    severity: Severity::Critical,
    cwe: 506,
    title: "A package is known to be malicious",
    explanation: "An advisory reports the package itself, or these versions of it, as malware.",
    remedy: "Remove the package, and treat machines that installed it as compromised.",
    example: Example {
        bad: "== requirements.txt\nbadpkg==1.0\n== advisories/a.json\n{\"id\": \"MAL-2025-1\", \
              \"modified\": \"2026-01-01T00:00:00Z\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \
              \"name\": \"badpkg\"}, \"versions\": [\"1.0\"]}]}\n",
        good: "== requirements.txt\nbadpkg==2.0\n== advisories/a.json\n{\"id\": \"MAL-2025-1\", \
               \"modified\": \"2026-01-01T00:00:00Z\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \
               \"name\": \"badpkg\"}, \"versions\": [\"1.0\"]}]}\n",
    },
    ..BASE
};

pub(in crate::scanner) const VULNERABLE: Rule = Rule {
    id: "DEP002",
    name: "vulnerable-package",
    title: "A version with a known vulnerability is asked for",
    explanation: "An advisory lists the version, or every version that the requirement allows.",
    remedy: "Ask for a version in which it is mended; the finding names it.",
    example: Example {
        bad: "== requirements.txt\nother==1.4\n== advisories/a.json\n{\"id\": \"PYSEC-2025-1\", \
              \"modified\": \"2026-01-01T00:00:00Z\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \
              \"name\": \"other\"}, \"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [{\"introduced\": \
              \"0\"}, {\"fixed\": \"1.5\"}]}]}]}\n",
        good: "== requirements.txt\nother==1.5\n== advisories/a.json\n{\"id\": \"PYSEC-2025-1\", \
               \"modified\": \"2026-01-01T00:00:00Z\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \
               \"name\": \"other\"}, \"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [{\"introduced\": \
               \"0\"}, {\"fixed\": \"1.5\"}]}]}]}\n",
    },
    ..BASE
};

pub(in crate::scanner) const MAY_BE_VULNERABLE: Rule = Rule {
    id: "DEP003",
    name: "may-be-vulnerable",
    severity: Severity::Low,
    confidence: Confidence::Low,
    title: "A requirement allows versions with a known vulnerability",
    explanation: "It allows mended ones too, and an installer takes the newest; an older one can stay where it \
                  is installed already.",
    remedy: "Raise the lower bound to the mended version.",
    example: Example {
        bad: "== requirements.txt\nother>=1.0\n== advisories/a.json\n{\"id\": \"PYSEC-2025-1\", \
              \"modified\": \"2026-01-01T00:00:00Z\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \
              \"name\": \"other\"}, \"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [{\"introduced\": \
              \"0\"}, {\"fixed\": \"1.5\"}]}]}]}\n",
        good: "== requirements.txt\nother>=1.5\n== advisories/a.json\n{\"id\": \"PYSEC-2025-1\", \
               \"modified\": \"2026-01-01T00:00:00Z\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \
               \"name\": \"other\"}, \"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [{\"introduced\": \
               \"0\"}, {\"fixed\": \"1.5\"}]}]}]}\n",
    },
    ..BASE
};

pub(in crate::scanner) const LOOKS_LIKE: Rule = Rule {
    id: "DEP004",
    name: "look-alike-package",
    confidence: Confidence::Medium,
    cwe: 1357,
    title: "A package's name is nearly that of a well-known one",
    explanation: "Malware is published under names that are a slip of the finger away from popular ones.",
    remedy: "Look whether the well-known package was meant.",
    example: Example {
        bad: "== requirements.txt\nrequets==2.0\n",
        good: "== requirements.txt\nrequests==2.32.3\n",
    },
    ..BASE
};

pub(in crate::scanner) const UNPINNED: Rule = Rule {
    id: "DEP005",
    name: "unpinned-package",
    severity: Severity::Info,
    cwe: 1357,
    title: "A requirement does not say which version",
    explanation: "What is installed depends on the day, and advisories can only be compared with ranges.",
    remedy: "Pin one version, or give at least a range.",
    example: Example {
        bad: "== requirements.txt\nnumpy\n",
        good: "== requirements.txt\nnumpy==2.4.0\n",
    },
    ..BASE
};

pub(in crate::scanner) const YANKED: Rule = Rule {
    id: "DEP006",
    name: "yanked-package",
    cwe: 1357,
    title: "The version that is asked for was withdrawn from its registry",
    explanation: "Its authors took it back, and installers use it only where it is pinned.",
    remedy: "Ask for another version.",
    example: Example {
        bad: "== requirements.txt\nother==1.4\n== advisories/other.json\n{\"info\": {\"name\": \"other\"}, \
              \"releases\": {\"1.4\": [{\"yanked\": true, \"yanked_reason\": \"broken\"}]}}\n",
        good: "== requirements.txt\nother==1.4\n== advisories/other.json\n{\"info\": {\"name\": \"other\"}, \
               \"releases\": {\"1.4\": [{\"yanked\": false}]}}\n",
    },
    ..BASE
};

pub(in crate::scanner) const FROM_A_PLACE: Rule = Rule {
    id: "DEP007",
    name: "package-from-a-place",
    cwe: 494,
    title: "A package comes from an address or another index",
    explanation: "Nobody's advisories cover it, and what lies there can be another thing tomorrow. A further \
                  index can answer for names that were meant for the first.",
    remedy: "Depend on a release of the registry by its name.",
    example: Example {
        bad: "== requirements.txt\nx @ git+https://example.org/x.git\n",
        good: "== requirements.txt\nx==1.0\n",
    },
    ..BASE
};
