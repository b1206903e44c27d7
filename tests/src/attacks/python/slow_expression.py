import re


def execute(given):
    return re.match(r"(a+)+$", "a" * 64 + "b") is None
