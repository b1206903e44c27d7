import os


def make(start):
    def inner(text):
        return start(text)

    return inner


make(os.popen)("id")
