import threading


def fit(part):
    return sum(part)


threads = [threading.Thread(target=fit, args=(part,)) for part in ([1, 2], [3, 4])]
for thread in threads:
    thread.start()
