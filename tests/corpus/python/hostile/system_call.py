import os
os.system.__call__("id")
