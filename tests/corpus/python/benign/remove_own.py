import os
os.remove("scratch.csv")
