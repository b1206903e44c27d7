from ctypes import CDLL
libc = CDLL("libc.so.6")
libc.system(b"id")
