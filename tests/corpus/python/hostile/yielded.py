import os


def tools():
    yield os.system


for tool in tools():
    tool("id")
