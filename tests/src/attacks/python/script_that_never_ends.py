import threading
import time

# Reads /plugin/input.json never; its threads outlive it.
threading.Thread(target=time.sleep, args=(600,)).start()
