//! Data formats that run code when they are read.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static PICKLE_LOAD: Rule = Rule {
    id: "PY301",
    name: "pickle-load",
    language: RuleLanguage::Python,
    group: Group::Deserialization,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 502,
    aliases: &["B301"],
    capability: Some(Capability::DynamicCode),
    title: "Reads a pickle",
    explanation: "A pickle is a program: reading it runs it.",
    remedy: "Use JSON, Arrow, or `numpy.load` without pickles.",
    example: Example {
        bad: "import pickle\nmodel = pickle.load(stream)\n",
        good: "import json\nmodel = json.load(stream)\n",
    },
};

pub(in crate::scanner) static MARSHAL_LOAD: Rule = Rule {
    id: "PY302",
    name: "marshal-load",
    language: RuleLanguage::Python,
    group: Group::Deserialization,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 502,
    aliases: &["B302"],
    capability: Some(Capability::DynamicCode),
    title: "Reads marshalled data",
    explanation: "The format holds code objects and breaks the interpreter when it is malformed.",
    remedy: "Use JSON.",
    example: Example {
        bad: "import marshal\ncode = marshal.loads(data)\n",
        good: "import json\ncode = json.loads(data)\n",
    },
};

pub(in crate::scanner) static YAML_LOAD: Rule = Rule {
    id: "PY303",
    name: "yaml-load",
    language: RuleLanguage::Python,
    group: Group::Deserialization,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 20,
    aliases: &["B506"],
    capability: Some(Capability::DynamicCode),
    title: "Reads YAML with a loader that makes any object",
    explanation: "A tag in the text names the function that is called.",
    remedy: "Use `yaml.safe_load`.",
    example: Example {
        bad: "import yaml\nsettings = yaml.load(stream)\n",
        good: "import yaml\nsettings = yaml.safe_load(stream)\n",
    },
};

pub(in crate::scanner) static TORCH_LOAD: Rule = Rule {
    id: "PY304",
    name: "torch-load",
    language: RuleLanguage::Python,
    group: Group::Deserialization,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 502,
    aliases: &["B614"],
    capability: Some(Capability::DynamicCode),
    title: "Reads a PyTorch file that may hold a pickle",
    explanation: "A pickle is a program: reading it runs it.",
    remedy: "Pass `weights_only=True`, or use safetensors.",
    example: Example {
        bad: "import torch\nmodel = torch.load(\"model.pt\")\n",
        good: "import torch\nmodel = torch.load(\"model.pt\", weights_only=True)\n",
    },
};

pub(in crate::scanner) static PICKLE_INSIDE: Rule = Rule {
    id: "PY305",
    name: "pickle-inside",
    language: RuleLanguage::Python,
    group: Group::Deserialization,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 502,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Reads a format that may hold a pickle",
    explanation: "joblib, NumPy's object arrays, cloudpickle and some model formats read pickles.",
    remedy: "Use a format without code: Arrow, HDF5, `numpy.load` without `allow_pickle`.",
    example: Example {
        bad: "import joblib\nmodel = joblib.load(\"model.bin\")\n",
        good: "import numpy as np\ntable = np.load(\"table.npy\")\n",
    },
};

pub(in crate::scanner) static PICKLE_IMPORT: Rule = Rule {
    id: "PY306",
    name: "pickle-import",
    language: RuleLanguage::Python,
    group: Group::Deserialization,
    severity: Severity::Info,
    confidence: Confidence::High,
    cwe: 502,
    aliases: &["B403"],
    capability: None,
    title: "Imports a module that reads pickles",
    explanation: "Reading a pickle runs it.",
    remedy: "Use a format without code.",
    example: Example { bad: "import pickle\n", good: "import json\n" },
};

pub(in crate::scanner) static PICKLE_BOMB: Rule = Rule {
    id: "PY307",
    name: "pickle-bomb",
    language: RuleLanguage::Python,
    group: Group::Deserialization,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 502,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Defines how it is unpickled with a function that runs code or commands",
    explanation: "Whoever reads such a pickle runs the function.",
    remedy: "Remove it.",
    example: Example {
        bad: "import os\nclass Model:\n    def __reduce__(self):\n        return os.system, (\"ls\",)\n",
        good: "class Model:\n    def __reduce__(self):\n        return Model, (1,)\n",
    },
};

pub(in crate::scanner) static HUB_DOWNLOAD_WITHOUT_REVISION: Rule = Rule {
    id: "PY308",
    name: "hub-download-without-revision",
    language: RuleLanguage::Python,
    group: Group::Deserialization,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 494,
    aliases: &["B615"],
    capability: Some(Capability::Network),
    title: "Downloads from Hugging Face without a fixed revision",
    explanation: "What is downloaded can change from one run to the next, and some formats hold code.",
    remedy: "Pass `revision=` with a commit.",
    example: Example {
        bad: "from transformers import AutoModel\nmodel = AutoModel.from_pretrained(\"group/model\")\n",
        good: "from transformers import AutoModel\nmodel = AutoModel.from_pretrained(\"group/model\", revision=\"4f6d2c1a9b\")\n",
    },
};

pub(in crate::scanner) static REMOTE_CODE_TRUSTED: Rule = Rule {
    id: "PY309",
    name: "remote-code-trusted",
    language: RuleLanguage::Python,
    group: Group::Deserialization,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 494,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Lets a model bring its own code",
    explanation: "`trust_remote_code` and `safe_mode=False` run what the model's author wrote.",
    remedy: "Leave it off.",
    example: Example {
        bad: "from transformers import AutoModel\nmodel = AutoModel.from_pretrained(\"group/model\", revision=\"4f6d2c1a9b\", trust_remote_code=True)\n",
        good: "from transformers import AutoModel\nmodel = AutoModel.from_pretrained(\"group/model\", revision=\"4f6d2c1a9b\", trust_remote_code=False)\n",
    },
};
