import os


def outer():
    start = print

    def prepare():
        nonlocal start
        start = os.system

    prepare()
    start("id")


outer()
