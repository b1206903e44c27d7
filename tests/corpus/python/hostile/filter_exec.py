tuple(filter(exec, ["import os"]))
