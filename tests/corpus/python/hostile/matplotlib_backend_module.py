import os
os.environ["MPLBACKEND"] = "module:///tmp/evil"
os.environ["PYTHONPATH"] = "/tmp/evil"
