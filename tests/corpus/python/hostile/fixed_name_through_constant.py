from pathlib import Path

FOLDER = Path("/var/tmp")
(FOLDER / "state.json").write_text("{}")
