import os
ｅｘｅｃ = None
os.ｓystem("id")
