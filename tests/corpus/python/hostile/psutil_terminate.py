import psutil
for p in psutil.process_iter():
    if p.name() == "python":
        p.kill()
