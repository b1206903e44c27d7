//! Text put into other languages, XML, and habits that hide errors.

use crate::scanner::{Capability, Confidence, Example, Group, Rule, RuleLanguage, Severity};

pub(in crate::scanner) static SQL_FROM_TEXT: Rule = Rule {
    id: "PY901",
    name: "sql-from-text",
    language: RuleLanguage::Python,
    group: Group::Injection,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 89,
    aliases: &["B608"],
    capability: None,
    title: "Puts together a database command from text",
    explanation: "Text that is put into the command becomes part of it.",
    remedy: "Pass values as parameters.",
    example: Example {
        bad: "cursor.execute(\"SELECT * FROM users WHERE name = '%s'\" % name)\n",
        good: "cursor.execute(\"SELECT * FROM users WHERE name = ?\", (name,))\n",
    },
};

pub(in crate::scanner) static DJANGO_EXTRA: Rule = Rule {
    id: "PY902",
    name: "django-extra",
    language: RuleLanguage::Python,
    group: Group::Injection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 89,
    aliases: &["B610"],
    capability: None,
    title: "Passes text to Django's `extra`",
    explanation: "The text becomes part of the database command.",
    remedy: "Use the query functions.",
    example: Example {
        bad: "User.objects.filter(name=\"a\").extra(where=[condition])\n",
        good: "User.objects.filter(name=\"a\")\n",
    },
};

pub(in crate::scanner) static DJANGO_RAW_SQL: Rule = Rule {
    id: "PY903",
    name: "django-raw-sql",
    language: RuleLanguage::Python,
    group: Group::Injection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 89,
    aliases: &["B611"],
    capability: None,
    title: "Uses Django's `RawSQL`",
    explanation: "The text becomes part of the database command.",
    remedy: "Use the query functions.",
    example: Example {
        bad: "from django.db.models.expressions import RawSQL\nvalue = RawSQL(\"select 1 where a = %s\" % name, [])\n",
        good: "from django.db.models import F\nvalue = F(\"name\")\n",
    },
};

pub(in crate::scanner) static MARKUP_MARKED_SAFE: Rule = Rule {
    id: "PY904",
    name: "markup-marked-safe",
    language: RuleLanguage::Python,
    group: Group::Injection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 79,
    aliases: &["B308", "B703"],
    capability: None,
    title: "Marks text as safe markup",
    explanation: "Text that somebody else wrote then runs in the reader's browser.",
    remedy: "Use `format_html`.",
    example: Example {
        bad: "from django.utils.safestring import mark_safe\npage = mark_safe(text)\n",
        good: "from django.utils.html import format_html\npage = format_html(\"{}\", text)\n",
    },
};

pub(in crate::scanner) static MARKUP_FROM_TEXT: Rule = Rule {
    id: "PY905",
    name: "markup-from-text",
    language: RuleLanguage::Python,
    group: Group::Injection,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 79,
    aliases: &["B704"],
    capability: None,
    title: "Makes markup from text that is not constant",
    explanation: "Text that somebody else wrote then runs in the reader's browser.",
    remedy: "Use `Markup(\"{}\").format(text)`.",
    example: Example {
        bad: "from markupsafe import Markup\npage = Markup(text)\n",
        good: "from markupsafe import Markup\npage = Markup(\"<b>{}</b>\").format(text)\n",
    },
};

pub(in crate::scanner) static JINJA_WITHOUT_ESCAPING: Rule = Rule {
    id: "PY906",
    name: "jinja-without-escaping",
    language: RuleLanguage::Python,
    group: Group::Injection,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 94,
    aliases: &["B701"],
    capability: None,
    title: "Makes Jinja templates without escaping",
    explanation: "Text that somebody else wrote then runs in the reader's browser.",
    remedy: "Pass `autoescape=True`.",
    example: Example {
        bad: "import jinja2\npages = jinja2.Environment()\n",
        good: "import jinja2\npages = jinja2.Environment(autoescape=True)\n",
    },
};

pub(in crate::scanner) static MAKO_TEMPLATE: Rule = Rule {
    id: "PY907",
    name: "mako-template",
    language: RuleLanguage::Python,
    group: Group::Injection,
    severity: Severity::Medium,
    confidence: Confidence::High,
    cwe: 80,
    aliases: &["B702"],
    capability: None,
    title: "Makes Mako templates",
    explanation: "They escape nothing and run Python.",
    remedy: "Use a template language that escapes.",
    example: Example {
        bad: "from mako.template import Template\npage = Template(\"hello\")\n",
        good: "from string import Template\npage = Template(\"hello\")\n",
    },
};

