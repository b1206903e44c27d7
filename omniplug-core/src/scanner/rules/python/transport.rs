//! Connections that are not checked, and servers.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static CERTIFICATE_NOT_CHECKED: Rule = Rule {
    id: "PY531",
    name: "certificate-not-checked",
    language: RuleLanguage::Python,
    group: Group::Tls,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 295,
    aliases: &["B501"],
    capability: Some(Capability::Network),
    title: "Does not check the other end's certificate",
    explanation: "Anybody on the way can be the other end.",
    remedy: "Leave checking on.",
    example: Example {
        bad: "import requests\nrequests.get(\"https://example.org\", verify=False, timeout=5)\n",
        good: "import requests\nrequests.get(\"https://example.org\", verify=True, timeout=5)\n",
    },
};

pub(in crate::scanner) static UNVERIFIED_CONTEXT: Rule = Rule {
    id: "PY532",
    name: "unverified-context",
    language: RuleLanguage::Python,
    group: Group::Tls,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 295,
    aliases: &["B323"],
    capability: Some(Capability::Network),
    title: "Makes a TLS context that checks nothing",
    explanation: "Anybody on the way can be the other end.",
    remedy: "Use `ssl.create_default_context()` as it is.",
    example: Example {
        bad: "import ssl\ncontext = ssl._create_unverified_context()\n",
        good: "import ssl\ncontext = ssl.create_default_context()\n",
    },
};

pub(in crate::scanner) static OLD_TLS_VERSION: Rule = Rule {
    id: "PY533",
    name: "old-tls-version",
    language: RuleLanguage::Python,
    group: Group::Tls,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 327,
    aliases: &["B502", "B503"],
    capability: Some(Capability::Network),
    title: "Asks for a broken version of SSL or TLS",
    explanation: "These versions can be read on the way.",
    remedy: "Use the default context.",
    example: Example {
        bad: "import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_SSLv3)\n",
        good: "import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\n",
    },
};

pub(in crate::scanner) static NO_TLS_VERSION: Rule = Rule {
    id: "PY534",
    name: "no-tls-version",
    language: RuleLanguage::Python,
    group: Group::Tls,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 327,
    aliases: &["B504"],
    capability: Some(Capability::Network),
    title: "Wraps a socket without saying which versions of TLS are good",
    explanation: "Old Pythons accept broken versions then.",
    remedy: "Use the default context.",
    example: Example {
        bad: "import ssl\nlink = ssl.wrap_socket(plain)\n",
        good: "import ssl\ncontext = ssl.create_default_context()\n",
    },
};

pub(in crate::scanner) static BOUND_TO_ALL_INTERFACES: Rule = Rule {
    id: "PY541",
    name: "bound-to-all-interfaces",
    language: RuleLanguage::Python,
    group: Group::Servers,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 605,
    aliases: &["B104"],
    capability: Some(Capability::Network),
    title: "Listens on all interfaces",
    explanation: "Every machine that reaches this one can talk to it.",
    remedy: "Use `127.0.0.1`.",
    example: Example { bad: "host = \"0.0.0.0\"\n", good: "host = \"127.0.0.1\"\n" },
};

pub(in crate::scanner) static DEBUG_SERVER: Rule = Rule {
    id: "PY542",
    name: "debug-server",
    language: RuleLanguage::Python,
    group: Group::Servers,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 94,
    aliases: &["B201"],
    capability: Some(Capability::Network),
    title: "Starts a web server with its debugger",
    explanation: "The debugger runs what a visitor types.",
    remedy: "Leave `debug` off.",
    example: Example {
        bad: "from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\n",
        good: "from flask import Flask\napp = Flask(__name__)\napp.run()\n",
    },
};

pub(in crate::scanner) static LOGGING_SERVER: Rule = Rule {
    id: "PY543",
    name: "logging-server",
    language: RuleLanguage::Python,
    group: Group::Servers,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 94,
    aliases: &["B612"],
    capability: Some(Capability::Network),
    title: "Takes the configuration of logging from the network",
    explanation: "A configuration names functions that are called.",
    remedy: "Configure logging in code.",
    example: Example {
        bad: "import logging.config\nlogging.config.listen(9999)\n",
        good: "import logging.config\nlogging.config.dictConfig(settings)\n",
    },
};

pub(in crate::scanner) static CGI_HANDLER: Rule = Rule {
    id: "PY544",
    name: "cgi-handler",
    language: RuleLanguage::Python,
    group: Group::Servers,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 284,
    aliases: &["B412"],
    capability: Some(Capability::Network),
    title: "Uses a CGI handler that takes a proxy from a request's header",
    explanation: "A visitor can redirect the program's own requests.",
    remedy: "Use WSGI or ASGI.",
    example: Example {
        bad: "from wsgiref.handlers import CGIHandler\n",
        good: "from wsgiref.util import shift_path_info\n",
    },
};

pub(in crate::scanner) static SERVER_STARTED: Rule = Rule {
    id: "PY545",
    name: "server-started",
    language: RuleLanguage::Python,
    group: Group::Servers,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 605,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "Starts a server",
    explanation: "A plugin answers its host, and nobody else.",
    remedy: "Remove it.",
    example: Example {
        bad: "import http.server\nserver = http.server.HTTPServer((\"127.0.0.1\", 8000), Handler)\n",
        good: "server = registry[\"http\"]\n",
    },
};
