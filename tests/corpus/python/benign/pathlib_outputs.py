from pathlib import Path
import json
def save(result, folder="output"):
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    (target / "summary.json").write_text(json.dumps(result, indent=2))
