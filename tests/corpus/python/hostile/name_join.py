import os

parts = ["s", "y", "s", "t", "e", "m"]
getattr(os, "".join(parts))("id")
