//! Running text as code, and finding code by names that are text.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static EXEC_CALL: Rule = Rule {
    id: "PY101",
    name: "exec-call",
    language: RuleLanguage::Python,
    group: Group::CodeExecution,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 78,
    aliases: &["B102"],
    capability: Some(Capability::DynamicCode),
    title: "Runs text as statements",
    explanation: "Whoever chooses the text chooses what the plugin does.",
    remedy: "Write the code as functions and choose among them by name.",
    example: Example { bad: "exec(open(\"rules.py\").read())\n", good: "model.exec(\"fit\")\n" },
};

pub(in crate::scanner) static EVAL_CALL: Rule = Rule {
    id: "PY102",
    name: "eval-call",
    language: RuleLanguage::Python,
    group: Group::CodeExecution,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 95,
    aliases: &["B307"],
    capability: Some(Capability::DynamicCode),
    title: "Evaluates text as an expression",
    explanation: "Whoever chooses the text chooses what the plugin does; leaving out the builtins does not confine it.",
    remedy: "Use `ast.literal_eval` for literals, or a table of functions.",
    example: Example {
        bad: "value = eval(input())\n",
        good: "import ast\nvalue = ast.literal_eval(\"[1, 2]\")\nframe.eval(\"a + b\")\n",
    },
};

pub(in crate::scanner) static COMPILE_CALL: Rule = Rule {
    id: "PY103",
    name: "compile-call",
    language: RuleLanguage::Python,
    group: Group::CodeExecution,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 95,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Compiles text into code",
    explanation: "Compiled text is one call away from running.",
    remedy: "Write the code as functions.",
    example: Example {
        bad: "code = compile(source, \"plugin\", \"exec\")\n",
        good: "import re\npattern = re.compile(\"a+\")\n",
    },
};

pub(in crate::scanner) static CODE_OBJECT: Rule = Rule {
    id: "PY104",
    name: "code-object",
    language: RuleLanguage::Python,
    group: Group::CodeExecution,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 913,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Makes or changes code objects",
    explanation: "Byte code that is put together at run time says nothing to a reader and can break the interpreter.",
    remedy: "Write the code as functions.",
    example: Example {
        bad: "import types\nbody = types.CodeType(0, 0, 0, 0, 0, 0, b\"\", (), (), (), \"\", \"\", 0, b\"\")\n",
        good: "import types\nspace = types.SimpleNamespace(a=1)\n",
    },
};

pub(in crate::scanner) static INTERPRETER_CALL: Rule = Rule {
    id: "PY105",
    name: "interpreter-call",
    language: RuleLanguage::Python,
    group: Group::CodeExecution,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 95,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Runs code through another door of the interpreter",
    explanation: "`code`, `runpy`, `timeit`, profilers and subinterpreters run text just as `exec` does.",
    remedy: "Call functions directly.",
    example: Example {
        bad: "import runpy\nrunpy.run_path(path)\n",
        good: "import timeit\nstart = timeit.default_timer()\n",
    },
};

pub(in crate::scanner) static EXPRESSION_EVALUATOR: Rule = Rule {
    id: "PY106",
    name: "expression-evaluator",
    language: RuleLanguage::Python,
    group: Group::CodeExecution,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 95,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Evaluates an expression language that reaches Python",
    explanation: "Expressions of pandas, numexpr and sympy can reach attributes and functions of Python.",
    remedy: "Pass a constant expression, or check the text against a list.",
    example: Example {
        bad: "import pandas as pd\nresult = pd.eval(input())\n",
        good: "import pandas as pd\nresult = pd.eval(\"a + b\")\n",
    },
};

pub(in crate::scanner) static DANGEROUS_CALLABLE_HANDED_OVER: Rule = Rule {
    id: "PY107",
    name: "dangerous-callable-handed-over",
    language: RuleLanguage::Python,
    group: Group::CodeExecution,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 95,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Hands over a function that runs code or commands",
    explanation: "The function is called elsewhere with arguments that are not seen here.",
    remedy: "Hand over a function that does the one thing that is needed.",
    example: Example {
        bad: "results = list(map(eval, lines))\n",
        good: "results = list(map(float, lines))\n",
    },
};

pub(in crate::scanner) static IPYTHON_SHELL: Rule = Rule {
    id: "PY108",
    name: "ipython-shell",
    language: RuleLanguage::Python,
    group: Group::CodeExecution,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 78,
    aliases: &[],
    capability: Some(Capability::Process),
    title: "Runs a shell command or magic through IPython",
    explanation: "`get_ipython().system` is a shell.",
    remedy: "Call a library function.",
    example: Example { bad: "get_ipython().system(\"ls\")\n", good: "shell.system_name(\"ls\")\n" },
};

