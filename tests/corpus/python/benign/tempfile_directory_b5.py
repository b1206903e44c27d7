import tempfile
from pathlib import Path

def process(text):
    with tempfile.TemporaryDirectory() as d:
        p = Path(d) / "a.txt"
        p.write_text(text)
        return p.stat().st_size
