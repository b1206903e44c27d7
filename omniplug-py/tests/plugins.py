"""Small plugins for the tests, which need nothing but Python's standard library."""
import json
import tempfile
import unittest
from pathlib import Path

from omniplug import Omniplug

ROOT = Path(__file__).resolve().parents[2]


def write(folder, name, code, **more):
    """Writes a plugin and gives its folder."""
    source = Path(folder) / name
    source.mkdir(parents=True)
    (source / "main.py").write_text(code)
    manifest = {
        "name": name, "version": "1.0.0", "author": "A. Author", "description": "Is for a test", "language": "python",
        "entry_point": "main.py", "extension_points": ["integration"], **more,
    }
    (source / "manifest.json").write_text(json.dumps(manifest))
    return source


ECHO = "def execute(data, **parameters):\n    return data\n"
SLEEPER = "import time\nfrom omniplug_sdk import progress\n\n" \
          "def execute(data):\n    progress(0.5, 'half')\n    time.sleep(data)\n    return data\n"


class WithHost(unittest.TestCase):
    """Tests with a host that has `echo` and `sleeper`, one for the class."""

    options = {}

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="omniplug-py-")
        cls.folder = Path(cls.temporary.name)
        cls.home = cls.folder / "home"
        cls.host = Omniplug.open(cls.home, **cls.options)
        cls.host.install(write(cls.folder, "echo", ECHO))
        cls.host.install(write(cls.folder, "sleeper", SLEEPER))

    @classmethod
    def tearDownClass(cls):
        cls.host.close()
        cls.temporary.cleanup()
