import os

sorted(["id", "whoami"], key=os.system)
