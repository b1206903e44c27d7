from pathlib import Path
Path("out").mkdir()
Path("out/a.txt").write_text("x")
