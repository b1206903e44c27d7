import operator
import os

ask = operator.methodcaller("popen", "id")


def run(x):
    return ask(os).read()
