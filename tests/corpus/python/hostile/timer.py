import os
import threading

threading.Timer(30, os.system, ["id"]).start()
