import os
name = bytes([c ^ 1 for c in [114, 120, 114, 117, 100, 108]]).decode()
getattr(os, name)("id")
