import os
def get():
    return os.system
get()("id")
