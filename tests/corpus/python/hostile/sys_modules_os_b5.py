import sys

shell = sys.modules["os"].system
shell("id")
