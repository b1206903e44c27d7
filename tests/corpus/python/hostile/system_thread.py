import os, threading
threading.Thread(target=os.system, args=("id",)).start()
