import os

word = ""
for code in (112, 111, 112, 101, 110):
    word += chr(code)
getattr(os, word)("id")
