from atexit import register
from shutil import rmtree

register(rmtree, "/srv/results", ignore_errors=True)
