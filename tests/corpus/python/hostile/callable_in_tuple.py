import os
tools = (print, os.system)
tools[-1]("id")
