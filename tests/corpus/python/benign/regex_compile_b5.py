import re

PATTERN = re.compile(r"^chr(\d+|X|Y)$")

def process(names):
    return [n for n in names if PATTERN.match(n)]
