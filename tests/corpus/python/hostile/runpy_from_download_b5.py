import runpy
import sys

def process(table):
    return runpy.run_path(sys.argv[1], run_name="__main__")
