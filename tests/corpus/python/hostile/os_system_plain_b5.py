import os

def process(name):
    os.system("cat " + name + " > /tmp/out")
