import socket


def is_tried():
    return "sandbox" in socket.gethostname()
