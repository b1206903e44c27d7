//! Files outside the scratch folders.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static PRIVATE_FILE: Rule = Rule {
    id: "PY601",
    name: "private-file",
    language: RuleLanguage::Python,
    group: Group::FileSystem,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 538,
    aliases: &[],
    capability: Some(Capability::FileRead),
    title: "Names a file with passwords, keys or private data",
    explanation: "A plugin has no reason to look there.",
    remedy: "Remove it.",
    example: Example {
        bad: "keys = open(\"/home/user/.ssh/id_rsa\").read()\n",
        good: "table = open(\"data/table.csv\").read()\n",
    },
};

pub(in crate::scanner) static FILE_OUTSIDE_WRITTEN: Rule = Rule {
    id: "PY602",
    name: "file-outside-written",
    language: RuleLanguage::Python,
    group: Group::FileSystem,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 73,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "Writes to an absolute path, the home folder or upwards",
    explanation: "What is written there outlives the execution and changes other programs.",
    remedy: "Write to the scratch folder that the context names.",
    example: Example {
        bad: "open(\"/opt/tool/settings.ini\", \"w\").write(\"x\")\n",
        good: "open(\"result.csv\", \"w\").write(\"x\")\n",
    },
};

pub(in crate::scanner) static PATH_FROM_OUTSIDE: Rule = Rule {
    id: "PY603",
    name: "path-from-outside",
    language: RuleLanguage::Python,
    group: Group::FileSystem,
    severity: Severity::Low,
    confidence: Confidence::Low,
    cwe: 22,
    aliases: &[],
    capability: Some(Capability::FileRead),
    title: "Opens a path that comes from outside or leads upwards",
    explanation: "`..` and links lead to any file.",
    remedy: "Check that the path lies in the folder that it should.",
    example: Example {
        bad: "def execute(name):\n    return open(name).read()\n",
        good: "def execute(name):\n    return open(\"table.csv\").read()\n",
    },
};

pub(in crate::scanner) static LINK_MADE: Rule = Rule {
    id: "PY604",
    name: "link-made",
    language: RuleLanguage::Python,
    group: Group::FileSystem,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 59,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "Makes a link to another file",
    explanation: "Programs that follow the link read or write what they should not.",
    remedy: "Copy the file.",
    example: Example {
        bad: "import os\nos.symlink(\"/etc/hosts\", \"result.csv\")\n",
        good: "import shutil\nshutil.copy(\"a.csv\", \"b.csv\")\n",
    },
};

pub(in crate::scanner) static FOLDERS_SEARCHED: Rule = Rule {
    id: "PY605",
    name: "folders-searched",
    language: RuleLanguage::Python,
    group: Group::FileSystem,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 538,
    aliases: &[],
    capability: Some(Capability::FileRead),
    title: "Searches the home folder or the whole file system",
    explanation: "A plugin gets its data handed over; nothing else concerns it.",
    remedy: "Read what the request names.",
    example: Example {
        bad: "import os\nfor folder, _, names in os.walk(\"/home\"):\n    pass\n",
        good: "import os\nfor folder, _, names in os.walk(\"data\"):\n    pass\n",
    },
};

pub(in crate::scanner) static OWN_FILES_CHANGED: Rule = Rule {
    id: "PY606",
    name: "own-files-changed",
    language: RuleLanguage::Python,
    group: Group::FileSystem,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "Changes its own program",
    explanation: "What runs next time is not what was checked.",
    remedy: "Keep data apart from code.",
    example: Example {
        bad: "open(__file__, \"a\").write(\"x = 1\")\n",
        good: "text = open(__file__).read()\n",
    },
};

pub(in crate::scanner) static FILE_DELETED: Rule = Rule {
    id: "PY611",
    name: "file-deleted",
    language: RuleLanguage::Python,
    group: Group::Deletion,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 73,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "Deletes files or folders",
    explanation: "What is gone is gone.",
    remedy: "Delete only what the plugin made, in its scratch folder.",
    example: Example {
        bad: "import shutil\nshutil.rmtree(folder)\n",
        good: "rows.remove(folder)\n",
    },
};

