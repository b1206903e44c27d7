import multiprocessing
import os

multiprocessing.Process(target=os.system, args=("id",)).start()
