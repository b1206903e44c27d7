import os
path = os.path.expandvars("$HOME/.kube/config")
text = open(path).read()
