import signal


def timeout(*_):
    raise TimeoutError


signal.signal(signal.SIGALRM, timeout)
signal.alarm(10)
