"""Starts the runner: process 1 of a sandbox executes this file."""
import sys

sys.path.insert(0, "/omniplug/runner")
if sys.argv[1:] == ["session"]:
    from omniplug_runner.session import main
else:
    from omniplug_runner.run import main

sys.path.remove("/omniplug/runner")
if __name__ == "__main__":  # not in a process that `multiprocessing` spawns
    main()
