//! Cryptography, secrets, databases and XML.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static WEAK_DIGEST: Rule = Rule {
    id: "R901",
    name: "weak-digest",
    language: RuleLanguage::R,
    group: Group::Cryptography,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 327,
    aliases: &["B303", "B324"],
    capability: None,
    title: "a weak digest is used",
    explanation: "MD5 and SHA-1 can be made to collide and are no protection for passwords.",
    remedy: "Use `sha256`, and `sodium::password_store` for passwords.",
    example: Example {
        bad: "stored <- digest::digest(password, algo = \"md5\", serialize = FALSE)\n",
        good: "stored <- digest::digest(password, algo = \"sha256\", serialize = FALSE)\n",
    },
};

pub(in crate::scanner) static WEAK_CIPHER: Rule = Rule {
    id: "R902",
    name: "weak-cipher",
    language: RuleLanguage::R,
    group: Group::Cryptography,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 327,
    aliases: &["B304", "B305"],
    capability: None,
    title: "a weak cipher or mode is used",
    explanation: "ECB shows equal blocks as equal; DES, RC4 and Blowfish are broken.",
    remedy: "Use AES-GCM.",
    example: Example {
        bad: "engine <- digest::AES(key, mode = \"ECB\")\n",
        good: "engine <- openssl::aes_gcm_encrypt(data, key)\n",
    },
};

pub(in crate::scanner) static WEAK_RANDOM: Rule = Rule {
    id: "R903",
    name: "weak-random",
    language: RuleLanguage::R,
    group: Group::Cryptography,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 330,
    aliases: &["B311"],
    capability: None,
    title: "a secret is made with random numbers that can be computed",
    explanation: "R's generators are made for simulation: a few values give all the others.",
    remedy: "Use `openssl::rand_bytes`.",
    example: Example {
        bad: "token <- paste(sample(letters, 20), collapse = \"\")\n",
        good: "rows <- sample(100, 20)\n",
    },
};

pub(in crate::scanner) static SECRET_IN_CODE: Rule = Rule {
    id: "R904",
    name: "secret-in-code",
    language: RuleLanguage::R,
    group: Group::Secrets,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 798,
    aliases: &["B105", "B106", "B107"],
    capability: None,
    title: "a secret stands in the code",
    explanation: "Whoever has the code has the secret, also after it was removed.",
    remedy: "Read it from the settings of the plugin.",
    example: Example {
        bad: "db_password <- \"hunter2-Zx81\"\n",
        good: "db_password <- Sys.getenv(\"DB_PASSWORD\")\n",
    },
};

pub(in crate::scanner) static ASSEMBLED_SQL: Rule = Rule {
    id: "R905",
    name: "assembled-sql",
    language: RuleLanguage::R,
    group: Group::Injection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 89,
    aliases: &["B608"],
    capability: None,
    title: "a database's command is put together from text",
    explanation: "A value with a quote in it becomes part of the command.",
    remedy: "Use parameters: `dbGetQuery(con, \"… WHERE id = ?\", params = list(id))`.",
    example: Example {
        bad: "DBI::dbGetQuery(con, paste0(\"SELECT * FROM t WHERE id = '\", id, \"'\"))\n",
        good: "DBI::dbGetQuery(con, \"SELECT * FROM t WHERE id = ?\", params = list(id))\n",
    },
};

pub(in crate::scanner) static XML_ENTITIES: Rule = Rule {
    id: "R906",
    name: "xml-entities",
    language: RuleLanguage::R,
    group: Group::Xml,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 611,
    aliases: &["B313", "B314", "B318", "B319", "B320"],
    capability: Some(Capability::FileRead),
    title: "an XML reader follows what the document says",
    explanation: "External entities read files and addresses; nested ones fill the memory.",
    remedy: "Leave out `NOENT`, `DTDLOAD` and `HUGE`.",
    example: Example {
        bad: "doc <- xml2::read_xml(path, options = \"NOENT\")\n",
        good: "doc <- xml2::read_xml(path)\n",
    },
};
