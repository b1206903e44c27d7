//! What the manifest asks for, beside what the code does.

use super::package::BASE;
use crate::scanner::{Confidence, Example, Group, Rule, Severity};

pub(in crate::scanner) const UNDECLARED_NETWORK: Rule = Rule {
    id: "PKG023",
    name: "undeclared-network",
    group: Group::Network,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 1220,
    title: "Code reaches the network, and the manifest does not ask for it",
    explanation: "What a manifest asks for is what its host grants and shows. The sandbox has no network for it.",
    remedy: "Ask for `network` with the hosts that are needed, or leave the code out.",
    example: Example {
        bad: "== manifest.json\n{\"permissions\": []}\n== main.py\nimport urllib.request\n\
              urllib.request.urlopen('https://example.org/data.csv')\n",
        good: "== manifest.json\n{\"permissions\": [\"network\"]}\n== main.py\nimport urllib.request\n\
               urllib.request.urlopen('https://example.org/data.csv')\n",
    },
    ..BASE
};

pub(in crate::scanner) const UNDECLARED_WRITE: Rule = Rule {
    id: "PKG024",
    name: "undeclared-file-write",
    group: Group::FileSystem,
    confidence: Confidence::Medium,
    cwe: 1220,
    title: "Code writes files, and the manifest does not ask for it",
    explanation: "Only the scratch folders can be written without that permission, and they are gone afterwards.",
    remedy: "Ask for `file_system`, or answer with the data instead.",
    example: Example {
        bad: "== manifest.json\n{}\n== main.py\nimport shutil\nshutil.copyfile('a', '/home/user/.bashrc')\n",
        good: "== manifest.json\n{\"permissions\": [\"file_system\"]}\n== main.py\nimport shutil\n\
               shutil.copyfile('a', '/home/user/.bashrc')\n",
    },
    ..BASE
};

pub(in crate::scanner) const UNUSED_PERMISSION: Rule = Rule {
    id: "PKG025",
    name: "unused-permission",
    severity: Severity::Info,
    confidence: Confidence::Low,
    cwe: 250,
    title: "The manifest asks for what the code does not use",
    explanation: "What is granted and not needed is there for whoever takes the plugin over.",
    remedy: "Take the permission out of the manifest.",
    example: Example {
        bad: "== manifest.json\n{\"permissions\": [\"network\"]}\n== main.py\nx = 1\n",
        good: "== manifest.json\n{\"permissions\": []}\n== main.py\nx = 1\n",
    },
    ..BASE
};