pub(in crate::scanner) static XML_PARSED: Rule = Rule {
    id: "PY911",
    name: "xml-parsed",
    language: RuleLanguage::Python,
    group: Group::Xml,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 611,
    aliases: &["B313", "B314", "B315", "B316", "B317", "B318", "B319"],
    capability: None,
    title: "Reads XML with a parser that follows what the document says",
    explanation: "Entities can grow without bound, and name other files.",
    remedy: "Use `defusedxml`.",
    example: Example {
        bad: "import xml.etree.ElementTree as tree\ntree.parse(name)\n",
        good: "import defusedxml.ElementTree as tree\ntree.parse(name)\n",
    },
};

pub(in crate::scanner) static XML_IMPORT: Rule = Rule {
    id: "PY912",
    name: "xml-import",
    language: RuleLanguage::Python,
    group: Group::Xml,
    severity: Severity::Info,
    confidence: Confidence::Medium,
    cwe: 611,
    aliases: &["B405", "B406", "B407", "B408", "B409"],
    capability: None,
    title: "Imports a parser that follows what the document says",
    explanation: "Entities can grow without bound, and name other files.",
    remedy: "Use `defusedxml`.",
    example: Example { bad: "import xml.sax\n", good: "import defusedxml.sax\n" },
};

pub(in crate::scanner) static XML_RPC_IMPORT: Rule = Rule {
    id: "PY913",
    name: "xml-rpc-import",
    language: RuleLanguage::Python,
    group: Group::Xml,
    severity: Severity::Low,
    confidence: Confidence::Medium,
    cwe: 611,
    aliases: &["B411"],
    capability: Some(Capability::Network),
    title: "Imports XML-RPC",
    explanation: "It reads XML of others with a parser that follows what the document says.",
    remedy: "Use JSON over HTTPS.",
    example: Example { bad: "import xmlrpc.client\n", good: "import json\n" },
};

pub(in crate::scanner) static XML_ENTITIES_RESOLVED: Rule = Rule {
    id: "PY914",
    name: "xml-entities-resolved",
    language: RuleLanguage::Python,
    group: Group::Xml,
    severity: Severity::Medium,
    confidence: Confidence::Medium,
    cwe: 611,
    aliases: &[],
    capability: None,
    title: "Asks an XML parser to follow entities or load what the document names",
    explanation: "The document then reads files and addresses.",
    remedy: "Leave `resolve_entities` off.",
    example: Example {
        bad: "from lxml import etree\nparser = etree.XMLParser(resolve_entities=True)\n",
        good: "from lxml import etree\nparser = etree.XMLParser(resolve_entities=False)\n",
    },
};

pub(in crate::scanner) static ASSERT_USED: Rule = Rule {
    id: "PY921",
    name: "assert-used",
    language: RuleLanguage::Python,
    group: Group::Quality,
    severity: Severity::Info,
    confidence: Confidence::High,
    cwe: 703,
    aliases: &["B101"],
    capability: None,
    title: "Uses `assert`",
    explanation: "With `-O` it does nothing.",
    remedy: "Raise an exception where the check matters.",
    example: Example {
        bad: "assert count > 0\n",
        good: "if count <= 0:\n    raise ValueError(\"no rows\")\n",
    },
};

pub(in crate::scanner) static ERROR_IGNORED: Rule = Rule {
    id: "PY922",
    name: "error-ignored",
    language: RuleLanguage::Python,
    group: Group::Quality,
    severity: Severity::Info,
    confidence: Confidence::High,
    cwe: 703,
    aliases: &["B110"],
    capability: None,
    title: "Ignores an error",
    explanation: "What went wrong stays unknown.",
    remedy: "Handle the error, or name the one that is expected.",
    example: Example {
        bad: "try:\n    work()\nexcept Exception:\n    pass\n",
        good: "try:\n    work()\nexcept KeyError:\n    pass\n",
    },
};

pub(in crate::scanner) static ERROR_SKIPPED: Rule = Rule {
    id: "PY923",
    name: "error-skipped",
    language: RuleLanguage::Python,
    group: Group::Quality,
    severity: Severity::Info,
    confidence: Confidence::High,
    cwe: 703,
    aliases: &["B112"],
    capability: None,
    title: "Goes on after an error",
    explanation: "What went wrong stays unknown.",
    remedy: "Handle the error, or name the one that is expected.",
    example: Example {
        bad: "for item in items:\n    try:\n        work(item)\n    except Exception:\n        continue\n",
        good: "for item in items:\n    try:\n        work(item)\n    except KeyError:\n        continue\n",
    },
};
