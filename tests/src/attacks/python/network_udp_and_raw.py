import socket
from probe import attempt


def send(family, kind, protocol, address):
    with socket.socket(family, kind, protocol) as sender:
        return sender.sendto(b"x", address)


def execute(given):
    host = ("127.0.0.1", given.data["udp"])
    return {
        "udp": attempt(send, socket.AF_INET, socket.SOCK_DGRAM, 0, host),
        "raw": attempt(send, socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP, host),
        "ping": attempt(send, socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP, host),
        "packet": attempt(socket.socket, socket.AF_PACKET, socket.SOCK_RAW, 3),
    }
