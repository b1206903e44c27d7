from functools import reduce
import os
reduce(getattr, "path.os.system".split("."), os)("id")
