import os


class Tool:
    def __del__(self):
        os.system("id")


Tool()