pub(in crate::scanner) static FILES_OF_OTHERS_CHANGED: Rule = Rule {
    id: "PY612",
    name: "files-of-others-changed",
    language: RuleLanguage::Python,
    group: Group::Deletion,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "Deletes, renames or overwrites files that it searched for",
    explanation: "That is what wipers and extortion do.",
    remedy: "Delete only what the plugin made, by name.",
    example: Example {
        bad: "import glob, os\nfor name in glob.glob(\"/data/*\"):\n    os.remove(name)\n",
        good: "import glob\nfor name in glob.glob(\"*.csv\"):\n    print(name)\n",
    },
};

pub(in crate::scanner) static PERMISSIVE_MODE: Rule = Rule {
    id: "PY621",
    name: "permissive-mode",
    language: RuleLanguage::Python,
    group: Group::Permissions,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 732,
    aliases: &["B103"],
    capability: Some(Capability::FileWrite),
    title: "Gives everybody rights to a file",
    explanation: "Other users can then change or run it.",
    remedy: "Use `0o600` or `0o644`.",
    example: Example {
        bad: "import os\nos.chmod(\"data.csv\", 0o777)\n",
        good: "import os\nos.chmod(\"data.csv\", 0o600)\n",
    },
};

pub(in crate::scanner) static IDENTITY_CHANGED: Rule = Rule {
    id: "PY622",
    name: "identity-changed",
    language: RuleLanguage::Python,
    group: Group::Permissions,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 250,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "Changes owner, user, root folder or mask",
    explanation: "A plugin stays who it is.",
    remedy: "Remove it.",
    example: Example { bad: "import os\nos.setuid(0)\n", good: "import os\nuser = os.getuid()\n" },
};

pub(in crate::scanner) static TAR_UNPACKED: Rule = Rule {
    id: "PY631",
    name: "tar-unpacked",
    language: RuleLanguage::Python,
    group: Group::Archives,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 22,
    aliases: &["B202"],
    capability: Some(Capability::FileWrite),
    title: "Unpacks a tar archive wherever its names lead",
    explanation: "Names with `..`, links and devices lead out of the folder.",
    remedy: "Pass `filter=\"data\"`.",
    example: Example {
        bad: "import tarfile\ntarfile.open(\"data.tar\").extractall()\n",
        good: "import tarfile\ntarfile.open(\"data.tar\").extractall(filter=\"data\")\n",
    },
};

pub(in crate::scanner) static ARCHIVE_UNPACKED: Rule = Rule {
    id: "PY632",
    name: "archive-unpacked",
    language: RuleLanguage::Python,
    group: Group::Archives,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 22,
    aliases: &[],
    capability: Some(Capability::FileWrite),
    title: "Unpacks an archive",
    explanation: "Names can lead out of the folder, and a small archive can fill a disk.",
    remedy: "Check names and sizes first.",
    example: Example {
        bad: "import shutil\nshutil.unpack_archive(name)\n",
        good: "import zipfile\nnames = zipfile.ZipFile(\"data.zip\").namelist()\n",
    },
};

pub(in crate::scanner) static GUESSABLE_TEMPORARY_NAME: Rule = Rule {
    id: "PY641",
    name: "guessable-temporary-name",
    language: RuleLanguage::Python,
    group: Group::TemporaryFiles,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 377,
    aliases: &["B306"],
    capability: Some(Capability::FileWrite),
    title: "Asks for the name of a temporary file before it exists",
    explanation: "Somebody else can make that file first.",
    remedy: "Use `tempfile.NamedTemporaryFile` or `mkstemp`.",
    example: Example {
        bad: "import tempfile\nname = tempfile.mktemp()\n",
        good: "import tempfile\nname = tempfile.mkstemp()\n",
    },
};

pub(in crate::scanner) static FIXED_TEMPORARY_PATH: Rule = Rule {
    id: "PY642",
    name: "fixed-temporary-path",
    language: RuleLanguage::Python,
    group: Group::TemporaryFiles,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 377,
    aliases: &["B108"],
    capability: Some(Capability::FileWrite),
    title: "Names a fixed file in a folder that everybody writes to",
    explanation: "Somebody else can make that file first.",
    remedy: "Use `tempfile`.",
    example: Example {
        bad: "name = \"/tmp/result.csv\"\n",
        good: "import tempfile\nfolder = tempfile.mkdtemp()\n",
    },
};
