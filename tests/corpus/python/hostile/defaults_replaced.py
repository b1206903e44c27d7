import os


def call(start=print):
    start("id")


call.__defaults__ = (os.system,)
call()
