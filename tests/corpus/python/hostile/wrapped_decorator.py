import functools
import os


def through(function):
    @functools.wraps(function)
    def inner(*arguments):
        return function(*arguments)

    return inner


through(os.system)("id")
