//! Ciphers, digests, random numbers and secrets.

use crate::scanner::{Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static WEAK_DIGEST: Rule = Rule {
    id: "PY701",
    name: "weak-digest",
    language: RuleLanguage::Python,
    group: Group::Cryptography,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 327,
    aliases: &["B303", "B324"],
    capability: None,
    title: "Uses a broken digest",
    explanation: "Other data with the same digest can be made.",
    remedy: "Use SHA-256; pass `usedforsecurity=False` where it is a checksum.",
    example: Example {
        bad: "import hashlib\ndigest = hashlib.md5(data)\n",
        good: "import hashlib\ndigest = hashlib.sha256(data)\n",
    },
};

pub(in crate::scanner) static WEAK_CIPHER: Rule = Rule {
    id: "PY702",
    name: "weak-cipher",
    language: RuleLanguage::Python,
    group: Group::Cryptography,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 327,
    aliases: &["B304"],
    capability: None,
    title: "Uses a broken cipher",
    explanation: "It can be read without the key.",
    remedy: "Use AES-GCM or ChaCha20-Poly1305.",
    example: Example {
        bad: "from Crypto.Cipher import DES\ncipher = DES.new(key)\n",
        good: "from cryptography.fernet import Fernet\ncipher = Fernet(key)\n",
    },
};

pub(in crate::scanner) static WEAK_CIPHER_MODE: Rule = Rule {
    id: "PY703",
    name: "weak-cipher-mode",
    language: RuleLanguage::Python,
    group: Group::Cryptography,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 327,
    aliases: &["B305"],
    capability: None,
    title: "Uses a cipher block by block",
    explanation: "Equal blocks stay equal, so the pattern shows.",
    remedy: "Use GCM.",
    example: Example {
        bad: "from cryptography.hazmat.primitives.ciphers import modes\nmode = modes.ECB()\n",
        good: "from cryptography.hazmat.primitives.ciphers import modes\nmode = modes.GCM(iv)\n",
    },
};

pub(in crate::scanner) static PREDICTABLE_RANDOM: Rule = Rule {
    id: "PY704",
    name: "predictable-random",
    language: RuleLanguage::Python,
    group: Group::Cryptography,
    severity: Severity::Info,
    confidence: Confidence::Medium,
    cwe: 330,
    aliases: &["B311"],
    capability: None,
    title: "Takes random numbers that can be predicted",
    explanation: "Good for simulations, not for keys.",
    remedy: "Use `secrets` for passwords, tokens and keys.",
    example: Example {
        bad: "import random\ncode = random.randint(0, 9)\n",
        good: "import secrets\ncode = secrets.randbelow(10)\n",
    },
};

pub(in crate::scanner) static SHORT_KEY: Rule = Rule {
    id: "PY705",
    name: "short-key",
    language: RuleLanguage::Python,
    group: Group::Cryptography,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 326,
    aliases: &["B505"],
    capability: None,
    title: "Makes a key that is too short",
    explanation: "Such keys can be broken.",
    remedy: "Use at least 2,048 bits for RSA and DSA, 224 for curves.",
    example: Example {
        bad: "from cryptography.hazmat.primitives.asymmetric import rsa\nkey = rsa.generate_private_key(65537, 1024)\n",
        good: "from cryptography.hazmat.primitives.asymmetric import rsa\nkey = rsa.generate_private_key(65537, 3072)\n",
    },
};

pub(in crate::scanner) static PYCRYPTO_IMPORT: Rule = Rule {
    id: "PY706",
    name: "pycrypto-import",
    language: RuleLanguage::Python,
    group: Group::Cryptography,
    severity: Severity::Low,
    confidence: Confidence::High,
    cwe: 327,
    aliases: &["B413"],
    capability: None,
    title: "Imports the abandoned PyCrypto",
    explanation: "Its errors are not repaired any more.",
    remedy: "Use `cryptography`.",
    example: Example { bad: "import Crypto.Cipher\n", good: "import cryptography\n" },
};

pub(in crate::scanner) static SIGNATURE_NOT_CHECKED: Rule = Rule {
    id: "PY707",
    name: "signature-not-checked",
    language: RuleLanguage::Python,
    group: Group::Cryptography,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 347,
    aliases: &[],
    capability: None,
    title: "Makes or reads a token that nobody's signature guards",
    explanation: "Anybody can write what it says.",
    remedy: "Check the signature with the issuer's key and a fixed algorithm.",
    example: Example {
        bad: "import jwt\nclaims = jwt.decode(token, options={\"verify_signature\": False})\n",
        good: "import jwt\nclaims = jwt.decode(token, key, algorithms=[\"RS256\"])\n",
    },
};

pub(in crate::scanner) static PASSWORD_IN_CODE: Rule = Rule {
    id: "PY711",
    name: "password-in-code",
    language: RuleLanguage::Python,
    group: Group::Secrets,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 259,
    aliases: &["B105"],
    capability: None,
    title: "Has a password in the code",
    explanation: "Everybody who has the package has it too.",
    remedy: "Take it from the configuration that the host hands over.",
    example: Example {
        bad: "password = \"s3cr3t-Value\"\n",
        good: "password = context.config[\"password\"]\n",
    },
};

pub(in crate::scanner) static PASSWORD_ARGUMENT: Rule = Rule {
    id: "PY712",
    name: "password-argument",
    language: RuleLanguage::Python,
    group: Group::Secrets,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 259,
    aliases: &["B106"],
    capability: None,
    title: "Passes a password that is in the code",
    explanation: "Everybody who has the package has it too.",
    remedy: "Take it from the configuration that the host hands over.",
    example: Example {
        bad: "connect(password=\"s3cr3t-Value\")\n",
        good: "connect(password=value)\n",
    },
};

pub(in crate::scanner) static PASSWORD_DEFAULT: Rule = Rule {
    id: "PY713",
    name: "password-default",
    language: RuleLanguage::Python,
    group: Group::Secrets,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 259,
    aliases: &["B107"],
    capability: None,
    title: "Has a password as a default",
    explanation: "Everybody who has the package has it too.",
    remedy: "Use no default.",
    example: Example {
        bad: "def connect(password=\"s3cr3t-Value\"):\n    pass\n",
        good: "def connect(password=None):\n    pass\n",
    },
};

pub(in crate::scanner) static KEY_IN_CODE: Rule = Rule {
    id: "PY714",
    name: "key-in-code",
    language: RuleLanguage::Python,
    group: Group::Secrets,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 798,
    aliases: &[],
    capability: None,
    title: "Has a key or token of a known service in the code",
    explanation: "Everybody who has the package can use it.",
    remedy: "Withdraw it, and take the new one from the configuration.",
    example: Example { bad: "key = \"AKIAIOSFODNN7EXAMPLQ\"\n", good: "key = \"AKIA\"\n" },
};
