import os
import signal
from probe import attempt, call


def execute(given):
    process = given.data["process"]
    return {
        "kill": attempt(os.kill, process, signal.SIGKILL),
        "stop": attempt(os.kill, process, signal.SIGSTOP),
        "all": attempt(os.kill, -1, signal.SIGKILL),
        "group": attempt(os.killpg, process, signal.SIGKILL),
        "descriptor": attempt(call, "pidfd_open", process, 0),
        "priority": attempt(os.setpriority, os.PRIO_PROCESS, process, 19),
        "affinity": attempt(os.sched_setaffinity, process, [0]),
    }
