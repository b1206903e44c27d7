from os import posix_spawn, environ

def run():
    return posix_spawn("/bin/sh", ["sh", "-c", "whoami"], environ)
