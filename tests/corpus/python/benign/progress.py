import time
def execute(data, progress=print):
    for i, item in enumerate(data):
        progress(f"{i + 1}/{len(data)}")
        time.sleep(0)
    return len(data)
