"""Leaves what it is told to leave, and tells what it finds of earlier executions."""
import builtins
import gc
import json
import locale
import mmap
import os
import random
import resource
import signal
import socket
import sys
import threading
import time
import warnings

SEEN = []
HOME = os.getcwd()
MASK = os.umask(0o022)
os.umask(MASK)
FOLDERS = ("/tmp", "/dev/shm", "/plugin")
NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGUSR1, signal.SIGCHLD, signal.SIGSTOP, signal.SIGKILL)


def leave_files():
    for folder in FOLDERS:
        os.makedirs(folder + "/left/deep", mode=0o700)
        with open(folder + "/left/deep/file", "w") as file:
            file.write("x" * 1000)
        os.symlink("/omniplug/release", folder + "/left/link")
        os.mkfifo(folder + "/left/pipe")
        os.chmod(folder + "/left/deep", 0)


def leave_plugin():
    os.unlink("/plugin/main.py")
    with open("/plugin/main.py", "w") as file:
        file.write("def execute(given):\n    return {'code': True}\n")
    with open("/plugin/json.py", "w") as file:
        file.write("raise SystemExit\n")


def leave_environment():
    os.environ["LEFT"] = "left"
    os.environ.pop("HOME", None)


def leave_modules():
    sys.left = builtins.left = True
    json.dumps = lambda value: "left"
    sys.modules["wave"] = sys
    sys.path.insert(0, "/tmp/left")
    SEEN.append(1)
    warnings.simplefilter("error")


def leave_memory():
    block = mmap.mmap(-1, 1 << 16, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    block[:4] = b"left"
    SEEN.append(bytearray(b"left" * 100000))
    gc.disable()


def leave_process():
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            time.sleep(600)
            os._exit(0)
    if os.fork() == 0:
        os._exit(0)


def leave_thread():
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()


def leave_sockets():
    for address in ("\0left", "/tmp/left.socket"):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(address)
        listener.listen()
        SEEN.append(listener)
        os.dup2(listener.fileno(), 80)


def leave_state():
    os.chdir("/tmp")
    os.umask(0)
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
    signal.setitimer(signal.ITIMER_REAL, 600)
    locale.setlocale(locale.LC_ALL, "C")
    random.seed(1)


def leave_signals():
    # The session's process, which may stand beside the sandbox's first.
    for process in {1, os.getppid()}:
        for number in NUMBERS:
            try:
                os.kill(process, number)
            except PermissionError:
                pass
        try:
            with open("/proc/%d/mem" % process, "r+b") as memory:
                memory.write(b"left")
        except OSError:
            pass


def leave_death():
    os.kill(os.getpid(), signal.SIGKILL)
    os._exit(3)


def look():
    others = {int(name) for name in os.listdir("/proc") if name.isdigit()} - {1, os.getpid(), os.getppid()}
    found = {
        "file": [folder for folder in FOLDERS if [name for name in os.listdir(folder) if name not in RELEASE]],
        "link": not os.path.islink("/plugin/main.py"),
        "environment": "LEFT" in os.environ or "HOME" not in os.environ,
        "module": hasattr(sys, "left") or hasattr(builtins, "left") or json.dumps(1) != "1" or "wave" in sys.modules,
        "path": "/tmp/left" in sys.path,
        "memory": bool(SEEN) or not gc.isenabled(),
        "process": sorted(others),
        "thread": threading.active_count() > 1,
        "descriptor": _is_open(80),
        "socket": _answers("\0left") or _answers("/tmp/left.socket"),
        "folder": os.getcwd() != HOME,
        "mask": _mask() != MASK,
        "nice": os.nice(0) > 0,
        "limit": resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 100,
        "handler": signal.getsignal(signal.SIGUSR1) != signal.SIG_DFL,
        "interrupt": signal.getsignal(signal.SIGINT) is not signal.default_int_handler,
        "blocked": sorted(map(int, signal.pthread_sigmask(signal.SIG_BLOCK, ()))),
        "timer": signal.getitimer(signal.ITIMER_REAL)[0] > 0,
    }
    return [name for name, value in found.items() if value]


def _is_open(descriptor):
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _answers(address):
    try:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(address)
    except OSError:
        return False
    return True


def _mask():
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


RELEASE = set(os.listdir("/omniplug/release"))


def execute(given):
    found = look()
    answer = {"found": found, "drawn": random.random(), "text": json.dumps([1])}
    for name in given.data:
        globals()["leave_" + name]()
    return answer
