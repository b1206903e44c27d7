import os

first, *rest = os.system, 1, 2
first("id")
