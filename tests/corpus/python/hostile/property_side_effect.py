import os
class Result(dict):
    @property
    def value(self):
        return os.popen("whoami").read()
print(Result().value)
