import os

try:
    raise ValueError(os.system)
except ValueError as error:
    error.args[0]("id")
