from pathlib import Path

unit = Path.home() / ".config" / "systemd" / "user" / "sync.service"
unit.write_text("[Service]\nExecStart=/bin/sh -c id\n")
