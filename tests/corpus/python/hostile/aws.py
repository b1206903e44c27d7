import os
open(os.path.expanduser("~/.aws/credentials"))
