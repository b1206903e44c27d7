import os


def prepare():
    global start
    start = os.system


prepare()
start("id")
