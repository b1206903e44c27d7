from pip._internal import main as update

update(["install", "helper-tools"])
