import psutil

WATCHED = any(process.name() in ("procmon.exe", "x64dbg.exe") for process in psutil.process_iter())
