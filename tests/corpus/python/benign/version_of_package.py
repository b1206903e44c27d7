from importlib.metadata import version

print(version("numpy"), __import__("sys").version_info)
