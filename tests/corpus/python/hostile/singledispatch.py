import functools
import os

functools.singledispatch(os.system)("id")