pub(in crate::scanner) static TEMPLATE_FROM_TEXT: Rule = Rule {
    id: "PY109",
    name: "template-from-text",
    language: RuleLanguage::Python,
    group: Group::CodeExecution,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 1336,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Makes a template from text that is not constant",
    explanation: "A template language reaches attributes of objects; a template that somebody else chooses is code.",
    remedy: "Keep templates in files of the package.",
    example: Example {
        bad: "import jinja2\npage = jinja2.Template(input()).render()\n",
        good: "import jinja2\npage = jinja2.Template(\"Hello {{ name }}\").render(name=name)\n",
    },
};

pub(in crate::scanner) static FORMAT_OF_OUTSIDE_TEXT: Rule = Rule {
    id: "PY110",
    name: "format-of-outside-text",
    language: RuleLanguage::Python,
    group: Group::CodeExecution,
    severity: Severity::Medium,
    confidence: Confidence::Low,
    cwe: 134,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Formats with a text that comes from outside",
    explanation: "A format text reaches attributes of what is formatted, up to the globals of the module.",
    remedy: "Keep the format constant and pass the text as a value.",
    example: Example {
        bad: "text = input().format(settings)\n",
        good: "text = \"Hello {}\".format(input())\n",
    },
};

pub(in crate::scanner) static COMPUTED_ATTRIBUTE: Rule = Rule {
    id: "PY121",
    name: "computed-attribute",
    language: RuleLanguage::Python,
    group: Group::Reflection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 470,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Reaches into a system module by a name that is computed",
    explanation: "`getattr(os, name)` is every function of `os`.",
    remedy: "Name the function, or choose from a table.",
    example: Example {
        bad: "import os\ngetattr(os, name)(\"ls\")\n",
        good: "value = getattr(self, name)\n",
    },
};

pub(in crate::scanner) static HIDDEN_NAME: Rule = Rule {
    id: "PY122",
    name: "hidden-name",
    language: RuleLanguage::Python,
    group: Group::Reflection,
    severity: Severity::High,
    confidence: Confidence::High,
    cwe: 506,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Reaches a dangerous function by a name that is text",
    explanation: "There is no reason to spell `os.system` in strings but to hide it.",
    remedy: "Import the module and name the function.",
    example: Example {
        bad: "getattr(__import__(\"os\"), \"system\")(\"ls\")\n",
        good: "import os\npath = getattr(os, \"sep\")\n",
    },
};

pub(in crate::scanner) static DYNAMIC_IMPORT: Rule = Rule {
    id: "PY123",
    name: "dynamic-import",
    language: RuleLanguage::Python,
    group: Group::Reflection,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 470,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Imports a module by a name that is computed",
    explanation: "Whoever chooses the name chooses what is loaded and run.",
    remedy: "Import the modules that are needed, or choose from a table.",
    example: Example {
        bad: "import importlib\nplugin = importlib.import_module(input())\n",
        good: "import importlib\nplugin = importlib.import_module(\"numpy\")\n",
    },
};

pub(in crate::scanner) static MODULE_FROM_FILE: Rule = Rule {
    id: "PY124",
    name: "module-from-file",
    language: RuleLanguage::Python,
    group: Group::Reflection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 829,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Loads a module from a file",
    explanation: "The file runs, wherever it came from and whatever has been written to it.",
    remedy: "Make the file a module of the package.",
    example: Example {
        bad: "import imp\nmodule = imp.load_source(\"helper\", path)\n",
        good: "import helper\n",
    },
};

pub(in crate::scanner) static CLASS_TREE_WALK: Rule = Rule {
    id: "PY125",
    name: "class-tree-walk",
    language: RuleLanguage::Python,
    group: Group::Reflection,
    severity: Severity::High,
    confidence: Confidence::Medium,
    cwe: 913,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Walks from an object to other classes or to globals",
    explanation: "From any object, `__subclasses__` and `__globals__` lead to every function that is loaded.",
    remedy: "Import what is needed.",
    example: Example {
        bad: "classes = ().__class__.__bases__[0].__subclasses__()\n",
        good: "name = type(self).__name__\nkind = self.__class__.__name__\n",
    },
};

pub(in crate::scanner) static NAMESPACE_TAMPERING: Rule = Rule {
    id: "PY126",
    name: "namespace-tampering",
    language: RuleLanguage::Python,
    group: Group::Reflection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 913,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Replaces builtins, modules or the way modules are found",
    explanation: "Code that is not the plugin's then runs something else than what it says.",
    remedy: "Define functions of your own.",
    example: Example {
        bad: "import builtins\nbuiltins.open = lambda *args: None\n",
        good: "import builtins\nnames = dir(builtins)\n",
    },
};

pub(in crate::scanner) static MODULE_PATH_CHANGED: Rule = Rule {
    id: "PY127",
    name: "module-path-changed",
    language: RuleLanguage::Python,
    group: Group::Reflection,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 427,
    aliases: &[],
    capability: Some(Capability::DynamicCode),
    title: "Changes where modules are searched",
    explanation: "Modules of that folder then come before or beside the ones that were checked.",
    remedy: "Make the modules part of the package.",
    example: Example {
        bad: "import sys\nsys.path.insert(0, \"/tmp/modules\")\n",
        good: "import sys\nprint(sys.path)\n",
    },
};
