import os
import signal
from threading import Timer

Timer(30.0, os.kill, [1, signal.SIGKILL]).start()
