import inspect
import sys

source = inspect.getsource(sys.modules[__name__])
exec(source.split("# ---")[1].replace("# ", ""))
