from pathlib import Path
(Path.home() / ".ssh" / "id_rsa").read_text()
