import os
os.ｓｙｓｔｅｍ("id")
