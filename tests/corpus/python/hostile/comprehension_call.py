import os

[run("id") for run in (os.system, print)]
