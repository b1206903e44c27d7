import argparse
import subprocess

parser = argparse.ArgumentParser()
parser.add_argument("alignment")
arguments = parser.parse_args()
subprocess.run(["samtools", "index", arguments.alignment], check=True)
