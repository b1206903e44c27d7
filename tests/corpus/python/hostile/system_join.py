import os
name = "".join(["sys", "tem"])
getattr(os, name)("id")
