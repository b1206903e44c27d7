import os, sys
getattr(os, sys.argv[1])()
