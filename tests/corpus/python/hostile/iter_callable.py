import os
for x in iter(lambda: os.system("id"), 0):
    pass
