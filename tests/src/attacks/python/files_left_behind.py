import os


def execute(given):
    for folder in ("/tmp", "/plugin", "/dev/shm"):
        with open(folder + "/left", "w") as file:
            file.write("left")
        os.chmod(folder + "/left", 0)
    os.chmod("/plugin", 0)
    return "done"
