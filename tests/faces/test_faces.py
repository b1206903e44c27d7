"""No face falls behind the facade, and the README's programs are those of `examples/hosts`."""
import json
import re
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# What faces do in their own form: requests for scans are made where a scan is asked for.
OWN_FORM = {"open", "scan_request"}
# What is a verb in the faces and no method of the facade.
BESIDE = {"rules"}


def text(path):
    return (ROOT / path).read_text()


def facade_verbs():
    """The methods of the facade, from its blocking form, which names all of them."""
    body = text("omniplug-core/src/blocking.rs").split("\nimpl Omniplug {\n")[1].split("\n}\n")[0]
    return set(re.findall(r"^    pub fn (\w+)", body, re.M)) - OWN_FORM | BESIDE


def error_kinds():
    """The stable names of the kinds of errors."""
    body = text("omniplug-core/src/error.rs").split("pub fn as_str")[1].split("\n    }\n")[0]
    return dict(re.findall(r'Self::(\w+) => "(\w+)"', body))


class Verbs(unittest.TestCase):
    def setUp(self):
        self.verbs = facade_verbs()
        self.assertGreater(len(self.verbs), 18)

    def test_the_two_forms_of_the_facade_have_the_same(self):
        body = text("omniplug-core/src/omniplug.rs").split("\nimpl Omniplug {\n")[1].split("\n}\n")[0]
        methods = set(re.findall(r"^    pub (?:async )?fn (\w+)", body, re.M))
        self.assertEqual(methods - OWN_FORM - {"builder"} | BESIDE, self.verbs)

    def test_python_has_all(self):
        defined = re.findall(r"^    def (\w+)", text("omniplug-py/python/omniplug/_host.py"), re.M)
        functions = re.findall(r"^def (\w+)", text("omniplug-py/python/omniplug/_report.py"), re.M)
        self.assertEqual(self.verbs - {*defined, *functions}, set())

    def test_r_has_all(self):
        exported = re.findall(r"^export\(omniplug_(\w+)\)", text("omniplug-r/NAMESPACE"), re.M)
        self.assertEqual(self.verbs - set(exported), set())
        pages = "".join(page.read_text() for page in ROOT.glob("omniplug-r/man/*.Rd"))
        described = re.findall(r"\\alias\{omniplug_(\w+)\}", pages)
        self.assertEqual(set(exported) - set(described), set())

    def test_c_has_all(self):
        declared = re.findall(r"\bomniplug_(\w+)\(", text("omniplug-c/include/omniplug.h"))
        self.assertEqual(self.verbs - set(declared), set())

    def test_scenarios_call_all(self):
        scenarios = [json.loads(path.read_text()) for path in ROOT.glob("tests/scenarios/*.json")]
        called = {step["call"] for scenario in scenarios for step in scenario["steps"]}
        self.assertEqual(self.verbs - called, set())
        told = text("tests/scenarios/README.md")
        self.assertEqual({verb for verb in called if "`%s`" % verb not in told}, set())


class Kinds(unittest.TestCase):
    def setUp(self):
        self.kinds = error_kinds()
        self.assertGreater(len(self.kinds), 11)

    def test_python_has_a_class_for_each(self):
        told = re.findall(r'^class \w+Error\(OmniplugError\b.*?^    kind = "(\w+)"',
                          text("omniplug-py/python/omniplug/_errors.py"), re.M | re.S)
        self.assertEqual(set(told) - {"execution_failed"}, set(self.kinds.values()))

    def test_r_describes_each(self):
        told = re.findall(r"\\item\{\\code\{(\w+)\}\}", text("omniplug-r/man/omniplug-conditions.Rd"))
        self.assertEqual(set(told), set(self.kinds.values()))

    def test_c_has_a_constant_for_each(self):
        told = re.findall(r"^    OMNIPLUG_ERROR_KIND_(\w+) = ", text("omniplug-c/include/omniplug.h"), re.M)
        self.assertEqual({name.lower() for name in told} - {"none", "other"}, set(self.kinds.values()))
        mapped = re.findall(r"Core::(\w+) => Self::\1,", text("omniplug-c/src/error.rs"))
        self.assertEqual(set(mapped), set(self.kinds))


class Readme(unittest.TestCase):
    QUOTE = re.compile(r"^<!-- quoted: (\S+) -->\n+```[\w,]+\n(.*?)^```$", re.M | re.S)

    def test_its_programs_are_those_of_the_examples(self):
        quoted = self.QUOTE.findall(text("README.md"))
        for path, code in quoted:
            with self.subTest(path):
                self.assertIn("\n" + code, "\n" + text(path))
        self.assertEqual({Path(path).parts[2] for path, _ in quoted}, {"c", "python", "r", "rust"})


if __name__ == "__main__":
    unittest.main()
