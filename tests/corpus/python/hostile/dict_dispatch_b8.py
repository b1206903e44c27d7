import os, subprocess
{"a": os.system, "b": subprocess.call}["a"]("id")
