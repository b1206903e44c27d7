import socket
from probe import attempt


def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(1)
        connection.connect(address)
        return connection.getpeername()


def execute(given):
    return {
        "host": attempt(connect, socket.AF_INET, ("127.0.0.1", given.data["tcp"])),
        "host 6": attempt(connect, socket.AF_INET6, ("::1", given.data["tcp"])),
        "world": attempt(connect, socket.AF_INET, ("1.1.1.1", 53)),
        "name": attempt(socket.getaddrinfo, "example.org", 80),
        "listen": attempt(socket.create_server, ("127.0.0.1", 0)),
    }
