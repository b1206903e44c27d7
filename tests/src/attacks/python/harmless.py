import glob


def execute(given):
    left = glob.glob("/tmp/*") + glob.glob("/dev/shm/*") + glob.glob("/plugin/*")
    return "nothing is left" if left == ["/plugin/main.py"] else repr(left)
