import threading, subprocess
threading.Timer(3600, subprocess.Popen, [["sh", "-c", "id"]]).start()
